"""CSV tables to plain rows with line numbers; comma or semicolon, as a spreadsheet saves them."""

import csv
import io
from typing import TYPE_CHECKING

from voordeur.adapters.files.findings import FileFindings, check_characters
from voordeur.domain.region.parsing.places import POSTCODE_COLUMNS

if TYPE_CHECKING:
    from _csv import Reader

MOST_CHARACTERS = 2_000_000
"""Size of one table; every postcode of the country fits."""
BYTE_ORDER_MARK = "\ufeff"


def read_csv(name: str, text: str) -> FileFindings:
    """Return ``{'rows': [{column: text}]}`` of a table of postcodes, or what is wrong with it."""
    findings = FileFindings(name)
    if not check_characters(findings, text, MOST_CHARACTERS):
        return findings
    stripped = text.removeprefix(BYTE_ORDER_MARK)
    delimiter = ";" if ";" in stripped.split("\n", 1)[0] else ","
    rows = csv.reader(io.StringIO(stripped, newline=""), delimiter=delimiter, strict=True)
    try:
        _read_rows(findings, rows)
    except csv.Error as error:
        findings.wrong(
            rows.line_num,
            "deze regel is niet te lezen; klopt het aantal aanhalingstekens?",
            "this line cannot be read; do the quotes match?",
            found=str(error),
        )
    return findings


def _read_rows(findings: FileFindings, rows: "Reader") -> None:
    header = [cell.strip() for cell in next(rows, [])]
    if header != list(POSTCODE_COLUMNS):
        columns = ",".join(POSTCODE_COLUMNS)
        findings.wrong(
            1,
            f"de eerste regel moet zijn: {columns}",
            f"the first line must be: {columns}",
            found=",".join(header),
        )
        return
    read: list[dict[str, str]] = []
    for cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            findings.wrong(
                rows.line_num,
                f"verwacht: {len(header)} kolommen",
                f"expected {len(header)} columns",
                found=str(len(cells)),
            )
            continue
        findings.lines["rows", len(read)] = rows.line_num
        read.append({column: cell.strip() for column, cell in zip(header, cells, strict=True)})
    findings.lines[()] = 1
    findings.value = {"rows": read}
