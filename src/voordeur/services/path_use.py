"""How the sector paths are used: ways chosen per sector and course, beside the places to learn."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.monitoring.disclosure import shown_count
from voordeur.domain.paths.atlas import COURSE, INTAKE
from voordeur.domain.register.amounts import QuantityWord
from voordeur.services import audit
from voordeur.services.context import Context
from voordeur.services.path_book import PathBook, open_book
from voordeur.services.path_choosing import CHOSEN
from voordeur.services.path_pages import PROMISING, focus_sectors

GOALS: Mapping[str, Callable[[Mapping[str, object]], bool]] = {
    "shortage": lambda told: told.get("prospect") == PROMISING,
    "reintegration": lambda told: told.get("work") == "no_work",
    "learning": lambda told: told.get("work") == "working",
}
"""What the region wants with sector paths, and which chosen ways serve it (SM-06)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorUse:
    """One sector: how many people chose a way there, and how many can come in.

    ``chosen`` None: too few to tell. ``places`` is a number or the word in its place.
    """

    code: str
    title: str
    chosen: int | None
    places: str
    short: bool
    """Whether more people chose a way than there are places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseUse:
    """A course with how many chosen ways it is on; schools plan by it."""

    code: str
    title: str
    chosen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalUse:
    """One of the three goals of the paths: ``shortage``, ``reintegration`` or ``learning``.

    Somebody can count for more than one. ``chosen`` None: too few to tell.
    """

    code: str
    chosen: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PathUse:
    """The use of the paths; courses with few people are left out."""

    sectors: tuple[SectorUse, ...]
    courses: tuple[CourseUse, ...]
    goals: tuple[GoalUse, ...]
    hidden: int
    """How many courses are chosen by too few to tell."""


def use(context: Context) -> PathUse:
    """Return how the paths are used, for any professional; a case counts once per sector.

    Raises ``RefusedError`` (NOT_FOUND) for anybody else.
    """
    if context.kind is not ActorKind.PROFESSIONAL:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    book = open_book(context)
    acts = audit.acts_named([CHOSEN], since=None, before=None)
    told = [(case, json.loads(payload)) for _name, _at, case, payload in acts]
    people = Counter(sector for _case, sector in {(case, str(one["sector"])) for case, one in told})
    pairs = {(case, code) for case, one in told for code in one["courses"]}
    learners = Counter(code for _case, code in pairs)
    shown = {code: shown_count(number) for code, number in learners.items()}
    lines = (
        CourseUse(code=code, title=book.title(COURSE, code), chosen=number)
        for code, number in shown.items()
        if number is not None
    )
    return PathUse(
        sectors=tuple(_sector(book, code, people[code]) for code in focus_sectors(book)),
        courses=tuple(sorted(lines, key=lambda one: (-one.chosen, one.title))),
        goals=tuple(
            GoalUse(code=code, chosen=shown_count(len({case for case, one in told if serves(one)})))
            for code, serves in GOALS.items()
        ),
        hidden=sum(number is None for number in shown.values()),
    )


def _sector(book: PathBook, code: str, people: int) -> SectorUse:
    entries = [one for one in book.of_kind(INTAKE) if one.line("sector") == code]
    numbers = [one.number("places") for one in entries]
    known = [number for number in numbers if number is not None]
    places = book.said.quantity(sum(known) if known else QuantityWord.TO_FOLLOW.value)
    chosen = shown_count(people)
    return SectorUse(
        code=code,
        title=book.sector(code),
        chosen=chosen,
        places=places,
        short=chosen is not None and bool(known) and None not in numbers and chosen > sum(known),
    )
