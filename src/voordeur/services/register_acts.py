"""Writing the register: every change makes a version with its reason; nothing is overwritten."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from voordeur.domain.agenda.amending import may_become_so, may_change_without_decision
from voordeur.domain.agenda.goals import may_run
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.kernel.text import Text
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.checks import CHAINS, Entries, Key, Misfit, misfits, references_of
from voordeur.domain.register.differences import changes
from voordeur.domain.register.entry import Entry, entry_of, plain, read_entry
from voordeur.domain.register.fields import Kind, Value
from voordeur.domain.rules.reading import ParseProblem, Path, Reader
from voordeur.records.register.models import EntryDraftRecord, EntryRecord, EntryVersionRecord
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.proposal_rows import require_content_open
from voordeur.services.region import current_region
from voordeur.services.register import NEW, kind_of, may_write
from voordeur.services.register_links import pointing_at

PLAN_LINE = "plan_line"


@dataclass(frozen=True, slots=True)
class EntryProblem:
    """Something a person must mend before the entry can be kept: where, and what was expected."""

    path: Path
    expected: Text


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was kept: the code, the version it became (0: it waits for a decision)."""

    code: str
    version: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """Nothing was kept, because of these problems."""

    problems: tuple[EntryProblem, ...]


class EntryRejectedError(ValueError):
    """Raised while judging an entry that does not fit; it carries every problem."""

    def __init__(self, problems: Iterable[EntryProblem | ParseProblem | Misfit]) -> None:
        self.problems = tuple(EntryProblem(one.path, one.expected) for one in problems)
        super().__init__(f"{len(self.problems)} problems")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of an entry as somebody asks for it: plain data, and the version they looked at."""

    kind: str
    data: Mapping[str, Value]
    reason: str
    base_version: int = NEW


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a version comes from: here, pack or file; and which proposal's decision made it."""

    name: str = "here"
    proposal: str = ""


HERE = Origin()


def record_entry(context: Context, *, change: Change) -> Recorded | Rejected:
    """Keep a new entry or a new version of one.

    Returns :class:`Rejected` when the content does not fit. Raises ``RefusedError``:
    ROLE_DOES_NOT_ALLOW, REASON_NEEDED for a change without a reason, CHANGED_MEANWHILE when
    somebody else changed it since ``base_version``, NEEDS_AMENDMENT for a line of an adopted plan,
    DECISION_FIRST for what only a decision brings about, OWN_PLAN_NEEDED for a large plan line that
    would run without its own plan.
    """
    kind = kind_of(change.kind)
    try:
        with acting(context) as act:
            row, entry = _judge(context, kind, change)
            require(may_become_so(_kept(kind, row), entry))
            _require_free(kind, row, entry)
            version = write_version(context, row, entry, change.reason, HERE)
            act.record("EntryRecorded", payload=_told(entry, version))
    except EntryRejectedError as rejected:
        return Rejected(rejected.problems)
    return Recorded(entry.code, version)


def propose_change(context: Context, *, proposal: str, change: Change) -> Recorded | Rejected:
    """Keep a change that comes into force with the decision on ``proposal``.

    Proposing the same entry again replaces the earlier change. Returns and raises as
    :func:`record_entry`, without NEEDS_AMENDMENT; PROPOSAL_RUNS once bodies look at it.
    """
    kind = kind_of(change.kind)
    if not change.reason.strip():
        raise RefusedError(Refusal(Reason.REASON_NEEDED))
    try:
        with acting(context) as act:
            require_content_open(proposal)
            _row, entry = _judge(context, kind, change)
            _write_draft(context, proposal, entry, change)
            told = {"proposal": proposal, "kind": kind.code, "code": entry.code}
            act.record("ChangeProposed", payload=told)
    except EntryRejectedError as rejected:
        return Rejected(rejected.problems)
    return Recorded(entry.code, NEW)


def drop_change(context: Context, *, proposal: str, kind: str, code: str) -> None:
    """Take a proposed change back.

    Raises ``RefusedError``: NOT_FOUND, ROLE_DOES_NOT_ALLOW, PROPOSAL_RUNS.
    """
    known = kind_of(kind)
    with acting(context) as act:
        require_content_open(proposal)
        row = EntryDraftRecord.objects.filter(proposal=proposal, kind=kind, code=code).first()
        if row is None:
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        require(may_write(context, known, entry_of(known, row.body)))
        row.delete()
        act.record("ChangeDropped", payload={"proposal": proposal, "kind": kind, "code": code})


def retire_entry(context: Context, *, kind: str, code: str, reason: str, base_version: int) -> None:
    """Take an entry out of use; its history stays and it can still be found.

    Raises ``RefusedError``: NOT_FOUND, ROLE_DOES_NOT_ALLOW, REASON_NEEDED, CHANGED_MEANWHILE,
    STILL_USED when entries in use point to it, NEEDS_AMENDMENT for a line of an adopted plan.
    """
    known = kind_of(kind)
    if not reason.strip():
        raise RefusedError(Refusal(Reason.REASON_NEEDED))
    with acting(context) as act:
        row = _locked(kind, code)
        if row is None:
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        entry = entry_of(known, row.body)
        require(may_write(context, known, entry))
        if row.version != base_version or row.retired:
            raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))
        if pointing_at(context, key=(kind, code)):
            raise RefusedError(Refusal(Reason.STILL_USED))
        if kind == PLAN_LINE:
            require(may_change_without_decision(_plan_of(entry), (), is_new=True))
        version = write_version(context, row, entry, reason, HERE, retired=True)
        act.record("EntryRetired", payload=_told(entry, version))


