"""Rows of proposals as the facts the domain judges, and what their content is at a moment."""

import hashlib
import json
from collections.abc import Iterable

from voordeur.domain.governance.proposals import (
    LaidOutStep,
    Outcome,
    ProposalFacts,
    ProposalState,
    StepFacts,
)
from voordeur.domain.governance.routes import StepAct
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.records.governance.models import ProposalRecord, ProposalStepRecord
from voordeur.records.register.models import EntryDraftRecord

NOT_FOUND = Refusal(Reason.NOT_FOUND)


def find(ref: str) -> ProposalRecord:
    """Return a proposal. Raises ``RefusedError`` (NOT_FOUND)."""
    row = ProposalRecord.objects.filter(ref=ref).first()
    if row is None:
        raise RefusedError(NOT_FOUND)
    return row


def locked(ref: str) -> ProposalRecord:
    """Return a proposal that nobody else changes until this transaction ends."""
    row = ProposalRecord.objects.select_for_update(no_key=True).filter(ref=ref).first()
    if row is None:
        raise RefusedError(NOT_FOUND)
    return row


def step_of(row: ProposalStepRecord) -> StepFacts:
    """Return one row as the domain sees it."""
    step = LaidOutStep(
        code=row.code,
        act=StepAct(row.act),
        body=row.body,
        organisation=row.organisation,
        position=row.position,
        term_days=row.term_days,
    )
    return StepFacts(step, Outcome(row.outcome) if row.outcome else None, row.given_on)


def facts_of(row: ProposalRecord, steps: Iterable[ProposalStepRecord]) -> ProposalFacts:
    """Return a proposal with the steps of the round that runs; ``steps`` may hold others too."""
    return ProposalFacts(
        ProposalState(row.state),
        row.round,
        tuple(step_of(one) for one in steps if one.round == row.round),
    )


def adopted_with_changes(row: ProposalRecord) -> bool:
    """Tell whether it was decided with changes that still wait to be worked in."""
    return (
        row.state == ProposalState.DECIDED
        and row.applied_at is None
        and ProposalStepRecord.objects.filter(
            proposal=row, round=row.round, outcome=Outcome.ADOPTED_CHANGED
        ).exists()
    )


def require_content_open(ref: str) -> None:
    """Refuse changing what a proposal says once bodies look at it; locks the proposal.

    It opens again when it is revised, and to work in with what changes it was adopted. Raises
    ``RefusedError``: PROPOSAL_RUNS, PROPOSAL_NOT_RUNNING.
    """
    row = ProposalRecord.objects.select_for_update(no_key=True).filter(ref=ref).first()
    if row is None or row.state == ProposalState.DRAFTED or adopted_with_changes(row):
        return
    running = row.state == ProposalState.SUBMITTED
    reason = Reason.PROPOSAL_RUNS if running else Reason.PROPOSAL_NOT_RUNNING
    raise RefusedError(Refusal(reason, {"state": row.state}))


def content_digest(ref: str) -> str:
    """Return the digest of the changes of the register that go with a proposal."""
    rows = EntryDraftRecord.objects.filter(proposal=ref).order_by("kind", "code")
    said = list(rows.values_list("kind", "code", "base_version", "body", "reason"))
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
