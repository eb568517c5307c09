"""Gatherings as people read them: the list, one with who comes, behind a link, and for a person."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time

from django.db.models import Q

from voordeur.domain.kernel.actors import CASE_WORK_ROLES
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, Verdict
from voordeur.domain.monitoring.disclosure import shown_count
from voordeur.domain.work.gatherings import (
    AUDIENCES,
    FOR_EMPLOYERS,
    FOR_PEOPLE,
    SIGN_UP_WORDS,
    SignUpState,
)
from voordeur.records.employer_service.models import (
    GatheringRecord,
    GatheringTaskRecord,
    InvitationRecord,
    SignUpRecord,
)
from voordeur.records.work.models import EmployerAccountRecord
from voordeur.services import register
from voordeur.services.access import subjects_of
from voordeur.services.audit import JournalEntry, record_view
from voordeur.services.context import Context
from voordeur.services.gathering_letters import read_token
from voordeur.services.gatherings import ENTRIES, PLANNERS, may_manage
from voordeur.services.my_door import seen_by_themselves
from voordeur.services.networks import network_lines
from voordeur.services.offices import holds_office, may_by_office
from voordeur.services.register_words import Words, words

MOST_SHOWN = 200
AROUND = (*ENTRIES, "network")


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheringLine:
    """One gathering: when, where, for whom, and how many places are left."""

    ref: str
    title: str
    day: date
    starts_at: time | None
    place: str
    online: bool
    audience: str
    sector: str
    organiser: str
    places: int
    taken: int
    state: str
    over: bool

    @property
    def left(self) -> int:
        """Places that are free."""
        return self.places - self.taken


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """Something to do after a gathering."""

    ref: str
    gathering: str
    title: str
    what: str
    due_on: date
    late: bool
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpLine:
    """Who comes or waits: an employer by name, a person by the words they agreed to."""

    ref: str
    who: str
    employer: str
    people: int
    state: str
    state_label: str
    came: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What came of it. ``people`` who came, None while that is too few to tell of persons."""

    invited: int
    employers: int
    employers_came: int
    people: int | None
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheringsPage:
    """Gatherings to come, earlier ones, and what is still to be done after them."""

    coming: tuple[GatheringLine, ...]
    earlier: tuple[GatheringLine, ...]
    tasks: tuple[TaskLine, ...]
    may_write: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheringPage:
    """One gathering; who comes is there for who manages it, persons for its organiser only."""

    line: GatheringLine
    about: str
    entry: tuple[str, str, str] | None
    """Kind, code and name of what it carries out."""
    counts: Counts
    signups: tuple[SignUpLine, ...]
    invited: tuple[tuple[str, str, bool], ...]
    """Name, network and whether a mail went."""
    networks: tuple[tuple[str, str, int], ...]
    employers: tuple[tuple[str, str], ...]
    tasks: tuple[TaskLine, ...]
    manages: bool
    may_invite_people: bool
    for_employers: bool
    version: int
    row: GatheringRecord = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPage:
    """A gathering behind the link of one employer."""

    line: GatheringLine
    about: str
    employer: str
    people: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnGathering:
    """A gathering for a person, with what they said."""

    line: GatheringLine
    about: str
    state: str
    state_label: str
    shared: str


def gatherings_page(context: Context) -> GatheringsPage:
    """Return every gathering (three queries). Raises ``RefusedError`` (NOT_FOUND)."""
    register.require_reader(context)
    said = words(context, {})
    rows = list(GatheringRecord.objects.order_by("-day", "-id")[:MOST_SHOWN])
    lines = [line_of(context, said, row) for row in rows]
    tasks = GatheringTaskRecord.objects.filter(done_at=None).select_related("gathering")
    mine = [_task(context, one) for one in tasks if may_manage(context, one.gathering.organiser_id)]
    return GatheringsPage(
        coming=tuple(one for one in reversed(lines) if not one.over and one.state == "planned"),
        earlier=tuple(one for one in lines if one.over or one.state != "planned"),
        tasks=tuple(mine),
        may_write=may_by_office(context, PLANNERS),
    )


def gathering_page(context: Context, *, ref: str) -> GatheringPage:
    """Return one gathering; that its manager sees people is in their log first.

    Raises ``RefusedError`` (NOT_FOUND).
    """
    register.require_reader(context)
    row = GatheringRecord.objects.filter(ref=ref).first()
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    said = words(context, register.entries_of(context, AROUND))
    manages = may_manage(context, row.organiser_id)
    held = list(row.signups.select_related("employer", "case"))
    invited = list(row.invitations.select_related("employer"))
    own = manages and context.organisation == row.organiser_id
    if own:
        _seen(context, row, held)
    named = (row.entry_kind, row.entry_code, said.reference(row.entry_kind, row.entry_code))
    return GatheringPage(
        line=line_of(context, said, row),
        about=row.about,
        entry=named if row.entry_code else None,
        counts=_counts(held, len(invited)),
        signups=tuple(_signup(context, one, own=own) for one in held) if manages else (),
        invited=tuple(
            (one.employer.name, said.reference("network", one.network), one.by_mail)
            for one in invited
        )
        if manages
        else (),
        networks=_networks(context) if manages else (),
        employers=tuple(EmployerAccountRecord.objects.filter(origin="").values_list("ref", "name"))
        if manages
        else (),
        tasks=tuple(_task(context, one) for one in row.tasks.select_related("gathering")),
        manages=manages,
        may_invite_people=row.audience in FOR_PEOPLE and holds_office(context, CASE_WORK_ROLES),
        for_employers=row.audience in FOR_EMPLOYERS,
        version=row.version,
        row=row,
    )


