"""J9: nothing leaves the reserve before it was decided, and the year leaves as one file."""

import csv
import io
import zipfile
from pathlib import Path

import pytest

from tests.journeys import trajectory
from tests.journeys.conftest import NewVisitor
from tests.journeys.region import Secretariat

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TITLE = "Banenmarkt in de haven"


def test_the_reserve_opens_with_a_decision_only(visitor: NewVisitor) -> None:
    carla = Secretariat(visitor(), "carla")
    _asks(carla, "", "2.500")
    carla.visitor.reads("Dit kan niet: er is geen besluit over.", "langs de route ‘reserve’")
    assert carla.page.locator("[name=purpose]").input_value() == "Zaal en begeleiding"
    carla.visitor.keep("reserve-refused")

    pim = Secretariat(visitor(), "pim")
    proposal = pim.draws_up(
        {"title": TITLE, "route": "reserve", "amount": "5.000", "parties": "uwv"}
    )
    pim.submits()
    _asks(carla, TITLE, "2.500")
    carla.visitor.reads("is nog niet besloten", "Waarom nog niet: advies van Adviesgroep")

    secretary = Secretariat(visitor(), "secretaris")
    secretary.records(proposal, "advice", "positive")
    secretary.records(proposal, "consent", "given")
    secretary.records(proposal, "decision", "adopted")

    _asks(carla, TITLE, "6.000")
    carla.visitor.reads("Dit is meer dan er besloten is. Er kan nog € 5.000 uit.")
    _asks(carla, TITLE, "2.500")
    carla.visitor.reads("Eruit gehaald", "Zaal en begeleiding", "€ 2.500")
    carla.visitor.keep("reserve")
    carla.visitor.go("/geld/reserve/")
    carla.visitor.reads("Zaal en begeleiding", "€ 2.500")
    trajectory.accessible(carla.visitor)


def _asks(carla: Secretariat, title: str, amount: str) -> None:
    carla.visitor.go("/besluiten/reserve/")
    form = carla.main("form:has([name=amount])")
    if title:
        option = form.locator("option", has_text=title).first.get_attribute("value") or ""
        carla.fill(form, {"proposal": option})
    carla.fill(form, {"amount": amount, "purpose": "Zaal en begeleiding"})
    carla.leave(form.locator("button", has_text="Neem op uit de reserve"))


def test_the_year_leaves_as_one_file_that_adds_up(visitor: NewVisitor) -> None:
    """What planning and control gets: an explanation, every movement, and the budgets beside it."""
    carla = Secretariat(visitor(), "carla")
    carla.visitor.go("/geld/")
    purses = carla.page.locator("main table").first.locator("tbody tr").count()
    with carla.page.expect_download() as download:
        carla.main("a", "als ZIP met uitleg").click()
    with zipfile.ZipFile(Path(download.value.path())) as year:
        assert "README.txt" in year.namelist()
        assert "2026" in year.read("README.txt").decode()
        budgets = _rows(year, "budget")
        entries = _rows(year, "grootboek")
    assert len(budgets) == purses > 0
    assert len(entries) > len(budgets)
    parts = ("Vrij", "Gereserveerd", "Vastgelegd", "Betaald")
    for one in budgets:
        held = [int(one[f"{part} in centen"]) for part in parts]
        assert sum(held) == int(one["Toegekend in centen"]), one


def _rows(year: zipfile.ZipFile, word: str) -> list[dict[str, str]]:
    name = next(name for name in year.namelist() if word in name and name.endswith(".csv"))
    text = year.read(name).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_a_meeting_from_planned_to_paper(visitor: NewVisitor) -> None:
    secretary = Secretariat(visitor(), "secretaris")
    secretary.visitor.go("/besluiten/vergaderingen/")
    secretary.leave(secretary.main("a", "Plan een vergadering"))
    form = secretary.main("form")
    secretary.fill(form, {"body": "rba", "day": "2026-03-02", "place": "Raadhuis"})
    secretary.leave(form.locator("button"))
    secretary.page.get_by_text("Zet een punt op de agenda").click()
    form = secretary.page.locator("form[action$='/punt/']")
    secretary.fill(form, {"title": "Opening", "explanation": "Welkom aan de nieuwe leden."})
    secretary.leave(form.locator("button"))
    secretary.visitor.reads("Opening")
    form = secretary.page.locator("form[action$='/gehouden/']")
    secretary.fill(form, {"present": "12", "conclusions": "De volgende keer bij UWV."})
    secretary.leave(form.locator("button"))
    secretary.visitor.reads("12 leden aanwezig", "De volgende keer bij UWV.")
    secretary.visitor.keep("meeting")
    secretary.leave(secretary.main("a", "Als vergaderstuk"))
    secretary.visitor.reads("Opening", "De volgende keer bij UWV.")
    secretary.visitor.keep("meeting-paper")


def test_bodies_now_and_then(visitor: NewVisitor) -> None:
    somebody = visitor()
    somebody.become("raadslid")
    somebody.go("/besluiten/overleggen/")
    somebody.reads("Regionaal Beraad Arbeidsmarkt", "Keten MT")
    somebody.keep("bodies")
    somebody.go("/besluiten/overleggen/?op=2020-12-01")
    somebody.reads("Zoals het was op 1 december 2020", "Regionaal Werkbedrijf")
    somebody.go("/besluiten/overleggen/rba/")
    somebody.reads("VNO-NCW West", "IJmond: 3 van 3 gemeenten")
    somebody.accessible()
    for page in ("tijdlijn", "overeenkomsten", "plichten", "documenten/?zoek=D-123859"):
        somebody.go(f"/besluiten/{page}")
        somebody.accessible()
        somebody.fits()
