"""A profile in words: for the person, and for whom a grant lets see it; each look is in the log."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from voordeur.domain.consent.grants import AccessAction, FieldGroup
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.kernel.text import Text
from voordeur.domain.profile.profile import ProfilePart, extra_hours
from voordeur.domain.profile.words import (
    CEFR,
    CONDITIONS,
    DAYS,
    EDUCATION,
    EVIDENCE,
    LANGUAGES,
    LEVELS,
    LICENCES,
    MODES,
)
from voordeur.domain.skills.suggesting import Found
from voordeur.domain.skills.vocabulary import ConceptKind
from voordeur.records.profiles.models import ProfileLineRecord, WorkProfileRecord
from voordeur.records.skills.models import VocabularyRecord
from voordeur.services.access import open_case
from voordeur.services.case_lines import subject_name
from voordeur.services.context import Context
from voordeur.services.my_door import seen_by_themselves
from voordeur.services.region import current_region
from voordeur.services.skill_index import ConceptName, names_of, search, suggest

MOST_FOUND = 12
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWords:
    """One line as it is read; ``gone``: the vocabulary no longer has it."""

    ref: str
    code: str
    words: str
    detail: str
    gone: bool
    told_on: date
    by_resident: bool
    level: int = 0
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticalWords:
    """The practical side: what was kept, and the same in words as label and value."""

    kept: Mapping[str, object]
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLine:
    """An occupation or skill to add; ``held`` when it stands in the profile already."""

    code: str
    kind: str
    label: str
    words: str
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfilePage:
    """Somebody's profile; ``ref`` is the case through which it is seen, '' for the person."""

    ref: str
    who: str
    own: bool
    may_change: bool
    skills: tuple[LineWords, ...]
    experience: tuple[LineWords, ...]
    education: tuple[LineWords, ...]
    languages: tuple[LineWords, ...]
    wishes: tuple[LineWords, ...]
    practical: PracticalWords
    changed_on: date | None
    vocabulary: bool
    """Whether there is anything loaded to choose from."""
    asked: str
    found: tuple[FoundLine, ...]

    @property
    def empty(self) -> bool:
        """Tell whether nothing is known yet."""
        lists = (self.skills, self.experience, self.education, self.languages, self.wishes)
        return not any(lists) and not self.practical.lines


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionPage:
    """What a text named: for the person to confirm, nothing is kept of the text itself."""

    ref: str
    who: str
    own: bool
    skills: tuple[FoundLine, ...]
    occupations: tuple[FoundLine, ...]


def case_profile(context: Context, *, ref: str, asked: str = "") -> ProfilePage:
    """Return the profile of the person of a case; the view is in the log before this returns.

    Raises ``RefusedError``: NOT_FOUND without a live grant or for an employer, NO_GRANT when the
    profile is not shared.
    """
    resident_id, who, may_change = _through_case(context, ref)
    return _page(context, resident_id, asked, ref=ref, who=who, may_change=may_change)


def own_profile(context: Context, *, asked: str = "") -> ProfilePage:
    """Return the profile of the resident who asks. Raises ``RefusedError`` (NOT_FOUND)."""
    row = seen_by_themselves(context, part="profile")
    return _page(context, row.pk, asked, ref="", who=row.name, may_change=True)


def case_suggestions(context: Context, *, ref: str, text: str) -> SuggestionPage:
    """Return what a text about the person of a case names; refusals as :func:`case_profile`.

    Also INVALID_INPUT without words and TOO_LARGE.
    """
    resident_id, who, may_change = _through_case(context, ref)
    if not may_change:
        raise RefusedError(Refusal(Reason.ROLE_DOES_NOT_ALLOW))
    return _suggestions(suggest(text), resident_id, ref=ref, who=who)


def own_suggestions(context: Context, *, text: str) -> SuggestionPage:
    """Return what the resident's own text names. Raises INVALID_INPUT, TOO_LARGE, NOT_FOUND."""
    row = seen_by_themselves(context, part="profile")
    return _suggestions(suggest(text), row.pk, ref="", who=row.name)


def _through_case(context: Context, ref: str) -> tuple[int, str, bool]:
    opened = open_case(context, ref=ref, part="profile")
    if opened.case.resident_id is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    if not opened.shows(FieldGroup.PROFILE):
        raise RefusedError(Refusal(Reason.NO_GRANT))
    who = subject_name(opened.case) if opened.shows(FieldGroup.NAME) else ""
    return opened.case.resident_id, who, opened.allows(AccessAction.WORK)


