"""What serving a person weighs, by policy of the board: points, and how much cost counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isqrt

UNIT = 100
"""One point weighs this much, so that a cost factor keeps two decimals."""
MOST_QUARTERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Points everybody has, points per group and sector, and how cost counts.

    ``cost_quarters``: weight grows with (cost / mean cost) to the power of quarters. 0 serves the
    most people but takes the cheapest first; 4 makes a euro count the same whoever it helps.
    Raises ``ValueError`` outside 0 to 4.
    """

    base_points: int = 10
    group_points: Mapping[str, int] = field(default_factory=dict)
    sector_points: Mapping[str, int] = field(default_factory=dict)
    cost_quarters: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.cost_quarters <= MOST_QUARTERS:
            raise ValueError(f"cost counts from 0 to 4 quarters, not {self.cost_quarters}")


def weight_of(
    policy: Policy,
    *,
    groups: Iterable[str],
    sector: str,
    cost_cents: int,
    mean_cost_cents: int,
) -> int:
    """Return the weight of one person, at least 1; costs are of the cheapest way to help."""
    points = policy.base_points + sum(policy.group_points.get(one, 0) for one in set(groups))
    points += policy.sector_points.get(sector, 0)
    power = policy.cost_quarters
    ratio = (cost_cents * 10**6 // max(mean_cost_cents, 1)) ** power * 10 ** (6 * (4 - power))
    factor = isqrt(isqrt(ratio))
    return max(1, points * UNIT * factor // 10**6)
