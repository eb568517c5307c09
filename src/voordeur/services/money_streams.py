"""Where money of a year went: from source over instrument and group of people to the outcome."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, Sum, When
from django.utils.translation import gettext as _

from voordeur.domain.funding.streams import (
    KNOT,
    REST,
    Column,
    Flow,
    Node,
    Parcel,
    flows,
    nodes,
    protected,
)
from voordeur.domain.monitoring.disclosure import shown_count
from voordeur.domain.toolbox.sums import row_of
from voordeur.domain.toolbox.tariffs import Tariffs
from voordeur.domain.trajectories.lifecycle import TrajectoryState
from voordeur.domain.trajectories.words import OUTCOMES, STATES, STOPS
from voordeur.records.money.models import LedgerEntryRecord
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.money_pages import require_money_reader
from voordeur.services.offices import MONEY, holds_office, require_office
from voordeur.services.region import current_region
from voordeur.services.savings import SavedRow, saved_rows, worked_out
from voordeur.services.toolbox_pages import tariffs

KINDS = ("funding_source", "instrument")
BOUND = ("commit", "uncommit", "return")
"""Movements that make more or less money ordered or paid; paying what was ordered changes none."""
MOST_LINES = 300
EURO = 100
RUNNING = "running"
"""What stands in place of an outcome while a trajectory runs."""


@dataclass(frozen=True, slots=True)
class StreamFilter:
    """Which money is asked for; None is everything, '' the rest that is not shown apart."""

    source: str | None = None
    instrument: str | None = None
    group: str | None = None
    outcome: str | None = None

    def holds(self, one: Parcel) -> bool:
        """Tell whether some money is asked for."""
        asked = (self.source, self.instrument, self.group, self.outcome)
        return all(code is None or one.at(Column(at)) == code for at, code in enumerate(asked))


@dataclass(frozen=True, slots=True)
class Place:
    """A place money passes, in words; ``people`` rounded, None for few."""

    node: Node
    title: str
    people: int | None


@dataclass(frozen=True, slots=True)
class FlowLine:
    """Money from one place to the next, in words."""

    flow: Flow
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class GroupCost:
    """What a group cost a person on average, and after how many months that is earned back."""

    code: str
    title: str
    people: int
    cents: int
    each_cents: int
    months: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamsPage:
    """The streams of a year; ``columns`` holds the places of each column in order."""

    year: int
    years: tuple[int, ...]
    cents: int
    people: int | None
    columns: tuple[tuple[str, tuple[Place, ...]], ...]
    flows: tuple[FlowLine, ...]
    groups: tuple[GroupCost, ...]
    saved: tuple[SavedRow, ...]
    """What a year without benefit saves."""
    may_follow: bool
    """Whether the reader may open the lines behind a figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamLine:
    """Money of one source for one step, by reference."""

    step: str
    source: str
    instrument: str
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamLines:
    """The lines behind a figure, and what they are called together."""

    year: int
    said: tuple[str, ...]
    lines: tuple[StreamLine, ...]
    found: int
    cents: int


def streams(context: Context, *, year: int | None = None) -> StreamsPage:
    """Return the streams of a year (a number of queries that never grows).

    Raises ``RefusedError`` (NOT_FOUND) for who may not read about money.
    """
    require_money_reader(context)
    years = _years(context.today)
    chosen = year if year in years else context.today.year
    shown = protected(_parcels(chosen))
    titles, known = _titles(context), tariffs(context)
    placed = [_place(one, titles) for one in nodes(shown)]
    return StreamsPage(
        year=chosen,
        years=years,
        cents=sum(one.cents for one in shown),
        people=shown_count(len({one.person for one in shown})),
        columns=tuple(
            (name, tuple(one for one in placed if one.node.column is column))
            for column, name in _columns().items()
        ),
        flows=tuple(
            FlowLine(
                one,
                titles(one.column, one.start),
                titles(Column(one.column + 1), one.end),
            )
            for one in flows(shown)
        ),
        groups=_groups(known, context.today, placed),
        saved=saved_rows(context, worked_out(known, context.today, 0)),
        may_follow=holds_office(context, MONEY),
    )


