"""J5: three seats for a care helper: who fits and why, a yes, a meeting, a job, and how it goes."""

from datetime import date, timedelta

import pytest

from tests.journeys import trajectory
from tests.journeys.conftest import Installation, NewVisitor
from tests.journeys.professional import Professional

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAME = "Zorghuis De Reis"
VACANCY = {
    "title": "Helpende in de ochtend",
    "seats": "3",
    "hours_from": "8",
    "hours_to": "40",
    "occupation_words": "helpende zorg en welzijn",
    "required_words": "maaltijden bereiden\nhelpen bij wassen en aankleden",
    "tasks": "eten rondbrengen\nbedden opmaken",
}
ALL_OFFERS = (
    "school_hours",
    "build_up",
    "fixed_tasks",
    "guidance",
    "fixed_hours",
    "language",
    "culture",
)


def test_from_three_seats_to_a_job_that_lasts(
    visitor: NewVisitor, installation: Installation
) -> None:
    joris = Professional(visitor(), "joris")
    vacancy = _opens_the_vacancy(joris)
    alice = Professional(visitor(), "alice")
    case = _chooses_who_fits(alice, vacancy)
    _hears_a_yes(alice, case)
    _introduces_and_places(joris, vacancy, installation.now().date())
    _sees_lists_divided_fairly(joris)
    _asks_how_it_goes(alice, installation, case)


def _opens_the_vacancy(joris: Professional) -> str:
    joris.visitor.go("/werkgevers/")
    joris.visitor.keep("employers")
    joris.leave(joris.main("a", "Nieuwe werkgever"))
    details = {"name": NAME, "sector": "care", "postcode": "2011 AA", "need": "growing"}
    trajectory.sends(joris, {**details, "contact_email": "personeel@reis.example.nl"})
    joris.visitor.reads(NAME)
    joris.leave(joris.main("a", "Nieuwe vacature"))
    form = joris.main("form.vd-stack")
    joris.fill(form, VACANCY)
    for offer in ALL_OFFERS:
        form.locator(f"[name=offers][value={offer}]").check()
    joris.leave(form.locator("button").last)
    joris.visitor.reads("3 van 3 plekken vrij", "Wat iemand moet kunnen")
    joris.visitor.keep("vacancy")
    return joris.page.url


def _chooses_who_fits(alice: Professional, vacancy: str) -> str:
    """See who fits with the reason, and suggest it to the first; returns the page of the person."""
    alice.visitor.go(vacancy)
    alice.leave(alice.main("a", "Wie past hier?"))
    alice.visitor.reads("van 1000 punten", "Past:", "Nog te leren:", "Het is een voorstel.")
    alice.visitor.keep("candidates")
    alice.main("summary", "Stel voor aan").click()
    form = alice.main("form:has([name=because])")
    alice.fill(form, {"because": "Je kunt goed met mensen omgaan en de uren passen."})
    alice.leave(form.locator("button").last)
    alice.visitor.reads("voorgelegd aan de persoon", NAME)
    alice.visitor.keep("case-work")
    return alice.page.url


def _hears_a_yes(alice: Professional, case: str) -> None:
    alice.visitor.go(case)
    alice.leave(alice.main(f"li:has-text('{NAME}') a", "De persoon zei ja"))
    shared = "Noor, bereikbaar op 06 00000000. Werkte met ouderen."
    trajectory.sends(alice, {"shared": shared, "how": "In het gesprek van vandaag"})
    alice.visitor.reads("de persoon zei ja")


def _introduces_and_places(joris: Professional, vacancy: str, start: date) -> None:
    joris.visitor.go(vacancy)
    joris.visitor.reads("Noor, bereikbaar op 06 00000000.")
    joris.leave(joris.main("button", "Stel voor aan de werkgever"))
    joris.visitor.reads("bij de werkgever")
    joris.leave(joris.main("button", "De werkgever wil kennismaken"))
    joris.visitor.keep("vacancy-people")
    joris.leave(joris.main("a", "Aan het werk"))
    trajectory.sends(joris, {"kind": "regular", "hours": "24", "starts_on": start.isoformat()})
    joris.visitor.reads("2 van 3 plekken vrij")
    joris.visitor.go("/werkgevers/plaatsingen/")
    joris.visitor.keep("placements")


def _sees_lists_divided_fairly(joris: Professional) -> None:
    joris.visitor.go("/werkgevers/vacatures/")
    joris.visitor.keep("vacancies")
    joris.leave(joris.main("a", "Eerlijk verdelen"))
    joris.visitor.accessible()


def _asks_how_it_goes(alice: Professional, installation: Installation, case: str) -> None:
    for months in (3, 6, 12):
        installation.go_to(installation.now() + timedelta(days=31 * (3 if months < 12 else 6)))
        alice.visitor.become("alice")
        alice.visitor.go(case)
        alice.visitor.reads(f"Werkt deze persoon hier na {months} maanden nog?")
        alice.leave(alice.main("button", "Ja"))
        alice.visitor.reads("nog aan het werk")
    trajectory.accessible(alice.visitor)
