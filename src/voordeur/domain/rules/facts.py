"""Facts: what can be known about a situation, and the question that makes it known."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from voordeur.domain.kernel.text import Text


class FactKind(StrEnum):
    """How a fact is answered."""

    CHOICE = "choice"
    """One of a few values, each with a code."""
    NUMBER = "number"
    """A whole number, such as an age in years."""


@dataclass(frozen=True, slots=True)
class FactValue:
    """One possible value of a choice fact."""

    code: str
    label: Text


@dataclass(frozen=True, slots=True)
class FactDefinition:
    """One fact: how people name it, how it is asked, and which values it can have.

    ``values`` belong to a choice; ``minimum``, ``maximum`` (both included; no maximum means no
    end) and ``thresholds`` (extra places to split, besides those in the rules) to a number.
    ``asked`` tells whether a person is asked for it or it only comes from elsewhere; ``order`` is
    the place of the question when two questions decide equally much.
    """

    code: str
    label: Text
    question: Text = Text("")
    help: Text = Text("")
    values: tuple[FactValue, ...] = ()
    kind: FactKind = FactKind.CHOICE
    minimum: int = 0
    maximum: int | None = None
    thresholds: tuple[int, ...] = ()
    asked: bool = True
    order: int = 0

    def accepts(self, value: object) -> bool:
        """Tell whether ``value`` is a value this fact can have."""
        if self.kind is FactKind.CHOICE:
            return any(known.code == value for known in self.values)
        if not isinstance(value, int) or isinstance(value, bool):
            return False
        return self.minimum <= value and (self.maximum is None or value <= self.maximum)

    def read(self, typed: str) -> str | int | None:
        """Return the value that a form means by ``typed``; None when there is none."""
        stripped = typed.strip()
        value: str | int = stripped
        if self.kind is FactKind.NUMBER:
            if not (stripped.isascii() and stripped.isdigit() and len(stripped) <= MOST_DIGITS):
                return None
            value = int(stripped)
        return value if self.accepts(value) else None

    def cells(self, thresholds: Iterable[int] = ()) -> tuple[str | int, ...]:
        """Return the values that can make a difference, in order.

        For a choice these are its codes. A number is split in bands at the thresholds; each band
        is named by its lowest number, and no rule can tell two numbers of one band apart.
        """
        if self.kind is FactKind.CHOICE:
            return tuple(value.code for value in self.values)
        within = {
            number
            for number in (*self.thresholds, *thresholds)
            if number > self.minimum and (self.maximum is None or number <= self.maximum)
        }
        return (self.minimum, *sorted(within))

    def value_label(self, value: str | int) -> Text:
        """Return how people read one value (the value itself when it is not defined)."""
        for known in self.values:
            if known.code == value:
                return known.label
        return Text(str(value))

    def band_label(self, cell: str | int, cells: tuple[str | int, ...]) -> Text:
        """Return how people read ``cell``, one of ``cells``: '18 tot en met 26' for a band."""
        if self.kind is FactKind.CHOICE:
            return self.value_label(cell)
        above = [int(other) for other in cells if int(other) > int(cell)]
        last = min(above) - 1 if above else self.maximum
        if last is None:
            return Text(f"{cell} of meer", f"{cell} or more")
        if last == cell:
            return Text(str(cell))
        return Text(f"{cell} tot en met {last}", f"{cell} to {last}")


MOST_DIGITS = 9
"""Longest number that is read; more digits are a mistake, not a value."""