def lines(context: Context, *, year: int, asked: StreamFilter) -> StreamLines:
    """Return the lines behind a figure of the streams, the largest first.

    They are work and no figures, for who works with the money itself. A group or an outcome of
    few people can be asked for only as the rest. Raises ``RefusedError`` (NOT_FOUND) for others.
    """
    require_office(context, MONEY)
    titles = _titles(context)
    held = [one for one in protected(_parcels(year)) if asked.holds(one)]
    held.sort(key=lambda one: (-one.cents, one.ref, one.source))
    codes = (asked.source, asked.instrument, asked.group, asked.outcome)
    return StreamLines(
        year=year,
        said=tuple(titles(Column(at), code) for at, code in enumerate(codes) if code is not None),
        lines=tuple(
            StreamLine(
                step=one.ref,
                source=titles(Column.SOURCE, one.source),
                instrument=titles(Column.INSTRUMENT, one.instrument),
                cents=one.cents,
            )
            for one in held[:MOST_LINES]
        ),
        found=len(held),
        cents=sum(one.cents for one in held),
    )


class _Titles:
    """What each place is called, in the language of the page."""

    def __init__(self, known: Mapping[Column, Mapping[str, str]]) -> None:
        self._known = known

    def __call__(self, column: Column, code: str) -> str:
        known = self._known[column]
        return known.get(code, code) or known[REST]


def _titles(context: Context) -> _Titles:
    language = context.language
    found = register.entries_of(context, KINDS)
    named: dict[Column, dict[str, str]] = {one: {} for one in Column}
    for (kind, code), entry in found.items():
        column = Column.SOURCE if kind == "funding_source" else Column.INSTRUMENT
        named[column][code] = entry.title.in_language(language)
    groups = current_region().target_groups.values()
    named[Column.GROUP] = {one.code: one.label.in_language(language) for one in groups}
    outcomes = {**OUTCOMES, **STOPS, RUNNING: STATES[TrajectoryState.RUNNING]}
    named[Column.OUTCOME] = {code: one.in_language(language) for code, one in outcomes.items()}
    for column in (Column.INSTRUMENT, Column.GROUP):
        named[column][KNOT] = _("alles samen")
    named[Column.INSTRUMENT][REST] = _("zonder instrument")
    named[Column.GROUP][REST] = _("andere mensen")
    named[Column.OUTCOME][REST] = _("andere uitkomsten")
    return _Titles(named)


def _parcels(year: int) -> tuple[Parcel, ...]:
    """Return what was ordered or paid in a year for steps of people, less what came back."""
    step = "claim__cost__step"
    rows = LedgerEntryRecord.objects.filter(day__year=year, movement__in=BOUND)
    signed = Sum(Case(When(movement="commit", then=F("amount_cents")), default=-F("amount_cents")))
    grouped = (
        rows.filter(claim__cost__step__isnull=False)
        .order_by()
        .values_list(
            f"{step}__ref",
            "budget__source",
            f"{step}__instrument",
            f"{step}__trajectory__case__target_group",
            f"{step}__trajectory__outcome",
            f"{step}__trajectory__case_id",
        )
        .annotate(cents=signed)
    )
    return tuple(
        Parcel(
            ref=ref,
            source=source,
            instrument=instrument,
            group=group,
            outcome=outcome or RUNNING,
            person=case,
            cents=cents,
        )
        for ref, source, instrument, group, outcome, case, cents in grouped
        if cents > 0
    )


def _years(today: date) -> tuple[int, ...]:
    days = LedgerEntryRecord.objects.filter(movement__in=BOUND).order_by().dates("day", "year")
    return tuple(sorted({today.year, *(one.year for one in days)}))


def _columns() -> dict[Column, str]:
    return {
        Column.SOURCE: _("Geldbron"),
        Column.INSTRUMENT: _("Instrument"),
        Column.GROUP: _("Groep"),
        Column.OUTCOME: _("Uitkomst"),
    }


def _place(one: Node, titles: _Titles) -> Place:
    return Place(one, titles(one.column, one.code), shown_count(one.people))


def _groups(known: Tariffs, today: date, placed: Iterable[Place]) -> tuple[GroupCost, ...]:
    found = []
    for one in placed:
        if one.node.column is not Column.GROUP or one.people is None:
            continue
        each = one.node.cents // one.people // EURO * EURO
        rows = worked_out(known, today, each)
        months = row_of(rows, "pays-back").value if rows else None
        found.append(GroupCost(one.node.code, one.title, one.people, one.node.cents, each, months))
    return tuple(found)
