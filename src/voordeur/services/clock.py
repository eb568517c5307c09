"""What happens because time passes: silence is reminded and escalated, each once."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from voordeur.domain.handover.deadlines import (
    ADDRESSEES,
    Deadlines,
    Signal,
    signals_due,
    stage,
)
from voordeur.domain.handover.lifecycle import HandoverParty, HandoverState
from voordeur.domain.region.model import Region
from voordeur.records.cases.models import CaseRecord
from voordeur.records.handover.models import EscalationRecord, HandoverRecord
from voordeur.services import links
from voordeur.services.access import subjects_of
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.handover_letters import (
    Addressed,
    HandoverNews,
    by_account,
    everywhere,
    somebody_at,
    tell_professionals,
)
from voordeur.services.letters import News, tell_resident
from voordeur.services.region import current_region

LEVELS: Mapping[Signal, int] = {
    Signal.REMINDER: 0,
    Signal.ESCALATION_1: 1,
    Signal.ESCALATION_2: 2,
}
"""The level under which each signal is kept; the database allows each level once."""


@dataclass(frozen=True, slots=True)
class TickReport:
    """How many signals went out in one round."""

    reminded: int
    escalated: int


def tick(context: Context) -> TickReport:
    """Send every signal that is due and was not sent; twice, late or in between, it is the same.

    What is due follows from the dates of the offer and the day it is now, never from when the last
    round ran: a clock that stood still for weeks catches up, one that jumps back does nothing.
    """
    due = _due(context)
    if not due:
        return TickReport(0, 0)
    region = current_region()
    counts = dict.fromkeys(Signal, 0)
    for ref, signals in due:
        for signal in signals:
            counts[signal] += _raise(context, region, ref, signal)
    return TickReport(
        counts[Signal.REMINDER], counts[Signal.ESCALATION_1] + counts[Signal.ESCALATION_2]
    )


def _due(context: Context) -> list[tuple[str, tuple[Signal, ...]]]:
    """Return which handovers wait for which signals (two queries)."""
    rows = HandoverRecord.objects.filter(
        state=HandoverState.OFFERED.value, reminder_on__lte=context.today
    ).prefetch_related("escalations")
    found = []
    for row in rows:
        signals = _signals(context, row)
        if signals:
            found.append((row.ref, signals))
    return found


def _signals(context: Context, row: HandoverRecord) -> tuple[Signal, ...]:
    sent = {raised.level for raised in row.escalations.all()}
    dates = Deadlines(row.reminder_on, row.due_on, row.escalate_on)
    already = frozenset(signal for signal, level in LEVELS.items() if level in sent)
    return signals_due(stage(context.today, dates), already)


def _raise(context: Context, region: Region, ref: str, signal: Signal) -> int:
    """Send one signal as one act; 0 when another round or an answer was first."""
    try:
        with transaction.atomic():
            return _raise_once(context, region, ref, signal)
    except IntegrityError:
        return 0


def _raise_once(context: Context, region: Region, ref: str, signal: Signal) -> int:
    known = HandoverRecord.objects.filter(ref=ref).values_list("case_id", flat=True).get()
    # The case first, as in every act on a handover: one order, so nobody waits for each other.
    case = CaseRecord.objects.select_for_update(no_key=True).get(pk=known)
    row = HandoverRecord.objects.select_for_update(no_key=True).get(ref=ref)
    if row.state != HandoverState.OFFERED.value or signal not in _signals(context, row):
        return 0
    addressees = ADDRESSEES[signal]
    with acting(context) as act:
        EscalationRecord.objects.create(
            handover=row,
            level=LEVELS[signal],
            to_role=addressees[0].role.value,
            raised_at=context.now,
        )
        told = tell_professionals(
            act,
            context,
            region,
            HandoverNews(signal.value),
            row=row,
            to=recipients(context, row, signal),
        )
        if signal is not Signal.REMINDER:
            name = region.organisation_name(row.receiver_id, context.today, context.language)
            tell_resident(act, context, News.ESCALATED, case=case, organisation=name)
        act.record(
            "HandoverReminded" if signal is Signal.REMINDER else "HandoverEscalated",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={
                "case": case.ref,
                "handover": row.ref,
                "level": LEVELS[signal],
                "roles": [f"{one.party.value}:{one.role.value}" for one in addressees],
                "told": told,
            },
        )
    return 1


def recipients(context: Context, row: HandoverRecord, signal: Signal) -> list[Addressed]:
    """Return who gets a signal: the named roles, and the link holder at the receiving side."""
    found: list[Addressed] = []
    for addressee in ADDRESSEES[signal]:
        match addressee.party:
            case HandoverParty.RECEIVER:
                found += somebody_at(row.receiver_id, context.today, addressee.role)
            case HandoverParty.SENDER:
                found += somebody_at(row.sender_id, context.today, addressee.role)
            case HandoverParty.SYSTEM:
                found += everywhere(context.today, addressee.role)
    if row.link_email and signal is not Signal.ESCALATION_2:
        found.append(links.addressed(row, today=context.today))
    # Silence escalates to a person, also where nobody holds the role.
    return found or by_account(row.offered_by_id)
