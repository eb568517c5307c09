"""People come one by one: who is served when nobody knows yet who comes after them."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from tests.bench.funding_cases import YEAR, Case, case
from tests.bench.funding_rivals import first_fit
from voordeur.adapters.solver.planner import HighsPlanner
from voordeur.domain.funding.mixes import advised, best_mixes
from voordeur.domain.funding.price_forecast import Arrival, expected_people
from voordeur.domain.funding.problem import Person, Plan, Problem, Served, used_of
from voordeur.domain.funding.verify import plan_violations

PEOPLE, SOURCES = 280, 24
TIMES = 28
"""How often the prices are solved again in a year."""
LAST_YEAR = 90_000
END = YEAR + timedelta(days=300)


@dataclass(slots=True)
class Outcome:
    """What came of one stream."""

    ratio: float
    served: int
    violations: int
    times_ms: list[float] = field(default_factory=list)


def streams(count: int, forecast: str, people: int = PEOPLE) -> list[Outcome]:
    """Play ``count`` years with prices from a forecast: true, 30 % fewer or more, or shifted."""
    return [_play(1_000 + number, forecast, people) for number in range(count)]


def rivals(count: int) -> list[Outcome]:
    """Play the same years first come, first served."""
    found = []
    for number in range(count):
        problem = case(PEOPLE, SOURCES, 1_000 + number).problem
        served = first_fit(problem)
        found.append(_outcome(problem, served, _most(problem), []))
    return found


def _play(seed: int, forecast: str, people: int) -> Outcome:
    actual = case(people, SOURCES, seed)
    last_year, arrivals = _arrivals(_expected(forecast, people)), _arrivals(actual)
    prices: Mapping[str, int] = {}
    rooms = dict(actual.problem.rooms)
    served: list[Served] = []
    times: list[float] = []
    for place, person in enumerate(actual.problem.people):
        if place % max(people // TIMES, 1) == 0:
            today = arrivals[place].day
            coming = expected_people(last_year, arrivals[:place], today=today, end=END)
            prices = _prices(actual.problem, coming, rooms) or prices
        started = time.process_time()
        mixes = best_mixes(actual.problem, person, rooms=rooms, prices=prices)
        times.append((time.process_time() - started) * 1000)
        if mixes and advised(person, mixes[0]):
            served.append(mixes[0].served)
            for account, cents in used_of(actual.problem, mixes[0].shares).items():
                rooms[account] -= cents
    return _outcome(actual.problem, served, _most(actual.problem), times)


def _arrivals(drawn: Case) -> list[Arrival]:
    return [
        Arrival(one, YEAR + timedelta(days=drawn.arrives[one.code])) for one in drawn.problem.people
    ]


def _expected(forecast: str, people: int) -> Case:
    count = {"30 % fewer": people * 7 // 10, "30 % more": people * 13 // 10}.get(forecast, people)
    return case(count, SOURCES, LAST_YEAR + count, shifted=forecast == "shifted")


def _prices(
    problem: Problem, coming: tuple[Person, ...], rooms: Mapping[str, int]
) -> Mapping[str, int]:
    if not coming:
        return {}
    return HighsPlanner().prices(replace(problem, people=coming, given_rooms=dict(rooms)))


def _most(problem: Problem) -> int:
    from voordeur.adapters.solver.flow import solve_flow
    from voordeur.domain.funding.price_bound import bound_of

    return bound_of(problem, solve_flow(problem).proof())


def _outcome(problem: Problem, served: Sequence[Served], most: int, times: list[float]) -> Outcome:
    value = sum(problem.person_of[one.person].weight for one in served)
    plan = Plan(served=tuple(served), value=value, bound=most)
    return Outcome(value / most, len(served), len(plan_violations(problem, plan)), times)
