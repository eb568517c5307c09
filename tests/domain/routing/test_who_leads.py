"""Who leads in Zuid-Kennemerland & IJmond: the region's routing table, row by row."""

from datetime import date
from functools import cache

import pytest

from tests.proofs import routing as proof
from voordeur.adapters.files.pack import load_pack, regions_directory
from voordeur.domain.region.model import Region
from voordeur.domain.rules import analyse, decide

DAY = date(2026, 3, 2)
HAARLEM = {"asker": "resident", "municipality": "haarlem"}
VELSEN = {"asker": "resident", "municipality": "velsen"}
NO_WORK = {"work": "no_work", "need": "work"}
WELFARE = {**NO_WORK, "benefit": "bijstand"}

ROWS: list[tuple[str, dict[str, str | int], str, str]] = [
    (
        "rejected for a benefit",
        {**HAARLEM, **NO_WORK, "benefit": "rejected"},
        "werkcentrum",
        "§3.1",
    ),
    (
        "in view of nobody",
        {**HAARLEM, **NO_WORK, "benefit": "none", "age": 45},
        "werkcentrum",
        "§3.1",
    ),
    (
        "worker",
        {**VELSEN, "work": "working", "need": "work", "benefit": "none"},
        "werkcentrum",
        "§3.1",
    ),
    (
        "employer with vacancies",
        {"asker": "employer", "employer_need": "staff_vacancy"},
        "wsp",
        "§3.1",
    ),
    (
        "employer with staff at risk",
        {"asker": "employer", "employer_need": "staff_at_risk"},
        "wsp",
        "§3.1",
    ),
    (
        "WW, no talk yet",
        {**HAARLEM, **NO_WORK, "benefit": "ww", "advice_talk": "not_yet"},
        "werkcentrum",
        "§3",
    ),
    (
        "WW, talk enough",
        {**HAARLEM, **NO_WORK, "benefit": "ww", "advice_talk": "enough"},
        "werkcentrum",
        "§3",
    ),
    (
        "WW, talk not enough",
        {**HAARLEM, **NO_WORK, "benefit": "ww", "advice_talk": "not_enough"},
        "uwv",
        "§3",
    ),
    (
        "illness or disability",
        {**VELSEN, **NO_WORK, "benefit": "sickness_disability"},
        "uwv",
        "§3.1",
    ),
    ("welfare in Haarlem", {**HAARLEM, **WELFARE}, "gemeente-haarlem", "§3.1"),
    (
        "welfare in Velsen, ready",
        {**VELSEN, **WELFARE, "distance_class": "direct"},
        "ijmond-werkt",
        "IJmond",
    ),
    (
        "welfare in Velsen, bridgeable",
        {**VELSEN, **WELFARE, "distance_class": "bridgeable"},
        "ijmond-werkt",
        "IJmond",
    ),
    (
        "welfare in Velsen, unbridgeable",
        {**VELSEN, **WELFARE, "distance_class": "unbridgeable"},
        "gemeente-velsen",
        "IJmond",
    ),
    (
        "young without qualification",
        {**HAARLEM, **NO_WORK, "benefit": "none", "age": 18, "start_qualification": "no"},
        "doorstroompunt",
        "In verbinding",
    ),
    (
        "27 without qualification",
        {**HAARLEM, **NO_WORK, "benefit": "none", "age": 27, "start_qualification": "no"},
        "werkcentrum",
        "§3.1",
    ),
    (
        "wants to learn",
        {**VELSEN, "work": "working", "need": "learn", "benefit": "none"},
        "werkcentrum",
        "In verbinding",
    ),
    ("from another region", {"asker": "resident", "municipality": "elsewhere"}, "werkcentrum", ""),
]


@cache
def region() -> Region:
    found = load_pack(regions_directory() / "zkij")
    assert isinstance(found, Region), "; ".join(problem.sentence() for problem in found[:5])
    return found


@pytest.mark.parametrize(
    ("situation", "facts", "party", "section"), ROWS, ids=[row[0] for row in ROWS]
)
def test_the_row_of_the_table_leads_to_its_party_and_says_why(
    situation: str, facts: dict[str, str | int], party: str, section: str
) -> None:
    because = decide(region().routing.as_of(DAY), facts).because
    assert because is not None, f"{situation}: still a question open"
    assert (
        region().organisation_for(because.answer, str(facts.get("municipality", "")), DAY) == party
    )
    assert section in because.source.section
    assert because.source.document in region().sources or because.source.document == "default"
    assert because.rule_text.nl
    assert because.rule_text.en


def test_learning_also_names_the_leerwerkloket() -> None:
    facts = {**VELSEN, "work": "working", "need": "learn", "benefit": "none"}
    because = decide(region().routing.as_of(DAY), facts).because
    assert because is not None
    assert "leerwerkloket" in region().routes[because.rule].also


def test_the_first_question_is_who_is_asking() -> None:
    assert decide(region().routing.as_of(DAY), {}).next_fact == "asker"


def test_nobody_is_asked_more_than_seven_questions() -> None:
    table = region().routing.as_of(DAY)
    longest = 0
    waiting: list[dict[str, str | int]] = [{}]
    while waiting:
        known = waiting.pop()
        longest = max(longest, len(known))
        fact = decide(table, known).next_fact
        if fact is not None:
            waiting += [{**known, fact: cell} for cell in table.cells[fact]]
    assert longest <= 7


def test_the_table_of_the_region_is_sound() -> None:
    assert analyse(region().routing) == []


def test_every_question_has_words_in_both_languages() -> None:
    for fact in region().routing.facts:
        texts = [fact.label, fact.question, *(value.label for value in fact.values)]
        assert all(text.nl and text.en for text in texts if fact.asked), fact.code


def test_every_combination_has_one_leading_party_and_broken_packs_are_refused() -> None:
    for line in proof.run("quick", 7):
        assert line.ok, line
        assert line.control_ok, line
