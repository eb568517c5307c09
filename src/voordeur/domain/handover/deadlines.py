"""When silence is reminded, and to whom it escalates; derived from the offer, never stored."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from voordeur.domain.handover.lifecycle import HandoverParty
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.calendar import NO_DAYS, add_working_days


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The days on which the clock acts on an unanswered offer.

    The term runs from the day of the offer up to, and not including, ``due_on``.
    """

    reminder_on: date
    due_on: date
    escalate_again_on: date


class Stage(IntEnum):
    """How long an offer has been waiting, in order."""

    ON_TIME = 0
    REMINDER = 1
    LATE = 2
    VERY_LATE = 3

    @property
    def code(self) -> str:
        """The name as pages and exports write it."""
        return self.name.lower()


class Signal(StrEnum):
    """A message silence causes; each is sent at most once per handover."""

    REMINDER = "reminder"
    ESCALATION_1 = "escalation_1"
    ESCALATION_2 = "escalation_2"


SIGNAL_STAGES: dict[Signal, Stage] = {
    Signal.REMINDER: Stage.REMINDER,
    Signal.ESCALATION_1: Stage.LATE,
    Signal.ESCALATION_2: Stage.VERY_LATE,
}
"""From which stage each signal is due."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who gets a signal: a role in the organisation at ``party``'s place.

    ``party`` ``system`` means the region: the role in whichever organisation holds it.
    """

    party: HandoverParty
    role: Role


ADDRESSEES: dict[Signal, tuple[Addressee, ...]] = {
    Signal.REMINDER: (Addressee(HandoverParty.RECEIVER, Role.PARTNER_PROFESSIONAL),),
    Signal.ESCALATION_1: (
        Addressee(HandoverParty.RECEIVER, Role.TEAM_LEAD),
        Addressee(HandoverParty.SENDER, Role.TEAM_LEAD),
    ),
    Signal.ESCALATION_2: (Addressee(HandoverParty.SYSTEM, Role.COORDINATOR),),
}
"""To which named roles each signal goes."""


def deadlines(offered_on: date, term_days: int, closed: frozenset[date] = NO_DAYS) -> Deadlines:
    """Return the days that follow from a term of ``term_days`` working days.

    The reminder comes at half the term, rounded up. Raises ``ValueError`` for a term under 1.
    """
    if term_days < 1:
        message = f"a term is at least one working day: {term_days}"
        raise ValueError(message)
    return Deadlines(
        reminder_on=add_working_days(offered_on, (term_days + 1) // 2, closed),
        due_on=add_working_days(offered_on, term_days, closed),
        escalate_again_on=add_working_days(offered_on, 2 * term_days, closed),
    )


def stage(today: date, dates: Deadlines) -> Stage:
    """Return how late an unanswered offer is on ``today``."""
    if today >= dates.escalate_again_on:
        return Stage.VERY_LATE
    if today >= dates.due_on:
        return Stage.LATE
    return Stage.REMINDER if today >= dates.reminder_on else Stage.ON_TIME


def signals_due(reached: Stage, sent: AbstractSet[Signal]) -> tuple[Signal, ...]:
    """Return the signals still to send at stage ``reached``, given those already ``sent``.

    A missed run loses no escalation and a double run repeats none. A reminder that was missed
    is left out once the offer escalates: the escalation says the same to more people.
    """
    escalates = reached >= Stage.LATE or not sent.isdisjoint(set(Signal) - {Signal.REMINDER})
    return tuple(
        signal
        for signal, from_stage in SIGNAL_STAGES.items()
        if reached >= from_stage
        and signal not in sent
        and not (signal is Signal.REMINDER and escalates)
    )
