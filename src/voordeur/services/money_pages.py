"""What a controller looks at: budgets of a year, one budget with its entries, and the export."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from voordeur.domain.funding.ledger import Balance
from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.register.amounts import AMOUNT_WORDS, AmountWord
from voordeur.domain.register.catalogue import KINDS as KIND_OF
from voordeur.domain.register.entry import Entry
from voordeur.domain.register.kinds import choices
from voordeur.records.funding.models import MixConsentRecord
from voordeur.records.money.models import BudgetRecord, InvoiceRecord, LedgerEntryRecord
from voordeur.services import audit, ledger, register
from voordeur.services.audit import JournalEntry
from voordeur.services.context import Context
from voordeur.services.exports import MOST_ROWS, Cell, Table
from voordeur.services.offices import MONEY, holds_office
from voordeur.services.region import current_region
from voordeur.services.register_words import words

READERS = MONEY | {
    Role.PROGRAMME_TEAM,
    Role.PROJECT_LEADER,
    Role.COORDINATOR,
    Role.BOARD_READER,
}
SOON = timedelta(days=90)
MOST_ENTRIES = 300
FIRST_ENDING = 3
RECORDED = "recorded"
"""Stands as the decision of money whose budget was recorded here and in no document."""
Found: TypeAlias = Mapping[tuple[str, str], Entry]
KINDS = ("funding_source", "budget", "subsidy")
DATES = ("opens_on", "closes_on", "decision_due", "ends_on", "report_due")


@dataclass(frozen=True, slots=True, kw_only=True)
class PurseRow:
    """One budget on the overview, in cents; ``ends_soon`` with free money is a warning."""

    code: str
    title: str
    source: str
    source_title: str
    owner: str
    cashier: str
    sort: str
    sort_label: str
    lasting: str
    start_date: date
    end_date: date
    balance: Balance
    ends_soon: bool

    @property
    def last_day(self) -> date:
        """The last day it may be spent."""
        return self.end_date - timedelta(days=1)

    @property
    def spent_permille(self) -> int:
        """How much of it is paid or committed, in permille."""
        whole = self.balance.allotted_cents
        used = self.balance.paid_cents + self.balance.committed_cents
        return round(1000 * used / whole) if whole else 0


@dataclass(frozen=True, slots=True)
class WordRow:
    """A budget of the register without a purse: an amount of before, or a word; never a zero."""

    code: str
    title: str
    sort_label: str
    amount_cents: int | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The money of a year: what needs attention first, then every budget by its sort."""

    year: int
    years: tuple[int, ...]
    purses: tuple[PurseRow, ...]
    words: tuple[WordRow, ...]
    totals: Balance
    by_cashier: tuple[tuple[str, Balance], ...]
    staff: Balance
    work: Balance
    ending: tuple[PurseRow, ...]
    invoices: int
    unanswered: int
    subsidies: tuple[tuple[str, str, str, date], ...]
    """Code, title, which date and the day."""
    may_pay: bool

    @property
    def more_ending(self) -> int:
        """How many budgets end soon beside the first ones."""
        return max(0, len(self.ending) - FIRST_ENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One movement: when, what, how much, and what it belongs to (references only)."""

    day: date
    movement: str
    label: str
    amount_cents: int
    decision: str
    step: str
    project: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PursePage:
    """One budget with its entries and what is spent month by month."""

    row: PurseRow
    entries: tuple[EntryRow, ...]
    chosen: str
    labels: tuple[tuple[str, str], ...]
    months: tuple[tuple[date, int], ...]
    """First day of a month and what had been paid or committed at its end, in cents."""
    forecast_cents: int
    """What will be spent at the end when it goes on as until now."""
    found: int
    """How many entries there are of the chosen movement; the newest are shown."""
    may_follow: bool
    """Whether the reader may follow the money of one step."""
    terms: tuple[tuple[str, str], ...]
    """What the source asks: each filled-in field of its terms with its label and words."""


def overview(context: Context, *, year: int | None = None) -> Overview:
    """Return the money of a year. Raises ``RefusedError`` (NOT_FOUND) for who may not read it."""
    require_money_reader(context)
    found = register.entries_of(context, KINDS)
    rows = BudgetRecord.objects.select_related("owner", "cashier").order_by("code")
    years = _years(found.values(), context.today.year)
    chosen = year if year in years else context.today.year
    purses = tuple(_row(context, row, found) for row in rows if _in_year(row, chosen))
    return Overview(
        year=chosen,
        years=years,
        purses=purses,
        words=_words(context, found, chosen, {one.code for one in purses}),
        totals=_sum(purses),
        by_cashier=_by_cashier(purses),
        staff=_sum(one for one in purses if one.sort == "staff"),
        work=_sum(one for one in purses if one.sort == "work"),
        ending=tuple(sorted((one for one in purses if one.ends_soon), key=_first_and_most)),
        invoices=InvoiceRecord.objects.filter(state="registered").count(),
        unanswered=MixConsentRecord.objects.filter(state="asked", mix__state="asked").count(),
        subsidies=_subsidy_dates(context, found),
        may_pay=holds_office(context, MONEY),
    )


def purse_page(context: Context, *, code: str, movement: str = "") -> PursePage:
    """Return one budget and its entries, newest first. Raises ``RefusedError`` (NOT_FOUND)."""
    require_money_reader(context)
    row = BudgetRecord.objects.select_related("owner", "cashier").filter(code=code).first()
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    labels = movement_labels()
    chosen = movement if movement in labels else ""
    shown = _entries(row, chosen)
    found = register.entries_of(context, KINDS)
    return PursePage(
        row=_row(context, row, found),
        entries=tuple(entry_row(one, labels) for one in shown.order_by("-id")[:MOST_ENTRIES]),
        chosen=chosen,
        labels=tuple(labels.items()),
        months=_months(row, context.today),
        forecast_cents=_forecast(row, context.today),
        found=shown.count(),
        may_follow=holds_office(context, MONEY),
        terms=_terms(context, found, row.source),
    )


def export(context: Context, *, year: int) -> Table:
    """Return every movement of a year as a table for planning and control; the view is logged.

    Raises ``RefusedError``: NOT_FOUND outside the money roles, TOO_LARGE above 5,000 rows.
    """
    rows = LedgerEntryRecord.objects.filter(day__year=year)
    name = _("grootboek %(year)d") % {"year": year}
    return _table(context, rows, name, {"year": year})


def purse_export(context: Context, *, code: str, movement: str = "") -> Table:
    """Return every entry of one budget as a table, or of one ``movement``; the view is logged.

    Raises ``RefusedError``: NOT_FOUND outside the money roles or without such a budget, TOO_LARGE.
    """
    if not BudgetRecord.objects.filter(code=code).exists():
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    rows = LedgerEntryRecord.objects.filter(budget__code=code)
    if movement in movement_labels():
        rows = rows.filter(movement=movement)
    return _table(context, rows, code, {"budget": code})


def movement_labels() -> dict[str, str]:
    """Return what each movement is called, in the language of the page."""
    return {
        "allot": _("toegekend"),
        "cut": _("eruit gehaald"),
        "reserve": _("gereserveerd"),
        "release": _("vrijgegeven"),
        "commit": _("vastgelegd"),
        "uncommit": _("niet meer nodig"),
        "pay": _("betaald"),
        "return": _("terugbetaald"),
    }


def date_labels() -> dict[str, str]:
    """Return what each date of a subsidy is called, in the language of the page."""
    return {
        "opens_on": _("loket open"),
        "closes_on": _("loket dicht"),
        "decision_due": _("beslissing verwacht"),
        "ends_on": _("uitvoering klaar"),
        "report_due": _("verantwoorden voor"),
    }


def entry_row(one: LedgerEntryRecord, labels: dict[str, str]) -> EntryRow:
    """Return one movement in words; its claim, cost and step are read."""
    cost = one.claim.cost if one.claim else None
    return EntryRow(
        day=one.day,
        movement=one.movement,
        label=labels[one.movement],
        amount_cents=one.amount_cents,
        decision=_("hier vastgelegd") if one.decision == RECORDED else one.decision,
        step=cost.step.ref if cost and cost.step else "",
        project=cost.project if cost else "",
    )


def require_money_reader(context: Context) -> None:
    """Let through who may read about money; NOT_FOUND for anybody else."""
    if context.kind is ActorKind.SYSTEM or holds_office(context, READERS):
        return
    raise RefusedError(Refusal(Reason.NOT_FOUND))


TERMS = (
    "conditions",
    "when",
    "municipalities",
    "sectors",
    "law",
    "max_share_permille",
    "max_person",
    "max_step",
    "min_claim",
    "claim_cost",
    "buffer_permille",
    "earmarks",
    "needs_consent",
    "before",
    "ends_on",
)
"""Fields of a source that say when it may pay."""


def _terms(context: Context, known: Found, code: str) -> tuple[tuple[str, str], ...]:
    source = known.get(("funding_source", code))
    if source is None:
        return ()
    said, kind = words(context, known), KIND_OF["funding_source"]
    written = (
        (kind.field(one), said.value(kind.field(one), source.values.get(one))) for one in TERMS
    )
    return tuple((said.say(field.label), value) for field, value in written if value)


def _years(entries: Iterable[Entry], this: int) -> tuple[int, ...]:
    found = {this}
    for one in entries:
        if one.kind == "budget":
            last = date.fromisoformat(one.line("until")) - timedelta(days=1)
            found.update(range(int(one.line("from")[:4]), min(last.year, this + 1) + 1))
    return tuple(sorted(found))


def _in_year(row: BudgetRecord, year: int) -> bool:
    return row.start_date < date(year + 1, 1, 1) and row.end_date > date(year, 1, 1)


def _row(context: Context, row: BudgetRecord, known: Found) -> PurseRow:
    source = known.get(("funding_source", row.source))
    budget = known.get(("budget", row.code))
    region, language = current_region(), context.language
    balance = ledger.balance_of(row)
    soon = context.today < row.end_date <= context.today + SOON
    return PurseRow(
        code=row.code,
        title=budget.title.in_language(language) if budget else row.code,
        source=row.source,
        source_title=source.title_on(context.today).in_language(language) if source else row.source,
        owner=region.organisation_name(row.owner_id, context.today, language),
        cashier=region.organisation_name(row.cashier_id, context.today, language)
        if row.cashier_id
        else "",
        sort=row.sort,
        sort_label=choices.BUDGET_SORTS[row.sort].in_language(language),
        lasting=choices.LASTING[source.line("lasting")].in_language(language)
        if source and source.line("lasting")
        else "",
        start_date=row.start_date,
        end_date=row.end_date,
        balance=balance,
        ends_soon=soon and balance.available_cents > 0,
    )


def _first_and_most(one: PurseRow) -> tuple[date, int]:
    """Order budgets that end by their day, then by what is left."""
    return one.end_date, -one.balance.available_cents


def _words(context: Context, found: Found, year: int, shown: set[str]) -> tuple[WordRow, ...]:
    lines = []
    for (kind, code), one in sorted(found.items()):
        if kind != "budget" or code in shown:
            continue
        if not (one.line("from") < f"{year + 1}-01-01" and one.line("until") > f"{year}-01-01"):
            continue
        amount = one.values.get("amount")
        words = AMOUNT_WORDS[AmountWord(amount)] if isinstance(amount, str) else None
        lines.append(
            WordRow(
                code,
                one.title.in_language(context.language),
                choices.BUDGET_SORTS[one.line("sort")].in_language(context.language),
                amount if isinstance(amount, int) else None,
                words.in_language(context.language) if words else "",
            )
        )
    return tuple(lines)


def _subsidy_dates(context: Context, found: Found) -> tuple[tuple[str, str, str, date], ...]:
    words = date_labels()
    near = []
    for (kind, code), one in found.items():
        if kind != "subsidy" or one.line("state") in {"closed", "refused"}:
            continue
        for name in DATES:
            day = date.fromisoformat(one.line(name)) if one.line(name) else None
            if day and context.today <= day <= context.today + SOON:
                title = one.title.in_language(context.language)
                near.append((code, title, words[name], day))
    return tuple(sorted(near, key=lambda one: (one[3], one[0])))


def _sum(rows: Iterable[PurseRow]) -> Balance:
    held = [one.balance for one in rows]
    return Balance(
        sum(one.available_cents for one in held),
        sum(one.reserved_cents for one in held),
        sum(one.committed_cents for one in held),
        sum(one.paid_cents for one in held),
    )


def _by_cashier(rows: Sequence[PurseRow]) -> tuple[tuple[str, Balance], ...]:
    names = sorted({one.cashier for one in rows if one.cashier})
    return tuple((name, _sum(one for one in rows if one.cashier == name)) for name in names)


def _entries(row: BudgetRecord, movement: str) -> QuerySet[LedgerEntryRecord]:
    rows = LedgerEntryRecord.objects.filter(budget=row)
    rows = rows.filter(movement=movement) if movement else rows
    return rows.select_related("claim__cost__step")


def _table(
    context: Context, rows: QuerySet[LedgerEntryRecord], name: str, told: Mapping[str, object]
) -> Table:
    if not holds_office(context, MONEY):
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    related = rows.select_related("budget__owner", "budget__cashier", "claim__cost__step")
    found = list(related.order_by("id")[: MOST_ROWS + 1])
    if len(found) > MOST_ROWS:
        raise RefusedError(Refusal(Reason.TOO_LARGE, {"most": str(MOST_ROWS)}))
    labels = movement_labels()
    payload = {**told, "rows": len(found)}
    audit.record_view(context, JournalEntry(kind="view", name="MoneyExported", payload=payload))
    return Table(
        name=name,
        columns=(
            _("Dag"),
            _("Beweging"),
            _("Bedrag in centen"),
            _("Van"),
            _("Naar"),
            _("Budget"),
            _("Geldbron"),
            _("Soort"),
            _("Eigenaar"),
            _("Kassier"),
            _("Stap"),
            _("Project"),
            _("Besluit"),
        ),
        rows=tuple(_cells(one, labels) for one in found),
    )


def _cells(one: LedgerEntryRecord, labels: dict[str, str]) -> tuple[Cell, ...]:
    row = entry_row(one, labels)
    budget = one.budget
    return (
        row.day,
        row.label,
        row.amount_cents,
        one.from_account,
        one.to_account,
        budget.code,
        budget.source,
        budget.sort,
        budget.owner_id,
        budget.cashier_id or "",
        row.step,
        row.project,
        row.decision,
    )


def _months(row: BudgetRecord, today: date) -> tuple[tuple[date, int], ...]:
    """Return what had been paid or committed at the end of each month until now."""
    signs = {"commit": 1, "uncommit": -1, "return": -1}
    rows = LedgerEntryRecord.objects.filter(budget=row, movement__in=tuple(signs))
    grouped = rows.values_list("day", "movement").annotate(cents=Sum("amount_cents"))
    by_month: dict[date, int] = {}
    for day, movement, cents in grouped.order_by("day", "movement"):
        first = day.replace(day=1)
        by_month[first] = by_month.get(first, 0) + signs[movement] * cents
    found, total = [], 0
    month = max(row.start_date, date(today.year - 1, 1, 1)).replace(day=1)
    total = sum(cents for day, cents in by_month.items() if day < month)
    while month <= min(today, row.end_date - timedelta(days=1)):
        total += by_month.get(month, 0)
        found.append((month, total))
        month = (month + timedelta(days=32)).replace(day=1)
    return tuple(found)


def _forecast(row: BudgetRecord, today: date) -> int:
    """Return what is spent at the end when it goes on as until now; never more than there is."""
    used = row.paid_cents + row.committed_cents
    whole = (row.end_date - row.start_date).days
    gone = min(max((today - row.start_date).days, 1), whole)
    return min(row.allotted_cents, used * whole // gone)
