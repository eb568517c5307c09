"""What stands in the way of a step for somebody: a diploma, an age, a licence, or to be asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from voordeur.domain.paths.atlas import Atlas, Need, NeedSort, Step

RANKS = ("none", "mbo1", "vmbo", "mbo2", "mbo3", "mbo4", "ad", "hbo")
"""Diplomas from low to high; havo and vwo count as ``mbo4``."""
MONTHS_IN_A_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Traveller:
    """What is known of who goes: '' or None where it is not known.

    ``diploma`` is one of :data:`RANKS`, ``age`` in whole years, ``licences`` codes.
    """

    diploma: str = ""
    age: int | None = None
    licences: frozenset[str] | None = None


NOBODY = Traveller()
"""Somebody of whom nothing is known."""


class Hindrance(StrEnum):
    """How a need stands in the way."""

    BLOCKS = "blocks"
    """It is known that this is missing."""
    ASK = "ask"
    """It is not known, or an intake or test can do instead."""
    TELL = "tell"
    """Nothing that blocks; it has to be arranged."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A need that is not met yet, and how it stands in the way."""

    need: Need
    how: Hindrance


@dataclass(frozen=True, slots=True)
class Here:
    """Where somebody is on the way: the diploma held or earned ('' unknown), and months gone."""

    diploma: str = ""
    months: int = 0


def before_leaving(traveller: Traveller) -> Here:
    """Return where somebody stands before the first step."""
    return Here(traveller.diploma)


def after(atlas: Atlas, step: Step, here: Here) -> Here:
    """Return where somebody stands after a step; a diploma once earned stays."""
    earned = [
        _rank(atlas.courses[code].level)
        for code in step.courses
        if code in atlas.courses and atlas.courses[code].gives == "diploma"
    ]
    best = max(earned, default=-1)
    held = RANKS.index(here.diploma) if here.diploma else -1
    diploma = RANKS[best] if best > held else here.diploma
    return Here(diploma, here.months + step.months)


def obstacles(atlas: Atlas, step: Step, here: Here, traveller: Traveller) -> tuple[Obstacle, ...]:
    """Return what is not met: needs of the courses at the start, of the function at the end."""
    first = (
        need
        for code in step.courses
        for need in (atlas.courses[code].needs if code in atlas.courses else ())
    )
    there = after(atlas, step, here)
    found = [
        *_unmet(first, here, traveller),
        *_unmet(atlas.jobs[step.goal].needs, there, traveller),
    ]
    return tuple(dict.fromkeys(found))


def _unmet(needs: Iterable[Need], here: Here, traveller: Traveller) -> list[Obstacle]:
    judged = ((need, _judge(need, here, traveller)) for need in needs)
    return [Obstacle(need, how) for need, how in judged if how is not None]


def _judge(need: Need, here: Here, traveller: Traveller) -> Hindrance | None:
    match need.sort:
        case NeedSort.DIPLOMA:
            return _diploma(need, here, traveller)
        case NeedSort.AGE:
            return _old_enough(need.from_age or 0, here, traveller)
        case NeedSort.LICENCE:
            return _licence(need, traveller)
        case _:
            return Hindrance.TELL


def _diploma(need: Need, here: Here, traveller: Traveller) -> Hindrance | None:
    if here.diploma and _rank(here.diploma) >= _rank(need.diploma):
        return None
    if not traveller.diploma or need.intake:
        return Hindrance.ASK
    if need.from_age is None:
        return Hindrance.BLOCKS
    return _old_enough(need.from_age, here, traveller) or Hindrance.ASK


def _old_enough(years: int, here: Here, traveller: Traveller) -> Hindrance | None:
    if traveller.age is None:
        return Hindrance.ASK
    now = traveller.age + here.months // MONTHS_IN_A_YEAR
    return None if now >= years else Hindrance.BLOCKS


def _licence(need: Need, traveller: Traveller) -> Hindrance | None:
    if traveller.licences is None:
        return Hindrance.ASK
    return None if need.licence in traveller.licences else Hindrance.BLOCKS


def _rank(level: str) -> int:
    return RANKS.index(level) if level in RANKS else -1
