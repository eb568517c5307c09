"""Reading facts, conditions and rules from the plain data of a pack file."""

from collections.abc import Mapping

from voordeur.domain.kernel.because import Source
from voordeur.domain.kernel.period import ALWAYS, Period
from voordeur.domain.kernel.text import Text
from voordeur.domain.rules.conditions import All, Always, Any, AtLeast, Below, Condition, Is, Not
from voordeur.domain.rules.facts import FactDefinition, FactKind, FactValue
from voordeur.domain.rules.reading import Path, Reader
from voordeur.domain.rules.tables import Rule, RuleTable

DEEPEST = 20
"""Conditions nested deeper than this are refused; nobody can read them."""


def parse_condition(data: object, path: Path = ()) -> Condition:
    """Read one condition; raises :class:`UnreadableRulesError`."""
    reader = Reader()
    return reader.finish(_condition(reader, data, path))


def parse_facts(data: object, path: Path = ()) -> tuple[FactDefinition, ...]:
    """Read a list of fact definitions; raises :class:`UnreadableRulesError`."""
    reader = Reader()
    facts = reader.items(data, path, lambda item, place: _fact(reader, item, place))
    reader.no_doubles((fact.code for fact in facts), path)
    return reader.finish(facts)


def parse_rules(data: object, path: Path = ()) -> tuple[Rule, ...]:
    """Read a list of rules; raises :class:`UnreadableRulesError`."""
    reader = Reader()
    rules = reader.items(data, path, lambda item, place: _rule(reader, item, place))
    reader.no_doubles((rule.code for rule in rules), path)
    return reader.finish(rules)


def parse_table(
    code: str, data: object, facts: tuple[FactDefinition, ...], path: Path = ()
) -> RuleTable:
    """Read the rules of a table over ``facts``; raises :class:`UnreadableRulesError`.

    Whether the rules fit the facts and each other is the question of ``analyse``.
    """
    return RuleTable(code, parse_rules(data, path), facts)


# Conditions


def _condition(reader: Reader, data: object, path: Path, depth: int = 0) -> Condition:
    if depth > DEEPEST:
        reader.expected(
            path,
            data,
            f"te diep genest; schrijf het in hoogstens {DEEPEST} lagen",
            f"nested too deeply; use at most {DEEPEST} layers",
        )
        return Always()
    if isinstance(data, Mapping):
        if "fact" in data:
            return _test(reader, data, path)
        if len(data) == 1:
            ((key, inner),) = data.items()
            found = _combination(reader, key, inner, path, depth)
            if found is not None:
                return found
    reader.expected(
        path,
        data,
        "verwacht: {fact: …, is: […]}, {fact: …, at_least: …, below: …}, {all: […]}, {any: […]}, "
        "{not: …} of {always: true}",
        "expected {fact: …, is: […]}, {fact: …, at_least: …, below: …}, {all: […]}, {any: […]}, "
        "{not: …} or {always: true}",
    )
    return Always()


def _combination(
    reader: Reader, key: object, inner: object, path: Path, depth: int
) -> Condition | None:
    def part(item: object, place: Path) -> Condition:
        return _condition(reader, item, place, depth + 1)

    match key:
        case "all":
            return All(reader.items(inner, (*path, "all"), part))
        case "any":
            return Any(reader.items(inner, (*path, "any"), part))
        case "not":
            return Not(part(inner, (*path, "not")))
        case "always" if inner is True:
            return Always()
        case _:
            return None


def _test(reader: Reader, data: Mapping[str, object], path: Path) -> Condition:
    read = reader.mapping(data, path, needed=("fact",), optional=("is", "at_least", "below"))
    fact = reader.code(read.get("fact"), (*path, "fact"))
    tests: list[Condition] = []
    if "at_least" in read:
        tests.append(AtLeast(fact, reader.number(read["at_least"], (*path, "at_least"))))
    if "below" in read:
        tests.append(Below(fact, reader.number(read["below"], (*path, "below"))))
    if "is" in read and not tests:
        tests.append(Is(fact, _codes(reader, read["is"], (*path, "is"))))
    elif "is" in read or not tests:
        reader.expected(
            path,
            sorted(read),
            "verwacht: bij een feit óf ‘is’ (een keuze) óf ‘at_least’ en/of ‘below’ (een getal)",
            "expected with a fact either ‘is’ (a choice) or ‘at_least’ and/or ‘below’ (a number)",
        )
    return tests[0] if len(tests) == 1 else All(tuple(tests))


def _codes(reader: Reader, data: object, path: Path) -> tuple[str, ...]:
    if isinstance(data, list | tuple):
        return reader.items(data, path, reader.code)
    return (reader.code(data, path),)


# Facts


