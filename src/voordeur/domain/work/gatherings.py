"""Gatherings for employers and people: who gets a place, who waits, and who moves up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict
from voordeur.domain.kernel.text import Text

AUDIENCES: dict[str, Text] = {
    "employers": Text("werkgevers", "employers"),
    "people": Text("mensen die werk zoeken", "people who look for work"),
    "both": Text("werkgevers en mensen die werk zoeken", "employers and people who look for work"),
}
FOR_EMPLOYERS = frozenset({"employers", "both"})
FOR_PEOPLE = frozenset({"people", "both"})
MOST_PLACES = 2000
MOST_OF_ONE_EMPLOYER = 10
"""People one employer can bring along."""


class SignUpState(StrEnum):
    """Where a sign-up stands."""

    IN = "in"
    WAITING = "waiting"
    CANCELLED = "cancelled"


SIGN_UP_WORDS: dict[SignUpState, Text] = {
    SignUpState.IN: Text("heeft een plek", "has a place"),
    SignUpState.WAITING: Text("staat op de wachtlijst", "is on the waiting list"),
    SignUpState.CANCELLED: Text("komt niet", "does not come"),
}


@dataclass(frozen=True, slots=True)
class Gathering:
    """What the rules need to know of a gathering."""

    day: date
    places: int
    taken: int
    audience: str
    state: str = "planned"

    @property
    def left(self) -> int:
        """Places that are free."""
        return self.places - self.taken


@dataclass(frozen=True, slots=True)
class Party:
    """People who want to come together."""

    ref: str
    people: int


def may_plan(*, day: date, today: date, places: int, audience: str) -> Verdict:
    """Judge what is planned: a day that is still to come, places, and for whom."""
    if day < today:
        return Refusal(Reason.DATE_IN_THE_PAST, {"field": "day"})
    if not 1 <= places <= MOST_PLACES:
        return Refusal(Reason.INVALID_INPUT, {"field": "places"})
    if audience not in AUDIENCES:
        return Refusal(Reason.INVALID_INPUT, {"field": "audience"})
    return ALLOWED


def may_sign_up(gathering: Gathering, today: date, *, employer: bool) -> Verdict:
    """Judge signing up and cancelling: until the day itself, for whom it is meant."""
    if gathering.state != "planned" or gathering.day < today:
        return Refusal(Reason.GATHERING_OVER)
    if gathering.audience not in (FOR_EMPLOYERS if employer else FOR_PEOPLE):
        return Refusal(Reason.NOT_FOUND)
    return ALLOWED


def may_tell_attendance(gathering: Gathering, today: date) -> Verdict:
    """Judge writing down who came: not before the day, and not of what was called off."""
    if gathering.state == "cancelled":
        return Refusal(Reason.GATHERING_OVER)
    if gathering.day > today:
        return Refusal(Reason.DAY_STILL_TO_COME)
    return ALLOWED


def placed(left: int, people: int) -> SignUpState:
    """Return what a party gets: places for all of them together, or it waits."""
    return SignUpState.IN if people <= left else SignUpState.WAITING


def moving_up(left: int, waiting: Iterable[Party]) -> tuple[Party, ...]:
    """Return who comes in for ``left`` places, in the order they asked.

    A party that is too large for what is left keeps waiting; a smaller one behind it comes in.
    """
    found = []
    for party in waiting:
        if party.people <= left:
            found.append(party)
            left -= party.people
    return tuple(found)
