"""Budgets with money in them, for tests: invented purses of Velsen, Haarlem and UWV."""

from datetime import date, timedelta
from typing import Any

from tests.people import NOW
from voordeur.records.money.models import BudgetRecord, ClaimRecord, CostRecord
from voordeur.records.region.models import OrganisationRecord
from voordeur.services import ledger
from voordeur.services.acts import acting
from voordeur.services.context import Context, system_context
from voordeur.services.ledger import Allotment

SYSTEM = system_context(NOW)
TODAY = NOW.date()


def purse(code: str = "velsen-2026", cents: int = 100_000, **more: Any) -> BudgetRecord:
    """Return a budget that holds ``cents``."""
    owner = more.pop("owner", "gemeente-velsen")
    row = BudgetRecord.objects.create(
        code=code,
        source=more.pop("source", f"source-of-{code}"),
        sort=more.pop("sort", "work"),
        owner=OrganisationRecord.objects.get(code=owner),
        start_date=more.pop("start_date", date(2026, 1, 1)),
        end_date=more.pop("end_date", date(2027, 1, 1)),
        **more,
    )
    if cents:
        ledger.allot(
            SYSTEM, allotment=Allotment(budget=code, amount_cents=cents, decision="begroting")
        )
    row.refresh_from_db()
    return row


def cost(cents: int = 50_000, due_on: date = TODAY + timedelta(days=30)) -> CostRecord:
    """Return a cost of a project."""
    return ledger.open_cost(
        SYSTEM, what="Training", amount_cents=cents, due_on=due_on, project="project-1"
    )


def claim(of: CostRecord, budget: str) -> ClaimRecord:
    """Return an empty claim of a budget on a cost."""
    return ledger.open_claim(SYSTEM, of, budget, decision="test")


def post(context: Context, *postings: Any, key: str, withdrawal: str = "") -> ledger.TOLD:
    """Post in an act of its own."""
    with acting(context) as act:
        told = ledger.post(
            context, postings=postings, decision="test", key=key, withdrawal=withdrawal
        )
        act.record("MoneyMoved", payload={"postings": told})
    return told
