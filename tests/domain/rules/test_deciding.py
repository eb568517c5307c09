"""Deciding against the obvious version: the answer, why, what would change it, what to ask next."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.domain.rules import generated, reference
from tests.domain.rules.generated import choice, number, rule
from voordeur.domain.kernel.because import Because
from voordeur.domain.kernel.period import Period
from voordeur.domain.kernel.text import Text
from voordeur.domain.rules import All, Always, Any, AtLeast, Below, Is, Not, Rule, RuleTable, decide

SOUND_OR_NOT = st.one_of(generated.sound_tables(), generated.any_tables())


@given(st.data(), SOUND_OR_NOT)
def test_answer_and_candidates_equal_the_reference(data: st.DataObject, table: RuleTable) -> None:
    known = data.draw(generated.partly_known(table))
    decision = decide(table, known)
    possible = frozenset().union(*reference.outcomes(table, known))
    assert decision.candidates == tuple(r.code for r in table.rules if r.code in possible)
    assert (decision.because.rule if decision.because else None) == reference.certain_rule(
        table, known
    )


@given(st.data(), SOUND_OR_NOT)
def test_the_next_question_is_the_one_that_decides_most(
    data: st.DataObject, table: RuleTable
) -> None:
    known = data.draw(generated.partly_known(table))
    assert decide(table, known).next_fact == reference.next_fact(table, known)


@given(st.data(), SOUND_OR_NOT)
def test_what_somebody_cannot_tell_is_not_asked_again(
    data: st.DataObject, table: RuleTable
) -> None:
    known = data.draw(generated.partly_known(table))
    skipped = frozenset(data.draw(st.sets(st.sampled_from([fact.code for fact in table.facts]))))
    decision = decide(table, known, skipped=skipped)
    assert decision.next_fact == reference.next_fact(table, known, skipped)
    assert decision.because == decide(table, known).because


@given(st.data(), generated.sound_tables())
def test_asking_on_always_ends_with_an_answer(data: st.DataObject, table: RuleTable) -> None:
    assume(all(fact.asked for fact in table.facts))
    situation = data.draw(st.sampled_from(list(reference.situations(table))[:200]))
    known: dict[str, str | int] = {}
    for _ in range(len(table.facts) + 1):
        decision = decide(table, known)
        if decision.next_fact is None:
            break
        assert decision.next_fact not in known
        known[decision.next_fact] = situation[decision.next_fact]
    assert decision.because is not None
    assert {decision.because.rule} == reference.rules_in(table, situation)


@given(st.data(), generated.sound_tables())
def test_the_facts_of_because_settle_it_and_none_can_be_missed(
    data: st.DataObject, table: RuleTable
) -> None:
    known = data.draw(generated.partly_known(table))
    because = decide(table, known).because
    assume(because is not None)
    assert because is not None
    used = {part.fact: known[part.fact] for part in because.facts}
    assert [part.value for part in because.facts] == [str(value) for value in used.values()]
    assert reference.certain_rule(table, used) == because.rule
    for fact in used:
        fewer = {code: value for code, value in used.items() if code != fact}
        assert reference.certain_rule(table, fewer) != because.rule


@given(st.data(), generated.sound_tables())
def test_changes_are_exactly_the_single_facts_that_lead_elsewhere(
    data: st.DataObject, table: RuleTable
) -> None:
    known = data.draw(generated.partly_known(table))
    because = decide(table, known).because
    assume(because is not None)
    assert because is not None
    expected = {
        (code, str(cell), table.rule(other).answer)
        for code in known
        for cell in table.cells[code]
        if (other := reference.certain_rule(table, {**known, code: cell})) is not None
        and table.rule(other).answer != because.answer
    }
    assert {(change.fact, change.value, change.answer) for change in because.changes} == expected
    for change in because.changes:
        value = table.fact(change.fact).read(change.value)
        assert value is not None
        assert decide(table, {**known, change.fact: value}).answer == change.answer


def front_door() -> RuleTable:
    facts = (
        choice("asker", "resident", "employer", order=1),
        choice("benefit", "none", "ww", order=2),
        number("age", maximum=None, order=3),
    )
    resident = Is("asker", ("resident",))
    return RuleTable(
        "routing",
        (
            rule("employer", Is("asker", ("employer",)), "wsp"),
            rule("young", All((resident, Below("age", 27))), "doorstroompunt"),
            rule("ww", All((resident, AtLeast("age", 27), Is("benefit", ("ww",)))), "uwv"),
            rule(
                "other",
                All((resident, AtLeast("age", 27), Not(Is("benefit", ("ww",))))),
                "werkcentrum",
            ),
        ),
        facts,
    )


def because_of(table: RuleTable, known: dict[str, str | int]) -> Because:
    because = decide(table, known).because
    assert because is not None
    return because


def test_an_employer_is_asked_nothing_about_benefits() -> None:
    decision = decide(front_door(), {"asker": "employer"})
    assert (decision.answer, decision.next_fact, decision.candidates) == (
        "wsp",
        None,
        ("employer",),
    )


def test_the_door_is_asked_first_although_it_has_fewest_values() -> None:
    assert decide(front_door(), {}).next_fact == "asker"


def test_of_two_that_weigh_equally_the_one_that_leaves_fewest_rules_is_asked() -> None:
    facts = (choice("half", "a", "b", order=1), choice("third", "a", "b", "c", order=2))
    rules = tuple(
        rule(f"{half}{third}", All((Is("half", (half,)), Is("third", (third,)))))
        for half in "ab"
        for third in "abc"
    )
    assert decide(RuleTable("t", rules, facts), {}).next_fact == "third"


def test_because_reads_as_a_person_reads_it() -> None:
    because = because_of(front_door(), {"asker": "resident", "benefit": "ww", "age": 26})
    assert (because.answer, because.rule, because.source.document) == (
        "doorstroompunt",
        "young",
        "doc",
    )
    assert [(part.fact, part.value, part.value_label.nl) for part in because.facts] == [
        ("asker", "resident", "waarde resident"),
        ("age", "26", "26"),
    ]
    assert [
        (change.fact, change.value, change.value_label, change.answer) for change in because.changes
    ] == [
        ("asker", "employer", Text("waarde employer", "value employer"), "wsp"),
        ("age", "27", Text("27 of meer", "27 or more"), "uwv"),
    ]


def test_a_value_the_table_no_longer_has_is_asked_again() -> None:
    decision = decide(
        front_door(), {"asker": "resident", "age": 40, "benefit": "wia", "shoe_size": 43}
    )
    assert (decision.answer, decision.next_fact) == (None, "benefit")


def test_a_fact_nobody_is_asked_for_is_never_the_next_question() -> None:
    table = RuleTable(
        "t",
        (rule("one", Is("hidden", ("a",))), rule("two", Not(Is("hidden", ("a",))))),
        (choice("hidden", "a", "b", asked=False),),
    )
    decision = decide(table, {})
    assert (decision.because, decision.candidates, decision.next_fact) == (
        None,
        ("one", "two"),
        None,
    )


def test_certain_by_all_remaining_values_needs_no_question() -> None:
    table = RuleTable(
        "t", (rule("one", Any((Is("x", ("a",)), Is("x", ("b",))))),), (choice("x", "a", "b"),)
    )
    assert decide(table, {}).answer == "answer-one"


def test_a_table_with_an_undefined_fact_does_not_decide() -> None:
    with pytest.raises(ValueError, match="rule one speaks of fact y"):
        decide(RuleTable("t", (rule("one", Is("y", ("a",))),), (choice("x", "a"),)), {})


def test_as_of_takes_the_rules_of_that_day() -> None:
    def dated(code: str, period: Period) -> Rule:
        return Rule(code, Always(), code, Text(code), rule(code, Always()).source, period)

    day = date(2024, 6, 3)
    table = RuleTable(
        "t", (dated("rmt", Period(None, day)), dated("werkcentrum", Period(day, None))), ()
    )
    assert decide(table.as_of(date(2024, 6, 2)), {}).answer == "rmt"
    assert decide(table.as_of(day), {}).answer == "werkcentrum"
    assert table.as_of(day) is table.as_of(date(2025, 1, 1))
