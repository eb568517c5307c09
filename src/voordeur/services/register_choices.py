"""What somebody can choose from when writing an entry: other entries and things of the region."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.checks import Key
from voordeur.domain.register.entry import Entry
from voordeur.domain.register.fields import (
    DOCUMENT,
    MUNICIPALITY,
    ORGANISATION,
    SECTOR,
    SUB_REGION,
    Field,
    Kind,
)
from voordeur.records.register.models import EntryRecord
from voordeur.services.context import Context
from voordeur.services.register import entries_of, own_municipality, require_reader
from voordeur.services.register_words import Named, Words, words

MOST_TRIED = 500


@dataclass(frozen=True, slots=True)
class Choosable:
    """What the references of a kind can point to, by target, each with its name."""

    by_target: Mapping[str, tuple[Named, ...]]

    def codes(self, target: str) -> frozenset[str]:
        """Return the codes that can be chosen."""
        return frozenset(one.code for one in self.by_target.get(target, ()))


def choosable(context: Context, *, kind: Kind) -> Choosable:
    """Return what the fields of ``kind`` can point to, and the source of an entry (one query)."""
    return choices_of(context, targets=_targets(kind.fields) | {DOCUMENT})


def choices_of(context: Context, *, targets: Iterable[str]) -> Choosable:
    """Return what there is at each of ``targets``: entries in their order, the rest by name."""
    require_reader(context)
    asked = set(targets)
    kinds = {one for one in asked if not one.startswith("@")}
    groups = {_group_of(KINDS[code]) for code in kinds} - {""}
    held = entries_of(context, kinds | groups) if kinds else {}
    said = words(context, held)
    found = {code: _of_kind(said, held, KINDS[code]) for code in kinds}
    return Choosable({**found, **_of_region(said, asked - kinds)})


def _targets(fields: tuple[Field, ...]) -> set[str]:
    inner = {target for one in fields for target in _targets(one.rows)}
    return inner | {one.target for one in fields if one.target}


def _group_of(kind: Kind) -> str:
    return kind.field(kind.parent).target if kind.parent else ""


def _of_kind(said: Words, held: Mapping[Key, Entry], kind: Kind) -> tuple[Named, ...]:
    """Return entries by title; with what they belong to when two have the same title."""
    entries = [entry for (code, _code), entry in held.items() if code == kind.code]
    times = Counter(said.title(entry) for entry in entries)
    named = []
    for entry in entries:
        title, group = said.title(entry), next(iter(entry.codes(kind.parent)), "")
        if times[title] > 1 and group:
            title = f"{title} ({said.reference(_group_of(kind), group)})"
        named.append(Named(entry.code, title))
    return tuple(named)


def _of_region(said: Words, targets: set[str]) -> Mapping[str, tuple[Named, ...]]:
    region = said.region
    codes: Mapping[str, Iterable[str]] = {
        ORGANISATION: region.organisations,
        MUNICIPALITY: region.municipalities,
        SUB_REGION: region.sub_regions,
        SECTOR: region.sectors,
        DOCUMENT: region.sources,
    }
    named = {
        target: [Named(code, said.reference(target, code)) for code in codes[target]]
        for target in targets
    }
    return {
        target: tuple(sorted(held, key=lambda one: one.name.casefold()))
        for target, held in named.items()
    }


def own_code(context: Context, *, kind: Kind) -> str:
    """Return what stands in the field that says whose it is: this organisation, or its one place.

    It is '' when the kind has no such field, or the organisation works for several places.
    """
    if not kind.own:
        return ""
    if kind.field(kind.own).target != MUNICIPALITY:
        return context.organisation
    return own_municipality(context)


def free_code(context: Context, *, kind: Kind, wished: str) -> str:
    """Return ``wished``, or with a number behind it when that code is taken (one query)."""
    require_reader(context)
    taken = set(
        EntryRecord.objects.filter(kind=kind.code, code__startswith=wished).values_list(
            "code", flat=True
        )
    )
    numbered = (f"{wished}-{number}" for number in range(2, MOST_TRIED))
    return next((code for code in (wished, *numbered) if code not in taken), wished)
