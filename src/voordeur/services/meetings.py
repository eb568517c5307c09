"""Meetings of bodies: planned, an agenda that prints as a paper, and held with who was present."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from voordeur.domain.governance.proposals import ProposalState
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, Verdict, require
from voordeur.domain.register.checks import Key
from voordeur.records.governance.models import (
    AgendaItemRecord,
    BoardDocumentRecord,
    MeetingRecord,
    ProposalRecord,
)
from voordeur.records.references import new_reference
from voordeur.records.register.models import EntryRecord
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.governance_register import Known, bodies, known
from voordeur.services.offices import SECRETARIAT, may_by_office
from voordeur.services.proposal_lanes import Lanes, LaneStep, lanes_of
from voordeur.services.proposal_rows import NOT_FOUND
from voordeur.services.proposal_rows import find as find_proposal
from voordeur.services.register import require_reader

LONGEST_TITLE = 200
LONGEST_PLACE = 120
HELD = "held"
MOST_PRESENT = 999
CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d\Z")


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
    require(may_by_office(context, SECRETARIAT))
    body = bodies(context).get(meeting.body)
    if body is None:
        raise _wrong("body")
    if meeting.day not in body.valid:
        raise RefusedError(Refusal(Reason.BODY_NOT_IN_FORCE, {"body": body.code}))
    if meeting.starts_at and not CLOCK.match(meeting.starts_at):
        raise _wrong("starts_at")
    if len(meeting.place) > LONGEST_PLACE:
        raise _wrong("place")
    with acting(context) as act:
        row = MeetingRecord.objects.create(
            ref=new_reference(),
            body=body.code,
            day=meeting.day,
            starts_at=meeting.starts_at,
            place=meeting.place.strip(),
            planned_at=context.now,
            planned_by_id=context.account_id,
        )
        told = {"meeting": row.ref, "body": row.body, "day": row.day.isoformat()}
        act.record("MeetingPlanned", payload=told)
    return row.ref


def put_on_agenda(context: Context, *, ref: str, item: NewAgendaItem) -> int:
    """Put a point at the end of the agenda; returns its number. Raises also MEETING_HELD."""
    require(may_by_office(context, SECRETARIAT))
    if not item.title.strip() or len(item.title) > LONGEST_TITLE:
        raise _wrong("title")
    with acting(context) as act:
        row = _planned(ref)
        kind, code = item.entry or ("", "")
        if item.entry and not EntryRecord.objects.filter(kind=kind, code=code).exists():
            raise _wrong("entry")
        number = AgendaItemRecord.objects.filter(meeting=row).count() + 1
        AgendaItemRecord.objects.create(
            meeting=row,
            number=number,
            title=item.title.strip(),
            explanation=item.explanation.strip(),
            proposal=find_proposal(item.proposal) if item.proposal else None,
            entry_kind=kind,
            entry_code=code,
            document=_document(item.document) if item.document else None,
        )
        told = {"meeting": ref, "number": number, "proposal": item.proposal, "entry": [kind, code]}
        act.record("AgendaItemPut", payload=told)
    return number


def record_held(context: Context, *, ref: str, present: int | None, conclusions: str = "") -> None:
    """Record that the meeting took place, and how many members were present.

    Raises ``RefusedError``: NOT_FOUND, MEETING_HELD, DAY_STILL_TO_COME, INVALID_INPUT.
    """
    require(may_by_office(context, SECRETARIAT))
    if present is not None and not 0 <= present <= MOST_PRESENT:
        raise _wrong("present")
    with acting(context) as act:
        row = _planned(ref)
        if row.day > context.today:
            raise RefusedError(Refusal(Reason.DAY_STILL_TO_COME))
        MeetingRecord.objects.filter(pk=row.pk, state="planned").update(
            state=HELD, present=present, conclusions=conclusions.strip()
        )
        act.record("MeetingHeld", payload={"meeting": ref, "body": row.body, "present": present})


def meetings(context: Context, *, body: str = "") -> tuple[MeetingLine, ...]:
    """Return the meetings of one body or of all, newest first (three queries)."""
    require_reader(context)
    rows = MeetingRecord.objects.annotate(points=Count("items")).order_by("-day", "-id")
    if body:
        rows = rows.filter(body=body)
    register = known(context)
    return tuple(_line(context, register, row, row.points) for row in rows)


def meeting_page(context: Context, *, ref: str) -> MeetingPage:
    """Return one meeting with its agenda. Raises ``RefusedError`` (NOT_FOUND)."""
    require_reader(context)
    row = MeetingRecord.objects.filter(ref=ref).first()
    if row is None:
        raise RefusedError(NOT_FOUND)
    register = known(context)
    items = list(row.items.select_related("proposal", "document").order_by("number"))
    lanes = lanes_of(context, register, [one.proposal for one in items if one.proposal])
    line = _line(context, register, row, len(items))
    counted = line.quorum is not None and line.present is not None
    return MeetingPage(
        line=line,
        items=tuple(_item(lanes, row, one) for one in items),
        has_quorum=(line.present or 0) >= (line.quorum or 0) if counted else None,
        conclusions=row.conclusions,
        may_write=may_by_office(context, SECRETARIAT),
    )


def _wrong(field: str) -> RefusedError:
    return RefusedError(Refusal(Reason.INVALID_INPUT, {"field": field}))


def _planned(ref: str) -> MeetingRecord:
    """Return a meeting that is still to take place, kept from others."""
    row = MeetingRecord.objects.select_for_update(no_key=True).filter(ref=ref).first()
    if row is None:
        raise RefusedError(NOT_FOUND)
    if row.state == HELD:
        raise RefusedError(Refusal(Reason.MEETING_HELD))
    return row


def _document(ref: str) -> BoardDocumentRecord:
    row = BoardDocumentRecord.objects.filter(ref=ref).first()
    if row is None:
        raise _wrong("document")
    return row


def _line(context: Context, register: Known, row: MeetingRecord, points: int) -> MeetingLine:
    body = register.bodies.get(row.body)
    return MeetingLine(
        ref=row.ref,
        body=row.body,
        body_name=register.body_name(row.body, context, row.day),
        day=row.day,
        starts_at=row.starts_at,
        place=row.place,
        held=row.state == HELD,
        present=row.present,
        quorum=body.quorum if body is not None else None,
        items=points,
    )


def _item(lanes: Lanes, meeting: MeetingRecord, one: AgendaItemRecord) -> AgendaLine:
    proposal, document = one.proposal, one.document
    return AgendaLine(
        number=one.number,
        title=one.title,
        explanation=one.explanation,
        proposal=proposal.ref if proposal else "",
        proposal_title=proposal.title if proposal else "",
        proposal_state=ProposalState(proposal.state) if proposal else None,
        steps=_of_this_meeting(lanes, proposal, meeting) if proposal else (),
        entry=(one.entry_kind, one.entry_code) if one.entry_kind else None,
        document=document.ref if document else "",
        document_title=document.title if document else "",
        document_number=document.number if document else "",
    )


def _of_this_meeting(
    lanes: Lanes, proposal: ProposalRecord, meeting: MeetingRecord
) -> tuple[LaneStep, ...]:
    """Return what this body said here in any round; else what is asked of it now."""
    rounds = range(1, proposal.round + 1)
    said = tuple(
        step
        for number in rounds
        for step in lanes.steps(proposal, number, body=meeting.body)
        if step.meeting == meeting.ref
    )
    return said or lanes.steps(proposal, proposal.round, body=meeting.body)
