"""Everything tried: an obvious judge of plans that shares no rule with the planner or the domain.

A plan is a list of ``(person, step, way, {source: cents})``; the judge knows only the terms.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from voordeur.domain.funding.problem import Alternative, Budget, Person, Problem, Source, Step

Split = dict[str, int]
Line = tuple[Person, Step, Alternative, Split]


def best_value(problem: Problem) -> int:
    """Return the most weight of any admissible plan, by trying all of them."""
    groups = [
        group
        for size in range(len(problem.people) + 1)
        for group in combinations(problem.people, size)
    ]
    groups.sort(key=lambda group: -sum(one.weight for one in group))
    for group in groups:
        if _possible(problem, group):
            return sum(one.weight for one in group)
    return 0


def admissible(problem: Problem, lines: Sequence[Line]) -> bool:
    """Tell whether these lines together keep every rule."""
    return _fits(problem, lines) and _in_turn(problem, lines)


def _possible(problem: Problem, group: Sequence[Person]) -> bool:
    places = [(person, step) for person in group for step in person.steps]
    return _search(problem, places, [])


def _search(problem: Problem, places: list[tuple[Person, Step]], lines: list[Line]) -> bool:
    if not _fits(problem, lines):
        return False
    if len(lines) == len(places):
        return _in_turn(problem, lines)
    person, step = places[len(lines)]
    return any(
        _search(problem, places, [*lines, (person, step, way, split)])
        for way in step.alternatives
        for split in _splits(problem, step, way)
    )


def _splits(problem: Problem, step: Step, way: Alternative) -> Iterator[Split]:
    payers = [one for one in problem.sources if not step.allowed[one.code] and _purse(one, way)]
    for count in range(1, problem.most_sources_per_step + 1):
        for chosen in combinations(payers, count):
            for amounts in product(range(1, way.cost_cents + 1), repeat=count):
                if sum(amounts) == way.cost_cents:
                    yield {one.code: cents for one, cents in zip(chosen, amounts, strict=True)}


def _purse(source: Source, way: Alternative) -> Budget | None:
    for one in source.budgets:
        start, end = one.period.start, one.period.end
        assert start is not None
        assert end is not None
        if start <= way.start < end:
            return one
    return None


def _fits(problem: Problem, lines: Sequence[Line]) -> bool:
    for _, _, way, split in lines:
        for source in problem.sources:
            cents = split.get(source.code, 0)
            if cents and not source.min_claim_cents <= cents <= _limit(source, way):
                return False
    for source in problem.sources:
        most = source.max_person_cents
        for person in {one.code for one, _, _, _ in lines}:
            if most is not None and _paid(lines, source, person) > most:
                return False
    return all(
        left >= 0
        for source in problem.sources
        for budget in source.budgets
        for left in _left(source, budget, lines, groups=None)
    )


def _limit(source: Source, way: Alternative) -> int:
    limit = way.cost_cents * source.max_share_permille // 1000
    most = source.max_person_cents
    return limit if most is None else min(limit, most)


def _paid(lines: Sequence[Line], source: Source, person: str) -> int:
    return sum(split.get(source.code, 0) for one, _, _, split in lines if one.code == person)


def _left(
    source: Source, budget: Budget, lines: Sequence[Line], groups: str | None
) -> Iterator[int]:
    """What is left of a purse, and of what its earmarks leave to others (than ``groups``)."""
    whole = budget.available_cents * (1000 - source.buffer_permille) // 1000
    claims = [
        (person.group, split[source.code] + source.claim_cost_cents)
        for person, _, way, split in lines
        if split.get(source.code) and _purse(source, way) == budget
    ]
    yield whole - sum(cents for _, cents in claims)
    for mark in budget.earmarks:
        if groups is None or groups not in mark.groups:
            most = whole * (1000 - mark.share_permille) // 1000
            yield most - sum(cents for group, cents in claims if group not in mark.groups)


def _in_turn(problem: Problem, lines: Sequence[Line]) -> bool:
    """Nobody further back pays a cent that somebody ahead could pay: every move is tried."""
    for number, (_, _, _, split) in enumerate(lines):
        for payer, ahead in product(problem.sources, problem.sources):
            if payer.code not in split or ahead.code not in payer.before:
                continue
            if _open(problem, lines, number, ahead) and _could_move(
                problem, lines, number, (payer.code, ahead.code)
            ):
                return False
    return True


def _open(problem: Problem, lines: Sequence[Line], number: int, ahead: Source) -> bool:
    """Tell whether a source may pay this line and its purse is not used up."""
    person, step, way, _ = lines[number]
    purse = _purse(ahead, way)
    least = max(ahead.min_claim_cents, 1)
    if step.allowed[ahead.code] or purse is None or _limit(ahead, way) < least:
        return False
    left = min(_left(ahead, purse, lines, person.group))
    return left >= max(ahead.exhausted_below_cents, least + ahead.claim_cost_cents)


def _could_move(
    problem: Problem, lines: Sequence[Line], number: int, pair: tuple[str, str]
) -> bool:
    person, step, way, split = lines[number]
    payer, ahead = pair
    for cents in range(1, split[payer] + 1):
        moved = {**split, payer: split[payer] - cents, ahead: split.get(ahead, 0) + cents}
        kept = {code: amount for code, amount in moved.items() if amount}
        changed = [*lines[:number], (person, step, way, kept), *lines[number + 1 :]]
        if _fits(problem, changed):
            return True
    return False
