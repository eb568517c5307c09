"""Who gets a place in a training, who waits, and who comes in."""

from datetime import date

import pytest

from voordeur.domain.kernel.refusal import Reason, Refusal
from voordeur.domain.toolbox.trainings import (
    BookingState,
    Group,
    Training,
    may_change,
    may_plan,
    moving_up,
    placed,
)

TODAY = date(2026, 3, 2)
TRAINING = Training(day=date(2026, 4, 1), places=12, least=6, booked=5)


def test_a_group_comes_in_together_or_waits() -> None:
    assert placed(TRAINING, 7) is BookingState.IN
    assert placed(TRAINING, 8) is BookingState.WAITING
    assert (TRAINING.left, TRAINING.short) == (7, 1)


def test_who_waits_comes_in_by_order_and_a_smaller_group_passes_one_that_does_not_fit() -> None:
    waiting = (Group("a", 5), Group("b", 2), Group("c", 1), Group("d", 1))
    assert [one.ref for one in moving_up(3, waiting)] == ["b", "c"]
    assert moving_up(0, waiting) == ()


@pytest.mark.parametrize(
    ("training", "good"),
    [
        (TRAINING, True),
        (Training(TODAY, 12, 6, 0), True),
        (Training(date(2026, 3, 1), 12, 6, 0), False),
        (Training(date(2026, 4, 1), 12, 6, 0, cancelled=True), False),
    ],
)
def test_nothing_changes_once_it_is_over_or_called_off(training: Training, good: bool) -> None:
    assert bool(may_change(training, TODAY)) is good


def test_a_training_is_given_no_more_often_than_was_agreed_on() -> None:
    day = TRAINING.day
    assert may_plan(day=day, today=TODAY, planned=2, times=3)
    assert may_plan(day=day, today=TODAY, planned=99, times=None)
    full = may_plan(day=day, today=TODAY, planned=3, times=3)
    assert full == Refusal(Reason.NO_PLACES_LEFT, {"times": "3"})
    past = may_plan(day=date(2026, 3, 1), today=TODAY, planned=0, times=3)
    assert isinstance(past, Refusal)
    assert past.reason is Reason.DATE_IN_THE_PAST
