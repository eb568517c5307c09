"""Proof 'routing': in every combination of facts exactly one party of the real region leads.

The combinations are written out one by one and judged by the obvious evaluation of the tests
(``tests.domain.rules.reference``), not by the analysis that guards the loading of a pack. A
second line walks the questions the front door would ask, and holds their end against it.

Control: the pack with each rule taken out in turn (a hole) and with each rule made wider in turn
(an overlap) must be refused, with the situation and the name of the rule.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import product
from operator import itemgetter
from time import perf_counter
from typing import Any

import yaml

from tests.domain.rules.reference import holds
from tests.proofs import ProofLine
from voordeur.adapters.files.pack import FilePackReader, regions_directory
from voordeur.domain.region.model import Region
from voordeur.domain.rules import (
    All,
    Always,
    Condition,
    FactKind,
    Finding,
    FindingKind,
    Rule,
    RuleTable,
    analyse,
    decide,
)
from voordeur.domain.rules.conditions import AtLeast, Below, tests_in

Cell = str | int
Combination = tuple[Cell, ...]

PACK = "zkij"
ROUTING_FILE = "routing.yaml"
DIALOGUES = {"quick": 300, "normal": 3_000, "long": 30_000}
FAR = date(2100, 1, 1)
"""A day on which only what has no end is valid."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many combinations there are, how many have one rule and one leading party, and how."""

    combinations: int
    right: int
    wrong: tuple[str, ...]


def run(mode: str, seed: int) -> list[ProofLine]:
    """Return the lines of the proof; ``mode`` is quick, normal or long."""
    reader = FilePackReader()
    documents = reader.read_directory(str(regions_directory() / PACK))
    region = reader.parse(documents)
    if not isinstance(region, Region):
        said = "; ".join(problem.sentence("en") for problem in region[:5])
        raise ValueError(f"the pack itself is refused: {said}")  # noqa: TRY004 - a refusal, not a type
    return [
        _every_combination(reader, documents, region, mode, seed),
        _every_dialogue(region, mode, seed),
    ]


def _every_combination(
    reader: FilePackReader, documents: Mapping[str, str], region: Region, mode: str, seed: int
) -> ProofLine:
    started = perf_counter()
    counts = [count(region, day) for day in days_of(region)]
    combinations = sum(counted.combinations for counted in counts)
    right = sum(counted.right for counted in counts)
    for counted in counts:
        for line in counted.wrong:
            print(f"  wrong: {line}")
    table = region.routing.as_of(days_of(region)[-1])
    missed = [*missed_by_analysis(table), *missed_by_reader(reader, documents, table, mode, seed)]
    for line in missed:
        print(f"  control missed: {line}")
    return ProofLine(
        name="routing",
        figure=right,
        unit="combinations of facts with exactly one leading party (limit: all there are)",
        limit=combinations,
        ok=right == combinations and combinations > 0,
        control=f"each of {len(table.rules)} rules taken out, and made wider: refused by name",
        control_ok=not missed and bool(table.rules),
        seed=seed,
        seconds=perf_counter() - started,
    )


# Counting


def days_of(region: Region) -> list[date]:
    """Return a day of every period in which other rules or policies are in force."""
    periods = [rule.valid for rule in region.routing.rules]
    starts = [period.start for period in periods if period.start is not None]
    first = max(starts) if len(starts) == len(periods) and starts else None
    periods += [policy.period for policies in region.policies.values() for policy in policies]
    days = {day for period in periods for day in (period.start, period.end) if day is not None}
    return [*sorted(day for day in days if first is None or day >= first), FAR]


def cells_of(table: RuleTable) -> dict[str, tuple[Cell, ...]]:
    """Return the values to write out per fact; of a number, the first of every run of equals.

    Two numbers that follow each other are equal when every number test in the rules says the same
    of both: found by trying each number, not by looking at thresholds.
    """
    tests: dict[str, list[AtLeast | Below]] = {}
    for rule in table.rules:
        for test in tests_in(rule.when):
            if isinstance(test, AtLeast | Below):
                tests.setdefault(test.fact, []).append(test)
    cells: dict[str, tuple[Cell, ...]] = {}
    for fact in table.facts:
        if fact.kind is FactKind.CHOICE:
            cells[fact.code] = tuple(value.code for value in fact.values)
            continue
        own = tests.get(fact.code, [])
        last = fact.maximum if fact.maximum is not None else max([t.number for t in own], default=0)
        said = {
            n: [holds(test, {fact.code: n}) for test in own] for n in range(fact.minimum, last + 1)
        }
        cells[fact.code] = tuple(n for n in said if n == fact.minimum or said[n] != said[n - 1])
    return cells


