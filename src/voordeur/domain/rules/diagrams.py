"""Every situation of a table, split on one fact at a time and folded where nothing differs.

A diagram is made by splitting the conditions on the first fact they still speak of, for each of
its values, and stopping as soon as all of them are decided. Equal parts are made once, so a fact
that no longer matters does not appear: that is what makes analysis and 'what to ask next' exact
and fast at the same time.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias, assert_never

from voordeur.domain.rules.conditions import (
    All,
    Always,
    Any,
    AtLeast,
    Below,
    Condition,
    Is,
    Not,
    Truth,
    evaluate,
    tests_in,
)

Cell: TypeAlias = str | int
Cells: TypeAlias = Mapping[str, tuple[Cell, ...]]
Known: TypeAlias = Mapping[str, Cell]


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """Situations in which exactly ``rules`` hold."""

    rules: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """Situations that differ by the value of ``fact``."""

    fact: str
    children: tuple[tuple[Cell, "Node"], ...]


Node: TypeAlias = Leaf | Branch


class Diagrams:
    """The diagrams of one table; equal parts are the same object, so ``is`` compares meaning."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._place = {fact: place for place, fact in enumerate(cells)}
        self._leaves: dict[frozenset[str], Leaf] = {}
        self._branches: dict[tuple[str, tuple[Node, ...]], Branch] = {}

    def build(self, conditions: Mapping[str, Condition]) -> Node:
        """Return the diagram of ``conditions``, rule code → condition.

        Raises ``ValueError`` when a condition speaks of a fact without cells.
        """
        for code, condition in conditions.items():
            for test in tests_in(condition):
                if not self._cells.get(test.fact):
                    message = f"rule {code} speaks of fact {test.fact}, which has no values"
                    raise ValueError(message)
        return self._split(tuple(conditions), tuple(conditions.values()), {})

    def _split(
        self,
        codes: tuple[str, ...],
        conditions: tuple[Condition, ...],
        made: dict[tuple[Condition, ...], Node],
    ) -> Node:
        if conditions in made:
            return made[conditions]
        open_facts = {test.fact for condition in conditions for test in tests_in(condition)}
        node: Node
        if not open_facts:
            holds = (evaluate(condition, {}) is Truth.YES for condition in conditions)
            node = self._leaf(
                frozenset(code for code, yes in zip(codes, holds, strict=True) if yes)
            )
        else:
            fact = min(open_facts, key=self._place.__getitem__)
            node = self._branch(
                fact,
                tuple(
                    self._split(codes, tuple(given(part, fact, cell) for part in conditions), made)
                    for cell in self._cells[fact]
                ),
            )
        made[conditions] = node
        return node

    def _leaf(self, rules: frozenset[str]) -> Leaf:
        return self._leaves.setdefault(rules, Leaf(rules))

    def _branch(self, fact: str, children: tuple[Node, ...]) -> Node:
        if all(child is children[0] for child in children):
            return children[0]
        known = self._branches.get((fact, children))
        if known is None:
            known = Branch(fact, tuple(zip(self._cells[fact], children, strict=True)))
            self._branches[fact, children] = known
        return known

    def fork(self) -> "Diagrams":
        """Return diagrams that know these parts, so that passing work does not pile up here."""
        other = Diagrams(self._cells)
        other._leaves = dict(self._leaves)
        other._branches = dict(self._branches)
        return other

    def restrict(self, node: Node, known: Known) -> Node:
        """Return the diagram of the situations in which ``known`` is so."""
        made: dict[Node, Node] = {}

        def restricted(part: Node) -> Node:
            if isinstance(part, Leaf):
                return part
            if part not in made:
                made[part] = (
                    restricted(dict(part.children)[known[part.fact]])
                    if part.fact in known
                    else self._branch(part.fact, tuple(restricted(c) for _, c in part.children))
                )
            return made[part]

        return restricted(node)

    def influence(self, node: Node, fact: str) -> Fraction:
        """Return the share of situations in which another value of ``fact`` changes the rules."""
        made: dict[tuple[Node, ...], Fraction] = {}

        def differing(parts: tuple[Node, ...]) -> Fraction:
            if all(part is parts[0] for part in parts):
                return Fraction(0)
            branches = [part for part in parts if isinstance(part, Branch)]
            if not branches:
                return Fraction(1)
            if parts not in made:
                top = min((branch.fact for branch in branches), key=self._place.__getitem__)
                cells = self._cells[top]
                made[parts] = sum(
                    (differing(tuple(_child(part, top, cell) for part in parts)) for cell in cells),
                    start=Fraction(0),
                ) / len(cells)
            return made[parts]

        return differing(tuple(self.restrict(node, {fact: cell}) for cell in self._cells[fact]))


