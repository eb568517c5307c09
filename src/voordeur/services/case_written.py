"""What was written down in a case and may be read: agreed tasks, documents and messages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from voordeur.domain.consent.grants import FieldGroup
from voordeur.domain.region.model import Region
from voordeur.records.cases.models import DocumentRecord, EntryRecord, StepRecord
from voordeur.services.access import OpenCase
from voordeur.services.case_words import party_name, result_words
from voordeur.services.context import Context
from voordeur.services.own_work import answering_since, may_read

LineT = TypeVar("LineT")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLines(Generic[LineT]):
    """What the reader may read of one kind."""

    lines: tuple[LineT, ...]
    shared: bool
    """Shared with the reader, or the reader's own work; else not even how much there is."""
    hidden: bool
    """The reader answers for the case, and there is more, from before, that is not shared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An agreed step: who does what before which day."""

    ref: str
    what: str
    by: str
    due_date: date
    done_at: datetime | None
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """A document as listed; the bytes are fetched apart."""

    ref: str
    name: str
    size_bytes: int
    added_at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """A message or an attempt with its result."""

    result: str
    kind: str
    text: str
    at: datetime
    by: str


def tasks(
    context: Context, region: Region, opened: OpenCase, steps: Iterable[StepRecord]
) -> WrittenLines[Task]:
    """Return the agreed tasks, what is to be done first."""
    since = answering_since(context, opened.case)
    rows = sorted(steps, key=lambda row: (row.done_at is not None, row.due_date))
    read = [
        row
        for row in rows
        if may_read(opened, FieldGroup.PLAN, written_at=row.created_at, since=since)
    ]
    lines = tuple(
        Task(
            ref=row.ref,
            what=row.what,
            by="" if row.by_resident else party_name(context, region, row.organisation_id),
            due_date=row.due_date,
            done_at=row.done_at,
            late=row.done_at is None and row.due_date < context.today,
        )
        for row in read
    )
    shared = since is not None or opened.shows(FieldGroup.PLAN)
    return WrittenLines(lines=lines, shared=shared, hidden=shared and len(read) < len(rows))


def documents(context: Context, region: Region, opened: OpenCase) -> WrittenLines[DocumentLine]:
    """Return the documents of the case."""
    rows = list(DocumentRecord.objects.filter(case=opened.case))
    since = answering_since(context, opened.case)
    read = [
        row
        for row in rows
        if may_read(opened, FieldGroup.DOCUMENTS, written_at=row.added_at, since=since)
    ]
    lines = tuple(
        DocumentLine(
            ref=row.ref,
            name=row.name,
            size_bytes=row.size_bytes,
            added_at=row.added_at,
            by=party_name(context, region, row.organisation_id),
        )
        for row in read
    )
    shared = since is not None or opened.shows(FieldGroup.DOCUMENTS)
    return WrittenLines(lines=lines, shared=shared, hidden=shared and len(read) < len(rows))


def entries(
    context: Context,
    region: Region,
    opened: OpenCase,
    rows: Sequence[EntryRecord],
    *,
    kinds: frozenset[str],
) -> WrittenLines[EntryLine]:
    """Return messages or attempts, newest first."""
    since = answering_since(context, opened.case)
    of_kind = [row for row in reversed(rows) if row.kind in kinds]
    read = [
        row
        for row in of_kind
        if may_read(opened, FieldGroup.NOTES, written_at=row.happened_at, since=since)
    ]
    lines = tuple(
        EntryLine(
            result=result_words(row.code),
            kind=row.kind,
            text=row.text,
            at=row.happened_at,
            by=party_name(context, region, row.organisation_id),
        )
        for row in read
    )
    shared = since is not None or opened.shows(FieldGroup.NOTES)
    return WrittenLines(lines=lines, shared=shared, hidden=shared and len(read) < len(of_kind))
