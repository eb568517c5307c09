"""Reading facts and rules: what is right is read, what is wrong is named with its place."""

from datetime import date
from typing import Any as Anything

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.rules import generated
from voordeur.domain.kernel.because import Source
from voordeur.domain.kernel.period import Period
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
    ParseProblem,
    Path,
    UnreadableRulesError,
    analyse,
    decide,
    parse_condition,
    parse_facts,
    parse_rules,
    parse_table,
    shown_path,
)
from voordeur.domain.rules.parsing import DEEPEST

FACTS = """
- code: benefit
  label: {nl: Uitkering, en: Benefit}
  question: {nl: "Krijg je een uitkering?", en: "Do you receive a benefit?"}
  help: {nl: Kijk op je laatste brief.}
  values:
    - {code: ww, label: {nl: WW, en: Unemployment benefit}}
    - {code: no, label: Geen}
- code: age
  label: {nl: Leeftijd, en: Age}
  kind: number
  minimum: 12
  maximum: 120
  thresholds: [18]
  asked: false
  order: 7
"""

RULES = """
- code: ww-not-enough
  when:
    all:
      - {fact: benefit, is: [ww]}
      - {fact: age, at_least: 18, below: 27}
      - not: {fact: benefit, is: no}
      - any: [{fact: age, below: 99}, {always: true}]
  answer: "@municipality"
  text: {nl: Met WW helpt UWV., en: With this benefit UWV helps.}
  source: {document: "000", section: §3, note: {nl: afgeleid}}
  valid: {from: 2024-06-03, until: 2026-01-01}
- code: rest
  when: {always: true}
  answer: werkcentrum
  text: De rest.
  source: {document: "004"}
"""


def test_facts_are_read() -> None:
    assert parse_facts(yaml.safe_load(FACTS)) == (
        FactDefinition(
            code="benefit",
            label=Text("Uitkering", "Benefit"),
            question=Text("Krijg je een uitkering?", "Do you receive a benefit?"),
            help=Text("Kijk op je laatste brief."),
            values=(
                FactValue("ww", Text("WW", "Unemployment benefit")),
                FactValue("no", Text("Geen")),
            ),
        ),
        FactDefinition(
            code="age",
            label=Text("Leeftijd", "Age"),
            kind=FactKind.NUMBER,
            minimum=12,
            maximum=120,
            thresholds=(18,),
            asked=False,
            order=7,
        ),
    )


def test_rules_are_read() -> None:
    first, rest = parse_rules(yaml.safe_load(RULES))
    assert first.when == All(
        (
            Is("benefit", ("ww",)),
            All((AtLeast("age", 18), Below("age", 27))),
            Not(Is("benefit", ("no",))),
            Any((Below("age", 99), Always())),
        )
    )
    assert (first.code, first.answer) == ("ww-not-enough", "@municipality")
    assert first.text == Text("Met WW helpt UWV.", "With this benefit UWV helps.")
    assert first.source == Source("000", "§3", Text("afgeleid"))
    assert first.valid == Period(date(2024, 6, 3), date(2026, 1, 1))
    assert (rest.when, rest.text, rest.valid) == (Always(), Text("De rest."), Period())


def test_a_table_that_was_read_decides() -> None:
    facts = parse_facts(
        [
            {
                "code": "asker",
                "label": "Wie",
                "question": "Wie ben je?",
                "values": [{"code": "a", "label": "A"}, {"code": "b", "label": "B"}],
            }
        ]
    )
    source = {"document": "004"}
    rules = [
        {
            "code": "one",
            "when": {"fact": "asker", "is": "a"},
            "answer": "x",
            "text": "x",
            "source": source,
        },
        {
            "code": "two",
            "when": {"fact": "asker", "is": "b"},
            "answer": "y",
            "text": "y",
            "source": source,
        },
    ]
    table = parse_table("routing", rules, facts)
    assert analyse(table) == []
    assert decide(table, {"asker": "b"}).answer == "y"


def written(condition: Condition) -> dict[str, Anything]:
    """A condition as it stands in a file."""
    match condition:
        case Always():
            return {"always": True}
        case Is(fact, values):
            return {"fact": fact, "is": list(values)}
        case AtLeast(fact, number):
            return {"fact": fact, "at_least": number}
        case Below(fact, number):
            return {"fact": fact, "below": number}
        case All(parts):
            return {"all": [written(part) for part in parts]}
        case Any(parts):
            return {"any": [written(part) for part in parts]}
        case Not(inner):
            return {"not": written(inner)}


