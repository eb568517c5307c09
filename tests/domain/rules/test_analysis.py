"""Analysis against the obvious version, and every kind of broken table is found by name."""

from dataclasses import replace
from datetime import date
from itertools import combinations
from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.rules import generated, reference
from tests.domain.rules.generated import choice, number, rule
from voordeur.domain.kernel.because import FactUsed
from voordeur.domain.kernel.period import Period
from voordeur.domain.rules import (
    All,
    Always,
    Any,
    AtLeast,
    Below,
    Condition,
    FactKind,
    Finding,
    FindingKind,
    Is,
    Not,
    Rule,
    RuleTable,
    analyse,
    check_condition,
)
from voordeur.domain.rules.analysis import MOST_EXAMPLES

ASKER = choice("asker", "resident", "employer")
AGE = number("age", maximum=120)


def of_kind(findings: list[Finding], kind: FindingKind) -> list[Finding]:
    return [finding for finding in findings if finding.kind is kind]


def situation_of(table: RuleTable, example: tuple[FactUsed, ...]) -> dict[str, str | int]:
    """The facts of an example, as values the rules can be asked with."""
    numbers = {fact.code for fact in table.facts if fact.kind is FactKind.NUMBER}
    return {part.fact: int(part.value) if part.fact in numbers else part.value for part in example}


@given(generated.sound_tables())
def test_a_sound_table_has_no_findings(table: RuleTable) -> None:
    assert analyse(table) == []


@given(generated.any_tables())
def test_overlaps_and_unreachable_rules_equal_the_reference(table: RuleTable) -> None:
    found = analyse(table)
    outcomes = reference.outcomes(table)
    pairs = {pair for together in outcomes for pair in combinations(sorted(together), 2)}
    overlaps = of_kind(found, FindingKind.OVERLAP)
    assert {tuple(sorted(finding.rules)) for finding in overlaps} == pairs
    assert len(overlaps) == len(pairs)
    reached = frozenset().union(*outcomes)
    never = {finding.rules[0] for finding in of_kind(found, FindingKind.UNREACHABLE)}
    assert never == {r.code for r in table.rules} - reached


@given(generated.any_tables())
def test_holes_equal_the_reference(table: RuleTable) -> None:
    examples = [
        situation_of(table, finding.example)
        for finding in of_kind(analyse(table), FindingKind.HOLE)
    ]
    assert bool(examples) == (frozenset() in reference.outcomes(table))
    if len(examples) < MOST_EXAMPLES:
        for situation in reference.situations(table):
            if not reference.rules_in(table, situation):
                bands = table.known_cells(situation)
                assert any(example.items() <= bands.items() for example in examples), situation


@given(st.data(), generated.any_tables())
def test_every_example_is_wrong_throughout_and_as_short_as_can_be(
    data: st.DataObject, table: RuleTable
) -> None:
    def wrong_throughout(finding: Finding, known: dict[str, str | int]) -> bool:
        together = reference.outcomes(table, known)
        if finding.kind is FindingKind.HOLE:
            return together == {frozenset()}
        return all(set(finding.rules) <= rules for rules in together)

    shown = [finding for finding in analyse(table) if finding.kind is not FindingKind.UNREACHABLE]
    for finding in shown:
        example = situation_of(table, finding.example)
        assert wrong_throughout(finding, example)
        for fact in example:
            fewer = {code: value for code, value in example.items() if code != fact}
            assert not wrong_throughout(finding, fewer)


@given(st.data(), generated.sound_tables())
def test_taking_a_rule_out_is_found_where_it_was(data: st.DataObject, table: RuleTable) -> None:
    gone = data.draw(st.sampled_from(table.rules))
    # The bands stay what they were, so that the example can be held against the rule taken out.
    rest = replace(table, rules=tuple(r for r in table.rules if r is not gone))
    holes = of_kind(analyse(rest), FindingKind.HOLE)
    assert holes
    for finding in holes:
        for situation in reference.situations(rest, situation_of(rest, finding.example)):
            assert reference.holds(gone.when, situation)


# Each kind of broken table, in the words a policy officer gets


