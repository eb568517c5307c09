"""Referrals: suggested to a person, said yes to, introduced to an employer, and how it ended."""

from dataclasses import dataclass

from voordeur.domain.consent.grants import AccessAction
from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.work.referrals import (
    LIVE,
    NO_FROM_EMPLOYER,
    NO_FROM_PERSON,
    ReferralAction,
    ReferralParty,
    ReferralState,
    may_act,
    target,
)
from voordeur.domain.work.vacancies import VacancyState, may_introduce, may_take_candidate
from voordeur.records.cases.models import CaseRecord
from voordeur.records.references import new_reference
from voordeur.records.work.models import ReferralRecord, VacancyRecord
from voordeur.services.access import case_for_act, open_case, subjects_of
from voordeur.services.acts import Act, acting
from voordeur.services.case_words import party_name
from voordeur.services.context import Context
from voordeur.services.employers import CONSULTANTS
from voordeur.services.letters import News, tell_resident
from voordeur.services.offices import holds_office
from voordeur.services.referral_letters import tell_employer
from voordeur.services.region import current_region
from voordeur.services.vacancies import facts_of, locked_vacancy

LONGEST_TEXT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A referral locked with its vacancy and case, and as whom the actor acts on it."""

    row: ReferralRecord
    vacancy: VacancyRecord
    case: CaseRecord
    party: ReferralParty


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which case and vacancy a referral is about, and what the person agreed to tell."""

    case: str
    vacancy: str
    title: str
    employer: str
    shared: str


def suggest(context: Context, *, vacancy: str, case: str, because: str) -> str:
    """Lay a vacancy before a person; the employer hears nothing. Returns the reference.

    Raises ``RefusedError``: NOT_FOUND, ROLE_DOES_NOT_ALLOW, REASON_NEEDED, ALREADY_REFERRED,
    VACANCY_NOT_IN_STATE, VACANCY_NOT_FRESH, VACANCY_ELSEWHERE.
    """
    why = _words(because, "because", needed=True)
    with acting(context) as act:
        found = case_for_act(context, ref=case, action=AccessAction.WORK)
        if found.resident_id is None:
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        work = locked_vacancy(vacancy)
        if work.origin:
            raise RefusedError(Refusal(Reason.VACANCY_ELSEWHERE))
        require(may_take_candidate(facts_of(work), context.today))
        states = [one.value for one in LIVE]
        if work.referrals.filter(case=found, state__in=states).exists():
            raise RefusedError(Refusal(Reason.ALREADY_REFERRED))
        row = ReferralRecord.objects.create(
            ref=new_reference(),
            vacancy=work,
            case=found,
            because=why,
            organisation_id=context.organisation,
            suggested_at=context.now,
            suggested_by_id=context.account_id,
        )
        tell_resident(act, context, News.WORK, case=found, organisation=_us(context))
        _record(act, "WorkSuggested", row, work, found)
    return row.ref


def say_yes(context: Context, *, ref: str, shared: str, how: str = "") -> None:
    """Say yes for a vacancy, with the words the employer may read.

    A professional says ``how`` the person said yes. Raises ``RefusedError``: NOT_FOUND,
    REFERRAL_NOT_IN_STATE, VACANCY_FULL, REASON_NEEDED (shared) without words to share.
    """
    told = _words(shared, "shared", needed=True)
    with acting(context) as act:
        held = _locked(context, ref)
        if held.party is ReferralParty.PROFESSIONAL:
            _words(how, "how", needed=True)
        if held.vacancy.state == VacancyState.FILLED.value:
            raise RefusedError(Refusal(Reason.VACANCY_FULL))
        note = how.strip()[:LONGEST_TEXT]
        _move(context, held, ReferralAction.SAY_YES, shared=told, note=note)
        _record(act, "WorkAccepted", held.row, held.vacancy, held.case, by=held.party.value)


def say_no(context: Context, *, ref: str, reason: str, note: str = "") -> None:
    """Say no, at any time before a job; nothing is lost by it.

    Raises ``RefusedError``: NOT_FOUND, REFERRAL_NOT_IN_STATE, INVALID_INPUT for a wrong reason.
    """
    if reason not in NO_FROM_PERSON:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "reason"}))
    with acting(context) as act:
        held = _locked(context, ref)
        said = _words(note, "note")
        _move(context, held, ReferralAction.SAY_NO, reason=reason, note=said, shared="")
        _record(act, "WorkDeclined", held.row, held.vacancy, held.case, reason=reason)


def introduce(context: Context, *, ref: str) -> None:
    """Show the employer what the person agreed to share; the employer gets a link to answer by.

    Raises ``RefusedError``: NOT_FOUND, REFERRAL_NOT_IN_STATE, VACANCY_NOT_IN_STATE,
    VACANCY_NOT_FRESH, TOO_MANY_CANDIDATES.
    """
    with acting(context) as act:
        held = _locked(context, ref)
        require(may_introduce(facts_of(held.vacancy), context.today))
        version = held.row.link_version + 1
        _move(
            context, held, ReferralAction.INTRODUCE, introduced_at=context.now, link_version=version
        )
        held.row.link_version = version
        tell_employer(act, context, held.row, held.vacancy)
        _record(act, "WorkIntroduced", held.row, held.vacancy, held.case)


def invite(context: Context, *, ref: str) -> None:
    """Record that the employer wants to meet. Raises NOT_FOUND, REFERRAL_NOT_IN_STATE."""
    with acting(context) as act:
        held = _locked(context, ref)
        _move(context, held, ReferralAction.INVITE, **_first_answer(context, held.row))
        tell_resident(act, context, News.WORK_ANSWERED, case=held.case, organisation=_us(context))
        _record(act, "WorkInvited", held.row, held.vacancy, held.case, by=held.party.value)


