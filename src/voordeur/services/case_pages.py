"""The page of one case: everything the reader may see of it, in a constant number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from voordeur.domain.consent.grants import AccessAction, FieldGroup
from voordeur.domain.kernel.because import Because
from voordeur.domain.kernel.calendar import working_days_between
from voordeur.domain.region.model import Region
from voordeur.domain.rules import Truth, evaluate
from voordeur.records.appointments.models import AppointmentRecord
from voordeur.records.cases.models import (
    AftercareRecord,
    CaseRecord,
    ClosureRecord,
    EntryRecord,
    StepRecord,
)
from voordeur.records.handover.models import HandoverRecord
from voordeur.services import audit, case_written, consent, duplicates
from voordeur.services.access import OpenCase, open_case
from voordeur.services.case_lines import subject_name
from voordeur.services.case_timeline import Spell, TimelineLine, Written, spells, timeline
from voordeur.services.case_words import (
    fact_words,
    judged_here,
    label_of,
    municipality_name,
    party_name,
    result_words,
    step_words,
)
from voordeur.services.case_written import DocumentLine, EntryLine, Task, WrittenLines
from voordeur.services.consent import GrantLine
from voordeur.services.context import Context
from voordeur.services.region import current_region
from voordeur.services.routing import route


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """The head of a case: who, who leads, what is next. '' or None: not shared or not there."""

    ref: str
    version: int
    state: str
    episode: int
    is_employer: bool
    name: str
    shows: frozenset[FieldGroup]
    actions: frozenset[AccessAction]
    ours: bool
    accountable: str
    accountable_name: str
    finally_responsible_name: str
    proposed: str
    proposed_name: str
    adviser_id: int | None
    adviser_name: str
    next_step: str
    next_date: date | None
    next_party: str
    working_days_late: int
    phase: str
    phase_name: str
    open_handover: str
    offered_to: str
    opened_at: datetime
    closed_at: datetime | None
    outcome_name: str
    last_act_at: datetime
    municipality: str
    situation: Mapping[str, str | int]
    distance_class: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentLine:
    """An appointment of this case; ``can_settle``: it has begun and nobody said how it went."""

    ref: str
    location: str
    starts_at: datetime
    state: str
    kind: str
    can_settle: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """A service of a partner that fits what is known; ``certain`` when nothing is left to ask."""

    name: str
    organisation: str
    for_whom: str
    contact: str
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How an episode ended."""

    episode: int
    outcome: str
    note: str
    closed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """How to reach somebody, as far as shared; '' for the rest."""

    birth_year: int | None
    age: int | None
    email: str
    phone: str
    preferred_channel: str
    language: str
    postcode: str
    contact_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """A whole case as one reader may see it."""

    brief: Brief
    question: str
    channel: str
    person: Person
    situation: tuple[tuple[str, str], ...]
    target_group: str
    distance_class: str
    distance_meaning: str
    nug_policy: str
    because: Because | None
    sources: Mapping[str, str]
    names: Mapping[str, str]
    needed: tuple[str, ...]
    timeline: tuple[TimelineLine, ...]
    spells: tuple[Spell, ...]
    days_to_first_contact: int | None
    first_contact_term: int
    grants: tuple[GrantLine, ...]
    tasks: WrittenLines[Task]
    appointments: tuple[AppointmentLine, ...]
    documents: WrittenLines[DocumentLine]
    attempts: WrittenLines[EntryLine]
    messages: WrittenLines[EntryLine]
    aftercare: tuple[tuple[date, datetime | None, str], ...]
    endings: tuple[Ending, ...]
    offerings: tuple[Offering, ...]
    sectors: tuple[tuple[str, str], ...]
    elsewhere: tuple[str, ...]
    signal_waits: bool
    """A signal to our organisation that nobody picked up yet."""


def brief(context: Context, *, ref: str, part: str) -> Brief:
    """Return the head of a case to act on ``part`` of it; the view is logged.

    Raises ``RefusedError`` (NOT_FOUND).
    """
    return _brief(context, current_region(), open_case(context, ref=ref, part=part))


