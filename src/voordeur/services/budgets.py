"""Budgets of the register as purses with money: opened once, and kept equal to what was agreed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, Sum, When

from voordeur.domain.funding.ledger import Movement, Posting
from voordeur.domain.kernel.refusal import require
from voordeur.domain.register.entry import Entry
from voordeur.records.money.models import BudgetRecord, LedgerEntryRecord
from voordeur.services import ledger, register
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.offices import CONTROLLER, may_by_office

KINDS = ("budget", "funding_source")
OPENED = ("work", "staff", "reserve")
"""Sorts that become purses; a national package is not the region's money."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What was opened and what was changed, as codes of budgets."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    short: tuple[tuple[str, int], ...] = ()
    """Budgets that were lowered below what was promised from them, and by how many cents."""


def open_budgets(context: Context) -> Opened:
    """Open every budget of the register that has an amount and has not ended.

    A budget that is open already gets or gives the difference; free money only. One that left the
    register, or whose amount became a word, gives what is free. Below what was promised nothing
    goes: that budget is told apart and the others go on. Doing it twice is the same as once.
    Raises ``RefusedError`` (ROLE_DOES_NOT_ALLOW).
    """
    require(may_by_office(context, CONTROLLER))
    found = register.entries_of(context, KINDS)
    sources = {code: one for (kind, code), one in found.items() if kind == "funding_source"}
    agreed = {
        code: one
        for (kind, code), one in sorted(found.items())
        if kind == "budget" and one.line("sort") in OPENED and _ends(one) > context.today
    }
    new: list[str] = []
    changed: list[str] = []
    short: list[tuple[str, int]] = []
    known = {
        row.code: row
        for row in BudgetRecord.objects.filter(sort__in=OPENED, end_date__gt=context.today)
    }
    given = _given()
    for code in sorted({*agreed, *known}):
        one = agreed.get(code)
        amount = (one.number("amount") or 0) if one is not None else 0
        if one is not None and amount and code not in known:
            known[code] = _held(one, sources[one.line("source_code")])
            new.append(code)
        held = known.get(code)
        difference = amount - given.get(code, 0)
        if held is None or not difference:
            continue
        missing = _make_equal(context, one, held, difference)
        if missing:
            short.append((code, missing))
        elif code not in new:
            changed.append(code)
    return Opened(tuple(new), tuple(changed), tuple(short))


def _given() -> dict[str, int]:
    """Return what each budget got by the register: what moved with the reserve stands apart."""
    signed = Case(When(movement="allot", then=F("amount_cents")), default=-F("amount_cents"))
    rows = LedgerEntryRecord.objects.filter(movement__in=("allot", "cut"), withdrawal=None)
    totals = rows.order_by().values_list("budget__code").annotate(cents=Sum(signed))
    return dict(totals)


def open_budget(context: Context, *, code: str) -> None:
    """Open one budget of the register that has an amount, with its money in it.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, NOT_FOUND when there is no such budget.
    """
    require(may_by_office(context, CONTROLLER))
    one = register.find_entry(context, "budget", code)
    held = _held(one, register.find_entry(context, "funding_source", one.line("source_code")))
    difference = (one.number("amount") or 0) - held.allotted_cents
    if difference:
        _make_equal(context, one, held, difference)


def _ends(one: Entry) -> date:
    return date.fromisoformat(one.line("until"))


def _held(one: Entry, source: Entry) -> BudgetRecord:
    row, _made = BudgetRecord.objects.get_or_create(
        code=one.code,
        defaults={
            "source": source.code,
            "sort": one.line("sort"),
            "owner_id": source.line("owner"),
            "cashier_id": source.line("cashier") or None,
            "start_date": date.fromisoformat(one.line("from")),
            "end_date": _ends(one),
            "origin": one.line("reserve_origin"),
            "friction": one.flag("friction"),
        },
    )
    return row


def _make_equal(context: Context, one: Entry | None, held: BudgetRecord, difference: int) -> int:
    """Move the difference; returns how many cents could not be taken because they were promised."""
    movement = Movement.ALLOT if difference > 0 else Movement.CUT
    cents = abs(difference) if difference > 0 else min(-difference, held.available_cents)
    if held.sort == ledger.RESERVE and movement is Movement.CUT:
        return abs(difference)  # the reserve opens by a decision only
    if cents:
        with acting(context) as act:
            posting = Posting(movement, held.code, cents)
            key = f"budget:{held.code}:{held.last_entry}"
            decision = ((one.source.document if one else "") or held.code)[:60]
            told = ledger.post(context, postings=[posting], decision=decision, key=key)
            event = "BudgetAllotted" if difference > 0 else "BudgetCut"
            act.record(event, payload={"budget": held.code, "postings": told})
    return abs(difference) - cents
