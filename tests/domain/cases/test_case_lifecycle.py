"""Every state of a case by every act by every organisation, against the rules in plain logic."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from tests.tidy.repository import ROOT
from voordeur.cli.lifecycles import pages
from voordeur.domain.cases.lifecycle import (
    TRANSITIONS,
    CaseAction,
    CaseFacts,
    CasePhase,
    CaseState,
    may_act,
    may_close,
    may_plan_next,
    may_register,
    may_reopen,
)
from voordeur.domain.kernel.lifecycle import known_states
from voordeur.domain.kernel.refusal import Reason, Refusal, Verdict

TODAY = date(2026, 3, 2)
DATES = (None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=9))
STEPS = ("", "  ", "Bellen met Dagmar")
BOTH = (False, True)


def case(
    *,
    state: CaseState = CaseState.OPEN,
    open_handover: bool = False,
    next_date: date | None = TODAY,
) -> CaseFacts:
    return CaseFacts(state, "werkcentrum", CasePhase.NEW, next_date, 1, open_handover)


def reason_of(verdict: Verdict) -> Reason | None:
    return verdict.reason if isinstance(verdict, Refusal) else None


def step_reason(step: str, day: date | None) -> Reason | None:
    if not step.strip() or day is None:
        return Reason.NEXT_STEP_NEEDED
    return Reason.DATE_IN_THE_PAST if day < TODAY else None


ALLOWED_BY_TABLE = {
    ("open", "plan_next", "werkcentrum"),
    ("open", "close", "werkcentrum"),
    ("closed", "reopen", "werkcentrum"),
    ("closed", "reopen", "gemeente-velsen"),
}


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("action", CaseAction)
@pytest.mark.parametrize("organisation", ["werkcentrum", "gemeente-velsen"])
def test_the_table_allows_exactly_what_the_rules_say(
    state: CaseState, action: CaseAction, organisation: str
) -> None:
    verdict = may_act(case(state=state), action, organisation)
    assert bool(verdict) == ((state, action, organisation) in ALLOWED_BY_TABLE)


@pytest.mark.parametrize(("step", "day"), list(product(STEPS, DATES)))
def test_an_open_case_always_has_a_next_step_and_a_date(step: str, day: date | None) -> None:
    expected = step_reason(step, day)
    asked: dict[str, Any] = {"next_step": step, "next_date": day, "today": TODAY}
    closed = case(state=CaseState.CLOSED, next_date=None)
    assert reason_of(may_register(**asked)) == expected
    assert reason_of(may_plan_next(case(), "werkcentrum", **asked)) == expected
    assert reason_of(may_reopen(closed, "gemeente-velsen", reason="back", **asked)) == expected
    assert reason_of(may_plan_next(closed, "werkcentrum", **asked)) == Reason.CASE_CLOSED
    assert reason_of(may_reopen(case(), "werkcentrum", reason="back", **asked)) == Reason.CASE_OPEN
    assert reason_of(may_plan_next(case(), "gemeente-velsen", **asked)) == Reason.NOT_ACCOUNTABLE


def test_reopening_needs_a_reason() -> None:
    closed = case(state=CaseState.CLOSED, next_date=None)
    verdict = may_reopen(
        closed, "werkcentrum", reason="", next_step="Bellen", next_date=TODAY, today=TODAY
    )
    assert reason_of(verdict) == Reason.REASON_NEEDED


def test_the_accountable_organisation_plans_on_during_an_open_handover() -> None:
    during = case(open_handover=True)
    assert may_plan_next(during, "werkcentrum", next_step="Bellen", next_date=TODAY, today=TODAY)


def close_reason(
    *, is_open: bool, own: bool, open_handover: bool, outcome: str, informed: bool
) -> Reason | None:
    """Say the rule of closing once more, in the order a person would check it."""
    checks = (
        (is_open, Reason.CASE_CLOSED),
        (own, Reason.NOT_ACCOUNTABLE),
        (not open_handover, Reason.HANDOVER_OPEN),
        (bool(outcome), Reason.OUTCOME_NEEDED),
        (informed, Reason.RESIDENT_NOT_INFORMED),
    )
    return next((reason for holds, reason in checks if not holds), None)


@pytest.mark.parametrize(
    ("is_open", "own", "open_handover", "outcome", "informed"),
    list(product(BOTH, BOTH, BOTH, ("", "work"), BOTH)),
)
def test_nothing_closes_without_an_outcome_or_behind_a_back(
    *, is_open: bool, own: bool, open_handover: bool, outcome: str, informed: bool
) -> None:
    facts = case(state=CaseState.OPEN if is_open else CaseState.CLOSED, open_handover=open_handover)
    by = "werkcentrum" if own else "gemeente-velsen"
    verdict = may_close(facts, by, outcome=outcome, resident_informed=informed)
    assert reason_of(verdict) == close_reason(
        is_open=is_open, own=own, open_handover=open_handover, outcome=outcome, informed=informed
    )


def test_every_state_is_in_the_table_and_no_row_comes_twice() -> None:
    assert set(known_states(TRANSITIONS)) == set(CaseState)
    keys = [(row.state, row.action, row.party) for row in TRANSITIONS]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", ["case.md", "handover.md", "appointment.md"])
def test_the_lifecycle_pages_are_those_of_the_tables(name: str) -> None:
    written = (ROOT / "docs" / "lifecycles" / name).read_text(encoding="utf-8")
    assert written == pages()[name], "run: voordeur lifecycles"
