"""Steps that wait for each other, against a slow and obvious reading."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voordeur.domain.kernel.refusal import Refusal
from voordeur.domain.trajectories.order import circle, earliest, in_order, may_wait

NAMES = "abcde"
WAITS = st.dictionaries(
    st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=3), max_size=5
)
START = date(2026, 3, 2)


def fits(order: tuple[str, ...], waits: dict[str, list[str]]) -> bool:
    return all(
        order.index(one) < order.index(step)
        for step in order
        for one in waits[step]
        if one in order
    )


@given(WAITS)
def test_a_line_is_found_exactly_when_there_is_one(waits: dict[str, list[str]]) -> None:
    possible = any(fits(order, waits) for order in permutations(waits))
    assert bool(may_wait(waits)) == possible
    if possible:
        assert fits(in_order(waits), waits)
        assert sorted(in_order(waits)) == sorted(waits)
    else:
        found = circle(waits)
        assert found
        following = (*found[1:], found[0])
        assert all(after in waits[step] for step, after in zip(found, following, strict=True))
        with pytest.raises(ValueError, match="circle"):
            in_order(waits)


def test_the_circle_is_named() -> None:
    verdict = may_wait({"a": ["b"], "b": ["c"], "c": ["a"], "d": []})
    assert isinstance(verdict, Refusal)
    assert sorted(verdict.facts["steps"].split()) == ["a", "b", "c"]


def test_a_step_starts_when_the_ones_before_it_end() -> None:
    waits = {"c": ["a", "b"], "a": [], "b": ["a"]}
    found = earliest(waits, {"a": 7, "b": 21, "c": 5}, START, {})
    assert found == {"a": START, "b": START + timedelta(7), "c": START + timedelta(28)}
    chosen = earliest(waits, {"a": 7, "b": 21}, START, {"b": date(2026, 6, 1)})
    assert chosen["c"] == date(2026, 6, 22)
