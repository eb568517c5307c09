"""What a way of searching a market must be able to do, and how it writes what it found."""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from voordeur.domain.matching.market import Market
from voordeur.domain.matching.side import NOBODY, Side

Found = tuple[NDArray[np.int64], NDArray[np.int32]]
"""Numbers and totals, a row per query; what is left over is -1."""

Row = tuple[NDArray[Any], NDArray[np.int32]]
"""Slots with their totals."""

RANK_BITS = 31
MOST_RANK = (1 << RANK_BITS) - 1


class Search(Protocol):
    """Finds the best rows across for slots of one side ('seekers' or 'vacancies')."""

    def best(self, market: Market, name: str, slots: NDArray[Any], most: int) -> Found:
        """Return the best ``most`` per slot, ordered by total and then by number."""

    def row(self, market: Market, name: str, slot: int) -> Row:
        """Return the slots across that are possible for one slot, in order, and their totals."""


def unpacked(across: Side[Any], keys: NDArray[np.int64]) -> Found:
    """Return numbers and totals of keys, the best first.

    A key is one number per candidate: the total, and below it the place from the end in the order
    of numbers, so that the highest key has the highest total and then the lowest number; -1 is
    nobody.
    """
    ordered = -np.sort(-keys, axis=1)
    is_found = ordered >= 0
    numbers = np.full(ordered.shape, NOBODY, dtype=np.int64)
    places = MOST_RANK - (ordered[is_found] & MOST_RANK)
    numbers[is_found] = across.numbers[across.slot_at[places]]
    return numbers, (ordered >> RANK_BITS).astype(np.int32)
