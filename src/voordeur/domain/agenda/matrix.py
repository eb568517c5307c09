"""The plan on one sheet: pillars by attention areas, with what is missing on either side."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voordeur.domain.register.entry import Entry

STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a pillar and an attention area meet, with the plan lines that work there."""

    pillar: Entry
    area: Entry
    lines: tuple[Entry, ...]

    @property
    def gap(self) -> bool:
        """Tell whether nothing happens here: no line, or only lines that were stopped."""
        return all(line.line("status") == STOPPED for line in self.lines)


@dataclass(frozen=True, slots=True)
class Row:
    """One attention area with a cell for every pillar, in the order of the pillars."""

    area: Entry
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole sheet.

    ``unplaced`` are lines without a pillar or an area of this sheet, ``idle`` ambitions that no
    live line works on, ``loose`` lines that work on no ambition (catalogue row AG-12).
    """

    pillars: tuple[Entry, ...]
    rows: tuple[Row, ...]
    unplaced: tuple[Entry, ...]
    idle: tuple[Entry, ...]
    loose: tuple[Entry, ...]

    @property
    def gaps(self) -> tuple[Cell, ...]:
        """The cells in which nothing happens."""
        return tuple(cell for row in self.rows for cell in row.cells if cell.gap)


def matrix(
    *,
    pillars: Sequence[Entry],
    areas: Sequence[Entry],
    ambitions: Sequence[Entry],
    lines: Iterable[Entry],
) -> Matrix:
    """Lay the lines of a plan out in one pass; a line stands in every cell it names."""
    columns = {one.code for one in pillars}
    ways = {one.code for one in areas}
    placed: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    unplaced, loose = [], []
    worked_on: set[str] = set()
    known = {one.code for one in ambitions}
    for line in lines:
        at = [pillar for pillar in line.codes("pillars") if pillar in columns]
        how = [area for area in line.codes("areas") if area in ways]
        for pillar in at:
            for area in how:
                placed[pillar, area].append(line)
        if not (at and how):
            unplaced.append(line)
        aims = known.intersection(line.codes("ambitions"))
        if not aims:
            loose.append(line)
        elif line.line("status") != STOPPED:
            worked_on |= aims
    return Matrix(
        pillars=tuple(pillars),
        rows=tuple(
            Row(
                area,
                tuple(
                    Cell(pillar, area, tuple(placed.get((pillar.code, area.code), ())))
                    for pillar in pillars
                ),
            )
            for area in areas
        ),
        unplaced=tuple(unplaced),
        idle=tuple(one for one in ambitions if one.code not in worked_on),
        loose=tuple(loose),
    )
