"""Vacancies: opened, kept true, split into other work, filled and withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.kernel.unseen import misleads
from voordeur.domain.profile.words import CONDITIONS, LICENCES
from voordeur.domain.work.referrals import LIVE, WITH_EMPLOYER, ReferralState
from voordeur.domain.work.vacancies import (
    KINDS,
    MOST_PARTNERS,
    VacancyAction,
    VacancyFacts,
    VacancyParty,
    VacancyState,
    fresh_from,
    may_act,
    may_size,
)
from voordeur.records.references import new_reference
from voordeur.records.work.models import EmployerAccountRecord, ReferralRecord, VacancyRecord
from voordeur.services.acts import Act, acting
from voordeur.services.context import Context
from voordeur.services.employers import CONSULTANTS, locked_employer
from voordeur.services.offices import may_by_office
from voordeur.services.region import current_region

LONGEST_TITLE = 160
LONGEST_TEXT = 2000
LONGEST_TASK = 120
MOST_TASKS = 20
MOST_SKILLS = 40
LONGEST_SKILL = 200
DUTCH = ("A1", "A2", "B1", "B2", "C1", "C2")
LEVELS = ("none", "mbo1", "mbo2", "mbo3", "mbo4", "hbo", "wo")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVacancy:
    """Work that waits for somebody. Hours are whole hours a week; codes are those of the pack."""

    title: str
    seats: int
    hours_from: int
    hours_to: int
    occupation: str = ""
    sector: str = ""
    postcode: str = ""
    level: str = ""
    dutch: str = ""
    required: tuple[str, ...] = ()
    preferred: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    conditions: str = ""
    room: bool = False
    starts_on: date | None = None
    kind: str = "job"
    partners: tuple[str, ...] = ()
    """References of employers that share the place."""


def open_vacancy(context: Context, *, employer: str, new: NewVacancy) -> str:
    """Open a vacancy of an employer; returns its reference.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, NOT_FOUND, INVALID_INPUT with the field.
    """
    require(may_by_office(context, CONSULTANTS))
    with acting(context) as act:
        account = locked_employer(employer)
        values = _checked(new, filled=0)
        row = VacancyRecord.objects.create(
            ref=new_reference(),
            employer=account,
            organisation_id=context.organisation,
            fresh_until=fresh_from(context.today),
            made_at=context.now,
            made_by_id=context.account_id,
            **values,
        )
        row.employer = account
        shared = _share(row, new.partners)
        _record(act, "VacancyOpened", row, seats=row.seats, shared=shared)
    return row.ref


def change_vacancy(context: Context, *, ref: str, new: NewVacancy, version: int) -> None:
    """Change a vacancy; that also says that it is true again.

    Raises as :func:`open_vacancy`, VACANCY_NOT_IN_STATE, and CHANGED_MEANWHILE.
    """
    with acting(context) as act:
        row = _begin(context, ref, VacancyAction.CHANGE)
        if row.version != version:
            raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))
        values = _checked(new, filled=row.filled)
        state = VacancyState.FILLED.value if row.filled == new.seats else row.state
        fresh = fresh_from(context.today)
        VacancyRecord.objects.filter(pk=row.pk).update(
            state=state, fresh_until=fresh, version=version + 1, **values
        )
        row.state = state
        shared = _share(row, new.partners)
        _record(act, "VacancyChanged", row, seats=new.seats, shared=shared)


def split_vacancy(context: Context, *, ref: str, tasks: Sequence[str], new: NewVacancy) -> str:
    """Take tasks out of a vacancy and make other work of them; returns the new reference.

    ``tasks`` are texts of the vacancy; they leave it. Raises as :func:`open_vacancy`, and
    INVALID_INPUT (tasks) when one is not of this vacancy or none would be left.
    """
    with acting(context) as act:
        row = _begin(context, ref, VacancyAction.CHANGE)
        taken, left = set(tasks), [one for one in row.tasks if one not in tasks]
        if not taken or not taken <= set(row.tasks) or not left:
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "tasks"}))
        values = {**_checked(new, filled=0), "tasks": [o for o in row.tasks if o in taken]}
        made = VacancyRecord.objects.create(
            ref=new_reference(),
            employer_id=row.employer_id,
            carved_from=row,
            organisation_id=context.organisation,
            fresh_until=fresh_from(context.today),
            made_at=context.now,
            made_by_id=context.account_id,
            **values,
        )
        VacancyRecord.objects.filter(pk=row.pk).update(tasks=left, version=F("version") + 1)
        _record(act, "VacancySplit", row, made=made.ref, tasks=len(taken))
    return made.ref


def confirm_vacancy(
    context: Context, *, ref: str, party: VacancyParty = VacancyParty.CONSULTANT
) -> None:
    """Say that a vacancy is still true. Raises NOT_FOUND, VACANCY_NOT_IN_STATE."""
    with acting(context) as act:
        row = _begin(context, ref, VacancyAction.CONFIRM, party)
        VacancyRecord.objects.filter(pk=row.pk).update(fresh_until=fresh_from(context.today))
        _record(act, "VacancyConfirmed", row, by=party.value)


def pause_vacancy(context: Context, *, ref: str) -> None:
    """Put a vacancy on hold. Raises NOT_FOUND, VACANCY_NOT_IN_STATE."""
    with acting(context) as act:
        row = _begin(context, ref, VacancyAction.PAUSE)
        VacancyRecord.objects.filter(pk=row.pk).update(state=VacancyState.PAUSED.value)
        _record(act, "VacancyPaused", row)


def reopen_vacancy(context: Context, *, ref: str) -> None:
    """Open a vacancy again: after a pause, or when a seat is free again.

    Raises NOT_FOUND, VACANCY_NOT_IN_STATE (also when no seat is free).
    """
    with acting(context) as act:
        row = _begin(context, ref, VacancyAction.REOPEN)
        if row.filled >= row.seats:
            raise RefusedError(Refusal(Reason.VACANCY_NOT_IN_STATE, {"state": row.state}))
        VacancyRecord.objects.filter(pk=row.pk).update(
            state=VacancyState.OPEN.value, fresh_until=fresh_from(context.today)
        )
        _record(act, "VacancyReopened", row)


def withdraw_vacancy(context: Context, *, ref: str, reason: str) -> int:
    """Withdraw a vacancy; referrals to it end. Returns how many ended.

    Raises NOT_FOUND, VACANCY_NOT_IN_STATE, REASON_NEEDED.
    """
    said = reason.strip()[:200]
    if not said:
        raise RefusedError(Refusal(Reason.REASON_NEEDED))
    with acting(context) as act:
        row = _begin(context, ref, VacancyAction.WITHDRAW)
        live = row.referrals.filter(state__in=[one.value for one in LIVE])
        ended = live.update(state=ReferralState.ENDED.value, note=said, shared="")
        VacancyRecord.objects.filter(pk=row.pk).update(
            state=VacancyState.WITHDRAWN.value, end_reason=said
        )
        _record(act, "VacancyWithdrawn", row, ended=ended)
    return ended


def take_seat(row: VacancyRecord) -> None:
    """Count one more seat as taken, inside the caller's act; the last one fills the vacancy.

    Raises ``RefusedError`` (VACANCY_NOT_IN_STATE) when no seat is free.
    """
    if row.filled >= row.seats or row.state == VacancyState.WITHDRAWN.value:
        raise RefusedError(Refusal(Reason.VACANCY_NOT_IN_STATE, {"state": row.state}))
    row.filled += 1
    if row.filled == row.seats:
        row.state = VacancyState.FILLED.value
    VacancyRecord.objects.filter(pk=row.pk).update(filled=row.filled, state=row.state)


def give_seat_back(row: VacancyRecord) -> None:
    """Count one seat fewer as taken, inside the caller's act; nobody opens it by that."""
    VacancyRecord.objects.filter(pk=row.pk, filled__gte=1).update(filled=F("filled") - 1)


