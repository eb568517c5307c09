"""Pages behind a signed link: what was shared, one answer, and a rejection without an account."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from freezegun import freeze_time

from tests.people import NOW, Cast
from tests.services.dossier import offered, registered
from voordeur.records.audit.models import JournalRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.records.handover.models import HandoverRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.services import links

DESK = "balie@uwv.example.nl"


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with freeze_time(NOW):
        yield


@pytest.fixture
def row(cast: Cast) -> HandoverRecord:
    case = registered(cast.bob.context)
    return offered(cast.bob.context, case, receiver="uwv", deviation="x", link_email=DESK)


def url(row: HandoverRecord) -> str:
    return f"/link/{links.token_of(row, today=NOW.date())}/"


def test_the_mailed_link_opens_what_was_shared_and_logs_the_look(row: HandoverRecord) -> None:
    mail = OutboxRecord.objects.get(recipient=DESK)
    address = next(word for word in mail.body.split() if "/link/" in word)
    page = Client().get(address[address.index("/link/") :])
    said = page.content.decode()
    assert page.status_code == 200
    assert "Gemeente Velsen vraagt jullie om iemand over te nemen" in said
    assert "Dagmar Voorbeeld" in said
    assert "noindex" in said
    line = JournalRecord.objects.filter(kind="view").latest("sequence")
    assert (line.actor_kind, line.organisation_id) == ("link", "uwv")


def test_what_was_not_shared_is_not_on_the_page(cast: Cast) -> None:
    from voordeur.domain.consent.grants import FieldGroup

    case = registered(cast.bob.context)
    only_name = frozenset({FieldGroup.NAME, FieldGroup.CONTACT})
    row = offered(
        cast.bob.context, case, receiver="uwv", deviation="x", link_email=DESK, fields=only_name
    )
    said = Client().get(url(row)).content.decode()
    assert "06 0000 0000" in said
    for hidden in ("1971", "zorg", "bijstand aan", "dossier/"):
        assert hidden not in said


def test_a_yes_counts_once_and_then_the_page_holds_nobody(row: HandoverRecord) -> None:
    sent = {"antwoord": "ja", "ja-next_step": "Bellen", "ja-next_date": "2026-03-04"}
    client = Client()
    assert client.post(url(row), sent)["Location"] == url(row)
    assert CaseRecord.objects.get().accountable_id == "uwv"
    again = client.post(url(row), sent, follow=True)
    said = again.content.decode()
    assert "al beantwoord" in said
    assert "Deze overdracht is beantwoord" in said
    assert "Dagmar" not in said
    assert HandoverRecord.objects.filter(state="accepted").count() == 1


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        ({"antwoord": "nee", "nee-reason": "no_capacity"}, "returned"),
        (
            {
                "antwoord": "door",
                "door-third": "werkcentrum",
                "door-reason": "better_place",
                "door-note": "Zij kennen haar.",
            },
            "redirected",
        ),
    ],
)
def test_a_no_from_a_link(row: HandoverRecord, sent: dict[str, str], state: str) -> None:
    Client().post(url(row), sent)
    assert HandoverRecord.objects.get(pk=row.pk).state == state
    assert "Dagmar" not in Client().get(url(row)).content.decode()


@pytest.mark.parametrize("token", ["x", "a.b", "%00", "A" * 300, "..", "eyJoIjoiIn0.AAAA", "é"])
def test_a_wrong_link_says_so_and_shows_nothing(row: HandoverRecord, token: str) -> None:
    page = Client().get(f"/link/{token}/")
    assert page.status_code in {404, 409}
    assert "Dagmar" not in page.content.decode()
    assert Client().post(f"/link/{token}/opnieuw/").status_code in {404, 409}
    assert Client().get(f"/link/afwijzing/{token}/").status_code in {404, 409}


def test_a_truncated_link_is_a_wrong_link(row: HandoverRecord) -> None:
    for length in range(2, len(url(row)) - 7, 9):
        page = Client().get(url(row)[: 6 + length] + "/")
        assert page.status_code in {404, 409}


def test_an_expired_link_offers_a_fresh_one_to_the_same_address(row: HandoverRecord) -> None:
    with freeze_time(NOW + timedelta(days=31)):
        page = Client().get(url(row))
        assert page.status_code == 410
        assert "Dagmar" not in page.content.decode()
        assert DESK not in page.content.decode()
        OutboxRecord.objects.all().delete()
        sent = Client().post(f"{url(row)}opnieuw/")
        assert "De nieuwe link is onderweg" in sent.content.decode()
        mail = OutboxRecord.objects.get()
        assert mail.recipient == DESK
        address = next(word for word in mail.body.split() if "/link/" in word)
        assert Client().get(address[address.index("/link/") :]).status_code == 200
        assert Client().get(url(row)).status_code == 410


def test_no_answer_comes_through_an_expired_link(row: HandoverRecord) -> None:
    with freeze_time(NOW + timedelta(days=31)):
        Client().post(url(row), {"antwoord": "ja", "ja-next_date": "2026-04-10"})
    assert HandoverRecord.objects.get(pk=row.pk).state == "offered"


def test_a_wrong_answer_keeps_what_was_typed(row: HandoverRecord) -> None:
    sent = {"antwoord": "nee", "nee-reason": "not_our_group", "nee-note": ""}
    said = Client().post(url(row), sent).content.decode()
    assert "Leg bij deze reden uit" in said
    late = {"antwoord": "ja", "ja-next_date": "2026-03-01", "ja-next_step": "Koffie"}
    said = Client().post(url(row), late).content.decode()
    assert "Die dag is al geweest" in said
    assert "Koffie" in said


# ---- a rejection without an account ----


@pytest.fixture
def form_url(cast: Cast) -> str:
    links.make_organisation_link(cast.eva.context, organisation="uwv")
    address = links.organisation_links(cast.eva.context)[0].address
    return address[address.index("/link/") :]


def rejection(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Dagmar Voorbeeld",
        "phone": "06 0000 0000",
        "postcode": "1971 AB",
        "benefit": "ww",
        "rejected_on": "2026-03-01",
        "question": "Ik wil naar de zorg.",
        "fields_shared": ["name", "contact", "residence", "question"],
        "introduction": "call",
        "once": "mark-1",
        **changes,
    }


def test_a_party_without_an_account_hands_over_in_one_page(form_url: str) -> None:
    client = Client()
    assert client.get(form_url).status_code == 200
    page = client.post(form_url, rejection())
    said = page.content.decode()
    assert "De bewoner is overgedragen" in said
    assert "Geef de bewoner deze code" in said
    case, row = CaseRecord.objects.get(), HandoverRecord.objects.get()
    assert (case.accountable_id, case.municipality) == ("uwv", "velsen")
    assert str(case.rejected_on) == "2026-03-01"
    assert (row.sender_id, row.receiver_id, row.kind) == ("uwv", "werkcentrum", "benefit_rejection")
    names = JournalRecord.objects.filter(case_id=case.pk).order_by("sequence")
    assert list(names.values_list("name", flat=True)) == ["CaseRegistered", "HandoverOffered"]


def test_a_second_press_makes_no_second_case(form_url: str) -> None:
    client = Client()
    client.post(form_url, rejection())
    client.post(form_url, rejection())
    assert CaseRecord.objects.count() == 1


def test_an_ended_link_registers_nobody(cast: Cast, form_url: str) -> None:
    ref = links.organisation_links(cast.eva.context)[0].ref
    links.revoke_organisation_link(cast.eva.context, ref=ref)
    assert Client().get(form_url).status_code == 410
    assert Client().post(form_url, rejection()).status_code == 410
    assert CaseRecord.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": ""}, "Vul dit nog in."),
        ({"phone": "", "email": ""}, "Vul een telefoonnummer of e-mailadres in."),
        ({"postcode": "abc"}, "Schrijf de postcode als 1971"),
        ({"rejected_on": "2026-04-01"}, "Die dag moet nog komen."),
        ({"rejected_on": ""}, "Vul dit nog in."),
        ({"benefit": "invented"}, "Deze keuze is er niet meer."),
        ({"fields_shared": ["question"]}, "Zonder naam en contact"),
        ({"birth_year": "12"}, "Schrijf het jaar met vier cijfers"),
        ({"name": "a" * 200}, "Dit is te lang"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    form_url: str, changes: dict[str, Any], says: str
) -> None:
    page = Client().post(form_url, rejection(**changes))
    said = page.content.decode()
    assert says in said
    assert "Ik wil naar de zorg." in said
    assert CaseRecord.objects.count() == 0
    assert page.status_code < 500


@pytest.mark.parametrize("junk", ["\x00", "a" * 9000, "<script>", "-1", "\u202e"])
def test_no_form_breaks_whatever_is_sent(row: HandoverRecord, form_url: str, junk: str) -> None:
    client = Client()
    sent = [
        client.post(form_url, dict.fromkeys(rejection(), junk)),
        client.post(url(row), {"antwoord": junk}),
        client.post(url(row), {"antwoord": "door", "door-third": junk, "door-reason": junk}),
        client.post(url(row), {"antwoord": "ja", "ja-next_date": junk, "ja-next_step": junk}),
    ]
    assert [page.status_code for page in sent if page.status_code >= 500] == []


def test_the_pages_speak_english(row: HandoverRecord, form_url: str) -> None:
    said = Client().get(f"/en{url(row)}").content.decode()
    assert "asks you to take somebody over" in said
    assert "Yes, we take over" in said
    said = Client().get(f"/en{form_url}").content.decode()
    assert "Benefit rejected? Hand over warmly" in said
    with freeze_time(NOW + timedelta(days=31)):
        assert "This link has expired" in Client().get(f"/en{url(row)}").content.decode()
