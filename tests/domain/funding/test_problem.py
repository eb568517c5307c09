"""Purses, limits and what accounts hold."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.funding.made import DAY, YEAR, person, problem, source, step
from voordeur.domain.funding.problem import Budget, Earmark, Share, Source, used_of
from voordeur.domain.kernel.period import Period


def test_two_purses_of_a_source_never_share_a_day() -> None:
    later = Budget(code="b", source="s", period=Period(date(2026, 12, 31), None), available_cents=1)
    first = Budget(code="a", source="s", period=YEAR, available_cents=1)
    with pytest.raises(ValueError, match="purses a and b of s overlap"):
        Source(code="s", order=0, budgets=(first, later))


def test_the_first_day_belongs_to_a_purse_and_the_last_does_not() -> None:
    one = source("s", 100)
    assert one.budget_at(date(2026, 1, 1)) is not None
    assert one.budget_at(date(2027, 1, 1)) is None


def test_the_limit_is_the_lowest_of_share_and_ceilings_rounded_down() -> None:
    one = source("s", 100, max_share_permille=333, max_step_cents=40, max_person_cents=50)
    assert one.limit_cents(100) == 33
    assert one.limit_cents(1000) == 40


def test_the_buffer_is_kept_for_people_who_come_later() -> None:
    made = problem((), source("s", 1_005, buffer_permille=100))
    assert made.rooms == {"s-26": 904}


def test_what_is_paid_is_never_more_than_an_account_holds() -> None:
    paid = (Share(person="alice", step="1", budget="s-26", amount_cents=80),)
    alice = person("alice", step("1", 80, "s"), locked=paid)
    assert problem((alice,), source("s", 50)).rooms == {"s-26": 80}


def test_an_earmark_is_a_ceiling_on_everybody_else() -> None:
    mark = Earmark(code="jong", groups=("young",), share_permille=400)
    one = source("s", 1_000)
    budget = replace(one.budgets[0], earmarks=(mark,))
    alice = person("alice", step("1", 80, "s"))
    bob = person("bob", step("1", 80, "s"), group="young")
    made = problem((alice, bob), replace(one, budgets=(budget,), claim_cost_cents=5))
    assert made.rooms == {"s-26": 1_000, "s-26/jong": 600}
    shares = [Share(person=p, step="1", budget="s-26", amount_cents=80) for p in ("alice", "bob")]
    assert used_of(made, shares) == {"s-26": 170, "s-26/jong": 85}


def test_only_who_may_pay_and_has_a_purse_on_the_day_is_a_lane() -> None:
    old = source("old", 100)
    gone = replace(old, budgets=(replace(old.budgets[0], period=Period(None, DAY), code="old-25"),))
    one = step("1", 80, "s", "old", town=("municipality",))
    alice = person("alice", one)
    made = problem((alice,), source("s", 100), gone, source("town", 100), source("unjudged", 100))
    lanes = made.lanes(alice, one, one.alternatives[0])
    assert [lane.source.code for lane in lanes] == ["s"]
