"""Proposals as people read them: the lane with whose turn it is, by when, and what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from voordeur.domain.governance.proposals import (
    ProposalAction,
    ProposalParty,
    ProposalState,
    may_act,
)
from voordeur.domain.governance.route_problems import RouteProblem, route_problems
from voordeur.domain.governance.words import STATES
from voordeur.domain.kernel.refusal import Reason, Refusal, Verdict
from voordeur.domain.register.checks import Key
from voordeur.records.governance.models import ProposalRecord, RoundEndRecord
from voordeur.services.context import Context
from voordeur.services.governance_register import Known, known
from voordeur.services.offices import SECRETARIAT, SECRETARY, may_by_office
from voordeur.services.proposal_lanes import Lanes, day_of, lanes_of
from voordeur.services.proposal_lanes import LaneStep as LaneStep  # noqa: PLC0414  said here too
from voordeur.services.proposal_rows import adopted_with_changes, find
from voordeur.services.register import require_reader

OPEN = (ProposalState.DRAFTED, ProposalState.SUBMITTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """A proposal with its lane in the round that runs."""

    ref: str
    title: str
    route: str
    route_title: str
    state: ProposalState
    state_label: str
    round: int
    touches: bool
    touches_changed: bool
    """Somebody said otherwise than the default; ``touches_reason`` says why."""
    touches_reason: str
    amount_cents: int | None
    drafted_on: date
    submitted_on: date | None
    settled_on: date | None
    steps: tuple[LaneStep, ...]
    missing: tuple[str, ...]
    """What it still lacks to be decided, in words and in order."""

    @property
    def turn(self) -> tuple[LaneStep, ...]:
        """The steps that can be recorded now."""
        return tuple(step for step in self.steps if step.turn)

    @property
    def due_on(self) -> date | None:
        """The first day on which somebody whose turn it is must have answered."""
        return min((step.due_on for step in self.turn if step.due_on), default=None)

    @property
    def late(self) -> bool:
        """Tell whether somebody whose turn it is lets the others wait."""
        return any(step.late for step in self.turn)


@dataclass(frozen=True, slots=True)
class RoundLine:
    """An earlier round: how it ended, why, and what was said in it."""

    number: int
    ended_at: datetime
    reason: str
    steps: tuple[LaneStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalPage:
    """One proposal with everything about it; the verdicts are those the acts ask too."""

    line: ProposalLine
    summary: str
    parties: tuple[tuple[str, str], ...]
    entries: tuple[Key, ...]
    rounds: tuple[RoundLine, ...]
    ended_because: str
    """Why it was withdrawn."""
    route_problems: tuple[str, ...]
    """Holes of the route today, in words; with one of them it cannot be submitted."""
    may_change: Verdict
    may_submit: Verdict
    may_record: Verdict
    may_revise: Verdict
    may_withdraw: Verdict
    may_work_changes_in: Verdict


def open_proposals(context: Context) -> tuple[ProposalLine, ...]:
    """Return drafts and running proposals with their lanes: oldest first (four queries)."""
    rows = ProposalRecord.objects.filter(state__in=OPEN).order_by("id")
    return _lines(context, rows)


def settled_proposals(context: Context) -> tuple[ProposalLine, ...]:
    """Return decided, rejected and withdrawn proposals, newest first."""
    rows = ProposalRecord.objects.exclude(state__in=OPEN).order_by("-settled_on", "-id")
    return _lines(context, rows)


def proposal_page(context: Context, *, ref: str) -> ProposalPage:
    """Return one proposal. Raises ``RefusedError`` (NOT_FOUND)."""
    require_reader(context)
    row = find(ref)
    register = known(context)
    lanes = lanes_of(context, register, [row])
    ends = list(RoundEndRecord.objects.filter(proposal=row).order_by("round"))
    language = context.language
    return ProposalPage(
        line=_line(context, register, lanes, row),
        summary=row.summary,
        parties=tuple((code, register.organisation(code, context)) for code in row.parties),
        entries=tuple((str(kind), str(code)) for kind, code in row.entries),
        rounds=tuple(
            RoundLine(end.round, end.ended_at, end.reason, lanes.steps(row, end.round))
            for end in ends
            if end.kind == "revised"
        ),
        ended_because=next((end.reason for end in ends if end.kind == "withdrawn"), ""),
        route_problems=tuple(
            f"{one.step}: {one.sentence.in_language(language)}"
            if one.step
            else one.sentence.in_language(language)
            for one in _problems(context, register, row)
        ),
        **_verdicts(context, register, row),
    )


def _lines(context: Context, rows: Iterable[ProposalRecord]) -> tuple[ProposalLine, ...]:
    require_reader(context)
    held = list(rows)
    register = known(context)
    lanes = lanes_of(context, register, held)
    return tuple(_line(context, register, lanes, row) for row in held)


def _line(context: Context, register: Known, lanes: Lanes, row: ProposalRecord) -> ProposalLine:
    state = ProposalState(row.state)
    route = register.routes.get(row.route)
    return ProposalLine(
        ref=row.ref,
        title=row.title,
        route=row.route,
        route_title=route.title.in_language(context.language) if route else row.route,
        state=state,
        state_label=STATES[state].in_language(context.language),
        round=row.round,
        touches=row.touches,
        touches_changed=row.touches != row.touches_default,
        touches_reason=row.touches_reason,
        amount_cents=row.amount_cents,
        drafted_on=day_of(row.drafted_at),
        submitted_on=day_of(row.submitted_at) if row.submitted_at else None,
        settled_on=row.settled_on,
        steps=lanes.steps(row, row.round),
        missing=lanes.missing(row),
    )


def _problems(context: Context, register: Known, row: ProposalRecord) -> tuple[RouteProblem, ...]:
    route = register.routes.get(row.route)
    if route is None or row.state != ProposalState.DRAFTED:
        return ()
    return route_problems(route, register.bodies, context.today)


def _verdicts(context: Context, register: Known, row: ProposalRecord) -> dict[str, Verdict]:
    """Return what the acts would answer, for the buttons of the page."""
    office = may_by_office(context, SECRETARIAT)

    def drafting(action: ProposalAction) -> Verdict:
        return office and may_act(ProposalState(row.state), action, ProposalParty.DRAFTER)

    submit = drafting(ProposalAction.SUBMIT)
    if submit and (row.route not in register.routes or _problems(context, register, row)):
        submit = Refusal(Reason.ROUTE_HAS_HOLE)
    action = ProposalAction.INFORM if row.state == ProposalState.DECIDED else ProposalAction.RECORD
    work_in = office
    if work_in and not adopted_with_changes(row):
        work_in = Refusal(Reason.PROPOSAL_NOT_RUNNING)
    return {
        "may_change": drafting(ProposalAction.CHANGE),
        "may_submit": submit,
        "may_record": may_by_office(context, SECRETARY)
        and may_act(ProposalState(row.state), action, ProposalParty.SECRETARY),
        "may_revise": drafting(ProposalAction.REVISE),
        "may_withdraw": drafting(ProposalAction.WITHDRAW),
        "may_work_changes_in": work_in,
    }
