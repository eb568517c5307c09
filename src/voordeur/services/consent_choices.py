"""What residents decide about sharing: to stop it, themselves or by their adviser, or go on."""

from datetime import date

from django.utils.translation import gettext_noop

from voordeur.domain.consent.grants import AccessAction, FieldGroup, LegalBasis, Purpose
from voordeur.domain.consent.grants import may_withdraw as may_withdraw_grant
from voordeur.domain.kernel.calendar import add_working_days
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.records.cases.models import CaseRecord
from voordeur.records.consent.models import GrantRecord
from voordeur.services.access import NOT_FOUND, case_for_act, subjects_of
from voordeur.services.acts import Act, acting
from voordeur.services.cases import owner_purpose, touch
from voordeur.services.consent import NewGrant, give, grant_of, live_at
from voordeur.services.context import Context
from voordeur.services.letters import News, tell_resident
from voordeur.services.region import current_region

NOTHING_SHARED = gettext_noop("Bewoner deelt niets meer: rond af of vraag opnieuw")
SHARED_AGAIN = gettext_noop("Bewoner deelt weer: neem contact op")
NOTHING: frozenset[FieldGroup] = frozenset()
"""What the accountable organisation keeps: that there is a case, so that it can end it."""


def stop_sharing(context: Context, *, grant_ref: str) -> None:
    """Withdraw a grant by the resident it is about; the partner's next request sees nothing.

    When nothing is left for the accountable organisation, the case keeps its owner, who sees only
    that it is there and gets a date to end it or to ask again. Raises ``RefusedError``: NOT_FOUND
    for somebody else's grant, LEGAL_TASK_STAYS, ALREADY_WITHDRAWN.
    """
    with acting(context) as act:
        case, row = _locked(context, grant_ref)
        _stop(act, context, case, row)


def stop_sharing_on_word(context: Context, *, ref: str, grant_ref: str) -> None:
    """Withdraw a grant for the resident of a case, who asked a professional to.

    It works at once, like their own withdrawal, and they are told, so that a mistake is seen.
    Raises ``RefusedError``: NOT_FOUND, ROLE_DOES_NOT_ALLOW, LEGAL_TASK_STAYS, ALREADY_WITHDRAWN.
    """
    with acting(context) as act:
        case = case_for_act(context, ref=ref, action=AccessAction.SHARE)
        held = GrantRecord.objects.select_for_update(no_key=True)
        row = held.filter(ref=grant_ref, case=case, case__resident__isnull=False).first()
        if row is None:
            raise RefusedError(NOT_FOUND)
        _stop(act, context, case, row)
        name = current_region().organisation_name(
            row.organisation_id, context.today, context.language
        )
        tell_resident(act, context, News.SHARING_STOPPED, case=case, organisation=name)


def _stop(act: Act, context: Context, case: CaseRecord, row: GrantRecord) -> None:
    """Take the locked grant back and write it down."""
    if not row.fields:
        raise RefusedError(Refusal(Reason.ALREADY_WITHDRAWN))
    require(may_withdraw_grant(grant_of(row), context.now))
    GrantRecord.objects.filter(pk=row.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=context.now
    )
    payload = {
        "case": case.ref,
        "grant": row.ref,
        "from": row.organisation_id,
        "purpose": row.purpose,
    }
    day = _leave_to_owner(context, case, row)
    if day is not None:
        payload["next_date"] = day.isoformat()
    act.record("SharingStopped", case_id=case.pk, subjects=subjects_of(case), payload=payload)


def _locked(context: Context, grant_ref: str) -> tuple[CaseRecord, GrantRecord]:
    """Lock the case, then the grant, of the resident who acts."""
    known = GrantRecord.objects.filter(
        ref=grant_ref, case__resident_id=context.resident_id, case__resident__isnull=False
    )
    case_ref = known.values_list("case__ref", flat=True).first()
    if case_ref is None:
        raise RefusedError(NOT_FOUND)
    case = case_for_act(context, ref=case_ref, action=AccessAction.SEE)
    return case, GrantRecord.objects.select_for_update(no_key=True).get(ref=grant_ref)


def _leave_to_owner(context: Context, case: CaseRecord, row: GrantRecord) -> date | None:
    """Give the accountable organisation a date to act on, when it can see nothing any more."""
    owner = case.accountable_id
    if row.organisation_id != owner or case.state != "open":
        return None
    held = GrantRecord.objects.filter(live_at(context.now), case=case, organisation_id=owner)
    left = list(held.filter(purpose=owner_purpose(case).value))
    if any(one.fields for one in left):
        return None
    if not left:
        to = (owner, owner_purpose(case))
        _give(context, case, to, basis=LegalBasis.REQUEST, fields=NOTHING)
    term = current_region().term_days("first_contact", owner)
    day = add_working_days(context.today, term)
    touch(context, case, next_step=NOTHING_SHARED, next_date=day, next_party="organisation")
    return day


def share_again(context: Context, *, grant_ref: str) -> str:
    """Allow again, by consent, what was withdrawn; returns the reference of the new grant.

    The accountable organisation gets a date to be in touch. Raises ``RefusedError``: NOT_FOUND,
    CASE_CLOSED, and INVALID_INPUT for a grant that was not withdrawn.
    """
    with acting(context) as act:
        case, row = _locked(context, grant_ref)
        if case.state != "open":
            raise RefusedError(Refusal(Reason.CASE_CLOSED))
        if row.withdrawn_at is None:
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "grant"}))
        fields = frozenset(FieldGroup(group) for group in row.fields)
        purpose = Purpose(row.purpose)
        live = _same(context, row)
        ref = live or _give(
            context, case, (row.organisation_id, purpose), basis=LegalBasis.CONSENT, fields=fields
        )
        payload = {
            "case": case.ref,
            "grant": ref,
            "to": row.organisation_id,
            "purpose": row.purpose,
            "fields": sorted(row.fields),
        }
        if row.organisation_id == case.accountable_id and case.next_step == NOTHING_SHARED:
            payload["next_date"] = _greet(context, case).isoformat()
        act.record(
            "SharingAllowed",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload=payload,
            legal_basis=LegalBasis.CONSENT.value,
        )
    return ref


def _same(context: Context, row: GrantRecord) -> str:
    """Return the live grant that already allows this, so that doing it twice makes one."""
    held = GrantRecord.objects.filter(
        live_at(context.now),
        case_id=row.case_id,
        organisation_id=row.organisation_id,
        purpose=row.purpose,
    )
    return next((one.ref for one in held if set(one.fields) >= set(row.fields)), "")


def _greet(context: Context, case: CaseRecord) -> date:
    term = current_region().term_days("callback", case.accountable_id)
    day = add_working_days(context.today, term)
    touch(context, case, next_step=SHARED_AGAIN, next_date=day, next_party="organisation")
    return day


def _give(
    context: Context,
    case: CaseRecord,
    to: tuple[str, Purpose],
    *,
    basis: LegalBasis,
    fields: frozenset[FieldGroup],
) -> str:
    return give(
        NewGrant(
            case_id=case.pk,
            organisation=to[0],
            purpose=to[1],
            basis=basis,
            fields=fields,
            given_by=context.kind.value,
            valid_from=context.now,
        )
    )
