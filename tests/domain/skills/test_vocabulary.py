"""What a vocabulary holds, and how a delivery differs from what is known."""

from dataclasses import replace

from voordeur.domain.skills.differences import differences, still_used
from voordeur.domain.skills.vocabulary import (
    Concept,
    ConceptKind,
    Importance,
    Mapped,
    Match,
    Part,
    Requirement,
    Vocabulary,
    inside,
    pair,
)

SKILL, JOB = ConceptKind.SKILL, ConceptKind.OCCUPATION


def vocabulary(*concepts: Concept, **changes: object) -> Vocabulary:
    values: dict[str, object] = {
        "source": "own",
        "version": "1",
        "dated_on": None,
        "parts": frozenset(Part),
        "concepts": {one.code: one for one in concepts},
    }
    return Vocabulary(**{**values, **changes})  # type: ignore[arg-type]


COOK = Concept("cook", JOB, "kok")
COOKING = Concept("cooking", SKILL, "koken")
CLEANING = Concept("cleaning", SKILL, "schoonmaken")
ASKS = frozenset({Requirement("cook", "cooking", Importance.ESSENTIAL)})


def test_a_delivery_says_what_is_new_renamed_reworded_and_gone() -> None:
    before = vocabulary(COOK, COOKING, CLEANING, requirements=ASKS)
    after = vocabulary(
        replace(COOK, label="kok (zelfstandig)"),
        replace(COOKING, alternatives=("eten maken",)),
        Concept("serving", SKILL, "serveren"),
        requirements=frozenset({Requirement("cook", "cooking", Importance.OPTIONAL)}),
    )
    found = differences(before, after)
    assert [one.label for one in found.added] == ["serveren"]
    assert [(one.before.label, one.after.label) for one in found.renamed] == [
        ("kok", "kok (zelfstandig)")
    ]
    assert [one.code for one in found.reworded] == ["cooking"]
    assert [one.code for one in found.removed] == ["cleaning"]
    assert found.relations[Part.REQUIREMENTS] == (1, 1)
    assert found.loses_much
    assert not found.idle


def test_the_same_delivery_changes_nothing() -> None:
    known = vocabulary(COOK, COOKING, requirements=ASKS)
    found = differences(known, known)
    assert found.idle
    assert not found.loses_much


def test_what_was_not_delivered_is_not_gone() -> None:
    before = vocabulary(COOK, COOKING, requirements=ASKS)
    only_jobs = vocabulary(COOK, parts=frozenset({Part.OCCUPATIONS}))
    assert differences(before, only_jobs).idle
    no_jobs = vocabulary(COOKING, parts=frozenset({Part.OCCUPATIONS, Part.SKILLS}))
    assert [one.code for one in differences(before, no_jobs).removed] == ["cook"]  # control


def test_what_is_gone_and_still_used_comes_most_used_first() -> None:
    found = still_used((CLEANING, COOKING, COOK), {"cooking": 3, "cleaning": 5, "other": 9})
    assert [(one.concept.code, one.profiles) for one in found] == [("cleaning", 5), ("cooking", 3)]


def test_relations_to_nothing_are_left_out_and_counted() -> None:
    whole = vocabulary(
        COOK,
        COOKING,
        CLEANING,
        requirements=ASKS
        | {
            Requirement("cook", "nothing", Importance.OPTIONAL),
            Requirement("cooking", "cook", Importance.OPTIONAL),
        },
        related=frozenset({pair("cooking", "cleaning"), pair("cooking", "nothing")}),
        mappings=frozenset({Mapped("cook", "x", Match.EXACT), Mapped("who", "x", Match.CLOSE)}),
    )
    kept, left_out = inside(whole)
    assert kept.requirements == ASKS
    assert kept.related == {("cleaning", "cooking")}
    assert {one.code for one in kept.mappings} == {"cook"}
    assert left_out == 4


def test_relations_without_both_ends_in_the_delivery_are_no_part_of_it() -> None:
    parts = frozenset({Part.OCCUPATIONS, Part.REQUIREMENTS, Part.RELATED})
    kept, left_out = inside(vocabulary(COOK, parts=parts, requirements=ASKS))
    assert kept.parts == {Part.OCCUPATIONS}
    assert left_out == 1
    assert kept.counts() == {"occupations": 1}
