"""The index finds exactly what the definition says, both ways, however searched or changed."""

from dataclasses import replace
from datetime import timedelta
from time import process_time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench.matching_cases import region
from tests.domain.matching.made import (
    DAY,
    SKILLS,
    TAXONOMY,
    WEIGHTS,
    index_of,
    many_seekers,
    many_vacancies,
    seekers,
    vacancies,
)
from voordeur.domain.matching import compiled
from voordeur.domain.matching.facts import Ask, Hours, SeekerFacts, VacancyFacts
from voordeur.domain.matching.fastest import fastest
from voordeur.domain.matching.index import MatchIndex, Ranking
from voordeur.domain.matching.score import score
from voordeur.domain.matching.search import Search
from voordeur.domain.matching.search_numpy import NumpySearch
from voordeur.domain.matching.side import UnknownNumberError
from voordeur.domain.matching.taxonomy import Taxonomy

SEARCHES: list[Search] = [NumpySearch()]
if type(fastest()) is not NumpySearch:
    SEARCHES.append(fastest())

every_search = pytest.mark.parametrize("search", SEARCHES, ids=lambda one: type(one).__name__)


def test_who_looked_for_numba_before_it_was_installed_searches_in_numpy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(compiled, "IS_COMPILED", False)

    assert type(fastest()) is NumpySearch


def ranked(pairs: list[tuple[int, int]], most: int) -> Ranking:
    return tuple(sorted(pairs, key=lambda one: (-one[1], one[0]))[:most])


def obvious_seekers(people: list[SeekerFacts], job: VacancyFacts, most: int) -> Ranking:
    found = [score(one, job, WEIGHTS, TAXONOMY) for one in people]
    return ranked([(one.seeker, one.total) for one in found if one.is_possible], most)


def obvious_vacancies(person: SeekerFacts, jobs: list[VacancyFacts], most: int) -> Ranking:
    found = [score(person, one, WEIGHTS, TAXONOMY) for one in jobs]
    return ranked([(one.vacancy, one.total) for one in found if one.is_possible], most)


def last_of_each(rows: list[Any]) -> list[Any]:
    return list({one.number: one for one in rows}.values())


def assert_as_defined(
    index: MatchIndex, people: list[SeekerFacts], jobs: list[VacancyFacts], most: int
) -> None:
    for job in jobs:
        assert index.seekers_for(job.number, most) == obvious_seekers(people, job, most)
    for person in people:
        assert index.vacancies_for(person.number, most) == obvious_vacancies(person, jobs, most)
        numbers, totals = index.totals_for(person.number)
        row = list(zip(numbers.tolist(), totals.tolist(), strict=True))
        assert ranked(row, len(jobs)) == obvious_vacancies(person, jobs, len(jobs))


@every_search
@settings(deadline=None, max_examples=60)
@given(people=many_seekers, jobs=many_vacancies, most=st.integers(0, 5))
def test_lists_are_those_of_the_definition_both_ways(
    search: Search, people: list[SeekerFacts], jobs: list[VacancyFacts], most: int
) -> None:
    index = index_of(people, jobs, search)
    assert_as_defined(index, last_of_each(people), last_of_each(jobs), most)


@every_search
@settings(deadline=None, max_examples=60)
@given(
    people=many_seekers,
    jobs=many_vacancies,
    changes=st.lists(seekers | vacancies | st.integers(-30, 30), max_size=25),
)
def test_after_any_changes_lists_are_as_if_made_anew(
    search: Search,
    people: list[SeekerFacts],
    jobs: list[VacancyFacts],
    changes: list[SeekerFacts | VacancyFacts | int],
) -> None:
    index = index_of(people, jobs, search)
    persons = {one.number: one for one in people}
    openings = {one.number: one for one in jobs}
    for change in changes:
        if isinstance(change, SeekerFacts):
            index.put_seeker(change)
            persons[change.number] = change
        elif isinstance(change, VacancyFacts):
            index.put_vacancy(change)
            openings[change.number] = change
        elif change >= 0 and persons.pop(change, None):
            index.remove_seeker(change)
        elif change < 0 and openings.pop(-change, None):
            index.remove_vacancy(-change)
    assert_as_defined(index, list(persons.values()), list(openings.values()), 4)


@every_search
def test_equal_scores_are_ordered_by_number_also_in_a_reused_place(search: Search) -> None:
    index = index_of(
        [SeekerFacts(number=number) for number in (5, 3, 9)], [VacancyFacts(number=1)], search
    )
    assert [number for number, _ in index.seekers_for(1, 2)] == [3, 5]
    index.remove_seeker(3)
    index.put_seeker(SeekerFacts(number=7))
    index.put_seeker(SeekerFacts(number=1))
    assert [number for number, _ in index.seekers_for(1, 9)] == [1, 5, 7, 9]


@every_search
def test_a_market_can_grow_far_beyond_its_first_size(search: Search) -> None:
    index = index_of([], [VacancyFacts(number=1, required={"cook": Ask()})], search)
    people = [SeekerFacts(number=n, skills={"cook": n % 256, SKILLS[n % 6]: 9}) for n in range(400)]
    for person in people:
        index.put_seeker(person)
    job = VacancyFacts(number=1, required={"cook": Ask()})
    assert index.seekers_for(1, 50) == obvious_seekers(people, job, 50)


