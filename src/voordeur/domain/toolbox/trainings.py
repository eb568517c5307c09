"""Trainings for employers: who gets a place, who waits, and who comes in when a place is free."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict


class BookingState(StrEnum):
    """Where a booking stands."""

    IN = "in"
    WAITING = "waiting"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Training:
    """What the rules need to know of a training."""

    day: date
    places: int
    least: int
    booked: int
    cancelled: bool = False

    @property
    def left(self) -> int:
        """Places that are free."""
        return self.places - self.booked

    @property
    def short(self) -> int:
        """How many people it still needs to reach the smallest group; 0 when it has them."""
        return max(0, self.least - self.booked)


@dataclass(frozen=True, slots=True)
class Group:
    """People of one organisation who want to come together."""

    ref: str
    people: int


def may_change(training: Training, today: date) -> Verdict:
    """Judge booking and cancelling: until the day itself, and not once it is called off."""
    if training.cancelled or training.day < today:
        return Refusal(Reason.TRAINING_OVER)
    return ALLOWED


def placed(training: Training, people: int) -> BookingState:
    """Return what a group of ``people`` gets: places for all of them together, or it waits."""
    return BookingState.IN if people <= training.left else BookingState.WAITING


def moving_up(left: int, waiting: Iterable[Group]) -> tuple[Group, ...]:
    """Return who comes in for ``left`` places, in the order they asked.

    A group that is too large for what is left keeps waiting; a smaller one behind it comes in.
    """
    found = []
    for group in waiting:
        if group.people <= left:
            found.append(group)
            left -= group.people
    return tuple(found)


def may_plan(*, day: date, today: date, planned: int, times: int | None) -> Verdict:
    """Judge planning one more training when ``planned`` of it are planned or were held.

    ``times`` is how often it can be given; None means that no number was agreed on.
    """
    if day < today:
        return Refusal(Reason.DATE_IN_THE_PAST)
    if times is not None and planned >= times:
        return Refusal(Reason.NO_PLACES_LEFT, {"times": str(times)})
    return ALLOWED
