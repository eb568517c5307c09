"""Pages of the money: the year, one budget with its terms and entries, and refusals in words."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.governance import keep
from tests.people import NOW, hire
from tests.services.purses import SYSTEM, claim, cost, post, purse
from tests.web.decisions.decisions_world import browser, words
from voordeur.domain.funding.ledger import Movement, Posting
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.region.model import Region
from voordeur.records.money.models import BudgetRecord, LedgerEntryRecord
from voordeur.services import money_pages
from voordeur.web import contexts
from voordeur.web.refusals import sentence

pytestmark = pytest.mark.django_db
MONEY = "/geld/"
SOURCE = {
    "code": "bron",
    "title": {"nl": "Bron"},
    "owner": "gemeente-velsen",
    "origin": "state",
    "sort": "public",
    "scale": "regional",
    "purpose": {"nl": "Waarvoor"},
}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture(name="carla")
def controller_browser(region: Region) -> Client:
    return browser(hire("Carla Proefpersoon", "gemeente-haarlem", Role.CONTROLLER))


def budget(amount: int | str, version: int = 0) -> None:
    said: dict[str, Any] = {"code": "loopt", "title": {"nl": "Loopt"}, "source_code": "bron"}
    dates = {"from": "2026-01-01", "until": "2027-01-01"}
    keep(SYSTEM, "budget", {**said, **dates, "sort": "work", "amount": amount}, version)


def reserve(budget_code: str, cents: int, key: str) -> str:
    held = claim(cost(cents), budget_code)
    post(SYSTEM, Posting(Movement.RESERVE, budget_code, cents, held.ref), key=key)
    return held.ref


def test_a_budget_that_is_cut_below_what_was_promised_keeps_that_and_says_so(
    carla: Client,
) -> None:
    keep(SYSTEM, "funding_source", SOURCE)
    budget(500_000)
    assert "Nieuw geopend: 1" in words(carla.post("/geld/overnemen/", follow=True))
    reserve("loopt", 300_000, "a")
    budget(200_000, version=1)
    page = words(carla.post("/geld/overnemen/", follow=True))
    assert "loopt kan niet zo laag worden: er is € 1.000 meer toegezegd." in page
    row = BudgetRecord.objects.get()
    assert (row.available_cents, row.reserved_cents) == (0, 300_000)


def test_the_page_of_a_budget_says_when_its_source_may_pay(carla: Client) -> None:
    marks = [{"code": "jong", "label": {"nl": "Jongeren"}, "when": "age: ..27", "permille": 600}]
    keep(SYSTEM, "funding_source", {**SOURCE, "buffer_permille": 50, "earmarks": marks})
    purse("velsen-2026", source="bron")
    page = words(carla.get("/geld/budget/velsen-2026/"))
    assert "Wanneer deze bron mag betalen" in page
    assert "Voor later bewaren (per duizend)" in page
    assert "Jongeren" in page


def test_the_file_of_a_budget_holds_that_budget_only(carla: Client) -> None:
    purse("velsen-2026", 100_000)
    purse("haarlem-2026", 900_000, owner="gemeente-haarlem")
    answer = carla.get("/geld/budget/velsen-2026.csv")
    told = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert "velsen-2026" in told.decode()
    assert "haarlem-2026" not in told.decode()
    assert carla.get("/geld/budget/velsen-2026.pdf").status_code == 404


def test_the_file_holds_what_the_page_shows_and_the_page_says_what_it_leaves_out(
    carla: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(SYSTEM, "funding_source", SOURCE)
    purse("velsen-2026", source="bron")
    for number in range(3):
        reserve("velsen-2026", 1_000, f"r{number}")
    page = "/geld/budget/velsen-2026/?beweging=reserve"
    assert "/geld/budget/velsen-2026.csv?beweging=reserve" in carla.get(page).content.decode()
    table = carla.get("/geld/budget/velsen-2026.csv?beweging=reserve").content.decode()
    assert table.count("gereserveerd") == 3
    assert "toegekend" not in table
    assert "nieuwste" not in words(carla.get(page))
    monkeypatch.setattr(money_pages, "MOST_ENTRIES", 2)
    assert "Hier staan de nieuwste 2 van 3 regels." in words(carla.get(page))


def test_what_was_recorded_here_says_so_in_words(carla: Client) -> None:
    keep(SYSTEM, "funding_source", SOURCE)
    budget(500_000)
    carla.post("/geld/overnemen/")
    row = LedgerEntryRecord.objects.get()
    assert row.decision == "recorded"
    for address in ("/geld/budget/loopt/", "/geld/budget/loopt.csv"):
        said = carla.get(address).content.decode()
        assert "hier vastgelegd" in said
        assert "recorded" not in said


def test_the_year_adds_up_and_names_three_budgets_that_end_first(carla: Client) -> None:
    keep(SYSTEM, "funding_source", SOURCE)
    soon = (NOW + timedelta(days=30)).date()
    for number in range(5):
        purse(f"velsen-{number}", 100_000 * (number + 1), source="bron", end_date=soon)
    page = words(carla.get(MONEY))
    assert "Nog 2 budgetten die aflopen en niet op zijn" in page
    assert 'data-label="Vrij"><b>€ 15.000</b>' in page
    assert page.index("velsen-4</a>: € 5.000") < page.index("velsen-0</a>: € 1.000")


def test_more_movements_ask_no_more_queries(carla: Client) -> None:
    purse("velsen-2026", 900_000)
    reserve("velsen-2026", 1_000, "one")
    carla.get("/geld/budget/velsen-2026/")  # reads the register once; later pages keep it
    with CaptureQueriesContext(connection) as few:
        carla.get("/geld/budget/velsen-2026/")
    for number in range(8):
        reserve("velsen-2026", 1_000, f"more-{number}")
    with CaptureQueriesContext(connection) as many:
        page = words(carla.get("/geld/budget/velsen-2026/"))
    assert page.count(">€ 10<") == 9
    assert len(many) == len(few)


def test_an_invoice_that_cannot_be_read_keeps_what_was_typed(carla: Client) -> None:
    typed = {"step": "AB3DE5FGHJ", "supplier": "Opleider", "number": "F-1", "day": "2026-02-01"}
    answer = carla.post("/geld/facturen/", {**typed, "amount": "veel"})
    page = words(answer)
    assert answer.status_code == 422
    assert "Dit is geen bedrag. Schrijf het als 1250 of 1.250,50." in page
    assert 'value="Opleider"' in page
    assert 'value="veel"' in page
    unknown = words(carla.post("/geld/facturen/", {**typed, "amount": "12,50"}))
    assert "Deze stap kennen we niet." in unknown
    answer = carla.post("/geld/facturen/", {**typed, "amount": "12,50", "day": "2031-01-01"})
    assert answer.status_code == 409
    assert "Die dag moet nog komen. Kies vandaag of eerder." in words(answer)


def test_a_cost_that_is_covered_already_says_from_which_budget(region: Region) -> None:
    purse("velsen-2026")
    purse("haarlem-2026", owner="gemeente-haarlem")
    of = cost(50_000)
    first = claim(of, "velsen-2026")
    post(SYSTEM, Posting(Movement.RESERVE, "velsen-2026", 30_000, first.ref), key="a")
    second = claim(of, "haarlem-2026")
    with pytest.raises(RefusedError) as refused:
        post(SYSTEM, Posting(Movement.RESERVE, "haarlem-2026", 20_001, second.ref), key="b")
    said = sentence(refused.value.refusal)
    assert "Dezelfde kosten kun je niet twee keer laten betalen." in said
    assert said.endswith("Nog niet gedekt is € 200. Al gedekt uit: velsen-2026.")


@pytest.mark.parametrize(
    ("facts", "ending"),
    [
        ({"budget": "x", "for": "staff"}, "Het is bedoeld voor: personeel."),
        ({"budget": "x", "for": "Jongeren"}, "Het is bedoeld voor: Jongeren."),
        ({}, "Het mag dit niet betalen."),
    ],
)
def test_money_outside_its_earmark_says_what_it_is_for(facts: dict[str, str], ending: str) -> None:
    assert sentence(Refusal(Reason.OUTSIDE_EARMARK, facts)).endswith(ending)


def test_more_back_than_was_paid_says_what_was_paid() -> None:
    refused = Refusal(Reason.NOTHING_TO_RETURN, {"left_cents": "12345", "asked_cents": "20000"})
    assert sentence(refused) == "Er is niet zoveel betaald dat terug kan. Betaald is € 123,45."
