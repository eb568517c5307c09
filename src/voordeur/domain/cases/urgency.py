"""Which case needs somebody first: overdue, then today, then the coming week, then the rest."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

SOON_DAYS = 7
"""Calendar days ahead that count as soon."""


class UrgencyLevel(IntEnum):
    """Groups of the page Today, most urgent first."""

    OVERDUE = 0
    TODAY = 1
    SOON = 2
    LATER = 3


@dataclass(frozen=True, slots=True, order=True)
class Urgency:
    """A value to sort on, most urgent first; ``days`` until the date, negative when overdue."""

    level: UrgencyLevel
    days: int


def urgency(next_date: date, today: date) -> Urgency:
    """Return how urgent a next date is as seen on ``today``."""
    days = (next_date - today).days
    if days < 0:
        return Urgency(UrgencyLevel.OVERDUE, days)
    if days == 0:
        return Urgency(UrgencyLevel.TODAY, days)
    return Urgency(UrgencyLevel.SOON if days <= SOON_DAYS else UrgencyLevel.LATER, days)