def _page(
    context: Context, resident_id: int, asked: str, *, ref: str, who: str, may_change: bool
) -> ProfilePage:
    profile = WorkProfileRecord.objects.filter(resident_id=resident_id).first()
    lines = profile_lines(context, profile)
    held = {one.code for part in lines.values() for one in part}
    return ProfilePage(
        ref=ref,
        who=who,
        own=not ref,
        may_change=may_change,
        skills=lines[ProfilePart.SKILLS],
        experience=lines[ProfilePart.EXPERIENCE],
        education=lines[ProfilePart.EDUCATION],
        languages=lines[ProfilePart.LANGUAGES],
        wishes=lines[ProfilePart.WISHES],
        practical=practical_words(context, profile),
        changed_on=context.at(profile.changed_at).today if profile else None,
        vocabulary=_has_vocabulary(),
        asked=asked,
        found=_found(asked, held),
    )


def profile_lines(
    context: Context, profile: WorkProfileRecord | None
) -> Mapping[ProfilePart, tuple[LineWords, ...]]:
    """Return the lines of a profile in words, by their list (two queries)."""
    rows = list(profile.lines.order_by("id")) if profile else []
    pen = _Pen(context.language, names_of(row.code for row in rows if row.code))
    return {part: pen.lines(rows, part) for part in ProfilePart}


def _has_vocabulary() -> bool:
    return VocabularyRecord.objects.exists()


def _found(asked: str, held: Collection[str]) -> tuple[FoundLine, ...]:
    """Return what fits the typed words, of the same name only the first source."""
    rows = list(search(asked, most=2 * MOST_FOUND)) if asked else []
    first = {(row.kind, row.label.casefold()): row for row in reversed(rows)}
    return tuple(
        FoundLine(code=row.code, kind=row.kind, label=row.label, words="", held=row.code in held)
        for row in rows
        if first[row.kind, row.label.casefold()] is row
    )[:MOST_FOUND]


def _suggestions(found: Iterable[Found], resident_id: int, *, ref: str, who: str) -> SuggestionPage:
    rows = ProfileLineRecord.objects.filter(profile__resident_id=resident_id).order_by("id")
    held = set(rows.values_list("code", flat=True))
    lines = [
        FoundLine(
            code=one.code,
            kind=one.kind.value,
            label=one.label,
            words=one.words,
            held=one.code in held,
        )
        for one in found
    ]
    return SuggestionPage(
        ref=ref,
        who=who,
        own=not ref,
        skills=tuple(one for one in lines if one.kind == ConceptKind.SKILL.value),
        occupations=tuple(one for one in lines if one.kind == ConceptKind.OCCUPATION.value),
    )


class _Pen:
    """Writes lines in words, in the language of the reader."""

    def __init__(self, language: str, known: Mapping[str, ConceptName]) -> None:
        self.language, self.known = language, known

    def said(self, words: Mapping[str, Text], code: str) -> str:
        return words[code].in_language(self.language) if code in words else code

    def lines(self, rows: Iterable[ProfileLineRecord], part: ProfilePart) -> tuple[LineWords, ...]:
        return tuple(self.line(row) for row in rows if row.part == part.value)

    def line(self, row: ProfileLineRecord) -> LineWords:
        name = self.known.get(row.code)
        vocabulary = row.part in {"skills", "wishes"}
        return LineWords(
            ref=row.ref,
            code=row.code,
            words=self.title(row, name),
            detail=self.detail(row, name),
            gone=vocabulary and (name is None or name.gone),
            told_on=row.told_on,
            by_resident=row.by_resident,
            level=row.level or 0,
            evidence=row.evidence,
        )

    def title(self, row: ProfileLineRecord, name: ConceptName | None) -> str:
        if row.part == ProfilePart.LANGUAGES.value:
            return self.said(LANGUAGES, row.code)
        if row.part in {"skills", "wishes"} and name is not None:
            return name.label
        return row.words

    def detail(self, row: ProfileLineRecord, name: ConceptName | None) -> str:
        match ProfilePart(row.part):
            case ProfilePart.SKILLS:
                level = LEVELS[row.level or 1].in_language(self.language)
                return f"{level}; {self.said(EVIDENCE, row.evidence)}"
            case ProfilePart.EXPERIENCE:
                job = name.label if name and name.label != row.words else ""
                return ", ".join(filter(None, (row.place, years(row), job)))
            case ProfilePart.EDUCATION:
                done = Text("diploma", "diploma") if row.finished else Text("niet af", "unfinished")
                degree = self.said(EDUCATION, row.degree)
                told = (degree, done.in_language(self.language), years(row))
                return ", ".join(filter(None, told))
            case ProfilePart.LANGUAGES:
                speaks = Text("spreken", "speaking").in_language(self.language)
                writes = Text("schrijven", "writing").in_language(self.language)
                written = f", {writes} {row.writing}" if row.writing else ""
                return f"{speaks} {row.speaking}{written}"
            case ProfilePart.WISHES:
                return ""


