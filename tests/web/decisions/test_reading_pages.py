"""Timeline, agreements, duties, documents, councils and checks: what they say, and to whom."""

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
    write_local,
    write_readings,
)
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.services import register_acts
from voordeur.services.decision_tables import TABLES
from voordeur.services.register_acts import Change
from voordeur.web import contexts

pytestmark = pytest.mark.django_db
PAGES = (
    "/besluiten/tijdlijn/",
    "/besluiten/overeenkomsten/",
    "/besluiten/plichten/",
    "/besluiten/documenten/",
    "/besluiten/raden/",
    "/besluiten/raad/velsen/",
    "/besluiten/raad/haarlem/",
)


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture
def filled(region: Region) -> None:
    write_bodies()
    write_readings()
    write_local()


@pytest.fixture
def reader(filled: None) -> Client:
    return browser(somebody(Role.BOARD_READER, "gemeente-velsen"))


@pytest.mark.parametrize("role", ROLES)
def test_every_professional_reads_every_page(role: Role, filled: None) -> None:
    client = browser(somebody(role))
    for address in (*PAGES, "/besluiten/toets/toets/"):
        for prefix in ("", "/en"):
            assert client.get(prefix + address).status_code == 200, prefix + address


@pytest.mark.parametrize("address", PAGES)
def test_an_empty_region_has_pages_too(region: Region, address: str) -> None:
    assert browser(somebody(Role.SECRETARY)).get(address).status_code == 200


def test_the_timeline_goes_by_year_and_is_filtered_by_body(reader: Client) -> None:
    page = words(reader.get("/besluiten/tijdlijn/"))
    assert page.index("Start Werkcentrum") < page.index("Werkplan goedgekeurd")
    assert "3 februari 2022" in page
    assert "→ Doorontwikkelen" in page
    one = words(reader.get("/besluiten/tijdlijn/?overleg=boa"))
    assert "Werkplan goedgekeurd" in one
    assert "Start Werkcentrum</h3>" not in one
    assert words(reader.get("/besluiten/tijdlijn/?overleg=nergens&soort=x")).count("<h3") == 0


@pytest.mark.parametrize("asked", ["D-096471", "d096471", "096471", "intentie verklaring"[:8]])
def test_a_document_is_found_by_number_or_word(reader: Client, asked: str) -> None:
    page = words(reader.get(f"/besluiten/documenten/?zoek={asked}"))
    assert "Intentieverklaring</a>" in page
    assert "D-096472 Werkplan" in page
    assert "/register/paper/bijlage/" not in page


def test_what_is_not_found_says_what_to_try(reader: Client) -> None:
    assert "Niets gevonden." in words(reader.get("/besluiten/documenten/?zoek=D-000000"))


def test_an_agreement_shows_its_financial_paragraph(reader: Client) -> None:
    page = words(reader.get("/besluiten/overeenkomsten/"))
    for one in ("Kosten volgen het plan", "Niemand zit vast aan onvoorziene kosten", "UWV"):
        assert one in page


def test_duties_that_are_not_in_place_come_first_and_late_ones_say_so(reader: Client) -> None:
    page = words(reader.get("/besluiten/plichten/"))
    order = [page.index(f"/register/duty/{one}/") for one in ("laat", "beraad", "klaar")]
    assert order == sorted(order)
    assert "nog niet begonnen, datum voorbij" in page
    assert "wacht op de wet, datum voorbij" not in page
    assert "120 uur per jaar" in page
    assert "nog te bepalen" in page
    assert "€ 0" not in page


def test_cooperation_outside_the_region_is_told(reader: Client) -> None:
    write(
        "connection",
        "buren",
        "Overleg met buurregio’s",
        sort="neighbour",
        parties=["uwv"],
        what=text("Mensen die elders werken"),
        **{"from": "2024"},
    )
    page = words(reader.get("/besluiten/plichten/"))
    order = ["Samenwerking met regio", "Overleg met buurregio’s</a>", "Mensen die elders"]
    places = [page.index(one) for one in order]
    assert places == sorted(places)
    assert "Wet SUWI" in page
    assert "Eén bestuur" in page


