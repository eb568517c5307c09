"""Questions at the public door: asked without a name, kept with a code, made a case on request."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from voordeur.domain.consent.grants import FieldGroup, Purpose
from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.calendar import add_working_days
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.region.model import OrganisationKind, Region
from voordeur.records.cases.models import CaseRecord
from voordeur.records.employers.models import EmployerRecord
from voordeur.records.inquiries.models import InquiryRecord
from voordeur.records.references import new_reference
from voordeur.records.residents.models import ResidentRecord
from voordeur.services import attempts, consent, handover
from voordeur.services.access import subjects_of
from voordeur.services.acts import acting
from voordeur.services.audit import JournalEntry, record_view
from voordeur.services.cases import Registration, register_within
from voordeur.services.codes import code_hash, new_code, plain
from voordeur.services.context import Context, system_context
from voordeur.services.door_letters import tell_employer
from voordeur.services.people import EmployerDetails, PersonDetails
from voordeur.services.recruitment import known_route
from voordeur.services.region import current_region
from voordeur.services.routing import RouteAnswer, front_door_of, municipality_fact, route

POSTCODE = "postcode"
"""Kept among the answers for the distance to places; no rule speaks of it."""
LONGEST_QUESTION = 4000
KEPT_DAYS = 90
"""Days a question without a case waits for its asker to come back."""
CALL_BACK = gettext_noop("Terugbellen")
WRONG_CODES = attempts.Limit("inquiry-code", most=10)
BENEFIT_AGENCIES = frozenset(
    {
        OrganisationKind.UWV,
        OrganisationKind.MUNICIPALITY,
        OrganisationKind.PARTICIPATION_COMPANY,
    }
)
"""Kinds of organisation that decide on a benefit; they see nothing until the person says so."""
SHARED_EARLY = frozenset(
    {FieldGroup.NAME, FieldGroup.CONTACT, FieldGroup.QUESTION, FieldGroup.SITUATION}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as it stands: what was told so far and who leads by that.

    ``told`` holds facts in the order they were given, presets first; ``skipped`` what the person
    could not say; ``number`` the number of the next question to a person.
    """

    ref: str
    door: str
    text: str
    told: Mapping[str, str | int]
    skipped: frozenset[str]
    postcode: str
    route: RouteAnswer
    number: int
    case_ref: str = ""
    draft: Mapping[str, str] = field(default_factory=dict)

    @property
    def employer(self) -> bool:
        """Tell whether an employer asks."""
        return self.told.get("asker") == "employer"


def preview(context: Context, *, told: Mapping[str, str | int], door: str = "") -> Question:
    """Return the question a door or a ready example opens with; nothing is kept yet."""
    region = current_region()
    facts = _accepted(region, _door_facts(region, door) | dict(told))
    return Question(
        ref="",
        door=door,
        text="",
        told=facts,
        skipped=frozenset(),
        postcode="",
        route=route(region, facts, on=context.today),
        number=1,
    )


def _door_facts(region: Region, door: str) -> dict[str, str | int]:
    entry = region.doors.get(door)
    return dict(entry.facts) if entry else {}


def _accepted(region: Region, facts: Mapping[str, object]) -> dict[str, str | int]:
    """Keep the facts the pack knows, with values it knows."""
    return {
        code: value
        for code, value in facts.items()
        if isinstance(value, str | int)
        and code in region.facts
        and region.facts[code].accepts(value)
    }


def start(
    context: Context,
    *,
    text: str = "",
    door: str = "",
    told: Mapping[str, str | int] | None = None,
    via: str = "",
) -> str:
    """Keep a new question without a name; returns its reference for the visitor's session.

    ``via`` is the recruitment route in the link somebody followed; an unknown one is left out.
    Nobody holds a code yet: :func:`keep` gives one. Raises ``RefusedError``: TOO_LARGE.
    """
    if len(text) > LONGEST_QUESTION:
        raise RefusedError(Refusal(Reason.TOO_LARGE, {"field": "question"}))
    region = current_region()
    known_door = door if door in region.doors else ""
    answers = _accepted(region, _door_facts(region, known_door) | dict(told or {}))
    with acting(context) as act:
        row = InquiryRecord.objects.create(
            ref=new_reference(),
            code_hash=code_hash(new_code()),
            door=known_door,
            question=text.strip(),
            answers=answers,
            language=context.language,
            via=known_route(via),
            created_at=context.now,
            updated_at=context.now,
        )
        act.record("InquiryStarted", payload={"inquiry": row.ref, "door": known_door})
    return row.ref


