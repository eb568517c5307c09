"""What bodies did as files, and from files into an empty region: proposals, meetings, papers.

A file is JSON with one list; taking in walks the same way as the acts did, so that the wall holds.
"""

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.records.governance.models import (
    AgendaItemRecord,
    BoardDocumentRecord,
    MeetingRecord,
    PackagePartRecord,
    PackageRecord,
    ProposalRecord,
    ProposalStepRecord,
    ReserveWithdrawalRecord,
    RoundEndRecord,
)
from voordeur.records.register.models import EntryDraftRecord
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.offices import MANAGER, require_office
from voordeur.services.ports import ports

Row = dict[str, Any]

PROPOSAL = (
    "ref", "title", "summary", "route", "parties", "entries", "amount_cents", "touches",
    "touches_default", "touches_reason", "state", "round", "organisation", "drafted_at",
    "submitted_at", "content_digest", "settled_on", "applied_at", "version",
)  # fmt: skip
STEP = (
    "round", "position", "code", "act", "body", "organisation", "term_days", "state", "outcome",
    "given_on", "given_at", "present", "note", "objections",
)  # fmt: skip
SAID = ("state", "outcome", "given_on", "given_at", "present", "note", "objections")
END = ("round", "kind", "reason", "ended_at")
DRAFT = ("kind", "code", "base_version", "body", "reason", "recorded_at")
MEETING = (
    "ref",
    "body",
    "day",
    "starts_at",
    "place",
    "state",
    "present",
    "conclusions",
    "planned_at",
)
ITEM = ("number", "title", "explanation", "entry_kind", "entry_code")
PAPER = (
    "ref", "number", "number_key", "title", "name", "stored_as", "content_type", "size_bytes",
    "digest", "entry_kind", "entry_code", "organisation", "added_at",
)  # fmt: skip
PACKAGE = ("ref", "title", "day", "summary", "status", "entries", "organisation", "made_at")
WITHDRAWAL = ("ref", "amount_cents", "purpose", "day", "organisation", "withdrawn_at")
DAYS = frozenset({"given_on", "settled_on", "day"})
MOMENTS = frozenset(
    {
        "drafted_at", "submitted_at", "applied_at", "given_at", "ended_at", "recorded_at",
        "planned_at", "added_at", "made_at", "withdrawn_at",
    }
)  # fmt: skip
FILES = tuple(
    f"governance/{name}.json"
    for name in ("meetings", "proposals", "papers", "agendas", "packages", "withdrawals")
)


def export_governance(context: Context) -> Mapping[str, str]:
    """Return everything bodies did as files, the same text for the same content.

    Raises ``RefusedError`` (NOT_FOUND) for who is no manager.
    """
    require_office(context, MANAGER)
    makers: Mapping[str, Callable[[], Iterable[Row]]] = {
        "meetings": lambda: (_row(one, MEETING) for one in MeetingRecord.objects.order_by("ref")),
        "proposals": _proposals,
        "papers": _papers,
        "agendas": _agendas,
        "packages": _packages,
        "withdrawals": _withdrawals,
    }
    found = {f"governance/{name}.json": list(make()) for name, make in makers.items()}
    return {
        name: json.dumps(rows, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        for name, rows in found.items()
        if rows
    }


def take_governance(context: Context, *, documents: Mapping[str, str]) -> int:
    """Take files of another installation in; returns how many proposals came along.

    Only an empty region takes them: raises ``RefusedError`` (NOT_EMPTY) when there are proposals
    or meetings already, INVALID_INPUT when the files cannot be read or do not follow their routes.
    Then nothing is kept.
    """
    require_office(context, MANAGER)
    if ProposalRecord.objects.exists() or MeetingRecord.objects.exists():
        raise RefusedError(Refusal(Reason.NOT_EMPTY))
    try:
        with acting(context) as act:
            held = {name: json.loads(documents.get(name, "[]")) for name in FILES}
            told = _take(context, held)
            act.record("GovernanceLoaded", payload={"proposals": told})
    except (KeyError, TypeError, ValueError, IntegrityError) as error:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "governance"})) from error
    return len(told)


def _row(record: object, names: Iterable[str]) -> Row:
    return {name: _plain(getattr(record, name)) for name in names}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _read(row: Row, names: Iterable[str]) -> Row:
    return {name: _typed(name, row[name]) for name in names}


