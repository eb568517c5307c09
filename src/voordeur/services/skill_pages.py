"""Occupations and skills as professionals read them: search, one of them, and what is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import RefusedError
from voordeur.domain.skills.suggesting import plain_words, searched
from voordeur.domain.skills.vocabulary import SOURCES, ConceptKind
from voordeur.records.skills.models import (
    ConceptChangeRecord,
    ConceptGroupRecord,
    ConceptRecord,
    MappingRecord,
    RelatedRecord,
    RequirementRecord,
    VocabularyRecord,
)
from voordeur.services.access import NOT_FOUND
from voordeur.services.context import Context
from voordeur.services.profile_pages import sector_names
from voordeur.services.region import current_region
from voordeur.services.sbi import sector_for
from voordeur.services.skill_index import search

MOST_FOUND, MOST_LISTED = 30, 200
DEGREES = {"essential": 0, "important": 1, "optional": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptLine:
    """One found occupation or skill; ``by`` is the other name that fits what was typed."""

    number: int
    kind: str
    label: str
    group: str
    source: str
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorLine:
    """A sector of the region: what it is, and which names mean the same."""

    code: str
    name: str
    about: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedLine:
    """A loaded vocabulary."""

    source: str
    version: str
    dated_on: date | None
    loaded_on: date
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """What was found for the typed words."""

    text: str
    kind: str
    lines: tuple[ConceptLine, ...]
    sectors: tuple[SectorLine, ...]
    loaded: tuple[LoadedLine, ...]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLine:
    """A skill an occupation asks, or an occupation that asks a skill, with how much."""

    number: int
    label: str
    degree: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptPage:
    """One occupation or skill with what hangs together with it."""

    code: str
    kind: str
    label: str
    about: str
    alternatives: tuple[str, ...]
    earlier: tuple[str, ...]
    """Names it had in earlier versions."""
    group: str
    source: str
    gone: bool
    asked: tuple[AskedLine, ...]
    related: tuple[AskedLine, ...]
    mapped: tuple[tuple[str, str], ...]
    """What stands for it elsewhere: name or address there, and how close."""


def found(context: Context, *, text: str, kind: str = "") -> FoundPage:
    """Return what fits ``text``. Raises ``RefusedError`` (NOT_FOUND) for who is no professional."""
    _require_professional(context)
    asked = " ".join(text.split())
    wanted = kind if kind in {ConceptKind.OCCUPATION, ConceptKind.SKILL} else ""
    rows = list(search(asked, kind=wanted, most=MOST_FOUND + 1)) if asked else []
    groups = _group_names(rows)
    return FoundPage(
        text=asked,
        kind=wanted,
        lines=tuple(
            ConceptLine(
                number=row.pk,
                kind=row.kind,
                label=row.label,
                group=groups.get((row.kind, row.group), ""),
                source=SOURCES[row.source].in_language(context.language),
                by=_other_name(row, asked),
            )
            for row in rows[:MOST_FOUND]
        ),
        sectors=_sectors(context, asked),
        loaded=() if asked else _loaded(context),
        more=len(rows) > MOST_FOUND,
    )


def concept(context: Context, *, number: int) -> ConceptPage:
    """Return one occupation or skill. Raises ``RefusedError`` (NOT_FOUND)."""
    _require_professional(context)
    row = ConceptRecord.objects.filter(pk=number).first()
    if row is None:
        raise RefusedError(NOT_FOUND)
    return ConceptPage(
        code=row.code,
        kind=row.kind,
        label=row.label,
        about=row.about,
        alternatives=tuple(row.alternatives),
        earlier=_earlier(row),
        group=_group_names([row]).get((row.kind, row.group), ""),
        source=SOURCES[row.source].in_language(context.language),
        gone=row.removed_in_id is not None,
        asked=_asked(row),
        related=_related(row),
        mapped=_mapped(row),
    )


def _require_professional(context: Context) -> None:
    if context.kind is not ActorKind.PROFESSIONAL:
        raise RefusedError(NOT_FOUND)


def _group_names(rows: list[ConceptRecord]) -> Mapping[tuple[str, str], str]:
    codes = {row.group for row in rows if row.group}
    if not codes:
        return {}
    told = ConceptGroupRecord.objects.filter(code__in=codes).order_by("id")
    return {(kind, code): name for kind, code, name in told.values_list("kind", "code", "label")}


def _other_name(row: ConceptRecord, asked: str) -> str:
    """Return the alternative that fits, when the label itself does not."""
    words = plain_words(asked)

    def fits(name: str) -> bool:
        return all(f" {word}" in searched(name) for word in words)

    return "" if fits(row.label) else next((one for one in row.alternatives if fits(one)), "")


def _sectors(context: Context, asked: str) -> tuple[SectorLine, ...]:
    """Return the sectors whose name, alias or code of SBI fits; all when nothing was typed."""
    names, words, by_code = sector_names(context), plain_words(asked), sector_for(asked)
    return tuple(
        SectorLine(
            code=one.code,
            name=names[one.code].in_language(context.language),
            about=one.description.in_language(context.language),
            aliases=tuple(
                dict.fromkeys(
                    (
                        *(n.name.in_language(context.language) for n in one.names[:-1]),
                        *one.aliases,
                    )
                )
            ),
        )
        for one in current_region().sectors.values()
        if one.code == by_code or _is_called(words, *(n.name.nl for n in one.names), *one.aliases)
    )


def _is_called(words: tuple[str, ...], *names: str) -> bool:
    return all(any(f" {word}" in searched(name) for name in names) for word in words)


def _loaded(context: Context) -> tuple[LoadedLine, ...]:
    newest: dict[str, VocabularyRecord] = {}
    for row in VocabularyRecord.objects.order_by("id"):
        newest[row.source] = row
    return tuple(
        LoadedLine(
            source=SOURCES[row.source].in_language(context.language),
            version=row.version,
            dated_on=row.dated_on,
            loaded_on=context.at(row.loaded_at).today,
            counts=row.counts,
        )
        for row in newest.values()
    )


def _earlier(row: ConceptRecord) -> tuple[str, ...]:
    told = ConceptChangeRecord.objects.filter(concept=row, change="renamed").order_by("-id")
    names = dict.fromkeys(told.values_list("label_before", flat=True))
    return tuple(name for name in names if name != row.label)


def _asked(row: ConceptRecord) -> tuple[AskedLine, ...]:
    if row.kind == ConceptKind.OCCUPATION.value:
        rows = RequirementRecord.objects.filter(occupation=row, skill__removed_in__isnull=True)
        told = rows.order_by("id").values_list("skill_id", "skill__label", "importance")
    else:
        rows = RequirementRecord.objects.filter(skill=row, occupation__removed_in__isnull=True)
        told = rows.order_by("id").values_list("occupation_id", "occupation__label", "importance")
    lines = [
        AskedLine(number=number, label=label, degree=degree)
        for number, label, degree in told[:MOST_LISTED]
    ]
    return tuple(sorted(lines, key=lambda one: (DEGREES[one.degree], one.label)))


def _related(row: ConceptRecord) -> tuple[AskedLine, ...]:
    pairs = RelatedRecord.objects.filter(Q(one=row) | Q(other=row)).select_related("one", "other")
    others = [one.other if one.one_id == row.pk else one.one for one in pairs[:MOST_LISTED]]
    lines = [
        AskedLine(number=one.pk, label=one.label, degree="")
        for one in others
        if one.removed_in_id is None
    ]
    return tuple(sorted(lines, key=lambda one: one.label))


def _mapped(row: ConceptRecord) -> tuple[tuple[str, str], ...]:
    rows = list(MappingRecord.objects.filter(concept=row).order_by("id"))
    known = ConceptRecord.objects.filter(code__in=[one.target for one in rows]).order_by("id")
    names = dict(known.values_list("code", "label"))
    return tuple((names.get(one.target, one.target), one.match) for one in rows)
