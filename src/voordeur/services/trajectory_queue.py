"""The queue of the back office: steps to order, to follow and to close, without a name."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.trajectories.lifecycle import StepState
from voordeur.domain.trajectories.words import STEP_STATES
from voordeur.records.trajectories.models import TrajectoryStepRecord
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.offices import require_office
from voordeur.services.region import current_region
from voordeur.services.step_orders import order_within
from voordeur.services.trajectories import begin, record_event
from voordeur.services.trajectory_steps import write_step

OFFICE = frozenset({Role.BACK_OFFICE, Role.TEAM_LEAD})
QUEUES = ("to_order", "ordered", "running", "all")
MOST_LINES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """A step in the queue: references, provider, days and cents; nobody's name or words."""

    step: str
    trajectory: str
    instrument: str
    provider: str
    starts_on: date | None
    ends_on: date | None
    cost_cents: int | None
    state: StepState
    state_label: str
    late: bool


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The lines of one queue and how many stand in each."""

    chosen: str
    lines: tuple[QueueLine, ...]
    counts: dict[str, int]


def queue(context: Context, *, chosen: str = "to_order") -> QueuePage:
    """Return the steps of trajectories the reader's organisation answers for (five queries).

    Raises ``RefusedError`` (NOT_FOUND) for anybody outside the back office and team leads.
    """
    require_office(context, OFFICE)
    named = chosen if chosen in QUEUES else "to_order"
    rows = _of(context, named).select_related("trajectory", "provider")
    return QueuePage(
        chosen=named,
        lines=tuple(_line(context, one) for one in rows.order_by("starts_on", "id")[:MOST_LINES]),
        counts={one: _of(context, one).count() for one in QUEUES},
    )


def order(context: Context, *, step: str) -> None:
    """Order a step from the queue; refuses as ordering on the page of the case does."""
    with acting(context) as act:
        found = _locked(context, step)
        order_within(context, act, found.trajectory, found)


def start(context: Context, *, step: str) -> None:
    """Note from the queue that an ordered step began."""
    with acting(context) as act:
        found = _locked(context, step)
        if found.state != StepState.ORDERED.value:
            raise RefusedError(Refusal(Reason.STEP_NOT_IN_STATE, {"state": found.state}))
        begin(found.trajectory)
        write_step(found, state=StepState.RUNNING.value)
        record_event(
            act, "StepStarted", found.trajectory, step=found.ref, instrument=found.instrument
        )


def _of(context: Context, named: str) -> QuerySet[TrajectoryStepRecord]:
    rows = TrajectoryStepRecord.objects.filter(
        trajectory__case__accountable_id=context.organisation,
        trajectory__state__in=("agreed", "running"),
    )
    match named:
        case "to_order":
            agreed = rows.filter(state=StepState.PLANNED.value, cost_cents__isnull=False)
            return agreed.exclude(waits__after__state__in=("planned", "ordered", "running"))
        case "ordered":
            return rows.filter(state=StepState.ORDERED.value)
        case "running":
            return rows.filter(state=StepState.RUNNING.value)
        case _:
            return rows


def _locked(context: Context, step: str) -> TrajectoryStepRecord:
    require_office(context, OFFICE)
    rows = TrajectoryStepRecord.objects.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("trajectory__case", "provider").filter(ref=step).first()
    if found is None or found.trajectory.case.accountable_id != context.organisation:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return found


def _line(context: Context, one: TrajectoryStepRecord) -> QueueLine:
    region = current_region()
    state = StepState(one.state)
    ends = one.ends_on if state is StepState.RUNNING else one.starts_on
    return QueueLine(
        step=one.ref,
        trajectory=one.trajectory.ref,
        instrument=one.instrument,
        provider=region.organisation_name(one.provider_id, context.today, context.language)
        if one.provider_id
        else one.provider_name,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        cost_cents=one.cost_cents,
        state=state,
        state_label=STEP_STATES[state].in_language(context.language),
        late=ends is not None and ends < context.today,
    )
