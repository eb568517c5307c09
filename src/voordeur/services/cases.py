"""Acts on a case: plan, write down, agree, close, reopen, move, assign; each writes one event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F

from voordeur.domain.cases.lifecycle import CasePhase, may_close, may_plan_next
from voordeur.domain.cases.lifecycle import may_reopen as may_reopen_case
from voordeur.domain.consent.grants import AccessAction
from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.region.model import Region
from voordeur.records.cases.models import (
    AftercareRecord,
    CaseRecord,
    ClosureRecord,
    EntryRecord,
    MoveRecord,
    StepRecord,
)
from voordeur.records.references import new_reference
from voordeur.records.residents.models import ResidentRecord
from voordeur.records.trajectories.models import LIVE, TrajectoryRecord
from voordeur.services.access import case_for_act, facts_of, subjects_of
from voordeur.services.acts import Act, acting
from voordeur.services.context import Context
from voordeur.services.letters import News, tell_resident
from voordeur.services.region import current_region
from voordeur.services.registration import (
    FIRST_CONTACT,
    HAND_OVER_WARMLY,
    Registered,
    Registration,
    owner_purpose,
    register,
    register_within,
)
from voordeur.services.routing import route

__all__ = [
    "CONTACTS",
    "ENTRY_EVENTS",
    "FIRST_CONTACT",
    "HAND_OVER_WARMLY",
    "Move",
    "NewEntry",
    "Registered",
    "Registration",
    "add_months",
    "agree_step",
    "assign",
    "classify",
    "close",
    "finish_step",
    "move",
    "owner_purpose",
    "plan_next",
    "register",
    "register_within",
    "reopen",
    "touch",
    "write_entry",
]


def plan_next(
    context: Context,
    *,
    ref: str,
    next_step: str,
    next_date: date | None,
    next_party: str = "organisation",
    phase: CasePhase | None = None,
) -> None:
    """Say what happens next and when. Raises ``RefusedError`` as ``may_plan_next`` judges."""
    with acting(context) as act:
        case = case_for_act(context, ref=ref, action=AccessAction.WORK)
        require(
            may_plan_next(
                facts_of(case),
                context.organisation,
                next_step=next_step,
                next_date=next_date,
                today=context.today,
            )
        )
        assert next_date is not None  # may_plan_next refuses a missing date
        changes: dict[str, object] = {
            "next_step": next_step.strip(),
            "next_date": next_date,
            "next_party": next_party,
        }
        if phase is not None:
            changes["phase"] = phase.value
        touch(context, case, **changes)
        act.record(
            "NextStepPlanned",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={
                "case": case.ref,
                "next_date": next_date.isoformat(),
                "next_party": next_party,
                "phase": phase.value if phase else case.phase,
            },
        )


def touch(context: Context, case: CaseRecord, **changes: object) -> None:
    """Write changes to a case under a version guard; raises CHANGED_MEANWHILE when it moved."""
    written = CaseRecord.objects.filter(pk=case.pk, version=case.version).update(
        **changes, last_act_at=context.now, version=F("version") + 1
    )
    if written != 1:
        raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """Something said or done: ``kind`` as in ``EntryRecord``; ``code`` a result from the pack."""

    kind: str
    text: str = ""
    code: str = ""
    happened_at: datetime | None = None
    for_resident: bool = False
    to_organisation: str = ""


ENTRY_EVENTS: Mapping[str, str] = {
    "note": "NoteWritten",
    "advice_talk": "AdviceTalkHeld",
    "outreach": "OutreachTried",
    "signal": "SignalPassedOn",
    "message_in": "MessageReceived",
    "message_out": "MessageSent",
    "agreement": "AgreementMade",
    "aftercare": "AftercareDone",
}
"""The event each kind of entry writes."""

CONTACTS = frozenset({"advice_talk", "message_out"})
"""Kinds that count as the first contact with the person."""


def write_entry(context: Context, *, ref: str, entry: NewEntry) -> str:
    """Write down something said or done in a case; returns the entry's reference.

    The first real contact is remembered, so that 'rejected → first contact' can be measured.
    """
    if entry.kind not in ENTRY_EVENTS:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "kind"}))
    region = current_region()
    with acting(context) as act:
        case = case_for_act(context, ref=ref, action=AccessAction.WORK)
        happened_at = entry.happened_at or context.now
        row = EntryRecord.objects.create(
            ref=new_reference(),
            case=case,
            episode=case.episode,
            kind=entry.kind,
            code=entry.code,
            text=entry.text.strip(),
            organisation_id=context.organisation or None,
            author_id=context.account_id,
            to_organisation_id=entry.to_organisation or None,
            for_resident=entry.for_resident,
            happened_at=happened_at,
        )
        reached = entry.kind in CONTACTS or (entry.kind == "outreach" and entry.code == "reached")
        first = reached and case.first_contact_at is None
        touch(context, case, **({"first_contact_at": happened_at} if first else {}))
        _tell_of_entry(act, context, region, case, entry)
        act.record(
            ENTRY_EVENTS[entry.kind],
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={
                "case": case.ref,
                "entry": row.ref,
                "code": entry.code,
                "to": entry.to_organisation,
                "first_contact": first,
            },
        )
    return row.ref


def _tell_of_entry(
    act: Act, context: Context, region: Region, case: CaseRecord, entry: NewEntry
) -> None:
    news = {"advice_talk": News.TALK, "message_out": News.MESSAGE}.get(entry.kind)
    if news is not None and entry.for_resident and context.organisation:
        name = region.organisation_name(context.organisation, context.today, context.language)
        tell_resident(act, context, news, case=case, organisation=name)


def agree_step(
    context: Context, *, ref: str, what: str, due_date: date, by_resident: bool = False
) -> str:
    """Agree on a step with the person; returns its reference."""
    if not what.strip():
        raise RefusedError(Refusal(Reason.NEXT_STEP_NEEDED))
    with acting(context) as act:
        case = case_for_act(context, ref=ref, action=AccessAction.WORK)
        step = StepRecord.objects.create(
            ref=new_reference(),
            case=case,
            what=what.strip(),
            by_resident=by_resident,
            organisation_id=None if by_resident else context.organisation,
            due_date=due_date,
            created_at=context.now,
        )
        touch(context, case)
        act.record(
            "StepAgreed",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={"case": case.ref, "step": step.ref, "due_date": due_date.isoformat()},
        )
    return step.ref


def finish_step(context: Context, *, ref: str, step_ref: str) -> None:
    """Tick off an agreed step; doing it twice is the same as once."""
    with acting(context) as act:
        case = case_for_act(context, ref=ref, action=AccessAction.WORK)
        done = StepRecord.objects.filter(case=case, ref=step_ref, done_at__isnull=True).update(
            done_at=context.now
        )
        if not done and not StepRecord.objects.filter(case=case, ref=step_ref).exists():
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        touch(context, case)
        act.record(
            "StepDone",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={"case": case.ref, "step": step_ref},
        )


def close(context: Context, *, ref: str, outcome: str, informed_by: str, note: str = "") -> None:
    """End a case with an outcome, the resident informed, and after-care days where asked.

    Raises ``RefusedError``: HANDOVER_OPEN, OUTCOME_NEEDED, RESIDENT_NOT_INFORMED,
    NOT_ACCOUNTABLE, CASE_CLOSED, TRAJECTORY_LIVE while a trajectory has no outcome.
    """
    region = current_region()
    known = region.outcome(outcome)
    with acting(context) as act:
        case = case_for_act(context, ref=ref, action=AccessAction.WORK)
        require(
            may_close(
                facts_of(case),
                context.organisation,
                outcome=outcome if known else "",
                resident_informed=bool(informed_by),
            )
        )
        if TrajectoryRecord.objects.filter(case=case, state__in=LIVE).exists():
            raise RefusedError(Refusal(Reason.TRAJECTORY_LIVE))
        ClosureRecord.objects.create(
            case=case,
            episode=case.episode,
            outcome=outcome,
            note=note.strip(),
            informed_by=informed_by,
            organisation_id=context.organisation,
            closed_at=context.now,
        )
        touch(
            context,
            case,
            state="closed",
            outcome=outcome,
            closed_at=context.now,
            next_step="",
            next_date=None,
            phase=CasePhase.AFTERCARE.value if known and known.asks_aftercare else case.phase,
        )
        months = known.aftercare_months if known and known.asks_aftercare else ()
        AftercareRecord.objects.bulk_create(
            AftercareRecord(
                case=case, episode=case.episode, due_date=add_months(context.today, month)
            )
            for month in months
        )
        name = region.organisation_name(case.accountable_id, context.today, context.language)
        tell_resident(act, context, News.CLOSED, case=case, organisation=name)
        act.record(
            "CaseClosed",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={
                "case": case.ref,
                "outcome": outcome,
                "informed_by": informed_by,
                "episode": case.episode,
                "aftercare": len(months),
            },
        )


def add_months(day: date, months: int) -> date:
    """Return the same day of the month ``months`` later, or the last day of a shorter month."""
    whole = day.month - 1 + months
    year, month = day.year + whole // 12, whole % 12 + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def reopen(
    context: Context, *, ref: str, reason: str, next_step: str, next_date: date | None
) -> None:
    """Open a closed case again as a new episode; the earlier ending stays in the file."""
    region = current_region()
    with acting(context) as act:
        case = case_for_act(context, ref=ref, action=AccessAction.WORK)
        require(
            may_reopen_case(
                facts_of(case),
                context.organisation,
                reason=reason,
                next_step=next_step,
                next_date=next_date,
                today=context.today,
            )
        )
        assert next_date is not None  # may_reopen refuses a missing date
        touch(
            context,
            case,
            state="open",
            episode=case.episode + 1,
            outcome="",
            closed_at=None,
            next_step=next_step.strip(),
            next_date=next_date,
            next_party="organisation",
            phase=CasePhase.NEW.value,
        )
        name = region.organisation_name(case.accountable_id, context.today, context.language)
        tell_resident(act, context, News.REOPENED, case=case, organisation=name)
        act.record(
            "CaseReopened",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={
                "case": case.ref,
                "reason": reason,
                "episode": case.episode + 1,
                "next_date": next_date.isoformat(),
            },
        )


def classify(
    context: Context,
    *,
    ref: str,
    situation: Mapping[str, str | int],
    distance_class: str | None = None,
) -> None:
    """Write the situation of a case and take the routing answer that follows from it."""
    region = current_region()
    with acting(context) as act:
        case = case_for_act(context, ref=ref, action=AccessAction.WORK)
        _require_accountable(context, case)
        facts = dict(situation)
        answer = route(region, facts, on=context.today)
        touch(
            context,
            case,
            situation=facts,
            target_group=answer.target_group,
            proposed_id=answer.organisation,
            proposed_rule=answer.rule,
            finally_responsible_id=answer.finally_responsible or case.accountable_id,
            municipality=str(facts.get("municipality", case.municipality)),
            distance_class=case.distance_class if distance_class is None else distance_class,
        )
        act.record(
            "CaseClassified",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={
                "case": case.ref,
                "target_group": answer.target_group,
                "proposed": answer.organisation or "",
                "rule": answer.rule,
                "distance_class": distance_class or "",
            },
        )


MAY_CHANGE = frozenset({"municipality", "benefit", "work", "employer"})
"""The facts of somebody's life that a move is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A change in somebody's life; ``changed`` is municipality, benefit, work or employer."""

    changed: str
    to_value: str
    start_date: date
    postcode: str = ""


def move(context: Context, *, ref: str, move: Move) -> str | None:
    """Let the case follow the person: the situation changes, nothing is closed or lost.

    Returns the organisation that should lead now when it is another than the accountable one;
    accountability itself moves only by an accepted handover.
    """
    region = current_region()
    with acting(context) as act:
        case = case_for_act(context, ref=ref, action=AccessAction.WORK)
        _require_accountable(context, case)
        old = str(case.situation.get(move.changed, ""))
        if old == move.to_value or move.changed not in MAY_CHANGE:
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "to_value"}))
        facts = dict(case.situation) | {move.changed: move.to_value}
        answer = route(region, facts, on=context.today)
        MoveRecord.objects.create(
            case=case,
            changed=move.changed,
            from_value=old,
            to_value=move.to_value,
            start_date=move.start_date,
            recorded_at=context.now,
        )
        touch(
            context,
            case,
            situation=facts,
            target_group=answer.target_group,
            proposed_id=answer.organisation,
            proposed_rule=answer.rule,
            finally_responsible_id=answer.finally_responsible or case.finally_responsible_id,
            municipality=str(facts.get("municipality", case.municipality)),
        )
        _move_resident(context, case, move)
        name = region.organisation_name(case.accountable_id, context.today, context.language)
        tell_resident(act, context, News.MOVED, case=case, organisation=name)
        act.record(
            "PersonMoved",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={
                "case": case.ref,
                "changed": move.changed,
                "to": move.to_value,
                "start_date": move.start_date.isoformat(),
                "proposed": answer.organisation or "",
            },
        )
    differs = answer.organisation and answer.organisation != case.accountable_id
    return answer.organisation if differs else None


def _move_resident(context: Context, case: CaseRecord, move: Move) -> None:
    if move.changed != "municipality" or case.resident_id is None:
        return
    changes = {"municipality": move.to_value, "updated_at": context.now}
    if move.postcode:
        changes["postcode"] = move.postcode[:4]
    ResidentRecord.objects.filter(pk=case.resident_id).update(**changes)


def assign(context: Context, *, ref: str, adviser_id: int | None) -> None:
    """Give a case to an adviser of the accountable organisation, or to nobody in particular."""
    with acting(context) as act:
        case = case_for_act(context, ref=ref, action=AccessAction.WORK)
        _require_accountable(context, case)
        touch(context, case, adviser_id=adviser_id)
        act.record(
            "AdviserAssigned",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={"case": case.ref, "adviser": adviser_id or 0},
        )


def _require_accountable(context: Context, case: CaseRecord) -> None:
    """Only whoever answers for an open case says what its situation is, and who works on it.

    A party that follows a case afterwards may write down how it goes, and no more.
    """
    if context.kind is not ActorKind.SYSTEM and case.accountable_id != context.organisation:
        raise RefusedError(Refusal(Reason.NOT_ACCOUNTABLE, {"accountable": case.accountable_id}))