def question(context: Context, *, ref: str) -> Question:
    """Return a question with who leads by what was told. Raises ``RefusedError`` (NOT_FOUND)."""
    return _question(context, current_region(), _row(ref))


def _row(ref: str) -> InquiryRecord:
    row = InquiryRecord.objects.select_related("case").filter(ref=ref).first() if ref else None
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return row


def _question(context: Context, region: Region, row: InquiryRecord) -> Question:
    told = _accepted(region, row.answers)
    skipped = frozenset(code for code, value in row.answers.items() if value is None)
    given = sum(code not in _door_facts(region, row.door) for code in {*told, *skipped})
    return Question(
        ref=row.ref,
        door=row.door,
        text=row.question,
        told=told,
        skipped=skipped,
        postcode=str(row.answers.get(POSTCODE) or ""),
        route=route(region, told, on=context.today, skipped=skipped),
        number=given + 1,
        case_ref=row.case.ref if row.case else "",
        draft=row.draft,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing told: a value of a fact, or ``None`` for 'I do not know'."""

    fact: str
    value: str | int | None
    postcode: str = ""


def tell(context: Context, *, ref: str, told: Told) -> None:
    """Remember what somebody told. Telling the same again changes nothing.

    Raises ``RefusedError``: NOT_FOUND, INVALID_INPUT for a fact or value the pack does not know,
    CHANGED_MEANWHILE when the question is a case by now.
    """
    region = current_region()
    definition = region.facts.get(told.fact)
    value = municipality_fact(region, told.postcode) if told.postcode else told.value
    if definition is None or not (value is None or definition.accepts(value)):
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": told.fact}))
    with acting(context) as act:
        row = _locked(ref)
        if row.case_id is not None:
            raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))
        answers = {code: kept for code, kept in row.answers.items() if code != told.fact}
        answers[told.fact] = value
        if told.postcode:
            answers[POSTCODE] = told.postcode.strip()[:4]
        elif told.fact == "municipality":
            answers.pop(POSTCODE, None)
        _write_answers(context, region, row, answers)
        act.record("InquiryAnswered", payload={"inquiry": ref, "fact": told.fact})


def _locked(ref: str) -> InquiryRecord:
    row = InquiryRecord.objects.select_for_update(no_key=True).filter(ref=ref).first()
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return row


def _write_answers(
    context: Context, region: Region, row: InquiryRecord, answers: Mapping[str, object]
) -> None:
    facts = _accepted(region, answers)
    skipped = frozenset(code for code, value in answers.items() if value is None)
    answer = route(region, facts, on=context.today, skipped=skipped)
    InquiryRecord.objects.filter(pk=row.pk).update(
        answers=dict(answers),
        answer_organisation_id=answer.organisation,
        answer_rule=answer.rule,
        updated_at=context.now,
    )


def save_draft(context: Context, *, ref: str, draft: Mapping[str, str]) -> str:
    """Keep what was typed in the contact form; returns a fresh code, to be shown once."""
    kept = {name: text[:LONGEST_QUESTION].replace("\0", "") for name, text in draft.items()}
    return _keep(context, ref, kept)


def keep(context: Context, *, ref: str) -> str:
    """Give the asker a code to come back with; an earlier code stops working.

    When the question is a case already, the same code opens the case for its resident.
    """
    return _keep(context, ref, None)


def _keep(context: Context, ref: str, draft: Mapping[str, str] | None) -> str:
    code = new_code()
    with acting(context) as act:
        row = _locked(ref)
        changes: dict[str, object] = {"code_hash": code_hash(code), "updated_at": context.now}
        if draft is not None and row.case_id is None:
            changes["draft"] = dict(draft)
        InquiryRecord.objects.filter(pk=row.pk).update(**changes)
        case = CaseRecord.objects.filter(pk=row.case_id).first() if row.case_id else None
        _give_code(case, code)
        act.record(
            "InquiryKept",
            case_id=row.case_id,
            subjects=subjects_of(case) if case else (),
            payload={"inquiry": ref},
        )
    return code


def _give_code(case: CaseRecord | None, code: str) -> None:
    if case is not None and case.resident_id is not None:
        ResidentRecord.objects.filter(pk=case.resident_id).update(return_code_hash=code_hash(code))
    if case is not None and case.employer_id is not None:
        EmployerRecord.objects.filter(pk=case.employer_id).update(return_code_hash=code_hash(code))


def resume(context: Context, *, code: str, visitor: str) -> str:
    """Return the reference of the question that belongs to a code somebody typed.

    ``visitor`` tells visitors apart for counting wrong codes (a session, never an address).
    Raises ``RefusedError``: NOT_FOUND, LINK_EXPIRED, TOO_MANY_ATTEMPTS.
    """
    attempts.count(context, limit=WRONG_CODES, key=f"visitor:{visitor}")
    attempts.count(context, limit=WRONG_CODES, key=f"code:{plain(code)[:4]}")
    row = InquiryRecord.objects.filter(code_hash=code_hash(code)).first()
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    if row.case_id is None and context.now - row.updated_at > timedelta(days=KEPT_DAYS):
        raise RefusedError(Refusal(Reason.LINK_EXPIRED))
    return row.ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """What somebody fills in so that we can answer: at least one way to be reached."""

    name: str
    email: str = ""
    phone: str = ""
    channel: str = "phone"
    language: str = "nl"
    text: str = ""
    call_back: bool = False
    agency_may_see: bool = False
    company: str = ""
    postcode: str = ""
    """Only used when the question does not tell the municipality yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """The case a question became; ``code`` is shown once."""

    case_ref: str
    code: str
    again: bool
    """Whether the question was a case already: sending twice makes nothing new."""


def leave_contact(context: Context, *, ref: str, contact: Contact) -> Left:
    """Make a case of a question, with the keeper of the door accountable; once per question.

    An employer's case is offered to employer service at once; a benefit agency sees the case only
    when the person chose so. Raises ``RefusedError``: NOT_FOUND, INVALID_INPUT.
    """
    if not contact.name.strip() or not (contact.email or contact.phone):
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "name"}))
    region = current_region()
    with transaction.atomic():
        row = _locked(ref)
        if row.case_id is None:
            case, code = _register(context, region, row, contact)
            _follow_up(context, region, case, contact)
            return Left(case_ref=case.ref, code=code, again=False)
        case_ref = CaseRecord.objects.values_list("ref", flat=True).get(pk=row.case_id)
    return Left(case_ref=case_ref, code=keep(context, ref=ref), again=True)