def page(context: Context, *, ref: str) -> CasePage:
    """Return a case as the reader may see it; raises ``RefusedError`` (NOT_FOUND)."""
    region = current_region()
    opened = open_case(context, ref=ref, part="page")
    case = opened.case
    lines = audit.lines_of_case(case.pk)
    entries = list(EntryRecord.objects.filter(case=case).select_related("author"))
    steps = list(StepRecord.objects.filter(case=case))
    handovers = list(HandoverRecord.objects.filter(case=case))
    written = Written(
        {row.ref: row for row in entries},
        {row.ref: row for row in steps},
        {row.ref: row for row in handovers},
    )
    answer = route(region, case.situation, on=context.today)
    situation = opened.shows(FieldGroup.SITUATION)
    distance = region.distance_classes.get(case.distance_class) if situation else None
    return CasePage(
        brief=_brief(context, region, opened, handovers),
        question=case.question if opened.shows(FieldGroup.QUESTION) else "",
        channel=label_of(context, region.channels, case.channel),
        person=_person(context, region, opened),
        situation=tuple(
            fact_words(context, region, fact, value) for fact, value in case.situation.items()
        )
        if situation
        else (),
        target_group=label_of(context, region.target_groups, case.target_group)
        if situation and case.target_group
        else "",
        distance_class=distance.label.in_language(context.language) if distance else "",
        distance_meaning=distance.meaning.in_language(context.language) if distance else "",
        nug_policy=_nug_policy(context, region, opened),
        because=judged_here(context, region, answer.because, municipality=case.municipality)
        if situation
        else None,
        sources={
            code: one.title.in_language(context.language) for code, one in region.sources.items()
        },
        names={code: party_name(context, region, code) for code in region.organisations},
        needed=_needed(context, region, case) if situation else (),
        timeline=timeline(context, region, opened=opened, lines=lines, written=written),
        spells=spells(context, region, case=case, handovers=handovers),
        days_to_first_contact=_days_to_first_contact(context, case),
        first_contact_term=region.term_days("first_contact", case.accountable_id),
        grants=tuple(consent.grants_of_case(case.pk, context.now)),
        tasks=case_written.tasks(context, region, opened, steps),
        appointments=_appointments(context, region, case),
        documents=case_written.documents(context, region, opened),
        attempts=case_written.entries(
            context, region, opened, entries, kinds=frozenset({"outreach"})
        ),
        messages=case_written.entries(
            context, region, opened, entries, kinds=frozenset({"message_in", "message_out"})
        ),
        aftercare=tuple(
            (row.due_date, row.done_at, result_words(row.result))
            for row in AftercareRecord.objects.filter(case=case)
        ),
        endings=_endings(context, region, opened),
        offerings=_offerings(context, region, opened),
        sectors=_sectors(context, region),
        elsewhere=duplicates.elsewhere(context, lines=lines)
        if case.accountable_id == context.organisation
        else (),
        signal_waits=_signal_waits(context, entries),
    )


def _signal_waits(context: Context, entries: list[EntryRecord]) -> bool:
    return any(
        row.kind == "signal"
        and row.to_organisation_id == context.organisation
        and row.read_at is None
        for row in entries
    )


def _brief(
    context: Context,
    region: Region,
    opened: OpenCase,
    handovers: list[HandoverRecord] | None = None,
) -> Brief:
    case = opened.case
    ours = case.accountable_id == context.organisation
    plan = ours or opened.shows(FieldGroup.PLAN)
    situation = opened.shows(FieldGroup.SITUATION)
    rows = (
        HandoverRecord.objects.filter(case=case, state="offered")
        if handovers is None
        else handovers
    )
    offer = next((row for row in rows if row.state == "offered"), None)
    return Brief(
        ref=case.ref,
        version=case.version,
        state=case.state,
        episode=case.episode,
        is_employer=case.employer_id is not None,
        name=subject_name(case) if opened.shows(FieldGroup.NAME) else "",
        shows=opened.fields,
        actions=opened.actions,
        ours=ours,
        accountable=case.accountable_id,
        accountable_name=party_name(context, region, case.accountable_id),
        finally_responsible_name=party_name(context, region, case.finally_responsible_id),
        proposed=case.proposed_id or "",
        proposed_name=party_name(context, region, case.proposed_id),
        adviser_id=case.adviser_id if ours else None,
        adviser_name=case.adviser.name if case.adviser and ours else "",
        next_step=step_words(case.next_step) if plan else "",
        next_date=case.next_date if plan else None,
        next_party=case.next_party,
        working_days_late=working_days_between(case.next_date, context.today)
        if case.next_date and plan
        else 0,
        phase=case.phase,
        phase_name=label_of(context, region.phases, case.phase) if plan else "",
        open_handover=offer.ref if offer else "",
        offered_to=party_name(context, region, offer.receiver_id) if offer else "",
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        outcome_name=label_of(context, region.outcomes, case.outcome) if case.outcome else "",
        last_act_at=case.last_act_at,
        municipality=case.municipality if opened.shows(FieldGroup.RESIDENCE) else "",
        situation=case.situation if situation else {},
        distance_class=case.distance_class if situation else "",
    )


