"""Subsidies with their dates, costs that bind nobody yet, own hours, and the reserve by origin."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.governance import keep
from tests.people import NOW, hire
from tests.services.purses import SYSTEM, purse
from tests.web.decisions.decisions_world import browser, words
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.services import register_loading
from voordeur.web import contexts

pytestmark = pytest.mark.django_db
SUBSIDIES, RESERVE = "/geld/subsidies/", "/geld/reserve/"
SOURCE = {
    "code": "bron",
    "title": {"nl": "Bron"},
    "owner": "gemeente-velsen",
    "origin": "state",
    "sort": "public",
    "scale": "regional",
    "purpose": {"nl": "Waarvoor"},
}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture(name="carla")
def controller_browser(region: Region) -> Client:
    return browser(hire("Carla Proefpersoon", "gemeente-haarlem", Role.CONTROLLER))


def subsidy(code: str, **more: Any) -> None:
    said = {"code": code, "title": {"nl": code}, "state": "searching", "purpose": {"nl": "Iets"}}
    keep(SYSTEM, "subsidy", {**said, **more})


def scenario(*states: str) -> None:
    partners = ("gemeente-velsen", "uwv")
    shares = [
        {"organisation": who, "development": 100_00, "structural": 50_00, "state": state}
        for who, state in zip(partners, states, strict=False)
    ]
    data: dict[str, Any] = {
        "code": "pand",
        "title": {"nl": "Een pand"},
        "description": {"nl": "Een pand aan het plein"},
        "development": "to_be_determined",
        "structural": 100_00,
    }
    keep(SYSTEM, "cost_scenario", {**data, "shares": shares} if shares else data)


def test_what_has_a_date_first_stands_first_and_a_word_is_no_zero(carla: Client) -> None:
    subsidy("zonder-datum", asked="not_stated")
    subsidy("later", closes_on="2026-12-01")
    subsidy("eerder", closes_on="2026-05-01", asked=250_000_00)
    subsidy("voltooid", state="closed")
    page = words(carla.get(SUBSIDIES))
    assert page.index("eerder") < page.index("later") < page.index("zonder-datum")
    assert page.index("Voorbij of afgewezen") < page.index("voltooid")
    assert "€ 250.000" in page
    assert "€ 0" not in page


def test_the_calendar_holds_the_dates_ahead_only(carla: Client) -> None:
    subsidy("eerder", closes_on="2026-05-01", opens_on="2025-05-01")
    found = carla.get(f"{SUBSIDIES}data.ics")
    assert found["Content-Type"].startswith("text/calendar")
    text = found.content.decode()
    assert text.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20260501" in text


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ((), "niemand zit hieraan vast"),
        (("agreed", "proposed"), "niemand zit hieraan vast"),
        (("agreed", "agreed"), "de verdeling staat vast"),
    ],
)
def test_a_share_binds_only_when_everybody_said_yes(
    carla: Client, states: tuple[str, ...], said: str
) -> None:
    scenario(*states)
    page = words(carla.get(SUBSIDIES))
    assert said in page
    assert "nog te bepalen" in page


def test_own_hours_are_added_up_per_partner(carla: Client) -> None:
    for number, hours in enumerate((12, 30)):
        data = {
            "code": f"uren-{number}",
            "title": {"nl": "Uren"},
            "organisation": "gemeente-velsen",
            "period": "2026",
            "hours": hours,
            "role": {"nl": "Projectleiding"},
        }
        keep(SYSTEM, "in_kind", data)
    assert "42 uur" in words(carla.get(SUBSIDIES))


def test_the_reserve_is_told_by_origin_and_an_unknown_size_stays_a_word(carla: Client) -> None:
    keep(SYSTEM, "funding_source", SOURCE)
    for code, origin in (("reserve-a", "strengthening"), ("reserve-b", "crisis")):
        data = {
            "code": code,
            "title": {"nl": code},
            "source_code": "bron",
            "sort": "reserve",
            "from": "2026-01-01",
            "until": "2031-01-01",
            "amount": "not_stated",
            "reserve_origin": origin,
        }
        keep(SYSTEM, "budget", data)
    purse("reserve-a", 75_000, sort="reserve", origin="strengthening")
    page = words(carla.get(RESERVE))
    assert "versterking van de regio" in page
    assert "crisisdienstverlening" in page
    assert "€ 750" in page
    assert "nog niet open" in page
    assert "€ 0" not in page


def test_a_gids_finds_no_such_page(region: Region) -> None:
    gids = browser(hire("Gijs Proefpersoon", "werkcentrum", Role.GIDS))
    for address in (SUBSIDIES, f"{SUBSIDIES}data.ics", RESERVE):
        assert gids.get(address).status_code == 404


def test_more_subsidies_ask_no_more_queries(carla: Client) -> None:
    subsidy("een", applicant="uwv")
    carla.get(SUBSIDIES)
    with CaptureQueriesContext(connection) as few:
        carla.get(SUBSIDIES)
    for number in range(5):
        subsidy(f"meer-{number}", applicant="gemeente-velsen")
    with CaptureQueriesContext(connection) as many:
        carla.get(SUBSIDIES)
    assert len(many) == len(few)


def test_what_must_be_done_for_a_subsidy_is_ticked_off(carla: Client) -> None:
    """Such as for SLIM: who applies, which path, the budget, the proof afterwards."""
    tasks = [
        {"what": {"nl": "Kies de aanvrager"}, "done": True},
        {"what": {"nl": "Dien in"}, "by": "2026-01-15"},
        {"what": {"nl": "Bewaar het bewijs"}, "by": "2027-01-15"},
    ]
    subsidy("slim", tasks=tasks)
    page = words(carla.get(SUBSIDIES))
    assert "1 van 3 klaar" in page
    assert page.index("Dien in") < page.index("te laat") < page.index("nog doen")


def test_the_region_knows_who_may_ask_for_slim(carla: Client) -> None:
    register_loading.load_register(SYSTEM)
    page = words(carla.get(SUBSIDIES))
    assert "een samenwerking van werkgevers, werknemers en de centrumgemeente" in page
    assert "0 van 7 klaar" in page
