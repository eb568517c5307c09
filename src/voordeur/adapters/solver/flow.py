"""The flow of money in claims of any size: a linear program for prices, a bound and a split."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from voordeur.adapters.solver.highs import Answer, Machine, Program
from voordeur.domain.funding.price_bound import Proof
from voordeur.domain.funding.problem import (
    PRICE_SCALE,
    Alternative,
    Lane,
    Person,
    Problem,
    Step,
    locked_steps,
    used_of,
)

EURO = 100.0
WHOLE = 1 - 1e-6


@dataclass(slots=True)
class Columns:
    """Where each decision stands in the program."""

    served: dict[str, int] = field(default_factory=dict)
    ways: dict[tuple[str, str, str], int] = field(default_factory=dict)
    amounts: dict[tuple[str, str, str], list[tuple[Lane, int]]] = field(default_factory=dict)
    ceilings: dict[tuple[str, str], int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Flow:
    """The answer: how far each person is served, and what it says about prices."""

    problem: Problem
    columns: Columns
    answer: Answer

    def served(self, person: Person) -> float:
        """Return how far this person is served, from 0 to 1."""
        return float(self.answer.columns[self.columns.served[person.code]])

    def way_of(self, person: Person, step: Step) -> Alternative | None:
        """Return the way this step is done, when the program chose one of them altogether."""
        for way in step.alternatives:
            column = self.columns.ways.get((person.code, step.code, way.code))
            if column is not None and self.answer.columns[column] > WHOLE:
                return way
        return None

    def amounts(self, person: Person, step: Step, way: Alternative) -> list[tuple[Lane, int]]:
        """Return the split of a step in cents as the program has it, rounded one by one."""
        lanes = self.columns.amounts[person.code, step.code, way.code]
        found = [(lane, round(self.answer.columns[one] * EURO)) for lane, one in lanes]
        return [(lane, cents) for lane, cents in found if cents > 0]

    def proof(self) -> Proof:
        """Return the prices of the program as a proof the domain can check in whole numbers."""
        rows = self.answer.prices
        return Proof(
            prices={code: _scaled(rows[row]) for code, row in self.columns.accounts.items()},
            ceilings={key: _scaled(rows[row]) for key, row in self.columns.ceilings.items()},
        )


def solve_flow(
    problem: Problem, *, options: Mapping[str, object] | None = None, rough: bool = False
) -> Flow:
    """Solve the program of ``problem``; raises ``SolverError`` when it cannot be solved."""
    program, columns = flow_program(problem)
    answer = Machine(program, dict(options or {})).solve(rough=rough)
    return Flow(problem, columns, answer)


def flow_program(problem: Problem) -> tuple[Program, Columns]:
    """Write the program: people may be served in part, claims in any size; all in euros."""
    program, columns = Program(), Columns()
    burden: dict[str, list[tuple[int, float]]] = {account: [] for account in problem.rooms}
    for person in problem.people:
        _write_person(problem, person, program, columns, burden=burden)
    taken = _locked_burden(problem)
    for account, room in problem.rooms.items():
        left = (room - taken.get(account, 0)) / EURO
        columns.accounts[account] = program.most(burden[account], left)
    return program, columns


def _locked_burden(problem: Problem) -> dict[str, int]:
    return used_of(problem, (share for one in problem.people for share in one.locked))


def _write_person(
    problem: Problem,
    person: Person,
    program: Program,
    columns: Columns,
    *,
    burden: dict[str, list[tuple[int, float]]],
) -> None:
    served = columns.served[person.code] = program.column(person.weight, high=1.0)
    by_source: dict[str, list[tuple[Lane, int]]] = {}
    locked = locked_steps(person)
    for step in person.steps:
        if step.code in locked:
            continue
        alone = len(step.alternatives) == 1
        ways = [served if alone else program.column() for _ in step.alternatives]
        for way, chosen in zip(step.alternatives, ways, strict=True):
            columns.ways[person.code, step.code, way.code] = chosen
            lanes = [(lane, program.column()) for lane in problem.lanes(person, step, way)]
            columns.amounts[person.code, step.code, way.code] = lanes
            _write_way(program, way, chosen, lanes)
            _burden(lanes, burden, by_source)
        if not alone:
            program.equal([*((one, 1.0) for one in ways), (served, -1.0)], 0)
    for code, lanes in by_source.items():
        ceiling = problem.source_of[code].max_person_cents
        if ceiling is not None and sum(lane.limit_cents for lane, _ in lanes) > ceiling:
            paid = _paid(problem, person, code)
            terms = [
                *((column, 1.0) for _, column in lanes),
                (served, -max(0, ceiling - paid) / EURO),
            ]
            columns.ceilings[person.code, code] = program.most(terms, 0)


def _burden(
    lanes: list[tuple[Lane, int]],
    burden: dict[str, list[tuple[int, float]]],
    by_source: dict[str, list[tuple[Lane, int]]],
) -> None:
    for lane, column in lanes:
        by_source.setdefault(lane.source.code, []).append((lane, column))
        factor = 1 + lane.source.claim_cost_cents / lane.limit_cents
        for account in lane.accounts:
            burden[account].append((column, factor))


def _write_way(
    program: Program, way: Alternative, chosen: int, lanes: list[tuple[Lane, int]]
) -> None:
    cost = way.cost_cents / EURO
    program.equal([*((column, 1.0) for _, column in lanes), (chosen, -cost)], 0)
    for lane, column in lanes:
        if lane.limit_cents < way.cost_cents:
            program.most([(column, 1.0), (chosen, -lane.limit_cents / EURO)], 0)


def _paid(problem: Problem, person: Person, source: str) -> int:
    return sum(
        share.amount_cents
        for share in person.locked
        if problem.budget_of[share.budget].source == source
    )


def _scaled(price: float) -> int:
    """Weight per euro becomes a whole number per cent; a price below zero is none."""
    return max(0, round(float(price) * PRICE_SCALE / EURO))
