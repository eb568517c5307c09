"""Who fits which work, with every reason: a proposal to a person, never a decision."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from voordeur.domain.consent.grants import AccessAction, FieldGroup
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.kernel.text import Text
from voordeur.domain.matching.grounds import Ground
from voordeur.domain.matching.keeping import list_order
from voordeur.domain.matching.score import MatchScore
from voordeur.domain.matching.weights import UNIT
from voordeur.records.cases.models import CaseRecord
from voordeur.records.profiles.models import WorkProfileRecord
from voordeur.records.work.models import ReferralRecord, VacancyRecord
from voordeur.services import consent
from voordeur.services.access import fields_per_case
from voordeur.services.context import Context
from voordeur.services.learning_ways import LearningWay, learning_way
from voordeur.services.match_lists import kept_of, log_people, log_work
from voordeur.services.match_market import market
from voordeur.services.match_weights import PARTS, weights_on
from voordeur.services.path_book import courses_by_sector, open_book
from voordeur.services.skill_index import names_of
from voordeur.services.work_pages import VacancyLine, vacancy_line

MOST_PEOPLE, MOST_WORK, MOST_COURSES = 50, 20, 3
PARTLY = Text("een deel kan al", "partly there")
MOST_ASKED = 2000
"""So many of the newest are asked what stands in their way, when not enough people fit."""
FIRST_PORTION, PORTIONS_GROW = 500, 4
GROUNDS: Mapping[Ground, Text] = {
    Ground.TRAVEL: Text("te ver weg", "too far away"),
    Ground.HOURS: Text("de uren passen niet", "the hours do not fit"),
    Ground.EDUCATION: Text("een hogere opleiding is nodig", "a higher education is needed"),
    Ground.AVAILABILITY: Text("begint te vroeg", "starts too early"),
    Ground.FOCUS: Text("andere sector", "another sector"),
    Ground.LANGUAGES: Text("meer Nederlands nodig", "more Dutch needed"),
    Ground.LICENCES: Text("een rijbewijs of certificaat ontbreekt", "a licence is missing"),
    Ground.GROUPS: Text("bedoeld voor een andere groep", "meant for another group"),
    Ground.CONDITIONS: Text(
        "biedt niet wat de persoon nodig heeft", "does not offer what the person needs"
    ),
}

GROUND_NAMES: Mapping[Ground, Text] = {
    Ground.TRAVEL: Text("reistijd", "travel time"),
    Ground.HOURS: Text("uren", "hours"),
    Ground.EDUCATION: Text("opleiding", "education"),
    Ground.AVAILABILITY: Text("vanaf wanneer", "from when"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Why somebody fits, in words. ``points`` of 1000; ``parts`` add up to them, rounded down."""

    points: int
    parts: tuple[tuple[str, int, int], ...]
    fits: tuple[str, ...]
    missing: tuple[str, ...]
    """What is still to be learned; said of each whether a part of it is there already."""
    courses: tuple[str, ...]
    """Courses in the sector of the work that teach what is missing; most of it first."""
    nos: tuple[str, ...]
    not_known: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    """What the vocabulary does not know (any more): it counts for nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody whose profile this organisation may see, with why they fit."""

    case: str
    name: str
    reasons: Reasons
    asked: bool
    """Whether this vacancy was suggested already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatesPage:
    """People for one vacancy, the best first, and those something stands in the way of."""

    vacancy: VacancyLine
    fitting: tuple[Candidate, ...]
    not_now: tuple[Candidate, ...]
    seen: int
    """How many profiles this organisation may see."""
    weights: tuple[tuple[str, int], ...]
    version: str
    owner: str
    learning: LearningWay | None
    """Courses that lead to this work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FittingWork:
    """Work for one person with why it fits."""

    vacancy: VacancyLine
    reasons: Reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFor:
    """The best work for one person; ``profile`` tells whether there is anything to match with."""

    profile: bool
    fitting: tuple[FittingWork, ...]
    not_now: tuple[FittingWork, ...]


