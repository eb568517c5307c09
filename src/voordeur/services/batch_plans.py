"""Plans for everybody who waits for money: asked for, chosen with a reason, and taken over."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from voordeur.domain.funding.broker_consents import MixState
from voordeur.domain.funding.mixes import mix_of
from voordeur.domain.funding.plan_settle import fits
from voordeur.domain.funding.problem import Problem, Served, Share
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, RefusedError, Verdict, require
from voordeur.records.cases.models import CaseRecord
from voordeur.records.funding.models import (
    BatchPlanRecord,
    MixRecord,
    PlanAdoptionRecord,
    PlanChoiceRecord,
)
from voordeur.records.references import new_reference
from voordeur.records.trajectories.models import TrajectoryRecord
from voordeur.services import broker
from voordeur.services.access import subjects_of
from voordeur.services.acts import acting
from voordeur.services.broker import Choice, Offer
from voordeur.services.broker_money import money_on
from voordeur.services.broker_person import claimed_per_source, payables
from voordeur.services.broker_problem import ONE_WAY, problem_of
from voordeur.services.consent_letters import MixNews, tell_gids
from voordeur.services.context import Context
from voordeur.services.mixes import KeptShare
from voordeur.services.offices import require_office

PLANNERS = frozenset({Role.CONTROLLER, Role.PROGRAMME_TEAM})
PLAN, SCENARIO = "plan", "scenario"
EVERY_SOURCE = "*"
MOST_PERCENT = 100
MOST_AT_ONCE = 50
"""People whose mixes are made in one press; the next press goes on with the rest."""
LONGEST = broker.LONGEST
WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"


@dataclass(frozen=True, slots=True)
class Adopted:
    """What one press made: mixes chosen, plans that no longer fit, and who is left to do."""

    made: int
    stale: int
    left: int


def waiting_trajectories() -> QuerySet[TrajectoryRecord]:
    """Return trajectories the person said yes to and nobody's money is kept for, oldest first."""
    live = MixRecord.objects.filter(trajectory=OuterRef("pk"), state__in=broker.LIVE)
    rows = TrajectoryRecord.objects.filter(state__in=broker.MAY_PAY).exclude(Exists(live))
    return rows.order_by("agreed_at", "id")


def ask_plan(context: Context) -> str:
    """Ask for a plan for everybody who waits; asking twice gives the one that is not done yet.

    Returns its reference. Raises ``RefusedError`` (NOT_FOUND) for who may not plan.
    """
    return _ask(context, {"kind": PLAN})


def ask_scenario(context: Context, *, source: str, percent: int) -> str:
    """Ask what happens when a source (or every source, ``*``) has ``percent`` less.

    Nothing changes but that this is worked out. Raises ``RefusedError``: NOT_FOUND, INVALID_INPUT
    for an unknown source or a share outside 1 to 100.
    """
    require_office(context, PLANNERS)
    known = {EVERY_SOURCE, *money_on(context).terms}
    if source not in known:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "source"}))
    if not 1 <= percent <= MOST_PERCENT:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "percent"}))
    return _ask(context, {"kind": SCENARIO, "source": source, "percent": percent})


def choose_way(context: Context, *, ref: str, exponent: int, reason: str) -> None:
    """Record which way of dividing was chosen for a plan, and why the board chose it.

    Raises ``RefusedError``: NOT_FOUND, REASON_NEEDED, CHANGED_MEANWHILE once it was taken over.
    """
    require_office(context, PLANNERS)
    with acting(context) as act:
        row = _locked(ref)
        way = _way(row, exponent)
        if not reason.strip() or len(reason) > LONGEST:
            raise RefusedError(Refusal(Reason.REASON_NEEDED))
        require(_may_choose_way(row))
        PlanChoiceRecord.objects.create(
            plan=row,
            exponent=exponent,
            reason=reason.strip(),
            organisation=context.organisation,
            chosen_at=context.now,
            chosen_by_id=context.account_id,
        )
        told = {"plan": row.ref, "exponent": exponent, "served": len(way["served"])}
        act.record("MoneyWayChosen", payload=told)


def adopt(context: Context, *, ref: str, choice: Choice) -> Adopted:
    """Make the mixes of a plan, for at most ``MOST_AT_ONCE`` people; their owners still say yes.

    Whoever got money meanwhile, or whose money is gone, is left out and the rest goes on.
    ``choice.key`` is not used. Raises ``RefusedError``: NOT_FOUND, REASON_NEEDED without both
    sentences or before a way was chosen, CHANGED_MEANWHILE when everything was taken over.
    """
    require_office(context, PLANNERS)
    require(broker.said(choice))
    row = BatchPlanRecord.objects.filter(ref=ref).first()
    if row is None or row.policy.get("kind") != PLAN:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    require(may_adopt(row))
    way = chosen_way(row)
    assert way is not None  # may_adopt judged so
    served = _way(row, way.exponent)["served"]
    done = set(row.adoptions.values_list("trajectory", flat=True))
    todo = [one for one in served if one["trajectory"] not in done]
    made = [_taken(context, row, one, choice) for one in todo[:MOST_AT_ONCE]]
    left = len(todo) - len(made)
    with acting(context) as act:
        held = _locked(ref)
        if not left and held.adopted_at is None:
            held.adopted_at = context.now
            held.save(update_fields=["adopted_at"])
        told = {"plan": ref, "made": sum(made), "stale": len(made) - sum(made)}
        act.record("MoneyPlanAdopted", payload=told)
    return Adopted(sum(made), len(made) - sum(made), left)


