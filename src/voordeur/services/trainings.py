"""Trainings for employers: plan, book, wait, cancel; never more people than places."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, F

from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, Verdict, require
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import Entry, entry_of
from voordeur.domain.toolbox.trainings import (
    BookingState,
    Group,
    Training,
    may_change,
    may_plan,
    moving_up,
    placed,
)
from voordeur.records.references import new_reference
from voordeur.records.register.models import EntryRecord
from voordeur.records.toolbox.models import BookingRecord, TrainingRecord
from voordeur.services import register
from voordeur.services.acts import acting
from voordeur.services.context import Context, system_context
from voordeur.services.employers import locked_employer
from voordeur.services.offices import may_by_office
from voordeur.services.register_words import Named, words
from voordeur.services.toolbox_pages import INSTRUMENT

PLANNERS = frozenset({Role.WSP_CONSULTANT, Role.COORDINATOR, Role.PROGRAMME_TEAM, Role.TEAM_LEAD})
LONGEST_NAME = 120
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTraining:
    """A training to plan: which instrument, on which day, where, and how many places."""

    instrument: str
    day: date
    place: str
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingLine:
    """An organisation with the number of people that come or wait."""

    ref: str
    organisation: str
    people: int
    waiting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingLine:
    """One training: places, who comes, who waits, and how many people it lacks."""

    ref: str
    title: str
    day: date
    place: str
    places: int
    booked: int
    left: int
    least: int
    short: int
    cancelled: bool
    over: bool
    bookings: tuple[BookingLine, ...]
    may_change: Verdict

    @property
    def waits(self) -> int:
        """How many people wait for a place."""
        return sum(one.people for one in self.bookings if one.waiting)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedTraining:
    """A training that was booked for the account of an employer."""

    instrument: str
    day: date
    place: str
    people: int
    waiting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingTraining:
    """A training one can book for; with no places ``left`` a group waits."""

    ref: str
    title: str
    day: date
    place: str
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomLine:
    """An instrument that is given as a training, its group, and how often it can be planned."""

    code: str
    title: str
    least: int
    most: int
    times: int | None
    left: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingsPage:
    """Trainings to come, the earliest first, those that are over, and what can be planned."""

    coming: tuple[TrainingLine, ...]
    over: tuple[TrainingLine, ...]
    rooms: tuple[RoomLine, ...]
    may_write: Verdict

    @property
    def too_few(self) -> int:
        """How many trainings to come lack people."""
        return sum(1 for one in self.coming if one.short)


def plan_training(context: Context, *, new: NewTraining) -> str:
    """Plan a training; returns its reference.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, INVALID_INPUT with the field, DATE_IN_THE_PAST,
    NO_PLACES_LEFT when it would be given more often than was agreed on.
    """
    require(may_by_office(context, PLANNERS))
    with acting(context) as act:
        entry = _locked_instrument(new.instrument)
        least, most = entry.number("group_least") or 1, entry.number("group_most") or 0
        _require_sound(("places", least <= new.places <= most), ("place", _fits(new.place)))
        planned = _planned().get(entry.code, 0)
        times = entry.number("group_times")
        require(may_plan(day=new.day, today=context.today, planned=planned, times=times))
        row = TrainingRecord.objects.create(
            ref=new_reference(),
            instrument=entry.code,
            organisation=context.organisation,
            day=new.day,
            place=new.place.strip(),
            places=new.places,
            least=least,
            planned_at=context.now,
            planned_by_id=context.account_id,
        )
        day = row.day.isoformat()
        act.record("TrainingPlanned", payload={**_told(row), "day": day, "places": row.places})
    return row.ref


def book(
    context: Context, *, ref: str, people: int, organisation: str = "", employer: str = ""
) -> BookingState:
    """Book a group for a training; returns whether it is in or waits.

    For the account of an ``employer`` it is under its name, and its own page shows it. Raises
    ``RefusedError``: ROLE_DOES_NOT_ALLOW, NOT_FOUND, TRAINING_OVER, INVALID_INPUT when the group is
    larger than the training.
    """
    require(may_by_office(context, PLANNERS))
    with acting(context) as act:
        row = _locked(ref)
        facts = facts_of(row)
        require(may_change(facts, context.today))
        account = locked_employer(employer) if employer else None
        name = account.name[:LONGEST_NAME] if account else organisation.strip()
        _require_sound(("people", 1 <= people <= row.places), ("organisation", _fits(name)))
        state = placed(facts, people)
        booking = BookingRecord.objects.create(
            ref=new_reference(),
            training=row,
            organisation_name=name,
            employer=account,
            people=people,
            state=state.value,
            booked_at=context.now,
            booked_by_id=context.account_id,
        )
        if state is BookingState.IN:
            _count(row, people)
        told = {"booking": booking.ref, "people": people, "state": state.value}
        act.record("TrainingBooked", payload={**_told(row), **told})
    return state


def cancel_booking(context: Context, *, ref: str, booking: str) -> int:
    """Take a group out; whoever waits and fits comes in. Returns how many groups came in.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, NOT_FOUND, TRAINING_OVER.
    """
    require(may_by_office(context, PLANNERS))
    with acting(context) as act:
        row = _locked(ref)
        require(may_change(facts_of(row), context.today))
        known = row.bookings.exclude(state=BookingState.CANCELLED.value).filter(ref=booking).first()
        if known is None:
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        was_in = known.state == BookingState.IN.value
        BookingRecord.objects.filter(pk=known.pk).update(state=BookingState.CANCELLED.value)
        if was_in:
            _count(row, -known.people)
        came_in = _move_up(row)
        told = {"booking": known.ref, "people": known.people, "came_in": came_in}
        act.record("TrainingBookingCancelled", payload={**_told(row), **told})
    return len(came_in)


def cancel_training(context: Context, *, ref: str) -> None:
    """Call a training off. Raises as :func:`cancel_booking`."""
    require(may_by_office(context, PLANNERS))
    with acting(context) as act:
        row = _locked(ref)
        require(may_change(facts_of(row), context.today))
        TrainingRecord.objects.filter(pk=row.pk).update(state="cancelled")
        act.record("TrainingCancelled", payload={**_told(row), "people": row.booked})


def trainings_page(context: Context) -> TrainingsPage:
    """Return every training (four queries, however many there are)."""
    entries = [one for one in register.entries(context, INSTRUMENT) if one.number("group_most")]
    said = words(context, {})
    names = {one.code: said.title(one) for one in entries}
    office = may_by_office(context, PLANNERS)
    rows = TrainingRecord.objects.prefetch_related("bookings").order_by("-day", "-id")
    lines = [_line(context, row, names, office) for row in rows[:MOST_SHOWN]]
    planned = _planned()
    return TrainingsPage(
        coming=tuple(one for one in reversed(lines) if not one.over and not one.cancelled),
        over=tuple(one for one in lines if one.over or one.cancelled),
        rooms=tuple(
            _room(Named(one.code, names[one.code]), one, planned.get(one.code, 0))
            for one in entries
        ),
        may_write=office,
    )


def booked_for(context: Context, employer: str) -> tuple[BookedTraining, ...]:
    """Return what an employer's account has booked, the earliest first (two queries)."""
    rows = (
        BookingRecord.objects.select_related("training")
        .filter(employer__ref=employer, training__state="planned")
        .exclude(state=BookingState.CANCELLED.value)
    )
    held = list(rows.order_by("training__day", "id"))
    names = _names(context) if held else {}
    return tuple(
        BookedTraining(
            instrument=names.get(one.training.instrument, one.training.instrument),
            day=one.training.day,
            place=one.training.place,
            people=one.people,
            waiting=one.state == BookingState.WAITING.value,
        )
        for one in held
    )


