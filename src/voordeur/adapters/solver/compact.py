"""Some people exactly: a mixed-integer program of whole claims within what the others leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from voordeur.adapters.solver.highs import Machine, Program, SolverError
from voordeur.adapters.solver.rounding import exact_shares
from voordeur.domain.funding.problem import (
    Alternative,
    Lane,
    Person,
    Problem,
    Served,
    Share,
    Step,
    alternative_of,
    locked_steps,
)

EURO = 100.0
HALF = 0.5
CLAIM = 0.01
"""What one claim more weighs: only ever a tie-break."""
EXPIRING = 2e-5
"""What a euro that would be lost weighs: only ever a tie-break."""
MOVED = 1e-3
"""What a euro that moves in a changed plan weighs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The people to decide about and what each account has for them.

    ``relied``: accounts that must stay used up, because people outside rely on it. ``prior``:
    what was planned, so that few euros move.
    """

    problem: Problem
    people: Sequence[Person]
    rooms: Mapping[str, int]
    relied: frozenset[str] = frozenset()
    prior: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    fixed: Sequence[Served] = ()
    at_least: int = 0


@dataclass(slots=True)
class _Lane:
    lane: Lane
    amount: int
    claimed: int


@dataclass(slots=True)
class _Model:
    part: Part
    program: Program = field(default_factory=Program)
    served: dict[str, int] = field(default_factory=dict)
    ways: dict[tuple[str, str, str], tuple[int, list[_Lane]]] = field(default_factory=dict)
    burden: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    used_up: dict[str, int] = field(default_factory=dict)
    first: list[tuple[int, Lane]] = field(default_factory=list)
    fixed: dict[tuple[str, str, str], int] = field(default_factory=dict)
    claims: dict[str, float] = field(default_factory=dict)
    ahead: frozenset[str] = frozenset()


def solve_part(part: Part, options: Mapping[str, object]) -> dict[str, Served] | None:
    """Return who of the part is served and how, or nothing when no answer was found in time."""
    model = _write(part)
    try:
        answer = Machine(model.program, dict(options)).solve()
    except SolverError:
        return None
    values = answer.columns.tolist()
    chosen = (one for one in part.people if values[model.served[one.code]] > HALF)
    found = {one.code: _read(model, one, values) for one in chosen}
    return found | {one.person: _moved(model, one, values) for one in part.fixed}


def _write(part: Part) -> _Model:
    ahead = frozenset(code for source in part.problem.sources for code in source.before)
    model = _Model(part, ahead=ahead)
    for served in part.fixed:
        _write_fixed(model, served)
    for person in part.people:
        _write_person(model, person)
    program = model.program
    for column, lane in model.first:
        excuses = [(found, -1.0) for one in lane.accounts for found in [_used_up(model, one)]]
        program.most([(column, 1.0), *excuses], 0)
    for account, terms in model.burden.items():
        room = part.rooms[account] / EURO - model.claims.get(account, 0.0)
        program.most(terms, room)
        flag = model.used_up.get(account)
        least = room - _slack(part.problem, account)
        if account in part.relied and least > 0:
            program.least(terms, least)
        elif flag is not None:
            program.least([*terms, (flag, -least)], 0)
    weights = [(model.served[one.code], float(one.weight)) for one in part.people]
    if part.at_least:
        program.least(weights, part.at_least)
    return model


def _write_person(model: _Model, person: Person) -> None:
    program = model.program
    served = model.served[person.code] = program.yes_or_no(float(person.weight))
    by_source: dict[str, list[_Lane]] = {}
    locked = locked_steps(person)
    for step in person.steps:
        if step.code in locked:
            continue
        alone = len(step.alternatives) == 1
        columns = [served if alone else program.yes_or_no() for _ in step.alternatives]
        if not alone:
            program.equal([*((one, 1.0) for one in columns), (served, -1.0)], 0)
        for way, chosen in zip(step.alternatives, columns, strict=True):
            lanes = _write_way(model, person, step, way, chosen=chosen)
            for one in lanes:
                by_source.setdefault(one.lane.source.code, []).append(one)
    full = _write_ceilings(model, person, by_source)
    for key in [one for one in model.ways if one[0] == person.code]:
        _write_order(model, model.ways[key][1], full)


def _write_fixed(model: _Model, served: Served) -> None:
    """Somebody outside keeps who pays what; only the amounts of those at the back may move."""
    program, problem = model.program, model.part.problem
    person = problem.person_of[served.person]
    locked = locked_steps(person)
    by_source: dict[str, list[tuple[int, float]]] = {}
    for step, code in zip(person.steps, served.alternatives, strict=True):
        way = alternative_of(step, code)
        if way is None or step.code in locked:
            continue
        lanes = {one.budget.code: one for one in problem.lanes(person, step, way)}
        columns = []
        for share in (one for one in served.shares if one.step == step.code):
            lane = lanes[share.budget]
            cents = share.amount_cents
            still = lane.source.code in model.ahead
            low = cents if still else max(lane.source.min_claim_cents, 1)
            high = cents if still else lane.limit_cents
            column = program.column(low=low / EURO, high=high / EURO)
            _mind_moving(model, column, (person.code, step.code, share.budget))
            columns.append((column, 1.0))
            model.fixed[person.code, step.code, share.budget] = column
            by_source.setdefault(lane.source.code, []).append((column, 1.0))
            for account in lane.accounts:
                model.burden.setdefault(account, []).append((column, 1.0))
                model.claims[account] = (
                    model.claims.get(account, 0.0) + lane.source.claim_cost_cents / EURO
                )
        program.equal(columns, way.cost_cents / EURO)
    for source, terms in by_source.items():
        ceiling = problem.source_of[source].max_person_cents
        if ceiling is not None and len(terms) > 1:
            program.most(terms, max(0, ceiling - _paid(problem, person, source)) / EURO)


def _mind_moving(model: _Model, column: int, key: tuple[str, str, str]) -> None:
    prior = model.part.prior
    if prior:
        more = model.program.column(-MOVED)
        model.program.most([(column, 1.0), (more, -1.0)], prior.get(key, 0) / EURO)


def _paid(problem: Problem, person: Person, source: str) -> int:
    shares = (one for one in person.locked if problem.budget_of[one.budget].source == source)
    return sum(one.amount_cents for one in shares)


def _write_way(
    model: _Model, person: Person, step: Step, way: Alternative, *, chosen: int
) -> list[_Lane]:
    program, problem = model.program, model.part.problem
    lanes = []
    for lane in problem.lanes(person, step, way):
        limit = lane.limit_cents / EURO
        worth = EXPIRING if lane.budget.expires else 0.0
        amount = program.column(worth, high=limit)
        claimed = program.yes_or_no(-CLAIM)
        least = max(lane.source.min_claim_cents, 1) / EURO
        program.most([(amount, 1.0), (claimed, -limit)], 0)
        program.least([(amount, 1.0), (claimed, -least)], 0)
        program.most([(claimed, 1.0), (chosen, -1.0)], 0)
        _mind_moving(model, amount, (person.code, step.code, lane.budget.code))
        for account in lane.accounts:
            claim = lane.source.claim_cost_cents / EURO
            terms = model.burden.setdefault(account, [])
            terms += [(amount, 1.0), (claimed, claim)] if claim else [(amount, 1.0)]
        lanes.append(_Lane(lane, amount, claimed))
    program.equal([*((one.amount, 1.0) for one in lanes), (chosen, -way.cost_cents / EURO)], 0)
    most = problem.most_sources_per_step
    if len(lanes) > most:
        program.most([*((one.claimed, 1.0) for one in lanes), (chosen, -float(most))], 0)
    model.ways[person.code, step.code, way.code] = (chosen, lanes)
    return lanes


def _write_ceilings(
    model: _Model, person: Person, by_source: Mapping[str, list[_Lane]]
) -> dict[str, tuple[list[_Lane], float]]:
    """Write the ceilings per person; returns what can be full, with its room in euros."""
    full = {}
    problem = model.part.problem
    for code, lanes in by_source.items():
        ceiling = problem.source_of[code].max_person_cents
        if ceiling is None:
            continue
        room = max(0, ceiling - _paid(problem, person, code)) / EURO
        if sum(one.lane.limit_cents for one in lanes) / EURO > room:
            model.program.most([(one.amount, 1.0) for one in lanes], room)
            full[code] = (lanes, room)
    return full


def _write_order(
    model: _Model, lanes: list[_Lane], full: Mapping[str, tuple[list[_Lane], float]]
) -> None:
    """Who is ahead pays all it may, unless its purse is used up or the person's ceiling reached."""
    program = model.program
    for ahead in lanes:
        code = ahead.lane.source.code
        behind = [one for one in lanes if code in one.lane.source.before]
        if not behind or _already_used_up(model.part, ahead.lane):
            continue
        limit = ahead.lane.limit_cents / EURO
        excuse = program.yes_or_no()
        for one in behind:
            program.least([(ahead.amount, 1.0), (one.claimed, -limit), (excuse, limit)], 0)
        if code in full:
            others, room = full[code]
            reached = program.yes_or_no()
            least = (max(ahead.lane.source.min_claim_cents, 1) - 1) / EURO
            terms = [(one.amount, 1.0) for one in others]
            program.least([*terms, (reached, -room), (ahead.claimed, -least)], -least)
            purse = program.yes_or_no()
            program.most([(excuse, 1.0), (reached, -1.0), (purse, -1.0)], 0)
            model.first.append((purse, ahead.lane))
        else:
            model.first.append((excuse, ahead.lane))


