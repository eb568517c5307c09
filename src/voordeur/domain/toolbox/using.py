"""How often the toolbox is used, as figures that say nothing of one person."""

from collections.abc import Iterable
from dataclasses import dataclass

from voordeur.domain.monitoring.disclosure import Share, shown_count, shown_share


@dataclass(frozen=True, slots=True)
class Use:
    """One person for whom an organisation used an instrument; ``reached`` None: not ended yet."""

    organisation: str
    person: int
    instrument: str
    reached: bool | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people: ``shown`` is what may be shown, None for a small count."""

    code: str
    shown: int | None
    share: Share | None = None


def people(code: str, persons: Iterable[int], *, whole: int = 0) -> Figure:
    """Count people once each; with ``whole`` also which share of those they are."""
    number = len(set(persons))
    return Figure(code, shown_count(number), shown_share(number, whole) if whole else None)


def figures(uses: Iterable[Use], *, by: str, wholes: dict[str, int] | None = None) -> list[Figure]:
    """Return people per ``organisation`` or ``instrument``, most first, then by code.

    The order follows what is shown, so that it gives no hidden count away.
    """
    groups: dict[str, list[int]] = {}
    for one in uses:
        groups.setdefault(str(getattr(one, by)), []).append(one.person)
    known = wholes or {}
    found = [people(code, held, whole=known.get(code, 0)) for code, held in groups.items()]
    return sorted(found, key=lambda one: (-(one.shown or 0), one.code))


@dataclass(frozen=True, slots=True)
class Ended:
    """What colleagues used: people, and the share of ended steps whose goal was reached."""

    instrument: str
    people: int | None
    reached: Share | None


def endings(uses: Iterable[Use]) -> tuple[Ended, ...]:
    """Return per instrument how often it was used and how it ended; small counts are left out."""
    held = list(uses)
    found = []
    for figure in figures(held, by="instrument"):
        if figure.shown is None:
            continue
        ended = {
            one.person: one.reached
            for one in held
            if one.instrument == figure.code and one.reached is not None
        }
        reached = shown_share(sum(1 for good in ended.values() if good), len(ended))
        found.append(Ended(figure.code, figure.shown, reached))
    return tuple(found)
