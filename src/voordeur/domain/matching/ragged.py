"""Rows of different length in one array, each with room to grow; order in a row is free."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]
SPARE_SHIFT = 4
"""A sixteenth is spare: at the end, and in every row that had to move there (and two more)."""


class Ragged:
    """Rows of ids, each id at most once in a row, with one or more values per id.

    ``start``, ``length`` and ``room`` say where each row is; ``ids`` and ``values`` hold all rows.
    """

    def __init__(self, rows: int, ids: type[Any], values: Sequence[type[Any]]) -> None:
        self.start: NDArray[np.int64] = np.zeros(rows, dtype=np.int64)
        self.length: NDArray[np.int32] = np.zeros(rows, dtype=np.int32)
        self.room: NDArray[np.int32] = np.zeros(rows, dtype=np.int32)
        self.ids: Numbers = np.empty(0, dtype=ids)
        self.values: tuple[Numbers, ...] = tuple(np.empty(0, dtype=kind) for kind in values)
        self.used = 0

    @classmethod
    def filled(cls, counts: NDArray[np.int64], ids: Numbers, values: Sequence[Numbers]) -> "Ragged":
        """Make rows of ``counts`` ids each, given one after the other."""
        made = cls(len(counts), ids.dtype.type, [one.dtype.type for one in values])
        made.start[:] = np.cumsum(counts) - counts
        made.length[:] = counts
        made.room[:] = counts
        made.used = len(ids)
        made.ids, *rest = (
            np.concatenate((one, np.zeros(len(ids) >> SPARE_SHIFT, dtype=one.dtype)))
            for one in (ids, *values)
        )
        made.values = tuple(rest)
        return made

    @classmethod
    def of(
        cls,
        start: NDArray[np.int64],
        length: NDArray[np.int32],
        ids: Numbers,
        values: Sequence[Numbers],
    ) -> "Ragged":
        """Take rows as they lie in arrays made earlier, without room to grow."""
        made = cls(0, ids.dtype.type, [])
        made.start, made.length, made.room = start, length, length
        made.ids, made.values, made.used = ids, tuple(values), len(ids)
        return made

    @property
    def nbytes(self) -> int:
        """Return how many bytes the arrays take."""
        places = self.start.nbytes + self.length.nbytes + self.room.nbytes
        return places + self.ids.nbytes + sum(one.nbytes for one in self.values)

    def row(self, row: int) -> tuple[Numbers, ...]:
        """Return the ids of a row and its values; views, valid until the next change."""
        first = int(self.start[row])
        part = slice(first, first + int(self.length[row]))
        return (self.ids[part], *(one[part] for one in self.values))

    def put(self, rows: Numbers, number: int, *values: Numbers) -> None:
        """Give an id its values in each of some rows, whether it was there or not."""
        at = self._find(rows, number)
        missing = at < 0
        full = rows[missing & (self.length[rows] == self.room[rows])]
        for row in full.tolist():
            self._move(row, 1)
        if len(full):
            at = self._find(rows, number)
        new = rows[missing]
        at[missing] = self.start[new] + self.length[new]
        self.length[new] += 1
        self.ids[at] = number
        for array, value in zip(self.values, values, strict=True):
            array[at] = value

    def drop(self, rows: Numbers, number: int) -> None:
        """Take an id out of each of some rows; the last of a row takes its place."""
        at = self._find(rows, number)
        rows, at = rows[at >= 0], at[at >= 0]
        self.length[rows] -= 1
        last = self.start[rows] + self.length[rows]
        for array in (self.ids, *self.values):
            array[at] = array[last]

    def replace(self, row: int, ids: Numbers, *values: Numbers) -> None:
        """Give a row other ids and values."""
        if len(ids) > self.room[row]:
            self.length[row] = 0
            self._move(row, len(ids))
        first = int(self.start[row])
        self.length[row] = len(ids)
        for array, new in zip((self.ids, *self.values), (ids, *values), strict=True):
            array[first : first + len(ids)] = new

    def add_rows(self, more: int) -> None:
        """Add empty rows at the end."""
        self.start = np.append(self.start, np.zeros(more, dtype=np.int64))
        self.length = np.append(self.length, np.zeros(more, dtype=np.int32))
        self.room = np.append(self.room, np.zeros(more, dtype=np.int32))

    def widen(self, kind: type[Any]) -> None:
        """Hold ids in a wider kind of number."""
        self.ids = self.ids.astype(kind)

    def _find(self, rows: Numbers, number: int) -> NDArray[np.int64]:
        """Return where an id stands in each of some different rows, or -1."""
        lengths = self.length[rows].astype(np.int64)
        before = np.cumsum(lengths) - lengths
        places = np.arange(lengths.sum()) + np.repeat(self.start[rows] - before, lengths)
        hits = np.flatnonzero(self.ids[places] == number)
        found = np.full(len(rows), -1, dtype=np.int64)
        found[np.searchsorted(before + lengths, hits, side="right")] = places[hits]
        return found

    def _move(self, row: int, more: int) -> None:
        """Lay a row at the end with room for ``more`` ids; all rows anew when the end is full."""
        length = int(self.length[row])
        room = _with_room(length + more)
        if self.used + room > len(self.ids):
            self._repack(max(room, len(self.ids) >> SPARE_SHIFT) + room)
        old, new = int(self.start[row]), self.used
        for array in (self.ids, *self.values):
            array[new : new + length] = array[old : old + length]
        self.start[row], self.room[row] = new, room
        self.used += room

    def _repack(self, spare: int) -> None:
        lengths = self.length.astype(np.int64)
        rooms = lengths + (lengths >> SPARE_SHIFT) + 2
        starts = np.cumsum(rooms) - rooms
        total = int(rooms.sum())
        within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        old, new = np.repeat(self.start, lengths) + within, np.repeat(starts, lengths) + within
        moved = []
        for array in (self.ids, *self.values):
            fresh = np.zeros(total + spare, dtype=array.dtype)
            fresh[new] = array[old]
            moved.append(fresh)
        self.ids, self.values = moved[0], tuple(moved[1:])
        self.start, self.room = starts, rooms.astype(np.int32)
        self.used = total


def _with_room(length: int) -> int:
    return length + (length >> SPARE_SHIFT) + 2
