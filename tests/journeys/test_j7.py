"""J7: from the shop to care: the steps, the gap, the training, who pays, and the first step."""

import pytest

from tests.journeys import trajectory
from tests.journeys.conftest import NARROW, NewVisitor, Visitor
from tests.journeys.hands import Hands, Keyboard, Mouse
from tests.journeys.professional import Professional

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUESTION = "Nu werk ik als winkelmedewerker. Ik wil werken als verzorgende IG."
FIRST = "Inwerken gastvrouw, hygiëne en dementie-basis"


def test_a_shop_worker_finds_the_way_to_care_and_starts(visitor: NewVisitor) -> None:
    dagmar = visitor()
    _looks_around(dagmar, Mouse())
    _finds_the_way(dagmar, Mouse())
    _asks_a_gids(dagmar)
    alice = Professional(visitor(), "alice")
    case, _code = trajectory.registers(alice, postcode="1971")
    _puts_the_way_in_the_trajectory(alice, case)
    _starts(alice)


def test_with_nothing_but_the_keyboard_and_without_a_script(visitor: NewVisitor) -> None:
    dagmar = visitor(script=False)
    _finds_the_way_by_keyboard(dagmar)


def _looks_around(dagmar: Visitor, hands: Hands) -> None:
    dagmar.go("/")
    hands.press(dagmar.page.locator("main a", has_text="Bekijk de paden naar ander werk"))
    dagmar.reads("Paden naar ander werk", "Zorg & Welzijn", "Technologie")
    dagmar.keep("paths")
    hands.press(dagmar.page.locator("main a", has_text="Zorg & Welzijn"))
    dagmar.reads("Groeit of krimpt het werk?", "Zorg en welzijn groeit", "Nagekeken op")
    dagmar.keep("paths-sector")
    _sees_one_map_at_each_width(dagmar)
    hands.press(dagmar.page.locator(".vd-path-map__wide a", has_text="doktersassistent"))
    dagmar.reads("Doktersassistent", "Zo kom je hier", "Wat je moet kunnen")
    dagmar.keep("paths-function")


def _sees_one_map_at_each_width(dagmar: Visitor) -> None:
    wide = dagmar.page.locator(".vd-path-map__wide").first
    narrow = dagmar.page.locator(".vd-path-map__narrow").first
    assert wide.is_visible()
    assert not narrow.is_visible()
    dagmar.page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    assert narrow.is_visible()
    assert not wide.is_visible()
    dagmar.fits()
    dagmar.page.set_viewport_size({"width": 1280, "height": 900})


def _finds_the_way(dagmar: Visitor, hands: Hands) -> None:
    dagmar.go("/paden/")
    dagmar.page.locator("#van").select_option("winkelmedewerker")
    dagmar.page.locator("#naar").select_option("verzorgende-ig")
    hands.press(dagmar.page.locator("main button", has_text="Zoek de weg"))
    dagmar.reads(
        "Weg 1: 3 jaar en 4 maanden", "Dit is nieuw en nodig", "Lesgeld: € 2.440",
        "18 tot 24 uur werk en 1 lesdag", "staat niet in de bron",
    )  # fmt: skip
    second = dagmar.page.locator("#weg-2")
    second.locator("summary", has_text="De stappen van weg 2").click()
    second.locator("summary", has_text="Wie kan betalen voor helpende zorg").click()
    dagmar.reads("SLIM-scholing voor één werkgever", "hooguit € 2.700 voor deze stap")
    dagmar.keep("paths-route")


def _asks_a_gids(dagmar: Visitor) -> None:
    dagmar.page.locator("main button", has_text="Bespreek dit met een gids").click()
    dagmar.page.wait_for_url("**/vraag/**")
    dagmar.accessible()


def _puts_the_way_in_the_trajectory(alice: Professional, case: str) -> None:
    alice.leave(alice.main("nav a", "Traject"))
    alice.leave(alice.main("a", "Kies een weg uit de paden"))
    alice.page.locator("#van").select_option("winkelmedewerker")
    alice.page.locator("#naar").select_option("verzorgende-ig")
    alice.leave(alice.main("button", "Zoek de weg"))
    alice.visitor.keep("paths-choose")
    alice.leave(alice.main("button", "Zet weg 2 in het traject"))
    assert alice.page.url == f"{case}traject/"
    alice.visitor.reads(
        "Werken als verzorgende IG", f"1. {FIRST}",
        "Doel: Werken als helpende zorg en welzijn", "3. Verzorgende IG",
        "Wacht op: Helpende zorg en welzijn", "Kosten: staat niet in de bron",
    )  # fmt: skip
    alice.visitor.keep("paths-trajectory")


def _starts(alice: Professional) -> None:
    alice.leave(alice.main("button", "Leg voor aan de persoon"))
    alice.leave(alice.main("a", "De persoon zei ja"))
    trajectory.sends(alice, {"how": "In het gesprek van vandaag"})
    alice.leave(alice.main("button", f"Begin: {FIRST}"))
    alice.visitor.reads("bezig")
    trajectory.accessible(alice.visitor)


def _finds_the_way_by_keyboard(dagmar: Visitor) -> None:
    hands = Keyboard(dagmar.page)
    dagmar.go("/paden/care/")
    hands.press(dagmar.page.locator(".vd-path-map__wide a", has_text="verzorgende IG"))
    dagmar.reads("Verzorgende IG", "Zo kom je hier")
    hands.press(dagmar.page.locator("main a", has_text="Vanuit helpende zorg en welzijn"))
    dagmar.reads("Weg 1: 2 jaar en 4 maanden")
    hands.press(dagmar.page.locator("#weg-1 .vd-way summary").first)
    dagmar.reads("Dit neem je mee", "werken met een zorgplan")
