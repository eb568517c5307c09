"""Reach per place and equal access per municipality and income, safe for small counts."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count
from django.utils.translation import gettext as _

from voordeur.domain.monitoring.disclosure import Share, shown_count, shown_share
from voordeur.domain.region.model import ELSEWHERE, Location, Region
from voordeur.records.appointments.models import AppointmentRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.services.case_words import label_of, municipality_name
from voordeur.services.caseload import require_lead
from voordeur.services.context import AMSTERDAM, Context
from voordeur.services.hours import HoursChange, changes_ahead, may_adjust
from voordeur.services.region import current_region
from voordeur.services.team import in_term, is_help

MONTHS = 12
Spread = tuple[tuple[str, int], ...]
"""Names with rounded counts; a group too small to show is left out, as one that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """What one location reached in a period; None stands for too few to show."""

    code: str
    name: str
    municipality: str
    to_fill: bool
    bookable: bool
    seats: int
    may_adjust: bool
    changes: tuple[HoursChange, ...]
    booked: int | None
    attended: int | None
    missed: int | None
    missed_share: Share | None
    municipalities: Spread
    target_groups: Spread
    with_outcome: int | None
    """Visits of which the question has ended with an outcome."""
    still_open: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualLine:
    """Access and help for one group: do they differ by home or by income."""

    name: str
    questions: int | None
    contact_in_term: Share | None
    closed: Share | None
    helped: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachPage:
    """Reach per place and equality per municipality and benefit, in ``[start, end)``."""

    start: date
    end: date
    month: date | None
    months: tuple[date, ...]
    """The months one can choose, the newest first."""
    places: tuple[PlaceLine, ...]
    per_municipality: tuple[EqualLine, ...]
    per_benefit: tuple[EqualLine, ...]


def reach(context: Context, *, month: date | None = None) -> ReachPage:
    """Return protected counts over the whole region: of one month, or of the last twelve.

    Only whole months are offered, so that no two periods differ by a single day. A month that is
    not offered counts as none. Raises ``RefusedError`` (NOT_FOUND) for whoever does not lead.
    """
    require_lead(context)
    region = current_region()
    months = tuple(_shifted(context.today, -back) for back in range(MONTHS))
    chosen = month if month in months else None
    start, end = chosen or months[-1], _shifted(chosen or months[0], 1)
    within = {"gte": _midnight(start), "lt": _midnight(end)}
    questions = _questions(context, region, within)
    return ReachPage(
        start=start,
        end=end,
        month=chosen,
        months=months,
        places=_places(context, region, within),
        per_municipality=_equal(
            questions,
            lambda one: one.municipality,
            always={one.slug: one.name for one in region.municipalities.values()}
            | {ELSEWHERE: municipality_name(region, ELSEWHERE)},
        ),
        per_benefit=_equal(
            questions, lambda one: one.benefit, always=_values(context, region, "benefit")
        ),
    )


def _values(context: Context, region: Region, fact: str) -> Mapping[str, str]:
    definition = region.facts.get(fact)
    values = definition.values if definition else ()
    return {one.code: one.label.in_language(context.language) for one in values}


def _shifted(day: date, months: int) -> date:
    """Return the first day of the month so many months from the month of ``day``."""
    whole = day.year * 12 + day.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=AMSTERDAM)


@dataclass(frozen=True, slots=True)
class _Visits:
    """Equal appointments with how many they are."""

    location: str
    state: str
    municipality: str
    target_group: str
    case_state: str | None
    number: int


def _places(
    context: Context, region: Region, within: Mapping[str, datetime]
) -> tuple[PlaceLine, ...]:
    rows = (
        AppointmentRecord.objects.filter(
            starts_at__gte=within["gte"],
            starts_at__lt=within["lt"],
            state__in=("booked", "attended", "no_show"),
        )
        .order_by()
        .values_list("location", "state", "municipality", "target_group", "case__state")
        .annotate(number=Count("id"))
    )
    visits = [_Visits(*row) for row in rows]
    changes = changes_ahead(context)
    return tuple(
        _place(
            context,
            region,
            place,
            [one for one in visits if one.location == place.code],
            changes.get(place.code, ()),
        )
        for place in region.locations.values()
    )


