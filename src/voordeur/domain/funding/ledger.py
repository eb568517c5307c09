"""The ledger: every movement of money goes from one account of a budget to another, in cents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict


class Account(StrEnum):
    """Where money of a budget stands."""

    OUTSIDE = "outside"
    AVAILABLE = "available"
    RESERVED = "reserved"
    COMMITTED = "committed"
    PAID = "paid"


class Movement(StrEnum):
    """What moves money, always from one account to one other: see :data:`MOVES`."""

    ALLOT = "allot"
    CUT = "cut"
    RESERVE = "reserve"
    RELEASE = "release"
    COMMIT = "commit"
    UNCOMMIT = "uncommit"
    PAY = "pay"
    RETURN = "return"


MOVES: Mapping[Movement, tuple[Account, Account]] = {
    Movement.ALLOT: (Account.OUTSIDE, Account.AVAILABLE),
    Movement.CUT: (Account.AVAILABLE, Account.OUTSIDE),
    Movement.RESERVE: (Account.AVAILABLE, Account.RESERVED),
    Movement.RELEASE: (Account.RESERVED, Account.AVAILABLE),
    Movement.COMMIT: (Account.RESERVED, Account.COMMITTED),
    Movement.UNCOMMIT: (Account.COMMITTED, Account.AVAILABLE),
    Movement.PAY: (Account.COMMITTED, Account.PAID),
    Movement.RETURN: (Account.PAID, Account.AVAILABLE),
}
"""Per movement the account it leaves and the account it reaches."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One movement: ``budget`` and ``claim`` are references; ``claim`` is empty for allotments."""

    movement: Movement
    budget: str
    amount_cents: int
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """What stands in the accounts of one budget or claim, in cents."""

    available_cents: int = 0
    reserved_cents: int = 0
    committed_cents: int = 0
    paid_cents: int = 0

    @property
    def allotted_cents(self) -> int:
        """Everything the budget holds or has paid."""
        return self.available_cents + self.reserved_cents + self.committed_cents + self.paid_cents

    def of(self, account: Account) -> int:
        """Return what stands in ``account``; outside there is no end."""
        return 0 if account is Account.OUTSIDE else int(getattr(self, f"{account}_cents"))

    def moved(self, movement: Movement, amount_cents: int) -> "Balance":
        """Return the balance after a movement; judge it first with :func:`may_move`."""
        leaves, reaches = MOVES[movement]
        changed = {
            f"{account}_cents": self.of(account) + sign * amount_cents
            for account, sign in ((leaves, -1), (reaches, 1))
            if account is not Account.OUTSIDE
        }
        return replace(self, **changed)


SHORT: Mapping[Account, Reason] = {
    Account.AVAILABLE: Reason.OVER_COMMITTED,
    Account.RESERVED: Reason.MONEY_NOT_RESERVED,
    Account.COMMITTED: Reason.ABOVE_COMMITTED,
    Account.PAID: Reason.NOTHING_TO_RETURN,
}
"""Per account the reason when a movement asks more than stands in it."""


def may_move(balance: Balance, movement: Movement, amount_cents: int) -> Verdict:
    """Judge one movement on what stands in the account it leaves.

    Refuses with AMOUNT_NOT_POSITIVE, or the reason of :data:`SHORT`.
    """
    if amount_cents <= 0:
        return Refusal(Reason.AMOUNT_NOT_POSITIVE)
    leaves, _reaches = MOVES[movement]
    if leaves is Account.OUTSIDE or balance.of(leaves) >= amount_cents:
        return ALLOWED
    facts = {"left_cents": str(balance.of(leaves)), "asked_cents": str(amount_cents)}
    return Refusal(SHORT[leaves], facts)


def balance_after(postings: Iterable[Posting], start: Balance | None = None) -> Balance:
    """Add up postings of one budget; raises ``AssertionError`` when one was not possible."""
    balance = start or Balance()
    for one in postings:
        assert may_move(balance, one.movement, one.amount_cents), one
        balance = balance.moved(one.movement, one.amount_cents)
    return balance
