"""Acts of who owns the money: yes, no and yes-taken-back; and what the clock does when silent."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from voordeur.domain.funding.broker_consents import (
    ConsentFacts,
    ConsentState,
    MixState,
    may_answer,
    may_expire,
    may_withdraw,
    mix_after,
    remind_on,
)
from voordeur.domain.kernel.calendar import add_working_days
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.records.cases.models import CaseRecord, StepRecord
from voordeur.records.funding.models import MixConsentRecord, MixRecord
from voordeur.records.references import new_reference
from voordeur.services.access import subjects_of
from voordeur.services.acts import Act, acting
from voordeur.services.consent_letters import MixNews, tell_gids, tell_owner
from voordeur.services.context import Context
from voordeur.services.ledger import TOLD
from voordeur.services.mixes import (
    NOT_FOUND,
    locked_mix,
    release,
    reserved_claims,
    settle,
    shares_of,
    states_of,
)
from voordeur.services.offices import BUDGET_OWNER, require_office

CHOOSE_AGAIN = gettext_noop("Kies opnieuw wie het traject betaalt")
"""The task a gids gets when the money of a trajectory fell away."""
LONGEST = 1000
_NEWS = {
    MixState.AGREED: MixNews.AGREED,
    MixState.REFUSED: MixNews.REFUSED,
    MixState.EXPIRED: MixNews.EXPIRED,
    MixState.WITHDRAWN: MixNews.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class ConsentReport:
    """What one round of the clock did."""

    reminded: int
    expired: int


def give_consent(context: Context, *, mix: str, source: str) -> MixState:
    """Say yes for the money of one's own organisation; the last yes makes the mix agreed.

    Raises ``RefusedError``: NOT_FOUND, CONSENT_ANSWERED, MIX_SETTLED.
    """
    require_office(context, BUDGET_OWNER)
    with acting(context) as act:
        row, held = _locked(mix, source)
        require(may_answer(_facts(row, held), context.organisation))
        _write(context, row, ConsentState.GIVEN)
        postings = _follow(context, act, held, source)
        _record(act, "MixConsentGiven", held, row, postings)
    return MixState(held.state)


def refuse_consent(context: Context, *, mix: str, source: str, reason: str) -> None:
    """Say no with a reason: the mix ends and its money is free again.

    Raises ``RefusedError``: NOT_FOUND, CONSENT_ANSWERED, MIX_SETTLED, REASON_NEEDED.
    """
    require_office(context, BUDGET_OWNER)
    with acting(context) as act:
        row, held = _locked(mix, source)
        require(may_answer(_facts(row, held), context.organisation, reason=reason))
        _write(context, row, ConsentState.REFUSED, reason)
        postings = _follow(context, act, held, source)
        _record(act, "MixConsentRefused", held, row, postings)


def withdraw_consent(context: Context, *, mix: str, source: str, reason: str) -> None:
    """Take a yes back with a reason: what is only reserved is free again, the rest stays.

    Raises ``RefusedError``: NOT_FOUND, CONSENT_MISSING, MIX_SETTLED, REASON_NEEDED, and
    PAID_MONEY_STAYS when everything was ordered or paid.
    """
    require_office(context, BUDGET_OWNER)
    with acting(context) as act:
        row, held = _locked(mix, source)
        facts = _facts(row, held)
        require(may_withdraw(facts, context.organisation, reason=reason))
        _write(context, row, ConsentState.WITHDRAWN, reason)
        postings = _follow(context, act, held, source)
        _record(act, "MixConsentWithdrawn", held, row, postings)


def tick(context: Context) -> ConsentReport:
    """Remind owners half-way, and end mixes whose last day is over; twice is the same as once."""
    waiting = MixRecord.objects.filter(state=MixState.ASKED.value)
    late = waiting.filter(answer_due_on__lt=context.today).order_by("id")
    expired = sum(_expire(context, ref) for ref in list(late.values_list("ref", flat=True)))
    silent = waiting.filter(answer_due_on__gte=context.today, reminded_at__isnull=True)
    reminded = sum(_remind(context, ref) for ref in _half_way(context, silent))
    return ConsentReport(reminded, expired)


def _half_way(context: Context, rows: QuerySet[MixRecord]) -> list[str]:
    found = rows.order_by("id").values_list("ref", "chosen_at", "answer_due_on")
    return [
        ref
        for ref, chosen_at, due_on in list(found)
        if remind_on(_day(context, chosen_at), due_on) <= context.today
    ]


def _day(context: Context, moment: datetime) -> date:
    return context.at(moment).today


def _expire(context: Context, ref: str) -> int:
    with transaction.atomic():
        held = _mix_with_case(ref)
        if not may_expire(MixState(held.state), held.answer_due_on, context.today):
            return 0
        return _expire_now(context, held)


def _expire_now(context: Context, held: MixRecord) -> int:
    with acting(context) as act:
        postings = release(context, held)
        settle(context, held, MixState.EXPIRED)
        _tell(context, act, held)
        told = {"mix": held.ref, "trajectory": held.trajectory.ref, "postings": postings}
        case = held.trajectory.case
        act.record("MixExpired", case_id=case.pk, subjects=subjects_of(case), payload=told)
    return 1


def _remind(context: Context, ref: str) -> int:
    with transaction.atomic():
        held = _mix_with_case(ref)
        if held.state != MixState.ASKED.value or held.reminded_at is not None:
            return 0
        return _remind_now(context, held)


def _remind_now(context: Context, held: MixRecord) -> int:
    with acting(context) as act:
        rows = MixConsentRecord.objects.filter(mix=held, state=ConsentState.ASKED.value)
        told = sum(tell_owner(act, context, row=row, mix=held, again=True) for row in rows)
        held.reminded_at = context.now
        held.version += 1
        held.save(update_fields=["reminded_at", "version"])
        payload = {"mix": held.ref, "told": told}
        case = held.trajectory.case
        act.record("MixReminded", case_id=case.pk, subjects=subjects_of(case), payload=payload)
    return 1


def _locked(mix: str, source: str) -> tuple[MixConsentRecord, MixRecord]:
    held = _mix_with_case(mix)
    row = (
        MixConsentRecord.objects.select_for_update(no_key=True)
        .filter(mix=held, source=source)
        .first()
    )
    if row is None:
        raise RefusedError(NOT_FOUND)
    return row, held


def _mix_with_case(ref: str) -> MixRecord:
    """Lock the case and then the mix: one order in every act, so nobody waits for each other."""
    case = MixRecord.objects.filter(ref=ref).values_list("trajectory__case_id", flat=True).first()
    if case is None:
        raise RefusedError(NOT_FOUND)
    CaseRecord.objects.select_for_update(no_key=True).get(pk=case)
    return locked_mix(ref)


def _facts(row: MixConsentRecord, held: MixRecord) -> ConsentFacts:
    purses = {one.budget for one in shares_of(held) if one.source == row.source}
    left = sum(one.reserved_cents for one in reserved_claims(held) if one.budget.code in purses)
    return ConsentFacts(
        mix=MixState(held.state),
        state=ConsentState(row.state),
        owner=row.owner_id,
        reserved_cents=left,
    )


def _write(context: Context, row: MixConsentRecord, state: ConsentState, reason: str = "") -> None:
    if len(reason) > LONGEST:
        raise RefusedError(Refusal(Reason.TOO_LARGE, {"field": "reason"}))
    row.state, row.reason = state.value, reason.strip()
    row.answered_at, row.answered_by_id = context.now, context.account_id
    row.save(update_fields=["state", "reason", "answered_at", "answered_by"])


def _follow(context: Context, act: Act, held: MixRecord, source: str) -> TOLD:
    """Let the mix follow what was said: agreed, still waiting, or over with its money free."""
    state = mix_after(states_of(held))
    if state is MixState.ASKED:
        return []
    postings = [] if state is MixState.AGREED else release(context, held)
    settle(context, held, state)
    _tell(context, act, held, source)
    return postings


def _tell(context: Context, act: Act, held: MixRecord, source: str = "") -> None:
    """Tell the gids how a mix ended, with a task on the case when its money fell away."""
    state = MixState(held.state)
    tell_gids(act, _NEWS[state], mix=held, source=source)
    case = held.trajectory.case
    if state is MixState.AGREED or case.state != "open":
        return
    StepRecord.objects.create(
        ref=new_reference(),
        case=case,
        what=CHOOSE_AGAIN,
        organisation_id=case.accountable_id,
        due_date=add_working_days(context.today, 1),
        created_at=context.now,
    )


def _record(
    act: Act,
    name: str,
    held: MixRecord,
    row: MixConsentRecord,
    postings: TOLD,
) -> None:
    case = held.trajectory.case
    told = {
        "mix": held.ref,
        "trajectory": held.trajectory.ref,
        "source": row.source,
        "amount_cents": row.amount_cents,
        "state": held.state,
        "postings": postings,
    }
    act.record(name, case_id=case.pk, subjects=subjects_of(case), payload=told)
