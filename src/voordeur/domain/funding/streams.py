"""Streams of money from source to outcome, told so that no small group of people shows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from voordeur.domain.monitoring.disclosure import LEAST_SHOWN

REST = ""
"""What stands for groups and outcomes of too few people to show apart."""


KNOT = "*"
"""Where bands of few people come together between instruments and groups, and part again."""


class Column(IntEnum):
    """The four places money passes, in order."""

    SOURCE = 0
    INSTRUMENT = 1
    GROUP = 2
    OUTCOME = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Money of one source for one step of one person; ``cents`` is paid or ordered."""

    ref: str
    source: str
    instrument: str
    group: str
    outcome: str
    person: int
    cents: int

    def at(self, column: Column) -> str:
        """Return where this money passes in a column."""
        return (self.source, self.instrument, self.group, self.outcome)[column]


@dataclass(frozen=True, slots=True)
class Flow:
    """Money between two neighbouring columns: from where, to where, how many cents."""

    column: Column
    """The column it leaves."""
    start: str
    end: str
    cents: int


@dataclass(frozen=True, slots=True)
class Node:
    """A place in a column: the cents that pass and the people behind them."""

    column: Column
    code: str
    cents: int
    people: int


def protected(parcels: Sequence[Parcel]) -> tuple[Parcel, ...]:
    """Return the parcels with small groups and small outcomes in the rest.

    A group is named where at least ``LEAST_SHOWN`` people stand behind it, and so is the outcome
    of a group. Amounts stay what they are, so that every column adds up.
    """
    named = _folded(parcels, lambda one: (one.group,), _without_group)
    return _folded(named, lambda one: (one.group, one.outcome), _without_outcome)


def flows(parcels: Iterable[Parcel]) -> tuple[Flow, ...]:
    """Return what goes from each place to each place in the next column, largest first.

    Who got which instrument is told for at least ``LEAST_SHOWN`` people; what remains of every
    instrument goes to the knot, and from the knot to every group.
    """
    held = tuple(parcels)
    apart = {(one.instrument, one.group) for one in held} - _small(held, _instrument_and_group)
    found: dict[tuple[Column, str, str], int] = defaultdict(int)
    for one in held:
        found[Column.SOURCE, one.source, one.instrument] += one.cents
        found[Column.GROUP, one.group, one.outcome] += one.cents
        if (one.instrument, one.group) in apart:
            found[Column.INSTRUMENT, one.instrument, one.group] += one.cents
        else:
            found[Column.INSTRUMENT, one.instrument, KNOT] += one.cents
            found[Column.INSTRUMENT, KNOT, one.group] += one.cents
    made = (Flow(*key, cents) for key, cents in found.items())
    return tuple(sorted(made, key=lambda one: (one.column, -one.cents, one.start, one.end)))


def nodes(parcels: Iterable[Parcel]) -> tuple[Node, ...]:
    """Return each place money passes, by column and then the largest first."""
    cents: dict[tuple[Column, str], int] = defaultdict(int)
    people: dict[tuple[Column, str], set[int]] = defaultdict(set)
    for one in parcels:
        for column in Column:
            cents[column, one.at(column)] += one.cents
            people[column, one.at(column)].add(one.person)
    made = (
        Node(column, code, held, len(people[column, code]))
        for (column, code), held in cents.items()
    )
    return tuple(sorted(made, key=lambda one: (one.column, not one.code, -one.cents, one.code)))


def _instrument_and_group(one: Parcel) -> tuple[str, ...]:
    return (one.instrument, one.group)


def _small(
    parcels: Sequence[Parcel], cell: Callable[[Parcel], tuple[str, ...]]
) -> set[tuple[str, ...]]:
    """Return the cells with too few people behind them."""
    people: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for one in parcels:
        people[cell(one)].add(one.person)
    return {key for key, held in people.items() if len(held) < LEAST_SHOWN}


def _folded(
    parcels: Sequence[Parcel],
    cell: Callable[[Parcel], tuple[str, ...]],
    fold: Callable[[Parcel], Parcel],
) -> tuple[Parcel, ...]:
    small = _small(parcels, cell)
    return tuple(fold(one) if cell(one) in small else one for one in parcels)


def _without_group(one: Parcel) -> Parcel:
    return replace(one, group=REST)


def _without_outcome(one: Parcel) -> Parcel:
    return replace(one, outcome=REST)
