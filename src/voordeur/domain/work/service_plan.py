"""What a service promised per quarter beside what was counted, also for the focus sectors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from voordeur.domain.register.kinds.choices import SERVICE_MEASURES

QUARTERS = (1, 2, 3, 4)
MEASURES = SERVICE_MEASURES
OF_PEOPLE = frozenset({"placements"})
"""Measures that count people: small counts are not shown."""
OF_WORK = ("contacts", "vacancies", "placements")
"""Measures by which the work for a sector is seen."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How often something was done in a quarter, for a sector ('' when none was said)."""

    measure: str
    quarter: int
    sector: str
    number: int


@dataclass(frozen=True, slots=True)
class Split:
    """Work for focus sectors and for others."""

    focus: int
    others: int

    @property
    def percent(self) -> int | None:
        """The share of focus sectors in whole percent; None when there was no work."""
        whole = self.focus + self.others
        return round(100 * self.focus / whole) if whole else None


def per_quarter(counted: Iterable[Counted]) -> Mapping[tuple[str, int], int]:
    """Return how often each measure was done in each quarter, all sectors together."""
    found: dict[tuple[str, int], int] = {}
    for one in counted:
        key = (one.measure, one.quarter)
        found[key] = found.get(key, 0) + one.number
    return found


def split_of(
    counted: Iterable[Counted], focus: frozenset[str], *, measure: str, quarter: int
) -> Split:
    """Return the work of one measure and quarter for the focus sectors and for all others."""
    inside = outside = 0
    for one in counted:
        if (one.measure, one.quarter) != (measure, quarter):
            continue
        if one.sector in focus:
            inside += one.number
        else:
            outside += one.number
    return Split(inside, outside)
