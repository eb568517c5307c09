"""The two kinds of work of a national run: laying out a region, and searching for one side of it.

Both read and write pieces and give back what they cost, so that any engine can do them anywhere
that sees the same folder.
"""

import resource
import time
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from voordeur.adapters.national.pieces import Pieces, SpoiledPieceError
from voordeur.domain.matching.facts import Hours, SeekerFacts, VacancyFacts
from voordeur.domain.matching.fastest import fastest
from voordeur.domain.matching.ragged import Ragged
from voordeur.domain.matching.shards import (
    SIDES,
    Country,
    Placed,
    ShardSide,
    best_everywhere,
    lay_out_seekers,
    lay_out_vacancies,
)
from voordeur.domain.matching.taxonomy import Taxonomy
from voordeur.domain.matching.vocabulary import Vocabulary
from voordeur.domain.matching.weights import Weights

Numbers = NDArray[Any]


class Source(Protocol):
    """Where people and vacancies of a region come from; it travels to the processes that work."""

    def __hash__(self) -> int:
        """Return the same number for the same source: a process holds one at a time."""

    @property
    def shards(self) -> int:
        """Return how many regions there are."""

    @property
    def stamp(self) -> str:
        """Return what makes this source unlike another."""

    def words(self) -> tuple[Taxonomy, Weights]:
        """Return what scores are made with, the same for the whole country."""

    def facts(self, shard: int) -> tuple[list[SeekerFacts], list[VacancyFacts]]:
        """Return who is in a region; every number is given once in the country."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a piece of work cost: CPU seconds, and the most memory of its process so far.

    ``source`` is the part that went to reading facts.
    """

    what: str
    cpu: float
    source: float
    most_memory_bytes: int


@dataclass(frozen=True, slots=True)
class LayOut:
    """Lay out the people and vacancies of one region."""

    shard: int

    @property
    def name(self) -> str:
        """Return the name of the piece it writes."""
        return f"region-{self.shard:02}"

    def do(self, pieces: Pieces, source: Source) -> Spent:
        """Read the facts and write the piece."""
        started = time.process_time()
        _, weights = source.words()
        seekers, vacancies = source.facts(self.shard)
        read = time.process_time() - started
        vocabulary = _vocabulary(source)
        sides = (
            lay_out_seekers(seekers, weights=weights, vocabulary=vocabulary),
            lay_out_vacancies(vacancies, weights=weights, vocabulary=vocabulary),
        )
        arrays, keys = {}, {}
        for name, side in zip(SIDES, sides, strict=True):
            arrays.update({f"{name}-{key}": one for key, one in _arrays(side)})
            keys[name] = [[_plain(key) for key in ground] for ground in side.keys]
        pieces.write(self.name, arrays, keys)
        return _spent(self.name, started, read)


@dataclass(frozen=True, slots=True)
class SearchFor:
    """Find the best across the whole country for one side of one region."""

    shard: int
    side: str
    most: int

    @property
    def name(self) -> str:
        """Return the name of the piece it writes."""
        return f"lists-{self.side}-{self.shard:02}"

    def do(self, pieces: Pieces, source: Source) -> Spent:
        """Search every region in reach and write the lists."""
        started = time.process_time()
        numbers, found, totals = self.found(pieces, source, range(source.shards))
        arrays = {"numbers": numbers, "found": found.astype(np.int32), "totals": totals}
        pieces.write(self.name, arrays, None)
        return _spent(self.name, started, 0.0)

    def found(
        self, pieces: Pieces, source: Source, among: range
    ) -> tuple[Numbers, Numbers, Numbers]:
        """Return numbers, and numbers and totals of the best among some regions."""
        asks = _placed(pieces, source, self.side, self.shard)
        other = SIDES[1 - SIDES.index(self.side)]
        nearest = sorted(among, key=lambda shard: (shard != self.shard, shard))
        answers = (_placed(pieces, source, other, shard) for shard in nearest)
        return best_everywhere(fastest(), asks, answers, self.most)


Work = LayOut | SearchFor


@lru_cache(maxsize=1)
def _vocabulary(source: Source) -> Vocabulary:
    return Vocabulary(source.words()[0])


@lru_cache(maxsize=1)
def _country(pieces: Pieces, source: Source) -> Country:
    taxonomy, weights = source.words()
    told = [_read(pieces, shard)[1] for shard in range(source.shards)]
    seekers, vacancies = ([_keys(one[name]) for one in told] for name in SIDES)
    return Country(seekers, vacancies, weights=weights, taxonomy=taxonomy)


@cache
def _placed(pieces: Pieces, source: Source, name: str, shard: int) -> Placed:
    arrays, keys = _read(pieces, shard)
    side = _side({key: arrays[f"{name}-{key}"] for key in _names(name)}, _keys(keys[name]))
    return _country(pieces, source).placed(name, side)


@cache
def _read(pieces: Pieces, shard: int) -> tuple[dict[str, Numbers], Any]:
    return pieces.read(LayOut(shard).name)


def forget() -> None:
    """Let go of everything this process holds of a run."""
    for kept in (_vocabulary, _country, _placed, _read):
        kept.cache_clear()


def _spent(what: str, started: float, source: float) -> Spent:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Spent(what, time.process_time() - started - source, source, most)


def _names(side: str) -> tuple[str, ...]:
    values = ("0",) if side == "seekers" else ("0", "1")
    kinds = ("start", "length", "ids", *values)
    rows = tuple(f"{way}-{kind}" for way in ("forward", "postings") for kind in kinds)
    return (*rows, "classes", "alive", "rank")


def _arrays(side: ShardSide) -> Iterator[tuple[str, Numbers]]:
    for way, rows in (("forward", side.forward), ("postings", side.postings)):
        yield f"{way}-start", rows.start
        yield f"{way}-length", rows.length
        yield f"{way}-ids", rows.ids
        for number, values in enumerate(rows.values):
            yield f"{way}-{number}", values
    yield "classes", side.classes
    yield "alive", side.alive
    yield "rank", side.rank


def _side(arrays: dict[str, Numbers], keys: tuple[tuple[Hashable, ...], ...]) -> ShardSide:
    forward, postings = (
        Ragged.of(
            arrays[f"{way}-start"],
            arrays[f"{way}-length"],
            arrays[f"{way}-ids"],
            [arrays[key] for key in (f"{way}-0", f"{way}-1") if key in arrays],
        )
        for way in ("forward", "postings")
    )
    return ShardSide(forward, postings, arrays["classes"], arrays["alive"], arrays["rank"], keys)


def _keys(plain: list[list[Any]]) -> tuple[tuple[Hashable, ...], ...]:
    return tuple(tuple(_key(one) for one in ground) for ground in plain)


def _plain(key: Hashable) -> object:
    """Return a key of a ground as JSON can keep it; a set in order."""
    if isinstance(key, Hours):
        return {"hours": [key.least, key.most]}
    if isinstance(key, frozenset):
        return {"set": [_plain(one) for one in sorted(key)]}
    return [_plain(one) for one in key] if isinstance(key, tuple) else key


def _key(plain: object) -> Hashable:
    match plain:
        case {"hours": [int(least), int(most)]}:
            return Hours(least, most)
        case {"set": list(members)}:
            return frozenset(_key(one) for one in members)
        case list(members):
            return tuple(_key(one) for one in members)
        case str() | int() | None:
            return plain
        case _:
            raise SpoiledPieceError(f"this is no key of a ground: {plain!r}")
