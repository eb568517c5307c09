"""What somebody sees before offering a handover: to whom, why, how fast, and what is shared."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from voordeur.domain.consent.grants import AccessAction, FieldGroup, LegalBasis, Purpose
from voordeur.domain.handover.deadlines import deadlines
from voordeur.domain.handover.lifecycle import Target, may_offer
from voordeur.domain.handover.receivers import PastAnswer, next_best, usual_response_days
from voordeur.domain.handover.revealing import proposed
from voordeur.domain.kernel.actors import CASE_WORK_ROLES
from voordeur.domain.kernel.because import Because
from voordeur.domain.kernel.calendar import add_working_days
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, Verdict
from voordeur.domain.region.model import Region
from voordeur.records.accounts.models import MembershipRecord
from voordeur.records.cases.models import (
    CaseRecord,
    DocumentRecord,
    EntryRecord,
    MoveRecord,
    StepRecord,
)
from voordeur.records.handover.models import HandoverRecord
from voordeur.records.region.models import OrganisationRecord
from voordeur.services import consent
from voordeur.services.access import OpenCase, facts_of, open_case
from voordeur.services.case_timeline import ENTRY_KINDS_OF_PLAN
from voordeur.services.case_words import fact_words, municipality_name, party_name, step_words
from voordeur.services.context import Context
from voordeur.services.offers import deviates, refusers_of
from voordeur.services.profile_rows import lines_of
from voordeur.services.region import current_region
from voordeur.services.routing import RouteAnswer, front_door_of, route

LOOKED_BACK = timedelta(days=182)
"""How far back 'usually' looks: half a year."""

NEEDED_FOR: Mapping[FieldGroup, str] = {
    FieldGroup.NAME: gettext_noop("Kennismaken"),
    FieldGroup.CONTACT: gettext_noop("Kennismaken"),
    FieldGroup.RESIDENCE: gettext_noop("Dichtbij afspreken"),
    FieldGroup.QUESTION: gettext_noop("Niet opnieuw hoeven vertellen"),
    FieldGroup.SITUATION: gettext_noop("Meteen de goede hulp kiezen"),
    FieldGroup.PLAN: gettext_noop("Verder waar jullie waren"),
    FieldGroup.NOTES: gettext_noop("Niet opnieuw beginnen. Zichtbaar na het ja."),
    FieldGroup.DOCUMENTS: gettext_noop("Niet opnieuw beginnen. Zichtbaar na het ja."),
    FieldGroup.PROFILE: gettext_noop("Werk zoeken dat past. Zichtbaar na het ja."),
}
"""What each shareable group is needed for."""

GROUP_WORDS: Mapping[FieldGroup, str] = {
    FieldGroup.NAME: gettext_noop("Naam"),
    FieldGroup.CONTACT: gettext_noop("Contact"),
    FieldGroup.RESIDENCE: gettext_noop("Woonplaats"),
    FieldGroup.QUESTION: gettext_noop("Vraag"),
    FieldGroup.SITUATION: gettext_noop("Situatie"),
    FieldGroup.PLAN: gettext_noop("Plan"),
    FieldGroup.NOTES: gettext_noop("Aantekeningen"),
    FieldGroup.DOCUMENTS: gettext_noop("Documenten"),
    FieldGroup.PROFILE: gettext_noop("Profiel"),
}
"""What each group is called among professionals; the pack says 'your question' to the resident."""


def group_words(group: FieldGroup) -> str:
    """Return what a group is called among professionals."""
    return _(GROUP_WORDS[group])


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """A party one could offer to, with what one wants to know before sending."""

    code: str
    name: str
    contact_role: str
    suggested: bool
    refused: bool
    """It returned or redirected this question before."""
    needs_reason: bool
    """Another than the routing table gives: say why."""
    needs_consent: bool
    """No legal task: the resident must say yes."""
    has_accounts: bool
    link_email: str
    usual_days: int | None
    answered: int
    accepted: int
    open_cases: int
    advisers: int
    waiting: int
    """Handovers it has not answered yet."""
    term_days: int
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedField:
    """A group of fields: what the receiver will see, and what it is needed for."""

    code: str
    label: str
    value: str
    needed_for: str
    shareable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPage:
    """Everything on the page where a case is offered."""

    case_ref: str
    version: int
    who: str
    is_resident: bool
    sender: str
    sender_name: str
    moved: bool
    """The person's life changed since accountability last moved: that is why it is offered."""
    may: Verdict
    open_handover: str
    """Reference of the offer that already waits for an answer, or ''."""
    because: Because | None
    suggested: tuple[Receiver, ...]
    others: tuple[Receiver, ...]
    fields: tuple[SharedField, ...]
    proposed_fields: frozenset[str]
    """Codes of the groups that are shared unless the sender chooses otherwise."""
    reasons: tuple[tuple[str, str], ...]
    suggested_reason: str
    first_contact_days: int
    suggested_introduction: date
    sources: Mapping[str, str]

    def receiver(self, code: str) -> Receiver | None:
        """Return what is known of one party, or None."""
        return next((one for one in (*self.suggested, *self.others) if one.code == code), None)


