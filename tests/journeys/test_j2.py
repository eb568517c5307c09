"""J2: an application is rejected, and in a minute somebody is handed over; silence is noticed."""

import time
from datetime import timedelta

import pytest

from tests.journeys.conftest import Installation, NewVisitor, Visitor
from tests.journeys.professional import Professional

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_PRESSES = 10
"""Fields filled in and buttons pressed: what fits in a minute."""
MESSAGE = "De aanvraag is afgewezen, omdat er spaargeld is. We spraken elkaar een keer."


def rejection(name: str) -> dict[str, str]:
    first = name.partition(" ")[0].lower()
    return {
        "name": name,
        "phone": "06 12345678",
        "email": f"{first}@example.nl",
        "benefit": "bijstand",
        "question": "Ik wil werk, het liefst buiten.",
        "message": MESSAGE,
    }


def hand_over(somebody: Professional, name: str) -> None:
    """Fill in the form of a rejection and send it."""
    form = somebody.main("form")
    somebody.fill(form, rejection(name))
    somebody.leave(form.locator("button", has_text="Draag warm over"))


def offered(receiver: Professional, name: str) -> str:
    """Open the handover that waits for an answer; return its address."""
    receiver.visitor.go("/werk/overdrachten/")
    receiver.leave(receiver.main("td a, th a", name))
    receiver.visitor.reads(MESSAGE)
    return receiver.page.url


def accept(receiver: Professional) -> None:
    form = receiver.main("form:has([name=ja-next_date])")
    receiver.leave(form.locator("button").first)
    receiver.visitor.reads("Aangenomen")


def test_from_rejected_to_first_contact(visitor: NewVisitor, installation: Installation) -> None:
    bob = Professional(visitor(), "bob")
    bob.visitor.go("/werk/")
    bob.leave(bob.main("a", "Afwijzing doorgeven"))
    bob.visitor.keep("rejection")
    began = time.monotonic()
    bob.presses = 0
    hand_over(bob, "Piet Steekproef")
    print(f"handed over with {bob.presses} fields and presses, {time.monotonic() - began:.1f} s")
    assert bob.presses <= MOST_PRESSES
    bob.visitor.reads("Piet Steekproef", "Wachten op antwoord")

    alice = Professional(visitor(), "alice")
    offered(alice, "Piet Steekproef")
    alice.visitor.keep("handover")
    accept(alice)

    bob.visitor.go("/werk/overdrachten/")
    bob.visitor.reads("Van afwijzing tot eerste contact", "Nog niet bereikt na een afwijzing")
    waiting = bob.main("table", "Nog niet bereikt na een afwijzing")
    assert "Piet Steekproef" in waiting.inner_text()

    installation.go_to(installation.now() + timedelta(days=1))
    alice.visitor.become("alice")
    alice.open_case("Piet Steekproef")
    alice.act("Poging om te bereiken", {"way": "label:Telefoon", "code": "reached"})
    alice.visitor.reads("Eerste contact na")
    bob.visitor.become("bob")
    bob.visitor.go("/werk/overdrachten/")
    assert waiting.count() == 0 or "Piet Steekproef" not in waiting.inner_text()
    bob.visitor.accessible()


def test_from_a_link_without_an_account(visitor: NewVisitor) -> None:
    eva = Professional(visitor(), "eva")
    eva.visitor.go("/werk/overdrachten/links/")
    eva.fill(eva.main("form"), {"organisation": "gemeente-velsen"})
    eva.leave(eva.main("button", "Maak de link"))
    eva.visitor.accessible()
    address = eva.main("a", "/link/afwijzing/").get_attribute("href") or ""

    nobody = visitor()
    nobody.go(address)
    nobody.keep("link")
    _hand_over_without_account(nobody)

    alice = Professional(visitor(), "alice")
    offered(alice, "Mo Testpersoon")
    accept(alice)


def _hand_over_without_account(nobody: Visitor) -> None:
    form = nobody.page.locator("main form").first
    for name, value in rejection("Mo Testpersoon").items():
        field = form.locator(f"[name={name}]")
        if name == "benefit":
            field.select_option(value)
        else:
            field.fill(value)
    with nobody.page.expect_navigation():
        form.locator("button", has_text="Draag warm over").click()
    nobody.reads("De bewoner is overgedragen", "Geef de bewoner deze code")
    nobody.accessible()


def test_silence_reaches_a_person(visitor: NewVisitor, installation: Installation) -> None:
    bob = Professional(visitor(), "bob")
    bob.visitor.go("/werk/afwijzing/")
    hand_over(bob, "Stil Voorbeeld")
    address = bob.page.url
    bob.visitor.reads("Wachten op antwoord")

    installation.go_to(installation.now() + timedelta(days=2))
    bob.visitor.become("bob")
    bob.visitor.go(address)
    bob.visitor.reads("Herinnering gestuurd op")
    installation.go_to(installation.now() + timedelta(days=6))
    bob.visitor.become("bob")
    bob.visitor.go(address)
    bob.visitor.reads("Teamleiders gewaarschuwd op")
    _eva_knows(visitor(), address)


def _eva_knows(visitor: Visitor, address: str) -> None:
    eva = Professional(visitor, "eva")
    eva.visitor.go("/werk/team/")
    ref = address.rstrip("/").rpartition("/")[2]
    assert "te laat" in eva.main("tr", ref).inner_text()
    eva.visitor.keep("team")
    eva.visitor.go(address)
    eva.visitor.reads("Stil Voorbeeld", "Zeg ja, of geef terug met een reden")
    eva.visitor.go("/demo/postbus")
    letters = [one.inner_text() for one in eva.page.locator("main article").all()]
    assert any(
        "eva.testa" in one and ref in one and "wacht te lang op antwoord" in one for one in letters
    ), letters
