"""The way of the money of one step: from its budgets to the outcome, and back to the agenda."""

from collections.abc import Mapping
from dataclasses import dataclass

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.kernel.text import Text
from voordeur.domain.register.checks import Key
from voordeur.domain.register.entry import Entry
from voordeur.domain.trajectories.lifecycle import StepState, TrajectoryState
from voordeur.domain.trajectories.words import OUTCOMES, RESULTS, STATES, STEP_STATES, STOPS
from voordeur.records.money.models import ClaimRecord, LedgerEntryRecord
from voordeur.records.trajectories.models import TrajectoryStepRecord
from voordeur.services import register, results
from voordeur.services.context import Context
from voordeur.services.money_pages import EntryRow, entry_row, movement_labels
from voordeur.services.offices import CONTROLLER, MONEY, holds_office, require_office
from voordeur.services.region import current_region

KINDS = ("funding_source", "budget", "instrument", "plan", "plan_line", "project", "ambition")


@dataclass(frozen=True, slots=True, kw_only=True)
class PathBudget:
    """What one budget carries of a step, in cents."""

    claim: str
    code: str
    title: str
    source: str
    reserved_cents: int
    committed_cents: int
    paid_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PathPromise:
    """A promise of a plan line or project that this trajectory counts in, with its ambitions."""

    kind: str
    code: str
    title: str
    promise: str
    ambitions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PathPage:
    """One step without a name: what paid it, what it was, what came of it, what it counts for."""

    step: str
    trajectory: str
    instrument: str
    provider: str
    cost_cents: int | None
    state_label: str
    result: str
    trajectory_state: str
    outcome: str
    budgets: tuple[PathBudget, ...]
    entries: tuple[tuple[str, EntryRow], ...]
    """Each movement with the title of its budget."""
    promises: tuple[PathPromise, ...]
    may_return: bool
    """Whether the reader may bring paid money back to its budget."""


def path(context: Context, *, step: str) -> PathPage:
    """Return the way of the money of a step, for who works with the money itself.

    Raises ``RefusedError`` (NOT_FOUND) for anybody else, and for a step that is not there.
    """
    require_office(context, MONEY)
    rows = TrajectoryStepRecord.objects.select_related("trajectory", "provider")
    row = rows.filter(ref=step).first()
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    known = _Known(context, register.entries_of(context, KINDS))
    whole = row.trajectory
    labels = movement_labels()
    entries = LedgerEntryRecord.objects.filter(claim__cost__step=row)
    return PathPage(
        step=row.ref,
        trajectory=whole.ref,
        instrument=known.title("instrument", row.instrument),
        provider=known.organisation(row.provider_id),
        cost_cents=row.cost_cents,
        state_label=known.say(STEP_STATES[StepState(row.state)]),
        result=known.say(RESULTS[row.result]) if row.result else "",
        trajectory_state=known.say(STATES[TrajectoryState(whole.state)]),
        outcome=known.say({**OUTCOMES, **STOPS}[whole.outcome]) if whole.outcome else "",
        budgets=_budgets(known, row),
        entries=tuple(
            (known.title("budget", one.budget.code), entry_row(one, labels))
            for one in entries.select_related("budget", "claim__cost__step").order_by("id")
        ),
        promises=_promises(context, known, whole.case_id),
        may_return=holds_office(context, CONTROLLER),
    )


class _Known:
    """Entries of the register by kind and code, and what they are called for the reader."""

    def __init__(self, context: Context, entries: Mapping[Key, Entry]) -> None:
        self.context = context
        self.entries = entries

    def title(self, kind: str, code: str) -> str:
        found = self.entries.get((kind, code))
        return self.say(found.title) if found else code

    def say(self, text: Text) -> str:
        return text.in_language(self.context.language)

    def organisation(self, code: str | None) -> str:
        if not code:
            return ""
        region = current_region()
        return region.organisation_name(code, self.context.today, self.context.language)

    def of(self, *kinds: str) -> list[Entry]:
        return [one for (kind, _code), one in self.entries.items() if kind in kinds]


def _budgets(known: _Known, row: TrajectoryStepRecord) -> tuple[PathBudget, ...]:
    claims = ClaimRecord.objects.filter(cost__step=row).select_related("budget").order_by("id")
    return tuple(
        PathBudget(
            claim=one.ref,
            code=one.budget.code,
            title=known.title("budget", one.budget.code),
            source=known.title("funding_source", one.budget.source),
            reserved_cents=one.reserved_cents,
            committed_cents=one.committed_cents,
            paid_cents=one.paid_cents,
        )
        for one in claims
    )


def _promises(context: Context, known: _Known, case_id: int) -> tuple[PathPromise, ...]:
    plans = {one.code: year for one in known.of("plan") if (year := one.number("year"))}
    lines = known.of("plan_line", "project")
    years = {
        (one.kind, one.code): plans[one.line("plan")] for one in lines if one.line("plan") in plans
    }
    met = results.counting(context, entries=lines, case_id=case_id, years=years)
    return tuple(
        PathPromise(
            kind=one.kind,
            code=one.code,
            title=known.say(one.title),
            promise=known.say(promise),
            ambitions=_ambitions(known, one),
        )
        for one, promise in met
    )


def _ambitions(known: _Known, one: Entry) -> tuple[str, ...]:
    """Return the ambitions of a plan line, or of the lines a project works on."""
    around = [one, *(known.entries.get(("plan_line", code)) for code in one.codes("lines"))]
    codes = {code for entry in around if entry is not None for code in entry.codes("ambitions")}
    return tuple(sorted(known.title("ambition", code) for code in codes))
