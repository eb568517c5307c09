"""Acts on a handover: offer, accept, return, redirect and withdraw."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from voordeur.domain.cases.lifecycle import CasePhase, CaseState
from voordeur.domain.consent.grants import (
    AccessAction,
    FieldGroup,
    LegalBasis,
    Purpose,
)
from voordeur.domain.handover.lifecycle import (
    HandoverAction,
    HandoverFacts,
    HandoverState,
    Target,
    may_answer,
    may_offer,
    may_withdraw,
)
from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.calendar import add_working_days
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.region.model import Region
from voordeur.records.cases.models import CaseRecord
from voordeur.records.handover.models import HandoverRecord
from voordeur.records.region.models import OrganisationRecord
from voordeur.services import consent, links
from voordeur.services.access import NOT_FOUND, case_for_act, facts_of, subjects_of
from voordeur.services.acts import Act, acting
from voordeur.services.cases import FIRST_CONTACT, owner_purpose, touch
from voordeur.services.context import Context
from voordeur.services.handover_letters import (
    Addressed,
    HandoverNews,
    by_account,
    members,
    tell_professionals,
)
from voordeur.services.letters import News, tell_resident
from voordeur.services.offers import Offer as Offer  # noqa: PLC0414  part of this module's words
from voordeur.services.offers import deviates, write_offer
from voordeur.services.offers import refusers_of as refusers_of  # noqa: PLC0414  the same
from voordeur.services.region import current_region

CONTACT_AFTER_RETURN = gettext_noop("Een andere partij zoeken")
FOLLOW_FIELDS = frozenset({FieldGroup.NAME})
"""What a sender keeps seeing of a case that was taken over: whose it is, and how it goes."""
BY_REQUEST_OF_RESIDENT = LegalBasis.REQUEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a receiver says: a reason for a no, a third organisation for a redirect."""

    action: HandoverAction
    reason: str = ""
    note: str = ""
    third: str = ""
    next_step: str = ""
    next_date: date | None = None
    resident_agrees: bool = False
    """At a redirect: the resident said yes to the third organisation."""


def offer(context: Context, *, ref: str, offer: Offer) -> str:
    """Offer a case to another organisation; the sender stays accountable until it accepts.

    Returns the reference of the handover. Raises ``RefusedError`` as ``may_offer`` and
    ``may_grant`` judge, and REASON_NEEDED when the receiver is another than the routing table
    gives (and that one did not refuse) and no deviation is written down.
    """
    region = current_region()
    with acting(context) as act:
        case = case_for_act(context, ref=ref, action=AccessAction.HAND_OVER)
        row = _open(act, context, region, case, offer)
        act.record(
            "HandoverOffered",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload=_offered_payload(case, row),
        )
    return row.ref


def offer_registered(context: Context, *, ref: str, offer: Offer) -> str:
    """Offer a case that this same transaction registered, by the organisation that did.

    For a sender without any other access to it, such as the holder of an organisation's link.
    """
    region = current_region()
    with acting(context) as act:
        case = CaseRecord.objects.select_for_update(no_key=True).get(ref=ref)
        if (case.accountable_id, case.opened_at, case.version) != (
            context.organisation,
            context.now,
            1,
        ):
            raise RefusedError(NOT_FOUND)
        row = _open(act, context, region, case, offer)
        act.record(
            "HandoverOffered",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload=_offered_payload(case, row),
        )
    return row.ref


def _offered_payload(case: CaseRecord, row: HandoverRecord) -> dict[str, object]:
    return {
        "case": case.ref,
        "handover": row.ref,
        "sender": row.sender_id,
        "receiver": row.receiver_id,
        "kind": row.kind,
        "reason": row.reason,
        "due_on": row.due_on.isoformat(),
        "fields": list(row.shared_fields),
        "deviates": bool(row.deviation),
    }


def _open(
    act: Act, context: Context, region: Region, case: CaseRecord, offer: Offer
) -> HandoverRecord:
    sender = context.organisation or case.accountable_id
    target = _target(offer.receiver)
    require(may_offer(facts_of(case), sender, target, reason=offer.reason))
    if deviates(case, offer.receiver, sender) and not offer.deviation.strip():
        raise RefusedError(Refusal(Reason.REASON_NEEDED, {"field": "deviation"}))
    row = write_offer(context, region, case, offer, follows=None)
    _tell_receiver(act, context, region, row)
    name = region.organisation_name(offer.receiver, context.today, context.language)
    tell_resident(act, context, News.OFFERED, case=case, organisation=name)
    touch(context, case, **({"rejected_on": offer.rejected_on} if offer.rejected_on else {}))
    return row