def _typed(name: str, value: object) -> object:
    if value is None:
        return None
    if name in DAYS:
        return date.fromisoformat(str(value))
    return datetime.fromisoformat(str(value)) if name in MOMENTS else value


def _proposals() -> Iterable[Row]:
    rows = ProposalRecord.objects.order_by("ref").prefetch_related("steps__meeting", "endings")
    drafts: dict[str, list[Row]] = {}
    for one in EntryDraftRecord.objects.order_by("proposal", "kind", "code"):
        drafts.setdefault(one.proposal, []).append(_row(one, DRAFT))
    for row in rows:
        steps = sorted(
            row.steps.all(), key=lambda one: (one.round, one.position, one.code, one.organisation)
        )
        yield {
            **_row(row, PROPOSAL),
            "steps": [
                {**_row(one, STEP), "meeting": one.meeting.ref if one.meeting else ""}
                for one in steps
            ],
            "endings": [_row(one, END) for one in row.endings.all()],
            "drafts": drafts.get(row.ref, []),
        }


def _papers() -> Iterable[Row]:
    for row in BoardDocumentRecord.objects.order_by("ref").select_related("proposal", "meeting"):
        content = base64.b64encode(ports().files.fetch(row.stored_as)).decode()
        yield {
            **_row(row, PAPER),
            "proposal": row.proposal.ref if row.proposal else "",
            "meeting": row.meeting.ref if row.meeting else "",
            "content": content,
        }


def _agendas() -> Iterable[Row]:
    rows = AgendaItemRecord.objects.select_related("meeting", "proposal", "document")
    for row in rows.order_by("meeting__ref", "number"):
        yield {
            **_row(row, ITEM),
            "meeting": row.meeting.ref,
            "proposal": row.proposal.ref if row.proposal else "",
            "document": row.document.ref if row.document else "",
        }


def _packages() -> Iterable[Row]:
    for row in PackageRecord.objects.order_by("ref").prefetch_related("proposals", "parts"):
        yield {
            **_row(row, PACKAGE),
            "proposals": sorted(one.ref for one in row.proposals.all()),
            "parts": [[one.municipality, one.words] for one in row.parts.all()],
        }


def _withdrawals() -> Iterable[Row]:
    for row in ReserveWithdrawalRecord.objects.order_by("ref").select_related("proposal"):
        yield {**_row(row, WITHDRAWAL), "proposal": row.proposal.ref}


def _take(context: Context, held: Mapping[str, list[Row]]) -> list[Row]:
    meetings = {row["ref"]: _meeting(row) for row in held["governance/meetings.json"]}
    proposals = {row["ref"]: _proposal(row, meetings) for row in held["governance/proposals.json"]}
    papers = {
        row["ref"]: _paper(row, proposals, meetings) for row in held["governance/papers.json"]
    }
    for row in held["governance/agendas.json"]:
        AgendaItemRecord.objects.create(
            **_read(row, ITEM),
            meeting=meetings[row["meeting"]],
            proposal=proposals[row["proposal"]] if row["proposal"] else None,
            document=papers[row["document"]] if row["document"] else None,
        )
    for row in held["governance/meetings.json"]:
        _hold(meetings[row["ref"]], row)
    for row in held["governance/packages.json"]:
        package = PackageRecord.objects.create(**_read(row, PACKAGE))
        package.proposals.set(proposals[ref] for ref in row["proposals"])
        for municipality, words in row["parts"]:
            PackagePartRecord.objects.create(
                package=package, municipality=municipality, words=words
            )
    for row in held["governance/withdrawals.json"]:
        ReserveWithdrawalRecord.objects.create(
            **_read(row, WITHDRAWAL), proposal=proposals[row["proposal"]]
        )
    del context
    return [_told(row, held) for row in held["governance/proposals.json"]]


def _meeting(row: Row) -> MeetingRecord:
    """Make a meeting as it was planned; what happened there follows when its agenda is in."""
    planned = {**_read(row, MEETING), "state": "planned", "present": None, "conclusions": ""}
    return MeetingRecord.objects.create(**planned)


def _hold(meeting: MeetingRecord, row: Row) -> None:
    if row["state"] != "planned":
        said = {name: row[name] for name in ("state", "present", "conclusions")}
        MeetingRecord.objects.filter(pk=meeting.pk).update(**said)


