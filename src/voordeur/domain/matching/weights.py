"""How much each part of a score weighs: a dated choice of somebody, never of a program."""

from dataclasses import dataclass
from enum import StrEnum

from voordeur.domain.kernel.period import ALWAYS, Period

WHOLE = 1000
UNIT = 64 * 255
"""Score units in one point of weight, so that shares of skills and levels stay whole numbers."""


class Part(StrEnum):
    """What a score is made of. Target groups are no part: they can only open a vacancy."""

    REQUIRED = "required"
    PREFERRED = "preferred"
    OCCUPATION = "occupation"
    TRAVEL = "travel"
    HOURS = "hours"
    EDUCATION = "education"
    AVAILABILITY = "availability"
    FOCUS = "focus"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Points per part, together :data:`WHOLE`, with who chose them and when they hold.

    ``late_days`` is how long after its start a vacancy can wait for somebody; ``levels_below`` how
    many levels of education may be missing. Raises ``ValueError`` when the points are not a whole.
    """

    version: str
    owner: str
    period: Period = ALWAYS
    required: int
    preferred: int
    occupation: int
    travel: int
    hours: int
    education: int
    availability: int
    focus: int
    late_days: int = 30
    levels_below: int = 1

    def __post_init__(self) -> None:
        points = [self.of(part) for part in Part]
        if min(points) < 0 or sum(points) != WHOLE:
            raise ValueError(f"the weights are {points}, together {sum(points)}, not {WHOLE}")
        if not self.owner or not self.version:
            raise ValueError("weights need an owner and a version")
        if self.late_days < 0 or self.levels_below < 0:
            raise ValueError("days of waiting and levels below cannot be negative")

    def of(self, part: Part) -> int:
        """Return the points of one part."""
        points: int = getattr(self, part)
        return points

    def units(self, part: Part) -> int:
        """Return the most score units one part can give."""
        return self.of(part) * UNIT
