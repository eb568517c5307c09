"""Meetings of bodies: planned, an agenda that prints as a paper, and held with who was present."""

from dataclasses import dataclass
from datetime import date

from voordeur.domain.governance.proposals import ProposalState
from voordeur.domain.kernel.refusal import Verdict
from voordeur.domain.register.checks import Key
from voordeur.services.context import Context
from voordeur.services.proposal_pages import LaneStep


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMeeting:
    """A meeting of a body on a day; ``starts_at`` is local, 'HH:MM' or empty."""

    body: str
    day: date
    place: str = ""
    starts_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAgendaItem:
    """A point on the agenda: about a proposal, an entry of the register, or only a title."""

    title: str
    explanation: str = ""
    proposal: str = ""
    entry: Key | None = None
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLine:
    """A meeting in a list."""

    ref: str
    body: str
    body_name: str
    day: date
    starts_at: str
    place: str
    held: bool
    present: int | None
    quorum: int | None
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """A point on the agenda; ``steps`` are the proposal's steps of this body."""

    number: int
    title: str
    explanation: str
    proposal: str
    proposal_title: str
    proposal_state: ProposalState | None
    steps: tuple[LaneStep, ...]
    entry: Key | None
    document: str
    document_title: str
    document_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPage:
    """One meeting with its agenda, as it prints."""

    line: MeetingLine
    items: tuple[AgendaLine, ...]
    has_quorum: bool | None
    """None when the body has no quorum, or nobody counted."""
    conclusions: str
    may_write: Verdict


def plan(context: Context, *, meeting: NewMeeting) -> str:
    """Plan a meeting; returns its reference.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, INVALID_INPUT, BODY_NOT_IN_FORCE.
    """
    raise NotImplementedError


def put_on_agenda(context: Context, *, ref: str, item: NewAgendaItem) -> int:
    """Put a point at the end of the agenda; returns its number. Raises also MEETING_HELD."""
    raise NotImplementedError


def record_held(context: Context, *, ref: str, present: int | None, conclusions: str = "") -> None:
    """Record that the meeting took place, and how many members were present."""
    raise NotImplementedError


def meetings(context: Context, *, body: str = "") -> tuple[MeetingLine, ...]:
    """Return the meetings of one body or of all, newest first."""
    raise NotImplementedError


def meeting_page(context: Context, *, ref: str) -> MeetingPage:
    """Return one meeting with its agenda. Raises ``RefusedError`` (NOT_FOUND)."""
    raise NotImplementedError
