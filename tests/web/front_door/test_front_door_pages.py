"""The public door with a plain client: every page, no script, what is typed survives."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from voordeur.cli.messages import untranslated
from voordeur.records.appointments.models import AppointmentRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.records.inquiries.models import InquiryRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.services.appointment_links import feed_token, secret_of
from voordeur.services.consultation_hours import Place, places
from voordeur.services.context import system_context
from voordeur.services.ports import ports
from voordeur.services.region import load_pack
from voordeur.web import contexts
from voordeur.web.front_door import pages

PLACE = "/spreekuren/beverwijk-wijk-aan-duin/"
REACH = {"name": "Dagmar Voorbeeld", "email": "dagmar@voorbeeld.example", "agree": "on"}
PAGES = [
    "/",
    "/vraag/",
    "/vraag/?deur=find_work",
    "/vraag/?vaak=geen-uitkering",
    "/verder/",
    "/werkgever/",
    "/spreekuren/",
    "/spreekuren/?postcode=1971",
    PLACE,
    "/spreekuren/beverwijk-stadhuis/",
    "/wie-doet-wat/",
    "/wie-doet-wat/?naam=RMT",
    "/wie-doet-wat/?naam=xyzzy",
    "/wie-doet-wat/werkcentrum/",
    "/jouw-gegevens/",
    "/toegankelijkheid/",
]


@pytest.fixture(autouse=True)
def region(db: Any) -> Iterator[None]:
    """Load the pack, early on a Monday: the free moments of today are all still to come."""
    now = contexts.now()
    monday = (now + timedelta(days=7 - now.weekday())).replace(hour=7, minute=0)
    with freeze_time(monday):
        documents = ports().pack_reader.read_directory(ports().region_directory)
        load_pack(system_context(contexts.now()), documents=documents)
        yield


def text(response: Any) -> str:
    return unescape(response.content.decode())


def moments(client: Client) -> list[str]:
    return re.findall(r'name="moment" value="([^"]+)"', text(client.get(PLACE)))


def welfare(client: Client) -> None:
    client.post("/vraag/", {"deur": "find_work", "fact": "municipality", "postcode": "1971"})
    client.post("/vraag/stap/benefit/", {"answer": "bijstand"})
    client.post("/vraag/stap/distance_class/", {"answer": "direct"})


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_in_both_languages_and_makes_sense_to_a_screen_reader(
    client: Client, prefix: str, address: str
) -> None:
    response = client.get(prefix + address)
    page = text(response)
    assert response.status_code == 200
    assert f'<html lang="{"en" if prefix else "nl"}"' in page
    assert len(re.findall(r"<h1[ >]", page)) == 1
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page.split("</main>")[0])]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'<label[^>]* for="([^"]+)"', page):
        assert target in ids
    assert "<script" not in page
    assert " style=" not in page
    assert not re.search(r"\son\w+=", page)


def test_get_keeps_nothing(client: Client) -> None:
    for address in PAGES:
        client.get(address)
    assert InquiryRecord.objects.count() == 0


def test_a_place_that_can_be_booked_is_not_said_to_follow(client: Client) -> None:
    assert "locatie volgt" not in text(client.get("/"))  # the demo invents hours for every place


def test_seven_places_two_known_and_the_rest_to_follow(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_inventions(*asked: Any, **how: Any) -> list[Place]:
        return [
            replace(place, hours=tuple(one for one in place.hours if not one.invented))
            for place in places(*asked, **how)
        ]

    with monkeypatch.context() as outside_the_demo:
        outside_the_demo.setattr(pages, "places", without_inventions)
        assert text(client.get("/")).count("locatie volgt") == 5
    everything = text(client.get("/spreekuren/"))
    assert "Verzonnen voor de demo." in everything
    assert "Deze tijd moet de regio nog bevestigen." in everything


def test_old_and_short_names_lead_to_todays_desk(client: Client) -> None:
    for name, found in (("RMT", "Werkcentrum"), ("WSP", "WSP"), ("RMC", "Doorstroompunt")):
        assert found in text(client.get("/wie-doet-wat/", {"naam": name}))
    page = text(client.get("/wie-doet-wat/", {"naam": "RMT"}))
    assert "‘RMT’ is nu Werkcentrum" in page
    assert "Heette tot 3 juni 2024 RMT ZKIJ Werkt Door" in page


def test_a_rejected_benefit_leads_to_the_werkcentrum_with_the_reason(client: Client) -> None:
    client.post("/vraag/", {"vaak": "geen-uitkering", "fact": "municipality", "answer": "velsen"})
    response = client.get("/vraag/stap/", follow=True)
    page = text(response)
    assert response.redirect_chain[-1][0] == "/vraag/antwoord/"
    assert "Werkcentrum Zuid-Kennemerland & IJmond helpt je verder" in page
    assert "afgewezen" in page
    assert "Werkplan" in page


def test_one_question_per_page_until_the_answer(client: Client) -> None:
    response = client.post("/vraag/", {"question": "Ik wil iets anders"}, follow=True)
    for _step in range(20):
        page = text(response)
        if "helpt je verder" in page or "Kom naar" in page:
            break
        fact = re.search(r'name="fact" value="(\w+)"', page)
        assert fact
        response = client.post(f"/vraag/stap/{fact[1]}/", {"skip": "1"}, follow=True)
    assert "Kom naar Werkcentrum" in text(response)
    assert "Het hangt af van:" in text(response)
    assert "Ik wil iets anders" in text(response)


def test_answers_can_be_changed_and_back_leads_back(client: Client) -> None:
    welfare(client)
    answer = text(client.get("/vraag/antwoord/"))
    assert "/vraag/stap/benefit/" in answer
    again = text(client.get("/vraag/stap/benefit/"))
    assert re.search(r'value="bijstand" checked', again)
    assert 'href="/vraag/stap/municipality/"' in again
    client.post("/vraag/stap/benefit/", {"answer": "rejected"})
    assert "Werkcentrum" in text(client.get("/vraag/stap/", follow=True))


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"answer": "mars"},
        {"answer": "x" * 100_000},
        {"postcode": "12"},
        {"postcode": "abcd"},
        {"answer": ["velsen", "<b>"], "postcode": "0000"},
    ],
)
def test_a_wrong_answer_is_explained_on_the_same_page(client: Client, data: dict[str, str]) -> None:
    client.post("/vraag/", {"question": ""})
    response = client.post("/vraag/stap/municipality/", data)
    assert response.status_code == 422
    assert "Kijk nog even naar dit" in text(response)


def test_a_huge_question_stays_in_the_box(client: Client) -> None:
    response = client.post("/vraag/", {"question": "hulp " * 1000})
    assert response.status_code == 422
    assert "hulp hulp" in text(response)
    assert "4000" in text(response)


@pytest.mark.parametrize(
    "address",
    [
        "/vraag/stap/",
        "/vraag/antwoord/",
        "/vraag/contact/",
        "/vraag/klaar/",
        "/vraag/stap/benefit/",
    ],
)
def test_without_a_question_one_starts_at_the_box(client: Client, address: str) -> None:
    assert client.get(address)["Location"] == "/vraag/"


@pytest.mark.parametrize(
    "address",
    [
        "/vraag/stap/nowhere/",
        "/spreekuren/nowhere/",
        "/wie-doet-wat/nowhere/",
        "/afspraak/AAAAAAAAAA/x/",
        "/afspraak/AAAAAAAAAA/x/verzetten/",
        "/afspraak/AAAAAAAAAA/x/afzeggen/",
        "/afspraak/AAAAAAAAAA/x/afspraak.ics",
        "/agenda/beverwijk-wijk-aan-duin/x.ics",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    client.post("/vraag/", {"question": ""})
    assert client.get(address).status_code == 404


def test_strange_addresses_never_break(client: Client) -> None:
    for address in (
        "/vraag/?deur=x&vaak=%ff",
        "/vraag/?deur=" + "x" * 3000,
        PLACE + "?dag=2026-13-99",
        PLACE + "?dag=9999-12-31",
        "/wie-doet-wat/?naam=%01(((",
        "/wie-doet-wat/?naam=" + "a" * 5000,
    ):
        assert client.get(address).status_code == 200
    assert client.get("/spreekuren/?postcode=%01").status_code == 422
    assert client.get("/vraag/?deur=%00").status_code == 400


def test_contact_details_make_a_case_and_show_the_code_once(client: Client) -> None:
    client.post("/vraag/", {"vaak": "geen-uitkering", "fact": "municipality", "answer": "velsen"})
    response = client.post("/vraag/contact/", {**REACH, "text": "Help me verder"})
    page = text(response)
    assert response.status_code == 200
    case = CaseRecord.objects.get()
    assert (case.accountable_id, case.question) == ("werkcentrum", "Help me verder")
    code = re.search(r'class="vd-code">([^<]+)<', page)
    assert code
    assert code[1] not in text(client.get("/vraag/klaar/"))
    again = client.post("/vraag/contact/", {**REACH, "text": "Help me verder"})
    assert again.status_code == 200
    assert CaseRecord.objects.count() == 1
    fresh = re.search(r'class="vd-code">([^<]+)<', text(again))
    assert fresh
    other = Client()
    assert other.post("/verder/", {"code": fresh[1]})["Location"] == "/vraag/klaar/"
    assert "Werkcentrum" in text(other.get("/vraag/klaar/"))
    assert "Dagmar" not in text(other.get("/vraag/klaar/"))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"name": ""}, "Vul een naam in"),
        ({"email": ""}, "Vul je telefoonnummer of je e-mailadres in."),
        ({"email": "dagmar"}, "Er hoort een @ in."),
        ({"phone": "bel maar"}, "Gebruik alleen cijfers."),
        ({"call_back": "on"}, "dan bellen we je terug"),
        ({"agree": ""}, "Zonder jouw ja"),
        ({"text": "x" * 4001}, "tot 4000 tekens"),
        ({"channel": "smoke"}, "smoke"),
        ({"name": "x" * 161}, "160"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    client: Client, changes: dict[str, str], complaint: str
) -> None:
    client.post("/vraag/", {"question": "Hulp"})
    response = client.post("/vraag/contact/", {**REACH, "text": "Mijn hele verhaal", **changes})
    page = text(response)
    assert response.status_code == 422
    assert complaint in page
    assert changes.get("text", "Mijn hele verhaal") in page
    assert CaseRecord.objects.count() == 0


def test_save_and_resume_on_another_device(client: Client) -> None:
    client.post("/vraag/", {"question": "Hulp"})
    response = client.post(
        "/vraag/contact/", {"name": "Dagmar", "text": "Half verhaal", "later": "1"}
    )
    code = re.search(r'class="vd-code">([^<]+)<', text(response))
    assert code
    assert CaseRecord.objects.count() == 0
    other = Client()
    assert other.post("/verder/", {"code": code[1].lower()})["Location"] == "/vraag/contact/"
    page = text(other.get("/vraag/contact/"))
    assert "Half verhaal" in page
    assert 'value="Dagmar"' in page


def test_typed_words_survive_an_ended_session(client: Client) -> None:
    response = client.post("/vraag/contact/", {"text": "Mijn hele verhaal", "name": "Dagmar"})
    assert response.status_code == 422
    assert "Mijn hele verhaal" in text(response)


def test_wrong_codes_are_refused_kindly_and_then_stopped(client: Client) -> None:
    response = client.post("/verder/", {"code": "AAAA-BBBB-CCCC"})
    assert "Deze code kennen we niet." in text(response)
    assert "AAAA-BBBB-CCCC" in text(response)
    assert client.post("/verder/", {"code": "é" * 5000}).status_code == 422
    statuses = [
        client.post("/verder/", {"code": f"A{number:03}-BBBB-CCCC"}).status_code
        for number in range(12)
    ]
    assert statuses[0] == 422
    assert statuses[-1] == 429


def test_forgetting_takes_the_question_off_the_device(client: Client) -> None:
    welfare(client)
    client.post("/vraag/wissen/")
    assert client.get("/vraag/antwoord/")["Location"] == "/vraag/"


def test_a_benefit_agency_is_asked_for_by_name_and_no_is_the_default(client: Client) -> None:
    welfare(client)
    page = text(client.get("/vraag/contact/"))
    assert "je vraag al zien?" in page
    assert re.search(r'name="agency" value="no" checked', page)


def test_an_employer_is_passed_on(client: Client) -> None:
    data = {"deur": "employer", "fact": "employer_need", "answer": "staff_vacancy"}
    client.post("/vraag/", data)
    assert "WSP" in text(client.get("/vraag/antwoord/"))
    page = text(client.post("/vraag/contact/", {**REACH, "company": "Voorbeeldbakkerij"}))
    assert "Gevraagd om je te helpen" in page
    case = CaseRecord.objects.get()
    assert case.employer is not None


def test_booking_without_a_question_first(client: Client) -> None:
    response = client.post(PLACE, {**REACH, "moment": moments(client)[0]})
    assert response.status_code == 302
    page = text(client.get(response["Location"]))
    assert "Je afspraak staat vast." in page
    assert "Dagmar" not in response["Location"]
    case = CaseRecord.objects.get()
    assert (case.next_step, case.channel) == ("Gesprek op het spreekuur", "website")
    mail = OutboxRecord.objects.get(kind="appointment_booked")
    assert response["Location"] in mail.body


def test_signs_that_turn_words_around_are_left_out_of_what_a_visitor_writes(
    client: Client,
) -> None:
    client.post("/vraag/", {"question": "\u202eIk zoek werk"})
    assert InquiryRecord.objects.get().question == "Ik zoek werk"
    moment = moments(client)[0]
    client.post(PLACE, {**REACH, "name": "\u202eDagmar \u2066Voorbeeld", "moment": moment})
    assert CaseRecord.objects.get().resident.name == "Dagmar Voorbeeld"  # type: ignore[union-attr]


def test_a_taken_time_keeps_the_form(client: Client) -> None:
    moment = moments(client)[0]
    others = [Client() for _ in range(2)]
    for other in others:
        assert other.post(PLACE, {**REACH, "moment": moment}).status_code == 302
    response = client.post(PLACE, {**REACH, "name": "Piet Steekproef", "moment": moment})
    assert response.status_code == 422
    assert "niet meer vrij" in text(response)
    assert 'value="Piet Steekproef"' in text(response)
    assert CaseRecord.objects.count() == 2


@pytest.mark.parametrize("moment", ["", "x", "2026-01-01T00:00:00+00:00", "9" * 9000])
def test_a_wrong_time_is_explained(client: Client, moment: str) -> None:
    response = client.post(PLACE, {**REACH, "moment": moment})
    assert response.status_code == 422
    assert AppointmentRecord.objects.count() == 0


def test_moving_cancelling_and_waiting_by_the_link(client: Client) -> None:
    free = moments(client)
    address = client.post(PLACE, {**REACH, "moment": free[1]})["Location"]
    holder = Client()
    assert holder.get(address + "afspraak.ics")["Content-Type"].startswith("text/calendar")
    assert "op de wachtlijst" in text(
        holder.post(address + "wachtlijst/", {"wachten": "ja"}, follow=True)
    )
    moved = holder.post(address + "verzetten/", {"moment": free[0]})["Location"]
    assert moved != address
    assert holder.get(address)["Location"] == moved
    assert "Je afspraak afzeggen?" in text(holder.get(moved + "afzeggen/"))
    page = text(holder.post(moved + "afzeggen/", follow=True))
    assert "Afgezegd" in page
    assert holder.post(moved + "afzeggen/").status_code == 302
    assert holder.get(moved + "verzetten/").status_code == 302
    assert b"METHOD:CANCEL" in holder.get(moved + "afspraak.ics").content
    states = AppointmentRecord.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == ["moved", "cancelled"]


def test_a_second_booking_shows_the_first(client: Client) -> None:
    free = moments(client)
    first = client.post(PLACE, {**REACH, "moment": free[0]})["Location"]
    second = client.post(PLACE, {**REACH, "moment": free[1]}, follow=True)
    assert second.redirect_chain[-1][0] == first
    assert "Je had al een afspraak" in text(second)


def test_somebody_elses_link_is_not_found(client: Client) -> None:
    client.post(PLACE, {**REACH, "moment": moments(client)[0]})
    ref = AppointmentRecord.objects.get().ref
    for token in ("x", secret_of("BBBBBBBBBB"), "0" * 32):
        assert Client().get(f"/afspraak/{ref}/{token}/").status_code == 404
        assert Client().post(f"/afspraak/{ref}/{token}/wachtlijst/").status_code == 404


def test_a_place_can_be_subscribed_to(client: Client) -> None:
    token = feed_token("beverwijk-wijk-aan-duin")
    response = client.get(f"/agenda/beverwijk-wijk-aan-duin/{token}.ics")
    assert response.status_code == 200
    assert b"BEGIN:VCALENDAR" in response.content


def test_lists_ask_the_database_equally_often_with_many_bookings(client: Client) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            Client().get(address)
        return len(seen)

    addresses = ("/", "/spreekuren/", PLACE)
    free = moments(client)
    Client().post(PLACE, {**REACH, "moment": free[0]})
    before = [queries(address) for address in addresses]
    for number in range(6):
        Client().post(PLACE, {**REACH, "moment": free[number // 2 + 1]})
    assert AppointmentRecord.objects.count() > 5
    assert [queries(address) for address in addresses] == before


def test_no_personal_words_in_any_address(client: Client) -> None:
    client.post("/vraag/", {"question": "Geheime vraag"})
    response = client.post(PLACE, {**REACH, "moment": moments(client)[0]}, follow=True)
    for address, _status in response.redirect_chain:
        assert "dagmar" not in address.lower()
        assert "geheim" not in address.lower()
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cache-Control"] == "no-store"


def test_every_text_of_the_public_door_has_english() -> None:
    lacking = [text for path, text in untranslated() if "front_door" in path.parts]
    assert lacking == []
