"""The course of one case: a fold over its events, with the words of what was written down."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from voordeur.domain.consent.grants import FieldGroup
from voordeur.domain.region.model import Region
from voordeur.records.cases.models import CaseRecord, EntryRecord, StepRecord
from voordeur.records.handover.models import HandoverRecord
from voordeur.services.access import OpenCase
from voordeur.services.audit import LoggedLine
from voordeur.services.case_words import event_title, fact_words, label_of, party_name, result_words
from voordeur.services.context import Context
from voordeur.services.own_work import answering_since, may_read

SMALL = frozenset(
    {
        "NextStepPlanned",
        "AdviserAssigned",
        "CaseClassified",
        "StepAgreed",
        "StepDone",
        "DocumentAdded",
        "SharingAllowed",
        "SharingStopped",
        "AppointmentBooked",
        "AppointmentMoved",
        "HandoverReminded",
        "PossibleDuplicateNoted",
        "TrajectoryCommented",
        "StepPlanned",
        "StepChanged",
        "StepMoved",
        "AttendanceRecorded",
        "ProfileAnswered",
        "ToolboxNotUsed",
        "ProfileLinesAdded",
        "ProfileLineChanged",
        "ProfileLineRemoved",
        "ProfilePracticalKept",
    }
)
"""Small steps: shown, but quieter."""

ENTRY_KINDS_OF_PLAN = frozenset({"advice_talk", "agreement", "aftercare"})
"""What was agreed belongs to the plan; every other entry to the notes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineLine:
    """Something that happened: title, words when shared, and by which organisation."""

    at: datetime
    event: str
    title: str
    text: str
    by: str
    small: bool
    handover: str = ""
    """Reference of a handover to look at, or ''."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """From ``start`` on ``organisation`` was accountable; ``offered_to`` while it offered."""

    organisation: str
    start: datetime
    offered_to: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written down in a case, by reference."""

    entries: Mapping[str, EntryRecord]
    steps: Mapping[str, StepRecord]
    handovers: Mapping[str, HandoverRecord]


def timeline(
    context: Context,
    region: Region,
    *,
    opened: OpenCase,
    lines: Sequence[LoggedLine],
    written: Written,
) -> tuple[TimelineLine, ...]:
    """Return what happened, newest first."""
    return tuple(
        TimelineLine(
            at=_moment(line, written),
            event=line.name,
            title=_title(context, region, line, written),
            text=_text(context, region, opened, line, written),
            by=_by(context, region, line, written),
            small=line.name in SMALL,
            handover=str(line.payload.get("handover", "")),
        )
        for line in reversed(lines)
    )


def _moment(line: LoggedLine, written: Written) -> datetime:
    entry = written.entries.get(str(line.payload.get("entry", "")))
    return entry.happened_at if entry else line.at


def _title(context: Context, region: Region, line: LoggedLine, written: Written) -> str:
    title = event_title(line.name)
    handover = written.handovers.get(str(line.payload.get("handover", "")))
    if line.name == "HandoverOffered" and handover:
        return f"{title}: {party_name(context, region, handover.receiver_id)}"
    if line.name == "CaseClosed":
        outcome = str(line.payload.get("outcome", ""))
        return f"{title}: {label_of(context, region.outcomes, outcome)}"
    code = str(line.payload.get("code", ""))
    return f"{title}: {result_words(code)}" if code else title


def _text(
    context: Context, region: Region, opened: OpenCase, line: LoggedLine, written: Written
) -> str:
    entry = written.entries.get(str(line.payload.get("entry", "")))
    if entry is not None:
        if entry.to_organisation_id == context.organisation:  # it was written to us
            return entry.text
        return entry_text(context, opened, entry)
    step = written.steps.get(str(line.payload.get("step", "")))
    if step is not None:
        since = answering_since(context, opened.case)
        read = may_read(opened, FieldGroup.PLAN, written_at=step.created_at, since=since)
        return step.what if read else _("niet gedeeld")
    handover = written.handovers.get(str(line.payload.get("handover", "")))
    if handover is not None:
        return _handover_text(context, region, opened, line, handover)
    return _payload_text(context, region, opened, line)


def _payload_text(context: Context, region: Region, opened: OpenCase, line: LoggedLine) -> str:
    match line.name:
        case "PersonMoved" if opened.shows(FieldGroup.SITUATION):
            changed = str(line.payload.get("changed", ""))
            label, value = fact_words(context, region, changed, line.payload.get("to", ""))
            return f"{label}: {value}"
        case "NextStepPlanned" if opened.shows(FieldGroup.PLAN):
            day = str(line.payload.get("next_date", ""))
            return _("Uiterlijk %(day)s") % {"day": _day(day)} if day else ""
        case "CaseReopened":
            return label_of(context, region.reasons, str(line.payload.get("reason", "")))
        case "SharingAllowed":
            return party_name(context, region, str(line.payload.get("to", "")))
        case "SharingStopped":
            return party_name(context, region, str(line.payload.get("from", "")))
        case _:
            return ""


def _day(written: str) -> str:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return written
    return f"{day.day}-{day.month}-{day.year}"


def _handover_text(
    context: Context, region: Region, opened: OpenCase, line: LoggedLine, handover: HandoverRecord
) -> str:
    parties = {handover.sender_id, handover.receiver_id}
    if context.organisation not in parties and not opened.shows(FieldGroup.SITUATION):
        return ""  # a reason such as 'benefit rejected' says something about the person
    reason = label_of(context, region.reasons, str(line.payload.get("reason", "")))
    if line.name in {"HandoverReturned", "HandoverRedirected"}:
        note = handover.answer_note if opened.shows(FieldGroup.PLAN) else ""
        return ". ".join(part for part in (reason, note) if part)
    return reason


def entry_text(context: Context, opened: OpenCase, entry: EntryRecord) -> str:
    """Return the words of an entry, or that they are not shared."""
    group = FieldGroup.PLAN if entry.kind in ENTRY_KINDS_OF_PLAN else FieldGroup.NOTES
    since = answering_since(context, opened.case)
    read = may_read(opened, group, written_at=entry.happened_at, since=since)
    return entry.text if read else _("niet gedeeld")


def _by(context: Context, region: Region, line: LoggedLine, written: Written) -> str:
    entry = written.entries.get(str(line.payload.get("entry", "")))
    organisation = party_name(context, region, line.organisation)
    ours = entry is not None and entry.organisation_id == context.organisation
    if ours and entry is not None and entry.author is not None:
        return f"{entry.author.name}, {organisation}"
    if organisation:
        return organisation
    return {
        "resident": _("de bewoner"),
        "visitor": _("de bewoner, online"),
        "system": _("Voordeur, vanzelf"),
    }.get(line.actor_kind, "")


def spells(
    context: Context, region: Region, *, case: CaseRecord, handovers: Iterable[HandoverRecord]
) -> tuple[Spell, ...]:
    """Return who was accountable when, without a gap: the first owner, then each acceptance."""
    ordered = sorted(handovers, key=lambda row: row.pk)
    first = ordered[0].sender_id if ordered else case.accountable_id
    found = [Spell(organisation=party_name(context, region, first), start=case.opened_at)]
    for row in ordered:
        found.append(
            Spell(
                organisation=party_name(context, region, row.sender_id),
                start=row.offered_at,
                offered_to=party_name(context, region, row.receiver_id),
                why=row.state,
            )
        )
        if row.answered_at is not None:
            owner = row.receiver_id if row.state == "accepted" else row.sender_id
            found.append(
                Spell(
                    organisation=party_name(context, region, owner),
                    start=row.answered_at,
                    why=row.state,
                )
            )
    return tuple(found)
