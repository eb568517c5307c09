"""The sector paths of the real pack: complete, walkable, and true to what was collected."""

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.domain.region.register_pack import real_region
from voordeur.domain.paths.atlas import KINDS as PATH_KINDS
from voordeur.domain.paths.atlas import Atlas, Step, atlas_of
from voordeur.domain.paths.obstacles import NOBODY, Hindrance, Traveller
from voordeur.domain.paths.ways import Found, NoWay, find_ways, walk
from voordeur.domain.register.checks import Entries, misfits

OFFICIAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "esco" / "occupations_nl.csv"
SHOP_TO_CARE = ("r001", "r028", "r030", "r033", "r034")


@pytest.fixture(scope="module")
def entries() -> Entries:
    return real_region().register


@pytest.fixture(scope="module")
def atlas(entries: Entries) -> Atlas:
    return atlas_of(entries.values())


def test_everything_that_was_collected_is_there_and_fits(entries: Entries, atlas: Atlas) -> None:
    held = Counter(kind for kind, _code in entries if kind in PATH_KINDS)
    assert held == {
        "skill": 200, "job_function": 75, "course": 65, "path_step": 153 + 11, "path_payer": 20,
        "outlook": 18, "intake_place": 2,
    }  # fmt: skip
    assert atlas.faults() == ()
    assert sum(len(job.skills) for job in atlas.jobs.values()) == 778


def test_a_step_without_its_function_would_be_told(atlas: Atlas) -> None:
    broken = Step(code="x", start="nergens", goal="zorghulp", sort="up", months=1)
    assert Atlas(jobs=atlas.jobs, steps=(broken,), neighbours=atlas.neighbours).faults()


@pytest.mark.parametrize(
    ("field", "value"), [("from_job", "zorghulp"), ("months", -1), ("to_job", "nergens")]
)
def test_a_step_to_itself_backwards_in_time_or_nowhere_does_not_come_in(
    entries: Entries, field: str, value: object
) -> None:
    key = ("path_step", "r002")
    known = real_region().known()
    assert misfits(entries, known, only=[key]) == []
    wrong = replace(entries[key], values={**entries[key].values, field: value})
    (found,) = misfits({**entries, key: wrong}, known, only=[key])
    assert found.path == (field if field != "from_job" else "to_job",)


def test_from_the_shop_to_nurse_takes_the_months_of_the_worked_route(atlas: Atlas) -> None:
    way = walk(atlas, SHOP_TO_CARE, start="winkelmedewerker", traveller=NOBODY)
    assert way is not None
    assert (way.months, way.legs[-1].step.goal) == (77, "mbo-verpleegkundige")


def test_every_focus_function_can_be_reached_from_some_work_people_come_from(atlas: Atlas) -> None:
    starts = [code for code, job in atlas.jobs.items() if job.start]
    lonely = [
        code
        for code, job in atlas.jobs.items()
        if not job.start
        and all(isinstance(find_ways(atlas, one, code, most=1), NoWay) for one in starts)
    ]
    assert lonely == []


def test_side_entry_of_teachers_is_for_who_has_the_degree(atlas: Atlas) -> None:
    goal = "leraar-basisonderwijs"
    graduate = find_ways(atlas, "winkelmedewerker", goal, traveller=Traveller(diploma="hbo"))
    assert isinstance(graduate, Found)
    assert (graduate.ways[0].codes, graduate.ways[0].months) == (("w010",), 24)
    other = find_ways(atlas, "winkelmedewerker", goal, traveller=Traveller(diploma="mbo2"))
    assert isinstance(other, Found)
    assert ("w010",) not in {one.codes for one in other.ways}
    (why,) = [one for one in other.blocked if one.codes == ("w010",)]
    hindrances = {one.need.diploma: one.how for one in why.legs[0].obstacles}
    assert hindrances["hbo"] is Hindrance.BLOCKS


def test_no_cost_is_zero_and_chances_have_a_date_and_a_source(entries: Entries) -> None:
    for (kind, _code), one in entries.items():
        if kind == "course":
            assert one.values["cost"] != 0
            assert one.values["fee"] != 0
            assert one.line("verified") == "not_verified" or one.text("found_in").nl
        if kind == "job_function":
            assert one.line("prospect_on")
            assert all(("outlook", code) in entries for code in one.codes("outlooks"))
            assert one.codes("outlooks")
        if kind == "outlook":
            assert one.text("found_in").nl
            assert one.text("found_in").en


def test_a_row_of_steps_is_nowhere_called_checked(entries: Entries) -> None:
    marks = {one.line("verified") for (kind, _code), one in entries.items() if kind == "path_step"}
    assert marks == {"not_verified"}


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official ESCO file is not on this machine")
def test_occupations_are_those_of_the_official_file(entries: Entries) -> None:
    with OFFICIAL.open(newline="", encoding="utf-8") as file:
        known = {row["conceptUri"]: row["preferredLabel"] for row in csv.DictReader(file)}
    for (kind, code), one in entries.items():
        if kind == "job_function":
            assert known[one.line("esco")] == one.line("esco_label"), code
