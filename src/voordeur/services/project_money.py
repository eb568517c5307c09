"""Who pays what of a yearly plan: services, projects, outside plans and shared cost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from voordeur.domain.funding.shares import by_part, differs, off_rule, over
from voordeur.domain.register.amounts import AmountWord, Total, total_of
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import Entry, text_of
from voordeur.domain.register.fields import Field, Value
from voordeur.records.money.models import ClaimRecord
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.money_pages import Found, require_money_reader
from voordeur.services.register_words import Named, Words, words

READ = ("plan", "plan_line", "project", "project_funding", "funding_source", "budget")
FUNDING = KINDS["project_funding"]
SERVICE, OUTSIDE = "regional_service", "in_connection"
PROJECT, COFUNDING, SHARED = "project", "cofunding", "shared"
TO_BE_DETERMINED = AmountWord.TO_BE_DETERMINED


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays how much of a part, through whom and from which source; words where unknown."""

    name: str
    through: str
    source: str
    amount: str
    state: str
    known: bool
    """Whether ``amount`` is an amount and no word."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the cost with what it comes to and who pays it."""

    title: str
    amount: str
    payers: tuple[Payer, ...]


@dataclass(frozen=True, slots=True)
class Actual:
    """What something really cost, kept by hand because it is not in the ledger."""

    day: date
    what: str
    amount: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """Whose ambition it is, whether it is public, and which money does not belong with it."""

    ambition: str
    matter: str
    public_money: str
    facilitating: str
    off_rule: tuple[str, ...]
    """Names of sources of the other scale; empty when the rule holds or nobody said whose it is."""

    @property
    def said(self) -> bool:
        """Tell whether anything of it was recorded."""
        return bool(self.ambition or self.matter or self.public_money or self.facilitating)


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """One division of cost: for what, over which period, and who pays which part."""

    code: str
    title: str
    period: str
    outside_plan: str
    about: str
    """Name of the project or plan line it belongs to; empty when it belongs to none."""
    amount: str
    parts: tuple[Part, ...]
    actuals: tuple[Actual, ...]
    actual: str
    remark: str
    source: str
    weighing: Weighing


@dataclass(frozen=True, slots=True)
class Spent:
    """What one source really paid and is bound to pay, from the ledger; in cents."""

    source: str
    committed_cents: int
    paid_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRow:
    """A service or project: what the plan says it costs, who pays it, and what it really cost."""

    code: str
    title: str
    projects: tuple[Named, ...]
    in_plan: bool
    """Whether it is a line of the plan; otherwise ``code`` is that of a project."""
    period: str
    budget: str
    parts: tuple[Part, ...]
    divisions: tuple[Division, ...]
    spent: tuple[Spent, ...]
    over: bool
    differs: bool
    off_rule: bool
    """Whether a division is paid from money of the other scale than its ambition."""
    open: bool
    """Whether an amount is still to be determined."""

    @property
    def needs_attention(self) -> bool:
        """Tell whether somebody should look at it first."""
        return self.over or self.differs or self.off_rule

    @property
    def booked(self) -> bool:
        """Tell whether anything it cost is known."""
        return bool(self.spent) or any(one.actuals for one in self.divisions)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectMoney:
    """Who pays what in the plan of a year; what needs attention stands in ``attention``."""

    year: int
    years: tuple[int, ...]
    attention: tuple[SubjectRow, ...]
    services: tuple[SubjectRow, ...]
    projects: tuple[SubjectRow, ...]
    outside: tuple[SubjectRow, ...]
    cofunding: tuple[Division, ...]
    shared: tuple[Division, ...]
    may_write: bool


def project_money(context: Context, *, year: int | None = None) -> ProjectMoney:
    """Return who pays what in the plan of a year (two queries for the register and the ledger).

    Without a plan for this year it is the newest plan. Raises ``RefusedError`` (NOT_FOUND) for who
    may not read about money.
    """
    require_money_reader(context)
    found = register.entries_of(context, READ)
    years = tuple(sorted({one.number("year") or 0 for one in of_kind(found, "plan")}))
    newest = max(years, default=context.today.year)
    wanted = year if year in years else context.today.year
    chosen = wanted if wanted in years else newest
    said = words(context, found)
    rows = _Rows(said, found, chosen).rows()
    held = of_kind(found, "project_funding")
    return ProjectMoney(
        year=chosen,
        years=years or (chosen,),
        attention=tuple(one for _level, one in rows if one.needs_attention),
        services=tuple(one for level, one in rows if level == SERVICE),
        projects=tuple(one for level, one in rows if level not in {SERVICE, OUTSIDE}),
        outside=tuple(one for level, one in rows if level == OUTSIDE),
        cofunding=tuple(division(said, one) for one in held if one.line("sort") == COFUNDING),
        shared=tuple(division(said, one) for one in held if one.line("sort") == SHARED),
        may_write=bool(register.may_write(context, FUNDING, None)),
    )


