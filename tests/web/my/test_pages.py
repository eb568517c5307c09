"""What residents see, decide and take along; nobody else sees it."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, Cast, hire
from tests.services.dossier import YES, offered, refused
from tests.web.my.visits import Visit, question
from voordeur.domain.consent.grants import FieldGroup, Purpose
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason
from voordeur.records.audit.models import JournalRecord
from voordeur.records.cases.models import CaseRecord, EntryRecord, StepRecord
from voordeur.records.consent.models import GrantRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.records.residents.models import ResidentRecord
from voordeur.services import access, cases, consent, consent_choices, handover, my, verify
from voordeur.services.cases import NewEntry
from voordeur.services.context import Context

PAGES = [
    "/mijn/",
    "/mijn/wie-keek/",
    "/mijn/gegevens/",
    "/mijn/meenemen/",
    "/mijn/meenemen/alles.json",
]


def shown(answer: Any) -> str:
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


def page(visit: Visit, path: str = "/mijn/") -> str:
    return shown(visit.client.get(path))


def own_addresses(visit: Visit) -> list[str]:
    grant = GrantRecord.objects.filter(case=visit.case)[0]
    ref = visit.case.ref
    return [
        *PAGES,
        f"/mijn/vraag/{ref}/",
        f"/mijn/delen/{grant.ref}/",
        f"/mijn/delen/{grant.ref}/weer/",
    ]


def share_with(visit: Visit, cast: Cast, organisation: str = "nova-college") -> str:
    from voordeur.services.region import current_region

    assert organisation in current_region().organisations
    return consent.share(
        cast.bob.context,
        case=visit.fresh(),
        organisation=organisation,
        purpose=Purpose.GUIDANCE,
        fields=frozenset({FieldGroup.NAME, FieldGroup.CONTACT}),
    )


def last(name: str) -> dict[str, Any]:
    row = JournalRecord.objects.filter(name=name).order_by("-sequence")[0]
    found: dict[str, Any] = json.loads(row.payload)
    return found


def test_every_page_answers_in_both_languages(visit: Visit) -> None:
    visit.come_in()
    for path in own_addresses(visit):
        for prefix in ("", "/en"):
            assert visit.client.get(prefix + path).status_code == 200, prefix + path


def test_without_a_session_every_page_leads_to_the_login(visit: Visit) -> None:
    stranger = Client()
    for path in [*own_addresses(visit), "/mijn/vraag/ONBEKEND/", "/mijn/delen/ONBEKEND/"]:
        assert stranger.get(path).url == "/mijn/inloggen/"
        assert stranger.post(path).status_code in {302, 405}


def test_another_resident_sees_nothing(visit: Visit, cast: Cast) -> None:
    theirs, _code = question(cast.bob.context, "Piet Steekproef", email="piet@example.nl")
    grant = GrantRecord.objects.filter(case=theirs)[0].ref
    step = cases.agree_step(
        cast.bob.context, ref=theirs.ref, what="Bellen", due_date=NOW.date(), by_resident=True
    )
    visit.come_in()
    before = (list(CaseRecord.objects.values()), list(GrantRecord.objects.values()))
    for path in (
        f"/mijn/vraag/{theirs.ref}/",
        f"/mijn/delen/{grant}/",
        f"/mijn/delen/{grant}/weer/",
    ):
        assert visit.client.get(path).status_code == 404
        assert visit.client.post(path, {"text": "Hoi"}).status_code == 404
    for path in ("klaar", f"stap/{step}", "terug", "code"):
        answer = visit.client.post(f"/mijn/vraag/{theirs.ref}/{path}/", {"text": "Hoi"})
        assert answer.status_code == 404, path
    assert (list(CaseRecord.objects.values()), list(GrantRecord.objects.values())) == before
    assert "Piet" not in "".join(page(visit, path) for path in PAGES)


def test_the_home_page_says_who_leads_since_when_and_what_is_next(visit: Visit, cast: Cast) -> None:
    row = offered(cast.bob.context, visit.case)
    visit.wait(days=1)
    handover.accept(cast.alice.context.at(NOW + timedelta(days=1)), ref=row.ref, answer=YES)
    visit.come_in()
    text = page(visit)
    case = visit.fresh()
    assert case.accountable_id == "werkcentrum"
    assert "Werkcentrum" in text
    assert "Sinds 3 maart 2026. Daarvoor: Gemeente Velsen." in text
    assert case.next_date is not None
    assert f"{case.next_date.day} maart" in text
    assert "Waarom Werkcentrum" in text


def test_an_open_offer_is_told_as_a_step(visit: Visit, cast: Cast) -> None:
    offered(cast.bob.context, visit.case)
    visit.come_in()
    assert "gevraagd, nog geen antwoord" in page(visit)
    assert "om je verder te helpen" in page(visit, f"/mijn/vraag/{visit.case.ref}/")


def test_my_turn_is_the_one_red_door(visit: Visit, cast: Cast) -> None:
    cases.plan_next(
        cast.bob.context,
        ref=visit.case.ref,
        next_step="Je cv opsturen",
        next_date=NOW.date() + timedelta(days=3),
        next_party="resident",
    )
    question(cast.bob.context, "Dagmar Voorbeeld", email="ander@example.nl")
    visit.come_in()
    text = page(visit)
    assert text.count('class="vd-needed"') == 1
    assert "Jij bent aan zet, voor donderdag 5 maart" in text
    visit.client.post(f"/mijn/vraag/{visit.case.ref}/klaar/")
    case = visit.fresh()
    assert (case.next_party, case.next_step) == ("organisation", my.READ_ANSWER)
    assert last("MessageReceived")["next_date"] == str(case.next_date)
    assert "vd-needed" not in page(visit)
    visit.client.post(f"/mijn/vraag/{visit.case.ref}/klaar/")
    assert EntryRecord.objects.filter(kind="message_in").count() == 1


def test_own_steps_can_be_ticked_off_and_only_those(visit: Visit, cast: Cast) -> None:
    day = NOW.date() + timedelta(days=2)
    ref = visit.case.ref
    mine = cases.agree_step(
        cast.bob.context, ref=ref, what="Cv sturen", due_date=day, by_resident=True
    )
    theirs = cases.agree_step(cast.bob.context, ref=ref, what="School bellen", due_date=day)
    visit.come_in()
    assert page(visit).count("Dit is klaar") == 1
    assert visit.client.post(f"/mijn/vraag/{ref}/stap/{theirs}/").status_code == 404
    for _ in range(2):
        assert visit.client.post(f"/mijn/vraag/{ref}/stap/{mine}/").status_code == 302
    done = StepRecord.objects.get(ref=mine).done_at
    assert done is not None
    assert StepRecord.objects.get(ref=theirs).done_at is None
    assert last("StepDoneByResident")["step"] == mine


def test_a_withdrawn_partner_sees_nothing_at_the_next_request(visit: Visit, cast: Cast) -> None:
    grant = share_with(visit, cast, "gemeente-haarlem")
    ref = visit.case.ref
    assert access.open_case(cast.charlie.context, ref=ref, part="case").fields
    visit.come_in()
    assert "Gemeente Haarlem" in page(visit)
    assert "niet meer openen" in page(visit, f"/mijn/delen/{grant}/")
    visit.client.post(f"/mijn/delen/{grant}/")
    with refused(Reason.NOT_FOUND):
        access.open_case(cast.charlie.context, ref=ref, part="case")
    assert "Toch delen" in page(visit)
    assert last("SharingStopped")["grant"] == grant
    visit.client.post(f"/mijn/delen/{grant}/")
    assert JournalRecord.objects.filter(name="SharingStopped").count() == 1


def test_sharing_again_is_one_new_permission(visit: Visit, cast: Cast) -> None:
    grant = share_with(visit, cast, "gemeente-haarlem")
    visit.come_in()
    visit.client.post(f"/mijn/delen/{grant}/")
    for _ in range(2):
        visit.client.post(f"/mijn/delen/{grant}/weer/")
    seen = access.open_case(cast.charlie.context, ref=visit.case.ref, part="case").fields
    assert seen == {FieldGroup.NAME, FieldGroup.CONTACT}
    assert GrantRecord.objects.filter(organisation_id="gemeente-haarlem").count() == 2


def test_a_legal_task_says_why_it_stays(visit: Visit) -> None:
    grant = GrantRecord.objects.get(case=visit.case)
    assert grant.legal_basis == "legal_task"
    visit.come_in()
    assert "Waarom kan dit niet uit?" in page(visit)
    assert "Participatiewet" in page(visit, f"/mijn/delen/{grant.ref}/")
    answer = visit.client.post(f"/mijn/delen/{grant.ref}/", follow=True)
    assert "taak in de wet" in shown(answer)
    assert GrantRecord.objects.get(pk=grant.pk).withdrawn_at is None


def without_legal_task(visit: Visit) -> Context:
    """Let Dagmar's question be at a party that needs her request to see anything."""
    fatima = hire("Fatima Testa", "leerwerkloket", Role.PARTNER_PROFESSIONAL).context
    visit.case, visit.code = question(fatima, email="dagmar2@example.nl")
    return fatima