def has_empty_group(condition: Condition) -> bool:
    match condition:
        case All(parts) | Any(parts):
            return not parts or any(has_empty_group(part) for part in parts)
        case Not(inner):
            return has_empty_group(inner)
        case _:
            return False


@given(st.data(), generated.fact_sets())
def test_a_condition_written_out_is_read_back(
    data: st.DataObject, facts: tuple[FactDefinition, ...]
) -> None:
    condition = data.draw(
        generated.conditions(facts).filter(lambda found: not has_empty_group(found))
    )
    assert parse_condition(yaml.safe_load(yaml.safe_dump(written(condition)))) == condition


def problems_of(read: Anything, data: object) -> list[tuple[Path, str]]:
    with pytest.raises(UnreadableRulesError) as raised:
        read(data, ("when",))
    return [(problem.path, problem.expected.nl) for problem in raised.value.problems]


@pytest.mark.parametrize(
    ("data", "path", "expected"),
    [
        (None, ("when",), "verwacht: {fact: …"),
        ("benefit", ("when",), "verwacht: {fact: …"),
        ({}, ("when",), "verwacht: {fact: …"),
        ({"always": False}, ("when",), "verwacht: {fact: …"),
        ({"some": []}, ("when",), "verwacht: {fact: …"),
        ({"all": [], "any": []}, ("when",), "verwacht: {fact: …"),
        ({"all": []}, ("when", "all"), "ten minste één onderdeel"),
        ({"any": {"fact": "x"}}, ("when", "any"), "ten minste één onderdeel"),
        ({"all": [{"always": True}, 3]}, ("when", "all", 1), "verwacht: {fact: …"),
        ({"not": [1]}, ("when", "not"), "verwacht: {fact: …"),
        ({"fact": "x"}, ("when",), "óf ‘is’"),
        ({"fact": "x", "is": ["a"], "below": 3}, ("when",), "óf ‘is’"),
        ({"fact": "x", "is": []}, ("when", "is"), "ten minste één onderdeel"),
        ({"fact": "x", "is": ["a b"]}, ("when", "is", 0), "verwacht: een code"),
        ({"fact": "x", "is": {"a": 1}}, ("when", "is"), "verwacht: een code"),
        ({"fact": "", "is": ["a"]}, ("when", "fact"), "verwacht: een code"),
        ({"fact": "age", "at_least": "18"}, ("when", "at_least"), "heel getal"),
        ({"fact": "age", "below": True}, ("when", "below"), "heel getal"),
        (
            {"fact": "age", "at_leest": 18, "below": 3},
            ("when", "at_leest"),
            "bedoel je ‘at_least’?",
        ),
    ],
)
def test_a_wrong_condition_is_named_with_its_place(data: object, path: Path, expected: str) -> None:
    ((found, words),) = problems_of(parse_condition, data)
    assert found == path
    assert expected in words


def test_conditions_nested_too_deeply_are_refused() -> None:
    deep: dict[str, object] = {"always": True}
    for _ in range(DEEPEST):
        deep = {"not": deep}
    parse_condition(deep)
    ((path, words),) = problems_of(parse_condition, {"not": deep})
    assert path == ("when", *["not"] * (DEEPEST + 1))
    assert "te diep" in words


def fact(**changes: object) -> dict[str, object]:
    right: dict[str, object] = {
        "code": "benefit",
        "label": "Uitkering",
        "question": "Welke?",
        "values": [{"code": "ww", "label": "WW"}],
    }
    return {key: value for key, value in {**right, **changes}.items() if value is not None}