def _fact(reader: Reader, data: object, path: Path) -> FactDefinition:
    read = reader.mapping(
        data,
        path,
        needed=("code", "label"),
        optional=(
            "question",
            "help",
            "kind",
            "values",
            "minimum",
            "maximum",
            "thresholds",
            "asked",
            "order",
        ),
    )
    if not read:
        return FactDefinition("?", Text("?"))
    kind = _kind(reader, read, path)
    asked = reader.flag(read.get("asked", True), (*path, "asked"))
    if asked and "question" not in read:
        reader.expected(
            (*path, "question"),
            None,
            "een feit dat gevraagd wordt heeft een vraag nodig (of schrijf asked: false)",
            "a fact that is asked needs a question (or write asked: false)",
        )
    place = path[-1] if path and isinstance(path[-1], int) else 0
    return FactDefinition(
        code=reader.code(read.get("code"), (*path, "code")) if "code" in read else "?",
        label=_optional_text(reader, read, "label", path),
        question=_optional_text(reader, read, "question", path),
        help=_optional_text(reader, read, "help", path),
        values=_values(reader, read, path) if kind is FactKind.CHOICE else (),
        kind=kind,
        minimum=_optional_number(reader, read, "minimum", path) or 0,
        maximum=_maximum(reader, read, path),
        thresholds=_thresholds(reader, read, path),
        asked=asked,
        order=reader.number(read.get("order", place), (*path, "order")),
    )


def _kind(reader: Reader, read: Mapping[str, object], path: Path) -> FactKind:
    kind = read.get("kind", "choice")
    if kind not in tuple(FactKind):
        reader.expected(
            (*path, "kind"),
            kind,
            "verwacht: choice (keuze) of number (getal)",
            "expected choice or number",
        )
        return FactKind.CHOICE
    misplaced = ("values",) if kind == FactKind.NUMBER else ("minimum", "maximum", "thresholds")
    for key in misplaced:
        if key in read:
            reader.expected(
                (*path, key),
                read[key],
                f"‘{key}’ hoort niet bij kind: {kind}",
                f"‘{key}’ does not go with kind: {kind}",
            )
    return FactKind(str(kind))


def _values(reader: Reader, read: Mapping[str, object], path: Path) -> tuple[FactValue, ...]:
    def value(item: object, place: Path) -> FactValue:
        parts = reader.mapping(item, place, needed=("code", "label"))
        return FactValue(
            reader.code(parts["code"], (*place, "code")) if "code" in parts else "?",
            _optional_text(reader, parts, "label", place),
        )

    values = reader.items(read.get("values"), (*path, "values"), value)
    reader.no_doubles((known.code for known in values), (*path, "values"))
    return values


def _maximum(reader: Reader, read: Mapping[str, object], path: Path) -> int | None:
    maximum = _optional_number(reader, read, "maximum", path)
    minimum = read.get("minimum", 0)
    if maximum is not None and isinstance(minimum, int) and maximum < minimum:
        reader.expected(
            (*path, "maximum"),
            maximum,
            f"verwacht: {minimum} of meer",
            f"expected {minimum} or more",
        )
    return maximum


def _thresholds(reader: Reader, read: Mapping[str, object], path: Path) -> tuple[int, ...]:
    if "thresholds" not in read:
        return ()
    return reader.items(read["thresholds"], (*path, "thresholds"), reader.number)


def _optional_number(
    reader: Reader, read: Mapping[str, object], key: str, path: Path
) -> int | None:
    return reader.number(read[key], (*path, key)) if key in read else None


def _optional_text(reader: Reader, read: Mapping[str, object], key: str, path: Path) -> Text:
    return reader.text(read[key], (*path, key)) if key in read else Text("")


# Rules


def _rule(reader: Reader, data: object, path: Path) -> Rule:
    read = reader.mapping(
        data, path, needed=("code", "when", "answer", "text", "source"), optional=("valid",)
    )
    return Rule(
        code=reader.code(read["code"], (*path, "code")) if "code" in read else "?",
        when=_condition(reader, read["when"], (*path, "when")) if "when" in read else Always(),
        answer=reader.code(read["answer"], (*path, "answer")) if "answer" in read else "?",
        text=_optional_text(reader, read, "text", path),
        source=_source(reader, read["source"], (*path, "source"))
        if "source" in read
        else Source("?"),
        valid=_period(reader, read["valid"], (*path, "valid")) if "valid" in read else ALWAYS,
    )


def _source(reader: Reader, data: object, path: Path) -> Source:
    read = reader.mapping(data, path, needed=("document",), optional=("section", "note"))
    return Source(
        document=reader.line(read["document"], (*path, "document")) if "document" in read else "?",
        section=reader.line(read["section"], (*path, "section")) if "section" in read else "",
        note=_optional_text(reader, read, "note", path),
    )


def _period(reader: Reader, data: object, path: Path) -> Period:
    read = reader.mapping(data, path, optional=("from", "until"))
    start = reader.day(read["from"], (*path, "from")) if "from" in read else None
    end = reader.day(read["until"], (*path, "until")) if "until" in read else None
    if start is not None and end is not None and end <= start:
        reader.expected(
            (*path, "until"),
            end,
            f"verwacht: een dag na {start} (de dag zelf telt niet mee)",
            f"expected a day after {start}",
        )
        return ALWAYS
    return Period(start, end)
