"""A rejection in a minute at the desk, a move, and the partners with what they offer."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from freezegun import freeze_time

from tests.people import NOW, Cast, Person
from tests.services.dossier import SITUATION, YES, registered
from voordeur.records.accounts.models import Account
from voordeur.records.cases.models import CaseRecord
from voordeur.records.handover.models import HandoverRecord
from voordeur.records.residents.models import ResidentRecord
from voordeur.services import cases, handover, partners
from voordeur.services.region import current_region
from voordeur.services.rejections import rejected_to_contact


@pytest.fixture(autouse=True)
def _monday() -> Any:
    cache.clear()
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


def test_partners_are_found_by_old_names_and_by_what_they_offer(cast: Cast) -> None:
    client = at_desk(cast.charlie)
    for asked in ("RMT", "ZKIJ Werkt Door", "werkcentrum", "adviesgesprek"):
        said = client.get("/werk/partners/", {"zoek": asked}).content.decode()
        assert "/werk/partners/werkcentrum/" in said, asked
    assert "Niets gevonden." in client.get("/werk/partners/", {"zoek": "xyzzy"}).content.decode()


def test_a_partner_page_says_rules_times_and_contact(cast: Cast) -> None:
    said = at_desk(cast.charlie).get("/werk/partners/ijmond-werkt/").content.decode()
    for words in ("Uitkering:", "Velsen of Beverwijk of Heemskerk", "Nagekeken", "Tijden"):
        assert words in said, words
    assert at_desk(cast.charlie).get("/werk/partners/bestaat-niet/").status_code == 404


def test_only_the_party_itself_says_that_it_is_still_right(cast: Cast) -> None:
    year_later = NOW + timedelta(days=400)
    with freeze_time(year_later):
        said = at_desk(cast.alice).get("/werk/partners/werkcentrum/").content.decode()
        assert "te lang geleden" in said
        refused = at_desk(cast.bob).post(
            "/werk/partners/werkcentrum/klopt/", {"dienst": "advice-talk"}
        )
        assert refused.status_code == 409
        at_desk(cast.alice).post("/werk/partners/werkcentrum/klopt/", {"dienst": "advice-talk"})
        page = partners.partner(cast.alice.context.at(year_later), code="werkcentrum")
    fresh = {one.code: one.stale for one in page.services}
    assert fresh["advice-talk"] is False
    assert fresh["work-fit"] is True


def test_what_somebody_qualifies_for_says_yes_no_and_what_to_ask(cast: Cast) -> None:
    situation = {"asker": "resident", "municipality": "velsen", "benefit": "bijstand"}
    case = registered(cast.bob.context, situation=situation)
    page = partners.fitting_services(cast.bob.context, ref=case.ref)
    found = {one.service.code: one for one in page.fitting}
    assert found["advice-talk"].truth == "yes"
    assert found["ww-guidance"].truth == "no"
    assert found["ww-guidance"].against
    asked = found["ijmond-trajectory"]
    assert (asked.truth, len(asked.to_ask)) == ("unknown", 1)
    said = at_desk(cast.bob).get(f"/werk/dossier/{case.ref}/wat-past/").content.decode()
    assert "Wat past er bij Dagmar Voorbeeld?" in said
    assert "Nog niet bekend" in said
