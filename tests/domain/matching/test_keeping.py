"""A list can be made again from what was kept with it, and tells no more than it must."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.matching.made import (
    DAY,
    TAXONOMY,
    WEIGHTS,
    many_seekers,
    many_vacancies,
    seekers,
    vacancies,
)
from voordeur.domain.kernel.period import Period
from voordeur.domain.matching.facts import Ask, SeekerFacts, VacancyFacts
from voordeur.domain.matching.keeping import (
    Plain,
    ShownRow,
    UnreadableListError,
    keep,
    list_order,
    rebuild,
    weights_in,
    without_seekers,
)
from voordeur.domain.matching.score import score

COOK = {"cook": 255}
ASK = {"serve": Ask(3, 200)}


def once(facts: list[SeekerFacts]) -> list[SeekerFacts]:
    return list({one.number: one for one in facts}.values())


def written(kept: Plain) -> Plain:
    plain: Plain = json.loads(json.dumps(kept))
    return plain


def people_list(people: list[SeekerFacts], job: VacancyFacts) -> tuple[Plain, list[ShownRow]]:
    scores = [score(one, job, WEIGHTS, TAXONOMY) for one in people]
    scores.sort(key=lambda one: list_order(one, one.seeker))
    shown = [ShownRow(one.seeker, one.total, one.is_possible) for one in scores]
    return written(keep(people, [job], WEIGHTS, TAXONOMY)), shown


@settings(max_examples=60)
@given(many_seekers, vacancies)
def test_people_for_work_get_the_same_order_and_scores_again(
    drawn: list[SeekerFacts], job: VacancyFacts
) -> None:
    kept, shown = people_list(once(drawn), job)
    made = rebuild(kept, shown=shown, of_people=True) if shown else None
    assert made is None or (made.is_same and made.gone == 0)


@settings(max_examples=60)
@given(seekers, many_vacancies)
def test_work_for_a_person_gets_the_same_order_and_scores_again(
    person: SeekerFacts, drawn: list[VacancyFacts]
) -> None:
    jobs = list({one.number: one for one in drawn}.values())
    scores = [score(person, one, WEIGHTS, TAXONOMY) for one in jobs]
    scores.sort(key=lambda one: list_order(one, one.vacancy))
    shown = [ShownRow(one.vacancy, one.total, one.is_possible) for one in scores]
    kept = written(keep([person], jobs, WEIGHTS, TAXONOMY))
    assert rebuild(kept, shown=shown, of_people=False).is_same


@settings(max_examples=40)
@given(many_seekers, vacancies, st.integers(0, 11))
def test_forgetting_one_leaves_the_others_as_they_were(
    drawn: list[SeekerFacts], job: VacancyFacts, at: int
) -> None:
    people = once(drawn)
    if not people:
        return
    gone = people[at % len(people)].number
    kept, shown = people_list(people, job)
    made = rebuild(without_seekers(kept, [gone]), shown=shown, of_people=True)
    assert made.is_same
    assert [row.shown.number for row in made.rows if row.total is None] == [gone]


def test_nothing_of_who_is_forgotten_stays() -> None:
    one = SeekerFacts(number=1, skills=COOK, place="2011", reach={"bike": 60}, focus=frozenset("a"))
    other = SeekerFacts(number=2, skills={"serve": 90}, place="1970", reach={"bike": 60})
    job = VacancyFacts(number=9, required=ASK, place="1944")
    kept = keep([one, other], [job], WEIGHTS, TAXONOMY)
    assert "cook" in json.dumps(kept)
    left = json.dumps(without_seekers(kept, [1]))
    assert "cook" not in left
    assert "2011" not in left
    assert "serve" in left
    assert without_seekers(kept, [1, 2]) == {}


def test_only_what_the_scores_rest_on_is_kept() -> None:
    person = SeekerFacts(
        number=1, skills={"count": 255, **COOK}, licences=frozenset("C"), languages={"en": 4}
    )
    kept = json.dumps(keep([person], [VacancyFacts(number=9, required=ASK)], WEIGHTS, TAXONOMY))
    assert "count" not in kept
    assert '"en"' not in kept
    assert "licences" not in kept


@pytest.mark.parametrize("wrong", ["score", "order", "possible"])
def test_a_list_that_was_not_what_the_rules_give_is_seen(wrong: str) -> None:
    people = [SeekerFacts(number=number, skills={"cook": 50 * number}) for number in (1, 2, 3)]
    kept, shown = people_list(people, VacancyFacts(number=9, required=ASK))
    match wrong:
        case "score":
            shown[1] = replace(shown[1], total=shown[1].total + 1)
        case "order":
            shown[0], shown[1] = shown[1], shown[0]
        case _:
            shown[2] = replace(shown[2], possible=False)
    made = rebuild(kept, shown=shown, of_people=True)
    assert not made.is_same
    assert made.is_in_order is (wrong != "order")


def test_the_weights_come_back_with_owner_and_period() -> None:
    dated = replace(WEIGHTS, period=Period(DAY, None), late_days=12)
    assert weights_in(written(keep([], [], dated, TAXONOMY))) == dated


def test_a_form_nobody_knows_is_no_list() -> None:
    with pytest.raises(UnreadableListError):
        rebuild({"form": 99}, shown=[], of_people=True)
