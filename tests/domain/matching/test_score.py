"""The definition of a score: parts that add up, reasons, and what says no."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given

from tests.domain.matching.made import DAY, TAXONOMY, WEIGHTS, seekers, vacancies
from voordeur.domain.kernel.period import Period
from voordeur.domain.matching.facts import (
    Ask,
    Hours,
    SeekerFacts,
    UnusableFactError,
    VacancyFacts,
)
from voordeur.domain.matching.grounds import Ground
from voordeur.domain.matching.score import MatchScore, score, why_not
from voordeur.domain.matching.taxonomy import Taxonomy
from voordeur.domain.matching.weights import UNIT, WHOLE, Part, Weights

COOK = SeekerFacts(
    number=1,
    skills={"cook": 255, "serve": 100},
    occupations={"baker": 255},
    place="2011",
    reach={"bike": 30},
    hours=Hours(16, 32),
    education=3,
    languages={"nl": 4},
    licences=frozenset({"B"}),
    focus=frozenset({"care"}),
    available=DAY,
)
KITCHEN = VacancyFacts(
    number=2,
    required={"cook": Ask(3)},
    occupation="baker",
    place="2011",
    hours=Hours(24, 32),
    education=3,
    languages={"nl": 3},
    licences=frozenset({"B"}),
    sector="care",
    start=DAY,
)


def of(seeker: SeekerFacts = COOK, vacancy: VacancyFacts = KITCHEN) -> MatchScore:
    return score(seeker, vacancy, WEIGHTS, TAXONOMY)


def part(found: MatchScore, name: Part) -> int:
    return next(one.points for one in found.parts if one.part is name)


def test_who_fits_everything_has_every_point_but_the_minutes_on_the_way() -> None:
    found = of()
    assert found.is_possible
    assert found.total == WHOLE * UNIT - 5 * UNIT
    assert part(found, Part.TRAVEL) == 95 * UNIT


@given(seeker=seekers, vacancy=vacancies)
def test_parts_add_up_and_never_exceed_their_most(
    seeker: SeekerFacts, vacancy: VacancyFacts
) -> None:
    found = of(seeker, vacancy)
    assert found.total == sum(one.points for one in found.parts)
    assert all(0 <= one.points <= one.most for one in found.parts)
    assert sum(one.most for one in found.parts) == WHOLE * UNIT
    assert {one.part for one in found.parts} == set(Part)


@given(seeker=seekers, vacancy=vacancies)
def test_a_target_group_opens_a_vacancy_and_never_moves_anybody_in_the_order(
    seeker: SeekerFacts, vacancy: VacancyFacts
) -> None:
    with_groups = of(replace(seeker, groups=frozenset({"g1", "g2"})), vacancy)
    without = of(replace(seeker, groups=frozenset()), vacancy)
    assert with_groups.parts == without.parts
    assert [no for no in without.nos if no.ground is not Ground.GROUPS] == list(with_groups.nos)


def test_a_skill_nearby_counts_for_its_share_and_says_through_what() -> None:
    found = of(vacancy=replace(KITCHEN, required={"bake": Ask(), "count": Ask()}))
    bake, count = found.skills
    assert (bake.level, bake.through) == (128, "cook")
    assert count.is_missing
    assert [one.code for one in found.fits] == ["bake"]
    assert [one.code for one in found.missing] == ["count", "bake"]


def test_a_level_that_is_enough_gets_every_point_and_more_gets_none_extra() -> None:
    asked = replace(KITCHEN, required={"serve": Ask(1, 100)})
    assert of(vacancy=asked).missing == ()
    more = replace(COOK, skills={"serve": 255})
    assert of(more, asked).total == of(vacancy=asked).total


def test_a_rare_and_an_important_skill_weigh_more() -> None:
    asked = replace(KITCHEN, required={"cook": Ask(1), "drive": Ask(1), "clean": Ask(3)})
    most = {one.code: one.most for one in of(vacancy=asked).skills}
    assert most["clean"] > most["cook"] > most["drive"]


def test_points_of_what_is_not_asked_go_to_what_is() -> None:
    only_preferred = replace(KITCHEN, required={}, preferred={"cook": Ask()})
    assert part(of(vacancy=only_preferred), Part.PREFERRED) == 500 * UNIT
    assert part(of(), Part.REQUIRED) == 500 * UNIT
    nothing = replace(KITCHEN, required={})
    assert part(of(vacancy=nothing), Part.REQUIRED) == 0


NOS = {
    Ground.TRAVEL: (replace(COOK, reach={"bike": 4}), KITCHEN),
    Ground.HOURS: (replace(COOK, hours=Hours(36, 40)), KITCHEN),
    Ground.EDUCATION: (replace(COOK, education=1), KITCHEN),
    Ground.AVAILABILITY: (replace(COOK, available=date(2027, 3, 1)), KITCHEN),
    Ground.LANGUAGES: (replace(COOK, languages={"nl": 2}), KITCHEN),
    Ground.LICENCES: (replace(COOK, licences=frozenset()), KITCHEN),
    Ground.GROUPS: (COOK, replace(KITCHEN, groups=frozenset({"g1"}))),
    Ground.CONDITIONS: (replace(COOK, needs=frozenset({"quiet"})), KITCHEN),
}


@pytest.mark.parametrize("ground", NOS, ids=str)
def test_each_ground_says_no_by_name_with_what_is_asked_and_what_is_there(ground: Ground) -> None:
    seeker, vacancy = NOS[ground]
    (no,) = why_not(seeker, vacancy, WEIGHTS, TAXONOMY)
    assert no.ground is ground
    assert no.asked != no.has or not no.has
    assert why_not(COOK, KITCHEN, WEIGHTS, TAXONOMY) == ()


def test_every_ground_but_focus_can_say_no() -> None:
    assert set(NOS) == set(Ground) - {Ground.FOCUS}


def test_policy_interest_counts_only_where_the_person_wants_it() -> None:
    assert part(of(), Part.FOCUS) == 40 * UNIT
    assert part(of(replace(COOK, focus=frozenset())), Part.FOCUS) == 0
    assert of(replace(COOK, focus=frozenset())).is_possible


def test_what_nobody_said_excludes_nobody_earns_nothing_and_is_named() -> None:
    found = of(SeekerFacts(number=1), VacancyFacts(number=2))
    assert found.is_possible
    assert found.total == 0
    assert set(found.not_known) == {
        Ground.TRAVEL,
        Ground.HOURS,
        Ground.EDUCATION,
        Ground.AVAILABILITY,
    }


def test_a_vacancy_without_a_place_stays_possible_and_says_so() -> None:
    found = of(vacancy=replace(KITCHEN, place=""))
    assert found.is_possible
    assert found.not_known == (Ground.TRAVEL,)


def test_codes_nobody_knows_count_for_neither_and_are_named() -> None:
    odd = replace(KITCHEN, required={"cook": Ask(), "magic": Ask()}, occupation="wizard")
    found = of(replace(COOK, skills={**COOK.skills, "juggle": 255}), odd)
    assert found.unknown_codes == ("juggle", "magic", "wizard")
    assert part(found, Part.REQUIRED) == 500 * UNIT


def test_a_skill_that_leaves_the_vocabulary_leaves_the_score_on_both_sides() -> None:
    shrunk = Taxonomy("t2", {"serve": {}}, TAXONOMY.occupations, travel=TAXONOMY.travel)
    asked = replace(KITCHEN, required={"cook": Ask(), "serve": Ask(1, 100)})
    found = score(COOK, asked, WEIGHTS, shrunk)
    assert [one.code for one in found.skills] == ["serve"]
    assert found.unknown_codes == ("cook",)
    assert found.taxonomy_version == "t2"


def test_ten_thousand_skills_are_scored_like_any_other() -> None:
    many = {f"s{number}": 255 for number in range(10_000)}
    found = of(replace(COOK, skills={**many, **COOK.skills}))
    assert found.total == of().total
    assert len(found.unknown_codes) == 10_000


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"skills": {"cook": 256}}, "level of skill 'cook' is 256; it can be 0 to 255"),
        ({"skills": {"cook": -1}}, "level of skill 'cook' is -1"),
        ({"languages": {"nl": 7}}, "level of language 'nl' is 7; it can be 0 to 6"),
        ({"education": 9}, "level of education is 9; it can be 0 to 8"),
        ({"reach": {"car": 255}}, "minutes by 'car' is 255; it can be 0 to 254"),
        ({"number": -4}, "number is -4"),
    ],
)
def test_a_fact_outside_its_bounds_is_refused_in_words(
    facts: dict[str, object], words: str
) -> None:
    given_facts = {"number": 1, **facts}
    with pytest.raises(UnusableFactError, match=words.replace("(", r"\(")):
        SeekerFacts(**given_facts)  # type: ignore[arg-type]


def test_hours_run_from_least_to_most() -> None:
    with pytest.raises(UnusableFactError, match="hours per week is 12; it can be 20 to 168"):
        Hours(20, 12)


def test_weights_are_a_whole_with_an_owner_and_know_no_target_group() -> None:
    with pytest.raises(ValueError, match="together 999, not 1000"):
        replace(WEIGHTS, focus=39)
    with pytest.raises(ValueError, match="need an owner"):
        replace(WEIGHTS, owner="")
    dated = replace(WEIGHTS, period=Period(date(2026, 1, 1)))
    assert date(2026, 5, 1) in dated.period
    names = {field.name for field in fields(Weights)}
    assert not {name for name in names if "group" in name}
