"""What may happen to a handover, as one table, and the conditions of each act."""

from dataclasses import dataclass
from enum import StrEnum

from voordeur.domain.cases.lifecycle import CaseFacts, CaseState
from voordeur.domain.kernel.lifecycle import Transition, target_of
from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict


class HandoverState(StrEnum):
    """Where a handover stands; only ``offered`` waits for somebody."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REDIRECTED = "redirected"
    WITHDRAWN = "withdrawn"


class HandoverAction(StrEnum):
    """An act on a handover."""

    OFFER = "offer"
    ACCEPT = "accept"
    RETURN = "return"
    REDIRECT = "redirect"
    WITHDRAW = "withdraw"
    REMIND = "remind"
    ESCALATE = "escalate"


class HandoverParty(StrEnum):
    """The place of an actor in a handover; ``system`` is the clock."""

    SENDER = "sender"
    RECEIVER = "receiver"
    SYSTEM = "system"


ANSWERS: frozenset[HandoverAction] = frozenset(
    {HandoverAction.ACCEPT, HandoverAction.RETURN, HandoverAction.REDIRECT}
)
"""The three answers of a receiver."""

NEEDS_REASON: frozenset[HandoverAction] = frozenset(
    {
        HandoverAction.OFFER,
        HandoverAction.RETURN,
        HandoverAction.REDIRECT,
        HandoverAction.WITHDRAW,
    }
)
"""Acts that carry a reason code from the region's list."""

HandoverTransition = Transition[HandoverState, HandoverAction, HandoverParty]

TRANSITIONS: tuple[HandoverTransition, ...] = (
    HandoverTransition(
        None,
        HandoverAction.OFFER,
        HandoverParty.SENDER,
        HandoverState.OFFERED,
        "the sender is accountable, the case is open without another open handover, a reason, "
        "and a receiver that takes handovers and is not the sender",
    ),
    HandoverTransition(
        HandoverState.OFFERED,
        HandoverAction.ACCEPT,
        HandoverParty.RECEIVER,
        HandoverState.ACCEPTED,
        "the receiver becomes accountable, with a next step and a date",
    ),
    HandoverTransition(
        HandoverState.OFFERED,
        HandoverAction.RETURN,
        HandoverParty.RECEIVER,
        HandoverState.RETURNED,
        "a reason; the sender stays accountable",
    ),
    HandoverTransition(
        HandoverState.OFFERED,
        HandoverAction.REDIRECT,
        HandoverParty.RECEIVER,
        HandoverState.REDIRECTED,
        "a reason and a third organisation that takes handovers; a new handover opens from the "
        "same sender, who stays accountable",
    ),
    HandoverTransition(
        HandoverState.OFFERED,
        HandoverAction.WITHDRAW,
        HandoverParty.SENDER,
        HandoverState.WITHDRAWN,
        "a reason; the sender stays accountable",
    ),
    HandoverTransition(
        HandoverState.OFFERED,
        HandoverAction.REMIND,
        HandoverParty.SYSTEM,
        HandoverState.OFFERED,
        "half the term has passed; once",
    ),
    HandoverTransition(
        HandoverState.OFFERED,
        HandoverAction.ESCALATE,
        HandoverParty.SYSTEM,
        HandoverState.OFFERED,
        "the term has passed, and again at twice the term; once per level, to named roles",
    ),
)


@dataclass(frozen=True, slots=True)
class HandoverFacts:
    """What the rules need to know of a handover; organisations are codes.

    ``accountable`` and ``case_open`` are those of its case at this moment.
    """

    state: HandoverState
    sender: str
    receiver: str
    accountable: str
    case_open: bool


@dataclass(frozen=True, slots=True)
class Target:
    """An organisation a handover is offered or redirected to."""

    organisation: str
    takes_handovers: bool


