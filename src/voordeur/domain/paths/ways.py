"""The shortest feasible ways from one function to another, exact, with what blocks the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from heapq import heappop, heappush
from typing import TypeAlias

from voordeur.domain.paths.atlas import ANYWHERE, Atlas, Step
from voordeur.domain.paths.obstacles import (
    NOBODY,
    Here,
    Hindrance,
    Obstacle,
    Traveller,
    after,
    before_leaving,
    obstacles,
)

MOST_LOOKED_AT = 20_000
"""Beginnings of ways that are looked at; beyond that the answer says that it is not complete."""
Length: TypeAlias = tuple[int, int]
"""Months, and steps."""


class NoWay(StrEnum):
    """Why there is nothing to look for."""

    UNKNOWN_START = "unknown_start"
    UNKNOWN_GOAL = "unknown_goal"
    ALREADY_THERE = "already_there"
    NO_STEPS = "no_steps"
    """No row of steps leads there, whoever goes."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One step of a way with what is not met yet when it comes."""

    step: Step
    obstacles: tuple[Obstacle, ...]

    @property
    def blocked(self) -> bool:
        """Tell whether something known stands in the way."""
        return any(one.how is Hindrance.BLOCKS for one in self.obstacles)


@dataclass(frozen=True, slots=True)
class Way:
    """A row of steps that never comes in a function twice."""

    legs: tuple[Leg, ...]

    @property
    def months(self) -> int:
        """How long it takes, when every step follows the one before at once."""
        return sum(leg.step.months for leg in self.legs)

    @property
    def blocked(self) -> bool:
        """Tell whether one of its steps is blocked."""
        return any(leg.blocked for leg in self.legs)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its steps."""
        return tuple(leg.step.code for leg in self.legs)


@dataclass(frozen=True, slots=True)
class Found:
    """The best ways in order: fewest months, then fewest steps, then by code.

    ``blocked`` are ways that something known stands in, best first. ``complete`` tells whether
    every shorter way was looked at.
    """

    ways: tuple[Way, ...]
    blocked: tuple[Way, ...]
    complete: bool


def find_ways(
    atlas: Atlas, start: str, goal: str, *, traveller: Traveller = NOBODY, most: int = 3
) -> Found | NoWay:
    """Return the ``most`` best feasible ways, or why there is nothing to look for."""
    if start not in atlas.jobs:
        return NoWay.UNKNOWN_START
    if goal not in atlas.jobs:
        return NoWay.UNKNOWN_GOAL
    if start == goal:
        return NoWay.ALREADY_THERE
    left = _left(atlas, goal)
    if not any(step.goal in left for step in atlas.leaving(start)):
        return NoWay.NO_STEPS
    search = _Search(atlas, goal, left, traveller)
    ways, complete = search.best(start, most, feasible=True)
    any_ways, _all = search.best(start, most, feasible=False)
    return Found(ways, tuple(one for one in any_ways if one.blocked), complete)


def walk(atlas: Atlas, codes: tuple[str, ...], *, start: str, traveller: Traveller) -> Way | None:
    """Return the way along these steps from ``start``, or None when they are no way."""
    known = {one.code: one for one in atlas.steps}
    here, place, seen, legs = before_leaving(traveller), start, {start}, list[Leg]()
    for code in codes:
        step = known.get(code)
        if step is None or step.goal not in atlas.jobs:
            return None
        if step.goal in seen or step not in atlas.leaving(place, begun=bool(legs)):
            return None
        legs.append(Leg(step, obstacles(atlas, step, here, traveller)))
        here, place = after(atlas, step, here), step.goal
        seen.add(place)
    return Way(tuple(legs)) if legs else None


def _left(atlas: Atlas, goal: str) -> Mapping[str, Length]:
    """Return the least that is left from every function on the way that can reach ``goal``."""
    best: dict[str, Length] = {}
    waiting: list[tuple[Length, str]] = [((0, 0), goal)]
    while waiting:
        length, here = heappop(waiting)
        if here in best:
            continue
        best[here] = length
        for step in atlas.arriving(here):
            if step.start == ANYWHERE and not atlas.asks_diploma(step):
                continue
            further = (length[0] + step.months, length[1] + 1)
            for one in atlas.jobs if step.start == ANYWHERE else (step.start,):
                if one in atlas.jobs and one not in best:
                    heappush(waiting, (further, one))
    return best


class _Roads:
    """The steps that leave each function, looked up once."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.known: dict[tuple[str, bool], tuple[Step, ...]] = {}

    def leaving(self, place: str, *, begun: bool) -> tuple[Step, ...]:
        key = (place, begun)
        if key not in self.known:
            self.known[key] = tuple(self.atlas.leaving(place, begun=begun))
        return self.known[key]


@dataclass(frozen=True, slots=True)
class _Search:
    atlas: Atlas
    goal: str
    left: Mapping[str, Length]
    traveller: Traveller

    def best(self, start: str, most: int, *, feasible: bool) -> tuple[tuple[Way, ...], bool]:
        """Return the best ways in order.

        What is left at least, added to what was walked, never passes the true length, and the
        codes of a beginning never pass those of a way that goes on from it: so ways come out of
        the heap in their exact order.
        """
        roads = _Roads(self.atlas)
        begin: _Beginning = ((0, 0), (), start, before_leaving(self.traveller), ())
        waiting = [begin]
        found: list[Way] = []
        looked = 0
        while waiting and len(found) < most:
            looked += 1
            if looked > MOST_LOOKED_AT:
                return tuple(found), False
            _bound, codes, place, here, legs = heappop(waiting)
            if place == self.goal:
                found.append(Way(legs))
                continue
            seen = {start, *(leg.step.goal for leg in legs)}
            for step in roads.leaving(place, begun=bool(legs)):
                if step.goal in seen or step.goal not in self.left:
                    continue
                leg = Leg(step, obstacles(self.atlas, step, here, self.traveller))
                if not (feasible and leg.blocked):
                    heappush(waiting, self._further(codes, here, legs, leg))
        return tuple(found), True

    def _further(
        self, codes: tuple[str, ...], here: Here, legs: tuple[Leg, ...], leg: Leg
    ) -> "_Beginning":
        there = after(self.atlas, leg.step, here)
        months, steps = self.left[leg.step.goal]
        bound = (there.months + months, len(legs) + 1 + steps)
        return (bound, (*codes, leg.step.code), leg.step.goal, there, (*legs, leg))


_Beginning: TypeAlias = tuple[Length, tuple[str, ...], str, Here, tuple[Leg, ...]]
