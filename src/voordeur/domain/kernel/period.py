"""Periods that include their first day and exclude their last."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A validity period in whole days: ``start`` belongs to it, ``end`` does not.

    ``None`` means open on that side. Raises ``ValueError`` when the end is not after the start.
    """

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end <= self.start:
            message = f"a period must end after it starts: {self.start} … {self.end}"
            raise ValueError(message)

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def overlaps(self, other: "Period") -> bool:
        """Tell whether at least one day lies in both periods."""
        starts_before_other_ends = self.start is None or other.end is None or self.start < other.end
        other_starts_before_end = other.start is None or self.end is None or other.start < self.end
        return starts_before_other_ends and other_starts_before_end


ALWAYS = Period()
