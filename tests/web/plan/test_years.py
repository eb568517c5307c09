"""Lines as a list, what changed, next year's plan, and milestones on one line of time."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, Cast, hire
from tests.services.planned import planned
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.records.accounts.models import Account
from voordeur.services import register, register_acts
from voordeur.services.context import Context
from voordeur.services.register_acts import Change, Recorded
from voordeur.web import contexts

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LINE = "line-1"


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture
def pim(region: Region) -> Context:
    context = hire("Pim Proefpersoon", "werkcentrum", Role.PROGRAMME_TEAM).context
    planned(context)
    return context


def browser(context: Context) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=context.account_id), backend=BACKEND)
    return client


@pytest.fixture
def page(pim: Context) -> Client:
    return browser(pim)


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(answer.content.decode().split())


def write(context: Context, kind: str, code: str, **fields: Any) -> None:
    base = fields.pop("base_version", 0)
    data = {"code": code, "title": {"nl": code.capitalize()}, **fields}
    change = Change(kind=kind, data=data, reason="om het te proberen", base_version=base)
    done = register_acts.record_entry(context, change=change)
    assert isinstance(done, Recorded), done


def test_lines_filter_sort_and_go_along(page: Client, pim: Context) -> None:
    every = len(register.entries(pim, "plan_line", parent="plan-2026"))
    assert every
    told = read(page, "/plan/2026/regels/")
    assert f"{every} van {every} regels" in told
    assert "Geen regel past hierbij" in read(page, "/plan/2026/regels/?zoek=zeepbel")
    export = page.get("/plan/2026/regels/?als=csv").content.decode("utf-8-sig")
    assert len(export.strip().splitlines()) == every + 1
    assert page.get("/plan/1999/regels/").status_code == 404


def test_readers_see_what_changed_between_two_days(page: Client, pim: Context) -> None:
    before = register.entry_page(pim, kind="plan_line", code=LINE)
    later = replace(pim, now=NOW + timedelta(days=3))
    values = {**before.entry.values, "impact": {"nl": "Iets heel anders"}}
    data = {"code": LINE, "title": {"nl": before.entry.title.nl}, **values}
    change = Change(kind="plan_line", data=data, reason="juni", base_version=before.version)
    assert isinstance(register_acts.record_entry(later, change=change), Recorded)
    changed = read(page, "/plan/2026/verschil/?van=2026-03-02&tot=2026-03-06")
    assert "Iets heel anders" in changed
    assert "gewijzigd" in changed
    same = read(page, "/plan/2026/verschil/?van=2026-03-02&tot=2026-03-03")
    assert "Niets veranderd" in same
    assert "Iets heel anders" not in same
    assert page.get("/plan/2026/verschil/?van=nonsense&tot=9999-99-99").status_code == 200


def test_next_years_draft_is_begun_once_and_lines_go_along_by_choice(
    page: Client, pim: Context
) -> None:
    assert "Begin het concept" in read(page, "/plan/2026/kalender/")
    assert page.post("/plan/2026/kalender/").status_code == 302
    assert register.entries(pim, "plan_line", parent="plan-2027") == ()
    told = read(page, "/plan/2026/kalender/")
    assert "Neem regels mee" in told
    nothing = page.post("/plan/2026/kalender/", {"doe": "meenemen", "reason": "door"})
    assert nothing.status_code == 422
    chosen = {"doe": "meenemen", "lines": [LINE], "reason": "Gaat door"}
    assert page.post("/plan/2026/kalender/", chosen).status_code == 302
    (line,) = register.entries(pim, "plan_line", parent="plan-2027")
    assert line.line("follows") == LINE
    again = page.post("/plan/2026/kalender/", chosen)
    assert again.status_code == 422  # it went along already
    assert len(register.entries(pim, "plan_line", parent="plan-2027")) == 1
    assert "1 regel ging al mee." in read(page, "/plan/2026/kalender/")


def test_only_the_programme_team_begins_a_plan(pim: Context, cast: Cast) -> None:
    alice = browser(cast.alice.context)
    assert "Begin het concept" not in read(alice, "/plan/2026/kalender/")
    assert alice.post("/plan/2026/kalender/").status_code == 409
    assert len(register.entries(pim, "plan")) == 1


def test_milestones_stand_on_one_line_of_time(page: Client, pim: Context, cast: Cast) -> None:
    project = {"goal": {"nl": "x"}, "status": "running"}
    write(pim, "project", "weg", **project)
    write(pim, "milestone", "open", project="weg", planned="2025-Q4", critical=True)
    write(pim, "milestone", "klaar", project="weg", planned="2026-Q4", depends_on=["open"])
    told = read(page, "/plan/mijlpalen/")
    assert "<svg" in told
    assert "dagen te laat" in told
    assert "Wacht op: Open" in told
    assert told.count("vd-years__late") >= 1
    reached = page.post(
        "/plan/mijlpalen/open/gehaald/", {"day": "2026-02-27", "base": "1", "remark": ""}
    )
    assert reached.status_code == 302
    entry = register.find_entry(pim, "milestone", "open")
    assert entry.line("realised") == "2026-02-27"
    assert read(page, "/plan/mijlpalen/").count("vd-years__slip") == 1
    ahead = {"day": "2026-03-09", "base": "1", "remark": "Nog even"}
    future = page.post("/plan/mijlpalen/klaar/gehaald/", ahead)
    assert future.status_code == 422
    assert "Nog even" in future.content.decode()
    twice = page.post("/plan/mijlpalen/open/gehaald/", {"day": "2026-02-27", "base": "1"})
    assert twice.status_code == 422
    alice = browser(cast.alice.context)
    assert alice.get("/plan/mijlpalen/open/gehaald/").status_code == 409


def test_calendars_are_followed_without_a_login_and_only_with_the_key(
    page: Client, pim: Context
) -> None:
    write(pim, "project", "weg", goal={"nl": "x"}, status="running")
    write(pim, "milestone", "klaar", project="weg", planned="2026-Q4", critical=True)
    feeds = [
        re.search(r'href="(/plan/agenda/[^"]*[.]ics)"', read(page, address))
        for address in ("/plan/mijlpalen/", "/plan/2026/kalender/")
    ]
    for found in feeds:
        assert found
        anybody = Client().get(found[1])
        assert anybody.status_code == 200
        assert anybody["Content-Type"].startswith("text/calendar")
        wrong = re.sub(r"agenda/.", "agenda/z", found[1])
        assert Client().get(wrong).status_code == 404
    first = feeds[0]
    assert first
    text = Client().get(first[1]).content.decode()
    assert "20261231" in text
    assert "Kritisch: Klaar" in text


@pytest.mark.parametrize(
    "address", ["/plan/2026/regels/", "/plan/2026/kalender/", "/plan/mijlpalen/"]
)
def test_queries_stay_however_much_there_is(page: Client, pim: Context, address: str) -> None:
    write(pim, "project", "weg", goal={"nl": "x"}, status="running")
    write(pim, "milestone", "m", project="weg", planned="2026-Q4")
    read(page, address)
    with CaptureQueriesContext(connection) as few:
        read(page, address)
    for number in range(20):
        write(pim, "milestone", f"m{number}", project="weg", planned="2026-Q4")
    with CaptureQueriesContext(connection) as many:
        read(page, address)
    assert len(many) == len(few)
    assert page.get(f"/en{address}").status_code == 200
