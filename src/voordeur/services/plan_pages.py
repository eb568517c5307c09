"""The yearly plan on one page: what needs doing, the sheet of pillars and areas, promises kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voordeur.domain.agenda.calendar import CalendarDay, begins_on, calendar_of, reminders
from voordeur.domain.agenda.goals import Lack
from voordeur.domain.agenda.matrix import Matrix, matrix
from voordeur.domain.agenda.timeline import Course, Step, steps
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.checks import Key
from voordeur.domain.register.entry import Entry
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.plan_lines import LineRow, line_rows, waiting_changes
from voordeur.services.register_words import Named, Words, words
from voordeur.services.results import Outcome, outcomes

AROUND = ("agenda", "plan", "ambition", "pillar", "area", "milestone", "project")
"""What a plan page names besides its lines."""
MOST_PROMISES = 50
PLAN = KINDS["plan"]


@dataclass(frozen=True, slots=True)
class CellRow:
    """One cell of the sheet: a pillar and an area by name, and its lines."""

    pillar: Named
    area: Named
    lines: tuple[LineRow, ...]
    gap: bool


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of the sheet."""

    area: Named
    short: str
    cells: tuple[CellRow, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The plan as pillars by areas, with what stands outside it."""

    pillars: tuple[tuple[Named, str], ...]
    rows: tuple[SheetRow, ...]
    gaps: int
    unplaced: tuple[LineRow, ...]
    idle: tuple[Named, ...]
    loose: tuple[LineRow, ...]
    derived: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise of a line with how it stands."""

    line: LineRow
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Todo:
    """What asks for attention first, and how many more there are than shown."""

    lacking: Mapping[Lack, tuple[LineRow, ...]]
    late: tuple[Step, ...]
    idle: tuple[Named, ...]
    reminders: tuple[CalendarDay, ...]

    @property
    def nothing(self) -> bool:
        """Tell whether nothing asks for attention."""
        return not (any(self.lacking.values()) or self.late or self.idle or self.reminders)


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A yearly plan as one page; ``begin`` is the year whose plan should be begun now."""

    code: str
    title: str
    year: int
    years: tuple[int, ...]
    state: str
    state_name: str
    agenda: str
    document: str
    source: str
    changed_lines: int
    todo: Todo
    sheet: Sheet
    promises: tuple[Promise, ...]
    all_promises: int
    money: str
    levels: tuple[tuple[str, int], ...]
    begin: int | None
    may_write: bool


def years_of(context: Context) -> tuple[int, ...]:
    """Return the years that have a plan, newest first (one query)."""
    return _years(register.entries(context, "plan"))


def this_year(context: Context) -> int | None:
    """Return the year of the plan people mean: this year's, else the newest; None without any."""
    years = years_of(context)
    if context.today.year in years:
        return context.today.year
    return years[0] if years else None


def _years(plans: Sequence[Entry]) -> tuple[int, ...]:
    found = {year for plan in plans if (year := plan.number("year")) is not None}
    return tuple(sorted(found, reverse=True))


def plan_of(plans: Sequence[Entry], year: int) -> Entry:
    """Return the plan of a year. Raises ``RefusedError`` (NOT_FOUND) when there is none."""
    for plan in plans:
        if plan.number("year") == year:
            return plan
    raise RefusedError(Refusal(Reason.NOT_FOUND))


def plan_page(context: Context, *, year: int) -> PlanPage:
    """Return the plan of a year (five queries, whatever its size).

    Raises ``RefusedError`` (NOT_FOUND) when there is no plan of that year.
    """
    around = register.entries_of(context, AROUND)
    plans = of_kind(around, "plan")
    plan = plan_of(plans, year)
    lines = register.entries(context, "plan_line", parent=plan.code)
    said = words(context, around)
    rows = line_rows(context, words=said, lines=lines, waiting=waiting_changes(context))
    by_code = {row.code: row for row in rows}
    found = outcomes(context, entries=lines, years={(one.kind, one.code): year for one in lines})
    promises = tuple(
        Promise(by_code[one.code], outcome)
        for one in lines
        for outcome in found[one.kind, one.code]
    )
    laid = _laid_out(around, plan, lines)
    sheet = _sheet(said, laid, by_code)
    return PlanPage(
        code=plan.code,
        title=said.title(plan),
        year=year,
        years=_years(plans),
        state=plan.line("state"),
        state_name=said.choice(PLAN.field("state"), plan.line("state")),
        agenda=said.reference("agenda", plan.line("agenda")),
        document=plan.line("document"),
        source=said.source(plan),
        changed_lines=sum(bool(row.waiting) for row in rows),
        todo=_todo(context, around, plan, rows, sheet),
        sheet=sheet,
        promises=promises[:MOST_PROMISES],
        all_promises=len(promises),
        money=said.money([part for one in lines for part in one.rows("finances")]),
        levels=_levels(rows),
        begin=begins_on(plans, context.today),
        may_write=bool(register.may_write(context, PLAN, plan)),
    )


def of_kind(entries: Mapping[Key, Entry], kind: str) -> tuple[Entry, ...]:
    """Return the entries of one kind."""
    return tuple(one for (of, _code), one in entries.items() if of == kind)


def of_agenda(entries: Mapping[Key, Entry], kind: str, agenda: str) -> tuple[Entry, ...]:
    """Return the entries of a kind that belong to one agenda."""
    return tuple(one for one in of_kind(entries, kind) if one.line("agenda") == agenda)


def _laid_out(around: Mapping[Key, Entry], plan: Entry, lines: Sequence[Entry]) -> Matrix:
    agenda = plan.line("agenda")
    return matrix(
        pillars=of_agenda(around, "pillar", agenda),
        areas=of_agenda(around, "area", agenda),
        ambitions=of_agenda(around, "ambition", agenda),
        lines=lines,
    )


def _sheet(said: Words, laid: Matrix, rows: Mapping[str, LineRow]) -> Sheet:
    def named(one: Entry) -> Named:
        return Named(one.code, said.title(one))

    return Sheet(
        pillars=tuple((named(one), said.say(one.text("short"))) for one in laid.pillars),
        rows=tuple(
            SheetRow(
                named(row.area),
                said.say(row.area.text("short")),
                tuple(
                    CellRow(
                        named(cell.pillar),
                        named(cell.area),
                        tuple(rows[line.code] for line in cell.lines),
                        cell.gap,
                    )
                    for cell in row.cells
                ),
            )
            for row in laid.rows
        ),
        gaps=len(laid.gaps),
        unplaced=tuple(rows[line.code] for line in laid.unplaced),
        idle=tuple(named(one) for one in laid.idle),
        loose=tuple(rows[line.code] for line in laid.loose),
        derived=any(row.derived for row in rows.values()),
    )


def _todo(
    context: Context,
    around: Mapping[Key, Entry],
    plan: Entry,
    rows: Sequence[LineRow],
    sheet: Sheet,
) -> Todo:
    live = plan.line("state") != "closed"
    found = steps(of_kind(around, "milestone"), context.today)
    return Todo(
        lacking={
            lack: tuple(row for row in rows if lack in row.lacks) if live else () for lack in Lack
        },
        late=tuple(one for one in found if one.course is Course.LATE) if live else (),
        idle=sheet.idle if live else (),
        reminders=reminders(calendar_of(plan, context.today)),
    )


def _levels(rows: Sequence[LineRow]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for code in KINDS["plan_line"].field("level").choices:
        number = sum(row.level == code for row in rows)
        if number:
            name = next(row.level_name for row in rows if row.level == code)
            counts[name] = number
    return tuple(counts.items())
