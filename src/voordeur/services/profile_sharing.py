"""Letting who helps now see a profile: by the person, or on their word with the one accountable."""

from dataclasses import dataclass

from django.db import transaction

from voordeur.domain.consent.grants import AccessAction, FieldGroup
from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.records.cases.models import CaseRecord
from voordeur.services import consent
from voordeur.services.access import case_for_act
from voordeur.services.case_words import party_name
from voordeur.services.cases import owner_purpose
from voordeur.services.context import Context
from voordeur.services.my_door import resident_row
from voordeur.services.region import current_region

PROFILE = frozenset({FieldGroup.PROFILE})


@dataclass(frozen=True, slots=True)
class Helper:
    """An organisation that is accountable for an open case and does not see the profile."""

    case_ref: str
    name: str


def let_see(context: Context, *, ref: str, agrees: bool = False) -> str:
    """Let the organisation accountable for a case see the profile; returns the grant's reference.

    The person decides; a professional of that organisation records that the person ``agrees``.
    Raises ``RefusedError``: NOT_FOUND, ROLE_DOES_NOT_ALLOW, NOT_ACCOUNTABLE, NO_CONSENT,
    CASE_CLOSED, INVALID_INPUT when the region does not share profiles for this purpose.
    """
    with transaction.atomic():
        case = case_for_act(context, ref=ref, action=AccessAction.WORK)
        if context.kind is not ActorKind.RESIDENT:
            if case.accountable_id != context.organisation:
                raise RefusedError(Refusal(Reason.NOT_ACCOUNTABLE))
            if not agrees:
                raise RefusedError(Refusal(Reason.NO_CONSENT, {"field": "profile"}))
        if case.state != "open":
            raise RefusedError(Refusal(Reason.CASE_CLOSED))
        purpose = owner_purpose(case)
        described = current_region().purposes.get(purpose.value)
        if described is None or FieldGroup.PROFILE.value not in described.fields:
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "purpose"}))
        return consent.share(
            context,
            case=case,
            organisation=case.accountable_id,
            purpose=purpose,
            fields=PROFILE,
        )


def may_ask(context: Context, *, ref: str) -> bool:
    """Tell whether this professional may record a yes: accountable, and working on a person."""
    try:
        with transaction.atomic():
            case = case_for_act(context, ref=ref, action=AccessAction.WORK)
    except RefusedError:
        return False
    return case.resident_id is not None and case.accountable_id == context.organisation


def not_seen_by(context: Context) -> tuple[Helper, ...]:
    """Return who helps the resident now without seeing the profile, once per organisation."""
    row, region = resident_row(context), current_region()
    cases = CaseRecord.objects.filter(resident_id=row.pk, state="open").order_by("id")
    found: dict[str, Helper] = {}
    for case in cases:
        lines = consent.grants_of_case(case.pk, context.now)
        sees = any(
            one.live
            and one.organisation == case.accountable_id
            and FieldGroup.PROFILE in one.fields
            for one in lines
        )
        if sees:
            found.pop(case.accountable_id, None)
        else:
            name = party_name(context, region, case.accountable_id)
            found.setdefault(case.accountable_id, Helper(case.ref, name))
    return tuple(found.values())
