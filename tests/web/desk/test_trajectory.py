"""A trajectory on screen: what each page shows, takes and refuses."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, Cast, hire
from tests.services.dossier import SITUATION, registered
from voordeur.domain.kernel.actors import Role
from voordeur.records.accounts.models import Account
from voordeur.records.cases.models import CaseRecord
from voordeur.records.trajectories.models import TrajectoryRecord, TrajectoryStepRecord
from voordeur.services import trajectories, trajectory_steps
from voordeur.services.context import Context
from voordeur.services.trajectories import NewTrajectory
from voordeur.services.trajectory_steps import NewStep
from voordeur.web import contexts

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FREE = {"cost_word": "none_needed"}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


def browser(context: Context) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=context.account_id), backend=BACKEND)
    return client


@pytest.fixture
def case(cast: Cast) -> CaseRecord:
    return registered(cast.alice.context, situation={**SITUATION, "benefit": "bijstand"})


@pytest.fixture
def desk(cast: Cast) -> Client:
    return browser(cast.alice.context)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def drafted(cast: Cast, case: CaseRecord, *steps: str) -> str:
    context = cast.alice.context
    new = NewTrajectory(goal="Werken in de zorg")
    ref = trajectories.draft(context, case_ref=case.ref, new=new)
    for what in steps:
        trajectory_steps.add_step(context, ref=ref, step=NewStep(what=what, **FREE))
    return ref


def test_from_an_empty_page_to_a_running_step(desk: Client, case: CaseRecord) -> None:
    start = f"/werk/dossier/{case.ref}/traject/"
    assert "Er is nog geen traject" in words(desk.get(start))
    assert desk.post(f"{start}nieuw/", {"goal": "Naar de zorg"}).status_code == 302
    unknown = {"what": "Stage", "cost_word": "to_be_determined"}
    assert desk.post(f"{start}stap/nieuw/", unknown).status_code == 302
    assert "€ 0" not in words(desk.get(start)), "an amount that is not known is not nothing"
    step = {"what": "Cursus zorg", "cost": "1.250,50", "starts_on": "2026-03-09"}
    assert desk.post(f"{start}stap/nieuw/", step).status_code == 302
    free = {"what": "Gesprek", "cost_word": "none_needed"}
    assert desk.post(f"{start}stap/nieuw/", free).status_code == 302
    page = words(desk.get(start))
    assert "€ 1.250,50" in page
    assert "Nog niemand heeft geld toegezegd" in page
    desk.post(f"{start}doe/", {"doe": "voorleggen"})
    desk.post(f"{start}ja/", {"how": "In het gesprek"})
    talk = TrajectoryStepRecord.objects.get(what="Gesprek")
    desk.post(f"{start}stap/{talk.ref}/doe/", {"doe": "begin"})
    day = {"day": "2026-03-02", "state": "present"}
    desk.post(f"{start}stap/{talk.ref}/aanwezig/", day)
    assert "1 van 1 keer er" in words(desk.get(start))
    desk.post(f"{start}stap/{talk.ref}/klaar/", {"result": "reached"})
    talk.refresh_from_db()
    assert talk.state == "finished"
    assert TrajectoryRecord.objects.get().state == "running"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"what": "", "cost": "5"}, "Vul dit nog in"),
        ({"what": "Cursus"}, "Vul een bedrag in, of kies hieronder een woord"),
        ({"what": "Cursus", "cost": "gratis"}, "Dit is geen bedrag"),
        ({"what": "Cursus", "cost": "0"}, "boven nul"),
        ({"what": "Cursus", "cost": "1,250"}, "Dit is geen bedrag"),
        ({"what": "Cursus", "cost": "99999999999"}, ""),
        ({"what": "Cursus", "cost": "5", "starts_on": "30-02-2026"}, "Deze dag bestaat niet"),
        (
            {"what": "Cursus", "cost": "5", "starts_on": "2026-03-02", "ends_on": "2026-03-01"},
            "voor het begin",
        ),
    ],
)
def test_what_cannot_be_keeps_what_was_typed(
    desk: Client, cast: Cast, case: CaseRecord, typed: dict[str, str], said: str
) -> None:
    drafted(cast, case)
    answer = desk.post(f"/werk/dossier/{case.ref}/traject/stap/nieuw/", typed)
    assert answer.status_code in {409, 422}
    assert said in words(answer)
    assert typed.get("what", "") in answer.content.decode()
    assert not TrajectoryStepRecord.objects.exists()


def test_a_circle_is_told_at_the_form(desk: Client, cast: Cast, case: CaseRecord) -> None:
    ref = drafted(cast, case, "Eerst")
    first = TrajectoryStepRecord.objects.get()
    second = trajectory_steps.add_step(
        cast.alice.context, ref=ref, step=NewStep(what="Dan", after=(first.ref,), **FREE)
    )
    address = f"/werk/dossier/{case.ref}/traject/stap/{first.ref}/"
    typed = {"what": "Eerst", "cost_word": "none_needed", "after": [second]}
    answer = desk.post(address, typed)
    assert answer.status_code == 409
    assert "in een kring" in words(answer)


def test_what_may_not_be_done_now_says_why(desk: Client, cast: Cast, case: CaseRecord) -> None:
    drafted(cast, case, "Gesprek")
    step = TrajectoryStepRecord.objects.get()
    address = f"/werk/dossier/{case.ref}/traject/stap/{step.ref}/doe/"
    answer = desk.post(address, {"doe": "begin"}, follow=True)
    assert "nog geen ja gezegd" in words(answer)
    assert desk.post(address, {"doe": "onzin"}).status_code == 404


def test_charlie_finds_nothing(cast: Cast, case: CaseRecord) -> None:
    drafted(cast, case, "Gesprek")
    client = browser(cast.charlie.context)
    step = TrajectoryStepRecord.objects.get()
    start = f"/werk/dossier/{case.ref}/traject/"
    for address in (start, f"{start}nieuw/", f"{start}stap/nieuw/", f"{start}stap/{step.ref}/"):
        assert client.get(address).status_code == 404
    for address in (f"{start}doe/", f"{start}stap/{step.ref}/doe/", f"{start}woord/"):
        assert client.post(address, {"doe": "begin", "text": "x"}).status_code == 404


def test_as_many_queries_for_two_steps_as_for_twenty_one(
    desk: Client, cast: Cast, case: CaseRecord, django_assert_num_queries: Any
) -> None:
    ref = drafted(cast, case, "Stap 1")
    start = f"/werk/dossier/{case.ref}/traject/"
    before = _chained(cast, ref, TrajectoryStepRecord.objects.get().ref, range(2, 3))
    desk.get(start)
    with CaptureQueriesContext(connection) as few:
        desk.get(start)
    _chained(cast, ref, before, range(3, 22))
    with django_assert_num_queries(len(few)):
        desk.get(start)


def _chained(cast: Cast, ref: str, before: str, numbers: range) -> str:
    for number in numbers:
        step = NewStep(what=f"Stap {number}", after=(before,), provider="uwv", **FREE)
        before = trajectory_steps.add_step(cast.alice.context, ref=ref, step=step)
    return before


def test_the_back_office_orders_without_a_name(cast: Cast, case: CaseRecord) -> None:
    ref = drafted(cast, case, "Gesprek over Dagmar")
    context = cast.alice.context
    paid = NewStep(what="Cursus van Dagmar", cost_cents=12_300)
    trajectory_steps.add_step(context, ref=ref, step=paid)
    trajectories.propose(context, ref=ref)
    trajectories.agree(context, ref=ref, how="Aan de balie")
    office = browser(hire("Bertus Proefpersoon", "werkcentrum", Role.BACK_OFFICE).context)
    page = office.get("/werk/trajecten/")
    assert "€ 123" in words(page)
    assert "Dagmar" not in page.content.decode()
    step = TrajectoryStepRecord.objects.get(what="Cursus van Dagmar")
    answer = office.post(f"/werk/trajecten/{step.ref}/", {"doe": "bestel"}, follow=True)
    assert "eigenaar van het geld heeft ja gezegd" in words(answer)
    elsewhere = browser(hire("Berta Proefpersoon", "uwv", Role.BACK_OFFICE).context)
    assert "€ 123" not in words(elsewhere.get("/werk/trajecten/"))
    assert elsewhere.post(f"/werk/trajecten/{step.ref}/", {"doe": "bestel"}).status_code == 404
    assert browser(cast.bob.context).get("/werk/trajecten/").status_code == 404


# ---- Mijn Voordeur ----


@pytest.fixture
def dagmar(case: CaseRecord) -> Client:
    client = Client()
    session = client.session
    session[contexts.RESIDENT] = case.resident_id
    session.save()
    return client


def test_the_person_sees_it_when_it_is_laid_before_them_and_says_yes(
    cast: Cast, case: CaseRecord, dagmar: Client
) -> None:
    ref = drafted(cast, case, "Gesprek")
    mine = f"/mijn/vraag/{case.ref}/traject/"
    assert dagmar.get(mine).status_code == 404
    assert "Bekijk mijn traject" not in words(dagmar.get("/mijn/"))
    trajectories.propose(cast.alice.context, ref=ref)
    assert "Er ligt een plan voor je klaar" in words(dagmar.get("/mijn/"))
    assert "Past dit plan bij jou?" in words(dagmar.get(mine))
    assert dagmar.post(f"{mine}zeg/", {"text": "", "doe": "zeg"}).status_code == 422
    dagmar.post(f"{mine}zeg/", {"text": "Liever dichtbij", "doe": "anders"})
    assert TrajectoryRecord.objects.get().state == "draft"
    assert "Liever dichtbij" in words(dagmar.get(mine))
    trajectories.propose(cast.alice.context, ref=ref)
    assert "Je zei ja" in words(dagmar.post(f"{mine}ja/", follow=True))
    assert TrajectoryRecord.objects.get().state == "agreed"


def test_another_resident_finds_nothing(cast: Cast, case: CaseRecord) -> None:
    ref = drafted(cast, case, "Gesprek")
    trajectories.propose(cast.alice.context, ref=ref)
    client = Client()
    session = client.session
    session[contexts.RESIDENT] = case.resident_id + 1000
    session.save()
    for address in ("", "ja/", "zeg/"):
        mine = f"/mijn/vraag/{case.ref}/traject/{address}"
        answer = client.post(mine, {"text": "x"}) if address else client.get(mine)
        assert answer.status_code in {302, 404}
    assert TrajectoryRecord.objects.get().state == "proposed"
