"""The region's own starter list: three small CSV files in the pack, in words of its own."""

from pathlib import Path

from voordeur.adapters.files.vocabulary_tables import (
    Findings,
    edition_of,
    labels_in,
    named,
    rows_of,
)
from voordeur.domain.skills.vocabulary import (
    Concept,
    ConceptKind,
    Group,
    Importance,
    Mapped,
    Match,
    Part,
    Requirement,
    Vocabulary,
    pair,
)

OCCUPATIONS, SKILLS, VERSION = "occupations.csv", "skills.csv", "version.csv"
ESCO = "http://data.europa.eu/esco/occupation/"
MATCHES = {"=": Match.EXACT, "~": Match.CLOSE}
PREFIX = "own:"
DEGREES = tuple(Importance)


class OwnList:
    """Reads one folder with the region's own list."""

    def __init__(self, folder: Path, findings: Findings) -> None:
        self.folder, self.findings = folder, findings
        self.concepts: dict[str, Concept] = {}
        self.groups: set[Group] = set()
        self.related: set[tuple[str, str]] = set()
        self.asks: set[Requirement] = set()
        self.mapped: set[Mapped] = set()

    def read(self) -> Vocabulary:
        """Return what the folder holds."""
        version, dated_on = edition_of(self.findings, self.folder / VERSION)
        self.read_skills()
        self.read_occupations()
        self.check()
        present = bool(self.concepts)
        return Vocabulary(
            source="own",
            version=version,
            dated_on=dated_on,
            parts=frozenset(Part) - {Part.SECTORS} if present else frozenset(),
            concepts=self.concepts,
            groups=frozenset(self.groups),
            requirements=frozenset(self.asks),
            related=frozenset(self.related),
            mappings=frozenset(self.mapped),
        )

    def read_skills(self) -> None:
        """Read the skills with their group, other words and neighbours."""
        columns = ("code", "label", "group", "group_label", "alternatives", "related")
        for line, row in rows_of(self.findings, self.folder / SKILLS, columns) or ():
            code = PREFIX + row["code"].strip()
            self.add(SKILLS, line, row, ConceptKind.SKILL, row["group"].strip())
            if row["group_label"].strip():
                self.groups.add(
                    Group(row["group"].strip(), ConceptKind.SKILL, row["group_label"].strip())
                )
            for other in row["related"].split():
                if PREFIX + other != code:
                    self.related.add(pair(code, PREFIX + other))

    def read_occupations(self) -> None:
        """Read the occupations with their ISCO group, ESCO concept and the skills they ask."""
        columns = ("code", "label", "isco", "esco", "match", "alternatives")
        degrees = tuple(one.value for one in DEGREES)
        rows = rows_of(self.findings, self.folder / OCCUPATIONS, (*columns, *degrees)) or ()
        for line, row in rows:
            code = PREFIX + row["code"].strip()
            self.add(OCCUPATIONS, line, row, ConceptKind.OCCUPATION, row["isco"].strip())
            if row["esco"].strip():
                match = MATCHES.get(row["match"].strip(), Match.CLOSE)
                self.mapped.add(Mapped(code, ESCO + row["esco"].strip(), match))
            for degree in DEGREES:
                for skill in row[degree.value].split():
                    self.asks.add(Requirement(code, PREFIX + skill, degree))

    def add(
        self, file: str, line: int, row: "dict[str, str] | object", kind: ConceptKind, group: str
    ) -> None:
        """Keep one concept, unless its code or label cannot be."""
        assert isinstance(row, dict)
        label = row["label"].strip()
        code = PREFIX + row["code"].strip() if row["code"].strip() else ""
        if not named(self.findings, file, line, code, label):
            return
        if code in self.concepts:
            self.findings.wrong(
                file, line, "deze code staat er twee keer in", "this code is in it twice", code
            )
            return
        others = tuple(one for one in labels_in(row["alternatives"], ";") if one != label)
        self.concepts[code] = Concept(code, kind, label, others, group)

    def check(self) -> None:
        """Say which relation points to nothing: in one's own list that is a typing error."""
        for code in sorted({end for ends in self.related for end in ends} - set(self.concepts)):
            self._unknown(SKILLS, code)
        for code in sorted({one.skill for one in self.asks} - set(self.concepts)):
            self._unknown(OCCUPATIONS, code)

    def _unknown(self, file: str, code: str) -> None:
        self.findings.wrong(
            file,
            0,
            "deze vaardigheid staat niet in de lijst",
            "this skill is not in the list",
            code.removeprefix(PREFIX),
        )
