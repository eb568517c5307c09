"""Projects on screen: what asks for attention first, counted results, and nothing that is zero."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, Cast, hire
from tests.services.dossier import registered
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.records.accounts.models import Account
from voordeur.services import register_acts
from voordeur.services.context import Context
from voordeur.services.register_acts import Change, Recorded
from voordeur.web import contexts

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture
def lead(region: Region) -> Context:
    context = hire("Pleun Proefpersoon", "werkcentrum", Role.PROJECT_LEADER).context
    return context


def write(context: Context, kind: str, code: str, **fields: Any) -> None:
    data = {"code": code, "title": {"nl": code.capitalize()}, **fields}
    done = register_acts.record_entry(context, change=Change(kind=kind, data=data, reason="x"))
    assert isinstance(done, Recorded), done


def browser(context: Context) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=context.account_id), backend=BACKEND)
    return client


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


PROJECT = {
    "goal": {"nl": "Iedereen vindt de weg"},
    "status": "running",
    "from": "2025",
    "rhythm": "quarterly",
    "reports": [{"due": "2026-01-15"}],
    "finances": [{"amount_cents": "to_be_determined"}, {"amount_cents": 5000}],
    "risks": [
        {"day": "2026-02-01", "sort": "delay", "what": {"nl": "De ruimte is te laat"}},
        {
            "day": "2025-02-01",
            "sort": "risk",
            "what": {"nl": "Te weinig mensen"},
            "agreement": {"nl": "UWV leent iemand uit"},
            "settled_on": "2025-06-01",
        },
    ],
    "adjustments": [
        {"day": "2026-01-20", "change": {"nl": "Later open"}, "because": {"nl": "Geen ruimte"}}
    ],
    "results": [
        {
            "promise": {"nl": "Vragen geholpen"},
            "target": 100,
            "counted": {"events": ["CaseRegistered"], "once_per_case": True},
        }
    ],
}


def test_what_asks_for_attention_stands_first(lead: Context, cast: Cast) -> None:
    write(lead, "project", "weg", **PROJECT)
    team = {"role": {"nl": "projectleider"}, "employer": "uwv", "hours": 16}
    pim = hire("Pim Proefpersoon", "werkcentrum", Role.PROGRAMME_TEAM).context
    write(pim, "assignment", "leiding", project="weg", payer={"nl": "UWV, zonder kosten"}, **team)
    write(lead, "milestone", "open", project="weg", planned="2025-Q4", critical=True)
    write(lead, "milestone", "klaar", project="weg", planned="2026-Q4", depends_on=["open"])
    registered(cast.bob.context)
    told = read(browser(lead), "/plan/projecten/weg/")
    for words in (
        "1 mijlpaal is te laat.",
        "Het bericht over dit project is te laat.",
        "De ruimte is te laat",
        "nog geen afspraak",
        "UWV leent iemand uit",
        "Omdat: Geen ruimte",
        "16 u/w, UWV, UWV, zonder kosten",
        "nog te bepalen",
        "€ 50",
        "Wacht op: Open",
        "Nog niet vastgelegd hoe dit dagelijks werk wordt.",
    ):
        assert words in told, words
    assert "minder dan 10 geteld" in told
    assert told.index("Eerst dit") < told.index("Iedereen vindt de weg")
    listed = read(browser(lead), "/plan/projecten/")
    assert "1 te laat" in listed
    assert "0 van 2 gehaald" in listed


def test_a_future_event_joins_without_a_change(lead: Context) -> None:
    rule = {"events": ["PlacementMade"]}
    results = [{"promise": {"nl": "Plaatsingen"}, "target": "to_follow", "counted": rule}]
    write(lead, "project", "weg", **{**PROJECT, "results": results})
    told = read(browser(lead), "/plan/projecten/weg/")
    assert "getal volgt nog" in told
    assert "minder dan 10 geteld" in told


def test_an_unknown_project_is_not_there_and_readers_change_nothing(
    lead: Context, cast: Cast
) -> None:
    write(lead, "project", "weg", **PROJECT)
    alice = browser(cast.alice.context)
    assert alice.get("/plan/projecten/anders/").status_code == 404
    assert "/register/project/weg/wijzigen/" not in read(alice, "/plan/projecten/weg/")
    assert "/register/project/weg/wijzigen/" in read(browser(lead), "/plan/projecten/weg/")


def test_queries_stay_with_more_projects(lead: Context) -> None:
    client = browser(lead)
    write(lead, "project", "weg", **PROJECT)

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            read(client, address)
        return len(found)

    read(client, "/plan/projecten/")
    few = [queries(address) for address in ("/plan/projecten/", "/plan/projecten/weg/")]
    for number in range(20):
        write(lead, "project", f"p{number}", **PROJECT)
        write(lead, "milestone", f"m{number}", project="weg", planned="2026")
    assert [queries(one) for one in ("/plan/projecten/", "/plan/projecten/weg/")] == few
