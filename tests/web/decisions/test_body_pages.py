"""Bodies and who decides what: on any day, for every role, in a fixed number of queries."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW
from tests.web.decisions.decisions_world import (
    ROLES,
    browser,
    somebody,
    text,
    words,
    write,
    write_bodies,
    write_routes,
)
from voordeur.domain.governance.balance import SeatFacts, balance_of
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.web import contexts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture
def bodies(region: Region) -> None:
    write_bodies()
    write_routes()


@pytest.fixture
def reader(bodies: None) -> Client:
    return browser(somebody(Role.BOARD_READER))


def count(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("role", ROLES)
def test_every_professional_reads_it(role: Role, bodies: None) -> None:
    client = browser(somebody(role))
    for address in ("/besluiten/", "/besluiten/overleggen/", "/besluiten/overleggen/rba/"):
        for prefix in ("", "/en"):
            assert client.get(prefix + address).status_code == 200, address


def test_nobody_else_does(bodies: None) -> None:
    assert Client().get("/besluiten/").status_code == 302


def test_who_advises_consents_and_decides_stands_per_subject(reader: Client) -> None:
    page = words(reader.get("/besluiten/"))
    row = page[page.index("/register/route/plan/") : page.index("/register/route/wsp-plan/")]
    order = ["Adviesgroep", "Keten MT", "als het dienstverlening", "Regionaal Beraad"]
    places = [row.index(one) for one in order]
    assert places == sorted(places)
    assert "binnen 10 werkdagen" in row
    wsp = page[page.index("/register/route/wsp-plan/") :]
    assert "8 organisaties, elk apart" in wsp


def test_without_routes_the_page_says_what_to_do(region: Region) -> None:
    page = words(browser(somebody(Role.SECRETARY)).get("/besluiten/"))
    assert "Er is nog geen besluitroute." in page
    assert "/register/route/nieuw/" in page


def test_the_map_is_of_the_day_one_asks(reader: Client) -> None:
    now = words(reader.get("/besluiten/overleggen/"))
    then = words(reader.get("/besluiten/overleggen/?op=2020-12-01"))
    card = 'class="nl-link" href="/besluiten/overleggen/{}/{}">'
    assert now.index(card.format("rba", "")) < now.index("niet zijn")
    assert now.index("Bestuurlijk overleg</a> <span") > now.index("niet zijn")
    assert then.index(card.format("boa", "?op=2020-12-01")) < then.index("niet zijn")
    assert "Zoals het was op 1 december 2020" in then
    assert "Ging verder als" in words(reader.get("/besluiten/overleggen/boa/?op=2020-12-01"))


@pytest.mark.parametrize("day", ["gisteren", "2020-13-40", "0001-01-01", "9999-12-31", "%00"])
def test_a_day_that_is_none_shows_today(reader: Client, day: str) -> None:
    found = reader.get(f"/besluiten/overleggen/?op={day}")
    assert found.status_code == (400 if day == "%00" else 200)


def test_a_body_shows_its_seats_and_who_is_not_heard(reader: Client) -> None:
    page = words(reader.get("/besluiten/overleggen/rba/"))
    assert "Gemeente Velsen" in page
    assert "onzeker in de bron" in page
    assert "Niet aan tafel: onderwijs, werkgevers, uitvoering." in page
    assert "IJmond: 3 van 3 gemeenten" in page
    assert "5 leden aanwezig" in page
    unknown = words(reader.get("/besluiten/overleggen/adviesgroep/"))
    assert "De bron noemt geen zetels." in unknown


def test_a_body_that_does_not_exist_that_day_says_so(reader: Client) -> None:
    page = words(reader.get("/besluiten/overleggen/rba/?op=2020-12-01"))
    assert "Bestaat niet op 1 december 2020" in page
    assert reader.get("/besluiten/overleggen/nergens/").status_code == 404


def test_delegated_principals_are_named(reader: Client) -> None:
    page = words(reader.get("/besluiten/overleggen/"))
    row = page[page.index("Wie namens wie") :]
    assert row.index("Keten MT") < row.index("Regionaal Beraad") < row.index("elk kwartaal")


def test_more_bodies_ask_no_more_queries(reader: Client) -> None:
    reader.get("/besluiten/overleggen/")
    few = count(reader, "/besluiten/overleggen/"), count(reader, "/besluiten/")
    for number in range(20):
        write("body", f"b{number}", f"Overleg {number}", level="other", remit=text("Praat"))
    assert (count(reader, "/besluiten/overleggen/"), count(reader, "/besluiten/")) == few


def seats(*perspectives: str, places: Any = ()) -> list[SeatFacts]:
    return [SeatFacts(one) for one in perspectives] + [
        SeatFacts("municipality", place) for place in places
    ]


ALL = ("uwv", "education", "employers", "employees", "execution")
PARTS = {"north": ["a", "b"], "south": ["c", "d"]}


def test_seats_are_even_when_everybody_is_heard_and_parts_have_the_same_share() -> None:
    assert balance_of(seats(*ALL, places="abcd"), PARTS).even
    assert balance_of(seats(*ALL, places="ac"), PARTS).even
    assert not balance_of(seats(*ALL, places="abc"), PARTS).even
    assert balance_of(seats(*ALL[1:], places="abcd"), PARTS).unheard == ("uwv",)
    assert not balance_of(seats(*ALL[1:], places="abcd"), PARTS).even
