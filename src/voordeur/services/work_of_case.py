"""Work for one person: what was suggested, what they said, and the jobs that came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from voordeur.domain.consent.grants import AccessAction, FieldGroup
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.work.placements import ENDS, KINDS
from voordeur.domain.work.referrals import NO_FROM_PERSON, ReferralState
from voordeur.records.work.models import PlacementRecord, ReferralRecord
from voordeur.services.access import open_case
from voordeur.services.context import Context
from voordeur.services.matching import WorkFor, work_for
from voordeur.services.work_pages import (
    ReferralLine,
    VacanciesPage,
    VacancyFilter,
    VacancyLine,
    referral_line,
    vacancies_page,
    vacancy_line,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """A day to ask how it goes: months after the start, and the answer if there is one."""

    months: int
    due_on: date
    asked_on: date | None
    still_there: bool | None
    due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementLine:
    """One job; ``last_day`` is the last day of work, None while it has no end."""

    ref: str
    employer: str
    kind: str
    hours: str
    starts_on: date
    last_day: date | None
    over: bool
    end_reason: str
    checks: tuple[CheckLine, ...]

    @property
    def next_check(self) -> date | None:
        """The next day on which we ask how it goes; None when all were asked, or one is due."""
        open_ones = [one for one in self.checks if one.asked_on is None and not self.over]
        waits = open_ones and not any(one.due for one in open_ones)
        return min(one.due_on for one in open_ones) if waits else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedWork:
    """A vacancy that was suggested, with where it stands."""

    vacancy: VacancyLine
    tasks: tuple[str, ...]
    conditions: str
    referral: ReferralLine


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWork:
    """The page of work at a case; ``name`` is '' where it is not shared."""

    ref: str
    name: str
    suggested: tuple[SuggestedWork, ...]
    placements: tuple[PlacementLine, ...]
    vacancies: VacanciesPage
    matches: WorkFor
    taken: frozenset[str]
    """Vacancies that are suggested now."""
    may_work: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWork:
    """What a person reads in Mijn Voordeur about work."""

    suggested: tuple[SuggestedWork, ...]
    placements: tuple[PlacementLine, ...]
    reasons: tuple[tuple[str, str], ...]
    first_words: str
    """What an employer could read, to start from."""


def case_work(context: Context, *, ref: str, chosen: VacancyFilter) -> CaseWork:
    """Return the page of work at a case; the view is logged first. Raises NOT_FOUND."""
    opened = open_case(context, ref=ref, part="work")
    case = opened.case
    if case.resident is None or not opened.shows(FieldGroup.PLAN):
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    home = case.resident.postcode if opened.shows(FieldGroup.RESIDENCE) else ""
    wanted = VacancyFilter(
        text=chosen.text,
        sector=chosen.sector,
        municipality=chosen.municipality,
        hours=chosen.hours,
        postcode=chosen.postcode or home,
        km=chosen.km,
        room=chosen.room,
    )
    suggested = _suggested(context, case.pk)
    return CaseWork(
        ref=case.ref,
        name=case.resident.name if opened.shows(FieldGroup.NAME) else "",
        suggested=suggested,
        placements=_placements(context, case.pk),
        vacancies=vacancies_page(context, chosen=wanted),
        matches=work_for(context, case=case)
        if opened.shows(FieldGroup.PROFILE)
        else WorkFor(profile=False, fitting=(), not_now=()),
        taken=frozenset(one.vacancy.ref for one in suggested if one.referral.live),
        may_work=opened.allows(AccessAction.WORK),
    )


def own_work(context: Context, *, case_id: int, name: str) -> OwnWork | None:
    """Return what the person reads; None when nothing was ever suggested or found."""
    suggested, placements = _suggested(context, case_id), _placements(context, case_id)
    if not suggested and not placements:
        return None
    language = context.language
    return OwnWork(
        suggested=suggested,
        placements=placements,
        reasons=tuple((code, text.in_language(language)) for code, text in NO_FROM_PERSON.items()),
        first_words=name,
    )


def _suggested(context: Context, case_id: int) -> tuple[SuggestedWork, ...]:
    rows = ReferralRecord.objects.select_related("vacancy__employer", "case").filter(
        case_id=case_id
    )
    lines = [_one(context, row) for row in rows]
    return tuple(sorted(lines, key=lambda one: not one.referral.live))


def _one(context: Context, row: ReferralRecord) -> SuggestedWork:
    line = referral_line(context, row)
    return SuggestedWork(
        vacancy=vacancy_line(context, row.vacancy),
        tasks=tuple(row.vacancy.tasks),
        conditions=row.vacancy.conditions,
        referral=ReferralLine(
            ref=line.ref,
            case=line.case,
            state=line.state,
            state_label=line.state_label,
            live=line.live,
            because=row.because,
            shared=line.shared,
            reason=line.reason,
            note="" if row.state == ReferralState.INTERESTED.value else line.note,
            next=line.next,
            day=line.day,
        ),
    )


def _placements(context: Context, case_id: int) -> tuple[PlacementLine, ...]:
    rows = PlacementRecord.objects.select_related("employer").prefetch_related("checks")
    return placement_lines(context, rows.filter(case_id=case_id))


def placement_lines(context: Context, rows: Iterable[PlacementRecord]) -> tuple[PlacementLine, ...]:
    """Return placements in words; the checks were read along."""
    language, today = context.language, context.today
    return tuple(
        PlacementLine(
            ref=row.ref,
            employer=row.employer.name,
            kind=KINDS[row.kind].in_language(language) if row.kind in KINDS else row.kind,
            hours=f"{row.hours_tenths / 10:g}".replace(".", "," if language == "nl" else "."),
            starts_on=row.starts_on,
            last_day=None if row.ends_on is None else date.fromordinal(row.ends_on.toordinal() - 1),
            over=bool(row.end_reason),
            end_reason=ENDS[row.end_reason].in_language(language)
            if row.end_reason in ENDS
            else row.end_reason,
            checks=tuple(
                CheckLine(
                    months=one.months,
                    due_on=one.due_on,
                    asked_on=one.asked_on,
                    still_there=one.still_there,
                    due=one.asked_on is None and one.due_on <= today,
                )
                for one in row.checks.all()
            ),
        )
        for row in rows
    )
