"""Boards beside the budgets: subsidies with dates, costs to divide, own hours, the reserve."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from voordeur.domain.funding.ledger import Balance
from voordeur.domain.register.entry import Entry, text_of
from voordeur.domain.register.fields import Value
from voordeur.domain.register.kinds import choices
from voordeur.records.money.models import BudgetRecord
from voordeur.services import ledger, register, reserve
from voordeur.services.context import Context
from voordeur.services.money_pages import DATES, Found, date_labels, require_money_reader
from voordeur.services.plan_calendar import whole_day
from voordeur.services.ports import CalendarFile, ports
from voordeur.services.register_words import Words, words
from voordeur.services.reserve import ReservePage

KINDS = ("subsidy", "cost_scenario", "in_kind", "funding_source", "budget")
OVER = frozenset({"closed", "refused"})
STATES = tuple(choices.SUBSIDY_STATES)
AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One thing that must be done for a subsidy; ``late`` when its day passed without it."""

    what: str
    by: date | None
    done: bool
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidyRow:
    """A subsidy; amounts are words when there is no amount. ``next_day`` is the first to come."""

    code: str
    title: str
    purpose: str
    state: str
    state_label: str
    applicant: str
    asked: str
    granted: str
    own: str
    dates: tuple[tuple[str, date], ...]
    next_day: date | None
    next_step: str
    tasks: tuple[TaskRow, ...]

    @property
    def done(self) -> int:
        """How many of the tasks are done."""
        return sum(one.done for one in self.tasks)


@dataclass(frozen=True, slots=True)
class ShareRow:
    """What a partner would pay; it counts only when that partner agreed."""

    organisation: str
    development: str
    structural: str
    state_label: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """A choice with its costs, once and every year, and how they would be shared."""

    code: str
    title: str
    description: str
    development: str
    structural: str
    shares: tuple[ShareRow, ...]
    binding: bool
    """Whether there are shares and every partner agreed."""


@dataclass(frozen=True, slots=True)
class Board:
    """Subsidies, first those with a date ahead; scenarios side by side; own hours by partner."""

    subsidies: tuple[SubsidyRow, ...]
    over: tuple[SubsidyRow, ...]
    scenarios: tuple[ScenarioRow, ...]
    hours: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class OriginRow:
    """A part of the reserve: where it came from, what is known of it, and what stands open."""

    code: str
    title: str
    origin: str
    friction: bool
    amount: str
    balance: Balance | None


@dataclass(frozen=True, slots=True)
class ReserveBoard:
    """The parts of the reserve, and what was decided on it and taken out of it."""

    origins: tuple[OriginRow, ...]
    decided: ReservePage


def board(context: Context) -> Board:
    """Return the board. Raises ``RefusedError`` (NOT_FOUND) for who may not read about money."""
    require_money_reader(context)
    found = register.entries_of(context, KINDS)
    said = words(context, found)
    rows = [_subsidy(context, said, one) for one in _kind(found, "subsidy")]
    rows.sort(key=lambda one: (one.next_day or date.max, STATES.index(one.state), one.code))
    return Board(
        subsidies=tuple(one for one in rows if one.state not in OVER),
        over=tuple(one for one in rows if one.state in OVER),
        scenarios=tuple(_scenario(context, said, one) for one in _kind(found, "cost_scenario")),
        hours=_hours(said, _kind(found, "in_kind")),
    )


def calendar(context: Context) -> bytes:
    """Return every date ahead of a subsidy as a calendar file; nothing personal stands in it.

    Raises ``RefusedError`` (NOT_FOUND) for who may not read about money.
    """
    events = tuple(
        whole_day(
            context,
            uid=f"subsidy-{one.code}-{number}",
            day=day,
            summary=f"{one.title}: {what}",
            description=one.next_step,
        )
        for one in board(context).subsidies
        for number, (what, day) in enumerate(one.dates)
        if day >= context.today
    )
    name = _("Data van subsidies")
    return ports().calendar.write(CalendarFile(method="PUBLISH", name=name, events=events))


