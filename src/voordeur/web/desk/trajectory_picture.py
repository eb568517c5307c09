"""The steps of a trajectory over time, as a picture with a bar per step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from voordeur.domain.trajectories.lifecycle import StepState
from voordeur.services.trajectory_pages import StepLine

WIDTH, LEFT, RIGHT, TOP, LANE = 720, 190, 12, 26, 30
LONGEST_NAME = 26
LABEL = 60
"""How wide the name of a month is; one that does not fit is left out."""
LEAST_DAYS, SHORTEST = 28, 8
SHAPES = {
    StepState.FINISHED: "vd-years__full",
    StepState.RUNNING: "vd-years__half",
    StepState.ORDERED: "vd-years__half",
    StepState.PLANNED: "vd-years__open",
    StepState.CANCELLED: "vd-years__open",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A step: its place, width and shape, and what is said of it."""

    x: int
    y: int
    width: int
    shape: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture in whole units; ``months`` are places with a day of which the month is shown."""

    height: int
    months: tuple[tuple[int, date], ...]
    today: int | None
    bars: tuple[Bar, ...]


def picture_of(steps: Sequence[StepLine], today: date) -> Picture | None:
    """Return the picture of steps that have a day; None when none has."""
    dated = [one for one in steps if one.starts_on and one.state is not StepState.CANCELLED]
    if not dated:
        return None
    starts = [one.starts_on for one in dated if one.starts_on]
    ends = [one.ends_on or one.starts_on for one in dated]
    first = min(starts)
    days = max(LEAST_DAYS, (max(day for day in ends if day) - first).days + 1)

    def across(day: date) -> int:
        return LEFT + round((WIDTH - LEFT - RIGHT) * (day - first).days / days)

    within = first <= today <= first + timedelta(days=days)
    return Picture(
        height=TOP + LANE * len(dated) + 8,
        months=tuple(
            (across(day), day) for day in _months(first, days) if across(day) <= WIDTH - LABEL
        ),
        today=across(today) if within else None,
        bars=tuple(
            _bar(one, place, across(one.starts_on), across(one.ends_on or one.starts_on))
            for place, one in enumerate(dated)
            if one.starts_on
        ),
    )


def _bar(one: StepLine, place: int, start: int, end: int) -> Bar:
    y = TOP + LANE * place
    title = f"{one.what}: {one.state_label}"
    name = one.what if len(one.what) <= LONGEST_NAME else f"{one.what[: LONGEST_NAME - 1]}…"
    return Bar(start, y, max(SHORTEST, end - start), SHAPES[one.state], name, title)


def _months(first: date, days: int) -> list[date]:
    """Return the first day, and the first of the months after it; at most eight of them."""
    found, day, last = [first], first, first + timedelta(days=days)
    while (day := (day.replace(day=1) + timedelta(days=32)).replace(day=1)) <= last:
        found.append(day)
    apart = -(-len(found) // 8)
    return found[::apart]
