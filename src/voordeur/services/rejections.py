"""A rejected benefit application, handed over warmly in a minute; and how long people waited."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median

from django.db import transaction
from django.utils.translation import gettext as _

from voordeur.domain.consent.grants import FieldGroup, LegalBasis, Purpose
from voordeur.domain.handover.revealing import seen_before_yes
from voordeur.domain.kernel.actors import CASE_WORK_ROLES
from voordeur.domain.kernel.calendar import add_working_days, working_days_between
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.region.model import Region
from voordeur.records.cases.models import CaseRecord
from voordeur.services import cases, consent, duplicates, handover
from voordeur.services.access import NOT_FOUND, fields_per_case, log_list
from voordeur.services.case_words import party_name
from voordeur.services.context import Context, system_context
from voordeur.services.handover import Offer
from voordeur.services.offer_pages import NEEDED_FOR, group_words
from voordeur.services.people import PersonDetails
from voordeur.services.region import current_region
from voordeur.services.routing import front_door_of, municipality_fact, route

REASON = "benefit_rejected"
KIND = "benefit_rejection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A rejection as its professional writes it down.

    Either ``person`` is somebody new, or ``case_ref`` a case the sender already answers for.
    """

    rejected_on: date
    question: str
    message: str = ""
    person: PersonDetails | None = None
    resident_ref: str = ""
    case_ref: str = ""
    postcode: str = ""
    situation: Mapping[str, str | int] = field(default_factory=dict)
    fields: frozenset[FieldGroup] = field(default_factory=frozenset)
    introduction: str = "call"
    introduction_at: datetime | None = None
    deviation: str = ""
    resident_agrees: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """What came of it: the case, the offer ('' when the sender leads itself), and the code."""

    case_ref: str
    handover_ref: str
    receiver: str
    return_code: str


def hand_over_rejected(context: Context, *, rejection: Rejection) -> HandedOver:
    """Register somebody whose application was rejected and offer them on, both or neither.

    The receiver is what the routing table gives, else the keeper of the front door. Raises
    ``RefusedError``: INVALID_INPUT for a day in the future, and as registering and offering do.
    """
    if rejection.rejected_on > context.today:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "rejected_on"}))
    if rejection.resident_ref:
        duplicates.require_known(context, resident_ref=rejection.resident_ref)
    region = current_region()
    with transaction.atomic():
        if rejection.case_ref:
            return _known_case(context, region, rejection)
        done = _new_case(context, region, rejection)
    duplicates.note_elsewhere(system_context(context.now), ref=done.case_ref)
    return done


def _new_case(context: Context, region: Region, rejection: Rejection) -> HandedOver:
    done = cases.register(
        context,
        registration=cases.Registration(
            question=rejection.question,
            channel="desk",
            situation=_situation(
                {**situation_of(context, region, rejection.postcode), **rejection.situation}
            ),
            person=rejection.person,
            resident_ref=rejection.resident_ref,
            rejected_on=rejection.rejected_on,
            adviser_id=context.account_id,
        ),
    )
    receiver = _receiver(region, done.proposed)
    if receiver == done.accountable:
        return HandedOver(
            case_ref=done.ref, handover_ref="", receiver=receiver, return_code=done.return_code
        )
    ref = handover.offer_registered(context, ref=done.ref, offer=_offer(rejection, receiver))
    return HandedOver(
        case_ref=done.ref, handover_ref=ref, receiver=receiver, return_code=done.return_code
    )


def _known_case(context: Context, region: Region, rejection: Rejection) -> HandedOver:
    known = CaseRecord.objects.filter(ref=rejection.case_ref).values_list("situation").first()
    facts = _situation({**(known[0] if known else {}), **rejection.situation})
    cases.classify(context, ref=rejection.case_ref, situation=facts)
    receiver = _receiver(region, route(region, facts, on=context.today).organisation)
    ref = handover.offer(context, ref=rejection.case_ref, offer=_offer(rejection, receiver))
    return HandedOver(
        case_ref=rejection.case_ref, handover_ref=ref, receiver=receiver, return_code=""
    )


def _receiver(region: Region, proposed: str | None) -> str:
    entry = region.organisations.get(proposed or "")
    return entry.code if entry and entry.takes_handovers else front_door_of(region)


def _situation(told: Mapping[str, str | int]) -> dict[str, str | int]:
    return {"asker": "resident", **told, "benefit": "rejected"}


