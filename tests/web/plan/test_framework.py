"""Agenda, doe-agenda, tracks and bottlenecks, on what the documents of the region say."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, hire
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.records.accounts.models import Account
from voordeur.services import register, register_acts, register_loading
from voordeur.services.context import Context, system_context
from voordeur.services.register_acts import Change, Recorded
from voordeur.web import contexts

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PAGES = (
    "/plan/agenda/",
    "/plan/doe-agenda/",
    "/plan/doe-agenda/action-10/",
    "/plan/sporen/",
    "/plan/knelpunten/",
    "/plan/uitfasering/",
)


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture
def loaded(region: Region) -> None:
    register_loading.load_register(system_context(NOW))


def browser(context: Context) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=context.account_id), backend=BACKEND)
    return client


@pytest.fixture
def pim(loaded: None) -> Context:
    return hire("Pim Proefpersoon", "werkcentrum", Role.PROGRAMME_TEAM).context


@pytest.fixture
def page(pim: Context) -> Client:
    return browser(pim)


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(answer.content.decode().split())


def rows(text: str) -> int:
    """Return how many actions stand in the table."""
    return len(re.findall(r'href="/plan/doe-agenda/action-', text))


def test_the_agenda_shows_its_framework_and_what_has_no_line(page: Client) -> None:
    told = read(page, "/plan/agenda/")
    for words in ("Ambities", "Pijlers: het wat", "Aandachtsgebieden: het hoe", "eind waar"):
        assert words in told
    assert told.count("cannot") == 0
    assert "Focusdoelgroepen 2024" in told
    assert "nog geen oordeel" not in told  # who may judge is asked to
    assert "Geef een oordeel" in told
    other = read(page, "/plan/agenda/?agenda=doe-agenda-2020-2022")
    assert "Focusdoelgroepen 2024" in other
    assert page.get("/plan/agenda/?agenda=nothing").status_code == 404


def test_a_judgement_with_evidence_stands_on_the_agenda(page: Client, pim: Context) -> None:
    first = register.entries(pim, "end_statement")[0]
    shown = register.entry_page(pim, kind="end_statement", code=first.code)
    data: dict[str, Any] = {
        "code": first.code,
        "title": {"nl": first.title.nl},
        **shown.entry.values,
        "assessments": [
            {"day": "2026-01-01", "judgement": "behind", "evidence": {"nl": "Eerst nog niet."}},
            {"day": "2026-02-01", "judgement": "on_track", "evidence": {"nl": "Nu wel."}},
        ],
    }
    change = Change(kind="end_statement", data=data, reason="toets", base_version=shown.version)
    assert isinstance(register_acts.record_entry(pim, change=change), Recorded)
    told = read(page, "/plan/agenda/")
    assert "Nu wel." in told
    assert "Eerst nog niet." not in told


def test_no_focus_group_is_a_choice_with_a_reason(page: Client, pim: Context) -> None:
    data = {
        "code": "geen-2026",
        "title": {"nl": "Geen focusdoelgroep"},
        "year": 2026,
        "reason": {"nl": "Eerst afmaken wat loopt."},
    }
    done = register_acts.record_entry(
        pim, change=Change(kind="focus_group", data=data, reason="nieuw")
    )
    assert isinstance(done, Recorded)
    told = read(page, "/plan/agenda/")
    assert "Dit jaar is geen focusdoelgroep gekozen." in told
    assert "Eerst afmaken wat loopt." in told


def test_the_46_actions_filter_by_theme_state_scope_and_municipality(page: Client) -> None:
    assert rows(read(page, "/plan/doe-agenda/")) == 46
    assert rows(read(page, "/plan/doe-agenda/?stand=running")) == 29
    assert rows(read(page, "/plan/doe-agenda/?thema=theme-8")) == 1
    assert rows(read(page, "/plan/doe-agenda/?reikwijdte=sub_region")) == 8
    assert rows(read(page, "/plan/doe-agenda/?gemeente=velsen")) == 45
    assert rows(read(page, "/plan/doe-agenda/?gemeente=haarlem")) == 39
    assert rows(read(page, "/plan/doe-agenda/?stand=nonsense")) == 0
    told = read(page, "/plan/doe-agenda/")
    assert "geen bouwsteen" in told
    export = page.get("/plan/doe-agenda/?stand=running&als=csv").content.decode("utf-8-sig")
    assert len(export.strip().splitlines()) == 30
    assert "€ 0" not in told


def test_a_municipality_adds_its_own_version(page: Client, loaded: None) -> None:
    bob = browser(hire("Bob Proefpersoon", "gemeente-velsen", Role.PARTNER_PROFESSIONAL).context)
    told = read(bob, "/plan/doe-agenda/action-10/")
    link = re.search(r'href="(/register/local_version/nieuw/[^"]*)"', told)
    assert link
    form = read(bob, link[1].replace("&amp;", "&"))
    assert '<option value="velsen" selected' in form
    filled = {
        "code": "paskamer-velsen",
        "base": "0",
        "title.nl": "Paskamer in Velsen",
        "action": "action-10",
        "municipality": "velsen",
        "description.nl": "Wij doen het in het buurthuis.",
        "status": "running",
    }
    assert bob.post("/register/local_version/nieuw/", filled).status_code == 302
    assert "Wij doen het in het buurthuis." in read(bob, "/plan/doe-agenda/action-10/")
    assert "Eigen versie: Velsen" in read(page, "/plan/doe-agenda/")
    assert "Beschrijf hoe jullie het doen" not in read(bob, "/plan/doe-agenda/action-10/")
    stolen = {**filled, "code": "x", "municipality": "haarlem"}
    assert bob.post("/register/local_version/nieuw/", stolen).status_code == 422


def test_tracks_show_points_dependencies_and_scope(page: Client) -> None:
    told = read(page, "/plan/sporen/")
    assert told.count("/register/point/") >= 17
    for words in ("Spoor 1", "Spoor 4", "Lift mee met", "Hoort erbij", "Hoort er niet bij"):
        assert words in told


def test_a_bottleneck_waits_for_an_answer(page: Client, pim: Context) -> None:
    before = read(page, "/plan/knelpunten/")
    data = {
        "code": "avond",
        "title": {"nl": "Geen avondspreekuur"},
        "organisation": "uwv",
        "description": {"nl": "Werkenden kunnen overdag niet."},
        "status": "new",
    }
    change = Change(kind="bottleneck", data=data, reason="nieuw")
    assert isinstance(register_acts.record_entry(pim, change=change), Recorded)
    told = read(page, "/plan/knelpunten/")
    assert "Geen avondspreekuur" in told
    assert "Geen avondspreekuur" not in before


@pytest.mark.parametrize("address", PAGES)
def test_english_is_whole_and_queries_stay(page: Client, pim: Context, address: str) -> None:
    read(page, address)
    with CaptureQueriesContext(connection) as few:
        read(page, address)
    for number in range(20):
        data = {
            "code": f"extra-{number}",
            "title": {"nl": f"Extra {number}"},
            "description": {"nl": "x"},
            "status": "new",
        }
        register_acts.record_entry(pim, change=Change(kind="bottleneck", data=data, reason="x"))
        action = {
            "code": f"extra-{number}",
            "title": {"nl": f"Extra {number}"},
            "number": 100 + number,
            "theme": "theme-1",
            "pillar": "benefit-to-work",
            "scope": "regional",
            "status": "running",
            "lead": {"nl": "Iemand"},
        }
        register_acts.record_entry(pim, change=Change(kind="action", data=action, reason="x"))
    with CaptureQueriesContext(connection) as many:
        read(page, address)
    assert len(many) == len(few)
    assert page.get(f"/en{address}").status_code == 200


def record(context: Context, kind: str, code: str, **fields: Any) -> None:
    data = {"code": code, "title": {"nl": code.capitalize()}, **fields}
    done = register_acts.record_entry(context, change=Change(kind=kind, data=data, reason="x"))
    assert isinstance(done, Recorded), done


def test_a_partner_records_what_a_choice_and_a_phase_out_mean_for_it(
    page: Client, loaded: None
) -> None:
    bob = hire("Bob Proefpersoon", "gemeente-velsen", Role.PARTNER_PROFESSIONAL).context
    own = {"organisation": "gemeente-velsen", "status": "proposed", "effect": {"nl": "Meer werk"}}
    before = read(page, "/plan/knelpunten/")
    record(bob, "consequence", "gevolg", **own, proposal={"nl": "Een extra adviseur"})
    told = read(page, "/plan/knelpunten/")
    assert "Een extra adviseur" in told
    assert "Een extra adviseur" not in before
    effect = {**own, "status": "to_start", "system": {"nl": "Sonar"}, "need": {"nl": "Iets nieuws"}}
    record(bob, "system_effect", "sonar", **effect, approach={"nl": "Samen kiezen"}, by="2026-Q4")
    told = read(page, "/plan/uitfasering/")
    for words in (
        "Gemeente Velsen",
        "Sonar",
        "Meer werk",
        "Iets nieuws",
        "Samen kiezen",
        "Q4 2026",
    ):
        assert words in told


def test_a_lesson_is_shared_as_good_practice(page: Client, pim: Context) -> None:
    record(pim, "lesson", "bellen", good_practice=True, learned={"nl": "Bel samen."})
    told = read(page, "/plan/knelpunten/")
    assert "Bel samen." in told
    assert "goed voorbeeld" in told


def test_sector_plans_and_focus_groups_show_costs_and_reasons(page: Client) -> None:
    told = read(page, "/plan/agenda/")
    assert "Plannen per focussector" in told
    assert told.count("/register/sector_plan/") >= 3
    for words in ("Kosten en baten", "€ 222.725", "staat niet in de bron", "Jongeren"):
        assert words in told
    assert "Gewone dienstverlening blijft" in told
    assert "€ 0" not in told


def test_knowledge_training_staffing_campaigns_and_connections_have_their_lists(
    page: Client,
) -> None:
    for kind, words in {
        "article": "Loonkostensubsidie",
        "training": "Deelnemers",
        "staffing": "Uren nodig per week",
        "campaign": "Voor wie",
        "message": "Langs welke weg",
        "connection": "Metropoolregio",
        "law": "Participatiewet",
    }.items():
        assert words.casefold() in read(page, f"/register/{kind}/").casefold(), kind
