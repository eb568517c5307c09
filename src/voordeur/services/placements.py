"""Placements: jobs that began, how it goes after 3, 6 and 12 months, and jobs of the agreement."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from voordeur.domain.consent.grants import AccessAction
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.work.placements import (
    ENDS,
    Placement,
    checks_of,
    doubles,
    jobs_tenths,
    may_place,
)
from voordeur.records.cases.models import CaseRecord
from voordeur.records.references import new_reference
from voordeur.records.work.models import (
    EmployerAccountRecord,
    PlacementCheckRecord,
    PlacementRecord,
    VacancyRecord,
)
from voordeur.services import referrals
from voordeur.services.access import case_for_act, subjects_of
from voordeur.services.acts import Act, acting
from voordeur.services.context import Context
from voordeur.services.vacancies import give_seat_back, take_seat

MOST_SUPPORT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlacement:
    """A job that begins; ``hours_tenths`` a week, ``ends_on`` is the first day without it."""

    kind: str
    hours_tenths: int
    starts_on: date
    ends_on: date | None = None
    support: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Durability:
    """Of how many placements one asked after so many months, and in how many they still work."""

    months: int
    asked: int
    still: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JobsCount:
    """Jobs of the jobs agreement on a day, in tenths of a job, and placements told twice."""

    on: date
    jobs_tenths: int
    placements: int
    doubles: tuple[tuple[str, str], ...]
    durable: tuple[Durability, ...]


def place_referral(context: Context, *, ref: str, new: NewPlacement) -> str:
    """Let a job begin from a referral; it takes a seat. Returns the reference of the placement.

    Raises ``RefusedError``: NOT_FOUND, REFERRAL_NOT_IN_STATE, VACANCY_NOT_IN_STATE without a free
    seat, INVALID_INPUT with the field.
    """
    with acting(context) as act:
        held = referrals.locked_referral(context, ref)
        _require_sound(context, new)
        referrals.placed(context, held)
        take_seat(held.vacancy)
        row = _make(context, held.case, held.vacancy.employer, new, vacancy=held.vacancy)
        PlacementRecord.objects.filter(pk=row.pk).update(referral=held.row)
        _record(act, "PlacementMade", row, held.case)
    return row.ref


def place_directly(context: Context, *, case: str, employer: str, new: NewPlacement) -> str:
    """Record a job that was found without a vacancy of ours. Returns its reference.

    Raises ``RefusedError``: NOT_FOUND, ROLE_DOES_NOT_ALLOW, INVALID_INPUT with the field.
    """
    with acting(context) as act:
        found = case_for_act(context, ref=case, action=AccessAction.WORK)
        account = EmployerAccountRecord.objects.filter(ref=employer).first()
        if found.resident_id is None:
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        if account is None:
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "employer"}))
        _require_sound(context, new)
        row = _make(context, found, account, new, vacancy=None)
        _record(act, "PlacementMade", row, found)
    return row.ref


def end_placement(context: Context, *, ref: str, ends_on: date, reason: str) -> None:
    """End a job; its seat is free again.

    Raises ``RefusedError``: NOT_FOUND, ROLE_DOES_NOT_ALLOW, PLACEMENT_OVER, INVALID_INPUT.
    """
    if reason not in ENDS:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "reason"}))
    with acting(context) as act:
        row, case = _locked(context, ref)
        if row.end_reason:
            raise RefusedError(Refusal(Reason.PLACEMENT_OVER))
        if ends_on <= row.starts_on:
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "ends_on"}))
        PlacementRecord.objects.filter(pk=row.pk).update(ends_on=ends_on, end_reason=reason)
        if row.vacancy is not None:
            give_seat_back(row.vacancy)
        _record(act, "PlacementEnded", row, case, reason=reason)


def tell_check(context: Context, *, ref: str, months: int, still_there: bool) -> None:
    """Write down how it goes so many months after the start; the answer is given once.

    Raises ``RefusedError``: NOT_FOUND, ROLE_DOES_NOT_ALLOW, DATE_IN_THE_FUTURE before its day.
    """
    with acting(context) as act:
        row, case = _locked(context, ref)
        check = PlacementCheckRecord.objects.filter(placement=row, months=months).first()
        if check is None or check.asked_on is not None:
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        if check.due_on > context.today:
            raise RefusedError(Refusal(Reason.DATE_IN_THE_FUTURE))
        PlacementCheckRecord.objects.filter(pk=check.pk).update(
            asked_on=context.today, still_there=still_there
        )
        _record(act, "PlacementChecked", row, case, months=months, still_there=still_there)


def count_jobs(on: date) -> JobsCount:
    """Return jobs of the agreement on a day, doubles, and what lasted (two queries)."""
    rows = PlacementRecord.objects.select_related("case", "employer").filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on), starts_on__lte=on
    )
    running = [facts_of(row) for row in rows.order_by("starts_on", "id")]
    asked: Counter[int] = Counter()
    still: Counter[int] = Counter()
    answers = PlacementCheckRecord.objects.exclude(asked_on=None)
    for months, there in answers.values_list("months", "still_there"):
        asked[months] += 1
        still[months] += bool(there)
    return JobsCount(
        on=on,
        jobs_tenths=jobs_tenths(running, on),
        placements=len(running),
        doubles=doubles(running),
        durable=tuple(
            Durability(months=months, asked=asked[months], still=still[months])
            for months in sorted(asked)
        ),
    )


def facts_of(row: PlacementRecord) -> Placement:
    """Return what the rules need to know of a placement; a person is known by their own id."""
    return Placement(
        ref=row.ref,
        person=str(row.case.resident_id),
        employer=row.employer.ref,
        kind=row.kind,
        hours_tenths=row.hours_tenths,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        organisation=row.organisation_id,
    )


def _require_sound(context: Context, new: NewPlacement) -> None:
    require(
        may_place(
            new.kind,
            hours_tenths=new.hours_tenths,
            starts_on=new.starts_on,
            ends_on=new.ends_on,
            today=context.today,
        )
    )
    if len(new.support) > MOST_SUPPORT:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "support"}))


def _make(
    context: Context,
    case: CaseRecord,
    employer: EmployerAccountRecord,
    new: NewPlacement,
    *,
    vacancy: VacancyRecord | None,
) -> PlacementRecord:
    row = PlacementRecord.objects.create(
        ref=new_reference(),
        case=case,
        employer=employer,
        vacancy=vacancy,
        kind=new.kind,
        sector=vacancy.sector if vacancy is not None else employer.sector,
        hours_tenths=new.hours_tenths,
        support=list(new.support),
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        organisation_id=context.organisation,
        made_at=context.now,
        made_by_id=context.account_id,
    )
    PlacementCheckRecord.objects.bulk_create(
        PlacementCheckRecord(placement=row, months=months, due_on=due)
        for months, due in checks_of(new.starts_on)
    )
    return row


def _locked(context: Context, ref: str) -> tuple[PlacementRecord, CaseRecord]:
    known = PlacementRecord.objects.filter(ref=ref).values_list("case__ref", flat=True).first()
    if known is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    case = case_for_act(context, ref=known, action=AccessAction.WORK)
    row = (
        PlacementRecord.objects.select_for_update(no_key=True, of=("self",))
        .select_related("employer", "vacancy")
        .get(ref=ref)
    )
    return row, case


def _record(act: Act, name: str, row: PlacementRecord, case: CaseRecord, **more: object) -> None:
    told: dict[str, object] = {
        "case": case.ref,
        "placement": row.ref,
        "employer": row.employer.ref,
        "sector": row.sector,
        "kind": row.kind,
        "target_group": case.target_group,
        "municipality": case.municipality,
        **more,
    }
    act.record(name, case_id=case.pk, subjects=subjects_of(case), payload=told)
