"""Analysis of a rule table: every situation one rule, and every rule at least one situation."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from itertools import combinations, islice

from voordeur.domain.kernel.because import FactUsed
from voordeur.domain.kernel.text import Text
from voordeur.domain.rules.conditions import AtLeast, Below, Condition, Is, tests_in
from voordeur.domain.rules.diagrams import Cell, outcomes, situations
from voordeur.domain.rules.facts import FactDefinition, FactKind
from voordeur.domain.rules.tables import RuleTable

MOST_EXAMPLES = 5
"""Holes named per period; mending those usually mends the rest."""

MOST_PATHS = 2_000
"""Situations looked at to find those examples."""


class FindingKind(StrEnum):
    """What can be wrong with a table."""

    HOLE = "hole"
    """A situation for which no rule holds."""
    OVERLAP = "overlap"
    """A situation for which two rules hold."""
    UNREACHABLE = "unreachable"
    """A rule that holds in no situation at all."""
    UNKNOWN_FACT = "unknown_fact"
    """A rule speaks of a fact that is not defined."""
    UNKNOWN_VALUE = "unknown_value"
    """A rule speaks of a value its fact does not have, or a fact has no values."""
    WRONG_KIND = "wrong_kind"
    """A rule compares a choice as a number, or a number as a choice."""
    DUPLICATE_CODE = "duplicate_code"
    """Two rules, or two facts, have the same code."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake in a table, in words a policy officer understands.

    ``rules`` are the codes of the rules concerned (for a hole: the nearest rules). ``example`` is
    the situation: in every situation with these facts the mistake shows, and none of them can be
    missed. ``since`` is the first day on which it shows (None: from the beginning).
    """

    kind: FindingKind
    message: Text
    rules: tuple[str, ...] = ()
    example: tuple[FactUsed, ...] = ()
    fact: str = ""
    value: str = ""
    since: date | None = None


def analyse(table: RuleTable, facts: Iterable[FactDefinition] | None = None) -> list[Finding]:
    """Return every mistake in ``table``, judged with ``facts`` (by default the table's own).

    Every period between two days on which rules start or end is judged by itself. Mistakes in
    words (unknown facts and values, double codes) come first and alone: as long as they are
    there, holes and overlaps say little.
    """
    judged = table if facts is None else replace(table, facts=tuple(facts))
    words = [*_duplicates(judged), *_empty_facts(judged)]
    for rule in judged.rules:
        words += check_condition(rule.when, judged.facts, rule=rule.code)
    if words:
        return words
    found: dict[tuple[FindingKind, tuple[str, ...], tuple[FactUsed, ...]], Finding] = {}
    reached: set[str] = set()
    for since, version in _versions(judged):
        reached |= {code for together in outcomes(version.diagram) for code in together}
        for finding in (*_holes(version), *_overlaps(version)):
            key = (finding.kind, finding.rules, finding.example)
            found.setdefault(
                key, replace(finding, since=since, message=_since(finding.message, since))
            )
    return [*found.values(), *_unreachable(judged, reached)]


def check_condition(
    condition: Condition, facts: Iterable[FactDefinition], *, rule: str
) -> list[Finding]:
    """Return the unknown facts and values in one condition; ``rule`` names where it stands."""
    definitions = {fact.code: fact for fact in facts}
    findings: list[Finding] = []
    for test in tests_in(condition):
        fact = definitions.get(test.fact)
        if fact is None:
            findings.append(_unknown_fact(test.fact, definitions, rule))
        elif isinstance(test, Is) is (fact.kind is FactKind.NUMBER):
            findings.append(_wrong_kind(test, fact, rule))
        elif isinstance(test, Is):
            findings += [
                _unknown_value(value, fact, rule)
                for value in test.values
                if not fact.accepts(value)
            ]
    return list(dict.fromkeys(findings))


# Words


def _duplicates(table: RuleTable) -> Iterator[Finding]:
    for codes, nl, en in (
        ([rule.code for rule in table.rules], "regels", "rules"),
        ([fact.code for fact in table.facts], "feiten", "facts"),
    ):
        for code in dict.fromkeys(code for code in codes if codes.count(code) > 1):
            yield Finding(
                FindingKind.DUPLICATE_CODE,
                Text(
                    f"Twee {nl} heten ‘{code}’; elke code één keer.",
                    f"Two {en} are called ‘{code}’.",
                ),
                rules=(code,) if en == "rules" else (),
                fact=code if en == "facts" else "",
            )


def _empty_facts(table: RuleTable) -> Iterator[Finding]:
    for fact in table.facts:
        if fact.kind is FactKind.CHOICE and not fact.values:
            yield Finding(
                FindingKind.UNKNOWN_VALUE,
                Text(
                    f"Het feit ‘{fact.code}’ heeft geen waarden.",
                    f"Fact ‘{fact.code}’ has no values.",
                ),
                fact=fact.code,
            )


def _unknown_fact(code: str, definitions: dict[str, FactDefinition], rule: str) -> Finding:
    nl, en = _did_you_mean(code, definitions)
    return Finding(
        FindingKind.UNKNOWN_FACT,
        Text(
            f"Regel ‘{rule}’ gaat over het feit ‘{code}’, dat niet bestaat. {nl}",
            f"Rule ‘{rule}’ speaks of the fact ‘{code}’, which does not exist. {en}",
        ),
        rules=(rule,),
        fact=code,
    )


def _unknown_value(value: str, fact: FactDefinition, rule: str) -> Finding:
    nl, en = _did_you_mean(value, [known.code for known in fact.values])
    return Finding(
        FindingKind.UNKNOWN_VALUE,
        Text(
            f"Regel ‘{rule}’: het feit ‘{fact.code}’ kent de waarde ‘{value}’ niet. {nl}",
            f"Rule ‘{rule}’: the fact ‘{fact.code}’ does not have the value ‘{value}’. {en}",
        ),
        rules=(rule,),
        fact=fact.code,
        value=value,
    )


def _wrong_kind(test: Is | AtLeast | Below, fact: FactDefinition, rule: str) -> Finding:
    if isinstance(test, Is):
        message = Text(
            f"Regel ‘{rule}’: ‘{fact.code}’ is een getal; schrijf at_least of below, niet is.",
            f"Rule ‘{rule}’: ‘{fact.code}’ is a number; write at_least or below, not is.",
        )
    else:
        message = Text(
            f"Regel ‘{rule}’: ‘{fact.code}’ is een keuze; schrijf is in plaats van een getal.",
            f"Rule ‘{rule}’: ‘{fact.code}’ is a choice; write is instead of a number.",
        )
    return Finding(FindingKind.WRONG_KIND, message, rules=(rule,), fact=fact.code)


def _did_you_mean(code: str, known: Iterable[str]) -> tuple[str, str]:
    names = list(known)
    close = get_close_matches(code, names, n=1)
    if close:
        return f"Bedoel je ‘{close[0]}’?", f"Do you mean ‘{close[0]}’?"
    listed = ", ".join(names) or "—"
    return f"Wel: {listed}.", f"These do: {listed}."


# Situations


def _versions(table: RuleTable) -> Iterator[tuple[date | None, RuleTable]]:
    """Yield the table of every period with its first day (None: from the beginning)."""
    from_the_beginning = tuple(rule for rule in table.rules if rule.valid.start is None)
    if from_the_beginning or not table.rules:
        yield None, replace(table, rules=from_the_beginning)
    days = {
        day for rule in table.rules for day in (rule.valid.start, rule.valid.end) if day is not None
    }
    for day in sorted(days):
        yield day, table.as_of(day)


def _holes(table: RuleTable) -> Iterator[Finding]:
    for situation in _examples(table, lambda rules: not rules, MOST_EXAMPLES):
        near = _nearest(table, situation)
        words = _in_words(table, situation)
        names = ", ".join(f"‘{code}’" for code in near[:3]) or "—"
        yield Finding(
            FindingKind.HOLE,
            Text(
                f"Tabel ‘{table.code}’: voor deze situatie is er geen regel: {words.nl}. "
                f"Dichtstbij: {names}.",
                f"Table ‘{table.code}’: there is no rule for this situation: {words.en}. "
                f"Nearest: {names}.",
            ),
            rules=near,
            example=_facts_used(table, situation),
        )


def _overlaps(table: RuleTable) -> Iterator[Finding]:
    places = {rule.code: place for place, rule in enumerate(table.rules)}
    pairs = {
        pair
        for together in outcomes(table.diagram)
        for pair in combinations(sorted(together, key=places.__getitem__), 2)
    }
    for pair in sorted(pairs, key=lambda pair: (places[pair[0]], places[pair[1]])):
        for situation in _examples(table, frozenset(pair).issubset, 1):
            words = _in_words(table, situation)
            one, other = pair
            yield Finding(
                FindingKind.OVERLAP,
                Text(
                    f"Tabel ‘{table.code}’: de regels ‘{one}’ en ‘{other}’ gelden allebei voor "
                    f"deze situatie: {words.nl}.",
                    f"Table ‘{table.code}’: rules ‘{one}’ and ‘{other}’ both hold in "
                    f"this situation: {words.en}.",
                ),
                rules=pair,
                example=_facts_used(table, situation),
            )


def _unreachable(table: RuleTable, reached: set[str]) -> Iterator[Finding]:
    for rule in table.rules:
        if rule.code not in reached:
            yield Finding(
                FindingKind.UNREACHABLE,
                Text(
                    f"Tabel ‘{table.code}’: regel ‘{rule.code}’ geldt nooit: "
                    "de voorwaarden spreken elkaar tegen.",
                    f"Table ‘{table.code}’: rule ‘{rule.code}’ never holds: "
                    "its conditions contradict each other.",
                ),
                rules=(rule.code,),
            )


def _examples(
    table: RuleTable, wrong: Callable[[frozenset[str]], bool], most: int
) -> Iterator[dict[str, Cell]]:
    """Yield situations that are ``wrong`` throughout, as short as they can be, none in another."""
    given: list[dict[str, Cell]] = []
    for path in islice(situations(table.diagram, wrong), MOST_PATHS):
        if len(given) == most:
            return
        if not any(example.items() <= path.items() for example in given):
            given.append(_shortest(table, path, wrong))
            yield given[-1]


def _shortest(
    table: RuleTable, path: dict[str, Cell], wrong: Callable[[frozenset[str]], bool]
) -> dict[str, Cell]:
    work = table.diagrams.fork()
    kept = dict(path)
    for code in reversed(path):
        without = {fact: cell for fact, cell in kept.items() if fact != code}
        if all(wrong(rules) for rules in outcomes(work.restrict(table.diagram, without))):
            kept = without
    return kept


def _nearest(table: RuleTable, situation: dict[str, Cell]) -> tuple[str, ...]:
    """Return the rules that hold when one fact of ``situation`` is different."""
    work = table.diagrams.fork()
    near: set[str] = set()
    for code in situation:
        without = {fact: cell for fact, cell in situation.items() if fact != code}
        near.update(*outcomes(work.restrict(table.diagram, without)))
    return tuple(rule.code for rule in table.rules if rule.code in near)


def _facts_used(table: RuleTable, situation: dict[str, Cell]) -> tuple[FactUsed, ...]:
    return tuple(
        FactUsed(
            fact.code,
            str(situation[fact.code]),
            fact.label,
            fact.band_label(situation[fact.code], table.cells[fact.code]),
        )
        for fact in table.facts
        if fact.code in situation
    )


def _in_words(table: RuleTable, situation: dict[str, Cell]) -> Text:
    used = _facts_used(table, situation)
    if not used:
        return Text("elke situatie", "every situation")

    def said(language: str) -> str:
        return "; ".join(
            f"{part.label.in_language(language)}: {part.value_label.in_language(language)}"
            for part in used
        )

    return Text(said("nl"), said("en"))


def _since(message: Text, since: date | None) -> Text:
    if since is None:
        return message
    day = f"{since.day}-{since.month}-{since.year}"
    return Text(f"{message.nl} (vanaf {day})", f"{message.en} (from {since.isoformat()})")
