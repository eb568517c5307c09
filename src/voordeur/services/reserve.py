"""Withdrawals from the regional reserve: only on a decision, and never more than it says."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from voordeur.domain.governance.proposals import ProposalState
from voordeur.domain.governance.reserve import ReserveFacts, may_withdraw
from voordeur.domain.governance.routes import RESERVE
from voordeur.domain.governance.words import STATES
from voordeur.domain.kernel.refusal import Verdict, require
from voordeur.records.governance.models import ProposalRecord, ReserveWithdrawalRecord
from voordeur.records.references import new_reference
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.offices import CONTROLLER, may_by_office
from voordeur.services.register import require_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWithdrawal:
    """An amount in cents to take out of the reserve on the decision over a proposal."""

    proposal: str
    amount_cents: int
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalLine:
    """A withdrawal: when, how much, what for, and on which decision."""

    ref: str
    day: date
    amount_cents: int
    purpose: str
    proposal: str
    proposal_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedAmount:
    """A proposal on the reserve: what was asked, taken and left; ``may_withdraw`` or why not."""

    proposal: str
    title: str
    state_label: str
    decided_on: date | None
    amount_cents: int
    withdrawn_cents: int
    may_withdraw: Verdict

    @property
    def left_cents(self) -> int:
        """What can still be withdrawn once it is decided."""
        return self.amount_cents - self.withdrawn_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservePage:
    """Everything decided on and taken out of the reserve; there is no opening balance."""

    proposals: tuple[DecidedAmount, ...]
    withdrawals: tuple[WithdrawalLine, ...]
    may_write: Verdict


def withdraw(context: Context, *, withdrawal: NewWithdrawal) -> str:
    """Take an amount out of the reserve; returns the reference of the withdrawal.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, DECISION_NEEDED without a decision by the
    proper route, ABOVE_DECISION, REASON_NEEDED without a purpose.
    """
    require(may_by_office(context, CONTROLLER))
    with acting(context) as act:
        rows = ProposalRecord.objects.select_for_update(no_key=True)
        proposal = rows.filter(ref=withdrawal.proposal).first()
        facts = _facts(proposal, _taken(proposal)) if proposal is not None else None
        asked = withdrawal.amount_cents
        require(may_withdraw(facts, amount_cents=asked, purpose=withdrawal.purpose))
        assert proposal is not None
        row = ReserveWithdrawalRecord.objects.create(
            ref=new_reference(),
            proposal=proposal,
            amount_cents=asked,
            purpose=withdrawal.purpose.strip(),
            day=context.today,
            organisation=context.organisation,
            withdrawn_at=context.now,
            withdrawn_by_id=context.account_id,
        )
        told = {"withdrawal": row.ref, "proposal": withdrawal.proposal, "amount_cents": asked}
        act.record("ReserveWithdrawn", payload=told)
    return row.ref


def reserve_page(context: Context) -> ReservePage:
    """Return proposals on the reserve and what was withdrawn, newest first (two queries)."""
    require_reader(context)
    office = may_by_office(context, CONTROLLER)
    rows = ProposalRecord.objects.filter(route=RESERVE).annotate(
        taken=Sum("withdrawals__amount_cents", default=0)
    )
    withdrawals = ReserveWithdrawalRecord.objects.select_related("proposal").order_by("-id")
    return ReservePage(
        proposals=tuple(_decided(context, office, row, row.taken) for row in rows.order_by("-id")),
        withdrawals=tuple(
            WithdrawalLine(
                ref=one.ref,
                day=one.day,
                amount_cents=one.amount_cents,
                purpose=one.purpose,
                proposal=one.proposal.ref,
                proposal_title=one.proposal.title,
            )
            for one in withdrawals
        ),
        may_write=office,
    )


def _taken(proposal: ProposalRecord) -> int:
    rows = ReserveWithdrawalRecord.objects.filter(proposal=proposal)
    return int(rows.aggregate(taken=Sum("amount_cents", default=0))["taken"])


def _facts(row: ProposalRecord, taken: int) -> ReserveFacts:
    return ReserveFacts(row.route, ProposalState(row.state), row.amount_cents or 0, taken)


def _decided(context: Context, office: Verdict, row: ProposalRecord, taken: int) -> DecidedAmount:
    state = ProposalState(row.state)
    least = may_withdraw(_facts(row, taken), amount_cents=1, purpose="?")
    return DecidedAmount(
        proposal=row.ref,
        title=row.title,
        state_label=STATES[state].in_language(context.language),
        decided_on=row.settled_on if state is ProposalState.DECIDED else None,
        amount_cents=row.amount_cents or 0,
        withdrawn_cents=taken,
        may_withdraw=office and least,
    )
