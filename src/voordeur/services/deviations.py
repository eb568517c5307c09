"""Leaving the usual way: the reason, later the lesson, and what everybody can learn from it."""

from dataclasses import dataclass
from datetime import date

from voordeur.domain.consent.grants import AccessAction, FieldGroup
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import Entry
from voordeur.domain.register.kinds.choices import EXPERIMENT_STATES
from voordeur.domain.toolbox.deviations import ENDED, SORTS
from voordeur.records.cases.models import CaseRecord
from voordeur.records.references import new_reference
from voordeur.records.toolbox.models import DeviationRecord
from voordeur.records.trajectories.models import TrajectoryStepRecord
from voordeur.services import register
from voordeur.services.access import case_for_act, open_case, subjects_of
from voordeur.services.acts import acting
from voordeur.services.case_lines import subject_name
from voordeur.services.context import AMSTERDAM, Context
from voordeur.services.register_words import Named, Words, words
from voordeur.services.toolbox_pages import INSTRUMENT
from voordeur.services.trajectory_templates import entry as instrument_entry

EXPERIMENT = "experiment"
LONGEST = 2_000
MOST_SHOWN = 200
DEVIATION = SORTS["deviation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDeviation:
    """Where somebody leaves the usual way: a code of ``SORTS``, why, and for which step."""

    sort: str
    reason: str
    instrument: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedLine:
    """Something that was tried: by whom, why, how it stands and what was learned."""

    ref: str
    title: str
    sort: str
    sort_label: str
    instrument: str
    organisation: str
    reason: str
    lesson: str
    state: str
    state_label: str
    since: date | None
    entry: str = ""
    """Code of the entry of the register, '' when an adviser told it at a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedPage:
    """What runs now, and what was learned; an experiment of the region has its own entry."""

    running: tuple[TriedLine, ...]
    learned: tuple[TriedLine, ...]
    chosen: str
    sorts: tuple[Named, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDeviations:
    """The deviations of one case, and what can be chosen for a new one."""

    ref: str
    who: str
    may_work: bool
    lines: tuple[TriedLine, ...]
    sorts: tuple[Named, ...]
    steps: tuple[Named, ...]
    instruments: tuple[Named, ...]


def deviate(context: Context, *, ref: str, new: NewDeviation) -> str:
    """Write down why the usual way is left for a case; returns the reference.

    Raises ``RefusedError``: NOT_FOUND and ROLE_DOES_NOT_ALLOW as the access door judges,
    REASON_NEEDED, TOO_LARGE, INVALID_INPUT with the field.
    """
    reason = _sound(new.reason)
    if new.sort not in SORTS:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "sort"}))
    with acting(context) as act:
        case = case_for_act(context, ref=ref, action=AccessAction.WORK)
        step = _step_of(case, new.step)
        instrument = new.instrument or (step.instrument if step else "")
        if instrument and instrument_entry(INSTRUMENT, instrument) is None:
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "instrument"}))
        row = DeviationRecord.objects.create(
            ref=new_reference(),
            case=case,
            step=step,
            sort=new.sort,
            instrument=instrument,
            organisation=context.organisation,
            reason=reason,
            told_at=context.now,
            told_by_id=context.account_id,
        )
        told = {"sort": row.sort, "instrument": instrument, "step": step.ref if step else ""}
        act.record(
            "DeviationTold",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={"case": case.ref, "deviation": row.ref, **told},
        )
    return row.ref


def learn(context: Context, *, ref: str, deviation: str, state: str, lesson: str) -> None:
    """Say what was learned; ``state`` says how it ended, a code of ``ENDED``.

    Raises ``RefusedError``: as :func:`deviate`, CHANGED_MEANWHILE when the lesson is there already.
    """
    said = _sound(lesson)
    if state not in ENDED:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "state"}))
    with acting(context) as act:
        case = case_for_act(context, ref=ref, action=AccessAction.WORK)
        row = DeviationRecord.objects.filter(case=case, ref=deviation).first()
        if row is None:
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        running = DeviationRecord.objects.filter(pk=row.pk, state="running")
        if running.update(state=state, lesson=said, ended_at=context.now) != 1:
            raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))
        act.record(
            "DeviationLearned",
            case_id=case.pk,
            subjects=subjects_of(case),
            payload={"case": case.ref, "deviation": row.ref, "state": state},
        )


def tried_page(context: Context, *, sort: str = "") -> TriedPage:
    """Return what was tried in the region: entries of the register, and what advisers told.

    Without the case it belongs to (two queries). Raises ``RefusedError`` (NOT_FOUND) for whoever
    is no professional.
    """
    held = register.entries_of(context, (EXPERIMENT, INSTRUMENT))
    said = words(context, held)
    rows = DeviationRecord.objects.order_by("-id")[:MOST_SHOWN]
    entries = (one for (kind, _code), one in held.items() if kind == EXPERIMENT)
    lines = [*(_told_line(said, row) for row in rows), *(_entry_line(said, e) for e in entries)]
    fitting = [one for one in lines if sort not in SORTS or one.sort == sort]
    return TriedPage(
        running=tuple(one for one in fitting if not one.lesson),
        learned=tuple(one for one in fitting if one.lesson),
        chosen=sort if sort in SORTS else "",
        sorts=_sorts(said),
    )


def case_deviations(context: Context, *, ref: str) -> CaseDeviations:
    """Return the deviations of a case; the view is in the log before this returns.

    Raises ``RefusedError`` (NOT_FOUND) without a live grant.
    """
    opened = open_case(context, ref=ref, part="toolbox")
    said = words(context, register.entries_of(context, (INSTRUMENT,)))
    steps = TrajectoryStepRecord.objects.filter(trajectory__case=opened.case)
    rows = DeviationRecord.objects.filter(case=opened.case).order_by("-id")
    return CaseDeviations(
        ref=ref,
        who=subject_name(opened.case) if opened.shows(FieldGroup.NAME) else "",
        may_work=opened.allows(AccessAction.WORK),
        lines=tuple(_told_line(said, row) for row in rows),
        sorts=_sorts(said),
        steps=tuple(Named(one.ref, one.what) for one in steps.exclude(state="cancelled")),
        instruments=tuple(Named(code, said.title(one)) for (_k, code), one in said.entries.items()),
    )


def _sorts(said: Words) -> tuple[Named, ...]:
    return tuple(Named(code, said.say(text)) for code, text in SORTS.items())


def _told_line(said: Words, row: DeviationRecord) -> TriedLine:
    sort = said.say(SORTS[row.sort])
    instrument = said.reference(INSTRUMENT, row.instrument) if row.instrument else ""
    return TriedLine(
        ref=row.ref,
        title=instrument or sort,
        sort=row.sort,
        sort_label=sort,
        instrument=row.instrument,
        organisation=said.organisation(row.organisation),
        reason=row.reason,
        lesson=row.lesson,
        state=row.state,
        state_label=said.say(EXPERIMENT_STATES[row.state]),
        since=row.told_at.astimezone(AMSTERDAM).date(),
    )


def _entry_line(said: Words, entry: Entry) -> TriedLine:
    kind = KINDS[EXPERIMENT]
    return TriedLine(
        ref="",
        title=said.title(entry),
        sort=entry.line("sort"),
        sort_label=said.say(SORTS.get(entry.line("sort"), DEVIATION)),
        instrument=entry.line("instrument"),
        organisation=said.organisation(entry.line("organisation")),
        reason=said.say(entry.text("reason")),
        lesson=said.say(entry.text("lesson")),
        state=entry.line("status"),
        state_label=said.choice(kind.field("status"), entry.line("status")),
        since=None,
        entry=entry.code,
    )


def _step_of(case: CaseRecord, ref: str) -> TrajectoryStepRecord | None:
    if not ref:
        return None
    found = TrajectoryStepRecord.objects.filter(trajectory__case=case, ref=ref).first()
    if found is None:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "step"}))
    return found


def _sound(text: str) -> str:
    said = text.strip()
    if not said:
        raise RefusedError(Refusal(Reason.REASON_NEEDED))
    if len(said) > LONGEST:
        raise RefusedError(Refusal(Reason.TOO_LARGE))
    return said
