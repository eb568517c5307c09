"""Measurement 'funding': plans of mixes against first-fit, online against who knows everything.

All people and sources are invented, with rules in segments. CPU seconds count, not the clock.
"""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.bench import BenchLine
from tests.bench.funding_cases import case
from tests.bench.funding_online import Outcome, rivals, streams
from tests.bench.funding_rivals import first_fit, restricted_first
from voordeur.adapters.solver.planner import HighsPlanner
from voordeur.adapters.solver.search import Effort
from voordeur.domain.funding.mixes import best_mixes
from voordeur.domain.funding.problem import Plan, Problem, Served, used_of
from voordeur.domain.funding.verify import plan_violations

LEAST_PERCENT = 120
MOST_EXPIRING = 50
STREAMS = 30
LEAST_MEAN, LEAST_WORST = 92, 88
MOST_MS = 20.0
FORECASTS = ("true", "30 % fewer", "30 % more", "shifted")


@dataclass(frozen=True, slots=True)
class Size:
    """A case to plan, the gap that is allowed, and the CPU seconds it may take."""

    people: int
    sources: int
    gap_percent: float
    seconds: float
    effort: Effort


SIZES = (
    Size(280, 24, 1.0, 60, Effort()),
    Size(280, 60, 2.0, 60, Effort()),
    Size(1000, 40, 1.0, 60, Effort()),
    Size(5000, 60, 2.0, 300, Effort(pieces=4)),
)


def run() -> list[BenchLine]:
    """Plan every size, play the streams, and time the mixes of one person."""
    lines: list[BenchLine] = []
    for size in SIZES:
        _say(f"planning {size.people} people with {size.sources} sources …")
        lines += plan_lines(size, seed=1)
    lines += mix_lines(case(280, 60, 1).problem)
    for forecast in FORECASTS:
        _say(f"{STREAMS} years one by one, forecast {forecast} …")
        lines += online_lines(forecast, streams(STREAMS, forecast))
    _say(f"first come, first served: {_mean(rivals(STREAMS)):.3f} of the most")
    return lines


def plan_lines(size: Size, seed: int) -> list[BenchLine]:
    """Plan one case and hold it against first-fit and restricted money first."""
    problem = case(size.people, size.sources, seed).problem
    started = time.process_time()
    plan = HighsPlanner(size.effort).plan(problem, _progress(started))
    seconds = time.process_time() - started
    assert not plan_violations(problem, plan)
    first, restricted = first_fit(problem), restricted_first(problem)
    gap = 100 * (plan.bound - plan.value) / plan.bound
    what = f"{size.people} people, {size.sources} sources: "
    expiring = 100 * _expiring(problem, plan.served) / max(_expiring(problem, first), 1)
    return [
        _least(
            what + "weight", 100 * plan.value / _weight(problem, first), LEAST_PERCENT, "first-fit"
        ),
        _least(
            what + "weight",
            100 * plan.value / _weight(problem, restricted),
            100,
            "restricted money first",
        ),
        _most(what + "proven gap", gap, "%", size.gap_percent, _figures(plan)),
        _most(what + "CPU", seconds, "s", size.seconds),
        _most(what + "money lost, of first-fit's", expiring, "%", MOST_EXPIRING),
    ]


def mix_lines(problem: Problem) -> list[BenchLine]:
    """Time the three best mixes of one person, with reasons."""
    prices = HighsPlanner().prices(problem)
    times, three = [], 0
    for person in problem.people:
        started = time.process_time()
        mixes = best_mixes(problem, person, rooms=problem.rooms, prices=prices)
        times.append((time.process_time() - started) * 1000)
        three += len(mixes) == 3
    high = statistics.quantiles(times, n=100)[-1]
    share = 100 * three // len(times)
    return [_most(f"three best mixes, p99 (three in {share} %)", high, "ms", MOST_MS)]


def online_lines(forecast: str, outcomes: Sequence[Outcome]) -> list[BenchLine]:
    """Hold the streams against who knows everything; a broken rule makes the line fail."""
    broken = sum(one.violations for one in outcomes)
    times = [one for outcome in outcomes for one in outcome.times_ms]
    what = f"one by one, forecast {forecast}: "
    return [
        _least(what + "mean", 100 * _mean(outcomes), LEAST_MEAN, "who knows everything"),
        _least(
            what + "worst",
            100 * min(o.ratio for o in outcomes),
            LEAST_WORST,
            "who knows everything",
        ),
        _most(what + "broken rules", broken, "", 0),
        _most(what + "p99", statistics.quantiles(times, n=100)[-1], "ms", MOST_MS),
    ]


def _mean(outcomes: Sequence[Outcome]) -> float:
    return statistics.mean(one.ratio for one in outcomes)


def _weight(problem: Problem, served: Sequence[Served]) -> int:
    return sum(problem.person_of[one.person].weight for one in served)


def _expiring(problem: Problem, served: Sequence[Served]) -> int:
    """What is left of purses that expire, in cents, the buffer not counted."""
    used = used_of(problem, (share for one in served for share in one.shares))
    return sum(
        problem.rooms[code] - used.get(code, 0)
        for code, budget in problem.budget_of.items()
        if budget.expires
    )


def _figures(plan: Plan) -> str:
    return f"weight {plan.value}, bound {plan.bound}, {len(plan.served)} people"


def _progress(started: float) -> Callable[[int, int], None]:
    def tell(value: int, bound: int) -> None:
        _say(f"  {time.process_time() - started:6.1f} s: weight {value} of at most {bound}")

    return tell


def _least(what: str, value: float, limit: float, peer: str) -> BenchLine:
    return BenchLine(
        name="funding",
        what=f"{what}, at least",
        ours="served weight",
        peer=peer,
        value=round(value, 3),
        unit="%",
        ratio=round(value / 100, 3),
        limit=limit,
        ok=value >= limit,
    )


def _most(what: str, value: float, unit: str, limit: float, ours: str = "") -> BenchLine:
    return BenchLine(
        name="funding",
        what=what,
        ours=ours or "planner",
        peer="",
        value=round(value, 3),
        unit=unit,
        ratio=None,
        limit=limit,
        ok=value <= limit,
    )


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