def locked_vacancy(ref: str) -> VacancyRecord:
    """Lock and return a vacancy with its employer. Raises ``RefusedError`` (NOT_FOUND)."""
    found = (
        VacancyRecord.objects.select_for_update(no_key=True, of=("self",))
        .select_related("employer")
        .filter(ref=ref)
        .first()
    )
    if found is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return found


def facts_of(row: VacancyRecord) -> VacancyFacts:
    """Return what the rules need to know of a vacancy (one query)."""
    waiting = ReferralRecord.objects.filter(
        vacancy_id=row.pk, state__in=[one.value for one in WITH_EMPLOYER], answered_at=None
    )
    return VacancyFacts(
        state=VacancyState(row.state),
        seats=row.seats,
        filled=row.filled,
        fresh_until=row.fresh_until,
        waiting=waiting.count(),
    )


def _begin(
    context: Context,
    ref: str,
    action: VacancyAction,
    party: VacancyParty = VacancyParty.CONSULTANT,
) -> VacancyRecord:
    if party is VacancyParty.CONSULTANT:
        require(may_by_office(context, CONSULTANTS))
    row = locked_vacancy(ref)
    require(may_act(VacancyState(row.state), action, party))
    return row


def _checked(new: NewVacancy, *, filled: int) -> dict[str, object]:
    require(
        may_size(seats=new.seats, filled=filled, hours_from=new.hours_from, hours_to=new.hours_to)
    )
    region = current_region()
    tasks = [one.strip() for one in new.tasks if one.strip()]
    sound = {
        "kind": new.kind in KINDS,
        "partners": len(new.partners) <= MOST_PARTNERS,
        "title": bool(new.title.strip()) and _fits(new.title, LONGEST_TITLE),
        "sector": not new.sector or new.sector in region.sectors,
        "occupation": _fits(new.occupation, 80),
        "postcode": _fits(new.postcode, 7),
        "level": not new.level or new.level in LEVELS,
        "dutch": not new.dutch or new.dutch in DUTCH,
        "conditions": _fits(new.conditions, LONGEST_TEXT),
        "tasks": len(tasks) <= MOST_TASKS and all(_fits(one, LONGEST_TASK) for one in tasks),
        "required": _skills_fit(new.required),
        "preferred": _skills_fit(new.preferred),
        "licences": set(new.licences) <= LICENCES.keys(),
        "offers": set(new.offers) <= CONDITIONS.keys(),
    }
    for field, good in sound.items():
        if not good:
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": field}))
    place = region.municipality_of(new.postcode)
    return {
        "kind": new.kind,
        "title": new.title.strip(),
        "occupation": new.occupation,
        "sector": new.sector,
        "seats": new.seats,
        "hours_from": new.hours_from,
        "hours_to": new.hours_to,
        "postcode": new.postcode.strip().upper(),
        "municipality": place.slug if place is not None else "",
        "level": new.level,
        "dutch": new.dutch,
        "required": list(dict.fromkeys(new.required)),
        "preferred": [one for one in dict.fromkeys(new.preferred) if one not in new.required],
        "licences": list(new.licences),
        "offers": list(new.offers),
        "tasks": tasks,
        "conditions": new.conditions.strip(),
        "room": new.room,
        "starts_on": new.starts_on,
    }


def _share(row: VacancyRecord, partners: Sequence[str]) -> int:
    """Let these employers share the place; returns how many, beside the first."""
    refs = set(partners)
    found = list(EmployerAccountRecord.objects.filter(ref__in=refs))
    if len(found) < len(refs):
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "partners"}))
    others = [one for one in found if one.pk != row.employer_id]
    row.partners.set(others)
    return len(others)


def _skills_fit(codes: tuple[str, ...]) -> bool:
    return len(codes) <= MOST_SKILLS and all(_fits(one, LONGEST_SKILL) for one in codes)


def _fits(said: str, longest: int) -> bool:
    return len(said) <= longest and not misleads(said)


def _record(act: Act, name: str, row: VacancyRecord, **more: object) -> None:
    told: dict[str, object] = {
        "vacancy": row.ref,
        "employer": row.employer.ref,
        "sector": row.sector,
        "municipality": row.municipality,
        **more,
    }
    act.record(name, payload=told)
