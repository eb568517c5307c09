"""Pages of the desk with a plain client: who sees what, nothing lost, no fault on garbage."""

import io
import re
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.people import NOW, Cast
from tests.services.dossier import offered, registered
from tests.web.desk.desk_client import browser, words
from voordeur.records.cases.models import CaseRecord, DocumentRecord, StepRecord
from voordeur.records.worklists.models import SavedViewRecord
from voordeur.services import cases, documents
from voordeur.services.people import PersonDetails
from voordeur.web import contexts
from voordeur.web.desk.acts import ACTS

LISTS = ["/werk/vandaag/", "/werk/dossiers/"]
PAGES = [*LISTS, "/werk/nieuw/", "/werk/agenda/"]
LEAD_PAGES = ["/werk/team/", "/werk/plekken/"]
GARBAGE = [
    "?pagina=99999999999999999999",
    "?pagina=-1",
    "?pagina=%01",
    "?pagina=²",
    "?wie=9999999999999999999999",
    "?wie=%C2%B2",
    "?wie='%20OR%201=1--",
    "?gemeente=%01&fase=%ff&groep=" + "x" * 3000,
    "?volgorde=--naam",
    "?volgorde=pk",
    "?zoek=%01%25%27%22%5c",
    "?zoek=" + "x" * 5000,
    "?stand=alle&ligt=niks&laat=ja",
    "?dag=9999-12-31",
    "?dag=0001-01-01",
    "?dag=morgen",
    "?alles=ja",
]

