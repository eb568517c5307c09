"""The obvious version: write out every situation and look; independent of the product."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from voordeur.domain.rules import (
    All,
    Always,
    Any,
    AtLeast,
    Below,
    Condition,
    FactKind,
    Is,
    Not,
    RuleTable,
)

Situation = dict[str, str | int]


def holds(condition: Condition, situation: Mapping[str, str | int]) -> bool:
    match condition:
        case Always():
            return True
        case Is(fact, values):
            return situation[fact] in values
        case AtLeast(fact, number):
            return int(situation[fact]) >= number
        case Below(fact, number):
            return int(situation[fact]) < number
        case All(parts):
            return all(holds(part, situation) for part in parts)
        case Any(parts):
            return any(holds(part, situation) for part in parts)
        case Not(inner):
            return not holds(inner, situation)


def values_of(table: RuleTable, code: str) -> tuple[str | int, ...]:
    """Every single number, not bands: so the bands are held against it too."""
    fact = table.fact(code)
    if fact.kind is FactKind.CHOICE:
        return tuple(value.code for value in fact.values)
    assert fact.maximum is not None, "the reference can only count up to a maximum"
    return tuple(range(fact.minimum, fact.maximum + 1))


def situations(
    table: RuleTable, known: Mapping[str, str | int] | None = None
) -> Iterator[Situation]:
    """Every full situation in which ``known`` is so."""
    known = known or {}
    codes = [fact.code for fact in table.facts]
    options = [(known[code],) if code in known else values_of(table, code) for code in codes]
    for choice in product(*options):
        yield dict(zip(codes, choice, strict=True))


def rules_in(table: RuleTable, situation: Situation) -> frozenset[str]:
    return frozenset(rule.code for rule in table.rules if holds(rule.when, situation))


def outcomes(table: RuleTable, known: Mapping[str, str | int] | None = None) -> set[frozenset[str]]:
    return {rules_in(table, situation) for situation in situations(table, known)}


def certain_rule(table: RuleTable, known: Mapping[str, str | int]) -> str | None:
    """The one rule that alone holds whatever the rest turns out to be."""
    found = outcomes(table, known)
    if len(found) == 1 and len(next(iter(found))) == 1:
        return next(iter(next(iter(found))))
    return None


def next_fact(
    table: RuleTable, known: Mapping[str, str | int], skipped: frozenset[str] = frozenset()
) -> str | None:
    """The asked fact whose other values change the rules in the largest share of situations.

    Numbers count per band here: a band is one answer, as wide as it may be.
    """
    if certain_rule(table, known) is not None:
        return None
    weighed = []
    for fact in table.facts:
        if fact.code in known or fact.code in skipped or not fact.asked:
            continue
        others = [
            other.code
            for other in table.facts
            if other.code not in known and other.code != fact.code
        ]
        rests = [
            dict(zip(others, choice, strict=True))
            for choice in product(*(table.cells[code] for code in others))
        ]
        changed = sum(
            1
            for rest in rests
            if len(
                {
                    rules_in(table, {**known, **rest, fact.code: cell})
                    for cell in table.cells[fact.code]
                }
            )
            > 1
        )
        if not changed:
            continue
        left = [
            len(
                frozenset().union(
                    *(rules_in(table, {**known, **rest, fact.code: cell}) for rest in rests)
                )
            )
            for cell in table.cells[fact.code]
        ]
        share = Fraction(changed, len(rests))
        weighed.append((-share, Fraction(sum(left), len(left)), fact.order, fact.code))
    return min(weighed)[-1] if weighed else None
