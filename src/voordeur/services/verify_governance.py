"""Replays what the log says of proposals and withdrawals, to be compared with the tables."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from voordeur.records.governance.models import (
    ProposalRecord,
    ProposalStepRecord,
    ReserveWithdrawalRecord,
)
from voordeur.services.audit import LoggedLine, Payload

StepKey = tuple[str, int, str, str]
"""Proposal, round, code and organisation."""


@dataclass
class ReplayedProposal:
    """What the log says of one proposal."""

    route: str
    touches: bool
    amount_cents: object
    state: str = "drafted"
    round: int = 1
    settled_on: str = ""


@dataclass
class GovernanceReplay:
    """Folds the events of governance into the state its tables must have."""

    proposals: dict[str, ReplayedProposal] = field(default_factory=dict)
    steps: dict[StepKey, tuple[str, int, str, str]] = field(default_factory=dict)
    """Act, position, outcome and day of every step that was laid out."""
    withdrawals: dict[str, tuple[str, int]] = field(default_factory=dict)

    def take(self, line: LoggedLine) -> bool:
        """Take one line; False when it cannot follow from the ones before."""
        fold = FOLDS.get(line.name)
        if fold is None or line.kind != "act":
            return True
        try:
            fold(self, line.payload)
        except KeyError:
            return False
        return True

    def compared(self) -> Iterator[tuple[str, Mapping[Any, object], Mapping[Any, object]]]:
        """Yield, per table, what the log says and what was found."""
        yield "proposal", dict(self._expected()), dict(_found())
        yield "step of proposal", self.steps, dict(_found_steps())
        rows = ReserveWithdrawalRecord.objects.order_by("id").select_related("proposal")
        found = {row.ref: (row.proposal.ref, row.amount_cents) for row in rows.iterator()}
        yield "withdrawal", self.withdrawals, found

    def _expected(self) -> Iterator[tuple[str, tuple[object, ...]]]:
        for ref, one in self.proposals.items():
            yield (
                ref,
                (one.route, one.touches, one.amount_cents, one.state, one.round, one.settled_on),
            )

    def drafted(self, told: Payload) -> None:
        """Begin a proposal."""
        self.proposals[_text(told, "proposal")] = ReplayedProposal(
            _text(told, "route"), told["touches"] is True, told["amount_cents"]
        )

    def changed(self, told: Payload) -> None:
        """Take over what a draft says now."""
        one = self._of(told)
        one.route, one.touches = _text(told, "route"), told["touches"] is True
        one.amount_cents = told["amount_cents"]

    def submitted(self, told: Payload) -> None:
        """Lay the steps of a round out."""
        one = self._of(told)
        one.state = "submitted"
        steps = told["steps"]
        assert isinstance(steps, list)
        for code, organisation, act, position in steps:
            key = (_text(told, "proposal"), one.round, str(code), str(organisation))
            self.steps[key] = (str(act), int(position), "", "")

    def said(self, told: Payload) -> None:
        """Write what was said in a step, and what became of the proposal."""
        one = self._of(told)
        key = (
            _text(told, "proposal"),
            int(_text(told, "round")),
            _text(told, "step"),
            _text(told, "organisation"),
        )
        act, position, _outcome, _on = self.steps[key]
        self.steps[key] = (act, position, _text(told, "outcome"), _text(told, "on"))
        if _text(told, "state") != one.state:
            one.state, one.settled_on = _text(told, "state"), _text(told, "on")

    def revised(self, told: Payload) -> None:
        """Begin the next round."""
        one = self._of(told)
        one.state, one.round = "drafted", int(_text(told, "round"))

    def ended(self, told: Payload) -> None:
        """End a withdrawn proposal."""
        one = self._of(told)
        one.state, one.settled_on = "withdrawn", _text(told, "on")

    def taken(self, told: Payload) -> None:
        """Count what left the reserve."""
        self._of(told)
        amount = int(_text(told, "amount_cents"))
        self.withdrawals[_text(told, "withdrawal")] = (_text(told, "proposal"), amount)

    def loaded(self, told: Payload) -> None:
        """Take over proposals that came along from another installation."""
        every = told["proposals"]
        assert isinstance(every, list)
        for one in every:
            ref = _text(one, "proposal")
            self.drafted(one)
            proposal = self.proposals[ref]
            proposal.state, proposal.round = _text(one, "state"), int(_text(one, "round"))
            proposal.settled_on = _text(one, "settled_on")
            for number, code, organisation, act, position, outcome, on in one["steps"]:
                key = (ref, int(number), str(code), str(organisation))
                self.steps[key] = (str(act), int(position), str(outcome), str(on))
            for withdrawal, amount in one["withdrawals"]:
                self.withdrawals[str(withdrawal)] = (ref, int(amount))

    def _of(self, told: Payload) -> ReplayedProposal:
        return self.proposals[_text(told, "proposal")]


FOLDS: Mapping[str, Callable[[GovernanceReplay, Payload], None]] = {
    "ProposalDrafted": GovernanceReplay.drafted,
    "ProposalChanged": GovernanceReplay.changed,
    "TouchesChanged": GovernanceReplay.changed,
    "ProposalSubmitted": GovernanceReplay.submitted,
    "AdviceGiven": GovernanceReplay.said,
    "ConsentGiven": GovernanceReplay.said,
    "ConsentRefused": GovernanceReplay.said,
    "AdoptionGiven": GovernanceReplay.said,
    "AdoptionRefused": GovernanceReplay.said,
    "DecisionTaken": GovernanceReplay.said,
    "InformationSent": GovernanceReplay.said,
    "ProposalRevised": GovernanceReplay.revised,
    "ProposalWithdrawn": GovernanceReplay.ended,
    "ReserveWithdrawn": GovernanceReplay.taken,
    "GovernanceLoaded": GovernanceReplay.loaded,
}
"""What each event means for the state."""


def _text(told: Payload, name: str) -> str:
    return str(told.get(name, ""))


def _found() -> Iterator[tuple[str, tuple[object, ...]]]:
    for row in ProposalRecord.objects.order_by("id").iterator(chunk_size=2000):
        yield (
            row.ref,
            (
                row.route,
                row.touches,
                row.amount_cents,
                row.state,
                row.round,
                row.settled_on.isoformat() if row.settled_on else "",
            ),
        )


def _found_steps() -> Iterator[tuple[StepKey, tuple[str, int, str, str]]]:
    rows = ProposalStepRecord.objects.order_by("id").select_related("proposal")
    for row in rows.iterator(chunk_size=2000):
        day = row.given_on.isoformat() if row.given_on else ""
        yield (
            (row.proposal.ref, row.round, row.code, row.organisation),
            (row.act, row.position, row.outcome, day),
        )
