"""Reading the register: what the region agreed, planned and decided, as of any moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, RefusedError, Verdict
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.checks import Key
from voordeur.domain.register.differences import FieldChange, changes
from voordeur.domain.register.entry import Entry, entry_of
from voordeur.domain.register.fields import MUNICIPALITY, Kind
from voordeur.records.register.models import EntryDraftRecord, EntryRecord, EntryVersionRecord
from voordeur.services.context import Context
from voordeur.services.region import current_region

NOT_FOUND = Refusal(Reason.NOT_FOUND)
NEW = 0
"""The version a new entry starts from."""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of an entry: when, by which organisation, why, and what changed with it."""

    number: int
    recorded_at: datetime
    organisation: str
    origin: str
    reason: str
    proposal: str
    retired: bool
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A change that waits for the decision on a proposal."""

    proposal: str
    kind: str
    code: str
    entry: Entry
    reason: str
    changes: tuple[FieldChange, ...]
    stale: bool
    """The entry changed since; the change must be made anew."""


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry with its history, newest version first, and what waits for a decision."""

    kind: Kind
    entry: Entry
    version: int
    retired: bool
    changed_at: datetime
    versions: tuple[VersionLine, ...]
    drafts: tuple[DraftLine, ...]
    may_write: bool


def require_reader(context: Context) -> None:
    """Let every professional read the register; for anybody else it is not there."""
    if context.kind not in {ActorKind.PROFESSIONAL, ActorKind.SYSTEM}:
        raise RefusedError(NOT_FOUND)


def kind_of(code: str) -> Kind:
    """Return a kind of entry. Raises ``RefusedError`` (NOT_FOUND) when there is none."""
    if code not in KINDS:
        raise RefusedError(NOT_FOUND)
    return KINDS[code]


def entries(
    context: Context, kind: str, *, parent: str | None = None, as_of: datetime | None = None
) -> tuple[Entry, ...]:
    """Return the entries of a kind in use, in the order they were made (one query).

    ``parent`` limits them to one group, such as the lines of one plan; ``as_of`` gives them as
    they stood at an earlier moment.
    """
    require_reader(context)
    known = kind_of(kind)
    if as_of is not None:
        return _as_of(known, parent, as_of)
    rows = EntryRecord.objects.filter(kind=kind, retired=False).order_by("id")
    if parent is not None:
        rows = rows.filter(parent=parent)
    return tuple(entry_of(known, body) for body in rows.values_list("body", flat=True))


def entries_of(context: Context, kinds: Iterable[str]) -> Mapping[Key, Entry]:
    """Return every entry in use of several kinds, by kind and code (one query)."""
    require_reader(context)
    rows = EntryRecord.objects.filter(kind__in=list(kinds), retired=False).order_by("id")
    return {
        (kind, code): entry_of(KINDS[kind], body)
        for kind, code, body in rows.values_list("kind", "code", "body")
    }


def find_entry(context: Context, kind: str, code: str) -> Entry:
    """Return one entry, retired or not. Raises ``RefusedError`` (NOT_FOUND)."""
    require_reader(context)
    return entry_of(kind_of(kind), _row(kind, code).body)


def entry_page(context: Context, *, kind: str, code: str) -> EntryPage:
    """Return one entry with its whole history. Raises ``RefusedError`` (NOT_FOUND)."""
    require_reader(context)
    known = kind_of(kind)
    row = _row(kind, code)
    entry = entry_of(known, row.body)
    return EntryPage(
        kind=known,
        entry=entry,
        version=row.version,
        retired=row.retired,
        changed_at=row.changed_at,
        versions=_history(known, row),
        drafts=drafts(context, kind=kind, code=code),
        may_write=bool(may_write(context, known, entry)),
    )


def drafts(
    context: Context, *, proposal: str = "", kind: str = "", code: str = ""
) -> tuple[DraftLine, ...]:
    """Return changes that wait for a decision: of one proposal, or of one entry (two queries)."""
    require_reader(context)
    rows = EntryDraftRecord.objects.all()
    rows = rows.filter(proposal=proposal) if proposal else rows.filter(kind=kind, code=code)
    held = list(rows)
    now = {
        (row.kind, row.code): row
        for row in EntryRecord.objects.filter(
            kind__in={one.kind for one in held}, code__in={one.code for one in held}
        )
    }
    found = []
    for one in held:
        current = now.get((one.kind, one.code))
        known = KINDS[one.kind]
        old = entry_of(known, current.body) if current is not None else None
        new = entry_of(known, one.body)
        version = current.version if current is not None else NEW
        found.append(
            DraftLine(
                one.proposal,
                one.kind,
                one.code,
                new,
                one.reason,
                changes(known, old, new),
                stale=version != one.base_version,
            )
        )
    return tuple(found)


def may_write(context: Context, kind: Kind, entry: Entry | None) -> Verdict:
    """Judge writing an entry: by role, or for one's own organisation (``Kind.own``).

    ``entry`` is None for a new one. The system may always: it loads the region pack.
    """
    if context.kind is ActorKind.SYSTEM:
        return ALLOWED
    if context.kind is not ActorKind.PROFESSIONAL:
        return NOT_FOUND
    if context.has_role(*kind.writers):
        return ALLOWED
    if kind.own and entry is not None and _is_own(context, kind, entry):
        return ALLOWED
    if entry is None and (kind.anybody or kind.own):
        return ALLOWED
    return Refusal(Reason.ROLE_DOES_NOT_ALLOW, {"kind": kind.code})


def own_municipality(context: Context) -> str:
    """Return the municipality somebody works for; empty for any other organisation."""
    organisation = current_region().organisations.get(context.organisation)
    own = organisation.municipalities if organisation is not None else ()
    return own[0] if len(own) == 1 else ""


def _is_own(context: Context, kind: Kind, entry: Entry) -> bool:
    named = entry.codes(kind.own)
    if kind.field(kind.own).target != MUNICIPALITY:
        return context.organisation in named
    return bool(own_municipality(context)) and own_municipality(context) in named


def _row(kind: str, code: str) -> EntryRecord:
    row = EntryRecord.objects.filter(kind=kind, code=code).first()
    if row is None:
        raise RefusedError(NOT_FOUND)
    return row


def _history(kind: Kind, row: EntryRecord) -> tuple[VersionLine, ...]:
    lines: list[VersionLine] = []
    before: Entry | None = None
    for version in EntryVersionRecord.objects.filter(entry=row).order_by("number"):
        now = entry_of(kind, version.body)
        lines.append(
            VersionLine(
                number=version.number,
                recorded_at=version.recorded_at,
                organisation=version.organisation,
                origin=version.origin,
                reason=version.reason,
                proposal=version.proposal,
                retired=version.retired,
                changes=changes(kind, before, now) if before is not None else (),
            )
        )
        before = now
    return tuple(reversed(lines))


def _as_of(kind: Kind, parent: str | None, moment: datetime) -> tuple[Entry, ...]:
    rows = (
        EntryVersionRecord.objects.filter(entry__kind=kind.code, recorded_at__lte=moment)
        .order_by("entry_id", "number")
        .values_list("entry_id", "body", "retired")
    )
    newest = {entry: None if retired else body for entry, body, retired in rows}
    found = tuple(entry_of(kind, body) for body in newest.values() if body is not None)
    if parent is None:
        return found
    return tuple(one for one in found if one.line(kind.parent) == parent)
