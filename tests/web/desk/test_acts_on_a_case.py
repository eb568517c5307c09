"""Every act on a case through its form: it happens once, or it says why and keeps the words."""

from datetime import timedelta
from typing import Any

import pytest

from tests.people import NOW, Cast, hire
from tests.services.dossier import acts, offered, registered
from tests.web.desk.desk_client import browser, words
from voordeur.domain.consent.grants import FieldGroup
from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.refusal import RefusedError
from voordeur.records.cases.models import AftercareRecord, CaseRecord, EntryRecord, StepRecord
from voordeur.records.consent.models import GrantRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.services import cases, consent_choices, my_pages
from voordeur.services.context import Context
from voordeur.web import contexts
from voordeur.web.desk.acts import ACTS

DAY = "2026-03-12"
GOOD: dict[str, tuple[dict[str, Any], str]] = {
    "stap": (
        {"next_step": "Samen bellen", "next_date": DAY, "next_party": "resident", "phase": "plan"},
        "NextStepPlanned",
    ),
    "gesprek": ({"code": "not_enough", "text": "We spraken over werk."}, "AdviceTalkHeld"),
    "notitie": ({"text": "Belt liever in de middag."}, "NoteWritten"),
    "bereiken": (
        {"way": "Huisbezoek", "code": "not_home", "text": "Briefje gelaten."},
        "OutreachTried",
    ),
    "bericht": ({"text": "Tot donderdag."}, "MessageSent"),
    "taak": ({"what": "Cv sturen", "due_date": DAY, "by": "resident"}, "StepAgreed"),
    "samen": (
        {"code": "complementary_service", "to_organisation": "uwv", "text": "UWV doet de toets."},
        "AgreementMade",
    ),
    "situatie": ({"fact_benefit": "ww", "fact_municipality": "velsen"}, "CaseClassified"),
    "verandering": (
        {"changed": "municipality", "municipality": "haarlem", "start_date": DAY},
        "PersonMoved",
    ),
    "delen": (
        {
            "organisation": "uwv",
            "purpose": "guidance",
            "shared_fields": ["name", "contact"],
            "resident_agrees": "on",
        },
        "SharingAllowed",
    ),
    "signaal": (
        {
            "sort": "debt",
            "to_organisation": "gemeente-haarlem",
            "text": "Brieven blijven dicht.",
            "resident_agrees": "on",
        },
        "SignalPassedOn",
    ),
    "collega": ({"adviser": ""}, "AdviserAssigned"),
    "code": ({"sure": "on"}, "ReturnCodeRenewed"),
    "afronden": (
        {"outcome": "work_found", "informed_by": "phone", "note": "Begint maandag."},
        "CaseClosed",
    ),
}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW + timedelta(hours=1))


@pytest.fixture
def case(cast: Cast) -> CaseRecord:
    return registered(cast.bob.context)


def url_of(case: CaseRecord, act: str) -> str:
    return f"/werk/dossier/{case.ref}/doe/{act}/"


@pytest.mark.parametrize("act", sorted(GOOD))
def test_the_act_happens_and_stands_on_the_timeline(cast: Cast, case: CaseRecord, act: str) -> None:
    data, event = GOOD[act]
    bob = browser(cast.bob)
    seen = bob.get(url_of(case, act)).context["form"]["seen"].value()
    response = bob.post(url_of(case, act), {**data, "seen": seen})
    assert response.status_code == 302, response.context["form"].errors
    assert event in acts(case)
    assert bob.get(f"/werk/dossier/{case.ref}/?alles=ja").status_code == 200


def test_every_act_is_tried_here_or_below() -> None:
    below = {"afspraak", "stuk", "nazorg", "heropenen", "stoppen"}
    assert set(GOOD) | below == set(ACTS)


@pytest.mark.parametrize("act", sorted(set(ACTS) - {"situatie", "collega"}))
def test_an_empty_form_says_what_is_missing(cast: Cast, case: CaseRecord, act: str) -> None:
    bob = browser(cast.bob)
    before = acts(case)
    response = bob.post(url_of(case, act), {})
    assert response.status_code == 422
    assert "Kijk nog even naar dit" in words(response)
    assert acts(case) == before


def test_a_second_press_of_the_button_does_nothing_more(cast: Cast, case: CaseRecord) -> None:
    bob = browser(cast.bob)
    once = bob.get(url_of(case, "notitie")).context["form"]["once"].value()
    data = {"text": "Eén keer.", "once": once}
    first, second = (bob.post(url_of(case, "notitie"), data) for _press in range(2))
    assert first["Location"] == second["Location"]
    assert EntryRecord.objects.count() == 1


