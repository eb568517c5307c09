"""The proof 'funding' in small: plans are the best there are, and mistakes in them are named."""

import pytest

from tests.bench.funding import Size, mix_lines, plan_lines
from tests.bench.funding_cases import case
from tests.bench.funding_online import streams
from tests.proofs import funding
from tests.proofs.funding_parts.brute import best_value
from tests.proofs.funding_parts.exact import best_values
from tests.proofs.funding_parts.mistakes import MISTAKES, Mistake, noticed
from tests.proofs.funding_parts.small import small
from voordeur.adapters.solver.planner import HighsPlanner
from voordeur.adapters.solver.search import Effort
from voordeur.domain.funding.problem import Plan, Problem
from voordeur.domain.funding.verify import plan_violations

QUICK = Effort(pieces=1, seconds=1.0)


@pytest.fixture(scope="module")
def planned() -> tuple[Problem, Plan]:
    problem = case(30, 24, 3).problem
    return problem, HighsPlanner(QUICK).plan(problem)


def test_small_plans_are_the_best_of_everything_tried() -> None:
    problems = [small(number) for number in range(60)]
    best = [best_value(one) for one in problems]
    assert [HighsPlanner(funding.THOROUGH).plan(one).value for one in problems] == best


def test_another_exact_solver_finds_the_same_weight() -> None:
    problems = [small(number) for number in range(60, 80)]
    exact = best_values(problems, 5.0)
    assert all(sure for _, sure in exact)
    assert [value for value, _ in exact] == [best_value(one) for one in problems]


def test_a_plan_breaks_no_rule(planned: tuple[Problem, Plan]) -> None:
    assert plan_violations(*planned) == ()


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one.name)
def test_each_mistake_in_a_plan_is_named(mistake: Mistake, planned: tuple[Problem, Plan]) -> None:
    assert noticed(mistake, *planned)


def test_a_plan_serves_a_fifth_more_than_first_come_first_served() -> None:
    lines = plan_lines(Size(60, 24, 5.0, 30, QUICK), seed=2)
    assert lines[0].ok, lines[0]


def test_the_best_mixes_are_there_at_once() -> None:
    (line,) = mix_lines(case(40, 24, 1).problem)
    assert line.value < 10 * line.limit, line


def test_one_by_one_no_rule_is_broken() -> None:
    (outcome,) = streams(1, "shifted", people=60)
    assert outcome.violations == 0
    assert outcome.ratio > 0.7


@pytest.mark.slow
def test_the_quick_proof_is_green() -> None:
    for line in funding.run("quick", 1):
        assert line.ok, line
        assert line.control_ok, line