def test_withdrawing_from_who_leads_keeps_an_owner_and_a_date(visit: Visit, cast: Cast) -> None:
    fatima = without_legal_task(visit)
    grant = GrantRecord.objects.get(case=visit.case).ref
    visit.come_in()
    assert "ronden hem af" in page(visit, f"/mijn/delen/{grant}/")
    visit.client.post(f"/mijn/delen/{grant}/")
    case = visit.fresh()
    assert case.accountable_id == "leerwerkloket"
    assert case.next_step == consent_choices.NOTHING_SHARED
    assert case.next_date == NOW.date() + timedelta(days=7)
    assert last("SharingStopped")["next_date"] == str(case.next_date)
    opened = access.open_case(fatima, ref=case.ref, part="case")
    assert opened.fields == frozenset()
    cases.close(fatima, ref=case.ref, outcome="own_choice", informed_by="phone")


def test_who_leads_may_be_let_in_again(visit: Visit, cast: Cast) -> None:
    fatima = without_legal_task(visit)
    grant = GrantRecord.objects.get(case=visit.case).ref
    visit.come_in()
    visit.client.post(f"/mijn/delen/{grant}/")
    visit.client.post(f"/mijn/delen/{grant}/weer/")
    assert visit.fresh().next_step == consent_choices.SHARED_AGAIN
    assert last("SharingAllowed")["next_date"] == str(visit.fresh().next_date)
    opened = access.open_case(fatima, ref=visit.case.ref, part="case")
    assert opened.fields == frozenset(FieldGroup)
    renewed = GrantRecord.objects.filter(case=visit.case, legal_basis="consent").get()
    visit.client.post(f"/mijn/delen/{renewed.ref}/")
    assert visit.fresh().next_step == consent_choices.NOTHING_SHARED


