"""What residents read about themselves; every page is in the log before it is shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from voordeur.domain.kernel.because import Because
from voordeur.domain.kernel.refusal import RefusedError
from voordeur.domain.region.model import Region
from voordeur.records.appointments.models import AppointmentRecord
from voordeur.records.cases.models import CaseRecord, ClosureRecord, EntryRecord, StepRecord
from voordeur.records.handover.models import HandoverRecord
from voordeur.records.trajectories.models import TrajectoryRecord
from voordeur.records.work.models import ReferralRecord
from voordeur.services import audit_residents
from voordeur.services.access import NOT_FOUND
from voordeur.services.appointment_links import secret_of
from voordeur.services.case_words import label_of, party_name, step_words
from voordeur.services.consent_lines import SharedLine, shared_lines
from voordeur.services.context import Context
from voordeur.services.my_door import seen_by_themselves
from voordeur.services.my_log import LogDay, days_of
from voordeur.services.region import current_region
from voordeur.services.routing import route

NEWEST_LOOKS = 40
MOST_LOOKS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class MyStop:
    """An organisation that led, leads or may lead; ``state`` as on the lane of a case."""

    who: str
    since: datetime | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MyStep:
    """An agreed step; ``who`` is '' when it is the resident's own."""

    ref: str
    what: str
    who: str
    due_date: date
    done_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MyWords:
    """Something written to or by the resident. ``mine``: by the resident."""

    ref: str
    kind: str
    who: str
    mine: bool
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MyHandover:
    """A handover told as a step: who was asked, why, and what they said."""

    ref: str
    sender: str
    receiver: str
    state: str
    reason: str
    message: str
    asked_at: datetime
    due_on: date
    answered_at: datetime | None
    answer_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MyEnding:
    """How an episode ended."""

    outcome: str
    note: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MyCase:
    """One question with everything its resident may know."""

    ref: str
    question: str
    opened_at: datetime
    is_open: bool
    leading: str
    adviser: str
    since: datetime
    before: str
    next_step: str
    next_date: date | None
    my_turn: bool
    why: Because | None
    municipality: str
    lane: tuple[MyStop, ...]
    steps: tuple[MyStep, ...]
    words: tuple[MyWords, ...]
    handovers: tuple[MyHandover, ...]
    endings: tuple[MyEnding, ...]
    trajectory: str
    """The state of the trajectory that was laid before the resident; empty without one."""
    work: str
    """'asked' when work waits for a yes or no, 'some' when there ever was any, else empty."""

    @property
    def talks(self) -> tuple[MyWords, ...]:
        """Summaries of talks and agreements, newest first."""
        return tuple(one for one in self.words if not one.kind.startswith("message"))

    @property
    def messages(self) -> tuple[MyWords, ...]:
        """Messages to and from, newest first."""
        return tuple(one for one in self.words if one.kind.startswith("message"))


@dataclass(frozen=True, slots=True, kw_only=True)
class MyAppointment:
    """An appointment with the secret of its own link."""

    ref: str
    token: str
    starts_at: datetime
    place: str
    address: str
    organisation: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MyHome:
    """The first page: what is asked of me, who helps me, who sees what."""

    name: str
    open_cases: tuple[MyCase, ...]
    closed_cases: tuple[MyCase, ...]
    shared: tuple[SharedLine, ...]
    looks: tuple[LogDay, ...]
    times_looked: int
    appointments: tuple[MyAppointment, ...]


def home(context: Context) -> MyHome:
    """Return everything for the first page, in a number of queries that never grows."""
    region = current_region()
    resident = seen_by_themselves(context, part="home")
    cases = my_cases(context, region)
    names = {case.ref: case.question for case in cases}
    looks = audit_residents.looked(resident.pk, most=NEWEST_LOOKS, views_only=True)
    return MyHome(
        name=resident.name,
        open_cases=tuple(case for case in cases if case.is_open),
        closed_cases=tuple(case for case in cases if not case.is_open),
        shared=shared_lines(context, region, resident_id=resident.pk, questions=names),
        looks=days_of(context, region, looks),
        times_looked=audit_residents.times_looked(resident.pk),
        appointments=my_appointments(context, region),
    )


