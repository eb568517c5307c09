"""Mistakes somebody could make in the rules, the tables or the storage; each must be found."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from unittest.mock import patch

from tests.proofs.handover_model.protocol import (
    Bounds,
    Protocol,
    Request,
    ViolationError,
    World,
)
from tests.proofs.handover_model.search import Explorer
from voordeur.domain.cases import lifecycle as cases
from voordeur.domain.cases.lifecycle import CaseAction, CaseFacts
from voordeur.domain.handover import deadlines as clock
from voordeur.domain.handover import lifecycle as handovers
from voordeur.domain.handover.deadlines import Signal, Stage
from voordeur.domain.handover.lifecycle import (
    HandoverAction,
    HandoverFacts,
    HandoverParty,
    HandoverState,
    HandoverTransition,
    Target,
)
from voordeur.domain.kernel.refusal import Verdict

BOUNDS = Bounds(offers=2, episodes=2, days=5, in_flight=2)
"""Where the bugs are looked for; the correct protocol has no violation there."""

Table = tuple[HandoverTransition, ...]


@dataclass(frozen=True)
class Bug:
    """A seeded mistake: another ``protocol``, or another ``table`` in the domain itself."""

    name: str
    protocol: Protocol = field(default_factory=Protocol)
    table: Table = handovers.TRANSITIONS


@dataclass(frozen=True)
class Found:
    """What the search said: the broken invariant and the fewest steps to it, or ``None``."""

    bug: str
    violation: str | None
    steps: int


def hunt(bug: Bug, bounds: Bounds = BOUNDS) -> Found:
    """Search for ``bug``; the first violation met is one with the fewest steps."""
    with patch.object(handovers, "TRANSITIONS", bug.table):
        explorer = Explorer(bug.protocol, bounds)
        try:
            explorer.explore()
        except ViolationError as violation:
            return Found(bug.name, str(violation), explorer.depth)
    return Found(bug.name, None, 0)


def _answer_by_anybody(
    facts: HandoverFacts, _by: str, action: HandoverAction, **given: Any
) -> Verdict:
    return handovers.may_answer(facts, facts.receiver, action, **given)


def _redirect_to_anybody(
    facts: HandoverFacts, by: str, action: HandoverAction, *, reason: str, third: Target
) -> Verdict:
    elsewhere = replace(third, organisation="elsewhere")
    return handovers.may_answer(facts, by, action, reason=reason, third=elsewhere)


def _offer_by_anybody(case: CaseFacts, _by: str, target: Target, *, reason: str) -> Verdict:
    return handovers.may_offer(case, case.accountable, target, reason=reason)


def _offer_twice(case: CaseFacts, by: str, target: Target, *, reason: str) -> Verdict:
    return handovers.may_offer(replace(case, open_handover=False), by, target, reason=reason)


def _close_regardless(case: CaseFacts, by: str, **given: Any) -> Verdict:
    return cases.may_close(replace(case, open_handover=False), by, **given)


def _close_without_outcome(case: CaseFacts, by: str, **given: Any) -> Verdict:
    return cases.may_close(case, by, **given | {"outcome": "work"})


def _close_silently(case: CaseFacts, by: str, **given: Any) -> Verdict:
    return cases.may_close(case, by, **given | {"resident_informed": True})


def _reopen_undated(case: CaseFacts, by: str, **given: Any) -> Verdict:
    return cases.may_reopen(case, by, **given | {"next_date": given["today"]})


def _exact_stage_only(reached: Stage, sent: frozenset[Signal]) -> tuple[Signal, ...]:
    return tuple(
        signal
        for signal, stage in clock.SIGNAL_STAGES.items()
        if stage is reached and signal not in sent
    )


def _only_reminders(reached: Stage, sent: frozenset[Signal]) -> tuple[Signal, ...]:
    due = reached >= Stage.REMINDER and Signal.REMINDER not in sent
    return (Signal.REMINDER,) if due else ()


def _offer_moves_owner(_old: World, ask: Request, new: World) -> World:
    return new._replace(owners=1 << ask.other) if ask.action is HandoverAction.OFFER else new


def _accept_keeps_sender(old: World, ask: Request, new: World) -> World:
    return (
        new._replace(owners=new.owners | old.owners) if ask.action is HandoverAction.ACCEPT else new
    )


def _accept_undated(_old: World, ask: Request, new: World) -> World:
    return new._replace(dated=False) if ask.action is HandoverAction.ACCEPT else new


def _redirect_from_receiver(_old: World, ask: Request, new: World) -> World:
    if ask.action is not HandoverAction.REDIRECT:
        return new
    opened = new.offers[-1]._replace(sender=ask.organisation)
    return new._replace(offers=(*new.offers[:-1], opened))


def _reopen_moves_owner(_old: World, ask: Request, new: World) -> World:
    return new._replace(owners=1 << ask.organisation) if ask.action is CaseAction.REOPEN else new


def _return_not_kept(old: World, ask: Request, new: World) -> World:
    return old if ask.action is HandoverAction.RETURN else new


def _with_row(
    state: HandoverState, action: HandoverAction, party: HandoverParty, target: HandoverState
) -> Table:
    return (*handovers.TRANSITIONS, HandoverTransition(state, action, party, target))


def _changed(action: HandoverAction, change: Callable[[HandoverTransition], Table]) -> Table:
    return tuple(
        made
        for row in handovers.TRANSITIONS
        for made in (change(row) if row.action is action else (row,))
    )


BUGS: tuple[Bug, ...] = (
    Bug("storage: writes are not guarded by the version that was read", Protocol(guarded=False)),
    Bug("storage: a request that comes twice is taken as new", Protocol(idempotent=False)),
    Bug("storage: a signal is not unique per handover", Protocol(unique_signals=False)),
    Bug("storage: offering moves accountability at once", Protocol(written=_offer_moves_owner)),
    Bug(
        "storage: acceptance leaves the sender accountable too",
        Protocol(written=_accept_keeps_sender),
    ),
    Bug("storage: acceptance sets no next date", Protocol(written=_accept_undated)),
    Bug(
        "storage: a redirect starts from the redirecting party",
        Protocol(written=_redirect_from_receiver),
    ),
    Bug("storage: reopening makes the desk accountable", Protocol(written=_reopen_moves_owner)),
    Bug(
        "storage: a return is answered but not kept",
        Protocol(written=_return_not_kept),
    ),
    Bug("guard: anybody may accept", Protocol(may_answer=_answer_by_anybody)),
    Bug(
        "guard: a redirect may go to anybody, also back", Protocol(may_answer=_redirect_to_anybody)
    ),
    Bug("guard: anybody may offer somebody else's case", Protocol(may_offer=_offer_by_anybody)),
    Bug("guard: a second handover may be offered", Protocol(may_offer=_offer_twice)),
    Bug("guard: closing overlooks an open handover", Protocol(may_close=_close_regardless)),
    Bug("guard: closing needs no outcome", Protocol(may_close=_close_without_outcome)),
    Bug("guard: closing need not be told", Protocol(may_close=_close_silently)),
    Bug("guard: reopening needs no date", Protocol(may_reopen=_reopen_undated)),
    Bug("clock: a missed run loses an escalation", Protocol(signals_due=_exact_stage_only)),
    Bug("clock: silence is reminded but never escalated", Protocol(signals_due=_only_reminders)),
    Bug(
        "clock: an escalation has no addressee",
        Protocol(addressees={**clock.ADDRESSEES, Signal.ESCALATION_2: ()}),
    ),
    Bug(
        "table: a withdrawn handover can be accepted",
        table=_with_row(
            HandoverState.WITHDRAWN,
            HandoverAction.ACCEPT,
            HandoverParty.RECEIVER,
            HandoverState.ACCEPTED,
        ),
    ),
    Bug(
        "table: an accepted handover can be withdrawn",
        table=_with_row(
            HandoverState.ACCEPTED,
            HandoverAction.WITHDRAW,
            HandoverParty.SENDER,
            HandoverState.WITHDRAWN,
        ),
    ),
    Bug(
        "table: silence ends a handover",
        table=_changed(
            HandoverAction.ESCALATE, lambda row: (replace(row, target=HandoverState.RETURNED),)
        ),
    ),
    Bug("table: a receiver cannot return", table=_changed(HandoverAction.RETURN, lambda _row: ())),
)
