"""ESCO as its portal gives it: CSV files in Dutch, of which some may not have been downloaded."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from voordeur.adapters.files.vocabulary_tables import Findings, Row, labels_in, named, rows_of
from voordeur.domain.skills.vocabulary import (
    Concept,
    ConceptKind,
    Group,
    Importance,
    Part,
    Requirement,
    Vocabulary,
    pair,
)

OCCUPATIONS, SKILLS = "occupations_nl.csv", "skills_nl.csv"
ASKS, BETWEEN = "occupationSkillRelations_nl.csv", "skillSkillRelations_nl.csv"
ISCO, SKILL_GROUPS = "ISCOGroups_nl.csv", "skillGroups_nl.csv"
LABELLED = ("conceptUri", "preferredLabel", "altLabels", "status", "modifiedDate", "description")
IMPORTANCE = {"essential": Importance.ESSENTIAL, "optional": Importance.OPTIONAL}
USED = {"released", ""}


class Esco:
    """Reads one folder of ESCO files; what is absent is in ``findings.missing``."""

    def __init__(self, folder: Path, findings: Findings) -> None:
        self.folder, self.findings = folder, findings
        self.parts: set[Part] = set()
        self.concepts: dict[str, Concept] = {}
        self.newest = ""

    def read(self) -> Vocabulary:
        """Return what the folder holds."""
        self.read_concepts(OCCUPATIONS, ConceptKind.OCCUPATION, Part.OCCUPATIONS)
        self.read_concepts(SKILLS, ConceptKind.SKILL, Part.SKILLS)
        groups = frozenset([*self.groups(ISCO), *self.groups(SKILL_GROUPS)])
        requirements, related = self.requirements(), self.related()
        return Vocabulary(
            source="esco",
            version=self.newest,
            dated_on=date.fromisoformat(self.newest) if self.newest else None,
            parts=frozenset(self.parts),
            concepts=self.concepts,
            groups=groups,
            requirements=requirements,
            related=related,
        )

    def read_concepts(self, file: str, kind: ConceptKind, part: Part) -> None:
        """Read occupations or skills; what ESCO no longer releases is not among them."""
        more = ("iscoGroup",) if kind is ConceptKind.OCCUPATION else ("skillType",)
        rows = rows_of(self.findings, self.folder / file, (*LABELLED, *more))
        if rows is None:
            return
        self.parts.add(part)
        for line, row in rows:
            code, label = row["conceptUri"].strip(), row["preferredLabel"].strip()
            if row["status"] not in USED or not named(self.findings, file, line, code, label):
                continue
            if code in self.concepts:
                self.findings.wrong(
                    file, line, "deze code staat er twee keer in", "this code is in it twice", code
                )
                continue
            self.newest = max(self.newest, _day(row["modifiedDate"]))
            self.concepts[code] = Concept(
                code=code,
                kind=kind,
                label=label,
                alternatives=_others(row, label),
                group=row.get("iscoGroup", "").strip(),
                sort="knowledge" if row.get("skillType") == "knowledge" else "",
                about=row["description"].strip(),
            )

    def groups(self, file: str) -> Iterable[Group]:
        """Yield the groups of one file; the code of ISCO is its number, of skills the address."""
        rows = rows_of(self.findings, self.folder / file, ("conceptUri", "code", "preferredLabel"))
        if rows is None:
            return
        self.parts.add(Part.GROUPS)
        for line, row in rows:
            kind = ConceptKind.OCCUPATION if file == ISCO else ConceptKind.SKILL
            code = row["code"].strip() if file == ISCO else row["conceptUri"].strip()
            label = row["preferredLabel"].strip()
            if named(self.findings, file, line, code, label):
                yield Group(code, kind, label)

    def requirements(self) -> frozenset[Requirement]:
        """Return which skill an occupation asks; essential wins when both are said."""
        rows = rows_of(
            self.findings, self.folder / ASKS, ("occupationUri", "relationType", "skillUri")
        )
        if rows is None:
            return frozenset()
        self.parts.add(Part.REQUIREMENTS)
        found: dict[tuple[str, str], Importance] = {}
        for line, row in rows:
            importance = IMPORTANCE.get(row["relationType"].strip())
            if importance is None:
                self.findings.wrong(
                    ASKS,
                    line,
                    "verwacht: essential of optional",
                    "expected: essential or optional",
                    row["relationType"],
                )
                continue
            key = (row["occupationUri"].strip(), row["skillUri"].strip())
            if found.get(key) is not Importance.ESSENTIAL:
                found[key] = importance
        return frozenset(Requirement(one, other, level) for (one, other), level in found.items())

    def related(self) -> frozenset[tuple[str, str]]:
        """Return which skills hang together, whatever ESCO calls it."""
        rows = rows_of(
            self.findings, self.folder / BETWEEN, ("originalSkillUri", "relatedSkillUri")
        )
        if rows is None:
            return frozenset()
        self.parts.add(Part.RELATED)
        ends = ((r["originalSkillUri"].strip(), r["relatedSkillUri"].strip()) for _line, r in rows)
        return frozenset(pair(one, other) for one, other in ends if one != other)


def _others(row: Row, label: str) -> tuple[str, ...]:
    cells = "\n".join((row["altLabels"], row.get("hiddenLabels", "")))
    return tuple(one for one in labels_in(cells) if one != label)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()[:10]).isoformat()
    except ValueError:
        return ""