def judge(
    rules: tuple[Rule, ...], cells: Mapping[str, tuple[Cell, ...]]
) -> Callable[[Combination], list[Rule]]:
    """Return a function giving the rules that hold in a combination.

    What a rule says of the facts it speaks of is written out first; that only saves time.
    """
    places = {code: place for place, code in enumerate(cells)}
    prepared = []
    for rule in rules:
        own = sorted({test.fact for test in tests_in(rule.when)}, key=places.__getitem__)
        codes = own or list(cells)[:1]
        pick = itemgetter(*(places[code] for code in codes))
        pick_own = itemgetter(*range(len(codes)))
        verdicts = {
            pick_own(choice): holds(rule.when, dict(zip(codes, choice, strict=True)))
            for choice in product(*(cells[code] for code in codes))
        }
        prepared.append((rule, pick, verdicts))
    return lambda combination: [rule for rule, pick, said in prepared if said[pick(combination)]]


def count(region: Region, day: date) -> Counted:
    """Write out every combination on ``day`` and look whether one rule and one party lead."""
    table = region.routing.as_of(day)
    cells = cells_of(table)
    rules_in = judge(table.rules, cells)
    place = list(cells).index("municipality") if "municipality" in cells else None
    parties: dict[tuple[str, str], str | None] = {}
    combinations = right = 0
    wrong: list[str] = []
    for combination in product(*cells.values()):
        combinations += 1
        rules = rules_in(combination)
        if len(rules) == 1:
            where = str(combination[place]) if place is not None else ""
            key = (rules[0].answer, where)
            if key not in parties:
                parties[key] = region.organisation_for(rules[0].answer, where, day)
            if parties[key] in region.organisations:
                right += 1
                continue
        if len(wrong) < 3:
            said = dict(zip(cells, combination, strict=True))
            wrong.append(f"{day} {said}: {[rule.code for rule in rules] or 'no rule'}")
    return Counted(combinations, right, tuple(wrong))


# Controls


def wider(rule: Rule) -> Iterator[Rule]:
    """Yield the rule made wider: without any condition, and without each of its parts in turn."""
    if rule.when != Always():
        yield replace(rule, when=Always())
    if isinstance(rule.when, All):
        parts = rule.when.conditions
        for place in range(len(parts)):
            yield replace(rule, when=All((*parts[:place], *parts[place + 1 :])))


def differs(one: Condition, other: Condition, cells: Mapping[str, tuple[Cell, ...]]) -> bool:
    """Tell whether two conditions differ in some combination."""
    codes = sorted({test.fact for condition in (one, other) for test in tests_in(condition)})
    situations = (
        dict(zip(codes, choice, strict=True))
        for choice in product(*(cells[code] for code in codes))
    )
    return any(holds(one, situation) != holds(other, situation) for situation in situations)


def missed_by_analysis(table: RuleTable) -> Iterator[str]:
    """Yield every broken table the analysis lets pass, or does not name."""
    cells = cells_of(table)
    for place, rule in enumerate(table.rules):
        before, after = table.rules[:place], table.rules[place + 1 :]
        holes = [
            finding
            for finding in analyse(replace(table, rules=(*before, *after)))
            if finding.kind is FindingKind.HOLE
        ]
        if not holes or not all(inside(finding, rule, table) for finding in holes):
            yield f"without rule {rule.code}"
        for changed in wider(rule):
            if not differs(changed.when, rule.when, cells):
                continue
            findings = analyse(replace(table, rules=(*before, changed, *after)))
            if not any(
                finding.kind is FindingKind.OVERLAP and f"‘{rule.code}’" in finding.message.nl
                for finding in findings
            ):
                yield f"rule {rule.code} as {changed.when}"


