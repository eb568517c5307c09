"""Writing an offer: its dates, what the receiver may see meanwhile, and on which basis."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError

from voordeur.domain.consent.grants import FieldGroup, LegalBasis, Purpose, may_grant
from voordeur.domain.handover.deadlines import deadlines
from voordeur.domain.handover.revealing import seen_before_yes
from voordeur.domain.kernel.actors import CASE_WORK_ROLES
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.region.model import Region
from voordeur.records.cases.models import CaseRecord
from voordeur.records.handover.models import HandoverRecord
from voordeur.records.references import new_reference
from voordeur.records.region.models import OrganisationRecord
from voordeur.services import consent
from voordeur.services.context import Context
from voordeur.services.handover_letters import members


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a sender fills in. ``fields`` is what the receiver may see; default nothing.

    Notes and documents among them are seen after the yes.
    """

    receiver: str
    reason: str
    message: str = ""
    kind: str = "warm"
    fields: frozenset[FieldGroup] = field(default_factory=frozenset)
    introduction: str = "call"
    introduction_at: datetime | None = None
    deviation: str = ""
    link_email: str = ""
    resident_agrees: bool = False
    """The resident said yes; needed for a receiver without a legal task."""
    rejected_on: date | None = None
    """The day a benefit application was rejected, when that is the reason of the offer."""


def write_offer(
    context: Context,
    region: Region,
    case: CaseRecord,
    offer: Offer,
    *,
    follows: HandoverRecord | None,
) -> HandoverRecord:
    """Write the offer, and let the receiver see what was chosen for as long as it is open."""
    basis = basis_of(region, case, offer.receiver, offer.fields, agreed=offer.resident_agrees)
    term = region.term_days("handover_answer", offer.receiver)
    dates = deadlines(context.today, term)
    try:
        row = HandoverRecord.objects.create(
            ref=new_reference(),
            case=case,
            episode=case.episode,
            sender_id=case.accountable_id,
            receiver_id=offer.receiver,
            kind=offer.kind,
            reason=offer.reason,
            message=offer.message.strip(),
            shared_fields=sorted(group.value for group in offer.fields),
            introduction=offer.introduction,
            introduction_at=offer.introduction_at,
            rule=case.proposed_rule if case.proposed_id == offer.receiver else "",
            deviation=offer.deviation.strip(),
            term_days=term,
            offered_at=context.now,
            # At a redirect the third party answers to whoever offered it first.
            offered_by_id=follows.offered_by_id if follows else context.account_id,
            reminder_on=dates.reminder_on,
            due_on=dates.due_on,
            escalate_on=dates.escalate_again_on,
            follows=follows,
            link_email=_link_address(context, offer),
        )
    except IntegrityError as error:  # somebody else offered it between our look and our write
        raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE)) from error
    consent.give(
        consent.NewGrant(
            case_id=case.pk,
            organisation=offer.receiver,
            purpose=Purpose.HANDOVER,
            basis=basis,
            fields=seen_before_yes(offer.fields),
            given_by="handover",
            valid_from=context.now,
            handover_id=row.pk,
        )
    )
    return row


def deviates(case: CaseRecord, receiver: str, sender: str) -> bool:
    """Tell whether ``receiver`` is another than the routing table gives, who did not refuse."""
    if case.proposed_id in {None, receiver, sender}:
        return False
    return case.proposed_id not in refusers_of(case.pk, case.episode)


def basis_of(
    region: Region, case: CaseRecord, receiver: str, fields: frozenset[FieldGroup], *, agreed: bool
) -> LegalBasis:
    """Return on which basis ``receiver`` may see ``fields`` of an offer.

    Raises ``RefusedError``: NO_CONSENT for a receiver without a legal task when the resident did
    not agree, INVALID_INPUT for a field the purpose does not need. A company is no natural person
    and needs no consent.
    """
    basis = consent.basis_for(region, Purpose.HANDOVER, receiver)
    legal = basis is LegalBasis.LEGAL_TASK
    if not legal and case.resident_id is not None:
        basis = LegalBasis.CONSENT
    described = region.purposes[Purpose.HANDOVER.value]
    require(
        may_grant(
            basis,
            fields,
            purpose_fields=frozenset(FieldGroup(group) for group in described.fields),
            has_legal_task=legal,
            consent_given=agreed or case.resident_id is None,
        )
    )
    return basis


def refusers_of(case_id: int, episode: int) -> frozenset[str]:
    """Return the organisations that returned or redirected this question in this episode."""
    rows: Iterable[str] = HandoverRecord.objects.filter(
        case_id=case_id, episode=episode, state__in=("returned", "redirected")
    ).values_list("receiver_id", flat=True)
    return frozenset(rows)


def _link_address(context: Context, offer: Offer) -> str:
    """Return where a link goes: as typed, else the general address when nobody has an account."""
    typed = offer.link_email.strip().lower()
    if typed or members(offer.receiver, context.today, *CASE_WORK_ROLES):
        return typed
    known = OrganisationRecord.objects.filter(code=offer.receiver)
    return known.values_list("contact_email", flat=True).first() or ""
