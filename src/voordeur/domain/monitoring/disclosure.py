"""Disclosure control: figures that say how it goes and never about whom."""

from dataclasses import dataclass
from enum import StrEnum

LEAST_SHOWN = 10
"""A smaller count could point at a person and is not shown."""
STEP = 5
"""Larger counts are rounded to this, so that no hidden count from 1 to 8 follows from a total."""
LEAST_FOR_A_SHARE = 20
"""Behind a share of fewer people there is always a small count."""


class Side(StrEnum):
    """Whether a share is about right, or only known to lie on one side of its figure."""

    ABOUT = "about"
    BELOW = "below"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Share:
    """A share in whole percent that tells no small count."""

    percent: int
    side: Side = Side.ABOUT


def shown_count(number: int) -> int | None:
    """Return ``number`` rounded to a multiple of :data:`STEP`; None below :data:`LEAST_SHOWN`."""
    return _rounded(number) if number >= LEAST_SHOWN else None


def shown_part(part: int, whole: int) -> int | None:
    """Return :func:`shown_count` of a part; None too when fewer than ten are not in it.

    A part that is nearly everybody tells about each of them, to who knows the whole.
    """
    return shown_count(part) if whole - part >= LEAST_SHOWN else None


def shown_share(part: int, whole: int) -> Share | None:
    """Return the share ``part`` is of ``whole``, from the rounded counts; None for few people.

    When the part or the rest is a small count, only a bound is given: fewer or more than.
    """
    if whole < LEAST_FOR_A_SHARE:
        return None
    bound = round(100 * LEAST_SHOWN / _rounded(whole))
    if part < LEAST_SHOWN:
        return Share(bound, Side.BELOW)
    if whole - part < LEAST_SHOWN:
        return Share(100 - bound, Side.ABOVE)
    return Share(round(100 * _rounded(part) / _rounded(whole)))


def shown_median(numbers: list[int]) -> int | None:
    """Return the lower median of whole ``numbers``; None when few people stand behind it."""
    return sorted(numbers)[(len(numbers) - 1) // 2] if len(numbers) >= LEAST_SHOWN else None


def _rounded(number: int) -> int:
    return STEP * ((number + STEP // 2) // STEP)
