"""The entries of the real pack's register, and copies of them that say something else."""

from collections import Counter
from dataclasses import replace

from voordeur.adapters.files.pack import load_pack, regions_directory
from voordeur.domain.region.model import Region
from voordeur.domain.register.checks import Entries, Key
from voordeur.domain.register.entry import Entry
from voordeur.domain.register.fields import Value


def real_region() -> Region:
    """Return the real pack; whoever breaks it sees every mistake."""
    loaded = load_pack(regions_directory() / "zkij")
    assert isinstance(loaded, Region), [problem.sentence("en") for problem in loaded]
    return loaded


def of_kind(entries: Entries, kind: str) -> list[Entry]:
    return [entry for (found, _code), entry in entries.items() if found == kind]


def counts(entries: Entries, kind: str, field: str) -> Counter[str]:
    return Counter(entry.line(field) for entry in of_kind(entries, kind))


def changed(entries: Entries, key: Key, **values: Value) -> Entries:
    """Return a copy in which one entry says something else."""
    entry = entries[key]
    return {**entries, key: replace(entry, values={**entry.values, **values})}


def without(entries: Entries, key: Key) -> Entries:
    """Return a copy that lacks one entry."""
    return {held: entry for held, entry in entries.items() if held != key}


def own_levels(entries: Entries) -> list[Entry]:
    return [one for one in of_kind(entries, "plan_line") if one.line("level") != "in_connection"]