def reject(context: Context, *, ref: str, reason: str, note: str = "") -> None:
    """Record the employer's no, with a reason that says what could be next.

    Raises ``RefusedError``: NOT_FOUND, REFERRAL_NOT_IN_STATE, INVALID_INPUT for a wrong reason.
    """
    if reason not in NO_FROM_EMPLOYER:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "reason"}))
    with acting(context) as act:
        held = _locked(context, ref)
        said = _words(note, "note")
        more = _first_answer(context, held.row)
        _move(context, held, ReferralAction.REJECT, reason=reason, note=said, shared="", **more)
        tell_resident(act, context, News.WORK_ANSWERED, case=held.case, organisation=_us(context))
        _record(act, "WorkRejected", held.row, held.vacancy, held.case, reason=reason)


def end(context: Context, *, ref: str, note: str) -> None:
    """Take a referral back. Raises NOT_FOUND, REFERRAL_NOT_IN_STATE, REASON_NEEDED."""
    said = _words(note, "note", needed=True)
    with acting(context) as act:
        held = _locked(context, ref)
        _move(context, held, ReferralAction.END, note=said, shared="")
        _record(act, "WorkSuggestionEnded", held.row, held.vacancy, held.case)


def placed(context: Context, held: Held) -> None:
    """Mark a referral as a job, inside the act that makes the placement."""
    _move(context, held, ReferralAction.PLACE, **_first_answer(context, held.row))


def place_of(context: Context, *, ref: str) -> Place:
    """Return which case and vacancy a referral is about. Raises ``RefusedError`` (NOT_FOUND)."""
    held = ReferralRecord.objects.select_related("case", "vacancy__employer")
    row = held.filter(ref=ref).first()
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    mine = context.organisation == row.vacancy.organisation_id
    if not (holds_office(context, CONSULTANTS) and mine and row.state != "suggested"):
        open_case(context, ref=row.case.ref, part="work")
    return Place(
        case=row.case.ref,
        vacancy=row.vacancy.ref,
        title=row.vacancy.title,
        employer=row.vacancy.employer.name,
        shared=row.shared,
    )


def locked_referral(context: Context, ref: str) -> Held:
    """Lock a referral for who may act on it. Raises ``RefusedError`` (NOT_FOUND)."""
    return _locked(context, ref)


def _locked(context: Context, ref: str) -> Held:
    known = (
        ReferralRecord.objects.filter(ref=ref)
        .values_list("case__ref", "vacancy__ref", "vacancy__organisation_id", "state")
        .first()
    )
    if known is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    case_ref, vacancy_ref, organisation, state = known
    party, case = _door(context, ref, case_ref, organisation, ReferralState(state))
    vacancy = locked_vacancy(vacancy_ref)
    row = ReferralRecord.objects.select_for_update(no_key=True).get(ref=ref)
    return Held(row=row, vacancy=vacancy, case=case, party=party)


def _door(
    context: Context, ref: str, case_ref: str, organisation: str, state: ReferralState
) -> tuple[ReferralParty, CaseRecord]:
    """Let in the person, who works on the case, the vacancy's consultant after a yes, the link."""
    if context.kind is ActorKind.LINK:
        if context.link_ref != ref:
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        return ReferralParty.EMPLOYER, _case(case_ref)
    consultant = holds_office(context, CONSULTANTS) and context.organisation == organisation
    if consultant and state is not ReferralState.SUGGESTED:
        return ReferralParty.PROFESSIONAL, _case(case_ref)
    case = case_for_act(context, ref=case_ref, action=AccessAction.WORK)
    resident = context.kind is ActorKind.RESIDENT
    return ReferralParty.RESIDENT if resident else ReferralParty.PROFESSIONAL, case


def _case(ref: str) -> CaseRecord:
    return CaseRecord.objects.select_for_update(no_key=True).get(ref=ref)


def _move(context: Context, held: Held, action: ReferralAction, **columns: object) -> None:
    state = ReferralState(held.row.state)
    require(may_act(state, action, held.party))
    after = target(state, action, held.party)
    assert after is not None
    if action is ReferralAction.SAY_YES:
        columns["said_yes_at"] = context.now
    ReferralRecord.objects.filter(pk=held.row.pk).update(state=after.value, **columns)
    held.row.state = after.value


def _first_answer(context: Context, row: ReferralRecord) -> dict[str, object]:
    return {"answered_at": row.answered_at or context.now}


def _us(context: Context) -> str:
    return party_name(context, current_region(), context.organisation)


def _words(said: str, field: str, *, needed: bool = False) -> str:
    text = said.strip()
    if needed and not text:
        raise RefusedError(Refusal(Reason.REASON_NEEDED, {"field": field}))
    if len(text) > LONGEST_TEXT or "\0" in text:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": field}))
    return text


def _record(
    act: Act,
    name: str,
    row: ReferralRecord,
    vacancy: VacancyRecord,
    case: CaseRecord,
    **more: object,
) -> None:
    told: dict[str, object] = {
        "case": case.ref,
        "referral": row.ref,
        "vacancy": vacancy.ref,
        "sector": vacancy.sector,
        "target_group": case.target_group,
        "municipality": case.municipality,
        **more,
    }
    act.record(name, case_id=case.pk, subjects=subjects_of(case), payload=told)
