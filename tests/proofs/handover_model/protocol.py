"""The handover protocol as states and steps, judged by the domain's own rules.

The verdicts come from the functions and tables the services use (``may_*`` and ``TRANSITIONS``).
What the database adds is modelled: a request first reads and is judged, and writes in a later
step; the write is guarded by the version that was read (stale after another write to the same
case or handover), a request that comes twice is known by its key, and a signal is unique per
handover.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from voordeur.domain.cases import lifecycle as cases
from voordeur.domain.cases.lifecycle import CaseAction, CaseFacts, CasePhase, CaseState
from voordeur.domain.handover import deadlines as clock
from voordeur.domain.handover import lifecycle as handovers
from voordeur.domain.handover.deadlines import Signal, Stage
from voordeur.domain.handover.lifecycle import HandoverAction, HandoverFacts, HandoverState, Target
from voordeur.domain.kernel.lifecycle import target_of
from voordeur.domain.kernel.refusal import Verdict

ORGANISATIONS = ("first", "second", "third")
FIRST_DAY = date(2026, 3, 2)
"""A Monday without holidays near it."""
TERM_DAYS = 2
FAR_DAYS = 60
SIGNALS = tuple(Signal)
ENDS = handovers.ANSWERS | {HandoverAction.WITHDRAW}
DATED = (CaseAction.REGISTER, CaseAction.PLAN_NEXT, CaseAction.REOPEN)
IN_THE_PAST = 2


class Offer(NamedTuple):
    """A handover as stored; ``day`` and ``sent`` (a bit per signal) are 0 once it is answered."""

    state: HandoverState
    sender: int
    receiver: int
    day: int = 0
    sent: int = 0


class World(NamedTuple):
    """What is stored, plus the clock. ``owners`` has a bit per organisation: it can show two."""

    day: int = 0
    state: CaseState | None = None
    owners: int = 0
    dated: bool = False
    outcome: bool = False
    informed: bool = False
    episode: int = 0
    offers: tuple[Offer, ...] = ()


Action = CaseAction | HandoverAction


class Request(NamedTuple):
    """One thing somebody asks; ``good`` tells whether what the rules ask for is filled in."""

    action: Action
    organisation: int = 0
    offer: int = 0
    other: int = 0
    good: int = 1


class Bounds(NamedTuple):
    """How far is explored: handovers and episodes of one case, days, requests in flight."""

    offers: int
    episodes: int
    days: int
    in_flight: int


@dataclass(frozen=True)
class Protocol:
    """The rules and the storage under test; a seeded bug replaces one of these."""

    may_register: Callable[..., Verdict] = cases.may_register
    may_plan_next: Callable[..., Verdict] = cases.may_plan_next
    may_close: Callable[..., Verdict] = cases.may_close
    may_reopen: Callable[..., Verdict] = cases.may_reopen
    may_offer: Callable[..., Verdict] = handovers.may_offer
    may_answer: Callable[..., Verdict] = handovers.may_answer
    may_withdraw: Callable[..., Verdict] = handovers.may_withdraw
    signals_due: Callable[[Stage, frozenset[Signal]], tuple[Signal, ...]] = clock.signals_due
    addressees: dict[Signal, tuple[clock.Addressee, ...]] = field(
        default_factory=lambda: clock.ADDRESSEES
    )
    guarded: bool = True
    idempotent: bool = True
    unique_signals: bool = True
    written: Callable[[World, Request, World], World] = field(default=lambda _old, _ask, new: new)
    """What the database makes of a write; only bugs change it."""


class ViolationError(Exception):
    """An invariant does not hold; the text is its name."""


# --- the rules, asked -------------------------------------------------------------------------


def today_of(world: World) -> date:
    return FIRST_DAY + timedelta(days=world.day)


def case_facts(world: World) -> CaseFacts:
    assert world.state is not None
    return CaseFacts(
        state=world.state,
        accountable=ORGANISATIONS[world.owners.bit_length() - 1],
        phase=CasePhase.NEW,
        next_date=today_of(world) if world.dated else None,
        episode=world.episode,
        open_handover=any(offer.state is HandoverState.OFFERED for offer in world.offers),
    )


def handover_facts(world: World, index: int) -> HandoverFacts:
    offer = world.offers[index]
    return HandoverFacts(
        state=offer.state,
        sender=ORGANISATIONS[offer.sender],
        receiver=ORGANISATIONS[offer.receiver],
        accountable=ORGANISATIONS[world.owners.bit_length() - 1],
        case_open=world.state is CaseState.OPEN,
    )


def judge(protocol: Protocol, world: World, ask: Request) -> Verdict:
    """Ask the domain; ``good`` 0 leaves out what is needed, 2 gives a date in the past."""
    by, reason, today = ORGANISATIONS[ask.organisation], "code" * bool(ask.good), today_of(world)
    step = {
        "next_step": "call",
        "next_date": (None, today, today - timedelta(days=1))[min(ask.good, 2)],
        "today": today,
    }
    match ask.action:
        case CaseAction.REGISTER:
            return protocol.may_register(**step)
        case CaseAction.PLAN_NEXT:
            return protocol.may_plan_next(case_facts(world), by, **step)
        case CaseAction.CLOSE:
            given = {"outcome": "work" * (ask.good & 1), "resident_informed": ask.good & 2 == 0}
            return protocol.may_close(case_facts(world), by, **given)
        case CaseAction.REOPEN:
            return protocol.may_reopen(case_facts(world), by, reason="code", **step)
        case HandoverAction.OFFER:
            target = Target(ORGANISATIONS[ask.other], takes_handovers=True)
            return protocol.may_offer(case_facts(world), by, target, reason=reason)
        case HandoverAction.WITHDRAW:
            return protocol.may_withdraw(handover_facts(world, ask.offer), by, reason=reason)
        case _:
            facts = handover_facts(world, ask.offer)
            third = Target(ORGANISATIONS[ask.other], takes_handovers=True)
            return protocol.may_answer(facts, by, ask.action, reason=reason, third=third)


def questions(world: World, bounds: Bounds) -> Iterator[Request]:
    """Everything anybody may try: rightly, wrongly, and with something left out."""
    room = len(world.offers) < bounds.offers
    for by in range(len(ORGANISATIONS)):
        if world.state is None:
            yield from (Request(CaseAction.REGISTER, by, good=good) for good in (0, 1, 2))
            continue
        yield from (Request(CaseAction.PLAN_NEXT, by, good=good) for good in (0, 1, 2))
        yield from (Request(CaseAction.CLOSE, by, good=good) for good in (0, 1, 2, 3))
        if world.episode < bounds.episodes:
            yield from (Request(CaseAction.REOPEN, by, good=good) for good in (0, 1, 2))
        for to, good in product(range(len(ORGANISATIONS)) if room else (), (0, 1)):
            yield Request(HandoverAction.OFFER, by, other=to, good=good)
        for index in range(len(world.offers)):
            yield from answers_to(by, index, room=room)


def answers_to(by: int, index: int, *, room: bool) -> Iterator[Request]:
    """What one organisation may try with one handover; a redirect needs room for a new one."""
    yield Request(HandoverAction.ACCEPT, by, index)
    for good in (0, 1):
        yield Request(HandoverAction.RETURN, by, index, good=good)
        yield Request(HandoverAction.WITHDRAW, by, index, good=good)
        for to in range(len(ORGANISATIONS)) if room else ():
            yield Request(HandoverAction.REDIRECT, by, index, to, good)


# --- what a write does ------------------------------------------------------------------------


def write(world: World, ask: Request) -> World:
    """Apply what was decided when the request was read, whatever has happened since."""
    match ask.action:
        case CaseAction.REGISTER:
            return world._replace(
                state=CaseState.OPEN, owners=1 << ask.organisation, dated=bool(ask.good), episode=1
            )
        case CaseAction.PLAN_NEXT:
            return world._replace(dated=bool(ask.good))
        case CaseAction.CLOSE:
            return world._replace(
                state=CaseState.CLOSED,
                dated=False,
                outcome=bool(ask.good & 1),
                informed=ask.good & 2 == 0,
            )
        case CaseAction.REOPEN:
            return world._replace(
                state=CaseState.OPEN,
                dated=bool(ask.good),
                outcome=False,
                informed=False,
                episode=world.episode + 1,
            )
        case HandoverAction.OFFER:
            return with_offer(world, ask.organisation, ask.other)
        case _:
            return write_answer(world, ask)


def write_answer(world: World, ask: Request) -> World:
    """Answer or withdraw a handover: the table says what it becomes."""
    offer = world.offers[ask.offer]
    by_sender = ask.action is HandoverAction.WITHDRAW
    party = handovers.HandoverParty.SENDER if by_sender else handovers.HandoverParty.RECEIVER
    assert isinstance(ask.action, HandoverAction)
    becomes = target_of(handovers.TRANSITIONS, HandoverState.OFFERED, ask.action, party)
    if becomes is None:
        return world
    answered = Offer(becomes, offer.sender, offer.receiver)
    new = world._replace(
        offers=(*world.offers[: ask.offer], answered, *world.offers[ask.offer + 1 :])
    )
    if ask.action is HandoverAction.ACCEPT:
        owners = world.owners & ~(1 << offer.sender) | 1 << offer.receiver
        return new._replace(owners=owners, dated=True)
    if ask.action is HandoverAction.REDIRECT:
        return with_offer(new, offer.sender, ask.other)
    return new


def with_offer(world: World, sender: int, receiver: int) -> World:
    offer = Offer(HandoverState.OFFERED, sender, receiver, world.day)
    return world._replace(offers=(*world.offers, offer))


# --- the clock --------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def stage_at(offered: int, day: int) -> Stage:
    dates = clock.deadlines(FIRST_DAY + timedelta(days=offered), TERM_DAYS)
    return clock.stage(FIRST_DAY + timedelta(days=day), dates)


def as_set(bits: int) -> frozenset[Signal]:
    return frozenset(signal for place, signal in enumerate(SIGNALS) if bits >> place & 1)


def as_bits(signals: tuple[Signal, ...]) -> int:
    return sum(1 << SIGNALS.index(signal) for signal in signals)


def runs(protocol: Protocol, world: World) -> Iterator[Request]:
    """Return what the scheduler would send now, one request per waiting handover."""
    for index, offer in enumerate(world.offers):
        if offer.state is HandoverState.OFFERED:
            reached = stage_at(offer.day, world.day)
            due = as_bits(protocol.signals_due(reached, as_set(offer.sent)))
            needed = {signal for signal in SIGNALS[1:] if reached >= clock.SIGNAL_STAGES[signal]}
            if not needed <= as_set(offer.sent | due):
                raise ViolationError("a late handover is not escalated by the next run")
            if due:
                yield Request(HandoverAction.ESCALATE, 0, index, due)


def write_signals(protocol: Protocol, world: World, ask: Request) -> World:
    """Send what was due, each signal once, as long as the handover still waits."""
    offer = world.offers[ask.offer]
    if offer.state is not HandoverState.OFFERED:
        return world
    if not protocol.unique_signals and offer.sent & ask.other:
        raise ViolationError("a signal goes out twice")
    party = handovers.HandoverParty.SYSTEM
    becomes = target_of(handovers.TRANSITIONS, offer.state, HandoverAction.ESCALATE, party)
    if becomes is not HandoverState.OFFERED:
        raise ViolationError("silence ends a handover instead of reaching a person")
    told = offer._replace(sent=offer.sent | ask.other)
    return world._replace(offers=(*world.offers[: ask.offer], told, *world.offers[ask.offer + 1 :]))


# --- what must always hold --------------------------------------------------------------------


def check_world(protocol: Protocol, world: World) -> None:
    """Check one stored state; raises :class:`ViolationError` with the name of what is broken."""
    if world.state is None:
        return
    waiting = [
        index for index, offer in enumerate(world.offers) if offer.state is HandoverState.OFFERED
    ]
    closed = world.state is CaseState.CLOSED
    broken = {
        "a case has not exactly one accountable organisation": world.owners.bit_count() != 1,
        "an open case has no next step and date": not closed and not world.dated,
        "a case has two open handovers": len(waiting) > 1,
        "a closed case has an open handover": closed and bool(waiting),
        "a case is closed without an outcome": closed and not world.outcome,
        "a case is closed behind the resident's back": closed and not world.informed,
    }
    for name, is_broken in broken.items():
        if is_broken:
            raise ViolationError(name)
    for index in waiting:
        check_waiting(protocol, world, index)
    if not waiting:
        check_way_on(protocol, world)


def check_way_on(protocol: Protocol, world: World) -> None:
    """Check that nothing is stuck: an open case can be closed, a closed one reopened by anybody."""
    owner = world.owners.bit_length() - 1
    if world.state is CaseState.OPEN:
        ways = [Request(CaseAction.PLAN_NEXT, owner), Request(CaseAction.CLOSE, owner)]
    else:
        ways = [Request(CaseAction.REOPEN, by) for by in range(len(ORGANISATIONS))]
    if not all(judge(protocol, world, ask) for ask in ways):
        raise ViolationError("a case is stuck")


def check_waiting(protocol: Protocol, world: World, index: int) -> None:
    """Check an open handover: sent by who is accountable, answerable, and never silent for good."""
    offer = world.offers[index]
    if world.owners != 1 << offer.sender or offer.sender == offer.receiver:
        raise ViolationError("an open handover is not from the accountable party to another")
    answers = (
        Request(HandoverAction.ACCEPT, offer.receiver, index),
        Request(HandoverAction.RETURN, offer.receiver, index),
        Request(HandoverAction.WITHDRAW, offer.sender, index),
    )
    if not all(judge(protocol, world, ask) for ask in answers):
        raise ViolationError("an open handover cannot be answered or withdrawn")
    in_the_end = stage_at(offer.day, world.day + FAR_DAYS)
    sent = as_set(offer.sent | as_bits(protocol.signals_due(in_the_end, as_set(offer.sent))))
    if not {Signal.ESCALATION_1, Signal.ESCALATION_2} <= sent:
        raise ViolationError("silence never reaches a person")
    if not all(protocol.addressees.get(signal) for signal in SIGNALS):
        raise ViolationError("a signal has nobody to go to")


def check_step(old: World, ask: Request, new: World) -> None:
    """Check what may change in one write: accountability only by the receiver's acceptance."""
    if ask.action is HandoverAction.ACCEPT:
        offer = old.offers[ask.offer]
        right = ask.organisation == offer.receiver and new.owners == 1 << offer.receiver
        if offer.state is not HandoverState.OFFERED or not right:
            raise ViolationError("a handover is accepted by another, or after its end")
    elif new.owners != old.owners and ask.action is not CaseAction.REGISTER:
        raise ViolationError("accountability changes without acceptance")
    if ask.action in ENDS and new.offers[ask.offer].state is HandoverState.OFFERED:
        raise ViolationError("an answer is lost")
    if any(
        before.state is not HandoverState.OFFERED and before.state is not after.state
        for before, after in zip(old.offers, new.offers, strict=False)
    ):
        raise ViolationError("an answered handover changes")
    check_given(ask)


def check_given(ask: Request) -> None:
    """Check that what was written had all it needs; the request says what was left out."""
    if ask.good == IN_THE_PAST and ask.action in DATED:
        raise ViolationError("a next date lies in the past")
    if ask.good == 0:
        raise ViolationError("an act goes through without what it needs")
