"""Every pair of a market scored without the engine: dense columns, whole rows, no index, no bits.

It reads the facts itself and works the other way around: not what a person's skills reach, but for
each asked skill who has something near it. Only the meaning of the score is shared.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.bench.matching_cases import Case
from voordeur.domain.matching.facts import Ask, SeekerFacts, VacancyFacts

Numbers = NDArray[Any]
UNIT = 64 * 255
NOT_SAID = -1
FAR_AWAY = 10**6


class Brute:
    """Scores of all people for a vacancy, in order of number; -1 is a no."""

    def __init__(self, case: Case) -> None:
        self.case, people = case, case.seekers
        self.levels = _dense(people, "skills", list(case.taxonomy.skills))
        self.jobs = _dense(people, "occupations", list(case.taxonomy.occupations))
        self.into_skill = _turned(case.taxonomy.skills)
        self.into_job = _turned(case.taxonomy.occupations)
        self.skill_at = {code: n for n, code in enumerate(case.taxonomy.skills)}
        self.job_at = {code: n for n, code in enumerate(case.taxonomy.occupations)}
        self.known: dict[str, Numbers] = {}
        self.least = np.array([one.hours.least if one.hours else 0 for one in people])
        self.most = np.array([one.hours.most if one.hours else NOT_SAID for one in people])
        self.education = np.array(
            [NOT_SAID if one.education is None else one.education for one in people]
        )
        self.ready = np.array(
            [one.available.toordinal() if one.available else NOT_SAID for one in people]
        )
        self.minutes: dict[str, Numbers] = {}
        self.flags = {
            kind: _flags(people, kind) for kind in ("licences", "groups", "needs", "focus")
        }
        self.spoken = {
            code: np.array([one.languages.get(code, 0) for one in people])
            for code in {code for one in people for code in one.languages}
        }
        self.nobody = np.zeros(len(people), dtype=np.bool_)

    def row(self, vacancy: VacancyFacts) -> Numbers:
        """Return the total of everybody for one vacancy, -1 for who cannot."""
        total = self._skills(vacancy) + self._occupation(vacancy)
        weights = self.case.weights
        total += self._travel(vacancy, weights.travel * UNIT)
        total += self._hours(vacancy, weights.hours * UNIT)
        total += self._education(vacancy, weights.education * UNIT)
        total += self._ready(vacancy, weights.availability * UNIT)
        wants = self.flags["focus"].get(vacancy.sector, self.nobody)
        total += np.where(wants, weights.focus * UNIT, 0)
        return np.where((total < 0) | ~self._allowed(vacancy), -1, total)

    def matrix(self) -> NDArray[np.int32]:
        """Return all rows."""
        found = np.empty((len(self.case.vacancies), len(self.case.seekers)), dtype=np.int32)
        for number, vacancy in enumerate(self.case.vacancies):
            found[number] = self.row(vacancy)
        return found

    def _column(self, skill: str) -> Numbers:
        """Return how far everybody has a skill, themselves or through one that covers it."""
        if skill not in self.known:
            best = self.levels[self.skill_at[skill]].astype(np.int64)
            for own, share in self.into_skill.get(skill, ()):
                best = np.maximum(
                    best, self.levels[self.skill_at[own]].astype(np.int64) * share // 255
                )
            self.known[skill] = best.astype(np.uint8)
        return self.known[skill].astype(np.int64)

    def _skills(self, vacancy: VacancyFacts) -> Numbers:
        taxonomy, weights = self.case.taxonomy, self.case.weights
        required = {c: a for c, a in vacancy.required.items() if c in taxonomy.skills}
        preferred = {c: a for c, a in vacancy.preferred.items() if c in taxonomy.skills}
        preferred = {c: a for c, a in preferred.items() if c not in required}
        points = [weights.required, weights.preferred]
        if not preferred:
            points = [sum(points), 0]
        elif not required:
            points = [0, sum(points)]
        total = np.zeros(len(self.case.seekers), dtype=np.int64)
        for part, asks in zip(points, (required, preferred), strict=True):
            total += self._kind(part * UNIT, asks)
        return total

    def _kind(self, units: int, asks: dict[str, Ask]) -> Numbers:
        total = np.zeros(len(self.case.seekers), dtype=np.int64)
        rarity = self.case.taxonomy.rarity_of
        whole = sum(ask.importance * rarity(code) for code, ask in asks.items())
        for code, ask in asks.items():
            each = units * ask.importance * rarity(code) // (whole * ask.level)
            total += each * np.minimum(self._column(code), ask.level)
        return total

    def _occupation(self, vacancy: VacancyFacts) -> Numbers:
        number = self.job_at.get(vacancy.occupation)
        if number is None:
            return np.zeros(len(self.case.seekers), dtype=np.int64)
        best = self.jobs[number].astype(np.int64)
        for own, share in self.into_job.get(vacancy.occupation, ()):
            best = np.maximum(best, self.jobs[self.job_at[own]].astype(np.int64) * share // 255)
        return best * self.case.weights.occupation * 64

    def _travel(self, vacancy: VacancyFacts, units: int) -> Numbers:
        if vacancy.place not in self.minutes:
            travel = self.case.taxonomy.travel
            at = {place: number for number, place in enumerate(travel.places)}
            work = at[vacancy.place]
            found = []
            for one in self.case.seekers:
                times = [
                    travel.minutes[mode][at[one.place]][work]
                    for mode, most in one.reach.items()
                    if travel.minutes[mode][at[one.place]][work] <= most
                ]
                found.append(min(times, default=FAR_AWAY))
            self.minutes[vacancy.place] = np.array(found)
        minutes = self.minutes[vacancy.place]
        return np.where(minutes == FAR_AWAY, -(10**9), units * np.maximum(100 - minutes, 0) // 100)

    def _hours(self, vacancy: VacancyFacts, units: int) -> Numbers:
        if vacancy.hours is None:
            return np.zeros(len(self.most), dtype=np.int64)
        agreed = np.minimum(self.most, vacancy.hours.most)
        given = np.abs(self.most - vacancy.hours.most)
        points = units * np.maximum(40 - given, 0) // 40
        refused = agreed < np.maximum(self.least, vacancy.hours.least)
        return np.where(self.most < 0, 0, np.where(refused, -(10**9), points))

    def _education(self, vacancy: VacancyFacts, units: int) -> Numbers:
        if vacancy.education is None:
            return np.zeros(len(self.education), dtype=np.int64)
        above = self.education - vacancy.education
        points = units * np.maximum(5 - above, 0) // 5
        points = np.where(above < 0, units // 2, points)
        too_low = above < -self.case.weights.levels_below
        return np.where(self.education < 0, 0, np.where(too_low, -(10**9), points))

    def _ready(self, vacancy: VacancyFacts, units: int) -> Numbers:
        if vacancy.start is None:
            return np.zeros(len(self.ready), dtype=np.int64)
        most = self.case.weights.late_days
        late = np.maximum(self.ready - vacancy.start.toordinal(), 0)
        points = units * (most + 1 - late) // (most + 1)
        return np.where(self.ready < 0, 0, np.where(late > most, -(10**9), points))

    def _allowed(self, vacancy: VacancyFacts) -> Numbers:
        allowed = ~self.nobody
        for code, needed in self.flags["needs"].items():
            if code not in vacancy.offers:
                allowed &= ~needed
        for code in vacancy.licences:
            allowed &= self.flags["licences"].get(code, self.nobody)
        for code, level in vacancy.languages.items():
            allowed &= self.spoken.get(code, self.nobody.astype(int)) >= level
        if vacancy.groups:
            groups = self.flags["groups"]
            allowed &= np.any([groups.get(code, self.nobody) for code in vacancy.groups], axis=0)
        return allowed


def best_of(rows: Numbers, most: int, *, at_once: int = 500) -> tuple[Numbers, Numbers]:
    """Return for each row the places and totals of the best, ties by place; -1 is nobody."""
    places, totals = [], []
    for first in range(0, len(rows), at_once):
        some = rows[first : first + at_once].astype(np.int64)
        keys = some * 2**20 - np.arange(some.shape[1])
        cut = max(keys.shape[1] - most, 0)
        best = -np.sort(-np.partition(keys, cut - 1 if cut else 0, axis=1)[:, cut:], axis=1)
        total = -(-best // 2**20)
        possible = best > -(2**20)
        possible &= total >= 0
        places.append(np.where(possible, total * 2**20 - best, -1))
        totals.append(np.where(possible, total, -1))
    return np.concatenate(places), np.concatenate(totals)


def _dense(people: list[SeekerFacts], kind: str, codes: list[str]) -> NDArray[np.uint8]:
    at = {code: number for number, code in enumerate(codes)}
    table = np.zeros((len(codes), len(people)), dtype=np.uint8)
    for column, one in enumerate(people):
        for code, level in getattr(one, kind).items():
            table[at[code], column] = level
    return table


def _flags(people: list[SeekerFacts], kind: str) -> dict[str, NDArray[np.bool_]]:
    codes = {code for one in people for code in getattr(one, kind)}
    return {code: np.array([code in getattr(one, kind) for one in people]) for code in codes}


def _turned(shares: Any) -> dict[str, list[tuple[str, int]]]:
    into: dict[str, list[tuple[str, int]]] = {}
    for own, near in shares.items():
        for other, share in near.items():
            if other != own:
                into.setdefault(other, []).append((own, share))
    return into
