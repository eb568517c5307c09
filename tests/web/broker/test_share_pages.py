"""Who pays what: parts by payer, money in outside plans, shared cost, and words that stay words."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.governance import keep
from tests.people import NOW, hire
from tests.services.purses import SYSTEM, claim, cost, post, purse
from tests.web.decisions.decisions_world import browser, words
from voordeur.domain.funding.ledger import Movement, Posting
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.web import contexts

pytestmark = pytest.mark.django_db
PROJECTS = "/geld/projecten/"


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture(name="carla")
def controller_browser(region: Region) -> Client:
    keep(
        SYSTEM,
        "agenda",
        {
            "code": "agenda",
            "title": {"nl": "Agenda"},
            "from": "2023",
            "until": "2027",
            "aim": {"nl": "Meer werk"},
        },
    )
    for year in (2024, 2026):
        plan: dict[str, Any] = {"code": f"plan-{year}", "title": {"nl": "Plan"}, "year": year}
        keep(SYSTEM, "plan", {**plan, "agenda": "agenda", "state": "draft"})
    return browser(hire("Carla Proefpersoon", "gemeente-haarlem", Role.CONTROLLER))


def line(code: str, *amounts: int | str, level: str = "running") -> None:
    finances = [{"part": {"nl": "Alles"}, "amount_cents": one} for one in amounts]
    data = {
        "code": code,
        "title": {"nl": code},
        "plan": "plan-2026",
        "level": level,
        "activity": {"nl": "Iets"},
        "mandate": "rba",
        "status": "running",
        "finances": finances,
    }
    keep(SYSTEM, "plan_line", data)


def project(code: str, *lines: str) -> None:
    data = {"code": code, "title": {"nl": code}, "goal": {"nl": "Iets"}, "status": "running"}
    keep(SYSTEM, "project", {**data, "lines": list(lines)} if lines else data)


def part(amount: int | str, payer: str = "", title: str = "", **more: Any) -> dict[str, Any]:
    named = {"part": {"nl": title}} if title else {}
    paid = {"payer": {"nl": payer}} if payer else {}
    return {**named, **paid, "amount": amount, **more}


def divide(code: str, *parts: dict[str, Any], sort: str = "project", **more: Any) -> None:
    data = {"code": code, "title": {"nl": code}, "sort": sort, "parts": list(parts), **more}
    keep(SYSTEM, "project_funding", data)


def read(answer: object) -> str:
    """Return what can be read, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", words(answer)).split())


def test_a_part_with_two_payers_says_what_each_pays_and_what_that_is_together(
    carla: Client,
) -> None:
    line("werkplek", 11_272_500)
    divide(
        "verdeling",
        part(2_000_000, "Regio", "Werkwijzer"),
        part(9_272_500, "UWV en ggz", "Werkwijzer"),
        plan_line="werkplek",
    )
    page = read(carla.get(PROJECTS))
    assert "Werkwijzer: samen € 112.725" in page
    assert "€ 20.000, Regio" in page
    assert "€ 92.725, UWV en ggz" in page
    assert "Dit vraagt aandacht" not in page


def test_a_word_is_no_zero_and_compares_with_nothing(carla: Client) -> None:
    line("onderzoek", "in_kind")
    line("plan-zorg", "to_be_determined")
    divide("zorg", part(100, "Regio"), plan_line="plan-zorg")
    page = read(carla.get(PROJECTS))
    assert "in natura" in page
    assert "nog te bepalen" in page
    assert "€ 0" not in page
    assert "Eerst dit" not in page


def test_a_division_that_adds_up_to_something_else_asks_for_attention(carla: Client) -> None:
    line("werkplek", 100_000)
    divide("verdeling", part(99_900, "Regio"), plan_line="werkplek")
    page = read(carla.get(PROJECTS))
    assert page.index("Eerst dit") < page.index("de verdeling telt op tot iets anders dan het plan")


def test_actual_cost_comes_from_the_ledger_under_the_line_of_its_project(carla: Client) -> None:
    line("werkplek", 100_000)
    project("project-1", "werkplek")
    purse("velsen-2026", 500_000)
    held = claim(cost(120_000), "velsen-2026")
    for movement in (Movement.RESERVE, Movement.COMMIT):
        post(SYSTEM, Posting(movement, "velsen-2026", 120_000, held.ref), key=f"x-{movement}")
    page = read(carla.get(PROJECTS))
    assert "€ 0 betaald, € 1.200 vastgelegd" in page
    assert "er is meer uitgegeven of vastgelegd dan het plan zegt" in page


