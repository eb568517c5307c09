"""An invented labour market from a seed: vocabulary, places, people and vacancies.

Occupations have profiles of skills from their own and neighbouring groups; popular ones are chosen
more. Nothing in it is measured: it gives the engine work of a likely shape.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voordeur.domain.matching.facts import Ask, Hours, SeekerFacts, VacancyFacts
from voordeur.domain.matching.taxonomy import Taxonomy, Travel
from voordeur.domain.matching.weights import Weights

SKILLS, OCCUPATIONS, GROUP, PROFILE = 14_000, 3_000, 10, 48
TODAY = date(2026, 11, 20)
MODES = ("bike", "transit", "car")
LICENCES = ("B", "BE", "C", "CE", "D", "T", "code95", "vca")
GROUPS = ("g1", "g2", "g3", "g4", "g5", "g6")
CONDITIONS = ("seated", "no-nights", "quiet", "no-lifting", "school-hours", "coach")
SECTORS = tuple(f"sector{number}" for number in range(8))
BUCKETS = np.array([15, 30, 45, 60, 75, 90])
WEIGHTS = Weights(
    version="bench",
    owner="bench",
    required=400,
    preferred=100,
    occupation=200,
    travel=100,
    hours=60,
    education=50,
    availability=50,
    focus=40,
)

Numbers = NDArray[Any]


@dataclass(frozen=True)
class World:
    """What people and vacancies are drawn from."""

    taxonomy: Taxonomy
    profile: Numbers
    popular: Numbers
    near: Numbers
    general: Numbers


@dataclass(frozen=True)
class Case:
    """A market to match."""

    seekers: list[SeekerFacts]
    vacancies: list[VacancyFacts]
    taxonomy: Taxonomy
    weights: Weights = WEIGHTS


def skill(number: int) -> str:
    return f"s{number}"


def occupation(number: int) -> str:
    return f"o{number}"


def region(seekers: int, vacancies: int, seed: int = 1, places: int = 70) -> Case:
    """Draw a labour-market region."""
    world = make_world(seed, places)
    people = draw_seekers(world, seekers, seed + 1)
    return Case(people, draw_vacancies(world, vacancies, seed + 2), world.taxonomy)


def make_world(seed: int, places: int) -> World:
    draw = np.random.default_rng(seed)
    popular = np.empty(OCCUPATIONS)
    popular[draw.permutation(OCCUPATIONS)] = 1 / (np.arange(OCCUPATIONS) + 8.0) ** 0.9
    popular /= popular.sum()
    major = np.arange(OCCUPATIONS) // 75
    near = (major * 75)[:, None] + draw.integers(0, 75, (OCCUPATIONS, 20))
    general = draw.permutation(SKILLS)[:250]
    profile = _profiles(draw, major, general)
    rarity = draw.integers(4, 40, SKILLS)
    taxonomy = Taxonomy(
        version=f"bench-{seed}",
        skills=_skills(draw),
        occupations=_occupations(draw, near),
        rarity={skill(number): int(value) for number, value in enumerate(rarity)},
        travel=_travel(draw, places),
    )
    return World(taxonomy, profile, popular, near, general)


def _profiles(draw: np.random.Generator, major: Numbers, general: Numbers) -> Numbers:
    groups = SKILLS // GROUP
    minor = np.arange(OCCUPATIONS) // 8
    home = (major * 35)[:, None] + draw.integers(0, 35, (OCCUPATIONS, 3))
    home = np.concatenate([home, np.repeat(((minor * 3 + 7) % groups)[:, None], 3, 1)], 1)
    chosen = home[:, draw.integers(0, 6, 30)] * GROUP + draw.integers(0, GROUP, (OCCUPATIONS, 30))
    pool = (major * 350)[:, None] + draw.zipf(1.3, (OCCUPATIONS, 12)) % 350
    return np.concatenate([chosen, pool, draw.choice(general, (OCCUPATIONS, 6))], 1)


def _skills(draw: np.random.Generator) -> dict[str, dict[str, int]]:
    related = (np.arange(SKILLS) // 100 * 100)[:, None] + draw.integers(0, 100, (SKILLS, 4))
    share = draw.integers(76, 154, (SKILLS, 4))
    found = {}
    for number in range(SKILLS):
        first = number // GROUP * GROUP
        near = {skill(one): 115 for one in range(first, first + GROUP) if one != number}
        for other, value in zip(related[number].tolist(), share[number].tolist(), strict=True):
            if other != number:
                near[skill(other)] = max(near.get(skill(other), 0), value)
        found[skill(number)] = near
    return found


def _occupations(draw: np.random.Generator, near: Numbers) -> dict[str, dict[str, int]]:
    far = draw.integers(0, OCCUPATIONS, (OCCUPATIONS, 8))
    share = draw.integers(40, 140, (OCCUPATIONS, 8))
    found = {}
    for number in range(OCCUPATIONS):
        ways = dict.fromkeys(near[number].tolist(), 64)
        for other, value in zip(far[number].tolist(), share[number].tolist(), strict=True):
            ways[other] = max(ways.get(other, 0), value)
        ways |= dict.fromkeys(range(number // 8 * 8, number // 8 * 8 + 8), 153)
        ways.pop(number)
        found[occupation(number)] = {occupation(one): value for one, value in ways.items()}
    return found


def _travel(draw: np.random.Generator, places: int) -> Travel:
    centres = draw.random((max(3, places // 25), 2)) * 50
    at = centres[draw.integers(0, len(centres), places)] + draw.normal(0, 6, (places, 2))
    km = np.sqrt(((at[:, None] - at[None]) ** 2).sum(-1)) * 1.25
    minutes = {"bike": 3 + km * 60 / 16, "transit": 14 + km * 60 / 38, "car": 5 + km * 60 / 58}
    rows = {
        mode: [bytes(row) for row in np.minimum(table, 255).astype(np.uint8)]
        for mode, table in minutes.items()
    }
    return Travel(tuple(str(2000 + number) for number in range(places)), rows)


def _shares(places: int) -> Numbers:
    shares = 1 / (np.arange(places) + 5.0) ** 0.6
    return shares / shares.sum()


def _chosen_skills(
    draw: np.random.Generator, world: World, occupations: Numbers, most: int
) -> Numbers:
    """Draw skills from the profile of each occupation, now and then a general one."""
    count = len(occupations)
    keys = draw.random((count, PROFILE)) ** (np.arange(PROFILE) + 3.0) ** 0.7
    order = np.argsort(-keys, axis=1)[:, :most]
    found = np.take_along_axis(world.profile[occupations], order, 1)
    general = draw.choice(world.general, (count, most))
    return np.where(draw.random((count, most)) < 0.2, general, found)


def _subsets(draw: np.random.Generator, count: int, chances: list[float]) -> Numbers:
    return draw.random((count, len(chances))) < np.array(chances)


def _codes(codes: tuple[str, ...], chosen: Numbers) -> list[frozenset[str]]:
    known: dict[bytes, frozenset[str]] = {}
    found = []
    for row in chosen:
        key = row.tobytes()
        if key not in known:
            known[key] = frozenset(one for one, has in zip(codes, row, strict=True) if has)
        found.append(known[key])
    return found


def _hours(draw: np.random.Generator, count: int) -> list[Hours]:
    chances = [0.08, 0.1, 0.14, 0.08, 0.25, 0.15, 0.2]
    most = draw.choice(np.arange(16, 44, 4), count, p=chances)
    least = np.maximum(most - 4 * draw.choice(5, count), 4)
    return [Hours(*pair) for pair in zip(least.tolist(), most.tolist(), strict=True)]


def draw_seekers(world: World, count: int, seed: int, first: int = 1) -> list[SeekerFacts]:
    draw = np.random.default_rng(seed)
    jobs = np.stack([draw.choice(OCCUPATIONS, count, p=world.popular) for _ in range(3)], 1)
    near = world.near[jobs[:, 0], draw.integers(0, 20, count)]
    jobs[:, 1] = np.where(draw.random(count) < 0.7, near, jobs[:, 1])
    how_many = draw.choice([1, 2, 3], count, p=[0.4, 0.4, 0.2])
    job_levels = np.stack(
        [np.full(count, 255), draw.integers(120, 220, count), draw.integers(60, 160, count)], 1
    )
    skills = _chosen_skills(draw, world, jobs[:, 0], 30)
    other = _chosen_skills(draw, world, jobs[:, 1], 30)
    skills = np.where(draw.random((count, 30)) < 0.3, other, skills)
    skill_counts = np.clip(draw.normal(15, 6, count), 5, 30).astype(int)
    levels = draw.integers(90, 256, (count, 30))
    places = world.taxonomy.travel.places
    place = draw.choice(len(places), count, p=_shares(len(places)))
    mode = draw.choice(3, count, p=[0.15, 0.3, 0.55])
    minutes = draw.choice(BUCKETS, count, p=[0.05, 0.25, 0.3, 0.25, 0.1, 0.05])
    hours = _hours(draw, count)
    education = draw.choice(8, count, p=[0.05, 0.12, 0.18, 0.22, 0.18, 0.15, 0.08, 0.02])
    dutch = draw.choice(7, count, p=[0.02, 0.05, 0.08, 0.15, 0.2, 0.2, 0.3])
    licences = _codes(
        LICENCES, _subsets(draw, count, [0.7, 0.12, 0.08, 0.1, 0.05, 0.05, 0.04, 0.03])
    )
    groups = _codes(GROUPS, _subsets(draw, count, [0.15, 0.1, 0.12, 0.08, 0.05, 0.2]))
    focus = _codes(SECTORS, _subsets(draw, count, [0.15] * 8))
    needs = _codes(CONDITIONS, _subsets(draw, count, [0.03] * 6))
    waits = np.minimum(draw.exponential(30, count), 255).astype(int)
    return [
        SeekerFacts(
            number=first + row,
            skills={
                skill(one): level
                for one, level in zip(
                    skills[row, : skill_counts[row]].tolist(),
                    levels[row, : skill_counts[row]].tolist(),
                    strict=True,
                )
            },
            occupations={
                occupation(int(jobs[row, n])): int(job_levels[row, n])
                for n in reversed(range(how_many[row]))
            },
            place=places[place[row]],
            reach={MODES[mode[row]]: int(minutes[row])},
            hours=hours[row],
            education=int(education[row]),
            languages={"nl": int(dutch[row])},
            licences=licences[row],
            groups=groups[row],
            needs=needs[row],
            focus=focus[row],
            available=TODAY + timedelta(int(waits[row])),
        )
        for row in range(count)
    ]


def draw_vacancies(world: World, count: int, seed: int, first: int = 1) -> list[VacancyFacts]:
    draw = np.random.default_rng(seed)
    wanted = world.popular**0.8
    wanted = world.popular / 2 + draw.permutation(wanted / wanted.sum()) / 2
    jobs = draw.choice(OCCUPATIONS, count, p=wanted / wanted.sum())
    required, preferred = draw.integers(4, 11, count), draw.integers(0, 7, count)
    skills = _chosen_skills(draw, world, jobs, 16)
    importance = draw.integers(1, 4, (count, 16))
    enough = draw.choice([128, 192, 255], (count, 16), p=[0.15, 0.25, 0.6])
    places = world.taxonomy.travel.places
    place = draw.choice(len(places), count, p=_shares(len(places)))
    hours = _hours(draw, count)
    education = draw.choice(8, count, p=[0.1, 0.15, 0.2, 0.2, 0.15, 0.12, 0.06, 0.02])
    dutch = draw.choice(7, count, p=[0.1, 0.1, 0.15, 0.25, 0.2, 0.15, 0.05])
    licences = _codes(
        LICENCES, _subsets(draw, count, [0.25, 0.05, 0.03, 0.04, 0.02, 0.02, 0.01, 0.01])
    )
    groups = _codes(GROUPS, _subsets(draw, count, [0.3] * 6) & (draw.random((count, 1)) < 0.1))
    offers = _codes(CONDITIONS, _subsets(draw, count, [0.5, 0.6, 0.4, 0.6, 0.3, 0.4]))
    sector = draw.integers(-3, 8, count)
    waits = np.minimum(20 + draw.exponential(40, count), 255).astype(int)
    seats = 1 + draw.poisson(0.4, count) + (draw.random(count) < 0.02) * draw.integers(3, 20, count)

    def asks(row: int, begin: int, end: int) -> dict[str, Ask]:
        return {
            skill(int(skills[row, n])): Ask(int(importance[row, n]), int(enough[row, n]))
            for n in range(begin, end)
        }

    return [
        VacancyFacts(
            number=first + row,
            required=asks(row, 0, int(required[row])),
            preferred=asks(row, int(required[row]), int(required[row] + preferred[row])),
            occupation=occupation(int(jobs[row])),
            place=places[place[row]],
            hours=hours[row],
            education=int(education[row]),
            languages={"nl": int(dutch[row])},
            licences=licences[row],
            groups=groups[row],
            offers=offers[row],
            sector=SECTORS[sector[row]] if sector[row] >= 0 else "",
            start=TODAY + timedelta(int(waits[row])),
            seats=int(seats[row]),
        )
        for row in range(count)
    ]
