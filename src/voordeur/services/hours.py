"""Consultation hours up and down with the inflow: extra, fewer or no seats during a period."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.region.model import Location
from voordeur.records.appointments.models import AppointmentRecord
from voordeur.records.worklists.models import HoursAdjustmentRecord
from voordeur.services.access import NOT_FOUND
from voordeur.services.acts import acting
from voordeur.services.caseload import require_lead
from voordeur.services.context import AMSTERDAM, Context
from voordeur.services.region import current_region

MOST_SEATS = 50
LONGEST_REASON = 200
LONGEST_PERIOD = timedelta(days=366)
FURTHEST_AHEAD = timedelta(days=731)
REGION_LEADS = frozenset({Role.COORDINATOR})
"""Who scales any place of the region; the programme team reads along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHours:
    """Other seats per slot at a location during ``[start_date, end_date)``; 0 closes it."""

    location: str
    start_date: date
    end_date: date
    seats: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursChange:
    """A recorded change that still counts or will; of two on one day the later record counts."""

    start_date: date
    end_date: date
    seats: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursPlace:
    """A location of which the reader may change the hours."""

    code: str
    name: str
    seats: int
    """How many can be received at once in an ordinary week."""
    changes: tuple[HoursChange, ...]


def may_adjust(context: Context, location: Location) -> bool:
    """Tell whether the reader scales these hours: the region's leads, or who staffs the place."""
    by_appointment = [hours for hours in location.hours if not hours.walk_in]
    staffs = any(hours.organisation == context.organisation for hours in by_appointment)
    whole_region = context.has_role(*REGION_LEADS)
    return bool(by_appointment) and (whole_region or (context.has_role(Role.TEAM_LEAD) and staffs))


def changes_ahead(context: Context) -> dict[str, tuple[HoursChange, ...]]:
    """Return per location what differs from the ordinary week, now or later (one query)."""
    found: dict[str, tuple[HoursChange, ...]] = {}
    for row in HoursAdjustmentRecord.objects.filter(end_date__gt=context.today).order_by("id"):
        change = HoursChange(
            start_date=row.start_date,
            end_date=row.end_date,
            seats=row.seats,
            reason=row.reason,
        )
        found[row.location] = (*found.get(row.location, ()), change)
    return found


def place_to_adjust(context: Context, *, location: str) -> HoursPlace:
    """Return one location with its changes; raises NOT_FOUND for whoever may not scale it."""
    entry = _place(context, location)
    return HoursPlace(
        code=entry.code,
        name=entry.name.in_language(context.language),
        seats=entry.seats,
        changes=changes_ahead(context).get(location, ()),
    )


def _place(context: Context, code: str) -> Location:
    require_lead(context)
    entry = current_region().locations.get(code)
    if entry is None or not may_adjust(context, entry):
        raise RefusedError(NOT_FOUND)
    return entry


def adjust(context: Context, *, hours: NewHours) -> int:
    """Scale a location up or down for a period; what was booked stays booked.

    Returns how many appointments stand in the period, so that somebody can move them when the
    place closes. The same change sent twice is one change. Raises ``RefusedError``: NOT_FOUND,
    INVALID_INPUT (with the field), DATE_IN_THE_PAST, REASON_NEEDED.
    """
    place = _place(context, hours.location)
    _require_sense(context, hours)
    reason = hours.reason.strip()[:LONGEST_REASON]
    last = HoursAdjustmentRecord.objects.filter(location=place.code).order_by("-id").first()
    asked = (hours.start_date, hours.end_date, hours.seats, reason)
    if last and asked == (last.start_date, last.end_date, last.seats, last.reason):
        return _booked(hours)
    with acting(context) as act:
        row = HoursAdjustmentRecord.objects.create(
            location=place.code,
            start_date=hours.start_date,
            end_date=hours.end_date,
            seats=hours.seats,
            reason=reason,
            recorded_at=context.now,
            account_id=context.account_id,
        )
        act.record(
            "HoursAdjusted",
            payload={
                "location": row.location,
                "start_date": row.start_date.isoformat(),
                "end_date": row.end_date.isoformat(),
                "seats": row.seats,
                "ordinary": place.seats,
            },
        )
    return _booked(hours)


def _require_sense(context: Context, hours: NewHours) -> None:
    if hours.start_date < context.today:
        raise RefusedError(Refusal(Reason.DATE_IN_THE_PAST, {"field": "start_date"}))
    length = hours.end_date - hours.start_date
    if not timedelta(0) < length <= LONGEST_PERIOD:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "end_date"}))
    if hours.start_date > context.today + FURTHEST_AHEAD:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "start_date"}))
    if not 0 <= hours.seats <= MOST_SEATS:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "seats"}))
    if not hours.reason.strip():
        raise RefusedError(Refusal(Reason.REASON_NEEDED, {"field": "reason"}))


def _booked(hours: NewHours) -> int:
    return AppointmentRecord.objects.filter(
        location=hours.location,
        state="booked",
        starts_at__gte=datetime.combine(hours.start_date, time.min, tzinfo=AMSTERDAM),
        starts_at__lt=datetime.combine(hours.end_date, time.min, tzinfo=AMSTERDAM),
    ).count()
