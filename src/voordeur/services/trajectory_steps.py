"""Acts on the steps of a trajectory: plan, change, move, cancel, start, attend, finish."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.register.amounts import AmountWord
from voordeur.domain.trajectories.lifecycle import (
    StepAction,
    StepState,
    TrajectoryState,
    may_start,
    may_step,
)
from voordeur.domain.trajectories.order import may_wait
from voordeur.domain.trajectories.words import ATTENDANCE, LEVELS, RESULTS
from voordeur.records.money.models import CostRecord
from voordeur.records.references import new_reference
from voordeur.records.region.models import OrganisationRecord
from voordeur.records.trajectories.models import (
    AttendanceRecord,
    TrajectoryRecord,
    TrajectoryStepRecord,
)
from voordeur.services import ledger
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.step_letters import tell_cancelled
from voordeur.services.trajectories import (
    begin,
    facts_of,
    locked,
    plan_again,
    record_event,
    step_facts,
)
from voordeur.services.trajectory_money import give_back
from voordeur.services.trajectory_templates import INSTRUMENT, entry

LONGEST = 200
LONGEST_NAME = 120
MOST_CENTS = 10**9
MOST_STEPS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStep:
    """What a step is; ``cost_cents`` or ``cost_word`` (an ``AmountWord``), never both.

    ``after`` are references of steps of the same trajectory that must be finished first.
    ``ends_on`` is the last day.
    """

    what: str
    goal: str = ""
    instrument: str = ""
    provider: str = ""
    provider_name: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    cost_cents: int | None = None
    cost_word: str = ""
    level_before: int | None = None
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """How a step ended: a code of ``RESULTS``, the level reached, and a certificate if any."""

    result: str
    level_after: int | None = None
    certificate: str = ""


def add_step(context: Context, *, ref: str, step: NewStep) -> str:
    """Put a step at the end of a trajectory; returns its reference.

    Raises ``RefusedError``: TRAJECTORY_NOT_IN_STATE, INVALID_INPUT with the field,
    AMOUNT_NOT_POSITIVE, STEPS_IN_CIRCLE, TOO_LARGE with forty steps.
    """
    _require_sound(step)
    with acting(context) as act:
        row = locked(context, ref)
        plan_again(row)
        last = row.steps.aggregate(last=Max("position"))["last"] or 0
        if row.steps.count() >= MOST_STEPS:
            raise RefusedError(Refusal(Reason.TOO_LARGE))
        made = TrajectoryStepRecord.objects.create(
            ref=new_reference(), trajectory=row, position=last + 1, **_columns(step)
        )
        _wait_for(row, made, step.after)
        record_event(act, "StepPlanned", row, **_named(made))
    return made.ref


def change_step(context: Context, *, ref: str, step_ref: str, step: NewStep) -> None:
    """Change a step that is only planned; what was ordered or paid stays as it is.

    Raises ``RefusedError`` as :func:`add_step`, STEP_NOT_IN_STATE, and CLAIMED_TWICE when more is
    reserved for it than it would cost: give the money back first.
    """
    _require_sound(step)
    with acting(context) as act:
        row = locked(context, ref)
        plan_again(row)
        known = step_of(row, step_ref)
        require(may_step(StepState(known.state), StepAction.CHANGE))
        _keep_claims(context, known, step)
        _write(known, **_columns(step))
        known.waits.all().delete()
        _wait_for(row, known, step.after)
        record_event(act, "StepChanged", row, **_named(known))


def move_step(context: Context, *, ref: str, step_ref: str, up: bool) -> None:
    """Change places with the step before or after; at the end nothing changes."""
    with acting(context) as act:
        row = locked(context, ref)
        plan_again(row)
        known = step_of(row, step_ref)
        steps = list(row.steps.order_by("position", "id"))
        here = [one.pk for one in steps].index(known.pk)
        there = min(max(here + (-1 if up else 1), 0), len(steps) - 1)
        steps[here], steps[there] = steps[there], steps[here]
        for position, one in enumerate(steps, start=1):
            TrajectoryStepRecord.objects.filter(pk=one.pk).update(position=position)
        record_event(act, "StepMoved", row, step=known.ref)


def cancel_step(context: Context, *, ref: str, step_ref: str) -> None:
    """Let a step not go on: money that was not paid returns, and who was ordered hears it."""
    with acting(context) as act:
        row = locked(context, ref)
        known = step_of(row, step_ref)
        require(may_step(StepState(known.state), StepAction.CANCEL))
        if known.state == StepState.PLANNED.value:
            plan_again(row)
        ordered = known.ordered_on is not None
        key = f"cancel:{known.ref}:{known.version}"
        postings = give_back(context, (known.pk,), decision=known.ref, key=key)
        _write(known, state=StepState.CANCELLED.value)
        if ordered:
            tell_cancelled(act, row, known)
        record_event(act, "StepCancelled", row, **_named(known), postings=postings)


def start_step(context: Context, *, ref: str, step_ref: str) -> None:
    """Begin a step: an ordered one, or one that costs nothing.

    Raises ``RefusedError``: PERSON_NOT_AGREED, MONEY_NOT_RESERVED, EARLIER_STEP_FIRST, ….
    """
    with acting(context) as act:
        row = locked(context, ref)
        known = step_of(row, step_ref)
        require(may_start(TrajectoryState(row.state), step_facts(known), facts_of(row)))
        begin(row)
        _write(known, state=StepState.RUNNING.value)
        record_event(act, "StepStarted", row, **_named(known))


def record_attendance(context: Context, *, ref: str, step_ref: str, day: date, state: str) -> None:
    """Write down whether the person was there on a day of a running step.

    Raises ``RefusedError``: DAY_STILL_TO_COME, INVALID_INPUT, STEP_NOT_IN_STATE.
    """
    if state not in ATTENDANCE:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "state"}))
    if day > context.today:
        raise RefusedError(Refusal(Reason.DAY_STILL_TO_COME))
    with acting(context) as act:
        row = locked(context, ref)
        known = step_of(row, step_ref)
        require(may_step(StepState(known.state), StepAction.FINISH))
        AttendanceRecord.objects.update_or_create(
            step=known,
            day=day,
            defaults={
                "state": state,
                "recorded_at": context.now,
                "recorded_by_id": context.account_id,
            },
        )
        record_event(
            act, "AttendanceRecorded", row, step=known.ref, day=day.isoformat(), state=state
        )


def finish_step(context: Context, *, ref: str, step_ref: str, result: StepResult) -> None:
    """End a running step with its result; reserved money that was not needed returns later."""
    if result.result not in RESULTS:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "result"}))
    if result.level_after is not None and result.level_after not in LEVELS:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "level_after"}))
    with acting(context) as act:
        row = locked(context, ref)
        known = step_of(row, step_ref)
        require(may_step(StepState(known.state), StepAction.FINISH))
        _write(
            known,
            state=StepState.FINISHED.value,
            result=result.result,
            level_after=result.level_after,
            certificate=result.certificate.strip()[:LONGEST_NAME],
            finished_on=context.today,
        )
        record_event(
            act,
            "StepFinished",
            row,
            **_named(known),
            result=result.result,
            level_after=result.level_after,
            certificate=bool(result.certificate.strip()),
        )


# ---- shared with orders ----


def step_of(row: TrajectoryRecord, step_ref: str) -> TrajectoryStepRecord:
    """Lock and return a step of a trajectory. Raises ``RefusedError`` (NOT_FOUND)."""
    steps = TrajectoryStepRecord.objects.select_for_update(no_key=True)
    found = steps.filter(trajectory=row, ref=step_ref).first()
    if found is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return found


def write_step(step: TrajectoryStepRecord, **columns: object) -> None:
    """Change a step under its version. Raises ``RefusedError`` (CHANGED_MEANWHILE)."""
    _write(step, **columns)


def _write(step: TrajectoryStepRecord, **columns: object) -> None:
    changed = TrajectoryStepRecord.objects.filter(pk=step.pk, version=step.version).update(
        **columns, version=F("version") + 1
    )
    if changed != 1:
        raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))
    step.refresh_from_db()


def _named(step: TrajectoryStepRecord) -> dict[str, object]:
    return {
        "step": step.ref,
        "instrument": step.instrument,
        "provider": step.provider_id or "",
        "cost_cents": step.cost_cents,
    }


def _columns(step: NewStep) -> dict[str, object]:
    return {
        "what": step.what.strip(),
        "goal": step.goal.strip(),
        "instrument": step.instrument,
        "provider_id": step.provider or None,
        "provider_name": step.provider_name.strip(),
        "starts_on": step.starts_on,
        "ends_on": step.ends_on,
        "cost_cents": step.cost_cents,
        "cost_word": step.cost_word,
        "level_before": step.level_before,
    }


def _require_sound(step: NewStep) -> None:
    wrong = (
        ("what", not step.what.strip() or len(step.what.strip()) > LONGEST),
        ("goal", len(step.goal.strip()) > LONGEST),
        ("provider_name", len(step.provider_name.strip()) > LONGEST_NAME),
        ("ends_on", bool(step.starts_on and step.ends_on and step.ends_on < step.starts_on)),
        ("level_before", step.level_before is not None and step.level_before not in LEVELS),
        ("cost_word", step.cost_cents is None and step.cost_word not in set(AmountWord)),
        ("cost_cents", step.cost_cents is not None and bool(step.cost_word)),
        ("cost_cents", step.cost_cents is not None and step.cost_cents > MOST_CENTS),
        ("instrument", bool(step.instrument) and entry(INSTRUMENT, step.instrument) is None),
        ("provider", bool(step.provider) and not _is_organisation(step.provider)),
    )
    for field, is_wrong in wrong:
        if is_wrong:
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": field}))
    if step.cost_cents is not None and step.cost_cents <= 0:
        raise RefusedError(Refusal(Reason.AMOUNT_NOT_POSITIVE))


def _is_organisation(code: str) -> bool:
    return OrganisationRecord.objects.filter(code=code).exists()


def _wait_for(row: TrajectoryRecord, step: TrajectoryStepRecord, after: tuple[str, ...]) -> None:
    known = {one.ref: one for one in row.steps.all()}
    for ref in dict.fromkeys(after):
        if ref not in known:
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "after"}))
        if ref == step.ref:
            raise RefusedError(Refusal(Reason.STEPS_IN_CIRCLE, {"steps": ref}))
        step.waits.create(after=known[ref])
    require(may_wait({one.ref: one.after for one in facts_of(row)}))


def _keep_claims(context: Context, step: TrajectoryStepRecord, new: NewStep) -> None:
    cost = CostRecord.objects.filter(step=step).first()
    if cost is None:
        return
    if new.cost_cents is None:
        if cost.claimed_cents:
            facts = {"left_cents": str(cost.claimed_cents)}
            raise RefusedError(Refusal(Reason.CLAIMED_TWICE, facts))
        return
    ledger.open_cost(
        context,
        what=new.what.strip(),
        amount_cents=new.cost_cents,
        due_on=new.starts_on or cost.due_on,
        step_id=step.pk,
    )
