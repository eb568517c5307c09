"""One ground between all different keys of both sides: points, and rows of bits of who may pass."""

from collections.abc import Hashable, Mapping
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
    points a key can get. The bits are laid out when they are first asked.
    """

    def __init__(self, number_of: dict[Hashable, int], points: Points) -> None:
        self.number_of = number_of
        self.points = points
        self.is_open: NDArray[np.bool_] = np.all(points >= 0, axis=1)
        self.highest: Points = points.max(axis=1, initial=0)
        self._bits: Bits = np.zeros((len(points), 0), dtype=np.uint64)
        self._slots: tuple[NDArray[Any], int] | None = None

    def over(self, classes_across: NDArray[Any], words: int) -> None:
        """Say over which slots the rows of bits go: the keys (as numbers) of the slots across."""
        self._slots = classes_across, words

    @property
    def bits(self) -> Bits:
        """Return per key a row of bits over the slots across."""
        self.lay_out()
        return self._bits

    @bits.setter
    def bits(self, bits: Bits) -> None:
        self._slots, self._bits = None, bits

    def lay_out(self) -> None:
        """Make the rows of bits now, when they were not asked before."""
        if self._slots is not None:
            self._bits = self._laid_out(*self._slots)
            self._slots = None

    def _laid_out(self, classes_across: NDArray[Any], words: int) -> Bits:
        bits = np.zeros((len(self.points), words), dtype=np.uint64)
        closed = np.flatnonzero(~self.is_open)
        for first in range(0, len(closed), ROWS_AT_ONCE):
            some = closed[first : first + ROWS_AT_ONCE]
            passes = np.take(self.points[some] >= 0, classes_across, axis=1)
            bits[some] = packed(passes, words)
        # Who is open passes everybody; once it no longer does, the exceptions are marked.
        bits[self.is_open] = ~np.uint64(0)
        return bits

    @property
    def nbytes(self) -> int:
        """Return how many bytes the arrays take."""
        return self.points.nbytes + self.bits.nbytes + self.is_open.nbytes


class Grid:
    """A rule judged once for every pair of different keys."""

    def __init__(
        self, rule: Rule, seekers: Mapping[Hashable, int], vacancies: Mapping[Hashable, int]
    ) -> None:
        self.rule = rule
        points = rule.judged(list(seekers), list(vacancies))
        self.seekers = Half(dict(seekers), np.ascontiguousarray(points.T))
        self.vacancies = Half(dict(vacancies), points)

    def half(self, side: str) -> Half:
        """Return the half of 'seekers' or 'vacancies'."""
        return self.seekers if side == "seekers" else self.vacancies

    def other(self, side: str) -> Half:
        """Return the half across."""
        return self.vacancies if side == "seekers" else self.seekers

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
