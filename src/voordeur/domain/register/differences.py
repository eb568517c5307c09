"""What changed between two versions of an entry, field by field, as people read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from voordeur.domain.register.entry import Entry, plain
from voordeur.domain.register.fields import Field, FieldKind, Kind, Value, line, text


class ChangeKind(StrEnum):
    """How something differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs; ``old`` and ``new`` are plain data, None when not filled in.

    ``place`` counts from 1 for a block in a list of blocks; 0 for the field itself.
    """

    field: Field
    kind: ChangeKind
    old: Value
    new: Value
    place: int = 0


COMMON_FIELDS: Mapping[str, Field] = {
    "title": text("title", "Titel", "Title"),
    "source": line("source", "Bron", "Source"),
    "aliases": line("aliases", "Andere namen", "Other names"),
    "earlier_names": line("earlier_names", "Eerdere namen", "Earlier names"),
    "valid": line("valid", "Bestaat in de periode", "Exists in the period"),
}


def changes(kind: Kind, old: Entry | None, new: Entry) -> tuple[FieldChange, ...]:
    """Return every field that differs, in the order of the kind; blocks one by one."""
    before = plain(kind, old) if old is not None else {}
    after = plain(kind, new)
    fields = [*COMMON_FIELDS.values(), *kind.fields]
    return tuple(
        change
        for one in fields
        for change in _of_field(one, before.get(one.code), after.get(one.code))
    )


def _of_field(one: Field, old: Value, new: Value) -> list[FieldChange]:
    if old == new or (one.kind is FieldKind.FLAG and not old and not new):
        return []
    if one.kind is FieldKind.ROWS:
        return _of_rows(
            one, old if isinstance(old, list) else [], new if isinstance(new, list) else []
        )
    return [FieldChange(one, _sort(old, new), old, new)]


def _of_rows(one: Field, old: list[Value], new: list[Value]) -> list[FieldChange]:
    found = []
    for place in range(max(len(old), len(new))):
        before = old[place] if place < len(old) else None
        after = new[place] if place < len(new) else None
        if before != after:
            found.append(FieldChange(one, _sort(before, after), before, after, place + 1))
    return found


def _sort(old: Value, new: Value) -> ChangeKind:
    if old is None:
        return ChangeKind.ADDED
    return ChangeKind.REMOVED if new is None else ChangeKind.CHANGED
