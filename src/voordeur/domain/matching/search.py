"""What a way of searching a market must be able to do, and how it writes what it found."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from voordeur.domain.matching.grid import Half
from voordeur.domain.matching.grounds import Rule
from voordeur.domain.matching.ragged import Ragged
from voordeur.domain.matching.side import NOBODY, Side

Keys = NDArray[np.int64]
Found = tuple[NDArray[np.int64], NDArray[np.int32]]
"""Numbers and totals, a row per query; what is left over is -1."""

Row = tuple[NDArray[Any], NDArray[np.int32]]
"""Slots with their totals."""

RANK_BITS = 31
MOST_RANK = (1 << RANK_BITS) - 1


class Rows(Protocol):
    """One side of what is searched: see :class:`voordeur.domain.matching.side.Side`."""

    @property
    def forward(self) -> Ragged:
        """Return per slot the features."""

    @property
    def postings(self) -> Ragged:
        """Return per feature the slots."""

    @property
    def classes(self) -> NDArray[Any]:
        """Return per slot the number of its key of each ground."""

    @property
    def alive(self) -> NDArray[np.uint64]:
        """Return a bit per slot in use."""

    @property
    def rank(self) -> NDArray[np.int32]:
        """Return per slot its place in the order of numbers."""


class Judged(Protocol):
    """One ground, with the half of the side that asks."""

    @property
    def rule(self) -> Rule:
        """Return the ground."""

    def half(self, side: str) -> Half:
        """Return what the keys of a side give."""


class Searched(Protocol):
    """What is searched: a market, or one side of a region against the other side of another."""

    @property
    def grids(self) -> Sequence[Judged]:
        """Return every ground, those with points first."""

    def side(self, name: str) -> Rows:
        """Return who asks."""

    def across(self, name: str) -> Rows:
        """Return who answers."""


class Search(Protocol):
    """Finds the best rows across for slots of one side ('seekers' or 'vacancies')."""

    def merge(self, market: Searched, name: str, slots: NDArray[Any], keys: Keys) -> None:
        """Put in ``keys``, a row per slot, the best of what they hold and of this market.

        A key that is -1 is nobody. So lists over several markets are made one after the other.
        """

    def row(self, market: Searched, name: str, slot: int) -> Row:
        """Return the slots across that are possible for one slot, in order, and their totals."""


def nobody(slots: int, most: int) -> Keys:
    """Return keys of so many lists in which nobody is yet."""
    return np.full((slots, most), NOBODY, dtype=np.int64)


def unpacked(across: Side[Any], keys: Keys) -> Found:
    """Return numbers and totals of keys, the best first.

    A key is one number per candidate: the total, and below it the place from the end in the order
    of numbers, so that the highest key has the highest total and then the lowest number; -1 is
    nobody.
    """
    ranks, totals = unranked(keys)
    numbers = np.full(ranks.shape, NOBODY, dtype=np.int64)
    is_found = ranks >= 0
    numbers[is_found] = across.numbers[across.slot_at[ranks[is_found]]]
    return numbers, totals


def unranked(keys: Keys) -> Found:
    """Return places in the order of numbers, and totals, the best first."""
    ordered = -np.sort(-keys, axis=1)
    ranks = np.where(ordered >= 0, MOST_RANK - (ordered & MOST_RANK), NOBODY)
    return ranks, (ordered >> RANK_BITS).astype(np.int32)
