"""Paying on after a move, from the question of the gids to the answer in the inbox."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.people import NOW, Cast, hire
from tests.services.dossier import SITUATION, registered
from tests.services.test_trajectories import paid_for
from tests.web.desk.test_trajectory import browser, drafted, words
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.records.cases.models import CaseRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.records.trajectories.models import (
    ContinuityRecord,
    TrajectoryRecord,
    TrajectoryStepRecord,
)
from voordeur.services import cases, continuity, trajectories, trajectory_steps
from voordeur.services.cases import Move
from voordeur.services.trajectory_steps import NewStep
from voordeur.web import contexts

pytestmark = pytest.mark.django_db
INBOX = "/werk/trajecten/doorbetalen/"


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


def moved(cast: Cast, situation: dict[str, str]) -> CaseRecord:
    """Return the case of somebody with an agreed trajectory who moved to Haarlem."""
    alice = cast.alice.context
    case = registered(alice, situation=situation)
    ref = drafted(cast, case)
    step = NewStep(what="Cursus", cost_cents=90_000, starts_on=NOW.date() + timedelta(7))
    trajectory_steps.add_step(alice, ref=ref, step=step)
    trajectories.propose(alice, ref=ref)
    trajectories.agree(alice, ref=ref, how="Aan de balie")
    change = Move(changed="municipality", to_value="haarlem", start_date=NOW.date())
    cases.move(alice, ref=case.ref, move=change)
    case.refresh_from_db()
    return case


@pytest.fixture
def case(cast: Cast) -> CaseRecord:
    return moved(cast, {**SITUATION, "benefit": "bijstand"})


@pytest.fixture
def owner(case: CaseRecord) -> Client:
    """Whoever answers for the money of the organisation that is finally responsible now."""
    now = str(case.finally_responsible_id)
    return browser(hire("Bianca Proefpersoon", now, Role.BUDGET_OWNER).context)


def asked(cast: Cast, case: CaseRecord) -> str:
    """Let the gids ask on screen who pays on; returns the reference of the question."""
    desk = browser(cast.alice.context)
    page = f"/werk/dossier/{case.ref}/traject/"
    assert "Spreek af wie verder betaalt" in words(desk.get(page))
    typed = {"kind": "moves", "reason": "De gemeente veranderde"}
    assert desk.post(f"{page}betaler/", typed).status_code == 302
    assert "We wachten op antwoord" in words(desk.get(page))
    return ContinuityRecord.objects.get().ref


def test_a_move_is_asked_answered_and_goes_on(cast: Cast, case: CaseRecord, owner: Client) -> None:
    assert "Er wacht niets op jullie" in words(owner.get(INBOX))
    agreement = asked(cast, case)
    mail = OutboxRecord.objects.get(kind="continuity_asked")
    assert INBOX in mail.body
    page = owner.get(INBOX)
    assert "€ 900" in words(page)
    assert "De gemeente veranderde" in words(page)
    assert "Dagmar" not in page.content.decode()
    answer = owner.post(f"{INBOX}{agreement}/", {"doe": "ja"}, follow=True)
    assert "Vastgelegd" in words(answer)
    assert TrajectoryRecord.objects.get().payer_id == case.finally_responsible_id
    desk = browser(cast.alice.context)
    assert "Spreek af wie" not in words(desk.get(f"/werk/dossier/{case.ref}/traject/"))


def test_a_no_needs_its_reason_and_the_gids_reads_it(
    cast: Cast, case: CaseRecord, owner: Client
) -> None:
    agreement = asked(cast, case)
    answer = owner.post(f"{INBOX}{agreement}/", {"doe": "nee"})
    assert answer.status_code == 409
    assert ContinuityRecord.objects.get().state == "asked"
    long = {"doe": "nee", f"{agreement}-note": "x" * 2_001}
    assert owner.post(f"{INBOX}{agreement}/", long).status_code == 422
    owner.post(f"{INBOX}{agreement}/", {"doe": "nee", f"{agreement}-note": "Geen geld meer"})
    desk = browser(cast.alice.context)
    page = words(desk.get(f"/werk/dossier/{case.ref}/traject/"))
    assert "Geen geld meer" in page
    assert "Vraag wie verder betaalt" in page


def test_answering_twice_changes_nothing_and_loses_no_words(
    cast: Cast, case: CaseRecord, owner: Client
) -> None:
    agreement = asked(cast, case)
    owner.post(f"{INBOX}{agreement}/", {"doe": "ja"})
    again = owner.post(f"{INBOX}{agreement}/", {"doe": "nee", f"{agreement}-note": "Toch niet"})
    assert again.status_code == 409
    assert "Er is niets veranderd" in words(again)
    assert "Toch niet" in words(again)
    assert ContinuityRecord.objects.get().state == "accepted"


def test_another_organisation_and_another_role_find_nothing(cast: Cast, case: CaseRecord) -> None:
    agreement = asked(cast, case)
    elsewhere = browser(hire("Bert Proefpersoon", "uwv", Role.BUDGET_OWNER).context)
    assert "€ 900" not in words(elsewhere.get(INBOX))
    assert elsewhere.post(f"{INBOX}{agreement}/", {"doe": "ja"}).status_code == 404
    charlie = browser(cast.charlie.context)
    assert charlie.get(INBOX).status_code == 404
    assert charlie.post(f"{INBOX}{agreement}/", {"doe": "ja"}).status_code == 404
    assert elsewhere.post(f"{INBOX}{agreement}/", {"doe": "onzin"}).status_code == 404
    assert ContinuityRecord.objects.get().state == "asked"


def test_who_cannot_answer_here_is_asked_aside_and_that_is_kept(
    cast: Cast, case: CaseRecord
) -> None:
    """A payer without a budget owner would be silent for ever; the gids notes what it said."""
    agreement = asked(cast, case)
    desk = browser(cast.alice.context)
    page = f"/werk/dossier/{case.ref}/traject/"
    assert "kan niemand in Voordeur antwoorden" in words(desk.get(page))
    said = f"{page}betaler/gezegd/"
    assert desk.post(said, {"answer": "ja", "said_by": " "}).status_code == 422
    assert ContinuityRecord.objects.get().state == "asked"
    told = {"answer": "ja", "said_by": "De teamleider, op 3 maart"}
    assert browser(cast.charlie.context).post(said, told).status_code == 404
    assert desk.post(said, told).status_code == 302
    known = ContinuityRecord.objects.get(ref=agreement)
    assert (known.state, known.note) == ("accepted", "De teamleider, op 3 maart")
    assert TrajectoryRecord.objects.get().payer_id == case.finally_responsible_id
    assert desk.get(said).status_code == 404


@pytest.mark.usefixtures("owner")
def test_who_can_answer_is_never_answered_for(cast: Cast, case: CaseRecord) -> None:
    agreement = asked(cast, case)
    desk = browser(cast.alice.context)
    said = f"/werk/dossier/{case.ref}/traject/betaler/gezegd/"
    assert desk.post(said, {"answer": "ja", "said_by": "De teamleider"}).status_code == 404
    with pytest.raises(RefusedError) as refused:
        continuity.record_said(
            cast.alice.context, agreement=agreement, yes=True, said_by="De teamleider"
        )
    assert refused.value.refusal.reason is Reason.ROLE_DOES_NOT_ALLOW


def test_as_many_queries_for_one_question_as_for_four(
    cast: Cast, case: CaseRecord, owner: Client, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    first = asked(cast, case)
    owner.get(INBOX)
    with CaptureQueriesContext(connection) as few:
        owner.get(INBOX)
    known = ContinuityRecord.objects.get(ref=first)
    for number in range(3):
        row = TrajectoryRecord.objects.get(pk=known.trajectory_id)
        row.pk, row.ref, row.state, row.ended_at = None, f"OTHER{number}", "stopped", NOW
        row.outcome = "moved"
        row.save(force_insert=True)
        known.pk, known.ref, known.trajectory = None, f"ASK{number}", row
        known.save(force_insert=True)
    with django_assert_num_queries(len(few)):
        assert "4 vragen" in words(owner.get(INBOX))


def test_the_builder_says_why_a_step_cannot_be_ordered_yet(cast: Cast, case: CaseRecord) -> None:
    desk = browser(cast.alice.context)
    page = words(desk.get(f"/werk/dossier/{case.ref}/traject/"))
    assert "Waarom nog niet: Cursus?" in page
    assert "eigenaar van het geld heeft ja gezegd" in page


def test_the_person_sees_the_steps_in_time_and_who_pays(cast: Cast, case: CaseRecord) -> None:
    client = Client()
    session = client.session
    session[contexts.RESIDENT] = case.resident_id
    session.save()
    mine = f"/mijn/vraag/{case.ref}/traject/"
    page = client.get(mine)
    assert "We zoeken nog wie dit betaalt" in words(page)
    assert "<svg" in page.content.decode()
    step = TrajectoryStepRecord.objects.get()
    paid_for(cast.alice.context, step.trajectory.ref, step.ref, 90_000)
    assert "Betaald uit:" in words(client.get(mine))
