"""The queue of the back office: steps to order, to follow and to close, without a name."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.region.model import Region
from voordeur.domain.trajectories.lifecycle import StepState
from voordeur.domain.trajectories.words import STEP_STATES
from voordeur.records.funding.models import MixRecord
from voordeur.records.money.models import ClaimRecord
from voordeur.records.trajectories.models import (
    AttendanceRecord,
    StepOrderRecord,
    TrajectoryStepRecord,
)
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.exports import Table
from voordeur.services.offices import require_office
from voordeur.services.region import current_region
from voordeur.services.step_orders import order_within
from voordeur.services.trajectories import begin, record_event
from voordeur.services.trajectory_pages import choosable
from voordeur.services.trajectory_steps import write_step

OFFICE = frozenset({Role.BACK_OFFICE, Role.TEAM_LEAD})
QUEUES = ("to_order", "ordered", "running", "attendance", "finish", "invoice", "all")
OPEN = (StepState.PLANNED.value, StepState.ORDERED.value, StepState.RUNNING.value)
MOST_LINES = 500
ATTENDANCE_DAYS = 7
"""A running step without a day noted in so many days asks for attention."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """Which steps to show: one of ``QUEUES``, a provider's code, only what is late."""

    queue: str = "to_order"
    provider: str = ""
    late: bool = False


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
    money_agreed: bool
    """Whether every owner in the mix of its trajectory said yes."""

    @property
    def to_order(self) -> bool:
        """Tell whether the step still has to be ordered."""
        return self.state is StepState.PLANNED and self.cost_cents is not None


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The lines of one queue, how many stand in each, and the providers one may choose."""

    chosen: QueueFilter
    lines: tuple[QueueLine, ...]
    counts: dict[str, int]
    providers: dict[str, str]


def queue(context: Context, *, chosen: QueueFilter) -> QueuePage:
    """Return the steps of trajectories the reader's organisation answers for (five queries).

    Raises ``RefusedError`` (NOT_FOUND) for anybody outside the back office and team leads.
    """
    require_office(context, OFFICE)
    known = chosen if chosen.queue in QUEUES else replace(chosen, queue="to_order")
    region = current_region()
    codes = _mine(context).exclude(provider=None).values_list("provider_id", flat=True).distinct()
    parties = {
        code: region.organisation_name(code, context.today, context.language)
        for code in codes.order_by()
    }
    return QueuePage(
        chosen=known,
        lines=_lines(context, region, known),
        counts=_counts(context),
        providers=dict(sorted(parties.items(), key=lambda one: one[1])),
    )


def queue_table(context: Context, *, chosen: QueueFilter) -> Table:
    """Return the lines on screen as a table; amounts in whole cents.

    Raises ``RefusedError`` (NOT_FOUND) as :func:`queue`.
    """
    page = queue(context, chosen=chosen)
    columns = (
        _("stap"), _("traject"), _("instrument"), _("uitvoerder"), _("begint op"),
        _("laatste dag"), _("bedrag in centen"), _("stand"), _("te laat"),
    )  # fmt: skip
    rows = tuple(
        (
            one.step, one.trajectory, one.instrument, one.provider, one.starts_on, one.ends_on,
            one.cost_cents, one.state_label, _("ja") if one.late else _("nee"),
        )
        for one in page.lines
    )  # fmt: skip
    return Table(name=_("trajectstappen"), columns=columns, rows=rows)


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


def _mine(context: Context) -> QuerySet[TrajectoryStepRecord]:
    """Return the steps of trajectories the reader's organisation answers for, once agreed."""
    return TrajectoryStepRecord.objects.filter(
        trajectory__case__accountable_id=context.organisation,
        trajectory__state__in=("agreed", "running", "paused", "finished", "stopped"),
    )


def _conditions(context: Context) -> dict[str, Q]:
    """Return what each queue holds; an invoice is expected while ordered money is not paid."""
    live = Q(trajectory__state__in=("agreed", "running"))
    waits = StepOrderRecord.objects.filter(step=OuterRef("pk"), after__state__in=OPEN)
    noted = AttendanceRecord.objects.filter(
        step=OuterRef("pk"), day__gt=context.today - timedelta(days=ATTENDANCE_DAYS)
    )
    owed = ClaimRecord.objects.filter(cost__step=OuterRef("pk"), committed_cents__gt=0)
    runs = live & Q(state=StepState.RUNNING.value)
    planned = live & Q(state=StepState.PLANNED.value, cost_cents__isnull=False)
    return {
        "to_order": planned & ~Q(Exists(waits)),
        "ordered": live & Q(state=StepState.ORDERED.value),
        "running": runs,
        "attendance": runs & ~Q(Exists(noted)),
        "finish": runs & Q(ends_on__lt=context.today),
        "invoice": Q(state__in=("running", "finished")) & Q(Exists(owed)),
        "all": live | Q(Exists(owed)),
    }


def _counts(context: Context) -> dict[str, int]:
    conditions = _conditions(context)
    numbers = {name: Count("pk", filter=is_in) for name, is_in in conditions.items()}
    found = _mine(context).order_by().aggregate(**numbers)
    return {name: found[name] for name in QUEUES}


def _lines(context: Context, region: Region, chosen: QueueFilter) -> tuple[QueueLine, ...]:
    rows = _mine(context).filter(_conditions(context)[chosen.queue])
    if chosen.provider:
        rows = rows.filter(provider_id=chosen.provider)
    if chosen.late:
        begins = Q(state__in=("planned", "ordered"), starts_on__lt=context.today)
        rows = rows.filter(begins | Q(state="running", ends_on__lt=context.today))
    mixes = MixRecord.objects.filter(trajectory=OuterRef("trajectory_id"), state="agreed")
    rows = rows.annotate(money_agreed=Exists(mixes))
    rows = rows.select_related("trajectory").order_by("starts_on", "id")
    titles = choosable(context).instruments
    return tuple(_line(context, region, titles, one) for one in rows[:MOST_LINES])


def _locked(context: Context, step: str) -> TrajectoryStepRecord:
    require_office(context, OFFICE)
    rows = TrajectoryStepRecord.objects.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("trajectory__case", "provider").filter(ref=step).first()
    if found is None or found.trajectory.case.accountable_id != context.organisation:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return found


def _line(
    context: Context, region: Region, titles: Mapping[str, str], one: TrajectoryStepRecord
) -> QueueLine:
    state = StepState(one.state)
    ends = {StepState.RUNNING: one.ends_on, StepState.FINISHED: None}.get(state, one.starts_on)
    return QueueLine(
        step=one.ref,
        trajectory=one.trajectory.ref,
        instrument=titles.get(one.instrument, one.instrument),
        provider=region.organisation_name(one.provider_id, context.today, context.language)
        if one.provider_id
        else one.provider_name,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        cost_cents=one.cost_cents,
        state=state,
        state_label=STEP_STATES[state].in_language(context.language),
        late=ends is not None and ends < context.today,
        money_agreed=one.money_agreed,  # type: ignore[attr-defined]  # annotated above
    )
