"""Lists of the register: entries of one kind with the columns that matter, filtered, in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.kernel.text import Text
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import Entry, entry_of
from voordeur.domain.register.fields import ORGANISATION, Field, FieldKind, Kind, Value
from voordeur.domain.register.moments import read_moment
from voordeur.records.register.models import EntryRecord
from voordeur.services.context import Context
from voordeur.services.exports import MOST_ROWS, Cell, Table
from voordeur.services.register import kind_of, may_write, require_reader
from voordeur.services.register_choices import choices_of
from voordeur.services.register_links import pointed_at
from voordeur.services.register_words import Words, words

PER_PAGE = 50
MOST_COLUMNS = 6
_SHORT = frozenset(
    {
        FieldKind.CHOICE,
        FieldKind.REFERENCE,
        FieldKind.NUMBER,
        FieldKind.MOMENT,
        FieldKind.DAY,
        FieldKind.QUANTITY,
        FieldKind.AMOUNT,
        FieldKind.LINE,
        FieldKind.TEXT,
    }
)
"""Fields that fit in a column, the ones people sort and choose by first."""
_ORDER = tuple(FieldKind)


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What somebody asks of a list: words, a value per choice or reference field, and an order.

    ``order`` is 'title' or a field code, with a minus in front for the other way round.
    """

    words: str = ""
    values: tuple[tuple[str, str], ...] = ()
    order: str = ""
    retired: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class ListLine:
    """One entry on a list: its name and a cell per column."""

    code: str
    title: str
    cells: tuple[str, ...]
    retired: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list with what one can filter by."""

    kind: Kind
    columns: tuple[Field, ...]
    filters: tuple[tuple[Field, tuple[tuple[str, str], ...]], ...]
    lines: tuple[ListLine, ...]
    total: int
    page: int
    may_add: bool


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind on the start page, with how many entries are in use."""

    code: str
    name: Text
    explanation: Text
    number: int


def overview(context: Context) -> tuple[KindLine, ...]:
    """Return every kind with how many entries are in use (one query)."""
    require_reader(context)
    counted: dict[str, int] = dict.fromkeys(KINDS, 0)
    for kind in EntryRecord.objects.filter(retired=False).values_list("kind", flat=True):
        counted[kind] += 1
    return tuple(
        KindLine(kind.code, kind.plural, kind.explanation, counted[kind.code])
        for kind in KINDS.values()
    )


