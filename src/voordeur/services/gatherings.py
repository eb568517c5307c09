"""Acts on gatherings: plan, change, call off, invite, attendance and what follows from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from voordeur.domain.consent.grants import AccessAction
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.work.gatherings import (
    FOR_PEOPLE,
    Gathering,
    Party,
    SignUpState,
    may_plan,
    may_sign_up,
    may_tell_attendance,
    moving_up,
)
from voordeur.records.employer_service.models import (
    GatheringRecord,
    GatheringTaskRecord,
    InvitationRecord,
    NetworkMemberRecord,
    SignUpRecord,
)
from voordeur.records.references import new_reference
from voordeur.records.register.models import EntryRecord
from voordeur.records.work.models import EmployerAccountRecord
from voordeur.services.access import case_for_act, subjects_of
from voordeur.services.acts import acting
from voordeur.services.case_words import party_name
from voordeur.services.context import Context
from voordeur.services.employers import CONSULTANTS
from voordeur.services.gathering_letters import invite_by_mail, tell_called_off
from voordeur.services.letters import News, tell_resident
from voordeur.services.offices import holds_office, may_by_office
from voordeur.services.region import current_region

PLANNERS = CONSULTANTS | {
    Role.PROGRAMME_TEAM,
    Role.PROJECT_LEADER,
    Role.TEAM_LEAD,
    Role.PARTNER_PROFESSIONAL,
}
"""Who plans gatherings of their own organisation; consultants help with every one."""
LONGEST_TITLE = 160
LONGEST_PLACE = 200
LONGEST_TEXT = 2000
ENTRIES = ("event", "campaign")
"""Kinds of the register a gathering can carry out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGathering:
    """What is planned. ``entry`` is the kind and code of what it carries out, if anything."""

    title: str
    day: date
    place: str
    places: int
    audience: str
    about: str = ""
    starts_at: time | None = None
    online: bool = False
    sector: str = ""
    entry: tuple[str, str] | None = None


def plan_gathering(context: Context, *, new: NewGathering) -> str:
    """Plan a gathering; returns its reference.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, DATE_IN_THE_PAST, INVALID_INPUT with the field.
    """
    require(may_by_office(context, PLANNERS))
    with acting(context) as act:
        values = _checked(context, new)
        row = GatheringRecord.objects.create(
            ref=new_reference(),
            organiser_id=context.organisation,
            made_at=context.now,
            made_by_id=context.account_id,
            **values,
        )
        act.record("GatheringPlanned", payload=told_of(row))
    return row.ref


def change_gathering(context: Context, *, ref: str, new: NewGathering, version: int) -> None:
    """Change what is planned; with more places, who waits comes in.

    Raises as :func:`plan_gathering`, GATHERING_OVER, CHANGED_MEANWHILE, and NO_PLACES_LEFT when
    there would be fewer places than were given.
    """
    with acting(context) as act:
        row = managed(context, ref)
        if row.version != version:
            raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))
        if row.state != "planned":
            raise RefusedError(Refusal(Reason.GATHERING_OVER))
        values = _checked(context, new)
        if new.places < row.taken:
            raise RefusedError(Refusal(Reason.NO_PLACES_LEFT, {"field": "places"}))
        GatheringRecord.objects.filter(pk=row.pk).update(version=version + 1, **values)
        row.refresh_from_db()
        came_in = move_up(row)
        act.record("GatheringChanged", payload={**told_of(row), "came_in": came_in})


def call_off(context: Context, *, ref: str) -> None:
    """Call a gathering off; who comes or waits is told by mail.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, NOT_FOUND, GATHERING_OVER.
    """
    with acting(context) as act:
        row = managed(context, ref)
        if row.state != "planned":
            raise RefusedError(Refusal(Reason.GATHERING_OVER))
        GatheringRecord.objects.filter(pk=row.pk).update(state="cancelled")
        signups = row.signups.exclude(state=SignUpState.CANCELLED.value)
        for one in signups.select_related("employer", "case__resident"):
            tell_called_off(act, row, one)
        act.record("GatheringCalledOff", payload=told_of(row))


def invite_network(context: Context, *, ref: str, network: str) -> int:
    """Invite every employer of a network that takes part and was not asked yet.

    Returns how many were invited. Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, NOT_FOUND,
    GATHERING_OVER.
    """
    members = NetworkMemberRecord.objects.filter(
        network=network, joined_on__isnull=False, left_on=None
    )
    ids = list(members.values_list("employer_id", flat=True))
    return _invite(context, ref, EmployerAccountRecord.objects.filter(pk__in=ids), network)


def invite_employer(context: Context, *, ref: str, employer: str) -> int:
    """Invite one employer; asking twice is the same as once. Raises as above."""
    with_ref = EmployerAccountRecord.objects.filter(ref=employer)
    if not with_ref.exists():
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return _invite(context, ref, with_ref, "")


def invite_person(context: Context, *, ref: str, case: str) -> None:
    """Tell the person of a case that there is a gathering for them; they decide themselves.

    The organiser learns nothing of it. Raises ``RefusedError``: NOT_FOUND, GATHERING_OVER.
    """
    with acting(context) as act:
        found = case_for_act(context, ref=case, action=AccessAction.WORK)
        row = GatheringRecord.objects.filter(ref=ref).first()
        if row is None or found.resident_id is None or row.audience not in FOR_PEOPLE:
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        require(may_sign_up(facts_of(row), context.today, employer=False))
        us = party_name(context, current_region(), context.organisation)
        tell_resident(act, context, News.GATHERING, case=found, organisation=us)
        act.record(
            "PersonInvitedToGathering",
            case_id=found.pk,
            subjects=subjects_of(found),
            payload={**told_of(row), "case": found.ref},
        )


