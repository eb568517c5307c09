"""Writing under difficult circumstances: two people, adopted plans, links and hostile input."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, Cast, hire
from tests.services.planned import line, planned, write
from tests.web.register.register_world import browser, sent_by
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.records.governance.models import ProposalRecord
from voordeur.records.register.models import EntryDraftRecord, EntryRecord
from voordeur.services import register, register_acts
from voordeur.services.context import Context
from voordeur.services.register_acts import Change, Recorded
from voordeur.web import contexts

pytestmark = pytest.mark.django_db
LINE = "/register/plan_line/line-1/wijzigen/"
ROUTE = {
    "subject": {"nl": "Wijziging"},
    "steps": [{"code": "decision", "act": "decision", "body": "rba", "when": "always"}],
}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture
def pim(region: Region) -> Context:
    context = hire("Pim Proefpersoon", "werkcentrum", Role.PROGRAMME_TEAM).context
    planned(context)
    return context


@pytest.fixture
def page(pim: Context) -> Client:
    return browser(pim)


def form(client: Client, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return sent_by(answer.content.decode())


def adopted(pim: Context) -> None:
    """Bring the plan into force as the decision on a proposal does."""
    write(pim, "body", "rba", level="board", remit={"nl": "Besluit"})
    write(pim, "route", "plan-amendment", **ROUTE)
    plan = register.find_entry(pim, "plan", "plan-2026")
    data = {"code": plan.code, "title": {"nl": plan.title.nl}, **plan.values, "state": "adopted"}
    change = Change(kind="plan", data=data, reason="besluit", base_version=1)
    assert isinstance(register_acts.propose_change(pim, proposal="P0", change=change), Recorded)
    register_acts.apply_changes(pim, proposal="P0")


def test_two_people_at_one_line_and_both_texts_are_there(page: Client, pim: Context) -> None:
    mine, theirs = form(page, LINE), form(page, LINE)
    theirs |= {"activity.nl": "Van de ander", "reason": "eerst"}
    assert page.post(LINE, theirs).status_code == 302
    mine |= {"impact.nl": "Van mij", "reason": "daarna"}
    answer = page.post(LINE, mine)
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "Iemand anders heeft dit intussen gewijzigd" in told
    assert "Van de ander" in told
    assert "Van mij" in told
    assert register.find_entry(pim, "plan_line", "line-1").text("impact").nl == ""
    again = sent_by(told)
    assert again["base"] == ["2"]
    assert page.post(LINE, again).status_code == 302
    assert register.find_entry(pim, "plan_line", "line-1").text("impact").nl == "Van mij"


def test_a_change_without_a_reason_says_so_at_the_reason(page: Client) -> None:
    answer = page.post(LINE, {**form(page, LINE), "impact.nl": "Anders"})
    assert answer.status_code == 422
    assert 'href="#id_reason"' in answer.content.decode()


def test_an_adopted_plan_asks_for_a_proposal_and_takes_what_was_typed(
    page: Client, pim: Context
) -> None:
    adopted(pim)
    sent = {**form(page, LINE), "activity.nl": "Iets heel anders", "reason": "Het liep anders"}
    refused = page.post(LINE, sent)
    told = refused.content.decode()
    assert refused.status_code == 422
    assert "Maak er een voorstel van" in told
    assert "Iets heel anders" in told
    begun = page.post(LINE, {**sent_by(told), "naar": "nieuw", "route": "plan-amendment"})
    proposal = ProposalRecord.objects.get()
    assert begun.headers["Location"] == f"/besluiten/voorstel/{proposal.ref}/"
    assert proposal.title.startswith("Wijziging: ")
    draft = EntryDraftRecord.objects.get(proposal=proposal.ref)
    assert draft.body["activity"] == {"nl": "Iets heel anders"}
    assert register.find_entry(pim, "plan_line", "line-1").text("activity").nl != "Iets heel anders"
    waiting = page.get("/register/plan_line/line-1/").content.decode()
    assert "Een wijziging wacht op een besluit" in waiting
    further = form(page, f"{LINE}?voorstel={proposal.ref}")
    assert further["activity.nl"] == ["Iets heel anders"]
    assert further["reason"] == ["Het liep anders"]
    more = page.post(f"{LINE}?voorstel={proposal.ref}", {**further, "activity.nl": "En nog iets"})
    assert more.status_code == 302
    draft.refresh_from_db()
    assert draft.body["activity"] == {"nl": "En nog iets"}
    under = {**sent_by(page.post(LINE, sent).content.decode()), "naar": "voorstel"}
    assert page.post(LINE, {**under, "voorstel": proposal.ref}).status_code == 302


def test_progress_of_an_adopted_plan_is_free(page: Client, pim: Context) -> None:
    adopted(pim)
    sent = {**form(page, LINE), "status": "done", "reason": "klaar"}
    assert page.post(LINE, sent).status_code == 302


def test_a_proposal_that_does_not_fit_is_not_begun(page: Client, pim: Context) -> None:
    adopted(pim)
    sent = {**form(page, LINE), "mandate": "none", "reason": "x", "naar": "nieuw"}
    answer = page.post(LINE, {**sent, "route": "plan-amendment"})
    assert answer.status_code == 422
    assert "hoort dit bij" in answer.content.decode()
    assert not ProposalRecord.objects.exists()
    wrong = page.post(LINE, {**sent, "mandate": "rba", "impact.nl": "y", "route": "nergens"})
    assert wrong.status_code == 422
    assert not ProposalRecord.objects.exists()


def test_a_link_fills_in_what_the_kind_knows_and_nothing_else(page: Client) -> None:
    told = (
        "?plan=plan-2026&pillars=pillar-2&pillars=pillar-1&level=running&activity=Doen&title=Kop"
        "&from=2026-Q2&areas=nowhere&mandate=king&results=x&nonsense=1&reason=x&base=9"
    )
    sent = form(page, f"/register/plan_line/nieuw/{told}")
    assert sent["plan"] == ["plan-2026"]
    assert sent["pillars"] == ["pillar-2", "pillar-1"]
    assert (sent["level"], sent["activity.nl"], sent["title.nl"]) == (
        ["running"],
        ["Doen"],
        ["Kop"],
    )
    assert sent["from"] == ["2026-Q2"]
    assert not {"areas", "mandate", "nonsense"} & {name for name, held in sent.items() if any(held)}
    assert sent["base"] == ["0"]


def test_names_period_and_source_can_be_written_and_old_names_find_it(
    page: Client, pim: Context
) -> None:
    address = "/register/law/nieuw/"
    sent = {
        **form(page, address),
        "title.nl": "Nieuwe wet",
        "sort": "law",
        "use.nl": "Iets",
        "aliases": "Bijnaam\n\n Tweede ",
        "earlier_names.0.title.nl": "Oude wet",
        "earlier_names.0.until": "2025-01-01",
        "valid.from": "2020-01-01",
        "source.document": "werkplan-infrastructuur",
        "source.section": "§3",
    }
    answer = page.post(address, sent)
    assert answer.headers["Location"] == "/register/law/nieuwe-wet/"
    entry = register.find_entry(pim, "law", "nieuwe-wet")
    assert entry.aliases == ("Bijnaam", "Tweede")
    assert entry.earlier_names[0].title.nl == "Oude wet"
    assert entry.source.section == "§3"
    told = page.get("/register/zoeken/?q=oude+wet").content.decode()
    assert "‘Oude wet’ heet nu Nieuwe wet" in told
    read = page.get("/register/law/nieuwe-wet/").content.decode()
    assert "Oude wet" in read
    assert "1 januari 2020" in read


def test_a_block_is_taken_away_and_the_rest_stays(page: Client) -> None:
    sent = {
        **form(page, LINE),
        "finances.1.part.nl": "Zaal",
        "finances.1.amount_cents.word": "in_kind",
        "impact.nl": "Getypt",
    }
    answer = page.post(LINE, {**sent, "haal-weg": "finances.0"})
    told = sent_by(answer.content.decode())
    assert answer.status_code == 200
    assert told["finances.0.part.nl"] == ["Zaal"]
    assert "finances.1.part.nl" not in told
    assert told["impact.nl"] == ["Getypt"]
    assert told["base"] == ["1"]


@pytest.mark.parametrize(
    "hostile",
    [
        {"title.nl": "a" * 100_000},
        {"activity.nl": "b" * 300_000},
        {"title.nl": "x\x00y"},
        {"plan": "../../etc/passwd"},
        {"pillars": ["pillar-1"] * 300},
        {"pillars": ["pillar-1", "pillar-1"]},
        {"finances.0.amount_cents.number": "9" * 5000},
        {"finances.0.amount_cents.number": "-1"},
        {"finances.0.amount_cents.number": "1e308"},
        {"finances.0.amount_cents.word": "free"},
        {"finances.99999999999.part.nl": "x", "title.nl": ""},
        {"finances.150.part.nl": "x"},
        {"from": "2026-02-31"},
        {"from": "9999999999"},
        {"results.0.target.number": "٣"},
        {"base": "-1"},
        {"base": "9" * 400},
        {"base": ""},
        {"source.document": "nowhere"},
        {"valid.from": "2026-01-02", "valid.until": "2026-01-01"},
        {"code": "nieuw"},
        {"aliases": "\n".join("a" * 301 for _one in range(3))},
    ],
    ids=lambda hostile: next(iter(hostile)),
)
def test_hostile_input_is_refused_without_breaking(page: Client, hostile: dict[str, Any]) -> None:
    address = LINE if "base" in hostile else "/register/plan_line/nieuw/"
    whole = {**form(page, LINE), "reason": "x"}
    before = EntryRecord.objects.count()
    answer = page.post(address, {**whole, **hostile})
    assert answer.status_code in {400, 422}, answer.status_code
    assert EntryRecord.objects.count() == before


def test_unknown_fields_are_left_alone(page: Client, pim: Context) -> None:
    sent = {**form(page, LINE), "reason": "x", "retired": "on", "version": "99", "own_plan": "D-1"}
    assert page.post(LINE, sent).status_code == 302
    found = register.entry_page(pim, kind="plan_line", code="line-1")
    assert (found.version, found.retired) == (2, False)


def test_a_script_in_any_text_is_only_text(page: Client, pim: Context) -> None:
    bad = "<script>alert(1)</script>"
    sent = {**form(page, LINE), "activity.nl": bad, "reason": bad, "title.nl": bad}
    assert page.post(LINE, sent).status_code == 302
    for address in (
        "/register/plan_line/line-1/",
        LINE,
        "/register/plan_line/",
        "/register/plan/plan-2026/",
    ):
        assert bad not in page.get(address).content.decode(), address


def test_out_of_use_names_what_still_points_to_it(page: Client) -> None:
    told = page.get("/register/plan/plan-2026/uit-gebruik/").content.decode()
    assert "Hier wordt nog naar verwezen" in told
    assert 'href="/register/plan_line/line-1/"' in told
    answer = page.post("/register/plan/plan-2026/uit-gebruik/", {"base": "1", "reason": "x"})
    assert answer.status_code == 422


def test_a_page_says_who_changes_it_and_a_reader_gets_no_button(cast: Cast, pim: Context) -> None:
    told = browser(cast.bob.context).get("/register/plan_line/line-1/").content.decode()
    assert "Programmateam" in told
    assert "wijzigen" not in told


def test_queries_of_a_page_and_a_form_do_not_grow(page: Client, pim: Context) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert page.get(address).status_code == 200
        return len(found)

    addresses = (
        "/register/plan/plan-2026/",
        LINE,
        "/register/plan_line/nieuw/",
        "/register/plan_line/?als=csv",
    )
    page.get("/register/")
    few = [queries(address) for address in addresses]
    for number in range(20, 40):
        write(pim, "plan_line", f"line-{number}", **line(f"line-{number}"))
    assert [queries(address) for address in addresses] == few
