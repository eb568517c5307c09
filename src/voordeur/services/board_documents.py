"""Board documents: kept under their registration number, with what they are attached to."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.register.checks import Key
from voordeur.records.governance.models import BoardDocumentRecord, MeetingRecord, ProposalRecord
from voordeur.records.references import new_reference
from voordeur.records.register.models import EntryRecord
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.document_kinds import kind_of
from voordeur.services.documents import MOST_BYTES, DocumentFile, safe_name
from voordeur.services.offices import SECRETARIAT, may_by_office
from voordeur.services.ports import ports
from voordeur.services.proposal_rows import NOT_FOUND
from voordeur.services.register import require_reader

LONGEST_TITLE = 200
LONGEST_NUMBER = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBoardDocument:
    """A file to keep; ``number`` is its registration number (D-…, INT-…) or empty."""

    title: str
    name: str
    content: bytes
    number: str = ""
    proposal: str = ""
    meeting: str = ""
    entry: Key | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardDocumentLine:
    """A document in a list."""

    ref: str
    number: str
    title: str
    kind: str
    size_bytes: int
    added_at: datetime
    proposal: str
    meeting: str
    entry: Key | None


@dataclass(frozen=True, slots=True)
class Attached:
    """What a document hangs on, as rows."""

    proposal: ProposalRecord | None
    meeting: MeetingRecord | None
    entry: Key


def register(context: Context, *, document: NewBoardDocument) -> str:
    """Keep a board document; returns its reference.

    The kind is read from the bytes, never from the name. Raises ``RefusedError``:
    ROLE_DOES_NOT_ALLOW, TOO_LARGE, KIND_NOT_ALLOWED, INVALID_INPUT, NUMBER_TAKEN, NOT_FOUND for a
    proposal, meeting or entry that is not there.
    """
    require(may_by_office(context, SECRETARIAT))
    kind = _kind(document)
    key = key_of(document.number)
    with acting(context) as act:
        if key and BoardDocumentRecord.objects.filter(number_key=key).exists():
            raise RefusedError(Refusal(Reason.NUMBER_TAKEN, {"number": document.number.strip()}))
        attached = _attached(document)
        row = BoardDocumentRecord.objects.create(
            ref=new_reference(),
            number=document.number.strip(),
            number_key=key or None,
            title=document.title.strip(),
            name=safe_name(document.name, kind),
            stored_as=secrets.token_hex(16),
            content_type=kind,
            size_bytes=len(document.content),
            digest=hashlib.sha256(document.content).hexdigest(),
            proposal=attached.proposal,
            meeting=attached.meeting,
            entry_kind=attached.entry[0],
            entry_code=attached.entry[1],
            organisation=context.organisation,
            added_at=context.now,
            added_by_id=context.account_id,
        )
        ports().files.keep(row.stored_as, document.content)
        told = {
            "document": row.ref,
            "number": row.number,
            "kind": kind,
            "bytes": row.size_bytes,
            "sha256": row.digest,
            "proposal": document.proposal,
            "meeting": document.meeting,
            "entry": list(attached.entry),
        }
        act.record("BoardDocumentRegistered", payload=told)
    return row.ref


def fetch(context: Context, *, ref: str) -> DocumentFile:
    """Return a document for download. Raises ``RefusedError`` (NOT_FOUND)."""
    require_reader(context)
    row = BoardDocumentRecord.objects.filter(ref=ref).first()
    if row is None:
        raise RefusedError(NOT_FOUND)
    try:
        content = ports().files.fetch(row.stored_as)
    except FileNotFoundError as error:
        raise RefusedError(NOT_FOUND) from error
    return DocumentFile(row.name, row.content_type, content)


def documents_of(
    context: Context, *, proposal: str = "", meeting: str = "", entry: Key | None = None
) -> tuple[BoardDocumentLine, ...]:
    """Return the documents attached to a proposal, a meeting or an entry; without one: all."""
    require_reader(context)
    rows = BoardDocumentRecord.objects.select_related("proposal", "meeting").order_by("-id")
    if proposal:
        rows = rows.filter(proposal__ref=proposal)
    if meeting:
        rows = rows.filter(meeting__ref=meeting)
    if entry is not None:
        rows = rows.filter(entry_kind=entry[0], entry_code=entry[1])
    return tuple(map(_line, rows))


def find_by_number(context: Context, *, number: str) -> BoardDocumentLine | None:
    """Return the document with this registration number, however its capitals are, or None."""
    require_reader(context)
    key = key_of(number)
    rows = BoardDocumentRecord.objects.select_related("proposal", "meeting")
    row = rows.filter(number_key=key).first() if key else None
    return _line(row) if row is not None else None


def key_of(number: str) -> str:
    """Return a registration number as it is compared: no spaces, small letters."""
    return "".join(number.split()).casefold()


def _kind(document: NewBoardDocument) -> str:
    """Judge what was brought; returns the kind its bytes say."""
    if not document.content:
        raise _wrong("document")
    if not document.title.strip() or len(document.title) > LONGEST_TITLE:
        raise _wrong("title")
    if len(document.number) > LONGEST_NUMBER:
        raise _wrong("number")
    if len(document.content) > MOST_BYTES:
        raise RefusedError(Refusal(Reason.TOO_LARGE, {"most": str(MOST_BYTES)}))
    kind = kind_of(document.content)
    if kind is None:
        raise RefusedError(Refusal(Reason.KIND_NOT_ALLOWED))
    return kind


def _wrong(field: str) -> RefusedError:
    return RefusedError(Refusal(Reason.INVALID_INPUT, {"field": field}))


def _attached(document: NewBoardDocument) -> Attached:
    proposal = ProposalRecord.objects.filter(ref=document.proposal).first()
    meeting = MeetingRecord.objects.filter(ref=document.meeting).first()
    kind, code = document.entry or ("", "")
    lost = (
        (document.proposal and proposal is None)
        or (document.meeting and meeting is None)
        or (kind and not EntryRecord.objects.filter(kind=kind, code=code).exists())
    )
    if lost:
        raise RefusedError(NOT_FOUND)
    return Attached(proposal, meeting, (kind, code))


def _line(row: BoardDocumentRecord) -> BoardDocumentLine:
    return BoardDocumentLine(
        ref=row.ref,
        number=row.number,
        title=row.title,
        kind=row.content_type,
        size_bytes=row.size_bytes,
        added_at=row.added_at,
        proposal=row.proposal.ref if row.proposal else "",
        meeting=row.meeting.ref if row.meeting else "",
        entry=(row.entry_kind, row.entry_code) if row.entry_kind else None,
    )
