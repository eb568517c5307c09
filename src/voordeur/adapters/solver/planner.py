"""The planner of mixes with HiGHS: prices and a bound, a plan, better, and verified or refused."""

from dataclasses import dataclass, field

from voordeur.adapters.solver.flow import Flow, solve_flow
from voordeur.adapters.solver.rounding import round_flow
from voordeur.adapters.solver.search import Effort, Progress, Search
from voordeur.domain.funding.plan_settle import Chosen
from voordeur.domain.funding.price_bound import bound_of
from voordeur.domain.funding.problem import Plan, Problem
from voordeur.domain.funding.verify import Violation, plan_violations


class UnsoundPlanError(Exception):
    """A plan that breaks a rule was about to be returned; nothing is returned instead."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        super().__init__(f"{len(violations)} rules are broken, the first: {violations[0]}")
        self.violations = violations


@dataclass(frozen=True, slots=True)
class HighsPlanner:
    """Plans who is served by which mix; keeps nothing between two calls."""

    effort: Effort = field(default_factory=Effort)

    def plan(self, problem: Problem, progress: Progress | None = None) -> Plan:
        """Return a verified plan with its proven bound; raises ``UnsoundPlanError``."""
        flow = solve_flow(problem)
        return self._finished(problem, flow, round_flow(problem, flow), progress)

    def _finished(
        self, problem: Problem, flow: Flow, chosen: Chosen, progress: Progress | None
    ) -> Plan:
        proof = flow.proof()
        bound = bound_of(problem, proof)
        search = Search(problem, chosen, proof, bound, self.effort)
        served = search.run(progress)
        return verified(
            problem,
            Plan(
                served=tuple(served[one.code] for one in problem.people if one.code in served),
                value=search.value,
                bound=bound,
                dropped=tuple(
                    one.code for one in problem.people if one.started and one.code not in served
                ),
                prices=proof.prices,
            ),
        )


def verified(problem: Problem, plan: Plan) -> Plan:
    """Return ``plan`` when the domain finds nothing wrong; raises ``UnsoundPlanError``."""
    found = plan_violations(problem, plan)
    if found:
        raise UnsoundPlanError(found)
    return plan