def _child(node: Node, fact: str, cell: Cell) -> Node:
    if isinstance(node, Branch) and node.fact == fact:
        return dict(node.children)[cell]
    return node


def outcomes(node: Node) -> frozenset[frozenset[str]]:
    """Return every set of rules that holds together in some situation of ``node``."""
    return frozenset(part.rules for part in parts_of(node) if isinstance(part, Leaf))


def facts_of(node: Node) -> frozenset[str]:
    """Return the facts that still make a difference in ``node``."""
    return frozenset(part.fact for part in parts_of(node) if isinstance(part, Branch))


def parts_of(node: Node) -> Iterator[Node]:
    """Yield every distinct part of ``node`` once, itself first."""
    seen: set[Node] = {node}
    waiting = [node]
    while waiting:
        part = waiting.pop()
        yield part
        for _, child in part.children if isinstance(part, Branch) else ():
            if child not in seen:
                seen.add(child)
                waiting.append(child)


def situations(node: Node, wanted: Callable[[frozenset[str]], bool]) -> Iterator[dict[str, Cell]]:
    """Yield the partial situations that lead to rules that are ``wanted``, one per path."""
    leading: dict[Node, bool] = {}

    def leads(part: Node) -> bool:
        if part not in leading:
            leading[part] = any(wanted(rules) for rules in outcomes(part))
        return leading[part]

    def walk(part: Node, so_far: dict[str, Cell]) -> Iterator[dict[str, Cell]]:
        if not leads(part):
            return
        if isinstance(part, Leaf):
            yield so_far
            return
        for cell, child in part.children:
            yield from walk(child, {**so_far, part.fact: cell})

    return walk(node, {})


NEVER = Any(())
"""The condition that holds in no situation."""


def given(condition: Condition, fact: str, cell: Cell) -> Condition:
    """Return what is left of ``condition`` once ``fact`` is known to be ``cell``."""
    match condition:
        case Always():
            return condition
        case Is() | AtLeast() | Below():
            return (
                _constant(evaluate(condition, {fact: cell}))
                if condition.fact == fact
                else condition
            )
        case All():
            return _all_given(condition, fact, cell)
        case Any():
            return _any_given(condition, fact, cell)
        case Not():
            return _opposite(given(condition.condition, fact, cell))
        case _:
            assert_never(condition)


def _opposite(condition: Condition) -> Condition:
    if condition == Always():
        return NEVER
    return Always() if condition == NEVER else Not(condition)


def _constant(truth: Truth) -> Condition:
    # A test of the wrong kind (a number asked of a choice) never holds; analysis names it.
    return Always() if truth is Truth.YES else NEVER


def _all_given(condition: All, fact: str, cell: Cell) -> Condition:
    left: list[Condition] = []
    for part in condition.conditions:
        rest = given(part, fact, cell)
        if rest == NEVER:
            return NEVER
        if rest != Always():
            left.append(rest)
    if not left:
        return Always()
    return left[0] if len(left) == 1 else All(tuple(left))


def _any_given(condition: Any, fact: str, cell: Cell) -> Condition:
    left: list[Condition] = []
    for part in condition.conditions:
        rest = given(part, fact, cell)
        if rest == Always():
            return Always()
        if rest != NEVER:
            left.append(rest)
    return left[0] if len(left) == 1 else Any(tuple(left))
