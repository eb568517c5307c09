"""The one chained log: acts and views are appended in the transaction they belong to."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from voordeur.records.audit.models import JournalHeadRecord, JournalRecord, JournalSubjectRecord
from voordeur.services.context import Context

Payload = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Subject:
    """A resident an entry is about, and the case through which."""

    resident_id: int
    case_id: int | None = None


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One line to add: ``kind`` is 'act' or 'view'; ``payload`` holds ids, codes, dates only."""

    kind: str
    name: str
    payload: Payload
    case_id: int | None = None
    subjects: tuple[Subject, ...] = ()
    purpose: str = ""
    legal_basis: str = ""


def canonical(payload: Payload) -> str:
    """Return ``payload`` as JSON with one possible spelling (sorted keys, no spaces)."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(row: JournalRecord) -> str:
    """Return the digest that belongs to ``row``, covering the digest before it."""
    parts = [
        row.sequence,
        row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        row.kind,
        row.name,
        row.actor_kind,
        row.account_id,
        row.organisation_id,
        row.purpose,
        row.legal_basis,
        row.case_id,
        row.payload,
        row.previous,
    ]
    text = json.dumps(parts, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def append(context: Context, entry: JournalEntry) -> int:
    """Add ``entry`` to the chain inside the caller's transaction; return its sequence.

    The head row is locked until that transaction ends, so entries have no gaps and no forks; the
    database moves it along with the entry.
    Call it last in a transaction, so that the lock is held briefly.
    """
    subjects = [[subject.resident_id, subject.case_id] for subject in entry.subjects]
    payload = dict(entry.payload) | ({"subjects": subjects} if subjects else {})
    head = JournalHeadRecord.objects.select_for_update(no_key=True).get(id=1)
    row = JournalRecord(
        sequence=head.sequence + 1,
        at=context.now.astimezone(UTC),
        kind=entry.kind,
        name=entry.name,
        actor_kind=context.kind.value,
        account_id=context.account_id,
        organisation_id=context.organisation,
        purpose=entry.purpose or context.purpose,
        legal_basis=entry.legal_basis,
        case_id=entry.case_id,
        payload=canonical(payload),
        previous=head.digest,
    )
    row.digest = digest_of(row)
    row.save(force_insert=True)
    JournalSubjectRecord.objects.bulk_create(
        JournalSubjectRecord(
            entry_id=row.sequence, resident_id=subject.resident_id, case_id=subject.case_id
        )
        for subject in entry.subjects
    )
    return row.sequence


def record_view(context: Context, entry: JournalEntry) -> int:
    """Commit the line that somebody is about to see personal data; fails closed.

    Nothing may be shown when this raises. Opens its own transaction, so that the line is durable
    before the caller hands over a single byte.
    """
    with transaction.atomic():
        return append(context, entry)


def acts_named(
    names: Iterable[str],
    *,
    since: datetime | None,
    before: datetime | None,
    case_id: int | None = None,
) -> Iterator[tuple[str, datetime, int | None, str]]:
    """Yield name, moment, case and payload (JSON) of every act with one of ``names``, for counting.

    With ``case_id`` only those of one case.

    One query; no order, and rows come in portions, so that a long log never fills the memory.
    """
    rows = JournalRecord.objects.filter(kind="act", name__in=sorted(names))
    if case_id is not None:
        rows = rows.filter(case_id=case_id)
    if since is not None:
        rows = rows.filter(at__gte=since)
    if before is not None:
        rows = rows.filter(at__lt=before)
    picked = rows.order_by().values_list("name", "at", "case_id", "payload")
    return picked.iterator(chunk_size=5_000)


@dataclass(frozen=True, slots=True)
class LoggedLine:
    """One line of the log as readers get it: no account, no personal text."""

    sequence: int
    at: datetime
    kind: str
    name: str
    actor_kind: str
    organisation: str
    purpose: str
    legal_basis: str
    case_id: int | None
    payload: Mapping[str, object]


def _line(row: JournalRecord) -> LoggedLine:
    return LoggedLine(
        sequence=row.sequence,
        at=row.at,
        kind=row.kind,
        name=row.name,
        actor_kind=row.actor_kind,
        organisation=row.organisation_id,
        purpose=row.purpose,
        legal_basis=row.legal_basis,
        case_id=row.case_id,
        payload=json.loads(row.payload),
    )


def lines_of_case(case_id: int) -> list[LoggedLine]:
    """Return every act on a case, oldest first (one query)."""
    rows = JournalRecord.objects.filter(case_id=case_id, kind="act").order_by("sequence")
    return [_line(row) for row in rows]


def last_acts(case_ids: Iterable[int]) -> dict[int, LoggedLine]:
    """Return the newest act on each case of a list (one query)."""
    newest_per_case = (
        JournalRecord.objects.filter(case_id__in=list(case_ids), kind="act")
        .order_by()
        .values("case_id")
        .annotate(newest=Max("sequence"))
        .values("newest")
    )
    rows = JournalRecord.objects.filter(sequence__in=newest_per_case)
    return {row.case_id: _line(row) for row in rows if row.case_id is not None}


def lines_about(resident_id: int, *, most: int = 500) -> list[LoggedLine]:
    """Return who saw or did something about a resident, newest first (one query)."""
    rows = JournalRecord.objects.filter(subjects__resident_id=resident_id).order_by("-sequence")
    return [_line(row) for row in rows[:most]]


def line_at(sequence: int) -> LoggedLine | None:
    """Return one line of the log (one query); None when there is none."""
    row = JournalRecord.objects.filter(sequence=sequence).first()
    return None if row is None else _line(row)


def entries_about(resident_id: int) -> QuerySet[JournalSubjectRecord, int]:
    """Return the numbers of all lines about a resident, to look up what stands beside them."""
    rows = JournalSubjectRecord.objects.filter(resident_id=resident_id)
    return rows.values_list("entry_id", flat=True)


def newest(*, names: Sequence[str] = (), most: int = 200) -> list[LoggedLine]:
    """Return the newest lines, for the privacy officer and the system manager."""
    rows = JournalRecord.objects.order_by("-sequence")
    if names:
        rows = rows.filter(name__in=names)
    return [_line(row) for row in rows[:most]]


def everything() -> Iterator[LoggedLine]:
    """Yield the whole log in order; for replaying."""
    for row in JournalRecord.objects.order_by("sequence").iterator(chunk_size=2000):
        yield _line(row)


def people_of_lines() -> dict[int, set[tuple[int, int | None]]]:
    """Return, per line, the residents it is filed under, with the case through which."""
    found: dict[int, set[tuple[int, int | None]]] = {}
    rows = JournalSubjectRecord.objects.values_list("entry_id", "resident_id", "case_id")
    for entry, resident, case in rows.iterator(chunk_size=5000):
        found.setdefault(entry, set()).add((resident, case))
    return found


@dataclass(frozen=True, slots=True)
class ChainReport:
    """Whether the chain is whole: its length, its last digest, and the first broken sequence."""

    length: int
    digest: str
    broken_at: int | None
    problem: str = ""


def check_chain(anchor: tuple[int, str] | None = None) -> ChainReport:
    """Recompute the chain; ``anchor`` is a (sequence, digest) somebody kept outside."""
    previous, expected = "0" * 64, 0
    anchored = anchor is None
    for row in JournalRecord.objects.order_by("sequence").iterator(chunk_size=2000):
        expected += 1
        if row.sequence != expected:
            return ChainReport(expected - 1, previous, expected, "an entry is missing")
        if row.previous != previous or row.digest != digest_of(row):
            return ChainReport(expected - 1, previous, expected, "an entry was changed")
        previous = row.digest
        anchored = anchored or anchor == (row.sequence, row.digest)
    head = JournalHeadRecord.objects.get(id=1)
    if (head.sequence, head.digest) != (expected, previous):
        return ChainReport(expected, previous, expected + 1, "the end of the log is missing")
    if not anchored:
        return ChainReport(expected, previous, 0, "the log differs from the anchor kept outside")
    return ChainReport(expected, previous, None)
