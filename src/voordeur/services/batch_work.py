"""Working out plans and scenarios in the background: the planner proposes, the domain verified."""

import hashlib
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet, Sum

from voordeur.domain.funding.plan_change import moved_cents
from voordeur.domain.funding.plan_settle import Chosen, refill
from voordeur.domain.funding.price_forecast import Arrival, expected_people
from voordeur.domain.funding.problem import Plan, Problem, Served, Share
from voordeur.records.funding.models import BatchPlanRecord, PriceRecord
from voordeur.records.money.models import BudgetRecord, ClaimRecord
from voordeur.records.trajectories.models import LIVE, TrajectoryRecord
from voordeur.services import broker
from voordeur.services.batch_plans import (
    DONE,
    EVERY_SOURCE,
    FAILED,
    MOST_PERCENT,
    PLAN,
    RUNNING,
    WAITING,
    waiting_trajectories,
)
from voordeur.services.broker_money import Money, money_on
from voordeur.services.broker_person import Payable, payables
from voordeur.services.broker_problem import problem_of
from voordeur.services.context import Context
from voordeur.services.ports import ports

WAYS = (0, 1000)
"""How cost counts, in permille of a power: 0 helps the most people, 1000 makes a euro a euro."""
STUCK_AFTER = timedelta(hours=1)
SHADOW_CENTS = 1_000_000
SCARCE = 1000
"""The price of the scarcest source; the others are in proportion."""
A_YEAR = timedelta(days=365)


def tick(context: Context) -> int:
    """Work out the oldest plan that waits; returns how many were done (0 or 1).

    A plan whose worker died is taken up again after an hour. Raises what the planner raises, after
    the plan was marked as failed.
    """
    stuck = BatchPlanRecord.objects.filter(state=RUNNING, asked_at__lt=context.now - STUCK_AFTER)
    stuck.update(state=WAITING)
    row = BatchPlanRecord.objects.filter(state=WAITING).order_by("id").first()
    if row is None:
        return 0
    mine = BatchPlanRecord.objects.filter(pk=row.pk, state=WAITING).update(state=RUNNING)
    if mine != 1:
        return 0
    started = time.monotonic()
    try:
        worked_out = _plan if row.policy.get("kind") == PLAN else _scenario
        found = worked_out(context, row)
    except Exception:
        BatchPlanRecord.objects.filter(pk=row.pk).update(state=FAILED, finished_at=context.now)
        raise
    BatchPlanRecord.objects.filter(pk=row.pk).update(
        state=DONE,
        finished_at=context.now,
        done_permille=1000,
        milliseconds=round(1000 * (time.monotonic() - started)),
        **found,
    )
    return 1


