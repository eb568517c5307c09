"""J4: somebody moves from Velsen to Haarlem half-way and gets a job; nothing starts again."""

import re

import pytest

from tests.journeys import trajectory
from tests.journeys.conftest import Installation, NewVisitor
from tests.journeys.hands import Mouse
from tests.journeys.professional import Professional
from tests.journeys.resident import Resident

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOTE = "Wil graag in de zorg werken, en kan in april beginnen."
TASK = "Een dag meekijken in een verpleeghuis"
MESSAGE = "We zijn halverwege: het meekijken is geregeld, de opleiding nog niet."
SITUATION = {
    "fact_work": "no_work",
    "fact_benefit": "bijstand",
    "fact_distance_class": "unbridgeable",
}
FIRST_STEP = "Kennismaken in Haarlem"


def test_the_person_moves_and_goes_on(visitor: NewVisitor, installation: Installation) -> None:
    installation.hire("Hanna Proefpersoon", "gemeente-haarlem", "partner_professional")
    bob = Professional(visitor(), "bob")
    case, code = _register(bob)
    bob.visitor.go(case)
    bob.act("Notitie", {"text": NOTE})
    bob.act("Taak afspreken", {"what": TASK, "by": "resident"})

    bob.act("Situatie vastleggen", SITUATION)

    bob.act("Er verandert iets", {"changed": "municipality", "municipality": "haarlem"})
    assert "Gemeente Haarlem leidt nu" in bob.page.locator("body").inner_text()
    _offer(bob)

    hanna = Professional(visitor(), "hanna-gemeente-haarlem")
    _take_over(hanna)
    _sees_it_all(visitor, installation, code)


def _register(bob: Professional) -> tuple[str, str]:
    """Register somebody in Velsen; return the address of the case and the person's code."""
    bob.visitor.go("/werk/nieuw/")
    bob.visitor.keep("register")
    form = bob.main("form.vd-stack")
    bob.fill(
        form,
        {
            "question": "Ik wil in de zorg werken.",
            "name": "Noor Voorbeeld",
            "email": "noor@example.nl",
            "postcode": "1971",
        },
    )
    bob.leave(form.locator("button", has_text="Registreer de vraag"))
    bob.visitor.reads("Geregistreerd")
    code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", bob.visitor.text)
    assert code
    bob.leave(bob.main("a", "Open het dossier"))
    return bob.page.url, code[0]


def _offer(bob: Professional) -> None:
    """Hand over to the municipality where the person lives now."""
    bob.leave(bob.main("a", "Draag over"))
    form = bob.main("form#aanbod")
    assert form.locator("[name=receiver][value=gemeente-haarlem]").is_checked()
    bob.fill(form, {"message": MESSAGE})
    for group in ("plan", "notes"):  # halfway, so what was agreed goes along by itself
        assert form.locator(f"[name=fields_shared][value={group}]").is_checked()
    form.locator("[name=fields_shared][value=situation]").check()
    bob.leave(form.locator("button", has_text="Bied de overdracht aan"))
    bob.visitor.reads("Gemeente Haarlem", "Wachten op antwoord")


def _take_over(hanna: Professional) -> None:
    """Say yes, and find in the case everything that was there."""
    hanna.visitor.go("/werk/overdrachten/")
    hanna.leave(hanna.main("td a, th a", "Noor Voorbeeld"))
    hanna.visitor.reads(MESSAGE, "zie je na je ja")
    assert NOTE not in hanna.visitor.text  # notes are read by who said yes
    form = hanna.main("form:has([name=ja-next_date])")
    form.locator("[name=ja-next_step]").fill(FIRST_STEP)
    hanna.leave(form.locator("button").first)
    hanna.open_case("Noor Voorbeeld")
    hanna.page.goto(hanna.page.url + "?alles=ja")
    hanna.visitor.reads(FIRST_STEP, TASK, "Gemeente Velsen", "Gemeente Haarlem", "Notitie", NOTE)
    hanna.visitor.keep("case-moved")