def entry_choices(context: Context) -> tuple[tuple[str, str], ...]:
    """Return events and campaigns of the register a gathering can carry out."""
    found = register.entries_of(context, ENTRIES)
    return tuple(
        (f"{kind}:{code}", one.title.in_language(context.language))
        for (kind, code), one in found.items()
        if kind == "campaign" or one.line("sort") == "meeting"
    )


def sector_choices(context: Context) -> tuple[tuple[str, str], ...]:
    """Return the sectors of the region by code and name."""
    said = words(context, {})
    return tuple((code, said.reference("@sector", code)) for code in said.region.sectors)


def link_page(context: Context, *, token: str) -> LinkPage:
    """Return what an employer reads behind its link. Raises ``RefusedError`` (LINK_INVALID)."""
    invitation = read_token(context, token=token)
    return invited_page(context, invitation)


def invited_page(context: Context, row: InvitationRecord) -> LinkPage:
    """Return a gathering as one employer reads it."""
    held = row.gathering.signups.filter(employer=row.employer).first()
    return LinkPage(
        line=line_of(context, words(context, {}), row.gathering),
        about=row.gathering.about,
        employer=row.employer.name,
        people=held.people if held is not None else 1,
        state=held.state if held is not None else "",
    )


def own_gatherings(context: Context) -> tuple[tuple[OwnGathering, ...], str]:
    """Return gatherings to come for a person, and the words to start from; the view is logged.

    Raises ``RefusedError`` (NOT_FOUND).
    """
    resident = seen_by_themselves(context, part="gatherings")
    mine = {
        one.gathering_id: one for one in SignUpRecord.objects.filter(case__resident_id=resident.pk)
    }
    live = [one.gathering_id for one in mine.values() if one.state != SignUpState.CANCELLED.value]
    rows = GatheringRecord.objects.filter(
        Q(state="planned") | Q(state="cancelled", pk__in=live),
        audience__in=FOR_PEOPLE,
        day__gte=context.today,
    )
    said = words(context, {})
    return tuple(_own(context, said, row, mine.get(row.pk)) for row in rows), resident.name


def line_of(context: Context, said: Words, row: GatheringRecord) -> GatheringLine:
    """Return a gathering as a line, in the language of the page."""
    return GatheringLine(
        ref=row.ref,
        title=row.title,
        day=row.day,
        starts_at=row.starts_at,
        place=row.place,
        online=row.online,
        audience=said.say(AUDIENCES[row.audience]),
        sector=said.reference("@sector", row.sector) if row.sector else "",
        organiser=said.organisation(row.organiser_id),
        places=row.places,
        taken=row.taken,
        state=row.state,
        over=row.day < context.today,
    )


def _own(
    context: Context, said: Words, row: GatheringRecord, held: SignUpRecord | None
) -> OwnGathering:
    live = held is not None and held.state != SignUpState.CANCELLED.value
    return OwnGathering(
        line=line_of(context, said, row),
        about=row.about,
        state=held.state if held is not None and live else "",
        state_label=said.say(SIGN_UP_WORDS[SignUpState(held.state)]) if held is not None else "",
        shared=held.shared if held is not None else "",
    )


def _seen(context: Context, row: GatheringRecord, held: Iterable[SignUpRecord]) -> None:
    cases = [one.case for one in held if one.case is not None and one.shared]
    if not cases:
        return
    entry = JournalEntry(
        kind="view",
        name="GatheringSeenByOrganiser",
        payload={"gathering": row.ref, "people": len(cases)},
        subjects=tuple(subject for case in cases for subject in subjects_of(case)),
        purpose="employer_service",
    )
    record_view(context, entry)


def _counts(held: list[SignUpRecord], invited: int) -> Counts:
    with_place = [one for one in held if one.state == SignUpState.IN.value]
    came = [one for one in with_place if one.came]
    people = sum(one.people for one in came if one.case_id is not None)
    return Counts(
        invited=invited,
        employers=sum(one.employer_id is not None for one in with_place),
        employers_came=sum(one.employer_id is not None for one in came),
        people=shown_count(people),
        waiting=sum(one.state == SignUpState.WAITING.value for one in held),
    )


def _signup(context: Context, row: SignUpRecord, *, own: bool) -> SignUpLine:
    """Return a sign-up as a line; what a person wrote is for the organiser only."""
    shared = row.shared if own else ""
    return SignUpLine(
        ref=row.ref,
        who=row.employer.name if row.employer is not None else shared,
        employer=row.employer.ref if row.employer is not None else "",
        people=row.people,
        state=row.state,
        state_label=SIGN_UP_WORDS[SignUpState(row.state)].in_language(context.language),
        came=row.came,
    )


def _task(context: Context, row: GatheringTaskRecord) -> TaskLine:
    return TaskLine(
        ref=row.ref,
        gathering=row.gathering.ref,
        title=row.gathering.title,
        what=row.what,
        due_on=row.due_on,
        late=row.done_at is None and row.due_on < context.today,
        done=row.done_at is not None,
    )


def _networks(context: Context) -> tuple[tuple[str, str, int], ...]:
    return tuple((one.code, one.title, one.members) for one in network_lines(context))