def reckon_prices(context: Context) -> int:
    """Reckon once a day what money is worth to those who come later; returns how many sources.

    Who is expected until the budgets end looks like who came in the last year. Where there is
    enough for everybody the price is 0, and the plain order of paying holds.
    """
    if PriceRecord.objects.filter(day=context.today).exists():
        return 0
    problem = _expected(context)
    prices = ports().funding.prices(problem) if problem.people else {}
    per_source = {
        source.code: max((prices.get(one.code, 0) for one in source.budgets), default=0)
        for source in problem.sources
    }
    scarcest = max(per_source.values(), default=0)
    rows = [
        PriceRecord(
            source=code,
            day=context.today,
            permille=round(SCARCE * price / max(scarcest, 1)),
            made_at=context.now,
        )
        for code, price in per_source.items()
    ]
    PriceRecord.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _plan(context: Context, row: BatchPlanRecord) -> dict[str, Any]:
    """Return the result of a plan: each way of dividing, first come, and what more money does."""
    money = money_on(context)
    people = [one for one in payables(context, waiting_trajectories()) if one.waiting()]
    exponents = sorted({*WAYS, money.policy.cost_exponent_permille})
    problems = {one: _problem(money, people, one) for one in exponents}
    ways = []
    for number, (exponent, problem) in enumerate(problems.items(), start=1):
        ways.append(_way(exponent, problem, ports().funding.plan(problem), people))
        _progress(row, 800 * number // len(problems))
    problem = problems[money.policy.cost_exponent_permille]
    chosen: Chosen = {}
    refill(problem, chosen, [one.code for one in problem.people], {})
    shadow = ports().funding.shadow_values(problem, SHADOW_CENTS) if problem.people else ()
    return {
        "people": len(people),
        "problem_digest": _digest(problem),
        "value": next(one["value"] for one in ways if one["exponent"] == _agreed(money)),
        "bound": next(one["bound"] for one in ways if one["exponent"] == _agreed(money)),
        "result": {
            "agreed": _agreed(money),
            "ways": ways,
            "first_come": _totals(chosen.values()),
            "shadow": [
                [problem.budget_of[one.budget].source, one.budget, one.people_milli]
                for one in shadow
                if one.people_milli > 0
            ],
            "left": _left(money, people),
        },
    }


def _scenario(context: Context, row: BatchPlanRecord) -> dict[str, Any]:
    """Return the result of a scenario: who keeps their money when there is less of it."""
    money = _freed(money_on(context))
    people = _with_reserved(context)
    before = ports().funding.plan(_problem(money, people, _agreed(money)))
    _progress(row, 500)
    less = _cut(money, str(row.policy["source"]), int(row.policy["percent"]))
    problem = _problem(less, people, _agreed(money))
    after = ports().funding.replan(problem, before)
    kept = {one.person for one in after.served}
    cases = {one.ref: one.case_ref for one in people}
    started = {one.ref for one in people if one.started}
    lost = [one.person for one in before.served if one.person not in kept]
    return {
        "people": len(people),
        "problem_digest": _digest(problem),
        "value": after.value,
        "bound": max(after.bound, after.value),
        "result": {
            "before": _totals(before.served),
            "after": _totals(after.served),
            "moved_cents": moved_cents(before, after),
            "cut_cents": _free(money) - _free(less),
            "started": len(started & {one.person for one in before.served}),
            "started_kept": len(started & kept),
            "lost": [[one, cases[one], one in started] for one in lost],
        },
    }


def _agreed(money: Money) -> int:
    return money.policy.cost_exponent_permille


def _problem(money: Money, people: Sequence[Payable], exponent: int) -> Problem:
    policy = replace(money.policy, cost_exponent_permille=exponent)
    return problem_of(replace(money, policy=policy), people)


def _way(exponent: int, problem: Problem, plan: Plan, people: Sequence[Payable]) -> dict[str, Any]:
    cases = {one.ref: one.case_ref for one in people}
    return {
        "exponent": exponent,
        "value": plan.value,
        "bound": plan.bound,
        **_totals(plan.served),
        "served": [
            {
                "trajectory": one.person,
                "case": cases[one.person],
                "shares": [_share(problem, share) for share in one.shares],
            }
            for one in plan.served
        ],
    }


def _share(problem: Problem, share: Share) -> list[object]:
    source = problem.budget_of[share.budget].source
    return [share.step, source, share.budget, share.amount_cents]


def _totals(served: Iterable[Served]) -> dict[str, int]:
    held = list(served)
    return {
        "count": len(held),
        "cents": sum(share.amount_cents for one in held for share in one.shares),
    }


def _left(money: Money, people: Iterable[Payable]) -> dict[str, list[object]]:
    """Return per trajectory its case, and whether money could pay it if it were the only one."""
    return {
        one.ref: [one.case_ref, bool(broker.found_for(money, one, {}).offers)] for one in people
    }


def _digest(problem: Problem) -> str:
    said = {
        "people": [[one.code, one.weight] for one in problem.people],
        "rooms": dict(sorted(problem.rooms.items())),
    }
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _progress(row: BatchPlanRecord, permille: int) -> None:
    BatchPlanRecord.objects.filter(pk=row.pk).update(done_permille=permille)


def _freed(money: Money) -> Money:
    """Return the money as if nothing were only reserved: what is ordered or paid stays gone."""
    rows = BudgetRecord.objects.filter(code__in=[one.code for one in money.purses])
    reserved = dict(rows.values_list("code", "reserved_cents"))
    purses = tuple(
        replace(one, free_cents=one.free_cents + reserved.get(one.code, 0)) for one in money.purses
    )
    return replace(money, purses=purses)


def _with_reserved(context: Context) -> list[Payable]:
    """Return everybody whose steps need money or have it reserved; reserved ones have started."""
    found = payables(context, TrajectoryRecord.objects.filter(state__in=LIVE[2:]).order_by("id"))
    rows = ClaimRecord.objects.filter(reserved_cents__gt=0, cost__step__isnull=False)
    reserved: Mapping[str, int] = {
        str(ref): cents
        for ref, cents in rows.order_by()
        .values_list("cost__step__ref")
        .annotate(cents=Sum("reserved_cents"))
    }
    made = []
    for one in found:
        steps = tuple(
            replace(step, open_cents=step.open_cents + reserved.get(step.ref, 0))
            for step in one.steps
        )
        holds = any(step.ref in reserved for step in one.steps)
        made.append(replace(one, steps=steps, started=one.started or holds))
    return [one for one in made if one.waiting()]


def _cut(money: Money, source: str, percent: int) -> Money:
    purses = tuple(
        replace(
            one, free_cents=max(0, one.free_cents - one.allotted_cents * percent // MOST_PERCENT)
        )
        if source in {one.source, EVERY_SOURCE}
        else one
        for one in money.purses
    )
    return replace(money, purses=purses)


def _free(money: Money) -> int:
    return sum(one.free_cents for one in money.purses)


def _expected(context: Context) -> Problem:
    """Return the problem of those who are still expected, from those who came in a year."""
    money = money_on(context)
    end = max((one.end for one in money.purses), default=context.today)
    rows = TrajectoryRecord.objects.filter(agreed_at__gt=context.now - 2 * A_YEAR)
    arrivals = _arrivals(context, money, rows.order_by("agreed_at", "id"))
    this_year = [one for one in arrivals if one.day.year == context.today.year]
    before = [replace(one, day=one.day + A_YEAR) for one in arrivals if one not in this_year]
    expected = expected_people(before, this_year, today=context.today, end=end)
    return replace(_problem(money, (), _agreed(money)), people=expected)


def _arrivals(
    context: Context, money: Money, rows: QuerySet[TrajectoryRecord]
) -> tuple[Arrival, ...]:
    days = {one.ref: context.at(one.agreed_at).today for one in rows if one.agreed_at}
    whole = [replace(one, started=False) for one in payables(context, rows, as_new=True)]
    problem = _problem(money, whole, _agreed(money))
    return tuple(Arrival(one, days[one.code]) for one in problem.people)