def test_actual_cost_outside_the_ledger_stands_beside_it(carla: Client) -> None:
    line("werkplek", 100_000)
    told = {"day": "2026-02-03", "what": {"nl": "Zaalhuur"}, "amount": 25_000, "document": "D-1"}
    divide("verdeling", part(100_000, "Regio"), plan_line="werkplek", actuals=[told])
    page = read(carla.get(PROJECTS))
    assert "3 februari 2026: Zaalhuur, € 250 (D-1)" in page
    assert "nog niets geboekt" not in page


def test_money_in_an_outside_plan_and_shared_cost_stand_apart(carla: Client) -> None:
    outside = {"outside_plan": {"nl": "Plan van het mkb"}}
    divide("meebetalen", part(4_000_000, "Regio"), sort="cofunding", **outside)
    divide("pand", part("to_be_determined"), part("in_kind", "Partners"), sort="shared")
    page = read(carla.get(PROJECTS))
    assert page.index("Meebetalen aan plannen van buiten") < page.index("Plan van het mkb")
    assert page.index("€ 40.000, Regio") < page.index("Gedeelde kosten")
    assert page.index("Gedeelde kosten") < page.index("in natura: eigen uren, Partners")


def test_a_regional_ambition_paid_from_local_money_asks_for_attention(carla: Client) -> None:
    line("werkplek", 100_000)
    local_source("velsen-geld", "gemeente-velsen")
    weighed = {
        "ambition": "regional",
        "matter": "both",
        "public_money": {"nl": "De start is publiek, daarna betaalt de branche."},
        "facilitating": {"nl": "De overheid brengt partijen samen."},
    }
    shared = part(100_000, "Velsen", source_code="velsen-geld")
    divide("verdeling", shared, plan_line="werkplek", **weighed)
    page = read(carla.get(PROJECTS))
    assert "er betaalt ander geld mee dan bij deze ambitie hoort" in page
    assert "Hier betaalt mee: velsen-geld." in page
    assert "Regionale ambitie, samen, publiek en privaat" in page
    assert "De start is publiek, daarna betaalt de branche." in page
    assert "De overheid brengt partijen samen." in page


def test_a_local_ambition_paid_from_local_money_is_as_agreed(carla: Client) -> None:
    line("werkplek", 100_000)
    local_source("velsen-geld", "gemeente-velsen")
    shared = part(100_000, "Velsen", source_code="velsen-geld")
    divide("verdeling", shared, plan_line="werkplek", ambition="local")
    page = read(carla.get(PROJECTS))
    assert "Lokale ambitie" in page
    assert "Eerst dit" not in page


def test_a_service_is_split_by_who_pays_and_through_whom(carla: Client) -> None:
    line("dienst", 200_000, level="regional_service")
    divide(
        "dienst-verdeling",
        part("not_stated", "Drie gemeenten", through=["ijmond-werkt"]),
        part("not_stated", organisation="uwv"),
        plan_line="dienst",
    )
    page = read(carla.get(PROJECTS))
    assert "staat niet in de bron, Drie gemeenten (via IJmond Werkt!)" in page
    assert "staat niet in de bron, UWV" in page


def test_a_plan_of_another_year_is_asked_for_by_its_year(carla: Client) -> None:
    line("werkplek", 100_000)
    for asked in ("?jaar=2026", "?jaar=twee", "?jaar=1900", "?jaar=99999"):
        assert "werkplek" in words(carla.get(PROJECTS + asked))
    assert "werkplek" not in words(carla.get(f"{PROJECTS}?jaar=2024"))


def test_a_gids_finds_no_page_of_who_pays_what(region: Region) -> None:
    gids = browser(hire("Gijs Proefpersoon", "werkcentrum", Role.GIDS))
    assert gids.get(PROJECTS).status_code == 404


def test_more_projects_ask_no_more_queries(carla: Client) -> None:
    line("een", 100)
    carla.get(PROJECTS)
    with CaptureQueriesContext(connection) as few:
        carla.get(PROJECTS)
    for number in range(5):
        line(f"meer-{number}", 100)
        project(f"project-{number}", f"meer-{number}")
        divide(f"deel-{number}", part(100, organisation="uwv"), plan_line=f"meer-{number}")
    with CaptureQueriesContext(connection) as many:
        carla.get(PROJECTS)
    assert len(many) == len(few)


LOCAL, OPEN = "/geld/lokaal/", "/geld/lokaal/openen/"
TYPED = {
    "title": "Eigen geld voor scholing",
    "purpose": "Scholing zonder landelijke regeling",
    "who": ["none", "rejected"],
    "amount": "5.000",
    "max_person": "",
    "start": "2026-01-01",
    "last_day": "2026-12-31",
}


def local_source(code: str, owner: str, **more: Any) -> None:
    data = {
        "code": code,
        "title": {"nl": code},
        "owner": owner,
        "origin": "local",
        "sort": "public",
        "scale": "local",
        "purpose": {"nl": "Waarvoor"},
        **more,
    }
    keep(SYSTEM, "funding_source", data)


