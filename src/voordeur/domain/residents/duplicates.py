"""Finding somebody who is registered already, before a second person is made.

A score is evidence for a human choice, never a decision: two people can share a name, a street
and a birth year, and the page shows the reasons.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

PREFIXES = frozenset(
    {
        "van",
        "der",
        "den",
        "de",
        "het",
        "ter",
        "ten",
        "te",
        "op",
        "in",
        "aan",
        "bij",
        "uit",
        "onder",
        "over",
        "voor",
        "el",
        "al",
        "ben",
        "la",
        "le",
        "du",
        "von",
        "zu",
        "'t",
        "'s",
    }
)
"""Words before a Dutch family name (tussenvoegsels); people write them, drop them, or glue them."""

LOOKALIKES = str.maketrans(
    {
        "\N{LATIN SMALL LETTER O WITH STROKE}": "o",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "\N{LATIN SMALL LETTER L WITH STROKE}": "l",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    }
)
"""Letters that taking accents off leaves as they are, and the plain letter people type instead."""

LEAST_SCORE = 45
"""Candidates under this score are not shown."""
NAME_SIMILARITY = 0.78
"""Names less alike than this are different names: one wrong or swapped letter in five passes."""
YEAR_TOLERANCE = 1
"""A birth year that is off by this much may be a slip."""


class DuplicateReason(StrEnum):
    """What two registrations have in common."""

    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"
    SAME_FAMILY_NAME = "same_family_name"
    SAME_BIRTH_YEAR = "same_birth_year"
    NEAR_BIRTH_YEAR = "near_birth_year"
    SAME_POSTCODE = "same_postcode"
    NEAR_POSTCODE = "near_postcode"
    SAME_PHONE = "same_phone"
    SAME_EMAIL = "same_email"


WEIGHTS: dict[DuplicateReason, int] = {
    DuplicateReason.SAME_NAME: 45,
    DuplicateReason.SIMILAR_NAME: 35,
    DuplicateReason.SAME_FAMILY_NAME: 15,
    DuplicateReason.SAME_BIRTH_YEAR: 20,
    DuplicateReason.NEAR_BIRTH_YEAR: 8,
    DuplicateReason.SAME_POSTCODE: 20,
    DuplicateReason.NEAR_POSTCODE: 8,
    DuplicateReason.SAME_PHONE: 40,
    DuplicateReason.SAME_EMAIL: 50,
}
"""Points per reason; the sum is capped at 100."""

OTHER_BIRTH_YEAR = -25
"""Points off when both birth years are known and clearly differ: father and son share the rest."""


@dataclass(frozen=True, slots=True)
class PersonKey:
    """What is compared of one person; everything but ``id`` may be empty or ``None``."""

    id: str
    name: str = ""
    birth_year: int | None = None
    postcode: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be the same person; ``score`` from :data:`LEAST_SCORE` to 100."""

    id: str
    score: int
    reasons: tuple[DuplicateReason, ...]


@lru_cache(maxsize=65_536)
def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name without accents, capitals, initials' dots and prefixes.

    'Anna-Maria van der Voorbeeld' gives ('anna', 'maria', 'voorbeeld').
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(mark for mark in plain if not unicodedata.combining(mark))
    letters = letters.translate(LOOKALIKES).replace("ij", "y")
    words = re.findall(r"[^\W\d_]+|'[st]\b", letters)
    kept = tuple(_unglued(word) for word in words if word not in PREFIXES)
    return kept or tuple(words)


def normal_phone(phone: str) -> str:
    """Return a Dutch number as '0…' and another as '+…', digits only; '' when there are too few."""
    digits = re.sub(r"\D", "", phone.replace("(0)", ""))
    international = phone.strip().startswith("+") or digits.startswith("00")
    digits = digits.removeprefix("00")
    if international and digits.startswith("31"):
        digits, international = "0" + digits[2:].removeprefix("0"), False
    if len(digits) < 6:  # noqa: PLR2004 - shorter than any number one can ring
        return ""
    return f"+{digits}" if international else digits


def normal_postcode(postcode: str) -> str:
    """Return a postcode without spaces in capitals: '1945 ab' gives '1945AB'."""
    return re.sub(r"\s", "", postcode).upper()


