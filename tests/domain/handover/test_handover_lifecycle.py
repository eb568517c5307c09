"""Every state of a handover by every act by every party, against the rules in plain logic."""

from dataclasses import dataclass
from itertools import product

import pytest

from voordeur.domain.cases.lifecycle import CaseFacts, CasePhase, CaseState
from voordeur.domain.handover.lifecycle import (
    ANSWERS,
    TRANSITIONS,
    HandoverAction,
    HandoverFacts,
    HandoverParty,
    HandoverState,
    Target,
    may_act,
    may_answer,
    may_offer,
    may_withdraw,
)
from voordeur.domain.kernel.lifecycle import final_states, known_states
from voordeur.domain.kernel.refusal import Reason, Refusal, Verdict

ALICE, BOB, CHARLIE = "werkcentrum", "gemeente-velsen", "uwv"
PARTIES = (ALICE, BOB, CHARLIE)
BOTH = (False, True)

ALLOWED_BY_TABLE = {
    ("offered", "accept", "receiver"),
    ("offered", "return", "receiver"),
    ("offered", "redirect", "receiver"),
    ("offered", "withdraw", "sender"),
    ("offered", "remind", "system"),
    ("offered", "escalate", "system"),
}


def reason_of(verdict: Verdict) -> Reason | None:
    return verdict.reason if isinstance(verdict, Refusal) else None


def first_broken(*checks: tuple[bool, Reason]) -> Reason | None:
    return next((reason for holds, reason in checks if not holds), None)


def handover(
    *,
    state: HandoverState = HandoverState.OFFERED,
    accountable: str = ALICE,
    case_open: bool = True,
) -> HandoverFacts:
    return HandoverFacts(state, ALICE, BOB, accountable, case_open)


@pytest.mark.parametrize("state", HandoverState)
@pytest.mark.parametrize("action", HandoverAction)
@pytest.mark.parametrize("party", HandoverParty)
def test_the_table_allows_exactly_what_the_rules_say(
    state: HandoverState, action: HandoverAction, party: HandoverParty
) -> None:
    verdict = may_act(handover(state=state), action, party)
    assert bool(verdict) == ((state, action, party) in ALLOWED_BY_TABLE)
    if state is not HandoverState.OFFERED:
        assert reason_of(verdict) == Reason.HANDOVER_ANSWERED
    elif not verdict and action is HandoverAction.WITHDRAW:
        assert reason_of(verdict) == Reason.NOT_SENDER
    elif not verdict and action in ANSWERS:
        assert reason_of(verdict) == Reason.NOT_RECEIVER


@dataclass(frozen=True)
class Answer:
    """One way to answer; ``third`` is '' when no other organisation is named."""

    state: HandoverState
    action: HandoverAction
    by: str
    accountable: str
    case_open: bool
    reason: str
    third: str
    third_takes: bool

    def expected(self) -> Reason | None:
        """Say the rule once more, in the order a person would check it."""
        redirect = self.action is HandoverAction.REDIRECT
        return first_broken(
            (self.state is HandoverState.OFFERED, Reason.HANDOVER_ANSWERED),
            (self.by == BOB, Reason.NOT_RECEIVER),
            (self.case_open, Reason.CASE_CLOSED),
            (self.accountable == ALICE, Reason.CHANGED_MEANWHILE),
            (self.action is HandoverAction.ACCEPT or self.reason != "", Reason.REASON_NEEDED),
            (not redirect or self.third != "", Reason.INVALID_INPUT),
            (not redirect or self.third == CHARLIE, Reason.SAME_ORGANISATION),
            (not redirect or self.third_takes, Reason.RECEIVER_TAKES_NO_HANDOVERS),
        )


ANSWER_CASES = [
    Answer(*values)
    for values in product(
        HandoverState,
        sorted(ANSWERS),
        PARTIES,
        PARTIES,
        BOTH,
        ("", "full"),
        ("", *PARTIES),
        BOTH,
    )
]


def test_every_answer_in_every_situation_gets_the_verdict_of_the_rules() -> None:
    assert len(ANSWER_CASES) == 5 * 3 * 3 * 3 * 2 * 2 * 4 * 2
    for asked in ANSWER_CASES:
        verdict = may_answer(
            handover(state=asked.state, accountable=asked.accountable, case_open=asked.case_open),
            asked.by,
            asked.action,
            reason=asked.reason,
            third=Target(asked.third, asked.third_takes) if asked.third else None,
        )
        assert reason_of(verdict) == asked.expected(), asked


def test_every_verdict_of_an_answer_is_reached() -> None:
    assert {asked.expected() for asked in ANSWER_CASES} == {
        None,
        Reason.HANDOVER_ANSWERED,
        Reason.NOT_RECEIVER,
        Reason.CASE_CLOSED,
        Reason.CHANGED_MEANWHILE,
        Reason.REASON_NEEDED,
        Reason.INVALID_INPUT,
        Reason.SAME_ORGANISATION,
        Reason.RECEIVER_TAKES_NO_HANDOVERS,
    }


@pytest.mark.parametrize("action", sorted(set(HandoverAction) - ANSWERS))
def test_only_answers_are_judged_as_answers(action: HandoverAction) -> None:
    with pytest.raises(ValueError, match="not an answer"):
        may_answer(handover(), BOB, action)


@pytest.mark.parametrize(
    ("state", "by", "accountable", "case_open", "reason"),
    list(product(HandoverState, PARTIES, PARTIES, BOTH, ("", "mistake"))),
)
def test_only_the_sender_withdraws_an_unanswered_offer(
    *, state: HandoverState, by: str, accountable: str, case_open: bool, reason: str
) -> None:
    facts = handover(state=state, accountable=accountable, case_open=case_open)
    expected = first_broken(
        (state is HandoverState.OFFERED, Reason.HANDOVER_ANSWERED),
        (by == ALICE, Reason.NOT_SENDER),
        (case_open, Reason.CASE_CLOSED),
        (accountable == ALICE, Reason.CHANGED_MEANWHILE),
        (reason != "", Reason.REASON_NEEDED),
    )
    assert reason_of(may_withdraw(facts, by, reason=reason)) == expected


@pytest.mark.parametrize(
    ("is_open", "by", "open_handover", "receiver", "takes", "reason"),
    list(product(BOTH, PARTIES, BOTH, PARTIES, BOTH, ("", "expertise"))),
)
def test_an_offer_goes_from_the_accountable_party_to_one_that_takes_it(
    *, is_open: bool, by: str, open_handover: bool, receiver: str, takes: bool, reason: str
) -> None:
    state = CaseState.OPEN if is_open else CaseState.CLOSED
    facts = CaseFacts(state, ALICE, CasePhase.ADVICE, None, 1, open_handover)
    expected = first_broken(
        (is_open, Reason.CASE_CLOSED),
        (by == ALICE, Reason.NOT_ACCOUNTABLE),
        (not open_handover, Reason.HANDOVER_OPEN),
        (receiver != ALICE, Reason.SAME_ORGANISATION),
        (takes, Reason.RECEIVER_TAKES_NO_HANDOVERS),
        (reason != "", Reason.REASON_NEEDED),
    )
    assert reason_of(may_offer(facts, by, Target(receiver, takes), reason=reason)) == expected


def test_every_state_but_offered_is_final_and_no_row_comes_twice() -> None:
    assert set(known_states(TRANSITIONS)) == set(HandoverState)
    assert final_states(TRANSITIONS) == set(HandoverState) - {HandoverState.OFFERED}
    keys = [(row.state, row.action, row.party) for row in TRANSITIONS]
    assert len(keys) == len(set(keys))
