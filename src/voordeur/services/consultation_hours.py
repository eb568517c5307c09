"""Where and when somebody can come by: locations with their hours and the moments still free."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from voordeur.domain.appointments.nearby import distance_to_location
from voordeur.domain.appointments.slots import Opening, Slot, slots_on
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.region.model import Location, OpeningHours, Region
from voordeur.records.appointments.models import AppointmentRecord
from voordeur.records.worklists.models import HoursAdjustmentRecord
from voordeur.services.context import Context
from voordeur.services.region import current_region

HORIZON_DAYS = 28
"""How far ahead a moment can be booked."""


@dataclass(frozen=True, slots=True)
class FreeMoment:
    """A moment with a seat left, at which organisation, with whom."""

    starts_at: datetime
    ends_at: datetime
    organisation: str
    adviser_role: str
    seats_left: int


@dataclass(frozen=True, slots=True)
class HoursLine:
    """A weekly hour as people read it; ``next_day`` is the first day it is open again."""

    weekday: int
    start: str
    end: str
    organisation: str
    adviser_role: str
    walk_in: bool
    invented: bool
    presumed: bool
    """The sources do not give this time; the region must confirm it."""
    next_day: date | None


@dataclass(frozen=True, slots=True)
class Place:
    """A location as visitors see it; ``distance_km`` is None when it is not known."""

    code: str
    name: str
    address: str
    description: str
    municipality: str
    to_fill: bool
    bookable: bool
    hours: tuple[HoursLine, ...]
    free: tuple[FreeMoment, ...]
    distance_km: float | None = None


def places(context: Context, *, postcode: str = "", most_free: int = 3) -> tuple[Place, ...]:
    """Return every location with its next free moments: the nearest first, to-fill places last.

    Three queries, however many locations and appointments there are.
    """
    region = current_region()
    taken = seats_taken(context, region)
    changes = adjustments(context)
    found = [
        _place(context, region, location, Load(taken, changes, most_free), postcode)
        for location in region.locations.values()
    ]
    return tuple(
        sorted(
            found,
            key=lambda place: (
                not place.hours,
                place.distance_km is None,
                place.distance_km or 0.0,
            ),
        )
    )


def place(context: Context, *, location: str) -> Place:
    """Return one location with every free moment ahead. Raises ``RefusedError`` (NOT_FOUND)."""
    region = current_region()
    entry = region.locations.get(location)
    if entry is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    load = Load(seats_taken(context, region), adjustments(context), 10_000)
    return _place(context, region, entry, load, "")


Taken = Mapping[tuple[str, datetime], frozenset[int]]


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Other seats per slot at a location in ``[start, end)``; 0 closes it. The last one counts."""

    location: str
    start: date
    end: date
    seats: int


@dataclass(frozen=True, slots=True)
class Load:
    """What is taken and adjusted, and how many free moments are wanted."""

    taken: Taken
    adjustments: tuple[Adjustment, ...]
    most_free: int = 10_000


def seats_taken(context: Context, region: Region) -> Taken:
    """Return which seats of which moments are booked from now to the horizon (one query)."""
    rows = AppointmentRecord.objects.filter(
        state="booked",
        starts_at__gt=context.now,
        starts_at__lt=context.now + timedelta(days=HORIZON_DAYS + 1),
        location__in=list(region.locations),
    ).values_list("location", "starts_at", "seat")
    found: dict[tuple[str, datetime], set[int]] = defaultdict(set)
    for location, starts_at, seat in rows:
        found[location, starts_at].add(seat)
    return {key: frozenset(seats) for key, seats in found.items()}


def adjustments(context: Context) -> tuple[Adjustment, ...]:
    """Return what differs from the weekly hours in the days ahead (one query)."""
    rows = HoursAdjustmentRecord.objects.filter(
        end_date__gt=context.today,
        start_date__lte=context.today + timedelta(days=HORIZON_DAYS),
    ).order_by("id")
    return tuple(Adjustment(row.location, row.start_date, row.end_date, row.seats) for row in rows)


