"""From the split of a linear program to whole people and whole cents."""

from collections.abc import Mapping, Sequence

from voordeur.adapters.solver.flow import WHOLE, Flow
from voordeur.domain.funding.plan_settle import Chosen, fits, left_of, refill, settle
from voordeur.domain.funding.price_bound import Proof, least_cost
from voordeur.domain.funding.problem import (
    PRICE_SCALE,
    Alternative,
    Lane,
    Person,
    Problem,
    Served,
    Share,
    Step,
    locked_steps,
    used_of,
)


def round_flow(problem: Problem, flow: Flow) -> Chosen:
    """Return an admissible plan near ``flow``: whoever fits as split, then the others by price."""
    proof = flow.proof()
    chosen = _as_split(problem, flow)
    rest = [one for one in problem.people if one.code not in chosen]
    rest.sort(key=lambda one: (-round(flow.served(one), 3), _ratio(problem, one, proof)))
    refill(problem, chosen, [one.code for one in rest], proof.prices)
    return mend(problem, chosen, proof.prices)


def mend(problem: Problem, chosen: Chosen, prices: Mapping[str, int]) -> Chosen:
    """Settle the payer order, then serve whoever still fits, densest first."""
    found = settle(problem, chosen, prices)
    rest = [one for one in problem.people if one.code not in found]
    rest.sort(key=lambda one: (_cheapest(one) * 1000 // one.weight, one.code))
    refill(problem, found, [one.code for one in rest], prices)
    return settle(problem, found, prices)


def exact_shares(
    person: Person, step: Step, way: Alternative, amounts: Sequence[tuple[Lane, int]]
) -> list[Share]:
    """Return shares that add up to the cost: the largest purses with slack take the last cents."""
    cents = {lane.budget.code: max(0, value) for lane, value in amounts}
    limits = {lane.budget.code: lane.limit_cents for lane, _ in amounts}
    over = way.cost_cents - sum(cents.values())
    for code in sorted(cents, key=lambda one: -cents[one]):
        moved = min(over, limits[code] - cents[code]) if over > 0 else max(over, -cents[code])
        cents[code] += moved
        over -= moved
    return [
        Share(person=person.code, step=step.code, budget=code, amount_cents=value)
        for code, value in cents.items()
        if value
    ]


def _as_split(problem: Problem, flow: Flow) -> Chosen:
    chosen: Chosen = {}
    left = left_of(problem, chosen)
    for person in problem.people:
        if flow.served(person) < WHOLE:
            continue
        served = _served(flow, person)
        locked = used_of(problem, person.locked)
        rooms = {one: room + locked.get(one, 0) for one, room in left.items()} if locked else left
        if served is None or not fits(problem, served, rooms):
            continue
        chosen[person.code] = served
        for account, cents in used_of(problem, served.shares).items():
            left[account] -= cents - locked.get(account, 0)
    return chosen


def _served(flow: Flow, person: Person) -> Served | None:
    shares = list(person.locked)
    ways = []
    locked = locked_steps(person)
    for step in person.steps:
        if step.code in locked:
            ways.append(step.chosen or step.alternatives[0].code)
            continue
        way = flow.way_of(person, step)
        if way is None:
            return None
        ways.append(way.code)
        shares += exact_shares(person, step, way, flow.amounts(person, step, way))
    return Served(person=person.code, alternatives=tuple(ways), shares=tuple(shares))


def _ratio(problem: Problem, person: Person, proof: Proof) -> int:
    return least_cost(problem, person, proof) * 1000 // (person.weight * PRICE_SCALE)


def _cheapest(person: Person) -> int:
    return sum(min(way.cost_cents for way in step.alternatives) for step in person.steps)