def candidates(context: Context, *, vacancy: str) -> CandidatesPage:
    """Return people for a vacancy among those this organisation may see; the list is logged.

    Raises ``RefusedError`` (NOT_FOUND). About eight queries, however many people there are.
    """
    row = VacancyRecord.objects.select_related("employer").filter(ref=vacancy).first()
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    found = _Found(context, row)
    people = found.people()
    shown: list[tuple[MatchScore, CaseRecord]] = []
    fields: Mapping[int, frozenset[FieldGroup]] = {}
    weights = weights_on(context.today)
    if people:
        with market(context.today) as index:
            scores = [
                (index.explain(number, row.pk), case)
                for number, case in people.items()
                if number in index.market.seekers and row.pk in index.market.vacancies
            ]
            scores.sort(key=lambda one: list_order(one[0], one[0].seeker))
            fields = fields_per_case(context, [case.pk for _score, case in scores[:MOST_PEOPLE]])
            # Who took their consent back meanwhile is not shown, and so not kept.
            shown = [one for one in scores[:MOST_PEOPLE] if _seen(fields, one[1])]
            kept = kept_of(index, [score for score, _case in shown])
            weights = index.market.weights
        log_people(context, vacancy=row, shown=shown, kept=kept)
    asked = set(ReferralRecord.objects.filter(vacancy=row).values_list("case_id", flat=True))
    said = _said(context, [score for score, _case in shown])
    lines = [
        Candidate(
            case=case.ref,
            name=_name(case, fields.get(case.pk, frozenset())),
            reasons=_reasons(context, score, said),
            asked=case.pk in asked,
        )
        for score, case in shown
    ]
    return CandidatesPage(
        vacancy=vacancy_line(context, row),
        fitting=tuple(one for one in lines if not one.reasons.nos),
        not_now=tuple(one for one in lines if one.reasons.nos),
        seen=found.seen(),
        weights=tuple(
            (text.in_language(context.language), weights.of(part)) for part, text in PARTS.items()
        ),
        version=weights.version,
        owner=weights.owner,
        learning=learning_way(context, occupation=row.occupation),
    )


class _Found:
    """The people for one vacancy this organisation may see, the best of all of them first."""

    def __init__(self, context: Context, vacancy: VacancyRecord) -> None:
        self.visible = visible_cases(context)
        with market(context.today) as index:
            # A vacancy that is not open (any more) is not in the market.
            self.is_open = vacancy.pk in index.market.vacancies
            ranked = index.possible_seekers(vacancy.pk) if self.is_open else ()
        self.possible = [number for number, _total in ranked]

    def people(self) -> dict[int, CaseRecord]:
        """Return who fits, the best first, and when there is room who does not now."""
        if not self.is_open:
            return {}
        best = self._best()
        return best if len(best) >= MOST_PEOPLE else {**best, **self._others()}

    def seen(self) -> int:
        """Return how many profiles this organisation may see."""
        residents = self.visible.order_by().values("resident_id")
        return WorkProfileRecord.objects.filter(resident_id__in=residents).count()

    def _best(self) -> dict[int, CaseRecord]:
        """Go down the list until enough of them may be seen; portions grow, so it ends soon."""
        best: dict[int, CaseRecord] = {}
        first, size = 0, FIRST_PORTION
        while first < len(self.possible) and len(best) < MOST_PEOPLE:
            part = self.possible[first : first + size]
            cases = self._cases(WorkProfileRecord.objects.filter(pk__in=part))
            best |= {number: cases[number] for number in part if number in cases}
            first, size = first + size, size * PORTIONS_GROW
        return dict(list(best.items())[:MOST_PEOPLE])

    def _others(self) -> dict[int, CaseRecord]:
        """Return of the newest people those in whose way something stands."""
        possible = set(self.possible)
        newest = list(self.visible.values_list("resident_id", flat=True)[:MOST_ASKED])
        cases = self._cases(WorkProfileRecord.objects.filter(resident_id__in=newest))
        return {number: case for number, case in cases.items() if number not in possible}

    def _cases(self, profiles: QuerySet[WorkProfileRecord]) -> dict[int, CaseRecord]:
        number_of = dict(profiles.order_by().values_list("resident_id", "pk"))
        rows = self.visible.filter(resident_id__in=list(number_of))
        return {number_of[row.resident_id]: row for row in rows if row.resident_id is not None}