def years(row: ProfileLineRecord) -> str:
    """Return the years of a line: '2019-2023', '2019-', '2021'."""
    if row.from_year and row.to_year:
        return (
            str(row.to_year) if row.from_year == row.to_year else f"{row.from_year}-{row.to_year}"
        )
    if row.from_year:
        return f"{row.from_year}-"
    return str(row.to_year) if row.to_year else ""


LABELS: Mapping[str, Text] = {
    "hours": Text("Uren per week", "Hours a week"),
    "more_hours": Text("Meer uren", "More hours"),
    "days": Text("Wanneer", "When"),
    "travel": Text("Reizen", "Travel"),
    "licences": Text("Rijbewijs en bewijzen", "Driving licence and certificates"),
    "available_from": Text("Beschikbaar vanaf", "Available from"),
    "sectors": Text("Sectoren die trekken", "Sectors of interest"),
    "conditions": Text("Nodig in het werk", "Needed at work"),
}


def sector_names(context: Context) -> Mapping[str, Text]:
    """Return the sectors of the region by the name they have today."""
    sectors = current_region().sectors.values()
    return {
        one.code: next((n.name for n in one.names if context.today in n.period), one.names[-1].name)
        for one in sectors
    }


def practical_words(context: Context, profile: WorkProfileRecord | None) -> PracticalWords:
    """Return the practical side of a profile as it is kept and as it is read."""
    if profile is None:
        return PracticalWords(kept={}, lines=())
    language = context.language

    def listed(codes: Iterable[str], words: Mapping[str, Text]) -> str:
        return ", ".join(words[c].in_language(language) if c in words else c for c in codes)

    told = {
        "hours": _hours(profile, language),
        "more_hours": _more_hours(profile, language),
        "days": listed(profile.days, DAYS),
        "travel": _travel(profile, language),
        "licences": listed(profile.licences, LICENCES),
        "available_from": f"{profile.available_from:%d-%m-%Y}" if profile.available_from else "",
        "sectors": listed(profile.sectors, sector_names(context)),
        "conditions": listed(profile.conditions, CONDITIONS),
    }
    names = (
        *("hours_least", "hours_most", "hours_now", "more_hours"),
        *("days", "place", "mode", "minutes"),
        *("licences", "conditions", "sectors", "available_from"),
    )
    return PracticalWords(
        kept={name: getattr(profile, name) for name in names},
        lines=tuple(
            (LABELS[name].in_language(language), text) for name, text in told.items() if text
        ),
    )


def _hours(profile: WorkProfileRecord, language: str) -> str:
    least, most = profile.hours_least, profile.hours_most
    if least and most and least != most:
        return Text(f"{least} tot {most}", f"{least} to {most}").in_language(language)
    if least and not most:
        return Text(f"{least} of meer", f"{least} or more").in_language(language)
    if most and not least:
        return Text(f"hooguit {most}", f"at most {most}").in_language(language)
    return str(most or "")


def _more_hours(profile: WorkProfileRecord, language: str) -> str:
    now, extra = profile.hours_now, extra_hours(profile.hours_now, profile.hours_most)
    if profile.more_hours:
        told = f"werkt nu {now} uur en wil {extra} uur erbij"
        return Text(told, f"works {now} hours now and wants {extra} more").in_language(language)
    return (
        Text(f"werkt nu {now} uur", f"works {now} hours now").in_language(language) if now else ""
    )


def _travel(profile: WorkProfileRecord, language: str) -> str:
    minutes = Text(f"hooguit {profile.minutes} minuten", f"at most {profile.minutes} minutes")
    place = Text(f"vanaf {profile.place}", f"from {profile.place}")
    told = (
        place.in_language(language) if profile.place else "",
        MODES[profile.mode].in_language(language) if profile.mode in MODES else "",
        minutes.in_language(language) if profile.minutes else "",
    )
    return ", ".join(filter(None, told))


@dataclass(frozen=True, slots=True)
class ProfileChoices:
    """What a form offers, as code and words in the language of the reader."""

    levels: tuple[Choice, ...]
    evidence: tuple[Choice, ...]
    degrees: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    cefr: tuple[Choice, ...]
    licences: tuple[Choice, ...]
    days: tuple[Choice, ...]
    modes: tuple[Choice, ...]
    conditions: tuple[Choice, ...]
    sectors: tuple[Choice, ...]


def choices(context: Context) -> ProfileChoices:
    """Return the choices of every form of a profile."""

    def of(words: Mapping[str, Text]) -> tuple[Choice, ...]:
        return tuple((code, text.in_language(context.language)) for code, text in words.items())

    return ProfileChoices(
        levels=of({str(level): text for level, text in LEVELS.items()}),
        evidence=of(EVIDENCE),
        degrees=of(EDUCATION),
        languages=of(LANGUAGES),
        cefr=of(CEFR),
        licences=of(LICENCES),
        days=of(DAYS),
        modes=of(MODES),
        conditions=of(CONDITIONS),
        sectors=of(sector_names(context)),
    )