def coming_trainings(context: Context) -> tuple[ComingTraining, ...]:
    """Return the trainings one can book for, the earliest first (two queries)."""
    rows = TrainingRecord.objects.filter(state="planned", day__gte=context.today)
    held = list(rows.order_by("day", "id")[:MOST_SHOWN])
    names = _names(context) if held else {}
    return tuple(
        ComingTraining(
            ref=row.ref,
            title=names.get(row.instrument, row.instrument),
            day=row.day,
            place=row.place,
            left=facts_of(row).left,
        )
        for row in held
    )


def facts_of(row: TrainingRecord) -> Training:
    """Return what the rules need to know of a training."""
    return Training(row.day, row.places, row.least, row.booked, row.state == "cancelled")


def _line(
    context: Context, row: TrainingRecord, names: dict[str, str], office: Verdict
) -> TrainingLine:
    facts = facts_of(row)
    live = [one for one in row.bookings.all() if one.state != BookingState.CANCELLED.value]
    return TrainingLine(
        ref=row.ref,
        title=names.get(row.instrument, row.instrument),
        day=row.day,
        place=row.place,
        places=row.places,
        booked=row.booked,
        left=facts.left,
        least=row.least,
        short=facts.short,
        cancelled=facts.cancelled,
        over=row.day < context.today,
        bookings=tuple(
            BookingLine(
                ref=one.ref,
                organisation=one.organisation_name,
                people=one.people,
                waiting=one.state == BookingState.WAITING.value,
            )
            for one in live
        ),
        may_change=may_change(facts, context.today) if office else office,
    )


