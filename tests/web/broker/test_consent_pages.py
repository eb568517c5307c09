"""The inbox of who owns money: no names, yes, no with a reason, and a yes taken back."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.brokered import Room, purse_room, standing
from tests.people import NOW, Person
from tests.services.test_broker import needs_both
from tests.web.decisions.decisions_world import browser, words
from voordeur.records.funding.models import MixConsentRecord, MixRecord
from voordeur.records.trajectories.models import TrajectoryRecord
from voordeur.web import contexts

__all__ = ["needs_both", "purse_room"]
pytestmark = pytest.mark.django_db
INBOX = "/geld/toestemmingen/"


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


def client_of(context: Any) -> Client:
    return browser(Person("", "", context))


@pytest.fixture(name="olga")
def owner_browser(room: Room) -> Client:
    return client_of(room.owner)


@pytest.fixture(name="mix")
def asked_mix(room: Room, row: TrajectoryRecord) -> MixRecord:
    return room.choose(row)


def test_the_inbox_says_what_waits_without_a_name(olga: Client, mix: MixRecord) -> None:
    page = words(olga.get(INBOX))
    assert "1 vraag wacht op jullie antwoord" in page
    assert "€ 600" in page
    assert mix.trajectory.ref in page
    assert "Velsen" in page
    assert "Dit mag." in page
    assert "Dagmar" not in page
    assert "Dagmar" not in words(olga.get(f"{INBOX}{mix.ref}/local/"))


def test_a_yes_makes_it_agreed(olga: Client, mix: MixRecord) -> None:
    found = olga.post(f"{INBOX}{mix.ref}/local/ja/", follow=True)
    assert "Je ja staat vast" in words(found)
    assert MixRecord.objects.get(pk=mix.pk).state == "agreed"
    again = olga.post(f"{INBOX}{mix.ref}/local/ja/", follow=True)
    assert "Hier is al op geantwoord." in words(again)


def test_a_no_without_a_reason_is_asked_again_and_with_one_frees_the_money(
    olga: Client, mix: MixRecord
) -> None:
    address = f"{INBOX}{mix.ref}/local/"
    empty = olga.post(address, {"reason": " "})
    assert empty.status_code == 422
    assert MixRecord.objects.get(pk=mix.pk).state == "asked"
    assert olga.post(address, {"reason": "Het jaar is vol"}).status_code == 302
    assert MixRecord.objects.get(pk=mix.pk).state == "refused"
    assert standing("local-2026")["reserved"] == 0
    assert "iemand zei nee; het geld is weer vrij" in words(olga.get(INBOX))


def test_a_yes_can_be_taken_back_on_its_own_page(olga: Client, mix: MixRecord) -> None:
    olga.post(f"{INBOX}{mix.ref}/local/ja/")
    address = f"{INBOX}{mix.ref}/local/"
    assert "Wat besteld of betaald is, blijft." in words(olga.get(address))
    assert olga.post(address, {"reason": "De regeling stopt"}).status_code == 302
    assert MixConsentRecord.objects.get(mix=mix, source="local").state == "withdrawn"


def test_another_owner_and_other_roles_see_nothing(
    room: Room, mix: MixRecord, olga: Client
) -> None:
    uwv = client_of(room.uwv)
    assert "Er wacht niets op jullie." in words(uwv.get(INBOX))
    for who in (uwv, client_of(room.cast.bob.context)):
        assert who.get(f"{INBOX}{mix.ref}/local/").status_code == 404
        assert who.post(f"{INBOX}{mix.ref}/local/ja/").status_code == 404
    assert client_of(room.cast.alice.context).get(INBOX).status_code == 404
    assert olga.get(f"{INBOX}{mix.ref}/regional/").status_code == 404


def test_the_inbox_asks_the_same_queries_however_much_waits(
    room: Room, olga: Client, mix: MixRecord
) -> None:
    olga.get(INBOX)
    few = _queries(olga)
    for _ in range(5):
        room.choose(room.trajectory(10_000, 5_000))
    assert _queries(olga) == few


def test_it_is_complete_in_english(olga: Client, mix: MixRecord) -> None:
    page = words(olga.get(f"/en{INBOX}"))
    assert "Consent for your money" in page
    assert "wacht" not in page


def _queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(INBOX).status_code == 200
    return len(asked)
