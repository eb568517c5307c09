"""The labour-market check of a local decision: one page a council can read (row GV-09)."""

from dataclasses import dataclass
from datetime import date

from voordeur.domain.region.model import Region
from voordeur.domain.register.entry import Entry
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.entry_words import source_words, title_of, words_of
from voordeur.services.figure_lines import FigureLine, figure_line
from voordeur.services.region import current_region

CHECK = "local_check"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """A check in a list."""

    code: str
    title: str
    municipality: str
    municipality_name: str
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """What a local decision means for the labour market, with measured and expected figures."""

    line: CheckLine
    decision: str
    now: str
    expected: str
    measured_figures: tuple[FigureLine, ...]
    expected_figures: tuple[FigureLine, ...]
    lines: tuple[tuple[str, str], ...]
    source: str


def checks(context: Context, *, municipality: str = "") -> tuple[CheckLine, ...]:
    """Return the checks of one municipality or of all, newest first (one query)."""
    region = current_region()
    found = [_line(context, region, entry) for entry in register.entries(context, CHECK)]
    chosen = [one for one in found if municipality in {"", one.municipality}]
    return tuple(sorted(chosen, key=lambda one: one.day or date.min, reverse=True))


def check_page(context: Context, *, code: str) -> CheckPage:
    """Return one check. Raises ``RefusedError`` (NOT_FOUND)."""
    entry = register.find_entry(context, CHECK, code)
    region = current_region()
    around = register.entries_of(context, ("statistic", "plan_line"))
    figures = [
        figure_line(context, region, found)
        for one in entry.codes("figures")
        if (found := around.get(("statistic", one))) is not None
    ]
    lines = [
        (one, title_of(context, found))
        for one in entry.codes("lines")
        if (found := around.get(("plan_line", one))) is not None
    ]
    return CheckPage(
        line=_line(context, region, entry),
        decision=words_of(context, entry, "decision"),
        now=words_of(context, entry, "now"),
        expected=words_of(context, entry, "expected"),
        measured_figures=tuple(one for one in figures if not one.expected),
        expected_figures=tuple(one for one in figures if one.expected),
        lines=tuple(lines),
        source=source_words(context, region, entry),
    )


def _line(context: Context, region: Region, entry: Entry) -> CheckLine:
    slug = entry.line("municipality")
    place = region.municipalities.get(slug)
    day = entry.line("day")
    return CheckLine(
        code=entry.code,
        title=title_of(context, entry),
        municipality=slug,
        municipality_name=place.name if place else slug,
        day=date.fromisoformat(day) if day else None,
    )
