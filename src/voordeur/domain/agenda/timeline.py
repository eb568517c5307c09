"""Milestones: planned against reached, what is late, and what stands in the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from voordeur.domain.register.entry import Entry
from voordeur.domain.register.moments import Moment

SOON = timedelta(days=31)


class Course(StrEnum):
    """How a milestone stands."""

    REACHED = "reached"
    REACHED_LATE = "reached_late"
    LATE = "late"
    SOON = "soon"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone on a day: ``days`` is how many days later than planned it was, or is by now.

    ``waits_for`` are the codes of milestones it depends on that are not reached.
    """

    milestone: Entry
    planned: Moment
    realised: Moment | None
    course: Course
    days: int
    waits_for: tuple[str, ...] = ()

    @property
    def critical(self) -> bool:
        """Tell whether missing it stops others."""
        return self.milestone.flag("critical")


@dataclass(frozen=True, slots=True)
class Span:
    """The days a picture covers: whole years, ``end`` not included."""

    start: date
    end: date

    def share(self, day: date) -> float:
        """Return where a day lies, from 0 to 1; what lies outside stands at the edge."""
        whole = (self.end - self.start).days
        return min(max((day - self.start).days / whole, 0.0), 1.0)

    @property
    def years(self) -> tuple[int, ...]:
        """The years it covers."""
        return tuple(range(self.start.year, self.end.year))


def steps(milestones: Iterable[Entry], today: date) -> tuple[Step, ...]:
    """Return the milestones by planned day; what has no day that can be read is left out."""
    held = list(milestones)
    reached = {one.code for one in held if one.moment("realised") is not None}
    known = {one.code for one in held}
    found = []
    for one in held:
        planned = one.moment("planned")
        if planned is None:
            continue
        realised = one.moment("realised")
        days = _days_late(planned, realised, today)
        missing = tuple(
            code for code in one.codes("depends_on") if code in known and code not in reached
        )
        found.append(
            Step(one, planned, realised, _course(planned, realised, days, today), days, missing)
        )
    return tuple(sorted(found, key=lambda step: (step.planned.last, step.planned.start)))


def _days_late(planned: Moment, realised: Moment | None, today: date) -> int:
    """Count from the last day that was promised to the first day it could have been reached."""
    until = realised.start if realised is not None else today
    return max((until - planned.last).days, 0)


def _course(planned: Moment, realised: Moment | None, days: int, today: date) -> Course:
    if realised is not None:
        return Course.REACHED_LATE if days else Course.REACHED
    if days:
        return Course.LATE
    return Course.SOON if planned.last - today <= SOON else Course.PLANNED


def by_owner(found: Iterable[Step]) -> Mapping[tuple[str, str], tuple[Step, ...]]:
    """Group steps by the track or project they belong to; ('', '') for those of neither."""
    groups: dict[tuple[str, str], list[Step]] = {}
    for step in found:
        groups.setdefault(_owner(step.milestone), []).append(step)
    return {key: tuple(held) for key, held in groups.items()}


def _owner(milestone: Entry) -> tuple[str, str]:
    for kind in ("track", "project"):
        if milestone.line(kind):
            return kind, milestone.line(kind)
    return "", ""


def span_of(found: Iterable[Step], today: date) -> Span:
    """Return the whole years that hold every step and today."""
    days = [today]
    for step in found:
        days += [step.planned.start, step.planned.last]
        days += [step.realised.start] if step.realised is not None else []
    return Span(date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1))