def _room(name: Named, entry: Entry, planned: int) -> RoomLine:
    times = entry.number("group_times")
    return RoomLine(
        code=name.code,
        title=name.name,
        least=entry.number("group_least") or 1,
        most=entry.number("group_most") or 1,
        times=times,
        left=None if times is None else max(0, times - planned),
    )


def _names(context: Context) -> dict[str, str]:
    """Return the name of every instrument; an employer reads them without an account."""
    reader = replace(system_context(context.now), language=context.language)
    return {
        one.code: one.title.in_language(context.language)
        for one in register.entries(reader, INSTRUMENT)
    }


def _planned() -> dict[str, int]:
    """Return how many trainings are not called off, by instrument (one query)."""
    live = TrainingRecord.objects.filter(state="planned").order_by().values("instrument")
    return dict(live.annotate(total=Count("id")).values_list("instrument", "total"))


def _locked_instrument(code: str) -> Entry:
    """Lock and return an instrument that is given as a training."""
    rows = EntryRecord.objects.select_for_update(no_key=True)
    row = rows.filter(kind=INSTRUMENT, code=code, retired=False).first()
    entry = entry_of(KINDS[INSTRUMENT], row.body) if row is not None else None
    if entry is None or not entry.number("group_most"):
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "instrument"}))
    return entry


def _locked(ref: str) -> TrainingRecord:
    row = TrainingRecord.objects.select_for_update(no_key=True).filter(ref=ref).first()
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return row


def _count(row: TrainingRecord, people: int) -> None:
    TrainingRecord.objects.filter(pk=row.pk).update(booked=F("booked") + people)
    row.refresh_from_db(fields=["booked"])


def _move_up(row: TrainingRecord) -> list[str]:
    waiting = row.bookings.filter(state=BookingState.WAITING.value).order_by("id")
    groups = moving_up(facts_of(row).left, [Group(one.ref, one.people) for one in waiting])
    refs = [one.ref for one in groups]
    BookingRecord.objects.filter(ref__in=refs).update(state=BookingState.IN.value)
    if groups:
        _count(row, sum(one.people for one in groups))
    return refs


def _told(row: TrainingRecord) -> dict[str, object]:
    return {"training": row.ref, "instrument": row.instrument}


def _fits(name: str) -> bool:
    return 0 < len(name.strip()) <= LONGEST_NAME


def _require_sound(*checks: tuple[str, bool]) -> None:
    for field, good in checks:
        if not good:
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": field}))
