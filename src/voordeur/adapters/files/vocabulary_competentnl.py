"""CompetentNL as linked data: occupations, what they ask in three degrees, ESCO beside it."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from voordeur.adapters.files.triples import (
    TYPE,
    Literal,
    Triple,
    UnreadableTriplesError,
    read_lines,
    read_turtle,
)
from voordeur.adapters.files.vocabulary_tables import Findings, named, text_of
from voordeur.domain.skills.vocabulary import (
    LONGEST_LABEL,
    Concept,
    ConceptKind,
    Importance,
    Mapped,
    Match,
    Part,
    Requirement,
    Vocabulary,
    pair,
)

CNLO = "https://linkeddata.competentnl.nl/def/competentnl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SKOSXL = "http://www.w3.org/2008/05/skos-xl#"
READERS = {".nt": read_lines, ".ttl": read_turtle}
KINDS = {
    f"{CNLO}Occupation": ConceptKind.OCCUPATION,
    f"{CNLO}HumanCapability": ConceptKind.SKILL,
    f"{CNLO}KnowledgeArea": ConceptKind.SKILL,
}
KNOWLEDGE = f"{CNLO}KnowledgeArea"
IMPORTANCE = {
    f"{CNLO}requiresHATEssential": Importance.ESSENTIAL,
    f"{CNLO}requiresHATImportant": Importance.IMPORTANT,
    f"{CNLO}requiresHATSomewhat": Importance.OPTIONAL,
}
"""The three degrees of CompetentNL; 'somewhat' is what ESCO calls optional."""
RANK = {Importance.ESSENTIAL: 0, Importance.IMPORTANT: 1, Importance.OPTIONAL: 2}
MATCHES = {
    f"{CNLO}exactMatchESCO": Match.EXACT,
    f"{CNLO}closeMatchESCO": Match.CLOSE,
    f"{CNLO}broadMatchESCO": Match.BROAD,
    f"{CNLO}narrowMatchESCO": Match.NARROW,
}
HANGS_TOGETHER = {f"{SKOS}broader", f"{SKOS}narrower", f"{SKOS}related"}
OURS = ("nl", "")
"""Languages whose labels are taken; a label without a language is Dutch here."""


class CompetentNL:
    """Reads every ``.nt`` and ``.ttl`` file of a folder as one."""

    def __init__(self, folder: Path, findings: Findings) -> None:
        self.folder, self.findings = folder, findings
        self.kinds: dict[str, ConceptKind] = {}
        self.knowledge: set[str] = set()
        self.preferred: dict[str, str] = {}
        self.others: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self.spelled: dict[str, str] = {}
        self.about: dict[str, str] = {}
        self.asks: dict[tuple[str, str], Importance] = {}
        self.near: set[tuple[str, str]] = set()
        self.mapped: dict[tuple[str, str], Match] = {}

    def read(self) -> Vocabulary:
        """Return what the folder holds; a file that cannot be read is a problem with its line."""
        files = sorted(one for one in self.folder.iterdir() if one.suffix in READERS)
        if not files:
            self.findings.missing.append("*.nt, *.ttl")
        for file in files:
            for triple in self.triples(file):
                self.keep(triple)
        concepts = self.concepts(files[0].name if files else "")
        return Vocabulary(
            source="competentnl",
            version="",
            dated_on=None,
            parts=frozenset(self.parts(concepts)),
            concepts=concepts,
            requirements=frozenset(
                Requirement(one, other, level) for (one, other), level in self.asks.items()
            ),
            related=frozenset(pair(one, other) for one, other in self.near if one != other),
            mappings=frozenset(
                Mapped(code, target, match) for (code, target), match in self.mapped.items()
            ),
        )

    def triples(self, file: Path) -> Iterator[Triple]:
        """Yield what one file says."""
        text = text_of(self.findings, file)
        if text is None:
            return
        try:
            yield from READERS[file.suffix](text)
        except UnreadableTriplesError as wrong:
            self.findings.wrong(
                file.name,
                wrong.line,
                "hier staat iets anders dan een feit in N-Triples of Turtle",
                "this is no fact in N-Triples or Turtle",
                wrong.found,
            )

    def keep(self, one: Triple) -> None:
        """Keep what a triple says of a concept; what we do not use passes by."""
        if isinstance(one.object, Literal):
            self.keep_words(one.subject, one.predicate, one.object)
        else:
            self.keep_link(one.subject, one.predicate, one.object)

    def keep_words(self, subject: str, predicate: str, words: Literal) -> None:
        """Keep a label or a description in Dutch."""
        text = " ".join(words.text.split())
        if words.language.lower().partition("-")[0] not in OURS or not text:
            return
        match predicate:
            case value if value == f"{SKOS}prefLabel":
                self.preferred.setdefault(subject, text)
            case value if value in {f"{SKOS}altLabel", f"{SKOS}hiddenLabel"}:
                self.others[subject][text] = None
            case value if value == f"{SKOSXL}literalForm":
                self.spelled[subject] = text
            case value if value == f"{SKOS}definition":
                self.about.setdefault(subject, text)

    def keep_link(self, subject: str, predicate: str, target: str) -> None:
        """Keep a relation between two things; labels with an address of their own are links too."""
        if predicate == TYPE:
            self.keep_type(subject, target)
        elif predicate in IMPORTANCE:
            self.keep_requirement((subject, target), IMPORTANCE[predicate])
        elif predicate in HANGS_TOGETHER:
            self.near.add((subject, target))
        elif predicate in MATCHES:
            self.mapped.setdefault((subject, target), MATCHES[predicate])
        elif predicate in {f"{SKOSXL}prefLabel", f"{SKOSXL}altLabel"}:
            sign = "=" if predicate.endswith("prefLabel") else "~"
            self.others[subject][f"\0{sign}{target}"] = None

    def keep_type(self, subject: str, target: str) -> None:
        """Keep what a thing is."""
        if target in KINDS:
            self.kinds[subject] = KINDS[target]
        if target == KNOWLEDGE:
            self.knowledge.add(subject)

    def keep_requirement(self, key: tuple[str, str], level: Importance) -> None:
        """Keep the highest degree when more are said."""
        held = self.asks.get(key)
        if held is None or RANK[level] < RANK[held]:
            self.asks[key] = level

    def concepts(self, file: str) -> dict[str, Concept]:
        """Return the concepts, their labels looked up."""
        found = {}
        for code, kind in self.kinds.items():
            label, alternatives = self.labels(code)
            if named(self.findings, file, 0, code, label):
                found[code] = Concept(
                    code=code,
                    kind=kind,
                    label=label,
                    alternatives=alternatives,
                    sort="knowledge" if code in self.knowledge else "",
                    about=self.about.get(code, ""),
                )
        return found

    def labels(self, code: str) -> tuple[str, tuple[str, ...]]:
        """Return the label and the alternatives of a concept, written out or as their own thing."""
        label, others = self.preferred.get(code, ""), []
        for held in self.others.get(code, {}):
            text = self.spelled.get(held[2:], "") if held.startswith("\0") else held
            if held.startswith("\0=") and not label:
                label = text
            elif text and len(text) <= LONGEST_LABEL:
                others.append(text)
        return label, tuple(one for one in dict.fromkeys(others) if one != label)

    def parts(self, concepts: dict[str, Concept]) -> Iterator[Part]:
        """Yield which parts these files hold."""
        kinds = {one.kind for one in concepts.values()}
        held = {
            Part.OCCUPATIONS: ConceptKind.OCCUPATION in kinds,
            Part.SKILLS: ConceptKind.SKILL in kinds,
            Part.REQUIREMENTS: bool(self.asks),
            Part.RELATED: bool(self.near),
            Part.MAPPINGS: bool(self.mapped),
        }
        return (part for part, there in held.items() if there)
