"""Conditions over facts and their three-valued evaluation: yes, no, or not known yet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias, assert_never


class Truth(Enum):
    """The value of a condition (Kleene's strong logic)."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        message = "a truth has three values; compare it with Truth.YES or Truth.NO"
        raise TypeError(message)


@dataclass(frozen=True, slots=True)
class Always:
    """Holds in every situation."""


@dataclass(frozen=True, slots=True)
class Is:
    """The choice fact has one of ``values``."""

    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The number fact is ``number`` or more."""

    fact: str
    number: int


@dataclass(frozen=True, slots=True)
class Below:
    """The number fact is less than ``number``."""

    fact: str
    number: int


@dataclass(frozen=True, slots=True)
class All:
    """Every one of ``conditions`` holds (true when there are none)."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of ``conditions`` holds (false when there are none)."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """``condition`` does not hold."""

    condition: "Condition"


Condition: TypeAlias = Always | Is | AtLeast | Below | All | Any | Not

Facts: TypeAlias = Mapping[str, str | int]
"""What is known: fact code → value code or number. A fact that is not in it is not known yet."""


def evaluate(condition: Condition, facts: Facts) -> Truth:
    """Tell whether ``condition`` holds, given what is known; a missing fact counts as unknown."""
    match condition:
        case Always():
            return Truth.YES
        case Is() | AtLeast() | Below():
            return _evaluate_test(condition, facts)
        case All():
            return conjunction(evaluate(part, facts) for part in condition.conditions)
        case Any():
            return negation(
                conjunction(negation(evaluate(part, facts)) for part in condition.conditions)
            )
        case Not():
            return negation(evaluate(condition.condition, facts))
        case _:
            assert_never(condition)


def _evaluate_test(test: Is | AtLeast | Below, facts: Facts) -> Truth:
    value = facts.get(test.fact)
    match test:
        case Is():
            return Truth.UNKNOWN if value is None else _truth(value in test.values)
        case AtLeast():
            return _truth(value >= test.number) if isinstance(value, int) else Truth.UNKNOWN
        case Below():
            return _truth(value < test.number) if isinstance(value, int) else Truth.UNKNOWN
        case _:
            assert_never(test)


def _truth(holds: bool) -> Truth:  # noqa: FBT001 - the one place where a bool becomes a truth
    return Truth.YES if holds else Truth.NO


def negation(truth: Truth) -> Truth:
    """Return 'no' for yes, 'yes' for no; the unknown stays unknown."""
    match truth:
        case Truth.YES:
            return Truth.NO
        case Truth.NO:
            return Truth.YES
        case Truth.UNKNOWN:
            return Truth.UNKNOWN
        case _:
            assert_never(truth)


def conjunction(truths: Iterable[Truth]) -> Truth:
    """Return 'no' as soon as one is no, else 'unknown' when one is unknown, else 'yes'."""
    result = Truth.YES
    for truth in truths:
        if truth is Truth.NO:
            return Truth.NO
        if truth is Truth.UNKNOWN:
            result = Truth.UNKNOWN
    return result


def tests_in(condition: Condition) -> Iterator[Is | AtLeast | Below]:
    """Yield every test on a single fact inside ``condition``, in reading order."""
    match condition:
        case Always():
            return
        case Is() | AtLeast() | Below():
            yield condition
        case All() | Any():
            for part in condition.conditions:
                yield from tests_in(part)
        case Not():
            yield from tests_in(condition.condition)
        case _:
            assert_never(condition)


def facts_in(condition: Condition) -> frozenset[str]:
    """Return the codes of the facts ``condition`` speaks of."""
    return frozenset(test.fact for test in tests_in(condition))