@pytest.mark.parametrize(
    ("data", "path", "expected"),
    [
        ({}, ("when",), "een lijst"),
        (["benefit"], ("when", 0), "verwacht: een blok met code, label"),
        ([fact(code=None)], ("when", 0, "code"), "‘code’ ontbreekt"),
        ([fact(label=3)], ("when", 0, "label"), "verwacht: een tekst"),
        ([fact(label={"en": "Benefit"})], ("when", 0, "label", "nl"), "‘nl’ ontbreekt"),
        ([fact(label={"nl": " "})], ("when", 0, "label", "nl"), "verwacht: een tekst"),
        ([fact(question=None)], ("when", 0, "question"), "heeft een vraag nodig"),
        ([fact(kind="list")], ("when", 0, "kind"), "choice (keuze)"),
        ([fact(kind="number")], ("when", 0, "values"), "hoort niet bij"),
        ([fact(minimum=3)], ("when", 0, "minimum"), "hoort niet bij"),
        (
            [fact(kind="number", values=None, minimum=5, maximum=4)],
            ("when", 0, "maximum"),
            "5 of meer",
        ),
        (
            [fact(kind="number", values=None, thresholds=[1, "x"])],
            ("when", 0, "thresholds", 1),
            "heel getal",
        ),
        ([fact(values=None)], ("when", 0, "values"), "ten minste één onderdeel"),
        ([fact(values=[{"code": "ww"}])], ("when", 0, "values", 0, "label"), "‘label’ ontbreekt"),
        (
            [fact(values=[{"code": "a", "label": "A"}, {"code": "a", "label": "B"}])],
            ("when", 0, "values", 1),
            "staat er al",
        ),
        ([fact(), fact()], ("when", 1), "staat er al"),
        ([fact(asked="ja")], ("when", 0, "asked"), "true (ja)"),
        ([fact(order="eerst")], ("when", 0, "order"), "heel getal"),
    ],
)
def test_a_wrong_fact_is_named_with_its_place(data: object, path: Path, expected: str) -> None:
    ((found, words),) = problems_of(parse_facts, data)
    assert found == path
    assert expected in words


def a_rule(**changes: object) -> dict[str, object]:
    right: dict[str, object] = {
        "code": "one",
        "when": {"always": True},
        "answer": "uwv",
        "text": "Tekst",
        "source": {"document": "000"},
    }
    return {key: value for key, value in {**right, **changes}.items() if value is not None}


@pytest.mark.parametrize(
    ("data", "path", "expected"),
    [
        ([a_rule(source=None)], ("when", 0, "source"), "‘source’ ontbreekt"),
        ([a_rule(source={"section": "§1"})], ("when", 0, "source", "document"), "ontbreekt"),
        ([a_rule(source={"document": []})], ("when", 0, "source", "document"), "korte tekst"),
        ([a_rule(source={"document": 4})], ("when", 0, "source", "document"), "aanhalingstekens"),
        (
            [a_rule(source={"document": "004", "section": 3.1})],
            ("when", 0, "source", "section"),
            "aanhalingstekens",
        ),
        ([a_rule(when=None)], ("when", 0, "when"), "‘when’ ontbreekt"),
        ([a_rule(wenn=1)], ("when", 0, "wenn"), "bedoel je ‘when’?"),
        ([a_rule(answer="U W V")], ("when", 0, "answer"), "verwacht: een code"),
        (
            [a_rule(valid={"from": "3 juni"})],
            ("when", 0, "valid", "from"),
            "een datum als 2024-06-03",
        ),
        ([a_rule(valid={"from": 2024})], ("when", 0, "valid", "from"), "een datum als 2024-06-03"),
        (
            [a_rule(valid={"from": "2024-06-03", "until": "2024-06-03"})],
            ("when", 0, "valid", "until"),
            "een dag na 2024-06-03",
        ),
        ([a_rule(), a_rule()], ("when", 1), "staat er al"),
    ],
)
def test_a_wrong_rule_is_named_with_its_place(data: object, path: Path, expected: str) -> None:
    ((found, words),) = problems_of(parse_rules, data)
    assert found == path
    assert expected in words


def test_every_mistake_is_named_at_once() -> None:
    wrong = [a_rule(answer="", when={"fact": "x"}), a_rule(code="two", text=None)]
    assert {path for path, _ in problems_of(parse_rules, wrong)} == {
        ("when", 0, "when"),
        ("when", 0, "answer"),
        ("when", 1, "text"),
    }


def test_a_path_reads_from_one() -> None:
    assert shown_path(("rules", 2, "when")) == "rules › 3 › when"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "all",
                    "any",
                    "not",
                    "fact",
                    "is",
                    "code",
                    "when",
                    "values",
                    "label",
                    "kind",
                    "valid",
                ]
            )
            | st.integers(),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(ANYTHING)
def test_whatever_stands_in_a_file_is_read_or_refused_with_a_place(data: object) -> None:
    for read in (parse_condition, parse_facts, parse_rules):
        problems: tuple[ParseProblem, ...] | None = None
        try:
            read(data)
        except UnreadableRulesError as error:
            problems = error.problems
        assert problems is None or problems
        assert all(problem.expected.nl and problem.expected.en for problem in problems or ())
