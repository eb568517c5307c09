"""Choosing who pays a trajectory: three ways with their reasons, chosen once, with words kept."""

import re

import pytest
from django.test import Client

from tests.brokered import Room, purse_room, standing
from tests.people import NOW
from tests.services.test_broker import needs_both
from tests.web.decisions.decisions_world import browser, words
from voordeur.records.funding.models import MixRecord
from voordeur.records.trajectories.models import TrajectoryRecord
from voordeur.services import register_loading
from voordeur.services.context import system_context
from voordeur.services.register_words import euros
from voordeur.web import contexts

__all__ = ["needs_both", "purse_room"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture(name="alice")
def gids_browser(room: Room) -> Client:
    return browser(room.cast.alice)


def address(row: TrajectoryRecord) -> str:
    return f"/werk/dossier/{row.case.ref}/traject/geld/"


def keys(page: str) -> list[str]:
    return re.findall(r'name="key" value="([0-9a-f]{16})"', page)


def test_the_page_shows_the_best_ways_with_why_and_why_not(
    room: Room, row: TrajectoryRecord, alice: Client
) -> None:
    page = words(alice.get(address(row)))
    assert "Manier 1" in page
    assert len(keys(page)) == len(room.proposed(row).offers)
    assert "gemeente" in page.lower()
    assert "Waarom?" in page
    assert "Deze bron vraagt: Ja, WW (van UWV)." in page
    assert "Wordt ‘Uitkering’ Ja, WW (van UWV), dan mag ook" not in page  # it has no money either
    room.budget("ww-2026", "ww-only", 10_000)
    assert "dan mag ook Ww-only betalen." in words(alice.get(address(row)))


def test_what_an_employer_would_change_is_told(
    room: Room, row: TrajectoryRecord, alice: Client
) -> None:
    room.source("employer", sort="private", order=1)
    assert "Betaalt Employer € 500, dan hoeft" in words(alice.get(address(row)))


def test_money_somebody_claims_directly_is_told_apart(
    room: Room, row: TrajectoryRecord, alice: Client
) -> None:
    """Such as regular education: it has an age limit, and runs by no budget of the region."""
    how = {"nl": "Meld je aan bij de school."}
    room.source("young", direct=how, when="age: ..27")
    room.source("unschooled", direct=how, when="schooling: none")
    room.source("bbl", direct=how)
    page = words(alice.get(address(row)))
    direct = page[page.index("Vraag dit direct aan") :]
    assert "<b>Unschooled</b> nog niet zeker:" in re.sub(r"<[/]?span[^>]*>", "", direct)
    assert "<b>Bbl</b>: Iemand aan werk helpen" in direct
    assert "<b>Young</b>" not in direct


def test_what_a_trajectory_may_save_stands_beside_what_it_costs(
    room: Room, row: TrajectoryRecord, alice: Client
) -> None:
    """14,000 euro benefit and 2,900 euro work a year, as the do-agenda says."""
    assert "terugverdiend" not in words(alice.get(address(row)))
    register_loading.load_register(system_context(NOW))
    page = words(alice.get(address(row)))
    cost = euros(whole_cost(row), "nl")
    assert "Een jaar zonder bijstand scheelt ongeveer € 16.900." in page
    assert f"Dit traject kost {cost}: dat is na {months_to_earn(row)} maand" in page
    assert "Regionale aanpak arbeidsmarkt 2020-2022" in page


def whole_cost(row: TrajectoryRecord) -> int:
    return sum(one.cost_cents or 0 for one in row.steps.all())


def months_to_earn(row: TrajectoryRecord) -> int:
    """Return the first month at whose end 16,900 euro a year is more than the cost."""
    return next(month for month in range(1, 600) if month * 1_690_000 >= whole_cost(row) * 12)


def test_choosing_reserves_and_shows_who_must_say_yes(row: TrajectoryRecord, alice: Client) -> None:
    key = keys(words(alice.get(address(row))))[0]
    said = {"key": key, "legality": "Het mag.", "effectiveness": "Het werkt."}
    found = alice.post(f"{address(row)}kies/", said, follow=True)
    page = words(found)
    assert "Gekozen. Het geld is gereserveerd." in page
    assert "wacht op een ja van wie het geld is" in page
    assert "09-03-2026" in page or "9 maart 2026" in page
    assert standing("local-2026")["reserved"] == 60_000


def test_a_stale_choice_shows_the_new_ways_and_keeps_the_words(
    room: Room, row: TrajectoryRecord, alice: Client
) -> None:
    room.source("third", order=90, before=["regional"])
    room.budget("third-2026", "third", 500_000)
    key = keys(words(alice.get(address(row))))[0]
    room.choose(room.trajectory(700_000))
    said = {"key": key, "legality": "Mijn eigen zin.", "effectiveness": "Het werkt echt."}
    found = alice.post(f"{address(row)}kies/", said)
    page = words(found)
    assert found.status_code == 409
    assert "Het geld is intussen veranderd. Bekijk de nieuwe voorstellen." in page
    assert "Mijn eigen zin." in page
    assert "Het werkt echt." in page
    assert keys(page)
    assert key not in keys(page)
    assert MixRecord.objects.count() == 1


def test_the_words_stay_also_when_no_way_is_left(
    room: Room, row: TrajectoryRecord, alice: Client
) -> None:
    key = keys(words(alice.get(address(row))))[0]
    room.choose(room.trajectory(700_000))
    said = {"key": key, "legality": "Mijn eigen zin.", "effectiveness": "Het werkt echt."}
    page = words(alice.post(f"{address(row)}kies/", said))
    assert "Nu kan geen combinatie" in page
    assert "Mijn eigen zin. Het werkt echt." in page


def test_both_sentences_are_needed(row: TrajectoryRecord, alice: Client) -> None:
    key = keys(words(alice.get(address(row))))[0]
    said = {"key": key, "legality": " ", "effectiveness": "Het werkt."}
    found = alice.post(f"{address(row)}kies/", said)
    assert found.status_code == 409
    assert "Schrijf bij allebei de vragen een korte zin." in words(found)


def test_taking_it_back_frees_the_money(room: Room, row: TrajectoryRecord, alice: Client) -> None:
    mix = room.choose(row)
    found = alice.post(f"{address(row)}terug/", {"mix": mix.ref}, follow=True)
    assert "Teruggenomen." in words(found)
    assert standing("local-2026")["reserved"] == 0
    again = alice.post(f"{address(row)}terug/", {"mix": mix.ref}, follow=True)
    assert "Dit voorstel is al afgehandeld." in words(again)


def test_somebody_without_the_case_finds_nothing(room: Room, row: TrajectoryRecord) -> None:
    charlie = browser(room.cast.charlie)
    assert charlie.get(address(row)).status_code == 404
    assert charlie.post(f"{address(row)}kies/", {}).status_code == 404


def test_without_any_money_it_is_advice_and_no_refusal(room: Room, alice: Client) -> None:
    page = words(alice.get(address(room.trajectory(10_000))))
    assert "Nu kan geen combinatie van geld dit helemaal betalen." in page
    assert "geen nee tegen de persoon" in page
