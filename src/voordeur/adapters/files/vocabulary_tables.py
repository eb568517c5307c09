"""Tables of a vocabulary: a CSV file with named columns, read whole or with what is wrong."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from voordeur.domain.kernel.text import Text
from voordeur.domain.skills.vocabulary import LONGEST_CODE, LONGEST_LABEL, VocabularyProblem

MOST_BYTES = 200_000_000
MOST_PROBLEMS = 50
LONGEST_CELL = 1_000_000
Row = Mapping[str, str]


@dataclass
class Findings:
    """What reading gathers: problems, and files that were not there."""

    problems: list[VocabularyProblem] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def wrong(self, file: str, line: int, nl: str, en: str, found: str = "") -> None:
        """Keep a problem; after fifty the rest says nothing new."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(VocabularyProblem(file, line, Text(nl, en), found[:80]))


def text_of(findings: Findings, file: Path) -> str | None:
    """Return the text of a file; None when it is absent, too large or not UTF-8."""
    if not file.is_file():
        findings.missing.append(file.name)
        return None
    if file.stat().st_size > MOST_BYTES:
        findings.wrong(file.name, 0, "het bestand is te groot", "the file is too large")
        return None
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        findings.wrong(
            file.name,
            0,
            "de tekens zijn niet leesbaar; sla het bestand op als UTF-8",
            "the characters cannot be read; save the file as UTF-8",
        )
        return None


def rows_of(
    findings: Findings, file: Path, columns: tuple[str, ...]
) -> Iterator[tuple[int, Row]] | None:
    """Return line number and cells of each row, None when the file cannot be used at all.

    Columns beyond ``columns`` are let be; a row may be short, since publishers leave the end off.
    """
    text = text_of(findings, file)
    if text is None:
        return None
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
    except csv.Error as wrong:
        _unreadable(findings, file, 1, wrong)
        return None
    absent = [one for one in columns if one not in header]
    if absent:
        findings.wrong(
            file.name,
            1,
            f"deze kolommen ontbreken: {', '.join(absent)}",
            f"these columns are missing: {', '.join(absent)}",
            ",".join(header),
        )
        return None
    return _rows(findings, file, reader, header)


def edition_of(findings: Findings, file: Path) -> tuple[str, date | None]:
    """Return the name of a version and its day, as the first row of a file says."""
    for line, row in rows_of(findings, file, ("version", "dated")) or ():
        try:
            return row["version"].strip(), date.fromisoformat(row["dated"].strip())
        except ValueError:
            findings.wrong(
                file.name,
                line,
                "schrijf de dag als 2026-12-31",
                "write the day as 2026-12-31",
                row["dated"],
            )
    return "", None


def _rows(
    findings: Findings, file: Path, reader: "Iterator[list[str]]", header: list[str]
) -> Iterator[tuple[int, Row]]:
    line = 1
    try:
        for cells in reader:
            line = getattr(reader, "line_num", line)
            if any(cells):
                padded = [*cells, *("" for _ in header[len(cells) :])]
                yield line, dict(zip(header, padded, strict=False))
    except csv.Error as wrong:
        _unreadable(findings, file, line + 1, wrong)


def _unreadable(findings: Findings, file: Path, line: int, wrong: csv.Error) -> None:
    findings.wrong(
        file.name,
        line,
        "deze regel is niet te lezen; klopt het aantal aanhalingstekens?",
        "this line cannot be read; do the quotes match?",
        str(wrong),
    )


def named(findings: Findings, file: str, line: int, code: str, label: str) -> bool:
    """Tell whether a code and a label can be kept, and say so when they cannot."""
    if not code or not label:
        findings.wrong(
            file, line, "hier ontbreekt een code of een naam", "a code or a name is missing here"
        )
        return False
    if len(code) > LONGEST_CODE or len(label) > LONGEST_LABEL:
        findings.wrong(
            file,
            line,
            f"een code of naam is langer dan {LONGEST_LABEL} tekens",
            f"a code or a name is longer than {LONGEST_LABEL} characters",
            label,
        )
        return False
    return True


def labels_in(cell: str, separator: str = "\n") -> tuple[str, ...]:
    """Return the labels in one cell, each once, without what is too long to be one."""
    found = dict.fromkeys(part.strip() for part in cell.split(separator))
    return tuple(one for one in found if one and len(one) <= LONGEST_LABEL)
