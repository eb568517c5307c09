"""One line per case for lists: only what the reader may see, in a constant number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from voordeur.domain.consent.grants import FieldGroup
from voordeur.domain.kernel.calendar import working_days_between
from voordeur.domain.region.model import Region
from voordeur.records.cases.models import CaseRecord
from voordeur.records.handover.models import HandoverRecord
from voordeur.services import audit
from voordeur.services.access import fields_per_case, log_list
from voordeur.services.audit import LoggedLine
from voordeur.services.case_words import (
    event_title,
    label_of,
    municipality_name,
    party_name,
    step_words,
)
from voordeur.services.context import Context

OURS, OTHER, RESIDENT = "ours", "other", "resident"
"""With whom a case lies: us, another organisation, the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case on a list. '' means: not shared with the reader, or not there."""

    id: int
    ref: str
    who: str
    place: str
    next_step: str
    next_date: date | None
    working_days_late: int
    lies_with: str
    lies_with_name: str
    waiting_for_answer: bool
    accountable: str
    adviser: str
    phase: str
    target_group: str
    distance_class: str
    state: str
    channel: str
    language: str
    opened_at: datetime
    last_act: str
    last_act_at: datetime
    incoming: str = ""
    """Reference of the handover that waits for our answer."""
    sender: str = ""
    silent_days: int = 0
    term_days: int = 0
    at: datetime | None = None
    """The moment of an appointment today."""


@dataclass(frozen=True, slots=True)
class _Around:
    context: Context
    region: Region
    fields: Mapping[int, frozenset[FieldGroup]]
    offers: Mapping[int, HandoverRecord]
    acts: Mapping[int, LoggedLine]


def case_lines(
    context: Context, region: Region, *, name: str, case_ids: Sequence[int]
) -> list[CaseLine]:
    """Return the lines of ``case_ids`` in that order; the view is in the log before they leave."""
    found = CaseRecord.objects.select_related("resident", "employer", "adviser").filter(
        pk__in=case_ids
    )
    rows = {row.pk: row for row in found}
    around = _Around(
        context=context,
        region=region,
        fields=fields_per_case(context, case_ids),
        offers=open_offers(case_ids),
        acts=audit.last_acts(case_ids),
    )
    log_list(context, name=name, cases=rows.values())
    return [_line(around, rows[case_id]) for case_id in case_ids if case_id in rows]


def open_offers(case_ids: Iterable[int]) -> Mapping[int, HandoverRecord]:
    """Return the unanswered handover of each case that has one (one query)."""
    rows = HandoverRecord.objects.filter(case_id__in=list(case_ids), state="offered")
    return {row.case_id: row for row in rows}


def _line(around: _Around, case: CaseRecord) -> CaseLine:
    context, region = around.context, around.region
    shown = around.fields.get(case.pk, frozenset())
    offer = around.offers.get(case.pk)
    plan = FieldGroup.PLAN in shown or case.accountable_id == context.organisation
    situation = FieldGroup.SITUATION in shown
    lies_with, lies_with_name = _lies_with(around, case, offer)
    act = around.acts.get(case.pk)
    late = working_days_between(case.next_date, context.today) if case.next_date and plan else 0
    line = CaseLine(
        id=case.pk,
        ref=case.ref,
        who=subject_name(case) if FieldGroup.NAME in shown else "",
        place=municipality_name(region, case.municipality) if FieldGroup.RESIDENCE in shown else "",
        next_step=step_words(case.next_step) if plan else "",
        next_date=case.next_date if plan else None,
        working_days_late=late,
        lies_with=lies_with,
        lies_with_name=lies_with_name,
        waiting_for_answer=offer is not None,
        accountable=party_name(context, region, case.accountable_id),
        adviser=case.adviser.name
        if case.adviser and case.accountable_id == context.organisation
        else "",
        phase=label_of(context, region.phases, case.phase) if plan else "",
        target_group=label_of(context, region.target_groups, case.target_group)
        if situation
        else "",
        distance_class=label_of(context, region.distance_classes, case.distance_class)
        if situation
        else "",
        state=case.state,
        channel=label_of(context, region.channels, case.channel),
        language=case.resident.language if case.resident else "nl",
        opened_at=case.opened_at,
        last_act=event_title(act.name) if act else "",
        last_act_at=case.last_act_at,
    )
    return _with_offer(around, line, offer) if offer else line


def _with_offer(around: _Around, line: CaseLine, offer: HandoverRecord) -> CaseLine:
    context = around.context
    if offer.receiver_id == context.organisation:
        sender = party_name(context, around.region, offer.sender_id)
        return replace(line, incoming=offer.ref, sender=sender, term_days=offer.term_days)
    since = context.at(offer.offered_at).today
    silent = working_days_between(since, context.today)
    return replace(line, silent_days=silent, term_days=offer.term_days)


def _lies_with(around: _Around, case: CaseRecord, offer: HandoverRecord | None) -> tuple[str, str]:
    context, region = around.context, around.region
    if offer is not None and offer.receiver_id == context.organisation:
        return OURS, ""
    if offer is not None:
        return OTHER, party_name(context, region, offer.receiver_id)
    if case.accountable_id != context.organisation:
        return OTHER, party_name(context, region, case.accountable_id)
    return (RESIDENT, "") if case.next_party == "resident" else (OURS, "")


def subject_name(case: CaseRecord) -> str:
    """Return the name of the person or employer a case is about."""
    if case.resident is not None:
        return case.resident.name
    return case.employer.name if case.employer else ""
