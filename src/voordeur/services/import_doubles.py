"""Rows of an import that resemble somebody known here, or an earlier row; a person decides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from voordeur.domain.consent.grants import AccessAction, FieldGroup
from voordeur.domain.residents.duplicates import (
    PersonKey,
    duplicate_candidates,
    name_words,
    normal_email,
    normal_phone,
    normal_postcode,
)
from voordeur.services import consent
from voordeur.services.context import Context
from voordeur.services.import_columns import day_of


@dataclass(frozen=True, slots=True)
class Typed:
    """A row as it was typed: field → text."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Resembled:
    """What a row resembles: a case known here ('K7MQ2XWD9R') or an earlier row ('#12')."""

    words: str
    resident: int | None


@dataclass(frozen=True, slots=True)
class _Known:
    words: str
    resident: int | None
    order: int


def resembling(context: Context, people: Sequence[Typed]) -> Mapping[int, Resembled]:
    """Return which rows resemble somebody, by row number (1 query).

    Only people are compared whom this organisation sees by name already, so that nothing in the
    answer tells of people elsewhere.
    """
    known: dict[str, _Known] = {}
    index: dict[object, list[PersonKey]] = {}
    for key, words in _residents(context):
        known[key.id] = _Known(words, int(key.id), -1)
        _remember(index, key)
    found: dict[int, Resembled] = {}
    for person in people:
        key = _key(person)
        near = {one.id: one for sign in _signs(key) for one in index.get(sign, ())}
        likely = duplicate_candidates(key, near.values())
        if likely:
            match = known[likely[0].id]
            found[person.number] = Resembled(match.words, match.resident)
        known[key.id] = _Known(f"#{person.number + 1}", None, person.number)
        _remember(index, key)
    return found


def _residents(context: Context) -> Iterable[tuple[PersonKey, str]]:
    seen = consent.visible_to(context, AccessAction.WORK).filter(
        consent.shown(context, FieldGroup.NAME), resident__isnull=False
    )
    columns = ("resident_id", "ref", "resident__name", "resident__birth_year")
    contact = ("resident__postcode", "resident__phone", "resident__email")
    for row in seen.order_by("pk").values_list(*columns, *contact):
        identity, ref, name, year, postcode, phone, email = row
        yield PersonKey(str(identity), name, year, postcode, phone, email), ref


def _key(person: Typed) -> PersonKey:
    cells = person.cells
    year = cells.get("birth_year", "").strip()
    day = day_of(year)
    digits = day.year if day else int(year) if year.isascii() and year.isdigit() else None
    return PersonKey(
        id=f"#{person.number}",
        name=cells.get("name", ""),
        birth_year=digits,
        postcode=cells.get("postcode", "").strip()[:4],
        phone=cells.get("phone", ""),
        email=cells.get("email", ""),
    )


def _signs(key: PersonKey) -> list[object]:
    """Return what two registrations of one person are likely to have in common."""
    words = name_words(key.name)
    signs: list[object] = [("email", normal_email(key.email)), ("phone", normal_phone(key.phone))]
    signs += [("name", words), ("year", key.birth_year, normal_postcode(key.postcode))]
    return [sign for sign in signs if all(sign[1:])]  # type: ignore[index]


def _remember(index: dict[object, list[PersonKey]], key: PersonKey) -> None:
    for sign in _signs(key):
        index.setdefault(sign, []).append(key)