def _register(
    context: Context, region: Region, row: InquiryRecord, contact: Contact
) -> tuple[CaseRecord, str]:
    _place(context, region, row, contact.postcode)
    told = _question(context, region, row)
    with acting(context) as act:
        done = register_within(act, context, region, _registration(context, region, told, contact))
        case = CaseRecord.objects.select_related("employer").get(ref=done.ref)
        InquiryRecord.objects.filter(pk=row.pk).update(
            case=case,
            draft={},
            code_hash=code_hash(done.return_code),
            callback_wanted=contact.call_back,
            updated_at=context.now,
        )
        if case.employer is not None:
            tell_employer(act, context, region, case=case, email=case.employer.email)
    return case, done.return_code


def _place(context: Context, region: Region, row: InquiryRecord, postcode: str) -> None:
    """Let a postcode tell the municipality, when no question did."""
    place = municipality_fact(region, postcode)
    if place and row.answers.get("municipality") is None and row.answers.get("asker") != "employer":
        row.answers = {**row.answers, "municipality": place, POSTCODE: postcode.strip()[:4]}
        _write_answers(context, region, row, row.answers)


def _registration(
    context: Context, region: Region, told: Question, contact: Contact
) -> Registration:
    door = region.doors.get(told.door)
    words = contact.text.strip() or told.text or (door.title.nl if door else "")
    text = words or "Vraag via de website"
    municipality = str(told.told.get("municipality", ""))
    plan = Registration(
        question=text[:LONGEST_QUESTION], channel="website", situation=dict(told.told)
    )
    if contact.call_back:
        term = region.term_days("callback", front_door_of(region))
        plan = replace(plan, next_step=CALL_BACK, next_date=add_working_days(context.today, term))
    if told.employer:
        return replace(plan, employer=_employer(contact, municipality))
    return replace(plan, person=_person(told, contact, municipality))