def offer_page(context: Context, *, ref: str) -> OfferPage:
    """Return the page on which the accountable organisation offers a case.

    Raises ``RefusedError``: NOT_FOUND without a live grant, ROLE_DOES_NOT_ALLOW.
    """
    region = current_region()
    opened = open_case(context, ref=ref, part="offer")
    if not opened.allows(AccessAction.HAND_OVER):
        raise RefusedError(Refusal(Reason.ROLE_DOES_NOT_ALLOW))
    case = opened.case
    answer = route(region, case.situation, on=context.today)
    refusers = refusers_of(case.pk, case.episode)
    ranked = next_best(_ranked(region, answer), refusers=refusers, sender=case.accountable_id)
    receivers = _receivers(context, region, case, refusers)
    suggested = tuple(receivers[code] for code in ranked if code in receivers)[:3]
    best = suggested[0].code if suggested else ""
    term = region.term_days("introduction", best)
    fields = shared_fields(context, region, opened)
    return OfferPage(
        case_ref=case.ref,
        version=case.version,
        who=subject_name(opened),
        is_resident=case.resident_id is not None,
        sender=case.accountable_id,
        sender_name=party_name(context, region, case.accountable_id),
        moved=_moved(case),
        may=_may(context, case, best),
        open_handover=_open_handover(case),
        because=answer.because if answer.organisation == best else None,
        suggested=_marked(suggested),
        others=tuple(
            sorted(
                (one for one in receivers.values() if one not in suggested),
                key=lambda one: one.name.casefold(),
            )
        ),
        fields=fields,
        proposed_fields=_proposed(fields, suggested),
        reasons=tuple(
            (one.code, one.label.in_language(context.language))
            for one in region.reasons_for("handover_offer")
        ),
        suggested_reason="routing" if answer.organisation == best else "",
        first_contact_days=region.term_days("first_contact", best),
        suggested_introduction=add_working_days(context.today, term),
        sources={
            code: one.title.in_language(context.language) for code, one in region.sources.items()
        },
    )


def _proposed(fields: tuple[SharedField, ...], suggested: tuple[Receiver, ...]) -> frozenset[str]:
    chosen = proposed(
        {FieldGroup(one.code) for one in fields if one.value},
        shareable={FieldGroup(one.code) for one in fields if one.shareable},
        legal_task=bool(suggested) and not suggested[0].needs_consent,
    )
    return frozenset(group.value for group in chosen)


def _marked(suggested: tuple[Receiver, ...]) -> tuple[Receiver, ...]:
    return tuple(replace(one, suggested=number == 0) for number, one in enumerate(suggested))


def _may(context: Context, case: CaseRecord, best: str) -> Verdict:
    # The reason and the receiver are chosen on the page; the rest must hold already.
    target = Target(best or "?", takes_handovers=True)
    return may_offer(facts_of(case), context.organisation, target, reason="chosen")


