"""Every cent moves between two accounts, and never more than stands in the first."""

from hypothesis import given
from hypothesis import strategies as st

from voordeur.domain.funding.ledger import (
    MOVES,
    SHORT,
    Account,
    Balance,
    Movement,
    Posting,
    balance_after,
    may_move,
)
from voordeur.domain.kernel.refusal import Reason, Refusal

AMOUNTS = st.integers(1, 10_000)
STEPS = st.lists(st.tuples(st.sampled_from(Movement), AMOUNTS), max_size=40)


@given(STEPS)
def test_what_was_allotted_is_always_somewhere(steps: list[tuple[Movement, int]]) -> None:
    balance, outside = Balance(), 0
    for movement, amount in steps:
        if not may_move(balance, movement, amount):
            continue
        balance = balance.moved(movement, amount)
        outside += {Movement.ALLOT: amount, Movement.CUT: -amount}.get(movement, 0)
        assert balance.allotted_cents == outside
        assert all(balance.of(account) >= 0 for account in Account)


@given(st.sampled_from(Movement), AMOUNTS)
def test_an_empty_account_refuses_with_its_own_reason(movement: Movement, amount: int) -> None:
    verdict = may_move(Balance(), movement, amount)
    leaves = MOVES[movement][0]
    if leaves is Account.OUTSIDE:
        assert verdict
    else:
        assert isinstance(verdict, Refusal)
        assert verdict.reason is SHORT[leaves]
        assert verdict.facts == {"left_cents": "0", "asked_cents": str(amount)}


def test_the_last_cent_may_go_and_one_more_may_not() -> None:
    assert may_move(Balance(available_cents=500), Movement.RESERVE, 500)
    assert not may_move(Balance(available_cents=500), Movement.RESERVE, 501)


def test_nothing_and_less_than_nothing_do_not_move() -> None:
    for amount in (0, -1):
        verdict = may_move(Balance(available_cents=9), Movement.CUT, amount)
        assert isinstance(verdict, Refusal)
        assert verdict.reason is Reason.AMOUNT_NOT_POSITIVE


def test_postings_add_up() -> None:
    postings = [
        Posting(Movement.ALLOT, "b", 1000),
        Posting(Movement.RESERVE, "b", 700, "c"),
        Posting(Movement.COMMIT, "b", 600, "c"),
        Posting(Movement.PAY, "b", 250, "c"),
        Posting(Movement.RETURN, "b", 50, "c"),
    ]
    assert balance_after(postings) == Balance(350, 100, 350, 200)
