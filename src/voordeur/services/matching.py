"""Who fits which work, with every reason: a proposal to a person, never a decision."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from voordeur.domain.consent.grants import AccessAction, FieldGroup
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.kernel.text import Text
from voordeur.domain.matching.grounds import Ground
from voordeur.domain.matching.score import MatchScore
from voordeur.domain.matching.weights import UNIT, Part
from voordeur.records.cases.models import CaseRecord
from voordeur.records.profiles.models import WorkProfileRecord
from voordeur.records.work.models import ReferralRecord, VacancyRecord
from voordeur.services import consent
from voordeur.services.access import fields_per_case, log_list
from voordeur.services.context import Context
from voordeur.services.match_market import WEIGHTS, market
from voordeur.services.skill_index import names_of
from voordeur.services.work_pages import VacancyLine, vacancy_line

MOST_PEOPLE, MOST_WORK = 50, 20
MOST_ASKED = 2000
"""So many of the best are looked at to find those this organisation may see."""
PARTS: Mapping[Part, Text] = {
    Part.REQUIRED: Text("nodige vaardigheden", "skills needed"),
    Part.PREFERRED: Text("gewenste vaardigheden", "skills preferred"),
    Part.OCCUPATION: Text("eerder werk of wens", "earlier work or wish"),
    Part.TRAVEL: Text("reistijd", "travel time"),
    Part.HOURS: Text("uren", "hours"),
    Part.EDUCATION: Text("opleiding", "education"),
    Part.AVAILABILITY: Text("beschikbaar", "available"),
    Part.FOCUS: Text("sector die de persoon wil", "sector the person wants"),
}
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
    nos: tuple[str, ...]
    not_known: tuple[str, ...]


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
    cases = {one.resident_id: one for one in visible_cases(context)}
    profiles = WorkProfileRecord.objects.filter(resident_id__in=list(cases)).order_by("pk")
    people = dict(profiles.values_list("pk", "resident_id"))
    scores: list[tuple[MatchScore, CaseRecord]] = []
    if row.state == "open":
        with market() as index:
            scores = [(index.explain(pk, row.pk), cases[person]) for pk, person in people.items()]
    scores.sort(key=lambda one: (bool(one[0].nos), -one[0].total, one[0].seeker))
    shown = scores[:MOST_PEOPLE]
    log_list(context, name="candidates", cases=[case for _score, case in shown])
    asked = set(ReferralRecord.objects.filter(vacancy=row).values_list("case_id", flat=True))
    names = _names([score for score, _case in shown])
    fields = fields_per_case(context, [case.pk for _score, case in shown])
    lines = [
        Candidate(
            case=case.ref,
            name=_name(case, fields.get(case.pk, frozenset())),
            reasons=_reasons(context, score, names),
            asked=case.pk in asked,
        )
        for score, case in shown
    ]
    return CandidatesPage(
        vacancy=vacancy_line(context, row),
        fitting=tuple(one for one in lines if not one.reasons.nos),
        not_now=tuple(one for one in lines if one.reasons.nos),
        seen=len(people),
        weights=tuple(
            (text.in_language(context.language), WEIGHTS.of(part)) for part, text in PARTS.items()
        ),
        version=WEIGHTS.version,
        owner=WEIGHTS.owner,
    )


def work_for(context: Context, *, case: CaseRecord) -> WorkFor:
    """Return the best open work for the person of a case that went through the access door."""
    profile = WorkProfileRecord.objects.filter(resident_id=case.resident_id).first()
    if profile is None:
        return WorkFor(profile=False, fitting=(), not_now=())
    with market() as index:
        best = [number for number, _total in index.vacancies_for(profile.pk, MOST_WORK)]
    others = VacancyRecord.objects.filter(state="open").exclude(pk__in=best).order_by("-pk")
    rows = {
        row.pk: row
        for row in VacancyRecord.objects.select_related("employer").filter(
            pk__in=[*best, *others.values_list("pk", flat=True)[:MOST_WORK]]
        )
    }
    order = [*best, *(pk for pk in rows if pk not in set(best))]
    with market() as index:
        scores = [index.explain(profile.pk, pk) for pk in order if pk in rows]
    names = _names(scores)
    lines = [
        FittingWork(
            vacancy=vacancy_line(context, rows[one.vacancy], profile.place),
            reasons=_reasons(context, one, names),
        )
        for one in scores
    ]
    return WorkFor(
        profile=True,
        fitting=tuple(one for one in lines if not one.reasons.nos),
        not_now=tuple(one for one in lines if one.reasons.nos),
    )


def told_of(context: Context, scores: Sequence[MatchScore]) -> tuple[Reasons, ...]:
    """Return why each of these fits or not, in words (one query)."""
    names = _names(scores)
    return tuple(_reasons(context, one, names) for one in scores)


def visible_cases(context: Context) -> QuerySet[CaseRecord]:
    """Return open cases whose profile this organisation may see and may work on."""
    rows = CaseRecord.objects.select_related("resident").filter(
        consent.shown(context, FieldGroup.PROFILE),
        consent.granted(context, AccessAction.WORK),
        state="open",
        resident__isnull=False,
    )
    return rows.order_by("-pk")[:MOST_ASKED]


def _name(case: CaseRecord, fields: frozenset[FieldGroup]) -> str:
    resident = case.resident
    return resident.name if resident is not None and FieldGroup.NAME in fields else case.ref


def _names(scores: Sequence[MatchScore]) -> Mapping[str, str]:
    codes = {one.code for score in scores for one in score.skills}
    return {code: found.label for code, found in names_of(codes).items()}


def _reasons(context: Context, score: MatchScore, names: Mapping[str, str]) -> Reasons:
    language = context.language

    def called(codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(names.get(code, code) for code in codes)

    return Reasons(
        points=score.points,
        parts=tuple(
            (PARTS[one.part].in_language(language), one.points // UNIT, one.most // UNIT)
            for one in score.parts
            if one.most
        ),
        fits=called(one.code for one in score.fits),
        missing=called(one.code for one in score.missing),
        nos=tuple(GROUNDS[one.ground].in_language(language) for one in score.nos),
        not_known=tuple(GROUND_NAMES[one].in_language(language) for one in score.not_known),
    )
