"""Taking a vocabulary of occupations and skills in: first what it changes, then all or nothing."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Max

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.skills.differences import (
    Differences,
    StillUsed,
    differences,
    still_used,
)
from voordeur.domain.skills.suggesting import searched
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
    VocabularyProblem,
)
from voordeur.records.skills.models import (
    ConceptChangeRecord,
    ConceptGroupRecord,
    ConceptRecord,
    MappingRecord,
    RelatedRecord,
    RequirementRecord,
    VocabularyRecord,
)
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.offices import MANAGER, require_office
from voordeur.services.ports import ReadVocabulary, ports
from voordeur.services.profile_rows import uses_of
from voordeur.services.sbi import problems_of

BATCH = 2_000
CHANGED = ("kind", "label", "alternatives", "group", "sort", "about", "search", "removed_in")


@dataclass(frozen=True, slots=True, kw_only=True)
class VocabularyReport:
    """What a delivery holds and would change; with ``problems`` nothing can be loaded."""

    vocabulary: Vocabulary
    missing: tuple[str, ...]
    left_out: int
    problems: tuple[VocabularyProblem, ...]
    changes: Differences
    used: tuple[StillUsed, ...]
    known: Vocabulary
    """What was known of the source when this was compared, after loading number ``seen``."""
    seen: int

    @property
    def asks_yes(self) -> bool:
        """Tell whether a person must say yes: something used disappears, or very much does."""
        return bool(self.used) or self.changes.loses_much


def look(
    context: Context, *, directory: str, source: str, version: str = "", dated: date | None = None
) -> VocabularyReport:
    """Read a delivery and tell what it would change; nothing is written.

    ``version`` and ``dated`` say what the files do not. Raises ``OSError`` when the folder cannot
    be opened, ``RefusedError`` (NOT_FOUND) for who is no manager.
    """
    require_office(context, MANAGER)
    read = ports().vocabularies.read(directory, source)
    read = replace(read, problems=(*read.problems, *problems_of(read.vocabulary)))
    dated_on = dated or read.vocabulary.dated_on
    day = (dated_on or context.today).isoformat()
    named = replace(
        read.vocabulary, version=version or read.vocabulary.version or day, dated_on=dated_on
    )
    return _report(replace(read, vocabulary=named))


def load(context: Context, *, report: VocabularyReport, sure: bool = False) -> Differences:
    """Take a delivery in, in one act; returns what changed, and writes nothing when idle.

    Raises ``RefusedError``: NOT_FOUND for who is no manager, INVALID_INPUT with problems,
    STILL_USED when a person must say yes (``sure``) first.
    """
    require_office(context, MANAGER)
    if report.problems:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "vocabulary"}))
    fresh = _again(report)
    if fresh.asks_yes and not sure:
        raise RefusedError(Refusal(Reason.STILL_USED))
    if fresh.changes.idle:
        return fresh.changes
    with acting(context) as act:
        row = _write(context, fresh)
        act.record(
            "VocabularyLoaded",
            payload={"source": row.source, "version": row.version, **row.counts},
        )
    return fresh.changes


def _again(report: VocabularyReport) -> VocabularyReport:
    """Compare once more when something was loaded meanwhile; who uses what is always asked anew."""
    if report.seen == _newest():
        used = still_used(
            report.changes.removed, uses_of([one.code for one in report.changes.removed])
        )
        return replace(report, used=used)
    return _report(
        ReadVocabulary(
            vocabulary=report.vocabulary, missing=report.missing, left_out=report.left_out
        )
    )


def _newest() -> int:
    return VocabularyRecord.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _report(read: ReadVocabulary) -> VocabularyReport:
    seen, known = _newest(), _known(read.vocabulary.source, read.vocabulary.parts)
    changes = differences(known, read.vocabulary)
    return VocabularyReport(
        vocabulary=read.vocabulary,
        missing=read.missing,
        left_out=read.left_out,
        problems=read.problems,
        changes=changes,
        used=still_used(changes.removed, uses_of([one.code for one in changes.removed])),
        known=known,
        seen=seen,
    )


def _known(source: str, parts: Iterable[Part]) -> Vocabulary:
    """Return what is known of a source now, of these parts."""
    rows = ConceptRecord.objects.filter(source=source)
    codes = dict(rows.values_list("pk", "code"))
    wanted = frozenset(parts)
    live = rows.filter(removed_in__isnull=True).order_by("id")
    told = live.values_list("code", "kind", "label", "alternatives", "group", "sort", "about")
    return Vocabulary(
        source=source,
        version="",
        dated_on=None,
        parts=wanted,
        concepts={
            code: Concept(code, ConceptKind(kind), label, tuple(others), group, sort, about)
            for code, kind, label, others, group, sort, about in told
        },
        groups=_known_groups(source),
        requirements=_known_requirements(codes) if Part.REQUIREMENTS in wanted else frozenset(),
        related=_known_related(codes) if Part.RELATED in wanted else frozenset(),
        mappings=_known_mappings(codes) if Part.MAPPINGS in wanted else frozenset(),
    )


def _known_groups(source: str) -> frozenset[Group]:
    rows = ConceptGroupRecord.objects.filter(source=source).order_by("id")
    told = rows.values_list("code", "kind", "label")
    return frozenset(Group(code, ConceptKind(kind), label) for code, kind, label in told)


def _known_requirements(codes: Mapping[int, str]) -> frozenset[Requirement]:
    rows = RequirementRecord.objects.order_by("id")
    told = rows.values_list("occupation_id", "skill_id", "importance")
    return frozenset(
        Requirement(codes[one], codes[other], Importance(level))
        for one, other, level in told
        if one in codes
    )


def _known_related(codes: Mapping[int, str]) -> frozenset[tuple[str, str]]:
    rows = RelatedRecord.objects.order_by("id").values_list("one_id", "other_id")
    return frozenset((codes[one], codes[other]) for one, other in rows if one in codes)


def _known_mappings(codes: Mapping[int, str]) -> frozenset[Mapped]:
    rows = MappingRecord.objects.order_by("id").values_list("concept_id", "target", "match")
    return frozenset(
        Mapped(codes[one], target, Match(match)) for one, target, match in rows if one in codes
    )


def _write(context: Context, report: VocabularyReport) -> VocabularyRecord:
    vocabulary, changes = report.vocabulary, report.changes
    renamed = [one.after for one in changes.renamed]
    row = VocabularyRecord.objects.create(
        source=vocabulary.source,
        version=vocabulary.version[:60],
        dated_on=vocabulary.dated_on,
        loaded_at=context.now,
        counts={
            **vocabulary.counts(),
            "added": len(changes.added),
            "renamed": len(renamed),
            "removed": len(changes.removed),
        },
        digest=_digest(vocabulary),
    )
    ConceptRecord.objects.bulk_create(
        [_concept_row(vocabulary.source, c) for c in (*changes.added, *renamed, *changes.reworded)],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=CHANGED,
    )
    gone = [one.code for one in changes.removed]
    for start in range(0, len(gone), BATCH):
        rows = ConceptRecord.objects.filter(code__in=gone[start : start + BATCH])
        rows.update(removed_in=row)
    ids = dict(ConceptRecord.objects.filter(source=row.source).values_list("code", "pk"))
    _write_changes(row, changes, ids)
    _write_relations(report.known, vocabulary, ids)
    return row


def _concept_row(source: str, one: Concept) -> ConceptRecord:
    return ConceptRecord(
        source=source,
        code=one.code,
        kind=one.kind.value,
        label=one.label,
        alternatives=list(one.alternatives),
        group=one.group,
        sort=one.sort,
        about=one.about,
        search="|".join(searched(words) for words in (one.label, *one.alternatives)),
        removed_in=None,
    )


def _digest(vocabulary: Vocabulary) -> str:
    known = hashlib.sha256()
    for code in sorted(vocabulary.concepts):
        known.update(repr(vocabulary.concepts[code]).encode())
    for one in sorted(vocabulary.requirements, key=lambda r: (r.occupation, r.skill)):
        known.update(f"{one.occupation} {one.skill} {one.importance}".encode())
    return known.hexdigest()


def _write_changes(row: VocabularyRecord, changes: Differences, ids: Mapping[str, int]) -> None:
    told = [
        *((one.code, "added", "", one.label) for one in changes.added),
        *(
            (one.after.code, "renamed", one.before.label, one.after.label)
            for one in changes.renamed
        ),
        *((one.code, "removed", one.label, "") for one in changes.removed),
    ]
    ConceptChangeRecord.objects.bulk_create(
        (
            ConceptChangeRecord(
                vocabulary=row,
                concept_id=ids[code],
                change=change,
                label_before=before,
                label_after=after,
            )
            for code, change, before, after in told
        ),
        batch_size=BATCH,
    )


def _write_relations(known: Vocabulary, vocabulary: Vocabulary, ids: Mapping[str, int]) -> None:
    """Bring the relations of the delivered parts from what is known to what the delivery says."""
    if Part.GROUPS in vocabulary.parts:
        _write_groups(vocabulary.source, known.groups, vocabulary.groups)
    if Part.REQUIREMENTS in vocabulary.parts:
        _write_requirements(known.requirements, vocabulary.requirements, ids)
    if Part.RELATED in vocabulary.parts:
        _write_related(known.related, vocabulary.related, ids)
    if Part.MAPPINGS in vocabulary.parts:
        _write_mappings(known.mappings, vocabulary.mappings, ids)


def _write_groups(source: str, old: frozenset[Group], new: frozenset[Group]) -> None:
    for one in old - new:
        ConceptGroupRecord.objects.filter(
            source=source, kind=one.kind.value, code=one.code
        ).delete()
    ConceptGroupRecord.objects.bulk_create(
        (
            ConceptGroupRecord(source=source, kind=one.kind.value, code=one.code, label=one.label)
            for one in sorted(new - old, key=lambda one: (one.kind, one.code, one.label))
        ),
        batch_size=BATCH,
    )


def _write_requirements(
    old: frozenset[Requirement], new: frozenset[Requirement], ids: Mapping[str, int]
) -> None:
    gone = {(ids[one.occupation], ids[one.skill]) for one in old - new}
    if gone:
        rows = RequirementRecord.objects.values_list("pk", "occupation_id", "skill_id")
        _drop(RequirementRecord, [pk for pk, one, other in rows if (one, other) in gone])
    RequirementRecord.objects.bulk_create(
        (
            RequirementRecord(
                occupation_id=ids[one.occupation],
                skill_id=ids[one.skill],
                importance=one.importance.value,
            )
            for one in new - old
        ),
        batch_size=BATCH,
    )


def _write_related(
    old: frozenset[tuple[str, str]], new: frozenset[tuple[str, str]], ids: Mapping[str, int]
) -> None:
    gone = {(ids[one], ids[other]) for one, other in old - new}
    if gone:
        rows = RelatedRecord.objects.values_list("pk", "one_id", "other_id")
        _drop(RelatedRecord, [pk for pk, one, other in rows if (one, other) in gone])
    RelatedRecord.objects.bulk_create(
        (RelatedRecord(one_id=ids[one], other_id=ids[other]) for one, other in new - old),
        batch_size=BATCH,
    )


def _write_mappings(old: frozenset[Mapped], new: frozenset[Mapped], ids: Mapping[str, int]) -> None:
    gone = {(ids[one.code], one.target) for one in old - new}
    if gone:
        rows = MappingRecord.objects.values_list("pk", "concept_id", "target")
        _drop(MappingRecord, [pk for pk, one, target in rows if (one, target) in gone])
    MappingRecord.objects.bulk_create(
        (
            MappingRecord(concept_id=ids[one.code], target=one.target, match=one.match.value)
            for one in new - old
        ),
        batch_size=BATCH,
    )


def _drop(
    records: type[RequirementRecord | RelatedRecord | MappingRecord], keys: list[int]
) -> None:
    for start in range(0, len(keys), BATCH):
        records.objects.filter(pk__in=keys[start : start + BATCH]).delete()
