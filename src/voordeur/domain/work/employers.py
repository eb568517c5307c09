"""Employers by what they need, and the log of contact with them (doe-agenda, theme 6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict
from voordeur.domain.kernel.text import Text

NEEDS: dict[str, Text] = {
    "growing": Text("vraagt mensen of groeit", "asks for people or grows"),
    "parting": Text("moet afscheid nemen van mensen", "must part with people"),
    "support": Text("kan banen houden of maken met hulp", "can keep or make jobs with support"),
}
TALKS: dict[str, Text] = {
    "call": Text("gebeld", "called"),
    "visit": Text("bezoek", "visit"),
    "mail": Text("gemaild", "mailed"),
    "advice": Text("advies over goed werkgeverschap", "advice on good employment"),
    "other_conversation": Text("het andere gesprek", "the other conversation"),
    "early_signal": Text("vroeg signaal van problemen", "early sign of trouble"),
    "carving": Text("werk anders verdelen", "dividing work differently"),
    "network": Text("netwerk of bijeenkomst", "network or meeting"),
}
THEMES: dict[str, Text] = {
    "staff": Text("te weinig mensen", "too few people"),
    "sickness": Text("uitval door ziekte of levensfase", "drop-out by illness or phase of life"),
    "dismissal": Text("dreigend ontslag", "dismissal ahead"),
    "language": Text("taal op het werk", "language at work"),
    "travel": Text("vervoer naar het werk", "travel to work"),
    "housing": Text("wonen", "housing"),
    "learning": Text("leren en opleiden", "learning and training"),
    "rules": Text("regels en regelingen", "rules and schemes"),
    "inclusion": Text("mensen met een afstand tot werk", "people with a distance to work"),
    "other": Text("iets anders", "something else"),
}
FOLLOWED = frozenset({"other_conversation", "early_signal"})
"""Talks after which somebody must come back: they need a day."""
RECURRING = 3
"""From so many employers on, one theme is a matter for the regional table."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One line of the log: of which employer, about what, and whether it is still open."""

    employer: str
    theme: str
    day: date


def may_log(sort: str, theme: str, *, day: date, follow_up_on: date | None, today: date) -> Verdict:
    """Judge a line of the contact log: known codes, a day that has come, and a day to come back."""
    if sort not in TALKS:
        return Refusal(Reason.INVALID_INPUT, {"field": "sort"})
    if theme not in THEMES:
        return Refusal(Reason.INVALID_INPUT, {"field": "theme"})
    if day > today:
        return Refusal(Reason.DATE_IN_THE_FUTURE, {"field": "day"})
    if sort in FOLLOWED and follow_up_on is None:
        return Refusal(Reason.NEXT_STEP_NEEDED, {"field": "follow_up_on"})
    if follow_up_on is not None and follow_up_on < today:
        return Refusal(Reason.DATE_IN_THE_PAST, {"field": "follow_up_on"})
    return ALLOWED


def recurring(talks: Iterable[Talk]) -> tuple[tuple[str, int], ...]:
    """Return recurring themes with how many different employers named them, most first."""
    found: dict[str, set[str]] = {}
    for one in talks:
        found.setdefault(one.theme, set()).add(one.employer)
    counted = [(theme, len(held)) for theme, held in found.items() if len(held) >= RECURRING]
    return tuple(sorted(counted, key=lambda one: (-one[1], one[0])))
