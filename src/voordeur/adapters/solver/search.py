"""Make a plan better piece by piece: free some people, solve them exactly, keep what verifies."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from voordeur.adapters.solver.compact import Part, relied_on, solve_part
from voordeur.domain.funding.plan_settle import Chosen, left_of, settle
from voordeur.domain.funding.price_bound import Proof, least_cost
from voordeur.domain.funding.problem import PRICE_SCALE, Person, Problem

Progress = Callable[[int, int], None]
"""Told after each piece: the weight reached and the bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much work goes into a plan; the same effort and seed give the same plan.

    ``size`` people are freed at a time, ``pieces`` times, each with at most ``nodes`` nodes, while
    the amounts of ``moving`` others may change too. It ends at a gap of ``good_permille``, or when
    ``patience`` pieces in a row bring nothing. ``seconds`` of CPU per piece is a guard: a plan that
    meets it depends on the machine.
    """

    pieces: int = 12
    size: int = 24
    moving: int = 300
    nodes: int = 30
    good_permille: float = 2.5
    patience: int = 5
    seconds: float = 3.0
    seed: int = 0

    @property
    def options(self) -> Mapping[str, object]:
        """Return the limits as the solver knows them."""
        return {"mip_rel_gap": 1e-4, "mip_max_nodes": self.nodes}


@dataclass(slots=True)
class Search:
    """A plan being improved."""

    problem: Problem
    chosen: Chosen
    proof: Proof
    bound: int
    effort: Effort
    prior: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    wanted: frozenset[str] = frozenset()
    """When there are any, the search ends as soon as all of them are served."""

    def run(self, progress: Progress | None = None) -> Chosen:
        """Improve until it is good enough or the effort is spent."""
        draw = Random(self.effort.seed)  # noqa: S311 (a repeatable order, nothing secret)
        near = self._nearness()
        fruitless = 0
        for _ in range(self.effort.pieces):
            if self._good() or fruitless >= self.effort.patience:
                break
            before = self.value
            self._piece(draw, near)
            fruitless = 0 if self.value > before else fruitless + 1
            if progress is not None:
                progress(self.value, self.bound)
        return self.chosen

    @property
    def value(self) -> int:
        """Return the weight reached."""
        return sum(self.problem.person_of[code].weight for code in self.chosen)

    def _good(self) -> bool:
        if self.wanted:
            return self.wanted <= self.chosen.keys() or self.value >= self.bound
        return (self.bound - self.value) * 1000 <= self.bound * self.effort.good_permille

    def _nearness(self) -> dict[str, float]:
        """How far from the margin each person is: near ones change places most easily."""
        found = {}
        for person in self.problem.people:
            ratio = least_cost(self.problem, person, self.proof) / (person.weight * PRICE_SCALE)
            found[person.code] = abs(1 - ratio)
        return found

    def _piece(self, draw: Random, near: Mapping[str, float]) -> None:
        freed = self._freed(draw, near)
        others = [code for code in self.chosen if code not in freed]
        moving = set(draw.sample(others, min(len(others), self.effort.moving)))
        outside = {code: self.chosen[code] for code in others if code not in moving}
        now = sum(one.weight for code, one in freed.items() if code in self.chosen)
        left = left_of(self.problem, self.chosen)
        relied = relied_on(self.problem, left, others)
        rooms = left_of(self.problem, outside)
        part = Part(
            problem=self.problem,
            people=tuple(freed.values()),
            rooms=rooms,
            relied=relied,
            fixed=tuple(self.chosen[code] for code in others if code in moving),
            at_least=now + 1,
            prior=self.prior,
        )
        found = solve_part(part, self.effort.options, self.effort.seconds)
        if found is None:
            return
        mended = settle(self.problem, {**outside, **found}, self.proof.prices)
        reached = sum(self.problem.person_of[code].weight for code in mended)
        if reached > self.value and min(left_of(self.problem, mended).values()) >= 0:
            self.chosen = mended

    def _freed(self, draw: Random, near: Mapping[str, float]) -> dict[str, Person]:
        size = self.effort.size
        people = self.problem.people
        if len(people) <= size:
            return {one.code: one for one in people}
        out = [one for one in people if one.code not in self.chosen]
        out.sort(
            key=lambda one: (
                one.code not in self.wanted,
                near[one.code] * draw.uniform(0.3, 1.7),
            )
        )
        few = out[: size // 2]
        served = [one for one in people if one.code in self.chosen]
        served.sort(key=lambda one: (near[one.code] + 0.02) * draw.uniform(0.1, 1.9))
        return {one.code: one for one in (*few, *served[: size - len(few)])}
