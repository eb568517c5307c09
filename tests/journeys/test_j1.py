"""J1: a question online becomes an appointment, a talk, a next step and an outcome."""

from datetime import timedelta

import pytest

from tests.journeys.conftest import Installation, NewVisitor
from tests.journeys.hands import Keyboard, Mouse
from tests.journeys.professional import Professional
from tests.journeys.resident import Resident

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SUMMARY = "We keken wat je goed kunt. Je wilt werk met mensen, in de buurt."
NOTE = "Begonnen in een winkel in Velsen."
WERKCENTRUM = "Werkcentrum Zuid-Kennemerland & IJmond"


def test_from_question_to_outcome(visitor: NewVisitor, installation: Installation) -> None:
    dagmar = Resident(visitor(), Mouse(), pictures=True)
    dagmar.ask()
    dagmar.understand(WERKCENTRUM)
    dagmar.leave_details()
    dagmar.book()
    assert dagmar.appointment is not None
    installation.go_to(dagmar.appointment + timedelta(minutes=40))

    alice = Professional(visitor(), "alice")
    case = _hold_the_talk(alice)

    dagmar.come_in(installation)
    dagmar.visitor.reads("Samen de vacatures bekijken", WERKCENTRUM, "Alice Proefman")
    dagmar.keep("my")
    _close(alice, case)
    _sees_the_outcome(dagmar, installation)


def _sees_the_outcome(dagmar: Resident, installation: Installation) -> None:
    """Told by mail, and it stands in Mijn Voordeur."""
    installation.round()
    dagmar.visitor.go("/demo/postbus")
    letter = dagmar.visitor.page.locator("main article", has_text=dagmar.email).first
    assert "Je vraag is afgerond" in letter.inner_text()
    dagmar.visitor.go("/mijn/")
    dagmar.visitor.reads("Afgerond", "Er loopt nu geen vraag van je")
    dagmar.visitor.accessible()
    dagmar.visitor.page.locator("main section", has_text="Afgerond").locator("a").first.click()
    dagmar.visitor.reads("Je vraag is afgerond", SUMMARY, NOTE)
    dagmar.keep("my-closed")


def _hold_the_talk(alice: Professional) -> str:
    """See the appointment, write down that somebody came, what was said, and what is next."""
    alice.visitor.go("/werk/vandaag/")
    alice.visitor.reads("Dagmar Voorbeeld", "Gesprek op het spreekuur")
    alice.visitor.keep("today")
    alice.visitor.go("/werk/agenda/")
    alice.visitor.keep("agenda")
    row = alice.main("tr", "Dagmar Voorbeeld")
    alice.leave(row.locator("button", has_text="Ja"))
    assert "gekomen" in alice.main("tr", "Dagmar Voorbeeld").inner_text()
    case = alice.open_case("Dagmar Voorbeeld")
    alice.act("Naar een collega", {"adviser": "label:Alice Proefman"})
    alice.act("Adviesgesprek", {"code": "enough", "text": SUMMARY})
    alice.send({"next_step": "Samen de vacatures bekijken", "phase": "plan"})
    alice.visitor.reads("Samen de vacatures bekijken", SUMMARY)
    alice.visitor.keep("case")
    return case


def _close(alice: Professional, case: str) -> None:
    alice.visitor.go(case)
    alice.leave(alice.main("a", "Afronden"))
    alice.send({"outcome": "work_found", "informed_by": "phone", "note": NOTE})
    alice.visitor.reads("Afgerond")


def test_with_the_keyboard_only(visitor: NewVisitor, installation: Installation) -> None:
    somebody = visitor()
    piet = Resident(
        somebody, Keyboard(somebody.page), name="Piet Steekproef", email="piet@example.nl"
    )
    piet.ask()
    piet.understand(WERKCENTRUM)
    piet.leave_details()
    piet.book()
    piet.come_in(installation)
    somebody.reads("Gesprek op het spreekuur", "Demoplek Velsen")
    somebody.accessible()


def test_without_a_script(visitor: NewVisitor, installation: Installation) -> None:
    bo = Resident(visitor(script=False), Mouse(), name="Bo Proefman", email="bo@example.nl")
    bo.ask()
    bo.understand(WERKCENTRUM)
    bo.leave_details()
    bo.book()
    bo.come_in(installation)
    bo.visitor.reads("Gesprek op het spreekuur", "Demoplek Velsen")
