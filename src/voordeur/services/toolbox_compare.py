"""Two to four instruments side by side, also for the person of one case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import Entry
from voordeur.domain.toolbox.comparing import COMPARED, LEAST_COMPARED, MOST_COMPARED, to_compare
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.register_links import pointed_at
from voordeur.services.register_words import Named, Words, words
from voordeur.services.toolbox_case import CaseTools, FitLine, case_tools
from voordeur.services.toolbox_pages import INSTRUMENT


@dataclass(frozen=True, slots=True)
class Cell:
    """What one instrument says on one row; ``of`` is the title of the instrument."""

    of: str
    words: str


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One field of every instrument; ``differs`` when they do not all say the same."""

    label: str
    cells: tuple[Cell, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class PersonFit:
    """How one instrument lies for the person: ``yes``, ``no`` or ``unknown``, and why."""

    of: str
    truth: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """Instruments side by side, and what one can choose instead.

    ``ref`` and ``who`` are of the case it is for, '' without one; ``more`` when more were asked.
    """

    tools: tuple[Named, ...]
    rows: tuple[CompareRow, ...]
    fits: tuple[PersonFit, ...]
    choices: tuple[Named, ...]
    ref: str
    who: str
    may_work: bool
    enough: bool
    more: bool
    most: int = MOST_COMPARED

    @property
    def chosen(self) -> frozenset[str]:
        """The codes of what is compared now."""
        return frozenset(one.code for one in self.tools)

    @property
    def choose_first(self) -> bool:
        """Whether too few were chosen to lay side by side."""
        return not self.enough


def compare(context: Context, *, asked: Sequence[str], ref: str = "") -> ComparePage:
    """Return instruments side by side; with ``ref`` also how they lie for that person.

    Raises ``RefusedError`` as the access door of the case judges; the view is then in the log.
    """
    person = case_tools(context, ref=ref) if ref else None
    entries = {one.code: one for one in register.entries(context, INSTRUMENT)}
    codes = to_compare(asked, tuple(entries))
    held = [entries[code] for code in codes]
    said = words(context, pointed_at(context, entries=held))
    enough = len(held) >= LEAST_COMPARED
    return ComparePage(
        tools=tuple(Named(one.code, said.title(one)) for one in held),
        rows=_rows(said, held) if enough else (),
        fits=_fits(said, held, person) if person and enough else (),
        choices=tuple(Named(code, said.title(one)) for code, one in entries.items()),
        ref=person.ref if person else "",
        who=person.who if person else "",
        may_work=bool(person and person.may_work),
        enough=enough,
        more=len({code for code in asked if code in entries}) > len(codes),
    )


def _rows(said: Words, held: Sequence[Entry]) -> tuple[CompareRow, ...]:
    kind = KINDS[INSTRUMENT]
    found = []
    for code in COMPARED:
        field = kind.field(code)
        cells = tuple(
            Cell(said.title(one), said.value(field, one.values.get(code)) or "–") for one in held
        )
        told = {cell.words for cell in cells}
        if told != {"–"}:
            found.append(CompareRow(said.say(field.label), cells, len(told) > 1))
    return tuple(found)


def _fits(said: Words, held: Sequence[Entry], person: CaseTools) -> tuple[PersonFit, ...]:
    lines: Mapping[str, FitLine] = {
        one.line.code: one for one in (*person.fitting, *person.unknown, *person.not_fitting)
    }
    return tuple(
        PersonFit(said.title(one), line.truth, line.reasons or line.to_ask)
        if (line := lines.get(one.code))
        else PersonFit(said.title(one), "other", ())
        for one in held
    )
