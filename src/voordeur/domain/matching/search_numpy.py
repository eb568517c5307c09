"""Searching in NumPy: first who may at all, then the sums, then the best; the same as compiled."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from voordeur.domain.matching.search import MOST_RANK, RANK_BITS, Keys, Row, Searched


class NumpySearch:
    """Needs nothing but NumPy."""

    def merge(self, market: Searched, name: str, slots: NDArray[Any], keys: Keys) -> None:
        """Put in ``keys`` the best of what they hold and of this market, the lowest first."""
        rank, most = market.across(name).rank, keys.shape[1]
        if not most:
            return
        for query, slot in enumerate(slots.tolist()):
            possible, total = _totals(market, name, slot)
            found = (total.astype(np.int64) << RANK_BITS) + (MOST_RANK - rank[possible])
            if len(found) > most:
                found = np.partition(found, len(found) - most)[len(found) - most :]
            keys[query] = np.sort(np.concatenate((keys[query], found)))[len(found) :]

    def row(self, market: Searched, name: str, slot: int) -> Row:
        """Return the slots across that are possible for one slot, in order, and their totals."""
        return _totals(market, name, slot)


def _totals(market: Searched, name: str, slot: int) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
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


def _skills(market: Searched, name: str, slot: int) -> NDArray[np.int32]:
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
    size = len(market.across(name).rank)
    # Floats hold whole numbers exactly far beyond the highest score.
    return np.bincount(postings.ids[places], weights=points, minlength=size).astype(np.int32)
