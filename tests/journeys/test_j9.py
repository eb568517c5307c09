"""J9, the part of the decision: nothing leaves the reserve before it was decided."""

import pytest

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
    carla.visitor.reads("is nog niet besloten", "Er ontbreekt nog: advies van Adviesgroep")

    secretary = Secretariat(visitor(), "secretaris")
    secretary.records(proposal, "advice", "positive")
    secretary.records(proposal, "consent", "given")
    secretary.records(proposal, "decision", "adopted")

    _asks(carla, TITLE, "6.000")
    carla.visitor.reads("Dit is meer dan er besloten is. Er kan nog € 5.000 uit.")
    _asks(carla, TITLE, "2.500")
    carla.visitor.reads("Eruit gehaald", "Zaal en begeleiding", "€ 2.500")
    carla.visitor.keep("reserve")


def _asks(carla: Secretariat, title: str, amount: str) -> None:
    carla.visitor.go("/besluiten/reserve/")
    form = carla.main("form:has([name=amount])")
    if title:
        option = form.locator("option", has_text=title).first.get_attribute("value") or ""
        carla.fill(form, {"proposal": option})
    carla.fill(form, {"amount": amount, "purpose": "Zaal en begeleiding"})
    carla.leave(form.locator("button", has_text="Neem op uit de reserve"))


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
