"""What lies close to what: skills that cover others, occupations that lead to others, places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from voordeur.domain.matching.facts import MOST_LEVEL

UNREACHABLE = 255
USUAL_RARITY = 16

Shares = Mapping[str, Mapping[str, int]]
"""Per code what it covers of other codes, in 255 parts. A code covers itself whole."""


@dataclass(frozen=True)
class Travel:
    """Minutes between places (PC4) per way of travelling.

    ``minutes[mode][home]`` holds one byte per place of work, in the order of ``places``; 255 is out
    of reach.
    """

    places: Sequence[str] = ()
    minutes: Mapping[str, Sequence[bytes]] = field(default_factory=dict)

    @cached_property
    def at(self) -> Mapping[str, int]:
        """Return where each place stands."""
        return {place: number for number, place in enumerate(self.places)}


@dataclass(frozen=True)
class Taxonomy:
    """One version of the vocabulary that scores are made with.

    ``skills`` and ``occupations`` name every known code, each with what it covers of others (1 to
    254 of 255). ``rarity`` weighs a rare skill above a common one and is measured over the whole
    labour market, not over one region, so that lists of regions can be merged.
    """

    version: str
    skills: Shares
    occupations: Shares
    rarity: Mapping[str, int] = field(default_factory=dict)
    travel: Travel = field(default_factory=Travel)

    def __post_init__(self) -> None:
        for shares in (self.skills, self.occupations):
            for code, near in shares.items():
                wrong = [share for share in near.values() if not 0 < share <= MOST_LEVEL]
                if wrong:
                    raise ValueError(f"'{code}' covers another for {wrong[0]} of {MOST_LEVEL}")
        if any(rarity < 1 for rarity in self.rarity.values()):
            raise ValueError("a rarity is 1 or more")

    def rarity_of(self, skill: str) -> int:
        """Return how much a skill weighs among the skills of a vacancy."""
        return self.rarity.get(skill, USUAL_RARITY)
