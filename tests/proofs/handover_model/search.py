"""Breadth-first search over everything stored and every request in flight; nothing is sampled."""

from typing import NamedTuple

from tests.proofs.handover_model.protocol import (
    ENDS,
    Action,
    Bounds,
    Protocol,
    Request,
    ViolationError,
    World,
    check_step,
    check_world,
    judge,
    questions,
    runs,
    write,
    write_signals,
)
from voordeur.domain.cases.lifecycle import CaseAction
from voordeur.domain.handover.lifecycle import HandoverAction

SLOT_BITS = 20
"""Room in a state's number for the number of its requests in flight."""
FLIGHT_MASK = (1 << SLOT_BITS) - 1
KINDS = 3
FRESH, STALE, ECHO = range(KINDS)
"""A request that was judged, one whose reading is overtaken, and a copy of one that was written."""


class Flight(NamedTuple):
    """What one set of requests in flight can become when one of them moves."""

    kind: int
    ask: int
    without: int
    written: int
    echoed: int


class Explorer:
    """Breadth first over (world, requests in flight), both numbered; verdicts asked once each."""

    def __init__(self, protocol: Protocol, bounds: Bounds) -> None:
        self.protocol, self.bounds = protocol, bounds
        self.worlds: list[World] = []
        self.world_ids: dict[World, int] = {}
        self.asks: list[Request] = []
        self.ask_ids: dict[Request, int] = {}
        self.flights: list[tuple[int, ...]] = [()]
        self.flight_ids: dict[tuple[int, ...], int] = {(): 0}
        self.reads: dict[int, tuple[int, ...]] = {}
        self.allowed: dict[World, tuple[int, ...]] = {}
        self.ticks: dict[int, tuple[int, ...]] = {}
        self.writes: dict[int, int] = {}
        self.moves: dict[int, tuple[Flight, ...]] = {}
        self.joins: dict[int, int] = {}
        self.transitions = 0
        self.depth = 0
        self.start = self.world_id(World()) << SLOT_BITS

    def world_id(self, world: World) -> int:
        known = self.world_ids.get(world)
        if known is None:
            known = self.world_ids[world] = len(self.worlds)
            self.worlds.append(world)
            check_world(self.protocol, world)
        return known

    def ask_id(self, ask: Request) -> int:
        known = self.ask_ids.setdefault(ask, len(self.asks))
        if known == len(self.asks):
            self.asks.append(ask)
        return known

    def flight_id(self, slots: tuple[int, ...]) -> int:
        slots = tuple(sorted(slots))
        known = self.flight_ids.setdefault(slots, len(self.flights))
        if known == len(self.flights):
            self.flights.append(slots)
            assert known < 1 << SLOT_BITS
        return known

    def reads_of(self, world_id: int) -> tuple[int, ...]:
        """Return the requests the rules allow now; the clock matters to the scheduler only."""
        world = self.worlds[world_id]
        timeless = world._replace(
            day=0, offers=tuple(offer._replace(day=0, sent=0) for offer in world.offers)
        )
        if timeless not in self.allowed:
            asked = questions(timeless, self.bounds)
            yes = (ask for ask in asked if judge(self.protocol, timeless, ask))
            self.allowed[timeless] = tuple(map(self.ask_id, yes))
        due = tuple(map(self.ask_id, runs(self.protocol, world)))
        found = self.reads[world_id] = self.allowed[timeless] + due
        return found

    def ticks_of(self, world_id: int) -> tuple[int, ...]:
        """Return the worlds one day on, three on (a jump) and one back (a clock mended)."""
        world = self.worlds[world_id]
        days = (world.day + 1, world.day + 3, world.day - 1)
        found = self.ticks[world_id] = tuple(
            self.world_id(world._replace(day=day))
            for day in days
            if world.state is not None and 0 <= day <= self.bounds.days
        )
        return found

    def write_of(self, world_id: int, ask_id: int) -> int:
        """Return the world after a write, checked as a step and as a state."""
        old, ask = self.worlds[world_id], self.asks[ask_id]
        if ask.action is HandoverAction.ESCALATE:
            new = write_signals(self.protocol, old, ask)
        else:
            new = self.protocol.written(old, ask, write(old, ask))
            check_step(old, ask, new)
        found = self.writes[world_id << SLOT_BITS | ask_id] = self.world_id(new)
        return found

    def join_of(self, flight_id: int, ask_id: int) -> int:
        slots = (*self.flights[flight_id], ask_id * KINDS + FRESH)
        found = self.joins[flight_id << SLOT_BITS | ask_id] = self.flight_id(slots)
        return found

    def moves_of(self, flight_id: int) -> tuple[Flight, ...]:
        """Return how each request in flight can go on: written, refused as stale, or echoed."""
        slots = self.flights[flight_id]
        moves = []
        for place, slot in enumerate(slots):
            if slot in slots[:place]:
                continue
            ask, kind = divmod(slot, KINDS)
            others = slots[:place] + slots[place + 1 :]
            by = self.asks[ask].action
            signal = by is HandoverAction.ESCALATE
            aged = others if signal else tuple(self.aged(other, by) for other in others)
            echo = aged if signal else (*aged, ask * KINDS + ECHO)
            ids = self.flight_id(others), self.flight_id(aged), self.flight_id(echo)
            moves.append(Flight(kind, ask, *ids))
        found = self.moves[flight_id] = tuple(moves)
        return found

    def aged(self, slot: int, by: Action) -> int:
        """Return a request after another one's write: what it read may no longer be true.

        A next step that is planned touches the case, not its handover: an answer that was judged
        before it may still be written.
        """
        ask, kind = divmod(slot, KINDS)
        reader = self.asks[ask].action
        if kind != FRESH or reader is HandoverAction.ESCALATE or not self.protocol.guarded:
            return slot
        unharmed = by is CaseAction.PLAN_NEXT and reader in ENDS
        return slot if unharmed else ask * KINDS + STALE

    def successors(self, state: int) -> list[int]:
        """Return the states one step further."""
        world_id, flight_id = state >> SLOT_BITS, state & FLIGHT_MASK
        base = world_id << SLOT_BITS
        found: list[int] = []
        if len(self.flights[flight_id]) < self.bounds.in_flight:
            row, joins = flight_id << SLOT_BITS, self.joins
            reads = self.reads.get(world_id)
            found.extend(
                base | (joins.get(row | ask) or self.join_of(flight_id, ask))
                for ask in (self.reads_of(world_id) if reads is None else reads)
            )
        moves = self.moves.get(flight_id)
        for kind, ask, without, written, echoed in (
            self.moves_of(flight_id) if moves is None else moves
        ):
            if kind == FRESH:
                after = self.writes.get(base | ask)
                new = (self.write_of(world_id, ask) if after is None else after) << SLOT_BITS
                found.append(new | written)
                if echoed != written:
                    found.append(new | echoed)
            else:
                if kind == ECHO and not self.protocol.idempotent:
                    self.check_echo(world_id, ask)
                found.append(base | without)
        ticks = self.ticks.get(world_id)
        found.extend(
            other << SLOT_BITS | flight_id
            for other in (self.ticks_of(world_id) if ticks is None else ticks)
        )
        return found

    def check_echo(self, world_id: int, ask_id: int) -> None:
        """Judge a request that comes a second time where nobody knows its key any more."""
        world, ask = self.worlds[world_id], self.asks[ask_id]
        if judge(self.protocol, world, ask) and write(world, ask) != world:
            raise ViolationError("a request that comes twice counts twice")

    def explore(self) -> int:
        """Visit every state; return how many there are. Raises :class:`ViolationError`."""
        seen = Seen()
        frontier, states, transitions = seen.add_new([self.start]), 1, 0
        successors, add_new = self.successors, seen.add_new
        while frontier:
            self.depth += 1
            ahead: list[int] = []
            for state in frontier:
                following = successors(state)
                transitions += len(following)
                ahead += add_new(following)
            states += len(ahead)
            frontier = ahead
        self.transitions = transitions
        return states


class Seen:
    """Which states were met: a row of bits per world, a bit per set of requests in flight.

    A set of numbers would do the same in ten times the memory.
    """

    def __init__(self) -> None:
        self.rows: list[bytearray] = []

    def add_new(self, states: list[int]) -> list[int]:
        """Return those of ``states`` that were not met before, and remember them."""
        rows, new = self.rows, []
        for state in states:
            world_id, flight_id = state >> SLOT_BITS, state & FLIGHT_MASK
            place, bit = flight_id >> 3, 1 << (flight_id & 7)
            try:
                if rows[world_id][place] & bit:
                    continue
            except IndexError:
                self._make_room(world_id, place)
            rows[world_id][place] |= bit
            new.append(state)
        return new

    def _make_room(self, world_id: int, place: int) -> None:
        while len(self.rows) <= world_id:
            self.rows.append(bytearray())
        row = self.rows[world_id]
        row.extend(bytes(max(0, place + 64 - len(row))))
