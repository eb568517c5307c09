"""One labour market in shards: each region laid out apart, searched against every region in reach.

A person looks over the border of a region, so lists of the own region alone are wrong. Every pair
of regions somebody can travel between is searched, and the lists are the best over all of them,
exactly those of one market that holds everybody.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voordeur.domain.matching.facts import SeekerFacts, VacancyFacts
from voordeur.domain.matching.grid import Half
from voordeur.domain.matching.grounds import Ground, Rule, rules
from voordeur.domain.matching.market import numbered
from voordeur.domain.matching.ragged import Ragged
from voordeur.domain.matching.search import Keys, Search, nobody, unranked
from voordeur.domain.matching.side import Content, Side, kind_for, unique
from voordeur.domain.matching.taxonomy import Taxonomy
from voordeur.domain.matching.vocabulary import Vocabulary
from voordeur.domain.matching.weights import Weights

Numbers = NDArray[Any]
KeyLists = tuple[tuple[Hashable, ...], ...]
"""Per ground the different keys of one side of one shard, in order of their number."""
SIDES = ("seekers", "vacancies")
MOST_NUMBER = 2**31 - 1
TRAVEL = 0
"""Where the ground of travel stands among the rules: the one that depends on who is across."""


@dataclass(frozen=True)
class ShardSide:
    """The people or the vacancies of one region, searchable from any other.

    Slots are in order of number; ``keys`` are of this shard, ``classes`` count in them.
    """

    forward: Ragged
    postings: Ragged
    classes: Numbers
    alive: NDArray[np.uint64]
    rank: NDArray[np.int32]
    """The number of each slot: over all shards the lowest number goes first."""
    keys: KeyLists

    @property
    def nbytes(self) -> int:
        """Return how many bytes the arrays take."""
        arrays = (self.classes, self.alive, self.rank)
        return self.forward.nbytes + self.postings.nbytes + sum(one.nbytes for one in arrays)

    @property
    def slots(self) -> NDArray[np.int64]:
        """Return the slots in use."""
        bits = np.unpackbits(self.alive.view(np.uint8), bitorder="little")
        return np.flatnonzero(bits).astype(np.int64)


def lay_out_seekers(
    seekers: Iterable[SeekerFacts], *, weights: Weights, vocabulary: Vocabulary
) -> ShardSide:
    """Lay out the people of one region; their numbers are theirs in the whole country."""
    people = unique(seekers)
    grounds = rules(weights, vocabulary.taxonomy)
    keys, classes = _classed([map(rule.of_seeker, people) for rule in grounds])
    ends, features, levels = vocabulary.spread(people)
    content = Content(np.diff(ends), features, (levels,))
    return _side(Side(people, content, vocabulary.size, classes), keys)


def lay_out_vacancies(
    vacancies: Iterable[VacancyFacts], *, weights: Weights, vocabulary: Vocabulary
) -> ShardSide:
    """Lay out the vacancies of one region; their numbers are theirs in the whole country."""
    jobs = unique(vacancies)
    grounds = rules(weights, vocabulary.taxonomy)
    keys, classes = _classed([map(rule.of_vacancy, jobs) for rule in grounds])
    return _side(
        Side(jobs, vocabulary.asks(jobs, weights), vocabulary.size, classes),
        keys,
    )


class Country:
    """What all shards share: the keys of every ground but travel, and the points between them."""

    def __init__(
        self,
        seekers: Sequence[KeyLists],
        vacancies: Sequence[KeyLists],
        *,
        weights: Weights,
        taxonomy: Taxonomy,
    ) -> None:
        self.rules = rules(weights, taxonomy)
        assert self.rules[TRAVEL].ground is Ground.TRAVEL
        self.numbers: Mapping[str, list[dict[Hashable, int]]] = {
            "seekers": [_all_keys(seekers, ground) for ground in range(len(self.rules))],
            "vacancies": [_all_keys(vacancies, ground) for ground in range(len(self.rules))],
        }
        self.points = [
            np.zeros((0, 0), dtype=np.int32)
            if ground == TRAVEL
            else rule.judged(
                list(self.numbers["seekers"][ground]), list(self.numbers["vacancies"][ground])
            )
            for ground, rule in enumerate(self.rules)
        ]

    def placed(self, name: str, side: ShardSide) -> "Placed":
        """Return a side with its keys numbered as in the whole country."""
        numbers = []
        for ground, keys in enumerate(side.keys):
            known = self.numbers[name][ground]
            # A key of travel keeps its own number; without keys there is nobody to number.
            mine = range(len(keys)) if ground == TRAVEL else [known[key] for key in keys]
            numbers.append(np.array([*mine] or [0], dtype=np.int64))
        kind = kind_for(max(int(one.max()) for one in numbers))
        classes = [mine[side.classes[:, ground]] for ground, mine in enumerate(numbers)]
        return Placed(self, name, side, np.stack(classes, axis=1).astype(kind))


@dataclass(frozen=True)
class Placed:
    """One side of a shard within the country, with who may of this side for every key across."""

    country: Country
    name: str
    own: ShardSide
    classes: Numbers

    @property
    def forward(self) -> Ragged:
        """Return per slot the features."""
        return self.own.forward

    @property
    def postings(self) -> Ragged:
        """Return per feature the slots."""
        return self.own.postings

    @property
    def alive(self) -> NDArray[np.uint64]:
        """Return a bit per slot in use."""
        return self.own.alive

    @property
    def rank(self) -> NDArray[np.int32]:
        """Return the number of each slot."""
        return self.own.rank

    @cached_property
    def across(self) -> list[Half]:
        """Return per ground but travel the keys across with bits over the slots of this side."""
        found = []
        for ground, points in enumerate(self.country.points):
            half = Half({}, points if self.name == "seekers" else np.ascontiguousarray(points.T))
            half.over(self.classes[:, ground], len(self.alive))
            found.append(half)
        return found


@dataclass(frozen=True)
class _Ground:
    rule: Rule
    asks: Half

    def half(self, _side: str) -> Half:
        return self.asks


@dataclass(frozen=True)
class Pair:
    """One side of a shard that asks, the other side of another that answers."""

    asks: Placed
    answers: Placed
    travel: Half

    @property
    def grids(self) -> tuple[_Ground, ...]:
        """Return the grounds with what the keys of the asking side give."""
        first, *others = self.asks.country.rules
        return (
            _Ground(first, self.travel),
            *(
                _Ground(rule, half)
                for rule, half in zip(others, self.answers.across[1:], strict=True)
            ),
        )

    def side(self, _name: str) -> Placed:
        """Return who asks."""
        return self.asks

    def across(self, _name: str) -> Placed:
        """Return who answers."""
        return self.answers


def between(asks: Placed, answers: Placed) -> Pair | None:
    """Return the pair of two sides, or None when nobody can travel between them."""
    rule = asks.country.rules[TRAVEL]
    if asks.name == "seekers":
        points = rule.judged(asks.own.keys[TRAVEL], answers.own.keys[TRAVEL]).T
    else:
        points = rule.judged(answers.own.keys[TRAVEL], asks.own.keys[TRAVEL])
    if not (points >= 0).any():
        return None
    travel = Half({}, np.ascontiguousarray(points))
    travel.over(answers.classes[:, TRAVEL], len(answers.alive))
    return Pair(asks, answers, travel)


def best_everywhere(
    search: Search, asks: Placed, answers: Iterable[Placed], most: int
) -> tuple[Numbers, Numbers, Numbers]:
    """Return, per slot in use of one side, its number, and numbers and totals of the best.

    ``answers`` are the other sides of all shards; the order does not matter for what is found, but
    the nearest first is faster: who is found there sets the bar for the rest.
    """
    slots = asks.own.slots
    keys: Keys = nobody(len(slots), most)
    for other in answers:
        pair = between(asks, other)
        if pair is None:
            continue
        reaches = np.any(pair.travel.points >= 0, axis=1)
        some = np.flatnonzero(reaches[asks.classes[slots, TRAVEL]])
        mine = keys[some]
        search.merge(pair, asks.name, slots[some], mine)
        keys[some] = mine
    numbers, totals = unranked(keys)
    return asks.rank[slots].astype(np.int64), numbers, totals


def _classed(keys: Sequence[Iterable[Hashable]]) -> tuple[KeyLists, Numbers]:
    found = [numbered(one) for one in keys]
    return tuple(tuple(known) for known, _ in found), np.stack([one for _, one in found], axis=1)


def _side(side: Side[Any], keys: KeyLists) -> ShardSide:
    numbers = side.numbers
    assert numbers.max(initial=0) < MOST_NUMBER, "a number in the country has 31 bits"
    return ShardSide(
        side.forward, side.postings, side.classes, side.alive, numbers.astype(np.int32), keys
    )


def _all_keys(shards: Sequence[KeyLists], ground: int) -> dict[Hashable, int]:
    if ground == TRAVEL:
        return {}
    keys = dict.fromkeys(key for shard in shards for key in shard[ground])
    return {key: number for number, key in enumerate(keys)}
