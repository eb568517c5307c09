"""Invented people and sources with rules in segments, so that the budgets are not one purse.

Municipality, benefit, age, sector, group and instrument decide who may be paid from what, as in a
region's pack; all of it is drawn from a seed, and none of it is a fact about a real source.
"""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from voordeur.domain.funding.problem import (
    Alternative,
    Budget,
    Earmark,
    Person,
    Problem,
    Source,
    Step,
)
from voordeur.domain.funding.weights import Policy, weight_of
from voordeur.domain.kernel.period import Period

YEAR = date(2026, 1, 1)
DAYS = 365
COSTS = {
    "loopbaan": (900, 1800),
    "scholing": (800, 5500),
    "jobcoach": (1800, 4500),
    "proef": (200, 700),
    "ips": (4500, 6500),
    "werkfit": (2500, 4200),
    "harrie": (600, 900),
    "reis": (150, 900),
    "taal": (1200, 3000),
    "begeleiding": (900, 2800),
}
OTHER_WAY = {
    "jobcoach": "ips",
    "ips": "jobcoach",
    "werkfit": "begeleiding",
    "begeleiding": "werkfit",
    "taal": "scholing",
    "scholing": "scholing",
    "loopbaan": "loopbaan",
}
BENEFITS = {"ww": 20, "wia": 10, "wajong": 8, "pw": 38, "geen": 12, "werkend": 12}
TOWNS = {"t0": 30, "t1": 18, "t2": 14, "t3": 12, "t4": 10, "t5": 9, "t6": 7}
SECTORS = tuple(f"s{number}" for number in range(10))
POLICY = Policy(
    base_points=10,
    group_points={"focus": 5, "laag": 2},
    sector_points={"s1": 3, "s4": 3, "s6": 3},
)
FIRST = ("uwv-scholing", "web-taal", "werkgever")
"""Sources that pay before all others."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides who may be paid from what."""

    benefit: str
    town: str
    sector: str
    age: int
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Terms:
    """A source with its rules; ``worth`` is its size compared with the others."""

    source: Source
    worth: float
    parts: int = 1
    earmark: int = 0
    instruments: frozenset[str] = frozenset()
    benefits: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    ages: tuple[int, int] = (0, 120)
    days: tuple[int, int] = (0, DAYS)
    expires: bool = True

    def why_not(self, facts: Facts, instrument: str) -> tuple[str, ...]:
        tests = {
            "instrument": not self.instruments or instrument in self.instruments,
            "benefit": not self.benefits or facts.benefit in self.benefits,
            "municipality": not self.towns or facts.town in self.towns,
            "sector": not self.sectors or facts.sector in self.sectors,
            "group": not self.groups or bool(facts.groups & self.groups),
            "age": self.ages[0] <= facts.age < self.ages[1],
        }
        return tuple(name for name, good in tests.items() if not good)


@dataclass(frozen=True, slots=True)
class Case:
    """A problem with what the measurement needs to know of it: when each person comes."""

    problem: Problem
    terms: tuple[Terms, ...]
    arrives: dict[str, int]
    """Day of the year each person comes."""


def case(
    people: int, sources: int, seed: int, *, tight: float = 0.75, shifted: bool = False
) -> Case:
    """Draw a case; ``tight`` is the money there is as part of what everybody would cost.

    ``shifted`` draws another mix of people: older, more psychological needs, other towns.
    """
    drawn = people_of(people, seed, shifted=shifted)
    terms = terms_of(sources)
    judged = tuple(_judged(one, facts, terms) for one, facts, _ in drawn)
    problem = Problem(
        people=judged,
        sources=tuple(one.source for one in terms),
        most_sources_per_step=3,
    )
    funded = funded_of(problem, terms, tight, random.Random(seed + 1))
    return Case(
        funded, terms, {one.code: day for (_, _, day), one in zip(drawn, judged, strict=True)}
    )


def with_people(budgets: Problem, others: Case) -> Problem:
    """Return the people of another draw with the budgets of this one."""
    return replace(budgets, people=others.problem.people)


def funded_of(
    problem: Problem, terms: tuple[Terms, ...], tight: float, draw: random.Random
) -> Problem:
    """Give each source money in proportion to what it could be asked for, some scarce, some not."""
    asked = dict.fromkeys((one.source.code for one in terms), 0)
    demand = 0
    for person in problem.people:
        for step in person.steps:
            way = min(step.alternatives, key=lambda one: one.cost_cents)
            demand += way.cost_cents
            for one in terms:
                if not step.allowed[one.source.code]:
                    asked[one.source.code] += one.source.limit_cents(way.cost_cents)
    sizes = {
        one.source.code: asked[one.source.code] * one.worth * draw.choice((0.3, 0.6, 1.0, 1.8))
        for one in terms
    }
    factor = tight * demand / max(sum(sizes.values()), 1)
    sources = tuple(_purses(one, int(sizes[one.source.code] * factor)) for one in terms)
    return replace(problem, sources=sources)