def of_kind(found: Found, kind: str) -> list[Entry]:
    """Return the entries of one kind, in the order of their codes."""
    return [one for (held, _code), one in sorted(found.items()) if held == kind]


def division(said: Words, one: Entry) -> Division:
    """Return a division of cost in words; an unknown amount is a word and never zero."""
    actuals = one.rows("actuals")
    about = next(
        (
            said.reference(kind, one.line(kind))
            for kind in ("project", "plan_line")
            if one.line(kind)
        ),
        "",
    )
    return Division(
        code=one.code,
        title=said.title(one),
        period=said.period(one),
        outside_plan=said.say(one.text("outside_plan")),
        about=about,
        amount=sum_in_words(said, one.rows("parts")),
        parts=tuple(
            Part(part, sum_in_words(said, held), tuple(payer(said, row) for row in held))
            for part, held in by_part(
                (said.say(text_of(row.get("part"))), row) for row in one.rows("parts")
            )
        ),
        actuals=tuple(_actual(said, row) for row in actuals),
        actual=sum_in_words(said, actuals) if actuals else "",
        remark=said.say(one.text("remark")),
        source=said.source(one),
        weighing=_weighing(said, one),
    )


def _weighing(said: Words, one: Entry) -> Weighing:
    codes = [str(row["source_code"]) for row in one.rows("parts") if row.get("source_code")]
    scales = [(code, _scale(said, code)) for code in codes]
    return Weighing(
        ambition=said.choice(FUNDING.field("ambition"), one.line("ambition")),
        matter=said.choice(FUNDING.field("matter"), one.line("matter")),
        public_money=said.say(one.text("public_money")),
        facilitating=said.say(one.text("facilitating")),
        off_rule=tuple(
            said.reference("funding_source", code)
            for code in off_rule(one.line("ambition"), scales)
        ),
    )


def _scale(said: Words, source: str) -> str:
    entry = said.entries.get(("funding_source", source))
    return entry.line("scale") if entry is not None else ""


def payer(said: Words, row: Mapping[str, Value]) -> Payer:
    """Return who pays a part in words."""
    organisation, source = str(row.get("organisation", "")), str(row.get("source_code", ""))
    through = row.get("through")
    named = said.organisation(organisation) if organisation else ""
    return Payer(
        name=said.say(text_of(row.get("payer"))) or named,
        through=", ".join(
            said.organisation(str(code)) for code in (through if isinstance(through, list) else ())
        ),
        source=said.reference("funding_source", source) if source else "",
        amount=said.amount(row.get("amount")),
        state=said.choice(_inner("state"), str(row.get("state", ""))),
        known=isinstance(row.get("amount"), int),
    )


def sum_in_words(said: Words, rows: Iterable[Mapping[str, Value]]) -> str:
    """Return what rows come to: the sum, and each word that remains."""
    return said.money([{"amount_cents": row.get("amount")} for row in rows])


