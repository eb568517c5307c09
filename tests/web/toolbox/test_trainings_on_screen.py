"""Trainings on screen: plan, book, wait and cancel, with nothing lost when something is wrong."""

import pytest

from tests.people import Cast, hire
from tests.web.toolbox.conftest import Opens
from voordeur.domain.kernel.actors import Role
from voordeur.records.toolbox.models import BookingRecord, TrainingRecord
from voordeur.services.context import Context

pytestmark = pytest.mark.django_db
ADDRESS = "/gereedschap/trainingen/"
PLAN = {
    "instrument": "harrie-training",
    "day": "2026-04-01",
    "place": "Bakkerij",
    "places": "6",
}


@pytest.fixture
def wim(loaded: None) -> Context:
    return hire("Wim Proefpersoon", "wsp", Role.WSP_CONSULTANT).context


def test_a_consultant_plans_books_and_cancels(wim: Context, opens: Opens) -> None:
    page = opens(wim)
    assert "Er is geen training gepland" in page.get(ADDRESS).content.decode()
    assert page.post(ADDRESS, PLAN).status_code == 302
    ref = TrainingRecord.objects.get().ref
    told = page.get(ADDRESS).content.decode()
    assert "nog 6 nodig, minstens 6" in told
    book = f"{ADDRESS}{ref}/boek/"
    for name, number in (("Bakker", 5), ("Slager", 3)):
        sent = {f"{ref}-organisation": name, f"{ref}-people": str(number)}
        assert page.post(book, sent).status_code == 302
    told = page.get(ADDRESS).content.decode()
    assert "5 van 6 plekken bezet" in told
    assert "3 op de wachtlijst" in told
    booking = BookingRecord.objects.get(organisation_name="Bakker").ref
    done = page.post(f"{book}{booking}/", follow=True).content.decode()
    assert "1 groep komt van de wachtlijst." in done
    assert "3 van 6 plekken bezet" in done
    assert page.post(f"{book}{booking}/").status_code == 404
    assert page.post(f"{ADDRESS}{ref}/afgelast/").status_code == 302
    assert "ging niet door" in page.get(ADDRESS).content.decode()
    refused = page.post(book, {f"{ref}-organisation": "Kapper", f"{ref}-people": "1"})
    assert refused.status_code == 422


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(wim: Context, opens: Opens) -> None:
    page = opens(wim)
    for change in (
        {"day": "2026-02-30"},
        {"day": "2026-03-01"},
        {"places": "13"},
        {"places": "many"},
        {"place": ""},
        {"instrument": "ips"},
    ):
        told = page.post(ADDRESS, {**PLAN, **change})
        assert told.status_code == 422
        assert "Wat je invulde staat er nog." in told.content.decode()
    assert not TrainingRecord.objects.exists()
    page.post(ADDRESS, PLAN)
    ref = TrainingRecord.objects.get().ref
    wrong = page.post(
        f"{ADDRESS}{ref}/boek/", {f"{ref}-organisation": "Bakker", f"{ref}-people": "7"}
    )
    assert wrong.status_code == 422
    assert 'value="Bakker"' in wrong.content.decode()


def test_a_guide_sees_trainings_without_buttons(cast: Cast, wim: Context, opens: Opens) -> None:
    opens(wim).post(ADDRESS, PLAN)
    page = opens(cast.alice.context)
    told = page.get(ADDRESS).content.decode()
    assert "0 van 6 plekken bezet" in told
    assert "Plan een training" not in told
    assert "/boek/" not in told
    assert page.post(ADDRESS, PLAN).status_code == 422
    assert TrainingRecord.objects.count() == 1
