"""Money moves only by entries: what the service refuses, and what stands there afterwards."""

from datetime import date

import pytest

from tests.governance import House, house, keep
from tests.people import NOW, hire
from tests.services.purses import SYSTEM, claim, cost, post, purse
from tests.services.test_money import SOURCE, budget
from voordeur.domain.funding.ledger import Balance, Movement, Posting
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.domain.region.model import Region
from voordeur.records.money.models import BudgetRecord, ClaimRecord, CostRecord, LedgerEntryRecord
from voordeur.services import budgets, ledger, reserve
from voordeur.services.ledger import Allotment
from voordeur.services.reserve import NewWithdrawal

__all__ = ["house"]
pytestmark = pytest.mark.django_db
BUDGET = "velsen-2026"


def reason(refused: pytest.ExceptionInfo[RefusedError]) -> Reason:
    return refused.value.refusal.reason


def balance(code: str = BUDGET) -> Balance:
    return ledger.balance_of(BudgetRecord.objects.get(code=code))


def test_a_cost_is_reserved_committed_and_paid_to_the_cent(region: Region) -> None:
    purse()
    one = claim(cost(), BUDGET)
    moves = (
        (Movement.RESERVE, 50_000, Balance(50_000, 50_000, 0, 0)),
        (Movement.COMMIT, 50_000, Balance(50_000, 0, 50_000, 0)),
        (Movement.PAY, 49_999, Balance(50_000, 0, 1, 49_999)),
        (Movement.UNCOMMIT, 1, Balance(50_001, 0, 0, 49_999)),
        (Movement.RETURN, 999, Balance(51_000, 0, 0, 49_000)),
    )
    for number, (movement, cents, after) in enumerate(moves):
        told = post(SYSTEM, Posting(movement, BUDGET, cents, one.ref), key=f"move-{number}")
        assert told == [[movement.value, BUDGET, one.ref, cents]]
        assert balance() == after
    one.refresh_from_db()
    assert ledger.claimed(one) == Balance(0, 0, 0, 49_000)
    assert CostRecord.objects.get().claimed_cents == 49_000


