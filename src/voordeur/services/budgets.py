"""Budgets of the register as purses with money: opened once, and kept equal to what was agreed."""

from dataclasses import dataclass
from datetime import date

from voordeur.domain.funding.ledger import Movement, Posting
from voordeur.domain.kernel.refusal import require
from voordeur.domain.register.entry import Entry
from voordeur.records.money.models import BudgetRecord
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


def open_budgets(context: Context) -> Opened:
    """Open every budget of the register that has an amount and has not ended.

    A budget that is open already gets or gives the difference; free money only. Doing it twice is
    the same as once. Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, OVER_COMMITTED when more was
    promised than a lowered budget holds.
    """
    require(may_by_office(context, CONTROLLER))
    found = register.entries_of(context, KINDS)
    sources = {code: one for (kind, code), one in found.items() if kind == "funding_source"}
    budgets = [one for (kind, _code), one in found.items() if kind == "budget"]
    new: list[str] = []
    changed: list[str] = []
    for one in sorted(budgets, key=lambda one: one.code):
        amount = one.number("amount")
        if amount and one.line("sort") in OPENED and _ends(one) > context.today:
            held = _held(one, sources[one.line("source_code")])
            difference = amount - held.allotted_cents
            if difference:
                (changed if held.allotted_cents else new).append(one.code)
                _make_equal(context, one, held, difference)
    return Opened(tuple(new), tuple(changed))


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


def _make_equal(context: Context, one: Entry, held: BudgetRecord, difference: int) -> None:
    movement = Movement.ALLOT if difference > 0 else Movement.CUT
    with acting(context) as act:
        posting = Posting(movement, one.code, abs(difference))
        key = f"budget:{one.code}:{held.last_entry}"
        decision = (one.source.document or one.code)[:60]
        told = ledger.post(context, postings=[posting], decision=decision, key=key)
        event = "BudgetAllotted" if difference > 0 else "BudgetCut"
        act.record(event, payload={"budget": one.code, "postings": told})
