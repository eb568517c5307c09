"""A person fills a profile from a CV and lets the adviser see it; the adviser searches skills."""

import re

import pytest

from tests.journeys.conftest import NewVisitor, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CV = (
    "Ik werkte twaalf jaar in een winkel. Ik heb een heftruckcertificaat, rijbewijs B en kan koken."
)

LOOKED_FOR = {
    True: ("heftruck of reachtruck rijden", "heftruckcertificaat"),
    False: ("maaltijden bereiden", "koken"),
}
"""With a script and without one: another skill each, since both are the same person."""


def looked_at(person: Visitor) -> None:
    """Check the page at both widths."""
    for width in (1280, 320):
        person.page.set_viewport_size({"width": width, "height": 800})
        person.fits()
        person.accessible()
    person.page.set_viewport_size({"width": 1280, "height": 800})


def press(person: Visitor, name: str) -> None:
    person.page.locator("main").get_by_role("button", name=name).first.click()
    person.page.wait_for_load_state()


@pytest.mark.parametrize("script", [True, False])
def test_from_a_cv_to_a_profile_that_the_adviser_sees(visitor: NewVisitor, script: bool) -> None:
    dagmar = visitor(script=script)
    dagmar.become("dagmar")
    dagmar.go("/mijn/")
    address = str(dagmar.page.locator("a[href*='/mijn/vraag/']").first.get_attribute("href"))
    found = re.search(r"/vraag/([\w-]+)/", address)
    assert found
    dagmar.page.locator("main a", has_text="Mijn profiel").click()
    dagmar.reads("Vaardigheden", "adviseren over product of dienst", "Gewenst werk")
    if script:
        looked_at(dagmar)
    dagmar.page.locator("summary", has_text="Haal vaardigheden uit een tekst").click()
    dagmar.page.locator("textarea").fill(CV)
    press(dagmar, "Zoek vaardigheden in deze tekst")
    what, word = LOOKED_FOR[script]
    dagmar.reads(what, f"door ‘{word}’")
    if script:
        looked_at(dagmar)
    dagmar.page.get_by_label(what).check()
    press(dagmar, "Zet in het profiel")
    dagmar.reads(what)
    dagmar.go("/mijn/profiel/")
    if dagmar.page.locator("main", has_text="ziet je profiel niet").count():
        press(dagmar, "mijn profiel zien")
    alice = visitor(script=script)
    alice.become("alice")
    alice.go(f"/werk/dossier/{found[1]}/")
    alice.page.locator("main nav a", has_text="Profiel").click()
    alice.reads(what, "Door de persoon opgeschreven")
    if script:
        looked_at(alice)


def test_what_fits_comes_while_typing(visitor: NewVisitor) -> None:
    alice = visitor()
    alice.become("alice")
    alice.go("/vaardigheden/")
    alice.reads("75 beroepen")
    alice.page.locator("#f-zoek").press_sequentially("verpl", delay=20)
    alice.page.locator("#gevonden a", has_text="mbo-verpleegkundige").wait_for()
    looked_at(alice)
    alice.page.locator("#gevonden a", has_text="mbo-verpleegkundige").click()
    alice.reads("Vaardigheden die dit beroep vraagt", "van klachten naar een besluit redeneren")
    looked_at(alice)
