"""A trajectory from idea to outcome, through the real services, and what each act refuses."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.people import NOW, Cast, hire
from tests.services.dossier import SITUATION, registered
from tests.services.purses import post, purse
from voordeur.domain.funding.ledger import Balance, Movement, Posting
from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.records.audit.models import JournalRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.records.funding.models import MixConsentRecord, MixRecord
from voordeur.records.money.models import BudgetRecord, ClaimRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.records.region.models import OrganisationRecord
from voordeur.records.trajectories.models import (
    AttendanceRecord,
    TrajectoryRecord,
    TrajectoryStepRecord,
)
from voordeur.services import cases, continuity, ledger, step_orders, trajectories, trajectory_steps
from voordeur.services.cases import Move
from voordeur.services.context import Context
from voordeur.services.trajectories import NewTrajectory
from voordeur.services.trajectory_steps import NewStep, StepResult

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
FREE = {"cost_word": "none_needed"}


@pytest.fixture
def case(cast: Cast) -> CaseRecord:
    return registered(cast.alice.context, situation={**SITUATION, "benefit": "bijstand"})


@pytest.fixture
def alice(cast: Cast) -> Context:
    return cast.alice.context


def drafted(alice: Context, case: CaseRecord, **more: Any) -> str:
    new = NewTrajectory(goal="Werken in de zorg", level_start=3, level_goal=6, **more)
    return trajectories.draft(alice, case_ref=case.ref, new=new)


def resident(case: CaseRecord) -> Context:
    return Context(kind=ActorKind.RESIDENT, now=NOW, resident_id=case.resident_id)


def reason(refused: pytest.ExceptionInfo[RefusedError]) -> Reason:
    return refused.value.refusal.reason


def agreed(alice: Context, case: CaseRecord, *steps: NewStep) -> tuple[str, list[str]]:
    """Return a trajectory the person said yes to, and its steps."""
    ref = drafted(alice, case)
    refs = [trajectory_steps.add_step(alice, ref=ref, step=one) for one in steps]
    trajectories.propose(alice, ref=ref)
    trajectories.agree(resident(case), ref=ref)
    return ref, refs


def paid_for(alice: Context, ref: str, step_ref: str, cents: int) -> None:
    """Reserve money for a step, as an agreed mix does."""
    if not BudgetRecord.objects.filter(code="p-2026").exists():
        purse("p-2026", 500_000)
    step = TrajectoryStepRecord.objects.get(ref=step_ref)
    of = ledger.open_cost(
        alice, what=step.what, amount_cents=cents, due_on=TODAY + timedelta(7), step_id=step.pk
    )
    claim = ledger.open_claim(alice, of, "p-2026", decision="mix")
    post(alice, Posting(Movement.RESERVE, "p-2026", cents, claim.ref), key=f"r-{step_ref}")
    mix, _made = MixRecord.objects.get_or_create(
        trajectory=TrajectoryRecord.objects.get(ref=ref),
        defaults={
            "ref": "MIX1", "state": "asked", "total_cents": cents, "legality": "Mag.",
            "effectiveness": "Helpt.", "chosen_at": NOW, "answer_due_on": TODAY,
        },
    )  # fmt: skip
    if mix.state == "asked":
        MixConsentRecord.objects.create(
            mix=mix, source="web", owner=claim.budget.owner, amount_cents=cents, state="not_needed"
        )
        MixRecord.objects.filter(pk=mix.pk).update(
            state="agreed", settled_at=NOW, version=mix.version + 1
        )


def balance() -> Balance:
    return ledger.balance_of(BudgetRecord.objects.get(code="p-2026"))


def test_from_idea_to_outcome_with_every_cent_in_its_place(
    alice: Context, case: CaseRecord
) -> None:
    ref, (talk, course) = agreed(
        alice, case, NewStep(what="Gesprek", **FREE), NewStep(what="Cursus", cost_cents=120_000)
    )
    trajectory_steps.start_step(alice, ref=ref, step_ref=talk)
    assert TrajectoryRecord.objects.get(ref=ref).state == "running"
    trajectory_steps.finish_step(alice, ref=ref, step_ref=talk, result=StepResult(result="reached"))
    paid_for(alice, ref, course, 120_000)
    step_orders.order_step(alice, ref=ref, step_ref=course)
    assert balance() == Balance(380_000, 0, 120_000, 0)
    trajectory_steps.start_step(alice, ref=ref, step_ref=course)
    trajectory_steps.record_attendance(alice, ref=ref, step_ref=course, day=TODAY, state="absent")
    trajectory_steps.record_attendance(alice, ref=ref, step_ref=course, day=TODAY, state="present")
    assert AttendanceRecord.objects.get().state == "present"
    done = StepResult(result="reached", level_after=5, certificate="mbo-certificaat")
    trajectory_steps.finish_step(alice, ref=ref, step_ref=course, result=done)
    trajectories.finish(alice, ref=ref, outcome="work", level_end=6)
    row = TrajectoryRecord.objects.get(ref=ref)
    assert (row.state, row.outcome, row.level_end) == ("finished", "work", 6)
    names = list(JournalRecord.objects.filter(kind="act").values_list("name", flat=True))
    for name in ("TrajectoryDrafted", "TrajectoryAgreed", "StepOrdered", "TrajectoryFinished"):
        assert names.count(name) == 1


def test_what_a_person_wrote_never_stands_in_the_log(alice: Context, case: CaseRecord) -> None:
    ref = drafted(alice, case)
    trajectory_steps.add_step(alice, ref=ref, step=NewStep(what="Geheim plan", **FREE))
    trajectories.propose(alice, ref=ref)
    trajectories.ask_change(resident(case), ref=ref, text="Liever dichterbij huis")
    assert TrajectoryRecord.objects.get(ref=ref).state == "draft"
    said = str(list(JournalRecord.objects.values_list("payload", flat=True)))
    assert ref in said
    assert "Geheim" not in said
    assert "dichterbij" not in said


def test_one_live_trajectory_in_a_case_and_a_new_one_after_it(
    alice: Context, case: CaseRecord
) -> None:
    first = drafted(alice, case)
    with pytest.raises(RefusedError) as refused:
        drafted(alice, case)
    assert reason(refused) is Reason.TRAJECTORY_LIVE
    trajectories.stop(alice, ref=first, outcome="own_choice")
    drafted(alice, case)


def test_nothing_is_ordered_before_the_person_and_the_owners_said_yes(
    alice: Context, case: CaseRecord
) -> None:
    ref = drafted(alice, case)
    step = trajectory_steps.add_step(alice, ref=ref, step=NewStep(what="Cursus", cost_cents=500))
    with pytest.raises(RefusedError) as refused:
        step_orders.order_step(alice, ref=ref, step_ref=step)
    assert reason(refused) is Reason.PERSON_NOT_AGREED
    trajectories.propose(alice, ref=ref)
    with pytest.raises(RefusedError) as refused:
        trajectories.agree(alice, ref=ref)
    assert reason(refused) is Reason.REASON_NEEDED
    trajectories.agree(alice, ref=ref, how="Zei ja in het gesprek")
    with pytest.raises(RefusedError) as refused:
        step_orders.order_step(alice, ref=ref, step_ref=step)
    assert reason(refused) is Reason.CONSENT_MISSING


def test_half_the_money_does_not_order_a_step(alice: Context, case: CaseRecord) -> None:
    ref, (step,) = agreed(alice, case, NewStep(what="Cursus", cost_cents=900))
    paid_for(alice, ref, step, 899)
    with pytest.raises(RefusedError) as refused:
        step_orders.order_step(alice, ref=ref, step_ref=step)
    assert reason(refused) is Reason.MONEY_NOT_RESERVED
    assert balance().committed_cents == 0


def test_cancelling_gives_back_what_was_not_paid(alice: Context, case: CaseRecord) -> None:
    ref, (step,) = agreed(alice, case, NewStep(what="Cursus", cost_cents=900))
    paid_for(alice, ref, step, 900)
    step_orders.order_step(alice, ref=ref, step_ref=step)
    claim = ClaimRecord.objects.get().ref
    post(alice, Posting(Movement.PAY, "p-2026", 300, claim), key="pay")
    trajectory_steps.cancel_step(alice, ref=ref, step_ref=step)
    assert balance() == Balance(499_700, 0, 0, 300)
    assert TrajectoryStepRecord.objects.get(ref=step).state == "cancelled"


def test_steps_wait_in_line_and_never_in_a_circle(alice: Context, case: CaseRecord) -> None:
    ref = drafted(alice, case)
    add = trajectory_steps.add_step
    first = add(alice, ref=ref, step=NewStep(what="Eerst", **FREE))
    second = add(alice, ref=ref, step=NewStep(what="Dan", after=(first,), **FREE))
    again = NewStep(what="Eerst", after=(second,), **FREE)
    with pytest.raises(RefusedError) as refused:
        trajectory_steps.change_step(alice, ref=ref, step_ref=first, step=again)
    assert reason(refused) is Reason.STEPS_IN_CIRCLE
    trajectories.propose(alice, ref=ref)
    trajectories.agree(alice, ref=ref, how="Aan de balie")
    with pytest.raises(RefusedError) as refused:
        trajectory_steps.start_step(alice, ref=ref, step_ref=second)
    assert reason(refused) is Reason.EARLIER_STEP_FIRST
    trajectory_steps.cancel_step(alice, ref=ref, step_ref=first)
    trajectory_steps.start_step(alice, ref=ref, step_ref=second)


def test_steps_change_places(alice: Context, case: CaseRecord) -> None:
    ref = drafted(alice, case)
    refs = [
        trajectory_steps.add_step(alice, ref=ref, step=NewStep(what=what, **FREE)) for what in "abc"
    ]
    trajectory_steps.move_step(alice, ref=ref, step_ref=refs[2], up=True)
    trajectory_steps.move_step(alice, ref=ref, step_ref=refs[0], up=True)
    steps = TrajectoryStepRecord.objects.order_by("position")
    assert [one.what for one in steps] == ["a", "c", "b"]
    assert [one.position for one in steps] == [1, 2, 3]


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"what": " ", **FREE}, Reason.INVALID_INPUT),
        ({"what": "x" * 201, **FREE}, Reason.INVALID_INPUT),
        ({"what": "x"}, Reason.INVALID_INPUT),
        ({"what": "x", "cost_word": "zero"}, Reason.INVALID_INPUT),
        ({"what": "x", "cost_cents": 0}, Reason.AMOUNT_NOT_POSITIVE),
        ({"what": "x", "cost_cents": -1}, Reason.AMOUNT_NOT_POSITIVE),
        ({"what": "x", "cost_cents": 10**12}, Reason.INVALID_INPUT),
        ({"what": "x", "instrument": "bestaat-niet", **FREE}, Reason.INVALID_INPUT),
        ({"what": "x", "provider": "bestaat-niet", **FREE}, Reason.INVALID_INPUT),
        ({"what": "x", "after": ("ZZZ",), **FREE}, Reason.INVALID_INPUT),
        ({"what": "x", "level_before": 9, **FREE}, Reason.INVALID_INPUT),
        (
            {"what": "x", "starts_on": TODAY, "ends_on": TODAY - timedelta(1), **FREE},
            Reason.INVALID_INPUT,
        ),
    ],
)
def test_an_impossible_step_is_refused_and_nothing_is_kept(
    alice: Context, case: CaseRecord, wrong: dict[str, Any], expected: Reason
) -> None:
    ref = drafted(alice, case)
    with pytest.raises(RefusedError) as refused:
        trajectory_steps.add_step(alice, ref=ref, step=NewStep(**wrong))
    assert reason(refused) is expected
    assert not TrajectoryStepRecord.objects.exists()


def test_a_changed_plan_is_laid_before_the_person_again(alice: Context, case: CaseRecord) -> None:
    ref = drafted(alice, case)
    trajectory_steps.add_step(alice, ref=ref, step=NewStep(what="a", **FREE))
    trajectories.propose(alice, ref=ref)
    trajectory_steps.add_step(alice, ref=ref, step=NewStep(what="b", **FREE))
    with pytest.raises(RefusedError) as refused:
        trajectories.agree(resident(case), ref=ref)
    assert reason(refused) is Reason.TRAJECTORY_NOT_IN_STATE


def test_charlie_and_another_resident_find_nothing(cast: Cast, case: CaseRecord) -> None:
    ref = drafted(cast.alice.context, case)
    stranger = Context(kind=ActorKind.RESIDENT, now=NOW, resident_id=999_999)
    for who in (cast.charlie.context, stranger):
        with pytest.raises(RefusedError) as refused:
            trajectories.comment(who, ref=ref, text="Hallo")
        assert reason(refused) is Reason.NOT_FOUND


def test_a_trajectory_does_not_end_with_a_step_open(alice: Context, case: CaseRecord) -> None:
    ref, (one, two) = agreed(alice, case, NewStep(what="a", **FREE), NewStep(what="b", **FREE))
    trajectory_steps.start_step(alice, ref=ref, step_ref=one)
    with pytest.raises(RefusedError) as refused:
        trajectories.finish(alice, ref=ref, outcome="work", level_end=6)
    assert reason(refused) is Reason.OPEN_STEPS
    with pytest.raises(RefusedError) as refused:
        trajectories.stop(alice, ref=ref, outcome="illness")
    assert reason(refused) is Reason.OPEN_STEPS
    trajectory_steps.finish_step(alice, ref=ref, step_ref=one, result=StepResult(result="partly"))
    with pytest.raises(RefusedError) as refused:
        trajectories.finish(alice, ref=ref, outcome="nonsense", level_end=6)
    assert reason(refused) is Reason.OUTCOME_NEEDED
    trajectories.stop(alice, ref=ref, outcome="illness")
    assert TrajectoryStepRecord.objects.get(ref=two).state == "cancelled"


def test_stopping_gives_back_what_was_only_reserved(alice: Context, case: CaseRecord) -> None:
    ref, (one, two) = agreed(
        alice,
        case,
        NewStep(what="Cursus", cost_cents=700, provider="uwv"),
        NewStep(what="Coach", cost_cents=500),
    )
    paid_for(alice, ref, one, 700)
    paid_for(alice, ref, two, 500)
    step_orders.order_step(alice, ref=ref, step_ref=one)
    trajectory_steps.start_step(alice, ref=ref, step_ref=one)
    trajectory_steps.finish_step(alice, ref=ref, step_ref=one, result=StepResult(result="partly"))
    assert balance().reserved_cents == 500
    trajectories.stop(alice, ref=ref, outcome="illness")
    assert balance().reserved_cents == 0
    assert balance().committed_cents == 700
    told = json.loads(JournalRecord.objects.get(name="TrajectoryStopped", kind="act").payload)
    assert [row[3] for row in told["postings"]] == [500]


def test_stopping_ends_the_question_to_the_owners(alice: Context, case: CaseRecord) -> None:
    ref, (_one,) = agreed(alice, case, NewStep(what="Cursus", cost_cents=700))
    mix = MixRecord.objects.create(
        ref="MIX9", trajectory=TrajectoryRecord.objects.get(ref=ref), state="asked",
        total_cents=700, legality="Mag.", effectiveness="Helpt.", chosen_at=NOW,
        answer_due_on=TODAY,
    )  # fmt: skip
    trajectories.stop(alice, ref=ref, outcome="illness")
    mix.refresh_from_db()
    assert mix.state == "replaced"


def test_a_provider_hears_that_an_order_is_cancelled(alice: Context, case: CaseRecord) -> None:
    OrganisationRecord.objects.filter(code="uwv").update(contact_email="info@example.nl")
    ref, (one, two) = agreed(
        alice,
        case,
        NewStep(what="Cursus", cost_cents=700, provider="uwv"),
        NewStep(what="Gesprek", provider="uwv", **FREE),
    )
    paid_for(alice, ref, one, 700)
    step_orders.order_step(alice, ref=ref, step_ref=one)
    trajectory_steps.cancel_step(alice, ref=ref, step_ref=one)
    trajectory_steps.cancel_step(alice, ref=ref, step_ref=two)
    (mail,) = OutboxRecord.objects.filter(kind="step_cancelled")
    assert one in mail.body
    assert "Dagmar" not in mail.body


# ---- the trajectory travels ----


def moved(alice: Context, case: CaseRecord) -> str:
    """Let Dagmar move to Haarlem; returns who is finally responsible then."""
    change = Move(changed="municipality", to_value="haarlem", start_date=TODAY)
    cases.move(alice, ref=case.ref, move=change)
    return str(CaseRecord.objects.get(ref=case.ref).finally_responsible_id)


def test_after_a_move_somebody_must_agree_to_pay_on(alice: Context, case: CaseRecord) -> None:
    ref, (step,) = agreed(alice, case, NewStep(what="Cursus", cost_cents=900))
    payer = TrajectoryRecord.objects.get(ref=ref).payer_id
    paid_for(alice, ref, step, 900)
    now = moved(alice, case)
    assert now != payer
    with pytest.raises(RefusedError) as refused:
        step_orders.order_step(alice, ref=ref, step_ref=step)
    assert reason(refused) is Reason.AGREEMENT_NEEDED
    asked = continuity.ask(alice, ref=ref, kind="moves", reason="Verhuisd")
    with pytest.raises(RefusedError) as refused:
        continuity.ask(alice, ref=ref, kind="stays", reason="Of toch")
    assert reason(refused) is Reason.CHANGED_MEANWHILE
    owner = hire("Bianca Proefpersoon", now, Role.BUDGET_OWNER).context
    other = hire("Bert Proefpersoon", "uwv", Role.BUDGET_OWNER).context
    assert [one.cents_left for one in continuity.inbox(owner)] == [900]
    assert continuity.inbox(other) == ()
    with pytest.raises(RefusedError) as refused:
        continuity.answer(other, agreement=asked, yes=True)
    assert reason(refused) is Reason.NOT_FOUND
    with pytest.raises(RefusedError) as refused:
        continuity.answer(owner, agreement=asked, yes=False)
    assert reason(refused) is Reason.REASON_NEEDED
    continuity.answer(owner, agreement=asked, yes=True)
    assert TrajectoryRecord.objects.get(ref=ref).payer_id == now
    before = balance()
    step_orders.order_step(alice, ref=ref, step_ref=step)
    assert before.reserved_cents == balance().committed_cents == 900
    with pytest.raises(RefusedError) as refused:
        continuity.answer(owner, agreement=asked, yes=True)
    assert reason(refused) is Reason.CONSENT_ANSWERED


def test_the_payer_until_now_can_go_on(alice: Context, case: CaseRecord) -> None:
    ref, (step,) = agreed(alice, case, NewStep(what="Gesprek", cost_cents=900))
    payer = TrajectoryRecord.objects.get(ref=ref).payer_id
    paid_for(alice, ref, step, 900)
    moved(alice, case)
    asked = continuity.ask(alice, ref=ref, kind="stays", reason="Bijna klaar")
    owner = hire("Bianca Proefpersoon", payer, Role.BUDGET_OWNER).context
    continuity.answer(owner, agreement=asked, yes=True)
    step_orders.order_step(alice, ref=ref, step_ref=step)
    assert TrajectoryRecord.objects.get(ref=ref).payer_id == payer


def test_money_that_does_not_go_along_does_not_follow(alice: Context, case: CaseRecord) -> None:
    ref, (step,) = agreed(alice, case, NewStep(what="Gesprek", cost_cents=900))
    paid_for(alice, ref, step, 900)
    moved(alice, case)
    with pytest.raises(RefusedError) as refused:
        continuity.ask(alice, ref=ref, kind="follows", reason="Ontschot")
    assert reason(refused) is Reason.AGREEMENT_NEEDED
