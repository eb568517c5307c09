"""What entries of the register point to and what points to them, by name."""

from collections.abc import Iterable, Mapping

from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.checks import Key, references_of
from voordeur.domain.register.entry import Entry, entry_of
from voordeur.records.register.models import EntryRecord
from voordeur.services.context import Context
from voordeur.services.register import require_reader


def pointed_at(context: Context, *, entries: Iterable[Entry]) -> Mapping[Key, Entry]:
    """Return the entries that ``entries`` point to, in use or not (one query)."""
    require_reader(context)
    keys = {
        (one.target, code)
        for entry in entries
        for one, code, _path in references_of(entry)
        if not one.target.startswith("@")
    }
    if not keys:
        return {}
    rows = EntryRecord.objects.filter(
        kind__in={kind for kind, _code in keys}, code__in={code for _kind, code in keys}
    )
    return {
        (kind, code): entry_of(KINDS[kind], body)
        for kind, code, body in rows.values_list("kind", "code", "body")
        if (kind, code) in keys
    }


def pointing_at(context: Context, *, key: Key) -> tuple[Entry, ...]:
    """Return the entries in use that point to an entry, by kind (one query)."""
    require_reader(context)
    pointing = [
        kind.code
        for kind in KINDS.values()
        for one in kind.fields
        if key[0] in {one.target, *(inner.target for inner in one.rows)}
    ]
    if not pointing:
        return ()
    rows = EntryRecord.objects.filter(kind__in=pointing, retired=False).order_by("id")
    found = (entry_of(KINDS[kind], body) for kind, body in rows.values_list("kind", "body"))
    pointed = [entry for entry in found if _points(entry, key)]
    return tuple(sorted(pointed, key=lambda entry: list(KINDS).index(entry.kind)))


def _points(entry: Entry, key: Key) -> bool:
    return any((one.target, code) == key for one, code, _path in references_of(entry))
