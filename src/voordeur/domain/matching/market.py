"""People and vacancies of a shard laid out for searching, and kept so through every change."""

from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voordeur.domain.matching.facts import SeekerFacts, VacancyFacts
from voordeur.domain.matching.grid import Grid
from voordeur.domain.matching.grounds import rules
from voordeur.domain.matching.side import Content, Side, unique
from voordeur.domain.matching.taxonomy import Taxonomy
from voordeur.domain.matching.vocabulary import Vocabulary
from voordeur.domain.matching.weights import Weights

Numbers = NDArray[Any]


class Market:
    """Both sides, and per ground the grid between them. A number given twice counts once.

    Keys that nobody has any more stay in their grid until a market is made anew.
    """

    def __init__(
        self,
        seekers: Iterable[SeekerFacts],
        vacancies: Iterable[VacancyFacts],
        *,
        weights: Weights,
        taxonomy: Taxonomy,
        vocabulary: Vocabulary | None = None,
    ) -> None:
        self.weights, self.taxonomy = weights, taxonomy
        self.vocabulary = vocabulary or Vocabulary(taxonomy)
        self.rules = rules(weights, taxonomy)
        people, jobs = unique(seekers), unique(vacancies)
        self.grids: list[Grid] = []
        seeker_classes, vacancy_classes = [], []
        for rule in self.rules:
            mine, seeker_class = numbered(map(rule.of_seeker, people))
            theirs, vacancy_class = numbered(map(rule.of_vacancy, jobs))
            self.grids.append(Grid(rule, mine, theirs))
            seeker_classes.append(seeker_class)
            vacancy_classes.append(vacancy_class)
        ends, features, levels = self.vocabulary.spread(people)
        self.seekers: Side[SeekerFacts] = Side(
            people,
            Content(np.diff(ends), features, (levels,)),
            self.vocabulary.size,
            np.stack(seeker_classes, axis=1),
        )
        self.vacancies: Side[VacancyFacts] = Side(
            jobs,
            self.vocabulary.asks(jobs, weights),
            self.vocabulary.size,
            np.stack(vacancy_classes, axis=1),
        )
        for number, grid in enumerate(self.grids):
            grid.vacancies.over(self._classes("seekers", number), self.seekers.words)
            grid.seekers.over(self._classes("vacancies", number), self.vacancies.words)

    @property
    def nbytes(self) -> int:
        """Return how many bytes the arrays of the index take."""
        grids = sum(grid.seekers.nbytes + grid.vacancies.nbytes for grid in self.grids)
        return self.seekers.nbytes + self.vacancies.nbytes + grids

    def put_seeker(self, facts: SeekerFacts) -> None:
        """Add a person or replace what is known of one; lists follow at once."""
        self._lay_out()
        _, features, levels = self.vocabulary.spread((facts,))
        slot = self.seekers.put(facts, features, (levels,))
        self._settle("seekers", slot, [rule.of_seeker(facts) for rule in self.rules])

    def put_vacancy(self, facts: VacancyFacts) -> None:
        """Add a vacancy or replace what is known of one; lists follow at once."""
        self._lay_out()
        asks = self.vocabulary.asks((facts,), self.weights)
        slot = self.vacancies.put(facts, asks.features, asks.values)
        self._settle("vacancies", slot, [rule.of_vacancy(facts) for rule in self.rules])

    def remove_seeker(self, number: int) -> None:
        """Take a person out, from every list at once. Raises ``UnknownNumberError``."""
        self.seekers.remove(number)

    def remove_vacancy(self, number: int) -> None:
        """Take a vacancy out, from every list at once. Raises ``UnknownNumberError``."""
        self.vacancies.remove(number)

    def side(self, name: str) -> Side[Any]:
        """Return the rows of 'seekers' or 'vacancies'."""
        return self.seekers if name == "seekers" else self.vacancies

    def across(self, name: str) -> Side[Any]:
        """Return the rows of the other side."""
        return self.vacancies if name == "seekers" else self.seekers

    def _settle(self, name: str, slot: int, keys: list[Hashable]) -> None:
        side, across = self.side(name), self.across(name)
        other = "vacancies" if name == "seekers" else "seekers"
        for number, (grid, key) in enumerate(zip(self.grids, keys, strict=True)):
            if grid.other(name).bits.shape[1] < side.words:
                grid.widen(other, side.words)
            found = grid.key(name, key, across.classes[: across.count, number])
            side.set_class(slot, number, found)
            grid.mark(name, slot, found)

    def _lay_out(self) -> None:
        """Make what waits to be asked, before anything in it changes."""
        for grid in self.grids:
            grid.seekers.lay_out()
            grid.vacancies.lay_out()

    def _classes(self, name: str, number: int) -> Numbers:
        side = self.side(name)
        return side.classes[: side.count, number]


def numbered(keys: Iterable[Hashable]) -> tuple[dict[Hashable, int], Numbers]:
    """Return a number for each different key, and the numbers of all keys in order."""
    number_of: dict[Hashable, int] = {}
    numbers = [number_of.setdefault(key, len(number_of)) for key in keys]
    return number_of, np.array(numbers, dtype=np.int32)
