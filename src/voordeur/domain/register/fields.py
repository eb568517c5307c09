"""The fields an entry of the register can have: what stands in them and how they are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.text import Text

Value: TypeAlias = object
"""Plain data as it is kept: str, int, bool, dict, list."""

ORGANISATION, MUNICIPALITY, SUB_REGION, SECTOR, DOCUMENT = (
    "@organisation",
    "@municipality",
    "@sub_region",
    "@sector",
    "@document",
)
"""What a reference can point to besides entries: things of the region pack."""


class FieldKind(StrEnum):
    """What can stand in a field, and how it is kept."""

    TEXT = "text"
    """One short text in Dutch and English: ``{nl, en}``."""
    PROSE = "prose"
    """Paragraphs in Dutch and English: ``{nl, en}``."""
    LINE = "line"
    """One short string without translation, such as a registration number."""
    NUMBER = "number"
    FLAG = "flag"
    DAY = "day"
    """ISO date."""
    MOMENT = "moment"
    """Day, month, quarter or year: see :mod:`voordeur.domain.register.moments`."""
    CHOICE = "choice"
    REFERENCE = "reference"
    """The code of one entry or of something in the region pack."""
    REFERENCES = "references"
    AMOUNT = "amount"
    """Integer cents, or one of :class:`voordeur.domain.register.amounts.AmountWord`."""
    QUANTITY = "quantity"
    """A whole number, or one of :class:`voordeur.domain.register.amounts.QuantityWord`."""
    RULE = "rule"
    """How a result is counted from events: ``{events, where, once_per_case}``."""
    CONDITION = "condition"
    """For whom or when: lines as :mod:`voordeur.domain.rules.sentences` reads them."""
    ROWS = "rows"
    """A list of blocks with fields of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: its code, what it is called, and what may stand in it."""

    code: str
    kind: FieldKind
    label: Text
    needed: bool = False
    choices: Mapping[str, Text] = field(default_factory=dict)
    target: str = ""
    """For references: the kind of entry, or one of the places with an '@'."""
    rows: tuple["Field", ...] = ()
    explanation: Text = Text("")

    def choice_label(self, code: str) -> Text:
        """Return what a choice is called; an unknown one stays its code."""
        return self.choices.get(code, Text(code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of entry: its fields, who may write it, and what it belongs to.

    ``parent`` is the reference field by which entries are grouped (a plan line by its plan);
    ``own`` the field that names the organisation whose members may write it too.
    """

    code: str
    name: Text
    plural: Text
    explanation: Text
    fields: tuple[Field, ...]
    writers: frozenset[Role]
    parent: str = ""
    own: str = ""
    anybody: bool = False
    """Any professional may add one, such as a bottleneck met in daily work."""

    def field(self, code: str) -> Field:
        """Return one field. Raises ``KeyError`` when the kind has no such field."""
        for one in self.fields:
            if one.code == code:
                return one
        raise KeyError(code)


def text(code: str, nl: str, en: str, *, needed: bool = False) -> Field:
    """Return a field for one short text."""
    return Field(code=code, kind=FieldKind.TEXT, label=Text(nl, en), needed=needed)


def prose(code: str, nl: str, en: str, *, needed: bool = False) -> Field:
    """Return a field for paragraphs."""
    return Field(code=code, kind=FieldKind.PROSE, label=Text(nl, en), needed=needed)


def line(code: str, nl: str, en: str, *, needed: bool = False) -> Field:
    """Return a field for a short string that has no translation."""
    return Field(code=code, kind=FieldKind.LINE, label=Text(nl, en), needed=needed)


def number(code: str, nl: str, en: str, *, needed: bool = False) -> Field:
    """Return a field for a whole number."""
    return Field(code=code, kind=FieldKind.NUMBER, label=Text(nl, en), needed=needed)


def flag(code: str, nl: str, en: str) -> Field:
    """Return a field for yes or no; absent is no."""
    return Field(code=code, kind=FieldKind.FLAG, label=Text(nl, en))


def day(code: str, nl: str, en: str, *, needed: bool = False) -> Field:
    """Return a field for a date."""
    return Field(code=code, kind=FieldKind.DAY, label=Text(nl, en), needed=needed)


def moment(code: str, nl: str, en: str, *, needed: bool = False) -> Field:
    """Return a field for a day, month, quarter or year."""
    return Field(code=code, kind=FieldKind.MOMENT, label=Text(nl, en), needed=needed)


def amount(code: str, nl: str, en: str, *, needed: bool = False) -> Field:
    """Return a field for cents or a word."""
    return Field(code=code, kind=FieldKind.AMOUNT, label=Text(nl, en), needed=needed)


def quantity(code: str, nl: str, en: str, *, needed: bool = False) -> Field:
    """Return a field for a number or a word."""
    return Field(code=code, kind=FieldKind.QUANTITY, label=Text(nl, en), needed=needed)


def choice(
    code: str, nl: str, en: str, choices: Mapping[str, Text], *, needed: bool = False
) -> Field:
    """Return a field with one of ``choices``."""
    return Field(
        code=code, kind=FieldKind.CHOICE, label=Text(nl, en), choices=choices, needed=needed
    )


def reference(code: str, nl: str, en: str, target: str, *, needed: bool = False) -> Field:
    """Return a field that points to one thing of kind ``target``."""
    return Field(
        code=code, kind=FieldKind.REFERENCE, label=Text(nl, en), target=target, needed=needed
    )


def references(code: str, nl: str, en: str, target: str, *, needed: bool = False) -> Field:
    """Return a field that points to any number of things of kind ``target``."""
    return Field(
        code=code, kind=FieldKind.REFERENCES, label=Text(nl, en), target=target, needed=needed
    )


def rows(code: str, nl: str, en: str, *fields: Field, needed: bool = False) -> Field:
    """Return a field with a list of blocks."""
    return Field(code=code, kind=FieldKind.ROWS, label=Text(nl, en), rows=fields, needed=needed)


def condition(code: str, nl: str, en: str, *, needed: bool = False) -> Field:
    """Return a field for a condition over facts."""
    return Field(code=code, kind=FieldKind.CONDITION, label=Text(nl, en), needed=needed)


def rule(code: str, nl: str, en: str) -> Field:
    """Return a field for a counting rule."""
    return Field(code=code, kind=FieldKind.RULE, label=Text(nl, en))
