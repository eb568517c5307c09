"""Whether the seats of a body let every perspective and every part of the region be heard."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

PERSPECTIVES = ("municipality", "uwv", "education", "employers", "employees", "execution")
"""Who must be heard for a balanced seat division (doe-agenda, 4.2; row GV-15)."""


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """A seat as far as balance goes: its perspective, and its municipality when it has one."""

    perspective: str
    municipality: str = ""


@dataclass(frozen=True, slots=True)
class PartShare:
    """How many municipalities of a part of the region have a seat, of how many."""

    part: str
    seated: int
    municipalities: int


@dataclass(frozen=True, slots=True)
class Balance:
    """Seats per perspective, who is not heard, and the share of every part of the region."""

    perspectives: tuple[tuple[str, int], ...]
    unheard: tuple[str, ...]
    parts: tuple[PartShare, ...]

    @property
    def uneven(self) -> bool:
        """Tell whether one part has a larger share of its municipalities seated than another."""
        first, *others = self.parts or (PartShare("", 0, 1),)
        return any(
            first.seated * other.municipalities != other.seated * first.municipalities
            for other in others
        )

    @property
    def even(self) -> bool:
        """Tell whether everybody is heard and the parts of the region have the same share."""
        return not self.unheard and not self.uneven


def balance_of(seats: Iterable[SeatFacts], parts: Mapping[str, Iterable[str]]) -> Balance:
    """Judge the seats of one body; ``parts`` gives the municipalities of each part."""
    taken = list(seats)
    counted = Counter(seat.perspective for seat in taken if seat.perspective)
    order = [*PERSPECTIVES, *(one for one in counted if one not in PERSPECTIVES)]
    seated = {seat.municipality for seat in taken}
    return Balance(
        perspectives=tuple((one, counted[one]) for one in order if counted[one]),
        unheard=tuple(one for one in PERSPECTIVES if not counted[one]),
        parts=tuple(
            PartShare(part, len(seated & set(theirs)), len(set(theirs)))
            for part, theirs in parts.items()
        ),
    )
