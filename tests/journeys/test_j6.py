"""J6: staff may drop out: the other conversation is followed; who asks for help is not seen."""

import re
from datetime import date, timedelta

import pytest

from tests.journeys import trajectory
from tests.journeys.conftest import Installation, NewVisitor
from tests.journeys.hands import Mouse
from tests.journeys.professional import Professional
from tests.journeys.resident import Resident

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAME = "Nachtploeg Verzonnen"
EMPLOYEE = "Nachtwerker Voorbeeld"


def test_the_other_conversation_is_followed_and_an_employee_stays_unseen(
    visitor: NewVisitor, installation: Installation
) -> None:
    joris = Professional(visitor(), "joris")
    page = _holds_the_other_conversation(joris, installation.now().date())
    _goes_to_the_werkcentrum(visitor)
    _sees_nothing_of_the_employee(joris, page)
    _comes_back_to_it(joris, page)


def _holds_the_other_conversation(joris: Professional, today: date) -> str:
    joris.visitor.go("/werkgevers/nieuw/")
    trajectory.sends(joris, {"name": NAME, "postcode": "1951 AA", "need": "support"})
    page = joris.page.url
    form = joris.main("form:has([name=about])")
    talk = {"sort": "other_conversation", "theme": "sickness"}
    joris.fill(form, {**talk, "about": "Drie mensen houden de nacht niet vol."})
    joris.leave(form.locator("button").last)
    assert "Drie mensen" in joris.main("[name=about]").input_value()
    joris.visitor.reads("Schrijf de volgende stap op, met een datum.")
    joris.visitor.accessible()
    assert not joris.page.locator("main ol li", has_text="het andere gesprek").count()
    form = joris.main("form:has([name=about])")
    joris.fill(form, {"follow_up_on": (today + timedelta(days=14)).isoformat()})
    joris.leave(form.locator("button").last)
    joris.visitor.reads("het andere gesprek", "terugkomen op")
    joris.visitor.keep("employer")
    return page


def _goes_to_the_werkcentrum(visitor: NewVisitor) -> None:
    """An employee asks for other work at the front door; no employer has a part in it."""
    dagmar = Resident(visitor(), Mouse(), name=EMPLOYEE, email="nacht@example.nl")
    dagmar.ask()
    dagmar.leave_details()
    assert re.search(r"Werkcentrum|Gemeente|UWV", dagmar.visitor.text)
    assert NAME not in dagmar.visitor.text


def _sees_nothing_of_the_employee(joris: Professional, page: str) -> None:
    joris.visitor.go(page)
    assert EMPLOYEE not in joris.visitor.text
    joris.visitor.go("/werk/dossiers/?zoek=Nachtwerker")
    assert EMPLOYEE not in joris.visitor.text


def _comes_back_to_it(joris: Professional, page: str) -> None:
    joris.visitor.go("/werkgevers/")
    joris.visitor.reads("Hier beloofden we terug te komen", NAME)
    joris.leave(joris.main("button", f"Klaar: {NAME}"))
    joris.visitor.go(page)
    joris.visitor.reads("teruggekomen")
