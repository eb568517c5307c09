"""What people see of handovers: one to answer, and the lists of who waits for whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from voordeur.domain.consent.grants import FieldGroup, LegalBasis, Purpose
from voordeur.domain.handover.deadlines import Deadlines, stage
from voordeur.domain.handover.lifecycle import (
    HandoverAction,
    HandoverFacts,
    HandoverParty,
    HandoverState,
    may_act,
)
from voordeur.domain.handover.revealing import AFTER_YES
from voordeur.domain.kernel.actors import CASE_WORK_ROLES, ActorKind
from voordeur.domain.kernel.calendar import add_working_days, working_days_between
from voordeur.domain.kernel.refusal import RefusedError, Verdict
from voordeur.domain.region.model import Region
from voordeur.records.cases.models import CaseRecord
from voordeur.records.handover.models import EscalationRecord, HandoverRecord
from voordeur.services import consent
from voordeur.services.access import (
    NOT_FOUND,
    OpenCase,
    fields_per_case,
    log_list,
    open_case,
)
from voordeur.services.case_words import label_of, party_name
from voordeur.services.context import Context
from voordeur.services.offer_pages import field_values, group_words, subject_name
from voordeur.services.region import current_region

MOST_LINES = 200
"""Lines on one list; older answers are found through the case."""
SENDER, RECEIVER = "sender", "receiver"
Seen: TypeAlias = Mapping[int, frozenset[FieldGroup]]
"""What the reader may see of each case on a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signalled:
    """A reminder or an escalation that went out."""

    level: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Third:
    """Where a handover may be redirected to."""

    code: str
    name: str
    needs_consent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverPage:
    """One handover for its sender or receiver. '' and empty mean: not shared with the reader."""

    ref: str
    case_ref: str
    """'' when the reader may not open the case."""
    side: str
    state: str
    kind: str
    who: str
    sender: str
    receiver: str
    reason: str
    message: str
    shared: tuple[tuple[str, str], ...]
    not_shared: tuple[str, ...]
    introduction: str
    introduction_at: datetime | None
    deviation: str
    offered_at: datetime
    offered_by: str
    due_on: date
    reminder_on: date
    escalate_on: date
    stage: str
    working_days_late: int
    signalled: tuple[Signalled, ...]
    answered_at: datetime | None
    answer_reason: str
    answer_note: str
    next_ref: str
    """The handover that followed a redirect."""
    link_email: str
    may_answer: Verdict
    may_withdraw: Verdict
    first_contact_on: date
    return_reasons: tuple[tuple[str, str], ...]
    redirect_reasons: tuple[tuple[str, str], ...]
    withdraw_reasons: tuple[tuple[str, str], ...]
    needs_note: frozenset[str]
    """Reasons that say too little without a note."""
    thirds: tuple[Third, ...]


def handover_page(context: Context, *, ref: str) -> HandoverPage:
    """Return a handover for its sender, its receiver or the holder of its link.

    Raises ``RefusedError`` (NOT_FOUND) for everybody else. Personal data is on it only while the
    reader holds a live grant; the view is logged first.
    """
    region = current_region()
    row = HandoverRecord.objects.select_related("case", "offered_by").filter(ref=ref).first()
    if row is None or not _concerns(context, row):
        raise RefusedError(NOT_FOUND)
    opened = _opened(context, row)
    side = RECEIVER if context.organisation == row.receiver_id else SENDER
    return HandoverPage(
        **_standing(context, region, row, side),
        **_personal(context, region, row, opened),
        **_choices(context, region, row),
        side=side,
    )


def _concerns(context: Context, row: HandoverRecord) -> bool:
    if not context.has_role(*CASE_WORK_ROLES):
        return False
    if context.kind is ActorKind.LINK:
        return context.link_ref == row.ref and context.organisation == row.receiver_id
    return context.organisation in {row.sender_id, row.receiver_id}


def _opened(context: Context, row: HandoverRecord) -> OpenCase | None:
    try:
        return open_case(context, ref=row.case.ref, part="handover")
    except RefusedError:
        return None


