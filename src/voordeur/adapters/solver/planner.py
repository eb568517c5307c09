"""The planner of mixes with HiGHS: prices and a bound, a plan, better, and verified or refused."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace

from voordeur.adapters.solver.flow import Flow, flow_program, solve_flow
from voordeur.adapters.solver.highs import FOREVER, Answer, Machine
from voordeur.adapters.solver.parts import one_proof, parts_of
from voordeur.adapters.solver.rounding import mend, round_flow
from voordeur.adapters.solver.search import Effort, Progress, Search
from voordeur.domain.funding.plan_change import kept_of
from voordeur.domain.funding.plan_settle import Chosen
from voordeur.domain.funding.price_bound import Proof, bound_of
from voordeur.domain.funding.problem import Plan, Problem, ShadowValue, used_of
from voordeur.domain.funding.verify import Violation, plan_violations

EURO = 100.0
EXTRA_CENTS = 1_000_000
MILLI = 1000


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
        """Return a verified plan with its proven bound.

        People who started come before everybody else. Raises ``SolverError`` when there is no
        answer and ``UnsoundPlanError`` when a rule is broken.
        """
        boosted = _started_first(problem)
        parts = parts_of(boosted)
        flows = [solve_flow(part) for part in parts]
        proof = one_proof(flows)
        chosen: Chosen = {}
        for part, flow in zip(parts, flows, strict=True):
            chosen |= self._part(part, flow, alone=len(parts) == 1, progress=progress)
        if len(parts) > 1:
            chosen = mend(boosted, chosen, proof.prices)
        bound = bound_of(boosted, proof)
        return _plan(problem, self._searched(boosted, chosen, proof, bound, progress), proof)

    def replan(self, problem: Problem, previous: Plan, progress: Progress | None = None) -> Plan:
        """Return a plan near ``previous`` after money or people changed.

        Everybody keeps their mix as long as the money is there. Who started goes first, then few
        euros move. Raises as :meth:`plan` does.
        """
        boosted = _started_first(problem)
        proof = solve_flow(boosted).proof()
        kept = kept_of(boosted, previous)
        if _started(boosted) - kept.keys():
            previous = self._started_kept(boosted, previous, kept)
            kept = kept_of(boosted, previous)
        planned = {one.person for one in previous.served} & boosted.person_of.keys()
        wanted = frozenset(planned - kept.keys())
        chosen = mend(boosted, kept, proof.prices)
        search = Search(boosted, chosen, proof, bound_of(boosted, proof), self.effort)
        search.wanted = wanted
        search.prior = _amounts(previous)
        return _plan(problem, search.run(progress) if wanted else chosen, proof)

    def prices(self, problem: Problem) -> Mapping[str, int]:
        """Return the weight per cent of each account times ``PRICE_SCALE``, 0 where it is free.

        ``problem`` holds the people who are expected and what is left in the accounts.
        """
        parts = parts_of(problem)
        return one_proof([solve_flow(part) for part in parts]).prices

    def shadow_values(
        self, problem: Problem, extra_cents: int = EXTRA_CENTS
    ) -> tuple[ShadowValue, ...]:
        """Return what ``extra_cents`` more in each purse would do, each planned again.

        People count in parts, as money flows without whole claims.
        """
        program, columns = flow_program(problem)
        machine = Machine(program)
        first = machine.solve()
        found = []
        for source in problem.sources:
            for budget in source.budgets:
                row = columns.accounts[budget.code]
                high = program.row_upper[row]
                machine.change_row(row, -FOREVER, high + extra_cents / EURO)
                more = machine.solve()
                machine.change_row(row, -FOREVER, high)
                people = list(columns.served.values())
                found.append(
                    ShadowValue(
                        budget=budget.code,
                        extra_cents=extra_cents,
                        weight_milli=round((more.value - first.value) * MILLI),
                        people_milli=round((_sum(more, people) - _sum(first, people)) * MILLI),
                    )
                )
        return tuple(found)

    def _started_kept(self, problem: Problem, previous: Plan, kept: Chosen) -> Plan:
        """Return ``previous`` with other mixes for who started, so that most of them are kept."""
        started = _started(problem)
        most = sum(one.weight for one in problem.people) + 1
        own = replace(
            problem,
            people=tuple(
                replace(one, weight=one.weight + most)
                for one in problem.people
                if one.code in started
            ),
            given_rooms=_without_others(problem, started),
        )
        proof = solve_flow(own).proof()
        chosen = mend(own, {code: kept[code] for code in kept if code in started}, proof.prices)
        search = Search(own, chosen, proof, bound_of(own, proof), self.effort)
        search.wanted = started
        search.prior = _amounts(previous)
        found = search.run(None)
        others = (one for one in previous.served if one.person not in found)
        return replace(previous, served=(*found.values(), *others))

    def _part(self, part: Problem, flow: Flow, *, alone: bool, progress: Progress | None) -> Chosen:
        chosen = round_flow(part, flow)
        if alone:
            return chosen
        proof = flow.proof()
        return self._searched(part, chosen, proof, bound_of(part, proof), progress)

    def _searched(
        self,
        problem: Problem,
        chosen: Chosen,
        proof: Proof,
        bound: int,
        progress: Progress | None,
    ) -> Chosen:
        return Search(problem, chosen, proof, bound, self.effort).run(progress)


def verified(problem: Problem, plan: Plan) -> Plan:
    """Return ``plan`` when the domain finds nothing wrong; raises ``UnsoundPlanError``."""
    found = plan_violations(problem, plan)
    if found:
        raise UnsoundPlanError(found)
    return plan


def _plan(problem: Problem, chosen: Chosen, proof: Proof) -> Plan:
    value = sum(problem.person_of[code].weight for code in chosen)
    return verified(
        problem,
        Plan(
            served=tuple(chosen[one.code] for one in problem.people if one.code in chosen),
            value=value,
            bound=bound_of(problem, proof),
            dropped=tuple(
                one.code
                for one in problem.people
                if (one.started or one.locked) and one.code not in chosen
            ),
            prices=proof.prices,
        ),
    )


def _started(problem: Problem) -> frozenset[str]:
    return frozenset(one.code for one in problem.people if one.started or one.locked)


def _without_others(problem: Problem, codes: Container[str]) -> Mapping[str, int]:
    """Return the accounts without what is paid for people outside ``codes``."""
    paid = used_of(problem, (s for p in problem.people if p.code not in codes for s in p.locked))
    return {account: room - paid.get(account, 0) for account, room in problem.rooms.items()}


def _amounts(plan: Plan) -> dict[tuple[str, str, str], int]:
    return {
        (share.person, share.step, share.budget): share.amount_cents
        for one in plan.served
        for share in one.shares
    }


def _started_first(problem: Problem) -> Problem:
    """Give people who started more weight than all others together."""
    if not any(one.started for one in problem.people):
        return problem
    extra = sum(one.weight for one in problem.people if not one.started) + 1
    people = tuple(
        replace(one, weight=one.weight + extra) if one.started else one for one in problem.people
    )
    return replace(problem, people=people)


def _sum(answer: Answer, columns: list[int]) -> float:
    return float(answer.columns[columns].sum())
