"""The grounds apart from skills: each says no, or gives points, from one key of either side.

A ground reads little of a person and of a vacancy (its keys). So an index can judge every pair of
*different* keys once; that it uses these same functions is what keeps it exact.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voordeur.domain.matching.facts import Hours, SeekerFacts, VacancyFacts
from voordeur.domain.matching.taxonomy import UNREACHABLE, Taxonomy, Travel
from voordeur.domain.matching.weights import Part, Weights

NO = -1
FULL_WEEK = 40
ABOVE_COSTS_FIFTHS = 1


class Ground(StrEnum):
    """What can stand between a person and a vacancy."""

    TRAVEL = "travel"
    HOURS = "hours"
    EDUCATION = "education"
    AVAILABILITY = "availability"
    FOCUS = "focus"
    LANGUAGES = "languages"
    LICENCES = "licences"
    GROUPS = "groups"
    CONDITIONS = "conditions"


Judge = Callable[[Any, Any], int]
"""Points for a seeker's key and a vacancy's key, or :data:`NO`."""
Table = Callable[[Sequence[Any], Sequence[Any]], NDArray[np.int32]]
"""The same for many keys at once: a row per key of a vacancy, a column per key of a seeker."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One ground with how its keys are read and judged; without a ``part`` it gives no points.

    ``table`` judges many keys at once, where that is much faster; it gives what ``judge`` gives.
    """

    ground: Ground
    part: Part | None
    of_seeker: Callable[[SeekerFacts], Hashable]
    of_vacancy: Callable[[VacancyFacts], Hashable]
    judge: Judge
    table: Table | None = None

    def judged(self, seekers: Sequence[Any], vacancies: Sequence[Any]) -> NDArray[np.int32]:
        """Return points for every pair of keys: a row per vacancy's, a column per seeker's."""
        if self.table is not None:
            return self.table(seekers, vacancies)
        judge = self.judge
        rows = [[judge(mine, theirs) for mine in seekers] for theirs in vacancies]
        return np.array(rows, dtype=np.int32).reshape(len(vacancies), len(seekers))


def rules(weights: Weights, taxonomy: Taxonomy) -> tuple[Rule, ...]:
    """Return every ground in a fixed order: those with points first."""
    return (
        Rule(
            Ground.TRAVEL,
            Part.TRAVEL,
            lambda one: (one.place, _in_order(one.reach)),
            lambda one: one.place,
            _travel(weights.units(Part.TRAVEL), taxonomy.travel),
            _travel_table(weights.units(Part.TRAVEL), taxonomy.travel),
        ),
        Rule(
            Ground.HOURS,
            Part.HOURS,
            lambda one: one.hours,
            lambda one: one.hours,
            _hours(weights.units(Part.HOURS)),
        ),
        Rule(
            Ground.EDUCATION,
            Part.EDUCATION,
            lambda one: one.education,
            lambda one: one.education,
            _education(weights.units(Part.EDUCATION), weights.levels_below),
        ),
        Rule(
            Ground.AVAILABILITY,
            Part.AVAILABILITY,
            lambda one: one.available and one.available.toordinal(),
            lambda one: one.start and one.start.toordinal(),
            _availability(weights.units(Part.AVAILABILITY), weights.late_days),
        ),
        Rule(
            Ground.FOCUS,
            Part.FOCUS,
            lambda one: one.focus,
            lambda one: one.sector,
            _focus(weights.units(Part.FOCUS)),
        ),
        Rule(
            Ground.LANGUAGES,
            None,
            lambda one: frozenset(one.languages.items()),
            lambda one: frozenset(one.languages.items()),
            _languages,
        ),
        Rule(
            Ground.LICENCES,
            None,
            lambda one: one.licences,
            lambda one: one.licences,
            lambda has, asked: 0 if asked <= has else NO,
        ),
        Rule(
            Ground.GROUPS,
            None,
            lambda one: one.groups,
            lambda one: one.groups,
            lambda has, asked: 0 if not asked or asked & has else NO,
        ),
        Rule(
            Ground.CONDITIONS,
            None,
            lambda one: one.needs,
            lambda one: one.offers,
            lambda needs, offers: 0 if needs <= offers else NO,
        ),
    )


def minutes_between(
    travel: Travel, home: str, reach: tuple[tuple[str, int], ...], work: str
) -> int | None:
    """Return the fewest minutes within reach, :data:`UNREACHABLE`, or nothing when not known."""
    start, end = travel.at.get(home), travel.at.get(work)
    known = [(mode, most) for mode, most in reach if mode in travel.minutes]
    if start is None or end is None or not known:
        return None
    best = UNREACHABLE
    for mode, most in known:
        minutes = travel.minutes[mode][start][end]
        if minutes <= most and minutes < best:
            best = minutes
    return best


def _travel(units: int, travel: Travel) -> Judge:
    """Give all points next door, none from 100 minutes; what is not known earns nothing."""

    def judge(seeker: tuple[str, tuple[tuple[str, int], ...]], work: str) -> int:
        minutes = minutes_between(travel, seeker[0], seeker[1], work)
        if minutes == UNREACHABLE:
            return NO
        return 0 if minutes is None else units * max(0, 100 - minutes) // 100

    return judge


def _travel_table(units: int, travel: Travel) -> Table:
    """Judge by whole rows of minutes: people with the same reach together."""

    def table(seekers: Sequence[Any], vacancies: Sequence[str]) -> NDArray[np.int32]:
        works = np.array([travel.at.get(one, -1) for one in vacancies], dtype=np.int64)
        points = np.zeros((len(vacancies), len(seekers)), dtype=np.int32)
        together: dict[tuple[tuple[str, int], ...], list[int]] = {}
        for column, (place, reach) in enumerate(seekers):
            if place in travel.at and any(mode in travel.minutes for mode, _ in reach):
                together.setdefault(reach, []).append(column)
        for reach, columns in together.items():
            homes = [travel.at[seekers[column][0]] for column in columns]
            best = np.full((len(columns), len(vacancies)), UNREACHABLE, dtype=np.int64)
            for mode, most in reach:
                if mode in travel.minutes:
                    minutes = _rows(travel.minutes[mode], homes)[:, works]
                    best = np.where(minutes <= most, np.minimum(best, minutes), best)
            found = np.where(best == UNREACHABLE, NO, units * np.maximum(0, 100 - best) // 100)
            points[:, columns] = np.where(works < 0, 0, found).T
        return points

    return table


def _rows(minutes: Sequence[bytes], homes: Sequence[int]) -> NDArray[np.uint8]:
    return np.stack([np.frombuffer(minutes[home], dtype=np.uint8) for home in homes])


def _in_order(reach: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(reach.items() if len(reach) == 1 else sorted(reach.items()))


def _hours(units: int) -> Judge:
    """Give all points when both get what they want most, fewer per hour either gives in."""

    def judge(wanted: Hours | None, offered: Hours | None) -> int:
        if wanted is None or offered is None:
            return 0
        agreed = min(wanted.most, offered.most)
        if agreed < max(wanted.least, offered.least):
            return NO
        given_in = wanted.most - agreed + offered.most - agreed
        return units * max(0, FULL_WEEK - given_in) // FULL_WEEK

    return judge


def _education(units: int, levels_below: int) -> Judge:
    """Give all points at the level asked, half below it, a fifth less per level above it."""

    def judge(has: int | None, asked: int | None) -> int:
        if has is None or asked is None:
            return 0
        if has < asked:
            return units // 2 if asked - has <= levels_below else NO
        return units * max(0, 5 - ABOVE_COSTS_FIFTHS * (has - asked)) // 5

    return judge


def _availability(units: int, late_days: int) -> Judge:
    """Give all points to who is there at the start, fewer per day of waiting."""

    def judge(available: int | None, start: int | None) -> int:
        if available is None or start is None:
            return 0
        late = available - start
        if late <= 0:
            return units
        return NO if late > late_days else units * (late_days + 1 - late) // (late_days + 1)

    return judge


def _focus(units: int) -> Judge:
    """Give points when the person wants this sector of regional policy; never a no."""
    return lambda wanted, sector: units if sector and sector in wanted else 0


def _languages(has: frozenset[tuple[str, int]], asked: frozenset[tuple[str, int]]) -> int:
    levels = dict(has)
    return 0 if all(levels.get(code, 0) >= level for code, level in asked) else NO
