"""Acts on a proposal: draft, change, submit, record what was said, revise and withdraw."""

from dataclasses import dataclass
from datetime import date

from voordeur.domain.governance.proposals import (
    Outcome,
    ProposalAction,
    ProposalFacts,
    ProposalParty,
    ProposalState,
    Said,
    StepFacts,
    laid_out_steps,
    may_act,
    may_close_round,
    may_record,
    may_say_touches,
    state_after,
    touches_by_default,
)
from voordeur.domain.governance.route_problems import route_problems
from voordeur.domain.governance.routes import RESERVE, Route, StepAct
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, Verdict, require
from voordeur.domain.region.model import Region
from voordeur.domain.register.checks import Key
from voordeur.records.governance.models import (
    MeetingRecord,
    ProposalRecord,
    ProposalStepRecord,
    RoundEndRecord,
)
from voordeur.records.references import new_reference
from voordeur.records.register.models import EntryRecord
from voordeur.services import register_acts
from voordeur.services.acts import Act, acting
from voordeur.services.context import Context
from voordeur.services.governance_letters import tell_of_touches
from voordeur.services.governance_register import bodies, routes
from voordeur.services.offices import SECRETARIAT, SECRETARY, may_by_office
from voordeur.services.proposal_rows import (
    adopted_with_changes,
    content_digest,
    facts_of,
    locked,
)
from voordeur.services.region import current_region

