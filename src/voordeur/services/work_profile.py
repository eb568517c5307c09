"""Keeping a profile: by the person, or together with a professional who may work on the case."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from voordeur.domain.consent.grants import AccessAction, FieldGroup
from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.profile.profile import (
    Practical,
    ProfileLine,
    ProfilePart,
    may_hold,
    may_keep,
    may_keep_practical,
)
from voordeur.domain.profile.words import LANGUAGES
from voordeur.domain.skills.vocabulary import ConceptKind
from voordeur.records.cases.models import CaseRecord
from voordeur.records.profiles.models import ProfileLineRecord, WorkProfileRecord
from voordeur.records.references import new_reference
from voordeur.records.residents.models import ResidentRecord
from voordeur.services.access import NOT_FOUND, case_for_act, fields_per_case
from voordeur.services.acts import Act, acting
from voordeur.services.audit import Subject
from voordeur.services.context import Context
from voordeur.services.region import current_region
from voordeur.services.skill_index import ConceptName, names_of, occupation_named

KIND_OF = {ProfilePart.SKILLS: ConceptKind.SKILL, ProfilePart.WISHES: ConceptKind.OCCUPATION}
"""Lists that only hold what the vocabulary has."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose profile it is, and the case through which somebody works on it."""

    resident_id: int
    case: CaseRecord | None

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """Return whom a line in the log is about."""
        return (Subject(self.resident_id, self.case.pk if self.case else None),)


def add_lines(
    context: Context, *, lines: Sequence[ProfileLine], ref: str = "", together: bool = False
) -> int:
    """Put lines in a profile; returns how many are new. What is there already stays as it is.

    ``ref`` is the case of a professional, who looked at it ``together`` with the person. Raises
    ``RefusedError``: NOT_FOUND, NO_CONSENT (not together), INVALID_INPUT with the field, TOO_LARGE.
    """
    if not lines:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "lines"}))
    _require_together(context, together=together)
    for part in {one.part for one in lines}:
        # Judged before anything is looked up, so that a flood costs nothing.
        require(may_hold(part, sum(one.part is part for one in lines)))
    named = _named(lines)
    for one in named:
        require(may_keep(one, context.today.year))
    with acting(context) as act:
        owner = _owner(context, ref)
        profile = _locked(context, owner)
        added = _insert(context, profile, named)
        _touch(context, profile)
        parts = sorted({one.part.value for one in named})
        _record(act, "ProfileLinesAdded", owner, parts=parts, lines=added)
    return added


def _require_together(context: Context, *, together: bool) -> None:
    if context.kind is not ActorKind.RESIDENT and not together:
        raise RefusedError(Refusal(Reason.NO_CONSENT))


def _named(lines: Sequence[ProfileLine]) -> list[ProfileLine]:
    """Give lines the words of the vocabulary; raises INVALID_INPUT for a code it does not have."""
    known = names_of(one.code for one in lines if one.part in KIND_OF)
    return [_with_words(one, known) for one in lines]


def _with_words(line: ProfileLine, known: Mapping[str, ConceptName]) -> ProfileLine:
    match line.part:
        case ProfilePart.SKILLS | ProfilePart.WISHES:
            found = known.get(line.code)
            if found is None or found.gone or found.kind != KIND_OF[line.part].value:
                raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "code"}))
            return replace(line, words=found.label)
        case ProfilePart.EXPERIENCE:
            return replace(line, code=line.code or occupation_named(line.words))
        case ProfilePart.LANGUAGES if line.code in LANGUAGES:
            return replace(line, words=LANGUAGES[line.code].nl)
        case _:
            return line


def _owner(context: Context, ref: str) -> Owner:
    """Return whose profile the actor may change; NOT_FOUND without a grant on this field group."""
    if context.kind is ActorKind.RESIDENT:
        if not ResidentRecord.objects.filter(pk=context.resident_id or 0).exists():
            raise RefusedError(NOT_FOUND)
        return Owner(context.resident_id or 0, None)
    case = case_for_act(context, ref=ref, action=AccessAction.WORK)
    shown = fields_per_case(context, [case.pk]).get(case.pk, frozenset())
    if case.resident_id is None or FieldGroup.PROFILE not in shown:
        raise RefusedError(NOT_FOUND)
    return Owner(case.resident_id, case)


