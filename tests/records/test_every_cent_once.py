"""What the database itself refuses of money; the same on both databases."""

import importlib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from tests.people import NOW, Cast, cast
from tests.services.dossier import registered
from tests.services.purses import SYSTEM, claim, cost, post, purse
from voordeur.domain.funding.ledger import Movement, Posting
from voordeur.domain.region.model import Region
from voordeur.records.money.models import BudgetRecord, ClaimRecord, CostRecord, LedgerEntryRecord
from voordeur.records.trajectories.models import TrajectoryRecord, TrajectoryStepRecord

__all__ = ["cast"]

pytestmark = pytest.mark.django_db
wall = importlib.import_module("voordeur.records.money.migrations.0002_every_cent_once")
BUDGET = "velsen-2026"
RELEASE = {"movement": "release", "from_account": "reserved", "to_account": "available"}


def refused(write: Callable[[], Any]) -> bool:
    """Tell whether the database refused; whatever it did is undone."""
    try:
        with transaction.atomic():
            write()
            transaction.set_rollback(True)
    except DatabaseError:
        return True
    return False


@pytest.fixture
def one(region: Region) -> ClaimRecord:
    purse()
    made = claim(cost(), BUDGET)
    post(SYSTEM, Posting(Movement.RESERVE, BUDGET, 20_000, made.ref), key="first")
    made.refresh_from_db()
    return made


def entry(one: ClaimRecord, **more: Any) -> LedgerEntryRecord:
    said = {
        "budget": one.budget,
        "claim": one,
        "movement": "reserve",
        "from_account": "available",
        "to_account": "reserved",
        "amount_cents": 1_000,
        "day": NOW.date(),
        "key": "another",
        "made_at": NOW,
    }
    return LedgerEntryRecord(**{**said, **more})


def test_every_trigger_is_there_after_all_migrations() -> None:
    expected = {name for name, *_rest in wall.GUARDS} | {wall.APPLIED}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
            expected |= {f"{table}_never_truncated" for table, _what in wall.KEPT}
        assert expected <= {row[0] for row in cursor.fetchall()}


def test_an_entry_that_fits_moves_budget_claim_and_cost(one: ClaimRecord) -> None:
    entry(one).save()
    budget = BudgetRecord.objects.get(code=BUDGET)
    one.refresh_from_db()
    assert (budget.available_cents, budget.reserved_cents) == (79_000, 21_000)
    assert (one.reserved_cents, CostRecord.objects.get().claimed_cents) == (21_000, 21_000)


def test_balances_never_change_without_an_entry(one: ClaimRecord) -> None:
    budgets, claims, costs = BudgetRecord.objects, ClaimRecord.objects, CostRecord.objects
    last, _free = F("last_entry"), F("available_cents")
    for write in (
        lambda: budgets.update(
            available_cents=F("available_cents") - 1, paid_cents=F("paid_cents") + 1
        ),
        lambda: budgets.update(available_cents=0, allotted_cents=F("reserved_cents")),
        lambda: budgets.update(
            available_cents=F("available_cents") + 5, allotted_cents=F("allotted_cents") + 5
        ),
        lambda: budgets.update(last_entry=last + 1),
        lambda: budgets.update(last_entry=0),
        lambda: budgets.update(code="other"),
        lambda: budgets.update(sort="reserve"),
        lambda: claims.update(reserved_cents=0),
        lambda: claims.update(paid_cents=F("reserved_cents"), reserved_cents=0),
        lambda: claims.update(last_entry=last + 1),
        lambda: costs.update(claimed_cents=0),
        lambda: costs.update(claimed_cents=F("amount_cents")),
        lambda: costs.update(project="other"),
        lambda: costs.update(due_on=date(2026, 4, 4)),
        lambda: costs.update(amount_cents=19_999),
    ):
        assert refused(write)
    assert not refused(lambda: costs.update(amount_cents=20_000))
    assert not refused(lambda: budgets.update(end_date=date(2027, 6, 1)))


