"""An invented country from a seed: regions on a map, people and vacancies in each.

Regions lie some forty kilometres apart and their places spread around the centre, so that many
people can reach places of other regions; nothing in it is measured.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from tests.bench.matching_cases import (
    WEIGHTS,
    World,
    draw_seekers,
    draw_vacancies,
    make_world,
)
from voordeur.domain.matching.facts import SeekerFacts, VacancyFacts
from voordeur.domain.matching.taxonomy import Taxonomy, Travel
from voordeur.domain.matching.weights import Weights

COLUMNS = 5
WIDE, HIGH = 180.0, 280.0


@dataclass(frozen=True)
class InventedCountry:
    """What a national run reads from; ``places`` are the places of one region."""

    seekers: int
    vacancies: int
    shards: int = 35
    places: int = 115
    seed: int = 1

    @property
    def stamp(self) -> str:
        return f"invented {self.seed} {self.seekers} {self.vacancies} {self.places}"

    def words(self) -> tuple[Taxonomy, Weights]:
        return _world(self).taxonomy, WEIGHTS

    def share(self, shard: int, whole: int) -> tuple[int, int]:
        """Return how many come before a region, and how many are in it."""
        first = whole * shard // self.shards
        return first, whole * (shard + 1) // self.shards - first

    def facts(self, shard: int) -> tuple[list[SeekerFacts], list[VacancyFacts]]:
        world = _world(self)
        mine = Travel(_places(shard, self.places), {})
        local = replace(world, taxonomy=replace(world.taxonomy, travel=mine))
        before, people = self.share(shard, self.seekers)
        earlier, jobs = self.share(shard, self.vacancies)
        seed = self.seed * 1000 + shard * 2
        return (
            draw_seekers(local, people, seed, first=before + 1),
            draw_vacancies(local, jobs, seed + 1, first=earlier + 1),
        )


@lru_cache(maxsize=1)
def _world(country: InventedCountry) -> World:
    world = make_world(country.seed, 2)
    travel = _travel(country)
    return replace(world, taxonomy=replace(world.taxonomy, travel=travel))


def _travel(country: InventedCountry) -> Travel:
    draw = np.random.default_rng(country.seed + 5)
    rows = -(-country.shards // COLUMNS)
    across, along = np.meshgrid(np.linspace(0, WIDE, COLUMNS), np.linspace(0, HIGH, rows))
    centres = np.stack([across.ravel(), along.ravel()], 1)[: country.shards]
    centres = centres + draw.normal(0, 8, centres.shape)
    at = (centres[:, None] + draw.normal(0, 11, (country.shards, country.places, 2))).reshape(-1, 2)
    found: dict[str, list[bytes]] = {"bike": [], "transit": [], "car": []}
    for one in at:
        km = np.sqrt(((at - one) ** 2).sum(-1)) * 1.25
        times = {"bike": 3 + km * 60 / 16, "transit": 14 + km * 60 / 38, "car": 5 + km * 60 / 58}
        for mode, minutes in times.items():
            found[mode].append(np.minimum(minutes, 255).astype(np.uint8).tobytes())
    names = [name for shard in range(country.shards) for name in _places(shard, country.places)]
    return Travel(names, found)


def _places(shard: int, places: int) -> tuple[str, ...]:
    return tuple(f"{shard:02}-{number:03}" for number in range(places))
