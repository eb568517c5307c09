"""Giving, ending and reading grants: the one place that touches the table of grants."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from voordeur.domain.consent.grants import (
    ROLE_PURPOSES,
    AccessAction,
    FieldGroup,
    Grant,
    LegalBasis,
    Purpose,
    may_withdraw,
)
from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.region.model import Region
from voordeur.records.cases.models import CaseRecord
from voordeur.records.consent.models import GrantRecord
from voordeur.records.references import new_reference
from voordeur.services.acts import acting
from voordeur.services.audit import Subject
from voordeur.services.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGrant:
    """A grant about to be given within an act."""

    case_id: int
    organisation: str
    purpose: Purpose
    basis: LegalBasis
    fields: frozenset[FieldGroup]
    given_by: str
    valid_from: datetime
    valid_until: datetime | None = None
    handover_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantLine:
    """A grant as a resident or a professional reads it."""

    ref: str
    organisation: str
    purpose: Purpose
    basis: LegalBasis
    fields: frozenset[FieldGroup]
    valid_from: datetime
    valid_until: datetime | None
    withdrawn_at: datetime | None
    given_by: str
    live: bool
    withdrawable: bool


def basis_for(region: Region, purpose: Purpose, organisation: str) -> LegalBasis:
    """Return the legal task the pack names for this kind of organisation, else the request."""
    entry = region.organisations.get(organisation)
    described = region.purposes.get(purpose.value)
    if entry and described and described.legal_basis_for(entry.kind):
        return LegalBasis.LEGAL_TASK
    return LegalBasis.REQUEST


def give(grant: NewGrant) -> str:
    """Write a grant inside the caller's act and return its reference."""
    row = GrantRecord.objects.create(
        ref=new_reference(),
        case_id=grant.case_id,
        organisation_id=grant.organisation,
        purpose=grant.purpose.value,
        legal_basis=grant.basis.value,
        fields=sorted(group.value for group in grant.fields),
        valid_from=grant.valid_from,
        valid_until=grant.valid_until,
        given_by=grant.given_by,
        handover_id=grant.handover_id,
    )
    return row.ref


def end(
    *, case_id: int, organisation: str, now: datetime, purposes: Iterable[Purpose] = tuple(Purpose)
) -> int:
    """Let live grants of an organisation on a case end now, inside the caller's act."""
    return GrantRecord.objects.filter(
        live_at(now),
        case_id=case_id,
        organisation_id=organisation,
        purpose__in=[purpose.value for purpose in purposes],
    ).update(valid_until=now)


def end_of_handover(*, handover_id: int, now: datetime) -> int:
    """Let what was granted to judge one offer end now, inside the caller's act."""
    return GrantRecord.objects.filter(
        live_at(now), handover_id=handover_id, purpose=Purpose.HANDOVER.value
    ).update(valid_until=now)


def live_at(now: datetime) -> Q:
    """Return the SQL form of :func:`voordeur.domain.consent.grants.live`."""
    return (
        Q(valid_from__lte=now)
        & (Q(valid_until__isnull=True) | Q(valid_until__gt=now))
        & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=now))
    )


def purposes_of(context: Context, action: AccessAction) -> frozenset[Purpose]:
    """Return the purposes within which the actor's roles may do ``action``."""
    wanted = frozenset(
        purpose
        for role in context.roles
        for purpose, actions in ROLE_PURPOSES[role].items()
        if action in actions
    )
    return frozenset({Purpose(context.purpose)}) & wanted if context.purpose else wanted


def granted(context: Context, action: AccessAction) -> Exists:
    """Return the condition 'the actor holds a live grant on this case', for case queries."""
    return Exists(_held(context, action))


def shown(context: Context, group: FieldGroup) -> Exists:
    """Return the condition 'the actor may see this field group', so that no filter tells more."""
    held = _held(context, AccessAction.SEE).annotate(shared=Cast("fields", TextField()))
    return Exists(held.filter(shared__contains=f'"{group.value}"'))


def _held(context: Context, action: AccessAction) -> QuerySet[GrantRecord]:
    held = GrantRecord.objects.filter(
        live_at(context.now),
        case_id=OuterRef("pk"),
        organisation_id=context.organisation,
        purpose__in=[purpose.value for purpose in purposes_of(context, action)],
    )
    if context.kind is ActorKind.LINK:
        held = held.filter(handover__ref=context.link_ref)
    return held