@pytest.mark.parametrize(
    ("movement", "cents", "expected"),
    [
        (Movement.RESERVE, 100_001, Reason.OVER_COMMITTED),
        (Movement.RESERVE, 50_001, Reason.CLAIMED_TWICE),
        (Movement.RELEASE, 1, Reason.MONEY_NOT_RESERVED),
        (Movement.PAY, 1, Reason.ABOVE_COMMITTED),
        (Movement.RETURN, 1, Reason.NOTHING_TO_RETURN),
        (Movement.RESERVE, 0, Reason.AMOUNT_NOT_POSITIVE),
        (Movement.RESERVE, -5, Reason.AMOUNT_NOT_POSITIVE),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_moves(
    region: Region, movement: Movement, cents: int, expected: Reason
) -> None:
    purse()
    one = claim(cost(), BUDGET)
    with pytest.raises(RefusedError) as refused:
        post(SYSTEM, Posting(movement, BUDGET, cents, one.ref), key="k")
    assert reason(refused) is expected
    assert balance() == Balance(100_000)
    assert LedgerEntryRecord.objects.count() == 1


def test_a_claim_does_not_spend_what_another_claim_reserved(region: Region) -> None:
    purse()
    first, second = claim(cost(), BUDGET), claim(cost(), BUDGET)
    post(SYSTEM, Posting(Movement.RESERVE, BUDGET, 50_000, first.ref), key="a")
    with pytest.raises(RefusedError) as refused:
        post(SYSTEM, Posting(Movement.COMMIT, BUDGET, 1, second.ref), key="b")
    assert reason(refused) is Reason.MONEY_NOT_RESERVED


def test_two_budgets_do_not_pay_the_same_cost_twice(region: Region) -> None:
    purse()
    purse("haarlem-2026", owner="gemeente-haarlem")
    of = cost()
    post(SYSTEM, Posting(Movement.RESERVE, BUDGET, 30_000, claim(of, BUDGET).ref), key="a")
    other = claim(of, "haarlem-2026")
    with pytest.raises(RefusedError) as refused:
        post(SYSTEM, Posting(Movement.RESERVE, "haarlem-2026", 20_001, other.ref), key="b")
    assert reason(refused) is Reason.CLAIMED_TWICE
    post(SYSTEM, Posting(Movement.RESERVE, "haarlem-2026", 20_000, other.ref), key="c")


def test_money_is_claimed_in_its_period_only(region: Region) -> None:
    purse()
    late = claim(cost(due_on=date(2027, 1, 1)), BUDGET)
    with pytest.raises(RefusedError) as refused:
        post(SYSTEM, Posting(Movement.RESERVE, BUDGET, 1, late.ref), key="a")
    assert reason(refused) is Reason.OUTSIDE_PERIOD
    last = claim(cost(due_on=date(2026, 12, 31)), BUDGET)
    post(SYSTEM, Posting(Movement.RESERVE, BUDGET, 1, last.ref), key="b")


def test_the_same_key_moves_money_once(region: Region) -> None:
    purse()
    one = claim(cost(), BUDGET)
    post(SYSTEM, Posting(Movement.RESERVE, BUDGET, 10, one.ref), key="a")
    with pytest.raises(RefusedError) as refused:
        post(SYSTEM, Posting(Movement.RESERVE, BUDGET, 10, one.ref), key="a")
    assert reason(refused) is Reason.CHANGED_MEANWHILE
    assert balance().reserved_cents == 10


def test_half_of_what_was_asked_is_nothing(region: Region) -> None:
    purse()
    purse("haarlem-2026", cents=10, owner="gemeente-haarlem")
    of = cost()
    one, other = claim(of, BUDGET), claim(of, "haarlem-2026")
    with pytest.raises(RefusedError):
        post(
            SYSTEM,
            Posting(Movement.RESERVE, BUDGET, 40_000, one.ref),
            Posting(Movement.RESERVE, "haarlem-2026", 11, other.ref),
            key="a",
        )
    assert balance() == Balance(100_000)
    assert ClaimRecord.objects.filter(reserved_cents__gt=0).count() == 0


def test_only_a_controller_gives_a_budget_money(region: Region) -> None:
    purse(cents=0)
    asked = Allotment(budget=BUDGET, amount_cents=5, decision="begroting")
    with pytest.raises(RefusedError) as refused:
        ledger.allot(hire("Gijs Proefpersoon", "werkcentrum", Role.GIDS).context, allotment=asked)
    assert reason(refused) is Reason.ROLE_DOES_NOT_ALLOW
    carla = hire("Carla Proefpersoon", "gemeente-haarlem", Role.CONTROLLER).context
    ledger.allot(carla, allotment=asked)
    with pytest.raises(RefusedError) as refused:
        ledger.cut(carla, allotment=Allotment(budget=BUDGET, amount_cents=6, decision="krimp"))
    assert reason(refused) is Reason.OVER_COMMITTED
    with pytest.raises(RefusedError) as refused:
        ledger.cut(carla, allotment=Allotment(budget=BUDGET, amount_cents=5, decision=" "))
    assert reason(refused) is Reason.REASON_NEEDED


def test_the_reserve_pays_nothing_itself_and_leaves_only_by_decision(house: House) -> None:
    purse("reserve-crisis", 900_000, sort="reserve", origin="crisis", owner="gemeente-haarlem")
    with pytest.raises(RefusedError) as refused:
        claim(cost(), "reserve-crisis")
    assert reason(refused) is Reason.SOURCE_CANNOT_PAY
    asked = Allotment(budget="reserve-crisis", amount_cents=250_000, decision="wens")
    with pytest.raises(RefusedError) as refused:
        ledger.cut(SYSTEM, allotment=asked)
    assert reason(refused) is Reason.DECISION_NEEDED
    ref = house.decided("reserve", amount_cents=250_000)
    carla = hire("Carla Proefpersoon", "gemeente-haarlem", Role.CONTROLLER).context.at(NOW)
    withdrawal = reserve.withdraw(
        carla, withdrawal=NewWithdrawal(proposal=ref, amount_cents=250_000, purpose="Frictie")
    )
    more = Allotment(
        budget="reserve-crisis", amount_cents=250_001, decision="besluit", withdrawal=withdrawal
    )
    with pytest.raises(RefusedError) as refused:
        ledger.cut(carla, allotment=more)
    assert reason(refused) is Reason.ABOVE_DECISION
    good = Allotment(
        budget="reserve-crisis", amount_cents=250_000, decision="besluit", withdrawal=withdrawal
    )
    ledger.cut(carla, allotment=good)
    assert balance("reserve-crisis") == Balance(650_000)
    with pytest.raises(RefusedError) as refused:
        ledger.cut(
            carla,
            allotment=Allotment(
                budget="reserve-crisis", amount_cents=1, decision="nog", withdrawal=withdrawal
            ),
        )
    assert reason(refused) is Reason.ABOVE_DECISION


def test_money_out_of_the_reserve_is_no_difference_with_the_register(house: House) -> None:
    """Otherwise the next round would fill the reserve again, and take back what it gave."""
    keep(SYSTEM, "funding_source", SOURCE)
    keep(SYSTEM, "budget", budget("potje", 900_000, sort="reserve", reserve_origin="crisis"))
    keep(SYSTEM, "budget", budget("loopt", 10_000))
    assert budgets.open_budgets(SYSTEM).new == ("loopt", "potje")
    ref = house.decided("reserve", amount_cents=250_000)
    carla = hire("Carla Proefpersoon", "gemeente-haarlem", Role.CONTROLLER).context.at(NOW)
    asked = NewWithdrawal(proposal=ref, amount_cents=250_000, purpose="Frictie")
    taken = reserve.withdraw(carla, withdrawal=asked)
    given = {"amount_cents": 250_000, "decision": "besluit", "withdrawal": taken}
    ledger.cut(carla, allotment=Allotment(budget="potje", **given))
    ledger.allot(carla, allotment=Allotment(budget="loopt", **given))
    assert budgets.open_budgets(SYSTEM) == budgets.Opened((), ())
    assert (balance("potje"), balance("loopt")) == (Balance(650_000), Balance(260_000))


def test_a_purse_is_one_query_however_many(
    region: Region, django_assert_num_queries: object
) -> None:
    for number in range(5):
        purse(f"b-{number}", cents=number)
    with django_assert_num_queries(1):
        lines = ledger.budgets_on(date(2026, 5, 1))
    assert [line.balance.available_cents for line in lines] == [0, 1, 2, 3, 4]
    assert ledger.budgets_on(date(2027, 1, 1)) == ()
