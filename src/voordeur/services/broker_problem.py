"""Turns people and money into the problem the domain solves: terms, purses, steps and weights."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voordeur.domain.funding import weights
from voordeur.domain.funding.broker_rules import (
    PLAIN_WEIGHT,
    Policy,
    Terms,
    blockers,
    fits,
)
from voordeur.domain.funding.problem import (
    Alternative,
    Budget,
    Earmark,
    Person,
    Problem,
    Source,
    Step,
)
from voordeur.domain.kernel.period import Period
from voordeur.services.broker_money import Money, Purse
from voordeur.services.broker_person import Payable, PayableStep

if TYPE_CHECKING:
    from voordeur.domain.rules import Facts

ONE_WAY = "so"
"""The one way in which a planned step is done; which way is chosen with the person, not here."""
UNPARTITIONED_FIRST = -100_000
QUARTER = 250
POINTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """Money that is not there yet, to see what would change if it were."""

    source: str
    amount_cents: int


def problem_of(
    money: Money,
    people: Iterable[Payable],
    *,
    claimed: Mapping[str, int] | None = None,
    extra: Extra | None = None,
) -> Problem:
    """Return the problem of paying what these people still need from what is free.

    ``claimed`` is what each source bears of the one person already; it lowers their ceiling.
    """
    asked = [one for one in people if one.waiting()]
    mean = sum(one.open_cents for one in asked) // len(asked) if asked else 0
    made = tuple(_person(money, one, mean) for one in asked)
    groups = frozenset(one.group for one in made)
    return Problem(
        people=made,
        sources=tuple(
            _source(money, terms, claimed or {}, groups, extra)
            for terms in sorted(money.terms.values(), key=lambda one: (one.order, one.code))
        ),
        most_sources_per_step=money.policy.most_sources,
    )


def prices_of(problem: Problem, money: Money) -> Mapping[str, int]:
    """Return the price of each account; without any the plain order of paying holds.

    Money that goes along with the person comes first by agreement, so it has no price.
    """
    return {
        budget.code: money.prices[source.code]
        for source in problem.sources
        for budget in source.budgets
        if source.code in money.prices and not money.terms[source.code].unpartitioned
    }


def weight_of(policy: Policy, facts: "Facts", cost_cents: int, mean_cents: int) -> int:
    """Return what serving somebody weighs by the agreement of the region."""
    heavier = {
        str(place): (rule.permille - PLAIN_WEIGHT) * POINTS // PLAIN_WEIGHT
        for place, rule in enumerate(policy.weights)
        if fits(rule.when, facts)
    }
    agreed = weights.Policy(
        base_points=POINTS,
        group_points=heavier,
        cost_quarters=min(max(policy.cost_exponent_permille // QUARTER, 0), weights.MOST_QUARTERS),
    )
    return weights.weight_of(
        agreed, groups=heavier, sector="", cost_cents=cost_cents, mean_cost_cents=mean_cents
    )


def _person(money: Money, one: Payable, mean_cents: int) -> Person:
    return Person(
        code=one.ref,
        weight=weight_of(money.policy, one.facts, one.open_cents, mean_cents),
        steps=tuple(_step(money, one, step) for step in one.waiting()),
        group="+".join(_earmarks_of(money, one.facts)),
        started=one.started,
    )


def _step(money: Money, one: Payable, step: PayableStep) -> Step:
    paying = money.paying_sources(step.instrument)
    return Step(
        code=step.ref,
        alternatives=(Alternative(code=ONE_WAY, cost_cents=step.open_cents, start=step.due_on),),
        allowed={
            code: tuple(
                blocker.code
                for blocker in blockers(terms, one.facts, on=step.due_on, sources=paying)
            )
            for code, terms in money.terms.items()
        },
    )


def _earmarks_of(money: Money, facts: "Facts") -> list[str]:
    return sorted(
        _mark(terms, mark.code)
        for terms in money.terms.values()
        for mark in terms.earmarks
        if fits(mark.when, facts)
    )


def _mark(terms: Terms, code: str) -> str:
    return f"{terms.code}/{code}"


def _source(
    money: Money,
    terms: Terms,
    claimed: Mapping[str, int],
    groups: frozenset[str],
    extra: Extra | None,
) -> Source:
    ceiling = terms.max_person_cents
    first = UNPARTITIONED_FIRST if terms.unpartitioned else 0
    marks = tuple(
        Earmark(
            code=mark.code,
            groups=tuple(sorted(g for g in groups if _mark(terms, mark.code) in g.split("+"))),
            share_permille=mark.permille,
        )
        for mark in terms.earmarks
    )
    return Source(
        code=terms.code,
        order=terms.order + first,
        before=terms.before,
        max_share_permille=terms.max_share_permille,
        max_person_cents=None if ceiling is None else max(ceiling - claimed.get(terms.code, 0), 0),
        max_step_cents=terms.max_step_cents,
        min_claim_cents=terms.min_claim_cents,
        claim_cost_cents=terms.claim_cost_cents,
        buffer_permille=terms.buffer_permille,
        needs_consent=terms.needs_consent,
        budgets=_budgets(money, terms, marks, extra),
    )


def _budgets(
    money: Money, terms: Terms, marks: tuple[Earmark, ...], extra: Extra | None
) -> tuple[Budget, ...]:
    held = tuple(_budget(one, marks) for one in money.purses_of(terms.code))
    if extra is None or extra.source != terms.code or held:
        return held
    return (
        Budget(
            code=f"{terms.code}:extra",
            source=terms.code,
            period=Period(money.day, None),
            available_cents=extra.amount_cents,
        ),
    )


def _budget(purse: Purse, marks: tuple[Earmark, ...]) -> Budget:
    return Budget(
        code=purse.code,
        source=purse.source,
        period=Period(purse.start, purse.end),
        available_cents=purse.free_cents,
        earmarks=marks,
    )
