"""The page of a trajectory: the steps with what may be done, who pays, and what was said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db.models import Count, Q, QuerySet

from voordeur.domain.consent.grants import AccessAction, FieldGroup
from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, Verdict
from voordeur.domain.region.model import Region
from voordeur.domain.register.amounts import AMOUNT_WORDS, AmountWord
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import Entry, entry_of
from voordeur.domain.trajectories.lifecycle import (
    StepAction,
    StepFacts,
    StepState,
    TrajectoryAction,
    TrajectoryState,
    may_order,
    may_propose,
    may_start,
    may_step,
)
from voordeur.domain.trajectories.words import LEVELS, OUTCOMES, RESULTS, STATES, STEP_STATES, STOPS
from voordeur.records.funding.models import MixRecord
from voordeur.records.money.models import ClaimRecord
from voordeur.records.register.models import EntryRecord
from voordeur.records.trajectories.models import TrajectoryRecord, TrajectoryStepRecord
from voordeur.services import case_pages, continuity, trajectories
from voordeur.services.case_pages import Brief
from voordeur.services.context import Context
from voordeur.services.continuity import ContinuityLine
from voordeur.services.region import current_region
from voordeur.services.trajectory_templates import INSTRUMENT, TEMPLATE

NOT_FOUND = Refusal(Reason.NOT_FOUND)
PART = "trajectory"
LIVE_MIX = ("asked", "agreed")


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerLine:
    """What one source pays of a step, in cents, and how far that is."""

    source: str
    title: str
    reserved_cents: int
    committed_cents: int
    paid_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step as people read it; ``cost_cents`` is None when ``cost_words`` stands there."""

    ref: str
    place: int
    what: str
    goal: str
    instrument: str
    instrument_title: str
    provider: str
    provider_code: str
    starts_on: date | None
    ends_on: date | None
    cost_cents: int | None
    cost_word: str
    cost_words: str
    state: StepState
    state_label: str
    after: tuple[str, ...]
    """References of the steps it waits for."""
    waits_for: tuple[str, ...]
    """Names of those that are still open."""
    result: str
    level_before: int | None
    level: str
    certificate: str
    present: int
    days: int
    payers: tuple[PayerLine, ...]
    may_change: Verdict
    may_order: Verdict
    may_start: Verdict
    may_finish: Verdict
    may_cancel: Verdict

    @property
    def paid_from(self) -> str:
        """The names of the sources that pay, in words."""
        return ", ".join(one.title for one in self.payers)

    @property
    def open(self) -> bool:
        """Tell whether the step is not finished and not cancelled."""
        return self.state in {StepState.PLANNED, StepState.ORDERED, StepState.RUNNING}


@dataclass(frozen=True, slots=True, kw_only=True)
class WordLine:
    """Something said about the trajectory: when, by whom, and the words."""

    at: datetime
    who: str
    mine: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrajectoryPage:
    """A trajectory with everything its page shows; amounts in cents."""

    ref: str
    case_ref: str
    goal: str
    state: TrajectoryState
    state_label: str
    level_start: str
    level_goal: str
    level_end: str
    outcome: str
    made_at: datetime
    agreed_at: datetime | None
    ended_at: datetime | None
    payer: str
    payer_name: str
    payer_settled: Verdict
    goes_along: bool
    steps: tuple[StepLine, ...]
    words: tuple[WordLine, ...]
    agreements: tuple[ContinuityLine, ...]
    silent_payer: bool
    """Whether who is asked to pay on has nobody in Voordeur who can answer."""
    mix_state: str
    may_plan: Verdict
    may_propose: Verdict
    may_agree: Verdict
    may_pause: Verdict
    may_resume: Verdict
    may_finish: Verdict
    may_stop: Verdict

    @property
    def asked(self) -> ContinuityLine | None:
        """The question who pays on that still waits for an answer, if any."""
        return next((one for one in self.agreements if one.state == continuity.ASKED), None)

    @property
    def known_cents(self) -> int:
        """What the steps cost as far as known; cancelled steps cost nothing."""
        live = (one for one in self.steps if one.state is not StepState.CANCELLED)
        return sum(one.cost_cents or 0 for one in live)

    @property
    def paid_cents(self) -> int:
        """What was paid so far."""
        return sum(payer.paid_cents for one in self.steps for payer in one.payers)

    @property
    def in_words(self) -> int:
        """How many live steps have a word that is still to become an amount."""
        unknown = {AmountWord.TO_BE_DETERMINED, AmountWord.CLEAR_AFTER_PLAN, AmountWord.NOT_STATED}
        return sum(one.cost_word in unknown for one in self.steps if one.open)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosable:
    """What the forms of a trajectory offer: code → words."""

    templates: Mapping[str, str]
    instruments: Mapping[str, str]
    organisations: Mapping[str, str]
    levels: Mapping[int, str]
    outcomes: Mapping[str, str]
    stops: Mapping[str, str]
    results: Mapping[str, str]
    cost_words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CaseTrajectory:
    """The trajectories of a case: the live or newest one, and the references of earlier ones."""

    brief: Brief
    page: TrajectoryPage | None
    earlier: tuple[tuple[str, str, str], ...]
    """Reference, goal and how it ended."""
    may_draft: bool


