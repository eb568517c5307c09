"""J3: a trajectory of three steps, paid by a mix, with a yes of who owns the money, to the cent."""

import re

import pytest

from tests.journeys import trajectory
from tests.journeys.conftest import NewVisitor
from tests.journeys.professional import Professional

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PROMISE = "Trajecten die het Werkcentrum betaalt"
COUNTED = re.compile(rf"{PROMISE}: (minder dan 10|ongeveer \d+) ")
"""What the page of a project says of a result that is counted from the work: never of one."""


def test_from_steps_to_a_paid_invoice(visitor: NewVisitor) -> None:
    alice = Professional(visitor(), "alice")
    case, _code = trajectory.registers(alice, postcode="2011")
    trajectory.builds(alice, trajectory.TALK, trajectory.COACH, trajectory.FITTING_ROOM)
    alice.visitor.reads("€ 1.500", "€ 400", "Nog niemand heeft geld toegezegd")
    alice.visitor.keep("trajectory")
    _chooses_money(alice)
    _owner_says_yes(Professional(visitor(), "budgethouder"))
    step = _orders_and_finishes(alice, case)
    _pays(Professional(visitor(), "backoffice"), step)
    _controller_finds_it(Professional(visitor(), "carla"), step)
    _council_reads_the_result(visitor)


def _council_reads_the_result(visitor: NewVisitor) -> None:
    """See how many trajectories the Werkcentrum paid, without seeing that one came in."""
    reader = visitor()
    reader.become("raadslid")
    reader.go("/plan/projecten/werkcentrum-opbouw/")
    assert COUNTED.search(" ".join(reader.text.split())), reader.text


def _chooses_money(alice: Professional) -> None:
    alice.leave(alice.main("a", "Wie kan dit betalen?"))
    alice.visitor.reads("Er is € 1.900 nodig", "Manier 1", "Participatiebudget van Haarlem")
    alice.visitor.keep("mixes")
    alice.leave(alice.main("button", "Kies manier 1"))
    alice.visitor.reads("wacht op een ja", "Gemeente Haarlem")


def _owner_says_yes(owner: Professional) -> None:
    owner.visitor.go("/geld/toestemmingen/")
    owner.visitor.reads("Haarlem")
    owner.visitor.keep("consents")
    trajectory.says_yes(owner)


def _orders_and_finishes(alice: Professional, case: str) -> str:
    """Order what costs money, start and finish it; return the reference of the paid step."""
    alice.visitor.go(f"{case}traject/")
    alice.visitor.reads("Elke eigenaar van het geld zei ja")
    step = trajectory.starts(alice)
    line = alice.page.locator(f"#stap-{step}")
    alice.leave(line.locator("a", has_text="Klaar: "))
    trajectory.sends(alice, {"result": "reached"})
    alice.visitor.reads("doel gehaald")
    alice.leave(alice.main("button", "Bestel: "))
    alice.visitor.reads("€ 400 vastgelegd")
    trajectory.accessible(alice.visitor)
    return step


def _pays(office: Professional, step: str) -> None:
    trajectory.invoice(office, step)
    office.visitor.reads("Cursushuis, 17")
    office.visitor.keep("invoices")
    office.leave(office.main("button", "Betaal 17"))
    trajectory.invoice(office, step)
    office.visitor.reads("Deze factuur is al verwerkt. Er wordt niets dubbel betaald.")
    office.visitor.accessible()


def _controller_finds_it(carla: Professional, step: str) -> None:
    """From the year to the purse to the entry of this step, and on to what it counts for."""
    carla.visitor.go("/geld/")
    carla.visitor.reads("Budgetten", "Participatiebudget van Haarlem")
    carla.visitor.keep("money")
    carla.leave(carla.main("th a", "Participatiebudget van Haarlem"))
    carla.leave(carla.main("nav a", "betaald"))
    carla.visitor.reads(step, "€ 1.500")
    carla.visitor.keep("purse")
    carla.visitor.go(f"/geld/stap/{step}/")
    carla.visitor.reads(PROMISE)
