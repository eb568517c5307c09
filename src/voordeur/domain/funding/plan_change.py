"""What stays of a plan when money or people change: as many as fit, whoever started first."""

from collections.abc import Iterable

from voordeur.domain.funding.plan_settle import Chosen, fits, left_of
from voordeur.domain.funding.problem import Person, Plan, Problem, Served, used_of


def kept_of(problem: Problem, previous: Plan) -> Chosen:
    """Return who keeps the mix of ``previous`` to the cent.

    Where an account no longer suffices, people leave it until it does: those who have not started
    before those who have, and within those the ones with the least weight for what they take.
    """
    plenty = dict.fromkeys(problem.rooms, sum(problem.rooms.values()))
    chosen = {
        one.person: one
        for one in previous.served
        if one.person in problem.person_of and fits(problem, one, plenty)
    }
    left = left_of(problem, chosen)
    while min(left.values(), default=0) < 0:
        short = min(left, key=lambda account: left[account])
        code = _first_to_go(problem, chosen, short)
        if code is None:
            break
        before = used_of(problem, chosen.pop(code).shares)
        locked = used_of(problem, problem.person_of[code].locked)
        for account, cents in before.items():
            left[account] += cents - locked.get(account, 0)
    return chosen


def moved_cents(previous: Plan, plan: Plan) -> int:
    """Return how many cents of people in both plans come from another purse than before."""
    before = _amounts(previous.served)
    both = {one.person for one in previous.served}
    now = _amounts(one for one in plan.served if one.person in both)
    return sum(max(0, cents - before.get(key, 0)) for key, cents in now.items())


def _first_to_go(problem: Problem, chosen: Chosen, account: str) -> str | None:
    takes = {code: _burden(problem, one, account) for code, one in chosen.items()}
    takers = [problem.person_of[code] for code, cents in takes.items() if cents > 0]

    def order(person: Person) -> tuple[bool, int]:
        return person.started, person.weight * 10**6 // takes[person.code]

    return min(takers, key=order).code if takers else None


def _burden(problem: Problem, served: Served, account: str) -> int:
    locked = used_of(problem, problem.person_of[served.person].locked)
    return used_of(problem, served.shares).get(account, 0) - locked.get(account, 0)


def _amounts(served: Iterable[Served]) -> dict[tuple[str, str, str], int]:
    return {
        (share.person, share.step, share.budget): share.amount_cents
        for one in served
        for share in one.shares
    }