def seats_on(location: Location, day: date, changes: tuple[Adjustment, ...]) -> int:
    """Return how many can be received at once on a day; the last adjustment counts."""
    seats = location.seats
    for change in changes:
        if change.location == location.code and change.start <= day < change.end:
            seats = change.seats
    return seats


@dataclass(frozen=True, slots=True)
class OfferedSlot:
    """A slot of a location with the hours it comes from and the seats it has."""

    slot: Slot
    hours: OpeningHours
    seats: int


def offered_on(
    location: Location, day: date, changes: tuple[Adjustment, ...]
) -> tuple[OfferedSlot, ...]:
    """Return the slots of a location on a day, each moment once, walk-in hours left out."""
    seats = seats_on(location, day, changes)
    if seats < 1:
        return ()
    found: dict[datetime, OfferedSlot] = {}
    for hours in location.hours:
        if hours.walk_in or hours.weekday != day.weekday():
            continue
        for slot in slots_on(day, [_opening(hours)], slot_minutes=location.slot_minutes):
            found.setdefault(slot.start, OfferedSlot(slot, hours, seats))
    return tuple(found[start] for start in sorted(found))


def _opening(hours: OpeningHours) -> Opening:
    return Opening(
        weekday=hours.weekday,
        start=time.fromisoformat(hours.start),
        end=time.fromisoformat(hours.end),
        valid=hours.period,
    )


def _place(
    context: Context, region: Region, location: Location, load: Load, postcode: str
) -> Place:
    town = region.municipality(location.municipality) if location.municipality else None
    bookable = any(not hours.walk_in for hours in location.hours)
    return Place(
        code=location.code,
        name=location.name.in_language(context.language),
        address=location.address,
        description=location.description.in_language(context.language),
        municipality=town.name if town else "",
        to_fill=location.to_fill,
        bookable=bookable,
        hours=tuple(_hours(context, region, location, hours, load) for hours in location.hours),
        free=_free(context, location, load),
        distance_km=distance_to_location(region, location.code, postcode) if postcode else None,
    )


def _hours(
    context: Context, region: Region, location: Location, hours: OpeningHours, load: Load
) -> HoursLine:
    ahead = (context.today + timedelta(days=shift) for shift in range(HORIZON_DAYS))
    next_day = next(
        (
            day
            for day in ahead
            if seats_on(location, day, load.adjustments)
            and slots_on(day, [_opening(hours)], slot_minutes=location.slot_minutes)
        ),
        None,
    )
    return HoursLine(
        weekday=hours.weekday,
        start=hours.start,
        end=hours.end,
        organisation=region.organisation_name(hours.organisation, context.today, context.language),
        adviser_role=hours.adviser_role.in_language(context.language),
        walk_in=hours.walk_in,
        invented=hours.invented,
        presumed=hours.source.document == "default",
        next_day=next_day,
    )


def _free(context: Context, location: Location, load: Load) -> tuple[FreeMoment, ...]:
    found: list[FreeMoment] = []
    for shift in range(HORIZON_DAYS):
        day = context.today + timedelta(days=shift)
        for offered in offered_on(location, day, load.adjustments):
            left = seats_left(location.code, offered, load.taken)
            if offered.slot.start > context.now and left:
                found.append(_moment(context, offered, len(left)))
                if len(found) >= load.most_free:
                    return tuple(found)
    return tuple(found)


def seats_left(location: str, offered: OfferedSlot, taken: Taken) -> tuple[int, ...]:
    """Return the numbers of the seats nobody booked, lowest first."""
    gone = taken.get((location, offered.slot.start), frozenset())
    return tuple(seat for seat in range(1, offered.seats + 1) if seat not in gone)


def _moment(context: Context, offered: OfferedSlot, left: int) -> FreeMoment:
    return FreeMoment(
        starts_at=offered.slot.start,
        ends_at=offered.slot.end,
        organisation=offered.hours.organisation,
        adviser_role=offered.hours.adviser_role.in_language(context.language),
        seats_left=left,
    )
