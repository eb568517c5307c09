"""Sectors of business (SBI 2008 or 2025) from one table, with the sector they are in the region."""

import re
from datetime import date
from pathlib import Path

from voordeur.adapters.files.vocabulary_tables import Findings, Row, edition_of, named, rows_of
from voordeur.domain.skills.sectors import PREFIX, TARGET, plain_sbi
from voordeur.domain.skills.vocabulary import (
    Concept,
    ConceptKind,
    Mapped,
    Match,
    Part,
    Vocabulary,
)

SECTORS, VERSION = "sbi.csv", "version.csv"
CODE = re.compile(r"[A-V]|[0-9]{2,6}")
"""A section, or two to six digits; the dots people write between them do not count."""


class SbiTable:
    """Reads ``sbi.csv``: code, label and the region's sector, which may be left empty.

    A code without a sector has that of the code above it. ``version.csv`` says which edition it is,
    and of which day.
    """

    def __init__(self, folder: Path, findings: Findings) -> None:
        self.folder, self.findings = folder, findings
        self.concepts: dict[str, Concept] = {}
        self.mapped: set[Mapped] = set()

    def read(self) -> Vocabulary:
        """Return what the folder holds."""
        version, dated_on = self.version()
        rows = rows_of(self.findings, self.folder / SECTORS, ("code", "label", "sector"))
        for line, row in rows or ():
            self.add(line, row)
        there = frozenset({Part.SECTORS, Part.MAPPINGS}) if rows is not None else frozenset()
        return Vocabulary(
            source="sbi",
            version=version,
            dated_on=dated_on,
            parts=there,
            concepts=self.concepts,
            mappings=frozenset(self.mapped),
        )

    def version(self) -> tuple[str, date | None]:
        """Return the edition and its day; what the file does not say is asked on the way in."""
        there = (self.folder / VERSION).exists()
        return edition_of(self.findings, self.folder / VERSION) if there else ("", None)

    def add(self, line: int, row: Row) -> None:
        """Keep one sector, unless its code or label cannot be."""
        code, label = plain_sbi(row["code"]), row["label"].strip()
        if not named(self.findings, SECTORS, line, code, label):
            return
        if not CODE.fullmatch(code):
            self.findings.wrong(
                SECTORS,
                line,
                "een code van SBI is een letter of twee tot zes cijfers",
                "a code of SBI is a letter or two to six digits",
                row["code"],
            )
            return
        key = PREFIX + code
        if key in self.concepts:
            self.findings.wrong(
                SECTORS, line, "deze code staat er twee keer in", "this code is in it twice", code
            )
            return
        self.concepts[key] = Concept(key, ConceptKind.SECTOR, label)
        if row["sector"].strip():
            self.mapped.add(Mapped(key, TARGET + row["sector"].strip(), Match.EXACT))
