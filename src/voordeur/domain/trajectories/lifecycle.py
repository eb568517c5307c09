"""What may happen to a trajectory and its steps, as two tables, and the conditions of each act."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from voordeur.domain.kernel.lifecycle import Transition, target_of
from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict


class TrajectoryState(StrEnum):
    """How far a trajectory is."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    """Laid before the person, who has not said yes yet."""
    AGREED = "agreed"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"


class TrajectoryAction(StrEnum):
    """An act on a trajectory."""

    DRAFT = "draft"
    PLAN = "plan"
    """Add, change, move or cancel a step."""
    PROPOSE = "propose"
    AGREE = "agree"
    ASK_CHANGE = "ask_change"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    FINISH = "finish"
    STOP = "stop"


class TrajectoryParty(StrEnum):
    """Who acts on a trajectory."""

    GUIDE = "guide"
    """Somebody who may work on the case."""
    RESIDENT = "resident"


class StepState(StrEnum):
    """How far a step is."""

    PLANNED = "planned"
    ORDERED = "ordered"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class StepAction(StrEnum):
    """An act on a step."""

    PLAN = "plan"
    CHANGE = "change"
    ORDER = "order"
    START = "start"
    FINISH = "finish"
    CANCEL = "cancel"


TrajectoryTransition = Transition[TrajectoryState, TrajectoryAction, TrajectoryParty]
StepTransition = Transition[StepState, StepAction, TrajectoryParty]

_T, _A, _P = TrajectoryState, TrajectoryAction, TrajectoryParty
_LIVE = (_T.DRAFT, _T.PROPOSED, _T.AGREED, _T.RUNNING, _T.PAUSED)
_YES = "a step; the person says yes in Mijn Voordeur or in the talk"

TRANSITIONS: tuple[TrajectoryTransition, ...] = (
    TrajectoryTransition(None, _A.DRAFT, _P.GUIDE, _T.DRAFT, "a goal; no other live trajectory"),
    TrajectoryTransition(_T.DRAFT, _A.PLAN, _P.GUIDE, _T.DRAFT),
    TrajectoryTransition(_T.PROPOSED, _A.PLAN, _P.GUIDE, _T.DRAFT, "then it is proposed again"),
    TrajectoryTransition(_T.AGREED, _A.PLAN, _P.GUIDE, _T.AGREED, "what is ordered stays"),
    TrajectoryTransition(_T.RUNNING, _A.PLAN, _P.GUIDE, _T.RUNNING, "what is ordered stays"),
    TrajectoryTransition(_T.PAUSED, _A.PLAN, _P.GUIDE, _T.PAUSED, "what is ordered stays"),
    TrajectoryTransition(_T.DRAFT, _A.PROPOSE, _P.GUIDE, _T.PROPOSED, "at least one step"),
    TrajectoryTransition(_T.PROPOSED, _A.AGREE, _P.RESIDENT, _T.AGREED, _YES),
    TrajectoryTransition(_T.PROPOSED, _A.AGREE, _P.GUIDE, _T.AGREED, _YES),
    TrajectoryTransition(_T.PROPOSED, _A.ASK_CHANGE, _P.RESIDENT, _T.DRAFT, "words"),
    TrajectoryTransition(_T.AGREED, _A.START, _P.GUIDE, _T.RUNNING, "with its first step"),
    TrajectoryTransition(_T.RUNNING, _A.START, _P.GUIDE, _T.RUNNING),
    TrajectoryTransition(_T.RUNNING, _A.PAUSE, _P.GUIDE, _T.PAUSED),
    TrajectoryTransition(_T.PAUSED, _A.RESUME, _P.GUIDE, _T.RUNNING),
    TrajectoryTransition(_T.RUNNING, _A.FINISH, _P.GUIDE, _T.FINISHED, "an outcome; no step open"),
    *(
        TrajectoryTransition(state, _A.STOP, _P.GUIDE, _T.STOPPED, "an outcome; no step underway")
        for state in _LIVE
    ),
)
"""A trajectory ends by an outcome; no date ends it."""

STEP_TRANSITIONS: tuple[StepTransition, ...] = (
    StepTransition(None, StepAction.PLAN, _P.GUIDE, StepState.PLANNED, "cost or a word"),
    StepTransition(StepState.PLANNED, StepAction.CHANGE, _P.GUIDE, StepState.PLANNED),
    StepTransition(
        StepState.PLANNED,
        StepAction.ORDER,
        _P.GUIDE,
        StepState.ORDERED,
        "the person agreed, every owner of the money too, and earlier steps are finished",
    ),
    StepTransition(
        StepState.PLANNED,
        StepAction.START,
        _P.GUIDE,
        StepState.RUNNING,
        "only a step that costs nothing; earlier steps are finished",
    ),
    StepTransition(StepState.ORDERED, StepAction.START, _P.GUIDE, StepState.RUNNING),
    StepTransition(StepState.RUNNING, StepAction.FINISH, _P.GUIDE, StepState.FINISHED, "a result"),
    StepTransition(StepState.PLANNED, StepAction.CANCEL, _P.GUIDE, StepState.CANCELLED),
    StepTransition(
        StepState.ORDERED, StepAction.CANCEL, _P.GUIDE, StepState.CANCELLED, "unpaid money returns"
    ),
    StepTransition(
        StepState.RUNNING, StepAction.CANCEL, _P.GUIDE, StepState.CANCELLED, "unpaid money returns"
    ),
)

OPEN_STEPS = frozenset({StepState.PLANNED, StepState.ORDERED, StepState.RUNNING})
UNDERWAY = frozenset({StepState.ORDERED, StepState.RUNNING})


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFacts:
    """What the rules need to know of a step; ``after`` are references of steps it waits for."""

    ref: str
    state: StepState
    after: tuple[str, ...] = ()
    cost_cents: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None


def may_act(state: TrajectoryState, action: TrajectoryAction, party: TrajectoryParty) -> Verdict:
    """Judge state and party by the table alone."""
    if target_of(TRANSITIONS, state, action, party) is not None:
        return ALLOWED
    return Refusal(Reason.TRAJECTORY_NOT_IN_STATE, {"state": state.value})


def may_step(state: StepState, action: StepAction) -> Verdict:
    """Judge an act on a step by the table alone."""
    if target_of(STEP_TRANSITIONS, state, action, TrajectoryParty.GUIDE) is not None:
        return ALLOWED
    return Refusal(Reason.STEP_NOT_IN_STATE, {"state": state.value})


def may_propose(state: TrajectoryState, steps: Iterable[StepFacts]) -> Verdict:
    """Judge laying a trajectory before the person: there is something to say yes to."""
    verdict = may_act(state, TrajectoryAction.PROPOSE, TrajectoryParty.GUIDE)
    if not verdict:
        return verdict
    if not any(one.state is not StepState.CANCELLED for one in steps):
        return Refusal(Reason.NEXT_STEP_NEEDED)
    return ALLOWED


def may_order(
    state: TrajectoryState,
    step: StepFacts,
    steps: Iterable[StepFacts],
    *,
    money_agreed: bool,
    payer: Verdict = ALLOWED,
) -> Verdict:
    """Judge ordering a step: the person agreed, the owners of the money too, it is its turn.

    ``payer`` tells whether it is clear who pays from here on.
    """
    verdict = _underway(state) and may_step(step.state, StepAction.ORDER)
    if not verdict:
        return verdict
    if not money_agreed and step.cost_cents is not None:
        return Refusal(Reason.CONSENT_MISSING)
    return payer and its_turn(step, steps)


def may_start(state: TrajectoryState, step: StepFacts, steps: Iterable[StepFacts]) -> Verdict:
    """Judge starting a step; one that costs money must be ordered first."""
    verdict = _underway(state) and may_step(step.state, StepAction.START)
    if not verdict:
        return verdict
    if step.state is StepState.PLANNED and step.cost_cents is not None:
        return Refusal(Reason.MONEY_NOT_RESERVED)
    return its_turn(step, steps)


def its_turn(step: StepFacts, steps: Iterable[StepFacts]) -> Verdict:
    """Tell whether every step it waits for is finished or cancelled; else which one is not."""
    known = {one.ref: one for one in steps}
    for ref in step.after:
        if ref in known and known[ref].state in OPEN_STEPS:
            return Refusal(Reason.EARLIER_STEP_FIRST, {"step": ref})
    return ALLOWED


def may_finish(state: TrajectoryState, steps: Iterable[StepFacts], *, outcome: str) -> Verdict:
    """Judge finishing: an outcome, and no step left open."""
    verdict = may_act(state, TrajectoryAction.FINISH, TrajectoryParty.GUIDE)
    return verdict and _ends(outcome, steps, OPEN_STEPS)


def may_stop(state: TrajectoryState, steps: Iterable[StepFacts], *, outcome: str) -> Verdict:
    """Judge stopping early: why, and nothing ordered or running; what is planned is cancelled."""
    verdict = may_act(state, TrajectoryAction.STOP, TrajectoryParty.GUIDE)
    return verdict and _ends(outcome, steps, UNDERWAY)


def _ends(outcome: str, steps: Iterable[StepFacts], standing: frozenset[StepState]) -> Verdict:
    if not outcome:
        return Refusal(Reason.OUTCOME_NEEDED)
    for one in steps:
        if one.state in standing:
            return Refusal(Reason.OPEN_STEPS, {"step": one.ref})
    return ALLOWED


def _underway(state: TrajectoryState) -> Verdict:
    if state in {TrajectoryState.DRAFT, TrajectoryState.PROPOSED}:
        return Refusal(Reason.PERSON_NOT_AGREED)
    return may_act(state, TrajectoryAction.START, TrajectoryParty.GUIDE)
