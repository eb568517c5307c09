"""A vacancy: its lifecycle, what makes it complete, and how long it counts as fresh."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from voordeur.domain.kernel.lifecycle import Transition, target_of
from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict
from voordeur.domain.kernel.text import Text

FRESH_DAYS = 30
"""So many days a vacancy counts as true without anybody saying so again."""
MOST_SEATS = 500
MOST_HOURS = 60
CANDIDATES_PER_SEAT = 3
"""Introductions that may wait for an employer's answer at once, per free seat: no floods."""


KINDS: Mapping[str, Text] = {
    "job": Text("baan", "job"),
    "bbl": Text("leerbaan (bbl)", "learn-work place (bbl)"),
    "internship": Text("stage", "internship"),
}
LEARNING = ("bbl", "internship")
"""Kinds of vacancies one learns at, together with a school."""
MOST_PARTNERS = 20


class VacancyState(StrEnum):
    """How far a vacancy is."""

    OPEN = "open"
    PAUSED = "paused"
    FILLED = "filled"
    WITHDRAWN = "withdrawn"


class VacancyAction(StrEnum):
    """An act on a vacancy."""

    OPEN = "open"
    CHANGE = "change"
    CONFIRM = "confirm"
    """Say that it is still true."""
    PAUSE = "pause"
    REOPEN = "reopen"
    FILL = "fill"
    WITHDRAW = "withdraw"


class VacancyParty(StrEnum):
    """Who acts on a vacancy."""

    CONSULTANT = "consultant"
    EMPLOYER = "employer"


VacancyTransition = Transition[VacancyState, VacancyAction, VacancyParty]
_S, _A, _C = VacancyState, VacancyAction, VacancyParty.CONSULTANT

TRANSITIONS: tuple[VacancyTransition, ...] = (
    VacancyTransition(None, _A.OPEN, _C, _S.OPEN, "an employer, a title and a number of seats"),
    VacancyTransition(_S.OPEN, _A.CHANGE, _C, _S.OPEN, "never fewer seats than are filled"),
    VacancyTransition(_S.PAUSED, _A.CHANGE, _C, _S.PAUSED, "never fewer seats than are filled"),
    VacancyTransition(_S.OPEN, _A.CONFIRM, _C, _S.OPEN),
    VacancyTransition(_S.OPEN, _A.CONFIRM, VacancyParty.EMPLOYER, _S.OPEN),
    VacancyTransition(_S.OPEN, _A.PAUSE, _C, _S.PAUSED),
    VacancyTransition(_S.PAUSED, _A.REOPEN, _C, _S.OPEN),
    VacancyTransition(_S.FILLED, _A.REOPEN, _C, _S.OPEN, "a seat is free again"),
    VacancyTransition(_S.OPEN, _A.FILL, _C, _S.FILLED, "with its last seat"),
    VacancyTransition(_S.PAUSED, _A.FILL, _C, _S.FILLED, "with its last seat"),
    VacancyTransition(_S.OPEN, _A.WITHDRAW, _C, _S.WITHDRAWN, "a reason; candidates are told"),
    VacancyTransition(_S.PAUSED, _A.WITHDRAW, _C, _S.WITHDRAWN, "a reason; candidates are told"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyFacts:
    """What the rules need to know of a vacancy. ``waiting``: introductions without an answer."""

    state: VacancyState
    seats: int
    filled: int
    fresh_until: date
    waiting: int = 0

    @property
    def free(self) -> int:
        """Seats that nobody has yet."""
        return self.seats - self.filled


def may_act(state: VacancyState, action: VacancyAction, party: VacancyParty) -> Verdict:
    """Judge by the table alone."""
    if target_of(TRANSITIONS, state, action, party) is not None:
        return ALLOWED
    return Refusal(Reason.VACANCY_NOT_IN_STATE, {"state": state.value})


def may_size(*, seats: int, filled: int, hours_from: int, hours_to: int) -> Verdict:
    """Judge seats and hours a week: a seat or more, never below what is filled, hours in order."""
    if not 1 <= seats <= MOST_SEATS or seats < filled:
        return Refusal(Reason.INVALID_INPUT, {"field": "seats"})
    if not 1 <= hours_from <= MOST_HOURS:
        return Refusal(Reason.INVALID_INPUT, {"field": "hours_from"})
    if not hours_from <= hours_to <= MOST_HOURS:
        return Refusal(Reason.INVALID_INPUT, {"field": "hours_to"})
    return ALLOWED


def fresh_from(day: date) -> date:
    """Return until when a vacancy that was confirmed on ``day`` counts as true (that day not)."""
    return day + timedelta(days=FRESH_DAYS)


def may_take_candidate(facts: VacancyFacts, today: date) -> Verdict:
    """Judge referring somebody: open, fresh, and a seat free."""
    if facts.state is not VacancyState.OPEN or facts.free < 1:
        return Refusal(Reason.VACANCY_NOT_IN_STATE, {"state": facts.state.value})
    if today >= facts.fresh_until:
        return Refusal(Reason.VACANCY_NOT_FRESH, {"day": facts.fresh_until.isoformat()})
    return ALLOWED


def may_introduce(facts: VacancyFacts, today: date) -> Verdict:
    """Judge an introduction: as a candidate, and the employer is not flooded."""
    most = facts.free * CANDIDATES_PER_SEAT
    if facts.waiting >= most > 0:
        return Refusal(Reason.TOO_MANY_CANDIDATES, {"most": str(most)})
    return may_take_candidate(facts, today)
