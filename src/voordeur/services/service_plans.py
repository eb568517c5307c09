"""The yearly plan of a service per quarter: what was promised beside what was counted."""

from collections.abc import Mapping
from dataclasses import dataclass

from voordeur.domain.governance.proposals import ProposalState
from voordeur.domain.governance.words import STATES
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, Verdict
from voordeur.domain.kernel.text import Text
from voordeur.domain.monitoring.disclosure import shown_count
from voordeur.domain.register.entry import Entry
from voordeur.domain.work.service_plan import (
    MEASURES,
    OF_PEOPLE,
    OF_WORK,
    QUARTERS,
    Counted,
    per_quarter,
    split_of,
)
from voordeur.records.governance.models import ProposalRecord
from voordeur.services import proposals, register
from voordeur.services.context import Context
from voordeur.services.exports import Cell, Table
from voordeur.services.offices import SECRETARIAT, may_by_office
from voordeur.services.proposals import ProposalContent
from voordeur.services.register_words import Words, words
from voordeur.services.service_counts import counted

PLAN = "service_plan"
ADOPTION = "wsp-plan"
"""The decision route by which colleges and UWV adopt, as the region pack names it."""
FEW = "–"
NOT_YET = Text("moet nog komen", "still to come")
QUARTER = Text("kwartaal", "quarter")
PLANNED = Text("beloofd", "promised")
DONE = Text("geteld", "counted")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A yearly plan of a service on the list."""

    code: str
    title: str
    service: str
    year: int
    money: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """One measure: per quarter what was promised and what was counted, in words."""

    code: str
    name: str
    cells: tuple[tuple[str, str], ...]
    total: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitRow:
    """Work of a quarter for focus sectors and others, by one measure; ``share`` in percent."""

    quarter: int
    measure: str
    focus: str
    others: str
    share: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSplit:
    """Hours and money planned for focus sectors or others."""

    part: str
    quarter: str
    hours: str
    money: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionLine:
    """A proposal by which this plan is adopted."""

    ref: str
    title: str
    state: str
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePlanPage:
    """One plan: promises beside counts, the split, and its adoption."""

    line: PlanLine
    approach: str
    plan_line: str
    whose: str
    measures: tuple[MeasureRow, ...]
    planned_split: tuple[PlannedSplit, ...]
    split: tuple[SplitRow, ...]
    focus: str
    adoption: tuple[AdoptionLine, ...]
    may_propose: Verdict
    may_write: bool


def plan_lines(context: Context) -> tuple[PlanLine, ...]:
    """Return every yearly plan of a service, newest first (one query)."""
    said = words(context, {})
    found = [_plan(said, one) for one in register.entries(context, PLAN)]
    return tuple(sorted(found, key=lambda one: (-one.year, one.service)))


def plan_page(context: Context, *, code: str) -> ServicePlanPage:
    """Return one plan (nine queries). Raises ``RefusedError`` (NOT_FOUND)."""
    page = register.entry_page(context, kind=PLAN, code=code)
    entry = page.entry
    said = words(context, register.entries_of(context, ("plan_line",)))
    year = entry.number("year") or context.today.year
    work = counted(context, year=year, organisations=entry.codes("counts"))
    focus = focus_sectors(said)
    return ServicePlanPage(
        line=_plan(said, entry),
        approach=said.say(entry.text("approach")),
        plan_line=entry.line("line"),
        whose=", ".join(said.organisation(one) for one in entry.codes("counts")),
        measures=_measures(context, said, entry, work, year),
        planned_split=tuple(_planned(said, row) for row in entry.rows("split")),
        split=_split(context, said, work, focus, year),
        focus=", ".join(said.reference("@sector", one) for one in sorted(focus)),
        adoption=_adoption(context, code),
        may_propose=may_by_office(context, SECRETARIAT),
        may_write=page.may_write,
    )


def plan_table(context: Context, *, code: str) -> Table:
    """Return what the page shows as a table. Raises ``RefusedError`` (NOT_FOUND)."""
    page = plan_page(context, code=code)
    heads = [""]
    for quarter in QUARTERS:
        name = f"{QUARTER.in_language(context.language)} {quarter}"
        heads += [
            f"{name} {PLANNED.in_language(context.language)}",
            f"{name} {DONE.in_language(context.language)}",
        ]
    rows: list[tuple[Cell, ...]] = [
        (one.name, *(_typed(cell) for pair in one.cells for cell in pair)) for one in page.measures
    ]
    return Table(name=page.line.code, columns=tuple(heads), rows=tuple(rows))


def propose(context: Context, *, code: str) -> str:
    """Draft the proposal by which colleges and UWV adopt the plan; returns its reference.

    Raises ``RefusedError``: NOT_FOUND, ALREADY_AT_TABLE while one runs, and as
    :func:`proposals.draft`.
    """
    page = plan_page(context, code=code)
    running = next((one for one in page.adoption if not one.settled), None)
    if running is not None:
        raise RefusedError(Refusal(Reason.ALREADY_AT_TABLE, {"proposal": running.ref}))
    entry = register.find_entry(context, PLAN, code)
    content = ProposalContent(
        title=entry.title.nl,
        summary=entry.text("approach").nl,
        route=ADOPTION,
        parties=(entry.line("service"),),
        entries=((PLAN, code),),
    )
    return proposals.draft(context, content=content)


def focus_sectors(said: Words) -> frozenset[str]:
    """Return the sectors the region chose."""
    return frozenset(code for code, one in said.region.sectors.items() if one.focus)


def _plan(said: Words, entry: Entry) -> PlanLine:
    cents = entry.values.get("amount_cents")
    return PlanLine(
        code=entry.code,
        title=said.title(entry),
        service=said.organisation(entry.line("service")),
        year=entry.number("year") or 0,
        money=said.amount(cents) if cents is not None else "",
    )


def _measures(
    context: Context, said: Words, entry: Entry, work: tuple[Counted, ...], year: int
) -> tuple[MeasureRow, ...]:
    done = per_quarter(work)
    promised: dict[tuple[str, int], object] = {
        (str(row.get("measure")), quarter): row.get("number")
        for row in entry.rows("promises")
        if isinstance(quarter := row.get("quarter"), int)
    }

    def row(code: str) -> MeasureRow:
        wanted = [promised.get((code, quarter)) for quarter in QUARTERS]
        numbers = [one for one in wanted if isinstance(one, int)]
        counts = [done.get((code, quarter), 0) for quarter in QUARTERS]
        cells = tuple(
            (
                said.quantity(want) if want is not None else "",
                _number(code, number) if _begun(context, year, quarter) else said.say(NOT_YET),
            )
            for want, number, quarter in zip(wanted, counts, QUARTERS, strict=True)
        )
        whole = str(sum(numbers)) if len(numbers) == len(QUARTERS) else ""
        return MeasureRow(
            code=code,
            name=said.say(MEASURES[code]),
            cells=cells,
            total=(whole, _number(code, sum(counts))),
        )

    return tuple(row(code) for code in MEASURES)


def _begun(context: Context, year: int, quarter: int) -> bool:
    first_month = 3 * quarter - 2
    return (year, first_month) <= (context.today.year, context.today.month)


def _number(measure: str, number: int) -> str:
    if measure not in OF_PEOPLE or number == 0:
        return str(number)
    shown = shown_count(number)
    return FEW if shown is None else str(shown)


def _split(
    context: Context, said: Words, work: tuple[Counted, ...], focus: frozenset[str], year: int
) -> tuple[SplitRow, ...]:
    found = []
    for quarter in QUARTERS:
        if not _begun(context, year, quarter):
            continue
        for measure in OF_WORK:
            one = split_of(work, focus, measure=measure, quarter=quarter)
            few = measure in OF_PEOPLE and (
                shown_count(one.focus) is None or shown_count(one.others) is None
            )
            found.append(
                SplitRow(
                    quarter=quarter,
                    measure=said.say(MEASURES[measure]),
                    focus=_number(measure, one.focus),
                    others=_number(measure, one.others),
                    share=None if few else one.percent,
                )
            )
    return tuple(found)


def _planned(said: Words, row: Mapping[str, object]) -> PlannedSplit:
    parts = {"focus": Text("focussectoren", "focus sectors"), "others": OTHERS}
    hours, cents, quarter = row.get("hours"), row.get("amount_cents"), row.get("quarter")
    return PlannedSplit(
        part=said.say(parts.get(str(row.get("part")), OTHERS)),
        quarter=str(quarter) if quarter is not None else "",
        hours=said.quantity(hours) if hours is not None else "",
        money=said.amount(cents) if cents is not None else "",
    )


OTHERS = Text("andere sectoren", "other sectors")


def _adoption(context: Context, code: str) -> tuple[AdoptionLine, ...]:
    rows = ProposalRecord.objects.filter(route=ADOPTION).order_by("-id")
    return tuple(
        AdoptionLine(
            ref=row.ref,
            title=row.title,
            state=STATES[ProposalState(row.state)].in_language(context.language),
            settled=row.state not in {ProposalState.DRAFTED.value, ProposalState.SUBMITTED.value},
        )
        for row in rows
        if [PLAN, code] in row.entries
    )


def _typed(words_: str) -> Cell:
    return int(words_) if words_.isascii() and words_.isdigit() else words_
