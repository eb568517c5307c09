"""Every state, act and party of a trajectory and its steps, against what people agreed."""

from itertools import product

import pytest

from voordeur.domain.kernel.lifecycle import final_states, known_states
from voordeur.domain.kernel.refusal import Reason, Refusal
from voordeur.domain.trajectories.lifecycle import (
    OPEN_STEPS,
    STEP_TRANSITIONS,
    TRANSITIONS,
    UNDERWAY,
    StepAction,
    StepFacts,
    StepState,
    TrajectoryAction,
    TrajectoryParty,
    TrajectoryState,
    its_turn,
    may_act,
    may_finish,
    may_order,
    may_propose,
    may_start,
    may_step,
    may_stop,
)
from voordeur.domain.trajectories.words import LEVELS, OUTCOMES, STATES, STEP_STATES, STOPS

T, A, P, S = TrajectoryState, TrajectoryAction, TrajectoryParty, StepState


def step(
    state: StepState = S.PLANNED, ref: str = "a", *after: str, cents: int | None = None
) -> StepFacts:
    return StepFacts(ref=ref, state=state, after=after, cost_cents=cents)


def reason(verdict: object) -> Reason | None:
    return verdict.reason if isinstance(verdict, Refusal) else None


def test_only_an_outcome_ends_a_trajectory() -> None:
    assert final_states(TRANSITIONS) == {T.FINISHED, T.STOPPED}
    ending = {row.action for row in TRANSITIONS if row.target in {T.FINISHED, T.STOPPED}}
    assert ending == {A.FINISH, A.STOP}
    for state in T:
        assert reason(may_finish(state, [], outcome="")) is not None
        assert reason(may_stop(state, [], outcome="")) is not None


def test_every_state_has_words_and_a_way_out() -> None:
    assert set(known_states(TRANSITIONS)) == set(T) == set(STATES)
    assert set(known_states(STEP_TRANSITIONS)) == set(S) == set(STEP_STATES)
    assert not set(OUTCOMES) & set(STOPS)
    assert sorted(LEVELS) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(("state", "party"), list(product(T, P)))
def test_only_the_person_and_who_speaks_for_them_say_yes(
    state: TrajectoryState, party: TrajectoryParty
) -> None:
    assert bool(may_act(state, A.AGREE, party)) == (state is T.PROPOSED)
    assert bool(may_act(state, A.ASK_CHANGE, party)) == (
        state is T.PROPOSED and party is P.RESIDENT
    )
    if party is P.RESIDENT:
        assert not may_act(state, A.PLAN, party)
        assert not may_act(state, A.FINISH, party)


@pytest.mark.parametrize(
    ("state", "step_state", "agreed", "cents"),
    list(product(T, S, (True, False), (None, 500))),
)
def test_a_step_is_ordered_after_both_said_yes(
    state: TrajectoryState, step_state: StepState, agreed: bool, cents: int | None
) -> None:
    verdict = may_order(state, step(step_state, cents=cents), [], money_agreed=agreed)
    possible = state in {T.AGREED, T.RUNNING} and step_state is S.PLANNED
    assert bool(verdict) == (possible and (agreed or cents is None))
    if state in {T.DRAFT, T.PROPOSED}:
        assert reason(verdict) is Reason.PERSON_NOT_AGREED
    if possible and not verdict:
        assert reason(verdict) is Reason.CONSENT_MISSING


def test_nothing_new_is_ordered_before_it_is_clear_who_pays_on() -> None:
    unclear = Refusal(Reason.AGREEMENT_NEEDED)
    planned = step(S.PLANNED, cents=500)
    verdict = may_order(T.RUNNING, planned, [planned], money_agreed=True, payer=unclear)
    assert verdict == unclear
    assert may_order(T.RUNNING, planned, [planned], money_agreed=True)


@pytest.mark.parametrize("before", list(S))
def test_a_step_waits_for_those_before_it(before: StepState) -> None:
    later = step(S.PLANNED, "b", "a")
    verdict = its_turn(later, [step(before), later])
    assert bool(verdict) == (before in {S.FINISHED, S.CANCELLED})
    assert bool(may_order(T.RUNNING, later, [step(before)], money_agreed=True)) == bool(verdict)
    assert bool(may_start(T.RUNNING, later, [step(before)])) == bool(verdict)
    if not verdict:
        assert isinstance(verdict, Refusal)
        assert verdict.facts == {"step": "a"}


def test_what_costs_money_is_ordered_before_it_starts() -> None:
    assert reason(may_start(T.RUNNING, step(cents=5), [])) is Reason.MONEY_NOT_RESERVED
    assert may_start(T.RUNNING, step(), [])
    assert may_start(T.RUNNING, step(S.ORDERED, cents=5), [])


@pytest.mark.parametrize("state", list(S))
def test_ending_asks_what_is_still_open(state: StepState) -> None:
    finish = may_finish(T.RUNNING, [step(state)], outcome="work")
    stop = may_stop(T.RUNNING, [step(state)], outcome="illness")
    assert bool(finish) == (state not in OPEN_STEPS)
    assert bool(stop) == (state not in UNDERWAY)


def test_there_is_something_to_say_yes_to() -> None:
    assert reason(may_propose(T.DRAFT, [])) is Reason.NEXT_STEP_NEEDED
    assert reason(may_propose(T.DRAFT, [step(S.CANCELLED)])) is Reason.NEXT_STEP_NEEDED
    assert may_propose(T.DRAFT, [step()])
    assert reason(may_propose(T.RUNNING, [step()])) is Reason.TRAJECTORY_NOT_IN_STATE


@pytest.mark.parametrize("state", list(S))
def test_what_was_ordered_is_not_changed_any_more(state: StepState) -> None:
    assert bool(may_step(state, StepAction.CHANGE)) == (state is S.PLANNED)
    assert bool(may_step(state, StepAction.CANCEL)) == (state in OPEN_STEPS)
    assert bool(may_step(state, StepAction.FINISH)) == (state is S.RUNNING)
