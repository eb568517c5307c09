"""What a new version of a vocabulary changes, and which of what disappears is still used."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from voordeur.domain.skills.vocabulary import Concept, ConceptKind, Part, Vocabulary

MOST_LOST_PERCENT = 20
"""A delivery that takes away more than this is probably cut off, and asks a second look."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """A concept whose label changed; the code says it is the same."""

    before: Concept
    after: Concept


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What changes; ``reworded`` have the same label and other words around it.

    Relations are counted per part: how many come and how many go.
    """

    added: tuple[Concept, ...]
    renamed: tuple[Renamed, ...]
    reworded: tuple[Concept, ...]
    removed: tuple[Concept, ...]
    relations: Mapping[Part, tuple[int, int]]
    known_before: int
    """How many concepts there were of the kinds this delivery holds."""

    @property
    def idle(self) -> bool:
        """Tell whether nothing changes."""
        concepts = (*self.added, *self.renamed, *self.reworded, *self.removed)
        return not concepts and not any(any(counts) for counts in self.relations.values())

    @property
    def loses_much(self) -> bool:
        """Tell whether so much disappears that the delivery may be incomplete."""
        return len(self.removed) * 100 > self.known_before * MOST_LOST_PERCENT


@dataclass(frozen=True, slots=True)
class StillUsed:
    """A concept that disappears while profiles hold it, and how many do."""

    concept: Concept
    profiles: int


def differences(before: Vocabulary, after: Vocabulary) -> Differences:
    """Compare what is known with a delivery; parts the delivery lacks do not count as removed."""
    kinds = {
        kind
        for kind, part in (
            (ConceptKind.OCCUPATION, Part.OCCUPATIONS),
            (ConceptKind.SKILL, Part.SKILLS),
            (ConceptKind.SECTOR, Part.SECTORS),
        )
        if part in after.parts
    }
    old = {code: one for code, one in before.concepts.items() if one.kind in kinds}
    new = {code: one for code, one in after.concepts.items() if one.kind in kinds}
    both = [(old[code], new[code]) for code in old if code in new]
    return Differences(
        added=_by_label(one for code, one in new.items() if code not in old),
        renamed=tuple(
            sorted(
                (Renamed(was, now) for was, now in both if was.label != now.label),
                key=lambda one: (one.after.label, one.after.code),
            )
        ),
        reworded=_by_label(now for was, now in both if was.label == now.label and was != now),
        removed=_by_label(one for code, one in old.items() if code not in new),
        relations=_relations(before, after),
        known_before=len(old),
    )


def still_used(removed: Iterable[Concept], used: Mapping[str, int]) -> tuple[StillUsed, ...]:
    """Return which removed concepts are still used (``used``: code → profiles), most used first."""
    found = [StillUsed(one, used[one.code]) for one in removed if used.get(one.code)]
    return tuple(sorted(found, key=lambda one: (-one.profiles, one.concept.label)))


def _relations(before: Vocabulary, after: Vocabulary) -> Mapping[Part, tuple[int, int]]:
    held: Mapping[Part, tuple[frozenset[object], frozenset[object]]] = {
        Part.GROUPS: (frozenset(before.groups), frozenset(after.groups)),
        Part.REQUIREMENTS: (frozenset(before.requirements), frozenset(after.requirements)),
        Part.RELATED: (frozenset(before.related), frozenset(after.related)),
        Part.MAPPINGS: (frozenset(before.mappings), frozenset(after.mappings)),
    }
    return {
        part: (len(new - old), len(old - new))
        for part, (old, new) in held.items()
        if part in after.parts
    }


def _by_label(concepts: Iterable[Concept]) -> tuple[Concept, ...]:
    return tuple(sorted(concepts, key=lambda one: (one.label, one.code)))