def reserve_board(context: Context) -> ReserveBoard:
    """Return the reserve by where it came from. Raises NOT_FOUND for who may not read it."""
    require_money_reader(context)
    found = register.entries_of(context, ("budget",))
    said = words(context, found)
    open_ones = {row.code: row for row in BudgetRecord.objects.filter(sort=ledger.RESERVE)}
    parts = [one for one in _kind(found, "budget") if one.line("sort") == ledger.RESERVE]
    return ReserveBoard(
        origins=tuple(_origin(context, said, one, open_ones.get(one.code)) for one in parts),
        decided=reserve.reserve_page(context),
    )


def _kind(found: Found, kind: str) -> list[Entry]:
    return [one for (held, _code), one in sorted(found.items()) if held == kind]


def _subsidy(context: Context, said: Words, one: Entry) -> SubsidyRow:
    labels = date_labels()
    dates = tuple(
        (labels[name], date.fromisoformat(one.line(name))) for name in DATES if one.line(name)
    )
    ahead = [day for _label, day in dates if day >= context.today]
    state = one.line("state")
    applicant = one.line("applicant")
    return SubsidyRow(
        code=one.code,
        title=said.title(one),
        purpose=_text(context, one, "purpose"),
        state=state,
        state_label=choices.SUBSIDY_STATES[state].in_language(context.language),
        applicant=said.organisation(applicant) if applicant else "",
        asked=_amount(said, one.values, "asked"),
        granted=_amount(said, one.values, "granted"),
        own=_amount(said, one.values, "cofinancing"),
        dates=dates,
        next_day=min(ahead, default=None),
        next_step=_text(context, one, "next_step"),
        tasks=tuple(_task(context, row) for row in one.rows("tasks")),
    )


def _task(context: Context, row: Mapping[str, Value]) -> TaskRow:
    by = date.fromisoformat(str(row["by"])) if row.get("by") else None
    done = bool(row.get("done"))
    what = text_of(row.get("what")).in_language(context.language)
    return TaskRow(what, by, done, late=not done and by is not None and by < context.today)


def _scenario(context: Context, said: Words, one: Entry) -> ScenarioRow:
    shares = tuple(
        ShareRow(
            organisation=said.organisation(str(row["organisation"])),
            development=_amount(said, row, "development"),
            structural=_amount(said, row, "structural"),
            state_label=choices.SHARE_STATES[str(row["state"])].in_language(context.language),
            agreed=row["state"] == AGREED,
        )
        for row in one.rows("shares")
    )
    return ScenarioRow(
        code=one.code,
        title=said.title(one),
        description=_text(context, one, "description"),
        development=_amount(said, one.values, "development"),
        structural=_amount(said, one.values, "structural"),
        shares=shares,
        binding=bool(shares) and all(row.agreed for row in shares),
    )


def _hours(said: Words, rows: list[Entry]) -> tuple[tuple[str, int], ...]:
    total: dict[str, int] = {}
    for one in rows:
        name = said.organisation(one.line("organisation"))
        total[name] = total.get(name, 0) + (one.number("hours") or 0)
    return tuple(sorted(total.items()))


def _origin(context: Context, said: Words, one: Entry, held: BudgetRecord | None) -> OriginRow:
    origin = one.line("reserve_origin")
    label = choices.RESERVE_ORIGINS[origin].in_language(context.language) if origin else ""
    return OriginRow(
        code=one.code,
        title=said.title(one),
        origin=label,
        friction=one.flag("friction"),
        amount=_amount(said, one.values, "amount"),
        balance=ledger.balance_of(held) if held else None,
    )


def _amount(said: Words, values: Mapping[str, object], name: str) -> str:
    value = values.get(name)
    return said.amount(value) if isinstance(value, (int, str)) else ""


def _text(context: Context, one: Entry, name: str) -> str:
    return one.text(name).in_language(context.language)
