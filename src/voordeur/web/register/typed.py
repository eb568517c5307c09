"""An entry as it stands in a form and back: names of controls, and what people typed in them.

The name of a control is the way to its value with points: ``activity.nl``,
``finances.0.amount_cents.number``, with ``….word`` beside it for a word that is no number.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.utils.translation import gettext as _

from voordeur.domain.register.amounts import read_cents
from voordeur.domain.register.entry import LARGEST, LONGEST_PROSE, LONGEST_TEXT
from voordeur.domain.register.fields import (
    DOCUMENT,
    Field,
    FieldKind,
    Kind,
    Value,
    day,
    line,
    reference,
    rows,
    text,
)
from voordeur.domain.rules.reading import Path
from voordeur.web.register import written

Typed: TypeAlias = Mapping[str, Sequence[str]]
"""What stands in each control."""

TITLE = text("title", "Titel", "Title", needed=True)
EARLIER = rows(
    "earlier_names",
    "Eerdere namen",
    "Earlier names",
    text("title", "Naam", "Name", needed=True),
    day("until", "Tot", "Until"),
)
FIRST_CONTROL = {
    FieldKind.TEXT: ".nl",
    FieldKind.PROSE: ".nl",
    FieldKind.AMOUNT: ".number",
    FieldKind.QUANTITY: ".number",
    FieldKind.RULE: ".events",
}
"""Where something is said of a field that has several controls."""
ALIASES = "aliases"
SOURCE = (
    reference("document", "Document", "Document", DOCUMENT),
    line("section", "Plek in het document", "Place in the document"),
)
VALID = (day("from", "Bestaat sinds", "Exists since"), day("until", "Bestaat tot", "Exists until"))
MOST_BLOCKS = 200
_NUMBERED = re.compile(r"(?P<rows>[a-z_]+)\.(?P<number>[0-9]{1,3})\.(?P<rest>[a-z_.]+)\Z")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend: the control it stands in, and what was expected."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What was typed as plain data, and what could not be understood."""

    data: dict[str, Value]
    problems: tuple[Problem, ...]


def rows_of(kind: Kind) -> tuple[Field, ...]:
    """Return the fields of a form that are blocks: those of the kind, and earlier names."""
    return (*(one for one in kind.fields if one.kind is FieldKind.ROWS), EARLIER)


# ---- From an entry to a form ----


def typed_of(kind: Kind, data: Mapping[str, Value]) -> dict[str, list[str]]:
    """Return what stands in the form for the plain data of an entry."""
    found = dict(_controls((TITLE, *kind.fields, EARLIER), data, ""))
    found |= _controls(SOURCE, _mapping(data.get("source")), "source.")
    found |= _controls(VALID, _mapping(data.get("valid")), "valid.")
    if data.get(ALIASES):
        found[ALIASES] = ["\n".join(map(str, _items(data[ALIASES])))]
    return found


def _controls(
    fields: Iterable[Field], data: Mapping[str, Value], start: str
) -> Iterator[tuple[str, list[str]]]:
    for one in fields:
        value = data.get(one.code)
        if value is not None and value is not False:
            yield from _of_field(one, value, start + one.code)


def _of_field(one: Field, value: Value, name: str) -> Iterator[tuple[str, list[str]]]:
    match one.kind:
        case FieldKind.TEXT | FieldKind.PROSE:
            yield from ((f"{name}.{key}", [str(held)]) for key, held in _mapping(value).items())
        case FieldKind.REFERENCES:
            yield name, [str(code) for code in _items(value)]
        case FieldKind.AMOUNT | FieldKind.QUANTITY:
            yield _measure(one, name, value)
        case FieldKind.RULE:
            yield from _of_rule(_mapping(value), name)
        case FieldKind.ROWS:
            for place, row in enumerate(_items(value)):
                yield from _controls(one.rows, _mapping(row), f"{name}.{place}.")
        case _:
            yield name, ["on" if value is True else str(value)]


def _measure(one: Field, name: str, value: Value) -> tuple[str, list[str]]:
    if isinstance(value, int):
        money = one.kind is FieldKind.AMOUNT
        return f"{name}.number", [written.euros_of(value) if money else str(value)]
    return f"{name}.word", [str(value)]