def case(context: Context, *, ref: str, part: str) -> MyCase:
    """Return one case of the resident. Raises ``RefusedError`` (NOT_FOUND) for any other."""
    seen_by_themselves(context, part=part)
    found = [one for one in my_cases(context, current_region()) if one.ref == ref]
    if not found:
        raise RefusedError(NOT_FOUND)
    return found[0]


@dataclass(frozen=True, slots=True)
class MyLog:
    """Who looked or did something, per day; ``whole``: nothing older is left out."""

    days: tuple[LogDay, ...]
    whole: bool


def log(context: Context) -> MyLog:
    """Return who looked and what was done, newest day first."""
    resident = seen_by_themselves(context, part="log")
    lines = audit_residents.looked(resident.pk, most=MOST_LOOKS + 1)
    return MyLog(
        days=days_of(context, current_region(), lines[:MOST_LOOKS]),
        whole=len(lines) <= MOST_LOOKS,
    )


@dataclass(frozen=True, slots=True)
class SharedPage:
    """One permission, to think about before it is stopped or given again."""

    line: SharedLine
    owner: bool
    """Whether the organisation is the one that leads the case."""


def shared_page(context: Context, *, grant_ref: str) -> SharedPage:
    """Return one permission of the resident. Raises ``RefusedError`` (NOT_FOUND)."""
    region = current_region()
    resident = seen_by_themselves(context, part="sharing")
    questions = {
        row.ref: row.question for row in CaseRecord.objects.filter(resident_id=resident.pk)
    }
    lines = shared_lines(context, region, resident_id=resident.pk, questions=questions)
    found = next((one for one in lines if one.ref == grant_ref), None)
    if found is None:
        raise RefusedError(NOT_FOUND)
    owner = CaseRecord.objects.filter(ref=found.case_ref, accountable_id=found.code).exists()
    return SharedPage(found, owner)


@dataclass(frozen=True, slots=True)
class _Written:
    """What belongs to each case, by its id."""

    steps: Mapping[int, list[StepRecord]]
    entries: Mapping[int, list[EntryRecord]]
    handovers: Mapping[int, list[HandoverRecord]]
    closures: Mapping[int, list[ClosureRecord]]
    trajectories: Mapping[int, list[TrajectoryRecord]]
    referrals: Mapping[int, list[ReferralRecord]]


def my_cases(context: Context, region: Region) -> list[MyCase]:
    """Return the resident's cases, newest first; the caller wrote the view in the log."""
    own = CaseRecord.objects.filter(resident_id=context.resident_id or 0)
    rows = list(own.select_related("adviser").order_by("-id"))
    ids = [row.pk for row in rows]
    entries = EntryRecord.objects.filter(case_id__in=ids, for_resident=True)
    written = _Written(
        steps=_by_case(StepRecord.objects.filter(case_id__in=ids)),
        entries=_by_case(entries.order_by("-happened_at", "-id")),
        handovers=_by_case(HandoverRecord.objects.filter(case_id__in=ids).order_by("id")),
        trajectories=_by_case(
            TrajectoryRecord.objects.filter(case_id__in=ids).exclude(state="draft").order_by("-id")
        ),
        closures=_by_case(ClosureRecord.objects.filter(case_id__in=ids).order_by("-id")),
        referrals=_by_case(ReferralRecord.objects.filter(case_id__in=ids)),
    )
    return [_case(context, region, row, written) for row in rows]


class _OfCase(Protocol):
    @property
    def case_id(self) -> int: ...


_Row = TypeVar("_Row", bound=_OfCase)


