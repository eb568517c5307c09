"""Proposals as people read them: the lane with whose turn it is, by when, and what is missing."""

from dataclasses import dataclass
from datetime import date, datetime

from voordeur.domain.governance.proposals import Outcome, ProposalState
from voordeur.domain.governance.routes import StepAct
from voordeur.domain.kernel.refusal import Verdict
from voordeur.domain.register.checks import Key
from voordeur.services.context import Context


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """An objection recorded with a decision: the name of who had it, and their words."""

    name: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneStep:
    """One step of the lane: a body, or one organisation. Labels are in the reader's language."""

    code: str
    act: StepAct
    act_label: str
    body: str
    organisation: str
    name: str
    """The name of the body on the day it answered (or today), or of the organisation."""
    stage: int
    outcome: Outcome | None
    outcome_label: str
    blocks: bool
    """What was said here keeps later stages shut."""
    turn: bool
    due_on: date | None
    late: bool
    missing: tuple[str, ...]
    """What must come first, in words and in order."""
    given_on: date | None
    note: str
    present: int | None
    consensus: bool | None
    """None where nothing was decided."""
    objections: tuple[ObjectionLine, ...]
    meeting: str
    """Reference of the meeting it was said in."""
    outcomes: tuple[tuple[str, str], ...]
    """What can be said here: code and label."""


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

    @property
    def turn(self) -> tuple[LaneStep, ...]:
        """The steps that can be recorded now."""
        return tuple(step for step in self.steps if step.turn)

    @property
    def missing(self) -> tuple[str, ...]:
        """What the proposal still lacks to be decided, in words and in order."""
        return self.steps[-1].missing if self.steps else ()

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
    """Return drafts and running proposals with their lanes: longest waiting first."""
    raise NotImplementedError


def settled_proposals(context: Context) -> tuple[ProposalLine, ...]:
    """Return decided, rejected and withdrawn proposals, newest first."""
    raise NotImplementedError


def proposal_page(context: Context, *, ref: str) -> ProposalPage:
    """Return one proposal. Raises ``RefusedError`` (NOT_FOUND)."""
    raise NotImplementedError
