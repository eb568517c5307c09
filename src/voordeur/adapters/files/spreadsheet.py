"""Tables people bring and take along: CSV and XLSX in, CSV out; what is read is text, never run."""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from voordeur.adapters.files.archive import ENCRYPTED, write_zip
from voordeur.domain.kernel.cells import UNSEEN, bare, harmless
from voordeur.services.ports import ReadTable, TableProblem

MOST_COLUMNS = 60
MOST_UNPACKED = 80_000_000
"""Bytes of a workbook unpacked; more is no list of people."""
MOST_PARTS = 400
LONGEST_CELL = 8_000
EMPTY_ROWS_IN_BETWEEN = 200
"""After so many empty rows the table is over; formatted sheets go on for a million."""
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How XLS files begin, and workbooks with a password."""

Cells = tuple[str, ...]


class SpreadsheetFiles:
    """Meets the need of table files (see services.ports.TableFiles)."""

    def read(self, content: bytes, *, most_rows: int) -> ReadTable | TableProblem:
        """Read CSV or XLSX, whatever the file is called; formulas stay the text they are."""
        if content.startswith(OLD_WORKBOOK):
            return TableProblem.PASSWORD
        if content.startswith(b"PK\x03\x04"):
            return _read_workbook(content, most_rows)
        return _read_text(content, most_rows)

    def write(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
        """Return a CSV table no spreadsheet calculates with; :meth:`read` gives it back."""
        kept = io.StringIO(newline="")
        writer = csv.writer(kept, delimiter=";", lineterminator="\r\n")
        writer.writerow([harmless(words) for words in columns])
        writer.writerows([harmless(words) for words in row] for row in rows)
        return kept.getvalue().encode("utf-8-sig")

    def bundle(self, files: Mapping[str, bytes]) -> bytes:
        """Return files as one zip archive."""
        return write_zip(files)


# ---- XLSX ----


def _read_workbook(content: bytes, most_rows: int) -> ReadTable | TableProblem:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            problem = _problem_of(archive)
            merged = problem is None and _has_merged_cells(archive)
        return problem or _workbook_rows(content, most_rows, merged=merged)
    except (
        zipfile.BadZipFile,
        zlib.error,
        InvalidFileException,
        ParseError,
        EOFError,
        NotImplementedError,
        OSError,
        ArithmeticError,
        LookupError,
        AttributeError,
        TypeError,
        ValueError,
        RuntimeError,
    ):
        return TableProblem.UNREADABLE


def _problem_of(archive: zipfile.ZipFile) -> TableProblem | None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        return TableProblem.TOO_LARGE
    if any(part.flag_bits & ENCRYPTED for part in parts):
        return TableProblem.PASSWORD
    for part in parts:
        if part.filename.endswith((".xml", ".rels")) and _declares_entities(archive, part):
            return TableProblem.UNREADABLE
    return None


def _declares_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Tell whether an XML part brings a document type; no spreadsheet program writes one."""
    with archive.open(part) as stream:
        head = stream.read(4096)
    return b"<!DOCTYPE" in head.replace(b"\0", b"").upper()


def _has_merged_cells(archive: zipfile.ZipFile) -> bool:
    sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    return any(b"<mergeCell " in archive.read(name) for name in sorted(sheets)[:1])


def _workbook_rows(content: bytes, most_rows: int, *, merged: bool) -> ReadTable | TableProblem:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl leaves out (styles, validation) is no loss
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            if not book.worksheets:
                return TableProblem.EMPTY
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            rows = ([_words(value) for value in row] for row in sheet.iter_rows(values_only=True))
            return _table(rows, most_rows, merged=merged)
        finally:
            book.close()


def _words(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nee"
        case datetime() if value.time() != time(0):
            return value.isoformat(sep=" ", timespec="minutes")
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case time():
            return value.isoformat(timespec="minutes")
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(getattr(value, "text", value))  # an array formula keeps its text there


# ---- CSV ----


def _read_text(content: bytes, most_rows: int) -> ReadTable | TableProblem:
    text = _decoded(content)
    if text is None:
        return TableProblem.UNKNOWN_CHARACTERS
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return _table(([bare(cell) for cell in row] for row in reader), most_rows)
    except csv.Error:
        return TableProblem.UNREADABLE


def _decoded(content: bytes) -> str | None:
    """Return the text of UTF-8, UTF-16 with a mark, or Windows-1252; None for anything else."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


# ---- Both ----


def _table(
    rows: Iterator[Sequence[str]], most_rows: int, *, merged: bool = False
) -> ReadTable | TableProblem:
    filled = _filled(rows)
    head = next(filled, None)
    if head is None:
        return TableProblem.EMPTY
    if len(head) > MOST_COLUMNS:
        return TableProblem.TOO_MANY_COLUMNS
    kept: list[Cells] = []
    for row in filled:
        if len(kept) >= most_rows:
            return TableProblem.TOO_MANY_ROWS
        kept.append(tuple(row[: len(head)]) + ("",) * (len(head) - len(row)))
    return ReadTable(head, tuple(kept), merged) if kept else TableProblem.EMPTY


def _filled(rows: Iterator[Sequence[str]]) -> Iterator[Cells]:
    """Yield the rows with words in them, cleaned and without empty cells at their end."""
    empty = 0
    for row in rows:
        cells = [UNSEEN.sub("", cell).strip()[:LONGEST_CELL] for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        empty = 0 if cells else empty + 1
        if empty > EMPTY_ROWS_IN_BETWEEN:
            return
        if cells:
            yield tuple(cells)
