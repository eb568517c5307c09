"""Documents of a case: kept outside the web root under a random name, of a few known kinds."""

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass

from voordeur.domain.consent.grants import AccessAction, FieldGroup
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.records.cases.models import DocumentRecord
from voordeur.records.references import new_reference
from voordeur.services.access import NOT_FOUND, case_for_act, open_case, subjects_of
from voordeur.services.acts import acting
from voordeur.services.cases import touch
from voordeur.services.context import Context
from voordeur.services.document_kinds import ENDINGS, kind_of
from voordeur.services.own_work import answering_since, may_read
from voordeur.services.ports import ports

MOST_BYTES = 10_000_000
LONGEST_NAME = 120
_NOT_IN_A_NAME = frozenset("<>:\"|?*%;&$`'")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Names that some systems take for a device."""


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A document to download: a safe name, its sniffed kind and its bytes."""

    name: str
    content_type: str
    content: bytes


def add_document(
    context: Context, *, ref: str, name: str, content: bytes, most_bytes: int = MOST_BYTES
) -> str:
    """Keep a file with a case; returns the document's reference.

    The kind is read from the bytes, never from the name. Raises ``RefusedError``: TOO_LARGE,
    KIND_NOT_ALLOWED, INVALID_INPUT (empty), NOT_FOUND, ROLE_DOES_NOT_ALLOW.
    """
    if not content:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "document"}))
    if len(content) > most_bytes:
        raise RefusedError(Refusal(Reason.TOO_LARGE, {"most": str(most_bytes)}))
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
    if not document_ref.isalnum():
        raise RefusedError(NOT_FOUND)
    since = answering_since(context, opened.case)
    row = DocumentRecord.objects.filter(case=opened.case, ref=document_ref).first()
    if row is None or not may_read(
        opened, FieldGroup.DOCUMENTS, written_at=row.added_at, since=since
    ):
        raise RefusedError(NOT_FOUND)
    try:
        content = ports().files.fetch(row.stored_as)
    except FileNotFoundError as error:
        raise RefusedError(NOT_FOUND) from error
    return DocumentFile(row.name, row.content_type, content)


def safe_name(name: str, kind: str) -> str:
    """Return a name without folders, control signs, turned text or a misleading ending."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(_plain_sign(sign) for sign in last).rstrip(" .")
    stem = plain.rsplit(".", 1)[0] if "." in plain else plain
    short = re.sub(r" {2,}", " ", stem)[:LONGEST_NAME].strip(" .-")
    if not short or _DEVICES.fullmatch(short):
        short = "document"
    return f"{short}{ENDINGS[kind]}"


def _plain_sign(sign: str) -> str:
    """Return ``sign`` when it may stand in a name: letters, digits and signs one can see."""
    category = unicodedata.category(sign)
    if category[0] == "Z":
        return " "
    return "" if category[0] == "C" or sign in _NOT_IN_A_NAME else sign
