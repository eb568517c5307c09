"""A lifecycle is a table: in which state, who may do what, and which state follows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

State = TypeVar("State", bound=StrEnum)
Action = TypeVar("Action", bound=StrEnum)
Party = TypeVar("Party", bound=StrEnum)


@dataclass(frozen=True)  # no slots: Python 3.11 cannot make a generic with them
class Transition(Generic[State, Action, Party]):
    """One row of a lifecycle; ``state`` is ``None`` for an act that makes something new.

    ``rule`` says in one sentence what must hold besides the state and the party.
    """

    state: State | None
    action: Action
    party: Party
    target: State
    rule: str = field(default="", compare=False)


def target_of(
    table: Iterable[Transition[State, Action, Party]],
    state: State | None,
    action: Action,
    party: Party,
) -> State | None:
    """Return the state that follows, or ``None`` when the table has no such row."""
    for row in table:
        if (row.state, row.action, row.party) == (state, action, party):
            return row.target
    return None


def known_states(table: Iterable[Transition[State, Action, Party]]) -> tuple[State, ...]:
    """Return every state of the table, in order of first appearance."""
    found: dict[State, None] = {}
    for row in table:
        for state in (row.state, row.target):
            if state is not None:
                found.setdefault(state)
    return tuple(found)


def final_states(table: Iterable[Transition[State, Action, Party]]) -> frozenset[State]:
    """Return the states no row leads out of to another."""
    rows = tuple(table)
    left = {row.state for row in rows if row.state is not row.target}
    return frozenset(state for state in known_states(rows) if state not in left)