def test_entries_are_added_and_nothing_else(one: ClaimRecord) -> None:
    rows = LedgerEntryRecord.objects
    assert refused(lambda: rows.update(amount_cents=1))
    assert refused(lambda: rows.update(decision="other"))
    assert refused(lambda: rows.all().delete())
    for table in ("ledger_entry", "claim", "cost", "budget"):
        with connection.cursor() as cursor:
            assert refused(lambda: cursor.execute(f"DELETE FROM {table}"))  # noqa: B023


@pytest.mark.parametrize(
    "more",
    [
        {"amount_cents": 0},
        {"amount_cents": -5},
        {"amount_cents": 80_001},
        {"amount_cents": 30_001},
        {"movement": "pay", "from_account": "committed", "to_account": "paid"},
        {
            "movement": "release",
            "from_account": "reserved",
            "to_account": "available",
            "amount_cents": 20_001,
        },
        {"movement": "reserve", "from_account": "outside", "to_account": "reserved"},
        {"movement": "gift", "from_account": "outside", "to_account": "available"},
        {"claim": None},
        {"key": "first:0"},
        {"day": date(1999, 1, 1)},
    ],
)
def test_an_entry_that_does_not_fit_is_refused(one: ClaimRecord, more: dict[str, Any]) -> None:
    assert refused(lambda: entry(one, **more).save(force_insert=True))


def test_a_claim_is_paid_by_its_own_budget(one: ClaimRecord) -> None:
    other = purse("haarlem-2026", owner="gemeente-haarlem")
    assert refused(lambda: entry(one, budget=other).save(force_insert=True))


def test_nothing_starts_with_money_in_it(one: ClaimRecord) -> None:
    owner = one.budget.owner
    said = {
        "source": "s",
        "sort": "work",
        "owner": owner,
        "start_date": date(2026, 1, 1),
        "end_date": date(2027, 1, 1),
    }
    assert refused(
        lambda: BudgetRecord.objects.create(code="x", allotted_cents=5, available_cents=5, **said)
    )
    reserve = BudgetRecord.objects.create(code="y", **{**said, "sort": "reserve"})
    made = {"cost": one.cost, "made_at": NOW}
    assert refused(lambda: ClaimRecord.objects.create(ref="A", budget=reserve, **made))
    assert refused(
        lambda: ClaimRecord.objects.create(
            ref="B", budget=BudgetRecord.objects.create(code="z", **said), paid_cents=5, **made
        )
    )
    assert not refused(
        lambda: ClaimRecord.objects.create(
            ref="C", budget=BudgetRecord.objects.create(code="z", **said), **made
        )
    )


def _staff_claims_a_step(cast: Cast) -> ClaimRecord:
    """Return a claim, not written yet, of money for staff on a step of a person."""
    step = TrajectoryStepRecord.objects.create(
        ref="STEP1",
        trajectory=TrajectoryRecord.objects.create(
            ref="WAY1",
            case=registered(cast.alice.context),
            goal="Werk",
            payer_id="werkcentrum",
            made_at=NOW,
        ),
        position=1,
        what="Cursus",
        cost_cents=1_000,
    )
    of = CostRecord.objects.create(
        ref="COST1", step=step, what="Cursus", amount_cents=1_000, due_on=NOW.date(), made_at=NOW
    )
    return ClaimRecord(ref="CLAIM1", cost=of, budget=purse("staf", sort="staff"), made_at=NOW)


def test_money_for_staff_cannot_claim_a_step(cast: Cast) -> None:
    assert refused(_staff_claims_a_step(cast).save)


def test_without_the_trigger_it_could(cast: Cast) -> None:
    """The control: it is this trigger that refuses, and nothing else."""
    made = _staff_claims_a_step(cast)
    with connection.cursor() as cursor:
        on = " ON claim" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER claim_earmark_guard{on}")
    assert not refused(made.save)