def _tell_receiver(act: Act, context: Context, region: Region, row: HandoverRecord) -> None:
    """Mail the team leads of the receiver, and whoever gets the link."""
    to = members(row.receiver_id, context.today, Role.TEAM_LEAD)
    if row.link_email:
        to = [*to, links.addressed(row, today=context.today)]
    tell_professionals(act, context, region, HandoverNews.OFFERED, row=row, to=to)


def _tell_sender(
    act: Act, context: Context, region: Region, news: HandoverNews, row: HandoverRecord
) -> None:
    """Mail whoever offered it what the answer is."""
    to: list[Addressed] = by_account(row.offered_by_id)
    tell_professionals(act, context, region, news, row=row, to=to)


def _target(organisation: str) -> Target:
    row = OrganisationRecord.objects.filter(code=organisation).first()
    if row is None:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "receiver"}))
    return Target(row.code, takes_handovers=row.takes_handovers)


def accept(context: Context, *, ref: str, answer: Answer) -> None:
    """Take a case over: the receiver is accountable from this moment, with a next step and date.

    Raises ``RefusedError``: NOT_FOUND, HANDOVER_ANSWERED, NOT_RECEIVER, CASE_CLOSED,
    CHANGED_MEANWHILE.
    """
    region = current_region()
    with acting(context) as act:
        row, case = _for_answer(context, ref)
        require(may_answer(_facts(row, case), context.organisation, HandoverAction.ACCEPT))
        _answer(context, row, HandoverState.ACCEPTED, answer)
        next_date = _receive(context, region, row, answer)
        name = region.organisation_name(row.receiver_id, context.today, context.language)
        tell_resident(act, context, News.ACCEPTED, case=case, organisation=name)
        _tell_sender(act, context, region, HandoverNews.ACCEPTED, row)
        act.record(
            "HandoverAccepted",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={
                "case": case.ref,
                "handover": row.ref,
                "accountable": row.receiver_id,
                "next_date": next_date.isoformat(),
            },
        )


def _receive(context: Context, region: Region, row: HandoverRecord, answer: Answer) -> date:
    """Give the new owner a first step and sight, and the old one only the course of things.

    Accountability itself was moved by the database when the answer was written.
    """
    term = region.term_days("first_contact", row.receiver_id)
    next_date = answer.next_date or add_working_days(context.today, term)
    if next_date < context.today:
        raise RefusedError(Refusal(Reason.DATE_IN_THE_PAST))
    case = CaseRecord.objects.get(pk=row.case_id)
    touch(
        context,
        case,
        next_step=answer.next_step.strip() or FIRST_CONTACT,
        next_date=next_date,
        next_party="organisation",
        phase=CasePhase.NEW.value,
        adviser_id=context.account_id if context.kind is ActorKind.PROFESSIONAL else None,
    )
    consent.end_of_handover(handover_id=row.pk, now=context.now)
    consent.end(case_id=case.pk, organisation=row.sender_id, now=context.now)
    purpose = owner_purpose(case)
    basis = consent.basis_for(region, purpose, row.receiver_id)
    if basis is not LegalBasis.LEGAL_TASK and case.resident_id is not None:
        basis = LegalBasis.CONSENT  # the resident's yes to this receiver, asked at the offer
    consent.give(
        consent.NewGrant(
            case_id=case.pk,
            organisation=row.receiver_id,
            purpose=purpose,
            basis=basis,
            fields=frozenset(FieldGroup(group) for group in row.shared_fields),
            given_by="handover",
            valid_from=context.now,
            handover_id=row.pk,
        )
    )
    consent.give(
        consent.NewGrant(
            case_id=case.pk,
            organisation=row.sender_id,
            purpose=Purpose.AFTERCARE,
            basis=BY_REQUEST_OF_RESIDENT,
            fields=FOLLOW_FIELDS,
            given_by="handover",
            valid_from=context.now,
            handover_id=row.pk,
        )
    )
    return next_date


def decline(context: Context, *, ref: str, answer: Answer) -> str | None:
    """Return or redirect a handover with a reason; the sender stays accountable.

    A redirect opens a new handover from the same sender to the third organisation and returns its
    reference; a return gives None and puts 'find another party' on the sender's list today.
    """
    region = current_region()
    with acting(context) as act:
        row, case = _for_answer(context, ref)
        third = _target(answer.third) if answer.third else None
        require(
            may_answer(
                _facts(row, case),
                context.organisation,
                answer.action,
                reason=answer.reason,
                third=third,
            )
        )
        redirect = answer.action is HandoverAction.REDIRECT
        state = HandoverState.REDIRECTED if redirect else HandoverState.RETURNED
        _answer(context, row, state, answer)
        consent.end_of_handover(handover_id=row.pk, now=context.now)
        follow_up = _after_no(act, context, region, row, case=case, answer=answer)
        act.record(
            "HandoverRedirected" if redirect else "HandoverReturned",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={
                "case": case.ref,
                "handover": row.ref,
                "reason": answer.reason,
                "new_handover": follow_up.ref if follow_up else "",
                "receiver": follow_up.receiver_id if follow_up else "",
                "due_on": follow_up.due_on.isoformat() if follow_up else "",
                "next_date": "" if follow_up else context.today.isoformat(),
            },
        )
    return follow_up.ref if follow_up else None


