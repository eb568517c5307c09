"""Three-valued evaluation: what is not known yet stays open, and what is certain stays certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.rules import generated, reference
from voordeur.domain.rules import (
    All,
    Always,
    Any,
    AtLeast,
    Below,
    Is,
    Not,
    RuleTable,
    Truth,
    evaluate,
    facts_in,
)

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
KNOWN = {"yes": "a", "no": "b"}
"""With Is(fact, a): fact 'yes' is yes, fact 'no' is no, fact 'unknown' is unknown."""


def part(truth: Truth) -> Is:
    return Is(truth.value, ("a",))


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        (YES, YES, YES, YES),
        (YES, NO, NO, YES),
        (YES, UNKNOWN, UNKNOWN, YES),
        (NO, YES, NO, YES),
        (NO, NO, NO, NO),
        (NO, UNKNOWN, NO, UNKNOWN),
        (UNKNOWN, YES, UNKNOWN, YES),
        (UNKNOWN, NO, NO, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_all_and_any_follow_kleene(one: Truth, other: Truth, both: Truth, either: Truth) -> None:
    parts = (part(one), part(other))
    assert evaluate(All(parts), KNOWN) is both
    assert evaluate(Any(parts), KNOWN) is either


@pytest.mark.parametrize(("inside", "outside"), [(YES, NO), (NO, YES), (UNKNOWN, UNKNOWN)])
def test_not_turns_only_what_is_known(inside: Truth, outside: Truth) -> None:
    assert evaluate(Not(part(inside)), KNOWN) is outside


def test_nothing_to_meet_is_met_and_nothing_to_choose_is_not() -> None:
    assert evaluate(All(()), {}) is YES
    assert evaluate(Any(()), {}) is NO
    assert evaluate(Always(), {}) is YES


@pytest.mark.parametrize(
    ("age", "at_least", "below"), [(17, NO, YES), (18, YES, NO), (19, YES, NO)]
)
def test_at_least_includes_its_number_and_below_does_not(
    age: int, at_least: Truth, below: Truth
) -> None:
    assert evaluate(AtLeast("age", 18), {"age": age}) is at_least
    assert evaluate(Below("age", 18), {"age": age}) is below


def test_a_number_test_on_something_else_is_not_known() -> None:
    assert evaluate(AtLeast("age", 18), {"age": "old"}) is UNKNOWN
    assert evaluate(Below("age", 18), {}) is UNKNOWN


def test_a_truth_is_not_a_bool() -> None:
    with pytest.raises(TypeError, match="three values"):
        bool(NO)


def test_facts_in_names_every_fact_once() -> None:
    condition = All((Is("a", ("x",)), Not(Any((AtLeast("b", 1), Is("a", ("y",)))))))
    assert facts_in(condition) == {"a", "b"}


@given(st.data(), generated.any_tables())
def test_what_is_certain_with_some_facts_holds_in_every_completion(
    data: st.DataObject, table: RuleTable
) -> None:
    known = data.draw(generated.partly_known(table))
    for rule in table.rules:
        truth = evaluate(rule.when, known)
        found = {
            reference.holds(rule.when, situation)
            for situation in reference.situations(table, known)
        }
        if truth is not UNKNOWN:
            assert found == {truth is YES}
        if len(known) == len(table.facts):
            assert truth is not UNKNOWN