def _locked(context: Context, owner: Owner) -> WorkProfileRecord:
    WorkProfileRecord.objects.bulk_create(
        [WorkProfileRecord(resident_id=owner.resident_id, changed_at=context.now)],
        ignore_conflicts=True,
    )
    rows = WorkProfileRecord.objects.select_for_update(no_key=True)
    return rows.get(resident_id=owner.resident_id)


def _insert(context: Context, profile: WorkProfileRecord, lines: Sequence[ProfileLine]) -> int:
    held: dict[ProfilePart, set[str]] = {part: set() for part in ProfilePart}
    for row in profile.lines.all():
        held[ProfilePart(row.part)].add(_key(row.part, row.code, row.words, row.from_year))
    fresh = []
    for one in lines:
        key = _key(one.part.value, one.code, one.words, one.from_year)
        if key not in held[one.part]:
            held[one.part].add(key)
            fresh.append(one)
    for part, keys in held.items():
        require(may_hold(part, len(keys)))
    ProfileLineRecord.objects.bulk_create(
        ProfileLineRecord(
            ref=new_reference(),
            profile=profile,
            told_on=context.today,
            by_resident=context.kind is ActorKind.RESIDENT,
            **{**asdict(one), "part": one.part.value, "words": one.words.strip()},
        )
        for one in fresh
    )
    return len(fresh)


def _key(part: str, code: str, words: str, year: int | None) -> str:
    if part in {"experience", "education"}:
        return f"{words.strip().casefold()} {year or ''}"
    return code


def rate_skills(context: Context, *, levels: Mapping[str, tuple[int, str]], ref: str = "") -> int:
    """Give skills (by their line) another level and evidence; returns how many changed.

    Raises ``RefusedError``: NOT_FOUND, INVALID_INPUT.
    """
    with acting(context) as act:
        owner = _owner(context, ref)
        profile = _locked(context, owner)
        rows = list(profile.lines.filter(part=ProfilePart.SKILLS.value, ref__in=list(levels)))
        changed = [row for row in rows if (row.level, row.evidence) != levels[row.ref]]
        for row in changed:
            row.level, row.evidence = levels[row.ref]
            row.told_on = context.today
            row.by_resident = context.kind is ActorKind.RESIDENT
            require(may_keep(_skill(row), context.today.year))
        ProfileLineRecord.objects.bulk_update(
            changed, ("level", "evidence", "told_on", "by_resident")
        )
        _touch(context, profile)
        _record(act, "ProfileLineChanged", owner, parts=["skills"], lines=len(changed))
    return len(changed)


def _skill(row: ProfileLineRecord) -> ProfileLine:
    return ProfileLine(
        part=ProfilePart.SKILLS,
        words=row.words,
        code=row.code,
        level=row.level,
        evidence=row.evidence,
    )


def remove_line(context: Context, *, line: str, ref: str = "") -> None:
    """Take a line out of a profile. Raises ``RefusedError`` (NOT_FOUND)."""
    with acting(context) as act:
        owner = _owner(context, ref)
        profile = _locked(context, owner)
        row = profile.lines.filter(ref=line).first()
        if row is None:
            raise RefusedError(NOT_FOUND)
        row.delete()
        _touch(context, profile)
        _record(act, "ProfileLineRemoved", owner, parts=[row.part], lines=1)


def keep_practical(context: Context, *, practical: Practical, ref: str = "") -> None:
    """Keep hours, days, travel, licences, availability and what the work must offer.

    Raises ``RefusedError``: NOT_FOUND, INVALID_INPUT with the field.
    """
    require(may_keep_practical(practical, current_region().sectors))
    with acting(context) as act:
        owner = _owner(context, ref)
        profile = _locked(context, owner)
        for name, value in asdict(practical).items():
            setattr(profile, name, list(value) if isinstance(value, tuple) else value)
        _touch(context, profile)
        _record(act, "ProfilePracticalKept", owner, parts=["practical"], lines=1)


def _touch(context: Context, profile: WorkProfileRecord) -> None:
    profile.changed_at = context.now
    profile.changed_by_id = context.account_id
    profile.version += 1
    profile.save()


def _record(act: Act, name: str, owner: Owner, *, parts: Collection[str], lines: int) -> None:
    case = owner.case
    act.record(
        name,
        case_id=case.pk if case else None,
        subjects=owner.subjects,
        payload={"parts": list(parts), "lines": lines, **({"case": case.ref} if case else {})},
    )