def may_act(handover: HandoverFacts, action: HandoverAction, party: HandoverParty) -> Verdict:
    """Judge state and party by the table alone, without the conditions of the act."""
    if target_of(TRANSITIONS, handover.state, action, party) is not None:
        return ALLOWED
    if not any((row.state, row.action) == (handover.state, action) for row in TRANSITIONS):
        return Refusal(Reason.HANDOVER_ANSWERED, {"state": handover.state.value})
    needs_sender = target_of(TRANSITIONS, handover.state, action, HandoverParty.SENDER)
    return Refusal(Reason.NOT_SENDER if needs_sender is not None else Reason.NOT_RECEIVER)


def may_offer(case: CaseFacts, organisation: str, target: Target, *, reason: str) -> Verdict:
    """Judge offering ``case`` by ``organisation`` to ``target``."""
    if case.state is not CaseState.OPEN:
        return Refusal(Reason.CASE_CLOSED)
    if organisation != case.accountable:
        return Refusal(Reason.NOT_ACCOUNTABLE, {"accountable": case.accountable})
    if case.open_handover:
        return Refusal(Reason.HANDOVER_OPEN)
    verdict = _takes_it(target, not_to=(organisation,))
    return verdict and _reason_stands(HandoverAction.OFFER, reason)


def may_answer(
    handover: HandoverFacts,
    organisation: str,
    action: HandoverAction,
    *,
    reason: str = "",
    third: Target | None = None,
) -> Verdict:
    """Judge an answer (accept, return or redirect) by ``organisation``.

    ``third`` is where a redirect goes. Raises ``ValueError`` when ``action`` is no answer.
    """
    if action not in ANSWERS:
        message = f"{action.value} is not an answer of a receiver"
        raise ValueError(message)
    verdict = _may_by(handover, organisation, action) and _reason_stands(action, reason)
    if verdict and action is HandoverAction.REDIRECT:
        return _third_stands(handover, third)
    return verdict


def may_withdraw(handover: HandoverFacts, organisation: str, *, reason: str) -> Verdict:
    """Judge taking an unanswered offer back."""
    return _may_by(handover, organisation, HandoverAction.WITHDRAW) and _reason_stands(
        HandoverAction.WITHDRAW, reason
    )


def _may_by(handover: HandoverFacts, organisation: str, action: HandoverAction) -> Verdict:
    """Judge the table for the place ``organisation`` has, and that the case still agrees."""
    party = HandoverParty.SENDER if action is HandoverAction.WITHDRAW else HandoverParty.RECEIVER
    verdict = may_act(handover, action, party)
    if not verdict:
        return verdict
    if party is HandoverParty.SENDER and organisation != handover.sender:
        return Refusal(Reason.NOT_SENDER, {"sender": handover.sender})
    if party is HandoverParty.RECEIVER and organisation != handover.receiver:
        return Refusal(Reason.NOT_RECEIVER, {"receiver": handover.receiver})
    if not handover.case_open:
        return Refusal(Reason.CASE_CLOSED)
    # Only the accountable organisation can give a case away, also at the moment of the answer.
    return ALLOWED if handover.accountable == handover.sender else Refusal(Reason.CHANGED_MEANWHILE)


def _third_stands(handover: HandoverFacts, third: Target | None) -> Verdict:
    """Judge where a redirect goes: named, and neither the sender nor the redirecting party."""
    if third is None:
        return Refusal(Reason.INVALID_INPUT, {"missing": "organisation"})
    return _takes_it(third, not_to=(handover.sender, handover.receiver))


def _takes_it(target: Target, *, not_to: tuple[str, ...]) -> Verdict:
    """Judge a receiving organisation."""
    facts = {"organisation": target.organisation}
    if target.organisation in not_to:
        return Refusal(Reason.SAME_ORGANISATION, facts)
    if not target.takes_handovers:
        return Refusal(Reason.RECEIVER_TAKES_NO_HANDOVERS, facts)
    return ALLOWED


def _reason_stands(action: HandoverAction, reason: str) -> Verdict:
    """Judge the reason code: given wherever the act needs one."""
    return Refusal(Reason.REASON_NEEDED) if action in NEEDS_REASON and not reason else ALLOWED