def _used_up(model: _Model, account: str) -> int:
    if account not in model.used_up:
        model.used_up[account] = model.program.yes_or_no()
    return model.used_up[account]


def _already_used_up(part: Part, lane: Lane) -> bool:
    return any(part.rooms[one] < lane.source.used_up_below_cents for one in lane.accounts)


def _slack(problem: Problem, account: str) -> float:
    source = problem.budget_of[account.split("/", maxsplit=1)[0]].source
    return (problem.source_of[source].used_up_below_cents - 1) / EURO


def _read(model: _Model, person: Person, values: Sequence[float]) -> Served:
    locked = locked_steps(person)
    shares: list[Share] = list(person.locked)
    ways: list[str] = []
    for step in person.steps:
        if step.code in locked:
            ways.append(step.chosen or step.alternatives[0].code)
            continue
        way = max(
            step.alternatives,
            key=lambda one: values[model.ways[person.code, step.code, one.code][0]],
        )
        lanes = model.ways[person.code, step.code, way.code][1]
        amounts = [(one.lane, _cents(one, values)) for one in lanes if values[one.claimed] > HALF]
        ways.append(way.code)
        shares += exact_shares(person, step, way, amounts)
    return Served(person=person.code, alternatives=tuple(ways), shares=tuple(shares))


