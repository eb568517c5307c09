"""One entry of any kind as people read it: every field in words, history, and what hangs on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from voordeur.domain.kernel.period import ALWAYS, Period
from voordeur.domain.organisations.membership import ROLE_LABELS
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import Entry
from voordeur.domain.register.fields import Field, FieldKind, Kind, Value
from voordeur.services import register, register_links
from voordeur.services.context import Context
from voordeur.services.plan_line_pages import (
    HistoryLine,
    WaitingChange,
    history,
    waiting_change,
)
from voordeur.services.register import EntryPage
from voordeur.services.register_words import Words, words

POINTERS = (FieldKind.REFERENCE, FieldKind.REFERENCES)


@dataclass(frozen=True, slots=True)
class Pointer:
    """Something an entry points to: its place ('@organisation', a kind), code and name."""

    target: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """One field that is filled in: in words, as pointers, or as blocks of parts."""

    code: str
    label: str
    kind: FieldKind
    words: str
    pointers: tuple[Pointer, ...] = ()
    columns: tuple[str, ...] = ()
    blocks: tuple[tuple["Part | None", ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one kind that point to this one."""

    kind: str
    plural: str
    pointers: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryReading:
    """One entry as a page: what it says, how it was called, and what depends on it."""

    page: EntryPage
    title: str
    kind_name: str
    plural: str
    explanation: str
    parts: tuple[Part, ...]
    empty: tuple[str, ...]
    """Fields nobody filled in, by name."""
    earlier: tuple[tuple[str, str], ...]
    """Earlier names, each with the day until which it held ('' when unknown)."""
    aliases: tuple[str, ...]
    source: str
    valid: str
    writers: tuple[str, ...]
    history: tuple[HistoryLine, ...]
    waiting: tuple[WaitingChange, ...]
    used_by: tuple[Group, ...]


def read_entry(context: Context, *, kind: str, code: str) -> EntryReading:
    """Return one entry in words. Raises ``RefusedError`` (NOT_FOUND)."""
    page = register.entry_page(context, kind=kind, code=code)
    versions = [page.entry, *(draft.entry for draft in page.drafts)]
    around = register_links.pointed_at(context, entries=versions)
    said = words(context, around)
    users = register_links.pointing_at(context, key=(kind, code))
    entry, known = page.entry, page.kind
    parts = [part(said, one, entry.values.get(one.code)) for one in known.fields]
    return EntryReading(
        page=page,
        title=said.title(entry),
        kind_name=said.say(known.name),
        plural=said.say(known.plural),
        explanation=said.say(known.explanation),
        parts=tuple(one for one in parts if one is not None),
        empty=tuple(
            said.say(one.label)
            for one, shown in zip(known.fields, parts, strict=True)
            if shown is None and one.kind is not FieldKind.FLAG
        ),
        earlier=tuple(
            (said.say(one.title), said.day(one.until.isoformat()) if one.until else "")
            for one in entry.earlier_names
        ),
        aliases=entry.aliases,
        source=said.source(entry),
        valid=valid_words(said, entry.valid),
        writers=tuple(_writers(said, known)),
        history=history(context, words=said, page=page),
        waiting=tuple(waiting_change(context, words=said, draft=one) for one in page.drafts),
        used_by=tuple(_groups(said, users)),
    )


def part(said: Words, one: Field, value: Value) -> Part | None:
    """Return what stands in a field; None when nothing does."""
    if value is None or value is False or value in ("", []):
        return None
    label = said.say(one.label)
    if one.kind in POINTERS:
        codes = value if isinstance(value, list) else [value]
        found = tuple(
            Pointer(one.target, str(code), said.reference(one.target, str(code))) for code in codes
        )
        return Part(one.code, label, one.kind, ", ".join(p.name for p in found), found)
    if one.kind is FieldKind.ROWS and isinstance(value, list):
        rows = [row for row in value if isinstance(row, Mapping)]
        used = [inner for inner in one.rows if any(inner.code in row for row in rows)]
        return Part(
            one.code,
            label,
            one.kind,
            "",
            columns=tuple(said.say(inner.label) for inner in used),
            blocks=tuple(tuple(part(said, i, row.get(i.code)) for i in used) for row in rows),
        )
    return Part(one.code, label, one.kind, said.value(one, value))


def valid_words(said: Words, period: Period) -> str:
    """Return in words in which period a thing existed; '' when nothing is known of it."""
    if period == ALWAYS:
        return ""
    start, end = (said.day(one.isoformat()) if one else "" for one in (period.start, period.end))
    if not end:
        return _("sinds %(start)s") % {"start": start}
    if not start:
        return _("tot %(end)s") % {"end": end}
    return _("van %(start)s tot %(end)s") % {"start": start, "end": end}


def _writers(said: Words, kind: Kind) -> list[str]:
    found = [said.say(label) for role, label in ROLE_LABELS.items() if role in kind.writers]
    if kind.own:
        label = said.say(kind.field(kind.own).label)
        found.append(_("wie werkt bij wie er staat bij ‘%(field)s’") % {"field": label})
    if kind.anybody:
        found.append(_("iedereen met een account kan er een toevoegen"))
    return found


def _groups(said: Words, users: tuple[Entry, ...]) -> list[Group]:
    return [
        Group(
            kind,
            said.say(KINDS[kind].plural),
            tuple(Pointer(kind, one.code, said.title(one)) for one in entries),
        )
        for kind, entries in groupby(users, key=lambda one: one.kind)
    ]
