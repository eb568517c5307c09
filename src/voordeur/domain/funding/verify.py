"""Whether a mix or a whole plan keeps every rule, in whole cents and without any solver."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from voordeur.domain.funding.admissibility import why_not
from voordeur.domain.funding.problem import (
    Alternative,
    Lane,
    Person,
    Plan,
    Problem,
    Served,
    Share,
    Source,
    Step,
    alternative_of,
    locked_steps,
    used_of,
)


class Broken(StrEnum):
    """The rule that is broken."""

    UNKNOWN = "unknown"
    TWICE = "twice"
    STEPS = "steps"
    BALANCE = "balance"
    NOT_ALLOWED = "not_allowed"
    LIMIT = "limit"
    PERSON_CEILING = "person_ceiling"
    MIN_CLAIM = "min_claim"
    TOO_MANY_SOURCES = "too_many_sources"
    LOCKED = "locked"
    BUDGET = "budget"
    PAYER_ORDER = "payer_order"
    FIGURES = "figures"


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule: of whom, at which step, by which source, and by how many cents."""

    code: Broken
    person: str = ""
    step: str = ""
    source: str = ""
    cents: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """Cents of a step that a source ahead in the payer order could have paid."""

    person: str
    step: str
    payer: Share
    ahead: Lane
    cents: int


