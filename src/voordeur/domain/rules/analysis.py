"""Analysis of a rule table: does every situation have exactly one rule, and every rule a situation?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from voordeur.domain.kernel.because import FactUsed
from voordeur.domain.kernel.text import Text
from voordeur.domain.rules.conditions import Condition
from voordeur.domain.rules.facts import FactDefinition
from voordeur.domain.rules.tables import RuleTable


class FindingKind(StrEnum):
    """What can be wrong with a table."""

    HOLE = "hole"
    OVERLAP = "overlap"
    UNREACHABLE = "unreachable"
    UNKNOWN_FACT = "unknown_fact"
    UNKNOWN_VALUE = "unknown_value"
    WRONG_KIND = "wrong_kind"
    DUPLICATE_CODE = "duplicate_code"


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake in a table, in words a policy officer understands.

    ``rules`` are the codes of the rules concerned (for a hole: the nearest rules). ``example`` is
    the situation: in every situation with these facts the mistake shows. ``since`` is the first
    day on which it shows (None: from the beginning).
    """

    kind: FindingKind
    message: Text
    rules: tuple[str, ...] = ()
    example: tuple[FactUsed, ...] = ()
    fact: str = ""
    value: str = ""
    since: date | None = None


def analyse(table: RuleTable, facts: Iterable[FactDefinition] | None = None) -> list[Finding]:
    """Return every mistake in ``table``, judged with ``facts`` (by default the table's own)."""
    raise NotImplementedError


def check_condition(condition: Condition, facts: Iterable[FactDefinition], *, rule: str) -> list[Finding]:
    """Return the unknown facts and values in one loose condition; ``rule`` names it in words."""
    raise NotImplementedError
