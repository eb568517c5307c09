"""People and vacancies of a shard, searched both ways, one by one or all at once.

Gives exactly the scores of :func:`voordeur.domain.matching.score.score`, also after changes.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voordeur.domain.matching.facts import SeekerFacts, VacancyFacts
from voordeur.domain.matching.market import Market
from voordeur.domain.matching.score import MatchScore, explained
from voordeur.domain.matching.search import Found, Search, nobody, unpacked
from voordeur.domain.matching.search_numpy import NumpySearch
from voordeur.domain.matching.taxonomy import Taxonomy
from voordeur.domain.matching.vocabulary import Vocabulary
from voordeur.domain.matching.weights import Weights

Numbers = NDArray[Any]
Ranking = tuple[tuple[int, int], ...]
"""Numbers with their totals, the best first; of equal totals the lowest number first."""


class MatchIndex:
    """A market that can be searched.

    ``search`` is how lists are made: in NumPy, or compiled when that is installed; the lists are
    the same. Changes follow in every list at once. Whoever shares an index between threads changes
    it while nobody searches.
    """

    def __init__(
        self,
        seekers: Iterable[SeekerFacts],
        vacancies: Iterable[VacancyFacts],
        *,
        weights: Weights,
        taxonomy: Taxonomy,
        search: Search | None = None,
        vocabulary: Vocabulary | None = None,
    ) -> None:
        self.search: Search = search or NumpySearch()
        self.market = Market(
            seekers, vacancies, weights=weights, taxonomy=taxonomy, vocabulary=vocabulary
        )

    @property
    def nbytes(self) -> int:
        """Return how many bytes the arrays of the index take."""
        return self.market.nbytes

    def seekers_for(self, vacancy: int, most: int) -> Ranking:
        """Return the best people for a vacancy. Raises ``UnknownNumberError``."""
        slots = np.array([self.market.vacancies.slot(vacancy)])
        return _ranking(self._best("vacancies", slots, most))

    def vacancies_for(self, seeker: int, most: int) -> Ranking:
        """Return the best vacancies for a person. Raises ``UnknownNumberError``."""
        slots = np.array([self.market.seekers.slot(seeker)])
        return _ranking(self._best("seekers", slots, most))

    def all_seekers(self, vacancies: Sequence[int] | Numbers, most: int) -> Found:
        """Return for each vacancy the numbers and totals of the best people; -1 is nobody."""
        slots = np.array(
            [self.market.vacancies.slot(int(one)) for one in vacancies], dtype=np.int64
        )
        return self._best("vacancies", slots, most)

    def all_vacancies(self, seekers: Sequence[int] | Numbers, most: int) -> Found:
        """Return for each person the numbers and totals of the best vacancies; -1 is none."""
        slots = np.array([self.market.seekers.slot(int(one)) for one in seekers], dtype=np.int64)
        return self._best("seekers", slots, most)

    def totals_for(self, seeker: int) -> Found:
        """Return the numbers of all possible vacancies of a person, in no order, and the totals."""
        slots, totals = self.search.row(self.market, "seekers", self.market.seekers.slot(seeker))
        return self.market.vacancies.numbers[slots], totals

    def possible_seekers(self, vacancy: int) -> Ranking:
        """Return everybody whom nothing stands in the way of a vacancy, the best first.

        Raises ``UnknownNumberError``.
        """
        slot = self.market.vacancies.slot(vacancy)
        slots, totals = self.search.row(self.market, "vacancies", slot)
        numbers = self.market.seekers.numbers[slots]
        order = np.lexsort((numbers, -totals))
        return tuple(zip(numbers[order].tolist(), totals[order].tolist(), strict=True))

    def explain(self, seeker: int, vacancy: int) -> MatchScore:
        """Return the score of a pair with its reasons. Raises ``UnknownNumberError``."""
        return explained(
            self.market.seekers.facts_of(seeker),
            self.market.vacancies.facts_of(vacancy),
            self.market.weights,
            self.market.taxonomy,
            self.market.rules,
        )

    def put_seeker(self, facts: SeekerFacts) -> None:
        """Add a person or replace what is known of one."""
        self.market.put_seeker(facts)

    def put_vacancy(self, facts: VacancyFacts) -> None:
        """Add a vacancy or replace what is known of one."""
        self.market.put_vacancy(facts)

    def remove_seeker(self, number: int) -> None:
        """Take a person out. Raises ``UnknownNumberError``."""
        self.market.remove_seeker(number)

    def remove_vacancy(self, number: int) -> None:
        """Take a vacancy out. Raises ``UnknownNumberError``."""
        self.market.remove_vacancy(number)

    def _best(self, name: str, slots: Numbers, most: int) -> Found:
        keys = nobody(len(slots), most)
        self.search.merge(self.market, name, slots, keys)
        return unpacked(self.market.across(name), keys)


def _ranking(found: Found) -> Ranking:
    numbers, totals = found
    pairs = zip(numbers[0].tolist(), totals[0].tolist(), strict=True)
    return tuple((number, total) for number, total in pairs if number >= 0)
