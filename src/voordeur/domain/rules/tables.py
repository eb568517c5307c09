"""Rules with an answer, a source and a validity period, gathered in a table."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from voordeur.domain.kernel.because import Source
from voordeur.domain.kernel.period import ALWAYS, Period
from voordeur.domain.kernel.text import Text
from voordeur.domain.rules.conditions import AtLeast, Below, Condition, Facts, tests_in
from voordeur.domain.rules.diagrams import Cell, Diagrams, Node
from voordeur.domain.rules.facts import FactDefinition, FactKind


@dataclass(frozen=True, slots=True)
class Rule:
    """When ``when`` holds, the answer is ``answer``; ``text`` says so in plain words."""

    code: str
    when: Condition
    answer: str
    text: Text
    source: Source
    valid: Period = ALWAYS


@dataclass(frozen=True)
class RuleTable:
    """Rules that together give one answer for every situation.

    ``facts`` defines every fact the rules speak of. Ask :meth:`as_of` for the rules of a day
    before deciding: deciding does not look at validity periods.
    """

    code: str
    rules: tuple[Rule, ...]
    facts: tuple[FactDefinition, ...]

    def as_of(self, day: date) -> "RuleTable":
        """Return the table with only the rules that are valid on ``day``."""
        rules = tuple(rule for rule in self.rules if day in rule.valid)
        if len(rules) == len(self.rules):
            return self
        codes = tuple(rule.code for rule in rules)
        return self._versions.setdefault(codes, replace(self, rules=rules))

    def rule(self, code: str) -> Rule:
        """Return the rule with ``code``; raises ``KeyError`` when there is none."""
        return self._rule_by_code[code]

    def fact(self, code: str) -> FactDefinition:
        """Return the definition of a fact; raises ``KeyError`` when there is none."""
        return self._fact_by_code[code]

    def defines(self, code: str) -> bool:
        """Tell whether the table defines the fact ``code``."""
        return code in self._fact_by_code

    @cached_property
    def cells(self) -> Mapping[str, tuple[str | int, ...]]:
        """The values per fact that can make a difference in this table (see FactDefinition)."""
        thresholds: dict[str, set[int]] = {}
        for rule in self.rules:
            for test in tests_in(rule.when):
                if isinstance(test, AtLeast | Below):
                    thresholds.setdefault(test.fact, set()).add(test.number)
        return {fact.code: fact.cells(thresholds.get(fact.code, ())) for fact in self.facts}

    def known_cells(self, facts: Facts) -> dict[str, Cell]:
        """Return the cell of every fact the table defines and whose value it knows.

        Anything else counts as not known yet: a stored value that the pack no longer has is
        asked again.
        """
        return {
            fact.code: self._cell(fact, facts[fact.code])
            for fact in self.facts
            if fact.code in facts and fact.accepts(facts[fact.code])
        }

    def _cell(self, fact: FactDefinition, value: str | int) -> Cell:
        if fact.kind is FactKind.CHOICE:
            return value
        return max(int(cell) for cell in self.cells[fact.code] if int(cell) <= int(value))

    @cached_property
    def diagrams(self) -> Diagrams:
        """The store of the table's diagrams; work on a fork of it."""
        ordered = sorted(self.facts, key=lambda fact: (fact.order, fact.code))
        return Diagrams({fact.code: self.cells[fact.code] for fact in ordered})

    @cached_property
    def diagram(self) -> Node:
        """Every situation with the rules that hold in it."""
        return self.diagrams.build({rule.code: rule.when for rule in self.rules})

    # A table lives as long as the pack; the versions of it keep what was computed for them.
    @cached_property
    def _versions(self) -> dict[tuple[str, ...], "RuleTable"]:
        return {}

    @cached_property
    def _rule_by_code(self) -> dict[str, Rule]:
        return {rule.code: rule for rule in self.rules}

    @cached_property
    def _fact_by_code(self) -> dict[str, FactDefinition]:
        return {fact.code: fact for fact in self.facts}
