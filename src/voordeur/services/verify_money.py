"""Replays the movements of money in the log and compares them with budgets and claims."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from voordeur.domain.funding.ledger import Balance, Movement, Posting, may_move
from voordeur.records.money.models import BudgetRecord, ClaimRecord
from voordeur.services import ledger
from voordeur.services.audit import LoggedLine


@dataclass
class MoneyReplay:
    """What the log says stands in every budget and claim."""

    budgets: dict[str, Balance] = field(default_factory=dict)
    claims: dict[str, Balance] = field(default_factory=dict)
    impossible: list[str] = field(default_factory=list)
    """Movements that were not possible when the log says they happened."""

    def take(self, line: LoggedLine) -> None:
        """Take one line of the log in, when it moved money."""
        for one in _postings(line.payload.get("postings")):
            held = self.budgets.get(one.budget, Balance())
            if not may_move(held, one.movement, one.amount_cents):
                self.impossible.append(f"{one.movement.value} of {one.budget}")
                continue
            self.budgets[one.budget] = held.moved(one.movement, one.amount_cents)
            if one.claim:
                before = self.claims.get(one.claim, Balance())
                self.claims[one.claim] = before.moved(one.movement, one.amount_cents)

    def differences(self) -> Iterator[tuple[str, str, str]]:
        """Yield what is not as the log says: what, expected and found (two queries)."""
        for said in self.impossible:
            yield f"movement {said}", "enough money before it", "too little"
        for row in BudgetRecord.objects.order_by("code"):
            expected = self.budgets.pop(row.code, Balance())
            found = ledger.balance_of(row)
            if found != expected:
                yield f"budget {row.code}", _said(expected), _said(found)
        for claim in ClaimRecord.objects.order_by("ref"):
            expected = self.claims.pop(claim.ref, Balance())
            # what a claim reserved came out of its budget, never out of itself
            without = Balance(
                0, expected.reserved_cents, expected.committed_cents, expected.paid_cents
            )
            if ledger.claimed(claim) != without:
                yield f"claim {claim.ref}", _said(without), _said(ledger.claimed(claim))
        for code in sorted({*self.budgets, *self.claims}):
            yield f"budget or claim {code}", "that it exists", "nothing"


def _postings(told: object) -> Iterator[Posting]:
    for one in told if isinstance(told, list) else ():
        movement, budget, claim, cents = one
        yield Posting(Movement(movement), str(budget), int(cents), str(claim))


def _said(balance: Balance) -> str:
    return (
        f"{balance.available_cents} free, {balance.reserved_cents} reserved, "
        f"{balance.committed_cents} committed, {balance.paid_cents} paid"
    )