def test_who_looked_names_organisation_purpose_and_time_only(visit: Visit, cast: Cast) -> None:
    other, _code = question(cast.bob.context, "Piet Steekproef", email="piet@example.nl")
    for _ in range(3):
        access.open_case(cast.bob.context, ref=visit.case.ref, part="case")
    access.log_list(cast.bob.context, name="today", cases=[visit.fresh(), other])
    visit.come_in()
    for path in ("/mijn/", "/mijn/wie-keek/"):
        text = page(visit, path)
        assert "Keek in je dossier" in text
        assert "(3 keer)" in text
        assert "Je helpen naar werk of opleiding" in text
        assert "Zag je naam op een werklijst" in text
        for secret in ("Bob", "Piet", other.ref, str(cast.bob.context.account_id) + "@"):
            assert secret not in text
    assert "Keek in Mijn Voordeur" not in page(visit, "/mijn/wie-keek/")


def test_a_message_reaches_who_leads_once(visit: Visit, cast: Cast) -> None:
    cases.assign(cast.bob.context, ref=visit.case.ref, adviser_id=cast.bob.context.account_id)
    visit.come_in()
    path = f"/mijn/vraag/{visit.case.ref}/"
    for _ in range(2):
        answer = visit.client.post(path, {"text": "Ik ben er maandag niet."}, follow=True)
        assert "Je bericht is verstuurd" in shown(answer)
    entry = EntryRecord.objects.get(kind="message_in")
    assert (entry.to_organisation_id, entry.text) == ("gemeente-velsen", "Ik ben er maandag niet.")
    mail = OutboxRecord.objects.get(kind="message_in")
    assert mail.recipient == cast.bob.email
    assert "maandag" not in mail.body
    assert "Dagmar" not in mail.body + mail.subject


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_a_message_that_cannot_be_is_told_and_kept(visit: Visit, text: str) -> None:
    visit.come_in()
    answer = visit.client.post(f"/mijn/vraag/{visit.case.ref}/", {"text": text})
    assert answer.status_code == 422
    assert not EntryRecord.objects.filter(kind="message_in").exists()
    if text.strip(" "):
        assert text in answer.content.decode()


