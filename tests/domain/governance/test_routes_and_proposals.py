"""Routes, their holes, and what may happen to a proposal, held against slow and obvious code."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from tests.governance import bodies, entry, route_data, routes, step
from voordeur.domain.governance.proposals import (
    OUTCOMES,
    TRANSITIONS,
    LaidOutStep,
    Outcome,
    ProposalAction,
    ProposalFacts,
    ProposalParty,
    ProposalState,
    Said,
    StepFacts,
    due_on,
    laid_out_steps,
    may_act,
    may_record,
    touches_by_default,
    whose_turn,
)
from voordeur.domain.governance.reserve import ReserveFacts, may_withdraw
from voordeur.domain.governance.route_problems import SENTENCES, Hole, route_problems
from voordeur.domain.governance.routes import Route, StepAct, read_route, stages
from voordeur.domain.governance.words import ACTS, STATES
from voordeur.domain.governance.words import OUTCOMES as WORDS
from voordeur.domain.kernel.refusal import Reason, Refusal
from voordeur.domain.region.entries import OrganisationKind

DAY = date(2026, 3, 2)
SHARING, PLAN = routes()["sharing"], routes()["plan"]


def made(*steps: dict[str, object]) -> Route:
    return read_route(entry("route", route_data("r", *steps)))


def holes(route: Route) -> set[tuple[Hole, str]]:
    return {(one.hole, one.step) for one in route_problems(route, bodies(), DAY)}


@pytest.mark.parametrize("route", routes().values(), ids=lambda one: one.code)
def test_a_sound_route_has_no_holes(route: Route) -> None:
    assert holes(route) == set()


@pytest.mark.parametrize(
    ("hole", "steps"),
    [
        ((Hole.NO_ADVICE, "d"), [step("d", "decision", "board")]),
        ((Hole.NO_CONSENT, "d"), [
            step("a", "advice", "advisers"), step("d", "decision", "board", after="a"),
        ]),
        ((Hole.NOTHING_BEFORE, "d"), [step("d", "decision", "chain")]),
        ((Hole.NOTHING_BEFORE, "c"), [
            step("a", "advice", "advisers"), step("c", "consent", "chain"),
            step("d", "decision", "board", after="a c"),
        ]),
        ((Hole.IDLE, "c"), [
            step("a", "advice", "advisers"), step("d", "decision", "board", after="a"),
            step("c", "consent", "chain", after="d"),
        ]),
        ((Hole.CYCLE, "a"), [step("a", "advice", "advisers", after="b"),
                             step("b", "decision", "board", after="a")]),
        ((Hole.UNKNOWN_BODY, "a"), [step("a", "advice", "nobody")]),
        ((Hole.BODY_NOT_IN_FORCE, "d"), [step("d", "decision", "former")]),
        ((Hole.ADOPTION_WITHOUT_ORGANISATIONS, "a"), [step("a", "adoption", "board")]),
        ((Hole.NO_DECISION, ""), [step("a", "advice", "advisers")]),
        ((Hole.TOLD_TOO_EARLY, "i"), [
            step("i", "information", "councils"), step("d", "decision", "board", after="i"),
        ]),
        ((Hole.UNKNOWN_STEP, "a"), [step("a", "advice", "advisers", after="x")]),
        ((Hole.NOBODY, "a"), [step("a", "advice")]),
        ((Hole.CODE_TWICE, "a"), [step("a", "advice", "advisers")] * 2),
        ((Hole.NOT_ALWAYS, "d"), [step("d", "decision", "board", when="touches")]),
    ],
)  # fmt: skip
def test_each_hole_is_named_with_its_step(
    hole: tuple[Hole, str], steps: list[dict[str, object]]
) -> None:
    assert hole in holes(made(*steps))


def test_a_route_that_is_over_and_every_hole_has_its_words() -> None:
    over = read_route(entry("route", {**route_data("r"), "valid": {"until": "2025-01-01"}}))
    assert (Hole.NOT_IN_FORCE, "") in holes(over)
    assert all(SENTENCES[hole].nl and SENTENCES[hole].en for hole in Hole)


def test_stages_follow_from_after_and_a_circle_has_none() -> None:
    assert stages(SHARING.steps) == {
        "advice": 0, "partners": 1, "decision": 2, "adopted": 3, "informed": 4,
    }  # fmt: skip
    circle = made(step("a", "advice", after="b"), step("b", "advice", after="a"))
    assert stages(circle.steps) == {}


def test_steps_are_laid_out_per_organisation_and_only_when_they_belong() -> None:
    assert [(one.code, one.organisation) for one in laid_out_steps(SHARING, touches=False)] == [
        ("advice", ""),
        ("partners", "gemeente-velsen"),
        ("partners", "gemeente-haarlem"),
        ("decision", ""),
        ("adopted", "gemeente-velsen"),
        ("adopted", "gemeente-haarlem"),
        ("informed", ""),
    ]
    assert [one.code for one in laid_out_steps(PLAN, touches=True)] == [
        "advice", "consent", "decision", "informed",
    ]  # fmt: skip
    assert "consent" not in {one.code for one in laid_out_steps(PLAN, touches=False)}


@pytest.mark.parametrize(
    ("state", "action", "party"), list(product(ProposalState, ProposalAction, ProposalParty))
)
def test_the_table_alone_says_who_may_do_what_in_which_state(
    state: ProposalState, action: ProposalAction, party: ProposalParty
) -> None:
    listed = (state, action, party) in {
        (row.state, row.action, row.party) for row in TRANSITIONS
    }  # fmt: skip
    verdict = may_act(state, action, party)
    assert bool(verdict) == listed
    if isinstance(verdict, Refusal):
        other = any((row.state, row.action) == (state, action) for row in TRANSITIONS)
        runs = state is ProposalState.SUBMITTED
        why = Reason.PROPOSAL_RUNS if runs else Reason.PROPOSAL_NOT_RUNNING
        assert verdict.reason is (Reason.ROLE_DOES_NOT_ALLOW if other else why)


def facts(**said: Outcome) -> ProposalFacts:
    steps = laid_out_steps(PLAN, touches=True)
    return ProposalFacts(
        ProposalState.SUBMITTED,
        1,
        tuple(
            StepFacts(one, said.get(one.code), DAY if one.code in said else None) for one in steps
        ),
    )


def test_it_is_the_turn_of_the_first_stage_that_is_not_whole() -> None:
    def turn(**said: Outcome) -> list[str]:
        return [one.code for one in whose_turn(facts(**said))]

    assert turn() == ["advice"]
    assert turn(advice=Outcome.NEGATIVE) == ["consent"]
    assert turn(advice=Outcome.POSITIVE, consent=Outcome.GIVEN) == ["decision"]
    assert turn(advice=Outcome.POSITIVE, consent=Outcome.REFUSED) == []


def said(outcome: Outcome, **more: object) -> Said:
    return replace(Said(outcome=outcome, on=DAY, today=DAY, words=True), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("act", "outcome"), list(product(StepAct, Outcome)))
def test_an_outcome_fits_its_act_or_is_refused(act: StepAct, outcome: Outcome) -> None:
    informs = act is StepAct.INFORMATION
    state = ProposalState.DECIDED if informs else ProposalState.SUBMITTED
    row = StepFacts(LaidOutStep(code="x", act=act, body="b", organisation="", position=0))
    verdict = may_record(ProposalFacts(state, 1, (row,)), "x", "", said(outcome))
    assert bool(verdict) == (outcome in OUTCOMES[act])


def test_quorum_days_and_words() -> None:
    ready = facts(advice=Outcome.POSITIVE, consent=Outcome.GIVEN)

    def why(answer: Said) -> Reason | None:
        verdict = may_record(ready, "decision", "", answer)
        return verdict.reason if isinstance(verdict, Refusal) else None

    yes = said(Outcome.ADOPTED)
    assert why(yes) is None
    assert why(replace(yes, quorum=4)) is Reason.NO_QUORUM
    assert why(replace(yes, quorum=4, present=3)) is Reason.NO_QUORUM
    assert why(replace(yes, quorum=4, present=4)) is None
    assert why(said(Outcome.HELD, quorum=4, present=1)) is None
    assert why(replace(yes, on=date(2026, 3, 3))) is Reason.DAY_STILL_TO_COME
    assert why(replace(yes, on=date(2026, 3, 1))) is Reason.DAYS_OUT_OF_ORDER
    for outcome in (Outcome.HELD, Outcome.REJECTED, Outcome.ADOPTED_CHANGED):
        assert why(said(outcome, words=False)) is Reason.REASON_NEEDED


def test_a_step_is_due_its_term_after_its_stage_began() -> None:
    first, consent, decision, _informed = laid_out_steps(PLAN, touches=True)
    assert due_on(facts(), first, DAY) == date(2026, 3, 16)
    assert due_on(facts(), consent, DAY) is None
    later = facts(advice=Outcome.POSITIVE)
    moved = replace(
        later, steps=(replace(later.steps[0], given_on=date(2026, 3, 9)), *later.steps[1:])
    )
    assert due_on(moved, consent, DAY) == date(2026, 3, 23)
    assert due_on(facts(), decision, DAY) is None


@pytest.mark.parametrize("kind", OrganisationKind)
def test_touching_is_yes_when_uwv_or_a_municipality_is_a_party(kind: OrganisationKind) -> None:
    public = kind in {OrganisationKind.UWV, OrganisationKind.MUNICIPALITY}
    assert touches_by_default([kind]) == public
    assert touches_by_default([OrganisationKind.SCHOOL, kind]) == public
    assert not touches_by_default([])


@pytest.mark.parametrize(("route", "state"), list(product(("reserve", "plan"), ProposalState)))
def test_only_a_decision_by_the_proper_route_opens_the_reserve(
    route: str, state: ProposalState
) -> None:
    proposal = ReserveFacts(route, state, 100, 40)
    opens = route == "reserve" and state is ProposalState.DECIDED
    assert bool(may_withdraw(proposal, amount_cents=60, purpose="p")) == opens
    assert not may_withdraw(proposal, amount_cents=61, purpose="p")
    assert not may_withdraw(None, amount_cents=1, purpose="p")


def test_everything_has_a_word_in_both_languages() -> None:
    for words, kind in ((STATES, ProposalState), (ACTS, StepAct), (WORDS, Outcome)):
        assert all(words[one].nl and words[one].en for one in kind)  # type: ignore[index]
