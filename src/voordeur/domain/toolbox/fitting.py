"""Which instruments fit a situation, which do not and why, and what to ask next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from voordeur.domain.rules.conditions import (
    All,
    Always,
    Any,
    AtLeast,
    Below,
    Condition,
    Facts,
    Is,
    Not,
    Truth,
    evaluate,
    facts_in,
    tests_in,
)
from voordeur.domain.rules.facts import FactDefinition
from voordeur.domain.toolbox.instruments import Instrument


@dataclass(frozen=True, slots=True)
class Fit:
    """How one instrument lies for a situation.

    ``demands`` are the demands that decided it: those that hold when it fits, those that fail when
    it does not. ``to_ask`` are the facts that could still decide it, in the order of the rule.
    """

    instrument: Instrument
    truth: Truth
    demands: tuple[Condition, ...] = ()
    to_ask: tuple[str, ...] = ()
    over: bool = False
    """The instrument itself is not in force on this day."""


def fit(instrument: Instrument, facts: Facts, today: date) -> Fit:
    """Judge one instrument for a situation; a suggestion to a person, never a decision."""
    if today not in instrument.valid:
        return Fit(instrument, Truth.NO, over=True)
    truth = evaluate(instrument.condition, facts)
    match truth:
        case Truth.UNKNOWN:
            return Fit(instrument, truth, to_ask=_open_facts(instrument.condition, facts))
        case _:
            return Fit(instrument, truth, _deciding(instrument.condition, facts, truth))


def fits(
    instruments: Iterable[Instrument], facts: Facts, *, whom: str, today: date
) -> tuple[Fit, ...]:
    """Judge every instrument for a ``person`` or an ``employer``."""
    return tuple(fit(one, facts, today) for one in instruments if one.is_for(whom))


def _deciding(condition: Condition, facts: Facts, truth: Truth) -> tuple[Condition, ...]:
    """Return the smallest demands that make ``condition`` what it is."""
    match condition:
        case Always():
            return ()
        case All() if truth is Truth.NO:
            return _flat(condition.conditions, facts, truth)
        case All():
            return tuple(
                found for part in condition.conditions for found in _deciding(part, facts, truth)
            )
        case Any() if truth is Truth.YES:
            held = (part for part in condition.conditions if evaluate(part, facts) is truth)
            return min((_deciding(part, facts, truth) for part in held), key=len, default=())
        case Any():
            return min(
                (_deciding(part, facts, truth) for part in condition.conditions),
                key=len,
                default=(),
            )
        case _:
            return (condition,)


def _flat(parts: Sequence[Condition], facts: Facts, truth: Truth) -> tuple[Condition, ...]:
    return tuple(
        found
        for part in parts
        if evaluate(part, facts) is truth
        for found in _deciding(part, facts, truth)
    )


def _open_facts(condition: Condition, facts: Facts) -> tuple[str, ...]:
    """Return the unknown facts of the parts that can still decide, in reading order."""
    match condition:
        case All() | Any():
            found = [
                fact
                for part in condition.conditions
                if evaluate(part, facts) is Truth.UNKNOWN
                for fact in _open_facts(part, facts)
            ]
        case _:
            found = [test.fact for test in tests_in(condition) if test.fact not in facts]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask for, and of how many instruments its answer decides, on average."""

    fact: str
    decides: Fraction
    instruments: int
    """How many open instruments speak of it."""


def next_questions(
    judged: Iterable[Fit], facts: Facts, definitions: Mapping[str, FactDefinition]
) -> tuple[Question, ...]:
    """Return what to ask next, the question first whose answers decide most instruments.

    Every possible answer counts equally. With equal worth the question that more instruments speak
    of comes first, then the order of the questions.
    """
    waiting = [one.instrument for one in judged if one.truth is Truth.UNKNOWN]
    asked = {fact for one in judged for fact in one.to_ask if fact in definitions}
    found = [_worth(definitions[fact], waiting, facts) for fact in asked]
    order = {code: (one.order, code) for code, one in definitions.items()}
    return tuple(sorted(found, key=lambda q: (-q.decides, -q.instruments, order[q.fact])))


def _worth(fact: FactDefinition, waiting: Sequence[Instrument], facts: Facts) -> Question:
    speaking = [one for one in waiting if fact.code in facts_in(one.condition)]
    cells = fact.cells(_thresholds(fact.code, speaking))
    decided = sum(
        evaluate(one.condition, {**facts, fact.code: cell}) is not Truth.UNKNOWN
        for one in speaking
        for cell in cells
    )
    return Question(fact.code, Fraction(decided, len(cells) or 1), len(speaking))


def _thresholds(fact: str, instruments: Iterable[Instrument]) -> tuple[int, ...]:
    return tuple(
        test.number
        for one in instruments
        for test in tests_in(one.condition)
        if isinstance(test, AtLeast | Below) and test.fact == fact
    )


def demand_facts(demand: Condition) -> tuple[str, ...]:
    """Return the facts one demand speaks of, in reading order."""
    return tuple(dict.fromkeys(test.fact for test in tests_in(demand)))


def is_turned(demand: Condition) -> tuple[Is | AtLeast | Below | None, bool]:
    """Return the single test of a demand and whether it is turned round; None for another shape."""
    match demand:
        case Not() if isinstance(demand.condition, Is | AtLeast | Below):
            return demand.condition, True
        case Is() | AtLeast() | Below():
            return demand, False
        case _:
            return None, False
