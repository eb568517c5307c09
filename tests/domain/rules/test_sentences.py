"""Conditions as lines: what they mean, and what a line that says nothing answers."""

import pytest

from voordeur.domain.rules.conditions import (
    All,
    Always,
    Any,
    AtLeast,
    Below,
    Is,
    Not,
    Truth,
    evaluate,
)
from voordeur.domain.rules.sentences import UnreadableConditionError, read_condition


def test_every_form_of_a_line_has_its_meaning() -> None:
    written = "Benefit".lower() + ": ww, bijstand\n\nage: 18..26\nniet work: working"
    assert read_condition(written) == All(
        (
            Is("benefit", ("ww", "bijstand")),
            All((AtLeast("age", 18), Below("age", 27))),
            Not(Is("work", ("working",))),
        )
    )


def test_of_starts_another_way_in() -> None:
    read = read_condition("age: ..26\nof\nbenefit: ww\n")
    assert read == Any((Below("age", 27), Is("benefit", ("ww",))))
    assert evaluate(read, {"age": 40, "benefit": "ww"}) is Truth.YES
    assert evaluate(read, {"age": 40}) is Truth.UNKNOWN
    assert evaluate(read, {"age": 40, "benefit": "none"}) is Truth.NO


def test_nothing_written_is_always() -> None:
    assert read_condition(" \n ") == Always()


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("zomaar wat", 1),
        ("age: 18..26\nbenefit:", 2),
        ("age: ..", 1),
        ("age: 30..18", 1),
        ("of\nage: 18..", 1),
        ("age: 18..\nof", 2),
        ("benefit: ww; drop", 1),
        ("age: 18..\n" * 61, 61),
    ],
)
def test_a_line_that_says_nothing_is_named(written: str, line: int) -> None:
    with pytest.raises(UnreadableConditionError) as wrong:
        read_condition(written)
    assert wrong.value.line == line
    assert wrong.value.expected.nl
    assert wrong.value.expected.en
