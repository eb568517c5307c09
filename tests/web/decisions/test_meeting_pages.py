"""Meetings, documents, packages and the reserve on screen."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, hire
from tests.web.decisions.decisions_world import (
    ROLES,
    browser,
    somebody,
    words,
    write,
    write_bodies,
    write_routes,
)
from voordeur.domain.governance.proposals import Outcome
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.services import proposals
from voordeur.services.context import Context
from voordeur.services.proposals import ProposalContent, StepAnswer
from voordeur.web import contexts

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture
def pim(region: Region) -> Context:
    write_bodies()
    write_routes()
    return hire("Pim Proefpersoon", "werkcentrum", Role.PROGRAMME_TEAM).context


@pytest.fixture
def secretary(pim: Context) -> Client:
    return browser(somebody(Role.SECRETARY, "gemeente-haarlem"))


@pytest.fixture
def saar(pim: Context) -> Context:
    return hire("Saar Proefpersoon", "gemeente-haarlem", Role.SECRETARY).context


def submitted(pim: Context, **fields: Any) -> str:
    asked = {"title": "Plan 2027", "route": "plan", "parties": (), **fields}
    ref = proposals.draft(pim, content=ProposalContent(**asked))
    proposals.submit(pim, ref=ref)
    return ref


def decide(saar: Context, ref: str) -> None:
    for step, outcome, present in (
        ("advice", Outcome.POSITIVE, None),
        ("decision", Outcome.ADOPTED, 7),
    ):
        answer = StepAnswer(step=step, outcome=outcome, on=TODAY, present=present)
        proposals.record_step(saar, ref=ref, answer=answer)


def planned(client: Client, day: str = "2026-03-02", body: str = "rba") -> str:
    typed = {"body": body, "day": day, "starts_at": "14:00", "place": "Raadzaal"}
    found = client.post("/besluiten/vergaderingen/nieuw/", typed)
    assert found.status_code == 302, words(found)
    return str(found["Location"])


def test_a_meeting_from_planned_to_held(secretary: Client, pim: Context) -> None:
    ref = submitted(pim)
    page = planned(secretary)
    put = {"title": "Jaarplan", "proposal": ref, "explanation": "Graag vaststellen"}
    assert secretary.post(f"{page}punt/", put).status_code == 302
    shown = words(secretary.get(page))
    for one in ("Jaarplan", "Plan 2027</a>", "nog niet aan de beurt", "Raadzaal", "14:00"):
        assert one in shown
    held = secretary.post(f"{page}gehouden/", {"present": 4, "conclusions": "Volgende keer meer"})
    assert held.status_code == 302
    shown = words(secretary.get(page))
    assert "Te weinig om te besluiten" in shown
    assert "Volgende keer meer" in shown
    late = secretary.post(f"{page}punt/", put)
    assert late.status_code == 422
    assert "De agenda ligt vast" in words(late)


def test_the_paper_of_a_meeting_is_a_sheet_without_a_menu(secretary: Client, pim: Context) -> None:
    page = planned(secretary)
    secretary.post(f"{page}punt/", {"title": "Opening"})
    sheet = words(secretary.get(f"{page}papier/"))
    assert "Vergaderstuk" in sheet
    assert "Opening" in sheet
    assert "<nav" not in sheet
    assert "<form" not in sheet


def test_a_body_that_no_longer_exists_cannot_meet(secretary: Client) -> None:
    typed = {"body": "boa", "day": "2026-04-01", "place": "Raadzaal"}
    found = secretary.post("/besluiten/vergaderingen/nieuw/", typed)
    assert found.status_code == 422
    page = words(found)
    assert "Dit overleg bestaat niet op die dag" in page
    assert "Raadzaal" in page


def test_a_meeting_to_come_cannot_have_been_held(secretary: Client) -> None:
    page = planned(secretary, "2026-04-01")
    found = secretary.post(f"{page}gehouden/", {"present": 6, "conclusions": "Alvast"})
    assert found.status_code == 422
    assert "Die dag moet nog komen" in words(found)


def test_meetings_that_come_stand_first_and_fill_a_calendar(secretary: Client) -> None:
    planned(secretary, "2026-05-01")
    planned(secretary, "2026-04-01", "keten-mt")
    planned(secretary, "2026-02-01")
    page = words(secretary.get("/besluiten/vergaderingen/"))
    order = [page.index(one) for one in ("1 april 2026", "1 mei 2026", "1 februari 2026")]
    assert order == sorted(order)
    one = words(secretary.get("/besluiten/vergaderingen/?overleg=keten-mt"))
    assert "1 mei 2026" not in one
    calendar = secretary.get("/besluiten/vergaderingen/vergaderingen.ics")
    assert calendar["Content-Type"].startswith("text/calendar")
    assert calendar.content.decode().count("BEGIN:VEVENT") == 3


def test_what_is_said_in_a_meeting_stands_with_it(
    secretary: Client, pim: Context, saar: Context
) -> None:
    ref = submitted(pim)
    page = planned(secretary, body="adviesgroep")
    meeting = page.rstrip("/").rpartition("/")[2]
    secretary.post(f"{page}punt/", {"title": "Jaarplan", "proposal": ref})
    typed = {"outcome": "positive", "on": TODAY.isoformat(), "meeting": meeting}
    secretary.post(f"/besluiten/voorstel/{ref}/stap/advice/", typed)
    assert "positief advies" in words(secretary.get(page))
    assert "Naar de vergadering" in words(secretary.get(f"/besluiten/voorstel/{ref}/"))


def bring(client: Client, content: bytes, query: str = "", **fields: str) -> Any:
    file = SimpleUploadedFile("stuk.pdf", content, content_type="application/pdf")
    typed = {"title": "Uitvoeringsplan", "number": "", "document": file, **fields}
    return client.post(f"/besluiten/documenten/nieuw/{query}", typed)


def test_a_document_is_kept_found_by_its_number_and_taken_along(
    secretary: Client, pim: Context
) -> None:
    ref = submitted(pim)
    assert bring(secretary, PDF, f"?voorstel={ref}", number="D-123859").status_code == 302
    assert "Uitvoeringsplan</a>" in words(secretary.get(f"/besluiten/voorstel/{ref}/"))
    reader = browser(somebody(Role.BOARD_READER))
    page = words(reader.get("/besluiten/documenten/?zoek=d123859"))
    (address,) = re.findall(r'href="(/besluiten/documenten/\w+/bestand/)"', page)
    taken = reader.get(address)
    assert taken.content == PDF
    assert taken["Content-Disposition"].startswith("attachment")
    assert taken["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in taken["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00 a program that says it is a PDF", "Dit soort bestand kan niet"),
        (b"<html><script>alert(1)</script></html>", "Dit soort bestand kan niet"),
        (PDF + b"0" * 10_000_001, "Dit is te groot"),
    ],
)
def test_a_document_of_the_wrong_kind_is_refused_and_the_words_stay(
    secretary: Client, content: bytes, said: str
) -> None:
    found = bring(secretary, content, number="D-77")
    assert found.status_code == 422
    page = words(found)
    assert said in page
    assert 'value="Uitvoeringsplan"' in page
    assert 'value="D-77"' in page
    assert "Niets gevonden." in words(secretary.get("/besluiten/documenten/?zoek=D-77"))


def test_a_number_is_used_once(secretary: Client) -> None:
    assert bring(secretary, PDF, number="D-1").status_code == 302
    again = bring(secretary, PDF, number="d-1")
    assert again.status_code == 422
    assert "Dit registratienummer is al gebruikt" in words(again)


def test_a_package_says_to_each_council_what_is_its_own(
    secretary: Client, pim: Context, saar: Context
) -> None:
    ref = submitted(pim)
    decide(saar, ref)
    typed = {
        "title": "Voorjaar 2026",
        "day": "2026-03-02",
        "summary": "Voor allen",
        "proposals": [ref],
        "local_velsen": "Alleen Velsen",
    }
    made = secretary.post("/besluiten/raden/pakket/nieuw/", typed)
    assert made.status_code == 302
    velsen = words(secretary.get(f"{made['Location']}?raad=velsen"))
    haarlem = words(secretary.get(f"{made['Location']}?raad=haarlem"))
    for one in ("Voor allen", "Plan 2027</a>", "Ter kennisgeving"):
        assert one in velsen
        assert one in haarlem
    assert "Alleen Velsen" in velsen
    assert "Alleen Velsen" not in haarlem
    reader = browser(somebody(Role.BOARD_READER, "gemeente-velsen"))
    page = words(reader.get("/besluiten/raad/velsen/"))
    assert "Voorjaar 2026</a>" in page
    assert "Plan 2027</a>" in page


def take(client: Client, ref: str, amount: str = "12.500,50") -> Any:
    typed = {"proposal": ref, "amount": amount, "purpose": "Banenmarkt"}
    return client.post("/besluiten/reserve/", typed)


def test_nothing_leaves_the_reserve_without_a_decision(
    secretary: Client, pim: Context, saar: Context
) -> None:
    carla = browser(somebody(Role.CONTROLLER, "gemeente-haarlem"))
    none = take(carla, "")
    assert none.status_code == 422
    page = words(none)
    assert "Dit kan niet: er is geen besluit over." in page
    assert "langs de route ‘reserve’" in page
    assert 'value="Banenmarkt"' in page
    ref = submitted(pim, title="Uit de reserve", route="reserve", amount_cents=20_000_00)
    waiting = words(take(carla, ref))
    assert "Waarom nog niet: advies van Adviesgroep ontbreekt" in waiting
    assert "Bedragen uit de reserve" not in waiting
    decide(saar, ref)
    assert take(carla, ref).status_code == 302
    page = words(carla.get("/besluiten/reserve/"))
    assert "€ 12.500,50" in page
    assert "€ 7.499,50" in page
    more = take(carla, ref, "8000")
    assert more.status_code == 422
    assert "Dit is meer dan er besloten is. Er kan nog € 7.499,50 uit." in words(more)


@pytest.mark.parametrize("amount", ["", "0", "-5", "tien", "1e30", "12.34.5"])
def test_amounts_that_are_none_are_said_so(pim: Context, amount: str) -> None:
    carla = browser(somebody(Role.CONTROLLER))
    found = take(carla, "", amount)
    assert found.status_code == 422
    assert 'aria-invalid="true"' in words(found)


@pytest.mark.parametrize("role", ROLES)
def test_who_plans_brings_makes_and_takes(role: Role, pim: Context) -> None:
    client = browser(somebody(role))
    writes = role in {Role.SECRETARY, Role.PROGRAMME_TEAM}
    for address in (
        "/besluiten/vergaderingen/nieuw/",
        "/besluiten/documenten/nieuw/",
        "/besluiten/raden/pakket/nieuw/",
    ):
        assert client.get(address).status_code == (200 if writes else 409), address
    taken = take(client, "")
    assert taken.status_code == (422 if role is Role.CONTROLLER else 409)
    page = words(client.get("/besluiten/reserve/"))
    assert ("Neem op uit de reserve" in page) is (role is Role.CONTROLLER)


def test_more_meetings_and_documents_ask_no_more_queries(secretary: Client, pim: Context) -> None:
    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert secretary.get(address).status_code == 200
        return len(queries)

    ref = submitted(pim)
    meeting = planned(secretary, "2026-05-01")
    bring(secretary, PDF, f"?voorstel={ref}")
    secretary.post(f"{meeting}punt/", {"title": "Punt", "proposal": ref})
    pages = (
        "/besluiten/vergaderingen/",
        "/besluiten/documenten/",
        "/besluiten/reserve/",
        "/besluiten/raden/",
        meeting,
        f"{meeting}papier/",
    )
    for address in pages:
        secretary.get(address)
    few = [count(address) for address in pages]
    for number in range(8):
        planned(secretary, f"2026-04-{number + 1:02d}")
        bring(secretary, PDF, f"?voorstel={ref}", number=f"D-{number}")
        other = submitted(pim, title=f"Reserve {number}", route="reserve", amount_cents=100)
        secretary.post(f"{meeting}punt/", {"title": f"Punt {number}", "proposal": other})
        write("paper", f"paper-{number}", "Stuk", number=f"INT-{number}")
    secretary.get("/besluiten/")  # what was said about all this is read once
    assert [count(address) for address in pages] == few