def work_for(context: Context, *, case: CaseRecord) -> WorkFor:
    """Return the best open work for the person of a case that went through the access door.

    What is shown is kept first, so that the list can be made again.
    """
    profile = WorkProfileRecord.objects.filter(resident_id=case.resident_id).first()
    if profile is None:
        return WorkFor(profile=False, fitting=(), not_now=())
    with market(context.today) as index:
        best = [number for number, _total in index.vacancies_for(profile.pk, MOST_WORK)]
    others = VacancyRecord.objects.filter(state="open").exclude(pk__in=best).order_by("-pk")
    rows = {
        row.pk: row
        for row in VacancyRecord.objects.select_related("employer").filter(
            pk__in=[*best, *others.values_list("pk", flat=True)[:MOST_WORK]]
        )
    }
    with market(context.today) as index:
        scores = [
            index.explain(profile.pk, pk)
            for pk in rows
            if profile.pk in index.market.seekers and pk in index.market.vacancies
        ]
        scores.sort(key=lambda one: list_order(one, one.vacancy))
        kept = kept_of(index, scores) if scores else {}
    log_work(context, case=case, scores=scores, kept=kept)
    said = _said(context, scores)
    lines = [
        FittingWork(
            vacancy=vacancy_line(context, rows[one.vacancy], profile.place),
            reasons=_reasons(context, one, said),
        )
        for one in scores
    ]
    return WorkFor(
        profile=True,
        fitting=tuple(one for one in lines if not one.reasons.nos),
        not_now=tuple(one for one in lines if one.reasons.nos),
    )


def told_of(context: Context, scores: Sequence[MatchScore]) -> tuple[Reasons, ...]:
    """Return why each of these fits or not, in words (three queries)."""
    said = _said(context, scores)
    return tuple(_reasons(context, one, said) for one in scores)


def visible_cases(context: Context) -> QuerySet[CaseRecord]:
    """Return open cases whose profile this organisation may see and may work on."""
    rows = CaseRecord.objects.select_related("resident").filter(
        consent.shown(context, FieldGroup.PROFILE),
        consent.granted(context, AccessAction.WORK),
        state="open",
        resident__isnull=False,
    )
    return rows.order_by("-pk")


def _seen(fields: Mapping[int, frozenset[FieldGroup]], case: CaseRecord) -> bool:
    return FieldGroup.PROFILE in fields.get(case.pk, frozenset())


def _name(case: CaseRecord, fields: frozenset[FieldGroup]) -> str:
    resident = case.resident
    return resident.name if resident is not None and FieldGroup.NAME in fields else case.ref


@dataclass(frozen=True, slots=True)
class _Said:
    """What skills are called, the sector of each vacancy, and the courses that teach there."""

    names: Mapping[str, str]
    sectors: Mapping[int, str]
    courses: Mapping[tuple[str, str], set[str]]


def _said(context: Context, scores: Sequence[MatchScore]) -> _Said:
    codes = {one.code for score in scores for one in score.skills}
    codes |= {code for score in scores for code in score.unknown_codes}
    names = {code: found.label for code, found in names_of(codes).items()}
    rows = VacancyRecord.objects.filter(pk__in={one.vacancy for one in scores})
    sectors = dict(rows.values_list("pk", "sector"))
    return _Said(names, sectors, courses_by_sector(open_book(context)) if codes else {})


def _reasons(context: Context, score: MatchScore, said: _Said) -> Reasons:
    language = context.language

    def called(codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(said.names.get(code, code) for code in codes)

    return Reasons(
        points=score.points,
        parts=tuple(
            (PARTS[one.part].in_language(language), one.points // UNIT, one.most // UNIT)
            for one in score.parts
            if one.most
        ),
        fits=called(one.code for one in score.fits if one.level >= one.asked_level),
        missing=tuple(
            name if one.is_missing else f"{name} ({PARTLY.in_language(language)})"
            for one, name in zip(
                score.missing, called(one.code for one in score.missing), strict=True
            )
        ),
        courses=_courses(score, said),
        nos=tuple(GROUNDS[one.ground].in_language(language) for one in score.nos),
        not_known=tuple(GROUND_NAMES[one].in_language(language) for one in score.not_known),
        unknown=called(score.unknown_codes),
    )


def _courses(score: MatchScore, said: _Said) -> tuple[str, ...]:
    sector = said.sectors.get(score.vacancy, "")
    taught = Counter(
        title for one in score.missing for title in said.courses.get((sector, one.code), ())
    )
    best = sorted(taught, key=lambda title: (-taught[title], title))
    return tuple(best[:MOST_COURSES])
