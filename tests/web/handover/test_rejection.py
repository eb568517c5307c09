"""A rejected application, handed over in a minute and measured until the first contact."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from freezegun import freeze_time

from tests.people import NOW, Cast, Person
from tests.services.dossier import YES, registered
from voordeur.records.accounts.models import Account
from voordeur.records.cases.models import CaseRecord
from voordeur.records.handover.models import HandoverRecord
from voordeur.records.residents.models import ResidentRecord
from voordeur.services import cases, handover
from voordeur.services.rejections import rejected_to_contact


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with freeze_time(NOW):
        yield


def at_desk(person: Person) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=person.context.account_id))
    return client


def rejection(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Piet Steekproef",
        "phone": "06 0000 0001",
        "benefit": "bijstand",
        "rejected_on": "2026-02-26",
        "question": "Ik zoek werk dicht bij huis.",
        "message": "Het inkomen in het huishouden is te hoog.",
        "fields_shared": ["name", "contact", "residence", "question"],
        "introduction": "three_way",
        "meeting_day": "2026-03-09",
        "once": "mark-1",
        **changes,
    }


def test_bob_hands_somebody_over_in_one_page(cast: Cast) -> None:
    client = at_desk(cast.bob)
    said = client.get("/werk/afwijzing/").content.decode()
    assert "De bewoner gaat naar Werkcentrum" in said
    made = client.post("/werk/afwijzing/", rejection())
    case, row = CaseRecord.objects.get(), HandoverRecord.objects.get()
    assert made["Location"] == f"/werk/overdracht/{row.ref}/"
    assert (case.municipality, row.kind, row.reason) == (
        "velsen",
        "benefit_rejection",
        "benefit_rejected",
    )
    assert "Afgewezen aanvraag: Bijstand." in row.message
    again = client.post("/werk/afwijzing/", rejection())
    assert again["Location"] == made["Location"]
    assert CaseRecord.objects.count() == 1


def test_nothing_is_registered_when_the_offer_is_refused(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both or neither: a person without an offer would be between two stools."""

    def refuse(*_args: object, **_values: object) -> str:
        from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError

        raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))

    monkeypatch.setattr(handover, "offer_registered", refuse)
    page = at_desk(cast.bob).post("/werk/afwijzing/", rejection())
    assert page.status_code == 409
    assert "Ik zoek werk dicht bij huis." in page.content.decode()
    assert CaseRecord.objects.count() == ResidentRecord.objects.count() == 0


def test_somebody_known_is_not_made_twice(cast: Cast) -> None:
    client = at_desk(cast.bob)
    known = registered(cast.bob.context)
    same = rejection(name="Dagmar Voorbeeld", phone="06 0000 0000", birth_year="1980")
    said = client.post("/werk/afwijzing/", same).content.decode()
    assert "Kennen jullie deze persoon al?" in said
    assert CaseRecord.objects.count() == 1
    assert known.resident is not None
    client.post("/werk/afwijzing/", {**same, "bekend": known.resident.ref})
    assert CaseRecord.objects.count() == 2
    assert ResidentRecord.objects.count() == 1
    stranger = at_desk(cast.charlie).post(
        "/werk/afwijzing/", rejection(bekend=known.resident.ref, once="mark-2")
    )
    assert stranger.status_code == 404
    assert CaseRecord.objects.count() == 2


def test_from_rejection_to_first_contact_is_measured(cast: Cast) -> None:
    at_desk(cast.bob).post("/werk/afwijzing/", rejection(rejected_on="2026-02-26"))
    case, row = CaseRecord.objects.get(), HandoverRecord.objects.get()
    waiting = rejected_to_contact(cast.bob.context)
    assert (waiting.number, waiting.reached, waiting.median_days) == (1, 0, None)
    assert [(one.who, one.working_days) for one in waiting.waiting] == [("Piet Steekproef", 2)]
    later = cast.alice.context.at(NOW + timedelta(days=2))
    handover.accept(later, ref=row.ref, answer=YES)
    entry = cases.NewEntry(kind="outreach", code="reached")
    cases.write_entry(later, ref=case.ref, entry=entry)
    measured = rejected_to_contact(later)
    assert (measured.number, measured.reached, measured.median_days) == (1, 1, 4)
    with freeze_time(later.now):
        said = at_desk(cast.alice).get("/werk/overdrachten/").content.decode()
    assert "De helft werd binnen 4 werkdagen bereikt; 1 van 1 binnen 5 werkdagen." in said
    assert rejected_to_contact(cast.charlie.context).number == 0