def _after_no(
    act: Act,
    context: Context,
    region: Region,
    row: HandoverRecord,
    *,
    case: CaseRecord,
    answer: Answer,
) -> HandoverRecord | None:
    """Go on to the third organisation, or give the question back to the sender for today."""
    if answer.action is not HandoverAction.REDIRECT:
        touch(context, case, next_step=CONTACT_AFTER_RETURN, next_date=context.today)
        name = region.organisation_name(row.receiver_id, context.today, context.language)
        tell_resident(act, context, News.RETURNED, case=case, organisation=name)
        _tell_sender(act, context, region, HandoverNews.RETURNED, row)
        return None
    again = Offer(
        receiver=answer.third,
        reason=row.reason,
        message=row.message,
        kind=row.kind,
        fields=frozenset(FieldGroup(group) for group in row.shared_fields),
        introduction=row.introduction,
        deviation=row.deviation,
        resident_agrees=answer.resident_agrees,
    )
    follow_up = write_offer(context, region, case, again, follows=row)
    touch(context, case)
    name = region.organisation_name(answer.third, context.today, context.language)
    tell_resident(act, context, News.OFFERED, case=case, organisation=name)
    _tell_receiver(act, context, region, follow_up)
    _tell_sender(act, context, region, HandoverNews.REDIRECTED, row)
    return follow_up


def withdraw(context: Context, *, ref: str, reason: str, note: str = "") -> None:
    """Take an unanswered offer back; the sender was accountable all along."""
    region = current_region()
    with acting(context) as act:
        row, case = _for_answer(context, ref)
        require(may_withdraw(_facts(row, case), context.organisation, reason=reason))
        taken_back = Answer(action=HandoverAction.WITHDRAW, reason=reason, note=note)
        _answer(context, row, HandoverState.WITHDRAWN, taken_back)
        consent.end_of_handover(handover_id=row.pk, now=context.now)
        touch(context, case)
        name = region.organisation_name(row.receiver_id, context.today, context.language)
        tell_resident(act, context, News.WITHDRAWN, case=case, organisation=name)
        if row.link_email:
            to = [links.addressed(row, today=context.today)]
            tell_professionals(act, context, region, HandoverNews.WITHDRAWN, row=row, to=to)
        act.record(
            "HandoverWithdrawn",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={"case": case.ref, "handover": row.ref, "reason": reason},
        )


def _for_answer(context: Context, ref: str) -> tuple[HandoverRecord, CaseRecord]:
    """Lock the case first, then the handover: one order for every act, so nobody deadlocks."""
    found = HandoverRecord.objects.filter(ref=ref).values_list("case__ref", "sender_id").first()
    if found is None or (context.kind is ActorKind.LINK and context.link_ref != ref):
        raise RefusedError(NOT_FOUND)
    row = HandoverRecord.objects.get(ref=ref)
    if context.organisation not in {row.sender_id, row.receiver_id}:
        raise RefusedError(NOT_FOUND)
    if row.state != HandoverState.OFFERED.value:
        raise RefusedError(Refusal(Reason.HANDOVER_ANSWERED, {"state": row.state}))
    case = case_for_act(context, ref=found[0], action=AccessAction.HAND_OVER)
    return HandoverRecord.objects.select_for_update(no_key=True).get(ref=ref), case


def _facts(row: HandoverRecord, case: CaseRecord) -> HandoverFacts:
    return HandoverFacts(
        state=HandoverState(row.state),
        sender=row.sender_id,
        receiver=row.receiver_id,
        accountable=case.accountable_id,
        case_open=case.state == CaseState.OPEN.value,
    )


def _answer(context: Context, row: HandoverRecord, state: HandoverState, answer: Answer) -> None:
    """Write the answer under a guard, so that of two answers exactly one counts."""
    written = HandoverRecord.objects.filter(
        pk=row.pk, state=HandoverState.OFFERED.value, version=row.version
    ).update(
        state=state.value,
        answered_at=context.now,
        answered_by_id=context.account_id,
        answer_reason=answer.reason,
        answer_note=answer.note.strip(),
        version=row.version + 1,
    )
    if written != 1:
        raise RefusedError(Refusal(Reason.HANDOVER_ANSWERED))
