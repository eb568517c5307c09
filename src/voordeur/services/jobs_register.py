"""People of the jobs agreement in view: register status, profile, support, job and how it lasts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from voordeur.domain.consent.grants import AccessAction, FieldGroup
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.kernel.text import Text
from voordeur.domain.work.jobs_register import STATUSES, TOLD_BY, may_note
from voordeur.domain.work.placements import COUNTED, JOB_TENTHS
from voordeur.records.cases.models import CaseRecord
from voordeur.records.profiles.models import WorkProfileRecord
from voordeur.records.toolbox.models import ProfileRecord
from voordeur.records.trajectories.models import LIVE, TrajectoryRecord
from voordeur.records.work.models import PlacementRecord, RegisterStatusRecord
from voordeur.services import register
from voordeur.services.access import case_for_act, fields_per_case, log_list, subjects_of
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.offices import require_office
from voordeur.services.people_lists import (
    AGREEMENT,
    CASE_WORK,
    MOST_READ,
    MOST_SHOWN,
    TITLES,
    list_names,
    name_of,
    open_cases,
)
from voordeur.services.register_words import words
from voordeur.services.work_of_case import PlacementLine, placement_lines

INSTRUMENT = "instrument"
FACT = "register_banenafspraak"
"""What the toolbox asks of it; counts until somebody notes the status itself."""
ANSWERED = Text("de vragen van het gereedschap", "the questions of the toolbox")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusLine:
    """The register status in words, whose word it is and of which day; all '' when not known."""

    status: str = ""
    label: str = ""
    told_by: str = ""
    told_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementLine:
    """One person. ``profile_on`` and ``shares_profile`` tell whether there is one to match with."""

    case: str
    name: str
    status: StatusLine
    shares_profile: bool
    profile_on: date | None
    shares_plan: bool
    support: tuple[str, ...]
    trajectory: str
    jobs: tuple[PlacementLine, ...]
    counts: bool
    """Whether a job of 25.5 hours or more of the jobs agreement runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPage:
    """People of the jobs agreement, those whose status nobody knows first."""

    title: str
    lines: tuple[AgreementLine, ...]
    found: int
    unknown: int
    lists: tuple[tuple[str, str], ...]
    statuses: tuple[tuple[str, str], ...]
    tellers: tuple[tuple[str, str], ...]


def note_status(context: Context, *, case: str, status: str, told_by: str, told_on: date) -> None:
    """Note how the person of a case stands to the register, whose word it is, and of which day.

    Raises ``RefusedError``: NOT_FOUND (also when the situation is not shared), CHANGED_MEANWHILE
    for a word older than what is known, INVALID_INPUT with the field, DATE_IN_THE_FUTURE.
    """
    require(may_note(status, told_by, told_on=told_on, today=context.today))
    with acting(context) as act:
        found = case_for_act(context, ref=case, action=AccessAction.WORK)
        shown = fields_per_case(context, [found.pk]).get(found.pk, frozenset())
        if found.resident_id is None or FieldGroup.SITUATION not in shown:
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        held = RegisterStatusRecord.objects.filter(resident_id=found.resident_id)
        if held.filter(told_on__gt=told_on).exists():
            raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))
        RegisterStatusRecord.objects.update_or_create(
            resident_id=found.resident_id,
            defaults={
                "status": status,
                "told_by": told_by,
                "told_on": told_on,
                "organisation_id": context.organisation,
                "noted_at": context.now,
            },
        )
        act.record(
            "RegisterStatusNoted",
            case_id=found.pk,
            subjects=subjects_of(found),
            payload={"case": found.ref, "status": status, "told_by": told_by},
        )


def agreement_page(context: Context) -> AgreementPage:
    """Return people of the jobs agreement whose situation this organisation may see; logged first.

    Raises ``RefusedError`` (NOT_FOUND) for who has no work with people. About ten queries.
    """
    require_office(context, CASE_WORK)
    cases = _cases(context)
    statuses = _statuses(context, cases)
    cases.sort(key=lambda one: (bool(statuses[one.pk].status), one.opened_at, one.pk))
    shown = cases[:MOST_SHOWN]
    log_list(context, name=AGREEMENT, cases=shown)
    return AgreementPage(
        title=TITLES[AGREEMENT].in_language(context.language),
        lines=_lines(context, shown, statuses),
        found=len(cases),
        unknown=sum(not statuses[one.pk].status for one in cases),
        lists=list_names(context),
        statuses=_choices(context, STATUSES),
        tellers=_choices(context, TOLD_BY),
    )


