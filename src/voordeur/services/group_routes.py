"""From work to work for a group: drawn up by three parties, joined by people themselves."""

from dataclasses import dataclass
from datetime import date

from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, Verdict, require
from voordeur.domain.monitoring.disclosure import shown_part
from voordeur.domain.region.model import OrganisationKind
from voordeur.domain.work.group_routes import (
    PAYERS,
    GroupRoute,
    RouteParty,
    may_agree,
    may_draw_up,
    may_join,
)
from voordeur.records.employer_service.models import GroupMemberRecord, GroupRouteRecord
from voordeur.records.references import new_reference
from voordeur.records.trajectories.models import TrajectoryRecord
from voordeur.records.work.models import EmployerAccountRecord, PlacementRecord
from voordeur.services.access import subjects_of
from voordeur.services.acts import acting
from voordeur.services.attempts import Limit, count
from voordeur.services.context import Context
from voordeur.services.employers import CONSULTANTS
from voordeur.services.my_door import seen_by_themselves
from voordeur.services.offices import may_by_office, require_office
from voordeur.services.region import current_region
from voordeur.services.register_words import Words, words
from voordeur.services.routing import front_door_of
from voordeur.services.sign_ups import own_case

MAKERS = CONSULTANTS | {Role.GIDS}
READERS = MAKERS | {Role.TEAM_LEAD, Role.PROGRAMME_TEAM}
LONGEST_AGREEMENT = 4000
CODES = Limit("group-code", most=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGroupRoute:
    """What is drawn up; ``last_day`` is the last day of the route."""

    employer: str
    union: str
    staff: int
    starts_on: date
    last_day: date
    payer: str
    agreement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How a group goes; a number is None while it is too small to say nothing about one person."""

    joined: int | None
    with_plan: int | None
    at_work: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """One group route; ``code`` is there for who may give it to the staff."""

    ref: str
    employer: str
    union: str
    guide: str
    staff: int
    starts_on: date
    last_day: date
    payer: str
    agreement: str
    agreed: tuple[tuple[str, str, date | None], ...]
    """Party, its name, and the day it agreed."""
    whole: bool
    over: bool
    code: str
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsPage:
    """Every group route, and what a new one can be made of."""

    lines: tuple[GroupLine, ...]
    employers: tuple[tuple[str, str], ...]
    unions: tuple[tuple[str, str], ...]
    may_write: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnGroup:
    """A group the person is in."""

    ref: str
    employer: str
    guide: str
    last_day: date


def draw_up(context: Context, *, new: NewGroupRoute) -> str:
    """Write a group route down, before anybody agreed; returns its reference.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, INVALID_INPUT with the field, DAYS_OUT_OF_ORDER.
    """
    require(may_by_office(context, MAKERS))
    with acting(context) as act:
        ends_on = date.fromordinal(new.last_day.toordinal() + 1)
        require(
            may_draw_up(starts_on=new.starts_on, ends_on=ends_on, staff=new.staff, payer=new.payer)
        )
        said = new.agreement.strip()
        _sound("agreement", bool(said) and len(said) <= LONGEST_AGREEMENT and "\0" not in said)
        employer = EmployerAccountRecord.objects.filter(ref=new.employer).first()
        if employer is None:
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "employer"}))
        _sound("union", new.union in dict(_unions(context)))
        row = GroupRouteRecord.objects.create(
            ref=new_reference(),
            employer=employer,
            union=new.union,
            staff=new.staff,
            starts_on=new.starts_on,
            ends_on=ends_on,
            payer=new.payer,
            agreement=said,
            organisation_id=front_door_of(current_region()),
            code=new_reference(),
            made_at=context.now,
            made_by_id=context.account_id,
        )
        act.record("GroupRouteDrawnUp", payload={**_told(row), "staff": row.staff})
    return row.ref


def agree(context: Context, *, ref: str, party: RouteParty, on: date) -> None:
    """Write down that a party agreed, on a day.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, NOT_FOUND, STEP_GIVEN, DAY_STILL_TO_COME.
    """
    require(may_by_office(context, MAKERS))
    with acting(context) as act:
        row = GroupRouteRecord.objects.select_for_update(no_key=True).filter(ref=ref).first()
        if row is None:
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        require(may_agree(facts_of(row), party, on=on, today=context.today))
        GroupRouteRecord.objects.filter(pk=row.pk).update(**{f"{party.value}_agreed_on": on})
        told = {"party": party.value, "on": on.isoformat()}
        act.record("GroupRouteAgreed", payload={**_told(row), **told})


def join(context: Context, *, code: str) -> str:
    """Join a group by its code, as a person; twice is the same as once. Returns its reference.

    Raises ``RefusedError``: NOT_FOUND for anybody else, INVALID_INPUT (code), TOO_MANY_ATTEMPTS,
    AGREEMENT_FIRST, ROUTE_OVER.
    """
    case = own_case(context)
    row = _by_code(context, code, key=str(context.resident_id))
    with acting(context) as act:
        require(may_join(facts_of(row), context.today))
        own = GroupMemberRecord.objects.filter(route=row, case__resident_id=context.resident_id)
        held = own.first()
        if held is None:
            GroupMemberRecord.objects.get_or_create(
                route=row, case=case, defaults={"joined_at": context.now}
            )
        elif held.left_at is not None:
            GroupMemberRecord.objects.filter(pk=held.pk).update(left_at=None)
        told = {"route": row.ref, "case": case.ref}
        act.record("GroupRouteJoined", case_id=case.pk, subjects=subjects_of(case), payload=told)
    return row.ref


def leave(context: Context, *, ref: str) -> None:
    """Leave a group, as a person. Raises ``RefusedError`` (NOT_FOUND)."""
    own_case(context)
    with acting(context) as act:
        held = (
            GroupMemberRecord.objects.select_related("case")
            .filter(route__ref=ref, case__resident_id=context.resident_id, left_at=None)
            .first()
        )
        if held is None:
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        GroupMemberRecord.objects.filter(pk=held.pk).update(left_at=context.now)
        case = held.case
        told = {"route": ref, "case": case.ref}
        act.record("GroupRouteLeft", case_id=case.pk, subjects=subjects_of(case), payload=told)


def known_code(context: Context, *, code: str, key: str) -> str:
    """Return the employer of a code, for whoever holds it at the front door.

    Raises ``RefusedError``: INVALID_INPUT (code), TOO_MANY_ATTEMPTS, AGREEMENT_FIRST, ROUTE_OVER.
    """
    row = _by_code(context, code, key=key)
    require(may_join(facts_of(row), context.today))
    return row.employer.name


def groups_page(context: Context) -> GroupsPage:
    """Return every group route (five queries). Raises ``RefusedError`` (NOT_FOUND)."""
    require_office(context, READERS)
    rows = list(GroupRouteRecord.objects.select_related("employer"))
    office = may_by_office(context, MAKERS)
    return GroupsPage(
        lines=group_lines(context, rows=rows, codes=bool(office)),
        employers=tuple(EmployerAccountRecord.objects.values_list("ref", "name")),
        unions=_unions(context),
        may_write=office,
    )


def group_lines(
    context: Context, *, rows: list[GroupRouteRecord], codes: bool
) -> tuple[GroupLine, ...]:
    """Return group routes in words with their progress (three queries)."""
    said = words(context, {})
    progress = _progress(rows)
    return tuple(_line(context, said, row, progress[row.pk], codes=codes) for row in rows)


def own_groups(context: Context) -> tuple[OwnGroup, ...]:
    """Return the groups a person is in; the view is logged first. Raises NOT_FOUND."""
    resident = seen_by_themselves(context, part="groups")
    held = GroupMemberRecord.objects.select_related("route__employer").filter(
        case__resident_id=resident.pk, left_at=None
    )
    said = words(context, {})
    return tuple(
        OwnGroup(
            ref=one.route.ref,
            employer=one.route.employer.name,
            guide=said.organisation(one.route.organisation_id),
            last_day=date.fromordinal(one.route.ends_on.toordinal() - 1),
        )
        for one in held
    )


def facts_of(row: GroupRouteRecord) -> GroupRoute:
    """Return what the rules need to know of a group route."""
    days = {
        RouteParty.EMPLOYER: row.employer_agreed_on,
        RouteParty.UNION: row.union_agreed_on,
        RouteParty.GUIDE: row.guide_agreed_on,
    }
    agreed = frozenset(party for party, day in days.items() if day is not None)
    return GroupRoute(row.starts_on, row.ends_on, agreed)


def _by_code(context: Context, code: str, *, key: str) -> GroupRouteRecord:
    """Return the route of a code; who tries too many learns of none, right or wrong."""
    if context.kind in {ActorKind.RESIDENT, ActorKind.VISITOR}:
        count(context, limit=CODES, key=key)
    plain = "".join(code.upper().split())[:12]
    row = GroupRouteRecord.objects.select_related("employer").filter(code=plain).first()
    if row is None or not plain:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "code"}))
    return row


def _progress(rows: list[GroupRouteRecord]) -> dict[int, Progress]:
    members = list(
        GroupMemberRecord.objects.filter(route__in=rows, left_at=None).values_list(
            "route_id", "case_id"
        )
    )
    cases = {case for _route, case in members}
    planned = set(
        TrajectoryRecord.objects.filter(case_id__in=cases).values_list("case_id", flat=True)
    )
    working = set(
        PlacementRecord.objects.filter(case_id__in=cases, end_reason="").values_list(
            "case_id", flat=True
        )
    )

    def told(row: GroupRouteRecord) -> Progress:
        own = {case for one, case in members if one == row.pk}
        return Progress(
            joined=shown_part(len(own), row.staff),
            with_plan=shown_part(len(own & planned), row.staff),
            at_work=shown_part(len(own & working), row.staff),
        )

    return {row.pk: told(row) for row in rows}


def _line(
    context: Context, said: Words, row: GroupRouteRecord, progress: Progress, *, codes: bool
) -> GroupLine:
    guide = said.organisation(row.organisation_id)
    union = said.organisation(row.union)
    whole = facts_of(row).whole
    return GroupLine(
        ref=row.ref,
        employer=row.employer.name,
        union=union,
        guide=guide,
        staff=row.staff,
        starts_on=row.starts_on,
        last_day=date.fromordinal(row.ends_on.toordinal() - 1),
        payer=said.say(PAYERS[row.payer]),
        agreement=row.agreement,
        agreed=(
            (RouteParty.EMPLOYER.value, row.employer.name, row.employer_agreed_on),
            (RouteParty.UNION.value, union, row.union_agreed_on),
            (RouteParty.GUIDE.value, guide, row.guide_agreed_on),
        ),
        whole=whole,
        over=context.today >= row.ends_on,
        code=row.code if codes and whole else "",
        progress=progress,
    )


def _unions(context: Context) -> tuple[tuple[str, str], ...]:
    said = words(context, {})
    return tuple(
        (code, said.organisation(code))
        for code, one in said.region.organisations.items()
        if one.kind is OrganisationKind.UNION
    )


def _told(row: GroupRouteRecord) -> dict[str, object]:
    return {"route": row.ref, "employer": row.employer.ref}


def _sound(field: str, good: bool) -> None:  # noqa: FBT001 - the answer of a check
    if not good:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": field}))