def _moved(case: CaseRecord) -> bool:
    changes = MoveRecord.objects.filter(case=case)
    if case.accepted_handover_id is not None:
        taken_over = HandoverRecord.objects.filter(pk=case.accepted_handover_id)
        changes = changes.filter(recorded_at__gt=taken_over.values("answered_at"))
    return case.proposed_id not in {None, case.accountable_id} and changes.exists()


def _open_handover(case: CaseRecord) -> str:
    waiting = HandoverRecord.objects.filter(case=case, state="offered")
    return waiting.values_list("ref", flat=True).first() or ""


def _ranked(region: Region, answer: RouteAnswer) -> list[str]:
    """Return who could help: the routing answer, who is finally responsible, who knows the way."""
    ranked = [answer.organisation, answer.finally_responsible, *answer.also, front_door_of(region)]
    return [code for code in ranked if code]


def _receivers(
    context: Context, region: Region, case: CaseRecord, refusers: frozenset[str]
) -> dict[str, Receiver]:
    rows = OrganisationRecord.objects.filter(takes_handovers=True).exclude(code=case.accountable_id)
    known = {row.code: row for row in rows if row.code in region.organisations}
    past = past_answers(context, known)
    load = workload(context, known)
    found = {}
    for code, row in known.items():
        term = region.term_days("handover_answer", code)
        answers = past.get(code, [])
        legal = consent.basis_for(region, Purpose.HANDOVER, code) is LegalBasis.LEGAL_TASK
        found[code] = Receiver(
            code=code,
            name=party_name(context, region, code),
            contact_role=region.organisations[code].contact_role.in_language(context.language),
            suggested=False,
            refused=code in refusers,
            needs_reason=deviates(case, code, case.accountable_id),
            needs_consent=case.resident_id is not None and not legal,
            has_accounts=load[code].advisers > 0,
            link_email=row.contact_email,
            usual_days=usual_response_days(one for one, _accepted in answers),
            answered=len(answers),
            accepted=sum(accepted for _one, accepted in answers),
            open_cases=load[code].open_cases,
            advisers=load[code].advisers,
            waiting=load[code].waiting,
            term_days=term,
            due_on=deadlines(context.today, term).due_on,
        )
    return found


def past_answers(
    context: Context, organisations: Iterable[str]
) -> dict[str, list[tuple[PastAnswer, bool]]]:
    """Return the answers each party gave lately, and whether it was a yes (one query)."""
    rows = HandoverRecord.objects.filter(
        receiver__in=list(organisations),
        answered_at__gte=context.now - LOOKED_BACK,
        state__in=("accepted", "returned", "redirected"),
    ).values_list("receiver_id", "offered_at", "answered_at", "state")
    found: dict[str, list[tuple[PastAnswer, bool]]] = {}
    for receiver, offered_at, answered_at, state in rows:
        if answered_at is None:
            continue
        past = PastAnswer(context.at(offered_at).today, context.at(answered_at).today)
        found.setdefault(receiver, []).append((past, state == "accepted"))
    return found


@dataclass(frozen=True, slots=True)
class Load:
    """How busy a party is: its open cases, who does case work, and what waits for its answer."""

    open_cases: int
    advisers: int
    waiting: int


def workload(context: Context, organisations: Iterable[str]) -> dict[str, Load]:
    """Return how busy each party is (three queries)."""
    codes = list(organisations)
    opens = _counted(CaseRecord.objects.filter(state="open", accountable__in=codes), "accountable")
    waits = _counted(HandoverRecord.objects.filter(state="offered", receiver__in=codes), "receiver")
    roles = {role.value for role in CASE_WORK_ROLES}
    advisers: dict[str, set[int]] = {}
    members = MembershipRecord.objects.filter(
        Q(end_date__isnull=True) | Q(end_date__gt=context.today),
        organisation__in=codes,
        start_date__lte=context.today,
        account__is_active=True,
    )
    for row in members:
        if roles & set(row.roles):
            advisers.setdefault(row.organisation_id, set()).add(row.account_id)
    return {
        code: Load(opens.get(code, 0), len(advisers.get(code, ())), waits.get(code, 0))
        for code in codes
    }