def _by_case(rows: Iterable[_Row]) -> dict[int, list[_Row]]:
    found: dict[int, list[_Row]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(row)
    return found


def _case(context: Context, region: Region, row: CaseRecord, written: _Written) -> MyCase:
    handovers = written.handovers.get(row.pk, [])
    taken = [one for one in handovers if one.state == "accepted" and one.answered_at]
    answer = route(region, dict(row.situation), on=context.today)
    expected = answer.organisation == row.accountable_id
    return MyCase(
        ref=row.ref,
        question=row.question,
        opened_at=row.opened_at,
        is_open=row.state == "open",
        leading=party_name(context, region, row.accountable_id),
        adviser=row.adviser.name if row.adviser else "",
        since=(taken[-1].answered_at if taken else None) or row.opened_at,
        before=party_name(context, region, taken[-1].sender_id) if taken else "",
        next_step=step_words(row.next_step),
        next_date=row.next_date,
        my_turn=row.state == "open" and row.next_party == "resident",
        why=answer.because if expected else None,
        municipality=str(row.situation.get("municipality", "")),
        lane=_lane(context, region, row, handovers),
        steps=tuple(_step(context, region, one) for one in written.steps.get(row.pk, [])),
        words=tuple(_words(context, region, one) for one in written.entries.get(row.pk, [])),
        handovers=tuple(_handover(context, region, one) for one in reversed(handovers)),
        endings=tuple(_ending(context, region, one) for one in written.closures.get(row.pk, [])),
        trajectory=next((one.state for one in written.trajectories.get(row.pk, [])), ""),
        work=_work_of(written.referrals.get(row.pk, [])),
    )


def _work_of(referrals: Sequence[ReferralRecord]) -> str:
    if any(one.state == "suggested" for one in referrals):
        return "asked"
    return "some" if referrals else ""


def _lane(
    context: Context, region: Region, row: CaseRecord, handovers: Sequence[HandoverRecord]
) -> tuple[MyStop, ...]:
    """Return who led, who leads and who is asked, as one line without gaps."""
    taken = [one for one in handovers if one.state == "accepted"]
    asked = next((one for one in handovers if one.state == "offered"), None)
    first = taken[0].sender_id if taken else row.accountable_id
    parties = [(first, row.opened_at), *((one.receiver_id, one.answered_at) for one in taken)]
    stops = [
        MyStop(who=party_name(context, region, code), since=at, state="held")
        for code, at in parties
    ]
    now = stops[-1]
    here = "now_offered" if asked else "now"
    state = here if row.state == "open" else "held"
    stops[-1] = MyStop(who=now.who, since=now.since, state=state)
    if asked is not None:
        receiver = party_name(context, region, asked.receiver_id)
        stops.append(MyStop(who=receiver, since=None, state="later"))
    return tuple(stops)


def _step(context: Context, region: Region, row: StepRecord) -> MyStep:
    return MyStep(
        ref=row.ref,
        what=row.what,
        who="" if row.by_resident else party_name(context, region, row.organisation_id),
        due_date=row.due_date,
        done_at=row.done_at,
    )


def _words(context: Context, region: Region, row: EntryRecord) -> MyWords:
    return MyWords(
        ref=row.ref,
        kind=row.kind,
        who=party_name(context, region, row.organisation_id),
        mine=row.kind == "message_in",
        text=row.text,
        at=row.happened_at,
    )


def _handover(context: Context, region: Region, row: HandoverRecord) -> MyHandover:
    return MyHandover(
        ref=row.ref,
        sender=party_name(context, region, row.sender_id),
        receiver=party_name(context, region, row.receiver_id),
        state=row.state,
        reason=label_of(context, region.reasons, row.reason),
        message=row.message,
        asked_at=row.offered_at,
        due_on=row.due_on,
        answered_at=row.answered_at,
        answer_reason=label_of(context, region.reasons, row.answer_reason)
        if row.answer_reason
        else "",
    )


def _ending(context: Context, region: Region, row: ClosureRecord) -> MyEnding:
    return MyEnding(
        outcome=label_of(context, region.outcomes, row.outcome),
        note=row.note,
        who=party_name(context, region, row.organisation_id),
        at=row.closed_at,
    )


def my_appointments(context: Context, region: Region) -> tuple[MyAppointment, ...]:
    """Return the resident's appointments ahead, soonest first."""
    rows = AppointmentRecord.objects.filter(
        resident_id=context.resident_id or 0, state="booked", ends_at__gt=context.now
    ).order_by("starts_at", "id")
    return tuple(appointment_line(context, region, row) for row in rows)


def appointment_line(context: Context, region: Region, row: AppointmentRecord) -> MyAppointment:
    """Return an appointment as its visitor reads it."""
    place = region.locations.get(row.location)
    return MyAppointment(
        ref=row.ref,
        token=secret_of(row.ref),
        starts_at=row.starts_at,
        place=place.name.in_language(context.language) if place else row.location,
        address=place.address if place else "",
        organisation=party_name(context, region, row.organisation_id),
        state=row.state,
    )


def open_case_refs(context: Context) -> list[str]:
    """Return the references of the resident's open cases, newest first."""
    own = CaseRecord.objects.filter(resident_id=context.resident_id or 0, state="open")
    return list(own.order_by("-id").values_list("ref", flat=True))