def _of_rule(value: Mapping[str, Value], name: str) -> Iterator[tuple[str, list[str]]]:
    yield f"{name}.events", [" ".join(map(str, _items(value.get("events"))))]
    where = _mapping(value.get("where"))
    lines = [f"{key}: {', '.join(map(str, _items(held)))}" for key, held in where.items()]
    yield f"{name}.where", ["\n".join(lines)]
    if value.get("once_per_case") is True:
        yield f"{name}.once", ["on"]


# ---- Blocks ----


def numbers(typed: Typed, rows_code: str) -> list[int]:
    """Return the numbers of the blocks in a form, in order."""
    found = {
        int(match["number"])
        for name in typed
        if (match := _NUMBERED.match(name)) and match["rows"] == rows_code
    }
    return sorted(found)[:MOST_BLOCKS]


def tidied(
    kind: Kind, typed: Typed, *, empty_too: bool = False, without: str = ""
) -> dict[str, list[str]]:
    """Return the form with its blocks numbered from 0; empty ones go, unless ``empty_too``.

    ``without`` names a block that is taken away, such as ``finances.2``.
    """
    blocks = [one.code for one in rows_of(kind)]
    found = {
        name: list(held)
        for name, held in typed.items()
        if (match := _NUMBERED.match(name)) is None or match["rows"] not in blocks
    }
    for code in blocks:
        place = 0
        for number in numbers(typed, code):
            start = f"{code}.{number}."
            block = {name: held for name, held in typed.items() if name.startswith(start)}
            full = any(one.strip() for held in block.values() for one in held)
            if (full or empty_too) and f"{code}.{number}" != without:
                for name, held in block.items():
                    found[f"{code}.{place}.{name.removeprefix(start)}"] = list(held)
                place += 1
    return found


# ---- From a form to an entry ----


def data_of(kind: Kind, typed: Typed) -> Understood:
    """Return the plain data of what was typed, and everything that must be mended."""
    reader = _FormReader(typed)
    data = reader.block((TITLE, *kind.fields, EARLIER), "")
    for code, fields in (("source", SOURCE), ("valid", VALID)):
        part = reader.block(fields, f"{code}.")
        if part:
            data[code] = part
    if "section" in _mapping(data.get("source")) and "document" not in _mapping(data["source"]):
        reader.wrong("source.document", _("Kies ook het document waar deze plek in staat."))
    lines = [one.strip() for one in reader.one(ALIASES).splitlines() if one.strip()]
    if lines:
        data[ALIASES] = lines
    return Understood(data, tuple(reader.problems))


