"""A problem too large for one program: parts with their share of the money, and one proof."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from voordeur.adapters.solver.flow import Flow
from voordeur.domain.funding.price_bound import Proof
from voordeur.domain.funding.problem import Problem, used_of

PART = 1000
"""People in one program; twice as many take more than four times as long."""
LARGE = 1500


def parts_of(problem: Problem) -> list[Problem]:
    """Divide people who come after each other over parts, each with its share of every account.

    What is paid already goes to the part of whom it is paid for. The cents that do not divide are
    left for when the parts are together again.
    """
    count = -(-len(problem.people) // PART) if len(problem.people) > LARGE else 1
    if count == 1:
        return [problem]
    paid = used_of(problem, (share for one in problem.people for share in one.locked))
    found = []
    for number in range(count):
        people = problem.people[number::count]
        own = used_of(problem, (share for one in people for share in one.locked))
        rooms = {
            account: own.get(account, 0) + (room - paid.get(account, 0)) // count
            for account, room in problem.rooms.items()
        }
        found.append(replace(problem, people=people, given_rooms=rooms))
    return found


def one_proof(flows: Sequence[Flow]) -> Proof:
    """Return the mean of the prices of all parts: any prices prove a bound for the whole."""
    proofs = [flow.proof() for flow in flows]
    accounts = proofs[0].prices
    return Proof(
        prices={one: _mean(proof.prices[one] for proof in proofs) for one in accounts},
        ceilings={key: price for proof in proofs for key, price in proof.ceilings.items()},
    )


def _mean(prices: Iterable[int]) -> int:
    found = list(prices)
    return sum(found) // len(found)
