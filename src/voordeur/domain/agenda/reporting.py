"""When a project reports: the dates agreed, and else the rhythm that fits it (row MN-02)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from voordeur.domain.register.entry import Entry

MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
"""Months between two reports; other rhythms have no dates of their own."""
OVER = frozenset({"done", "stopped"})


@dataclass(frozen=True, slots=True)
class Report:
    """One report: ``place`` is its place in the project, None when only the rhythm asks for it."""

    due: date
    given_on: date | None
    late: bool
    place: int | None


def reports_of(project: Entry, today: date) -> tuple[Report, ...]:
    """Return every report agreed, by date, and the next one by rhythm when none is waiting."""
    found = [
        Report(due, given, late=given is None and due < today, place=place)
        for place, row in enumerate(project.rows("reports"))
        for due, given in [(date.fromisoformat(str(row["due"])), _day(row.get("given_on")))]
    ]
    found.sort(key=lambda one: one.due)
    waiting = any(one.given_on is None for one in found)
    after = None if waiting else _by_rhythm(project, found)
    if after is not None:
        found.append(Report(after, None, late=after < today, place=None))
    return tuple(found)


def _by_rhythm(project: Entry, given: list[Report]) -> date | None:
    months = MONTHS.get(project.line("rhythm"))
    if months is None or project.line("status") in OVER:
        return None
    start = project.moment("from")
    last = max((one.due for one in given), default=start.start if start is not None else None)
    return months_later(last, months) if last is not None else None


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None