def _place(
    context: Context,
    region: Region,
    place: Location,
    visits: list[_Visits],
    changes: tuple[HoursChange, ...],
) -> PlaceLine:
    came = [one for one in visits if one.state == "attended"]
    attended, missed = _sum(came), _sum(one for one in visits if one.state == "no_show")
    return PlaceLine(
        code=place.code,
        name=place.name.in_language(context.language),
        municipality=municipality_name(region, place.municipality) if place.municipality else "",
        to_fill=place.to_fill,
        bookable=any(not hours.walk_in for hours in place.hours),
        seats=place.seats,
        may_adjust=may_adjust(context, place),
        changes=changes,
        booked=shown_count(_sum(visits)),
        attended=shown_count(attended),
        missed=shown_count(missed),
        missed_share=shown_share(missed, attended + missed),
        municipalities=_spread(
            came, lambda one: one.municipality, lambda code: municipality_name(region, code)
        ),
        target_groups=_spread(
            came,
            lambda one: one.target_group,
            lambda code: label_of(context, region.target_groups, code),
        ),
        with_outcome=shown_count(_sum(one for one in came if one.case_state == "closed")),
        still_open=shown_count(_sum(one for one in came if one.case_state == "open")),
    )


def _sum(visits: Iterable[_Visits]) -> int:
    return sum(one.number for one in visits)


def _spread(
    visits: Iterable[_Visits], group: Callable[[_Visits], str], name: Callable[[str], str]
) -> Spread:
    counts: Counter[str] = Counter()
    for one in visits:
        counts[group(one)] += one.number
    safe = ((code, shown_count(number)) for code, number in counts.items())
    named = [(name(code) or _("niet bekend"), n) for code, n in safe if n is not None]
    return tuple(sorted(named))


@dataclass(frozen=True, slots=True)
class _Question:
    municipality: str
    benefit: str
    in_term: bool | None
    closed: bool
    helped: bool


def _questions(context: Context, region: Region, within: Mapping[str, datetime]) -> list[_Question]:
    rows = CaseRecord.objects.filter(
        opened_at__gte=within["gte"], opened_at__lt=within["lt"], resident__isnull=False
    ).values_list(
        "municipality", "situation", "opened_at", "first_contact_at", "accountable_id", "outcome"
    )
    return [
        _Question(
            municipality=municipality,
            benefit=str(situation.get("benefit", "")),
            in_term=in_term(
                context, opened, contact, region.term_days("first_contact", accountable)
            ),
            closed=bool(outcome),
            helped=is_help(region, outcome),
        )
        for municipality, situation, opened, contact, accountable, outcome in rows
    ]


def _equal(
    questions: Iterable[_Question],
    group: Callable[[_Question], str],
    *,
    always: Mapping[str, str],
) -> tuple[EqualLine, ...]:
    """Compare groups; those of the pack are always there, others only when they can be shown.

    A line that is there only because somebody is in it would tell that somebody is.
    """
    groups: dict[str, list[_Question]] = {code: [] for code in always}
    for one in questions:
        groups.setdefault(group(one), []).append(one)
    lines = [
        (code in always, _equal_line(always.get(code, code) or _("niet bekend"), found))
        for code, found in groups.items()
    ]
    return tuple(line for kept, line in lines if kept or line.questions is not None)


def _equal_line(name: str, found: list[_Question]) -> EqualLine:
    judged = [one.in_term for one in found if one.in_term is not None]
    closed = [one for one in found if one.closed]
    return EqualLine(
        name=name,
        questions=shown_count(len(found)),
        contact_in_term=shown_share(sum(judged), len(judged)),
        closed=shown_share(len(closed), len(found)),
        helped=shown_share(sum(one.helped for one in closed), len(closed)),
    )
