"""Occupations and skills found in a text: the longest label, without case and accents."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voordeur.domain.skills.suggesting import (
    LONGEST_TEXT,
    MOST_SUGGESTED,
    LabelIndex,
    Labelled,
    may_be_read,
    plain_words,
)
from voordeur.domain.skills.vocabulary import ConceptKind

SKILL, JOB = ConceptKind.SKILL, ConceptKind.OCCUPATION
LABELS = (
    Labelled("till", SKILL, "afrekenen", "kassa"),
    Labelled("cashier", JOB, "kassamedewerker", "medewerker kassa"),
    Labelled("barista", SKILL, "koffie maken", "café"),
    Labelled("net", SKILL, "programmeren", "C#"),
    Labelled("second", SKILL, "tweede keus", "kassa", rank=1),
)
INDEX = LabelIndex(LABELS)


def codes(text: str) -> list[str]:
    return [one.code for one in INDEX.suggest(text)]


def test_the_longest_label_counts_and_uses_its_words_up() -> None:
    assert codes("Ik was medewerker kassa.") == ["cashier"]
    assert codes("Ik stond aan de KASSA, en deed de kassa.") == ["till"]
    assert codes("medewerker, kassa en cafe") == ["cashier", "barista"]
    assert codes("C# en c") == ["net"]
    assert codes("kassabon en medewerkers") == []


def test_it_says_which_words_of_the_text_it_rests_on() -> None:
    (one,) = INDEX.suggest("Werkte in een Café in Haarlem")
    assert (one.label, one.words, one.start) == ("koffie maken", "Café", 14)


def test_of_the_same_words_the_preferred_source_is_offered_whatever_comes_first() -> None:
    assert [one.code for one in LabelIndex(reversed(LABELS)).suggest("kassa")] == ["till"]
    both = LabelIndex((*LABELS, Labelled("till-job", JOB, "kassabaan", "kassa")))
    assert sorted(one.code for one in both.suggest("kassa")) == ["till", "till-job"]


def test_a_text_that_is_empty_or_far_too_long_is_refused_with_what_is_wrong() -> None:
    assert may_be_read("Ik kan koken")
    assert not may_be_read(" \n ")
    assert not may_be_read("x" * (LONGEST_TEXT + 1))
    with pytest.raises(AssertionError):
        INDEX.suggest("x" * (LONGEST_TEXT + 1))


def test_there_are_never_more_than_a_hundred_suggestions() -> None:
    many = LabelIndex(Labelled(f"s{n}", SKILL, f"w{n}", f"woord{n}") for n in range(300))
    text = " ".join(f"woord{n}" for n in range(300))
    assert len(many.suggest(text)) == MOST_SUGGESTED


def test_a_text_made_to_be_slow_takes_no_longer_than_a_second() -> None:
    long = LabelIndex(
        Labelled(f"s{n}", SKILL, "x", " ".join(["a"] * 11 + [f"b{n}"])) for n in range(500)
    )
    began = process_time()
    assert long.suggest("a " * (LONGEST_TEXT // 2)) == ()
    assert process_time() - began < 1.0


def slow(text: str) -> list[str]:
    """The obvious way: at every word try every label, the longest first."""
    words, found, at = plain_words(text), [], 0
    labels = sorted(LABELS, key=lambda one: (-len(plain_words(one.words)), one.rank))
    while at < len(words):
        for one in labels:
            own = plain_words(one.words)
            if words[at : at + len(own)] == own:
                found.append(one.code)
                at += len(own)
                break
        else:
            at += 1
    return list(dict.fromkeys(found))


@given(st.lists(st.sampled_from(["kassa", "medewerker", "Café", "C#", "en", "koken", "-"])))
def test_it_finds_what_the_obvious_way_finds(words: list[str]) -> None:
    text = " ".join(words)
    assert codes(text) == slow(text)
