"""Proof 'funding': plans of mixes are the best there are, to the cent, and never break a rule.

Small problems are tried whole by a judge that shares nothing with the planner, in whole cents with
payer order; larger ones are solved by another exact solver in a process of its own. Every plan is
verified in whole numbers; its bound is never below the best plan. After cuts on money that is not
paid, as many of those who started are kept as that other solver proves can be kept.

Controls: a lazy planner falls short; every mistake that can be made in a plan is named; a bound
that forgets a purse is found too low; a cut into what is promised is noticed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter

from tests.bench.funding_cases import case
from tests.bench.funding_rivals import first_fit
from tests.proofs import ProofLine
from tests.proofs.funding_parts.brute import best_value
from tests.proofs.funding_parts.exact import best_values
from tests.proofs.funding_parts.mistakes import MISTAKES, noticed
from tests.proofs.funding_parts.small import small
from voordeur.adapters.solver.planner import HighsPlanner
from voordeur.adapters.solver.search import Effort
from voordeur.domain.funding.price_bound import Proof, bound_of
from voordeur.domain.funding.problem import Plan, Problem
from voordeur.domain.funding.verify import plan_violations

SMALL = {"quick": 200, "long": 5_000}
MIDDLE = {"quick": 1, "long": 30}
PLANS = {"quick": 1, "long": 10}
CUTS = {"quick": (700,), "long": (900, 700, 400, 0)}
SECONDS = {"quick": 5.0, "long": 60.0}
MIDDLE_PEOPLE, MIDDLE_SOURCES = 8, 20
PEOPLE, SOURCES = 40, 24
HALFWAY = date(2026, 6, 1)
THOROUGH = Effort(good_permille=0, nodes=20_000, patience=1, seconds=60.0)
QUICK = Effort(pieces=1, seconds=1.0)


def run(mode: str, seed: int) -> list[ProofLine]:
    """Return the lines of the proof; ``mode`` is quick or long."""
    plans = [
        _planned(case(PEOPLE, SOURCES, seed + number).problem) for number in range(PLANS[mode])
    ]
    return [
        *_small(mode, seed),
        _middle(mode, seed),
        _whole_cents(plans, seed),
        _started(plans, mode, seed),
    ]


@dataclass(frozen=True, slots=True)
class Planned:
    """A problem with its plan."""

    problem: Problem
    plan: Plan


def _planned(problem: Problem) -> Planned:
    return Planned(problem, HighsPlanner(QUICK).plan(problem))


def _small(mode: str, seed: int) -> list[ProofLine]:
    started = perf_counter()
    problems = [small(seed * 100_000 + number) for number in range(SMALL[mode])]
    best = [best_value(one) for one in problems]
    plans = [HighsPlanner(THOROUGH).plan(one) for one in problems]
    lazy = [_weight(one, first_fit(one)) for one in problems]
    short = sum(one < top for one, top in zip(lazy, best, strict=True))
    free = [best_value(_unordered(one)) for one in problems]
    ordered = sum(one > top for one, top in zip(free, best, strict=True))
    seconds = perf_counter() - started
    proofs = [(one, Proof(prices=plan.prices)) for one, plan in zip(problems, plans, strict=True)]
    low = sum(
        bound_of(replace(one, given_rooms=dict.fromkeys(one.rooms, 0)), proof) < top
        for (one, proof), top in zip(proofs, best, strict=True)
    )
    return [
        ProofLine(
            name="funding: everything tried",
            figure=sum(one.value == top for one, top in zip(plans, best, strict=True)),
            unit="best plans found",
            limit=len(problems),
            ok=all(one.value == top for one, top in zip(plans, best, strict=True)),
            control=f"first-fit short {short}×, payer order costs {ordered}×",
            control_ok=short > 0 and ordered > 0,
            seed=seed,
            seconds=seconds,
        ),
        ProofLine(
            name="funding: the bound",
            figure=sum(one.bound < top for one, top in zip(plans, best, strict=True)),
            unit="bounds too low",
            limit=0,
            ok=all(one.bound >= top for one, top in zip(plans, best, strict=True)),
            control=f"a bound without the purses is too low {low}×",
            control_ok=low > 0,
            seed=seed,
            seconds=seconds,
        ),
    ]


def _unordered(problem: Problem) -> Problem:
    return replace(problem, sources=tuple(replace(one, before=()) for one in problem.sources))


def _weight(problem: Problem, served: Sequence[object]) -> int:
    return sum(problem.person_of[one.person].weight for one in served)  # type: ignore[attr-defined]


def _middle(mode: str, seed: int) -> ProofLine:
    started = perf_counter()
    problems = [
        case(MIDDLE_PEOPLE, MIDDLE_SOURCES, seed * 1_000 + number, tight=0.6).problem
        for number in range(MIDDLE[mode])
    ]
    plans = [HighsPlanner(THOROUGH).plan(one) for one in problems]
    exact = best_values(problems, SECONDS[mode])
    proven = [(plan, best) for plan, (best, sure) in zip(plans, exact, strict=True) if sure]
    lazy = [_weight(one, first_fit(one)) for one in problems]
    short = sum(one < best for one, (best, _) in zip(lazy, exact, strict=True))
    return ProofLine(
        name="funding: another exact solver",
        figure=sum(plan.value == best for plan, best in proven),
        unit=f"agree of {len(problems)} tried",
        limit=len(proven),
        ok=bool(proven) and all(plan.value == best for plan, best in proven),
        control=f"first-fit short {short}×",
        control_ok=short > 0,
        seed=seed,
        seconds=perf_counter() - started,
    )


def _whole_cents(plans: Sequence[Planned], seed: int) -> ProofLine:
    started = perf_counter()
    wrong = sum(len(plan_violations(one.problem, one.plan)) for one in plans)
    missed = [
        mistake.name
        for mistake in MISTAKES
        for one in plans
        if not noticed(mistake, one.problem, one.plan)
    ]
    return ProofLine(
        name="funding: every rule, to the cent",
        figure=wrong,
        unit=f"violations in {len(plans)} plans",
        limit=0,
        ok=wrong == 0,
        control=f"{len(MISTAKES)} mistakes, missed: {', '.join(missed) or 'none'}",
        control_ok=not missed,
        seed=seed,
        seconds=perf_counter() - started,
    )


def halfway(planned: Planned, source: str, permille: int) -> Problem:
    """Return the problem in June: what has started is paid, ``source`` keeps a part of the rest."""
    served = {one.person: one for one in planned.plan.served}
    people = tuple(
        _paid(one, served[one.code]) if one.code in served else one
        for one in planned.problem.people
    )
    whole = planned.problem.rooms
    later = replace(planned.problem, people=people)
    paid = _used(later)
    rooms = {
        account: paid.get(account, 0) + (room - paid.get(account, 0)) * permille // 1000
        if account.startswith(source)
        else room
        for account, room in whole.items()
    }
    return replace(later, given_rooms=rooms)


def _used(problem: Problem) -> dict[str, int]:
    from voordeur.domain.funding.problem import used_of

    return used_of(problem, (share for one in problem.people for share in one.locked))


def _paid(person, served):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    steps = []
    past = set()
    for step, code in zip(person.steps, served.alternatives, strict=True):
        way = next(one for one in step.alternatives if one.code == code)
        if way.start < HALFWAY:
            past.add(step.code)
            steps.append(replace(step, chosen=code))
        else:
            steps.append(step)
    locked = tuple(one for one in served.shares if one.step in past)
    return replace(person, steps=tuple(steps), locked=locked, started=bool(locked))


def _started(plans: Sequence[Planned], mode: str, seed: int) -> ProofLine:
    started = perf_counter()
    tried = noticed_cuts = 0
    short: list[Problem] = []
    kept: list[int] = []
    for planned in plans:
        for source in ("perspectief", "regionaal"):
            for permille in CUTS[mode]:
                problem = halfway(planned, source, permille)
                plan = HighsPlanner(QUICK).replan(problem, planned.plan)
                own = _only_started(problem)
                tried += len(own.people)
                noticed_cuts += bool(plan_violations(problem, planned.plan))
                if plan.dropped:
                    short.append(own)
                    kept.append(len(own.people) - len(plan.dropped))
    judged = best_values(short, SECONDS[mode]) if short else []
    pairs = list(zip(judged, kept, strict=True))
    lost = sum(max(0, most - own) for (most, _), own in pairs)
    beyond = sum(len(one.people) - own for one, own in zip(short, kept, strict=True)) - lost
    unsure = sum(not sure for (_, sure), _ in pairs)
    return ProofLine(
        name="funding: who started is kept",
        figure=lost,
        unit=f"lost of {tried} after cuts ({beyond} could not be kept, {unsure} not proven)",
        limit=0,
        ok=lost == 0 and unsure == 0,
        control=f"the old plan no longer holds in {noticed_cuts} cases",
        control_ok=noticed_cuts > 0,
        seed=seed,
        seconds=perf_counter() - started,
    )


def _only_started(problem: Problem) -> Problem:
    """Return who started, one point each, with all the money there is."""
    people = tuple(replace(one, weight=1) for one in problem.people if one.started)
    return replace(problem, people=people)