def chosen_way(row: BatchPlanRecord) -> PlanChoiceRecord | None:
    """Return the way that was chosen for a plan, if one was."""
    return row.choices.order_by("-id").first()


def may_adopt(row: BatchPlanRecord) -> Verdict:
    """Judge taking a plan over: it is worked out, a way was chosen, and something is left."""
    if row.state != DONE or row.adopted_at is not None:
        return Refusal(Reason.CHANGED_MEANWHILE)
    return ALLOWED if chosen_way(row) is not None else Refusal(Reason.REASON_NEEDED)


def _may_choose_way(row: BatchPlanRecord) -> Verdict:
    begun = row.adopted_at is not None or row.adoptions.exists()
    return Refusal(Reason.CHANGED_MEANWHILE) if begun else ALLOWED


def _ask(context: Context, policy: Mapping[str, Any]) -> str:
    require_office(context, PLANNERS)
    with acting(context) as act:
        open_ones = BatchPlanRecord.objects.filter(state__in=(WAITING, RUNNING))
        same = next((one for one in open_ones if one.policy == policy), None)
        row = same or BatchPlanRecord.objects.create(
            ref=new_reference(),
            policy=dict(policy),
            asked_at=context.now,
            asked_by_id=context.account_id,
            organisation=context.organisation,
        )
        act.record("MoneyPlanAsked", payload={"plan": row.ref, **policy})
    return row.ref


def _locked(ref: str) -> BatchPlanRecord:
    row = BatchPlanRecord.objects.select_for_update(no_key=True).filter(ref=ref).first()
    if row is None or row.state != DONE:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return row


def _way(row: BatchPlanRecord, exponent: int) -> Mapping[str, Any]:
    for way in row.result.get("ways", ()):
        if way["exponent"] == exponent:
            return dict(way)
    raise RefusedError(Refusal(Reason.NOT_FOUND))


def _taken(
    context: Context, row: BatchPlanRecord, planned: Mapping[str, Any], choice: Choice
) -> bool:
    """Make the mix of one person, in one transaction with that it was taken over."""
    ref = planned["trajectory"]
    with transaction.atomic():
        held = PlanAdoptionRecord(plan=row, trajectory=ref, adopted_at=context.now, made=True)
        try:
            _make(context, row.ref, planned, choice)
        except RefusedError:
            held.made = False
        held.save(force_insert=True)
    return held.made


def _make(context: Context, plan: str, planned: Mapping[str, Any], choice: Choice) -> None:
    with acting(context) as act:
        row = _trajectory(planned["trajectory"])
        require(broker.may_choose(row, broker.live_mix(row)))
        money = money_on(context)
        (person,) = payables(context, TrajectoryRecord.objects.filter(pk=row.pk))
        claimed = claimed_per_source(row.case_id)
        problem = problem_of(money, [person], claimed=claimed)
        shares = tuple(KeptShare(*one) for one in planned["shares"])
        served = _served(problem, shares)
        if served is None or not fits(problem, served, problem.rooms):
            raise RefusedError(Refusal(Reason.MIX_CHANGED))
        offer = Offer(key=plan, mix=mix_of(problem, served, {}), shares=shares)
        found = replace(broker.found_for(money, person, claimed), offers=(offer,))
        mix = broker.chosen(context, act, row=row, found=found, offer=offer, choice=choice)
        held = MixRecord.objects.get(ref=mix.ref)
        if held.state == MixState.AGREED.value:
            tell_gids(act, MixNews.AGREED, mix=held)
        told = {**mix.told, "plan": plan}
        act.record("MixChosen", case_id=row.case_id, subjects=subjects_of(row.case), payload=told)


def _trajectory(ref: str) -> TrajectoryRecord:
    """Lock the case and then the trajectory, as every act does."""
    case = TrajectoryRecord.objects.filter(ref=ref).values_list("case_id", flat=True).first()
    if case is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    held = CaseRecord.objects.select_for_update(no_key=True).get(pk=case)
    row = TrajectoryRecord.objects.select_for_update(no_key=True).get(ref=ref)
    row.case = held
    return row


def _served(problem: Problem, shares: tuple[KeptShare, ...]) -> Served | None:
    """Return the planned way to pay for the one person of a problem, if they still need it."""
    if not problem.people:
        return None
    person = problem.people[0]
    return Served(
        person=person.code,
        alternatives=tuple(ONE_WAY for _step in person.steps),
        shares=tuple(
            Share(
                person=person.code, step=one.step, budget=one.budget, amount_cents=one.amount_cents
            )
            for one in shares
        ),
    )