class _FormReader:
    """Reads controls into plain data and keeps what is wrong."""

    def __init__(self, typed: Typed) -> None:
        self.typed = typed
        self.problems: list[Problem] = []

    def wrong(self, name: str, words: str) -> None:
        """Note that something must be mended."""
        self.problems.append(Problem(name, words))

    def one(self, name: str) -> str:
        """Return what was typed in a control, without the space around it."""
        held = self.typed.get(name, ())
        return held[-1].replace("\r\n", "\n").strip() if held else ""

    def block(self, fields: Iterable[Field], start: str) -> dict[str, Value]:
        """Return what stands in several fields."""
        found: dict[str, Value] = {}
        for one in fields:
            value = self.field(one, start + one.code)
            if not _nothing(value):
                found[one.code] = value
        return found

    def field(self, one: Field, name: str) -> Value:
        """Return what stands in a field; None when nothing (understandable) does."""
        before = len(self.problems)
        value = self._read(one, name)
        if one.needed and _nothing(value) and len(self.problems) == before:
            chosen = {FieldKind.CHOICE, FieldKind.REFERENCE, FieldKind.REFERENCES}
            asked = _("Kies er nog een.") if one.kind in chosen else _("Vul dit nog in.")
            self.wrong(name + FIRST_CONTROL.get(one.kind, ""), asked)
        return value

    def _read(self, one: Field, name: str) -> Value:
        match one.kind:
            case FieldKind.TEXT | FieldKind.PROSE:
                return self._text(one, name)
            case FieldKind.FLAG:
                return True if self.one(name) else None
            case FieldKind.REFERENCES:
                return [code.strip() for code in self.typed.get(name, ()) if code.strip()]
            case FieldKind.RULE:
                return self._rule(name)
            case FieldKind.ROWS:
                return [
                    self.block(one.rows, f"{name}.{place}.")
                    for place in numbers(self.typed, one.code)
                ]
            case FieldKind.AMOUNT | FieldKind.QUANTITY:
                return self._measure(one, name)
            case _:
                return self._single(one, name) if self.one(name) else None

    def _text(self, one: Field, name: str) -> Value:
        dutch, english = self.one(f"{name}.nl"), self.one(f"{name}.en")
        if english and not dutch:
            self.wrong(f"{name}.nl", _("Vul ook de Nederlandse tekst in."))
        longest = LONGEST_TEXT if one.kind is FieldKind.TEXT else LONGEST_PROSE
        for language, said in (("nl", dutch), ("en", english)):
            self._not_longer(f"{name}.{language}", said, longest)
        if not dutch:
            return None
        return {"nl": dutch, "en": english} if english else {"nl": dutch}

    def _not_longer(self, name: str, said: str, longest: int) -> None:
        if len(said) > longest:
            told = {"most": longest, "now": len(said)}
            self.wrong(
                name,
                _("Dit is te lang: er passen %(most)d tekens. Je schreef er %(now)d.") % told,
            )

    def _measure(self, one: Field, name: str) -> Value:
        number = f"{name}.number"
        said, word = self.one(number), self.one(f"{name}.word")
        if not said:
            return word or None
        if word:
            self.wrong(number, _("Vul een getal in of kies een woord. Niet allebei."))
            return None
        if one.kind is FieldKind.AMOUNT:
            found = read_cents(said)
            how = _("Dit is geen bedrag. Schrijf het als 1250, 1.250,50 of 1250.50.")
        else:
            found = written.whole_of(said)
            how = _("Schrijf dit met cijfers, zonder cijfers achter de komma.")
        if found is None or not 0 <= found < LARGEST:
            self.wrong(number, how)
            return None
        return found

    def _single(self, one: Field, name: str) -> Value:
        said = self.one(name)
        match one.kind:
            case FieldKind.NUMBER:
                number = written.whole_of(said)
                if number is None or abs(number) >= LARGEST:
                    self.wrong(name, _("Schrijf dit met cijfers, zonder cijfers achter de komma."))
                return number
            case FieldKind.DAY:
                found = written.day_of(said)
                how = _("Deze dag bestaat niet. Schrijf hem als 31-12-2026.")
            case FieldKind.MOMENT:
                found = written.moment_of(said)
                how = _(
                    "Schrijf een jaar, kwartaal, maand of dag, zoals 2026, Q4 2026, juni 2026 of"
                    " 3 juni 2026."
                )
            case FieldKind.CHOICE:
                found = said if said in one.choices else ""
                how = _("Deze keuze is er niet meer. Kies een andere.")
            case _:
                self._not_longer(name, said, LONGEST_TEXT)
                return said
        if not found:
            self.wrong(name, how)
        return found

    def _rule(self, name: str) -> Value:
        events = re.split(r"[\s,;]+", self.one(f"{name}.events"))
        found: dict[str, Value] = {"events": [one for one in events if one]}
        where: dict[str, Value] = {}
        for written_line in self.one(f"{name}.where").splitlines():
            key, mark, held = written_line.partition(":")
            values = [one for one in re.split(r"[\s,;]+", held) if one]
            if key.strip() and mark and values:
                where[key.strip()] = values
            elif written_line.strip():
                self.wrong(f"{name}.where", _("Schrijf elke regel als gegeven: waarde, waarde."))
        if where:
            found["where"] = where
        if self.one(f"{name}.once"):
            found["once_per_case"] = True
        if not found["events"]:
            if len(found) > 1:
                self.wrong(f"{name}.events", _("Schrijf op welke gebeurtenissen tellen."))
            return None
        return found


def control_of(names: Iterable[str], path: Path) -> str:
    """Return the control that shows what stands at ``path``; '' when there is none."""
    known = set(names)
    parts = [str(part) for part in path]
    for length in range(len(parts), 0, -1):
        start = ".".join(parts[:length])
        for ending in ("", ".nl", ".number", ".events"):
            if start + ending in known:
                return start + ending
    return ""


def _nothing(value: Value) -> bool:
    """Tell whether nothing stands there; a zero is something."""
    return value is None or value in ("", [], {})


def _mapping(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, Mapping) else {}


def _items(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []
