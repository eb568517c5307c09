"""Reach per place and equal access per municipality, safe for small counts; hours up and down."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.utils.translation import gettext as _

from voordeur.domain.kernel.calendar import working_days_between
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.region.model import Region
from voordeur.records.appointments.models import AppointmentRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.records.worklists.models import HoursAdjustmentRecord
from voordeur.services.acts import acting
from voordeur.services.case_words import label_of, municipality_name
from voordeur.services.caseload import require_lead
from voordeur.services.context import Context
from voordeur.services.region import current_region

LEAST_SHOWN = 10
"""A smaller count could point at a person and is shown as a dash."""
HIDDEN = None
MOST_SEATS = 50
LONGEST_REASON = 200
LOOK_BACK = timedelta(days=365)

Shown = int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """What one location reached; None stands for fewer than :data:`LEAST_SHOWN`."""

    code: str
    name: str
    to_fill: bool
    booked: Shown
    visits: Shown
    missed: Shown
    followed_up: Shown
    """Visits after which the case went on: a next phase or an outcome."""
    municipalities: tuple[tuple[str, Shown], ...]
    target_groups: tuple[tuple[str, Shown], ...]
    changes: tuple["HoursChange", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursChange:
    """More, fewer or no seats during ``[start_date, end_date)``."""

    start_date: date
    end_date: date
    seats: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualLine:
    """Access and help for one group: do they differ by home or by income."""

    name: str
    questions: Shown
    contacted_percent: Shown
    median_days_to_contact: Shown
    helped_percent: Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachPage:
    """Reach per place and equality per municipality and per benefit, since a day."""

    since: date
    places: tuple[PlaceLine, ...]
    per_municipality: tuple[EqualLine, ...]
    per_benefit: tuple[EqualLine, ...]


def reach(context: Context) -> ReachPage:
    """Return counts over the whole region; raises NOT_FOUND for whoever does not lead."""
    require_lead(context)
    region = current_region()
    since = context.now - LOOK_BACK
    questions = [
        _question(context, region, row)
        for row in CaseRecord.objects.filter(
            opened_at__gte=since, resident__isnull=False
        ).values_list("municipality", "situation", "opened_at", "first_contact_at", "outcome")
    ]
    return ReachPage(
        since=context.at(since).today,
        places=_places(context, region),
        per_municipality=_equal(questions, 0, lambda code: municipality_name(region, code)),
        per_benefit=_equal(questions, 1, lambda code: _benefit(context, region, code)),
    )


def _benefit(context: Context, region: Region, code: str) -> str:
    fact = region.facts.get("benefit")
    value = next((one for one in fact.values if one.code == code), None) if fact else None
    return value.label.in_language(context.language) if value else _("niet gevraagd")


def _places(context: Context, region: Region) -> tuple[PlaceLine, ...]:
    rows = list(
        AppointmentRecord.objects.filter(starts_at__gte=context.now - LOOK_BACK).values_list(
            "location", "state", "municipality", "target_group", "case__phase", "case__outcome"
        )
    )
    changes: dict[str, list[HoursChange]] = {}
    for row in HoursAdjustmentRecord.objects.filter(end_date__gt=context.today):
        changes.setdefault(row.location, []).append(
            HoursChange(
                start_date=row.start_date,
                end_date=row.end_date,
                seats=row.seats,
                reason=row.reason,
            )
        )
    found = []
    for place in region.locations.values():
        own = [row for row in rows if row[0] == place.code]
        visits = [row for row in own if row[1] == "attended"]
        found.append(
            PlaceLine(
                code=place.code,
                name=place.name.in_language(context.language),
                to_fill=place.to_fill,
                booked=shown(len(own)),
                visits=shown(len(visits)),
                missed=shown(sum(row[1] == "no_show" for row in own)),
                followed_up=shown(
                    sum(bool(row[5]) or row[4] not in {"new", None} for row in visits)
                ),
                municipalities=_spread(
                    (row[2] for row in own), lambda code: municipality_name(region, code)
                ),
                target_groups=_spread(
                    (row[3] for row in own),
                    lambda code: label_of(context, region.target_groups, code),
                ),
                changes=tuple(changes.get(place.code, ())),
            )
        )
    return tuple(found)


def _spread(codes: Iterable[str], name: Callable[[str], str]) -> tuple[tuple[str, Shown], ...]:
    counts = Counter(code for code in codes if code)
    return tuple((name(code), shown(number)) for code, number in sorted(counts.items()))


@dataclass(frozen=True, slots=True)
class _Question:
    groups: tuple[str, str]
    days: int | None
    closed: bool
    helped: bool


def _question(context: Context, region: Region, row: tuple[object, ...]) -> _Question:
    municipality, situation, opened_at, contact_at, outcome = row
    entry = region.outcome(str(outcome)) if outcome else None
    benefit = str(situation.get("benefit", "")) if isinstance(situation, Mapping) else ""
    return _Question(
        groups=(str(municipality), benefit),
        days=_days(context, opened_at, contact_at),
        closed=entry is not None,
        helped=bool(entry and entry.kind in {"work", "learning", "help"}),
    )


def _days(context: Context, start: object, end: object) -> int | None:
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return None
    return working_days_between(context.at(start).today, context.at(end).today)


def _equal(
    questions: Iterable[_Question], place: int, name: Callable[[str], str]
) -> tuple[EqualLine, ...]:
    groups: dict[str, list[_Question]] = {}
    for one in questions:
        groups.setdefault(one.groups[place], []).append(one)
    return tuple(
        _equal_line(name(code) or _("niet bekend"), found) for code, found in sorted(groups.items())
    )


def _equal_line(name: str, found: list[_Question]) -> EqualLine:
    days = [one.days for one in found if one.days is not None]
    closed = [one for one in found if one.closed]
    return EqualLine(
        name=name,
        questions=shown(len(found)),
        contacted_percent=_percent(len(days), len(found)),
        median_days_to_contact=round(median(days)) if len(days) >= LEAST_SHOWN else HIDDEN,
        helped_percent=_percent(sum(one.helped for one in closed), len(closed)),
    )


def _percent(part: int, whole: int) -> Shown:
    """Return a share, unless few people stand behind it: then it would tell who they are."""
    return round(100 * part / whole) if whole >= LEAST_SHOWN else HIDDEN


def shown(number: int) -> Shown:
    """Return a count that is safe to show: itself from :data:`LEAST_SHOWN` on, else None."""
    return number if number >= LEAST_SHOWN else HIDDEN


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHours:
    """Other seats per slot at a location during ``[start_date, end_date)``; 0 closes it."""

    location: str
    start_date: date
    end_date: date
    seats: int
    reason: str


def adjust_hours(context: Context, *, hours: NewHours) -> None:
    """Scale a location up or down for a period; what was booked stays booked.

    Raises ``RefusedError``: NOT_FOUND for whoever does not lead or an unknown place,
    INVALID_INPUT, DATE_IN_THE_PAST, REASON_NEEDED.
    """
    require_lead(context)
    place = current_region().locations.get(hours.location)
    if place is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    if hours.end_date <= hours.start_date or not 0 <= hours.seats <= MOST_SEATS:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "end_date"}))
    if hours.end_date <= context.today:
        raise RefusedError(Refusal(Reason.DATE_IN_THE_PAST))
    if not hours.reason.strip():
        raise RefusedError(Refusal(Reason.REASON_NEEDED))
    with acting(context) as act:
        row = HoursAdjustmentRecord.objects.create(
            location=hours.location,
            start_date=hours.start_date,
            end_date=hours.end_date,
            seats=hours.seats,
            reason=hours.reason.strip()[:LONGEST_REASON],
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
            },
        )
