"""An independent exact planner in whole cents with CP-SAT, in a process of its own.

CP-SAT and HiGHS cannot be loaded in one process, so this module never imports the adapters:
``best_values`` starts it as a program that reads problems and writes what it found.
"""

import pickle
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from voordeur.domain.funding.problem import Lane, Person, Problem, Step, locked_steps, used_of


def best_values(problems: Sequence[Problem], seconds: float) -> list[tuple[int, bool]]:
    """Return per problem the weight CP-SAT reached and whether it proved there is no more."""
    plain = [
        (one.people, one.sources, one.most_sources_per_step, one.given_rooms) for one in problems
    ]
    done = subprocess.run(
        [sys.executable, "-m", "tests.proofs.funding_parts.exact"],
        input=pickle.dumps((plain, seconds)),
        stdout=subprocess.PIPE,
        check=True,
    )
    found: list[tuple[int, bool]] = pickle.loads(done.stdout)  # noqa: S301 (our own program)
    return found


def main() -> None:
    plain, seconds = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 (our own program)
    found = [
        Exact(
            Problem(people=people, sources=sources, most_sources_per_step=most, given_rooms=rooms)
        ).solve(seconds)
        for people, sources, most, rooms in plain
    ]
    sys.stdout.buffer.write(pickle.dumps(found))


class Exact:
    """One problem as CP-SAT sees it: whole cents, and every excuse for the payer order."""

    def __init__(self, problem: Problem) -> None:
        from ortools.sat.python import cp_model

        self.solver = cp_model
        self.problem = problem
        self.model = cp_model.CpModel()
        self.burden: dict[str, list[Any]] = {account: [] for account in problem.rooms}
        self.orders: list[tuple[Any, ...]] = []
        self.served = {one.code: self._person(one) for one in problem.people}
        paid = used_of(problem, (share for one in problem.people for share in one.locked))
        self.left = {
            account: problem.rooms[account] - paid.get(account, 0) - sum(terms)
            for account, terms in self.burden.items()
        }
        for left in self.left.values():
            self.model.add(left >= 0)
        for order in self.orders:
            self._order(*order)

    def solve(self, seconds: float) -> tuple[int, bool]:
        weights = sum(one.weight * self.served[one.code] for one in self.problem.people)
        self.model.maximize(weights)
        solver = self.solver.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = 2
        status = solver.solve(self.model)
        known = status in {self.solver.OPTIMAL, self.solver.FEASIBLE}
        return (round(solver.objective_value) if known else -1), status == self.solver.OPTIMAL

    def _person(self, person: Person) -> Any:
        served = self.model.new_bool_var("")
        totals: dict[str, list[Any]] = {}
        ways = []
        paid: dict[str, int] = {}
        for share in person.locked:
            source = self.problem.budget_of[share.budget].source
            paid[source] = paid.get(source, 0) + share.amount_cents
            totals.setdefault(source, []).append(share.amount_cents)
        locked = locked_steps(person)
        for step in (one for one in person.steps if one.code not in locked):
            chosen = [self.model.new_bool_var("") for _ in step.alternatives]
            self.model.add(sum(chosen) == served)
            for way, one in zip(step.alternatives, chosen, strict=True):
                ways.append(self._way(person, step, way, one))
                for lane, amount, _ in ways[-1]:
                    totals.setdefault(lane.source.code, []).append(amount)
        for code, amounts in totals.items():
            most = self.problem.source_of[code].max_person_cents
            if most is not None:
                self.model.add(sum(amounts) <= max(most, paid.get(code, 0)))
        self.orders += [(lanes, totals) for lanes in ways]
        return served

    def _way(
        self, person: Person, step: Step, way: Any, chosen: Any
    ) -> list[tuple[Lane, Any, Any]]:
        lanes = []
        for lane in self.problem.lanes(person, step, way):
            amount = self.model.new_int_var(0, lane.limit_cents, "")
            claimed = self.model.new_bool_var("")
            self.model.add(amount <= lane.limit_cents * claimed)
            self.model.add(amount >= max(lane.source.min_claim_cents, 1) * claimed)
            for account in lane.accounts:
                self.burden[account].append(amount + lane.source.claim_cost_cents * claimed)
            lanes.append((lane, amount, claimed))
        self.model.add(sum(amount for _, amount, _ in lanes) == way.cost_cents * chosen)
        self.model.add(sum(one for _, _, one in lanes) <= self.problem.most_sources_per_step)
        return lanes

    def _order(self, lanes: list[tuple[Lane, Any, Any]], totals: dict[str, list[Any]]) -> None:
        for payer, paid, pays in lanes:
            for ahead, amount, claimed in lanes:
                if ahead.source.code in payer.source.before:
                    excuses = self._excuses(ahead, amount, claimed, totals)
                    least = max(payer.source.min_claim_cents, 1)
                    # what the payer could give is too little to claim, and the whole does not fit
                    for part in self._tight(ahead, amount, claimed, totals, paid):
                        both = self.model.new_bool_var("")
                        self.model.add(paid - least < self._need(ahead, claimed)).only_enforce_if(
                            both
                        )
                        self.model.add_implication(both, part)
                        excuses.append(both)
                    self.model.add_bool_or([pays.negated(), *excuses])

    def _need(self, ahead: Lane, claimed: Any) -> Any:
        least = max(ahead.source.min_claim_cents, 1)
        return least - (least - 1) * claimed

    def _excuses(
        self, ahead: Lane, amount: Any, claimed: Any, totals: dict[str, list[Any]]
    ) -> list[Any]:
        found = self._tight(ahead, amount, claimed, totals, self._need(ahead, claimed))
        least = ahead.source.used_up_below_cents
        return [*found, *(self._when(self.left[one] < least) for one in ahead.accounts)]

    def _tight(
        self, ahead: Lane, amount: Any, claimed: Any, totals: dict[str, list[Any]], more: Any
    ) -> list[Any]:
        """When the source ahead cannot take ``more`` cents: its limit, ceiling or accounts."""
        claim = ahead.source.claim_cost_cents
        found = [self._when(ahead.limit_cents - amount < more)]
        most = ahead.source.max_person_cents
        if most is not None:
            found.append(self._when(most - sum(totals[ahead.source.code]) < more))
        lefts = [self.left[account] - claim + claim * claimed for account in ahead.accounts]
        return [*found, *(self._when(left < more) for left in lefts)]

    def _when(self, fact: Any) -> Any:
        flag = self.model.new_bool_var("")
        self.model.add(fact).only_enforce_if(flag)
        return flag


if __name__ == "__main__":
    main()