def _purses(terms: Terms, cents: int) -> Source:
    first, last = terms.days
    edges = [first + (last - first) * part // terms.parts for part in range(terms.parts + 1)]
    marks = (
        (Earmark(code="focus", groups=("focus",), share_permille=terms.earmark),)
        if terms.earmark
        else ()
    )
    budgets = tuple(
        Budget(
            code=f"{terms.source.code}-{part}",
            source=terms.source.code,
            period=Period(YEAR + timedelta(days=start), YEAR + timedelta(days=end)),
            available_cents=cents // terms.parts,
            earmarks=marks,
            expires=terms.expires,
        )
        for part, (start, end) in enumerate(pairwise(edges))
    )
    return replace(terms.source, budgets=budgets)


def people_of(count: int, seed: int, *, shifted: bool) -> list[tuple[Person, Facts, int]]:
    draw = random.Random(seed)
    return [_person(draw, number, count, shifted=shifted) for number in range(count)]


def _person(
    draw: random.Random, number: int, count: int, *, shifted: bool
) -> tuple[Person, Facts, int]:
    day = number * 300 // count
    facts = _facts(draw, shifted=shifted)
    steps: list[Step] = []
    start = day
    for place, instrument in enumerate(_instruments(draw, facts)):
        begin = YEAR + timedelta(days=min(start, 2 * DAYS - 1))
        ways = [_way(draw, instrument, begin, "a")]
        if draw.random() < 0.4 and instrument in OTHER_WAY:
            ways.append(_way(draw, OTHER_WAY[instrument], begin, "b"))
        steps.append(Step(code=f"{place}-{instrument}", alternatives=tuple(ways), allowed={}))
        start += draw.randrange(0, 61)
    cheapest = sum(min(way.cost_cents for way in step.alternatives) for step in steps)
    weight = weight_of(
        POLICY,
        groups=facts.groups,
        sector=facts.sector,
        cost_cents=cheapest,
        mean_cost_cents=650_000,
    )
    group = "focus" if "focus" in facts.groups else ""
    return (
        Person(code=f"p{number:05}", weight=weight, steps=tuple(steps), group=group),
        facts,
        day,
    )


def _facts(draw: random.Random, *, shifted: bool) -> Facts:
    towns = dict(zip(TOWNS, reversed(TOWNS.values()), strict=True)) if shifted else TOWNS
    age = min(66, max(16, int(draw.gauss(46 if shifted else 38, 13))))
    chances = {"psych": 0.40 if shifted else 0.25, "status": 0.12, "laag": 0.35, "baan": 0.35}
    groups = {name for name, chance in chances.items() if draw.random() < chance}
    groups |= {"oud"} if age >= 50 else set()
    groups |= {"focus"} if age < 27 or groups & {"status", "psych"} else set()
    benefit = draw.choices(list(BENEFITS), list(BENEFITS.values()))[0]
    groups |= {"baan"} if benefit == "werkend" else set()
    town = draw.choices(list(towns), list(towns.values()))[0]
    return Facts(benefit, town, draw.choice(SECTORS), age, frozenset(groups))


def _instruments(draw: random.Random, facts: Facts) -> list[str]:
    pool = ["scholing", "scholing", "jobcoach", "werkfit", "begeleiding", "reis", "proef", "harrie"]
    pool += ["ips"] * 2 if "psych" in facts.groups else []
    pool += ["taal"] * 3 if "status" in facts.groups else []
    chain = ["loopbaan"] if draw.random() < 0.6 else []
    return [*chain, *draw.choices(pool, k=5)][: draw.randint(2, 5)]


def _way(draw: random.Random, instrument: str, start: date, code: str) -> Alternative:
    low, high = COSTS[instrument]
    cents = draw.randrange(low * 4, high * 4 + 1) * 25 + draw.choice((0, 0, draw.randrange(100)))
    return Alternative(code=f"{code}-{instrument}", cost_cents=cents, start=start)


def _judged(person: Person, facts: Facts, terms: tuple[Terms, ...]) -> Person:
    steps = tuple(
        replace(
            step,
            allowed={
                one.source.code: one.why_not(facts, step.code.split("-", maxsplit=1)[1])
                for one in terms
            },
        )
        for step in person.steps
    )
    return replace(person, steps=steps)


def terms_of(count: int) -> tuple[Terms, ...]:
    """Return ``count`` sources: national, regional, one per town, then sectors and projects."""
    found = [*_general(), *_towns()]
    draw = random.Random(5)
    while len(found) < count:
        found.append(_extra(draw, len(found)))
    return tuple(found[:count])


def _terms(code: str, worth: float, **told: object) -> Terms:
    names = {
        "max_share_permille",
        "max_person_cents",
        "min_claim_cents",
        "claim_cost_cents",
        "buffer_permille",
        "needs_consent",
        "unpartitioned",
    }
    about = {name: value for name, value in told.items() if name in names}
    sets = {"instruments", "benefits", "towns", "sectors", "groups"}
    rules = {
        name: frozenset(str(value).split()) if name in sets else value
        for name, value in told.items()
        if name not in names
    }
    source = Source(
        code=code,
        order=0 if code in FIRST else 2 if about.get("unpartitioned") else 1,
        before=() if code in FIRST else FIRST,
        exhausted_below_cents=50_000,
        **{"min_claim_cents": 5_000, **about},  # type: ignore[arg-type]
    )
    return Terms(source, worth, **rules)  # type: ignore[arg-type]


def _general() -> list[Terms]:
    e = 100
    return [
        _terms("uwv-scholing", 0.5, benefits="ww wia wajong", instruments="scholing loopbaan",
               max_person_cents=2500 * e, parts=2),
        _terms("web-taal", 0.5, instruments="taal", groups="laag status", max_share_permille=800,
               max_person_cents=2000 * e),
        _terms("werkgever", 0.5, instruments="harrie scholing jobcoach proef", groups="baan",
               max_share_permille=300, max_person_cents=1500 * e, expires=False),
        _terms("regionaal", 0.25, benefits="ww werkend wia", max_person_cents=5000 * e, parts=2, buffer_permille=50),  # noqa: E501
        _terms("doorbraak", 0.2, benefits="wajong geen pw", ages=(16, 35), earmark=400, claim_cost_cents=35 * e, max_person_cents=7500 * e,  # noqa: E501
               needs_consent=True),
        _terms("jeugd", 0.6, ages=(16, 27), max_person_cents=6000 * e),
        _terms("bijzonder", 0.5, instruments="taal loopbaan scholing", groups="status laag",
               max_person_cents=1500 * e),
        _terms("hoofd-a", 0.5, instruments="ips jobcoach begeleiding", groups="psych",
               max_person_cents=6500 * e, days=(0, 250), needs_consent=True),
        _terms("hoofd-b", 0.4, groups="psych", max_share_permille=750, max_person_cents=6000 * e),
        _terms("status", 0.6, groups="status", max_person_cents=5000 * e,
               instruments="taal scholing werkfit begeleiding reis"),
        _terms("eigen", 0.03, unpartitioned=True, max_person_cents=4000 * e, buffer_permille=300,
               expires=False, days=(0, 2 * DAYS)),
        _terms("perspectief", 0.3, benefits="geen wajong wia", max_person_cents=4500 * e,
               days=(0, 270)),
        _terms("europa", 0.15, groups="oud status", max_share_permille=400,
               claim_cost_cents=60 * e, min_claim_cents=200 * e, max_person_cents=4000 * e,
               expires=False, days=(0, 600)),
    ]  # fmt: skip


def _towns() -> list[Terms]:
    return [
        _terms(
            f"gemeente-{town}",
            0.8,
            benefits="pw geen",
            towns=town,
            max_person_cents=700_000,
            expires=False,
            days=(0, 2 * DAYS),
        )
        for town in TOWNS
    ]


def _extra(draw: random.Random, number: int) -> Terms:
    town, other = draw.sample(list(TOWNS), 2)
    kind = number % 4
    if kind == 0:
        return _terms(
            f"fonds-{number}", 0.6, sectors=draw.choice(SECTORS), claim_cost_cents=2_500,
            instruments="scholing loopbaan harrie", max_share_permille=600,
            max_person_cents=250_000, days=(0, draw.randrange(240, 540)),
        )  # fmt: skip
    if kind == 1:
        return _terms(
            f"project-{number}", 0.5, towns=f"{town} {other}", benefits=draw.choice(list(BENEFITS)),
            max_person_cents=300_000, days=(draw.randrange(0, 90), draw.randrange(270, 480)),
        )  # fmt: skip
    if kind == 2:
        return _terms(
            f"provincie-{number}", 0.4, benefits=" ".join(draw.sample(list(BENEFITS), 2)), groups=draw.choice(("oud", "laag", "psych", "status")),  # noqa: E501
            max_share_permille=700, max_person_cents=350_000, claim_cost_cents=3_000,
            days=(0, draw.randrange(210, 420)),
        )  # fmt: skip
    chosen = " ".join(draw.sample(list(COSTS), 3))
    return _terms(
        f"stichting-{number}", 0.4, towns=town, instruments=chosen, max_share_permille=500,
        max_person_cents=150_000, expires=False, days=(0, 2 * DAYS),
    )  # fmt: skip