def tell_attendance(context: Context, *, ref: str, came: Iterable[str]) -> None:
    """Write down who came, of those that had a place; can be told again.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, NOT_FOUND, GATHERING_OVER, DAY_STILL_TO_COME.
    """
    seen = set(came)
    with acting(context) as act:
        row = managed(context, ref)
        require(may_tell_attendance(facts_of(row), context.today))
        with_place = row.signups.filter(state=SignUpState.IN.value)
        with_place.update(came=False)
        with_place.filter(ref__in=seen).update(came=True)
        GatheringRecord.objects.filter(pk=row.pk).update(state="held", held_at=context.now)
        people = sum(with_place.filter(came=True).values_list("people", flat=True))
        act.record("GatheringHeld", payload={**told_of(row), "people": people})


def add_task(context: Context, *, ref: str, what: str, due_on: date) -> str:
    """Add something to do after a gathering; returns its reference.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, NOT_FOUND, INVALID_INPUT, DATE_IN_THE_PAST.
    """
    with acting(context) as act:
        row = managed(context, ref)
        said = _words("what", what, 200, needed=True)
        if due_on < context.today:
            raise RefusedError(Refusal(Reason.DATE_IN_THE_PAST, {"field": "due_on"}))
        task = GatheringTaskRecord.objects.create(
            ref=new_reference(), gathering=row, what=said, due_on=due_on
        )
        told = {"task": task.ref, "due_on": due_on.isoformat()}
        act.record("GatheringTaskAdded", payload={**told_of(row), **told})
    return task.ref


def finish_task(context: Context, *, ref: str, task: str) -> None:
    """Tick something off. Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, NOT_FOUND."""
    with acting(context) as act:
        row = managed(context, ref)
        if not row.tasks.filter(ref=task, done_at=None).update(done_at=context.now):
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        act.record("GatheringTaskDone", payload={**told_of(row), "task": task})


def may_manage(context: Context, organiser: str) -> bool:
    """Tell whether somebody manages a gathering: its organiser, and consultants."""
    if holds_office(context, CONSULTANTS):
        return True
    return holds_office(context, PLANNERS) and context.organisation == organiser


def managed(context: Context, ref: str) -> GatheringRecord:
    """Lock a gathering for who manages it. Raises NOT_FOUND, ROLE_DOES_NOT_ALLOW."""
    require(may_by_office(context, PLANNERS))
    row = locked_gathering(ref)
    if not may_manage(context, row.organiser_id):
        raise RefusedError(Refusal(Reason.ROLE_DOES_NOT_ALLOW))
    return row


def locked_gathering(ref: str) -> GatheringRecord:
    """Lock and return a gathering. Raises ``RefusedError`` (NOT_FOUND)."""
    row = GatheringRecord.objects.select_for_update(no_key=True).filter(ref=ref).first()
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return row


def facts_of(row: GatheringRecord) -> Gathering:
    """Return what the rules need to know of a gathering."""
    return Gathering(row.day, row.places, row.taken, row.audience, row.state)


def told_of(row: GatheringRecord) -> dict[str, object]:
    """Return what an event says of a gathering."""
    return {"gathering": row.ref, "day": row.day.isoformat(), "sector": row.sector}


def move_up(row: GatheringRecord) -> list[str]:
    """Give free places to who waits, in order; returns the references that came in."""
    waiting = row.signups.filter(state=SignUpState.WAITING.value).order_by("asked_at", "id")
    parties = moving_up(facts_of(row).left, [Party(one.ref, one.people) for one in waiting])
    refs = [one.ref for one in parties]
    if refs:
        taken = row.taken + sum(one.people for one in parties)
        GatheringRecord.objects.filter(pk=row.pk).update(taken=taken)
        row.taken = taken
        SignUpRecord.objects.filter(ref__in=refs).update(state=SignUpState.IN.value)
    return refs


def _invite(
    context: Context, ref: str, employers: Iterable[EmployerAccountRecord], network: str
) -> int:
    with acting(context) as act:
        row = managed(context, ref)
        require(may_sign_up(facts_of(row), context.today, employer=True))
        asked = set(row.invitations.values_list("employer_id", flat=True))
        new = [one for one in employers if one.pk not in asked]
        for employer in new:
            invitation = InvitationRecord.objects.create(
                gathering=row,
                employer=employer,
                network=network,
                sent_at=context.now,
                by_mail=bool(employer.contact_email),
            )
            invite_by_mail(act, invitation)
        told = {"network": network, "invited": [one.ref for one in new]}
        act.record("EmployersInvited", payload={**told_of(row), **told})
    return len(new)


def _checked(context: Context, new: NewGathering) -> dict[str, object]:
    require(may_plan(day=new.day, today=context.today, places=new.places, audience=new.audience))
    if new.sector and new.sector not in current_region().sectors:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "sector"}))
    kind, code = new.entry or ("", "")
    if code and not (
        kind in ENTRIES and EntryRecord.objects.filter(kind=kind, code=code, retired=False).exists()
    ):
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "entry"}))
    return {
        "title": _words("title", new.title, LONGEST_TITLE, needed=True),
        "about": _words("about", new.about, LONGEST_TEXT),
        "place": _words("place", new.place, LONGEST_PLACE, needed=True),
        "day": new.day,
        "starts_at": new.starts_at,
        "online": new.online,
        "audience": new.audience,
        "sector": new.sector,
        "places": new.places,
        "entry_kind": kind if code else "",
        "entry_code": code,
    }


def _words(field: str, said: str, longest: int, *, needed: bool = False) -> str:
    text = said.strip()
    if len(text) > longest or "\0" in text or (needed and not text):
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": field}))
    return text
