"""The ways that are found are the best there are: held against every way on random maps."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voordeur.domain.kernel.text import Text
from voordeur.domain.paths.atlas import ANYWHERE, Atlas, Course, Job, Need, NeedSort, Step
from voordeur.domain.paths.obstacles import (
    NOBODY,
    RANKS,
    Hindrance,
    Traveller,
    after,
    before_leaving,
    obstacles,
)
from voordeur.domain.paths.ways import Found, NoWay, Way, find_ways, walk

NAMES = ("a", "b", "c", "d", "e", "f")
WORDS = Text("nodig", "needed")


def a_need(**more: object) -> Need:
    return Need(words=WORDS, **more)  # type: ignore[arg-type]


def a_job(code: str, *needs: Need) -> Job:
    return Job(code=code, sector="care", branch="care", level="none", needs=needs)


def a_course(code: str, *needs: Need, gives: str = "nothing", level: str = "none") -> Course:
    return Course(
        code=code, months=1, level=level, gives=gives, needs=needs,
        cost="not_stated", fee="not_stated",
    )  # fmt: skip


def a_step(start: str, goal: str, months: int, *courses: str, code: str = "") -> Step:
    name = code or f"{start}-{goal}"
    return Step(code=name, start=start, goal=goal, sort="up", months=months, courses=courses)


def a_map(*steps: Step, jobs: tuple[Job, ...] = (), courses: tuple[Course, ...] = ()) -> Atlas:
    known = {code: a_job(code) for code in NAMES}
    return Atlas(
        jobs={**known, **{one.code: one for one in jobs}},
        steps=steps,
        courses={one.code: one for one in courses},
    )


NEEDS = st.one_of(
    st.builds(
        a_need,
        sort=st.just(NeedSort.DIPLOMA),
        diploma=st.sampled_from(RANKS[1:]),
        from_age=st.sampled_from((None, 18, 21)),
        intake=st.booleans(),
    ),
    st.builds(a_need, sort=st.just(NeedSort.AGE), from_age=st.integers(16, 21)),
    st.builds(a_need, sort=st.just(NeedSort.LICENCE), licence=st.just("b")),
    st.builds(a_need, sort=st.just(NeedSort.SCREENING)),
)
COURSES = st.builds(
    lambda needs, gives, level: (needs, gives, level),
    st.lists(NEEDS, max_size=2),
    st.sampled_from(("diploma", "nothing")),
    st.sampled_from(RANKS),
)
TRAVELLERS = st.builds(
    Traveller,
    diploma=st.sampled_from(("", *RANKS)),
    age=st.sampled_from((None, 16, 17, 20, 30)),
    licences=st.sampled_from((None, frozenset[str](), frozenset({"b"}))),
)


@st.composite
def maps(draw: st.DrawFn) -> Atlas:
    """Return a map of six functions with up to eighteen steps, some open from everywhere."""
    made = draw(st.lists(COURSES, min_size=1, max_size=4))
    courses = tuple(
        a_course(f"k{number}", *needs, gives=gives, level=level)
        for number, (needs, gives, level) in enumerate(made)
    )
    raw = draw(
        st.lists(
            st.tuples(
                st.sampled_from((*NAMES, *NAMES, ANYWHERE)),
                st.sampled_from(NAMES),
                st.integers(0, 6),
                st.sampled_from(("", *(one.code for one in courses))),
            ),
            max_size=18,
        )
    )
    steps = tuple(
        a_step(start, goal, months, *([course] if course else []), code=f"s{number:02}")
        for number, (start, goal, months, course) in enumerate(raw)
        if start != goal
    )
    jobs = tuple(a_job(code, *draw(st.lists(NEEDS, max_size=1))) for code in NAMES)
    return a_map(*steps, jobs=jobs, courses=courses)


def every_way(
    atlas: Atlas, start: str, goal: str, traveller: Traveller
) -> list[tuple[tuple[int, int, tuple[str, ...]], bool]]:
    """Return the length of every way without a circle, slowly, and whether it is blocked."""
    found = []

    def go(place: str, steps: tuple[Step, ...], seen: frozenset[str]) -> None:
        if place == goal:
            here, blocked = before_leaving(traveller), False
            for step in steps:
                there = obstacles(atlas, step, here, traveller)
                blocked |= any(one.how is Hindrance.BLOCKS for one in there)
                here = after(atlas, step, here)
            months = sum(step.months for step in steps)
            found.append(((months, len(steps), tuple(s.code for s in steps)), blocked))
            return
        own = {step.goal for step in atlas.steps if step.start == place}
        for step in atlas.steps:
            for_all = step.start == ANYWHERE and step.goal not in own
            asks = any(
                need.sort is NeedSort.DIPLOMA and not need.intake
                for code in step.courses
                for need in atlas.courses[code].needs
            )
            open_here = step.start == place or (for_all and (asks or not steps))
            if open_here and step.goal not in seen:
                go(step.goal, (*steps, step), seen | {step.goal})

    go(start, (), frozenset({start}))
    return sorted(found)


def lengths(ways: tuple[Way, ...]) -> list[tuple[int, int, tuple[str, ...]]]:
    return [(one.months, len(one.legs), one.codes) for one in ways]


@settings(max_examples=400, deadline=None)
@given(maps(), TRAVELLERS, st.integers(1, 4))
def test_the_best_ways_are_those_of_a_search_through_every_way(
    atlas: Atlas, traveller: Traveller, most: int
) -> None:
    slow = every_way(atlas, "a", "f", traveller)
    found = find_ways(atlas, "a", "f", traveller=traveller, most=most)
    if isinstance(found, NoWay):
        assert found is NoWay.NO_STEPS
        assert slow == []
        return
    assert found.complete
    assert lengths(found.ways) == [one for one, blocked in slow if not blocked][:most]
    assert lengths(found.blocked) == [one for one, blocked in slow[:most] if blocked]


@settings(max_examples=200, deadline=None)
@given(maps(), TRAVELLERS)
def test_a_way_that_was_found_can_be_walked_again_and_never_comes_back(
    atlas: Atlas, traveller: Traveller
) -> None:
    found = find_ways(atlas, "a", "f", traveller=traveller)
    if not isinstance(found, Found):
        return
    for way in (*found.ways, *found.blocked):
        assert walk(atlas, way.codes, start="a", traveller=traveller) == way
        goals = [leg.step.goal for leg in way.legs]
        assert len({"a", *goals}) == len(goals) + 1
        assert all(
            second.step.start in {first.step.goal, ANYWHERE} for first, second in pairwise(way.legs)
        )


@pytest.mark.parametrize(
    ("start", "goal", "why"),
    [
        ("a", "a", NoWay.ALREADY_THERE),
        ("nergens", "a", NoWay.UNKNOWN_START),
        ("a", "nergens", NoWay.UNKNOWN_GOAL),
        ("", "a", NoWay.UNKNOWN_START),
        ("b", "a", NoWay.NO_STEPS),
    ],
)
def test_what_cannot_be_looked_for_is_refused_with_its_own_word(
    start: str, goal: str, why: NoWay
) -> None:
    atlas = a_map(a_step("a", "b", 3))
    assert find_ways(atlas, start, goal) is why


def test_codes_that_are_no_way_cannot_be_walked() -> None:
    atlas = a_map(a_step("a", "b", 1), a_step("b", "a", 1), a_step("b", "c", 1))
    there = {"start": "a", "traveller": NOBODY}
    assert walk(atlas, ("a-b", "b-c"), **there) is not None  # type: ignore[arg-type]
    broken = a_map(a_step("a", "nergens", 1))
    assert walk(broken, ("a-nergens",), **there) is None  # type: ignore[arg-type]
    for codes in ((), ("b-c",), ("a-b", "b-a"), ("a-b", "weg")):
        assert walk(atlas, codes, **there) is None  # type: ignore[arg-type]


def test_a_diploma_that_is_missing_blocks_until_it_is_earned_on_the_way() -> None:
    wants = a_course("k2", a_need(sort=NeedSort.DIPLOMA, diploma="mbo2"))
    earns = a_course("k1", gives="diploma", level="mbo2")
    atlas = a_map(
        a_step("a", "f", 2, "k2"), a_step("a", "b", 9, "k1"), a_step("b", "f", 2, "k2"),
        courses=(earns, wants),
    )  # fmt: skip
    found = find_ways(atlas, "a", "f", traveller=Traveller(diploma="none"))
    assert isinstance(found, Found)
    assert [one.codes for one in found.ways] == [("a-b", "b-f")]
    assert [one.codes for one in found.blocked] == [("a-f",)]
    (obstacle,) = found.blocked[0].legs[0].obstacles
    assert (obstacle.need.diploma, obstacle.how) == ("mbo2", Hindrance.BLOCKS)


def test_what_is_not_known_is_asked_and_never_blocks() -> None:
    course = a_course("k", a_need(sort=NeedSort.DIPLOMA, diploma="hbo"))
    job = a_job(
        "f", a_need(sort=NeedSort.AGE, from_age=18), a_need(sort=NeedSort.LICENCE, licence="b")
    )
    atlas = a_map(a_step("a", "f", 2, "k"), jobs=(job,), courses=(course,))
    found = find_ways(atlas, "a", "f", traveller=NOBODY)
    assert isinstance(found, Found)
    asked = found.ways[0].legs[0].obstacles
    assert {one.how for one in asked} == {Hindrance.ASK}
    assert len(asked) == 3


def test_people_grow_older_on_the_way() -> None:
    adult = a_job("f", a_need(sort=NeedSort.AGE, from_age=18))
    atlas = a_map(a_step("a", "b", 6), a_step("b", "f", 6), a_step("a", "f", 6), jobs=(adult,))
    found = find_ways(atlas, "a", "f", traveller=Traveller(age=17))
    assert isinstance(found, Found)
    assert [one.codes for one in found.ways] == [("a-b", "b-f")]
    assert [one.codes for one in found.blocked] == [("a-f",)]


def test_a_step_of_its_own_goes_before_one_that_is_open_to_all() -> None:
    atlas = a_map(a_step("a", "f", 8), a_step(ANYWHERE, "f", 2, code="all"), a_step("a", "b", 1))
    found = find_ways(atlas, "a", "f")
    assert isinstance(found, Found)
    assert [one.codes for one in found.ways] == [("a-f",)]
    other = find_ways(atlas, "c", "f")
    assert isinstance(other, Found)
    assert [one.codes for one in other.ways] == [("all",)]