def inside(hole: Finding, gone: Rule, table: RuleTable) -> bool:
    """Tell whether a hole lies where the rule taken out was, and is said in words."""
    numbers = {fact.code for fact in table.facts if fact.kind is FactKind.NUMBER}
    known: dict[str, Cell] = {
        part.fact: int(part.value) if part.fact in numbers else part.value for part in hole.example
    }
    cells = cells_of(table)
    free = sorted({test.fact for test in tests_in(gone.when)} - set(known))
    completions = (
        {**known, **dict(zip(free, choice, strict=True))}
        for choice in product(*(cells[code] for code in free))
    )
    in_words = all(part.value_label.nl in hole.message.nl for part in hole.example)
    return in_words and all(holds(gone.when, situation) for situation in completions)


def missed_by_reader(
    reader: FilePackReader, documents: Mapping[str, str], table: RuleTable, mode: str, seed: int
) -> Iterator[str]:
    """Yield every broken pack that loads, or is refused without saying where.

    Quick takes one rule; the other modes take every rule through the whole reading of a pack.
    """
    rules = list(table.rules)
    chosen = random.Random(seed).sample(rules, 1) if mode == "quick" else rules
    for rule in chosen:
        hole = next(iter(analyse(replace(table, rules=tuple(r for r in rules if r is not rule)))))
        words = [part.value_label.nl for part in hole.example]
        if not refused(reader, documents, partial(without, code=rule.code), words):
            yield f"pack without rule {rule.code}"
        if rule.when != Always() and not refused(
            reader, documents, partial(always, code=rule.code), [f"‘{rule.code}’"]
        ):
            yield f"pack with rule {rule.code} made wider"


def without(items: list[dict[str, Any]], *, code: str) -> list[dict[str, Any]]:
    """Return the rules as they stand in the file, less one."""
    return [item for item in items if item["code"] != code]


def always(items: list[dict[str, Any]], *, code: str) -> list[dict[str, Any]]:
    """Return the rules as they stand in the file, one of them without its condition."""
    return [{**item, "when": {"always": True}} if item["code"] == code else item for item in items]


def refused(
    reader: FilePackReader,
    documents: Mapping[str, str],
    change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]],
    words: list[str],
) -> bool:
    """Tell whether the changed pack is refused in one sentence that holds all ``words``."""
    data = yaml.safe_load(documents[ROUTING_FILE])
    data["rules"] = change(data["rules"])
    changed = {**documents, ROUTING_FILE: yaml.safe_dump(data, allow_unicode=True, sort_keys=False)}
    found = reader.parse(changed)
    if isinstance(found, Region):
        return False
    return any(all(word in problem.sentence("nl") for word in words) for problem in found)


# Dialogues


def _every_dialogue(region: Region, mode: str, seed: int) -> ProofLine:
    started = perf_counter()
    table = region.routing.as_of(FAR)
    asked = DIALOGUES[mode]
    right = asked - len(wrong_dialogues(table, table, asked, seed))
    # The control walks a table whose answers have moved one rule up.
    rules = table.rules
    moved = tuple(
        replace(one, code=other.code)
        for one, other in zip(rules, (*rules[1:], rules[0]), strict=True)
    )
    caught = wrong_dialogues(replace(table, rules=moved), table, 50, seed)
    return ProofLine(
        name="routing-dialogues",
        figure=right,
        unit="walks through the questions that end at the rule of the full situation",
        limit=asked,
        ok=right == asked,
        control="walking a table whose rules changed places ends elsewhere",
        control_ok=len(caught) == 50,
        seed=seed,
        seconds=perf_counter() - started,
    )


def wrong_dialogues(walked: RuleTable, truth: RuleTable, times: int, seed: int) -> list[str]:
    """Answer the questions of ``walked`` for invented people; return those ending elsewhere."""
    source = random.Random(seed)
    cells = cells_of(truth)
    rules_in = judge(truth.rules, cells)
    wrong = []
    for _ in range(times):
        situation = {code: source.choice(options) for code, options in cells.items()}
        known: dict[str, Cell] = {}
        decision = decide(walked, known)
        while decision.next_fact is not None:
            known[decision.next_fact] = situation[decision.next_fact]
            decision = decide(walked, known)
        expected = [rule.code for rule in rules_in(tuple(situation.values()))]
        if decision.because is None or [decision.because.rule] != expected:
            wrong.append(f"{known}: {decision.candidates}, expected {expected}")
    return wrong
