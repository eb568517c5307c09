"""What changes when another version of a region takes over: added, removed, changed, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum

from voordeur.domain.kernel.text import Text
from voordeur.domain.region.model import Region

COLLECTIONS: Mapping[str, tuple[str, ...]] = {
    "region.yaml": ("sub_regions",),
    "sources.yaml": ("sources",),
    "municipalities.yaml": ("municipalities",),
    "postcodes.csv": ("postcodes",),
    "neighbours.csv": ("outside",),
    "organisations.yaml": ("organisations",),
    "services.yaml": ("services",),
    "locations.yaml": ("locations",),
    "facts.yaml": ("facts",),
    "routing.yaml": ("routing", "routes", "needed"),
    "doors.yaml": ("doors",),
    "target_groups.yaml": ("target_groups", "benefit_kinds", "distance_classes"),
    "sectors.yaml": ("sectors",),
    "terms.yaml": ("terms",),
    "outcomes.yaml": ("outcomes",),
    "reasons.yaml": ("reasons",),
    "purposes.yaml": ("purposes", "fields"),
    "policies.yaml": ("policies",),
    "brands.yaml": ("brands",),
    "casework.yaml": ("phases", "channels"),
    "texts.yaml": ("texts",),
}
"""File → the parts of a region that come from it."""
HEADING = ("code", "am_code", "name", "languages", "contact", "version")
"""The single values of a region, in region.yaml."""


class ChangeKind(StrEnum):
    """What happens to an entry."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry of a file that comes, goes or changes. ``parts`` names what changes in it."""

    file: str
    code: str
    kind: ChangeKind
    parts: tuple[str, ...] = ()

    def sentence(self, language: str = "nl") -> str:
        """Return the difference as a line for the person who loads the pack."""
        word = WORDS[self.kind].in_language(language)
        parts = f": {', '.join(self.parts)}" if self.parts else ""
        return f"{self.file}: {word} ‘{self.code}’{parts}"


WORDS = {
    ChangeKind.ADDED: Text("nieuw", "new"),
    ChangeKind.REMOVED: Text("vervalt", "removed"),
    ChangeKind.CHANGED: Text("gewijzigd", "changed"),
}


def differences(old: Region | None, new: Region) -> list[Difference]:
    """Return what changes when ``new`` replaces ``old``, file by file; None: everything is new."""
    found: list[Difference] = []
    for name in HEADING:
        before, after = getattr(old, name, None), getattr(new, name)
        if before != after:
            kind = ChangeKind.ADDED if old is None else ChangeKind.CHANGED
            found.append(Difference("region.yaml", name, kind))
    for file, names in COLLECTIONS.items():
        for name in names:
            before = _entries(getattr(old, name)) if old else {}
            found += _compare(file, before, _entries(getattr(new, name)))
    for entries in sorted({held for one in (old, new) if one for held, _code in one.register}):
        before = _of_kind(old, entries) if old else {}
        found += _compare(f"register/{entries}.yaml", before, _of_kind(new, entries))
    return found


def _compare(
    file: str, before: Mapping[str, object], after: Mapping[str, object]
) -> Iterator[Difference]:
    for code, entry in after.items():
        if code not in before:
            yield Difference(file, code, ChangeKind.ADDED)
        elif before[code] != entry:
            yield Difference(file, code, ChangeKind.CHANGED, tuple(_parts(before[code], entry)))
    for code in before:
        if code not in after:
            yield Difference(file, code, ChangeKind.REMOVED)


def _parts(before: object, after: object) -> Iterator[str]:
    if type(before) is not type(after) or not is_dataclass(before):
        return
    for part in fields(before):
        if getattr(before, part.name) != getattr(after, part.name):
            yield part.name


def _of_kind(region: Region, kind: str) -> dict[str, object]:
    return {code: entry for (held, code), entry in region.register.items() if held == kind}


def _entries(collection: object) -> dict[str, object]:
    if isinstance(collection, Mapping):
        return {str(code): entry for code, entry in collection.items()}
    rules = getattr(collection, "rules", collection)
    entries: dict[str, object] = {}
    for entry in rules if isinstance(rules, tuple) else ():
        who = getattr(entry, "organisation", "") or getattr(entry, "organisation_kind", "")
        since = getattr(getattr(entry, "period", None), "start", None)
        entries[" ".join(filter(None, [entry.code, who, since and str(since)]))] = entry
    return entries
