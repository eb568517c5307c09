"""What may happen to a proposal: its lifecycle as one table, its steps, and what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from voordeur.domain.governance.routes import DECISIVE, Route, StepAct, When, stages
from voordeur.domain.kernel.calendar import NO_DAYS, add_working_days
from voordeur.domain.kernel.lifecycle import Transition, target_of
from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict
from voordeur.domain.region.entries import OrganisationKind


class ProposalState(StrEnum):
    """Where a proposal stands; only ``submitted`` waits for bodies."""

    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    DECIDED = "decided"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ProposalAction(StrEnum):
    """An act on a proposal."""

    DRAFT = "draft"
    CHANGE = "change"
    SUBMIT = "submit"
    RECORD = "record"
    DECIDE = "decide"
    REJECT = "reject"
    INFORM = "inform"
    REVISE = "revise"
    WITHDRAW = "withdraw"


class ProposalParty(StrEnum):
    """The place of an actor: who drew the proposal up, or who records what bodies said."""

    DRAFTER = "drafter"
    SECRETARY = "secretary"


class Outcome(StrEnum):
    """What a body or an organisation said."""

    POSITIVE = "positive"
    POSITIVE_WITH_REMARKS = "positive_with_remarks"
    NEGATIVE = "negative"
    GIVEN = "given"
    REFUSED = "refused"
    ADOPTED = "adopted"
    ADOPTED_CHANGED = "adopted_changed"
    REJECTED = "rejected"
    HELD = "held"
    INFORMED = "informed"


OUTCOMES: dict[StepAct, tuple[Outcome, ...]] = {
    StepAct.ADVICE: (Outcome.POSITIVE, Outcome.POSITIVE_WITH_REMARKS, Outcome.NEGATIVE),
    StepAct.CONSENT: (Outcome.GIVEN, Outcome.REFUSED),
    StepAct.ADOPTION: (Outcome.ADOPTED, Outcome.REFUSED),
    StepAct.DECISION: (
        Outcome.ADOPTED,
        Outcome.ADOPTED_CHANGED,
        Outcome.REJECTED,
        Outcome.HELD,
    ),
    StepAct.INFORMATION: (Outcome.INFORMED,),
}
"""What can be said in each act."""
BLOCKS = frozenset({Outcome.REFUSED, Outcome.REJECTED, Outcome.HELD})
"""What keeps later stages shut. Advice never does: a board may decide otherwise, knowingly."""
NEEDS_WORDS = frozenset(
    {
        Outcome.POSITIVE_WITH_REMARKS,
        Outcome.NEGATIVE,
        Outcome.REFUSED,
        Outcome.ADOPTED_CHANGED,
        Outcome.REJECTED,
        Outcome.HELD,
    }
)
"""What cannot be said without saying why, or what is different."""

ProposalTransition = Transition[ProposalState, ProposalAction, ProposalParty]

TRANSITIONS: tuple[ProposalTransition, ...] = (
    ProposalTransition(
        None,
        ProposalAction.DRAFT,
        ProposalParty.DRAFTER,
        ProposalState.DRAFTED,
        "a known route; touching services of UWV or municipalities is yes when one is a party, "
        "and another answer has a written reason",
    ),
    ProposalTransition(
        ProposalState.DRAFTED,
        ProposalAction.CHANGE,
        ProposalParty.DRAFTER,
        ProposalState.DRAFTED,
        "nobody was asked yet in this round",
    ),
    ProposalTransition(
        ProposalState.DRAFTED,
        ProposalAction.SUBMIT,
        ProposalParty.DRAFTER,
        ProposalState.SUBMITTED,
        "the route has no hole today; its steps are laid out, one per body or organisation",
    ),
    ProposalTransition(
        ProposalState.SUBMITTED,
        ProposalAction.RECORD,
        ProposalParty.SECRETARY,
        ProposalState.SUBMITTED,
        "advice, consent, adoption or a held decision: every step of an earlier stage is given "
        "and none refused or held; once",
    ),
    ProposalTransition(
        ProposalState.SUBMITTED,
        ProposalAction.DECIDE,
        ProposalParty.SECRETARY,
        ProposalState.DECIDED,
        "the last decision or adoption says yes, after all earlier stages, with the quorum of the "
        "body; changes of the register come into force",
    ),
    ProposalTransition(
        ProposalState.SUBMITTED,
        ProposalAction.REJECT,
        ProposalParty.SECRETARY,
        ProposalState.REJECTED,
        "a deciding body says no, in its turn and with its quorum, and why",
    ),
    ProposalTransition(
        ProposalState.DECIDED,
        ProposalAction.INFORM,
        ProposalParty.SECRETARY,
        ProposalState.DECIDED,
        "a step 'for information', once",
    ),
    ProposalTransition(
        ProposalState.SUBMITTED,
        ProposalAction.REVISE,
        ProposalParty.DRAFTER,
        ProposalState.DRAFTED,
        "a reason; what was said stays, and the next round asks everybody again",
    ),
    ProposalTransition(
        ProposalState.DRAFTED,
        ProposalAction.WITHDRAW,
        ProposalParty.DRAFTER,
        ProposalState.WITHDRAWN,
        "a reason",
    ),
    ProposalTransition(
        ProposalState.SUBMITTED,
        ProposalAction.WITHDRAW,
        ProposalParty.DRAFTER,
        ProposalState.WITHDRAWN,
        "a reason",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOutStep:
    """One row somebody must answer: a body, or one organisation of a step; ``position``: stage."""

    code: str
    act: StepAct
    body: str
    organisation: str
    position: int
    term_days: int | None = None


@dataclass(frozen=True, slots=True)
class StepFacts:
    """A laid-out step and what was said: nothing yet, or an outcome on a day."""

    step: LaidOutStep
    outcome: Outcome | None = None
    given_on: date | None = None

    @property
    def given(self) -> bool:
        """Tell whether something was said."""
        return self.outcome is not None

    @property
    def blocks(self) -> bool:
        """Tell whether later stages stay shut because of it."""
        return self.outcome is None or self.outcome in BLOCKS


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """What the rules need to know: the state and the steps of the round that runs."""

    state: ProposalState
    round: int
    steps: tuple[StepFacts, ...] = ()

    def find(self, code: str, organisation: str = "") -> StepFacts | None:
        """Return one step of this round, or None."""
        for one in self.steps:
            if (one.step.code, one.step.organisation) == (code, organisation):
                return one
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is to be recorded for a step; ``words`` tells whether something was written with it.

    ``quorum`` is what the body asks; ``present`` how many were there.
    """

    outcome: Outcome
    on: date
    today: date
    words: bool = False
    quorum: int | None = None
    present: int | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """A step that must come first: not yet given, or refused or held."""

    step: LaidOutStep
    outcome: Outcome | None

    @property
    def code(self) -> str:
        """How facts of a refusal name it: act, and body or organisation."""
        return f"{self.step.act.value}:{self.step.organisation or self.step.body}"


