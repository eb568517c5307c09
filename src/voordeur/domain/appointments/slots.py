"""The moments a location can be visited, computed from its opening hours."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from voordeur.domain.kernel.calendar import NO_DAYS, national_holidays
from voordeur.domain.kernel.period import ALWAYS, Period

LOCAL_TIME = ZoneInfo("Europe/Amsterdam")
"""Opening hours are what the clock on the wall says."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A weekly opening: ``weekday`` 0 is Monday, times are on the wall, within one day."""

    weekday: int
    start: time
    end: time
    valid: Period = ALWAYS


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A bookable moment, ``[start, end)``, in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A slot with at least one seat left."""

    slot: Slot
    seats_left: int


def wall_moment(day: date, at: time) -> datetime:
    """Return the UTC moment of a time on the wall in the Netherlands.

    A time that comes twice (the night the clock goes back) is the first of the two; one that is
    skipped (the night it goes forward) is read as if the clock had not been moved yet.
    """
    return datetime.combine(day, at, tzinfo=LOCAL_TIME).astimezone(UTC)


def slots_on(
    day: date,
    openings: Iterable[Opening],
    *,
    slot_minutes: int,
    closed: frozenset[date] = NO_DAYS,
) -> tuple[Slot, ...]:
    """Return the slots of one location on ``day``, in order, each moment once.

    None on national holidays and in ``closed``. Only whole slots: a rest shorter than
    ``slot_minutes`` is not offered. Raises ``ValueError`` for a slot under one minute.
    """
    if slot_minutes < 1:
        message = f"a slot is at least one minute: {slot_minutes}"
        raise ValueError(message)
    if day in closed or day in national_holidays(day.year):
        return ()
    length = timedelta(minutes=slot_minutes)
    return tuple(
        sorted(
            {
                slot
                for opening in openings
                if opening.weekday == day.weekday() and day in opening.valid
                for slot in _slots_of(day, opening, length)
            }
        )
    )


def free_slots(
    slots: Iterable[Slot], *, seats: int, taken: Mapping[datetime, int], now: datetime
) -> tuple[FreeSlot, ...]:
    """Return the slots that start after ``now`` and have a seat left.

    ``taken`` counts the booked appointments per start, in UTC.
    """
    return tuple(
        FreeSlot(slot, seats - taken.get(slot.start, 0))
        for slot in slots
        if slot.start > now and taken.get(slot.start, 0) < seats
    )


def _slots_of(day: date, opening: Opening, length: timedelta) -> Iterator[Slot]:
    """Step through one opening in real minutes, so that a moved clock adds or drops slots."""
    start, end = wall_moment(day, opening.start), wall_moment(day, opening.end)
    while start + length <= end:
        yield Slot(start, start + length)
        start += length
