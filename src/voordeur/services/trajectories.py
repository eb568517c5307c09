"""Acts on a trajectory: build, lay before the person, agree, pause, finish or stop."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.db.models import F

from voordeur.domain.consent.grants import AccessAction
from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, Verdict, require
from voordeur.domain.register.entry import Entry
from voordeur.domain.trajectories.lifecycle import (
    StepFacts,
    StepState,
    TrajectoryAction,
    TrajectoryParty,
    TrajectoryState,
    may_act,
    may_finish,
    may_propose,
    may_stop,
)
from voordeur.domain.trajectories.words import LEVELS, OUTCOMES, STOPS
from voordeur.records.cases.models import CaseRecord
from voordeur.records.references import new_reference
from voordeur.records.trajectories.models import (
    LIVE,
    TrajectoryRecord,
    TrajectoryStepRecord,
    TrajectoryWordRecord,
)
from voordeur.services import trajectory_money, trajectory_templates
from voordeur.services.access import case_for_act, subjects_of
from voordeur.services.acts import Act, acting
from voordeur.services.context import Context
from voordeur.services.ledger import TOLD
from voordeur.services.letters import News, tell_resident
from voordeur.services.region import current_region

LONGEST_GOAL = 200
LONGEST_WORDS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTrajectory:
    """What a trajectory starts with: where the person wants to go, and from which level.

    ``template`` is the code of a trajectory template whose steps are taken over.
    """

    goal: str
    level_start: int | None = None
    level_goal: int | None = None
    template: str = ""
    plan_line: str = ""


def draft(context: Context, *, case_ref: str, new: NewTrajectory) -> str:
    """Start building a trajectory in a case; returns its reference.

    Raises ``RefusedError``: NOT_FOUND, CASE_CLOSED, TRAJECTORY_LIVE, INVALID_INPUT.
    """
    goal = new.goal.strip()
    _require_levels(new.level_start, new.level_goal)
    with acting(context) as act:
        case = case_for_act(context, ref=case_ref, action=AccessAction.WORK)
        _require_room(case, goal)
        template = trajectory_templates.find(new.template)
        row = TrajectoryRecord.objects.create(
            ref=new_reference(),
            case=case,
            goal=goal,
            level_start=new.level_start,
            level_goal=new.level_goal,
            template=template.code if template else "",
            payer_id=case.finally_responsible_id,
            plan_line=new.plan_line,
            made_at=context.now,
            made_by_id=context.account_id,
        )
        steps = _from_template(context, row, template)
        _told(act, "TrajectoryDrafted", row, steps=steps, template=row.template)
    return row.ref


def propose(context: Context, *, ref: str) -> None:
    """Lay the trajectory before the person. Raises NEXT_STEP_NEEDED without a step."""
    with acting(context) as act:
        row = locked(context, ref)
        require(may_propose(TrajectoryState(row.state), facts_of(row)))
        _settle(row, state=TrajectoryState.PROPOSED)
        _tell(act, context, row, News.TRAJECTORY)
        _told(act, "TrajectoryProposed", row)


def agree(context: Context, *, ref: str, how: str = "") -> None:
    """Say yes: the person in Mijn Voordeur, or a professional who heard it (``how``).

    Raises ``RefusedError``: TRAJECTORY_NOT_IN_STATE, REASON_NEEDED when a professional does not
    say how the person said yes.
    """
    if context.kind is not ActorKind.RESIDENT and not how.strip():
        raise RefusedError(Refusal(Reason.REASON_NEEDED))
    with acting(context) as act:
        row = locked(context, ref)
        _require_act(context, row, TrajectoryAction.AGREE)
        if how.strip():
            _say(context, row, how)
        _settle(row, state=TrajectoryState.AGREED, agreed_at=context.now)
        _told(act, "TrajectoryAgreed", row, by=context.kind.value)


def ask_change(context: Context, *, ref: str, text: str) -> None:
    """Let the person ask for another trajectory; it goes back to whoever builds it."""
    with acting(context) as act:
        row = locked(context, ref)
        _require_act(context, row, TrajectoryAction.ASK_CHANGE)
        _say(context, row, text)
        _settle(row, state=TrajectoryState.DRAFT)
        _told(act, "TrajectoryChangeAsked", row)


def comment(context: Context, *, ref: str, text: str) -> None:
    """Say something about a trajectory that both the person and the professionals read."""
    with acting(context) as act:
        row = locked(context, ref)
        said = _say(context, row, text)
        if context.kind is not ActorKind.RESIDENT:
            _tell(act, context, row, News.MESSAGE)
        _told(act, "TrajectoryCommented", row, word=said)


def pause(context: Context, *, ref: str) -> None:
    """Let a trajectory stand still for a while."""
    _simple(context, ref, TrajectoryAction.PAUSE, TrajectoryState.PAUSED, "TrajectoryPaused")


def resume(context: Context, *, ref: str) -> None:
    """Go on after a pause."""
    _simple(context, ref, TrajectoryAction.RESUME, TrajectoryState.RUNNING, "TrajectoryResumed")


def finish(context: Context, *, ref: str, outcome: str, level_end: int | None) -> None:
    """End a trajectory by its outcome.

    Raises ``RefusedError``: OUTCOME_NEEDED, OPEN_STEPS with the step, TRAJECTORY_NOT_IN_STATE.
    """
    _require_levels(level_end)
    with acting(context) as act:
        row = locked(context, ref)
        known = outcome if outcome in OUTCOMES else ""
        require(may_finish(TrajectoryState(row.state), facts_of(row), outcome=known))
        _end(context, row, TrajectoryState.FINISHED, outcome, level_end)
        _told(act, "TrajectoryFinished", row, **_ended(row))


def stop(context: Context, *, ref: str, outcome: str) -> None:
    """Stop early, and say why; planned steps are cancelled and their reserved money is free again.

    Raises ``RefusedError``: OPEN_STEPS when a step is ordered or runs, OUTCOME_NEEDED.
    """
    with acting(context) as act:
        row = locked(context, ref)
        known = outcome if outcome in STOPS else ""
        require(may_stop(TrajectoryState(row.state), facts_of(row), outcome=known))
        postings = _cancel_planned(context, row)
        _end(context, row, TrajectoryState.STOPPED, outcome, None)
        _told(act, "TrajectoryStopped", row, **_ended(row), postings=postings)


# ---- shared with the acts on steps ----


def locked(context: Context, ref: str) -> TrajectoryRecord:
    """Lock and return a trajectory to act on, through the door of its case.

    Raises ``RefusedError`` (NOT_FOUND) exactly as when it does not exist.
    """
    case_ref = TrajectoryRecord.objects.filter(ref=ref).values_list("case__ref", flat=True).first()
    if case_ref is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    case = case_for_act(context, ref=case_ref, action=AccessAction.WORK)
    row = TrajectoryRecord.objects.select_for_update(no_key=True).get(ref=ref)
    row.case = case
    return row


def facts_of(row: TrajectoryRecord) -> tuple[StepFacts, ...]:
    """Return what the rules need to know of the steps, in their order (two queries)."""
    steps = row.steps.prefetch_related("waits__after").order_by("position", "id")
    return tuple(step_facts(one) for one in steps)


def step_facts(step: TrajectoryStepRecord) -> StepFacts:
    """Return what the rules need to know of one step."""
    return StepFacts(
        ref=step.ref,
        state=StepState(step.state),
        after=tuple(one.after.ref for one in step.waits.all()),
        cost_cents=step.cost_cents,
        starts_on=step.starts_on,
        ends_on=step.ends_on,
    )


def plan_again(row: TrajectoryRecord) -> None:
    """Judge changing steps; what lay before the person is a draft again."""
    state = TrajectoryState(row.state)
    require(may_act(state, TrajectoryAction.PLAN, TrajectoryParty.GUIDE))
    if state is TrajectoryState.PROPOSED:
        _settle(row, state=TrajectoryState.DRAFT)


def record_event(act: Act, name: str, row: TrajectoryRecord, **more: object) -> None:
    """Write the event of an act on a trajectory: ids, codes, dates and amounts."""
    _told(act, name, row, **more)


def _told(act: Act, name: str, row: TrajectoryRecord, **more: object) -> None:
    case: CaseRecord = row.case
    said: Mapping[str, object] = {
        "case": case.ref,
        "trajectory": row.ref,
        "plan_line": row.plan_line,
        "payer": row.payer_id,
        "target_group": case.target_group,
        "municipality": case.municipality,
        **more,
    }
    act.record(name, case_id=case.pk, subjects=subjects_of(case), payload=dict(said))


def _settle(row: TrajectoryRecord, *, state: TrajectoryState, **more: object) -> None:
    changed = TrajectoryRecord.objects.filter(pk=row.pk, version=row.version).update(
        state=state.value, version=F("version") + 1, **more
    )
    if changed != 1:
        raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))
    row.refresh_from_db(fields=["state", "version", *more])


def begin(row: TrajectoryRecord) -> None:
    """Let an agreed trajectory run with its first step."""
    if row.state == TrajectoryState.AGREED.value:
        _settle(row, state=TrajectoryState.RUNNING)


def _end(
    context: Context,
    row: TrajectoryRecord,
    state: TrajectoryState,
    outcome: str,
    level_end: int | None,
) -> None:
    _settle(row, state=state, outcome=outcome, ended_at=context.now, level_end=level_end)


def _cancel_planned(context: Context, row: TrajectoryRecord) -> TOLD:
    planned = row.steps.filter(state=StepState.PLANNED.value)
    numbers = list(planned.values_list("pk", flat=True))
    key = f"stop:{row.ref}"
    postings = trajectory_money.give_back(context, numbers, decision=row.ref, key=key)
    trajectory_money.end_question(context, row)
    planned.update(state=StepState.CANCELLED.value, version=F("version") + 1)
    return postings


def _ended(row: TrajectoryRecord) -> dict[str, object]:
    return {
        "outcome": row.outcome,
        "level_start": row.level_start,
        "level_end": row.level_end,
    }


def _simple(
    context: Context, ref: str, action: TrajectoryAction, state: TrajectoryState, event: str
) -> None:
    with acting(context) as act:
        row = locked(context, ref)
        _require_act(context, row, action)
        _settle(row, state=state)
        _told(act, event, row)


def _require_act(context: Context, row: TrajectoryRecord, action: TrajectoryAction) -> None:
    require(judged(context, row, action))


def judged(context: Context, row: TrajectoryRecord, action: TrajectoryAction) -> Verdict:
    """Judge an act by the state of the trajectory and who acts."""
    resident = context.kind is ActorKind.RESIDENT
    party = TrajectoryParty.RESIDENT if resident else TrajectoryParty.GUIDE
    return may_act(TrajectoryState(row.state), action, party)


def _require_room(case: CaseRecord, goal: str) -> None:
    if case.state != "open":
        raise RefusedError(Refusal(Reason.CASE_CLOSED))
    if not goal or len(goal) > LONGEST_GOAL:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "goal"}))
    if TrajectoryRecord.objects.filter(case=case, state__in=LIVE).exists():
        raise RefusedError(Refusal(Reason.TRAJECTORY_LIVE))


def _require_levels(*levels: int | None) -> None:
    if any(level is not None and level not in LEVELS for level in levels):
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "level"}))


def _from_template(context: Context, row: TrajectoryRecord, template: Entry | None) -> list[str]:
    if template is None:
        return []
    made = trajectory_templates.steps_of(template, start=context.today)
    rows: dict[str, TrajectoryStepRecord] = {}
    for position, one in enumerate(made, start=1):
        rows[one.code] = TrajectoryStepRecord.objects.create(
            ref=new_reference(), trajectory=row, position=position, **one.columns
        )
    _link(rows, ((one.code, one.after) for one in made))
    return [one.ref for one in rows.values()]


def _link(
    rows: Mapping[str, TrajectoryStepRecord], waits: Iterable[tuple[str, tuple[str, ...]]]
) -> None:
    for code, after in waits:
        for earlier in after:
            if earlier in rows:
                rows[code].waits.create(after=rows[earlier])


def _say(context: Context, row: TrajectoryRecord, text: str) -> str:
    said = text.strip()
    if not said:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "text"}))
    if len(said) > LONGEST_WORDS:
        raise RefusedError(Refusal(Reason.TOO_LARGE))
    word = TrajectoryWordRecord.objects.create(
        ref=new_reference(),
        trajectory=row,
        text=said,
        by_resident=context.kind is ActorKind.RESIDENT,
        organisation_id=context.organisation or None,
        said_at=context.now,
        said_by_id=context.account_id,
    )
    return word.ref


def _tell(
    act: Act,
    context: Context,
    row: TrajectoryRecord,
    news: Literal[News.TRAJECTORY, News.MESSAGE],
) -> None:
    region = current_region()
    organisation = context.organisation or row.case.accountable_id
    name = region.organisation_name(organisation, context.today, context.language)
    tell_resident(act, context, news, case=row.case, organisation=name)
