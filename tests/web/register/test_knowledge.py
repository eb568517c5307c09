"""Knowledge to read: fresh or not, by topic; plan, reach, training, hours and networks."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, Cast, hire
from tests.services.planned import write
from tests.web.register.register_world import browser
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.records.inquiries.models import InquiryRecord
from voordeur.services.context import Context
from voordeur.web import contexts

pytestmark = pytest.mark.django_db
PAGES = ("", "communicatie/", "trainingen/", "bezetting/", "netwerken/")


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture
def pim(region: Region) -> Context:
    return hire("Pim Proefpersoon", "werkcentrum", Role.PROGRAMME_TEAM).context


@pytest.fixture
def page(pim: Context) -> Client:
    return browser(pim)


def nl(words: str) -> dict[str, str]:
    return {"nl": words}


def said(client: Client, address: str) -> str:
    answer = client.get(f"/register/kennis/{address}")
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def article(pim: Context, code: str, **fields: Any) -> None:
    write(pim, "article", code, **{"topic": "instrument", "body": nl("Zo werkt het."), **fields})


def fill(pim: Context, number: int) -> None:
    write(pim, "law", f"wet-{number}", sort="law", use=nl("x"))
    article(pim, f"art-{number}", laws=[f"wet-{number}"], fresh_until="2026-06-01")
    fields = {"audience": nl(f"groep {number}"), "organisation": "uwv"}
    write(pim, "message", f"m-{number}", content=nl("Kom langs"), brand="front-door", **fields)
    reach = [{"day": "2026-01-05", "measure": nl("mensen bereikt"), "number": 1200 + number}]
    write(pim, "campaign", f"c-{number}", audience=nl("allen"), goal=nl("Bekend"), reach=reach)
    learned = {"role": nl("gids"), "topic": "register", "when": "2025-Q4", "participants": 12}
    write(pim, "training", f"t-{number}", organisation="uwv", **learned)
    hours = {"hours_needed": 36, "hours_filled": 20}
    write(pim, "staffing", f"s-{number}", organisation="uwv", role=nl("gids"), **hours)
    write(pim, "connection", f"n-{number}", sort="neighbour", what=nl("Samen op weg"))


def test_empty_pages_say_what_to_do(page: Client) -> None:
    for address in PAGES:
        assert "vd-empty" in said(page, address), address


def test_articles_stand_by_topic_and_say_until_when_they_were_checked(
    page: Client, pim: Context
) -> None:
    fill(pim, 1)
    article(pim, "oud", fresh_until="2026-03-02", topic="budget", title="Oud geld")
    told = said(page, "")
    assert told.index("Instrument") < told.index("Budget")
    assert "nagekeken tot 1 juni 2026" in told
    assert "nagekeken tot 2 maart 2026: opnieuw nakijken" in told
    assert 'href="/register/law/wet-1/"' in told
    assert "Oud geld" not in said(page, "?zoek=art-1")
    assert "Art 1" in said(page, "?zoek=ZO+werkt")
    assert "Geen artikel" in said(page, "?zoek=nergens")


def test_the_communication_plan_tells_who_what_whom_and_under_which_name(
    page: Client, pim: Context
) -> None:
    fill(pim, 1)
    told = said(page, "communicatie/")
    assert "Groep 1" in told
    assert "UWV" in told
    assert "<b>1.201</b> mensen bereikt" in told
    assert "5 januari 2026" in told
    assert "in gebruik" in told
    assert "niet nu" in told


def test_a_message_of_before_keeps_the_name_of_then(page: Client, pim: Context) -> None:
    told = {"audience": nl("allen"), "content": nl("x"), "brand": "front-door"}
    write(pim, "message", "toen", **told, until="2023")
    write(pim, "message", "nu", **told, **{"from": "2024"})
    rows = said(page, "communicatie/").split("<tr")
    then, now = (next(row for row in rows if f"/message/{code}/" in row) for code in ("toen", "nu"))
    assert "ZKIJ Werkt Door" in then
    assert "ZKIJ Werkt Door" not in now
    assert "Werkcentrum" in now


def test_every_page_has_one_head_in_its_body(page: Client) -> None:
    for address in PAGES:
        told = said(page, address)
        assert told.count("<h1") == 1
        assert told.index("<body") < told.index("<h1")


def test_training_counts_people_and_staffing_says_what_is_short(page: Client, pim: Context) -> None:
    fill(pim, 1)
    write(pim, "staffing", "open", organisation="uwv", role=nl("adviseur"), hours_needed=10)
    write(
        pim, "staffing", "vol", organisation="uwv", role=nl("balie"), hours_needed=8, hours_filled=9
    )
    told = said(page, "trainingen/")
    assert "gids" in told
    assert "Q4 2025" in told
    told = said(page, "bezetting/")
    assert "16 uur" in told
    assert "niet te zeggen" in told
    assert "niet bekend" in told
    assert "op orde" in told
    assert told.index("16 uur") < told.index("niet te zeggen")


def test_networks_stand_by_sort(page: Client, pim: Context) -> None:
    fill(pim, 1)
    told = said(page, "netwerken/")
    assert "Buurregio" in told
    assert "Samen op weg" in told


def test_who_may_not_write_gets_no_button(cast: Cast, pim: Context) -> None:
    fill(pim, 1)
    told = said(browser(cast.bob.context), "")
    assert "Schrijf een artikel" not in told
    assert "Schrijf een artikel" in said(browser(pim), "")


def test_queries_do_not_grow(page: Client, pim: Context) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            said(page, address)
        return len(found)

    fill(pim, 1)
    said(page, "")
    few = [queries(address) for address in PAGES]
    for number in range(2, 8):
        fill(pim, number)
    assert [queries(address) for address in PAGES] == few


def test_routes_of_a_campaign_are_counted_and_never_followed(page: Client, pim: Context) -> None:
    ways = [
        {"code": code, "name": nl(name)}
        for code, name in (("markt", "De markt"), ("bus", "De bus"))
    ]
    write(
        pim, "campaign", "dichterbij", audience=nl("wie niet zoekt"), goal=nl("x"), recruitment=ways
    )
    visitor = Client()
    opened = visitor.get("/vraag/?via=markt").content.decode()
    assert 'name="via" value="markt"' in opened
    assert "?deur=find_work&amp;via=markt" in opened
    first = visitor.get("/vraag/?deur=find_work&via=markt").content.decode()
    assert 'name="via" value="markt"' in first
    for _number in range(11):
        Client().post("/vraag/", {"question": "Ik zoek werk", "via": "markt"})
    for via in ("bus", "nergens", "x" * 5000, ""):
        answer = Client().post("/vraag/", {"question": "Ik zoek werk", "via": via})
        assert answer.status_code == 302
    kept = InquiryRecord.objects.order_by("via").values_list("via", flat=True)
    assert sorted(set(kept)) == ["", "bus", "markt"]
    told = said(page, "communicatie/")
    assert re.search(
        r"De markt.*?Vragen\"><span>10</span>.*?Aangemeld\"><span>minder dan 10<", told
    )
    assert re.search(r"De bus.*?Vragen\"><span>minder dan 10</span>", told)
