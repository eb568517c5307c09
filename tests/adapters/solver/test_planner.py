"""The planner with the real solver: plans, changes, prices, and what more money would do."""

from dataclasses import replace

import pytest

from tests.bench.funding_cases import case
from tests.proofs.funding import Planned, halfway
from voordeur.adapters.solver.flow import solve_flow
from voordeur.adapters.solver.highs import Machine, Program, SolverError
from voordeur.adapters.solver.parts import one_proof, parts_of
from voordeur.adapters.solver.planner import HighsPlanner, UnsoundPlanError, verified
from voordeur.adapters.solver.search import Effort
from voordeur.domain.funding.plan_change import moved_cents
from voordeur.domain.funding.price_bound import bound_of
from voordeur.domain.funding.problem import Plan, Problem

PLANNER = HighsPlanner(Effort(pieces=1, seconds=1.0))


@pytest.fixture(scope="module")
def planned() -> Planned:
    problem = case(30, 24, 5).problem
    return Planned(problem, PLANNER.plan(problem))


def test_without_meeting_the_guard_the_same_seed_gives_the_same_plan() -> None:
    problem = case(8, 24, 7).problem
    planner = HighsPlanner(Effort(pieces=1, seconds=600.0))
    assert planner.plan(problem) == planner.plan(problem)


def test_a_plan_that_breaks_a_rule_is_not_returned(planned: Planned) -> None:
    with pytest.raises(UnsoundPlanError, match="1 rules are broken"):
        verified(planned.problem, replace(planned.plan, value=planned.plan.value + 1))


def test_nobody_moves_when_nothing_changed(planned: Planned) -> None:
    problem = halfway(planned, "perspectief", 1000)
    again = PLANNER.replan(problem, planned.plan)
    assert moved_cents(planned.plan, again) == 0
    assert {one.person for one in planned.plan.served} <= {one.person for one in again.served}


def test_after_a_cut_who_started_is_kept_and_few_cents_move(planned: Planned) -> None:
    problem = halfway(planned, "perspectief", 300)
    again = PLANNER.replan(problem, planned.plan)
    assert again.dropped == ()
    spent = sum(share.amount_cents for one in planned.plan.served for share in one.shares)
    assert moved_cents(planned.plan, again) < spent // 4


def test_more_money_never_does_harm_and_somewhere_helps(planned: Planned) -> None:
    values = PLANNER.shadow_values(planned.problem)
    assert {one.budget for one in values} == set(planned.problem.budget_of)
    assert all(one.weight_milli >= 0 for one in values)
    assert any(one.weight_milli > 0 and one.people_milli > 0 for one in values)


def test_prices_are_zero_where_money_is_plenty() -> None:
    problem = case(20, 24, 6, tight=20.0).problem
    prices = PLANNER.prices(problem)
    assert sorted(prices) == sorted(problem.rooms)
    assert sum(price == 0 for price in prices.values()) > len(prices) // 2


def test_an_empty_problem_has_an_empty_plan() -> None:
    plan = PLANNER.plan(Problem(people=(), sources=(), most_sources_per_step=3))
    assert plan == Plan(served=(), value=0, bound=0)


def test_parts_share_the_money_and_their_mean_prices_prove_a_bound(
    planned: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voordeur.adapters.solver.parts.PART", 10)
    monkeypatch.setattr("voordeur.adapters.solver.parts.LARGE", 20)
    parts = parts_of(planned.problem)
    assert len(parts) == 3
    for account, room in planned.problem.rooms.items():
        assert room - 3 < sum(part.rooms[account] for part in parts) <= room
    proof = one_proof([solve_flow(part) for part in parts])
    assert bound_of(planned.problem, proof) >= planned.plan.value
    assert HighsPlanner(Effort(pieces=0)).plan(planned.problem).value > planned.plan.value // 2


def test_a_program_without_an_answer_is_told() -> None:
    program = Program()
    one = program.column(1.0)
    program.most([(one, 1.0)], 1)
    program.least([(one, 1.0)], 2)
    with pytest.raises(SolverError, match="without an answer"):
        Machine(program).solve()
