"""Handovers at the desk: one minute to offer, one press to answer, nothing for who is not in it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from tests.people import NOW, Cast, Person
from tests.services.dossier import YES, offered, registered
from voordeur.records.accounts.models import Account
from voordeur.records.audit.models import JournalRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.records.handover.models import HandoverRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.services import clock, handover, links, offer_pages
from voordeur.services.context import system_context
from voordeur.web.desk.handover_forms import OfferForm


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with freeze_time(NOW):
        yield


def at_desk(person: Person) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=person.context.account_id))
    return client


@pytest.fixture
def case(cast: Cast) -> CaseRecord:
    return registered(cast.bob.context)


def offer_url(case: CaseRecord) -> str:
    return f"/werk/dossier/{case.ref}/overdragen/"


def filled(**changes: Any) -> dict[str, Any]:
    return {
        "receiver": "werkcentrum",
        "reason": "benefit_rejected",
        "message": "Dagmar vroeg bijstand aan. Ze wil naar de zorg.",
        "fields_shared": ["name", "contact", "residence", "question"],
        "introduction": "three_way",
        "meeting_day": "2026-03-09",
        "meeting_time": "11:00",
        **changes,
    }


def test_the_offer_page_says_who_why_how_fast_and_what_is_shared(
    cast: Cast, case: CaseRecord
) -> None:
    page = at_desk(cast.bob).get(offer_url(case))
    said = page.content.decode()
    assert page.status_code == 200
    for words in (
        "Draag Dagmar Voorbeeld warm over",
        "Werkcentrum Zuid-Kennemerland",
        "Voorgesteld",
        "bij 2 medewerkers",
        "Waarom dit voorstel?",
        "Mag alleen de bewoner zelf vertellen",
        "06 0000 0000",
    ):
        assert words in said


def test_when_nobody_is_proposed_there_is_one_question(cast: Cast, case: CaseRecord) -> None:
    page = offer_pages.offer_page(cast.bob.context, ref=case.ref)
    nobody = replace(
        page,
        suggested=(),
        others=tuple(replace(one, needs_reason=False) for one in page.others),
    )
    form = OfferForm(nobody, filled(receiver="ander", other_receiver=""))
    assert form["receiver"].is_hidden
    assert form["deviation"].is_hidden
    assert form["other_receiver"].label == "Naar wie?"
    assert list(form.errors) == ["other_receiver"]
    assert not OfferForm(page, filled())["receiver"].is_hidden


def test_the_lane_says_no_term_before_a_receiver_is_chosen(cast: Cast, case: CaseRecord) -> None:
    bob = at_desk(cast.bob)
    nobody = bob.post(offer_url(case), filled(receiver="ander")).content.decode()
    assert "zonder antwoord" not in nobody
    assert "blijft verantwoordelijk tot er een ja is" in nobody
    assert "werkdagen zonder antwoord" in bob.get(offer_url(case)).content.decode()


def test_usually_is_said_only_with_enough_answers(cast: Cast, case: CaseRecord) -> None:
    assert "Nog te weinig antwoorden" in at_desk(cast.bob).get(offer_url(case)).content.decode()
    for _time in range(5):
        row = offered(cast.bob.context, registered(cast.bob.context))
        day_later = cast.alice.context.at(NOW + timedelta(days=1))
        handover.accept(day_later, ref=row.ref, answer=YES)
    with freeze_time(NOW + timedelta(days=2)):
        said = at_desk(cast.bob).get(offer_url(case)).content.decode()
    assert "Antwoordt meestal binnen 1 werkdag. 5 keer in een half jaar, 5 keer ja." in said


def test_looking_first_needs_no_script_and_writes_nothing(cast: Cast, case: CaseRecord) -> None:
    page = at_desk(cast.bob).post(
        offer_url(case), filled(bekijk="1", fields_shared=["name", "contact"])
    )
    said = page.content.decode()
    letter = said[said.index("Dit krijgt de ontvanger te zien") :]
    assert "Ze wil naar de zorg" not in letter
    assert "woonplaats" in letter
    assert HandoverRecord.objects.count() == 0


def test_the_live_preview_is_the_same_part_of_the_page(cast: Cast, case: CaseRecord) -> None:
    page = at_desk(cast.bob).post(offer_url(case), filled(), headers={"HX-Request": "true"})
    said = page.content.decode()
    assert "<html" not in said
    assert "Ze wil naar de zorg" in said
    assert "ma 9 mrt, 11.00 uur" in said
    assert HandoverRecord.objects.count() == 0


def test_offering_takes_one_press_and_a_second_press_finds_it(cast: Cast, case: CaseRecord) -> None:
    client = at_desk(cast.bob)
    first = client.post(offer_url(case), filled())
    row = HandoverRecord.objects.get()
    assert first["Location"] == f"/werk/overdracht/{row.ref}/"
    assert row.introduction_at == datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
    again = client.post(offer_url(case), filled())
    assert again["Location"] == first["Location"]
    assert HandoverRecord.objects.count() == 1
    assert client.get(offer_url(case))["Location"] == first["Location"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"receiver": ""}, "Kies er nog een."),
        ({"receiver": "ander"}, "Kies welke partij je bedoelt."),
        ({"receiver": "ander", "other_receiver": "hva"}, "Deze keuze is er niet meer."),
        ({"receiver": "uwv"}, "Deze keuze is er niet meer."),
        ({"reason": "invented"}, "Deze keuze is er niet meer."),
        ({"message": ""}, "Vul dit nog in."),
        ({"message": "a" * 5000}, "Dit is te lang"),
        ({"fields_shared": ["name"]}, "Zonder naam en contact"),
        ({"fields_shared": ["name", "contact", "health"]}, "Deze keuze is er niet meer."),
        ({"meeting_day": "2026-02-31"}, "Deze dag bestaat niet."),
        ({"meeting_day": "", "meeting_time": "11:00"}, "Kies ook de dag."),
        ({"receiver": "ander", "other_receiver": "uwv"}, "Geef een reden."),
        (
            {"receiver": "ander", "other_receiver": "leerwerkloket", "deviation": "x"},
            "nog geen ja op gezegd",
        ),
        ({"link_email": "geen adres"}, "Dit is geen heel e-mailadres."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    cast: Cast, case: CaseRecord, changes: dict[str, Any], says: str
) -> None:
    if changes.get("other_receiver"):
        changes = {"link_email": "balie@example.nl", **changes}
    page = at_desk(cast.bob).post(offer_url(case), filled(**changes))
    said = page.content.decode()
    assert page.status_code == 200
    assert says in said
    if "message" not in changes:
        assert "Ze wil naar de zorg" in said
    assert HandoverRecord.objects.count() == 0


def test_a_party_without_accounts_needs_an_address(cast: Cast, case: CaseRecord) -> None:
    client = at_desk(cast.bob)
    wanted = filled(receiver="ander", other_receiver="uwv", deviation="Zo afgesproken.")
    page = client.post(offer_url(case), wanted)
    assert "heeft nog niemand een account" in page.content.decode()
    client.post(offer_url(case), {**wanted, "link_email": "balie@uwv.example.nl"})
    row = HandoverRecord.objects.get()
    assert (row.receiver_id, row.link_email) == ("uwv", "balie@uwv.example.nl")
    assert "/link/" in OutboxRecord.objects.get(recipient="balie@uwv.example.nl").body


def test_the_receiver_reads_what_was_shared_and_says_yes(cast: Cast, case: CaseRecord) -> None:
    row = offered(cast.bob.context, case)
    client = at_desk(cast.alice)
    said = client.get(f"/werk/overdracht/{row.ref}/").content.decode()
    assert "Overdracht van Dagmar Voorbeeld" in said
    assert "06 0000 0000" in said
    assert "gezondheid" in said
    url = f"/werk/overdracht/{row.ref}/"
    sent = {"antwoord": "ja", "ja-next_step": "Bellen", "ja-next_date": "2026-03-04"}
    assert client.post(url, sent)["Location"] == url
    after = CaseRecord.objects.get()
    assert (after.accountable_id, after.next_step) == ("werkcentrum", "Bellen")
    assert "Aangenomen" in client.get(url).content.decode()
    again = client.post(url, sent, follow=True)
    assert "al beantwoord" in again.content.decode()


def test_the_receiver_gives_back_with_a_reason(cast: Cast, case: CaseRecord) -> None:
    row = offered(cast.bob.context, case)
    url = f"/werk/overdracht/{row.ref}/"
    client = at_desk(cast.alice)
    page = client.post(url, {"antwoord": "nee", "nee-reason": "not_our_group"})
    assert "Leg bij deze reden uit" in page.content.decode()
    client.post(url, {"antwoord": "nee", "nee-reason": "no_capacity"})
    said = at_desk(cast.bob).get(url).content.decode()
    assert "Zoek een andere partij" in said
    assert "We hebben nu geen plek" in said
    closed = client.get(url).content.decode()
    assert "Dagmar" not in closed
    assert "06 0000 0000" not in closed


def test_after_a_no_the_next_best_is_proposed(cast: Cast) -> None:
    case = registered(
        cast.bob.context,
        situation={"asker": "resident", "municipality": "velsen", "benefit": "rejected"},
    )
    row = offered(cast.bob.context, case)
    handover.decline(
        cast.alice.context,
        ref=row.ref,
        answer=handover.Answer(action=handover.HandoverAction.RETURN, reason="no_capacity"),
    )
    said = at_desk(cast.bob).get(offer_url(case)).content.decode()
    first = said[said.index("Naar wie?") : said.index("Een ander")]
    assert "Doorstroompunt" in first
    assert "Werkcentrum Zuid" not in first


def test_the_receiver_sends_it_on(cast: Cast, case: CaseRecord) -> None:
    row = offered(cast.bob.context, case)
    sent = {
        "antwoord": "door",
        "door-third": "uwv",
        "door-reason": "better_place",
        "door-note": "UWV kent haar al.",
    }
    at_desk(cast.alice).post(f"/werk/overdracht/{row.ref}/", sent)
    follow_up = HandoverRecord.objects.get(state="offered")
    assert follow_up.receiver_id == "uwv"
    said = at_desk(cast.bob).get(f"/werk/overdracht/{row.ref}/").content.decode()
    assert f"/werk/overdracht/{follow_up.ref}/" in said


def test_the_sender_takes_it_back_or_sends_a_link(cast: Cast, case: CaseRecord) -> None:
    row = offered(cast.bob.context, case)
    client = at_desk(cast.bob)
    url = f"/werk/overdracht/{row.ref}/"
    wrong = client.post(f"{url}link/", {"link-email": "geen adres"})
    assert "Dit is geen heel e-mailadres." in wrong.content.decode()
    client.post(f"{url}link/", {"link-email": "balie@werkcentrum.example.nl"})
    assert OutboxRecord.objects.filter(recipient="balie@werkcentrum.example.nl").exists()
    client.post(f"{url}intrekken/", {"terug-reason": "sent_by_mistake"})
    assert HandoverRecord.objects.get().state == "withdrawn"


def test_charlie_finds_nothing_at_all(cast: Cast, case: CaseRecord) -> None:
    row = offered(cast.bob.context, case)
    client = at_desk(cast.charlie)
    for url in (
        offer_url(case),
        f"/werk/overdracht/{row.ref}/",
        f"/werk/dossier/{case.ref}/wat-past/",
    ):
        mine, unknown = client.get(url), client.get(url.replace(case.ref, "2222222222"))
        assert mine.status_code == 404
        said = mine.content.replace(case.ref.encode(), b"2222222222")
        assert said == unknown.content
        assert client.post(url, filled()).status_code in {404, 405}
    for act in ("intrekken/", "link/"):
        assert client.post(f"/werk/overdracht/{row.ref}/{act}").status_code == 404
    said = client.get("/werk/overdrachten/").content.decode()
    assert "Dagmar" not in said
    assert row.ref not in said


def test_lists_say_who_waits_and_what_is_late(cast: Cast, case: CaseRecord) -> None:
    offered(cast.bob.context, case)
    with freeze_time(NOW + timedelta(days=10)):
        clock.tick(system_context(NOW + timedelta(days=10)))
        mine = at_desk(cast.bob).get("/werk/overdrachten/").content.decode()
        theirs = at_desk(cast.alice).get("/werk/overdrachten/").content.decode()
    for said in (mine, theirs):
        assert "1 overdracht wacht te lang op antwoord." in said
        assert "5 werkdagen te laat" in said
        assert "Dagmar Voorbeeld" in said


def test_every_name_on_a_list_is_in_the_log_first(cast: Cast, case: CaseRecord) -> None:
    offered(cast.bob.context, case)
    before = JournalRecord.objects.filter(kind="view").count()
    at_desk(cast.alice).get("/werk/overdrachten/")
    line = JournalRecord.objects.filter(kind="view").latest("sequence")
    assert JournalRecord.objects.filter(kind="view").count() == before + 1
    assert (line.name, line.organisation_id) == ("ListSeen", "werkcentrum")


@pytest.mark.parametrize("path", ["/werk/overdrachten/", "/werk/partners/"])
def test_lists_cost_the_same_with_many_rows(cast: Cast, path: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    offered(cast.bob.context, registered(cast.bob.context, rejected_on=NOW.date()))
    client = at_desk(cast.bob)
    client.get(path)
    few = cost()
    for _time in range(20):
        offered(cast.bob.context, registered(cast.bob.context, rejected_on=NOW.date()))
    assert cost() == few


def test_the_offer_and_handover_page_cost_the_same_with_much_history(
    cast: Cast, case: CaseRecord
) -> None:
    client = at_desk(cast.bob)
    client.get(offer_url(case))

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(offer_url(case)).status_code == 200
        return len(queries)

    few = cost()
    for _time in range(21):
        row = offered(cast.bob.context, registered(cast.bob.context))
        handover.accept(cast.alice.context, ref=row.ref, answer=YES)
    assert cost() == few


def test_every_page_is_there_in_english(cast: Cast, case: CaseRecord) -> None:
    client = at_desk(cast.bob)
    assert (
        "Hand Dagmar Voorbeeld over warmly" in client.get(f"/en{offer_url(case)}").content.decode()
    )
    row = offered(cast.bob.context, case)
    for path in (
        "/werk/overdrachten/",
        f"/werk/overdracht/{row.ref}/",
        "/werk/afwijzing/",
        f"/werk/dossier/{case.ref}/wat-past/",
        "/werk/partners/",
        "/werk/partners/werkcentrum/",
    ):
        page = client.get(f"/en{path}")
        assert page.status_code == 200, path
        said = page.content.decode()
        for dutch in ("Overdracht van", "antwoord uiterlijk", "Jullie", "Draag ", "Kies "):
            assert dutch not in said, (path, dutch)


@pytest.mark.parametrize("junk", ["\x00", "a" * 9000, "<script>alert(1)</script>", "é" * 500, "-1"])
def test_no_form_breaks_whatever_is_sent(cast: Cast, case: CaseRecord, junk: str) -> None:
    row = offered(cast.bob.context, registered(cast.bob.context))
    bob, alice = at_desk(cast.bob), at_desk(cast.alice)
    everything = dict.fromkeys((*filled(), "other_receiver", "deviation", "link_email"), junk)
    sent = [
        bob.post(offer_url(case), everything),
        bob.post(offer_url(case), {**everything, "bekijk": "1"}),
        bob.post(
            "/werk/afwijzing/",
            {
                "name": junk,
                "postcode": junk,
                "rejected_on": junk,
                "bekend": junk,
                "once": junk,
                "birth_year": junk,
            },
        ),
        bob.post(f"/werk/overdracht/{row.ref}/intrekken/", {"terug-reason": junk}),
        bob.post(f"/werk/overdracht/{row.ref}/link/", {"link-email": junk}),
        bob.post("/werk/partners/werkcentrum/klopt/", {"dienst": junk}),
        bob.get("/werk/partners/", {"zoek": junk}),
        alice.post(f"/werk/overdracht/{row.ref}/", {"antwoord": junk}),
        *(
            alice.post(
                f"/werk/overdracht/{row.ref}/",
                {
                    "antwoord": kind,
                    f"{kind}-reason": junk,
                    f"{kind}-note": junk,
                    f"{kind}-third": junk,
                    f"{kind}-next_date": junk,
                    f"{kind}-next_step": junk,
                },
            )
            for kind in ("ja", "nee", "door")
        ),
    ]
    assert [page.status_code for page in sent if page.status_code >= 500] == []
    assert HandoverRecord.objects.get(pk=row.pk).state == "offered"


def test_a_lead_makes_and_ends_links_of_parties(cast: Cast) -> None:
    eva = at_desk(cast.eva)
    eva.post("/werk/overdrachten/links/", {"organisation": "uwv"})
    made = links.organisation_links(cast.eva.context)[0]
    assert made.address in eva.get("/werk/overdrachten/links/").content.decode()
    eva.post(f"/werk/overdrachten/links/{made.ref}/weg/")
    assert links.organisation_links(cast.eva.context)[0].revoked
    assert at_desk(cast.bob).get("/werk/overdrachten/links/").status_code == 409
    assert at_desk(cast.bob).post(f"/werk/overdrachten/links/{made.ref}/weg/").status_code == 409