def laid_out_steps(route: Route, *, touches: bool) -> tuple[LaidOutStep, ...]:
    """Return a row for every body or organisation that must answer, in order of their stages."""
    stage = stages(route.steps)
    asked = [
        step for step in route.steps if step.code in stage and (touches or step.when is When.ALWAYS)
    ]
    return tuple(
        LaidOutStep(
            code=step.code,
            act=step.act,
            body=step.body,
            organisation=organisation,
            position=stage[step.code],
            term_days=step.term_days,
        )
        for step in sorted(asked, key=lambda one: stage[one.code])
        for organisation in step.organisations or ("",)
    )


def touches_by_default(kinds: Iterable[OrganisationKind]) -> bool:
    """Tell whether services of UWV or municipalities are touched, by who is a party."""
    return not {OrganisationKind.MUNICIPALITY, OrganisationKind.UWV}.isdisjoint(kinds)


def may_say_touches(*, default: bool, touches: bool, reason: str) -> Verdict:
    """Judge another answer than the default: only with a written reason."""
    if touches != default and not reason.strip():
        return Refusal(Reason.REASON_NEEDED, {"field": "touches"})
    return ALLOWED


def may_act(state: ProposalState, action: ProposalAction, party: ProposalParty) -> Verdict:
    """Judge state and party by the table alone."""
    if target_of(TRANSITIONS, state, action, party) is not None:
        return ALLOWED
    if not any((row.state, row.action) == (state, action) for row in TRANSITIONS):
        running = state is ProposalState.SUBMITTED
        reason = Reason.PROPOSAL_RUNS if running else Reason.PROPOSAL_NOT_RUNNING
        return Refusal(reason, {"state": state.value})
    return Refusal(Reason.ROLE_DOES_NOT_ALLOW)


def may_close_round(state: ProposalState, action: ProposalAction, *, reason: str) -> Verdict:
    """Judge revising or withdrawing a proposal: while it waits, with a reason."""
    verdict = may_act(state, action, ProposalParty.DRAFTER)
    if verdict and not reason.strip():
        return Refusal(Reason.REASON_NEEDED)
    return verdict