def test_a_hole_names_the_situation_and_the_nearest_rules() -> None:
    table = RuleTable(
        "routing",
        (
            rule("employer", Is("asker", ("employer",))),
            rule("young", All((Is("asker", ("resident",)), Below("age", 18)))),
            rule("grown-up", All((Is("asker", ("resident",)), AtLeast("age", 27)))),
        ),
        (ASKER, AGE),
    )
    (finding,) = analyse(table)
    assert finding.kind is FindingKind.HOLE
    assert finding.rules == ("employer", "young", "grown-up")
    assert finding.message.nl == (
        "Tabel ‘routing’: voor deze situatie is er geen regel: feit asker: waarde resident; "
        "feit age: 18 tot en met 26. Dichtstbij: ‘employer’, ‘young’, ‘grown-up’."
    )
    assert "there is no rule for this situation: fact asker: value resident" in finding.message.en


def test_an_overlap_names_both_rules_and_the_situation() -> None:
    table = RuleTable(
        "routing",
        (rule("under-27", Below("age", 27)), rule("from-18", AtLeast("age", 18))),
        (AGE,),
    )
    (finding,) = analyse(table)
    assert (finding.kind, finding.rules) == (FindingKind.OVERLAP, ("under-27", "from-18"))
    assert finding.message.nl.endswith(
        "de regels ‘under-27’ en ‘from-18’ gelden allebei voor deze situatie: "
        "feit age: 18 tot en met 26."
    )


def test_a_rule_that_contradicts_itself_is_named() -> None:
    never = All((Is("asker", ("employer",)), Is("asker", ("resident",))))
    (finding,) = analyse(
        RuleTable("routing", (rule("never", never), rule("always", Always())), (ASKER,))
    )
    assert (finding.kind, finding.rules) == (FindingKind.UNREACHABLE, ("never",))
    assert "regel ‘never’ geldt nooit" in finding.message.nl


def test_an_age_above_the_highest_makes_a_rule_that_never_holds() -> None:
    table = RuleTable(
        "t", (rule("old", AtLeast("age", 121)), rule("all", Below("age", 121))), (AGE,)
    )
    assert [(finding.kind, finding.rules) for finding in analyse(table)] == [
        (FindingKind.UNREACHABLE, ("old",))
    ]


def test_an_unknown_fact_is_named_with_what_may_be_meant() -> None:
    (finding,) = analyse(RuleTable("t", (rule("one", Is("askers", ("resident",))),), (ASKER,)))
    assert (finding.kind, finding.rules, finding.fact) == (
        FindingKind.UNKNOWN_FACT,
        ("one",),
        "askers",
    )
    assert finding.message.nl.endswith("Bedoel je ‘asker’?")


def test_an_unknown_value_is_named_with_the_ones_that_do() -> None:
    (finding,) = analyse(RuleTable("t", (rule("one", Is("asker", ("resident", "zzp"))),), (ASKER,)))
    assert (finding.kind, finding.rules) == (FindingKind.UNKNOWN_VALUE, ("one",))
    assert (finding.fact, finding.value) == ("asker", "zzp")
    assert finding.message.nl.endswith("Wel: resident, employer.")


def test_a_fact_without_values_is_named() -> None:
    (finding,) = analyse(RuleTable("t", (rule("one", Always()),), (choice("empty"),)))
    assert (finding.kind, finding.fact) == (FindingKind.UNKNOWN_VALUE, "empty")


def test_a_number_asked_as_a_choice_and_the_other_way_round_are_named() -> None:
    mixed = (rule("one", Is("age", ("18",))), rule("two", Below("asker", 3)))
    found = analyse(RuleTable("t", mixed, (ASKER, AGE)))
    assert [(finding.kind, finding.rules) for finding in found] == [
        (FindingKind.WRONG_KIND, ("one",)),
        (FindingKind.WRONG_KIND, ("two",)),
    ]


def test_a_code_used_twice_is_named() -> None:
    halves = (rule("one", Is("asker", ("resident",))), rule("one", Is("asker", ("employer",))))
    assert [(f.kind, f.rules) for f in analyse(RuleTable("t", halves, (ASKER,)))] == [
        (FindingKind.DUPLICATE_CODE, ("one",))
    ]
    facts = analyse(RuleTable("t", (rule("one", Always()),), (ASKER, ASKER)))
    assert [(finding.kind, finding.fact) for finding in facts] == [
        (FindingKind.DUPLICATE_CODE, "asker")
    ]


def test_a_table_without_rules_is_one_hole() -> None:
    (finding,) = analyse(RuleTable("t", (), (ASKER,)))
    assert (finding.kind, finding.example) == (FindingKind.HOLE, ())
    assert "elke situatie" in finding.message.nl