def list_page(context: Context, *, kind: str, chosen: ListFilter) -> ListPage:
    """Return one page of the entries of a kind. Raises ``RefusedError`` (NOT_FOUND)."""
    require_reader(context)
    known = kind_of(kind)
    found, said = _found(context, known, chosen)
    columns = columns_of(known)
    first = (min(chosen.page, max(1, -(-len(found) // PER_PAGE))) - 1) * PER_PAGE
    return ListPage(
        kind=known,
        columns=columns,
        filters=_filters(context, known, said),
        lines=tuple(
            _line(said, columns, entry, retired=retired)
            for entry, retired in found[first : first + PER_PAGE]
        ),
        total=len(found),
        page=first // PER_PAGE + 1,
        may_add=bool(may_write(context, known, None)),
    )


def list_table(context: Context, *, kind: str, chosen: ListFilter) -> Table:
    """Return every entry of the filtered list as a table: the columns of the screen and the source.

    Raises ``RefusedError``: NOT_FOUND, TOO_LARGE above :data:`MOST_ROWS` rows.
    """
    require_reader(context)
    known = kind_of(kind)
    found, said = _found(context, known, chosen)
    if len(found) > MOST_ROWS:
        raise RefusedError(Refusal(Reason.TOO_LARGE, {"most": str(MOST_ROWS)}))
    columns = columns_of(known)
    with translation.override(said.language):
        heads = (_("Titel"), *(said.say(one.label) for one in columns), _("Code"), _("Bron"))
    return Table(
        name=kind.replace("_", "-"),
        columns=heads,
        rows=tuple(
            (
                said.title(entry),
                *(_cell(said, one, entry.values.get(one.code)) for one in columns),
                entry.code,
                said.source(entry),
            )
            for entry, _retired in found
        ),
    )


def _cell(said: Words, one: Field, value: Value) -> Cell:
    """Return what a cell of a sheet holds: a number as a number, a day as a day, else words."""
    if isinstance(value, int) and one.kind in {FieldKind.NUMBER, FieldKind.QUANTITY}:
        return value
    if value and one.kind is FieldKind.DAY:
        return date.fromisoformat(str(value))
    return said.value(one, value)


def columns_of(kind: Kind) -> tuple[Field, ...]:
    """Return the fields that stand on a list: the short ones, needed ones first."""
    short = [
        one
        for one in kind.fields
        if one.kind in _SHORT and (one.needed or one.kind is not FieldKind.TEXT)
    ]
    chosen = sorted(short, key=lambda one: not one.needed)[: MOST_COLUMNS - 1]
    return tuple(one for one in kind.fields if one in chosen)


def filter_fields(kind: Kind) -> tuple[Field, ...]:
    """Return the fields one can filter a list by."""
    return tuple(
        one
        for one in kind.fields
        if one.kind in {FieldKind.CHOICE, FieldKind.REFERENCE}
        or (one.kind is FieldKind.REFERENCES and one.target == ORGANISATION)
    )


def _found(
    context: Context, kind: Kind, chosen: ListFilter
) -> tuple[list[tuple[Entry, bool]], Words]:
    rows = EntryRecord.objects.filter(kind=kind.code)
    if not chosen.retired:
        rows = rows.filter(retired=False)
    for word in chosen.words.casefold().split()[:8]:
        rows = rows.filter(names__contains=word)
    every = [
        (entry_of(kind, body), retired)
        for body, retired in rows.order_by("id").values_list("body", "retired")
    ]
    asked = {code: value for code, value in chosen.values if value}
    found = [
        (entry, retired)
        for entry, retired in every
        if all(value in entry.codes(code) for code, value in asked.items())
    ]
    said = words(context, pointed_at(context, entries=[entry for entry, _retired in every]))
    return _ordered(kind, found, chosen.order, said), said


def _ordered(
    kind: Kind, found: list[tuple[Entry, bool]], order: str, said: Words
) -> list[tuple[Entry, bool]]:
    code = order.removeprefix("-")
    turned = order.startswith("-")
    if code == "title":
        return sorted(found, key=lambda pair: said.title(pair[0]).casefold(), reverse=turned)
    one = next((held for held in columns_of(kind) if held.code == code), None)
    if one is None:
        return found
    return sorted(found, key=lambda pair: _weight(one, pair[0], said), reverse=turned)


def _weight(one: Field, entry: Entry, said: Words) -> tuple[int, int, str]:
    """Return what an entry sorts by: numbers by size, moments by day, the rest by its words."""
    value = entry.values.get(one.code)
    if isinstance(value, int) and not isinstance(value, bool):
        return 0, value, ""
    moment = read_moment(str(value)) if one.kind in {FieldKind.MOMENT, FieldKind.DAY} else None
    if moment is not None:
        return 0, moment.start.toordinal(), ""
    shown = said.value(one, value)
    return (1 if shown else 2), 0, shown.casefold()


def _line(said: Words, columns: Sequence[Field], entry: Entry, *, retired: bool) -> ListLine:
    cells = tuple(said.value(one, entry.values.get(one.code)) for one in columns)
    return ListLine(entry.code, said.title(entry), cells, retired)


def _filters(
    context: Context, kind: Kind, said: Words
) -> tuple[tuple[Field, tuple[tuple[str, str], ...]], ...]:
    fields = filter_fields(kind)
    known = choices_of(context, targets={one.target for one in fields if one.target})
    return tuple(
        (
            one,
            tuple((held.code, held.name) for held in known.by_target[one.target])
            if one.target
            else tuple((code, said.say(label)) for code, label in one.choices.items()),
        )
        for one in fields
    )
