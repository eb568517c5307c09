"""Comparing what was planned with how it was divided and what it really cost; words stay words."""

from collections.abc import Iterable
from typing import TypeVar

from voordeur.domain.register.amounts import Total

T = TypeVar("T")
OTHER_MONEY = {"regional": "local", "local": "regional"}
"""Per ambition the scale of money it is not paid from; national and private money may join."""


def by_part(shares: Iterable[tuple[str, T]]) -> tuple[tuple[str, tuple[T, ...]], ...]:
    """Return what belongs to the same part together, in the order in which parts appear."""
    found: dict[str, list[T]] = {}
    for part, share in shares:
        found.setdefault(part, []).append(share)
    return tuple((part, tuple(held)) for part, held in found.items())


def differs(planned: Total, divided: Total) -> bool:
    """Tell whether two sums are not the same; as long as one holds a word, nobody can tell."""
    both = planned.has_amount and planned.complete and divided.has_amount and divided.complete
    return both and planned.cents != divided.cents


def over(planned: Total, used_cents: int) -> bool:
    """Tell whether more was used than was planned; unknown while part of the plan is a word."""
    return planned.has_amount and planned.complete and used_cents > planned.cents


def off_rule(ambition: str, scales: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the sources that pay an ambition of the other scale, each once.

    Regional ambitions are paid from regional money and local ones from local money (regional
    do-agenda, chapter 5). ``scales`` is (source, scale) per part; without an ambition the rule says
    nothing.
    """
    other = OTHER_MONEY.get(ambition)
    return tuple(dict.fromkeys(source for source, scale in scales if scale == other))
