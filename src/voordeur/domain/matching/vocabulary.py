"""A taxonomy as arrays: every known code a number, and what own codes cover in one step.

What a person has of each skill, also through related ones, does not depend on the vacancy. So each
person is *spread* once over all skills and occupations near theirs, and a score is then one sum.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voordeur.domain.matching.facts import MOST_LEVEL, SeekerFacts, VacancyFacts
from voordeur.domain.matching.side import Content
from voordeur.domain.matching.taxonomy import Shares, Taxonomy
from voordeur.domain.matching.weights import Part, Weights

Whole = NDArray[np.int64]
Numbers = NDArray[Any]
AT_ONCE = 512
"""People spread together: so few that what is between stays in the cache."""
UNKNOWN = -1


class _Numbering(dict[str, int]):
    """Numbers of codes; a code nobody knows is :data:`UNKNOWN`."""

    def __missing__(self, code: str) -> int:
        return UNKNOWN


class Vocabulary:
    """Numbers of codes (*features*) and, per feature, the features it covers with their shares."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self.skill_of = _Numbering({code: n for n, code in enumerate(taxonomy.skills)})
        after = len(self.skill_of)
        self.occupation_of = _Numbering(
            {code: after + n for n, code in enumerate(taxonomy.occupations)}
        )
        self.size = after + len(self.occupation_of)
        self.dtype: type[np.unsignedinteger[Any]] = (
            np.uint16 if self.size <= np.iinfo(np.uint16).max else np.uint32
        )
        counts, targets, shares = (
            np.concatenate(pair)
            for pair in zip(
                _covered(self.skill_of, taxonomy.skills, 0),
                _covered(self.occupation_of, taxonomy.occupations, after),
                strict=True,
            )
        )
        self.start: Whole = np.append(0, np.cumsum(counts))
        self.target: Numbers = targets.astype(self.dtype)
        self.share: Numbers = shares.astype(np.uint8)
        self.rarity: Whole = np.array(
            [taxonomy.rarity_of(code) for code in taxonomy.skills], dtype=np.int64
        )

    def asks(self, vacancies: Sequence[VacancyFacts], weights: Weights) -> Content:
        """Return the features vacancies ask, units per level and the level that is enough.

        The same as :func:`voordeur.domain.matching.score.asked_skills`, for many at once.
        """
        rows, features, importance, levels, preferred = self._said(vacancies)
        shares = importance * self.rarity[features]
        kinds = rows * 2 + preferred
        whole = np.bincount(kinds, weights=shares, minlength=2 * len(vacancies)).astype(np.int64)
        both = np.all(whole.reshape(-1, 2) > 0, axis=1)[rows]
        alone = weights.units(Part.REQUIRED) + weights.units(Part.PREFERRED)
        apart = np.where(
            preferred == 1, weights.units(Part.PREFERRED), weights.units(Part.REQUIRED)
        )
        quotas = np.where(both, apart, alone) * shares // (whole[kinds] * levels)
        return self._with_occupations(
            vacancies,
            weights.units(Part.OCCUPATION) // MOST_LEVEL,
            (rows, features, quotas, levels),
        )

    def _said(self, vacancies: Sequence[VacancyFacts]) -> tuple[Whole, ...]:
        """Return row, feature, importance, level and 1 when only preferred, of known skills."""
        counts: list[int] = []
        features: list[int] = []
        importance: list[int] = []
        levels: list[int] = []
        kinds: list[bool] = []
        skill_of = self.skill_of.__getitem__
        for one in vacancies:
            required, preferred = one.required, one.preferred
            if not preferred.keys().isdisjoint(required):
                preferred = {code: ask for code, ask in preferred.items() if code not in required}
            counts.append(len(required) + len(preferred))
            features += map(skill_of, required)
            features += map(skill_of, preferred)
            asks = [*required.values(), *preferred.values()]
            importance += [ask.importance for ask in asks]
            levels += [ask.level for ask in asks]
            kinds += (False,) * len(required) + (True,) * len(preferred)
        known = np.array(features, dtype=np.int64) != UNKNOWN
        rows = np.repeat(np.arange(len(counts)), np.array(counts, dtype=np.int64))
        said = (features, importance, levels, kinds)
        return tuple(one[known] for one in (rows, *(np.array(it, dtype=np.int64) for it in said)))

    def _with_occupations(
        self, vacancies: Sequence[VacancyFacts], quota: int, asks: tuple[Whole, ...]
    ) -> Content:
        jobs = np.array([self.occupation_of[one.occupation] for one in vacancies], dtype=np.int64)
        rows = np.flatnonzero(jobs != UNKNOWN)
        more = (rows, jobs[rows], np.full(len(rows), quota), np.full(len(rows), MOST_LEVEL))
        both = [np.concatenate(pair) for pair in zip(asks, more, strict=True)]
        # What a vacancy asks stays together, its occupation last.
        order = np.argsort(both[0], kind="stable")
        _, features, quotas, levels = (one[order] for one in both)
        return Content(
            np.bincount(both[0], minlength=len(vacancies)),
            features.astype(self.dtype),
            (quotas.astype(np.int32), levels.astype(np.uint8)),
        )

    def spread(self, seekers: Sequence[SeekerFacts]) -> tuple[Whole, Numbers, Numbers]:
        """Return features and levels of many people, one after the other, with where each ends."""
        ends = np.zeros(len(seekers) + 1, dtype=np.int64)
        features: list[Numbers] = [np.empty(0, dtype=self.dtype)]
        levels: list[Numbers] = [np.empty(0, dtype=np.uint8)]
        for first in range(0, len(seekers), AT_ONCE):
            some = seekers[first : first + AT_ONCE]
            rows, found, level = self._spread(some)
            ends[first + 1 : first + 1 + len(some)] = np.bincount(rows, minlength=len(some))
            features.append(found)
            levels.append(level)
        return np.cumsum(ends), np.concatenate(features), np.concatenate(levels)

    def _spread(self, seekers: Iterable[SeekerFacts]) -> tuple[Numbers, Numbers, Numbers]:
        counts: list[int] = []
        own: list[int] = []
        own_levels: list[int] = []
        skill_of, occupation_of = self.skill_of.__getitem__, self.occupation_of.__getitem__
        for one in seekers:
            counts.append(len(one.skills) + len(one.occupations))
            own += map(skill_of, one.skills)
            own += map(occupation_of, one.occupations)
            own_levels += one.skills.values()
            own_levels += one.occupations.values()
        sources = np.array(own, dtype=np.int64)
        known = sources != UNKNOWN
        sources = sources[known]
        rows = np.repeat(np.arange(len(counts)), np.array(counts, dtype=np.int64))[known]
        begin = self.start[sources]
        degrees = self.start[sources + 1] - begin
        before = np.cumsum(degrees) - degrees
        at = np.arange(degrees.sum()) + np.repeat(begin - before, degrees)
        wide = np.repeat(np.array(own_levels, dtype=np.uint16)[known], degrees)
        reached = self.share[at] * wide // MOST_LEVEL
        keys = np.repeat(rows * self.size, degrees) + self.target[at]
        # The highest level of a feature comes last among equal features.
        packed = np.sort((keys << 8) | reached)
        packed = packed[(packed & MOST_LEVEL) > 0]
        keys = packed >> 8
        last = np.append(keys[1:] != keys[:-1], True)[: len(keys)]
        keys, packed = keys[last], packed[last]
        features_of = (keys % self.size).astype(self.dtype)
        return keys // self.size, features_of, (packed & MOST_LEVEL).astype(np.uint8)


def _covered(numbers: _Numbering, shares: Shares, first: int) -> tuple[Whole, Whole, Whole]:
    """Return how many codes each code covers, which ones and how far: itself first, and whole."""
    counts: list[int] = []
    targets: list[int] = []
    values: list[int] = []
    number_of = numbers.__getitem__
    for number, near in enumerate(shares.values(), first):
        counts.append(len(near) + 1)
        targets.append(number)
        targets += map(number_of, near)
        values.append(MOST_LEVEL)
        values += near.values()
    many = np.array(counts, dtype=np.int64)
    rows = np.repeat(np.arange(len(many)), many)
    target = np.array(targets, dtype=np.int64)
    kept = (target != UNKNOWN) & (target != rows + first)
    kept[np.cumsum(many) - many] = True
    return (
        np.bincount(rows[kept], minlength=len(counts)),
        target[kept],
        np.array(values, dtype=np.int64)[kept],
    )
