"""Moves money between the accounts of budgets and claims, inside the caller's act."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from voordeur.domain.funding.ledger import MOVES, Account, Balance, Posting, may_move
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.records.money.models import BudgetRecord, ClaimRecord, CostRecord, LedgerEntryRecord
from voordeur.records.references import new_reference
from voordeur.services.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class PurseLine:
    """One budget with what stands in its accounts."""

    code: str
    source: str
    owner: str
    cashier: str
    start: date
    end: date
    balance: Balance


def post(
    context: Context, act_day: date, postings: Iterable[Posting], *, decision: str, key: str
) -> list[list[object]]:
    """Write movements inside the caller's act; returns plain rows for its event.

    Raises ``RefusedError``: OUTSIDE_PERIOD, AMOUNT_NOT_POSITIVE, or the reason of what is short.
    """
    found = list(postings)
    codes = sorted({one.budget for one in found})
    budgets = {
        row.code: row
        for row in BudgetRecord.objects.select_for_update(no_key=True)
        .filter(code__in=codes)
        .order_by("code")
    }
    claims = {
        row.ref: row
        for row in ClaimRecord.objects.select_for_update(no_key=True)
        .filter(ref__in={one.claim for one in found if one.claim})
        .select_related(None)
        .order_by("id")
    }
    for number, one in enumerate(found):
        budget = budgets[one.budget]
        claim = claims.get(one.claim)
        if not budget.start_date <= act_day < budget.end_date:
            raise RefusedError(Refusal(Reason.OUTSIDE_PERIOD, {"budget": budget.code}))
        require(may_move(_balance(budget), one.movement, one.amount_cents))
        leaves, reaches = MOVES[one.movement]
        LedgerEntryRecord.objects.create(
            budget=budget,
            claim=claim,
            movement=one.movement.value,
            from_account=leaves.value,
            to_account=reaches.value,
            amount_cents=one.amount_cents,
            day=act_day,
            key=f"{key}:{number}",
            decision=decision,
            made_at=context.now,
            made_by_id=context.account_id,
        )
        _move(budget, claim, one)
    return [[one.movement.value, one.budget, one.claim, one.amount_cents] for one in found]


def open_cost(
    context: Context,
    *,
    what: str,
    amount_cents: int,
    due_on: date,
    step_id: int | None = None,
    project: str = "",
) -> CostRecord:
    """Write down that something costs money."""
    return CostRecord.objects.create(
        ref=new_reference(),
        step_id=step_id,
        project=project,
        what=what,
        amount_cents=amount_cents,
        due_on=due_on,
        made_at=context.now,
    )


def open_claim(
    context: Context, cost: CostRecord, budget_code: str, *, decision: str
) -> ClaimRecord:
    """Return the claim of a budget on a cost, made when it is not there yet."""
    budget = BudgetRecord.objects.get(code=budget_code)
    row, _made = ClaimRecord.objects.get_or_create(
        cost=cost,
        budget=budget,
        defaults={"ref": new_reference(), "decision": decision, "made_at": context.now},
    )
    return row


def _balance(budget: BudgetRecord) -> Balance:
    return Balance(
        available_cents=budget.available_cents,
        reserved_cents=budget.reserved_cents,
        committed_cents=budget.committed_cents,
        paid_cents=budget.paid_cents,
    )


def _move(budget: BudgetRecord, claim: ClaimRecord | None, one: Posting) -> None:
    leaves, reaches = MOVES[one.movement]
    for row in (budget, claim):
        if row is None:
            continue
        for account, sign in ((leaves, -1), (reaches, 1)):
            name = f"{account.value}_cents"
            if account is Account.OUTSIDE or not hasattr(row, name):
                continue
            setattr(row, name, getattr(row, name) + sign * one.amount_cents)
        if isinstance(row, BudgetRecord):
            row.allotted_cents = _balance(row).allotted_cents
        row.save()
    if claim is not None:
        cost = CostRecord.objects.get(pk=claim.cost_id)
        rows = ClaimRecord.objects.filter(cost=cost)
        cost.claimed_cents = sum(c.reserved_cents + c.committed_cents + c.paid_cents for c in rows)
        cost.save()