def _person(context: Context, region: Region, opened: OpenCase) -> Person:
    case = opened.case
    who = case.resident or case.employer
    contact, home = opened.shows(FieldGroup.CONTACT), opened.shows(FieldGroup.RESIDENCE)
    resident = case.resident
    year = resident.birth_year if resident and opened.shows(FieldGroup.NAME) else None
    language = resident.language if resident and contact else ""
    channel = resident.preferred_channel if resident and contact else ""
    place = municipality_name(region, case.municipality) if home else ""
    postcode = resident.postcode if resident and home else ""
    return Person(
        birth_year=year,
        age=context.today.year - year if year else None,
        email=who.email if who and contact else "",
        phone=who.phone if who and contact else "",
        preferred_channel=label_of(context, region.channels, channel) if channel else "",
        language=language,
        postcode=" ".join(filter(None, (postcode, place))),
        contact_name=case.employer.contact_name if case.employer and contact else "",
    )


def _nug_policy(context: Context, region: Region, opened: OpenCase) -> str:
    """Return the municipality's position, when the case is of somebody without a benefit."""
    without = opened.case.situation.get("benefit") in {"none", "rejected"}
    if not without or not opened.shows(FieldGroup.SITUATION):
        return ""
    policy = region.nug_policy(opened.case.municipality, context.today)
    return policy.text.in_language(context.language) if policy else ""


def _needed(context: Context, region: Region, case: CaseRecord) -> tuple[str, ...]:
    entry = region.routes.get(case.proposed_rule)
    points = (region.needed.get(number) for number in entry.needed) if entry else ()
    return tuple(point.label.in_language(context.language) for point in points if point)


def _days_to_first_contact(context: Context, case: CaseRecord) -> int | None:
    """Return the working days from the rejection, else the question, to the first contact."""
    if case.first_contact_at is None:
        return None
    start = case.rejected_on or context.at(case.opened_at).today
    return working_days_between(start, context.at(case.first_contact_at).today)


def _sectors(context: Context, region: Region) -> tuple[tuple[str, str], ...]:
    """Return the sectors the region finds promising, with why."""
    language = context.language
    return tuple(
        (one.names[-1].name.in_language(language), one.description.in_language(language))
        for one in region.sectors.values()
        if one.focus
    )


def _appointments(
    context: Context, region: Region, case: CaseRecord
) -> tuple[AppointmentLine, ...]:
    return tuple(
        AppointmentLine(
            ref=row.ref,
            location=region.locations[row.location].name.in_language(context.language)
            if row.location in region.locations
            else row.location,
            starts_at=row.starts_at,
            state=row.state,
            kind=row.kind,
            can_settle=row.state == "booked"
            and row.starts_at <= context.now
            and row.organisation_id == context.organisation,
        )
        for row in AppointmentRecord.objects.filter(case=case).order_by("-starts_at")
    )


def _endings(context: Context, region: Region, opened: OpenCase) -> tuple[Ending, ...]:
    return tuple(
        Ending(
            episode=row.episode,
            outcome=label_of(context, region.outcomes, row.outcome),
            note=row.note if opened.shows(FieldGroup.NOTES) else "",
            closed_at=row.closed_at,
        )
        for row in ClosureRecord.objects.filter(case=opened.case).order_by("-episode")
    )


MOST_OFFERINGS = 12


def _offerings(context: Context, region: Region, opened: OpenCase) -> tuple[Offering, ...]:
    """Return what partners offer that fits or may still fit, certain ones first."""
    if not opened.shows(FieldGroup.SITUATION):
        return ()
    facts = opened.case.situation
    judged = [
        (evaluate(one.conditions, facts) if one.conditions else Truth.YES, one)
        for one in region.services.values()
    ]
    fitting = sorted(
        (pair for pair in judged if pair[0] is not Truth.NO), key=lambda pair: pair[0] != Truth.YES
    )
    return tuple(
        Offering(
            name=one.name.in_language(context.language),
            organisation=one.organisation,
            for_whom=one.for_whom.in_language(context.language),
            contact=one.contact_role.in_language(context.language),
            certain=truth is Truth.YES,
        )
        for truth, one in fitting[:MOST_OFFERINGS]
    )
