"""Why an answer is what it is: the facts, the rule, its source, and what would change it."""

from dataclasses import dataclass

from voordeur.domain.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule or figure comes from. ``document`` is a code in the pack's sources.yaml."""

    document: str
    section: str = ""
    note: Text = Text("")


@dataclass(frozen=True, slots=True)
class FactUsed:
    """One fact that weighed in the answer: its code, its value and both as people read them."""

    fact: str
    value: str
    label: Text
    value_label: Text


@dataclass(frozen=True, slots=True)
class Change:
    """Another value of one fact that would have given another answer."""

    fact: str
    value: str
    label: Text
    value_label: Text
    answer: str


@dataclass(frozen=True, slots=True)
class Because:
    """The explanation every suggestion and every refusal carries.

    ``answer`` is the code of what was decided (an organisation, 'no', …); ``rule`` the code of
    the rule; ``rule_text`` that rule in plain words.
    """

    answer: str
    rule: str
    rule_text: Text
    source: Source
    facts: tuple[FactUsed, ...] = ()
    changes: tuple[Change, ...] = ()
