"""Comparing what was planned with how it was divided and what it really cost; words stay words."""

from collections.abc import Iterable
from typing import TypeVar

from voordeur.domain.register.amounts import Total

T = TypeVar("T")


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