def grants_on(context: Context, case_ids: Iterable[int]) -> Mapping[int, list[Grant]]:
    """Return the actor's organisation's grants per case, in one query."""
    rows = GrantRecord.objects.filter(
        case_id__in=list(case_ids), organisation_id=context.organisation
    )
    if context.purpose:
        rows = rows.filter(purpose=context.purpose)
    if context.kind is ActorKind.LINK:
        rows = rows.filter(handover__ref=context.link_ref)
    found: dict[int, list[Grant]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(grant_of(row))
    return found


def grants_of_case(case_id: int, now: datetime) -> list[GrantLine]:
    """Return every grant on a case, newest first; for the resident and for the case page."""
    rows = GrantRecord.objects.filter(case_id=case_id).order_by("-id")
    return [line_of(row, now) for row in rows]


def share(
    context: Context,
    *,
    case: CaseRecord,
    organisation: str,
    purpose: Purpose,
    fields: frozenset[FieldGroup],
) -> str:
    """Let a partner see ``fields`` on the resident's word; returns the grant's reference.

    What is allowed already is not allowed twice: then one stop would leave the other open.
    """
    if case.resident_id is None:
        raise RefusedError(Refusal(Reason.NO_CONSENT))
    new = NewGrant(
        case_id=case.pk,
        organisation=organisation,
        purpose=purpose,
        basis=LegalBasis.CONSENT,
        fields=fields,
        given_by=context.kind.value,
        valid_from=context.now,
    )
    with transaction.atomic():
        # One at a time: two tabs at once are one yes.
        CaseRecord.objects.select_for_update(no_key=True).get(pk=case.pk)
        return _allowing(context, new) or _share(context, new, case.resident_id)


def _allowing(context: Context, new: NewGrant) -> str:
    """Return the live grant that lets all of this be seen already; '' when there is none."""
    held = GrantRecord.objects.filter(
        live_at(context.now),
        case_id=new.case_id,
        organisation_id=new.organisation,
        purpose=new.purpose.value,
        legal_basis=new.basis.value,
    )
    wanted = {group.value for group in new.fields}
    return next((row.ref for row in held.order_by("id") if wanted <= set(row.fields)), "")


def _share(context: Context, new: NewGrant, resident_id: int) -> str:
    with acting(context) as act:
        ref = give(new)
        act.record(
            "SharingAllowed",
            case_id=new.case_id,
            subjects=(Subject(resident_id, new.case_id),),
            payload={
                "grant": ref,
                "to": new.organisation,
                "purpose": new.purpose.value,
                "fields": sorted(group.value for group in new.fields),
            },
            legal_basis=new.basis.value,
        )
    return ref


def grant_of(row: GrantRecord) -> Grant:
    """Return the row as the rules judge it."""
    return Grant(
        case=str(row.case_id),
        organisation=row.organisation_id,
        purpose=Purpose(row.purpose),
        basis=LegalBasis(row.legal_basis),
        fields=frozenset(FieldGroup(group) for group in row.fields),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        withdrawn_at=row.withdrawn_at,
    )


def line_of(row: GrantRecord, now: datetime) -> GrantLine:
    """Return the row as people read it."""
    grant = grant_of(row)
    from_now = grant.valid_until is None or now < grant.valid_until
    live = grant.valid_from <= now and from_now and grant.withdrawn_at is None
    return GrantLine(
        ref=row.ref,
        organisation=grant.organisation,
        purpose=grant.purpose,
        basis=grant.basis,
        fields=grant.fields,
        valid_from=grant.valid_from,
        valid_until=grant.valid_until,
        withdrawn_at=grant.withdrawn_at,
        given_by=row.given_by,
        live=live,
        withdrawable=bool(may_withdraw(grant, now)) and live,
    )


def visible_to(context: Context, action: AccessAction = AccessAction.SEE) -> QuerySet[CaseRecord]:
    """Return the cases the actor may do ``action`` on; the list twin of ``may_do``."""
    if context.kind is ActorKind.RESIDENT:
        return CaseRecord.objects.filter(resident_id=context.resident_id, resident__isnull=False)
    return CaseRecord.objects.filter(granted(context, action))