def _sees_it_all(visitor: NewVisitor, installation: Installation, code: str) -> None:
    noor = Resident(visitor(), Mouse(), name="Noor Voorbeeld", email="noor@example.nl", code=code)
    noor.come_in(installation)
    noor.visitor.reads("Gemeente Haarlem", "Gemeente Velsen", FIRST_STEP, TASK)
    noor.visitor.keep("my-moved")


def test_the_money_goes_on_when_the_person_moves(
    visitor: NewVisitor, installation: Installation
) -> None:
    """Velsen pays what it promised, Haarlem agrees to pay on, and the course does not stop."""
    installation.hire("Vera Proefpersoon", "gemeente-velsen", "budget_owner")
    alice = Professional(visitor(), "alice")
    case, code = trajectory.registers(alice, postcode="1971", email="noor@example.nl")
    trajectory.builds(alice, trajectory.COACH, trajectory.FITTING_ROOM)
    alice.leave(alice.main("a", "Wie kan dit betalen?"))
    alice.visitor.reads("Participatiebudget van Velsen")
    alice.leave(alice.main("button", "Kies manier 1"))
    trajectory.says_yes(Professional(visitor(), "vera-gemeente-velsen"))
    alice.visitor.go(f"{case}traject/")
    step = trajectory.starts(alice)

    _life_changes(alice, case)
    _haarlem_agrees(Professional(visitor(), "budgethouder"))
    alice.visitor.go(f"{case}traject/")
    alice.visitor.reads("Gemeente Haarlem is de betaler", "Participatiebudget van Velsen", "bezig")
    assert "Spreek af wie verder betaalt" not in alice.visitor.text
    alice.visitor.keep("trajectory-moved")
    alice.leave(alice.main("button", "Bestel: "))
    alice.visitor.reads("€ 400 vastgelegd")

    office = Professional(visitor(), "backoffice")
    trajectory.invoice(office, step)
    office.leave(office.main("button", "Betaal 17"))
    carla = Professional(visitor(), "carla")
    carla.visitor.go("/geld/")
    carla.leave(carla.main("th a", "Participatiebudget van Velsen"))
    carla.leave(carla.main("nav a", "betaald"))
    carla.visitor.reads(step, "€ 1.500")

    noor = Resident(visitor(), Mouse(), name="Noor Voorbeeld", email="noor@example.nl", code=code)
    noor.come_in(installation)
    noor.visitor.page.get_by_role("link", name="Mijn traject").first.click()
    noor.visitor.reads("Betaald uit: Participatiebudget van Velsen", trajectory.GOAL)
    noor.visitor.keep("my-trajectory-moved")


def _life_changes(alice: Professional, case: str) -> None:
    """Another municipality and a part-time job; the builder says what must be agreed first."""
    alice.visitor.go(case)
    alice.act("Er verandert iets", {"changed": "municipality", "municipality": "haarlem"})
    alice.visitor.go(case)
    alice.act("Er verandert iets", {"changed": "work", "work": "working"})
    alice.visitor.go(f"{case}traject/")
    alice.visitor.reads("Spreek af wie verder betaalt", "Het traject loopt door")
    assert not alice.page.locator("main button", has_text="Bestel: ").count()
    alice.leave(alice.main("a", "Vraag wie verder betaalt"))
    trajectory.sends(alice, {"kind": "moves", "reason": "Verhuisd, en begonnen in deeltijd"})
    alice.visitor.reads("We wachten op antwoord")


def _haarlem_agrees(owner: Professional) -> None:
    owner.visitor.go("/werk/trajecten/doorbetalen/")
    owner.visitor.reads("nemen jullie het betalen over", "€ 1.900")
    assert "Noor" not in owner.visitor.text
    owner.visitor.keep("paying-on")
    owner.leave(owner.main("button", "Ja, betaal"))
    assert "Vastgelegd" in owner.page.locator("body").inner_text()
