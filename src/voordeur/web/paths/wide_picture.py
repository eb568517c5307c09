"""A branch as a map with a column per level, for screens with room."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from voordeur.domain.register.kinds.path_choices import LEVELS
from voordeur.services.path_pages import BranchPart, JobLine, PathNode

BOX, COLUMN, TALL, ROW, TOP, LETTERS, MOST_LINES = 180, 232, 74, 92, 40, 22, 3
FIRST_LEVELS = frozenset({"none", "practice", "mbo1"})
MARKS = {"promising": "▲", "stable": "●", "careful": "◆", "shrinking": "▼"}


@dataclass(frozen=True, slots=True)
class Box:
    """A function on the map: its place, and its name in lines that fit."""

    job: JobLine
    x: int
    y: int
    lines: tuple[tuple[int, str], ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Line:
    """A step on the map."""

    path: str
    title: str
    sort: str


@dataclass(frozen=True, slots=True)
class WidePicture:
    """The map in whole units; ``heads`` are the levels with their place."""

    width: int
    height: int
    heads: tuple[tuple[int, str], ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def wide_picture(part: BranchPart) -> WidePicture:
    """Return the map of a branch; only steps inside it are drawn, the list tells all."""
    columns = _columns(part.nodes)
    places = {
        node.job.code: (column * COLUMN, TOP + row * ROW)
        for column, nodes in enumerate(columns)
        for row, node in enumerate(nodes)
    }
    deepest = max((len(nodes) for nodes in columns), default=1)
    return WidePicture(
        width=(len(columns) - 1) * COLUMN + BOX + 24,
        height=TOP + deepest * ROW,
        heads=tuple((column * COLUMN, _head(nodes)) for column, nodes in enumerate(columns)),
        boxes=tuple(_box(node.job, *places[node.job.code]) for node in part.nodes),
        lines=tuple(_lines(part.nodes, places)),
    )


def _columns(nodes: Sequence[PathNode]) -> list[list[PathNode]]:
    """Return functions by level; each column in the order of where its functions come from."""
    held: dict[str, list[PathNode]] = {}
    for level in LEVELS:
        key = "first" if level in FIRST_LEVELS else level
        here = [node for node in nodes if node.job.level == level]
        if here:
            held.setdefault(key, []).extend(here)
    rows: dict[str, int] = {}
    columns = []
    for column in held.values():
        ordered = sorted(column, key=lambda node: (_mean(node, rows), node.job.code))
        rows |= {node.job.code: row for row, node in enumerate(ordered)}
        columns.append(ordered)
    return columns


def _mean(node: PathNode, rows: dict[str, int]) -> float:
    known = [rows[one.other] for one in node.arriving if one.other in rows]
    return sum(known) / len(known) if known else float(len(rows))


def _head(nodes: Sequence[PathNode]) -> str:
    said = {node.job.level_words for node in nodes}
    return said.pop() if len(said) == 1 else _("instap")


def _box(job: JobLine, x: int, y: int) -> Box:
    lines = wrapped(job.title, LETTERS, MOST_LINES)
    first = y + TALL // 2 - 9 * (len(lines) - 1) + 4
    return Box(
        job,
        x,
        y,
        tuple((first + 18 * at, line) for at, line in enumerate(lines)),
        MARKS.get(job.prospect, ""),
    )


def _lines(nodes: Sequence[PathNode], places: dict[str, tuple[int, int]]) -> list[Line]:
    found = []
    for node in nodes:
        for step in node.leaving:
            if step.other in places:
                title = f"{node.job.title} → {step.other_title}"
                path = _path(places[node.job.code], places[step.other])
                found.append(Line(path, title, step.sort))
    return found


def _path(begin: tuple[int, int], end: tuple[int, int]) -> str:
    """Return a curve: onward from right to left, within a column around the right side."""
    (x, y), (to, down) = begin, end
    half = TALL // 2
    if to > x:
        reach = (to - x - BOX) // 2
        start, stop = x + BOX, to - 7
        return f"M{start} {y + half}C{start + reach} {y + half} {stop - reach} {down + half} {stop} {down + half}"  # noqa: E501
    side = x + BOX
    stop = to + BOX + 7
    bow = max(side, stop) + 26
    return f"M{side} {y + half + 8}C{bow} {y + half + 8} {bow} {down + half - 8} {stop} {down + half - 8}"  # noqa: E501


def wrapped(words: str, letters: int, most: int) -> tuple[str, ...]:
    """Return words in at most ``most`` lines of about ``letters`` signs; what is left is cut."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= letters or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    shown = [one if len(one) <= letters + 4 else f"{one[: letters + 3]}…" for one in lines[:most]]
    if len(lines) > most:
        shown[-1] = f"{shown[-1][: letters - 1]}…"
    return tuple(shown)
