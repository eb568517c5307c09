"""The ledger: the one place through which money moves, with what the database then holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError
from django.db.models import Sum

from voordeur.domain.funding.ledger import (
    MOVES,
    Balance,
    Movement,
    Posting,
    may_move,
)
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.records.governance.models import ReserveWithdrawalRecord
from voordeur.records.money.models import (
    BudgetRecord,
    ClaimRecord,
    CostRecord,
    LedgerEntryRecord,
)
from voordeur.records.references import new_reference
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.earmarks import within_earmark
from voordeur.services.offices import CONTROLLER, may_by_office

TOLD = list[list[str | int]]
"""Postings as an event carries them: movement, budget, claim, cents."""
RESERVE, NATIONAL = "reserve", "national"
MAY_NOT_PAY = (RESERVE, NATIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class PurseLine:
    """A budget and what stands in its accounts, in cents; ``end_date`` is the first day after."""

    code: str
    source: str
    sort: str
    owner: str
    cashier: str
    start_date: date
    end_date: date
    balance: Balance


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """The part of a cost one budget pays, and how far that is."""

    ref: str
    budget: str
    source: str
    owner: str
    balance: Balance


@dataclass(frozen=True, slots=True, kw_only=True)
class Allotment:
    """An amount for a budget; ``decision`` says by which decision or document.

    ``withdrawal`` is the reference of a withdrawal when the money comes out of the reserve.
    """

    budget: str
    amount_cents: int
    decision: str
    withdrawal: str = ""


def post(
    context: Context, *, postings: Iterable[Posting], decision: str, key: str, withdrawal: str = ""
) -> TOLD:
    """Move money, inside an act of the caller; returns what its event must carry as "postings".

    Budgets are locked in the order of their codes. ``key`` names the effect: the same key moves
    money once. Raises ``RefusedError``: the reasons of :func:`may_move`, OUTSIDE_PERIOD,
    CLAIMED_TWICE, SOURCE_CANNOT_PAY, DECISION_NEEDED, CHANGED_MEANWHILE when the key was used.
    """
    asked = list(postings)
    budgets = _locked({one.budget for one in asked})
    claims = _claims({one.claim for one in asked if one.claim})
    taken = _withdrawal(withdrawal)
    for number, one in enumerate(asked):
        _judge(budgets[one.budget], claims.get(one.claim), one, taken)
        leaves, reaches = MOVES[one.movement]
        entry = LedgerEntryRecord(
            budget=budgets[one.budget],
            claim=claims.get(one.claim),
            movement=one.movement.value,
            from_account=leaves.value,
            to_account=reaches.value,
            amount_cents=one.amount_cents,
            day=context.today,
            key=f"{key}:{number}",
            decision=decision,
            withdrawal=taken if one.movement in {Movement.CUT, Movement.ALLOT} else None,
            made_at=context.now,
            made_by_id=context.account_id,
        )
        _write(entry)
        _reread(entry)
    return [[one.movement.value, one.budget, one.claim, one.amount_cents] for one in asked]


def open_cost(
    context: Context,
    *,
    what: str,
    amount_cents: int,
    due_on: date,
    step_id: int | None = None,
    project: str = "",
) -> CostRecord:
    """Return the cost of a step, or a new cost of a project, inside an act of the caller.

    The amount and the day of a step's cost follow the step as long as nothing is claimed. Raises
    ``RefusedError`` (AMOUNT_NOT_POSITIVE, ABOVE_CEILING when more is claimed than it would cost).
    """
    if amount_cents <= 0:
        raise RefusedError(Refusal(Reason.AMOUNT_NOT_POSITIVE))
    found = CostRecord.objects.filter(step_id=step_id).first() if step_id is not None else None
    if found is None:
        return CostRecord.objects.create(
            ref=new_reference(),
            step_id=step_id,
            project=project,
            what=what,
            amount_cents=amount_cents,
            due_on=due_on,
            made_at=context.now,
        )
    if found.claimed_cents > amount_cents:
        raise RefusedError(Refusal(Reason.CLAIMED_TWICE, {"left_cents": str(found.claimed_cents)}))
    day = found.due_on if found.claimed_cents else due_on
    if (found.amount_cents, found.due_on) != (amount_cents, day):
        CostRecord.objects.filter(pk=found.pk).update(amount_cents=amount_cents, due_on=day)
        found.refresh_from_db()
    return found


def open_claim(context: Context, cost: CostRecord, budget: str, *, decision: str) -> ClaimRecord:
    """Return the claim of a budget on a cost, made when it is not there yet.

    Raises ``RefusedError``: NOT_FOUND without such a budget, SOURCE_CANNOT_PAY for a reserve or a
    national package, OUTSIDE_EARMARK when the money is meant for something or somebody else.
    """
    purse = BudgetRecord.objects.filter(code=budget).first()
    if purse is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    if purse.sort in MAY_NOT_PAY:
        raise RefusedError(Refusal(Reason.SOURCE_CANNOT_PAY, {"budget": budget}))
    require(within_earmark(context, purse, cost))
    found = ClaimRecord.objects.filter(cost=cost, budget=purse).first()
    if found is not None:
        return found
    return ClaimRecord.objects.create(
        ref=new_reference(), cost=cost, budget=purse, decision=decision, made_at=context.now
    )


def budgets_on(day: date | None = None) -> tuple[PurseLine, ...]:
    """Return the budgets of a day, or all of them, by code (one query)."""
    rows = BudgetRecord.objects.select_related("owner", "cashier").order_by("code")
    if day is not None:
        rows = rows.filter(start_date__lte=day, end_date__gt=day)
    return tuple(
        PurseLine(
            code=row.code,
            source=row.source,
            sort=row.sort,
            owner=row.owner.code,
            cashier=row.cashier.code if row.cashier else "",
            start_date=row.start_date,
            end_date=row.end_date,
            balance=balance_of(row),
        )
        for row in rows
    )


def claims_of_cost(cost_id: int) -> tuple[ClaimLine, ...]:
    """Return who pays which part of a cost, in the order in which it was claimed (one query)."""
    rows = ClaimRecord.objects.filter(cost_id=cost_id).select_related("budget__owner")
    return tuple(
        ClaimLine(
            ref=row.ref,
            budget=row.budget.code,
            source=row.budget.source,
            owner=row.budget.owner.code,
            balance=claimed(row),
        )
        for row in rows.order_by("id")
    )


def allot(context: Context, *, allotment: Allotment) -> None:
    """Give a budget money. Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, REASON_NEEDED, …."""
    _allotted(context, allotment, Movement.ALLOT, "BudgetAllotted")


def cut(context: Context, *, allotment: Allotment) -> None:
    """Take free money out of a budget; out of the reserve only with a withdrawal.

    Raises ``RefusedError``: OVER_COMMITTED above what is free, DECISION_NEEDED, ABOVE_DECISION.
    """
    _allotted(context, allotment, Movement.CUT, "BudgetCut")


def return_money(context: Context, *, claim: str, amount_cents: int, reason: str) -> None:
    """Bring paid money back to its budget, such as after a credit note; for the controller.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, NOT_FOUND, REASON_NEEDED, AMOUNT_NOT_POSITIVE, and
    NOTHING_TO_RETURN (with what was paid) when more would come back than was paid.
    """
    require(may_by_office(context, CONTROLLER))
    if not reason.strip():
        raise RefusedError(Refusal(Reason.REASON_NEEDED))
    with acting(context) as act:
        row = ClaimRecord.objects.select_related("budget").filter(ref=claim).first()
        if row is None:
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        told = post(
            context,
            postings=[Posting(Movement.RETURN, row.budget.code, amount_cents, claim)],
            decision=reason.strip()[:60],
            key=f"return:{new_reference()}",
        )
        act.record("MoneyReturned", payload={"claim": claim, "postings": told})


def balance_of(row: BudgetRecord) -> Balance:
    """Return what stands in the accounts of a budget."""
    return Balance(row.available_cents, row.reserved_cents, row.committed_cents, row.paid_cents)


def claimed(row: ClaimRecord) -> Balance:
    """Return what stands in the accounts of a claim."""
    return Balance(0, row.reserved_cents, row.committed_cents, row.paid_cents)


def _allotted(context: Context, allotment: Allotment, movement: Movement, event: str) -> None:
    require(may_by_office(context, CONTROLLER))
    if not allotment.decision.strip():
        raise RefusedError(Refusal(Reason.REASON_NEEDED))
    with acting(context) as act:
        told = post(
            context,
            postings=[Posting(movement, allotment.budget, allotment.amount_cents)],
            decision=allotment.decision.strip()[:60],
            key=f"{movement.value}:{new_reference()}",
            withdrawal=allotment.withdrawal,
        )
        act.record(event, payload={"budget": allotment.budget, "postings": told})


def _locked(codes: set[str]) -> dict[str, BudgetRecord]:
    rows = BudgetRecord.objects.select_for_update(no_key=True).filter(code__in=codes)
    found = {row.code: row for row in rows.order_by("code")}
    if len(found) != len(codes):
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return found


def _claims(refs: set[str]) -> dict[str, ClaimRecord]:
    rows = ClaimRecord.objects.select_for_update(no_key=True, of=("self",)).filter(ref__in=refs)
    return {row.ref: row for row in rows.select_related("cost").order_by("id")}


def _withdrawal(ref: str) -> ReserveWithdrawalRecord | None:
    if not ref:
        return None
    found = ReserveWithdrawalRecord.objects.select_for_update(no_key=True).filter(ref=ref).first()
    if found is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return found


def _judge(
    budget: BudgetRecord,
    claim: ClaimRecord | None,
    one: Posting,
    taken: ReserveWithdrawalRecord | None,
) -> None:
    require(may_move(balance_of(budget), one.movement, one.amount_cents))
    if one.movement is Movement.CUT and budget.sort == RESERVE:
        _judge_withdrawal(one, taken)
    if claim is None:
        return
    if one.movement is Movement.RESERVE:
        _judge_reserving(budget, claim, one)
    else:
        require(may_move(claimed(claim), one.movement, one.amount_cents))


def _judge_reserving(budget: BudgetRecord, claim: ClaimRecord, one: Posting) -> None:
    cost = claim.cost
    if not budget.start_date <= cost.due_on < budget.end_date:
        raise RefusedError(Refusal(Reason.OUTSIDE_PERIOD, {"day": cost.due_on.isoformat()}))
    left = cost.amount_cents - cost.claimed_cents
    if one.amount_cents > left:
        facts = {"left_cents": str(left), "asked_cents": str(one.amount_cents)}
        covered = ", ".join(
            cost.claims.exclude(reserved_cents=0, committed_cents=0, paid_cents=0)
            .order_by("pk")
            .values_list("budget__code", flat=True)
        )
        raise RefusedError(Refusal(Reason.CLAIMED_TWICE, {**facts, "covered_by": covered}))


def _judge_withdrawal(one: Posting, taken: ReserveWithdrawalRecord | None) -> None:
    if taken is None:
        raise RefusedError(Refusal(Reason.DECISION_NEEDED))
    cuts = LedgerEntryRecord.objects.filter(withdrawal=taken, movement=Movement.CUT.value)
    gone = cuts.aggregate(cents=Sum("amount_cents", default=0))["cents"]
    if gone + one.amount_cents > taken.amount_cents:
        raise RefusedError(Refusal(Reason.ABOVE_DECISION))


def _write(entry: LedgerEntryRecord) -> None:
    if LedgerEntryRecord.objects.filter(key=entry.key).exists():
        raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))
    try:
        entry.save(force_insert=True)
    except IntegrityError as wall:
        raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE)) from wall


def _reread(entry: LedgerEntryRecord) -> None:
    """Read again what the database moved along with the entry."""
    entry.budget.refresh_from_db()
    if entry.claim is not None:
        entry.claim.refresh_from_db()
        entry.claim.cost.refresh_from_db()
