"""Documents of a case: kept outside the web root under a random name, of a few known kinds."""

import hashlib
import io
import re
import secrets
import unicodedata
import zipfile
from dataclasses import dataclass

from voordeur.domain.consent.grants import AccessAction, FieldGroup
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.records.cases.models import DocumentRecord
from voordeur.records.references import new_reference
from voordeur.services.access import NOT_FOUND, case_for_act, open_case, subjects_of
from voordeur.services.acts import acting
from voordeur.services.cases import touch
from voordeur.services.context import Context
from voordeur.services.ports import ports

MOST_BYTES = 10_000_000
LONGEST_NAME = 120
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
TEXT = "text/plain"
ENDINGS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png", DOCX: ".docx", ODT: ".odt", TEXT: ".txt"}
"""What may be kept, and the ending a download gets whatever it was called."""
_FIRST_BYTES = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))
_MOST_PARTS = 2_000
_ODT_MARK = b"application/vnd.oasis.opendocument.text"


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A document to download: a safe name, its sniffed kind and its bytes."""

    name: str
    content_type: str
    content: bytes


def add_document(context: Context, *, ref: str, name: str, content: bytes) -> str:
    """Keep a file with a case; returns the document's reference.

    The kind is read from the bytes, never from the name. Raises ``RefusedError``: TOO_LARGE,
    KIND_NOT_ALLOWED, INVALID_INPUT (empty), NOT_FOUND, ROLE_DOES_NOT_ALLOW.
    """
    if not content:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "document"}))
    if len(content) > MOST_BYTES:
        raise RefusedError(Refusal(Reason.TOO_LARGE, {"most": str(MOST_BYTES)}))
    kind = kind_of(content)
    if kind is None:
        raise RefusedError(Refusal(Reason.KIND_NOT_ALLOWED))
    with acting(context) as act:
        case = case_for_act(context, ref=ref, action=AccessAction.WORK)
        row = DocumentRecord.objects.create(
            ref=new_reference(),
            case=case,
            name=safe_name(name, kind),
            stored_as=secrets.token_hex(16),
            content_type=kind,
            size_bytes=len(content),
            digest=hashlib.sha256(content).hexdigest(),
            organisation_id=context.organisation or None,
            added_at=context.now,
        )
        touch(context, case)
        ports().files.keep(row.stored_as, content)
        act.record(
            "DocumentAdded",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={
                "case": case.ref,
                "document": row.ref,
                "kind": kind,
                "bytes": row.size_bytes,
                "sha256": row.digest,
            },
        )
    return row.ref


def document(context: Context, *, ref: str, document_ref: str) -> DocumentFile:
    """Return one document for download; the view is in the log first.

    Raises ``RefusedError`` (NOT_FOUND) without the case, without documents being shared, or when
    there is no such document in this case.
    """
    opened = open_case(context, ref=ref, part="document")
    row = DocumentRecord.objects.filter(case=opened.case, ref=document_ref).first()
    if row is None or not opened.shows(FieldGroup.DOCUMENTS):
        raise RefusedError(NOT_FOUND)
    try:
        content = ports().files.fetch(row.stored_as)
    except FileNotFoundError as error:
        raise RefusedError(NOT_FOUND) from error
    return DocumentFile(row.name, row.content_type, content)


def kind_of(content: bytes) -> str | None:
    """Return the kind the bytes show, when it is one that may be kept; else None."""
    for first, kind in _FIRST_BYTES:
        if content.startswith(first):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    return TEXT if _is_plain_text(content) else None


def _kind_of_archive(content: bytes) -> str | None:
    """Tell a text document from any other zip by its parts, without unpacking them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {entry.filename: entry for entry in archive.infolist()[:_MOST_PARTS]}
            mark = parts.get("mimetype")
            if mark and mark.file_size == len(_ODT_MARK) and archive.read(mark) == _ODT_MARK:
                return ODT if not any(name.startswith("Basic/") for name in parts) else None
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError, EOFError):
        return None
    runs_code = any(name.lower().endswith(("vbaproject.bin", ".exe")) for name in parts)
    word = {"[Content_Types].xml", "word/document.xml"} <= set(parts)
    return DOCX if word and not runs_code else None


def _is_plain_text(content: bytes) -> bool:
    try:
        words = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    signs = {sign for sign in words if unicodedata.category(sign) == "Cc"}
    return signs <= {"\n", "\r", "\t"} and not words.lstrip("\ufeff \t\r\n").startswith(("<", "#!"))


def safe_name(name: str, kind: str) -> str:
    """Return a name without folders, control signs or a misleading ending."""
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(
        sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in '<>:"|?*%;'
    ).strip(" .")
    stem = plain.rsplit(".", 1)[0] if "." in plain else plain
    return f"{stem[:LONGEST_NAME].strip(' .') or 'document'}{ENDINGS[kind]}"