LONGEST_TITLE = 200
CHANGING = (
    "title", "summary", "route", "parties", "entries", "amount_cents", "touches",
    "touches_default", "touches_reason", "state", "round", "submitted_at", "content_digest",
    "settled_on", "applied_at",
)  # fmt: skip
"""What acts change of a proposal."""
SAID = {
    (StepAct.ADVICE, False): "AdviceGiven",
    (StepAct.CONSENT, False): "ConsentGiven",
    (StepAct.CONSENT, True): "ConsentRefused",
    (StepAct.ADOPTION, False): "AdoptionGiven",
    (StepAct.ADOPTION, True): "AdoptionRefused",
    (StepAct.DECISION, False): "DecisionTaken",
    (StepAct.INFORMATION, False): "InformationSent",
}
"""The event of each act, by whether it was refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalContent:
    """What a proposal says.

    ``parties`` are organisation codes; ``entries`` the register entries it is about, by kind and
    code; ``touches`` None follows the default (yes when UWV or a municipality is a party), and
    another answer needs ``touches_reason``. ``amount_cents`` is what it asks of the reserve.
    """

    title: str
    route: str
    summary: str = ""
    parties: tuple[str, ...] = ()
    entries: tuple[Key, ...] = ()
    amount_cents: int | None = None
    touches: bool | None = None
    touches_reason: str = ""


@dataclass(frozen=True, slots=True)
class Objection:
    """Who did not agree with a decision, and why."""

    organisation: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAnswer:
    """What a body, or one organisation of a step, said on a day.

    ``note`` holds remarks and reasons; ``meeting`` is the reference of the meeting it was said
    in; ``present`` counts for the quorum; without ``objections`` there was consensus.
    """

    step: str
    outcome: Outcome
    on: date
    organisation: str = ""
    note: str = ""
    meeting: str = ""
    present: int | None = None
    objections: tuple[Objection, ...] = ()


def draft(context: Context, *, content: ProposalContent) -> str:
    """Draw a proposal up; returns its reference.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, INVALID_INPUT (title, route, parties, entries,
    amount), REASON_NEEDED for touching services otherwise than the default.
    """
    require(may_by_office(context, SECRETARIAT))
    with acting(context) as act:
        ref, told = draft_within(act, context, content)
        act.record("ProposalDrafted", payload=told)
    return ref


def draft_within(
    act: Act, context: Context, content: ProposalContent
) -> tuple[str, dict[str, object]]:
    """Do :func:`draft` inside a larger act that judged who may; returns what its event must say.

    That event is ``ProposalDrafted``. Raises as :func:`draft`.
    """
    row = ProposalRecord(
        ref=new_reference(),
        organisation=context.organisation,
        drafted_at=context.now,
        drafted_by_id=context.account_id,
    )
    route = _write(context, row, content)
    row.save(force_insert=True)
    _tell(act, context, row, route)
    return row.ref, _told(row)


def change(context: Context, *, ref: str, content: ProposalContent) -> None:
    """Change what a draft says; raises as :func:`draft`, and PROPOSAL_RUNS once submitted."""
    require(may_by_office(context, SECRETARIAT))
    with acting(context) as act:
        row = locked(ref)
        require(_may(row, ProposalAction.CHANGE))
        told_before = row.touches != row.touches_default
        route = _write(context, row, content)
        _save(row)
        if not told_before:
            _tell(act, context, row, route)
        act.record("ProposalChanged", payload=_told(row))


def change_touches(context: Context, *, ref: str, touches: bool, reason: str) -> None:
    """Say otherwise whether services are touched; whoever would consent is told.

    Raises ``RefusedError``: NOT_FOUND, PROPOSAL_RUNS (revise first), REASON_NEEDED.
    """
    require(may_by_office(context, SECRETARIAT))
    with acting(context) as act:
        row = locked(ref)
        require(_may(row, ProposalAction.CHANGE))
        require(may_say_touches(default=row.touches_default, touches=touches, reason=reason))
        row.touches, row.touches_reason = touches, _why(row, touches, reason)
        _save(row)
        route = routes(context).get(row.route)
        if route is not None:
            tell_of_touches(act, context, row=row, route=route)
        act.record("TouchesChanged", payload=_told(row))


def submit(context: Context, *, ref: str) -> None:
    """Lay the steps of the route out and ask the first bodies.

    Raises ``RefusedError``: PROPOSAL_RUNS, PROPOSAL_NOT_RUNNING, ROUTE_HAS_HOLE with the holes.
    """
    require(may_by_office(context, SECRETARIAT))
    with acting(context) as act:
        row = locked(ref)
        require(_may(row, ProposalAction.SUBMIT))
        route = _sound_route(context, row)
        steps = laid_out_steps(route, touches=row.touches)
        ProposalStepRecord.objects.bulk_create(
            ProposalStepRecord(
                proposal=row,
                round=row.round,
                position=step.position,
                code=step.code,
                act=step.act,
                body=step.body,
                organisation=step.organisation,
                term_days=step.term_days,
            )
            for step in steps
        )
        row.state = ProposalState.SUBMITTED
        row.submitted_at = context.now
        row.content_digest = content_digest(ref)
        _save(row)
        laid = [[one.code, one.organisation, one.act.value, one.position] for one in steps]
        told = {"proposal": ref, "round": row.round, "touches": row.touches, "steps": laid}
        act.record("ProposalSubmitted", payload=told)


def record_step(context: Context, *, ref: str, answer: StepAnswer) -> ProposalState:
    """Record what was said in a step; returns the state of the proposal that follows.

    The last yes brings the proposal's changes of the register into force at once. Raises
    ``RefusedError``: OUT_OF_ORDER and STEP_REFUSED (facts: missing), STEP_GIVEN, REASON_NEEDED,
    NO_QUORUM, DAY_STILL_TO_COME, DAYS_OUT_OF_ORDER, BODY_NOT_IN_FORCE, PROPOSAL_NOT_RUNNING.
    """
    require(may_by_office(context, SECRETARY))
    with acting(context) as act:
        row = locked(ref)
        rows = list(ProposalStepRecord.objects.filter(proposal=row, round=row.round))
        facts = facts_of(row, rows)
        require(may_record(facts, answer.step, answer.organisation))
        found = facts.find(answer.step, answer.organisation)
        assert found is not None
        meeting = _meeting(found, answer)
        said = _said(context, found, answer, meeting)
        require(may_record(facts, answer.step, answer.organisation, said))
        _give(context, row, answer, meeting, said)
        state = state_after(facts, answer.step, answer.organisation, answer.outcome)
        applied = _follow(context, row, facts, state, answer)
        refused = answer.outcome is Outcome.REFUSED
        told = {
            **_answered(row, found, answer),
            "present": said.present,
            "state": state.value,
            "changes": applied,
        }
        act.record(SAID[found.step.act, refused], payload=told)
    return state


def revise(context: Context, *, ref: str, reason: str) -> None:
    """Take a running proposal back to the drawing table; the next round asks everybody again."""
    require(may_by_office(context, SECRETARIAT))
    with acting(context) as act:
        row = locked(ref)
        _end_round(context, row, ProposalAction.REVISE, reason)
        row.state, row.round = ProposalState.DRAFTED, row.round + 1
        _save(row)
        act.record("ProposalRevised", payload={"proposal": ref, "round": row.round})


def withdraw(context: Context, *, ref: str, reason: str) -> None:
    """End a proposal that was not decided, with a reason."""
    require(may_by_office(context, SECRETARIAT))
    with acting(context) as act:
        row = locked(ref)
        _end_round(context, row, ProposalAction.WITHDRAW, reason)
        row.state, row.settled_on = ProposalState.WITHDRAWN, context.today
        _save(row)
        told = {"proposal": ref, "round": row.round, "on": context.today.isoformat()}
        act.record("ProposalWithdrawn", payload=told)


def work_changes_in(context: Context, *, ref: str) -> None:
    """Bring the changes of a proposal that was adopted with changes into force, as rewritten."""
    require(may_by_office(context, SECRETARIAT))
    with acting(context) as act:
        row = locked(ref)
        if not adopted_with_changes(row):
            raise RefusedError(Refusal(Reason.PROPOSAL_NOT_RUNNING, {"state": row.state}))
        applied = register_acts.apply_changes(context, proposal=ref)
        row.applied_at = context.now
        _save(row)
        act.record("ChangesWorkedIn", payload={"proposal": ref, "changes": len(applied)})


def _may(row: ProposalRecord, action: ProposalAction) -> Verdict:
    return may_act(ProposalState(row.state), action, ProposalParty.DRAFTER)


def _save(row: ProposalRecord) -> None:
    """Write a proposal back, unless somebody changed it since it was read."""
    values = {name: getattr(row, name) for name in CHANGING}
    same = ProposalRecord.objects.filter(pk=row.pk, version=row.version)
    row.version += 1
    if same.update(**values, version=row.version) != 1:
        raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))


def _write(context: Context, row: ProposalRecord, content: ProposalContent) -> Route:
    """Write what a proposal says, once it was judged; returns its route."""
    region = current_region()
    route = routes(context).get(content.route)
    wrong = _wrong_field(region, route, content)
    if wrong or route is None:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": wrong}))
    default = touches_by_default(region.organisations[one].kind for one in content.parties)
    touches = default if content.touches is None else content.touches
    require(may_say_touches(default=default, touches=touches, reason=content.touches_reason))
    row.title, row.summary, row.route = content.title.strip(), content.summary.strip(), route.code
    row.parties, row.entries = list(content.parties), [list(key) for key in content.entries]
    row.amount_cents = content.amount_cents
    row.touches_default, row.touches = default, touches
    row.touches_reason = _why(row, touches, content.touches_reason)
    return route


def _why(row: ProposalRecord, touches: bool, reason: str) -> str:  # noqa: FBT001
    return reason.strip() if touches != row.touches_default else ""


def _wrong_field(region: Region, route: Route | None, content: ProposalContent) -> str:
    """Return the first field that cannot be kept, or nothing."""
    if not content.title.strip() or len(content.title) > LONGEST_TITLE:
        return "title"
    if route is None:
        return "route"
    if not set(content.parties) <= set(region.organisations):
        return "parties"
    amount = content.amount_cents
    if (amount is None and route.code == RESERVE) or (amount is not None and amount <= 0):
        return "amount_cents"
    return "" if _all_there(content.entries) else "entries"


def _all_there(entries: tuple[Key, ...]) -> bool:
    rows = EntryRecord.objects.filter(
        kind__in={kind for kind, _code in entries}, code__in={code for _kind, code in entries}
    )
    return set(entries) <= set(rows.values_list("kind", "code"))


def _tell(act: Act, context: Context, row: ProposalRecord, route: Route) -> None:
    """Tell who would have to consent when somebody says otherwise than the default."""
    if row.touches != row.touches_default:
        tell_of_touches(act, context, row=row, route=route)


def _told(row: ProposalRecord) -> dict[str, object]:
    return {
        "proposal": row.ref,
        "route": row.route,
        "parties": list(row.parties),
        "touches": row.touches,
        "touches_default": row.touches_default,
        "amount_cents": row.amount_cents,
    }


def _sound_route(context: Context, row: ProposalRecord) -> Route:
    route = routes(context).get(row.route)
    if route is None:
        raise RefusedError(Refusal(Reason.ROUTE_HAS_HOLE, {"route": row.route}))
    found = route_problems(route, bodies(context), context.today)
    if found:
        holes = " ".join(f"{one.hole.value}:{one.step}" for one in found)
        raise RefusedError(Refusal(Reason.ROUTE_HAS_HOLE, {"holes": holes}))
    return route


def _meeting(found: StepFacts, answer: StepAnswer) -> MeetingRecord | None:
    """Return the meeting something was said in: of that body, on that day."""
    if not answer.meeting:
        return None
    row = MeetingRecord.objects.filter(ref=answer.meeting).first()
    if row is None or (row.body, row.day) != (found.step.body, answer.on):
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "meeting"}))
    return row


def _said(
    context: Context, found: StepFacts, answer: StepAnswer, meeting: MeetingRecord | None
) -> Said:
    body = bodies(context).get(found.step.body) if found.step.body else None
    if found.step.body and (body is None or answer.on not in body.valid):
        raise RefusedError(Refusal(Reason.BODY_NOT_IN_FORCE, {"body": found.step.body}))
    counted = meeting.present if meeting is not None else None
    return Said(
        outcome=answer.outcome,
        on=answer.on,
        today=context.today,
        words=bool(answer.note.strip()),
        quorum=body.quorum if body is not None else None,
        present=answer.present if answer.present is not None else counted,
    )


def _give(
    context: Context,
    row: ProposalRecord,
    answer: StepAnswer,
    meeting: MeetingRecord | None,
    said: Said,
) -> None:
    """Write what was said; only a step that still waits can be given."""
    waiting = ProposalStepRecord.objects.filter(
        proposal=row,
        round=row.round,
        code=answer.step,
        organisation=answer.organisation,
        state="awaiting",
    )
    written = waiting.update(
        state="given",
        outcome=answer.outcome,
        given_on=answer.on,
        given_at=context.now,
        given_by_id=context.account_id,
        meeting=meeting,
        present=said.present,
        note=answer.note.strip(),
        objections=[[one.organisation, one.words.strip()] for one in answer.objections],
    )
    if written != 1:
        raise RefusedError(Refusal(Reason.STEP_GIVEN))


def _follow(
    context: Context,
    row: ProposalRecord,
    facts: ProposalFacts,
    state: ProposalState,
    answer: StepAnswer,
) -> int:
    """Write the state that follows; a decision applies its changes. Returns how many."""
    applied = 0
    if state is not facts.state:
        row.state, row.settled_on = state, answer.on
        if state is ProposalState.DECIDED and not _changed_by_decision(facts, answer):
            applied = _apply(context, row)
    _save(row)
    return applied


def _changed_by_decision(facts: ProposalFacts, answer: StepAnswer) -> bool:
    said = {one.outcome for one in facts.steps} | {answer.outcome}
    return Outcome.ADOPTED_CHANGED in said


def _apply(context: Context, row: ProposalRecord) -> int:
    """Bring the changes into force that the bodies saw, and no others."""
    if content_digest(row.ref) != row.content_digest:
        raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))
    row.applied_at = context.now
    return len(register_acts.apply_changes(context, proposal=row.ref))


def _answered(row: ProposalRecord, found: StepFacts, answer: StepAnswer) -> dict[str, object]:
    return {
        "proposal": row.ref,
        "round": row.round,
        "step": answer.step,
        "organisation": answer.organisation,
        "body": found.step.body,
        "outcome": answer.outcome.value,
        "on": answer.on.isoformat(),
        "meeting": answer.meeting,
        "objections": len(answer.objections),
    }


def _end_round(context: Context, row: ProposalRecord, action: ProposalAction, reason: str) -> None:
    require(may_close_round(ProposalState(row.state), action, reason=reason))
    RoundEndRecord.objects.create(
        proposal=row,
        round=row.round,
        kind="revised" if action is ProposalAction.REVISE else "withdrawn",
        reason=reason.strip(),
        ended_at=context.now,
        ended_by_id=context.account_id,
    )