def _moved(model: _Model, served: Served, values: Sequence[float]) -> Served:
    """Return somebody outside with the amounts as they moved."""
    problem = model.part.problem
    person = problem.person_of[served.person]
    shares: list[Share] = list(person.locked)
    for step, code in zip(person.steps, served.alternatives, strict=True):
        way = alternative_of(step, code)
        if way is None or step.code in locked_steps(person):
            continue
        lanes = {one.budget.code: one for one in problem.lanes(person, step, way)}
        amounts = [
            (
                lanes[one.budget],
                round(values[model.fixed[person.code, step.code, one.budget]] * EURO),
            )
            for one in served.shares
            if one.step == step.code
        ]
        shares += exact_shares(person, step, way, amounts)
    return replace(served, shares=tuple(shares))


def _cents(one: _Lane, values: Sequence[float]) -> int:
    return round(values[one.amount] * EURO)


def relied_on(problem: Problem, left: Mapping[str, int], outside: Sequence[str]) -> frozenset[str]:
    """Return the accounts that are used up and that people outside need to stay so."""
    ahead = {code for source in problem.sources for code in source.before}
    accounts = {
        account
        for account, room in left.items()
        for source in [problem.budget_of[account.split("/", maxsplit=1)[0]].source]
        if source in ahead and room < problem.source_of[source].used_up_below_cents
    }
    return frozenset(accounts if outside else ())
