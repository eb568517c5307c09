"""Withdrawing from the reserve: only what the proper route decided, and never more (row MR-02)."""

from dataclasses import dataclass

from voordeur.domain.governance.proposals import ProposalState
from voordeur.domain.governance.routes import RESERVE
from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict


@dataclass(frozen=True, slots=True)
class ReserveFacts:
    """A proposal as far as the reserve is concerned; amounts in cents."""

    route: str
    state: ProposalState
    amount_cents: int
    withdrawn_cents: int


def may_withdraw(proposal: ReserveFacts | None, *, amount_cents: int, purpose: str) -> Verdict:
    """Judge a withdrawal of ``amount_cents`` on the decision over ``proposal``."""
    if proposal is None or proposal.route != RESERVE:
        return Refusal(Reason.DECISION_NEEDED)
    if proposal.state is not ProposalState.DECIDED:
        return Refusal(Reason.DECISION_NEEDED, {"state": proposal.state.value})
    if amount_cents <= 0:
        return Refusal(Reason.INVALID_INPUT, {"field": "amount"})
    if not purpose.strip():
        return Refusal(Reason.REASON_NEEDED, {"field": "purpose"})
    left = proposal.amount_cents - proposal.withdrawn_cents
    if amount_cents > left:
        return Refusal(Reason.ABOVE_DECISION, {"left_cents": str(left)})
    return ALLOWED
