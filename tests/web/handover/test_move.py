"""Somebody moves: the case goes on, and whoever should lead now is asked."""

from typing import Any

import pytest
from django.test import Client
from freezegun import freeze_time

from tests.people import NOW, Cast, Person
from tests.services.dossier import SITUATION, registered
from voordeur.records.accounts.models import Account
from voordeur.records.cases.models import CaseRecord
from voordeur.records.handover.models import HandoverRecord


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with freeze_time(NOW):
        yield


def at_desk(person: Person) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=person.context.account_id))
    return client


def test_after_a_move_the_new_party_is_proposed_and_the_offer_is_a_move(cast: Cast) -> None:
    situation = SITUATION | {"benefit": "bijstand", "distance_class": "direct"}
    case = registered(cast.bob.context, situation=situation)
    client = at_desk(cast.bob)
    moved = {
        "changed": "municipality",
        "municipality": "haarlem",
        "postcode": "2011",
        "start_date": "2026-03-15",
        "once": "mark-1",
    }
    client.post(f"/werk/dossier/{case.ref}/doe/verandering/", moved)
    after = CaseRecord.objects.get()
    assert (after.municipality, after.accountable_id, after.state) == (
        "haarlem",
        "gemeente-velsen",
        "open",
    )
    page = client.get(f"/werk/dossier/{case.ref}/overdragen/")
    form = page.context["form"]
    assert form.initial["receiver"] == after.proposed_id
    assert form.initial["kind"] == "move"
    client.post(
        f"/werk/dossier/{case.ref}/overdragen/",
        {
            "receiver": after.proposed_id or "",
            "reason": "routing",
            "message": "Dagmar is verhuisd.",
            "fields_shared": ["name", "contact"],
            "introduction": "call",
            "link_email": "balie@example.nl",
        },
    )
    row = HandoverRecord.objects.get()
    assert (row.kind, row.receiver_id, row.sender_id) == (
        "move",
        after.proposed_id,
        "gemeente-velsen",
    )


def test_without_a_move_an_offer_is_a_warm_handover(cast: Cast) -> None:
    case = registered(cast.bob.context)
    page = at_desk(cast.bob).get(f"/werk/dossier/{case.ref}/overdragen/")
    assert page.context["form"].initial["kind"] == "warm"
