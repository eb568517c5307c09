"""Proposals on screen: the lane, recording in order, refusals in words, and two at once."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, hire
from tests.web.decisions.decisions_world import (
    ROLES,
    browser,
    somebody,
    text,
    words,
    write,
    write_bodies,
    write_routes,
)
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.services import proposals, register, register_acts
from voordeur.services.context import Context
from voordeur.services.proposals import ProposalContent
from voordeur.services.register_acts import Change
from voordeur.web import contexts

pytestmark = pytest.mark.django_db
TODAY = NOW.date().isoformat()
FILLED = {"title": "Plan 2027", "route": "plan", "touches": "default", "parties": ["uwv"]}


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


def drafted(pim: Context, **fields: Any) -> str:
    content = ProposalContent(
        **{"title": "Plan 2027", "route": "plan", "parties": ("uwv",), **fields}
    )
    return proposals.draft(pim, content=content)


def submitted(pim: Context, **fields: Any) -> str:
    ref = drafted(pim, **fields)
    proposals.submit(pim, ref=ref)
    return ref


def say(client: Client, ref: str, step: str, outcome: str, **fields: Any) -> Any:
    typed = {"outcome": outcome, "on": TODAY, "organisatie": "", "note": "", **fields}
    return client.post(f"/besluiten/voorstel/{ref}/stap/{step}/", typed)


def decided(client: Client, ref: str, *, consent: bool = True) -> None:
    assert say(client, ref, "advice", "positive").status_code == 302
    if consent:
        assert say(client, ref, "consent", "given").status_code == 302
    assert say(client, ref, "decision", "adopted", present=7).status_code == 302


@pytest.mark.parametrize("role", ROLES)
def test_every_professional_follows_a_proposal_and_only_the_secretariat_writes(
    role: Role, pim: Context
) -> None:
    ref = submitted(pim)
    client = browser(somebody(role))
    writes = role in {Role.SECRETARY, Role.PROGRAMME_TEAM}
    records = role is Role.SECRETARY
    page = f"/besluiten/voorstel/{ref}/"
    assert client.get(page).status_code == client.get(f"/en{page}").status_code == 200
    assert client.get("/besluiten/voorstel/nieuw/").status_code == (200 if writes else 409)
    assert client.get(f"{page}herzien/").status_code == (200 if writes else 409)
    assert client.get(f"{page}stap/advice/").status_code == (200 if records else 409)
    found = say(client, ref, "advice", "positive")
    assert found.status_code == (302 if records else 409)


def test_a_draft_is_made_once_however_often_one_presses(secretary: Client) -> None:
    page = words(secretary.get("/besluiten/voorstel/nieuw/?route=plan"))
    mark = page.split('name="once" value="')[1].split('"')[0]
    first = secretary.post("/besluiten/voorstel/nieuw/", {**FILLED, "once": mark})
    again = secretary.post("/besluiten/voorstel/nieuw/", {**FILLED, "once": mark})
    assert first.status_code == 302
    assert first["Location"] == again["Location"]
    assert words(secretary.get("/besluiten/")).count("Plan 2027</a>") == 1


def test_a_lane_says_what_is_done_now_and_why_not_yet(secretary: Client, pim: Context) -> None:
    ref = submitted(pim)
    page = words(secretary.get(f"/besluiten/voorstel/{ref}/"))
    assert "Wacht op Adviesgroep" in page
    assert "Kan nog niet: advies van Adviesgroep ontbreekt" in page
    say(secretary, ref, "advice", "positive_with_remarks", note="Denk aan jongeren")
    page = words(secretary.get(f"/besluiten/voorstel/{ref}/"))
    assert "Denk aan jongeren" in page
    assert "Wacht op Keten MT" in page
    assert "Kan nog niet: instemming van Keten MT ontbreekt" in page
    say(secretary, ref, "consent", "given")
    say(secretary, ref, "decision", "adopted", present=7)
    page = words(secretary.get(f"/besluiten/voorstel/{ref}/"))
    assert "In overeenstemming" in page
    assert "7 leden aanwezig" in page
    assert "besloten" in page


def test_a_decision_before_its_advice_is_refused_with_what_is_missing_and_the_words_stay(
    secretary: Client, pim: Context
) -> None:
    ref = submitted(pim)
    before = words(secretary.get(f"/besluiten/voorstel/{ref}/stap/decision/"))
    assert 'aria-disabled="true"' in before
    found = say(secretary, ref, "decision", "adopted", note="Zo besloten op maandag", present=7)
    page = words(found)
    assert found.status_code == 409
    assert "Dit kan nog niet: advies van Adviesgroep ontbreekt; instemming van Keten MT" in page
    assert "Zo besloten op maandag" in page
    assert "loopt" in words(secretary.get(f"/besluiten/voorstel/{ref}/"))


def test_control_the_same_decision_after_advice_and_consent_is_kept(
    secretary: Client, pim: Context
) -> None:
    ref = submitted(pim)
    decided(secretary, ref)
    assert "Plan 2027</a>" in words(secretary.get("/besluiten/")).split("Kort geleden besloten")[1]


def test_a_decision_taken_here_comes_on_the_timeline_of_its_body(
    secretary: Client, pim: Context
) -> None:
    ref = submitted(pim)
    assert "Plan 2027" not in words(secretary.get("/besluiten/tijdlijn/"))
    decided(secretary, ref)
    page = words(secretary.get("/besluiten/tijdlijn/?overleg=rba&soort=decision"))
    assert "Plan 2027" in page
    assert "2 maart 2026" in page
    assert f"/besluiten/voorstel/{ref}/" in page
    assert words(secretary.get("/besluiten/")).count("Plan 2027</a>") == 1


def test_without_uwv_or_a_municipality_no_consent_is_asked(secretary: Client, pim: Context) -> None:
    ref = submitted(pim, parties=("fnv",))
    assert "Keten MT" not in words(secretary.get(f"/besluiten/voorstel/{ref}/"))
    decided(secretary, ref, consent=False)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"present": 2}, "te weinig leden"),
        ({"on": "2026-12-01", "present": 7}, "Die dag moet nog komen"),
        ({"on": "2020-12-01", "present": 7}, "Dit overleg bestaat niet op die dag"),
        ({"on": "overmorgen", "present": 7}, "Deze dag bestaat niet"),
        ({"outcome": "held", "present": 7}, "Geef een reden"),
        ({"outcome": "given", "present": 7}, "Deze keuze is er niet meer"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    secretary: Client, pim: Context, typed: dict[str, Any], said: str
) -> None:
    ref = submitted(pim, parties=())
    say(secretary, ref, "advice", "positive")
    outcome = typed.pop("outcome", "adopted")
    found = say(secretary, ref, "decision", outcome, **typed)
    assert found.status_code in {409, 422}
    assert said in words(found)
    assert say(secretary, ref, "decision", "adopted", present=7).status_code == 302


def test_two_secretaries_on_one_step_and_the_second_is_told(
    secretary: Client, pim: Context
) -> None:
    ref = submitted(pim)
    other = browser(somebody(Role.SECRETARY, "gemeente-velsen"))
    assert say(secretary, ref, "advice", "positive").status_code == 302
    found = say(other, ref, "advice", "negative", note="Wij vonden van niet")
    assert found.status_code == 409
    page = words(found)
    assert "Deze stap was al vastgelegd" in page
    assert "Wij vonden van niet" in page
    assert "positief advies" in words(secretary.get(f"/besluiten/voorstel/{ref}/"))


def test_two_people_changing_one_draft_and_nothing_is_lost(secretary: Client, pim: Context) -> None:
    ref = drafted(pim)
    address = f"/besluiten/voorstel/{ref}/wijzigen/"
    seen = words(secretary.get(address)).split('name="seen" value="')[1].split('"')[0]
    proposals.change(
        pim, ref=ref, content=ProposalContent(title="Van Pim", route="plan", parties=("uwv",))
    )
    late = {**FILLED, "title": "Van de secretaris", "seen": seen}
    found = secretary.post(address, late)
    page = words(found)
    assert found.status_code == 422
    assert "Iemand was je net voor" in page
    assert "Van de secretaris" in page
    assert "Van Pim" in words(secretary.get(f"/besluiten/voorstel/{ref}/"))
    fresh = page.split('name="seen" value="')[1].split('"')[0]
    assert secretary.post(address, {**late, "seen": fresh}).status_code == 302
    assert "Van de secretaris" in words(secretary.get(f"/besluiten/voorstel/{ref}/"))


def test_saying_otherwise_about_touching_needs_a_reason_that_keten_mt_sees(
    secretary: Client, pim: Context
) -> None:
    refused = secretary.post("/besluiten/voorstel/nieuw/", {**FILLED, "touches": "no"})
    assert refused.status_code == 422
    assert "Geef een reden" in words(refused)
    typed = {**FILLED, "touches": "no", "touches_reason": "Alleen een onderzoek"}
    made = secretary.post("/besluiten/voorstel/nieuw/", typed)
    assert made.status_code == 302
    page = words(secretary.get(made["Location"]))
    assert "Anders dan de partijen zeggen" in page
    assert "Alleen een onderzoek" in page


def test_objections_are_kept_by_name(secretary: Client, pim: Context) -> None:
    ref = submitted(pim, parties=())
    say(secretary, ref, "advice", "positive")
    typed = {"present": 6, "objector_1": "gemeente-velsen", "objection_1": "Te duur"}
    assert say(secretary, ref, "decision", "adopted", **typed).status_code == 302
    page = words(secretary.get(f"/besluiten/voorstel/{ref}/"))
    assert "Met bezwaar van: Gemeente Velsen (Te duur)" in page


def test_a_refusal_leads_to_a_new_round_that_asks_everybody_again(
    secretary: Client, pim: Context
) -> None:
    ref = submitted(pim)
    say(secretary, ref, "advice", "positive")
    say(secretary, ref, "consent", "refused", note="Te weinig mensen")
    page = words(secretary.get(f"/besluiten/voorstel/{ref}/"))
    assert "Keten MT: stemt niet in" in page
    assert secretary.post(f"/besluiten/voorstel/{ref}/herzien/", {"reason": " "}).status_code == 422
    done = secretary.post(f"/besluiten/voorstel/{ref}/herzien/", {"reason": "Anders opgezet"})
    assert done.status_code == 302
    page = words(secretary.get(f"/besluiten/voorstel/{ref}/"))
    assert "Ronde 2" in page
    assert "Te weinig mensen" in page
    secretary.post(f"/besluiten/voorstel/{ref}/indienen/")
    assert "Wacht op Adviesgroep" in words(secretary.get(f"/besluiten/voorstel/{ref}/"))


def test_a_withdrawn_proposal_says_why(secretary: Client, pim: Context) -> None:
    ref = submitted(pim)
    secretary.post(f"/besluiten/voorstel/{ref}/intrekken/", {"reason": "Niet meer nodig"})
    page = words(secretary.get(f"/besluiten/voorstel/{ref}/"))
    assert "ingetrokken" in page
    assert "Niet meer nodig" in page
    assert "Wacht op" not in page


def a_draft_plan(pim: Context) -> None:
    write("agenda", "a", "Agenda", **{"from": "2023", "until": "2027"}, aim=text("Samen"))
    write("plan", "plan-2027", "Jaarplan 2027", agenda="a", year=2027, state="draft")


def test_the_decision_adopts_the_plan_and_shows_the_difference(
    secretary: Client, pim: Context
) -> None:
    a_draft_plan(pim)
    ref = drafted(pim, parties=())
    page = f"/besluiten/voorstel/{ref}/"
    pims = browser(somebody(Role.PROGRAMME_TEAM))
    empty = pims.post(f"{page}jaarplan/", {"plan": "", "reason": ""}, follow=True)
    assert "Kies een jaarplan" in words(empty)
    pims.post(f"{page}jaarplan/", {"plan": "plan-2027", "reason": "Vaststellen"})
    shown = words(pims.get(page))
    assert "<del" in shown
    assert "concept</del>" in shown
    assert "vastgesteld</ins>" in shown
    secretary.post(f"{page}indienen/")
    decided(secretary, ref, consent=False)
    assert register.find_entry(pim, "plan", "plan-2027").line("state") == "adopted"
    assert "vastgesteld</ins>" in words(secretary.get(page))


def test_a_change_can_be_taken_out_of_a_draft(secretary: Client, pim: Context) -> None:
    a_draft_plan(pim)
    ref = drafted(pim)
    page = f"/besluiten/voorstel/{ref}/"
    secretary.post(f"{page}jaarplan/", {"plan": "plan-2027", "reason": "Vaststellen"})
    assert "Dit voorstel wijzigt niets" in words(secretary.get(page)), "the programme team does"
    pims = browser(somebody(Role.PROGRAMME_TEAM))
    pims.post(f"{page}jaarplan/", {"plan": "plan-2027", "reason": "Vaststellen"})
    assert "vastgesteld</ins>" in words(pims.get(page))
    pims.post(f"{page}weg/plan/plan-2027/")
    assert "Dit voorstel wijzigt niets" in words(pims.get(page))


def test_a_change_that_was_overtaken_says_so(secretary: Client, pim: Context) -> None:
    a_draft_plan(pim)
    ref = drafted(pim)
    pims = browser(somebody(Role.PROGRAMME_TEAM))
    pims.post(
        f"/besluiten/voorstel/{ref}/jaarplan/", {"plan": "plan-2027", "reason": "Vaststellen"}
    )
    data = {
        "code": "plan-2027",
        "title": text("Jaarplan 2027"),
        "agenda": "a",
        "year": 2027,
        "state": "draft",
        "document": "D-1",
    }
    change = Change(kind="plan", data=data, reason="Nummer erbij", base_version=1)
    register_acts.record_entry(pim, change=change)
    assert "Maak de wijziging opnieuw" in words(pims.get(f"/besluiten/voorstel/{ref}/"))


def test_a_route_with_a_hole_cannot_be_submitted_and_says_which(
    secretary: Client, pim: Context
) -> None:
    step = {"code": "decision", "act": "decision", "body": "rba", "when": "always"}
    write("route", "gat", "Gat", subject=text("Zonder advies"), steps=[step])
    ref = drafted(pim, route="gat")
    page = words(secretary.get(f"/besluiten/voorstel/{ref}/"))
    assert "er gaat geen advies aan vooraf" in page
    found = secretary.post(f"/besluiten/voorstel/{ref}/indienen/", follow=True)
    assert "De besluitroute klopt niet" in words(found)


def test_unknown_proposals_and_steps_are_not_there(secretary: Client, pim: Context) -> None:
    ref = submitted(pim)
    for address in (
        "/besluiten/voorstel/NERGENS/",
        f"/besluiten/voorstel/{ref}/stap/onbekend/",
        f"/besluiten/voorstel/{ref}/stap/advice/?organisatie=uwv",
    ):
        assert secretary.get(address).status_code == 404


def test_late_proposals_come_first(secretary: Client, pim: Context) -> None:
    fresh = submitted(pim, title="Net ingediend")
    old = drafted(pim.at(NOW.replace(month=1)), title="Ligt al lang")
    proposals.submit(pim.at(NOW.replace(month=1)), ref=old)
    say(secretary, old, "advice", "positive", on="2026-01-05")
    page = words(secretary.get("/besluiten/"))
    assert "1 voorstel ligt te lang stil" in page
    assert page.index("Ligt al lang") < page.index("Net ingediend")
    assert fresh


def test_more_proposals_ask_no_more_queries(secretary: Client, pim: Context) -> None:
    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert secretary.get(address).status_code == 200
        return len(queries)

    ref = submitted(pim)
    pages = ("/besluiten/", "/besluiten/wsp-plan/", f"/besluiten/voorstel/{ref}/")
    for address in pages:
        secretary.get(address)
    few = [count(address) for address in pages]
    for number in range(12):
        submitted(pim, title=f"Nog een {number}")
        submitted(pim, title=f"WSP {number}", route="wsp-plan")
    assert [count(address) for address in pages] == few


def test_eight_adoptions_at_a_glance(secretary: Client, pim: Context) -> None:
    ref = submitted(pim, title="WSP-plan 2026", route="wsp-plan")
    assert "0 van 8 vastgesteld" in words(secretary.get("/besluiten/wsp-plan/"))
    for one in ("gemeente-velsen", "uwv"):
        found = say(secretary, ref, "adopt", "adopted", organisatie=one)
        assert found.status_code == 302, words(found)
    page = words(secretary.get("/besluiten/wsp-plan/"))
    assert "2 van 8 vastgesteld" in page
    assert "2 van 8 organisaties" in words(secretary.get(f"/besluiten/voorstel/{ref}/"))
