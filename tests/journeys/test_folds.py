"""The page of a case on a phone: less used parts are folded there, and nowhere else."""

import pytest

from tests.journeys.conftest import Installation, NewVisitor
from tests.journeys.professional import Professional

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEIGHT = "() => document.documentElement.scrollHeight"
OPEN_ALL = "() => document.querySelectorAll('.vd-fold--narrow').forEach(one => one.open = true)"


def test_a_case_is_not_endless_on_a_phone_and_whole_on_a_screen(
    visitor: NewVisitor, installation: Installation
) -> None:
    assert installation.address
    bob = Professional(visitor(), "bob")
    bob.visitor.go("/werk/dossiers/")
    bob.leave(bob.main("tbody a[href*='/werk/dossier/']"))
    page = bob.page
    more = page.locator("main nav a", has_text="Document toevoegen")

    page.set_viewport_size({"width": 1280, "height": 900})
    assert more.is_visible()  # on a screen nothing is folded
    assert page.locator("main .vd-fold--narrow > summary").first.is_hidden()

    page.set_viewport_size({"width": 320, "height": 700})
    assert not more.is_visible()
    folded = page.evaluate(HEIGHT)
    page.locator("main summary", has_text="Meer mogelijkheden").press("Enter")
    assert more.is_visible()
    page.evaluate(OPEN_ALL)  # control: this is how long it was
    unfolded = page.evaluate(HEIGHT)
    print(f"folded {folded} px, unfolded {unfolded} px")
    assert folded < 0.8 * unfolded
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