EVERY_NAME = """
    next_step next_date next_party phase text code way moment kind what due_date by changed
    municipality postcode benefit work employer start_date adviser organisation purpose
    shared_fields resident_agrees sort to_organisation document result outcome informed_by
    reason note seen once opened fact_age fact_benefit name question channel birth_year phone
    email asker bekend doe van to kies day_field filters lijst kwam dag dossier
"""


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every page be asked for an hour after the cast began."""
    monkeypatch.setattr(contexts, "now", lambda: NOW + timedelta(hours=1))


@pytest.fixture
def case(cast: Cast) -> CaseRecord:
    return registered(cast.bob.context, adviser_id=cast.bob.context.account_id)


def addresses(case: CaseRecord) -> list[str]:
    base = f"/werk/dossier/{case.ref}/"
    return [base, f"{base}geregistreerd/", *(f"{base}doe/{act}/" for act in ACTS)]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_answers_in_both_languages_and_makes_sense_to_a_screen_reader(
    cast: Cast, case: CaseRecord, prefix: str
) -> None:
    bob, eva = browser(cast.bob), browser(cast.eva)
    asked = [(bob, url) for url in PAGES + addresses(case)] + [(eva, url) for url in LEAD_PAGES]
    for client, url in asked:
        response = client.get(prefix + url)
        page = words(response)
        assert response.status_code == 200, url
        assert f'<html lang="{"en" if prefix else "nl"}"' in page
        assert len(re.findall(r"<h1[ >]", page)) == 1, url
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page.split("</main>")[0])]
        assert all(after - before <= 1 for before, after in pairwise(levels)), url
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), url


def test_somebody_who_is_not_logged_in_is_asked_to(case: CaseRecord) -> None:
    for url in PAGES + LEAD_PAGES + addresses(case):
        response = Client().get(url)
        assert response.status_code == 302, url
        assert "/account/login/" in response["Location"]


def test_charlie_finds_nothing_by_any_address_or_form(cast: Cast, case: CaseRecord) -> None:
    bob = cast.bob.context
    step = cases.agree_step(bob, ref=case.ref, what="Bellen", due_date=bob.today)
    letter = documents.add_document(bob, ref=case.ref, name="brief.txt", content=b"brief")
    charlie = browser(cast.charlie)
    before = list(CaseRecord.objects.values()), list(StepRecord.objects.values())
    unknown = charlie.get("/werk/dossier/ZZZZZZZZZZ/").content
    base = f"/werk/dossier/{case.ref}/"
    for url in [*addresses(case), f"{base}stuk/{letter}/"]:
        response = charlie.get(url)
        assert response.status_code == 404, url
        assert case.question not in words(response)
    assert charlie.get(base).content.replace(case.ref.encode(), b"Z" * 10) == unknown
    for url in [
        *(f"{base}doe/{act}/" for act in ACTS),
        f"{base}taak/{step}/klaar/",
        f"{base}signaal/",
    ]:
        assert charlie.post(url, {"text": "x", "next_step": "x"}).status_code == 404, url
    together = {"kies": [case.ref], "doe": "datum", "day_field": "2026-04-01"}
    charlie.post("/werk/dossiers/samen/", together)
    for url in [*LISTS, "/werk/dossiers/dossiers.csv"]:
        assert "Dagmar" not in words(charlie.get(url))
    assert (list(CaseRecord.objects.values()), list(StepRecord.objects.values())) == before


def test_pages_for_who_leads_are_not_there_for_others(cast: Cast) -> None:
    bob = browser(cast.bob)
    for url in [*LEAD_PAGES, "/werk/plekken/beverwijk-stadhuis/uren/"]:
        assert bob.get(url).status_code == 404


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_in_an_address_gives_a_page(cast: Cast, case: CaseRecord, garbage: str) -> None:
    bob = browser(cast.bob)
    for url in [*LISTS, "/werk/agenda/", f"/werk/dossier/{case.ref}/"]:
        assert bob.get(url + garbage).status_code == 200, url
    assert bob.get("/werk/dossiers/dossiers.csv" + garbage).status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        "/werk/dossiers/dossiers.exe",
        "/werk/dossier/%00/",
        "/werk/dossier/x'/doe/stap/",
        "/werk/lijst/nietbekend/",
        "/werk/plekken/nergens/uren/",
    ],
)
def test_what_is_not_there_is_not_found(cast: Cast, url: str) -> None:
    assert browser(cast.eva).get(url).status_code == 404


@pytest.mark.parametrize("value", ["", "x" * 20_000, "²", "2026-99-99", "-1", "<b>&\"'"])
def test_no_form_breaks_on_garbage(cast: Cast, case: CaseRecord, value: str) -> None:
    bob = browser(cast.bob)
    data = dict.fromkeys(re.findall(r"\w+", EVERY_NAME), value)
    for url in [
        *addresses(case)[2:],
        "/werk/nieuw/",
        "/werk/nieuw/wie/",
        "/werk/dossiers/samen/",
        "/werk/lijst/bewaren/",
        "/werk/agenda/onbekend/",
    ]:
        assert bob.post(url, data).status_code < 500, url


def test_twenty_more_cases_cost_no_query_more(cast: Cast) -> None:
    bob = cast.bob.context
    client = browser(cast.bob)

    def queries(rows: int, url: str) -> int:
        while CaseRecord.objects.count() < rows:
            person = PersonDetails(name=f"Mens {CaseRecord.objects.count()}")
            registered(bob, person=person, next_step="Bellen", next_date=bob.today)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len([one for one in captured if "session" not in one["sql"]])

    client.get("/werk/dossiers/")
    few = [queries(1, url) for url in [*LISTS, "/werk/dossiers/dossiers.xlsx"]]
    many = [queries(21, url) for url in [*LISTS, "/werk/dossiers/dossiers.xlsx"]]
    assert many == few


def test_filters_survive_what_is_done_with_several_cases(cast: Cast, case: CaseRecord) -> None:
    bob = browser(cast.bob)
    kept = "gemeente=velsen&ligt=ours"
    page = words(bob.get(f"/werk/dossiers/?{kept}"))
    assert f'name="filters" value="{kept}"' in page
    done = bob.post(
        "/werk/dossiers/samen/",
        {"kies": [case.ref], "doe": "datum", "day_field": "2026-03-20", "filters": kept},
    )
    assert done["Location"] == f"/werk/dossiers/?{kept}"
    case.refresh_from_db()
    assert case.next_date == datetime(2026, 3, 20).date()  # noqa: DTZ001  a day, no moment
    assert "1 dossier bijgewerkt" in words(bob.get(done["Location"]))


@pytest.mark.parametrize("day", ["", "gisteren", "2020-01-01"])
def test_a_wrong_day_for_several_cases_changes_nothing_and_says_so(
    cast: Cast, case: CaseRecord, day: str
) -> None:
    bob = browser(cast.bob)
    bob.post("/werk/dossiers/samen/", {"kies": [case.ref], "doe": "datum", "day_field": day})
    before = case.next_date
    case.refresh_from_db()
    assert case.next_date == before
    assert "vd-alert" in words(bob.get("/werk/dossiers/"))


def test_a_case_goes_to_a_colleague_and_never_to_a_stranger(cast: Cast) -> None:
    alice, eva, bob = (one.context.account_id for one in (cast.alice, cast.eva, cast.bob))
    case = registered(cast.alice.context, adviser_id=alice)
    client = browser(cast.alice)
    for adviser, expected in ((bob, alice), (eva, eva), ("", None)):
        client.post(
            "/werk/dossiers/samen/", {"kies": [case.ref], "doe": "collega", "adviser": adviser}
        )
        case.refresh_from_db()
        assert case.adviser_id == expected


def test_the_export_is_what_the_screen_shows(cast: Cast) -> None:
    bob = cast.bob.context
    for number, name in enumerate(("Cor Decor", "=HYPERLINK(1)", "Bea Schijn")):
        day = bob.today + timedelta(days=number)
        registered(bob, person=PersonDetails(name=name), next_step="Bellen", next_date=day)
    client = browser(cast.bob)
    query = "?volgorde=-datum&ligt=ours"
    page = client.get(f"/werk/dossiers/{query}")
    shown = [line.who for line in page.context["page"].lines]
    book = load_workbook(io.BytesIO(client.get(f"/werk/dossiers/dossiers.xlsx{query}").content))
    rows = list(book.active.iter_rows(min_row=2))  # type: ignore[union-attr]
    assert [row[1].value for row in rows] == shown == ["Bea Schijn", "=HYPERLINK(1)", "Cor Decor"]
    assert {row[1].data_type for row in rows} == {"s"}
    assert all(isinstance(row[4].value, datetime) for row in rows)
    text = client.get(f"/werk/dossiers/dossiers.csv{query}").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text


def test_a_saved_list_can_be_shared_and_forgets_what_was_searched(cast: Cast) -> None:
    alice, eva, bob = (browser(one) for one in (cast.alice, cast.eva, cast.bob))
    values = {"name": "Velsen", "filters": "gemeente=velsen&zoek=Dagmar&pagina=3", "lijst": "cases"}
    alice.post("/werk/lijst/bewaren/", values | {"shared": "on"})
    alice.post("/werk/lijst/bewaren/", values | {"name": "Alleen ik"})
    shared, own = SavedViewRecord.objects.order_by("id")
    assert shared.query == own.query == "gemeente=velsen"
    assert "gemeente=velsen" in eva.get(f"/werk/lijst/{shared.ref}/")["Location"]
    assert eva.get(f"/werk/lijst/{own.ref}/").status_code == 404
    assert bob.get(f"/werk/lijst/{shared.ref}/").status_code == 404
    assert eva.post(f"/werk/lijst/{shared.ref}/weg/").status_code == 404
    assert alice.post(f"/werk/lijst/{shared.ref}/weg/").status_code == 302
    assert SavedViewRecord.objects.count() == 1


def test_a_document_comes_down_as_a_file_in_a_sandbox(cast: Cast, case: CaseRecord) -> None:
    bob = browser(cast.bob)
    url = f"/werk/dossier/{case.ref}/doe/stuk/"
    letter = io.BytesIO(b"Beste Dagmar")
    letter.name = "../../brief \u202e<b>.txt"
    assert bob.post(url, {"document": letter}).status_code == 302
    row = DocumentRecord.objects.get()
    response = bob.get(f"/werk/dossier/{case.ref}/stuk/{row.ref}/")
    assert response.content == b"Beste Dagmar"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not set("/\\<>\u202e") & set(row.name)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<html><script>alert(1)</script>", "Dit soort bestand kan niet"),
        (b"MZ\x90\x00" + b"\x00" * 200, "Dit soort bestand kan niet"),
        (b"", "leeg"),
        (b"%PDF-" + b"x" * 10_000_001, "groter dan 10 MB"),
    ],
)
def test_a_file_that_cannot_stay_is_refused_with_a_sentence(
    cast: Cast, case: CaseRecord, content: bytes, says: str
) -> None:
    wrong = io.BytesIO(content)
    wrong.name = "brief.pdf"
    response = browser(cast.bob).post(f"/werk/dossier/{case.ref}/doe/stuk/", {"document": wrong})
    assert response.status_code in {409, 413, 422}
    assert says in words(response)
    assert not DocumentRecord.objects.exists()


def test_who_waits_for_an_answer_stands_under_today(cast: Cast, case: CaseRecord) -> None:
    offered(cast.bob.context, case)
    page = words(browser(cast.alice).get("/werk/vandaag/"))
    assert "Dagmar Voorbeeld" in page
    assert "Overdracht van Gemeente Velsen: aannemen of niet" in page
