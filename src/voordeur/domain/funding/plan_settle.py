"""Bring a rough plan in order: cents move to who pays first, who cannot be mended is made again."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from voordeur.domain.funding.mixes import best_mix
from voordeur.domain.funding.problem import Problem, Served, Share, used_of
from voordeur.domain.funding.verify import Turn, mix_violations, out_of_turn

ROUNDS = 8
Chosen = dict[str, Served]


def left_of(problem: Problem, chosen: Mapping[str, Served]) -> dict[str, int]:
    """Return what is left of each account when everybody chosen is paid, and all that is locked."""
    paid = (share for one in chosen.values() for share in one.shares)
    gone = (s for p in problem.people if p.code not in chosen for s in p.locked)
    used = used_of(problem, [*paid, *gone])
    return {account: room - used.get(account, 0) for account, room in problem.rooms.items()}


def settle(problem: Problem, chosen: Chosen, prices: Mapping[str, int]) -> Chosen:
    """Return a plan that keeps the payer order; who stands in the way is made again or left out."""
    found = dict(chosen)
    for _ in range(ROUNDS):
        if not _pull_up(problem, found):
            return found
        wrong = _wrong(problem, found)
        kept = {code: found.pop(code) for code in wrong}
        refill(problem, found, kept, prices)
    for _ in range(len(found)):
        wrong = _wrong(problem, found)
        if not wrong:
            break
        for code in wrong:
            del found[code]
    return found


def refill(
    problem: Problem, chosen: Chosen, codes: Iterable[str], prices: Mapping[str, int]
) -> None:
    """Serve more people from what is left, in this order, each at the lowest price found."""
    left = left_of(problem, chosen)
    for code in codes:
        person = problem.person_of[code]
        locked = used_of(problem, person.locked)
        rooms = {one: room + locked.get(one, 0) for one, room in left.items()} if locked else left
        mix = best_mix(problem, person, rooms=rooms, prices=prices)
        if mix is None:
            continue
        chosen[code] = mix.served
        for account, cents in used_of(problem, mix.shares).items():
            left[account] -= cents - locked.get(account, 0)


def fits(problem: Problem, served: Served, rooms: Mapping[str, int]) -> bool:
    """Tell whether a person can be paid this way, whoever should pay first."""
    return all(one.code == "payer_order" for one in mix_violations(problem, served, rooms))


def _pull_up(problem: Problem, chosen: Chosen) -> bool:
    """Move cents to sources ahead; tells whether anybody is still out of turn."""
    left = left_of(problem, chosen)
    stuck = False
    for code in list(chosen):
        turn = next(out_of_turn(problem, chosen[code], left), None)
        tries = 0
        while turn is not None and tries < ROUNDS:
            moved = _moved(chosen[code], turn)
            before = used_of(problem, chosen[code].shares)
            after = used_of(problem, moved.shares)
            rooms = {one: room + before.get(one, 0) for one, room in left.items()}
            if fits(problem, moved, rooms):
                chosen[code] = moved
                left = {one: room - after.get(one, 0) for one, room in rooms.items()}
            tries += 1
            turn = next(out_of_turn(problem, chosen[code], left), None)
        stuck = stuck or turn is not None
    return stuck or bool(_wrong(problem, chosen))


def _wrong(problem: Problem, chosen: Chosen) -> list[str]:
    left = left_of(problem, chosen)
    return [c for c, one in chosen.items() if next(out_of_turn(problem, one, left), None)]


def _moved(served: Served, turn: Turn) -> Served:
    amounts = Counter[tuple[str, str]]()
    for share in served.shares:
        amounts[share.step, share.budget] += share.amount_cents
    amounts[turn.step, turn.payer.budget] -= turn.cents
    amounts[turn.step, turn.ahead.budget.code] += turn.cents
    shares = tuple(
        Share(person=served.person, step=step, budget=budget, amount_cents=cents)
        for (step, budget), cents in amounts.items()
        if cents
    )
    return replace(served, shares=shares)