def case_trajectory(context: Context, *, case_ref: str) -> CaseTrajectory:
    """Return the trajectory of a case for a professional; the view is in the log.

    Raises ``RefusedError`` (NOT_FOUND), also when the plan was not shared.
    """
    brief = case_pages.brief(context, ref=case_ref, part=PART)
    if FieldGroup.PLAN not in brief.shows:
        raise RefusedError(NOT_FOUND)
    rows = list(_rows().filter(case__ref=case_ref).order_by("-id"))
    newest = rows[0] if rows else None
    live = newest is not None and newest.ended_at is None
    return CaseTrajectory(
        brief=brief,
        page=page_of(context, newest) if newest else None,
        earlier=tuple((row.ref, row.goal, _outcome(context, row)) for row in rows[1:]),
        may_draft=brief.state == "open" and not live and AccessAction.WORK in brief.actions,
    )


def own_trajectory(context: Context, *, case_ref: str) -> TrajectoryPage | None:
    """Return the newest trajectory of the person's own case that was laid before them.

    The caller opened the case as its resident. A first draft is the professional's paper.
    """
    rows = _rows().filter(case__ref=case_ref, case__resident_id=context.resident_id)
    shown = [row for row in rows.order_by("-id") if row.state != "draft" or _was_shown(row)]
    return page_of(context, shown[0]) if shown else None


def page_of(context: Context, row: TrajectoryRecord) -> TrajectoryPage:
    """Return one trajectory as a page (a number of queries that never grows)."""
    steps = list(row.steps.all())
    facts = tuple(trajectories.step_facts(one) for one in steps)
    state = TrajectoryState(row.state)
    judge = partial(trajectories.judged, context, row)
    settled = continuity.payer_settled(row)
    region = current_region()
    return TrajectoryPage(
        ref=row.ref,
        case_ref=row.case.ref,
        goal=row.goal,
        state=state,
        state_label=STATES[state].in_language(context.language),
        level_start=_level(context, row.level_start),
        level_goal=_level(context, row.level_goal),
        level_end=_level(context, row.level_end),
        outcome=_outcome(context, row),
        made_at=row.made_at,
        agreed_at=row.agreed_at,
        ended_at=row.ended_at,
        payer=row.payer_id,
        payer_name=region.organisation_name(row.payer_id, context.today, context.language),
        payer_settled=settled,
        goes_along=continuity.goes_along(row),
        steps=_step_lines(context, row, settled, steps, facts),
        words=_words(context, row),
        agreements=tuple(continuity.lines(context, row.agreements.order_by("-id"))),
        silent_payer=_silent_payer(context, row),
        mix_state=_mix_state(row),
        may_plan=judge(TrajectoryAction.PLAN),
        may_propose=may_propose(state, facts),
        may_agree=judge(TrajectoryAction.AGREE),
        may_pause=judge(TrajectoryAction.PAUSE),
        may_resume=judge(TrajectoryAction.RESUME),
        may_finish=judge(TrajectoryAction.FINISH),
        may_stop=judge(TrajectoryAction.STOP),
    )


def choosable(context: Context) -> Choosable:
    """Return what the forms offer, in the language of the page (one query)."""
    language = context.language
    found: dict[str, dict[str, str]] = {TEMPLATE: {}, INSTRUMENT: {}}
    for row in EntryRecord.objects.filter(kind__in=tuple(found), retired=False):
        entry = entry_of(KINDS[row.kind], row.body)
        found[row.kind][row.code] = entry.title.in_language(language)
    region = current_region()
    parties = {
        code: region.organisation_name(code, context.today, language)
        for code in region.organisations
    }
    return Choosable(
        templates=_by_name(found[TEMPLATE]),
        instruments=_by_name(found[INSTRUMENT]),
        organisations=_by_name(parties),
        levels={code: one.in_language(language) for code, one in LEVELS.items()},
        outcomes={code: one.in_language(language) for code, one in OUTCOMES.items()},
        stops={code: one.in_language(language) for code, one in STOPS.items()},
        results={code: one.in_language(language) for code, one in RESULTS.items()},
        cost_words={str(code): one.in_language(language) for code, one in AMOUNT_WORDS.items()},
    )


def _rows() -> QuerySet[TrajectoryRecord]:
    rows = TrajectoryRecord.objects.select_related("case", "payer")
    return rows.prefetch_related("steps__waits__after", "steps__provider", "words")


def _silent_payer(context: Context, row: TrajectoryRecord) -> bool:
    asked = row.agreements.filter(state=continuity.ASKED).first()
    return asked is not None and continuity.nobody_answers(context, asked.payer_id)


def _was_shown(row: TrajectoryRecord) -> bool:
    """Tell whether a draft was laid before the person earlier: they said something about it."""
    return any(one.by_resident for one in row.words.all())


