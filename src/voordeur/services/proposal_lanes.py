"""The lane of a proposal: every step with what was said, whose turn it is, and what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from voordeur.domain.governance.proposals import (
    OUTCOMES,
    Missing,
    Outcome,
    ProposalFacts,
    due_on,
    may_record,
    missing,
)
from voordeur.domain.governance.routes import DECISIVE, StepAct
from voordeur.domain.governance.words import ACTS, LACKS, STANDS_IN_THE_WAY
from voordeur.domain.governance.words import OUTCOMES as OUTCOME_WORDS
from voordeur.records.governance.models import ProposalRecord, ProposalStepRecord
from voordeur.services.context import AMSTERDAM, Context
from voordeur.services.governance_register import Known
from voordeur.services.proposal_rows import facts_of, step_of


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


class Lanes:
    """The steps of some proposals, read at once."""

    def __init__(
        self, context: Context, register: Known, rows: Iterable[ProposalStepRecord]
    ) -> None:
        self._context = context
        self._register = register
        self._rows: dict[int, list[ProposalStepRecord]] = {}
        for row in rows:
            self._rows.setdefault(row.proposal_id, []).append(row)

    def steps(self, row: ProposalRecord, number: int, *, body: str = "") -> tuple[LaneStep, ...]:
        """Return the steps of one round, of one body only when it is named."""
        facts = facts_of(row, self._of(row))
        return tuple(
            self._step(row, facts, one)
            for one in self._of(row)
            if one.round == number and body in {"", one.body}
        )

    def missing(self, row: ProposalRecord) -> tuple[str, ...]:
        """Return what a running proposal still lacks to be decided, in words and in order."""
        facts = facts_of(row, self._of(row))
        last = max(
            (one.step.position for one in facts.steps if one.step.act in DECISIVE), default=-1
        )
        lacking = [
            Missing(one.step, one.outcome)
            for one in facts.steps
            if one.blocks and one.step.position <= last
        ]
        return tuple(map(self._in_words, lacking)) if row.state == "submitted" else ()

    def _of(self, row: ProposalRecord) -> list[ProposalStepRecord]:
        return self._rows.get(row.pk, [])

    def _step(self, row: ProposalRecord, facts: ProposalFacts, one: ProposalStepRecord) -> LaneStep:
        found = step_of(one)
        step, language = found.step, self._context.language
        runs = one.round == row.round
        turn = runs and bool(may_record(facts, step.code, step.organisation))
        due = due_on(facts, step, day_of(row.submitted_at)) if turn and row.submitted_at else None
        return LaneStep(
            code=step.code,
            act=step.act,
            act_label=ACTS[step.act].in_language(language),
            body=step.body,
            organisation=step.organisation,
            name=self._name(step.body, step.organisation, found.given_on),
            stage=step.position,
            outcome=found.outcome,
            outcome_label=_label(found.outcome, language),
            blocks=found.given and found.blocks,
            turn=turn,
            due_on=due,
            late=due is not None and due < self._context.today,
            missing=tuple(map(self._in_words, missing(facts, step)))
            if runs and not found.given
            else (),
            given_on=found.given_on,
            note=one.note,
            present=one.present,
            consensus=not one.objections if found.given and step.act in DECISIVE else None,
            objections=tuple(
                ObjectionLine(self._register.organisation(code, self._context), words)
                for code, words in one.objections
            ),
            meeting=one.meeting.ref if one.meeting else "",
            outcomes=tuple((said.value, _label(said, language)) for said in OUTCOMES[step.act]),
        )

    def _in_words(self, lacking: Missing) -> str:
        language = self._context.language
        step = lacking.step
        who = self._name(step.body, step.organisation, None)
        if lacking.outcome is None:
            act = ACTS[step.act].in_language(language)
            return LACKS.in_language(language).format(act=act, who=who)
        said = _label(lacking.outcome, language)
        return STANDS_IN_THE_WAY.in_language(language).format(who=who, outcome=said)

    def _name(self, body: str, organisation: str, on: date | None) -> str:
        if organisation:
            return self._register.organisation(organisation, self._context, on)
        return self._register.body_name(body, self._context, on)


def lanes_of(context: Context, register: Known, rows: Iterable[ProposalRecord]) -> Lanes:
    """Return the lanes of proposals, with every round they had (one query)."""
    steps = ProposalStepRecord.objects.filter(proposal__in=[row.pk for row in rows])
    ordered = steps.order_by("proposal_id", "round", "position", "id").select_related("meeting")
    return Lanes(context, register, ordered)


def day_of(moment: datetime) -> date:
    """Return the day a moment was in the region."""
    return moment.astimezone(AMSTERDAM).date()


def _label(outcome: Outcome | None, language: str) -> str:
    return OUTCOME_WORDS[outcome].in_language(language) if outcome is not None else ""
