"""What may happen to a case, as one table, and the conditions of each act."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from voordeur.domain.kernel.lifecycle import Transition, target_of
from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict


class CaseState(StrEnum):
    """Whether somebody is at work on the question."""

    OPEN = "open"
    CLOSED = "closed"


class CasePhase(StrEnum):
    """How far the work on an open case is; only for the caseload, it forbids nothing."""

    NEW = "new"
    ADVICE = "advice"
    PLAN = "plan"
    UNDERWAY = "underway"
    AFTERCARE = "aftercare"


class CaseAction(StrEnum):
    """An act on a case."""

    REGISTER = "register"
    PLAN_NEXT = "plan_next"
    CLOSE = "close"
    REOPEN = "reopen"


class CaseParty(StrEnum):
    """The place of an organisation towards one case."""

    ACCOUNTABLE = "accountable"
    """The one organisation that answers for the case now, or did when it was closed."""
    PARTNER = "partner"
    """Any other organisation of the region."""


CaseTransition = Transition[CaseState, CaseAction, CaseParty]

TRANSITIONS: tuple[CaseTransition, ...] = (
    CaseTransition(
        None,
        CaseAction.REGISTER,
        CaseParty.ACCOUNTABLE,
        CaseState.OPEN,
        "a next step and a date that is not in the past",
    ),
    CaseTransition(
        CaseState.OPEN,
        CaseAction.PLAN_NEXT,
        CaseParty.ACCOUNTABLE,
        CaseState.OPEN,
        "a next step and a date that is not in the past",
    ),
    CaseTransition(
        CaseState.OPEN,
        CaseAction.CLOSE,
        CaseParty.ACCOUNTABLE,
        CaseState.CLOSED,
        "no open handover, an outcome, and the resident informed",
    ),
    CaseTransition(
        CaseState.CLOSED,
        CaseAction.REOPEN,
        CaseParty.ACCOUNTABLE,
        CaseState.OPEN,
        "a reason, a next step and a date; starts a new episode",
    ),
    CaseTransition(
        CaseState.CLOSED,
        CaseAction.REOPEN,
        CaseParty.PARTNER,
        CaseState.OPEN,
        "as above; the organisation that was accountable is so again",
    ),
)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the rules need to know of a case; ``accountable`` is an organisation code.

    ``next_date`` is ``None`` only when the case is closed; ``episode`` counts from 1 and grows
    with every reopening.
    """

    state: CaseState
    accountable: str
    phase: CasePhase
    next_date: date | None
    episode: int
    open_handover: bool


def party_of(case: CaseFacts, organisation: str) -> CaseParty:
    """Return the place of ``organisation`` towards ``case``."""
    return CaseParty.ACCOUNTABLE if organisation == case.accountable else CaseParty.PARTNER


def may_act(case: CaseFacts, action: CaseAction, organisation: str) -> Verdict:
    """Judge state and party by the table alone, without the conditions of the act."""
    party = party_of(case, organisation)
    if target_of(TRANSITIONS, case.state, action, party) is not None:
        return ALLOWED
    if target_of(TRANSITIONS, case.state, action, CaseParty.ACCOUNTABLE) is not None:
        return Refusal(Reason.NOT_ACCOUNTABLE, {"accountable": case.accountable})
    open_case = case.state is CaseState.OPEN
    return Refusal(Reason.CASE_OPEN if open_case else Reason.CASE_CLOSED)


def may_register(*, next_step: str, next_date: date | None, today: date) -> Verdict:
    """Judge a new case: it starts with a next step and a date, like every open case."""
    return next_step_stands(next_step=next_step, next_date=next_date, today=today)


def may_plan_next(
    case: CaseFacts, organisation: str, *, next_step: str, next_date: date | None, today: date
) -> Verdict:
    """Judge writing down what happens next and when; also allowed during an open handover."""
    verdict = may_act(case, CaseAction.PLAN_NEXT, organisation)
    if not verdict:
        return verdict
    return next_step_stands(next_step=next_step, next_date=next_date, today=today)


def may_close(
    case: CaseFacts, organisation: str, *, outcome: str, resident_informed: bool
) -> Verdict:
    """Judge closing: nothing closes without an outcome, or behind the back of the resident."""
    verdict = may_act(case, CaseAction.CLOSE, organisation)
    if not verdict:
        return verdict
    if case.open_handover:
        return Refusal(Reason.HANDOVER_OPEN)
    if not outcome:
        return Refusal(Reason.OUTCOME_NEEDED)
    return ALLOWED if resident_informed else Refusal(Reason.RESIDENT_NOT_INFORMED)


def may_reopen(
    case: CaseFacts,
    organisation: str,
    *,
    reason: str,
    next_step: str,
    next_date: date | None,
    today: date,
) -> Verdict:
    """Judge reopening, by any organisation: a person who comes back finds no wrong door.

    The accountable organisation stays the one that was, so reopening hands nothing over.
    """
    verdict = may_act(case, CaseAction.REOPEN, organisation)
    if not verdict:
        return verdict
    if not reason:
        return Refusal(Reason.REASON_NEEDED)
    return next_step_stands(next_step=next_step, next_date=next_date, today=today)


def next_step_stands(*, next_step: str, next_date: date | None, today: date) -> Verdict:
    """Judge a next step: words, and a date from ``today`` on."""
    if not next_step.strip() or next_date is None:
        return Refusal(Reason.NEXT_STEP_NEEDED)
    if next_date < today:
        facts = {"next_date": next_date.isoformat(), "today": today.isoformat()}
        return Refusal(Reason.DATE_IN_THE_PAST, facts)
    return ALLOWED
