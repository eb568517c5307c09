"""Who can pay a trajectory: the best mixes and why, and choosing one so that its money is kept."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from voordeur.domain.consent.grants import AccessAction
from voordeur.domain.funding.admissibility import Obstacle, why_not, why_not_now
from voordeur.domain.funding.broker_consents import MixState, answer_due_on
from voordeur.domain.funding.ledger import Movement, Posting
from voordeur.domain.funding.mixes import Mix, best_mixes
from voordeur.domain.funding.problem import Problem
from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, RefusedError, Verdict, require
from voordeur.records.cases.models import CaseRecord
from voordeur.records.funding.models import MixConsentRecord, MixRecord
from voordeur.records.money.models import CostRecord
from voordeur.records.references import new_reference
from voordeur.records.trajectories.models import TrajectoryRecord
from voordeur.services import consent_letters, ledger
from voordeur.services.access import case_for_act, subjects_of
from voordeur.services.acts import Act, acting
from voordeur.services.broker_money import Money, money_on
from voordeur.services.broker_person import Payable, claimed_per_source, payables
from voordeur.services.broker_problem import prices_of, problem_of
from voordeur.services.context import Context
from voordeur.services.mixes import KeptShare, locked_mix, release, settle

LIVE = (MixState.ASKED.value, MixState.AGREED.value)
MAY_PAY = ("agreed", "running", "paused")
"""States of a trajectory in which money can be asked: the person said yes."""
LONGEST = 2000
TAKEN_MEANWHILE = frozenset({Reason.OVER_COMMITTED, Reason.CLAIMED_TWICE, Reason.CHANGED_MEANWHILE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One mix that can be chosen; ``key`` names it by who pays what: a stale one is seen."""

    key: str
    mix: Mix
    shares: tuple[KeptShare, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the broker found for one trajectory: the best mixes, and per source why it does not pay.

    ``others`` holds reason codes per source that is in none of the mixes.
    """

    person: Payable
    money: Money
    problem: Problem
    offers: tuple[Offer, ...]
    others: Mapping[str, tuple[str, ...]]

    def offer(self, key: str) -> Offer | None:
        """Return one of the mixes by its key, or None when it is not there any more."""
        return next((one for one in self.offers if one.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The mix somebody chose, with why it is lawful and why it works, in their words."""

    key: str
    legality: str
    effectiveness: str


def propose(context: Context, *, trajectory: TrajectoryRecord) -> Found:
    """Return the best three mixes for a trajectory, from what is free now.

    Inner read: the caller opened the case. A fixed number of queries, whatever there is to divide.
    """
    money = money_on(context)
    (person,) = payables(context, TrajectoryRecord.objects.filter(pk=trajectory.pk))
    claimed = claimed_per_source(trajectory.case_id)
    return found_for(money, person, claimed)


def found_for(money: Money, person: Payable, claimed: Mapping[str, int]) -> Found:
    """Return what the broker finds for somebody; ``claimed`` is what sources bear already."""
    problem = problem_of(money, [person], claimed=claimed)
    offers = offers_of(problem, money)
    paying = {share.source for one in offers for share in one.shares}
    return Found(
        person=person,
        money=money,
        problem=problem,
        offers=offers,
        others={code: why for code, why in _why_not(problem, offers).items() if code not in paying},
    )


def offers_of(problem: Problem, money: Money) -> tuple[Offer, ...]:
    """Return the best mixes for the first person of a problem; none when nobody needs money."""
    if not problem.people:
        return ()
    person, prices = problem.people[0], prices_of(problem, money)
    mixes = best_mixes(problem, person, rooms=problem.rooms, prices=prices)
    return tuple(_offer(problem, one) for one in mixes)


def may_choose(trajectory: TrajectoryRecord, live: MixRecord | None) -> Verdict:
    """Judge choosing a mix: the person said yes, the trajectory lives, no other mix holds money."""
    if trajectory.state in ("draft", "proposed"):
        return Refusal(Reason.PERSON_NOT_AGREED)
    if trajectory.state not in MAY_PAY:
        return Refusal(Reason.TRAJECTORY_NOT_IN_STATE, {"state": trajectory.state})
    if live is not None:
        return Refusal(Reason.MIX_SETTLED, {"state": live.state})
    return ALLOWED


def said(choice: Choice) -> Verdict:
    """Judge the two sentences that go with a choice; each is needed and not endless."""
    for field in ("legality", "effectiveness"):
        words = str(getattr(choice, field)).strip()
        if not words or len(words) > LONGEST:
            return Refusal(Reason.REASON_NEEDED, {"field": field})
    return ALLOWED


def live_mix(trajectory: TrajectoryRecord) -> MixRecord | None:
    """Return the mix that holds money for a trajectory, if there is one."""
    return MixRecord.objects.filter(trajectory=trajectory, state__in=LIVE).first()


def choose_mix(context: Context, *, trajectory: str, choice: Choice) -> str:
    """Choose one of the proposed mixes: its money is reserved at once, and its owners are asked.

    Returns the reference of the mix. Raises ``RefusedError``: NOT_FOUND, PERSON_NOT_AGREED,
    TRAJECTORY_NOT_IN_STATE, MIX_SETTLED, REASON_NEEDED without both sentences, MIX_CHANGED when
    the money changed since it was proposed.
    """
    with acting(context) as act:
        row, case = _for_act(context, trajectory)
        require(may_choose(row, live_mix(row)))
        require(said(choice))
        found = propose(context, trajectory=row)
        offer = found.offer(choice.key)
        if offer is None:
            raise RefusedError(Refusal(Reason.MIX_CHANGED))
        mix = chosen(context, act, row=row, found=found, offer=offer, choice=choice)
        act.record("MixChosen", case_id=case.pk, subjects=subjects_of(case), payload=mix.told)
    return mix.ref


@dataclass(frozen=True, slots=True)
class Chosen:
    """A mix that was just chosen, and what its event tells."""

    ref: str
    told: dict[str, object]


def chosen(
    context: Context,
    act: Act,
    *,
    row: TrajectoryRecord,
    found: Found,
    offer: Offer,
    choice: Choice,
) -> Chosen:
    """Write a chosen mix inside the caller's act: money reserved, owners asked.

    Raises ``RefusedError`` (MIX_CHANGED) when somebody else reserved the money first.
    """
    mix = MixRecord.objects.create(
        ref=new_reference(),
        trajectory=row,
        total_cents=offer.mix.total_cents,
        because=_because(found, offer),
        legality=choice.legality.strip(),
        effectiveness=choice.effectiveness.strip(),
        chosen_at=context.now,
        chosen_by_id=context.account_id,
        answer_due_on=answer_due_on(context.today, found.money.policy.consent_days),
    )
    asked = _ask(context, act, mix, found, offer)
    postings = _reserve(context, mix, found.person, offer.shares)
    if not asked:
        settle(context, mix, MixState.AGREED)
    told: dict[str, object] = {
        "mix": mix.ref,
        "trajectory": row.ref,
        "case": found.person.case_ref,
        "total_cents": mix.total_cents,
        "sources": sorted({one.source for one in offer.shares}),
        "asked": asked,
        "state": mix.state,
        "due_on": mix.answer_due_on.isoformat(),
        "postings": postings,
    }
    return Chosen(mix.ref, told)


def drop_mix(context: Context, *, trajectory: str, mix: str) -> None:
    """Take a chosen mix back to choose another; what is only reserved is free again.

    Raises ``RefusedError``: NOT_FOUND, MIX_SETTLED when it holds no money any more.
    """
    with acting(context) as act:
        _row, case = _for_act(context, trajectory)
        held = locked_mix(mix)
        if held.trajectory.ref != trajectory:
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        if held.state not in LIVE:
            raise RefusedError(Refusal(Reason.MIX_SETTLED, {"state": held.state}))
        postings = release(context, held)
        settle(context, held, MixState.REPLACED)
        told = {"mix": held.ref, "trajectory": trajectory, "postings": postings}
        act.record("MixReplaced", case_id=case.pk, subjects=subjects_of(case), payload=told)


def _for_act(context: Context, trajectory: str) -> tuple[TrajectoryRecord, CaseRecord]:
    """Return a trajectory to act on; the case is locked first, as in every act."""
    known = TrajectoryRecord.objects.filter(ref=trajectory).values_list("case__ref", flat=True)
    ref = known.first()
    if ref is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    case = case_for_act(context, ref=ref, action=AccessAction.WORK)
    row = TrajectoryRecord.objects.select_for_update(no_key=True).get(ref=trajectory)
    return row, case


def _offer(problem: Problem, mix: Mix) -> Offer:
    shares = tuple(
        KeptShare(one.step, problem.budget_of[one.budget].source, one.budget, one.amount_cents)
        for one in mix.shares
    )
    written = ";".join(f"{one.step}:{one.budget}:{one.amount_cents}" for one in _sorted(shares))
    return Offer(key=hashlib.sha256(written.encode()).hexdigest()[:16], mix=mix, shares=shares)


def _sorted(shares: tuple[KeptShare, ...]) -> list[KeptShare]:
    return sorted(shares, key=lambda one: (one.step, one.budget))


def _why_not(problem: Problem, offers: tuple[Offer, ...]) -> dict[str, tuple[str, ...]]:
    """Return why each source pays nothing: by the first mix, or by itself when there is none."""
    found: dict[str, dict[str, None]] = {}
    if offers:
        for told in offers[0].mix.reasons:
            found.setdefault(told.source, {}).update(dict.fromkeys(told.codes))
        return {code: tuple(why) for code, why in found.items()}
    for person in problem.people:
        for step in person.steps:
            way = step.alternatives[0]
            for source in problem.sources:
                why = why_not(step, way, source) or why_not_now(
                    person, way, source, rooms=problem.rooms, paid_cents=0
                )
                codes = why or (NOT_ENOUGH,)
                found.setdefault(source.code, {}).update(dict.fromkeys(codes))
    return {code: tuple(why) for code, why in found.items()}


NOT_ENOUGH = "not_enough"
"""It may pay and has money, but with all others together it is still not enough."""
KNOWN_CODES = frozenset({NOT_ENOUGH, *Obstacle})


def _because(found: Found, offer: Offer) -> dict[str, object]:
    """Return what is kept with a mix: codes and amounts of why, who not, and the runner-up."""
    other = next((one for one in found.offers if one.key != offer.key), None)
    return {
        "shares": [[one.step, one.source, one.budget, one.amount_cents] for one in offer.shares],
        "others": {code: list(why) for code, why in found.others.items()},
        "runner_up": [[one.step, one.source, one.budget, one.amount_cents] for one in other.shares]
        if other is not None
        else [],
        "policy": found.money.policy.code,
        "place": found.offers.index(offer) + 1,
        "priced": bool(found.money.prices),
    }


def _ask(context: Context, act: Act, mix: MixRecord, found: Found, offer: Offer) -> list[str]:
    """Write what each source pays and ask its owner when that is needed; returns who is asked."""
    totals: dict[str, int] = {}
    for one in offer.shares:
        totals[one.source] = totals.get(one.source, 0) + one.amount_cents
    asked = []
    for source, cents in totals.items():
        terms = found.money.terms[source]
        needed = terms.needs_consent
        row = MixConsentRecord.objects.create(
            mix=mix,
            source=source,
            owner_id=terms.owner,
            amount_cents=cents,
            state="asked" if needed else "not_needed",
        )
        if needed:
            asked.append(source)
            consent_letters.tell_owner(act, context, row=row, mix=mix)
    return asked


def _reserve(
    context: Context, mix: MixRecord, person: Payable, shares: tuple[KeptShare, ...]
) -> ledger.TOLD:
    steps = {one.ref: one for one in person.steps}
    costs: dict[str, CostRecord] = {}
    postings = []
    for share in shares:
        step = steps[share.step]
        if step.ref not in costs:
            costs[step.ref] = ledger.open_cost(
                context,
                step_id=step.identity,
                what=step.what,
                amount_cents=step.cost_cents,
                due_on=step.due_on,
            )
        claim = ledger.open_claim(context, costs[step.ref], share.budget, decision=mix.ref)
        postings.append(Posting(Movement.RESERVE, share.budget, share.amount_cents, claim.ref))
    try:
        return ledger.post(context, postings=postings, decision=mix.ref, key=f"reserve:{mix.ref}")
    except RefusedError as refused:
        if refused.refusal.reason in TAKEN_MEANWHILE:
            raise RefusedError(Refusal(Reason.MIX_CHANGED, refused.refusal.facts)) from refused
        raise
