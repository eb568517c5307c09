"""Acts on a proposal: draft, change, submit, record what was said, revise and withdraw."""

from dataclasses import dataclass
from datetime import date

from voordeur.domain.governance.proposals import Outcome, ProposalState
from voordeur.domain.register.checks import Key
from voordeur.services.context import Context


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
    raise NotImplementedError


def change(context: Context, *, ref: str, content: ProposalContent) -> None:
    """Change what a draft says; raises as :func:`draft`, and PROPOSAL_RUNS once submitted."""
    raise NotImplementedError


def change_touches(context: Context, *, ref: str, touches: bool, reason: str) -> None:
    """Say otherwise whether services are touched; whoever would consent is told.

    Raises ``RefusedError``: NOT_FOUND, PROPOSAL_RUNS (revise first), REASON_NEEDED.
    """
    raise NotImplementedError


def submit(context: Context, *, ref: str) -> None:
    """Lay the steps of the route out and ask the first bodies.

    Raises ``RefusedError``: PROPOSAL_RUNS, PROPOSAL_NOT_RUNNING, ROUTE_HAS_HOLE with the holes.
    """
    raise NotImplementedError


def record_step(context: Context, *, ref: str, answer: StepAnswer) -> ProposalState:
    """Record what was said in a step; returns the state of the proposal that follows.

    The last yes brings the proposal's changes of the register into force at once. Raises
    ``RefusedError``: OUT_OF_ORDER and STEP_REFUSED (facts: missing), STEP_GIVEN, REASON_NEEDED,
    NO_QUORUM, DAY_STILL_TO_COME, DAYS_OUT_OF_ORDER, BODY_NOT_IN_FORCE, PROPOSAL_NOT_RUNNING.
    """
    raise NotImplementedError


def revise(context: Context, *, ref: str, reason: str) -> None:
    """Take a running proposal back to the drawing table; the next round asks everybody again."""
    raise NotImplementedError


def withdraw(context: Context, *, ref: str, reason: str) -> None:
    """End a proposal that was not decided, with a reason."""
    raise NotImplementedError


def work_changes_in(context: Context, *, ref: str) -> None:
    """Bring the changes of a proposal that was adopted with changes into force, as rewritten."""
    raise NotImplementedError
