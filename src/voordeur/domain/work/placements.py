"""Placements: kinds, talks afterwards, jobs of 25.5 hours, and the same job told twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict
from voordeur.domain.kernel.text import Text

KINDS: dict[str, Text] = {
    "regular": Text("gewone baan", "regular job"),
    "jobs_agreement": Text("baan van de banenafspraak", "job of the jobs agreement"),
    "sheltered": Text("beschut werk", "sheltered work"),
    "trial": Text("proefplaatsing", "trial placement"),
    "learn_work": Text("leren en werken", "learning and working"),
    "secondment": Text("detachering", "secondment"),
    "volunteer": Text("vrijwilligerswerk", "volunteer work"),
}
ENDS: dict[str, Text] = {
    "contract_over": Text("contract liep af", "contract ended"),
    "other_job": Text("ander werk gevonden", "found other work"),
    "dismissed": Text("werkgever stopte", "employer stopped"),
    "person_stopped": Text("persoon stopte", "person stopped"),
    "illness": Text("langdurig niet beschikbaar", "not available for long"),
    "other": Text("iets anders", "something else"),
}
MONTHS_AFTER = (3, 6, 12)
"""When somebody asks how it goes (doe-agenda, monitoring of durable placements)."""
MOST_TENTHS = 600
JOB_TENTHS = 255
"""A job of the jobs agreement counts per 25.5 paid hours a week."""
YEARS_BACK, YEARS_AHEAD = 10, 2
"""A first day outside these years is a slip of the keyboard; it would ask how it goes for ever."""
COUNTED = frozenset({"jobs_agreement"})
"""Kinds that count for the jobs agreement; sheltered work has a number of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A job of one person at one employer. ``hours_tenths`` a week; ``ends_on`` is excluded."""

    ref: str
    person: str
    employer: str
    kind: str
    hours_tenths: int
    starts_on: date
    ends_on: date | None
    organisation: str


def may_place(
    kind: str, *, hours_tenths: int, starts_on: date, ends_on: date | None, today: date
) -> Verdict:
    """Judge a placement: a known kind, hours of a week, and days near today and in order."""
    if kind not in KINDS:
        return Refusal(Reason.INVALID_INPUT, {"field": "kind"})
    if not 1 <= hours_tenths <= MOST_TENTHS:
        return Refusal(Reason.INVALID_INPUT, {"field": "hours"})
    if not -YEARS_BACK <= starts_on.year - today.year <= YEARS_AHEAD:
        return Refusal(Reason.INVALID_INPUT, {"field": "starts_on"})
    if ends_on is not None and ends_on <= starts_on:
        return Refusal(Reason.INVALID_INPUT, {"field": "ends_on"})
    return ALLOWED


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    following = date(day.year + year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def checks_of(starts_on: date) -> tuple[tuple[int, date], ...]:
    """Return when to ask how it goes: months after the start, and the day."""
    return tuple((months, months_later(starts_on, months)) for months in MONTHS_AFTER)


def running(one: Placement, on: date) -> bool:
    """Tell whether a placement runs on a day."""
    return one.starts_on <= on and (one.ends_on is None or on < one.ends_on)


def jobs_tenths(placements: Iterable[Placement], on: date) -> int:
    """Return how many jobs of 25.5 hours run on a day, in tenths of a job, rounded down.

    Placements that are the same job told twice count once, with the most hours told.
    """
    counted: dict[tuple[str, str], int] = {}
    for one in placements:
        if one.kind in COUNTED and running(one, on):
            key = (one.person, one.employer)
            counted[key] = max(counted.get(key, 0), one.hours_tenths)
    return sum(counted.values()) * 10 // JOB_TENTHS


def doubles(placements: Iterable[Placement]) -> tuple[tuple[str, str], ...]:
    """Return pairs of references that look like one job told twice, the older first.

    The same person at the same employer, in periods that overlap.
    """
    held: dict[tuple[str, str], list[Placement]] = {}
    for one in placements:
        held.setdefault((one.person, one.employer), []).append(one)
    return tuple(
        (first.ref, second.ref)
        for together in held.values()
        for first, second in combinations(together, 2)
        if _overlap(first, second)
    )


def _overlap(first: Placement, second: Placement) -> bool:
    return (first.ends_on is None or second.starts_on < first.ends_on) and (
        second.ends_on is None or first.starts_on < second.ends_on
    )
