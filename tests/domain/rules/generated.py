"""Generated facts, conditions and tables, small enough to write out every situation."""

from hypothesis import strategies as st

from voordeur.domain.kernel.because import Source
from voordeur.domain.kernel.text import Text
from voordeur.domain.rules import (
    All,
    Always,
    Any,
    AtLeast,
    Below,
    Condition,
    FactDefinition,
    FactKind,
    FactValue,
    Is,
    Not,
    Rule,
    RuleTable,
)

VALUES = ("a", "b", "c", "d")
HIGHEST = 9


def choice(code: str, *values: str, asked: bool = True, order: int = 0) -> FactDefinition:
    return FactDefinition(
        code=code,
        label=Text(f"feit {code}", f"fact {code}"),
        question=Text(f"Wat is {code}?"),
        values=tuple(
            FactValue(value, Text(f"waarde {value}", f"value {value}")) for value in values
        ),
        asked=asked,
        order=order,
    )


def number(code: str, *, maximum: int | None = HIGHEST, order: int = 0) -> FactDefinition:
    return FactDefinition(
        code=code, label=Text(f"feit {code}"), kind=FactKind.NUMBER, maximum=maximum, order=order
    )


def rule(code: str, when: Condition, answer: str = "") -> Rule:
    return Rule(
        code,
        when,
        answer or f"answer-{code}",
        Text(f"regel {code}", f"rule {code}"),
        Source("doc", "§1"),
    )


@st.composite
def fact_sets(draw: st.DrawFn) -> tuple[FactDefinition, ...]:
    """One to four facts, some numbers, some never asked, in any asking order."""
    facts = []
    for place in range(draw(st.integers(1, 4))):
        order = draw(st.integers(0, 2))
        if draw(st.integers(0, 3)) == 0:
            facts.append(number(f"f{place}", order=order))
        else:
            asked = draw(st.integers(0, 4)) != 0
            values = VALUES[: draw(st.integers(1, 4))]
            facts.append(choice(f"f{place}", *values, asked=asked, order=order))
    return tuple(facts)


def tests_on(fact: FactDefinition) -> st.SearchStrategy[Condition]:
    if fact.kind is FactKind.NUMBER:
        numbers = st.integers(-1, HIGHEST + 2)
        return st.one_of(
            st.builds(AtLeast, st.just(fact.code), numbers),
            st.builds(Below, st.just(fact.code), numbers),
        )
    codes = [value.code for value in fact.values]
    some = st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True).map(tuple)
    return st.builds(Is, st.just(fact.code), some)


def conditions(facts: tuple[FactDefinition, ...]) -> st.SearchStrategy[Condition]:
    single: st.SearchStrategy[Condition] = st.one_of(
        *(tests_on(fact) for fact in facts), st.just(Always())
    )

    def combined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        several = st.lists(inner, min_size=0, max_size=3).map(tuple)
        return st.one_of(st.builds(All, several), st.builds(Any, several), st.builds(Not, inner))

    return st.recursive(single, combined, max_leaves=6)


@st.composite
def any_tables(draw: st.DrawFn) -> RuleTable:
    """Tables as they come: mostly with holes and overlaps."""
    facts = draw(fact_sets())
    rules = [
        rule(f"r{place}", draw(conditions(facts)), draw(st.sampled_from(["x", "y", "z"])))
        for place in range(draw(st.integers(0, 4)))
    ]
    return RuleTable("generated", tuple(rules), facts)


@st.composite
def sound_tables(draw: st.DrawFn) -> RuleTable:
    """Tables that are right by construction: a tree of splits whose ends are dealt to rules."""
    facts = draw(fact_sets())
    ends: list[tuple[Condition, ...]] = []

    def grow(path: tuple[Condition, ...], left: tuple[FactDefinition, ...]) -> None:
        if not left or (path and draw(st.integers(0, 3)) == 0):
            ends.append(path)
            return
        fact = draw(st.sampled_from(left))
        rest = tuple(other for other in left if other is not fact)
        for part in _parts(draw, fact):
            grow((*path, part), rest)

    grow((), facts)
    dealt: dict[int, list[Condition]] = {}
    for path in ends:
        dealt.setdefault(draw(st.integers(0, 5)), []).append(All(path))
    rules = [
        rule(
            f"r{place}",
            paths[0] if len(paths) == 1 else Any(tuple(paths)),
            draw(st.sampled_from(["x", "y", "z"])),
        )
        for place, paths in sorted(dealt.items())
    ]
    return RuleTable("sound", tuple(rules), facts)


def _parts(draw: st.DrawFn, fact: FactDefinition) -> list[Condition]:
    """Split the values of a fact in parts that do not overlap."""
    if fact.kind is FactKind.NUMBER:
        middle = draw(st.integers(1, HIGHEST))
        return [Below(fact.code, middle), AtLeast(fact.code, middle)]
    codes = [value.code for value in fact.values]
    cut = draw(st.integers(0, len(codes) - 1))
    halves = [tuple(codes[:cut]), tuple(codes[cut:])]
    return [Is(fact.code, half) for half in halves if half]


@st.composite
def partly_known(draw: st.DrawFn, table: RuleTable) -> dict[str, str | int]:
    """Some of the facts, each with a value it can have."""
    known: dict[str, str | int] = {}
    for fact in table.facts:
        if draw(st.booleans()):
            if fact.kind is FactKind.NUMBER:
                known[fact.code] = draw(st.integers(0, HIGHEST))
            else:
                known[fact.code] = draw(st.sampled_from([value.code for value in fact.values]))
    return known
