"""Results are counted from events by rules; what nothing produces yet counts nothing."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from voordeur.domain.agenda.counting import (
    CountingRule,
    Happening,
    counted,
    counted_each,
    rule_of,
)
from voordeur.domain.kernel.period import ALWAYS, Period

YEAR = Period(date(2024, 1, 1), date(2025, 1, 1))


def happening(name: str, day: date, case: int | None = 1, **payload: Any) -> Happening:
    return Happening(name, day, case, payload)


EVENTS = [
    happening("CaseClosed", date(2024, 1, 1), 1, outcome="work_found"),
    happening("CaseClosed", date(2024, 5, 1), 1, outcome="work_found"),
    happening("CaseClosed", date(2024, 12, 31), 2, outcome="stopped"),
    happening("CaseClosed", date(2025, 1, 1), 3, outcome="work_found"),
    happening("Other", date(2024, 6, 1), 4),
]


def test_name_content_case_and_period_all_weigh() -> None:
    everything = CountingRule(frozenset({"CaseClosed"}))
    assert counted(everything, EVENTS, YEAR) == 3
    assert counted(everything, EVENTS, ALWAYS) == 4
    work = CountingRule(frozenset({"CaseClosed"}), (("outcome", frozenset({"work_found"})),))
    assert counted(work, EVENTS, YEAR) == 2
    once = CountingRule(work.events, work.where, once_per_case=True)
    assert counted(once, EVENTS, YEAR) == 1
    assert counted(CountingRule(frozenset({"PlacementMade"})), EVENTS, ALWAYS) == 0


def test_one_of_many_is_enough() -> None:
    """A step may be paid by more than one organisation."""
    paid = CountingRule(frozenset({"StepOrdered"}), (("paid_by", frozenset({"werkcentrum"})),))
    day = date(2024, 5, 1)
    both = happening("StepOrdered", day, 1, paid_by=["gemeente-haarlem", "werkcentrum"])
    other = happening("StepOrdered", day, 2, paid_by=["gemeente-haarlem"])
    nobody = happening("StepOrdered", day, 3, paid_by=[])
    assert counted(paid, [both, other, nobody], YEAR) == 1


def test_a_rule_reads_as_it_was_kept() -> None:
    kept = {"events": ["A", "B"], "where": {"kind": ["x"]}, "once_per_case": True}
    assert rule_of(kept) == CountingRule(
        frozenset({"A", "B"}), (("kind", frozenset({"x"})),), once_per_case=True
    )
    assert rule_of(None) is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from("AB"), st.integers(1, 4), st.integers(1, 3), st.sampled_from("xy")
        )
    ),
    st.booleans(),
)
def test_as_slow_and_obvious_counting(rows: list[tuple[str, int, int, str]], once: bool) -> None:
    events = [happening(n, date(2024, 1, d), c, kind=k) for n, d, c, k in rows]
    rule = CountingRule(frozenset({"A"}), (("kind", frozenset({"x"})),), once_per_case=once)
    period = Period(date(2024, 1, 2), date(2024, 1, 4))
    met = [c for n, d, c, k in rows if n == "A" and k == "x" and d in (2, 3)]
    assert counted(rule, events, period) == (len(set(met)) if once else len(met))


RULES = st.builds(
    CountingRule,
    st.frozensets(st.sampled_from("AB"), min_size=1),
    st.sampled_from([(), (("kind", frozenset({"x"})),)]),
    st.booleans(),
)
DAYS = st.sampled_from([ALWAYS, Period(date(2024, 1, 2), date(2024, 1, 4))])


@given(
    st.lists(st.tuples(RULES, DAYS), max_size=5),
    st.lists(
        st.tuples(
            st.sampled_from("ABC"),
            st.integers(1, 4),
            st.sampled_from([None, 1, 2]),
            st.sampled_from("xy"),
        )
    ),
)
def test_many_rules_in_one_pass_as_each_alone(
    asked: list[tuple[CountingRule, Period]], rows: list[tuple[str, int, int | None, str]]
) -> None:
    events = [happening(n, date(2024, 1, d), c, kind=k) for n, d, c, k in rows]
    assert counted_each(asked, events) == tuple(
        counted(rule, events, period) for rule, period in asked
    )
