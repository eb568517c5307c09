"""One ground between all different keys of both sides: points, and rows of bits of who may pass."""

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voordeur.domain.matching.grounds import Rule

Points = NDArray[np.int32]
Bits = NDArray[np.uint64]
WORD = 64
ROWS_AT_ONCE = 512


class Half:
    """The keys of one side of a grid; per key a row of bits over the *other* side's slots.

    ``points[key]`` is the row of points over the other side's keys. ``is_open`` tells that a key
    passes everybody of the other side, so that its bits need not be read; ``highest`` is the most
    points a key can get.
    """

    def __init__(self) -> None:
        self.number_of: dict[Hashable, int] = {}
        self.points: Points = np.zeros((0, 0), dtype=np.int32)
        self.bits: Bits = np.zeros((0, 0), dtype=np.uint64)
        self.is_open: NDArray[np.bool_] = np.zeros(0, dtype=np.bool_)
        self.highest: Points = np.zeros(0, dtype=np.int32)

    @property
    def nbytes(self) -> int:
        """Return how many bytes the arrays take."""
        return self.points.nbytes + self.bits.nbytes + self.is_open.nbytes


class Grid:
    """A rule judged once for every pair of different keys."""

    def __init__(
        self, rule: Rule, seekers: Sequence[Hashable], vacancies: Sequence[Hashable]
    ) -> None:
        self.rule = rule
        self.seekers, self.vacancies = Half(), Half()
        for half, keys in ((self.seekers, seekers), (self.vacancies, vacancies)):
            half.number_of = {key: n for n, key in enumerate(dict.fromkeys(keys))}
        table = [
            [rule.judge(mine, theirs) for mine in self.seekers.number_of]
            for theirs in self.vacancies.number_of
        ]
        shape = (len(self.vacancies.number_of), len(self.seekers.number_of))
        self.vacancies.points = np.array(table, dtype=np.int32).reshape(shape)
        self.seekers.points = np.ascontiguousarray(self.vacancies.points.T)
        for half in (self.seekers, self.vacancies):
            half.is_open = np.all(half.points >= 0, axis=1)
            half.highest = half.points.max(axis=1, initial=0)

    def half(self, side: str) -> Half:
        """Return the half of 'seekers' or 'vacancies'."""
        return self.seekers if side == "seekers" else self.vacancies

    def other(self, side: str) -> Half:
        """Return the half across."""
        return self.vacancies if side == "seekers" else self.seekers

    def lay_bits(self, side: str, classes_across: NDArray[Any], words: int) -> None:
        """Make the rows of bits of one side from the keys (as numbers) of the slots across."""
        half = self.half(side)
        half.bits = np.zeros((len(half.points), words), dtype=np.uint64)
        closed = np.flatnonzero(~half.is_open)
        for first in range(0, len(closed), ROWS_AT_ONCE):
            some = closed[first : first + ROWS_AT_ONCE]
            half.bits[some] = packed(half.points[some][:, classes_across] >= 0, words)
        # Who is open passes everybody; once it no longer does, the exceptions are marked.
        half.bits[half.is_open] = ~np.uint64(0)

    def key(self, side: str, key: Hashable, classes_across: NDArray[Any]) -> int:
        """Return the number of a key of one side; a new key is judged against all keys across."""
        half, across = self.half(side), self.other(side)
        known = half.number_of.get(key)
        if known is not None:
            return known
        number = len(half.number_of)
        half.number_of[key] = number
        judge = self.rule.judge
        row = np.array(
            [judge(key, one) if side == "seekers" else judge(one, key) for one in across.number_of],
            dtype=np.int32,
        )
        half.points = np.vstack((half.points, row[None]))
        across.points = np.ascontiguousarray(np.hstack((across.points, row[:, None])))
        half.is_open = np.append(half.is_open, (row >= 0).all())
        across.is_open &= row >= 0
        half.highest = np.append(half.highest, row.max(initial=0))
        across.highest = np.maximum(across.highest, row)
        words = half.bits.shape[1]
        half.bits = np.vstack((half.bits, packed(row[classes_across][None] >= 0, words)))
        return number

    def mark(self, side: str, slot: int, number: int) -> None:
        """Write in the rows across who passes this slot, whose key has this number."""
        across = self.other(side)
        passes = self.half(side).points[number] >= 0
        word, bit = divmod(slot, WORD)
        mask = np.uint64(1 << bit)
        column = across.bits[:, word]
        across.bits[:, word] = np.where(passes, column | mask, column & ~mask)

    def widen(self, side: str, words: int) -> None:
        """Give the rows of bits of one side room for more slots across."""
        half = self.half(side)
        more = np.zeros((len(half.bits), words - half.bits.shape[1]), dtype=np.uint64)
        half.bits = np.ascontiguousarray(np.hstack((half.bits, more)))


def packed(passes: NDArray[np.bool_], words: int) -> Bits:
    """Return rows of bits, the first slot in the lowest bit of the first word."""
    wide = np.zeros((len(passes), words * WORD), dtype=np.bool_)
    wide[:, : passes.shape[1]] = passes
    return np.packbits(wide, axis=1, bitorder="little").view(np.uint64)