def local_action(code: str) -> None:
    text = {"nl": f"Actie {code}"}
    scope = "local_regional_possible"
    keep(SYSTEM, "local_line", {"code": code, "title": text, "scope": scope, "description": text})


def test_a_controller_of_a_municipality_sees_the_own_funds_with_the_actions_they_carry(
    carla: Client,
) -> None:
    local_action("loopbaan")
    local_source("van-haarlem", "gemeente-haarlem")
    local_source("van-velsen", "gemeente-velsen")
    divide(
        "hulp",
        part(12_300, organisation="gemeente-haarlem", source_code="van-haarlem"),
        part(45_600, organisation="gemeente-velsen", source_code="van-velsen"),
        part(78_900, "IJmond", through=["ijmond-werkt"]),
        part("not_stated", "Rijk"),
        sort="local",
        local_lines=["loopbaan"],
    )
    page = read(carla.get(LOCAL))
    assert "van-haarlem" in page
    assert "Actie loopbaan" in page
    assert "€ 123, " in page
    assert "staat niet in de bron, Rijk" in page
    assert "van-velsen" not in page
    assert "€ 456" not in page
    assert "€ 789" not in page
    region_team = browser(hire("Pim Proefpersoon", "werkcentrum", Role.PROGRAMME_TEAM))
    for code in ("van-haarlem", "van-velsen", "€ 789"):
        assert code in read(region_team.get(LOCAL))


def test_a_national_package_stands_apart_and_is_no_local_money(carla: Client) -> None:
    local_source("rijk", "uwv", scale="national", origin="state")
    data = {"code": "rijk-2020", "title": {"nl": "Landelijk 2020"}, "source_code": "rijk"}
    period = {"from": "2020-01-01", "until": "2022-01-01"}
    keep(SYSTEM, "budget", {**data, **period, "sort": "national", "amount": 27_000_000_000})
    page = read(carla.get(LOCAL))
    assert page.index("Landelijke pakketten") < page.index("€ 270.000.000")
    assert "Er is nog geen lokaal geld vastgelegd" in page


def test_money_that_is_opened_stands_on_the_page_with_what_is_free(carla: Client) -> None:
    answer = carla.post(OPEN, TYPED)
    assert answer.status_code == 302
    page = read(carla.get(LOCAL))
    assert "Eigen geld voor scholing" in page
    assert "€ 5.000 vrij van € 5.000" in page
    assert "mijn aanvraag is afgewezen" in page


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"amount": "veel"}, 422, "Dit is geen bedrag"),
        ({"amount": "0"}, 409, "Vul een bedrag in boven nul"),
        ({"amount": "99999999999999"}, 422, "Dit bedrag is te groot"),
        ({"max_person": "x"}, 422, "Dit is geen bedrag"),
        ({"last_day": "2025-12-01"}, 409, "Kies dezelfde dag of later"),
        ({"last_day": "2199-12-31"}, 422, "Klopt dit jaar?"),
        ({"last_day": "9999-12-31"}, 422, "Klopt dit jaar?"),
        ({"who": []}, 422, "Kies er nog een"),
        ({"who": ["iedereen"]}, 422, "Deze keuze is er niet meer"),
        ({"title": ""}, 422, "Vul dit nog in"),
    ],
)
def test_bad_input_gets_a_sentence_and_nothing_typed_is_lost(
    carla: Client, change: dict[str, Any], status: int, said: str
) -> None:
    answer = carla.post(OPEN, {**TYPED, **change})
    assert answer.status_code == status
    assert said in read(answer)
    assert "Scholing zonder landelijke regeling" in words(answer)


def test_only_a_controller_of_a_municipality_gets_the_form(carla: Client) -> None:
    assert "Open lokaal geld" in read(carla.get(LOCAL))
    of_region = browser(hire("Chris Proefpersoon", "werkcentrum", Role.CONTROLLER))
    assert "Open lokaal geld" not in read(of_region.get(LOCAL))
    assert of_region.get(OPEN).status_code == 409


def test_more_local_money_asks_no_more_queries(carla: Client) -> None:
    local_source("een", "gemeente-haarlem")
    carla.get(LOCAL)
    with CaptureQueriesContext(connection) as few:
        carla.get(LOCAL)
    for number in range(5):
        local_source(f"meer-{number}", "gemeente-haarlem")
        divide(f"deel-{number}", part(100, source_code=f"meer-{number}"), sort="local")
        purse(f"budget-{number}", 1000, source=f"meer-{number}", owner="gemeente-haarlem")
    with CaptureQueriesContext(connection) as many:
        carla.get(LOCAL)
    assert len(many) == len(few)