def _proposal(row: Row, meetings: Mapping[str, MeetingRecord]) -> ProposalRecord:
    """Let a proposal walk its rounds again: laid out, submitted, answered, ended."""
    last = _read(row, PROPOSAL)
    first = {"state": "drafted", "round": 1, "submitted_at": None, "settled_on": None}
    begun = {**last, **first, "applied_at": None, "version": 1, "content_digest": ""}
    proposal = ProposalRecord.objects.create(**begun)
    for draft in row["drafts"]:
        EntryDraftRecord.objects.create(**_read(draft, DRAFT), proposal=proposal.ref)
    here = ProposalRecord.objects.filter(pk=proposal.pk)
    for number in range(1, row["round"] + 1):
        ends = next((one for one in row["endings"] if one["round"] == number), None)
        steps = [one for one in row["steps"] if one["round"] == number]
        if steps:
            _walk(proposal, steps, last, meetings, final=number == row["round"])
        if ends is not None:
            RoundEndRecord.objects.create(proposal=proposal, **_read(ends, END))
            if ends["kind"] == "revised":
                here.update(state="drafted", round=number + 1)
            else:
                here.update(state="withdrawn", settled_on=last["settled_on"])
    here.update(version=last["version"], applied_at=last["applied_at"])
    if row["state"] == "submitted":
        here.update(submitted_at=last["submitted_at"])
    return ProposalRecord.objects.get(pk=proposal.pk)


def _walk(
    proposal: ProposalRecord,
    steps: list[Row],
    last: Row,
    meetings: Mapping[str, MeetingRecord],
    *,
    final: bool,
) -> None:
    here = ProposalRecord.objects.filter(pk=proposal.pk)
    for one in steps:
        waiting = {**_read(one, STEP), **_NOTHING_SAID}
        ProposalStepRecord.objects.create(proposal=proposal, **waiting)
    here.update(
        state="submitted",
        submitted_at=last["submitted_at"] or last["drafted_at"],
        content_digest=last["content_digest"],
    )
    for one in steps:
        if one["act"] != "information":
            _say(proposal, one, meetings)
    if final and last["state"] in {"decided", "rejected"}:
        here.update(state=last["state"], settled_on=last["settled_on"])
    for one in steps:
        if one["act"] == "information":
            _say(proposal, one, meetings)


_NOTHING_SAID: Mapping[str, object] = {
    "state": "awaiting",
    "outcome": "",
    "given_on": None,
    "given_at": None,
    "present": None,
    "note": "",
    "objections": [],
}


def _say(proposal: ProposalRecord, one: Row, meetings: Mapping[str, MeetingRecord]) -> None:
    if one["state"] != "given":
        return
    rows = ProposalStepRecord.objects.filter(
        proposal=proposal,
        round=one["round"],
        code=one["code"],
        organisation=one["organisation"],
    )
    meeting = meetings[one["meeting"]] if one["meeting"] else None
    rows.update(**_read(one, SAID), meeting=meeting)


def _paper(
    row: Row,
    proposals: Mapping[str, ProposalRecord],
    meetings: Mapping[str, MeetingRecord],
) -> BoardDocumentRecord:
    content = base64.b64decode(row["content"], validate=True)
    transaction.on_commit(lambda: ports().files.keep(row["stored_as"], content))
    return BoardDocumentRecord.objects.create(
        **_read(row, PAPER),
        proposal=proposals[row["proposal"]] if row["proposal"] else None,
        meeting=meetings[row["meeting"]] if row["meeting"] else None,
    )


def _told(row: Row, held: Mapping[str, list[Row]]) -> Row:
    """Return what the log must know of a proposal that came along, in codes and days."""
    return {
        "proposal": row["ref"],
        "route": row["route"],
        "touches": row["touches"],
        "amount_cents": row["amount_cents"],
        "state": row["state"],
        "round": row["round"],
        "settled_on": row["settled_on"] or "",
        "steps": [
            [
                one["round"],
                one["code"],
                one["organisation"],
                one["act"],
                one["position"],
                one["outcome"],
                one["given_on"] or "",
            ]
            for one in row["steps"]
        ],
        "withdrawals": [
            [one["ref"], one["amount_cents"]]
            for one in held["governance/withdrawals.json"]
            if one["proposal"] == row["ref"]
        ],
    }
