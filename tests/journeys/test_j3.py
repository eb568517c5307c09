"""J3: a trajectory of three steps, paid by a mix, with a yes of who owns the money, to the cent."""

import re

import pytest

from tests.journeys.conftest import NewVisitor
from tests.journeys.professional import Professional

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GOAL = "Werken in de zorg"
SITUATION = {
    "fact_work": "no_work",
    "fact_benefit": "bijstand",
    "fact_distance_class": "unbridgeable",
}


def test_from_steps_to_a_paid_invoice(visitor: NewVisitor) -> None:
    alice = Professional(visitor(), "alice")
    case = _registers(alice)
    _builds(alice)
    _chooses_money(alice)
    _owner_says_yes(Professional(visitor(), "budgethouder"))
    step = _orders_and_finishes(alice, case)
    _pays(Professional(visitor(), "backoffice"), step)
    _controller_finds_it(Professional(visitor(), "carla"), step)


def _registers(alice: Professional) -> str:
    alice.visitor.go("/werk/nieuw/")
    form = alice.main("form.vd-stack")
    person = {"question": "Ik wil in de zorg werken.", "name": "Noor Voorbeeld", "postcode": "2011"}
    alice.fill(form, person)
    alice.leave(form.locator("button", has_text="Registreer de vraag"))
    alice.leave(alice.main("a", "Open het dossier"))
    case = alice.page.url
    alice.act("Situatie vastleggen", SITUATION)
    alice.visitor.go(case)
    return case


def _builds(alice: Professional) -> None:
    """Build three steps: a talk, a course of the municipality, a look at work."""
    alice.leave(alice.main("nav a", "Traject"))
    alice.visitor.reads("Er is nog geen traject")
    alice.leave(alice.main("a", "Begin een traject"))
    _sends(alice, {"goal": GOAL})
    builder = alice.page.url
    for values, instrument in (
        ({"what": "Adviesgesprek", "cost_word": "none_needed"}, ""),
        ({"cost": "1.500", "cost_word": ""}, "?instrument=jobcoach-gemeente"),
        ({"cost": "400", "cost_word": ""}, "?instrument=paskamer"),
    ):
        alice.visitor.go(f"{builder}stap/nieuw/{instrument}")
        _sends(alice, values)
    alice.visitor.reads("€ 1.500", "€ 400", "Nog niemand heeft geld toegezegd")
    alice.leave(alice.main("button", "Leg voor aan de persoon"))
    alice.leave(alice.main("a", "De persoon zei ja"))
    _sends(alice, {"how": "In het gesprek van vandaag"})
    alice.visitor.reads("De persoon zei ja op")
    alice.visitor.keep("trajectory")


def _sends(somebody: Professional, values: dict[str, str]) -> None:
    form = somebody.main("form.vd-stack")
    somebody.fill(form, values)
    somebody.leave(form.locator("button").last)


def _chooses_money(alice: Professional) -> None:
    alice.leave(alice.main("a", "Wie kan dit betalen?"))
    alice.visitor.reads("Er is € 1.900 nodig", "Manier 1", "Participatiebudget van Haarlem")
    alice.visitor.keep("mixes")
    alice.leave(alice.main("button", "Kies manier 1"))
    alice.visitor.reads("wacht op een ja", "Gemeente Haarlem")


def _owner_says_yes(owner: Professional) -> None:
    owner.visitor.go("/geld/toestemmingen/")
    owner.visitor.reads("Haarlem")
    assert "Noor" not in owner.visitor.text
    owner.visitor.keep("consents")
    yes = owner.page.locator("main button", has_text=re.compile("^Ja"))
    while yes.count():
        owner.leave(yes.first)


def _orders_and_finishes(alice: Professional, case: str) -> str:
    """Order what costs money, start and finish it; return the reference of the paid step."""
    alice.visitor.go(f"{case}traject/")
    alice.visitor.reads("Elke eigenaar van het geld zei ja")
    alice.leave(alice.main("button", "Bestel: "))
    alice.visitor.reads("€ 1.500 vastgelegd")
    alice.leave(alice.main("li:has-text('besteld') button", "Begin: "))
    line = alice.page.locator("main ol > li", has_text="bezig").first
    step = (line.get_attribute("id") or "").removeprefix("stap-")
    alice.leave(line.locator("a", has_text="Klaar: "))
    _sends(alice, {"result": "reached"})
    alice.visitor.reads("doel gehaald")
    alice.visitor.accessible()
    alice.visitor.fits()
    return step


def _pays(office: Professional, step: str) -> None:
    office.visitor.go("/geld/facturen/")
    form = office.main("form:has([name=supplier])")
    invoice = {"step": step, "supplier": "Cursushuis", "number": "17", "day": "2026-03-02"}
    office.fill(form, {**invoice, "amount": "1.500"})
    office.leave(form.locator("button", has_text="Zet klaar"))
    office.visitor.reads("Cursushuis, 17")
    office.visitor.keep("invoices")
    office.leave(office.main("button", "Betaal 17"))
    office.visitor.go("/geld/facturen/")
    form = office.main("form:has([name=supplier])")
    office.fill(form, {**invoice, "amount": "1.500"})
    office.leave(form.locator("button", has_text="Zet klaar"))
    office.visitor.reads("Deze factuur is al verwerkt. Er wordt niets dubbel betaald.")
    office.visitor.accessible()


def _controller_finds_it(carla: Professional, step: str) -> None:
    """From the year to the purse to the entry of this step."""
    carla.visitor.go("/geld/")
    carla.visitor.reads("Budgetten", "Participatiebudget van Haarlem")
    carla.visitor.keep("money")
    carla.leave(carla.main("th a", "Participatiebudget van Haarlem"))
    carla.leave(carla.main("nav a", "betaald"))
    carla.visitor.reads(step, "€ 1.500")
    carla.visitor.keep("purse")
