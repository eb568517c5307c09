"""Registration: a question becomes a case with an owner, a next step and a date at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_noop

from voordeur.domain.cases.lifecycle import may_register
from voordeur.domain.consent.grants import FieldGroup, Purpose
from voordeur.domain.kernel.actors import CASE_WORK_ROLES, ActorKind
from voordeur.domain.kernel.calendar import add_working_days
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.region.model import Region
from voordeur.records.cases.models import CaseRecord
from voordeur.records.employers.models import EmployerRecord
from voordeur.records.references import new_reference
from voordeur.records.residents.models import ResidentRecord
from voordeur.services import consent
from voordeur.services.access import subjects_of
from voordeur.services.acts import Act, acting
from voordeur.services.codes import new_code
from voordeur.services.context import Context
from voordeur.services.letters import News, tell_resident
from voordeur.services.people import EmployerDetails, PersonDetails, write_employer, write_resident
from voordeur.services.region import current_region
from voordeur.services.routing import front_door_of, route

FIRST_CONTACT = gettext_noop("Eerste contact opnemen")
HAND_OVER_WARMLY = gettext_noop("Warm overdragen aan de leidende partij")


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A question on its way to becoming a case.

    Exactly one of ``person``, ``resident_ref`` and ``employer`` is given. ``situation`` holds
    routing facts. Without ``next_step`` and ``next_date`` the first contact is planned within the
    region's term.
    """

    question: str
    channel: str
    situation: Mapping[str, str | int] = field(default_factory=dict)
    person: PersonDetails | None = None
    resident_ref: str = ""
    employer: EmployerDetails | None = None
    next_step: str = ""
    next_date: date | None = None
    rejected_on: date | None = None
    distance_class: str = ""
    adviser_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A registered case: its reference, the code for the person, who leads by the routing table."""

    ref: str
    return_code: str
    """'' when the person was known already and has a code."""
    accountable: str
    proposed: str | None


def register(context: Context, *, registration: Registration) -> Registered:
    """Make a case out of a question: with an owner, a next step and a date from the first second.

    At a partner's desk that partner is accountable; at the public door the keeper of the door is.
    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, INVALID_INPUT, NEXT_STEP_NEEDED,
    DATE_IN_THE_PAST.
    """
    region = current_region()
    _require_case_worker(context)
    with acting(context) as act:
        return register_within(act, context, region, registration)


def register_within(
    act: Act, context: Context, region: Region, registration: Registration
) -> Registered:
    """Do :func:`register` inside a larger act that records ``CaseRegistered`` as its event."""
    accountable = context.organisation or front_door_of(region)
    answer = route(region, registration.situation, on=context.today)
    step, day = _first_step(context, region, registration, accountable)
    require(may_register(next_step=step, next_date=day, today=context.today))
    resident, employer, code = _subject(context, registration)
    municipality = str(registration.situation.get("municipality", "")) or (
        resident.municipality if resident else ""
    )
    case = CaseRecord.objects.create(
        ref=new_reference(),
        resident=resident,
        employer=employer,
        accountable_id=accountable,
        finally_responsible_id=answer.finally_responsible or accountable,
        proposed_id=answer.organisation,
        proposed_rule=answer.rule,
        adviser_id=registration.adviser_id,
        question=registration.question.strip(),
        channel=registration.channel,
        municipality=municipality,
        situation=dict(registration.situation),
        target_group=answer.target_group,
        distance_class=registration.distance_class,
        next_step=step,
        next_date=day,
        rejected_on=registration.rejected_on,
        opened_at=context.now,
        last_act_at=context.now,
    )
    _grant_to_owner(context, region, case)
    act.record(
        "CaseRegistered",
        case_id=case.pk,
        subjects=subjects_of(case),
        payload={
            "case": case.ref,
            "accountable": accountable,
            "next_date": day.isoformat(),
            "channel": case.channel,
            "municipality": municipality,
            "target_group": case.target_group,
            "proposed": answer.organisation or "",
            "rule": answer.rule,
            "rejected_on": registration.rejected_on.isoformat() if registration.rejected_on else "",
        },
    )
    name = region.organisation_name(accountable, context.today, context.language)
    tell_resident(act, context, News.REGISTERED, case=case, organisation=name)
    return Registered(
        ref=case.ref, return_code=code, accountable=accountable, proposed=answer.organisation
    )


def _require_case_worker(context: Context) -> None:
    if context.kind in {ActorKind.VISITOR, ActorKind.RESIDENT, ActorKind.SYSTEM}:
        return
    if not context.has_role(*CASE_WORK_ROLES):
        raise RefusedError(Refusal(Reason.ROLE_DOES_NOT_ALLOW))


def _first_step(
    context: Context, region: Region, registration: Registration, accountable: str
) -> tuple[str, date]:
    term = region.term_days("first_contact", accountable)
    step = registration.next_step.strip() or FIRST_CONTACT
    return step, registration.next_date or add_working_days(context.today, term)


def _subject(
    context: Context, registration: Registration
) -> tuple[ResidentRecord | None, EmployerRecord | None, str]:
    given = (registration.person, registration.resident_ref or None, registration.employer)
    if sum(part is not None for part in given) != 1:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "person"}))
    if registration.resident_ref:
        return _known_resident(context, registration.resident_ref), None, ""
    code = new_code()
    if registration.employer is not None:
        return None, write_employer(context, registration.employer, return_code=code), code
    assert registration.person is not None  # the count above leaves only this one
    return write_resident(context, registration.person, return_code=code), None, code


def _known_resident(context: Context, ref: str) -> ResidentRecord:
    """Return a resident the actor may know already; anybody else does not exist here."""
    known = ResidentRecord.objects.filter(ref=ref).first()
    strangers = context.kind in {ActorKind.PROFESSIONAL, ActorKind.LINK, ActorKind.VISITOR}
    if known is None or (
        strangers and not consent.visible_to(context).filter(resident=known).exists()
    ):
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return known


def _grant_to_owner(context: Context, region: Region, case: CaseRecord) -> None:
    purpose = owner_purpose(case)
    consent.give(
        consent.NewGrant(
            case_id=case.pk,
            organisation=case.accountable_id,
            purpose=purpose,
            basis=consent.basis_for(region, purpose, case.accountable_id),
            fields=frozenset(FieldGroup),
            given_by=context.kind.value,
            valid_from=context.now,
        )
    )


def owner_purpose(case: CaseRecord) -> Purpose:
    """Return the purpose for which the accountable organisation sees a case."""
    return Purpose.GUIDANCE if case.resident_id is not None else Purpose.EMPLOYER_SERVICE
