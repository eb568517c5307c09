"""The picture of the streams: bars in four columns and bands of money between them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from voordeur.domain.funding.streams import KNOT, Column
from voordeur.services.money_streams import Place, StreamsPage

WIDTH, TOP, BAR, GAP = 1000, 24, 12, 20
LEAST_HEIGHT, EACH = 280, 34
MOST = 8
"""Places shown apart in a column; the rest is one bar, and stands whole in the table."""
OTHERS = "+"
LONGEST = 30
KNOT_X = WIDTH * 6 // 11
"""Where bands of few people come together."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One place: a bar with its words beside it, to the left in the last column."""

    x: int
    y: int
    height: int
    words: str
    words_x: int
    anchor: str

    @property
    def middle(self) -> int:
        """Where its words stand: beside the middle of the bar."""
        return self.y + self.height // 2 + 4


@dataclass(frozen=True, slots=True)
class StreamPicture:
    """The whole picture in whole units."""

    width: int
    height: int
    heads: tuple[tuple[int, str, str], ...]
    bars: tuple[Bar, ...]
    bands: tuple[str, ...]


@dataclass
class _Spot:
    """A bar while it is drawn: where it stands, and how far bands have used it on each side."""

    y: int
    height: int
    into: float = 0
    out: float = 0


def stream_picture(page: StreamsPage) -> StreamPicture | None:
    """Return the picture; None when there is no money to draw."""
    if not page.cents:
        return None
    columns = [_places(places) for _name, places in page.columns]
    most = max(len(one) for one in columns)
    height = max(LEAST_HEIGHT, EACH * most) + TOP
    scale = (height - TOP - GAP * most) / page.cents
    spots = {
        (column, code): spot
        for column, places in enumerate(columns)
        for code, spot in _stacked(places, scale).items()
    }
    return StreamPicture(
        width=WIDTH,
        height=height,
        heads=tuple((_x(at), name, _anchor(at)) for at, (name, _held) in enumerate(page.columns)),
        bars=tuple(
            _bar(column, spots[column, code], words)
            for column, places in enumerate(columns)
            for code, words, _cents in places
        ),
        bands=_bands(page, columns, spots, scale),
    )


_Drawn = tuple[str, str, int]


def _places(places: Sequence[Place]) -> list[_Drawn]:
    """Return the largest places of a column, and the rest as one."""
    shown = [(one.node.code, one.title, one.node.cents) for one in places[:MOST]]
    rest = sum(one.node.cents for one in places[MOST:])
    return [*shown, (OTHERS, _("overige"), rest)] if rest else shown


def _stacked(places: Sequence[_Drawn], scale: float) -> dict[str, _Spot]:
    found, y = {}, float(TOP)
    for code, _words, cents in places:
        found[code] = _Spot(round(y), max(2, round(cents * scale)))
        y += max(2.0, cents * scale) + GAP
    return found


def _bar(column: int, spot: _Spot, words: str) -> Bar:
    said = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
    last = column == Column.OUTCOME
    beside = -6 if last else BAR + 6
    x = _x(column)
    return Bar(x, spot.y, spot.height, said, x + beside, "end" if last else "start")


def _bands(
    page: StreamsPage,
    columns: Sequence[Sequence[_Drawn]],
    spots: Mapping[tuple[int, str], _Spot],
    scale: float,
) -> tuple[str, ...]:
    apart = [{code for code, _words, _cents in places} | {KNOT} for places in columns]
    order = {
        (at, code): n for at, places in enumerate(columns) for n, (code, *_) in enumerate(places)
    }
    cents: dict[tuple[int, str, str], int] = defaultdict(int)
    for line in page.flows:
        at = int(line.flow.column)
        start = line.flow.start if line.flow.start in apart[at] else OTHERS
        end = line.flow.end if line.flow.end in apart[at + 1] else OTHERS
        cents[at, start, end] += line.flow.cents
    knot = _knot(cents, scale)
    drawn = []
    for at, start, end in sorted(
        cents, key=lambda k: (k[0], order.get((k[0], k[1]), 0), order.get((k[0] + 1, k[2]), 0))
    ):
        wide = cents[at, start, end] * scale
        left = knot if start == KNOT else spots[at, start]
        right = knot if end == KNOT else spots[at + 1, end]
        x = KNOT_X if start == KNOT else _x(at) + BAR
        to = KNOT_X if end == KNOT else _x(at + 1)
        drawn.append(_band((x, left.y + left.out), (to, right.y + right.into), wide))
        left.out += wide
        right.into += wide
    return tuple(drawn)


def _knot(cents: Mapping[tuple[int, str, str], int], scale: float) -> _Spot:
    """Return where small bands come together, half-way the picture."""
    whole = sum(held for (_at, _start, end), held in cents.items() if end == KNOT)
    return _Spot(TOP + GAP, round(whole * scale))


def _band(begin: tuple[int, float], end: tuple[int, float], wide: float) -> str:
    (x, left), (to, right) = begin, end
    middle = (x + to) // 2
    lower_left, lower_right = left + max(wide, 1), right + max(wide, 1)
    onward = f"M{x} {left:.1f}C{middle} {left:.1f} {middle} {right:.1f} {to} {right:.1f}"
    back = f"C{middle} {lower_right:.1f} {middle} {lower_left:.1f} {x} {lower_left:.1f}Z"
    return f"{onward}V{lower_right:.1f}{back}"


def _x(column: int) -> int:
    return column * (WIDTH - BAR) // 3


def _anchor(column: int) -> str:
    return "end" if column == Column.OUTCOME else "start"
