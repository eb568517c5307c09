"""Budgets that open from the register, invoices that are paid once, and what verify sees of it."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from tests.governance import keep
from tests.people import NOW, Cast, hire
from tests.services.dossier import SITUATION, registered
from tests.services.purses import SYSTEM, claim, cost, post, purse
from voordeur.domain.funding.ledger import Balance, Movement, Posting
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.domain.region.model import Region
from voordeur.records.cases.models import CaseRecord
from voordeur.records.money.models import BudgetRecord, ClaimRecord, CostRecord, InvoiceRecord
from voordeur.records.trajectories.models import TrajectoryStepRecord
from voordeur.services import (
    budgets,
    invoices,
    ledger,
    money_pages,
    trajectories,
    trajectory_steps,
    verify,
)
from voordeur.services.context import Context
from voordeur.services.invoices import NewInvoice
from voordeur.services.trajectories import NewTrajectory
from voordeur.services.trajectory_steps import NewStep

pytestmark = pytest.mark.django_db
SOURCE = {
    "code": "bron",
    "title": {"nl": "Bron"},
    "owner": "gemeente-velsen",
    "cashier": "gemeente-haarlem",
    "origin": "state",
    "sort": "public",
    "scale": "regional",
    "lasting": "structural",
    "purpose": {"nl": "Waarvoor"},
}


def budget(code: str, amount: Any, **more: Any) -> dict[str, Any]:
    said = {"code": code, "title": {"nl": code}, "source_code": "bron", "sort": "work"}
    return {**said, "from": "2026-01-01", "until": "2027-01-01", "amount": amount, **more}


@pytest.fixture
def carla(region: Region) -> Context:
    context = hire("Carla Proefpersoon", "gemeente-haarlem", Role.CONTROLLER).context
    keep(context, "funding_source", SOURCE)
    return context


def reason(refused: pytest.ExceptionInfo[RefusedError]) -> Reason:
    return refused.value.refusal.reason


# ---- Budgets of the register ----


def test_only_amounts_that_are_the_regions_and_still_run_open(carla: Context) -> None:
    keep(carla, "budget", budget("loopt", 500_000))
    keep(carla, "budget", budget("woord", "to_be_determined"))
    keep(carla, "budget", budget("landelijk", 900_000_000, sort="national"))
    keep(
        carla, "budget", budget("voorbij", 700_000, **{"from": "2024-01-01", "until": "2025-01-01"})
    )
    opened = budgets.open_budgets(carla)
    assert opened == budgets.Opened(("loopt",), ())
    assert budgets.open_budgets(carla) == budgets.Opened((), ())
    row = BudgetRecord.objects.get()
    assert (row.owner_id, row.cashier_id) == ("gemeente-velsen", "gemeente-haarlem")
    assert ledger.balance_of(row) == Balance(500_000)


def test_a_changed_amount_moves_the_difference_of_free_money_only(carla: Context) -> None:
    keep(carla, "budget", budget("loopt", 500_000))
    budgets.open_budgets(carla)
    keep(carla, "budget", budget("loopt", 620_000), base_version=1)
    assert budgets.open_budgets(carla).changed == ("loopt",)
    keep(carla, "budget", budget("loopt", 120_000), base_version=2)
    budgets.open_budgets(carla)
    assert ledger.balance_of(BudgetRecord.objects.get()) == Balance(120_000)
    gids = hire("Gijs Proefpersoon", "werkcentrum", Role.GIDS).context
    with pytest.raises(RefusedError) as refused:
        budgets.open_budgets(gids)
    assert reason(refused) is Reason.ROLE_DOES_NOT_ALLOW


def test_a_budget_that_left_the_register_gives_what_is_free(carla: Context) -> None:
    keep(carla, "budget", budget("loopt", 500_000))
    budgets.open_budgets(carla)
    keep(carla, "budget", budget("loopt", "to_be_determined"), base_version=1)
    assert budgets.open_budgets(carla).changed == ("loopt",)
    assert ledger.balance_of(BudgetRecord.objects.get()) == Balance(0)
    assert budgets.open_budgets(carla) == budgets.Opened((), ())


def test_below_what_was_promised_nothing_goes_and_the_others_go_on(carla: Context) -> None:
    keep(carla, "budget", budget("krap", 100_000))
    budgets.open_budgets(carla)
    held = claim(cost(80_000), "krap")
    post(SYSTEM, Posting(Movement.RESERVE, "krap", 80_000, held.ref), key="r")
    keep(carla, "budget", budget("krap", 50_000), base_version=1)
    keep(carla, "budget", budget("ruim", 70_000))
    opened = budgets.open_budgets(carla)
    assert opened == budgets.Opened(("ruim",), (), (("krap", 30_000),))
    assert ledger.balance_of(BudgetRecord.objects.get(code="krap")) == Balance(0, 80_000)


# ---- Earmarks, and money that comes back ----


def test_money_for_staff_never_pays_a_step(ordered: TrajectoryStepRecord) -> None:
    purse("staf-2026", 100_000, sort="staff")
    of = CostRecord.objects.get(step=ordered)
    with pytest.raises(RefusedError) as refused:
        ledger.open_claim(SYSTEM, of, "staf-2026", decision="x")
    assert reason(refused) is Reason.OUTSIDE_EARMARK
    assert claim(cost(), "staf-2026")  # a cost of a project it may pay


@pytest.mark.parametrize(("permille", "benefit", "pays"), [
    (1000, "ww", False), (1000, "bijstand", True), (600, "ww", True),
])  # fmt: skip
def test_money_meant_for_some_people_pays_only_them(
    ordered: TrajectoryStepRecord, carla: Context, permille: int, benefit: str, pays: bool
) -> None:
    mark = {"code": "b", "label": {"nl": "bijstand"}, "when": "benefit: bijstand"}
    marked = {**SOURCE, "code": "bedoeld", "earmarks": [{**mark, "permille": permille}]}
    keep(carla, "funding_source", marked)
    purse("bedoeld-2026", 100_000, source="bedoeld")
    case = ordered.trajectory.case
    CaseRecord.objects.filter(pk=case.pk).update(situation={"benefit": benefit})
    of = CostRecord.objects.get(step=ordered)
    if pays:
        assert ledger.open_claim(SYSTEM, of, "bedoeld-2026", decision="x")
        return
    with pytest.raises(RefusedError) as refused:
        ledger.open_claim(SYSTEM, of, "bedoeld-2026", decision="x")
    assert reason(refused) is Reason.OUTSIDE_EARMARK
    assert refused.value.refusal.facts["for"] == "bijstand"


def test_paid_money_comes_back_once_with_its_reason(carla: Context) -> None:
    purse("velsen-2026", 100_000)
    held = claim(cost(50_000), "velsen-2026")
    for movement in (Movement.RESERVE, Movement.COMMIT, Movement.PAY):
        post(SYSTEM, Posting(movement, "velsen-2026", 50_000, held.ref), key=movement)
    with pytest.raises(RefusedError) as refused:
        ledger.return_money(carla, claim=held.ref, amount_cents=50_001, reason="Creditnota 3")
    assert reason(refused) is Reason.NOTHING_TO_RETURN
    with pytest.raises(RefusedError) as refused:
        ledger.return_money(carla, claim=held.ref, amount_cents=20_000, reason=" ")
    assert reason(refused) is Reason.REASON_NEEDED
    ledger.return_money(carla, claim=held.ref, amount_cents=20_000, reason="Creditnota 3")
    balance = ledger.balance_of(BudgetRecord.objects.get(code="velsen-2026"))
    assert (balance.available_cents, balance.paid_cents) == (70_000, 30_000)
    gids = hire("Gijs Proefpersoon", "werkcentrum", Role.GIDS).context
    with pytest.raises(RefusedError) as refused:
        ledger.return_money(gids, claim=held.ref, amount_cents=1, reason="x")
    assert reason(refused) is Reason.ROLE_DOES_NOT_ALLOW


# ---- Invoices ----


@pytest.fixture
def ordered(cast: Cast) -> TrajectoryStepRecord:
    """A step that was ordered, with 90 euros committed from two budgets."""
    context = cast.alice.context
    case = registered(context, situation={**SITUATION, "benefit": "bijstand"})
    ref = trajectories.draft(context, case_ref=case.ref, new=NewTrajectory(goal="Werk"))
    step_ref = trajectory_steps.add_step(
        context, ref=ref, step=NewStep(what="Cursus", cost_cents=9_000)
    )
    step = TrajectoryStepRecord.objects.get(ref=step_ref)
    of = ledger.open_cost(
        context, what="Cursus", amount_cents=9_000, due_on=NOW.date(), step_id=step.pk
    )
    for code, cents in (("a-2026", 6_000), ("b-2026", 3_000)):
        purse(code, 50_000)
        claim = ledger.open_claim(context, of, code, decision="mix").ref
        post(SYSTEM, Posting(Movement.RESERVE, code, cents, claim), key=f"r-{code}")
        post(SYSTEM, Posting(Movement.COMMIT, code, cents, claim), key=f"c-{code}")
    TrajectoryStepRecord.objects.update(state="ordered")
    step.refresh_from_db()
    return step


@pytest.fixture
def office(cast: Cast) -> Context:
    return hire("Bertus Proefpersoon", "werkcentrum", Role.BACK_OFFICE).context


def invoice(ordered: TrajectoryStepRecord, **more: Any) -> NewInvoice:
    said: dict[str, Any] = {
        "step": ordered.ref,
        "supplier": "Cursushuis",
        "number": "2026-17",
        "day": NOW.date(),
        "amount_cents": 9_000,
    }
    return NewInvoice(**{**said, **more})


def paid() -> list[int]:
    return [row.paid_cents for row in ClaimRecord.objects.order_by("id")]


def test_an_invoice_is_paid_in_order_and_once(
    ordered: TrajectoryStepRecord, office: Context
) -> None:
    ref = invoices.register_invoice(office, invoice=invoice(ordered, amount_cents=7_000))
    invoices.pay_invoice(office, ref=ref)
    assert paid() == [6_000, 1_000]
    with pytest.raises(RefusedError) as refused:
        invoices.pay_invoice(office, ref=ref)
    assert reason(refused) is Reason.INVOICE_KNOWN
    assert paid() == [6_000, 1_000]


@pytest.mark.parametrize(
    ("supplier", "number"), [("Cursushuis", "2026-17"), (" CURSUS huis ", "2026 - 17")]
)
def test_the_same_invoice_comes_in_once(
    ordered: TrajectoryStepRecord, office: Context, supplier: str, number: str
) -> None:
    invoices.register_invoice(office, invoice=invoice(ordered))
    again = invoice(ordered, supplier=supplier, number=number)
    with pytest.raises(RefusedError) as refused:
        invoices.register_invoice(office, invoice=again)
    assert reason(refused) is Reason.INVOICE_KNOWN
    assert InvoiceRecord.objects.count() == 1


def test_more_than_was_committed_is_not_paid(
    ordered: TrajectoryStepRecord, office: Context
) -> None:
    ref = invoices.register_invoice(office, invoice=invoice(ordered, amount_cents=9_001))
    with pytest.raises(RefusedError) as refused:
        invoices.pay_invoice(office, ref=ref)
    assert reason(refused) is Reason.ABOVE_COMMITTED
    assert paid() == [0, 0]
    with pytest.raises(RefusedError) as refused:
        invoices.reject_invoice(office, ref=ref, reason=" ")
    assert reason(refused) is Reason.REASON_NEEDED
    invoices.reject_invoice(office, ref=ref, reason="Te hoog")
    page = invoices.invoices(office)
    assert (page.waiting, page.settled[0].note) == ((), "Te hoog")


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"step": "BESTAATNIET"}, Reason.INVALID_INPUT),
        ({"supplier": " "}, Reason.INVALID_INPUT),
        ({"number": "x" * 41}, Reason.INVALID_INPUT),
        ({"amount_cents": 0}, Reason.AMOUNT_NOT_POSITIVE),
        ({"amount_cents": -1}, Reason.AMOUNT_NOT_POSITIVE),
    ],
)
def test_a_wrong_invoice_does_not_come_in(
    ordered: TrajectoryStepRecord, office: Context, wrong: dict[str, Any], expected: Reason
) -> None:
    with pytest.raises(RefusedError) as refused:
        invoices.register_invoice(office, invoice=invoice(ordered, **wrong))
    assert reason(refused) is expected
    assert not InvoiceRecord.objects.exists()


def test_a_gids_pays_nothing(ordered: TrajectoryStepRecord, cast: Cast, office: Context) -> None:
    with pytest.raises(RefusedError) as refused:
        invoices.register_invoice(cast.alice.context, invoice=invoice(ordered))
    assert reason(refused) is Reason.NOT_FOUND
    ref = invoices.register_invoice(office, invoice=invoice(ordered))
    with pytest.raises(RefusedError):
        invoices.pay_invoice(cast.alice.context, ref=ref)


# ---- Looking and verifying ----


def test_the_year_adds_up_and_every_entry_is_in_the_export(carla: Context) -> None:
    purse("a-2026", 50_000)
    purse("b-2026", 70_000, sort="staff")
    page = money_pages.overview(carla)
    assert (page.totals.allotted_cents, page.work.allotted_cents) == (120_000, 50_000)
    assert page.staff.available_cents == 70_000
    table = money_pages.export(carla, year=2026)
    assert [row[2] for row in table.rows] == [50_000, 70_000]
    assert money_pages.export(carla, year=2025).rows == ()
    bob = hire("Gijs Proefpersoon", "werkcentrum", Role.GIDS).context
    with pytest.raises(RefusedError) as refused:
        money_pages.overview(bob)
    assert reason(refused) is Reason.NOT_FOUND


def test_free_money_that_ends_soon_is_told_and_words_are_no_zero(carla: Context) -> None:
    purse("a-2026", 50_000, end_date=date(2026, 4, 1))
    keep(carla, "budget", budget("woord", "to_be_determined"))
    page = money_pages.overview(carla)
    assert [one.code for one in page.ending] == ["a-2026"]
    assert [(one.code, one.amount_cents, one.words) for one in page.words] == [
        ("woord", None, "nog te bepalen")
    ]


def test_verify_adds_up_the_log_and_notices_a_lost_event(ordered: TrajectoryStepRecord) -> None:
    clean = [one for one in verify.verify().differences if "budget" in one.what]
    assert clean == []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER budget_update_guard")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE budget DISABLE TRIGGER budget_update_guard")
        cursor.execute(
            "UPDATE budget SET available_cents = available_cents - 5, paid_cents = paid_cents + 5"
            " WHERE code = 'a-2026'"
        )
    found = [one for one in verify.verify().differences if "budget" in one.what]
    assert [one.what for one in found] == ["budget a-2026"]