def plan_violations(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Return everything that is wrong with a plan; a plan with anything wrong is no plan."""
    known = [one for one in plan.served if one.person in problem.person_of]
    found = [Violation(Broken.UNKNOWN, one.person) for one in plan.served if one not in known]
    times = Counter(one.person for one in plan.served)
    missing = _paid_people(problem) - set(times) - set(plan.dropped)
    found += [Violation(Broken.TWICE, code) for code, count in times.items() if count > 1]
    found += [Violation(Broken.LOCKED, code) for code in missing]
    for one in known:
        found += _person_violations(problem, one)
    if not found:
        found += _together(problem, known, _rooms(problem, times))
        reached = sum(problem.person_of[one.person].weight for one in known)
        if reached != plan.value or plan.bound < plan.value:
            found.append(Violation(Broken.FIGURES))
    return tuple(found)


def mix_violations(
    problem: Problem, served: Served, rooms: Mapping[str, int]
) -> tuple[Violation, ...]:
    """Return what is wrong with paying one person this way out of what is left in ``rooms``.

    What is paid already must not be in ``rooms`` any more.
    """
    found = tuple(_person_violations(problem, served))
    return found or tuple(_together(problem, [served], rooms))


def out_of_turn(problem: Problem, served: Served, left: Mapping[str, int]) -> Iterator[Turn]:
    """Tell which cents a source further back pays while one ahead could pay them.

    ``left`` is what remains of each account after everything in the plan is paid. Everything else
    stays as it is: one cent that can move from the one behind to the one ahead breaks the order.
    """
    person = problem.person_of[served.person]
    totals = Counter[str]()
    for share in served.shares:
        totals[problem.budget_of[share.budget].source] += share.amount_cents
    locked = locked_steps(person)
    for step, code in zip(person.steps, served.alternatives, strict=True):
        way = alternative_of(step, code)
        shares = [one for one in served.shares if one.step == step.code]
        behind = [one for one in shares if _source(problem, one).before]
        if way is None or step.code in locked or not behind:
            continue
        lanes = {one.source.code: one for one in problem.lanes(person, step, way)}
        paid = {_source(problem, one).code: one.amount_cents for one in shares}
        for payer in behind:
            for ahead in _source(problem, payer).before:
                if ahead in lanes:
                    lane = lanes[ahead]
                    cents = _movable(
                        problem,
                        payer,
                        lane,
                        already=paid.get(ahead, 0),
                        totals=totals,
                        left=left,
                    )
                    if cents:
                        yield Turn(person.code, step.code, payer, lane, cents)


def _movable(
    problem: Problem,
    payer: Share,
    lane: Lane,
    *,
    already: int,
    totals: Mapping[str, int],
    left: Mapping[str, int],
) -> int:
    source = lane.source
    room = min(left[one] for one in lane.accounts)
    if room < source.used_up_below_cents:
        return 0
    take = min(lane.limit_cents - already, room - (0 if already else source.claim_cost_cents))
    if source.max_person_cents is not None:
        take = min(take, source.max_person_cents - totals.get(source.code, 0))
    whole = payer.amount_cents
    least = _source(problem, payer).min_claim_cents
    cents = whole if take >= whole else min(take, whole - max(least, 1))
    return cents if cents >= (1 if already else max(source.min_claim_cents, 1)) else 0


def _person_violations(problem: Problem, served: Served) -> Iterator[Violation]:
    person = problem.person_of.get(served.person)
    if person is None:
        yield Violation(Broken.UNKNOWN, served.person)
        return
    codes = {step.code for step in person.steps}
    strangers = [one for one in served.shares if one.step not in codes or one.person != person.code]
    unknown = [one for one in served.shares if one.budget not in problem.budget_of]
    if strangers or unknown or len(served.alternatives) != len(person.steps):
        yield Violation(Broken.STEPS, person.code)
        return
    locked = locked_steps(person)
    for step, code in zip(person.steps, served.alternatives, strict=True):
        shares = [one for one in served.shares if one.step == step.code]
        if step.code in locked:
            if sorted(map(_key, shares)) != sorted(map(_key, locked[step.code])):
                yield Violation(Broken.LOCKED, person.code, step.code)
            continue
        yield from _step_violations(problem, person, step, code, shares)
    yield from _ceilings(problem, served)


def _step_violations(
    problem: Problem, person: Person, step: Step, code: str, shares: list[Share]
) -> Iterator[Violation]:
    way = alternative_of(step, code)
    if way is None:
        yield Violation(Broken.STEPS, person.code, step.code)
        return
    over = sum(one.amount_cents for one in shares) - way.cost_cents
    if over:
        yield Violation(Broken.BALANCE, person.code, step.code, cents=over)
    if len(shares) > problem.most_sources_per_step:
        yield Violation(Broken.TOO_MANY_SOURCES, person.code, step.code)
    if len({one.budget for one in shares}) < len(shares):
        yield Violation(Broken.TWICE, person.code, step.code)
    for share in shares:
        yield from _share_violations(problem, person, step, way, share)


def _share_violations(
    problem: Problem, person: Person, step: Step, way: Alternative, share: Share
) -> Iterator[Violation]:
    source = _source(problem, share)
    place = (person.code, step.code, source.code)
    wrong_purse = source.budget_at(way.start) != problem.budget_of[share.budget]
    if why_not(step, way, source) or wrong_purse:
        yield Violation(Broken.NOT_ALLOWED, *place)
    over = share.amount_cents - source.limit_cents(way.cost_cents)
    if over > 0:
        yield Violation(Broken.LIMIT, *place, cents=over)
    short = max(source.min_claim_cents, 1) - share.amount_cents
    if short > 0:
        yield Violation(Broken.MIN_CLAIM, *place, cents=short)


def _ceilings(problem: Problem, served: Served) -> Iterator[Violation]:
    totals = Counter[str]()
    for share in served.shares:
        totals[_source(problem, share).code] += share.amount_cents
    person = problem.person_of[served.person]
    paid = Counter[str]()
    for share in person.locked:
        paid[_source(problem, share).code] += share.amount_cents
    for code, total in totals.items():
        ceiling = problem.source_of[code].max_person_cents
        if ceiling is not None and total > max(ceiling, paid[code]):
            yield Violation(Broken.PERSON_CEILING, served.person, "", code, total - ceiling)


def _together(
    problem: Problem, served: Iterable[Served], rooms: Mapping[str, int]
) -> Iterator[Violation]:
    everybody = list(served)
    used = used_of(problem, (share for one in everybody for share in one.shares))
    left = {account: room - used.get(account, 0) for account, room in rooms.items()}
    for account, cents in left.items():
        if cents < 0:
            source = problem.budget_of[account.split("/", maxsplit=1)[0]].source
            yield Violation(Broken.BUDGET, "", account, source, -cents)
    for one in everybody:
        for turn in out_of_turn(problem, one, left):
            code = turn.ahead.source.code
            yield Violation(Broken.PAYER_ORDER, turn.person, turn.step, code, turn.cents)


def _rooms(problem: Problem, served: Container[str]) -> dict[str, int]:
    """Return the accounts without what is paid for people who are not served any further."""
    gone = (s for one in problem.people if one.code not in served for s in one.locked)
    used = used_of(problem, gone)
    return {account: room - used.get(account, 0) for account, room in problem.rooms.items()}


def _paid_people(problem: Problem) -> set[str]:
    return {one.code for one in problem.people if one.locked}


def _source(problem: Problem, share: Share) -> Source:
    return problem.source_of[problem.budget_of[share.budget].source]


def _key(share: Share) -> tuple[str, int]:
    return share.budget, share.amount_cents