def _standing(context: Context, region: Region, row: HandoverRecord, side: str) -> dict[str, Any]:
    """Return what is no personal data: parties, dates, state and what one may do."""
    facts = HandoverFacts(
        state=HandoverState(row.state),
        sender=row.sender_id,
        receiver=row.receiver_id,
        accountable=row.case.accountable_id,
        case_open=row.case.state == "open",
    )
    party = HandoverParty.RECEIVER if side == RECEIVER else HandoverParty.SENDER
    dates = Deadlines(row.reminder_on, row.due_on, row.escalate_on)
    waiting = row.state == HandoverState.OFFERED.value
    follow_up = HandoverRecord.objects.filter(follows=row).values_list("ref", flat=True).first()
    raised = EscalationRecord.objects.filter(handover=row)
    return {
        "ref": row.ref,
        "state": row.state,
        "kind": row.kind,
        "sender": party_name(context, region, row.sender_id),
        "receiver": party_name(context, region, row.receiver_id),
        "reason": label_of(context, region.reasons, row.reason),
        "offered_at": row.offered_at,
        "offered_by": row.offered_by.name if row.offered_by else "",
        "due_on": row.due_on,
        "reminder_on": row.reminder_on,
        "escalate_on": row.escalate_on,
        "stage": stage(context.today, dates).code if waiting else "",
        "working_days_late": working_days_between(row.due_on, context.today) if waiting else 0,
        "signalled": tuple(
            Signalled(level=one.level, on=context.at(one.raised_at).today) for one in raised
        ),
        "answered_at": row.answered_at,
        "answer_reason": label_of(context, region.reasons, row.answer_reason),
        "answer_note": row.answer_note,
        "next_ref": follow_up or "" if side == SENDER else "",
        "link_email": row.link_email if side == SENDER else "",
        "may_answer": may_act(facts, HandoverAction.ACCEPT, party),
        "may_withdraw": may_act(facts, HandoverAction.WITHDRAW, party),
    }


def _personal(
    context: Context, region: Region, row: HandoverRecord, opened: OpenCase | None
) -> dict[str, Any]:
    """Return what the reader may see of the person; nothing at all without a live grant."""
    labels = {code: group_words(FieldGroup(code)) for code in region.fields}
    shared = [FieldGroup(code) for code in row.shared_fields]
    values = field_values(context, region, opened) if opened else {}
    about = opened is not None and opened.shows(FieldGroup.QUESTION)
    return {
        "case_ref": opened.case.ref if opened and context.kind is not ActorKind.LINK else "",
        "who": subject_name(opened) if opened else "",
        "message": row.message if about else "",
        "deviation": row.deviation if about else "",
        "shared": tuple(
            (labels[group.value], values.get(group) or _("zie je na je ja"))
            for group in FieldGroup
            if group in shared and (values.get(group) or _comes_with_yes(row, opened, group))
        ),
        "not_shared": (
            *(label for code, label in labels.items() if FieldGroup(code) not in shared),
            _("Gezondheid"),
        ),
        "introduction": row.introduction,
        "introduction_at": row.introduction_at,
    }


def _comes_with_yes(row: HandoverRecord, opened: OpenCase | None, group: FieldGroup) -> bool:
    """Tell whether the reader gets to see ``group`` by saying yes."""
    hidden = opened is not None and not opened.shows(group)
    return hidden and row.state == "offered" and group in AFTER_YES


def _choices(context: Context, region: Region, row: HandoverRecord) -> dict[str, Any]:
    term = region.term_days("first_contact", row.receiver_id)
    return {
        "first_contact_on": add_working_days(context.today, term),
        "return_reasons": reasons(context, region, "handover_return"),
        "redirect_reasons": reasons(context, region, "handover_redirect"),
        "withdraw_reasons": reasons(context, region, "handover_withdraw"),
        "needs_note": frozenset(code for code, entry in region.reasons.items() if entry.needs_note),
        "thirds": _thirds(context, region, row),
    }