def _step_lines(
    context: Context,
    row: TrajectoryRecord,
    settled: Verdict,
    steps: Sequence[TrajectoryStepRecord],
    facts: tuple[StepFacts, ...],
) -> tuple[StepLine, ...]:
    titles = _titles(INSTRUMENT, {one.instrument for one in steps})
    payers = _payers(context, row)
    attended = {
        one.pk: (one.present, one.days)
        for one in row.steps.annotate(
            days=Count("attendance"),
            present=Count("attendance", filter=Q(attendance__state="present")),
        )
    }
    agreed = _mix_state(row) == "agreed"
    region = current_region()
    names = {one.ref: one.what for one in steps}
    still = {one.ref for one in facts if one.state.value in {"planned", "ordered", "running"}}
    state = TrajectoryState(row.state)
    return tuple(
        StepLine(
            ref=one.ref,
            place=place,
            what=one.what,
            goal=one.goal,
            instrument=one.instrument,
            instrument_title=_title(context, titles.get(one.instrument)) or one.instrument,
            provider=_provider(context, region, one),
            provider_code=one.provider_id or "",
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            cost_cents=one.cost_cents,
            cost_word=one.cost_word,
            cost_words=_cost_words(context, one.cost_word),
            state=fact.state,
            state_label=STEP_STATES[fact.state].in_language(context.language),
            after=fact.after,
            waits_for=tuple(names[ref] for ref in fact.after if ref in still),
            result=RESULTS[one.result].in_language(context.language) if one.result else "",
            level_before=one.level_before,
            level=_level(context, one.level_after),
            certificate=one.certificate,
            present=attended[one.pk][0],
            days=attended[one.pk][1],
            payers=payers.get(one.pk, ()),
            may_change=may_step(fact.state, StepAction.CHANGE),
            may_order=may_order(state, fact, facts, money_agreed=agreed, payer=settled),
            may_start=may_start(state, fact, facts),
            may_finish=may_step(fact.state, StepAction.FINISH),
            may_cancel=may_step(fact.state, StepAction.CANCEL),
        )
        for place, (one, fact) in enumerate(zip(steps, facts, strict=True), start=1)
    )


def _payers(context: Context, row: TrajectoryRecord) -> dict[int, tuple[PayerLine, ...]]:
    claims = ClaimRecord.objects.filter(cost__step__trajectory=row).select_related("cost", "budget")
    rows = [one for one in claims.order_by("id") if _claimed(one)]
    titles = _titles("funding_source", {one.budget.source for one in rows})
    found: dict[int, list[PayerLine]] = {}
    for one in rows:
        source = one.budget.source
        found.setdefault(one.cost.step_id or 0, []).append(
            PayerLine(
                source=source,
                title=_title(context, titles.get(source)) or source,
                reserved_cents=one.reserved_cents,
                committed_cents=one.committed_cents,
                paid_cents=one.paid_cents,
            )
        )
    return {step: tuple(lines) for step, lines in found.items()}


def _claimed(one: ClaimRecord) -> bool:
    return one.reserved_cents + one.committed_cents + one.paid_cents > 0


def _mix_state(row: TrajectoryRecord) -> str:
    live = MixRecord.objects.filter(trajectory=row, state__in=LIVE_MIX)
    return live.values_list("state", flat=True).first() or ""


def _titles(kind: str, codes: Iterable[str]) -> dict[str, Entry]:
    rows = EntryRecord.objects.filter(kind=kind, code__in=[code for code in codes if code])
    return {row.code: entry_of(KINDS[kind], row.body) for row in rows}


def _title(context: Context, entry: Entry | None) -> str:
    return entry.title_on(context.today).in_language(context.language) if entry else ""


def _provider(context: Context, region: Region, one: TrajectoryStepRecord) -> str:
    if one.provider_id is None:
        return one.provider_name
    return region.organisation_name(one.provider_id, context.today, context.language)


def _cost_words(context: Context, word: str) -> str:
    return AMOUNT_WORDS[AmountWord(word)].in_language(context.language) if word else ""


def _level(context: Context, level: int | None) -> str:
    return LEVELS[level].in_language(context.language) if level else ""


def _outcome(context: Context, row: TrajectoryRecord) -> str:
    known = OUTCOMES.get(row.outcome) or STOPS.get(row.outcome)
    return known.in_language(context.language) if known else row.outcome


def _words(context: Context, row: TrajectoryRecord) -> tuple[WordLine, ...]:
    region = current_region()
    mine = context.kind is ActorKind.RESIDENT
    return tuple(
        WordLine(
            at=one.said_at,
            who=""
            if one.by_resident
            else region.organisation_name(
                one.organisation_id or "", context.today, context.language
            ),
            mine=one.by_resident is mine and (mine or one.organisation_id == context.organisation),
            text=one.text,
        )
        for one in sorted(row.words.all(), key=lambda one: one.pk, reverse=True)
    )


def _by_name(named: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(named.items(), key=lambda one: one[1].casefold()))
