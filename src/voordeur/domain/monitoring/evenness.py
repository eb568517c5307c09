"""Whether lists and their results turn out evenly between groups of people, safe for small counts.

Exposure is whether somebody stood on a list and among the first of one; success is whether they
were introduced and placed. A group stands out when it differs from everybody else by more than
chance explains *and* by a fifth or more. Both are asked: in a large group a trifle is no chance
either.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from voordeur.domain.monitoring.disclosure import (
    LEAST_FOR_A_SHARE,
    LEAST_SHOWN,
    Share,
    Side,
    shown_count,
    shown_median,
    shown_part,
    shown_share,
)

FIRST = 10
"""Who stands among so many first of a list is seen."""
DEVIATIONS = 3
"""More standard deviations than this are no chance; by chance it happens once in 370 times."""


class Measure(StrEnum):
    """What is compared between groups."""

    LISTED = "listed"
    FIRST = "first"
    INTRODUCED = "introduced"
    PLACED = "placed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """What happened to one person: the places on lists, and what came of it."""

    places: tuple[int, ...] = ()
    introduced: bool = False
    placed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How far one group got: a count or a share, and on which side it stands out."""

    measure: Measure
    count: int | None
    share: Share | None
    stands_out: Side | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """One group beside everybody else; None stands for too few people to say."""

    group: str
    people: int | None
    outcomes: tuple[Outcome, ...]
    median_place: int | None


def compared(
    people: Iterable[tuple[str, Experience]],
    *,
    always: Iterable[str] = (),
    counts_only: bool = False,
) -> tuple[GroupLine, ...]:
    """Return a line per group, by its code; of fewer than ten people nothing is told.

    Groups of ``always`` have a line whoever is in them; others only when their people may be
    shown: a line that is there because somebody is in it would tell that somebody is.
    ``counts_only`` leaves out shares, places and comparisons: for what may only be counted.
    """
    known = frozenset(always)
    grouped: dict[str, list[Experience]] = {group: [] for group in known}
    for group, one in people:
        grouped.setdefault(group, []).append(one)
    reached = {group: _reached(held) for group, held in grouped.items()}
    everybody = _Everybody(
        sum(map(len, grouped.values())),
        {measure: sum(one[measure] for one in reached.values()) for measure in Measure},
    )
    return tuple(
        _line(group, grouped[group], reached[group], everybody, counts_only=counts_only)
        for group in sorted(grouped)
        if group in known or len(grouped[group]) >= LEAST_SHOWN
    )


def stands_out(part: int, people: int, rest: int, others: int) -> Side | None:
    """Tell whether ``part`` of ``people`` is far below or above ``rest`` of ``others``.

    In whole numbers: the square of the difference in standard deviations, and a fifth of the higher
    of both shares. None for groups too small for a share.
    """
    if min(people, others) < LEAST_FOR_A_SHARE:
        return None
    whole, reached = people + others, part + rest
    apart = part * others - rest * people
    spread = people * others * reached * (whole - reached)
    by_chance = apart * apart * whole < DEVIATIONS * DEVIATIONS * spread
    little = 5 * min(part * others, rest * people) > 4 * max(part * others, rest * people)
    if apart == 0 or by_chance or little:
        return None
    return Side.BELOW if apart < 0 else Side.ABOVE


@dataclass(frozen=True, slots=True)
class _Everybody:
    """Everybody: how many there are, and how many got as far as each measure."""

    people: int
    reached: Mapping[Measure, int]


def _reached(held: Iterable[Experience]) -> Mapping[Measure, int]:
    """Return how many of these people got as far as each measure."""
    listed = first = introduced = placed = 0
    for one in held:
        if one.places:
            listed += 1
            first += min(one.places) <= FIRST
        introduced += one.introduced
        placed += one.placed
    return {
        Measure.LISTED: listed,
        Measure.FIRST: first,
        Measure.INTRODUCED: introduced,
        Measure.PLACED: placed,
    }


def _line(
    group: str,
    held: list[Experience],
    reached: Mapping[Measure, int],
    everybody: _Everybody,
    *,
    counts_only: bool,
) -> GroupLine:
    few = len(held) < LEAST_SHOWN
    places = [place for one in held for place in one.places]
    listed = reached[Measure.LISTED]
    hidden = counts_only or len(held) < LEAST_FOR_A_SHARE or listed < LEAST_SHOWN
    told = [] if few else list(Measure)
    return GroupLine(
        group=group,
        people=shown_count(len(held)),
        outcomes=tuple(
            _outcome(one, (reached[one], len(held)), everybody, counts_only=counts_only)
            for one in told
        ),
        median_place=None if hidden else shown_median(places),
    )


def _outcome(
    measure: Measure, group: tuple[int, int], everybody: _Everybody, *, counts_only: bool
) -> Outcome:
    part, people = group
    if counts_only:
        count = shown_part(part, people)
        return Outcome(measure=measure, count=count, share=None, stands_out=None)
    rest, others = everybody.reached[measure] - part, everybody.people - people
    return Outcome(
        measure=measure,
        count=shown_part(part, people),
        share=shown_share(part, people),
        stands_out=stands_out(part, people, rest, others),
    )
