"""Which kind of document bytes really are; whatever is two things at once is refused."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
TEXT = "text/plain"
ENDINGS: Mapping[str, str] = {
    PDF: ".pdf",
    JPEG: ".jpg",
    PNG: ".png",
    DOCX: ".docx",
    ODT: ".odt",
    TEXT: ".txt",
}
"""What may be kept, and the ending a download gets whatever it was called."""

MOST_PARTS = 2_000
MOST_UNPACKED_BYTES = 60_000_000
"""A document that unpacks to more than this is a bomb, or at least no letter."""
MOST_PIXELS = 80_000_000
READ_AT_ONCE = 1 << 16
PDF_TAIL = 1_024
"""Readers look for the end of a PDF in so many last bytes, and for its start in the first."""
ZIP_TAIL = 66_000
"""Readers look for the table of a zip archive in so many last bytes."""

MARKER = 0xFF
"""Every segment of a JPEG starts with this byte."""

_PICTURE = 0xDA
_PNG_START = b"\x89PNG\r\n\x1a\n"
_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|script|iframe|\?php|\?xml|\w+:script|(?:head|body|svg|object|embed)[\s/>])",
    re.IGNORECASE,
)
_PDF_ACTS = re.compile(rb"/(?:JavaScript|Launch|RichMedia|EmbeddedFiles?)\b")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_PROGRAMS = (
    ".exe", ".dll", ".scr", ".com", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse",
    ".wsf", ".hta", ".jar", ".msi", ".lnk", ".html", ".htm", ".zip", "vbaproject.bin",
    "vbadata.xml",
)  # fmt: skip
_CODE_FOLDERS = ("basic/", "scripts/", "word/activex/")
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    NotImplementedError,
    OSError,
    RuntimeError,
    EOFError,
    struct.error,
)


def kind_of(content: bytes) -> str | None:
    """Return the kind ``content`` is, wholly and only; None when it may not be kept.

    The name it was given counts for nothing. Nothing is unpacked to disk.
    """
    for start, kind, fits in _KINDS:
        if content.startswith(start):
            return kind if fits(content) else None
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    return TEXT if _is_text(content) else None


def _is_pdf(content: bytes) -> bool:
    ends_as_pdf = b"%%EOF" in content[-PDF_TAIL:]
    return ends_as_pdf and not _PDF_ACTS.search(content) and not _holds_archive(content)


def _is_png(content: bytes) -> bool:
    """Walk the chunks: a header first, whole ones only, and nothing after the end."""
    at, first = len(_PNG_START), True
    while at + 12 <= len(content):
        length, name = struct.unpack(">I4s", content[at : at + 8])
        body = content[at + 8 : at + 8 + length]
        checksum = content[at + 8 + length : at + 12 + length]
        if checksum != struct.pack(">I", zlib.crc32(name + body)):
            return False
        if first != (name == b"IHDR") or (first and not _fits_on_screen(body[4:8] + body[:4])):
            return False
        at, first = at + 12 + length, False
        if name == b"IEND":
            return at == len(content) and not _holds_archive(content)
    return False


def _fits_on_screen(size: bytes) -> bool:
    """Judge height and width, four bytes each."""
    height, width = struct.unpack(">II", size.rjust(8, b"\0"))
    return bool(0 < height * width <= MOST_PIXELS)


def _is_jpeg(content: bytes) -> bool:
    """Walk the segments up to the picture itself; there must be one, of a size that can be shown.

    Cameras put more after the end of a picture, so only what a browser or an unpacker could take
    for something else is refused there.
    """
    at, framed = 2, False
    while at + 4 <= len(content) and content[at] == MARKER:
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if marker == MARKER:  # filling between segments
            at += 1
            continue
        if marker == _PICTURE:
            whole = b"\xff\xd9" in content[at:]
            return framed and whole and not _MARKUP.search(content[at:]) and _one_thing(content)
        if marker in _JPEG_FRAMES:
            size = content[at + 5 : at + 9]
            framed = _fits_on_screen(b"\0\0" + size[:2] + b"\0\0" + size[2:])
            if not framed:
                return False
        at += 2 + max(2, length)
    return False


def _one_thing(content: bytes) -> bool:
    return not (_holds_archive(content) or re.search(rb"<\s*script", content, re.IGNORECASE))


def _holds_archive(content: bytes) -> bool:
    """Tell whether an unpacker would find the table of a zip archive at the end."""
    return b"PK\x05\x06" in content[-ZIP_TAIL:]


_KINDS: tuple[tuple[bytes, str, Callable[[bytes], bool]], ...] = (
    (b"%PDF-", PDF, _is_pdf),
    (b"\xff\xd8\xff", JPEG, _is_jpeg),
    (_PNG_START, PNG, _is_png),
)


def _kind_of_archive(content: bytes) -> str | None:
    """Tell a text document from any other zip by its parts, each read within bounds."""
    if content[-22:-18] != b"PK\x05\x06" or b"%PDF-" in content[:PDF_TAIL]:
        return None  # something stands after the archive, or a PDF hides in its first bytes
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or not _are_plain(parts) or not _unpack_within(archive):
                return None
            return _kind_by_parts(archive, [part.filename for part in parts])
    except _ZIP_ERRORS:
        return None


def _are_plain(parts: list[zipfile.ZipInfo]) -> bool:
    names = [part.filename for part in parts]
    return (
        len(set(names)) == len(names)
        and min((part.header_offset for part in parts), default=1) == 0
        and not any(part.flag_bits & 1 for part in parts)  # encrypted: nobody can look inside
        and not any(_is_code(name.lower()) or _leads_out(name) for name in names)
    )


def _is_code(name: str) -> bool:
    return name.endswith(_PROGRAMS) or name.startswith(_CODE_FOLDERS)


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.split("/") or "\\" in name or ":" in name


def _unpack_within(archive: zipfile.ZipFile) -> bool:
    """Count what really comes out, whatever the table says, and look for entity bombs."""
    left = MOST_UNPACKED_BYTES
    for part in archive.infolist():
        with archive.open(part) as stream:
            while piece := stream.read(READ_AT_ONCE):
                left -= len(piece)
                if left < 0 or b"<!ENTITY" in piece:
                    return False
    return True


def _kind_by_parts(archive: zipfile.ZipFile, names: list[str]) -> str | None:
    if names[0] == "mimetype":
        return ODT if archive.read("mimetype") == ODT.encode() and "content.xml" in names else None
    if {"[Content_Types].xml", "word/document.xml"} <= set(names):
        return DOCX if _is_quiet_docx(archive, names) else None
    return None


def _is_quiet_docx(archive: zipfile.ZipFile, names: list[str]) -> bool:
    """Refuse macros, and a template that would be fetched from elsewhere on opening."""
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        return False
    settings = "word/_rels/settings.xml.rels"
    return settings not in names or b"External" not in archive.read(settings)


def _is_text(content: bytes) -> bool:
    """Tell whether these are words only: no control signs, no page, no script, no other format."""
    try:
        words = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if _CONTROL.search(words):
        return False
    start = words.lstrip("\ufeff \t\r\n")
    looks_run = start.startswith(("<", "#!", "{\\rtf", "%!"))
    return not (looks_run or _MARKUP.search(content) or b"%PDF-" in content[:PDF_TAIL])