def test_somebody_was_first_the_words_stay_and_what_is_new_is_shown(
    cast: Cast, case: CaseRecord
) -> None:
    bob = browser(cast.bob)
    form = bob.get(url_of(case, "stap"))
    cases.plan_next(
        cast.bob.context.at(NOW + timedelta(minutes=30)),
        ref=case.ref,
        next_step="Stap van een collega",
        next_date=cast.bob.context.today,
    )
    data = {
        **GOOD["stap"][0],
        "seen": form.context["form"]["seen"].value(),
        "opened": form.context["opened"],
    }
    response = bob.post(url_of(case, "stap"), data)
    page = words(response)
    assert response.status_code == 409
    assert "Samen bellen" in page
    assert "Stap van een collega" in page
    assert "Volgende stap afgesproken" in page
    again = response.context["form"]["seen"].value()
    assert bob.post(url_of(case, "stap"), {**data, "seen": again}).status_code == 302
    case.refresh_from_db()
    assert case.next_step == "Samen bellen"


def test_a_date_in_the_past_is_refused_in_the_form(cast: Cast, case: CaseRecord) -> None:
    response = browser(cast.bob).post(
        url_of(case, "stap"), {**GOOD["stap"][0], "next_date": "2026-01-01"}
    )
    assert response.status_code == 409
    assert "Die dag is al geweest" in words(response)
    assert "Samen bellen" in words(response)


def test_only_who_is_accountable_plans_and_the_page_says_why(cast: Cast, case: CaseRecord) -> None:
    offered(cast.bob.context, case)
    alice = browser(cast.alice)
    assert "Met jouw rol kan dit niet" in words(alice.get(url_of(case, "stap")))
    assert alice.post(url_of(case, "stap"), GOOD["stap"][0]).status_code == 409


def test_nothing_closes_without_an_outcome_or_behind_the_residents_back(
    cast: Cast, case: CaseRecord
) -> None:
    bob = browser(cast.bob)
    for missing in ("outcome", "informed_by"):
        data = {**GOOD["afronden"][0], missing: ""}
        assert bob.post(url_of(case, "afronden"), data).status_code == 422
    offered(cast.bob.context, case)
    response = bob.post(url_of(case, "afronden"), GOOD["afronden"][0])
    assert response.status_code == 409
    assert "Er loopt een overdracht" in words(response)
    case.refresh_from_db()
    assert case.state == "open"


def test_after_closing_comes_aftercare_and_a_new_episode(cast: Cast, case: CaseRecord) -> None:
    bob = browser(cast.bob)
    bob.post(url_of(case, "afronden"), GOOD["afronden"][0])
    due = AftercareRecord.objects.order_by("due_date").first()
    assert due is not None
    data = {"due_date": due.due_date.isoformat(), "result": "still_at_work", "text": "Gaat goed."}
    assert bob.post(url_of(case, "nazorg"), data).status_code == 302
    due.refresh_from_db()
    assert due.result == "still_at_work"
    assert bob.post(url_of(case, "nazorg"), data).status_code in {409, 422}
    again = {"reason": "work_ended", "next_step": "Weer bellen", "next_date": DAY}
    assert bob.post(url_of(case, "heropenen"), again).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.episode) == ("open", 2)
    assert "Werk gevonden" in words(bob.get(f"/werk/dossier/{case.ref}/"))


def test_a_talk_that_is_not_enough_changes_who_leads(cast: Cast) -> None:
    situation: dict[str, str | int] = {
        "asker": "resident",
        "municipality": "velsen",
        "work": "no_work",
        "benefit": "ww",
        "need": "work",
        "advice_talk": "not_yet",
    }
    case = registered(cast.alice.context, situation=situation)
    assert case.proposed_id == "werkcentrum"
    alice = browser(cast.alice)
    alice.post(url_of(case, "gesprek"), GOOD["gesprek"][0])
    case.refresh_from_db()
    assert case.proposed_id == "uwv"
    assert case.first_contact_at is not None


def test_sharing_needs_the_residents_yes(cast: Cast, case: CaseRecord) -> None:
    before = GrantRecord.objects.count()
    for act in ("delen", "signaal"):
        data = {**GOOD[act][0], "resident_agrees": ""}
        response = browser(cast.bob).post(url_of(case, act), data)
        assert response.status_code == 422
        assert "Zonder ja van de bewoner" in words(response)
    assert GrantRecord.objects.count() == before


def shared_with_uwv(cast: Cast, case: CaseRecord) -> GrantRecord:
    browser(cast.bob).post(url_of(case, "delen"), GOOD["delen"][0])
    return GrantRecord.objects.get(organisation_id="uwv")


def test_sharing_stops_on_the_residents_word_at_the_next_request(
    cast: Cast, case: CaseRecord
) -> None:
    grant = shared_with_uwv(cast, case)
    ulla = browser(hire("Ulla Proefpersoon", "uwv", Role.PARTNER_PROFESSIONAL))
    page = f"/werk/dossier/{case.ref}/"
    assert "Dagmar Voorbeeld" in words(ulla.get(page))
    bob = browser(cast.bob)
    form = words(bob.get(url_of(case, "stoppen")))
    assert "UWV: Je helpen naar werk of opleiding" in form
    assert "Gemeente Velsen: " not in form  # that rests on a legal task
    data = {"grant": grant.ref, "resident_asked": "on"}
    assert bob.post(url_of(case, "stoppen"), {"grant": grant.ref}).status_code == 422
    assert ulla.get(page).status_code == 200  # control: nothing happened yet
    assert bob.post(url_of(case, "stoppen"), data)["Location"] == page
    assert ulla.get(page).status_code == 404
    assert "SharingStopped" in acts(case)
    assert bob.post(url_of(case, "stoppen"), data).status_code == 422
    mail = OutboxRecord.objects.get(kind="resident_sharing_stopped")
    assert mail.recipient == "dagmar@example.nl"
    assert "ziet UWV niets meer" in mail.body


