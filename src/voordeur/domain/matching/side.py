"""One side of the market: its rows, what each has or asks, and who asks which feature."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from voordeur.domain.matching.facts import SeekerFacts, VacancyFacts
from voordeur.domain.matching.grid import WORD, packed
from voordeur.domain.matching.ragged import Ragged

Numbers = NDArray[Any]
Facts = TypeVar("Facts", SeekerFacts, VacancyFacts)
NOBODY = -1
BYTE, SLOT_BITS = 8, 31
MOST_BYTE, MOST_SLOT = (1 << BYTE) - 1, (1 << SLOT_BITS) - 1


class UnknownNumberError(KeyError):
    """A person or vacancy that is not in the index."""


@dataclass(frozen=True, slots=True)
class Content:
    """Features with their values (a level; or a quota and a level), row after row."""

    counts: NDArray[np.int64]
    features: Numbers
    values: tuple[Numbers, ...]


class Side(Generic[Facts]):
    """Rows of one kind in slots. A slot is given out again when its row has gone.

    ``forward`` holds per slot the features, ``postings`` per feature the slots; ``classes`` the
    number of each row's key per ground. ``rank`` orders slots by number, so that equal scores are
    ordered by number whatever slot a row is in. ``postings`` and ``rank`` are made when they are
    first asked: who looks for people of a vacancy needs no vacancies per skill.
    """

    def __init__(
        self, rows: Sequence[Facts], content: Content, features: int, classes: Numbers
    ) -> None:
        ordered = len(rows)
        self.facts: list[Facts | None] = list(rows)
        self.slot_of = {one.number: slot for slot, one in enumerate(rows)}
        self.count = ordered
        self.words = _words(ordered + (ordered >> 5) + WORD)
        self.numbers = np.full(self.words * WORD, NOBODY, dtype=np.int64)
        self.numbers[:ordered] = [one.number for one in rows]
        self.classes: Numbers = np.zeros(
            (self.words * WORD, classes.shape[1]), dtype=kind_for(int(classes.max(initial=0)))
        )
        self.classes[:ordered] = classes
        self.alive = packed(np.ones((1, ordered), dtype=np.bool_), self.words)[0]
        self.free: list[int] = []
        self.forward = Ragged.filled(content.counts, content.features, content.values)
        self.forward.add_rows(self.words * WORD - ordered)
        self._unturned: tuple[Content, int] | None = (content, features)
        self._postings: Ragged | None = None
        self._rank: NDArray[np.int32] | None = None
        self._slot_at: NDArray[np.int32] | None = None

    @property
    def slots_kind(self) -> type[Any]:
        """Return the smallest kind of number that holds every slot."""
        return kind_for(self.words * WORD - 1)

    @property
    def postings(self) -> Ragged:
        """Return per feature the slots that have or ask it."""
        if self._unturned is not None:
            self._postings = _turned(*self._unturned, self.slots_kind)
            self._unturned = None
        assert self._postings is not None
        return self._postings

    @property
    def nbytes(self) -> int:
        """Return how many bytes the arrays take."""
        arrays = (self.numbers, self.classes, self.alive, self.rank, self.slot_at)
        return self.forward.nbytes + self.postings.nbytes + sum(one.nbytes for one in arrays)

    @property
    def rank(self) -> NDArray[np.int32]:
        """Return per slot its place in the order of numbers."""
        if self._rank is None:
            self._order()
        assert self._rank is not None
        return self._rank

    @property
    def slot_at(self) -> NDArray[np.int32]:
        """Return per place in the order of numbers the slot."""
        if self._slot_at is None:
            self._order()
        assert self._slot_at is not None
        return self._slot_at

    def __contains__(self, number: int) -> bool:
        return number in self.slot_of

    def slot(self, number: int) -> int:
        """Return the slot of a number. Raises :class:`UnknownNumberError` when it is not there."""
        found = self.slot_of.get(number)
        if found is None:
            raise UnknownNumberError(number)
        return found

    def facts_of(self, number: int) -> Facts:
        """Return the facts of a number. Raises :class:`UnknownNumberError` when it is not there."""
        found = self.facts[self.slot(number)]
        assert found is not None
        return found

    def put(self, facts: Facts, features: Numbers, values: tuple[Numbers, ...]) -> int:
        """Give a row its content, in the slot it has or in a free one, and return the slot."""
        slot = self.slot_of.get(facts.number)
        if slot is None:
            slot = self._new_slot(facts.number)
        self.facts[slot] = facts
        self._repost(slot, self.forward.row(slot), (features, *values))
        self.forward.replace(slot, features, *values)
        return slot

    def set_class(self, slot: int, ground: int, number: int) -> None:
        """Write the number of a row's key of one ground."""
        if number > np.iinfo(self.classes.dtype).max:
            self.classes = self.classes.astype(kind_for(number))
        self.classes[slot, ground] = number

    def remove(self, number: int) -> None:
        """Take a row out. Raises :class:`UnknownNumberError` when it is not there."""
        slot = self.slot(number)
        self.postings.drop(self.forward.row(slot)[0], slot)
        self.forward.length[slot] = 0
        self.facts[slot] = None
        del self.slot_of[number]
        self.numbers[slot] = NOBODY
        self.alive[slot // WORD] &= ~np.uint64(1 << slot % WORD)
        self.free.append(slot)

    def _repost(self, slot: int, before: tuple[Numbers, ...], after: tuple[Numbers, ...]) -> None:
        """Change only the postings that differ."""
        old = {row[0]: row for row in zip(*(one.tolist() for one in before), strict=True)}
        new = {row[0]: row for row in zip(*(one.tolist() for one in after), strict=True)}
        gone = old.keys() - new.keys()
        self.postings.drop(np.array(list(gone), dtype=np.int64), slot)
        changed = [row for feature, row in new.items() if old.get(feature) != row]
        if changed:
            features, *values = (np.array(one) for one in zip(*changed, strict=True))
            self.postings.put(features, slot, *values)

    def _new_slot(self, number: int) -> int:
        if self.free:
            slot = self.free.pop()
        else:
            slot = self.count
            self.count += 1
            if self.count > self.words * WORD:
                self._grow()
            self.facts.append(None)
        self.slot_of[number] = slot
        self.numbers[slot] = number
        self._set_alive(slot)
        self._rank = self._slot_at = None
        return slot

    def _set_alive(self, slot: int) -> None:
        self.alive[slot // WORD] |= np.uint64(1 << slot % WORD)

    def _grow(self) -> None:
        words = self.words + (self.words >> 2) + 1
        more = (words - self.words) * WORD
        self.words = words
        self.numbers = np.append(self.numbers, np.full(more, NOBODY, dtype=np.int64))
        blank = np.zeros((more, self.classes.shape[1]), dtype=self.classes.dtype)
        self.classes = np.vstack((self.classes, blank))
        self.alive = np.append(self.alive, np.zeros(words - len(self.alive), dtype=np.uint64))
        self.forward.add_rows(more)
        if self.postings.ids.dtype != self.slots_kind:
            self.postings.widen(self.slots_kind)

    def _order(self) -> None:
        order = np.argsort(self.numbers, kind="stable").astype(np.int32)
        rank = np.empty(len(order), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        self._rank, self._slot_at = rank, order


def unique(rows: Iterable[Facts]) -> list[Facts]:
    """Return rows in order of their number; of a number given twice the last counts."""
    return [one for _, one in sorted({one.number: one for one in rows}.items())]


def kind_for(most: int) -> type[Any]:
    """Return the smallest kind of number that holds ``most``."""
    return np.uint16 if most <= np.iinfo(np.uint16).max else np.int32


def _words(slots: int) -> int:
    return -(-slots // WORD)


def _turned(content: Content, features: int, kind: type[Any]) -> Ragged:
    counts = np.bincount(content.features, minlength=features).astype(np.int64)
    slots = np.repeat(np.arange(len(content.counts)), content.counts)
    if len(content.values) == 1 and content.values[0].dtype == np.uint8:
        # Sorting one whole number each is faster than finding an order and following it.
        keys = (content.features.astype(np.int64) << SLOT_BITS | slots) << BYTE | content.values[0]
        keys.sort()
        slots = (keys >> BYTE & MOST_SLOT).astype(kind)
        return Ragged.filled(counts, slots, [(keys & MOST_BYTE).astype(np.uint8)])
    order = np.argsort(content.features, kind="stable")
    return Ragged.filled(counts, slots[order].astype(kind), [one[order] for one in content.values])
