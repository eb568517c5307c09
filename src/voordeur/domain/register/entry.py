"""One entry of the register: a value of a known kind, read from plain data and written back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from voordeur.domain.kernel.because import Source
from voordeur.domain.kernel.period import ALWAYS, Period
from voordeur.domain.kernel.text import Text
from voordeur.domain.register.amounts import AmountWord, QuantityWord
from voordeur.domain.register.fields import Field, FieldKind, Kind, Value
from voordeur.domain.register.moments import Moment, read_moment
from voordeur.domain.rules.reading import Path, Reader
from voordeur.domain.rules.sentences import UnreadableConditionError, read_condition

COMMON = ("code", "title", "source", "aliases", "earlier_names", "valid")
"""What every entry can have besides the fields of its kind."""
RECORDED = "recorded"
"""The source of what was written down here, instead of read from a document."""
HERE = Source(RECORDED)
LONGEST_TEXT = 300
LONGEST_PROSE = 20_000
LONGEST_CODE = 80
TAKEN_CODES = frozenset({"nieuw"})
"""Codes that would stand in the way of an address."""
LARGEST = 10**15
"""Numbers and cents stay below this, so that every database and script can hold them."""


@dataclass(frozen=True, slots=True)
class EarlierName:
    """A name the thing went by before a day."""

    title: Text
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A thing of the register. ``values`` holds plain data per field; absent means not filled in.

    ``valid`` is the period in which the thing itself existed; versions say when it was written.
    """

    kind: str
    code: str
    title: Text
    source: Source = HERE
    aliases: tuple[str, ...] = ()
    earlier_names: tuple[EarlierName, ...] = ()
    valid: Period = ALWAYS
    values: Mapping[str, Value] = field(default_factory=dict)

    def line(self, code: str) -> str:
        """Return a code, choice or short string; empty when it is not filled in."""
        return str(self.values.get(code, ""))

    def text(self, code: str) -> Text:
        """Return a text; empty when it is not filled in."""
        return text_of(self.values.get(code))

    def number(self, code: str) -> int | None:
        """Return a whole number, or None."""
        value = self.values.get(code)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def flag(self, code: str) -> bool:
        """Tell whether a flag is set."""
        return self.values.get(code) is True

    def codes(self, code: str) -> tuple[str, ...]:
        """Return the references in a field, also of a field that has just one."""
        value = self.values.get(code)
        if isinstance(value, list):
            return tuple(str(one) for one in value)
        return (str(value),) if value else ()

    def rows(self, code: str) -> tuple[Mapping[str, Value], ...]:
        """Return the blocks in a field."""
        value = self.values.get(code)
        return (
            tuple(one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()
        )

    def moment(self, code: str) -> Moment | None:
        """Return a moment, or None."""
        return read_moment(self.line(code)) if self.line(code) else None

    def title_on(self, day: date) -> Text:
        """Return the name by which the thing went on a day."""
        for earlier in sorted(self.earlier_names, key=lambda one: one.until or date.min):
            if earlier.until is not None and day < earlier.until:
                return earlier.title
        return self.title

    def names(self) -> tuple[str, ...]:
        """Return every name by which it can be found, code and older names too."""
        titles = [self.title, *(earlier.title for earlier in self.earlier_names)]
        numbered = (self.values.get(one) for one in ("number", "document"))
        numbers = [one for one in numbered if isinstance(one, str)]
        found = [
            self.code,
            *numbers,
            *self.aliases,
            *(name for one in titles for name in (one.nl, one.en)),
        ]
        return tuple(dict.fromkeys(name for name in found if name))


def text_of(value: Value) -> Text:
    """Return kept plain data as a text; empty when it is none."""
    if isinstance(value, Mapping):
        return Text(str(value.get("nl", "")), str(value.get("en", "")))
    return Text(str(value)) if isinstance(value, str) else Text("")


def read_entry(reader: Reader, kind: Kind, data: object, path: Path) -> Entry:
    """Read one entry from plain data; what is wrong is kept by ``reader`` with its place."""
    known = [one.code for one in kind.fields]
    needed = [one.code for one in kind.fields if one.needed]
    read = reader.mapping(
        data,
        path,
        needed=("code", "title", *needed),
        optional=(*COMMON[2:], *(code for code in known if code not in needed)),
    )
    return Entry(
        kind=kind.code,
        code=_own_code(reader, read.get("code"), (*path, "code")) if "code" in read else "?",
        title=_text(reader, read["title"], (*path, "title"), LONGEST_TEXT)
        if "title" in read
        else Text("?"),
        source=_source(reader, read.get("source"), (*path, "source")),
        aliases=_lines(reader, read.get("aliases"), (*path, "aliases")),
        earlier_names=_earlier(reader, read.get("earlier_names"), (*path, "earlier_names")),
        valid=_valid(reader, read.get("valid"), (*path, "valid")),
        values=_filled_in(reader, kind.fields, read, path),
    )


def _filled_in(
    reader: Reader, fields: Sequence[Field], read: Mapping[str, object], path: Path
) -> dict[str, Value]:
    """Return what stands in the fields; what is not filled in, and a 'no', is absent."""
    found = {
        one.code: read_value(reader, one, read[one.code], (*path, one.code))
        for one in fields
        if read.get(one.code) not in (None, "", [])
    }
    return {code: value for code, value in found.items() if value is not False}


def plain(kind: Kind, entry: Entry) -> dict[str, Value]:
    """Return the entry as plain data in the order of its kind; :func:`read_entry` reads it back."""
    written: dict[str, Value] = {"code": entry.code, "title": _plain_text(entry.title)}
    if entry.source.document != RECORDED:
        source = {"document": entry.source.document, "section": entry.source.section}
        written["source"] = {key: value for key, value in source.items() if value}
    if entry.aliases:
        written["aliases"] = list(entry.aliases)
    if entry.earlier_names:
        written["earlier_names"] = [_plain_name(one) for one in entry.earlier_names]
    if entry.valid != ALWAYS:
        ends = {"from": entry.valid.start, "until": entry.valid.end}
        written["valid"] = {key: day.isoformat() for key, day in ends.items() if day}
    for one in kind.fields:
        if one.code in entry.values:
            written[one.code] = _in_order(one, entry.values[one.code])
    return written


def _in_order(one: Field, value: Value) -> Value:
    """Return a value with its parts in the order of their definition, however they were kept."""
    if one.kind is FieldKind.ROWS and isinstance(value, list):
        return [
            {
                inner.code: _in_order(inner, row[inner.code])
                for inner in one.rows
                if inner.code in row
            }
            for row in value
        ]
    parts = _PARTS.get(one.kind, ())
    if parts and isinstance(value, Mapping):
        return {part: value[part] for part in parts if part in value}
    return value


_PARTS: Mapping[FieldKind, tuple[str, ...]] = {
    FieldKind.TEXT: ("nl", "en"),
    FieldKind.PROSE: ("nl", "en"),
    FieldKind.RULE: ("events", "where", "once_per_case"),
}


def entry_of(kind: Kind, body: Mapping[str, Value]) -> Entry:
    """Return the entry behind plain data that was read and kept before; checks nothing again."""
    source = body.get("source")
    valid = body.get("valid")
    return Entry(
        kind=kind.code,
        code=str(body["code"]),
        title=text_of(body["title"]),
        source=Source(str(source["document"]), str(source.get("section", "")))
        if isinstance(source, Mapping)
        else HERE,
        aliases=tuple(map(str, _list(body.get("aliases")))),
        earlier_names=tuple(_kept_name(one) for one in _list(body.get("earlier_names"))),
        valid=Period(_kept_day(valid, "from"), _kept_day(valid, "until"))
        if isinstance(valid, Mapping)
        else ALWAYS,
        values={one.code: body[one.code] for one in kind.fields if one.code in body},
    )


def _list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


def _kept_name(value: Value) -> EarlierName:
    held = value if isinstance(value, Mapping) else {}
    return EarlierName(text_of(held.get("title")), _kept_day(held, "until"))


def _kept_day(value: Mapping[str, Value], key: str) -> date | None:
    return date.fromisoformat(str(value[key])) if value.get(key) else None


def read_value(reader: Reader, one: Field, data: object, path: Path) -> Value:
    """Read what stands in one field; what is wrong is kept by ``reader`` with its place."""
    match one.kind:
        case FieldKind.TEXT:
            return _plain_text(_text(reader, data, path, LONGEST_TEXT))
        case FieldKind.PROSE:
            return _plain_text(_text(reader, data, path, LONGEST_PROSE))
        case FieldKind.FLAG:
            return reader.flag(data, path)
        case FieldKind.REFERENCES:
            return list(_references(reader, data, path))
        case FieldKind.RULE:
            return _rule(reader, data, path)
        case FieldKind.CONDITION:
            return _condition(reader, data, path)
        case FieldKind.ROWS:
            return list(reader.items(data, path, lambda row, at: _row(reader, one, row, at)))
        case _:
            return _single(reader, one, data, path)


def _single(reader: Reader, one: Field, data: object, path: Path) -> Value:
    match one.kind:
        case FieldKind.NUMBER:
            return _within(reader, reader.number(data, path), path)
        case FieldKind.DAY:
            found = reader.day(data, path)
            return found.isoformat() if found else ""
        case FieldKind.MOMENT:
            return _moment(reader, data, path)
        case FieldKind.CHOICE:
            return _one_of(reader, data, path, tuple(one.choices))
        case FieldKind.AMOUNT:
            return _amount(reader, data, path, tuple(AmountWord))
        case FieldKind.QUANTITY:
            return _amount(reader, data, path, tuple(QuantityWord))
        case FieldKind.REFERENCE:
            return reader.code(data, path)
        case _:
            return _short(reader, data, path)


def _text(reader: Reader, data: object, path: Path, longest: int) -> Text:
    found = reader.text(data, path)
    return Text(*(_readable(reader, said, path, longest) for said in (found.nl, found.en)))


def _condition(reader: Reader, data: object, path: Path) -> str:
    said = data if isinstance(data, str) else ""
    found = _readable(reader, said.strip(), path, LONGEST_PROSE)
    if not said.strip():
        nl, en = "verwacht: regels met kenmerken", "expected lines with facts"
        reader.expected(path, data, nl, en)
    try:
        read_condition(found)
    except UnreadableConditionError as wrong:
        nl = f"regel {wrong.line}: {wrong.expected.nl}"
        en = f"line {wrong.line}: {wrong.expected.en}"
        reader.expected(path, wrong.found, nl, en)
    return found


def _short(reader: Reader, data: object, path: Path) -> str:
    return _readable(reader, reader.line(data, path), path, LONGEST_TEXT)


def _readable(reader: Reader, said: str, path: Path, longest: int) -> str:
    """Return what was written with its lines ended in one way; a short text is one line."""
    found = said.replace("\r\n", "\n").replace("\r", "\n")
    if longest == LONGEST_TEXT:
        found = " ".join(part.strip() for part in found.split("\n"))
    if len(found) > longest:
        nl, en = f"verwacht: hooguit {longest} tekens", f"expected at most {longest} characters"
        reader.expected(path, found, nl, en)
    if not NO_TEXT.isdisjoint(found):
        nl = "hier staan tekens die niemand kan lezen; haal ze weg"
        reader.expected(path, "", nl, "these signs cannot be read; take them away")
    return found


NO_TEXT = frozenset(map(chr, (*range(9), *range(11, 32), 127, *range(0xD800, 0xE000))))
"""Signs that are no text: controls, and halves of signs, which no database keeps."""


def _own_code(reader: Reader, data: object, path: Path) -> str:
    found = reader.code(data, path)
    if len(found) > LONGEST_CODE:
        nl = f"verwacht: hooguit {LONGEST_CODE} tekens"
        reader.expected(path, found, nl, f"expected at most {LONGEST_CODE} characters")
    elif found in TAKEN_CODES or not any(sign.isalnum() for sign in found):
        nl = "deze code kan niet; kies een andere"
        reader.expected(path, found, nl, "this code cannot be used; choose another")
    return found


def _plain_text(text: Text) -> dict[str, str]:
    return {"nl": text.nl, "en": text.en} if text.en else {"nl": text.nl}


def _plain_name(one: EarlierName) -> dict[str, Value]:
    until: dict[str, Value] = {"until": one.until.isoformat()} if one.until else {}
    return {"title": _plain_text(one.title), **until}


def _within(reader: Reader, found: int, path: Path) -> int:
    if abs(found) < LARGEST:
        return found
    reader.expected(path, found, "verwacht: een kleiner getal", "expected a smaller number")
    return 0


def _moment(reader: Reader, data: object, path: Path) -> str:
    written = str(data) if isinstance(data, int | str) and not isinstance(data, bool) else ""
    if read_moment(written) is not None:
        return written.strip()
    reader.expected(
        path,
        data,
        "verwacht: een jaar, kwartaal, maand of dag, zoals 2024, 2024-Q4, 2024-06 of 2024-06-03",
        "expected a year, quarter, month or day, such as 2024, 2024-Q4, 2024-06 or 2024-06-03",
    )
    return ""


def _one_of(reader: Reader, data: object, path: Path, options: Sequence[str]) -> str:
    if isinstance(data, str) and data in options:
        return data
    listed = ", ".join(options)
    reader.expected(path, data, f"verwacht: een van {listed}", f"expected one of {listed}")
    return ""


def _amount(reader: Reader, data: object, path: Path, words: Sequence[str]) -> int | str:
    if isinstance(data, int) and not isinstance(data, bool) and 0 <= data < LARGEST:
        return data
    if isinstance(data, str) and data in words:
        return str(data)
    listed = ", ".join(words)
    reader.expected(
        path,
        data,
        f"verwacht: een getal van 0 of meer, of een van {listed}",
        f"expected a number of 0 or more, or one of {listed}",
    )
    return words[0]


def _references(reader: Reader, data: object, path: Path) -> tuple[str, ...]:
    found = reader.items(data, path, reader.code)
    reader.no_doubles(found, path)
    return found


def _row(reader: Reader, one: Field, data: object, path: Path) -> dict[str, Value]:
    needed = [inner.code for inner in one.rows if inner.needed]
    optional = [inner.code for inner in one.rows if not inner.needed]
    read = reader.mapping(data, path, needed=needed, optional=optional)
    found = _filled_in(reader, one.rows, read, path)
    if not found and isinstance(data, Mapping):
        reader.expected(path, data, "dit blok is leeg", "this block is empty")
    return found


def _rule(reader: Reader, data: object, path: Path) -> dict[str, Value]:
    read = reader.mapping(data, path, needed=("events",), optional=("where", "once_per_case"))
    events = reader.items(read.get("events"), (*path, "events"), reader.code)
    written: dict[str, Value] = {"events": list(events)}
    where = read.get("where")
    if where is not None:
        if not isinstance(where, Mapping):
            reader.expected(
                (*path, "where"),
                where,
                "verwacht: een blok ‘gegeven: [waarden]’",
                "expected a block ‘fact: [values]’",
            )
        else:
            held = {
                reader.code(key, (*path, "where")): list(
                    reader.items(value, (*path, "where", str(key)), reader.code)
                )
                for key, value in where.items()
            }
            written |= {"where": held} if held else {}
    once = read.get("once_per_case")
    if once is not None and reader.flag(once, (*path, "once_per_case")):
        written["once_per_case"] = True
    return written


def _source(reader: Reader, data: object, path: Path) -> Source:
    if data is None:
        return HERE
    read = reader.mapping(data, path, needed=("document",), optional=("section",))
    section = read.get("section")
    return Source(
        _short(reader, read.get("document"), (*path, "document")) if "document" in read else "?",
        _short(reader, section, (*path, "section")) if section else "",
    )


def _lines(reader: Reader, data: object, path: Path) -> tuple[str, ...]:
    return reader.items(data, path, lambda one, at: _short(reader, one, at)) if data else ()


def _earlier(reader: Reader, data: object, path: Path) -> tuple[EarlierName, ...]:
    def one(item: object, at: Path) -> EarlierName:
        read = reader.mapping(item, at, needed=("title",), optional=("until",))
        until = read.get("until")
        return EarlierName(
            _text(reader, read.get("title"), (*at, "title"), LONGEST_TEXT),
            reader.day(until, (*at, "until")) if until else None,
        )

    return reader.items(data, path, one) if data else ()


def _valid(reader: Reader, data: object, path: Path) -> Period:
    if data is None:
        return ALWAYS
    read = reader.mapping(data, path, optional=("from", "until"))
    start, end = (
        reader.day(read[key], (*path, key)) if read.get(key) else None for key in ("from", "until")
    )
    if start is not None and end is not None and end <= start:
        reader.expected(
            (*path, "until"), end, f"verwacht: een dag na {start}", f"expected a day after {start}"
        )
        return ALWAYS
    return Period(start, end)
