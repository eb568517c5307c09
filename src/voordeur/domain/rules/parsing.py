"""Reading facts, conditions and rules from the plain data of a pack file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from voordeur.domain.kernel.text import Text
from voordeur.domain.rules.conditions import Condition
from voordeur.domain.rules.facts import FactDefinition
from voordeur.domain.rules.tables import Rule, RuleTable

Path: TypeAlias = tuple[str | int, ...]
"""Where something stands in a file: keys and positions (from 0), outermost first."""


@dataclass(frozen=True, slots=True)
class ParseProblem:
    """One thing that could not be read: where, what stands there, what was expected."""

    path: Path
    found: str
    expected: Text


class UnreadableRulesError(ValueError):
    """Raised with every problem found, not only the first."""

    def __init__(self, problems: Sequence[ParseProblem]) -> None:
        super().__init__("; ".join(f"{problem.path}: {problem.expected}" for problem in problems))
        self.problems = tuple(problems)


def parse_condition(data: object, path: Path = ()) -> Condition:
    """Read one condition; raises :class:`UnreadableRulesError`."""
    raise NotImplementedError


def parse_facts(data: object, path: Path = ()) -> tuple[FactDefinition, ...]:
    """Read a list of fact definitions; raises :class:`UnreadableRulesError`."""
    raise NotImplementedError


def parse_rules(data: object, path: Path = ()) -> tuple[Rule, ...]:
    """Read a list of rules; raises :class:`UnreadableRulesError`."""
    raise NotImplementedError


def parse_table(
    code: str, data: object, facts: tuple[FactDefinition, ...], path: Path = ()
) -> RuleTable:
    """Read the rules of a table over ``facts``; raises :class:`UnreadableRulesError`."""
    return RuleTable(code, parse_rules(data, path), facts)