def test_other_definitions_than_those_of_the_table_can_be_judged_with() -> None:
    table = RuleTable(
        "t", (rule("one", Is("asker", ("resident",))), rule("two", Is("asker", ("employer",)))), ()
    )
    assert analyse(table, (ASKER,)) == []
    (finding,) = analyse(table, (choice("asker", "resident", "employer", "partner"),))
    assert [part.value for part in finding.example] == ["partner"]


def dated(code: str, when: Condition, start: date | None, end: date | None) -> Rule:
    return replace(rule(code, when), valid=Period(start, end))


def test_a_gap_between_two_periods_is_a_hole_from_that_day() -> None:
    table = RuleTable(
        "t",
        (
            dated("rmt", Always(), None, date(2024, 6, 1)),
            dated("werkcentrum", Always(), date(2024, 6, 3), None),
        ),
        (ASKER,),
    )
    (finding,) = analyse(table)
    assert (finding.kind, finding.since) == (FindingKind.HOLE, date(2024, 6, 1))
    assert finding.message.nl.endswith("(vanaf 1-6-2024)")


def test_periods_that_overlap_are_an_overlap_from_that_day() -> None:
    table = RuleTable(
        "t",
        (
            dated("rmt", Always(), None, date(2024, 6, 5)),
            dated("werkcentrum", Always(), date(2024, 6, 3), None),
        ),
        (ASKER,),
    )
    (finding,) = analyse(table)
    assert (finding.kind, finding.rules, finding.since) == (
        FindingKind.OVERLAP,
        ("rmt", "werkcentrum"),
        date(2024, 6, 3),
    )


def test_periods_that_meet_are_right() -> None:
    day = date(2024, 6, 3)
    table = RuleTable(
        "t",
        (dated("rmt", Always(), None, day), dated("werkcentrum", Always(), day, None)),
        (ASKER,),
    )
    assert analyse(table) == []


def test_a_loose_condition_is_checked_for_its_words() -> None:
    condition = Any((Is("asker", ("residnt",)), Not(Is("asker", ("residnt",))), AtLeast("ages", 3)))
    found = check_condition(condition, (ASKER, AGE), rule="dienst taalcursus")
    assert [(finding.kind, finding.fact, finding.value) for finding in found] == [
        (FindingKind.UNKNOWN_VALUE, "asker", "residnt"),
        (FindingKind.UNKNOWN_FACT, "ages", ""),
    ]
    assert all("dienst taalcursus" in finding.message.nl for finding in found)


def large_table() -> RuleTable:
    """Eight facts of seven values (5,764,801 situations) and fifteen rules that fit."""
    codes = tuple("abcdefg")
    facts = tuple(choice(f"f{place}", *codes) for place in range(8))
    rules = []
    before: list[Condition] = []
    for place in range(14):
        one, other = (
            Is(f"f{place % 8}", (codes[place % 6],)),
            Is(f"f{(place + 3) % 8}", (codes[-1],)),
        )
        test = Any((one, other))
        rules.append(rule(f"r{place}", All((test, Not(Any(tuple(before)))))))
        before.append(test)
    rules.append(rule("rest", Not(Any(tuple(before)))))
    return RuleTable("large", tuple(rules), facts)


def test_a_large_table_is_judged_without_writing_out_its_situations() -> None:
    started = perf_counter()
    assert analyse(large_table()) == []
    wide = replace(large_table(), rules=(*large_table().rules[:-1], rule("rest", Is("f7", ("a",)))))
    assert {finding.kind for finding in analyse(wide)} >= {FindingKind.HOLE, FindingKind.OVERLAP}
    assert perf_counter() - started < 5, "case splitting has become enumeration"


def test_one_wide_hole_does_not_hide_another() -> None:
    colours = tuple("abcdefg")
    rules = [rule(f"r{c}", All((Is("colour", (c,)), Is("size", ("s", "m"))))) for c in colours[:-1]]
    rules.append(rule("rg", All((Is("colour", ("g",)), Is("size", ("s",))))))
    facts = (choice("colour", *colours, order=1), choice("size", "s", "m", "l", order=2))
    found = analyse(RuleTable("t", tuple(rules), facts))
    examples = [{part.fact: part.value for part in finding.example} for finding in found]
    assert examples == [{"size": "l"}, {"colour": "g", "size": "m"}]
