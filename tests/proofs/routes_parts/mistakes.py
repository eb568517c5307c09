"""Mistakes a programmer could make in the rules of proposals; exploring must find every one."""

from dataclasses import dataclass, replace

from tests.proofs.routes_parts.exploring import Exploration, Rules, WrongError
from voordeur.domain.governance import proposals as rules
from voordeur.domain.governance.proposals import (
    LaidOutStep,
    Outcome,
    ProposalAction,
    ProposalFacts,
    ProposalParty,
    ProposalState,
    Said,
    StepFacts,
)
from voordeur.domain.governance.routes import DECISIVE, Route, StepAct, When
from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict


@dataclass(frozen=True)
class Mistake:
    """A seeded mistake: its name, and the rules with it."""

    name: str
    rules: Rules


def hunt(mistake: Mistake, routes: list[Route], bodies: object) -> str:
    """Return the words in which exploring ``routes`` finds the mistake, or nothing."""
    for route in routes:
        try:
            Exploration(route, bodies, mistake.rules).explore()  # type: ignore[arg-type]
        except WrongError as wrong:
            return str(wrong)
    return ""


def _overlooking(outcome: Outcome | None) -> Rules:
    """The guard takes an outcome of an earlier step for a yes."""

    def may_record(
        proposal: ProposalFacts, code: str, organisation: str, said: Said | None = None
    ) -> Verdict:
        seen = tuple(
            StepFacts(one.step, _yes(one.step.act), one.given_on)
            if one.outcome is outcome and one.step.code != code
            else one
            for one in proposal.steps
        )
        return rules.may_record(replace(proposal, steps=seen), code, organisation, said)

    return Rules(may_record=may_record)


def _yes(act: StepAct) -> Outcome:
    return rules.OUTCOMES[act][0]


def _skipping(act: StepAct) -> Rules:
    """The guard does not look at earlier steps of one act."""

    def may_record(
        proposal: ProposalFacts, code: str, organisation: str, said: Said | None = None
    ) -> Verdict:
        kept = tuple(
            one for one in proposal.steps if one.step.act is not act or one.step.code == code
        )
        return rules.may_record(replace(proposal, steps=kept), code, organisation, said)

    return Rules(may_record=may_record)


def _again(
    proposal: ProposalFacts, code: str, organisation: str, said: Said | None = None
) -> Verdict:
    steps = tuple(
        StepFacts(one.step)
        if (one.step.code, one.step.organisation) == (code, organisation)
        else one
        for one in proposal.steps
    )
    return rules.may_record(replace(proposal, steps=steps), code, organisation, said)


def _after_the_end(
    proposal: ProposalFacts, code: str, organisation: str, said: Said | None = None
) -> Verdict:
    running = proposal
    if proposal.state in {ProposalState.WITHDRAWN, ProposalState.REJECTED}:
        running = replace(proposal, state=ProposalState.SUBMITTED)
    return rules.may_record(running, code, organisation, said)


def _told_early(
    proposal: ProposalFacts, code: str, organisation: str, said: Said | None = None
) -> Verdict:
    found = proposal.find(code, organisation)
    if found is not None and found.step.act is StepAct.INFORMATION:
        return rules.may_record(
            replace(proposal, state=ProposalState.DECIDED, steps=(found,)),
            code, organisation, said,
        )  # fmt: skip
    return rules.may_record(proposal, code, organisation, said)


def _negative_blocks(
    proposal: ProposalFacts, code: str, organisation: str, said: Said | None = None
) -> Verdict:
    if any(one.outcome is Outcome.NEGATIVE for one in proposal.steps):
        return Refusal(Reason.STEP_REFUSED)
    return rules.may_record(proposal, code, organisation, said)


def _anything_goes(
    proposal: ProposalFacts, code: str, organisation: str, said: Said | None = None
) -> Verdict:
    return rules.may_record(proposal, code, organisation)


def _first_yes_decides(
    proposal: ProposalFacts, code: str, organisation: str, outcome: Outcome
) -> ProposalState:
    found = proposal.find(code, organisation)
    decides = found is not None and found.step.act in DECISIVE
    if decides and outcome in {Outcome.ADOPTED, Outcome.ADOPTED_CHANGED}:
        return ProposalState.DECIDED
    return rules.state_after(proposal, code, organisation, outcome)


def _no_is_overlooked(
    proposal: ProposalFacts, code: str, organisation: str, outcome: Outcome
) -> ProposalState:
    if outcome is Outcome.REJECTED:
        return proposal.state
    return rules.state_after(proposal, code, organisation, outcome)


def _held_decides(
    proposal: ProposalFacts, code: str, organisation: str, outcome: Outcome
) -> ProposalState:
    said = Outcome.ADOPTED if outcome is Outcome.HELD else outcome
    return rules.state_after(proposal, code, organisation, said)


