"""A proof in whole numbers that no plan can reach more weight, whatever a solver says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import gcd

from voordeur.domain.funding.problem import (
    PRICE_SCALE,
    Alternative,
    Lane,
    Person,
    Problem,
    Source,
    Step,
    locked_steps,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Prices that prove a bound: per account, and per person and source with a ceiling.

    Any prices of zero or more prove some bound; good ones prove a low one.
    """

    prices: Mapping[str, int]
    ceilings: Mapping[tuple[str, str], int] = field(default_factory=dict)


def bound_of(problem: Problem, proof: Proof) -> int:
    """Return a weight that no admissible plan exceeds.

    Each account is sold at its price. A person is worth serving when the weight exceeds the least
    the steps could cost at these prices; what all accounts together are worth is added. Claims,
    least claims and payer order are left out or rounded down, so the bound only gets higher. What
    a plan reaches is a sum of weights; so the bound comes down to a multiple of what they share.
    """
    worth = sum(room * proof.prices.get(account, 0) for account, room in problem.rooms.items())
    gains = sum(_gain(problem, person, proof) for person in problem.people)
    share = gcd(*(one.weight for one in problem.people)) or 1
    return (worth + gains) // PRICE_SCALE // share * share


def least_cost(problem: Problem, person: Person, proof: Proof) -> int:
    """Return a price below which no mix of this person can come."""
    locked = locked_steps(person)
    total = 0
    for step in person.steps:
        if step.code in locked:
            total += _paid(problem, person, step, proof)
            continue
        ways = (_way(problem, person, step, way, proof) for way in step.alternatives)
        found = [one for one in ways if one is not None]
        if not found:
            return person.weight * PRICE_SCALE
        total += min(found)
    for source in problem.sources:
        total -= _ceiling(person, source, proof) * (source.max_person_cents or 0)
    return total


def _gain(problem: Problem, person: Person, proof: Proof) -> int:
    gain = person.weight * PRICE_SCALE - least_cost(problem, person, proof)
    steps = (step for step in person.steps if step.code in locked_steps(person))
    return max(gain, -sum(_paid(problem, person, step, proof) for step in steps))


def _paid(problem: Problem, person: Person, step: Step, proof: Proof) -> int:
    total = 0
    for share in locked_steps(person)[step.code]:
        budget = problem.budget_of[share.budget]
        claim = problem.source_of[budget.source].claim_cost_cents
        marks = (m for m in budget.earmarks if person.group not in m.groups)
        accounts = (budget.code, *(f"{budget.code}/{mark.code}" for mark in marks))
        price = sum(proof.prices.get(one, 0) for one in accounts)
        total += (share.amount_cents + claim) * price
    return total


def _way(
    problem: Problem, person: Person, step: Step, way: Alternative, proof: Proof
) -> int | None:
    lanes = problem.lanes(person, step, way)
    offers = sorted((_cent(person, lane, proof), lane.limit_cents) for lane in lanes)
    need, total = way.cost_cents, 0
    for price, limit in offers:
        cents = min(need, limit)
        total += cents * price
        need -= cents
    return None if need else total


def _cent(person: Person, lane: Lane, proof: Proof) -> int:
    price = sum(proof.prices.get(one, 0) for one in lane.accounts)
    price += price * lane.source.claim_cost_cents // lane.limit_cents
    return price + _ceiling(person, lane.source, proof)


def _ceiling(person: Person, source: Source, proof: Proof) -> int:
    """Return the price of a personal ceiling; with paid steps it is left out of the proof."""
    if person.locked or source.max_person_cents is None:
        return 0
    return proof.ceilings.get((person.code, source.code), 0)
