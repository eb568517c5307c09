"""Board documents: kept under their registration number, with what they are attached to."""

from dataclasses import dataclass
from datetime import datetime

from voordeur.domain.register.checks import Key
from voordeur.services.context import Context
from voordeur.services.documents import DocumentFile


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


def register(context: Context, *, document: NewBoardDocument) -> str:
    """Keep a board document; returns its reference.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, TOO_LARGE, KIND_NOT_ALLOWED, INVALID_INPUT,
    NUMBER_TAKEN, NOT_FOUND for a proposal, meeting or entry that is not there.
    """
    raise NotImplementedError


def fetch(context: Context, *, ref: str) -> DocumentFile:
    """Return a document for download. Raises ``RefusedError`` (NOT_FOUND)."""
    raise NotImplementedError


def documents_of(
    context: Context, *, proposal: str = "", meeting: str = "", entry: Key | None = None
) -> tuple[BoardDocumentLine, ...]:
    """Return the documents attached to a proposal, a meeting or an entry; without one: all."""
    raise NotImplementedError


def find_by_number(context: Context, *, number: str) -> BoardDocumentLine | None:
    """Return the document with this registration number, however its capitals are, or None."""
    raise NotImplementedError