def normal_email(email: str) -> str:
    """Return an address without spaces, capitals and the '+label' some people add."""
    local, _, domain = email.strip().casefold().partition("@")
    return f"{local.partition('+')[0]}@{domain}" if domain else ""


def duplicate_candidates(new: PersonKey, known: Iterable[PersonKey]) -> tuple[Candidate, ...]:
    """Return who of ``known`` may be ``new``, most likely first, ties by id.

    Nobody is a candidate of themselves. Linear in ``known``: preselect on postcode area, year,
    phone or first letters when there are many.
    """
    found = (_compare(new, person) for person in known if person.id != new.id)
    likely = (candidate for candidate in found if candidate.score >= LEAST_SCORE)
    return tuple(sorted(likely, key=lambda candidate: (-candidate.score, candidate.id)))


def _compare(one: PersonKey, other: PersonKey) -> Candidate:
    """Add up what two registrations have in common."""
    year = _year_reason(one.birth_year, other.birth_year)
    reasons = tuple(
        reason
        for reason in (
            _name_reason(name_words(one.name), name_words(other.name)),
            year,
            _postcode_reason(normal_postcode(one.postcode), normal_postcode(other.postcode)),
            _same(normal_phone(one.phone), normal_phone(other.phone), DuplicateReason.SAME_PHONE),
            _same(normal_email(one.email), normal_email(other.email), DuplicateReason.SAME_EMAIL),
        )
        if reason is not None
    )
    score = sum(WEIGHTS[reason] for reason in reasons)
    if year is None and one.birth_year is not None and other.birth_year is not None:
        score += OTHER_BIRTH_YEAR
    return Candidate(other.id, max(0, min(100, score)), reasons)


def _same(one: str, other: str, reason: DuplicateReason) -> DuplicateReason | None:
    """Return ``reason`` when both are known and equal."""
    return reason if one and one == other else None


def _year_reason(one: int | None, other: int | None) -> DuplicateReason | None:
    """Compare birth years; '1987' typed as '1978' counts as near, like one year off."""
    if one is None or other is None:
        return None
    if one == other:
        return DuplicateReason.SAME_BIRTH_YEAR
    swapped = sorted(str(one)) == sorted(str(other)) and str(one)[:2] == str(other)[:2]
    near = swapped or abs(one - other) <= YEAR_TOLERANCE
    return DuplicateReason.NEAR_BIRTH_YEAR if near else None


def _postcode_reason(one: str, other: str) -> DuplicateReason | None:
    """Compare postcodes: the whole, or the four digits of the neighbourhood."""
    if not one or not other:
        return None
    if one == other:
        return DuplicateReason.SAME_POSTCODE
    return DuplicateReason.NEAR_POSTCODE if one[:4] == other[:4] else None


def _name_reason(one: tuple[str, ...], other: tuple[str, ...]) -> DuplicateReason | None:
    """Compare names as sets of words: order, prefixes, initials and double names differ often."""
    if not one or not other:
        return None
    if sorted(one) == sorted(other):
        return DuplicateReason.SAME_NAME
    few, many = sorted((one, other), key=len)
    if len(few) > 1 and _all_found(few, many):
        return DuplicateReason.SIMILAR_NAME
    same_family = _alike(one[-1], other[-1]) or (len(few) == 1 and _all_found(few, many))
    return DuplicateReason.SAME_FAMILY_NAME if same_family else None


def _all_found(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    """Tell whether every word of ``few`` has its own counterpart in ``many``."""
    left = list(many)
    for word in sorted(few, key=len, reverse=True):
        match = next((known for known in left if _alike(word, known)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _alike(one: str, other: str) -> bool:
    """Tell whether two words are the same but for a slip, or one is the other's initial."""
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return DamerauLevenshtein.normalized_similarity(one, other) >= NAME_SIMILARITY


def _unglued(word: str) -> str:
    """Take a glued prefix off: 'vandervoorbeeld' is 'voorbeeld', but 'vandel' stays whole."""
    for prefix in ("vander", "vanden", "vande"):
        if word.startswith(prefix) and len(word) - len(prefix) > len("aal"):
            return word.removeprefix(prefix)
    return word
