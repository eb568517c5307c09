"""The files of the register as JSON schemas, made from the kinds: what may stand in each field."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from voordeur.domain.register.amounts import AmountWord, QuantityWord
from voordeur.domain.register.entry import (
    LARGEST,
    LONGEST_CODE,
    LONGEST_PROSE,
    LONGEST_TEXT,
)
from voordeur.domain.register.fields import Field, FieldKind, Kind

Schema: TypeAlias = dict[str, object]

URN = "urn:voordeur:pack:1:register"
CODE: Schema = {"type": "string", "pattern": "^[A-Za-z0-9_.@-]+$"}
OWN_CODE: Schema = {
    **CODE,
    "pattern": "^[A-Za-z0-9_.@-]*[A-Za-z0-9][A-Za-z0-9_.@-]*$",
    "maxLength": LONGEST_CODE,
}
DAY: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
MOMENT: Schema = {
    "description": "a year, quarter, month or day: 2024, 2024-Q4, 2024-06 or 2024-06-03",
    "anyOf": [
        {"type": "integer", "minimum": 1900, "maximum": 2099},
        {"type": "string", "pattern": "^(19|20)[0-9]{2}(-(Q[1-4]|[0-9]{2}(-[0-9]{2})?))?$"},
    ],
}
LINE: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
NUMBER: Schema = {"type": "integer", "exclusiveMinimum": -LARGEST, "exclusiveMaximum": LARGEST}
CONDITION: Schema = {
    "description": "lines 'fact: value, value' or 'fact: 18..26'; 'niet' before one; 'of' between",
    "type": "string",
    "minLength": 1,
    "maxLength": LONGEST_PROSE,
}
RULE: Schema = {
    "type": "object",
    "required": ["events"],
    "properties": {
        "events": {"type": "array", "minItems": 1, "items": CODE},
        "where": {
            "type": "object",
            "additionalProperties": {"type": "array", "minItems": 1, "items": CODE},
        },
        "once_per_case": {"type": "boolean"},
    },
    "additionalProperties": False,
}


def schema_of(kind: Kind) -> Schema:
    """Return the schema of the file with entries of a kind (JSON Schema, draft 2020-12)."""
    entry = _block(kind.fields, _every_entry())
    required = entry["required"]
    assert isinstance(required, list)  # as written below
    entry["required"] = ["code", "title", *required]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{URN}:{kind.code}",
        "title": kind.plural.en,
        "description": kind.explanation.en,
        "type": "object",
        "required": ["entries"],
        "properties": {"entries": {"type": "array", "items": entry}},
        "additionalProperties": False,
    }


def _every_entry() -> Schema:
    """Return what any entry can have besides the fields of its kind."""
    period = {"type": "object", "properties": {"from": DAY, "until": DAY}}
    return {
        "code": OWN_CODE,
        "title": _text(LONGEST_TEXT),
        "source": _closed({"document": LINE, "section": LINE}, ["document"]),
        "aliases": {"type": "array", "items": LINE},
        "earlier_names": {
            "type": "array",
            "items": _closed({"title": _text(LONGEST_TEXT), "until": DAY}, ["title"]),
        },
        "valid": {**period, "additionalProperties": False},
    }


def _block(fields: Iterable[Field], others: Mapping[str, object] | None = None) -> Schema:
    held = list(fields)
    properties = {**(others or {}), **{one.code: _labelled(one) for one in held}}
    return _closed(properties, [one.code for one in held if one.needed])


def _closed(properties: Mapping[str, object], required: list[str]) -> Schema:
    return {
        "type": "object",
        "required": required,
        "properties": dict(properties),
        "additionalProperties": False,
    }


def _labelled(one: Field) -> Schema:
    return {"title": one.label.en, **_of_field(one)}


def _of_field(one: Field) -> Schema:
    match one.kind:
        case FieldKind.TEXT:
            return _text(LONGEST_TEXT)
        case FieldKind.PROSE:
            return _text(LONGEST_PROSE)
        case FieldKind.CHOICE:
            return {"enum": list(one.choices)}
        case FieldKind.REFERENCE:
            return {**CODE, "description": _points(one)}
        case FieldKind.REFERENCES:
            several = {"type": "array", "items": CODE, "uniqueItems": True}
            return {**several, "description": _points(one)}
        case FieldKind.ROWS:
            return {"type": "array", "items": {**_block(one.rows), "minProperties": 1}}
        case _:
            return _SIMPLE[one.kind]


def _points(one: Field) -> str:
    if one.target.startswith("@"):
        return f"code of a thing of the region pack: {one.target[1:]}"
    return f"code of an entry in {one.target}.yaml"


def _text(longest: int) -> Schema:
    said = {"type": "string", "minLength": 1, "maxLength": longest}
    return {"anyOf": [said, _closed({"nl": said, "en": said}, ["nl"])]}


def _or_word(words: Iterable[str], meaning: str) -> Schema:
    number = {"type": "integer", "minimum": 0, "exclusiveMaximum": LARGEST}
    return {"description": meaning, "anyOf": [number, {"enum": list(words)}]}


_SIMPLE: Mapping[FieldKind, Schema] = {
    FieldKind.LINE: LINE,
    FieldKind.NUMBER: NUMBER,
    FieldKind.FLAG: {"type": "boolean"},
    FieldKind.DAY: DAY,
    FieldKind.MOMENT: MOMENT,
    FieldKind.AMOUNT: _or_word(map(str, AmountWord), "cents, or a word that is no number"),
    FieldKind.QUANTITY: _or_word(map(str, QuantityWord), "a number, or a word that is none"),
    FieldKind.RULE: RULE,
    FieldKind.CONDITION: CONDITION,
}