def test_messages_and_talks_from_who_leads_are_shown(visit: Visit, cast: Cast) -> None:
    for kind, text, to_me in (
        ("message_out", "Kom je vrijdag?", True),
        ("advice_talk", "Je wilt de zorg in.", True),
        ("note", "Alleen voor ons.", False),
    ):
        entry = NewEntry(kind=kind, text=text, for_resident=to_me)
        cases.write_entry(cast.bob.context, ref=visit.case.ref, entry=entry)
    visit.come_in()
    text = page(visit, f"/mijn/vraag/{visit.case.ref}/")
    assert "Kom je vrijdag?" in text
    assert "Je wilt de zorg in." in text
    assert "Alleen voor ons." not in text + page(visit)
    assert "Alleen voor ons." in page(visit, "/mijn/meenemen/")


def test_a_closed_question_can_be_opened_again(visit: Visit, cast: Cast) -> None:
    ref = visit.case.ref
    cases.close(cast.bob.context, ref=ref, outcome="work_found", informed_by="phone")
    visit.come_in()
    assert "Werk gevonden" in page(visit)
    assert "Wil je terugkomen?" in page(visit, f"/mijn/vraag/{ref}/")
    refused_message = visit.client.post(f"/mijn/vraag/{ref}/", {"text": "Hallo"})
    assert refused_message.status_code == 422
    answer = visit.client.post(
        f"/mijn/vraag/{ref}/terug/", {"text": "Mijn werk stopt."}, follow=True
    )
    assert "Welkom terug" in shown(answer)
    case = visit.fresh()
    assert (case.state, case.episode, case.next_step) == ("open", 2, my.CALL_AFTER_RETURN)
    assert EntryRecord.objects.get(kind="message_in").text == "Mijn werk stopt."
    again = visit.client.post(f"/mijn/vraag/{ref}/terug/", {"text": "Nog eens."})
    assert again.status_code == 422
    assert visit.fresh().episode == 2


DETAILS = {
    "email": "dagmar@example.nl",
    "phone": "06 0000 0000",
    "preferred_channel": "phone",
    "language": "nl",
    "postcode": "1971",
}


def test_details_change_with_the_names_of_the_fields_only(visit: Visit) -> None:
    visit.come_in()
    changed = {**DETAILS, "email": "Nieuw@Example.nl", "phone": "06 1111 1111"}
    assert "Vraag om te wissen" in visit.client.get("/mijn/gegevens/").content.decode()
    assert visit.client.post("/mijn/gegevens/", changed).status_code == 302
    row = ResidentRecord.objects.get(pk=visit.case.resident_id)
    assert (row.email, row.phone) == ("nieuw@example.nl", "06 1111 1111")
    entry = JournalRecord.objects.get(name="ResidentDetailsCorrected")
    assert json.loads(entry.payload)["fields"] == ["email", "phone"]
    assert "1111" not in entry.payload
    told = OutboxRecord.objects.get(kind="details_changed")
    assert told.recipient == "dagmar@example.nl"


def test_nothing_changed_is_no_act(visit: Visit) -> None:
    visit.come_in()
    visit.client.post("/mijn/gegevens/", DETAILS)
    assert not JournalRecord.objects.filter(name="ResidentDetailsCorrected").exists()


