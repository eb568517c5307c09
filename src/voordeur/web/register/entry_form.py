"""The form of any kind of entry: made from its fields, and read back as the entry's plain data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from voordeur.domain.register.fields import Field, FieldKind, Kind, Value
from voordeur.domain.register.moments import read_moment
from voordeur.domain.rules.reading import Path
from voordeur.services.register_acts import EntryProblem
from voordeur.web.plain_form import PlainForm, speak_plainly
from voordeur.web.register.amounts import cents_of, typed_of
from voordeur.web.register.form_fields import Options, controls

MOST_BLOCKS = 60
"""Blocks of one list that a form shows."""
ADD = "voeg-toe"
"""The button that asks for one more block; its value is the field."""
LONGEST_CODE = 80
LONGEST_NUMBER = 15
SHORT_LIST = 12
"""Tick boxes that need no folding."""
PIECES = 3
"""Of the name of a control in a block: field, place, inner field."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a list on the form: its number from 1, and its fields."""

    number: int
    fields: tuple[BoundField, ...]
    filled: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the form: the controls of a field, or the blocks of a list."""

    code: str
    label: str
    fields: tuple[BoundField, ...] = ()
    blocks: tuple[Block, ...] = ()
    is_list: bool = False
    folded: bool = False


class EntryForm(PlainForm):
    """A form for an entry of ``kind``; names follow the place in the entry: ``finances.0.part.nl``.

    ``shown`` is the plain data it starts from. Bound with ``data`` it keeps what was typed.
    """

    use_required_attribute = False

    def __init__(
        self,
        kind: Kind,
        options: Options,
        language: str,
        *,
        shown: Mapping[str, Value],
        data: QueryDict | None = None,
        is_new: bool,
    ) -> None:
        self.kind, self.options, self.language, self.is_new = kind, options, language, is_new
        self.shown = shown
        self._lists: dict[str, int] = {}
        super().__init__(data, initial=dict(_typed(kind, shown)), auto_id="id_%s")
        self._add_common()
        for one in kind.fields:
            self._add(one, (one.code,), data)
        self._add_reason()
        for name, field in self.fields.items():
            field.initial = self.initial.get(name, field.initial)
            speak_plainly(field)

    def _add_common(self) -> None:
        if self.is_new:
            self.fields["code"] = forms.SlugField(
                label=_("Korte naam voor in het adres"),
                max_length=LONGEST_CODE,
                help_text=_("Kleine letters, cijfers en streepjes. Verandert nooit meer."),
            )
        self.fields["title.nl"] = forms.CharField(label=_("Titel"), max_length=300)
        self.fields["title.en"] = forms.CharField(
            label=_("Titel, in het Engels"), max_length=300, required=False
        )

    def _add_reason(self) -> None:
        if not self.is_new:
            self.fields["reason"] = forms.CharField(
                label=_("Waarom verander je dit?"),
                max_length=1000,
                widget=forms.Textarea({"rows": 2}),
                help_text=_("Dit staat bij de geschiedenis. Iedereen kan het lezen."),
            )

    def _add(self, one: Field, path: Path, data: QueryDict | None) -> None:
        if one.kind is not FieldKind.ROWS:
            for control in controls(one, self.options, self.language):
                self.fields[_name(path, control.part)] = control.field
            return
        number = self._number_of_blocks(one, data)
        self._lists[one.code] = number
        for place in range(number):
            for inner in one.rows:
                self._add_inner(inner, (*path, place, inner.code))

    def _add_inner(self, inner: Field, path: Path) -> None:
        for control in controls(inner, self.options, self.language):
            control.field.required = False  # an empty block is no block; the reader says the rest
            self.fields[_name(path, control.part)] = control.field

    def _number_of_blocks(self, one: Field, data: QueryDict | None) -> int:
        held = self.shown.get(one.code)
        number = len(held) if isinstance(held, list) else 0
        if data is not None:
            places = [_place(name, one.code) for name in data]
            number = max([number, *(place + 1 for place in places)])
            number += data.get(ADD) == one.code
        else:
            number += 1
        return min(number, MOST_BLOCKS)

    def parts(self) -> tuple[Part, ...]:
        """Return the form in the order of the screen."""
        return tuple(self._part(one) for one in self.kind.fields)

    def opening(self) -> tuple[BoundField, ...]:
        """Return the controls every entry has: title, and the code of a new one."""
        names = (["code"] if self.is_new else []) + ["title.nl", "title.en"]
        return tuple(self[name] for name in names)

    def _part(self, one: Field) -> Part:
        label = one.label.in_language(self.language)
        if one.kind is not FieldKind.ROWS:
            found = tuple(self[name] for name in self._names((one.code,)))
            folded = (
                one.kind is FieldKind.REFERENCES
                and len(self.options.get(one.target, ())) > SHORT_LIST
            )
            return Part(one.code, label, fields=found, folded=folded)
        return Part(
            one.code,
            label,
            blocks=tuple(self._block(one, place) for place in range(self._lists[one.code])),
            is_list=True,
        )

    def _block(self, one: Field, place: int) -> Block:
        names = [name for inner in one.rows for name in self._names((one.code, place, inner.code))]
        bound = tuple(self[name] for name in names)
        filled = any(not _empty(self[name].value()) for name in names)
        return Block(place + 1, bound, filled)

    def _names(self, path: Path) -> list[str]:
        start = _name(path, "")
        return [name for name in self.fields if name == start or name.startswith(f"{start}.")]

    def clean(self) -> dict[str, Any]:
        """Say in plain words which amount, number or moment cannot be read."""
        for one in self.kind.fields:
            if one.kind is not FieldKind.ROWS:
                self._complain(one, (one.code,))
                continue
            for place in range(self._lists[one.code]):
                for inner in one.rows:
                    self._complain(inner, (one.code, place, inner.code))
        return self.cleaned_data

    def _complain(self, one: Field, path: Path) -> None:
        if one.kind in {FieldKind.AMOUNT, FieldKind.QUANTITY}:
            name = _name(path, "number")
            typed = self._typed(name)
            if typed and self._figure(one, typed) is None:
                amount = one.kind is FieldKind.AMOUNT
                self.add_error(name, _no_amount() if amount else _no_number())
            elif (
                not typed and one.needed and len(path) == 1 and not self._typed(_name(path, "word"))
            ):
                self.add_error(name, _("Vul een getal in of kies een woord."))
        elif one.kind is FieldKind.NUMBER:
            typed = self._typed(_name(path, ""))
            if typed and _whole(typed) is None:
                self.add_error(_name(path, ""), _no_number())
        elif one.kind is FieldKind.MOMENT:
            typed = self._typed(_name(path, ""))
            if typed and read_moment(typed) is None:
                self.add_error(
                    _name(path, ""),
                    _("Dit kennen we niet. Schrijf 2026, 2026-Q4, 2026-06 of 2026-06-03."),
                )

    def _typed(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "").strip()

    def _figure(self, one: Field, typed: str) -> int | None:
        return cents_of(typed) if one.kind is FieldKind.AMOUNT else _whole(typed)

    def entry_data(self) -> dict[str, Value]:
        """Return the plain data of what was filled in; call it on a valid form.

        What the form does not show (source, other names, validity) stays as it was.
        """
        data: dict[str, Value] = {
            key: self.shown[key]
            for key in ("source", "aliases", "earlier_names", "valid")
            if key in self.shown
        }
        data["code"] = self._typed("code") if self.is_new else self.shown["code"]
        data["title"] = self._text(("title",))
        for one in self.kind.fields:
            value = (
                self._blocks(one) if one.kind is FieldKind.ROWS else self._value(one, (one.code,))
            )
            if not _empty(value):
                data[one.code] = value
        return data

    def _blocks(self, one: Field) -> list[Value]:
        rows = []
        for place in range(self._lists[one.code]):
            read = {
                inner.code: self._value(inner, (one.code, place, inner.code)) for inner in one.rows
            }
            row = {key: value for key, value in read.items() if not _empty(value)}
            if row:
                rows.append(row)
        return list(rows)

    def _value(self, one: Field, path: Path) -> Value:
        match one.kind:
            case FieldKind.TEXT | FieldKind.PROSE:
                return self._text(path)
            case FieldKind.AMOUNT | FieldKind.QUANTITY:
                typed = self._typed(_name(path, "number"))
                return self._figure(one, typed) if typed else self._typed(_name(path, "word"))
            case FieldKind.RULE:
                return self._rule(path)
            case FieldKind.FLAG:
                return bool(self.cleaned_data.get(_name(path, ""))) or None
            case FieldKind.REFERENCES:
                return list(self.cleaned_data.get(_name(path, "")) or [])
            case FieldKind.DAY:
                day = self.cleaned_data.get(_name(path, ""))
                return day.isoformat() if day else None
            case FieldKind.NUMBER:
                return _whole(self._typed(_name(path, "")))
            case _:
                return self._typed(_name(path, ""))

    def _text(self, path: Path) -> dict[str, Value] | None:
        held = {part: self._typed(_name(path, part)) for part in ("nl", "en")}
        if not held["nl"] and held["en"]:
            held["nl"] = held["en"]
        return {part: words for part, words in held.items() if words} or None

    def _rule(self, path: Path) -> dict[str, Value] | None:
        events = self._typed(_name(path, "events")).split()
        if not events:
            return None
        where = {
            key.strip(): [one for one in values.replace(",", " ").split() if one]
            for line in self._typed(_name(path, "where")).splitlines()
            for key, mark, values in [line.partition(":")]
            if mark and key.strip()
        }
        rule: dict[str, Value] = {"events": events}
        if where:
            rule["where"] = where
        if self.cleaned_data.get(_name(path, "once")):
            rule["once_per_case"] = True
        return rule

    def tell(self, problems: Iterable[EntryProblem]) -> None:
        """Put what the register says of the entry at the fields it is about."""
        for problem in problems:
            self.add_error(self._field_of(problem.path), self._sentence(problem))

    def _sentence(self, problem: EntryProblem) -> str:
        words = problem.expected.in_language(self.language)
        return words[:1].upper() + words[1:]

    def _field_of(self, path: Path) -> str | None:
        placed = self._placed(path)
        for length in range(len(placed), 0, -1):
            start = _name(placed[:length], "")
            if start in self.fields:
                return start
            under = next((name for name in self.fields if name.startswith(f"{start}.")), None)
            if under is not None:
                return under
        return None

    def _placed(self, path: Path) -> Path:
        """Return a place in the entry as a place on the form, where empty blocks also stand."""
        if len(path) > 1 and isinstance(path[1], int) and path[0] in self._lists:
            full = [
                place
                for place in range(self._lists[str(path[0])])
                if self._block_is_full(str(path[0]), place)
            ]
            if path[1] < len(full):
                return (path[0], full[path[1]], *path[2:])
        return path

    def _block_is_full(self, code: str, place: int) -> bool:
        one = self.kind.field(code)
        return any(not _empty(self._value(inner, (code, place, inner.code))) for inner in one.rows)


def _empty(value: Value) -> bool:
    return value is None or value is False or value in ("", [])


def _no_amount() -> str:
    return _("Dit is geen bedrag. Schrijf het als 1250 of 1.250,50.")


def _no_number() -> str:
    return _("Schrijf dit met cijfers, zonder punt of komma.")


def _name(path: Path, part: str) -> str:
    return ".".join([*map(str, path), *([part] if part else [])])


def _place(name: str, code: str) -> int:
    """Return the number of the block a control belongs to; -1 for anything else."""
    pieces = name.split(".")
    if len(pieces) >= PIECES and pieces[0] == code and pieces[1].isascii() and pieces[1].isdigit():
        return min(int(pieces[1][:4]), MOST_BLOCKS - 1)
    return -1


def _whole(typed: str) -> int | None:
    sign, digits = (-1, typed[1:]) if typed.startswith("-") else (1, typed)
    return (
        sign * int(digits)
        if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER
        else None
    )


def _typed(kind: Kind, shown: Mapping[str, Value]) -> Iterable[tuple[str, object]]:
    """Yield what stands in each control to begin with."""
    title = shown.get("title")
    if isinstance(title, Mapping):
        yield from ((f"title.{part}", words) for part, words in title.items())
    if "code" in shown:
        yield "code", shown["code"]
    for one in kind.fields:
        value = shown.get(one.code)
        if one.kind is FieldKind.ROWS and isinstance(value, list):
            for place, row in enumerate(value):
                for inner in one.rows:
                    yield from _typed_value(
                        inner, (one.code, place, inner.code), row.get(inner.code)
                    )
        else:
            yield from _typed_value(one, (one.code,), value)


def _typed_value(one: Field, path: Path, value: Value) -> Iterable[tuple[str, object]]:
    if value is None:
        return
    match one.kind:
        case FieldKind.TEXT | FieldKind.PROSE if isinstance(value, Mapping):
            yield from ((_name(path, part), words) for part, words in value.items())
        case FieldKind.AMOUNT | FieldKind.QUANTITY:
            if isinstance(value, int):
                amount = one.kind is FieldKind.AMOUNT
                yield _name(path, "number"), typed_of(value) if amount else str(value)
            else:
                yield _name(path, "word"), value
        case FieldKind.RULE if isinstance(value, Mapping):
            yield _name(path, "events"), " ".join(map(str, value.get("events", [])))
            where = value.get("where", {})
            lines = [f"{key}: {', '.join(map(str, held))}" for key, held in where.items()]
            yield _name(path, "where"), "\n".join(lines)
            yield _name(path, "once"), value.get("once_per_case") is True
        case FieldKind.NUMBER:
            yield _name(path, ""), str(value)
        case _:
            yield _name(path, ""), value
