"""Somebody moves: the case goes on, and whoever should lead now is asked."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from freezegun import freeze_time

from tests.people import NOW, Cast, Person
from tests.services.dossier import SITUATION, registered
from voordeur.records.accounts.models import Account
from voordeur.records.cases.models import CaseRecord
from voordeur.services.region import current_region


@pytest.fixture(autouse=True)
def _monday() -> Any:
    cache.clear()
    with freeze_time(NOW):
        yield


def at_desk(person: Person) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=person.context.account_id))
    return client


def test_a_move_changes_the_situation_and_proposes_who_leads_now(cast: Cast) -> None:
    situation = SITUATION | {"benefit": "bijstand", "distance_class": "direct"}
    case = registered(cast.bob.context, situation=situation)
    client = at_desk(cast.bob)
    path = f"/werk/dossier/{case.ref}/verhuizing/"
    assert "Bijstand" in client.get(path).content.decode() or "bijstand" in client.get(
        path
    ).content.decode()
    wrong = client.post(path, {"changed": "municipality", "start_date": "2026-03-15"})
    assert "Vul in wat het nu is." in wrong.content.decode()
    moved = client.post(
        path,
        {"changed": "municipality", "municipality": "haarlem", "postcode": "2011",
         "start_date": "2026-03-15"},
    )
    assert moved["Location"] == f"/werk/dossier/{case.ref}/overdragen/?soort=verhuizing"
    after = CaseRecord.objects.get()
    assert (after.municipality, after.accountable_id, after.state) == (
        "haarlem",
        "gemeente-velsen",
        "open",
    )
    said = client.get(moved["Location"]).content.decode()
    name = current_region().organisation_name(after.proposed_id or "", NOW.date())
    first = said[said.index("Naar wie?") : said.index("Dan vragen we je reden")]
    assert name.split()[0] in first
