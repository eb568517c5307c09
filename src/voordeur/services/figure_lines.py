"""Figures of the labour market as pages show them: never without their date and source."""

import re
from dataclasses import dataclass
from datetime import date

from voordeur.domain.region.model import Region
from voordeur.domain.register.entry import Entry
from voordeur.services.context import Context
from voordeur.services.entry_words import moment_words, source_words, title_of, words_of

_BARE = re.compile(r"[\d.,]+%?\Z")
"""A value that is only a number; one that says more keeps its own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """One figure as its source has it; ``expected`` when it was not measured but foreseen."""

    code: str
    title: str
    value: str
    """The figure with what it counts."""
    bare: str
    """The figure alone, for a sentence that says itself what it counts."""
    when: str
    day: date
    expected: bool
    place: str
    source: str


def figure_line(context: Context, region: Region, entry: Entry) -> FigureLine:
    """Return a figure in words."""
    when = entry.moment("when")
    unit = words_of(context, entry, "unit")
    value = words_of(context, entry, "value")
    return FigureLine(
        code=entry.code,
        title=title_of(context, entry),
        value=_with_unit(value, unit) if _BARE.match(value) else value,
        bare=value,
        when=words_of(context, entry, "dated") or moment_words(context, entry, "when"),
        day=when.start if when else date.min,
        expected=entry.flag("expected"),
        place=words_of(context, entry, "place"),
        source=source_words(context, region, entry),
    )


def _with_unit(value: str, unit: str) -> str:
    """Return a number with its unit; a percent sign stands in both, and is said once."""
    rest = unit.removeprefix("%").strip() if value.endswith("%") else unit
    return f"{value} {rest}".strip()
