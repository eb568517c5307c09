"""Lists and referrals: near the most there can be, proven, within places, nobody forgotten."""

import json
import subprocess
import sys
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench.matching_cases import region
from voordeur.domain.matching.compiled import IS_COMPILED
from voordeur.domain.matching.division import (
    Candidates,
    candidates,
    divide,
    fair_lists,
    fairness,
    gini,
    list_places,
    lists_of_all,
    of_pairs,
    plain_lists,
    referrals,
    widened,
)
from voordeur.domain.matching.index import MatchIndex

ROOT = Path(__file__).resolve().parents[3]
WIDE = 1000
"""Worths are multiples of this, so that a step of 1 has to end at the very best."""


def made(pairs: dict[tuple[int, int], int], seekers: int, vacancies: int) -> Candidates:
    rows = np.array([one[0] for one in pairs], dtype=np.int64)
    columns = np.array([one[1] for one in pairs], dtype=np.int64)
    worth = np.array(list(pairs.values()), dtype=np.int64)
    return of_pairs(np.arange(seekers), np.arange(vacancies), rows, columns, worth=worth)


def best_of_all(found: Candidates, places: list[int], each: int) -> int:
    """Try every division there is."""
    best = 0
    for choice in product((False, True), repeat=len(found.worth)):
        chosen = np.array(choice, dtype=np.bool_)
        per_vacancy = np.bincount(found.vacancy[chosen], minlength=len(places))
        per_seeker = np.bincount(found.owner[chosen], minlength=1)
        if (per_vacancy <= places).all() and per_seeker.max() <= each:
            best = max(best, int(found.worth[chosen].sum()))
    return best


small = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 3)),
    st.integers(0, 9).map(lambda one: one * WIDE),
    max_size=9,
)


@settings(deadline=None, max_examples=150)
@given(
    pairs=small,
    places=st.lists(st.integers(0, 3), min_size=4, max_size=4),
    each=st.integers(1, 3),
)
def test_with_a_small_step_a_division_is_the_best_of_everything_tried(
    pairs: dict[tuple[int, int], int], places: list[int], each: int
) -> None:
    found = made(pairs, 4, 4)
    divided = divide(found, np.array(places), each=each, step=1)
    best = best_of_all(found, places, each)
    assert divided.worth == best <= divided.bound
    assert (divided.per_vacancy <= places).all()
    assert divided.per_seeker.max() <= each


@settings(deadline=None, max_examples=100)
@given(
    pairs=small,
    places=st.lists(st.integers(0, 3), min_size=4, max_size=4),
    step=st.sampled_from((1, 700, 5000)),
    extra=st.sampled_from((0, 4 * WIDE, 100 * WIDE)),
)
def test_no_division_exceeds_the_bound_whatever_step_and_extra(
    pairs: dict[tuple[int, int], int], places: list[int], step: int, extra: int
) -> None:
    found = made(pairs, 4, 4)
    divided = divide(found, np.array(places), each=2, step=step, extra=extra)
    assert divided.worth <= best_of_all(found, places, 2) <= divided.bound
    assert (divided.per_vacancy <= places).all()
    if not extra:
        assert divided.worth >= best_of_all(found, places, 2) - step * int(divided.chosen.sum())


def test_who_has_one_chance_gets_it_before_somebody_gets_a_longer_list() -> None:
    pairs = {(0, 0): 9000, (0, 1): 8000, (1, 0): 9000, (1, 1): 8000, (2, 0): 1000}
    found = made(pairs, 3, 2)
    greedy = divide(found, np.array([2, 2]), each=2, step=1)
    fair = divide(found, np.array([2, 2]), each=2, step=1, extra=50_000)
    assert greedy.per_seeker[2] == 0
    assert fair.per_seeker[2] == 1
    assert sorted(fair.per_seeker[:2].tolist()) == [1, 2]


@pytest.fixture(scope="module")
def market() -> tuple[Candidates, np.ndarray]:
    case = region(600, 200, seed=7, places=10)
    index = MatchIndex(case.seekers, case.vacancies, weights=case.weights, taxonomy=case.taxonomy)
    return candidates(index, 30), np.array([one.seats for one in case.vacancies])


def test_fair_lists_reach_every_vacancy_and_leave_nobody_out(
    market: tuple[Candidates, np.ndarray],
) -> None:
    found, seats = market
    places = list_places(found, seats, 10)
    fair, plain = fair_lists(found, seats), plain_lists(found, 10)
    measured, crowded = fairness(fair, seats, places), fairness(plain, seats, places)
    assert measured.seekers_without == measured.seekers_without_candidates
    assert measured.above_places == 0 < crowded.above_places
    assert measured.gini_per_seat < 0.6 * crowded.gini_per_seat
    assert measured.vacancies_reached >= crowded.vacancies_reached
    assert fair.proven_share > 0.98


def test_referrals_fill_seats_once_and_prove_their_share(
    market: tuple[Candidates, np.ndarray],
) -> None:
    found, seats = market
    made_referrals = referrals(found, seats)
    assert (made_referrals.per_vacancy <= seats).all()
    assert made_referrals.per_seeker.max() == 1
    assert 0.998 < made_referrals.proven_share <= 1


