"""Tables as files: XLSX with real dates, CSV that opens well, and never a formula that runs."""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime, time

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from voordeur.domain.kernel.cells import STARTS_A_FORMULA, harmless
from voordeur.services.exports import Cell, Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_000
"""A cell of a sheet holds 32,767 signs."""


def xlsx(table: Table) -> bytes:
    """Return ``table`` as a workbook: text is text, days are days, the head is bold."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=table.name[:31] or "1")
    sheet.freeze_panes = "A2"
    for number, _column in enumerate(table.columns):
        sheet.column_dimensions[_letters(number)].width = 22
    sheet.append([_head(sheet, words) for words in table.columns])
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _letters(number: int) -> str:
    whole, rest = divmod(number, 26)
    return (_letters(whole - 1) if whole else "") + chr(ord("A") + rest)


def _head(sheet: WriteOnlyWorksheet, words: str) -> SheetCell:
    cell = _text(sheet, words)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: Cell) -> SheetCell:
    if isinstance(value, str):
        return _text(sheet, value)
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value=datetime.combine(value, time.min))
        cell.number_format = "dd-mm-yyyy"
        return cell
    return WriteOnlyCell(sheet, value=value)


def _text(sheet: WriteOnlyWorksheet, words: str) -> SheetCell:
    """Return a cell of the type text, so that '=1+1' stays four signs."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", words)[:LONGEST_CELL])
    cell.data_type = "s"
    cell.quotePrefix = words.startswith(STARTS_A_FORMULA)
    return cell


def comma_separated(table: Table) -> bytes:
    """Return ``table`` as CSV with semicolons and a byte order mark, as Dutch programs expect."""
    kept = io.StringIO(newline="")
    writer = csv.writer(kept, delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([harmless(words) for words in table.columns])
    writer.writerows(_plain_row(row) for row in table.rows)
    return kept.getvalue().encode("utf-8-sig")


def _plain_row(row: Iterable[Cell]) -> list[str]:
    return [_plain(value) for value in row]


def _plain(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return harmless(value) if isinstance(value, str) else str(value)


def download(table: Table, *, form: str, day: date) -> HttpResponse:
    """Return ``table`` as an attachment; ``form`` is 'xlsx' or 'csv'."""
    if form == "xlsx":
        response = HttpResponse(xlsx(table), content_type=XLSX)
    else:
        response = HttpResponse(comma_separated(table), content_type="text/csv; charset=utf-8")
    name = f"{table.name}-{day.isoformat()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
