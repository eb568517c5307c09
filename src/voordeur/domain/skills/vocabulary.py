"""What a vocabulary of work says: occupations, skills, what an occupation asks, and groups."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from voordeur.domain.kernel.text import Text

LONGEST_CODE, LONGEST_LABEL = 200, 200


class ConceptKind(StrEnum):
    """What a concept is."""

    OCCUPATION = "occupation"
    SKILL = "skill"
    SECTOR = "sector"
    """A sector of business; never suggested to a person."""


class Importance(StrEnum):
    """How much an occupation asks a skill.

    CompetentNL has three levels; ESCO knows essential and optional only.
    """

    ESSENTIAL = "essential"
    IMPORTANT = "important"
    OPTIONAL = "optional"


class Match(StrEnum):
    """How close a concept of another vocabulary is (SKOS)."""

    EXACT = "exact"
    CLOSE = "close"
    BROAD = "broad"
    NARROW = "narrow"


class Part(StrEnum):
    """A part of a vocabulary that a delivery can hold or lack; what it lacks stays as it was."""

    OCCUPATIONS = "occupations"
    SKILLS = "skills"
    SECTORS = "sectors"
    GROUPS = "groups"
    REQUIREMENTS = "requirements"
    RELATED = "related"
    MAPPINGS = "mappings"


SOURCES: Mapping[str, Text] = {
    "own": Text("eigen lijst van de regio", "the region’s own list"),
    "competentnl": Text("CompetentNL", "CompetentNL"),
    "esco": Text("ESCO", "ESCO"),
    "sbi": Text("SBI (bedrijfstakken van het CBS)", "SBI (sectors of business of Statistics NL)"),
}
"""Where a vocabulary comes from; of the same words the first one here is offered.

The own list goes first: it is in plain words, and says itself what stands for it elsewhere.
"""


@dataclass(frozen=True, slots=True)
class Concept:
    """An occupation or a skill.

    ``code`` names it for good (the address in ESCO and CompetentNL); ``group`` is the ISCO group of
    an occupation or the group of a skill; ``sort`` is 'knowledge' where the source says so.
    """

    code: str
    kind: ConceptKind
    label: str
    alternatives: tuple[str, ...] = ()
    group: str = ""
    sort: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of occupations (ISCO) or of skills."""

    code: str
    kind: ConceptKind
    label: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """An occupation asks a skill."""

    occupation: str
    skill: str
    importance: Importance


@dataclass(frozen=True, slots=True)
class Mapped:
    """A concept and what stands for it in another vocabulary."""

    code: str
    target: str
    match: Match


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One delivery of a source; ``parts`` are what it holds, so that nothing else is touched."""

    source: str
    version: str
    dated_on: date | None
    parts: frozenset[Part]
    concepts: Mapping[str, Concept] = field(default_factory=dict)
    groups: frozenset[Group] = frozenset()
    requirements: frozenset[Requirement] = frozenset()
    related: frozenset[tuple[str, str]] = frozenset()
    """Pairs of skills that resemble each other, the smaller code first."""
    mappings: frozenset[Mapped] = frozenset()

    def of_kind(self, kind: ConceptKind) -> Iterator[Concept]:
        """Yield the occupations or the skills."""
        return (one for one in self.concepts.values() if one.kind is kind)

    def counts(self) -> dict[str, int]:
        """Return how many of each part there are, for people to check."""
        kinds = Counter(one.kind for one in self.concepts.values())
        found = {
            Part.OCCUPATIONS: kinds[ConceptKind.OCCUPATION],
            Part.SKILLS: kinds[ConceptKind.SKILL],
            Part.SECTORS: kinds[ConceptKind.SECTOR],
            Part.GROUPS: len(self.groups),
            Part.REQUIREMENTS: len(self.requirements),
            Part.RELATED: len(self.related),
            Part.MAPPINGS: len(self.mappings),
        }
        return {part.value: number for part, number in found.items() if part in self.parts}


@dataclass(frozen=True, slots=True, order=True)
class VocabularyProblem:
    """Something wrong in a file of a vocabulary; ``line`` 0 means the file as a whole."""

    file: str
    line: int
    words: Text
    found: str = ""

    def sentence(self, language: str) -> str:
        """Return the problem as one line."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        found = f" [{self.found}]" if self.found else ""
        return f"{place}: {self.words.in_language(language)}{found}"


def pair(one: str, other: str) -> tuple[str, str]:
    """Return two related skills in the order in which they are kept."""
    return (one, other) if one < other else (other, one)


ENDS: Mapping[Part, frozenset[Part]] = {
    Part.REQUIREMENTS: frozenset({Part.OCCUPATIONS, Part.SKILLS}),
    Part.RELATED: frozenset({Part.SKILLS}),
}
"""What must be in the same delivery before relations can be judged."""


def inside(vocabulary: Vocabulary) -> tuple[Vocabulary, int]:
    """Return the vocabulary without relations to what it does not hold, and how many those were.

    Official deliveries are cut up in files that people download apart; what points to nothing
    would otherwise ask a skill nobody can have. Relations whose ends were not delivered are no part
    of it, so that what is known of them stays.
    """
    kinds = {code: one.kind for code, one in vocabulary.concepts.items()}

    def is_there(code: str, kind: ConceptKind) -> bool:
        return kinds.get(code) is kind

    requirements = frozenset(
        one
        for one in vocabulary.requirements
        if is_there(one.occupation, ConceptKind.OCCUPATION)
        and is_there(one.skill, ConceptKind.SKILL)
    )
    related = frozenset(
        ends
        for ends in vocabulary.related
        if ends[0] != ends[1] and all(is_there(end, ConceptKind.SKILL) for end in ends)
    )
    mappings = frozenset(one for one in vocabulary.mappings if one.code in kinds)
    before = len(vocabulary.requirements) + len(vocabulary.related) + len(vocabulary.mappings)
    kept = replace(
        vocabulary,
        parts=frozenset(
            part for part in vocabulary.parts if ENDS.get(part, frozenset()) <= vocabulary.parts
        ),
        requirements=requirements,
        related=related,
        mappings=mappings,
    )
    return kept, before - len(requirements) - len(related) - len(mappings)
