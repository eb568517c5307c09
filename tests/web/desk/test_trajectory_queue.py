"""The lists of the back office: what stands in each, what one may filter, and the file of it."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, Cast, hire
from tests.services.dossier import SITUATION, registered
from tests.services.test_trajectories import paid_for
from tests.web.desk.test_trajectory import browser, drafted, words
from voordeur.domain.kernel.actors import Role
from voordeur.records.cases.models import CaseRecord
from voordeur.records.trajectories.models import TrajectoryStepRecord
from voordeur.services import register_loading, trajectories, trajectory_steps
from voordeur.services.context import system_context
from voordeur.services.trajectory_pages import choosable
from voordeur.services.trajectory_steps import NewStep, StepResult
from voordeur.web import contexts

pytestmark = pytest.mark.django_db
QUEUE = "/werk/trajecten/"
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture
def case(cast: Cast) -> CaseRecord:
    return registered(cast.alice.context, situation={**SITUATION, "benefit": "bijstand"})


@pytest.fixture
def office() -> Client:
    return browser(hire("Bertus Proefpersoon", "werkcentrum", Role.BACK_OFFICE).context)


def planned(cast: Cast, case: CaseRecord, *providers: str) -> tuple[str, list[str]]:
    """Return an agreed trajectory with a step of 10 euro at each of the providers."""
    alice = cast.alice.context
    ref = drafted(cast, case)
    steps = [
        trajectory_steps.add_step(
            alice,
            ref=ref,
            step=NewStep(
                what="Cursus van Dagmar",
                cost_cents=1_000,
                provider=provider,
                starts_on=TODAY - timedelta(days=3),
                ends_on=TODAY - timedelta(days=1),
            ),
        )
        for provider in providers
    ]
    trajectories.propose(alice, ref=ref)
    trajectories.agree(alice, ref=ref, how="Aan de balie")
    return ref, steps


def listed(office: Client, **chosen: str) -> set[str]:
    page = office.get(QUEUE, chosen).content.decode()
    return {
        one for one in TrajectoryStepRecord.objects.values_list("ref", flat=True) if one in page
    }


def test_a_step_walks_through_the_lists_until_it_is_paid(
    cast: Cast, case: CaseRecord, office: Client
) -> None:
    alice = cast.alice.context
    ref, (step,) = planned(cast, case, "uwv")
    assert "wacht op een ja van wie betaalt" in words(office.get(QUEUE))
    paid_for(alice, ref, step, 1_000)
    assert f"Bestel {step}" in words(office.get(QUEUE))
    office.post(f"{QUEUE}{step}/", {"doe": "bestel"})
    assert listed(office, lijst="ordered") == {step}
    assert listed(office, lijst="invoice") == set()
    office.post(f"{QUEUE}{step}/", {"doe": "begin"})
    for name in ("running", "attendance", "finish", "invoice"):
        assert listed(office, lijst=name) == {step}, name
    trajectory_steps.record_attendance(alice, ref=ref, step_ref=step, day=TODAY, state="present")
    assert listed(office, lijst="attendance") == set()
    trajectory_steps.finish_step(alice, ref=ref, step_ref=step, result=StepResult(result="reached"))
    trajectories.finish(alice, ref=ref, outcome="work", level_end=None)
    assert listed(office, lijst="running") == set()
    assert listed(office, lijst="invoice") == {step}


def test_a_filter_narrows_the_list_and_the_file_is_the_same(
    cast: Cast, case: CaseRecord, office: Client
) -> None:
    _ref, (here, there) = planned(cast, case, "uwv", "werkcentrum")
    assert listed(office) == {here, there}
    assert listed(office, uitvoerder="uwv") == {here}
    assert listed(office, laat="ja") == {here, there}
    TrajectoryStepRecord.objects.filter(ref=here).update(starts_on=TODAY, ends_on=TODAY)
    assert listed(office, laat="ja") == {there}
    file = office.get(QUEUE, {"uitvoerder": "uwv", "als": "csv"}).content.decode()
    assert here in file
    assert there not in file
    assert "Dagmar" not in file
    assert office.get(QUEUE, {"als": "xlsx"}).status_code == 200
    assert listed(office, lijst="onzin") == {here, there}
    assert office.get(QUEUE, {"uitvoerder": "\x00"}).status_code in {200, 400}


def test_a_team_lead_reads_it_and_a_gids_does_not(cast: Cast, case: CaseRecord) -> None:
    _ref, (step,) = planned(cast, case, "uwv")
    lead = browser(hire("Lia Proefpersoon", "werkcentrum", Role.TEAM_LEAD).context)
    assert listed(lead) == {step}
    assert browser(cast.alice.context).get(QUEUE, {"als": "csv"}).status_code == 404


def test_an_instrument_is_named_and_the_open_list_is_marked(
    cast: Cast, case: CaseRecord, office: Client
) -> None:
    register_loading.load_register(system_context(NOW))
    code, title = next(iter(choosable(cast.alice.context).instruments.items()))
    ref = drafted(cast, case)
    step = NewStep(what="Cursus", cost_cents=1_000, instrument=code)
    trajectory_steps.add_step(cast.alice.context, ref=ref, step=step)
    trajectories.propose(cast.alice.context, ref=ref)
    trajectories.agree(cast.alice.context, ref=ref, how="Aan de balie")
    page = office.get(QUEUE)
    assert title in unescape(words(page))
    assert 'href="?lijst=to_order" aria-current="page"' in page.content.decode()


def test_as_many_queries_for_one_step_as_for_twenty_one(
    cast: Cast, case: CaseRecord, office: Client, django_assert_num_queries: Any
) -> None:
    ref, _steps = planned(cast, case, "uwv")
    office.get(QUEUE)
    with CaptureQueriesContext(connection) as few:
        office.get(QUEUE)
    for _number in range(20):
        step = NewStep(what="Nog een", cost_cents=100, provider="uwv")
        trajectory_steps.add_step(cast.alice.context, ref=ref, step=step)
    with django_assert_num_queries(len(few)):
        office.get(QUEUE)
    assert len(listed(office)) == 21