def test_a_list_has_the_best_first_and_only_pairs_that_were_possible(
    market: tuple[Candidates, np.ndarray],
) -> None:
    found, seats = market
    lists = fair_lists(found, seats).lists()
    assert set(lists) == set(found.seekers.tolist())
    for offers in lists.values():
        assert len(offers) <= 10
        assert list(offers) == sorted(offers, key=lambda one: (-one[1], one[0]))
    assert sum(map(len, lists.values())) > 600


def test_an_employer_can_be_protected_from_a_flood(market: tuple[Candidates, np.ndarray]) -> None:
    found, seats = market
    assert fair_lists(found, seats, limit=3).per_vacancy.max() == 3
    closed = divide(found, np.where(np.arange(len(seats)) < 5, 0, seats), each=1, step=1)
    assert closed.per_vacancy[:5].sum() == 0
    assert closed.proven_share > 0.999


def test_who_withdrew_while_lists_were_made_is_in_none(
    market: tuple[Candidates, np.ndarray],
) -> None:
    divided = fair_lists(*market)
    assert set(divided.lists()) - set(divided.lists(gone={3, 4})) == {3, 4}


def test_nobody_and_nothing_to_divide_is_an_empty_division() -> None:
    empty = made({}, 0, 0)
    assert fair_lists(empty, []).lists() == {}
    assert referrals(made({}, 3, 2), [1, 1]).proven_share == 1.0
    nowhere = divide(made({(0, 0): 5}, 1, 1), np.array([0]), each=1, step=1)
    assert (nowhere.worth, nowhere.per_seeker.tolist()) == (0, [0])
    with pytest.raises(ValueError, match="a step is at least 1"):
        divide(made({(0, 0): 5}, 1, 1), np.array([1]), each=1, step=0)


def test_gini_is_nothing_when_all_have_the_same_and_high_when_one_has_all() -> None:
    assert gini(np.array([3, 3, 3])) == pytest.approx(0)
    assert gini(np.array([0, 0, 0, 8])) == pytest.approx(0.75)
    assert gini(np.array([])) == 0


PLAIN = """
import json, sys
sys.modules["numba"] = None
from tests.domain.matching import test_division as here
from voordeur.domain.matching import compiled, fastest
assert not compiled.IS_COMPILED
found, seats = here.small_market()
print(json.dumps([type(fastest.fastest()).__name__, here.chosen_of(found, seats)]))
"""


def test_no_division_of_all_possible_pairs_exceeds_the_wider_bound() -> None:
    case = region(40, 12, seed=4, places=4)
    index = MatchIndex(case.seekers, case.vacancies, weights=case.weights, taxonomy=case.taxonomy)
    seats = np.array([one.seats for one in case.vacancies])
    few, every = candidates(index, 2), candidates(index, 40)
    divided, best = referrals(few, seats), divide(every, seats, each=1, step=1)
    assert len(few.worth) < len(every.worth)
    wider, wide = widened(index, divided, seats, 1, more=3)
    assert divided.worth <= best.worth <= wide
    assert best.bound - best.worth < len(case.seekers) * 2
    assert widened(index, best, seats, 1) == (every, best.bound)
    assert len(few.worth) < len(wider.worth)
    assert divided.worth <= referrals(wider, seats).worth <= best.worth


def test_lists_of_all_pairs_come_nearer_the_best_of_all_pairs() -> None:
    case = region(300, 60, seed=6, places=5)
    index = MatchIndex(case.seekers, case.vacancies, weights=case.weights, taxonomy=case.taxonomy)
    seats = np.array([one.seats for one in case.vacancies])
    shares = []
    for rounds in (0, 2):
        made_lists = lists_of_all(index, seats, each=4, rounds=rounds, limit=40)
        places = list_places(made_lists.candidates, seats, 4, limit=40)
        assert (made_lists.per_vacancy <= places).all()
        _, wide = widened(index, made_lists, places, 4)
        assert made_lists.worth <= wide
        shares.append(made_lists.worth / wide)
    assert shares[0] + 0.02 < shares[1]
    assert shares[1] > 0.88


def small_market() -> tuple[Candidates, np.ndarray]:
    case = region(150, 60, seed=9, places=6)
    index = MatchIndex(case.seekers, case.vacancies, weights=case.weights, taxonomy=case.taxonomy)
    return candidates(index, 20), np.array([one.seats for one in case.vacancies])


def chosen_of(found: Candidates, seats: np.ndarray) -> list[list[int]]:
    divisions = fair_lists(found, seats), referrals(found, seats)
    return [[*np.flatnonzero(one.chosen).tolist(), one.bound] for one in divisions]


@pytest.mark.skipif(not IS_COMPILED, reason="numba is not installed")
def test_without_numba_the_lists_and_the_proof_are_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PLAIN], cwd=ROOT, check=True, capture_output=True, text=True
    )
    name, plain = json.loads(done.stdout)
    assert name == "NumpySearch"
    assert plain == chosen_of(*small_market())