def test_each_council_reads_what_is_its_own(reader: Client) -> None:
    velsen = words(reader.get("/besluiten/raad/velsen/"))
    haarlem = words(reader.get("/besluiten/raad/haarlem/"))
    for own in ("Velsen doet dit", "Pilot in IJmond", "Actie ijmond", "Bedrijventerrein sluit"):
        assert own in velsen
        assert own not in haarlem
    assert "Actie zuid-kennemerland" in haarlem
    assert "€ 5.000" in velsen
    assert "Ter kennisgeving." in velsen
    assert reader.get("/besluiten/raad/amsterdam/").status_code == 404


def test_a_change_reaches_every_council_and_a_local_one_its_own(reader: Client) -> None:
    pim = somebody(Role.PROGRAMME_TEAM)
    local = {
        "code": "v",
        "title": text("Versie"),
        "action": "a1",
        "municipality": "velsen",
        "description": text("Velsen doet meer"),
        "status": "done",
    }
    regional = {
        "code": "a1",
        "title": text("Actie regional"),
        "number": 1,
        "theme": "t",
        "pillar": "p",
        "scope": "regional",
        "status": "done",
        "lead": text("WSP"),
    }
    for kind, data, reason in (
        ("local_version", local, "Sneller klaar"),
        ("action", regional, "Afgerond"),
    ):
        change = Change(kind=kind, data=data, reason=reason, base_version=1)
        register_acts.record_entry(pim.context, change=change)
    velsen = words(reader.get("/besluiten/raad/velsen/"))
    haarlem = words(reader.get("/besluiten/raad/haarlem/"))
    assert "Afgerond" in velsen
    assert "Afgerond" in haarlem
    assert "Sneller klaar" in velsen
    assert "Sneller klaar" not in haarlem


def test_a_check_sets_measured_beside_expected_figures(reader: Client) -> None:
    page = words(reader.get("/besluiten/toets/toets/"))
    order = ["Gevolg nu", "8.110", "Q2 2024", "Gevolg straks", "9.000", "verwachting", "2027"]
    places = [page.index(one, page.index("Gevolg nu")) for one in order]
    assert places == sorted(places)
    assert reader.get("/besluiten/toets/nergens/").status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_more_entries_ask_no_more_queries(reader: Client, address: str) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(address).status_code == 200
        return len(queries)

    reader.get(address)
    few = count()
    for number in range(12):
        write("event", f"e{number}", "Iets", when="2023", sort="start", bodies=["rba"])
        write("paper", f"p{number}", "Stuk", number=f"D-{number}", body="rba")
        write("duty", f"d{number}", "Plicht", law="suwi", state="pending")
        write("law", f"w{number}", "Wet", sort="law", use=text("Iets"))
        write("agreement", f"a{number}", "Afspraak", sort="intent", content=text("Iets"))
        write("statistic", f"s{number}", "Getal", value=text("1"), when="2025")
    assert count() == few


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_list_is_taken_along_as_it_is_on_screen(reader: Client, name: str) -> None:
    for form in ("csv", "xlsx"):
        taken = reader.get(f"/besluiten/lijst/{name}.{form}")
        assert taken.status_code == 200
        assert taken["Content-Disposition"].startswith("attachment")
    assert reader.get(f"/besluiten/lijst/{name}.pdf").status_code == 404


def test_an_export_holds_the_rows_of_the_page(reader: Client) -> None:
    lines = reader.get("/besluiten/lijst/plichten.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Plicht;Wet;")
    assert [line.partition(";")[0] for line in lines[1:]] == [
        "Iets te laat",
        "Regionaal Beraad",
        "Agenda",
    ]
    assert reader.get("/besluiten/lijst/geheim.csv").status_code == 404


def test_every_page_with_a_list_says_where_to_take_it_along(reader: Client) -> None:
    pages = ["", "overleggen/", "vergaderingen/", *(["documenten/", "tijdlijn/", "plichten/"])]
    for page in (*pages, "overeenkomsten/", "reserve/"):
        assert "/besluiten/lijst/" in words(reader.get(f"/besluiten/{page}")), page
