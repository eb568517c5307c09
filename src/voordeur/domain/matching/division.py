"""Lists and referrals that are fair: places are scarce, nobody goes without, and it is proven good.

Everybody's best ten point at the same vacancies. Here each vacancy has a number of places; offers
are divided so that the sum of scores is near the most there can be, with a bound that proves it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voordeur.domain.matching import auction
from voordeur.domain.matching.compiled import IS_COMPILED
from voordeur.domain.matching.index import MatchIndex
from voordeur.domain.matching.weights import UNIT, WHOLE

Numbers = NDArray[Any]
FIRST_FEW = 3
STEP_OF_REFERRALS = UNIT
STEP_OF_LISTS = 10 * UNIT
MOST_WORTH = WHOLE * UNIT


@dataclass(frozen=True)
class Candidates:
    """Possible pairs with their scores, person after person.

    ``seekers`` and ``vacancies`` are numbers in order; the pairs of person ``i`` are ``start[i]``
    to ``start[i + 1]``, each with the place of its vacancy among ``vacancies`` and its ``worth``.
    """

    seekers: Numbers
    vacancies: Numbers
    start: Numbers
    vacancy: Numbers
    worth: Numbers

    @cached_property
    def owner(self) -> Numbers:
        """Return per pair the place of its person among ``seekers``."""
        return np.repeat(np.arange(len(self.seekers)), np.diff(self.start))


def candidates(index: MatchIndex, most: int) -> Candidates:
    """Gather the best ``most`` of everybody and of every vacancy."""
    people = np.sort(np.array(list(index.market.seekers.slot_of), dtype=np.int64))
    jobs = np.sort(np.array(list(index.market.vacancies.slot_of), dtype=np.int64))
    theirs, their_worth = index.all_vacancies(people, most)
    found, worth = index.all_seekers(jobs, most)
    rows = np.concatenate((np.repeat(people, most), found.ravel()))
    columns = np.concatenate((theirs.ravel(), np.repeat(jobs, most)))
    worths = np.concatenate((their_worth.ravel(), worth.ravel())).astype(np.int64)
    known = (rows >= 0) & (columns >= 0)
    return of_pairs(people, jobs, rows[known], columns[known], worth=worths[known])


def of_pairs(
    seekers: Numbers, vacancies: Numbers, rows: Numbers, columns: Numbers, *, worth: Numbers
) -> Candidates:
    """Make candidates of pairs of numbers; a pair given twice counts once."""
    keys = np.searchsorted(seekers, rows) * len(vacancies) + np.searchsorted(vacancies, columns)
    keys, first = np.unique(keys, return_index=True)
    counts = np.bincount(keys // max(len(vacancies), 1), minlength=len(seekers))
    start = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    return Candidates(
        seekers, vacancies, start, keys % max(len(vacancies), 1), worth[first].astype(np.int64)
    )


@dataclass(frozen=True)
class Division:
    """Which pairs were chosen, what they are worth together, and a sum that nobody can exceed.

    The ``bound`` holds for these candidates; with the ``prices`` per vacancy :func:`widened` gives
    one for every possible pair.
    """

    candidates: Candidates
    chosen: Numbers
    bound: int
    prices: Numbers

    @cached_property
    def worth(self) -> int:
        """Return the sum of the scores of the chosen pairs."""
        return int(self.candidates.worth[self.chosen].sum())

    @property
    def proven_share(self) -> float:
        """Return the part of the best there is that is certainly reached."""
        return self.worth / self.bound if self.bound else 1.0

    @cached_property
    def per_vacancy(self) -> Numbers:
        """Return how many people each vacancy is offered to."""
        found = self.candidates
        return np.bincount(found.vacancy[self.chosen], minlength=len(found.vacancies))

    @cached_property
    def per_seeker(self) -> Numbers:
        """Return how many offers each person has."""
        found = self.candidates
        return np.bincount(found.owner[self.chosen], minlength=len(found.seekers))

    def lists(self, *, gone: Collection[int] = ()) -> Mapping[int, tuple[tuple[int, int], ...]]:
        """Return everybody's list: numbers of vacancies with their scores, the best first.

        ``gone`` are people who left while lists were being made, such as who withdrew consent.
        """
        found = self.candidates
        lists: dict[int, list[tuple[int, int]]] = {int(number): [] for number in found.seekers}
        for pair in np.flatnonzero(self.chosen).tolist():
            vacancy = int(found.vacancies[found.vacancy[pair]])
            person = int(found.seekers[found.owner[pair]])
            lists[person].append((vacancy, int(found.worth[pair])))
        return {
            number: tuple(sorted(offers, key=lambda one: (-one[1], one[0])))
            for number, offers in lists.items()
            if number not in gone
        }


@dataclass(frozen=True, slots=True)
class Fairness:
    """How evenly a division treats people and vacancies; shares of 1."""

    vacancies_reached: float
    gini_per_seat: float
    seekers_without: float
    seekers_without_candidates: float
    above_places: int


def fair_lists(
    found: Candidates, seats: Sequence[int] | Numbers, *, each: int = 10, limit: int | None = None
) -> Division:
    """Give everybody at most ``each`` vacancies; a vacancy goes to as many per seat as is needed.

    ``limit`` is the most offers per vacancy, to protect an employer. The first few offers of a
    person weigh so much that nobody is left without while somebody has many.
    """
    places = list_places(found, seats, each, limit=limit)
    return divide(found, places, each=each, step=STEP_OF_LISTS, extra=MOST_WORTH)


def referrals(found: Candidates, seats: Sequence[int] | Numbers) -> Division:
    """Give everybody at most one vacancy, and each vacancy no more people than it has seats."""
    return divide(found, np.asarray(seats), each=1, step=STEP_OF_REFERRALS)


def list_places(
    found: Candidates, seats: Sequence[int] | Numbers, each: int, *, limit: int | None = None
) -> Numbers:
    """Return places per vacancy: as many per seat as it takes to give everybody a whole list."""
    whole = max(int(np.sum(seats)), 1)
    places = np.asarray(seats) * -(-len(found.seekers) * each // whole)
    return places if limit is None else np.minimum(places, limit)


def divide(found: Candidates, places: Numbers, *, each: int, step: int, extra: int = 0) -> Division:
    """Divide ``places`` per vacancy over people, ``each`` at most, and prove how good that is.

    ``extra`` is added to the first few offers of a person while dividing, not in the sum. The
    bound leaves it out too, so that it holds for every division. Raises ``ValueError`` for places
    or a step below zero.
    """
    if step < 1 or each < 0 or (len(places) and places.min() < 0):
        raise ValueError("a step is at least 1, and offers and places are not below zero")
    chosen = np.zeros(len(found.worth), dtype=np.bool_)
    usable = places[found.vacancy] > 0
    kept = _only(found, usable)
    if not each or not len(kept.worth):
        return Division(found, chosen, 0, np.zeros(len(places), dtype=np.int64))
    rooms = places.astype(np.int64)
    first = np.cumsum(rooms) - rooms
    offers = tuple(_laid(one) for one in (kept.start, kept.vacancy, kept.worth, kept.owner))
    halls = (_laid(first), _laid(rooms))
    people, held = len(kept.seekers), int(rooms.sum())
    state = tuple(
        _laid(one)
        for one in (
            np.zeros(held + 1, dtype=np.int64),
            np.full(held + 1, auction.NOBODY, dtype=np.int64),
            np.zeros(len(kept.worth), dtype=np.bool_),
            np.zeros(people, dtype=np.int64),
        )
    )
    nets, tops = (_laid(np.zeros(each + 2, dtype=np.int64)) for _ in range(2))
    waits = _laid(np.ones(people, dtype=np.bool_))
    line = (_laid(np.arange(people)), waits, nets, tops)
    auction.run(offers, halls, (each, step, extra, FIRST_FEW), line, state)
    # Where there is no place at all, no price is too high and none costs the bound anything.
    prices = np.where(rooms > 0, np.asarray(state[0])[first], MOST_WORTH)
    most = auction.bound(offers, halls, _laid(prices), each, nets)
    chosen[usable] = state[2]
    return Division(found, chosen, int(most), prices)


def plain_lists(found: Candidates, each: int) -> Division:
    """Return everybody's own best, whatever that does to others: what fair lists are held against.

    Its ``bound`` is what it reaches: without places nothing is better for anybody.
    """
    order = np.lexsort((found.vacancy, -found.worth, found.owner))
    within = np.arange(len(order)) - found.start[found.owner[order]]
    chosen = np.zeros(len(found.worth), dtype=np.bool_)
    chosen[order[within < each]] = True
    nothing = np.zeros(len(found.vacancies), dtype=np.int64)
    return Division(found, chosen, int(found.worth[chosen].sum()), nothing)


def widened(
    index: MatchIndex, made: Division, places: Numbers, each: int, *, more: int = 0
) -> tuple[Candidates, int]:
    """Look at *all* possible pairs at today's prices, not only at the candidates.

    Returns the candidates with, per person, the ``more`` that are worth most above their price,
    and a sum that no division of all possible pairs exceeds. Dividing again among the wider
    candidates comes closer to that sum.
    """
    found, jobs = made.candidates, index.market.vacancies
    total = int((made.prices * places).sum())
    price_of = np.zeros(jobs.count, dtype=np.int64)
    price_of[[jobs.slot(int(number)) for number in found.vacancies]] = made.prices
    rows, columns, worth = [], [], []
    for number in found.seekers.tolist():
        slots, totals = index.search.row(index.market, "seekers", index.market.seekers.slot(number))
        nets = totals - price_of[slots]
        best = _highest(nets, max(each, more))
        total += int(np.maximum(nets[_of(best, nets, each)], 0).sum())
        kept = _of(best, nets, more)
        rows.append(np.full(len(kept), number))
        columns.append(jobs.numbers[slots[kept]])
        worth.append(totals[kept])
    if not more or not rows:
        return found, total
    return (
        of_pairs(
            found.seekers,
            found.vacancies,
            np.concatenate((found.seekers[found.owner], *rows)),
            np.concatenate((found.vacancies[found.vacancy], *columns)),
            worth=np.concatenate((found.worth, *worth)),
        ),
        total,
    )


def lists_of_all(
    index: MatchIndex,
    seats: Sequence[int] | Numbers,
    *,
    each: int = 10,
    rounds: int = 2,
    limit: int | None = None,
) -> Division:
    """Give fair lists from all possible pairs: begin with the best, widen where places are left."""
    found = candidates(index, 2 * each)
    places = list_places(found, seats, each, limit=limit)
    made = fair_lists(found, seats, each=each, limit=limit)
    for _ in range(rounds):
        found, _ = widened(index, made, places, each, more=2 * each)
        made = fair_lists(found, seats, each=each, limit=limit)
    return made


def _highest(values: Numbers, most: int) -> Numbers:
    """Return where the highest values are, in no order."""
    rest = len(values) - most
    if rest <= 0:
        return np.arange(len(values))
    return np.argpartition(values, rest - 1)[rest:]


def _of(places: Numbers, values: Numbers, most: int) -> Numbers:
    return places[_highest(values[places], most)]


def fairness(made: Division, seats: Sequence[int] | Numbers, places: Numbers) -> Fairness:
    """Measure a division against the seats and the places there are."""
    found = made.candidates
    people, jobs = max(len(found.seekers), 1), max(len(found.vacancies), 1)
    return Fairness(
        vacancies_reached=int((made.per_vacancy > 0).sum()) / jobs,
        gini_per_seat=gini(made.per_vacancy / np.asarray(seats)),
        seekers_without=int((made.per_seeker == 0).sum()) / people,
        seekers_without_candidates=int((np.diff(found.start) == 0).sum()) / people,
        above_places=int(np.maximum(made.per_vacancy - places, 0).sum()),
    )


def gini(amounts: Numbers) -> float:
    """Return how unequal amounts are: 0 when all are the same, near 1 when one has everything."""
    count, whole = len(amounts), float(amounts.sum())
    if not count or not whole:
        return 0.0
    weighted = float((np.arange(1, count + 1) * np.sort(amounts)).sum())
    return 2 * weighted / (count * whole) - (count + 1) / count


def _only(found: Candidates, usable: Numbers) -> Candidates:
    counts = np.bincount(found.owner[usable], minlength=len(found.seekers))
    start = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    return Candidates(
        found.seekers, found.vacancies, start, found.vacancy[usable], found.worth[usable]
    )


def _laid(array: Numbers) -> Any:  # noqa: ANN401 (an array when compiled, else a list: ten times faster in plain Python)
    return array if IS_COMPILED else array.tolist()
