"""What a gids and the owners of money do with a trajectory, in any journey that needs one."""

import re

from tests.journeys.conftest import Visitor
from tests.journeys.professional import Professional

GOAL = "Werken in de zorg"
SITUATION = {
    "fact_work": "no_work",
    "fact_benefit": "bijstand",
    "fact_distance_class": "unbridgeable",
}
TALK = ({"what": "Adviesgesprek", "cost_word": "none_needed"}, "")
COACH = ({"cost": "1.500", "cost_word": ""}, "jobcoach-gemeente")
FITTING_ROOM = ({"cost": "400", "cost_word": ""}, "paskamer")
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


def registers(alice: Professional, *, postcode: str, email: str = "") -> tuple[str, str]:
    """Register somebody and note the situation; the address of the case and the code."""
    alice.visitor.go("/werk/nieuw/")
    form = alice.main("form.vd-stack")
    person = {"question": "Ik wil in de zorg werken.", "name": "Noor Voorbeeld"}
    alice.fill(form, {**person, "postcode": postcode, "email": email})
    alice.leave(form.locator("button", has_text="Registreer de vraag"))
    code = CODE.search(alice.visitor.text)
    assert code
    alice.leave(alice.main("a", "Open het dossier"))
    case = alice.page.url
    alice.act("Situatie vastleggen", SITUATION)
    alice.visitor.go(case)
    return case, code[0]


def builds(alice: Professional, *steps: tuple[dict[str, str], str]) -> None:
    """From the page of a case: a trajectory of these steps, and the yes of the person."""
    alice.leave(alice.main("nav a", "Traject"))
    alice.visitor.reads("Er is nog geen traject")
    alice.leave(alice.main("a", "Begin een traject"))
    sends(alice, {"goal": GOAL})
    builder = alice.page.url
    for values, instrument in steps:
        chosen = f"?instrument={instrument}" if instrument else ""
        alice.visitor.go(f"{builder}stap/nieuw/{chosen}")
        sends(alice, values)
    alice.leave(alice.main("button", "Leg voor aan de persoon"))
    alice.leave(alice.main("a", "De persoon zei ja"))
    sends(alice, {"how": "In het gesprek van vandaag"})
    alice.visitor.reads("De persoon zei ja op")


def sends(somebody: Professional, values: dict[str, str]) -> None:
    """Fill in the form of the page and press its last button."""
    form = somebody.main("form.vd-stack")
    somebody.fill(form, values)
    somebody.leave(form.locator("button").last)


def says_yes(owner: Professional) -> None:
    """Read every question of consent, without a name, and say yes to each."""
    owner.visitor.go("/geld/toestemmingen/")
    assert "Noor" not in owner.visitor.text
    yes = owner.page.locator("main button", has_text=re.compile("^Ja"))
    assert yes.count()
    while yes.count():
        owner.leave(yes.first)


def starts(alice: Professional) -> str:
    """Order and begin the first step that costs money; return its reference."""
    alice.leave(alice.main("button", "Bestel: "))
    alice.visitor.reads("€ 1.500 vastgelegd")
    alice.leave(alice.main("li:has-text('besteld') button", "Begin: "))
    line = alice.page.locator("main ol > li", has_text="bezig").first
    return (line.get_attribute("id") or "").removeprefix("stap-")


def invoice(office: Professional, step: str, *, number: str = "17") -> None:
    """Put the invoice of a step ready to be paid."""
    office.visitor.go("/geld/facturen/")
    form = office.main("form:has([name=supplier])")
    typed = {"step": step, "supplier": "Cursushuis", "number": number, "day": "2026-03-02"}
    office.fill(form, {**typed, "amount": "1.500"})
    office.leave(form.locator("button", has_text="Zet klaar"))


def accessible(visitor: Visitor) -> None:
    """Hold the page as it stands against WCAG and the width of the window."""
    visitor.accessible()
    visitor.fits()
