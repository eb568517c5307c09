"""Withdrawals from the regional reserve: only on a decision, and never more than it says."""

from dataclasses import dataclass
from datetime import date

from voordeur.domain.kernel.refusal import Verdict
from voordeur.services.context import Context


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
    raise NotImplementedError


def reserve_page(context: Context) -> ReservePage:
    """Return proposals on the reserve and what was withdrawn, newest first."""
    raise NotImplementedError
