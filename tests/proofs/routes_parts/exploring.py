"""Every way a proposal can take on a route: what is said, refused, held, revised or withdrawn.

A world forgets earlier rounds, because the rules do; so any number of rounds is explored.
Organisations of one step are exchangeable, and are looked at once; that is checked on the way.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from tests.proofs.routes_parts.oracle import Judge, Row, fits, rejects
from voordeur.domain.governance import proposals as rules
from voordeur.domain.governance.proposals import (
    LaidOutStep,
    Outcome,
    ProposalAction,
    ProposalFacts,
    ProposalParty,
    ProposalState,
    Said,
    StepFacts,
)
from voordeur.domain.governance.routes import Body, Route
from voordeur.domain.kernel.refusal import Verdict

DAY = date(2026, 3, 2)
DRAFTED, SUBMITTED = ProposalState.DRAFTED, ProposalState.SUBMITTED
DECIDED, REJECTED = ProposalState.DECIDED, ProposalState.REJECTED
WITHDRAWN = ProposalState.WITHDRAWN
FINAL = frozenset({DECIDED, REJECTED, WITHDRAWN})
Outcomes = tuple[Outcome | None, ...]
Answers = Mapping[Row, Outcome | None]


class WrongError(AssertionError):
    """Something happened that is not right, with the way that led to it."""


@dataclass(frozen=True)
class Rules:
    """The rules of the domain; a seeded mistake replaces one of them."""

    laid_out: Callable[..., tuple[LaidOutStep, ...]] = rules.laid_out_steps
    may_say_touches: Callable[..., Verdict] = rules.may_say_touches
    may_act: Callable[..., Verdict] = rules.may_act
    may_close_round: Callable[..., Verdict] = rules.may_close_round
    may_record: Callable[..., Verdict] = rules.may_record
    state_after: Callable[..., ProposalState] = rules.state_after
    keeps_answers: bool = False
    """A new round that forgets to ask everybody again."""


class World(NamedTuple):
    """A proposal at a moment; ``said`` follows the rows that were laid out."""

    state: ProposalState
    default: bool
    touches: bool
    said: Outcomes = ()


class Move(NamedTuple):
    """What was done, the world it led to, and in how many ways (organisations) it can be done."""

    words: str
    world: World
    ways: int = 1


@dataclass
class Exploration:
    """All worlds of one route, breadth first."""

    route: Route
    bodies: Mapping[str, Body]
    rules: Rules = field(default_factory=Rules)
    came_from: dict[World, tuple[World | None, str]] = field(default_factory=dict)
    moves: dict[World, list[Move]] = field(default_factory=dict)
    transitions: int = 0
    refusals: int = 0

    @cached_property
    def rows(self) -> dict[bool, tuple[LaidOutStep, ...]]:
        return {said: self.rules.laid_out(self.route, touches=said) for said in (False, True)}

    @cached_property
    def judges(self) -> dict[bool, Judge]:
        return {said: Judge(self.route, self.bodies, said) for said in (False, True)}

    def explore(self) -> int:
        """Visit every world; returns how many. Raises :class:`WrongError` at the first wrong."""
        waiting: deque[World] = deque()
        for default in (False, True):
            self._meet(World(DRAFTED, default, default), None, "draft", waiting)
        while waiting:
            world = waiting.popleft()
            self.moves[world] = found = list(self._moves(world))
            for move in found:
                self.transitions += 1
                self._meet(move.world, world, move.words, waiting)
        self._everything_can_be_decided()
        return len(self.came_from)

    def orders(self) -> int:
        """In how many orders one round can go, organisations told apart, without going back."""
        known: dict[World, int] = {}

        def of(world: World) -> int:
            if world not in known:
                onward = [
                    move
                    for move in self.moves[world]
                    if sum(one is not None for one in move.world.said)
                    > sum(one is not None for one in world.said)
                ]
                known[world] = sum(move.ways * of(move.world) for move in onward) or 1
            return known[world]

        starts = [one for one in self.came_from if one.state is SUBMITTED and not any(one.said)]
        return sum(map(of, starts))

    def _meet(self, world: World, before: World | None, words: str, waiting: deque[World]) -> None:
        if world not in self.came_from:
            self.came_from[world] = (before, words)
            waiting.append(world)

    def _moves(self, world: World) -> Iterator[Move]:
        yield from self._touching(world)
        yield from self._submitting(world)
        yield from self._ending(world)
        if world.state is not DRAFTED:
            yield from self._saying(world)

    def _touching(self, world: World) -> Iterator[Move]:
        may = self.rules.may_act(world.state, ProposalAction.CHANGE, ProposalParty.DRAFTER)
        self._expect(bool(may), world.state is DRAFTED, world, "changing it")
        if not may:
            return
        for touches in (False, True):
            for reason in ("", "why"):
                verdict = self.rules.may_say_touches(
                    default=world.default, touches=touches, reason=reason
                )
                right = touches == world.default or bool(reason)
                self._expect(bool(verdict), right, world, f"touches {touches} because '{reason}'")
                if verdict:
                    yield Move(f"touches {touches}", world._replace(touches=touches))

    def _submitting(self, world: World) -> Iterator[Move]:
        may = self.rules.may_act(world.state, ProposalAction.SUBMIT, ProposalParty.DRAFTER)
        self._expect(bool(may), world.state is DRAFTED, world, "submitting it")
        if not may:
            return
        rows = self.rows[world.touches]
        laid = sorted((one.code, one.organisation) for one in rows)
        if laid != sorted(self.judges[world.touches].rows()):
            self._wrong(world, f"laid out {laid}")
        said = world.said if len(world.said) == len(rows) else (None,) * len(rows)
        yield Move("submit", world._replace(state=SUBMITTED, said=said))

    def _ending(self, world: World) -> Iterator[Move]:
        for action, state, where in (
            (ProposalAction.REVISE, DRAFTED, {SUBMITTED}),
            (ProposalAction.WITHDRAW, WITHDRAWN, {DRAFTED, SUBMITTED}),
        ):
            for reason in ("", "why"):
                verdict = self.rules.may_close_round(world.state, action, reason=reason)
                right = world.state in where and bool(reason)
                self._expect(bool(verdict), right, world, f"{action.value} because '{reason}'")
                if verdict:
                    kept = world.said if self.rules.keeps_answers else ()
                    after = world._replace(state=state, said=kept if state is DRAFTED else ())
                    yield Move(action.value, after)

    def _saying(self, world: World) -> Iterator[Move]:
        rows = self.rows[world.touches]
        if world.state is WITHDRAWN:
            world = world._replace(said=(None,) * len(rows))
        facts, said = self._facts(world), self._said(world)
        met: dict[tuple[str, Outcome | None], int] = {}
        for place, row in enumerate(rows):
            kind = (row.code, world.said[place])
            met[kind] = met.get(kind, 0) + 1
            if met[kind] > 1:
                self._is_a_twin(world, facts, said, place)
                continue
            twins = sum(
                (other.code, one) == kind for other, one in zip(rows, world.said, strict=True)
            )
            for outcome in Outcome:
                move = self._say(world, facts, said, place, outcome)
                if move is not None:
                    yield move._replace(ways=twins)

    def _is_a_twin(self, world: World, facts: ProposalFacts, said: Answers, place: int) -> None:
        """Check that another organisation of the same step may say the same."""
        row = self.rows[world.touches][place]
        self._say(world, facts, said, place, rules.OUTCOMES[row.act][0])

    def _say(
        self, world: World, facts: ProposalFacts, said: Answers, place: int, outcome: Outcome
    ) -> Move | None:
        row = self.rows[world.touches][place]
        judge = self.judges[world.touches]
        key = (row.code, row.organisation)
        answer = Said(outcome=outcome, on=DAY, today=DAY, words=True)
        verdict = self.rules.may_record(facts, row.code, row.organisation, answer)
        right = self._may_be_said(judge, world, said, key, outcome)
        words = f"{row.code} {row.organisation} says {outcome.value}"
        self._expect(bool(verdict), right, world, words)
        if not verdict:
            self.refusals += 1
            return None
        if judge.went_on(key, outcome) and not (
            judge.prepared(key, said) and judge.board_is_advised(key, said)
        ):
            self._wrong(world, f"{words} unprepared")
        state = self.rules.state_after(facts, row.code, row.organisation, outcome)
        after = list(world.said)
        after[place] = outcome
        self._judge_state(judge, world, {**said, key: outcome}, state, words)
        return Move(words, self._sorted(world._replace(state=state, said=tuple(after))))

    def _may_be_said(
        self, judge: Judge, world: World, said: Answers, key: Row, outcome: Outcome
    ) -> bool:
        act = judge.steps[key[0]].act
        where = DECIDED if act == "information" else SUBMITTED
        return (
            world.state is where
            and said[key] is None
            and fits(act, outcome)
            and judge.in_turn(key, said)
        )

    def _judge_state(
        self,
        judge: Judge,
        world: World,
        said: Answers,
        state: ProposalState,
        words: str,
    ) -> None:
        right = SUBMITTED
        if rejects(said.values()):
            right = REJECTED
        elif judge.decided(said):
            right = DECIDED
        if state is not right:
            self._wrong(world, f"{words} makes it {state.value} instead of {right.value}")

    def _said(self, world: World) -> dict[Row, Outcome | None]:
        rows = self.rows[world.touches]
        return {
            (row.code, row.organisation): said for row, said in zip(rows, world.said, strict=True)
        }

    def _facts(self, world: World) -> ProposalFacts:
        rows = zip(self.rows[world.touches], world.said, strict=True)
        steps = tuple(StepFacts(row, said, DAY if said else None) for row, said in rows)
        return ProposalFacts(world.state, 1, steps)

    def _sorted(self, world: World) -> World:
        """Return the same world with the answers of each step in one order."""
        rows = self.rows[world.touches]
        by_step: dict[str, list[Outcome | None]] = {}
        for row, said in zip(rows, world.said, strict=True):
            by_step.setdefault(row.code, []).append(said)
        for answers in by_step.values():
            answers.sort(key=lambda one: (one is None, one or ""))
        return world._replace(said=tuple(by_step[row.code].pop(0) for row in rows))

    def _everything_can_be_decided(self) -> None:
        """From every world that is not at its end a decision must still be possible."""
        reached = {world for world in self.came_from if world.state is DECIDED}
        before: dict[World, list[World]] = {}
        for world, moves in self.moves.items():
            for move in moves:
                before.setdefault(move.world, []).append(world)
        waiting = list(reached)
        while waiting:
            for earlier in before.get(waiting.pop(), ()):
                if earlier not in reached:
                    reached.add(earlier)
                    waiting.append(earlier)
        for world in self.came_from:
            if world.state not in FINAL and world not in reached:
                self._wrong(world, "it can never be decided any more")

    def _expect(self, found: bool, right: bool, world: World, words: str) -> None:
        if found != right:
            self._wrong(world, f"{words} is {'allowed' if found else 'refused'}")

    def _wrong(self, world: World, words: str) -> None:
        way: list[str] = []
        at: World | None = world
        while at is not None:
            at, done = self.came_from.get(at, (None, "…"))
            way.append(done)
        raise WrongError(f"{self.route.code}: {' > '.join([*reversed(way), words])}")