def reasons(context: Context, region: Region, kind: str) -> tuple[tuple[str, str], ...]:
    """Return the reasons for an act: code and label."""
    return tuple(
        (one.code, one.label.in_language(context.language)) for one in region.reasons_for(kind)
    )


def _thirds(context: Context, region: Region, row: HandoverRecord) -> tuple[Third, ...]:
    found = [
        Third(
            code=code,
            name=party_name(context, region, code),
            needs_consent=consent.basis_for(region, Purpose.HANDOVER, code)
            is not LegalBasis.LEGAL_TASK,
        )
        for code, entry in region.organisations.items()
        if entry.takes_handovers and code not in {row.sender_id, row.receiver_id}
    ]
    return tuple(sorted(found, key=lambda one: one.name.casefold()))


# ---- lists ----


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverLine:
    """A handover on a list; ``who`` is '' when the name is not shared with the reader."""

    ref: str
    who: str
    sender: str
    receiver: str
    kind: str
    state: str
    offered_on: date
    due_on: date
    answered_on: date | None
    working_days_late: int
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverLists:
    """What waits for us, what we wait for, and what was answered lately."""

    incoming: tuple[HandoverLine, ...]
    outgoing: tuple[HandoverLine, ...]
    answered: tuple[HandoverLine, ...]
    late: int
    """How many of the first two are past their term."""


def handover_lists(context: Context) -> HandoverLists:
    """Return the handovers of the reader's organisation, most urgent first.

    Raises ``RefusedError`` (NOT_FOUND) for who does no case work.
    """
    if not context.has_role(*CASE_WORK_ROLES):
        raise RefusedError(NOT_FOUND)
    region = current_region()
    rows = HandoverRecord.objects.select_related("case__resident", "case__employer")
    offered = rows.filter(state="offered").order_by("due_on", "id")
    incoming = list(offered.filter(receiver=context.organisation)[:MOST_LINES])
    outgoing = list(offered.filter(sender=context.organisation)[:MOST_LINES])
    answered = list(
        (rows.filter(sender=context.organisation) | rows.filter(receiver=context.organisation))
        .exclude(state="offered")
        .order_by("-answered_at", "-id")[:50]
    )
    everything = [*incoming, *outgoing, *answered]
    seen = fields_per_case(context, {row.case_id for row in everything})
    log_list(context, name="handovers", cases=_shown(everything, seen))
    late = sum(context.today >= row.due_on for row in (*incoming, *outgoing))
    return HandoverLists(
        incoming=_lines(context, region, incoming, seen),
        outgoing=_lines(context, region, outgoing, seen),
        answered=_lines(context, region, answered, seen),
        late=late,
    )


def _shown(rows: Iterable[HandoverRecord], seen: Seen) -> list[CaseRecord]:
    """Return the cases whose name is on the list, each once."""
    found = {
        row.case_id: row.case
        for row in rows
        if FieldGroup.NAME in seen.get(row.case_id, frozenset())
    }
    return list(found.values())


def _lines(
    context: Context, region: Region, rows: Sequence[HandoverRecord], seen: Seen
) -> tuple[HandoverLine, ...]:
    return tuple(_line(context, region, row, seen) for row in rows)


def _line(context: Context, region: Region, row: HandoverRecord, seen: Seen) -> HandoverLine:
    subject = row.case.resident or row.case.employer
    named = FieldGroup.NAME in seen.get(row.case_id, frozenset())
    waiting = row.state == HandoverState.OFFERED.value
    dates = Deadlines(row.reminder_on, row.due_on, row.escalate_on)
    return HandoverLine(
        ref=row.ref,
        who=subject.name if subject and named else "",
        sender=party_name(context, region, row.sender_id),
        receiver=party_name(context, region, row.receiver_id),
        kind=row.kind,
        state=row.state,
        offered_on=context.at(row.offered_at).today,
        due_on=row.due_on,
        answered_on=context.at(row.answered_at).today if row.answered_at else None,
        working_days_late=working_days_between(row.due_on, context.today) if waiting else 0,
        stage=stage(context.today, dates).code if waiting else "",
    )