def test_moving_house_is_told_to_who_leads(visit: Visit) -> None:
    visit.come_in()
    answer = visit.client.post("/mijn/gegevens/", {**DETAILS, "postcode": "2011"}, follow=True)
    assert "weet dat je verhuisd bent" in shown(answer)
    row = ResidentRecord.objects.get(pk=visit.case.resident_id)
    assert (row.postcode, row.municipality) == ("2011", "haarlem")
    assert "Haarlem" in EntryRecord.objects.get(kind="message_in").text
    assert visit.fresh().accountable_id == "gemeente-velsen"


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "geen adres"},
        {"email": "", "phone": ""},
        {"phone": "bel maar"},
        {"preferred_channel": "duif"},
        {"preferred_channel": "website"},
        {"language": "xx"},
        {"postcode": "abc"},
        {"email": "a" * 300 + "@example.nl"},
    ],
)
def test_wrong_details_are_told_and_kept(visit: Visit, wrong: dict[str, str]) -> None:
    visit.come_in()
    before = ResidentRecord.objects.values().get(pk=visit.case.resident_id)
    answer = visit.client.post("/mijn/gegevens/", {**DETAILS, **wrong})
    assert answer.status_code == 422
    assert ResidentRecord.objects.values().get(pk=visit.case.resident_id) == before


def test_the_copy_holds_everything_and_taking_it_is_logged(visit: Visit, cast: Cast) -> None:
    entry = NewEntry(kind="note", text="Wil de zorg in.")
    cases.write_entry(cast.bob.context, ref=visit.case.ref, entry=entry)
    offered(cast.bob.context, visit.case)
    visit.come_in()
    answer = visit.client.get("/mijn/meenemen/alles.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    data = json.loads(answer.content)
    assert data["person"][0]["name"] == "Dagmar Voorbeeld"
    assert data["cases"][0]["question"] == "Ik zoek werk in de zorg."
    assert data["entries"][0]["text"] == "Wil de zorg in."
    assert data["handovers"][0]["to"].startswith("Werkcentrum")
    assert {"sharing", "log"} <= data.keys()
    assert "Bob" not in answer.content.decode()
    assert (
        '"copy"'
        in JournalRecord.objects.filter(name="OwnPageSeen").order_by("-sequence")[0].payload
    )


def many(visit: Visit, cast: Cast) -> None:
    """Make twenty times more of everything."""
    ref = visit.case.ref
    for number in range(20):
        at = cast.bob.context.at(NOW + timedelta(minutes=number + 1))
        access.open_case(at, ref=ref, part="case")
        day = NOW.date() + timedelta(days=number)
        cases.agree_step(at, ref=ref, what=f"Stap {number}", due_date=day, by_resident=True)
        entry = NewEntry(kind="message_out", text=f"Bericht {number}", for_resident=True)
        cases.write_entry(at, ref=ref, entry=entry)
        cases.register(
            at,
            registration=cases.Registration(
                question=f"Vraag {number}",
                channel="desk",
                resident_ref=ResidentRecord.objects.get(pk=visit.case.resident_id).ref,
            ),
        )
    share_with(visit, cast, "gemeente-haarlem")


@pytest.mark.parametrize("path", [*PAGES, "/mijn/vraag/{ref}/"])
def test_the_number_of_queries_does_not_grow(visit: Visit, cast: Cast, path: str) -> None:
    address = path.format(ref=visit.case.ref)
    one = NewEntry(kind="message_out", text="Eerste", for_resident=True)
    cases.write_entry(cast.bob.context, ref=visit.case.ref, entry=one)
    visit.come_in()

    def queries(do: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as seen:
            do()
        return len(seen)

    visit.client.get(address)
    few = queries(lambda: visit.client.get(address))
    many(visit, cast)
    assert queries(lambda: visit.client.get(address)) == few


def test_the_events_of_a_resident_replay_to_what_the_tables_say(visit: Visit, cast: Cast) -> None:
    fatima = without_legal_task(visit)
    ref = visit.case.ref
    grant = GrantRecord.objects.get(case=visit.case).ref
    visit.come_in()
    visit.client.post(f"/mijn/delen/{grant}/")
    assert verify.verify().ok
    visit.client.post(f"/mijn/delen/{grant}/weer/")
    assert verify.verify().ok
    later = NOW.date() + timedelta(days=3)
    cases.plan_next(fatima, ref=ref, next_step="Cv sturen", next_date=later, next_party="resident")
    visit.client.post(f"/mijn/vraag/{ref}/klaar/")
    assert verify.verify().ok
    visit.client.post("/mijn/gegevens/", {**DETAILS, "postcode": "2011"})
    cases.close(fatima, ref=ref, outcome="work_found", informed_by="phone")
    visit.client.post(f"/mijn/vraag/{ref}/terug/", {"text": "Mijn werk stopt."})
    report = verify.verify()
    assert report.ok, report