def _never_decided(
    proposal: ProposalFacts, code: str, organisation: str, outcome: Outcome
) -> ProposalState:
    state = rules.state_after(proposal, code, organisation, outcome)
    return proposal.state if state is ProposalState.DECIDED else state


def _nobody_consents(route: Route, *, touches: bool) -> tuple[LaidOutStep, ...]:
    laid = rules.laid_out_steps(route, touches=touches)
    return tuple(one for one in laid if one.act is not StepAct.CONSENT)


def _only_when_untouched(route: Route, *, touches: bool) -> tuple[LaidOutStep, ...]:
    return rules.laid_out_steps(route, touches=not touches)


def _one_for_all(route: Route, *, touches: bool) -> tuple[LaidOutStep, ...]:
    laid = rules.laid_out_steps(route, touches=touches)
    return tuple({one.code: one for one in laid}.values())


def _all_at_once(route: Route, *, touches: bool) -> tuple[LaidOutStep, ...]:
    return tuple(replace(one, position=0) for one in rules.laid_out_steps(route, touches=touches))


def _touched_first(route: Route, *, touches: bool) -> tuple[LaidOutStep, ...]:
    """Steps that are asked only when touched stand outside the order."""
    sometimes = {step.code for step in route.steps if step.when is When.TOUCHES}
    return tuple(
        replace(one, position=99) if one.code in sometimes else one
        for one in rules.laid_out_steps(route, touches=touches)
    )


def _without_reason(*, default: bool, touches: bool, reason: str) -> Verdict:
    return ALLOWED


def _while_it_runs(state: ProposalState, action: ProposalAction, party: ProposalParty) -> Verdict:
    if action is ProposalAction.CHANGE and state is ProposalState.SUBMITTED:
        return ALLOWED
    return rules.may_act(state, action, party)


def _revise_a_decision(state: ProposalState, action: ProposalAction, *, reason: str) -> Verdict:
    if state is ProposalState.DECIDED and action is ProposalAction.REVISE and reason:
        return ALLOWED
    return rules.may_close_round(state, action, reason=reason)


def _no_way_back(state: ProposalState, action: ProposalAction, *, reason: str) -> Verdict:
    if action is ProposalAction.REVISE:
        return Refusal(Reason.PROPOSAL_RUNS)
    return rules.may_close_round(state, action, reason=reason)


def _ends_without_reason(state: ProposalState, action: ProposalAction, *, reason: str) -> Verdict:
    return rules.may_close_round(state, action, reason=reason or "?")


MISTAKES = (
    Mistake("an awaited step counts as given", _overlooking(None)),
    Mistake("a refused consent counts as given", _overlooking(Outcome.REFUSED)),
    Mistake("a held decision counts as taken", _overlooking(Outcome.HELD)),
    Mistake("advice is not looked at", _skipping(StepAct.ADVICE)),
    Mistake("consent is not looked at", _skipping(StepAct.CONSENT)),
    Mistake("a first decision is not looked at", _skipping(StepAct.DECISION)),
    Mistake("a step is given again", Rules(may_record=_again)),
    Mistake("steps are given after the end", Rules(may_record=_after_the_end)),
    Mistake("councils are told before the decision", Rules(may_record=_told_early)),
    Mistake("negative advice blocks", Rules(may_record=_negative_blocks)),
    Mistake("any outcome fits any step", Rules(may_record=_anything_goes)),
    Mistake("the first yes decides", Rules(state_after=_first_yes_decides)),
    Mistake("a no is overlooked", Rules(state_after=_no_is_overlooked)),
    Mistake("holding over decides", Rules(state_after=_held_decides)),
    Mistake("nothing is ever decided", Rules(state_after=_never_decided)),
    Mistake("consent is never asked", Rules(laid_out=_nobody_consents)),
    Mistake("consent is asked when nothing is touched", Rules(laid_out=_only_when_untouched)),
    Mistake("one organisation answers for all", Rules(laid_out=_one_for_all)),
    Mistake("all steps stand in one stage", Rules(laid_out=_all_at_once)),
    Mistake("steps for what is touched stand outside the order", Rules(laid_out=_touched_first)),
    Mistake("touching is changed without a reason", Rules(may_say_touches=_without_reason)),
    Mistake("touching is changed while it runs", Rules(may_act=_while_it_runs)),
    Mistake("a decision is revised", Rules(may_close_round=_revise_a_decision)),
    Mistake("there is no way back after a refusal", Rules(may_close_round=_no_way_back)),
    Mistake("a round ends without a reason", Rules(may_close_round=_ends_without_reason)),
    Mistake("a new round keeps the old answers", Rules(keeps_answers=True)),
)
