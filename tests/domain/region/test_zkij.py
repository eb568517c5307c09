"""The real pack holds the figures of the region's documents; every situation finds one party."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import product

import pytest

from voordeur.adapters.files.pack import load_pack, regions_directory
from voordeur.domain.region.model import DEFAULT_DOCUMENT, OrganisationKind, ReasonKind, Region
from voordeur.domain.rules.deciding import decide

TODAY = date(2026, 2, 1)
FOLDER = regions_directory() / "zkij"


@pytest.fixture(scope="module")
def region() -> Region:
    loaded = load_pack(FOLDER)
    assert isinstance(loaded, Region), [problem.sentence("en") for problem in loaded]
    return loaded


def test_the_counts_of_the_documents_hold(region: Region) -> None:
    assert len(region.municipalities) == 7
    assert len(region.postcodes) == 65
    assert len(region.outside) == 376
    assert len(region.locations) == 7
    assert sum(not location.to_fill for location in region.locations.values()) == 2
    assert len(region.needed) == 9
    assert len(region.doors) == 5
    assert [sector.code for sector in region.sectors.values() if sector.focus] == [
        "care",
        "education",
        "technology",
    ]
    assert len(region.distance_classes) == 3
    assert len(region.facts) <= 10


def test_the_five_target_groups_of_the_work_plan_are_there(region: Region) -> None:
    groups = [group for group in region.target_groups.values() if "§2.1" in group.source.section]
    assert len(groups) == 5
    youth = region.target_groups["youth_without_qualification"]
    assert (youth.age_from, youth.age_below) == (18, 27)
    assert len([group for group in region.target_groups.values() if group.focus]) == 4


def test_every_place_still_to_fill_is_a_to_do_and_has_no_address(region: Region) -> None:
    assert len(region.to_dos) == 5
    assert all(to_do.file == "locations.yaml" for to_do in region.to_dos)
    to_fill = [location for location in region.locations.values() if location.to_fill]
    assert not any(location.address or location.hours for location in to_fill)


def test_times_and_terms_the_documents_do_not_give_are_marked_as_defaults(region: Region) -> None:
    hours = [hour for location in region.locations.values() for hour in location.hours]
    assert hours
    assert {hour.source.document for hour in hours} == {DEFAULT_DOCUMENT}
    assert {term.source.document for term in region.terms} == {DEFAULT_DOCUMENT}
    assert region.terms[0].source.note.en == "default, not from the sources"


@pytest.mark.parametrize(
    ("known", "organisation"),
    [
        ({"asker": "employer", "employer_need": "staff_vacancy"}, "wsp"),
        ({"asker": "employer", "employer_need": "staff_at_risk"}, "wsp"),
        ({"benefit": "rejected"}, "werkcentrum"),
        ({"benefit": "none", "work": "working"}, "werkcentrum"),
        ({"benefit": "none", "need": "learn", "age": 40}, "werkcentrum"),
        ({"benefit": "none", "age": 40}, "werkcentrum"),
        ({"benefit": "none", "age": 18, "start_qualification": "no"}, "doorstroompunt"),
        ({"benefit": "none", "age": 26, "start_qualification": "no"}, "doorstroompunt"),
        ({"benefit": "none", "age": 27, "start_qualification": "no"}, "werkcentrum"),
        ({"benefit": "none", "age": 20, "start_qualification": "yes"}, "werkcentrum"),
        ({"benefit": "ww", "advice_talk": "not_yet"}, "werkcentrum"),
        ({"benefit": "ww", "advice_talk": "not_enough"}, "uwv"),
        ({"benefit": "sickness_disability"}, "uwv"),
        ({"benefit": "bijstand", "distance_class": "direct"}, "ijmond-werkt"),
        ({"benefit": "bijstand", "distance_class": "bridgeable"}, "ijmond-werkt"),
        ({"benefit": "bijstand", "distance_class": "unbridgeable"}, "gemeente-velsen"),
        ({"benefit": "bijstand", "distance_class": "unknown"}, "gemeente-velsen"),
        ({"benefit": "bijstand", "municipality": "haarlem"}, "gemeente-haarlem"),
        ({"benefit": "bijstand", "municipality": "elsewhere"}, "werkcentrum"),
    ],
)
def test_the_routing_table_of_the_work_plan(
    region: Region, known: dict[str, str | int], organisation: str
) -> None:
    usual: dict[str, str | int] = {
        "asker": "resident",
        "municipality": "velsen",
        "work": "no_work",
        "need": "work",
        "start_qualification": "yes",
    }
    facts = {**usual, **known}
    decision = decide(region.routing.as_of(TODAY), facts)
    assert decision.because is not None, decision
    municipality = str(facts["municipality"])
    assert region.organisation_for(decision.because.answer, municipality) == organisation
    assert decision.because.rule_text.en


def test_every_situation_has_one_party_that_can_take_a_case(region: Region) -> None:
    """A control beside the analysis: brute force over a grid of all values, per municipality."""
    table = region.routing.as_of(TODAY)
    cells: dict[str, Sequence[str | int]] = {
        code: (17, 18, 26, 27) if code == "age" else [value.code for value in fact.values]
        for code, fact in region.facts.items()
    }
    cells["municipality"] = ["velsen", "haarlem", "elsewhere"]
    seen = set()
    for number, values in enumerate(product(*cells.values())):
        if number % 37:
            continue
        facts: dict[str, str | int] = dict(zip(cells, values, strict=True))
        because = decide(table, facts).because
        assert because is not None, facts
        code = region.organisation_for(because.answer, str(facts["municipality"]))
        assert code is not None, facts
        assert region.organisations[code].takes_handovers
        seen.add(because.rule)
    assert seen == {rule.code for rule in table.rules}


def test_roles_are_resolved_per_municipality(region: Region) -> None:
    for slug, municipality in region.municipalities.items():
        assert region.organisation_for("@municipality", slug) == f"gemeente-{slug}"
        assert region.organisation_for("@municipality", municipality.code) == f"gemeente-{slug}"
        assert region.organisation_for("@nug", slug) == "werkcentrum"
        expected = "ijmond-werkt" if municipality.sub_region == "ijmond" else "spaarne-werkt"
        assert region.organisation_for("@participation_company", slug) == expected
    assert region.organisation_for("@municipality", "elsewhere") is None
    assert region.organisation_for("nobody", "velsen") is None


def test_names_change_on_their_day_and_old_names_still_find(region: Region) -> None:
    assert region.organisation_name("werkcentrum", date(2024, 6, 2)) == "RMT ZKIJ Werkt Door"
    assert region.organisation_name("werkcentrum", date(2024, 6, 3)).startswith("Werkcentrum")
    for old, code in {
        "RMT": "werkcentrum",
        "zkij werkt door": "werkcentrum",
        "RMC": "doorstroompunt",
        "Werkgeversservicepunt": "wsp",
        "BOA": "rba",
        "RWB": "rba",
        "Leerplein": "leerplein",
        "Kamer van Koophandel": "kvk",
        "IJmond Werkt": "ijmond-werkt",
    }.items():
        assert region.find_by_name(old)[0] == code
    assert region.find_by_name("  ") == ()
    assert region.find_by_name("bestaat niet") == ()


def test_postcodes_tell_the_municipality(region: Region) -> None:
    velsen = region.municipality_of("1972 AB")
    assert velsen is not None
    assert velsen.slug == "velsen"
    assert region.municipality_of("1011") is None
    outside = region.outside_place("1011")
    assert outside is not None
    assert (outside.municipality, outside.region) == ("Amsterdam", "Groot Amsterdam")
    assert region.sources["geonames"].licence == "CC BY 4.0"


def test_the_most_particular_term_wins(region: Region) -> None:
    assert region.term_days("handover_answer", "werkcentrum") == 3
    assert region.term_days("handover_answer", "uwv") == 5
    with pytest.raises(KeyError):
        region.term_days("unknown")


def test_every_act_has_reasons_and_every_outcome_a_label(region: Region) -> None:
    assert all(region.reasons_for(kind) for kind in ReasonKind)
    assert all(outcome.label.nl and outcome.label.en for outcome in region.outcomes.values())
    assert region.outcome("work_found") is not None
    assert region.outcome("unknown") is None


def test_parties_without_a_legal_task_need_consent(region: Region) -> None:
    guidance = region.purposes["guidance"]
    assert guidance.legal_basis_for(OrganisationKind.UWV) is not None
    for kind in ("union", "school", "employer_organisation", "leerwerkloket", "care"):
        assert guidance.legal_basis_for(kind) is None


def test_services_go_stale_after_their_freshness_duty(region: Region) -> None:
    service = region.services["advice-talk"]
    assert not service.is_stale(date(2026, 7, 14))
    assert service.is_stale(date(2026, 7, 15))
    assert region.services_of("uwv")


def test_no_natural_person_stands_in_the_pack() -> None:
    for file in sorted(FOLDER.rglob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"[\w.]+@[\w-]+\.\w+", text), f"an e-mail address in {file.name}"
        assert not re.search(r"\b0\d{1,3}[- ]?\d{6,7}\b|\+31", text), (
            f"a phone number in {file.name}"
        )
        no_amounts = re.sub(r"(_cents|^    amount): \d+$", "", text, flags=re.MULTILINE)
        assert not re.search(r"\b\d{9}\b", no_amounts), f"nine digits in {file.name}"
        title = re.search(r"\b(dhr|mw|mevr|mevrouw|meneer|drs|ing|mr|dr)\b\.? [A-Z]", text)
        assert not title, f"a person in {file.name}"
