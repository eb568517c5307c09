"""A branch as a line with stops, for a phone: a stop per function, an arc per step."""

from dataclasses import dataclass

from voordeur.services.path_pages import BranchPart, JobLine
from voordeur.web.paths.wide_picture import MARKS, Line, wrapped

WIDTH, TRACK, ROW, HEAD, LETTERS, MOST_LINES, WIDEST = 320, 92, 58, 34, 23, 2, 84


@dataclass(frozen=True, slots=True)
class StopOnLine:
    """A function on the line: its place, and its name in lines that fit."""

    job: JobLine
    y: int
    lines: tuple[tuple[int, str], ...]
    mark: str


@dataclass(frozen=True, slots=True)
class NarrowPicture:
    """The line in whole units; ``heads`` are the levels with their place."""

    width: int
    height: int
    track: int
    heads: tuple[tuple[int, str], ...]
    stops: tuple[StopOnLine, ...]
    lines: tuple[Line, ...]


def narrow_picture(part: BranchPart) -> NarrowPicture:
    """Return the line of a branch, from low to high."""
    y, level = 6, ""
    heads, places, stops = [], dict[str, int](), []
    for node in part.nodes:
        if node.job.level != level:
            level = node.job.level
            heads.append((y + 18, node.job.level_words))
            y += HEAD
        middle = y + ROW // 2 - 6
        places[node.job.code] = middle
        stops.append(_stop(node.job, middle))
        y += ROW
    lines = [
        Line(
            _arc(places[node.job.code], places[step.other]),
            f"{node.job.title} → {step.other_title}",
            step.sort,
        )
        for node in part.nodes
        for step in node.leaving
        if step.other in places
    ]
    return NarrowPicture(WIDTH, y, TRACK, tuple(heads), tuple(stops), tuple(lines))


def _stop(job: JobLine, middle: int) -> StopOnLine:
    lines = wrapped(job.title, LETTERS, MOST_LINES)
    first = middle + 5 - 9 * (len(lines) - 1)
    return StopOnLine(
        job,
        middle,
        tuple((first + 18 * at, line) for at, line in enumerate(lines)),
        MARKS.get(job.prospect, ""),
    )


def _arc(start: int, end: int) -> str:
    """Return an arc on the left of the line; the further, the wider."""
    bow = TRACK - 12 - min(WIDEST - 12, abs(end - start) // 5 + 10)
    edge = TRACK - 9
    return f"M{edge} {start}C{bow} {start} {bow} {end} {edge} {end}"