def _employer(contact: Contact, municipality: str) -> EmployerDetails:
    return EmployerDetails(
        name=contact.company.strip() or contact.name,
        contact_name=contact.name,
        email=contact.email,
        phone=contact.phone,
        municipality=municipality,
    )


def _person(told: Question, contact: Contact, municipality: str) -> PersonDetails:
    return PersonDetails(
        name=contact.name,
        email=contact.email,
        phone=contact.phone,
        preferred_channel=contact.channel,
        language=contact.language,
        postcode=told.postcode,
        municipality=municipality,
    )


def _follow_up(context: Context, region: Region, case: CaseRecord, contact: Contact) -> None:
    """Pass an employer on, or let a benefit agency see what the person allowed."""
    leading = case.proposed_id
    if case.employer_id is not None and leading and leading != case.accountable_id:
        handover.offer(
            system_context(context.now),
            ref=case.ref,
            offer=handover.Offer(
                receiver=leading,
                reason="routing",
                fields=frozenset(
                    {FieldGroup.NAME, FieldGroup.CONTACT, FieldGroup.QUESTION, FieldGroup.PLAN}
                ),
            ),
        )
    agency = benefit_agency(region, case.situation, on=context.today)
    if contact.agency_may_see and agency and case.resident_id is not None:
        asker = replace(context, kind=ActorKind.RESIDENT, resident_id=case.resident_id)
        consent.share(
            asker,
            case=case,
            organisation=agency,
            purpose=Purpose.GUIDANCE,
            fields=SHARED_EARLY,
        )


def benefit_agency(region: Region, facts: Mapping[str, str | int], *, on: date) -> str:
    """Return the benefit agency somebody's situation points to, or ''."""
    answer = route(region, facts, on=on)
    for code in (answer.finally_responsible, answer.organisation):
        entry = region.organisations.get(code or "")
        if entry is not None and entry.kind in BENEFIT_AGENCIES:
            return entry.code
    return ""


def case_of(context: Context, *, ref: str, contact: Contact | None) -> CaseRecord:
    """Return, locked, the case of a question inside the caller's transaction.

    A question that is no case yet becomes one with ``contact``. Raises ``RefusedError``:
    NOT_FOUND, INVALID_INPUT without a contact.
    """
    row = _locked(ref)
    if row.case_id is None:
        if contact is None:
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "name"}))
        left = leave_contact(context, ref=ref, contact=contact)
        return CaseRecord.objects.select_for_update(no_key=True).get(ref=left.case_ref)
    return CaseRecord.objects.select_for_update(no_key=True).get(pk=row.case_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What somebody sees who left contact details: who is accountable, and the next step."""

    organisation: str
    next_step: str
    next_date: date | None
    closed: bool
    leading: str
    offered_to: str
    employer: bool


def progress(context: Context, *, ref: str) -> Progress | None:
    """Return how a question stands; None before it is a case. The view is logged first."""
    row = _row(ref)
    case = row.case
    if case is None:
        return None
    record_view(
        context,
        JournalEntry(
            kind="view",
            name="InquirySeen",
            payload={"inquiry": ref, "part": "progress"},
            case_id=case.pk,
            subjects=subjects_of(case),
            purpose="own_case",
        ),
    )
    return Progress(
        organisation=case.accountable_id,
        next_step=case.next_step,
        next_date=case.next_date,
        closed=case.state == "closed",
        leading=case.proposed_id or case.accountable_id,
        offered_to=(case.proposed_id or "") if case.employer_id else "",
        employer=case.employer_id is not None,
    )