def _counted(rows: QuerySet[CaseRecord] | QuerySet[HandoverRecord], column: str) -> dict[str, int]:
    counted = rows.order_by().values_list(column).annotate(number=Count("pk"))
    return dict(counted)


def subject_name(opened: OpenCase) -> str:
    """Return whose case it is; '' when the name is not shared with the reader."""
    if not opened.shows(FieldGroup.NAME):
        return ""
    subject = opened.case.resident or opened.case.employer
    return subject.name if subject else ""


def shared_fields(context: Context, region: Region, opened: OpenCase) -> tuple[SharedField, ...]:
    """Return each group as a receiver would see it; only what the reader may see has a value."""
    allowed = set(region.purposes[Purpose.HANDOVER.value].fields)
    values = field_values(context, region, opened)
    return tuple(
        SharedField(
            code=code,
            label=group_words(FieldGroup(code)),
            value=values.get(FieldGroup(code), ""),
            needed_for=_(NEEDED_FOR[FieldGroup(code)]) if FieldGroup(code) in NEEDED_FOR else "",
            shareable=one.code in allowed,
        )
        for code, one in region.fields.items()
    )


def field_values(context: Context, region: Region, opened: OpenCase) -> dict[FieldGroup, str]:
    """Return what each group the reader may see says, as one line of text."""
    case = opened.case
    makers: dict[FieldGroup, Callable[[], str]] = {
        FieldGroup.NAME: lambda: subject_name(opened),
        FieldGroup.CONTACT: lambda: _contact(case),
        FieldGroup.RESIDENCE: lambda: _residence(region, case),
        FieldGroup.QUESTION: lambda: case.question,
        FieldGroup.SITUATION: lambda: _situation(context, region, case),
        FieldGroup.PLAN: lambda: _plan(case),
        FieldGroup.NOTES: lambda: _how_many_notes(case),
        FieldGroup.DOCUMENTS: lambda: _how_many_documents(case),
        FieldGroup.PROFILE: lambda: _how_many_lines(case),
    }
    return {group: make() for group, make in makers.items() if opened.shows(group)}


def _plan(case: CaseRecord) -> str:
    number = StepRecord.objects.filter(case=case).count()
    tasks = ngettext("%(number)d taak", "%(number)d taken", number) % {"number": number}
    return "; ".join(filter(None, (step_words(case.next_step), tasks if number else "")))


def _how_many_notes(case: CaseRecord) -> str:
    entries = EntryRecord.objects.filter(case=case).exclude(kind__in=ENTRY_KINDS_OF_PLAN)
    number = entries.count()
    words = ngettext("%(number)d aantekening", "%(number)d aantekeningen", number)
    return words % {"number": number} if number else ""


def _how_many_documents(case: CaseRecord) -> str:
    number = DocumentRecord.objects.filter(case=case).count()
    words = ngettext("%(number)d document", "%(number)d documenten", number)
    return words % {"number": number} if number else ""


def _how_many_lines(case: CaseRecord) -> str:
    number = lines_of(case.resident_id)
    words = ngettext("%(number)d regel in het profiel", "%(number)d regels in het profiel", number)
    return words % {"number": number} if number else ""


def _contact(case: CaseRecord) -> str:
    reached: tuple[str, ...] = ()
    if case.resident is not None:
        reached = (case.resident.phone, case.resident.email)
    if case.employer is not None:
        reached = (case.employer.contact_name, case.employer.phone, case.employer.email)
    return ", ".join(filter(None, reached))


def _residence(region: Region, case: CaseRecord) -> str:
    postcode = case.resident.postcode if case.resident else ""
    return " ".join(filter(None, (postcode, municipality_name(region, case.municipality))))


def _situation(context: Context, region: Region, case: CaseRecord) -> str:
    words = [
        fact_words(context, region, fact, value)
        for fact, value in case.situation.items()
        if fact not in {"asker", "municipality"}
    ]
    told = [f"{label}: {value}" for label, value in words]
    if case.rejected_on:
        told.append(_("Afgewezen op: %(day)s") % {"day": f"{case.rejected_on:%d-%m-%Y}"})
    return "; ".join(told)
