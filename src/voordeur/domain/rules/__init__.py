"""Facts, conditions and rules: the answer and why, what to ask next, and whether a table is sound.

Facts in a pack file::

    - code: benefit
      label: {nl: Uitkering, en: Benefit}
      question: {nl: "Krijg je een uitkering?", en: "Do you receive a benefit?"}
      help: {nl: …, en: …}              # may be left out
      values:
        - {code: ww, label: {nl: WW, en: Unemployment benefit}}
      asked: true                        # default; false when nobody is asked for it
      order: 30                          # default: the place in the list
    - code: age
      label: {nl: Leeftijd, en: Age}
      question: {nl: "Hoe oud ben je?", en: "How old are you?"}
      kind: number
      minimum: 0                         # default
      maximum: 120                       # may be left out

Rules in a pack file::

    - code: ww-talk-not-enough
      when:
        all:
          - {fact: benefit, is: [ww]}
          - {fact: age, at_least: 18, below: 27}
          - not: {fact: advice_talk, is: enough}
          - any: [{fact: work, is: no_work}, {always: true}]
      answer: uwv
      text: {nl: …, en: …}
      source: {document: '000', section: §3, note: {nl: …, en: …}}   # section, note optional
      valid: {from: 2024-06-03, until: 2026-01-01}                   # optional, each side optional
"""

from voordeur.domain.rules.analysis import Finding, FindingKind, analyse, check_condition
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
)
from voordeur.domain.rules.deciding import Decision, decide
from voordeur.domain.rules.facts import FactDefinition, FactKind, FactValue
from voordeur.domain.rules.parsing import (
    parse_condition,
    parse_facts,
    parse_rules,
    parse_table,
)
from voordeur.domain.rules.reading import ParseProblem, Path, UnreadableRulesError, shown_path
from voordeur.domain.rules.tables import Rule, RuleTable

__all__ = [
    "All",
    "Always",
    "Any",
    "AtLeast",
    "Below",
    "Condition",
    "Decision",
    "FactDefinition",
    "FactKind",
    "FactValue",
    "Facts",
    "Finding",
    "FindingKind",
    "Is",
    "Not",
    "ParseProblem",
    "Path",
    "Rule",
    "RuleTable",
    "Truth",
    "UnreadableRulesError",
    "analyse",
    "check_condition",
    "decide",
    "evaluate",
    "facts_in",
    "parse_condition",
    "parse_facts",
    "parse_rules",
    "parse_table",
    "shown_path",
]
