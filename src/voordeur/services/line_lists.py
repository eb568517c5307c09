"""Plan lines as a list: filtered, in an order, and as a table that equals the screen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from voordeur.domain.agenda.goals import Lack
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.exports import Table
from voordeur.services.plan_lines import LEVEL, STATUS, LineRow, line_rows, waiting_changes
from voordeur.services.plan_pages import of_agenda, of_kind, plan_of
from voordeur.services.register_words import Named, Words, words

AROUND = ("agenda", "plan", "ambition", "pillar", "area")


@dataclass(frozen=True, slots=True)
class LineFilter:
    """What somebody wants to see; an empty word asks nothing."""

    search: str = ""
    level: str = ""
    pillar: str = ""
    area: str = ""
    status: str = ""
    lack: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class LineList:
    """The lines of a plan that fit, with everything one can filter by."""

    year: int
    title: str
    rows: tuple[LineRow, ...]
    all_rows: int
    levels: tuple[Named, ...]
    pillars: tuple[Named, ...]
    areas: tuple[Named, ...]
    statuses: tuple[Named, ...]


def line_list(context: Context, *, year: int, filters: LineFilter) -> LineList:
    """Return the lines of the plan of a year (four queries).

    Raises ``RefusedError`` (NOT_FOUND) when there is no plan of that year.
    """
    around = register.entries_of(context, AROUND)
    plan = plan_of(of_kind(around, "plan"), year)
    said = words(context, around)
    lines = register.entries(context, "plan_line", parent=plan.code)
    rows = line_rows(context, words=said, lines=lines, waiting=waiting_changes(context))
    agenda = plan.line("agenda")
    return LineList(
        year=year,
        title=said.title(plan),
        rows=ordered((row for row in rows if fits(row, filters)), filters.order),
        all_rows=len(rows),
        levels=_choices(said, LEVEL.choices),
        pillars=_named(said, [one.code for one in of_agenda(around, "pillar", agenda)], "pillar"),
        areas=_named(said, [one.code for one in of_agenda(around, "area", agenda)], "area"),
        statuses=_choices(said, STATUS.choices),
    )


def _choices(said: Words, choices: Mapping[str, object]) -> tuple[Named, ...]:
    return tuple(Named(code, said.say(text)) for code, text in choices.items())  # type: ignore[arg-type]


def _named(said: Words, codes: Iterable[str], kind: str) -> tuple[Named, ...]:
    return said.named(kind, codes)


def fits(row: LineRow, filters: LineFilter) -> bool:
    """Tell whether a line is what somebody wants to see."""
    pairs = ((filters.level, row.level), (filters.status, row.status))
    among = (
        (filters.pillar, {one.code for one in row.pillars}),
        (filters.area, {one.code for one in row.areas}),
        (filters.lack, {lack.value for lack in row.lacks}),
    )
    text = f"{row.title} {row.lead} {row.code}".casefold()
    return (
        all(not asked or asked == there for asked, there in pairs)
        and all(not asked or asked in there for asked, there in among)
        and all(word in text for word in filters.search.casefold().split())
    )


ORDERS: Mapping[str, Callable[[LineRow], str]] = {
    "naam": lambda row: row.title.casefold(),
    "niveau": lambda row: row.level_name,
    "stand": lambda row: row.status_name,
}


def ordered(rows: Iterable[LineRow], order: str) -> tuple[LineRow, ...]:
    """Return rows in an order one may ask for, with a '-' for the other way; else as they came."""
    key = ORDERS.get(order.removeprefix("-"))
    if key is None:
        return tuple(rows)
    return tuple(sorted(rows, key=key, reverse=order.startswith("-")))


def lines_table(context: Context, *, year: int, filters: LineFilter) -> Table:
    """Return the same lines as the screen shows, in the same order and columns."""
    found = line_list(context, year=year, filters=filters)
    lacks = lack_names()
    return Table(
        name=_("planregels-%(year)s") % {"year": year},
        columns=(
            _("Planregel"),
            _("Niveau"),
            _("Pijlers"),
            _("Aandachtsgebieden"),
            _("Stand"),
            _("Geld"),
            _("Periode"),
            _("Wie"),
            _("Ontbreekt"),
        ),
        rows=tuple(
            (
                row.title,
                row.level_name,
                ", ".join(one.name for one in row.pillars),
                ", ".join(one.name for one in row.areas),
                row.status_name,
                row.money,
                row.period,
                row.lead,
                ", ".join(lacks[lack] for lack in row.lacks),
            )
            for row in found.rows
        ),
    )


def lack_names() -> Mapping[Lack, str]:
    """Return what is said of each thing a line can lack."""
    return {
        Lack.OWN_PLAN: _("eigen plan"),
        Lack.GOAL: _("doel in getallen"),
        Lack.MONEY: _("geld"),
    }
