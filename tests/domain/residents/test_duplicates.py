"""Somebody who is registered already is found, and a neighbour or a father is not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voordeur.domain.residents.duplicates import (
    LEAST_SCORE,
    WEIGHTS,
    DuplicateReason,
    PersonKey,
    duplicate_candidates,
    name_words,
    normal_email,
    normal_phone,
    normal_postcode,
)

KNOWN = PersonKey(
    "known", "Dagmar van der Voorbeeld", 1987, "1971 GM", "06-12345678", "dagmar@voorbeeld.example"
)
NEW = PersonKey("new")

SAME_PERSON = {
    "a prefix is dropped": replace(NEW, name="Dagmar Voorbeeld", birth_year=1987),
    "a prefix is glued": replace(NEW, name="Dagmar VanderVoorbeeld", birth_year=1987),
    "two letters are swapped": replace(NEW, name="Dagmra v.d. Voorbeeld", birth_year=1987),
    "a letter is missing": replace(NEW, name="Dagmar Vorbeeld", birth_year=1987),
    "the family name comes first": replace(NEW, name="Voorbeeld, Dagmar", postcode="1971gm"),
    "an initial instead of a name": replace(NEW, name="D. van der Voorbeeld", birth_year=1987),
    "a married name is added": replace(NEW, name="Dagmar Voorbeeld-Steekproef", birth_year=1987),
    "an accent": replace(NEW, name="Dágmar Voorbéeld", birth_year=1987),
    "capitals": replace(NEW, name="DAGMAR VAN DER VOORBEELD", birth_year=1987),
    "the digits of the year are swapped": replace(NEW, name="Dagmar Voorbeeld", birth_year=1978),
    "only the phone, and half the name": replace(NEW, name="Voorbeeld", phone="+31 6 1234 5678"),
    "only the address": replace(NEW, email="Dagmar+werk@Voorbeeld.example "),
    "only the same full name": replace(NEW, name="Dagmar van der Voorbeeld"),
}
ANOTHER_PERSON = {
    "a neighbour of the same age": replace(
        NEW, name="Piet Steekproef", birth_year=1987, postcode="1971GM"
    ),
    "a namesake a generation older": replace(NEW, name="Dagmar van der Voorbeeld", birth_year=1955),
    "a family member": replace(
        NEW, name="Piet van der Voorbeeld", birth_year=1962, postcode="1971GM"
    ),
    "the same first name": replace(NEW, name="Dagmar Steekproef", birth_year=1987),
    "only a prefix in common": replace(NEW, name="Eva van der Steekproef", birth_year=1987),
    "nothing known": NEW,
}


@pytest.mark.parametrize("new", SAME_PERSON.values(), ids=SAME_PERSON.keys())
def test_the_same_person_is_found(new: PersonKey) -> None:
    found = duplicate_candidates(new, [KNOWN])
    assert [candidate.id for candidate in found] == ["known"]
    assert found[0].reasons


@pytest.mark.parametrize("new", ANOTHER_PERSON.values(), ids=ANOTHER_PERSON.keys())
def test_another_person_is_left_alone(new: PersonKey) -> None:
    assert duplicate_candidates(new, [KNOWN]) == ()


def test_the_most_likely_comes_first_with_its_reasons() -> None:
    people = [
        replace(KNOWN, id="similar", name="Dagmar Voorbeelt", phone="", email=""),
        replace(KNOWN, id="same"),
        replace(KNOWN, id="other", name="Piet Steekproef", phone="", email="", birth_year=1950),
    ]
    found = duplicate_candidates(replace(KNOWN, id="new"), people)
    assert [candidate.id for candidate in found] == ["same", "similar"]
    assert found[0].score == 100
    assert found[1].reasons == (
        DuplicateReason.SIMILAR_NAME,
        DuplicateReason.SAME_BIRTH_YEAR,
        DuplicateReason.SAME_POSTCODE,
    )


def test_nobody_is_a_duplicate_of_themselves() -> None:
    assert duplicate_candidates(KNOWN, [KNOWN]) == ()


@pytest.mark.parametrize(
    "written",
    ["06-12345678", "06 12 34 56 78", "+31612345678", "0031 6 12345678", "+31 (0)6 12345678"],
)
def test_a_number_is_the_same_however_it_is_written(written: str) -> None:
    assert normal_phone(written) == "0612345678"


def test_a_number_abroad_keeps_its_country_and_a_stump_is_no_number() -> None:
    assert normal_phone("+48 12 345 67 80") == normal_phone("0048123456780") == "+48123456780"
    assert normal_phone("06-1") == ""


def test_names_postcodes_and_addresses_are_made_comparable() -> None:
    assert name_words("Anna-Maria van 't Voorbeeld") == ("anna", "maria", "voorbeeld")
    assert name_words("De Ruijter") == name_words("Ruyter")
    assert name_words("van der") == ("van", "der")
    assert normal_postcode(" 1971 gm ") == "1971GM"
    assert normal_email("geen adres") == ""


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (replace(NEW, birth_year=1988), DuplicateReason.NEAR_BIRTH_YEAR),
        (replace(NEW, birth_year=1986), DuplicateReason.NEAR_BIRTH_YEAR),
        (replace(NEW, birth_year=1978), DuplicateReason.NEAR_BIRTH_YEAR),
        (replace(NEW, birth_year=1989), None),
        (replace(NEW, postcode="1971AA"), DuplicateReason.NEAR_POSTCODE),
        (replace(NEW, postcode="1972GM"), None),
        (replace(NEW, name="Piet Voorbeeld"), DuplicateReason.SAME_FAMILY_NAME),
        (replace(NEW, name="Voorbeeld"), DuplicateReason.SAME_FAMILY_NAME),
        (replace(NEW, name="Dagmar"), DuplicateReason.SAME_FAMILY_NAME),
        (replace(NEW, name="Dagmar Vorbeelt"), None),
    ],
    ids=lambda value: value or "nothing" if not isinstance(value, PersonKey) else "",
)
def test_each_likeness_beside_the_phone_has_its_own_reason(
    other: PersonKey, reason: DuplicateReason | None
) -> None:
    same = replace(other, email=KNOWN.email, phone=KNOWN.phone)
    found = duplicate_candidates(same, [KNOWN])
    contact = {DuplicateReason.SAME_EMAIL, DuplicateReason.SAME_PHONE}
    expected = contact | ({reason} if reason else set())
    assert set(found[0].reasons) == expected


def test_nothing_known_is_nothing_in_common() -> None:
    bare = replace(NEW, id="bare", email="dagmar@voorbeeld.example")
    found = duplicate_candidates(replace(bare, id="new"), [bare])
    assert found[0].reasons == (DuplicateReason.SAME_EMAIL,)


def test_a_short_name_after_glued_letters_stays_whole() -> None:
    assert name_words("Vandel") == ("vandel",)
    assert name_words("Vandermeer") == ("meer",)
    assert normal_phone("123456") == "123456"
    assert normal_phone("12345") == ""


NAMES = st.sampled_from(
    ["Dagmar Voorbeeld", "Dagmra van Voorbeeld", "D. Voorbeeld", "Piet Steekproef", ""]
)
PEOPLE = st.builds(
    PersonKey,
    id=st.uuids().map(str),
    name=NAMES | st.text(max_size=20),
    birth_year=st.none() | st.integers(1930, 2010),
    postcode=st.sampled_from(["", "1971GM", "1971 ab", "2011AA"]),
    phone=st.sampled_from(["", "06-12345678", "+31612345678", "0255-567200"]),
    email=st.sampled_from(["", "a@b.example", "A@B.example"]),
)


@given(PEOPLE, PEOPLE)
def test_likeness_goes_both_ways(one: PersonKey, other: PersonKey) -> None:
    forth = [found.score for found in duplicate_candidates(one, [other])]
    back = [found.score for found in duplicate_candidates(other, [one])]
    assert forth == back


@given(PEOPLE, st.lists(PEOPLE, max_size=8))
def test_candidates_are_ranked_and_within_bounds(new: PersonKey, known: list[PersonKey]) -> None:
    found = duplicate_candidates(new, known)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        assert LEAST_SCORE <= one.score <= min(100, sum(WEIGHTS[reason] for reason in one.reasons))