def _choices(context: Context, known: Mapping[str, Text]) -> tuple[tuple[str, str], ...]:
    return tuple((code, text.in_language(context.language)) for code, text in known.items())


def _cases(context: Context) -> list[CaseRecord]:
    noted = RegisterStatusRecord.objects.exclude(status="not_registered").values("resident_id")
    told = ProfileRecord.objects.filter(**{f"facts__{FACT}": "yes"}).values("case_id")
    placed = PlacementRecord.objects.filter(kind__in=COUNTED).values("case_id")
    rows = open_cases(context, FieldGroup.SITUATION).filter(
        Q(target_group=AGREEMENT) | Q(resident_id__in=noted) | Q(pk__in=told) | Q(pk__in=placed)
    )
    return list({one.resident_id: one for one in rows[:MOST_READ]}.values())


def _statuses(context: Context, cases: Iterable[CaseRecord]) -> dict[int, StatusLine]:
    """Return the status of each case: as it was noted, else as the toolbox was answered."""
    held = list(cases)
    people = [one.resident_id for one in held]
    noted = {
        one.resident_id: one
        for one in RegisterStatusRecord.objects.filter(resident_id__in=people).order_by("id")
    }
    answered = {
        one.case_id: one
        for one in ProfileRecord.objects.filter(case__in=[one.pk for one in held])
        if one.facts.get(FACT) in {"yes", "no"}
    }
    found = {}
    for case in held:
        row, answer = noted.get(case.resident_id or 0), answered.get(case.pk)
        if row is not None:
            found[case.pk] = _status(context, row.status, TOLD_BY[row.told_by], row.told_on)
        elif answer is not None:
            code = "registered" if answer.facts[FACT] == "yes" else "not_registered"
            day = context.at(answer.changed_at).today
            found[case.pk] = _status(context, code, ANSWERED, day)
        else:
            found[case.pk] = StatusLine()
    return found


def _status(context: Context, code: str, told_by: Text, day: date) -> StatusLine:
    language = context.language
    return StatusLine(
        status=code,
        label=STATUSES[code].in_language(language),
        told_by=told_by.in_language(language),
        told_on=day,
    )


def _lines(
    context: Context, cases: list[CaseRecord], statuses: Mapping[int, StatusLine]
) -> tuple[AgreementLine, ...]:
    fields = fields_per_case(context, [one.pk for one in cases])
    profiles = WorkProfileRecord.objects.filter(resident_id__in=[o.resident_id for o in cases])
    changed = dict(profiles.values_list("resident_id", "changed_at"))
    running = dict(
        TrajectoryRecord.objects.filter(case__in=[one.pk for one in cases], state__in=LIVE)
        .order_by("id")
        .values_list("case_id", "goal")
    )
    jobs = _jobs(cases)
    said = words(context, register.entries_of(context, (INSTRUMENT,)))
    lines = []
    for case in cases:
        shown = fields.get(case.pk, frozenset())
        plan, profile = FieldGroup.PLAN in shown, FieldGroup.PROFILE in shown
        moment = changed.get(case.resident_id or 0)
        own = jobs.get(case.pk, []) if plan else []
        codes = dict.fromkeys(code for row in own for code in row.support)
        lines.append(
            AgreementLine(
                case=case.ref,
                name=name_of(case, shown),
                status=statuses[case.pk],
                shares_profile=profile,
                profile_on=context.at(moment).today if profile and moment else None,
                shares_plan=plan,
                support=tuple(said.reference(INSTRUMENT, code) for code in codes),
                trajectory=running.get(case.pk, "") if plan else "",
                jobs=placement_lines(context, own),
                counts=_counts(own, context.today),
            )
        )
    return tuple(lines)


def _jobs(cases: Iterable[CaseRecord]) -> dict[int, list[PlacementRecord]]:
    rows = PlacementRecord.objects.select_related("employer").prefetch_related("checks")
    found: dict[int, list[PlacementRecord]] = {}
    for row in rows.filter(case__in=[one.pk for one in cases], end_reason=""):
        found.setdefault(row.case_id, []).append(row)
    return found


def _counts(rows: Iterable[PlacementRecord], today: date) -> bool:
    running = (row for row in rows if row.ends_on is None or row.ends_on > today)
    return sum(row.hours_tenths for row in running if row.kind in COUNTED) >= JOB_TENTHS
