"""Searching in NumPy: first who may at all, then the sums, then the best; the same as compiled."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from voordeur.domain.matching.market import Market
from voordeur.domain.matching.search import MOST_RANK, RANK_BITS, Found, Row, unpacked
from voordeur.domain.matching.side import NOBODY


class NumpySearch:
    """Needs nothing but NumPy."""

    def best(self, market: Market, name: str, slots: NDArray[Any], most: int) -> Found:
        """Return the best ``most`` per slot, ordered by total and then by number."""
        across = market.across(name)
        best = np.full((len(slots), most), NOBODY, dtype=np.int64)
        for query, slot in enumerate(slots.tolist()):
            possible, total = _totals(market, name, slot)
            keys = (total.astype(np.int64) << RANK_BITS) + (MOST_RANK - across.rank[possible])
            too_many = len(keys) - most
            if too_many > 0:
                keys = np.partition(keys, too_many - 1)[too_many:]
            best[query, : len(keys)] = keys
        return unpacked(across, best)

    def row(self, market: Market, name: str, slot: int) -> Row:
        """Return the slots across that are possible for one slot, in order, and their totals."""
        return _totals(market, name, slot)


def _totals(market: Market, name: str, slot: int) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    across, classes = market.across(name), market.side(name).classes[slot]
    bits = across.alive.copy()
    for number, grid in enumerate(market.grids):
        half, mine = grid.half(name), classes[number]
        if not half.is_open[mine]:
            bits &= half.bits[mine]
    possible = np.flatnonzero(np.unpackbits(bits.view(np.uint8), bitorder="little"))
    total = _skills(market, name, slot)[possible]
    for number, grid in enumerate(market.grids):
        if grid.rule.part:
            row = grid.half(name).points[classes[number]]
            total += row[across.classes[possible, number]]
    return possible, total


def _skills(market: Market, name: str, slot: int) -> NDArray[np.int32]:
    """Add up what everybody across brings of, or asks of, the features of one slot."""
    features, *mine = market.side(name).forward.row(slot)
    postings = market.across(name).postings
    lengths = postings.length[features].astype(np.int64)
    before = np.cumsum(lengths) - lengths
    places = np.arange(lengths.sum()) + np.repeat(postings.start[features] - before, lengths)
    theirs = [values[places] for values in postings.values]
    mine = [np.repeat(values, lengths) for values in mine]
    if name == "seekers":
        points = theirs[0] * np.minimum(theirs[1], mine[0])
    else:
        points = mine[0] * np.minimum(theirs[0], mine[1])
    size = len(market.across(name).numbers)
    # Floats hold whole numbers exactly far beyond the highest score.
    return np.bincount(postings.ids[places], weights=points, minlength=size).astype(np.int32)