def test_the_resident_reads_who_stopped_it_and_may_share_again(
    cast: Cast, case: CaseRecord
) -> None:
    grant = shared_with_uwv(cast, case)
    data = {"grant": grant.ref, "resident_asked": "on"}
    browser(cast.bob).post(url_of(case, "stoppen"), data)
    resident = Context(
        kind=ActorKind.RESIDENT, now=NOW + timedelta(hours=2), resident_id=case.resident_id
    )
    line = next(one for one in my_pages.home(resident).shared if one.code == "uwv")
    assert (line.state, line.may_share_again) == ("stopped", True)
    days = my_pages.log(resident).days
    assert "Stopte met delen, omdat jij dat vroeg" in {one.what for one in days[0].lines}


def test_a_legal_task_does_not_stop_and_no_other_case_is_touched(
    cast: Cast, case: CaseRecord
) -> None:
    theirs = GrantRecord.objects.get(case=case)
    for ref in (theirs.ref, "ZZZZZZZZZZ"):
        data = {"grant": ref, "resident_asked": "on"}
        assert browser(cast.bob).post(url_of(case, "stoppen"), data).status_code == 422
    with pytest.raises(RefusedError, match="legal_task_stays"):
        consent_choices.stop_sharing_on_word(cast.bob.context, ref=case.ref, grant_ref=theirs.ref)
    other = registered(cast.alice.context)
    held = GrantRecord.objects.get(case=other)
    with pytest.raises(RefusedError, match="not_found"):
        consent_choices.stop_sharing_on_word(cast.bob.context, ref=case.ref, grant_ref=held.ref)


def test_a_partner_that_is_asked_to_stop_lets_go_of_the_case(cast: Cast, case: CaseRecord) -> None:
    grant = shared_with_uwv(cast, case)
    ulla = browser(hire("Ulla Proefpersoon", "uwv", Role.PARTNER_PROFESSIONAL))
    data = {"grant": grant.ref, "resident_asked": "on"}
    assert ulla.post(url_of(case, "stoppen"), data)["Location"] == "/werk/dossiers/"


def test_a_signal_reaches_debt_help_with_a_name_and_no_more(cast: Cast, case: CaseRecord) -> None:
    browser(cast.bob).post(url_of(case, "signaal"), GOOD["signaal"][0])
    grant = GrantRecord.objects.get(organisation_id="gemeente-haarlem")
    assert set(grant.fields) == {FieldGroup.NAME, FieldGroup.CONTACT, FieldGroup.RESIDENCE}
    charlie = browser(cast.charlie)
    assert "Dagmar Voorbeeld" in words(charlie.get("/werk/vandaag/"))
    page = words(charlie.get(f"/werk/dossier/{case.ref}/"))
    assert "Brieven blijven dicht." in page
    assert "Ik zoek werk in de zorg." not in page
    charlie.post(f"/werk/dossier/{case.ref}/signaal/")
    assert "SignalTaken" in acts(case)
    assert charlie.post(f"/werk/dossier/{case.ref}/signaal/").status_code == 404


def test_a_task_is_ticked_off(cast: Cast, case: CaseRecord) -> None:
    bob = browser(cast.bob)
    bob.post(url_of(case, "taak"), GOOD["taak"][0])
    step = StepRecord.objects.get()
    bob.post(f"/werk/dossier/{case.ref}/taak/{step.ref}/klaar/")
    step.refresh_from_db()
    assert step.done_at is not None


def test_a_consultation_is_booked_from_the_case(cast: Cast, case: CaseRecord) -> None:
    bob = browser(cast.bob)
    form = bob.get(url_of(case, "afspraak")).context["form"]
    moment = next(value for value, _words in form.fields["moment"].choices if value)
    assert (
        bob.post(url_of(case, "afspraak"), {"moment": moment, "kind": "phone"}).status_code == 302
    )
    assert "AppointmentBooked" in acts(case)
    assert "gepland" in words(bob.get(f"/werk/dossier/{case.ref}/"))


@pytest.mark.parametrize(
    ("act", "field"),
    [("delen", "organisation"), ("bereiken", "way"), ("afspraak", "moment")],
)
def test_no_list_chooses_for_anybody(cast: Cast, case: CaseRecord, act: str, field: str) -> None:
    form = browser(cast.bob).get(url_of(case, act)).context["form"]
    assert form.fields[field].choices[0][0] == ""
    assert form[field].value() is None
