"""Any kind of entry on screen: list, page, form and history, for whoever may and nobody else."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, Cast, hire
from tests.web.register.register_world import sent_by
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.domain.register.catalogue import KINDS
from voordeur.records.accounts.models import Account
from voordeur.records.register.models import EntryRecord
from voordeur.services import register, register_acts
from voordeur.services.context import Context
from voordeur.services.register_acts import Change, Recorded
from voordeur.web import contexts
from voordeur.web.register.form_views import ADD

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LAW = {"title.nl": "Wet", "sort": "law", "use.nl": "Wij doen dit."}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture
def pim(region: Region) -> Context:
    return hire("Pim Proefpersoon", "werkcentrum", Role.PROGRAMME_TEAM).context


def browser(context: Context) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=context.account_id), backend=BACKEND)
    return client


@pytest.fixture
def page(pim: Context) -> Client:
    return browser(pim)


def record(context: Context, kind: str, code: str, **fields: Any) -> None:
    data = {"code": code, "title": {"nl": code}, **fields}
    done = register_acts.record_entry(context, change=Change(kind=kind, data=data, reason="x"))
    assert isinstance(done, Recorded), done


def law(context: Context, code: str, title: str = "Wet") -> None:
    record(context, "law", code, title={"nl": title}, sort="law", use={"nl": "Iets"})


def said(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return " ".join(answer.content.decode().split())


@pytest.mark.django_db
def test_every_kind_has_its_list_and_its_form(page: Client, cast: Cast) -> None:
    home = said(page, "/register/")
    alice = browser(cast.alice.context)
    for code, kind in KINDS.items():
        assert f"/register/{code}/" in home, code
        assert kind.plural.nl.lower() in said(page, f"/register/{code}/").lower()
        open_to_all = kind.anybody or bool(kind.own)
        answer = alice.get(f"/register/{code}/nieuw/")
        assert (answer.status_code == 200) == open_to_all, code
        answer = page.get(f"/register/{code}/nieuw/")
        may = Role.PROGRAMME_TEAM in kind.writers or open_to_all
        assert (answer.status_code == 200) == may, code
        assert alice.get(f"/register/{code}/").status_code == 200


@pytest.mark.django_db
def test_what_is_filled_in_is_kept_and_read_back(page: Client, pim: Context) -> None:
    new = {**LAW, "code": "wet", "from": "2026-Q3", "base": "0"}
    answer = page.post("/register/law/nieuw/", new)
    assert answer.status_code == 302, answer.content.decode()
    told = said(page, "/register/law/wet/")
    assert "Wij doen dit." in told
    assert "Q3 2026" in told
    changed = {**LAW, "use.nl": "Iets anders.", "reason": "Nieuwe regel", "base": "1"}
    assert page.post("/register/law/wet/wijzigen/", changed).status_code == 302
    told = said(page, "/register/law/wet/")
    assert "Nieuwe regel" in told
    assert "<del" in told
    assert register.entry_page(pim, kind="law", code="wet").version == 2


@pytest.mark.django_db
def test_two_people_at_once_and_nothing_typed_is_lost(page: Client, pim: Context) -> None:
    law(pim, "wet")
    first = {**LAW, "use.nl": "Van Pim", "reason": "een", "base": "1"}
    assert page.post("/register/law/wet/wijzigen/", first).status_code == 302
    answer = page.post(
        "/register/law/wet/wijzigen/", {**first, "use.nl": "Van een ander", "reason": "twee"}
    )
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "Van een ander" in told
    assert "intussen" in told.lower()
    assert register.find_entry(pim, "law", "wet").text("use").nl == "Van Pim"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title.nl": ""}, "Vul dit nog in."),
        ({"sort": "nonsense"}, "Deze keuze is er niet meer."),
        ({"from": "volgend jaar"}, "Schrijf een jaar"),
        ({"from": "2026", "until": "2025"}, "Het einde ligt voor het begin"),
        ({"title.nl": "a" * 301}, "Dit is te lang"),
        ({"use.nl": "a" * 20_001}, "Dit is te lang"),
        ({"code": "met spatie"}, ""),
        ({"use.nl": "\x00"}, ""),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(
    page: Client, changed: dict[str, str], words: str
) -> None:
    answer = page.post("/register/law/nieuw/", {**LAW, "code": "wet", "base": "0", **changed})
    assert answer.status_code in {400, 422}
    if words:
        assert words in answer.content.decode()
    assert not EntryRecord.objects.filter(kind="law").exists()


@pytest.mark.django_db
def test_blocks_come_and_go_without_a_script(page: Client, pim: Context) -> None:
    record(pim, "agenda", "a", aim={"nl": "x"}, **{"from": "2023", "until": "2027"})
    record(pim, "plan", "p", agenda="a", year=2026, state="draft")
    line = {
        "code": "regel",
        "base": "0",
        "title.nl": "Regel",
        "plan": "p",
        "level": "running",
        "activity.nl": "Doen",
        "mandate": "rba",
        "status": "running",
        "finances.0.part.nl": "Uren",
        "finances.0.amount_cents.word": "in_kind",
        "finances.2.part.nl": "Zaal",
        "finances.2.amount_cents.number": "1.250,50",
    }
    asked = page.post("/register/plan_line/nieuw/", {**line, ADD: "finances"})
    assert asked.status_code == 200
    assert 'name="finances.2.part.nl"' in asked.content.decode()
    assert "1.250,50" in asked.content.decode()
    assert "Kijk nog even" not in asked.content.decode()
    assert not EntryRecord.objects.filter(kind="plan_line").exists()
    wrong = page.post(
        "/register/plan_line/nieuw/", {**line, "finances.2.amount_cents.number": "veel"}
    )
    assert "Dit is geen bedrag" in wrong.content.decode()
    bare = {**line, "finances.2.amount_cents.number": ""}
    missing = page.post("/register/plan_line/nieuw/", bare)
    assert missing.status_code == 422
    assert page.post("/register/plan_line/nieuw/", line).status_code == 302
    kept = register.find_entry(pim, "plan_line", "regel").rows("finances")
    assert [row["amount_cents"] for row in kept] == ["in_kind", 125050]
    told = said(page, "/register/plan_line/regel/")
    assert "€ 1.250,50" in told
    assert "in natura" in told


@pytest.mark.django_db
def test_a_list_filters_sorts_and_goes_along(page: Client, pim: Context) -> None:
    law(pim, "b", "Bomenwet")
    law(pim, "a", "Asielwet")
    record(pim, "law", "c", title={"nl": "Subsidie"}, sort="scheme", use={"nl": "Iets"})
    told = said(page, "/register/law/?sort=law&volgorde=title")
    assert "Subsidie" not in told
    assert told.index("Asielwet") < told.index("Bomenwet")
    told = said(page, "/register/law/?volgorde=-title")
    assert told.index("Subsidie") < told.index("Bomenwet") < told.index("Asielwet")
    export = page.get("/register/law/?sort=law&als=csv").content.decode("utf-8-sig")
    assert "Bomenwet" in export
    assert "Subsidie" not in export
    assert page.get("/register/law/?als=xlsx").content[:2] == b"PK"
    assert "Niets past" in said(page, "/register/law/?zoek=niets")


@pytest.mark.django_db
def test_out_of_use_with_a_reason_and_still_found(page: Client, pim: Context) -> None:
    law(pim, "wet", "Oude wet")
    without = page.post("/register/law/wet/uit-gebruik/", {"base": "1", "reason": ""})
    assert without.status_code == 422
    done = page.post("/register/law/wet/uit-gebruik/", {"base": "1", "reason": "vervallen"})
    assert done.status_code == 302
    assert "Oude wet" not in said(page, "/register/law/")
    assert "Oude wet" in said(page, "/register/law/?oud=ja")
    assert "uit gebruik" in said(page, "/register/zoeken/?q=oude+wet")


@pytest.mark.django_db
def test_a_reader_sees_no_button_and_gets_no_form(cast: Cast, pim: Context) -> None:
    law(pim, "wet")
    alice = browser(cast.alice.context)
    assert "wijzigen" not in said(alice, "/register/law/wet/")
    assert alice.get("/register/law/wet/wijzigen/").status_code == 409
    assert alice.post("/register/law/nieuw/", {**LAW, "code": "x"}).status_code == 409
    assert alice.get("/register/law/nothing/").status_code == 404
    assert alice.get("/register/nothing/").status_code == 404


@pytest.mark.django_db
def test_anybody_reports_a_bottleneck_in_a_minute_for_the_own_organisation(
    cast: Cast, pim: Context
) -> None:
    bob = browser(cast.bob.context)
    sent = sent_by(bob.get("/register/bottleneck/nieuw/").content.decode())
    asked = {name.partition(".")[0] for name in sent} - {"csrfmiddlewaretoken", "base", "once"}
    assert asked == {"title", "description", "sector"}
    filled = {
        **sent,
        "title.nl": "Geen taalles",
        "description.nl": "In de avond is er geen taalles.",
    }
    answer = bob.post("/register/bottleneck/nieuw/", {**filled, "organisation": "uwv"})
    assert answer.headers["Location"] == "/register/bottleneck/geen-taalles/"
    again = bob.post("/register/bottleneck/nieuw/", filled)
    assert again.headers["Location"] == answer.headers["Location"], "a second press does nothing"
    (kept,) = register.entries(pim, "bottleneck")
    assert (kept.line("organisation"), kept.line("status")) == ("gemeente-velsen", "new")


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_list(page: Client, pim: Context) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert page.get(address).status_code == 200
        return len(found)

    law(pim, "wet-0")
    record(pim, "duty", "plicht-0", law="wet-0", state="pending")
    addresses = ("/register/law/", "/register/duty/", "/register/", "/register/zoeken/?q=wet")
    said(page, "/register/")  # what is read once per process and session is read
    few = [queries(address) for address in addresses]
    for number in range(1, 21):
        law(pim, f"wet-{number}")
        record(pim, "duty", f"plicht-{number}", law=f"wet-{number}", state="pending")
    assert [queries(address) for address in addresses] == few


@pytest.mark.django_db
def test_a_script_in_a_text_is_only_text(page: Client, pim: Context) -> None:
    law(pim, "wet", "<script>alert(1)</script>")
    for address in ("/register/law/", "/register/law/wet/", "/register/zoeken/?q=script"):
        assert "<script>alert" not in said(page, address)
