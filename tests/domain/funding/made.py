"""A purse, a source, a person: the least a test of funding needs."""

from datetime import date

from voordeur.domain.funding.problem import (
    Alternative,
    Budget,
    Person,
    Problem,
    Source,
    Step,
)
from voordeur.domain.kernel.period import Period

DAY = date(2026, 3, 2)
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


def source(code: str, cents: int, **terms: object) -> Source:
    budget = Budget(code=f"{code}-26", source=code, period=YEAR, available_cents=cents)
    return Source(code=code, order=0, **{"budgets": (budget,), **terms})  # type: ignore[arg-type]


def step(code: str, cost: int, *payers: str, **refused: tuple[str, ...]) -> Step:
    way = Alternative(code="a", cost_cents=cost, start=DAY)
    return Step(code=code, alternatives=(way,), allowed={**dict.fromkeys(payers, ()), **refused})


def person(code: str, *steps: Step, **facts: object) -> Person:
    return Person(code=code, steps=steps, **{"weight": 100, **facts})  # type: ignore[arg-type]


def problem(people: tuple[Person, ...], *sources: Source, most: int = 3) -> Problem:
    return Problem(people=people, sources=sources, most_sources_per_step=most)
