"""Silence is reminded at half the term and escalated at the term and at twice the term."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voordeur.domain.handover.deadlines import (
    ADDRESSEES,
    SIGNAL_STAGES,
    Deadlines,
    Signal,
    Stage,
    deadlines,
    signals_due,
    stage,
)
from voordeur.domain.handover.lifecycle import HandoverParty
from voordeur.domain.kernel.actors import Role

MONDAY = date(2026, 3, 2)
ESCALATIONS = {Signal.ESCALATION_1, Signal.ESCALATION_2}


def test_a_term_of_five_days_from_a_monday() -> None:
    assert deadlines(MONDAY, 5) == Deadlines(
        reminder_on=date(2026, 3, 5), due_on=date(2026, 3, 9), escalate_again_on=date(2026, 3, 16)
    )


@pytest.mark.parametrize(("term", "reminder"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3)])
def test_the_reminder_comes_at_half_the_term_rounded_up(term: int, reminder: int) -> None:
    assert deadlines(MONDAY, term).reminder_on == MONDAY + timedelta(days=reminder)


def test_each_stage_starts_on_its_day() -> None:
    dates = deadlines(MONDAY, 5)
    starts = {
        Stage.REMINDER: dates.reminder_on,
        Stage.LATE: dates.due_on,
        Stage.VERY_LATE: dates.escalate_again_on,
    }
    for reached, day in starts.items():
        assert stage(day, dates) == reached
        assert stage(day - timedelta(days=1), dates) == reached - 1
    assert [reached.code for reached in Stage] == ["on_time", "reminder", "late", "very_late"]


def test_a_term_under_a_day_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        deadlines(MONDAY, 0)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 40))
def test_the_days_come_in_order_after_the_offer(offered_on: date, term: int) -> None:
    dates = deadlines(offered_on, term)
    assert offered_on < dates.reminder_on <= dates.due_on < dates.escalate_again_on


@given(st.lists(st.integers(-30, 60), min_size=1, max_size=12), st.integers(1, 15))
def test_whatever_the_clock_does_nothing_is_lost_or_sent_twice(days: list[int], term: int) -> None:
    dates = deadlines(MONDAY, term)
    sent: list[Signal] = []
    for shift in days:
        today = MONDAY + timedelta(days=shift)
        sent += signals_due(stage(today, dates), frozenset(sent))
        needed = {signal for signal in ESCALATIONS if stage(today, dates) >= SIGNAL_STAGES[signal]}
        assert needed <= set(sent), "one run catches up"
    assert len(sent) == len(set(sent))


def test_a_reminder_is_left_out_once_it_escalates() -> None:
    assert signals_due(Stage.REMINDER, frozenset()) == (Signal.REMINDER,)
    assert signals_due(Stage.LATE, frozenset()) == (Signal.ESCALATION_1,)
    assert signals_due(Stage.VERY_LATE, frozenset()) == (Signal.ESCALATION_1, Signal.ESCALATION_2)
    assert signals_due(Stage.REMINDER, frozenset({Signal.ESCALATION_1})) == ()


def test_every_signal_goes_to_a_named_role() -> None:
    assert set(ADDRESSEES) == set(Signal)
    roles = {signal: {(to.party, to.role) for to in ADDRESSEES[signal]} for signal in Signal}
    assert roles[Signal.ESCALATION_1] == {
        (HandoverParty.RECEIVER, Role.TEAM_LEAD),
        (HandoverParty.SENDER, Role.TEAM_LEAD),
    }
    assert roles[Signal.ESCALATION_2] == {(HandoverParty.SYSTEM, Role.COORDINATOR)}