@every_search
def test_new_hours_days_and_levels_after_the_start_are_judged_too(search: Search) -> None:
    first = SeekerFacts(number=1, hours=Hours(8, 16), available=DAY)
    job = VacancyFacts(number=1, hours=Hours(8, 40), start=DAY)
    index = index_of([first], [job], search)
    late = SeekerFacts(number=2, hours=Hours(38, 40), available=DAY + timedelta(90))
    index.put_seeker(late)
    assert [number for number, _ in index.seekers_for(1, 5)] == [1]
    other = VacancyFacts(number=2, hours=Hours(39, 40), start=DAY + timedelta(80))
    index.put_vacancy(other)
    assert [number for number, _ in index.seekers_for(2, 5)] == [2]
    assert_as_defined(index, [first, late], [job, other], 5)


@every_search
def test_ten_thousand_skills_do_not_break_the_index(search: Search) -> None:
    many = SeekerFacts(number=2, skills={f"s{n}": 255 for n in range(10_000)} | {"cook": 200})
    index = index_of([SeekerFacts(number=1)], [VacancyFacts(number=1)], search)
    index.put_seeker(many)
    index.put_vacancy(VacancyFacts(number=1, required={f"s{n}": Ask() for n in range(10_000)}))
    index.put_vacancy(VacancyFacts(number=2, required={"cook": Ask()}))
    assert index.seekers_for(1, 5) == ((1, 0), (2, 0))
    assert index.seekers_for(2, 1)[0][0] == 2


def test_a_large_vocabulary_and_a_large_market_hold_wider_numbers() -> None:
    many = {f"x{number}": {} for number in range(70_000)}
    taxonomy = Taxonomy("large", {**many, **TAXONOMY.skills}, TAXONOMY.occupations)
    last = f"x{69_999}"
    people = [SeekerFacts(number=n, skills={last: n % 200 + 1}) for n in range(66_000)]
    jobs = [VacancyFacts(number=1, required={last: Ask()})]
    index = MatchIndex(people, jobs, weights=WEIGHTS, taxonomy=taxonomy)
    assert index.market.seekers.postings.ids.dtype == np.int32
    assert index.market.vocabulary.dtype == np.uint32
    assert [number for number, _ in index.seekers_for(1, 3)] == [199, 399, 599]
    index.put_seeker(SeekerFacts(number=65_999, skills={last: 255}))
    assert index.seekers_for(1, 1)[0][0] == 65_999


@every_search
def test_who_is_taken_out_is_in_no_list_and_unknown_from_then_on(search: Search) -> None:
    index = index_of([SeekerFacts(number=1)], [VacancyFacts(number=1)], search)
    index.remove_seeker(1)
    assert index.seekers_for(1, 5) == ()
    with pytest.raises(UnknownNumberError):
        index.vacancies_for(1, 5)
    with pytest.raises(UnknownNumberError):
        index.explain(1, 1)
    with pytest.raises(UnknownNumberError):
        index.remove_seeker(1)


def test_explanation_adds_up_to_the_score_in_the_list() -> None:
    case = region(120, 60, seed=5, places=8)
    index = MatchIndex(case.seekers, case.vacancies, weights=case.weights, taxonomy=case.taxonomy)
    seen = 0
    for job in case.vacancies:
        for person, total in index.seekers_for(job.number, 5):
            found = index.explain(person, job.number)
            assert (found.total, found.is_possible) == (total, True)
            seen += 1
    assert seen > 100


@pytest.mark.skipif(len(SEARCHES) == 1, reason="numba is not installed")
def test_compiled_and_numpy_give_the_same_lists_of_a_drawn_market() -> None:
    case = region(700, 300, seed=3, places=20)
    found = []
    for search in SEARCHES:
        index = MatchIndex(
            case.seekers,
            case.vacancies,
            weights=case.weights,
            taxonomy=case.taxonomy,
            search=search,
        )
        found.append(
            (*index.all_seekers(range(1, 301), 20), *index.all_vacancies(range(1, 701), 20))
        )
    assert all(np.array_equal(one, other) for one, other in zip(*found, strict=True))
    assert (found[0][0] >= 0).sum() > 1000


def test_ten_thousand_skills_are_matched_exactly_and_quickly() -> None:
    codes = [f"s{number}" for number in range(10_000)]
    taxonomy = Taxonomy(
        version="wide",
        skills={code: {codes[0]: 100} for code in codes[1:]} | {codes[0]: {}},
        occupations={},
    )
    greedy = SeekerFacts(number=1, skills=dict.fromkeys((*codes, "unknown"), 200))
    modest = SeekerFacts(number=2, skills={codes[5]: 255})
    job = VacancyFacts(number=1, required={code: Ask() for code in (codes[0], codes[5], "unknown")})
    began = process_time()
    index = MatchIndex((greedy, modest), (job,), weights=WEIGHTS, taxonomy=taxonomy)
    found = index.seekers_for(1, 5)
    index.put_seeker(replace(greedy, skills={}))
    index.put_seeker(greedy)
    assert process_time() - began < 2.0
    assert found == index.seekers_for(1, 5)
    assert dict(found) == {
        one.number: score(one, job, WEIGHTS, taxonomy).total for one in (greedy, modest)
    }
