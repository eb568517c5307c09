"""Searching compiled by numba: the same lists as in NumPy, many times faster.

Sums per candidate are whole numbers in one array that fits the cache. Then only who may at all is
looked at, and of them only who can still come among the best.
"""

from typing import Any

import numpy as np
from numba.cpython.unsafe.numbers import trailing_zeros
from numpy.typing import NDArray

from voordeur.domain.matching.compiled import compiled
from voordeur.domain.matching.search import MOST_RANK, RANK_BITS, Keys, Row, Searched

Numbers = NDArray[Any]


class CompiledSearch:
    """Needs numba; the first search of a process loads what was compiled before."""

    def merge(self, market: Searched, name: str, slots: Numbers, keys: Keys) -> None:
        """Put in ``keys`` (each row a heap) the best of what they hold and of this market."""
        if keys.size and market.across(name).alive.any():
            find = _vacancies if name == "seekers" else _seekers
            find(np.asarray(slots, dtype=np.int64), keys, *_laid_out(market, name))

    def row(self, market: Searched, name: str, slot: int) -> Row:
        """Return the slots across that are possible for one slot, in order, and their totals."""
        gather = _vacancy_row if name == "seekers" else _seeker_row
        slots, totals = gather(slot, *_laid_out(market, name))
        return slots, totals


def _laid_out(market: Searched, name: str) -> tuple[Any, ...]:
    """Return the arrays a search reads, as tuples."""
    side, across = market.side(name), market.across(name)
    forward, postings = side.forward, across.postings
    halves = [grid.half(name) for grid in market.grids]
    return (
        (
            (forward.start, forward.length, forward.ids, *forward.values),
            (postings.start, postings.length, postings.ids, *postings.values),
        ),
        (side.classes, across.classes, across.alive, across.rank),
        (
            tuple(half.bits for half in halves),
            tuple(half.is_open for half in halves),
            tuple(grid.half(name).points for grid in market.grids if grid.rule.part),
            tuple(grid.half(name).highest for grid in market.grids if grid.rule.part),
        ),
    )


@compiled
def _seekers(slots, keys, features, rows, grounds):
    classes, across, alive, rank = rows
    sums = np.zeros(len(rank), dtype=np.int32)
    words = np.empty(len(alive), dtype=np.uint64)
    for query in range(len(slots)):
        mine = classes[slots[query]]
        if _sieve(words, alive, mine, grounds):
            _add_levels(sums, slots[query], features)
            _keep_best(keys[query], sums, words, (mine, across, rank), grounds)
            sums[:] = 0


@compiled
def _vacancies(slots, keys, features, rows, grounds):
    classes, across, alive, rank = rows
    sums = np.zeros(len(rank), dtype=np.int32)
    words = np.empty(len(alive), dtype=np.uint64)
    for query in range(len(slots)):
        mine = classes[slots[query]]
        if _sieve(words, alive, mine, grounds):
            _add_quotas(sums, slots[query], features)
            _keep_best(keys[query], sums, words, (mine, across, rank), grounds)
            sums[:] = 0


@compiled
def _seeker_row(slot, features, rows, grounds):
    sums = np.zeros(len(rows[3]), dtype=np.int32)
    _add_levels(sums, slot, features)
    return _possible(slot, sums, rows, grounds)


@compiled
def _vacancy_row(slot, features, rows, grounds):
    sums = np.zeros(len(rows[3]), dtype=np.int32)
    _add_quotas(sums, slot, features)
    return _possible(slot, sums, rows, grounds)


@compiled
def _add_levels(sums, slot, feature_rows):
    """Add what each person brings of the skills a vacancy asks."""
    first, many, features, quotas, enough = feature_rows[0]
    start, length, slots, levels = feature_rows[1]
    for at in range(first[slot], first[slot] + many[slot]):
        feature, quota, most = features[at], quotas[at], enough[at]
        # Unsigned places: numba then does not look whether they count from the end.
        begin = np.uint64(start[feature])
        for place in range(begin, begin + np.uint64(length[feature])):
            sums[np.uint64(slots[place])] += quota * np.int32(min(levels[place], most))


@compiled
def _add_quotas(sums, slot, feature_rows):
    """Add what a person brings of the skills each vacancy asks."""
    first, many, features, levels = feature_rows[0]
    start, length, slots, quotas, enough = feature_rows[1]
    for at in range(first[slot], first[slot] + many[slot]):
        feature, level = features[at], levels[at]
        begin = np.uint64(start[feature])
        for place in range(begin, begin + np.uint64(length[feature])):
            sums[np.uint64(slots[place])] += quotas[place] * np.int32(min(level, enough[place]))


@compiled
def _sieve(words, alive, mine, grounds):
    """Leave a bit for everybody whom no ground refuses, and tell whether there is anybody."""
    bits, is_open = grounds[0], grounds[1]
    words[:] = alive
    for ground in range(len(bits)):
        number = mine[ground]
        if not is_open[ground][number]:
            row = bits[ground][number]
            for word in range(len(words)):
                words[word] &= row[word]
    left = np.uint64(0)
    for word in range(len(words)):
        left |= words[word]
    return left != np.uint64(0)


@compiled
def _keep_best(heap, sums, words, rows, grounds):
    """Leave the best keys in a heap; the lowest is on top."""
    mine, across, rank = rows
    points, highest = grounds[2], grounds[3]
    travel, hours, education = points[0][mine[0]], points[1][mine[1]], points[2][mine[2]]
    availability, focus = points[3][mine[3]], points[4][mine[4]]
    most = np.int32(0)
    for ground in range(len(highest)):
        most += highest[ground][mine[ground]]
    least = np.int32(heap[0] >> RANK_BITS) - most
    for word in range(len(words)):
        left = words[word]
        first = np.uint64(word) << np.uint64(6)
        while left != np.uint64(0):
            slot = first + np.uint64(trailing_zeros(left))
            left &= left - np.uint64(1)
            total = sums[slot]
            if total < least:
                continue
            look = across[slot]
            total += travel[look[0]] + hours[look[1]] + education[look[2]]
            total += availability[look[3]] + focus[look[4]]
            key = (np.int64(total) << RANK_BITS) + np.int64(MOST_RANK - rank[slot])
            if key > heap[0]:
                _replace_lowest(heap, key)
                least = np.int32(heap[0] >> RANK_BITS) - most


@compiled
def _replace_lowest(heap, key):
    at, size = 0, len(heap)
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= key:
            break
        heap[at] = heap[child]
        at = child
    heap[at] = key


@compiled
def _possible(slot, sums, rows, grounds):
    classes, across, alive, rank = rows
    points = grounds[2]
    words = np.empty(len(alive), dtype=np.uint64)
    _sieve(words, alive, classes[slot], grounds)
    slots = np.empty(len(rank), dtype=np.int64)
    totals = np.empty(len(rank), dtype=np.int32)
    count = 0
    for word in range(len(words)):
        left = words[word]
        while left != 0:
            other = (word << 6) + np.int64(trailing_zeros(left))
            left &= left - np.uint64(1)
            total = sums[other]
            for ground in range(len(points)):
                total += points[ground][classes[slot, ground]][across[other, ground]]
            slots[count] = other
            totals[count] = total
            count += 1
    return slots[:count].copy(), totals[:count].copy()
