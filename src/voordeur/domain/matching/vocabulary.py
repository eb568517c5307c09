"""A taxonomy as arrays: every known code a number, and what own codes cover in one step.

What a person has of each skill, also through related ones, does not depend on the vacancy. So each
person is *spread* once over all skills and occupations near theirs, and a score is then one sum.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voordeur.domain.matching.facts import MOST_LEVEL, SeekerFacts, VacancyFacts
from voordeur.domain.matching.score import asked_skills
from voordeur.domain.matching.taxonomy import Shares, Taxonomy
from voordeur.domain.matching.weights import Part, Weights

Whole = NDArray[np.int64]
Numbers = NDArray[Any]
AT_ONCE = 4096
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
        targets: list[int] = []
        shares: list[int] = []
        ends = [0]
        for numbers, near in (
            (self.skill_of, taxonomy.skills),
            (self.occupation_of, taxonomy.occupations),
        ):
            _lay_out(numbers, near, targets, shares, ends)
        self.start: Whole = np.array(ends, dtype=np.int64)
        self.target: Numbers = np.array(targets, dtype=self.dtype)
        self.share: Numbers = np.array(shares, dtype=np.uint8)

    def asked(
        self, vacancy: VacancyFacts, weights: Weights
    ) -> tuple[list[int], list[int], list[int]]:
        """Return the features a vacancy asks, units per level and the level that is enough."""
        asks = asked_skills(vacancy, weights, self.taxonomy)
        features = [self.skill_of[one.code] for one in asks]
        quotas, levels = [one.quota for one in asks], [one.level for one in asks]
        occupation = self.occupation_of[vacancy.occupation]
        if occupation != UNKNOWN:
            features.append(occupation)
            quotas.append(weights.units(Part.OCCUPATION) // MOST_LEVEL)
            levels.append(MOST_LEVEL)
        return features, quotas, levels

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
        rows = np.repeat(np.arange(len(counts)), counts)[known]
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


def _lay_out(
    numbers: Mapping[str, int],
    shares: Shares,
    targets: list[int],
    values: list[int],
    ends: list[int],
) -> None:
    for code, near in shares.items():
        targets.append(numbers[code])
        values.append(MOST_LEVEL)
        for other, share in near.items():
            number = numbers.get(other)
            if number is not None and other != code:
                targets.append(number)
                values.append(share)
        ends.append(len(targets))
