"""A municipality opens money for people whom national schemes do not help; the broker uses it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.brokered import Room, purse_room
from tests.people import hire
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.records.money.models import BudgetRecord
from voordeur.records.register.models import EntryRecord
from voordeur.services import audit, local_money
from voordeur.services.context import Context
from voordeur.services.local_money import NewFund
from voordeur.services.verify import verify

__all__ = ["purse_room"]
pytestmark = pytest.mark.django_db
FUND = NewFund(
    title="Eigen geld voor scholing",
    purpose="Scholing voor wie geen recht heeft op een landelijke regeling",
    who=("rejected",),
    amount_cents=500_000,
    start=date(2026, 1, 1),
    end=date(2027, 1, 1),
    max_person_cents=40_000,
)


@pytest.fixture(name="velsen")
def controller_of_velsen(room: Room) -> Context:
    return hire("Vera Proefpersoon", "gemeente-velsen", Role.CONTROLLER).context


def reason(call: Callable[[], object]) -> Reason:
    with pytest.raises(RefusedError) as refused:
        call()
    return refused.value.refusal.reason


def test_what_a_municipality_opens_is_a_source_a_budget_and_a_purse_with_the_money(
    velsen: Context,
) -> None:
    code = local_money.open_local_money(velsen, fund=FUND)
    row = BudgetRecord.objects.get(code=code)
    assert (row.available_cents, row.owner_id, row.end_date) == (
        500_000,
        "gemeente-velsen",
        date(2027, 1, 1),
    )
    source = EntryRecord.objects.get(kind="funding_source", code=row.source).body
    assert (source["scale"], source["municipalities"]) == ("local", ["velsen"])
    assert [line.name for line in audit.everything()][-3:] == [
        "EntryRecorded",
        "EntryRecorded",
        "BudgetAllotted",
    ]


def test_the_broker_proposes_it_for_its_people_up_to_the_ceiling_and_for_nobody_else(
    room: Room, velsen: Context
) -> None:
    code = local_money.open_local_money(velsen, fund=FUND)
    source = BudgetRecord.objects.get(code=code).source
    shares = room.proposed(room.trajectory(30_000)).offers[0].shares
    assert [(one.source, one.amount_cents) for one in shares] == [(source, 30_000)]
    with_ww = room.proposed(room.trajectory(30_000, benefit="ww"))
    assert with_ww.offers == ()
    assert with_ww.others[source] == ("no:benefit",)
    row = room.trajectory(30_000)
    row.case.municipality = "haarlem"
    row.case.save(update_fields=["municipality"])
    assert room.proposed(row).offers == ()
    too_dear = room.proposed(room.trajectory(50_000)).offers
    assert all(one.amount_cents <= 40_000 for offer in too_dear for one in offer.shares)


def test_the_log_and_the_tables_agree_after_opening(velsen: Context) -> None:
    local_money.open_local_money(velsen, fund=FUND)
    assert verify().differences == ()


def test_opening_the_same_name_twice_makes_two_budgets(velsen: Context) -> None:
    first = local_money.open_local_money(velsen, fund=FUND)
    second = local_money.open_local_money(velsen, fund=FUND)
    assert first != second
    assert BudgetRecord.objects.get(code=second).available_cents == 500_000


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"amount_cents": 0}, Reason.AMOUNT_NOT_POSITIVE),
        ({"max_person_cents": 0}, Reason.AMOUNT_NOT_POSITIVE),
        ({"end": date(2026, 1, 1)}, Reason.DAYS_OUT_OF_ORDER),
        ({"start": date(2025, 1, 1), "end": date(2026, 1, 1)}, Reason.DATE_IN_THE_PAST),
        ({"who": ()}, Reason.INVALID_INPUT),
        ({"who": ("iedereen",)}, Reason.INVALID_INPUT),
        ({"amount_cents": 10**16}, Reason.INVALID_INPUT),
    ],
)
def test_what_is_not_whole_opens_nothing(
    velsen: Context, change: dict[str, object], expected: Reason
) -> None:
    fund = replace(FUND, **change)  # type: ignore[arg-type]
    assert reason(lambda: local_money.open_local_money(velsen, fund=fund)) is expected
    assert not BudgetRecord.objects.exists()
    assert not EntryRecord.objects.filter(kind="funding_source").exists()


@pytest.mark.parametrize(
    ("organisation", "role", "expected"),
    [
        ("werkcentrum", Role.CONTROLLER, Reason.ROLE_DOES_NOT_ALLOW),
        ("gemeente-velsen", Role.BUDGET_OWNER, Reason.NOT_FOUND),
        ("gemeente-velsen", Role.GIDS, Reason.NOT_FOUND),
    ],
)
def test_only_the_controller_of_a_municipality_opens_local_money(
    room: Room, organisation: str, role: Role, expected: Reason
) -> None:
    who = hire("Wim Proefpersoon", organisation, role).context
    assert reason(lambda: local_money.open_local_money(who, fund=FUND)) is expected