def apply_changes(context: Context, *, proposal: str) -> tuple[tuple[str, str], ...]:
    """Bring the changes of a decided proposal into force, inside the act of that decision.

    Returns kind and code of each. Raises ``RefusedError`` (CHANGED_MEANWHILE) when an entry was
    changed since; then nothing of the decision is kept either.
    """
    applied = []
    for draft in EntryDraftRecord.objects.filter(proposal=proposal).order_by("id"):
        kind = KINDS[draft.kind]
        row = _locked(draft.kind, draft.code)
        if (row.version if row is not None else NEW) != draft.base_version:
            facts = {"kind": draft.kind, "code": draft.code}
            raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE, facts))
        entry = entry_of(kind, draft.body)
        write_version(context, row, entry, draft.reason, Origin(proposal=proposal))
        applied.append((draft.kind, draft.code))
    EntryDraftRecord.objects.filter(proposal=proposal).delete()
    return tuple(applied)


def write_version(
    context: Context,
    row: EntryRecord | None,
    entry: Entry,
    reason: str,
    origin: Origin,
    *,
    retired: bool = False,
) -> int:
    """Write the next version of an entry inside the caller's act; returns its number."""
    kind = KINDS[entry.kind]
    body = plain(kind, entry)
    named = {
        "parent": next(iter(entry.codes(kind.parent)), "") if kind.parent else "",
        "names": _names(row, entry),
        "body": body,
        "changed_at": context.now,
        "retired": retired,
    }
    if row is None:
        row = EntryRecord.objects.create(kind=kind.code, code=entry.code, version=1, **named)
        number = 1
    else:
        number = row.version + 1
        moved = EntryRecord.objects.filter(id=row.pk, version=row.version)
        if moved.update(version=number, **named) != 1:
            raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))
    EntryVersionRecord.objects.create(
        entry=row,
        number=number,
        body=body,
        reason=reason.strip(),
        origin=origin.name,
        proposal=origin.proposal,
        retired=retired,
        recorded_at=context.now,
        recorded_by_id=context.account_id,
        organisation=context.organisation,
    )
    return number


def body_digest(body: Mapping[str, Value]) -> str:
    """Return the digest of plain data; the log keeps it, so that a version cannot change unseen."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _told(entry: Entry, version: int) -> dict[str, object]:
    digest = body_digest(plain(KINDS[entry.kind], entry))
    return {"kind": entry.kind, "code": entry.code, "version": version, "digest": digest}


def _names(row: EntryRecord | None, entry: Entry) -> str:
    """Return every name it can be found by; a name it once had keeps finding it."""
    before = row.names.split("\n") if row is not None else []
    now = "\n".join(entry.names()).casefold().split("\n")
    return "\n".join(dict.fromkeys((*now, *before)))


def _write_draft(context: Context, proposal: str, entry: Entry, change: Change) -> None:
    EntryDraftRecord.objects.update_or_create(
        proposal=proposal,
        kind=entry.kind,
        code=entry.code,
        defaults={
            "base_version": change.base_version,
            "body": plain(KINDS[entry.kind], entry),
            "reason": change.reason.strip(),
            "recorded_at": context.now,
            "recorded_by_id": context.account_id,
        },
    )


def _judge(context: Context, kind: Kind, change: Change) -> tuple[EntryRecord | None, Entry]:
    reader = Reader()
    entry = read_entry(reader, kind, change.data, ())
    if reader.problems:
        raise EntryRejectedError(reader.problems)
    row = _locked(kind.code, entry.code)
    old = entry_of(kind, row.body) if row is not None else None
    require(may_write(context, kind, old))
    require(may_write(context, kind, entry))
    if row is not None and change.base_version == NEW:
        already = Text(
            "deze code bestaat al; kies een andere", "this code is taken; choose another"
        )
        raise EntryRejectedError([EntryProblem(("code",), already)])
    if (row.version if row is not None else NEW) != change.base_version:
        raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))
    if row is not None and not change.reason.strip():
        raise RefusedError(Refusal(Reason.REASON_NEEDED))
    found = misfits(_around(entry), current_region().known(), only=[(entry.kind, entry.code)])
    if found:
        raise EntryRejectedError(found)
    return row, entry


def _require_free(kind: Kind, row: EntryRecord | None, entry: Entry) -> None:
    """Refuse what must be an amendment, seen from the plan it leaves and the plan it enters."""
    if kind.code != PLAN_LINE:
        return
    old = entry_of(kind, row.body) if row is not None else None
    require(may_run(old, entry))
    differing = changes(kind, old, entry)
    for one in (entry, old):
        if one is not None:
            require(may_change_without_decision(_plan_of(one), differing, is_new=old is None))


def _kept(kind: Kind, row: EntryRecord | None) -> Entry | None:
    return entry_of(kind, row.body) if row is not None else None


def _plan_of(entry: Entry) -> Entry | None:
    row = EntryRecord.objects.filter(kind="plan", code=entry.line("plan")).first()
    return entry_of(KINDS["plan"], row.body) if row is not None else None


def _locked(kind: str, code: str) -> EntryRecord | None:
    rows = EntryRecord.objects.select_for_update(no_key=True)
    return rows.filter(kind=kind, code=code).first()


def _around(entry: Entry) -> Entries:
    """Return the entry with all it points to, and the chains it could close."""
    wanted = {one.target for one, _code, _path in references_of(entry) if one.target[0] != "@"}
    if set(CHAINS) & set(entry.values):
        wanted.add(entry.kind)
    rows = EntryRecord.objects.filter(kind__in=wanted).values_list("kind", "code", "body")
    known: dict[Key, Entry] = {
        (kind, code): entry_of(KINDS[kind], body) for kind, code, body in rows
    }
    return {**known, (entry.kind, entry.code): entry}
