"""Proof 'matching': every list is that of trying every pair, and divisions are as proven.

The judge is the measurement's brute force, which shares nothing with score and index but the
meaning of the score, and for divisions another exact solver in a process of its own.

Controls: each ground in turn no longer refuses, the posting of a change is forgotten, points are
exchanged, and a bound forgets the price of places; each must be found.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import perf_counter
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from tests.bench.matching_brute import Brute, best_of
from tests.bench.matching_cases import Case, draw_seekers, draw_vacancies, make_world, region
from tests.bench.matching_exact import best_worth
from tests.proofs import ProofLine
from voordeur.domain.matching import market
from voordeur.domain.matching.division import candidates, divide, list_places, referrals, widened
from voordeur.domain.matching.fastest import fastest
from voordeur.domain.matching.grounds import Ground, Rule, rules
from voordeur.domain.matching.index import MatchIndex
from voordeur.domain.matching.score import score
from voordeur.domain.matching.search import Search
from voordeur.domain.matching.search_numpy import NumpySearch
from voordeur.domain.matching.side import Side
from voordeur.domain.matching.taxonomy import Taxonomy
from voordeur.domain.matching.weights import UNIT, Weights

MOST = 20
MARKETS = {"quick": ((400, 150),), "long": ((25_000, 2_000), (3_000, 6_000), (900, 900))}
PAIRS = {"quick": (50, 30), "long": (400, 200)}
CHANGES = {"quick": 150, "long": 3_000}
PEOPLE = {"quick": 400, "long": 4_000}
REFUSING = tuple(ground for ground in Ground if ground is not Ground.FOCUS)
PLACES = 12


def run(mode: str, seed: int) -> list[ProofLine]:
    """Return the lines of the proof; ``mode`` is quick or long."""
    return [
        _lists(MARKETS[mode], seed),
        _definition(PAIRS[mode], seed),
        _changes(CHANGES[mode], seed),
        _divisions(PEOPLE[mode], seed),
    ]


def unlike(case: Case, search: Search) -> tuple[int, int]:
    """Count the lists of an index that are not those of brute force, and all lists."""
    index = MatchIndex(
        case.seekers, case.vacancies, weights=case.weights, taxonomy=case.taxonomy, search=search
    )
    return unlike_index(case, index)


def unlike_index(case: Case, index: MatchIndex) -> tuple[int, int]:
    matrix = Brute(case).matrix()
    people = np.array([one.number for one in case.seekers])
    jobs = np.array([one.number for one in case.vacancies])
    wrong = _differ(index.all_seekers(jobs, MOST), best_of(matrix, MOST), people)
    turned = best_of(np.ascontiguousarray(matrix.T), MOST)
    wrong += _differ(index.all_vacancies(people, MOST), turned, jobs)
    return wrong, len(people) + len(jobs)


def _differ(
    found: tuple[NDArray[Any], ...], brute: tuple[NDArray[Any], ...], numbers: NDArray[Any]
) -> int:
    places, totals = brute
    width = places.shape[1]
    true = np.full((len(places), MOST), -1)
    true[:, :width] = np.where(places >= 0, numbers[places], -1)
    worth = np.full((len(places), MOST), -1)
    worth[:, :width] = totals
    return int((np.any(found[0] != true, axis=1) | np.any(found[1] != worth, axis=1)).sum())


@contextmanager
def blind(ground: Ground) -> Iterator[None]:
    """Make markets in which one ground refuses nobody."""

    def broken(weights: Weights, taxonomy: Taxonomy) -> tuple[Rule, ...]:
        return tuple(
            replace(one, judge=_lenient(one), table=None) if one.ground is ground else one
            for one in rules(weights, taxonomy)
        )

    with patch.object(market, "rules", broken):
        yield


def _lenient(rule: Rule) -> Any:
    return lambda mine, theirs: max(rule.judge(mine, theirs), 0)


def _searches() -> list[Search]:
    found: list[Search] = [NumpySearch()]
    if not isinstance(fastest(), NumpySearch):
        found.append(fastest())
    return found


def _lists(sizes: Iterable[tuple[int, int]], seed: int) -> ProofLine:
    started = perf_counter()
    wrong = tried = 0
    for number, (people, jobs) in enumerate(sizes):
        case = region(people, jobs, seed=seed + number, places=PLACES)
        for search in _searches():
            differ, lists = unlike(case, search)
            wrong, tried = wrong + differ, tried + lists
    small = region(300, 100, seed=seed, places=PLACES)
    missed = []
    for ground in REFUSING:
        with blind(ground):
            if unlike(small, fastest())[0] == 0:
                missed.append(ground.value)
    return _line(
        "matching: every pair tried",
        wrong,
        f"of {tried} lists unlike",
        f"{len(REFUSING)} blind grounds, missed: {', '.join(missed) or 'none'}",
        not missed,
        (seed, started),
    )


def _definition(size: tuple[int, int], seed: int) -> ProofLine:
    started = perf_counter()
    case = region(*size, seed=seed, places=PLACES)
    matrix = Brute(case).matrix()
    exchanged = replace(
        case.weights, travel=case.weights.occupation, occupation=case.weights.travel
    )
    wrong, found = (
        sum(
            (made.total if made.is_possible else -1) != matrix[row, column]
            for row, job in enumerate(case.vacancies)
            for column, person in enumerate(case.seekers)
            for made in [score(person, job, weights, case.taxonomy)]
        )
        for weights in (case.weights, exchanged)
    )
    return _line(
        "matching: the definition",
        wrong,
        f"of {matrix.size} scores unlike",
        f"points exchanged: {found}× unlike",
        found > 0,
        (seed, started),
    )


def _changes(count: int, seed: int) -> ProofLine:
    started = perf_counter()
    wrong, lists = _after_changes(count, seed)
    with patch.object(Side, "_repost", lambda *_: None):
        forgotten, _ = _after_changes(count, seed)
    return _line(
        f"matching: after {count} changes",
        wrong,
        f"of {lists} lists unlike",
        f"postings forgotten: {forgotten} unlike",
        forgotten > 0,
        (seed, started),
    )


def _after_changes(count: int, seed: int) -> tuple[int, int]:
    """Start with a third, then add, replace and take out on both sides, in any order."""
    draw = np.random.default_rng(seed)
    world = make_world(seed, PLACES)
    people = {one.number: one for one in draw_seekers(world, 90, seed + 1)}
    jobs = {one.number: one for one in draw_vacancies(world, 60, seed + 2)}
    index = MatchIndex(
        list(people.values()),
        list(jobs.values()),
        weights=Case([], [], world.taxonomy).weights,
        taxonomy=world.taxonomy,
        search=fastest(),
    )
    new_people = draw_seekers(world, count, seed + 3)
    new_jobs = draw_vacancies(world, count, seed + 4)
    for number in range(count):
        act, at = draw.integers(0, 5), int(draw.integers(1, 200))
        if act == 0 and people.pop(at, None):
            index.remove_seeker(at)
        elif act == 1 and jobs.pop(at, None):
            index.remove_vacancy(at)
        elif act <= 3:
            people[at] = replace(new_people[number], number=at)
            index.put_seeker(people[at])
        else:
            jobs[at] = replace(new_jobs[number], number=at)
            index.put_vacancy(jobs[at])
    now = Case(
        [people[one] for one in sorted(people)],
        [jobs[one] for one in sorted(jobs)],
        world.taxonomy,
    )
    return unlike_index(now, index)


def _divisions(people: int, seed: int) -> ProofLine:
    started = perf_counter()
    case = region(people, people // 3, seed=seed, places=PLACES)
    index = MatchIndex(
        case.seekers,
        case.vacancies,
        weights=case.weights,
        taxonomy=case.taxonomy,
        search=fastest(),
    )
    seats = np.array([one.seats for one in case.vacancies])
    found = candidates(index, MOST)
    wrong = low = 0
    for each, places, step in (
        (1, seats, UNIT),
        (10, list_places(found, seats, 10), 10 * UNIT),
        (3, seats, 1),
    ):
        made = divide(found, places, each=each, step=step)
        best = best_worth(found, places, each)
        _, wide = widened(index, made, places, each)
        wrong += not best - step * int(made.chosen.sum()) <= made.worth <= best <= made.bound
        wrong += wide < made.bound
        free = made.bound - int((made.prices * places).sum())
        low += free < best
    wrong += int(np.any(referrals(found, seats).per_vacancy > seats))
    return _line(
        "matching: divisions as proven",
        wrong,
        "of 7 claims broken",
        f"a bound with places for free is too low {low}×",
        low > 0,
        (seed, started),
    )


def _line(  # noqa: PLR0917 (a line is a row)
    name: str, figure: int, unit: str, control: str, control_ok: bool, when: tuple[int, float]
) -> ProofLine:
    return ProofLine(
        name=name,
        figure=figure,
        unit=unit,
        limit=0,
        ok=figure == 0,
        control=control,
        control_ok=control_ok,
        seed=when[0],
        seconds=perf_counter() - when[1],
    )