class _Rows:
    """Builds the rows of a plan: every line, and every project that belongs to no line."""

    def __init__(self, said: Words, found: Found, year: int) -> None:
        self._said, self._found = said, found
        plans = {one.code for one in of_kind(found, "plan") if one.number("year") == year}
        self._lines = [one for one in of_kind(found, "plan_line") if one.line("plan") in plans]
        self._home = self._homes({one.code for one in self._lines})
        self._spent = _spent(said, self._home, found)

    def rows(self) -> list[tuple[str, SubjectRow]]:
        """Return every row with the level of its line; a project without a line has none."""
        alone = [one for one in of_kind(self._found, "project") if not one.codes("lines")]
        return [(one.line("level"), self._row(one)) for one in (*self._lines, *alone)]

    def _homes(self, lines: set[str]) -> dict[str, str]:
        """Return under which row each line and project stands: a project under its first line."""
        homes = {code: code for code in lines}
        for one in of_kind(self._found, "project"):
            mine = [code for code in one.codes("lines") if code in lines]
            if mine or not one.codes("lines"):
                homes[one.code] = mine[0] if mine else one.code
        return homes

    def _row(self, one: Entry) -> SubjectRow:
        said = self._said
        projects = [
            self._found["project", code]
            for code, home in self._home.items()
            if home == one.code and ("project", code) in self._found and code != one.code
        ]
        finances = [row for held in (one, *projects) for row in held.rows("finances")]
        planned = _total(row.get("amount_cents") for row in one.rows("finances"))
        mine = self._divisions(one.code)
        sums = [_total(row.get("amount") for row in held.rows("parts")) for held in mine]
        spent = self._spent.get(one.code, ())
        used = sum(held.paid_cents + held.committed_cents for held in spent)
        by_hand = _total(row.get("amount") for held in mine for row in held.rows("actuals"))
        divisions = tuple(division(said, held) for held in mine)
        return SubjectRow(
            code=one.code,
            title=said.title(one),
            projects=tuple(Named(held.code, said.title(held)) for held in projects),
            in_plan=one.kind == "plan_line",
            period=said.period(one),
            budget=said.money(one.rows("finances")),
            parts=() if mine else _planned_parts(said, finances),
            divisions=divisions,
            spent=spent,
            over=over(planned, used + by_hand.cents),
            differs=any(differs(planned, held) for held in sums),
            off_rule=any(held.weighing.off_rule for held in divisions),
            open=any(word is TO_BE_DETERMINED for word, _times in planned.words),
        )

    def _divisions(self, home: str) -> list[Entry]:
        """Return the divisions of a row, the newest period first; those of others stand apart."""
        mine = [
            one
            for one in of_kind(self._found, "project_funding")
            if one.line("sort") == PROJECT
            and home
            in {
                one.line("plan_line"),
                one.line("project"),
                self._home.get(one.line("project"), "") if not one.line("plan_line") else "",
            }
        ]
        return sorted(mine, key=lambda one: one.line("from"), reverse=True)


def _planned_parts(said: Words, rows: Iterable[Mapping[str, Value]]) -> tuple[Part, ...]:
    return tuple(
        Part(part, said.money(held), tuple(_planned_payer(said, row) for row in held))
        for part, held in by_part((said.say(text_of(row.get("part"))), row) for row in rows)
    )


def _planned_payer(said: Words, row: Mapping[str, Value]) -> Payer:
    cents = row.get("amount_cents")
    name = said.say(text_of(row.get("funder")))
    return Payer(name, "", "", said.amount(cents), "", isinstance(cents, int))


def _actual(said: Words, row: Mapping[str, Value]) -> Actual:
    return Actual(
        date.fromisoformat(str(row["day"])),
        said.say(text_of(row.get("what"))),
        said.amount(row.get("amount")),
        str(row.get("document", "")),
    )


def _spent(said: Words, home: Mapping[str, str], found: Found) -> dict[str, tuple[Spent, ...]]:
    """Return what the ledger says each row cost, by source (one query).

    A cost names its project or line; a step of a person counts for the line of its budget.
    """
    lines = {one.code: one.line("plan_line") for one in of_kind(found, "budget")}
    summed = ClaimRecord.objects.order_by().values_list(
        "cost__project", "budget__code", "budget__source"
    )
    sums: dict[str, dict[str, tuple[int, int]]] = {}
    for project, budget, source, committed, paid in summed.annotate(
        committed=Sum("committed_cents"), paid=Sum("paid_cents")
    ):
        row = home.get(project or lines.get(budget, ""))
        if row is not None and (committed or paid):
            held = sums.setdefault(row, {})
            before = held.get(source, (0, 0))
            held[source] = (before[0] + committed, before[1] + paid)
    return {
        row: tuple(
            Spent(said.reference("funding_source", source), *cents)
            for source, cents in sorted(held.items())
        )
        for row, held in sums.items()
    }


def _total(values: Iterable[Value]) -> Total:
    return total_of(one for one in values if isinstance(one, int | str))


def _inner(code: str) -> Field:
    return next(one for one in FUNDING.field("parts").rows if one.code == code)