def _offer(rejection: Rejection, receiver: str) -> Offer:
    return Offer(
        receiver=receiver,
        reason=REASON,
        message=rejection.message,
        kind=KIND,
        fields=rejection.fields,
        introduction=rejection.introduction,
        introduction_at=rejection.introduction_at,
        deviation=rejection.deviation,
        resident_agrees=rejection.resident_agrees,
        rejected_on=rejection.rejected_on,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectionChoices:
    """What the form of a rejection needs from the pack."""

    sender: str
    receiver: str
    receiver_name: str
    benefits: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str, str], ...]
    """Code, label and what it is needed for, of what can be shared."""
    needs_consent: bool
    meeting_on: date
    due_on: date


def rejection_choices(context: Context, *, postcode: str = "") -> RejectionChoices:
    """Return the choices of the form, and who will get the person.

    Raises ``RefusedError`` (ROLE_DOES_NOT_ALLOW) for who does no case work.
    """
    if not context.has_role(*CASE_WORK_ROLES):
        raise RefusedError(Refusal(Reason.ROLE_DOES_NOT_ALLOW))
    region, language = current_region(), context.language
    answer = route(region, _situation(situation_of(context, region, postcode)), on=context.today)
    receiver = _receiver(region, answer.organisation)
    described = region.purposes[Purpose.HANDOVER.value].fields
    allowed = seen_before_yes({FieldGroup(group) for group in described})  # nothing is kept yet
    meeting = region.term_days("introduction", receiver)
    return RejectionChoices(
        sender=party_name(context, region, context.organisation),
        receiver=receiver,
        receiver_name=party_name(context, region, receiver),
        benefits=tuple(
            (code, one.label.in_language(language))
            for code, one in region.benefit_kinds.items()
            if one.payer
        ),
        fields=tuple(
            (code, group_words(FieldGroup(code)), _(NEEDED_FOR[FieldGroup(code)]))
            for code, one in region.fields.items()
            if FieldGroup(code) in allowed
        ),
        needs_consent=consent.basis_for(region, Purpose.HANDOVER, receiver)
        is not LegalBasis.LEGAL_TASK,
        meeting_on=add_working_days(context.today, meeting),
        due_on=add_working_days(context.today, region.term_days("handover_answer", receiver)),
    )


def situation_of(context: Context, region: Region, postcode: str) -> dict[str, str | int]:
    """Return what follows from a postcode, or from the sender's own municipality without one."""
    place = municipality_fact(region, postcode)
    own = region.organisations[context.organisation].municipalities
    if not place and len(own) == 1:
        place = own[0]
    return {"municipality": place} if place else {}


# ---- 'rejected → first contact' ----


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Somebody who was rejected and whom nobody reached yet."""

    case_ref: str
    who: str
    rejected_on: date
    working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """How long people waited between the rejection and the first contact."""

    number: int
    reached: int
    median_days: float | None
    """Working days; None when nobody was reached yet."""
    term_days: int
    within_term: int
    waiting: tuple[Waiting, ...]


def rejected_to_contact(context: Context, *, most: int = 50) -> Rejected:
    """Measure the cases the reader's organisation can see (a constant number of queries).

    Raises ``RefusedError`` (NOT_FOUND) for who does no case work.
    """
    if not context.has_role(*CASE_WORK_ROLES):
        raise RefusedError(NOT_FOUND)
    region = current_region()
    found = consent.visible_to(context).filter(rejected_on__isnull=False)
    term = region.term_days("first_contact", front_door_of(region))
    days = [
        working_days_between(rejected_on, context.at(reached_at).today)
        for rejected_on, reached_at in found.filter(first_contact_at__isnull=False).values_list(
            "rejected_on", "first_contact_at"
        )
        if rejected_on and reached_at
    ]
    still = found.filter(first_contact_at__isnull=True, state="open")
    rows = list(still.select_related("resident").order_by("rejected_on", "id")[:most])
    seen = fields_per_case(context, [row.pk for row in rows])
    named = [row for row in rows if FieldGroup.NAME in seen.get(row.pk, frozenset())]
    log_list(context, name="rejected", cases=named)
    names = {row.pk: row.resident.name for row in named if row.resident}
    return Rejected(
        number=len(days) + still.count(),
        reached=len(days),
        median_days=median(days) if days else None,
        term_days=term,
        within_term=sum(number <= term for number in days),
        waiting=tuple(
            Waiting(
                case_ref=row.ref,
                who=names.get(row.pk, ""),
                rejected_on=row.rejected_on,
                working_days=working_days_between(row.rejected_on, context.today),
            )
            for row in rows
            if row.rejected_on
        ),
    )
