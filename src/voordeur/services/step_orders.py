"""Ordering a step: the money behind it is committed, and the provider gets a letter."""

from voordeur.domain.funding.ledger import Movement, Posting
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.trajectories.lifecycle import StepState, TrajectoryState, may_order
from voordeur.records.funding.models import MixRecord
from voordeur.records.money.models import ClaimRecord, CostRecord
from voordeur.records.trajectories.models import TrajectoryRecord, TrajectoryStepRecord
from voordeur.services import continuity, ledger
from voordeur.services.acts import Act, acting
from voordeur.services.context import Context
from voordeur.services.step_letters import tell_ordered
from voordeur.services.trajectories import begin, facts_of, locked, record_event, step_facts
from voordeur.services.trajectory_steps import step_of, write_step

AGREED = "agreed"


def order_step(context: Context, *, ref: str, step_ref: str) -> None:
    """Order a step at its provider: commits what is reserved for it, to the cent.

    Raises ``RefusedError``: PERSON_NOT_AGREED, CONSENT_MISSING while an owner has not said yes,
    EARLIER_STEP_FIRST, AGREEMENT_NEEDED when it is not clear who pays on, MONEY_NOT_RESERVED when
    the reserved parts do not add up to the cost, NO_PLACES_LEFT.
    """
    with acting(context) as act:
        row = locked(context, ref)
        step = step_of(row, step_ref)
        order_within(context, act, row, step)


def order_within(
    context: Context, act: Act, row: TrajectoryRecord, step: TrajectoryStepRecord
) -> None:
    """Order a locked step inside an act; see :func:`order_step`."""
    agreed = MixRecord.objects.filter(trajectory=row, state=AGREED).exists()
    payer = continuity.payer_settled(row)
    state, facts = TrajectoryState(row.state), facts_of(row)
    require(may_order(state, step_facts(step), facts, money_agreed=agreed, payer=payer))
    postings = _commit(context, step)
    begin(row)
    write_step(step, state=StepState.ORDERED.value, ordered_on=context.today)
    tell_ordered(act, row, step)
    record_event(
        act,
        "StepOrdered",
        row,
        step=step.ref,
        instrument=step.instrument,
        provider=step.provider_id or "",
        cost_cents=step.cost_cents,
        paid_by=_owners(step),
        postings=postings,
    )


def _owners(step: TrajectoryStepRecord) -> list[str]:
    """Return the organisations whose money pays for a step."""
    claims = ClaimRecord.objects.filter(cost__step=step, committed_cents__gt=0)
    return sorted(set(claims.order_by().values_list("budget__owner", flat=True)))


def _commit(context: Context, step: TrajectoryStepRecord) -> ledger.TOLD:
    if step.cost_cents is None:
        return []
    cost = CostRecord.objects.filter(step=step).first()
    claims = ledger.claims_of_cost(cost.pk) if cost else ()
    postings = [
        Posting(Movement.COMMIT, one.budget, one.balance.reserved_cents, one.ref)
        for one in claims
        if one.balance.reserved_cents
    ]
    reserved = sum(one.amount_cents for one in postings)
    if reserved != step.cost_cents:
        facts = {"left_cents": str(reserved), "asked_cents": str(step.cost_cents)}
        raise RefusedError(Refusal(Reason.MONEY_NOT_RESERVED, facts))
    key = f"order:{step.ref}:{step.version}"
    return ledger.post(context, postings=postings, decision=step.ref, key=key)
