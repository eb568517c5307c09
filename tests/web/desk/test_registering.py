"""Registering a question at a desk: one page, guided, and nobody is made twice unseen."""

from typing import Any

import pytest
from django.test import Client

from tests.people import NOW, Cast
from tests.services.dossier import registered
from tests.web.desk.desk_client import browser, words
from voordeur.records.cases.models import CaseRecord
from voordeur.records.residents.models import ResidentRecord
from voordeur.web import contexts

ASKED = {
    "asker": "resident",
    "name": "Piet Steekproef",
    "birth_year": "1979",
    "postcode": "1971 AB",
    "phone": "06 00 00 00 00",
    "email": "piet@example.nl",
    "question": "Ik wil iets met techniek.",
    "channel": "phone",
}
FACTS = {"fact_work": "no_work", "fact_benefit": "none", "fact_need": "work"}
DAGMAR = {
    **ASKED,
    "name": "Dagmar Vorbeeld",
    "birth_year": "1980",
    "phone": "",
    "email": "",
}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


def send(client: Client, data: dict[str, Any], **more: Any) -> Any:
    return client.post("/werk/nieuw/", {**data, "doe": "registreer", **more})


def test_one_form_makes_one_case_with_an_owner_a_step_and_a_date(cast: Cast) -> None:
    bob = browser(cast.bob)
    response = send(bob, ASKED)
    case = CaseRecord.objects.get()
    assert response["Location"] == f"/werk/dossier/{case.ref}/geregistreerd/"
    assert case.accountable_id == "gemeente-velsen"
    assert case.adviser_id == cast.bob.context.account_id
    assert case.next_step
    assert case.next_date
    assert case.resident is not None
    assert (case.resident.municipality, case.municipality) == ("velsen", "velsen")
    assert case.situation["age"] == 47


def test_the_result_shows_who_leads_why_and_the_code_once(cast: Cast) -> None:
    bob = browser(cast.bob)
    page = words(bob.get(send(bob, {**ASKED, **FACTS})["Location"]))
    case = CaseRecord.objects.get()
    assert case.proposed_id == "werkcentrum"
    assert "Draag warm over" in page
    assert "Waarom deze partij?" in page
    code = page.split('class="vd-code"><b>')[1].split("<")[0]
    assert case.resident is not None
    assert code not in str(ResidentRecord.objects.values())
    other = words(browser(cast.bob).get(f"/werk/dossier/{case.ref}/geregistreerd/"))
    assert code not in other


def test_only_the_questions_that_decide_are_asked_one_by_one(cast: Cast) -> None:
    bob = browser(cast.bob)
    data: dict[str, Any] = {**ASKED, "doe": "verder"}
    asked: list[str] = []
    for _turn in range(12):
        guide = bob.post("/werk/nieuw/", data).context["guide"]
        if guide.next_fact is None:
            break
        asked.append(guide.next_fact.code)
        data[f"fact_{guide.next_fact.code}"] = guide.next_fact.values[0].code
    assert guide.organisation
    assert asked
    assert not {"asker", "municipality", "age"} & set(asked)
    assert CaseRecord.objects.count() == 0


def test_the_part_for_htmx_says_the_same_as_the_page(cast: Cast) -> None:
    bob = browser(cast.bob)
    part = bob.post("/werk/nieuw/wie/", {**ASKED, **FACTS})
    whole = bob.post("/werk/nieuw/", {**ASKED, **FACTS, "doe": "verder"})
    assert "Wie leidt deze vraag?" in words(part)
    assert "<html" not in words(part)
    assert part.context["guide"].organisation == whole.context["guide"].organisation
    assert "Ik wil iets met techniek." in words(whole)


def test_somebody_known_is_shown_before_a_second_person_is_made(cast: Cast) -> None:
    known = registered(cast.bob.context)
    assert known.resident is not None
    bob = browser(cast.bob)
    response = send(bob, DAGMAR)
    assert "Is dit dezelfde persoon?" in words(response)
    assert "een naam die erop lijkt" in words(response)
    assert ResidentRecord.objects.count() == 1
    send(bob, DAGMAR, bekend=known.resident.ref)
    assert ResidentRecord.objects.count() == 1
    assert CaseRecord.objects.count() == 2
    send(bob, DAGMAR, bekend="iemand-anders")
    assert ResidentRecord.objects.count() == 2


def test_a_match_elsewhere_looks_exactly_like_no_match(cast: Cast) -> None:
    registered(cast.bob.context)
    charlie = browser(cast.charlie)
    answers = [send(charlie, data) for data in (DAGMAR, {**DAGMAR, "name": "Riet Schaduw"})]
    assert [answer.status_code for answer in answers] == [302, 302]
    pages = [words(charlie.get(answer["Location"])) for answer in answers]
    assert ["Is dit dezelfde" in page for page in pages] == [False, False]


def test_somebody_elses_resident_cannot_be_picked(cast: Cast) -> None:
    known = registered(cast.bob.context)
    assert known.resident is not None
    response = send(browser(cast.charlie), DAGMAR, bekend=known.resident.ref)
    assert response.status_code in {404, 409}
    assert "Dagmar Voorbeeld" not in words(response)
    assert CaseRecord.objects.count() == 1


def test_a_second_press_makes_no_second_case(cast: Cast) -> None:
    bob = browser(cast.bob)
    once = bob.get("/werk/nieuw/").context["form"]["once"].value()
    first, second = (send(bob, ASKED, once=once) for _press in range(2))
    assert first["Location"] == second["Location"]
    assert CaseRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "Vul dit nog in"),
        ("question", "", "Vul dit nog in"),
        ("postcode", "12", "Schrijf de postcode"),
        ("phone", "bel mij", "alleen cijfers"),
        ("email", "piet", "e-mailadres"),
        ("birth_year", "1066", "te weinig"),
        ("channel", "duif", "Kies een andere"),
        ("next_date", "2020-01-01", "al geweest"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_stays(
    cast: Cast, field: str, value: str, says: str
) -> None:
    response = send(browser(cast.bob), {**ASKED, field: value})
    assert response.status_code in {409, 422}
    assert says in words(response)
    kept = {"name": "Piet Steekproef", "question": "Ik wil iets met techniek."}
    for name, text in kept.items():
        assert name == field or text in words(response)
    assert CaseRecord.objects.count() == 0


def test_an_employer_is_registered_for_employer_service(cast: Cast) -> None:
    data = {
        **ASKED,
        "asker": "employer",
        "name": "Bakkerij Bordkarton",
        "contact_name": "Saar Decor",
    }
    send(browser(cast.alice), {**data, "fact_employer_need": "staff_vacancy"})
    case = CaseRecord.objects.get()
    assert case.employer is not None
    assert (case.resident, case.employer.name) == (None, "Bakkerij Bordkarton")
    assert case.proposed_id