def missing(proposal: ProposalFacts, step: LaidOutStep) -> tuple[Missing, ...]:
    """Return what must come before ``step`` and is not there, in order."""
    return tuple(
        Missing(one.step, one.outcome)
        for one in proposal.steps
        if one.step.position < step.position and one.blocks
    )


def may_record(
    proposal: ProposalFacts, code: str, organisation: str, said: Said | None = None
) -> Verdict:
    """Judge recording what was said in a step; without ``said``, whether it is its turn.

    The refusal of a step out of turn names what is missing, in order, as 'act:who'.
    """
    found = proposal.find(code, organisation)
    if found is None:
        return Refusal(Reason.NOT_FOUND)
    verdict = _runs(proposal, found)
    if not verdict:
        return verdict
    lacking = missing(proposal, found.step)
    if lacking:
        refused = any(one.outcome is not None for one in lacking)
        reason = Reason.STEP_REFUSED if refused else Reason.OUT_OF_ORDER
        return Refusal(reason, {"missing": " ".join(one.code for one in lacking)})
    return _may_say(proposal, found.step, said) if said is not None else ALLOWED


def _runs(proposal: ProposalFacts, found: StepFacts) -> Verdict:
    if found.given:
        return Refusal(Reason.STEP_GIVEN, {"outcome": str(found.outcome)})
    informs = found.step.act is StepAct.INFORMATION
    action = ProposalAction.INFORM if informs else ProposalAction.RECORD
    if may_act(proposal.state, action, ProposalParty.SECRETARY):
        return ALLOWED
    if informs and proposal.state is ProposalState.SUBMITTED:
        lacking = [one for one in proposal.steps if one.step.act in DECISIVE and one.blocks]
        facts = {"missing": " ".join(Missing(one.step, one.outcome).code for one in lacking)}
        return Refusal(Reason.OUT_OF_ORDER, facts)
    return Refusal(Reason.PROPOSAL_NOT_RUNNING, {"state": proposal.state.value})


def _may_say(proposal: ProposalFacts, step: LaidOutStep, said: Said) -> Verdict:
    if said.outcome not in OUTCOMES[step.act]:
        return Refusal(Reason.INVALID_INPUT, {"field": "outcome"})
    if said.outcome in NEEDS_WORDS and not said.words:
        return Refusal(Reason.REASON_NEEDED, {"outcome": said.outcome.value})
    if said.on > said.today:
        return Refusal(Reason.DAY_STILL_TO_COME)
    if any(one.given_on is not None and one.given_on > said.on for one in _earlier(proposal, step)):
        return Refusal(Reason.DAYS_OUT_OF_ORDER)
    return _quorum(step, said)


def _quorum(step: LaidOutStep, said: Said) -> Verdict:
    """Judge the quorum: without it a body can only hold a decision over."""
    if step.act is not StepAct.DECISION or said.quorum is None or said.outcome is Outcome.HELD:
        return ALLOWED
    if said.present is not None and said.present >= said.quorum:
        return ALLOWED
    present = "" if said.present is None else str(said.present)
    return Refusal(Reason.NO_QUORUM, {"quorum": str(said.quorum), "present": present})


def _earlier(proposal: ProposalFacts, step: LaidOutStep) -> list[StepFacts]:
    return [one for one in proposal.steps if one.step.position < step.position]


def state_after(
    proposal: ProposalFacts, code: str, organisation: str, outcome: Outcome
) -> ProposalState:
    """Return the state of the proposal once ``outcome`` was recorded for a step."""
    if outcome is Outcome.REJECTED:
        return ProposalState.REJECTED
    for one in proposal.steps:
        if one.step.act not in DECISIVE:
            continue
        this = (one.step.code, one.step.organisation) == (code, organisation)
        if (outcome in BLOCKS) if this else one.blocks:
            return proposal.state
    return ProposalState.DECIDED


def whose_turn(proposal: ProposalFacts) -> tuple[LaidOutStep, ...]:
    """Return the steps that can be recorded now."""
    return tuple(
        one.step
        for one in proposal.steps
        if may_record(proposal, one.step.code, one.step.organisation)
    )


def due_on(
    proposal: ProposalFacts,
    step: LaidOutStep,
    submitted_on: date,
    closed: frozenset[date] = NO_DAYS,
) -> date | None:
    """Return the day by which a step is due: its term after its stage began, or None.

    None without a term, and as long as an earlier stage is not whole.
    """
    if step.term_days is None or missing(proposal, step):
        return None
    days = [one.given_on for one in _earlier(proposal, step) if one.given_on is not None]
    return add_working_days(max([submitted_on, *days]), step.term_days, closed)
