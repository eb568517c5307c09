"""What the broker knows of a person: facts of the situation, and steps that still need money."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from voordeur.domain.register.amounts import AmountWord
from voordeur.domain.rules import Facts
from voordeur.records.cases.models import CaseRecord
from voordeur.records.money.models import ClaimRecord, CostRecord
from voordeur.records.toolbox.models import ProfileRecord
from voordeur.records.trajectories.models import TrajectoryRecord, TrajectoryStepRecord
from voordeur.services.context import Context

OPEN_STEPS = ("planned", "ordered", "running")
UNKNOWN = frozenset(
    {AmountWord.TO_BE_DETERMINED, AmountWord.CLEAR_AFTER_PLAN, AmountWord.NOT_STATED}
)
"""Words that are still to become an amount; the others need no money."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayableStep:
    """A step with a cost; ``open_cents`` is what nobody claimed yet, ``due_on`` when it starts."""

    identity: int
    ref: str
    what: str
    instrument: str
    due_on: date
    cost_cents: int
    open_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Payable:
    """A trajectory as the broker sees it: no name, the facts rules ask for, and its steps."""

    ref: str
    case_ref: str
    municipality: str
    group: str
    plan_line: str
    facts: Facts
    started: bool
    steps: tuple[PayableStep, ...]
    words: int
    """Steps whose cost is a word, such as 'to be determined'; never counted as zero."""

    @property
    def open_cents(self) -> int:
        """What its steps still need."""
        return sum(one.open_cents for one in self.steps)

    def waiting(self) -> tuple[PayableStep, ...]:
        """Return the steps that still need money."""
        return tuple(one for one in self.steps if one.open_cents > 0)


def payables(
    context: Context, rows: QuerySet[TrajectoryRecord], *, as_new: bool = False
) -> tuple[Payable, ...]:
    """Return trajectories with what they need, in the order of ``rows`` (four queries).

    ``as_new``: as if each came new today, so that every step that was not cancelled needs all of
    its money.
    """
    found = list(rows.select_related("case", "case__resident"))
    profiles = dict(
        ProfileRecord.objects.filter(case_id__in=[one.case_id for one in found]).values_list(
            "case_id", "facts"
        )
    )
    steps = list(
        TrajectoryStepRecord.objects.filter(trajectory__in=found).order_by("position", "id")
    )
    if as_new:
        for step in steps:
            step.state = "planned" if step.state != "cancelled" else step.state
    claimed: dict[int, int] = (
        {}
        if as_new
        else dict(
            CostRecord.objects.filter(step__in=[one.pk for one in steps]).values_list(
                "step_id", "claimed_cents"
            )
        )
    )
    by_trajectory: dict[int, list[TrajectoryStepRecord]] = {}
    for step in steps:
        by_trajectory.setdefault(step.trajectory_id, []).append(step)
    return tuple(
        _payable(context, one, by_trajectory.get(one.pk, []), profiles, claimed) for one in found
    )


def claimed_per_source(case_id: int) -> Mapping[str, int]:
    """Return what each source already bears of one person, in cents (one query)."""
    rows = (
        ClaimRecord.objects.filter(cost__step__trajectory__case_id=case_id)
        .order_by()
        .values_list("budget__source")
        .annotate(
            total=Sum("reserved_cents") + Sum("committed_cents") + Sum("paid_cents"),
        )
    )
    return {str(source): int(total) for source, total in rows}


def facts_of(context: Context, case: CaseRecord, profile: Mapping[str, object]) -> Facts:
    """Return every fact rules may ask: situation, profile, age in the year it is, municipality."""
    found: dict[str, str | int] = {}
    for held in (case.situation, profile):
        found |= {
            str(fact): value
            for fact, value in held.items()
            if isinstance(value, str | int) and not isinstance(value, bool) and value != ""
        }
    resident = case.resident
    if "age" not in found and resident is not None and resident.birth_year:
        found["age"] = context.today.year - resident.birth_year
    if case.municipality:
        found["municipality"] = case.municipality
    return found


def _payable(
    context: Context,
    row: TrajectoryRecord,
    steps: Iterable[TrajectoryStepRecord],
    profiles: Mapping[int, Mapping[str, object]],
    claimed: Mapping[int, int],
) -> Payable:
    case = row.case
    open_steps = [one for one in steps if one.state in OPEN_STEPS]
    return Payable(
        ref=row.ref,
        case_ref=case.ref,
        municipality=case.municipality,
        group=case.target_group,
        plan_line=row.plan_line,
        facts=facts_of(context, case, profiles.get(case.pk, {})),
        started=row.state in ("running", "paused"),
        steps=tuple(
            _step(context, one, one.cost_cents, claimed.get(one.pk, 0))
            for one in open_steps
            if one.cost_cents is not None
        ),
        words=sum(one.cost_word in UNKNOWN for one in open_steps),
    )


def _step(
    context: Context, row: TrajectoryStepRecord, cost_cents: int, claimed_cents: int
) -> PayableStep:
    planned = row.starts_on or context.today
    return PayableStep(
        identity=row.pk,
        ref=row.ref,
        what=row.what,
        instrument=row.instrument,
        due_on=max(planned, context.today),
        cost_cents=cost_cents,
        open_cents=max(cost_cents - claimed_cents, 0) if row.state == "planned" else 0,
    )
