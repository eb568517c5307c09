"""Everybody's list beside a fair division of the same vacancies, for who leads a team."""

from dataclasses import dataclass

import numpy as np

from voordeur.domain.kernel.actors import Role
from voordeur.domain.matching.division import (
    Division,
    candidates,
    fair_lists,
    fairness,
    list_places,
    plain_lists,
)
from voordeur.domain.matching.index import MatchIndex
from voordeur.domain.monitoring.disclosure import shown_count
from voordeur.records.profiles.models import WorkProfileRecord
from voordeur.records.work.models import VacancyRecord
from voordeur.services.context import Context
from voordeur.services.match_market import market
from voordeur.services.matching import MOST_ASKED, visible_cases
from voordeur.services.offices import require_office
from voordeur.services.work_pages import VacancyLine, vacancy_line

LEADERS = frozenset({Role.TEAM_LEAD, Role.COORDINATOR, Role.WSP_CONSULTANT})
EACH = 5
"""Vacancies on everybody's list."""
NEARLY_BEST = 0.95
"""From this proven share on, nothing much better can be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How one way of making lists turns out. ``without``: people who get no list."""

    reached: int
    without: int | None
    gini: str
    worth: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancySpread:
    """On how many lists a vacancy stands, everybody for themselves and divided fairly."""

    vacancy: VacancyLine
    plain: int | None
    fair: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FairPage:
    """Two ways of making lists of the same people and vacancies, side by side."""

    people: int | None
    vacancies: int
    plain: Spread | None
    fair: Spread | None
    proven: str
    """The least share of the best possible sum that the fair division surely reaches."""
    nearly_best: bool
    """Whether that share is so high that hardly anything better can be."""
    lines: tuple[VacancySpread, ...]


NOTHING = FairPage(
    people=None, vacancies=0, plain=None, fair=None, proven="", nearly_best=False, lines=()
)


def fair_page(context: Context) -> FairPage:
    """Return lists for the people this organisation may see, both ways (about nine queries).

    Dividing takes a while: who took their consent back meanwhile is left out, and the others are
    divided again. Raises ``RefusedError`` (NOT_FOUND) for who leads no team. Counts below ten are
    not shown.
    """
    require_office(context, LEADERS)
    people = _visible(context)
    while True:
        page = _divided(context, people)
        now = set(_visible(context))
        if now.issuperset(people):
            return page
        people = [one for one in people if one in now]


def _visible(context: Context) -> list[int]:
    """Return the profiles that this organisation may see at this very moment."""
    residents = visible_cases(context).values_list("resident_id", flat=True)[:MOST_ASKED]
    profiles = WorkProfileRecord.objects.filter(resident_id__in=list(residents)).order_by("pk")
    return list(profiles.values_list("pk", flat=True))


def _divided(context: Context, chosen: list[int]) -> FairPage:
    rows = VacancyRecord.objects.select_related("employer").filter(state="open").order_by("pk")
    listed = list(rows)
    with market(context.today) as index:
        there = index.market
        people = [one for one in chosen if one in there.seekers]
        vacancies = [row for row in listed if row.pk in there.vacancies]
        if not people or not vacancies:
            return NOTHING
        own = MatchIndex(
            [index.market.seekers.facts_of(pk) for pk in people],
            [index.market.vacancies.facts_of(row.pk) for row in vacancies],
            weights=index.market.weights,
            taxonomy=index.market.taxonomy,
            search=index.search,
            vocabulary=index.market.vocabulary,
        )
    found = candidates(own, min(4 * EACH, len(vacancies)))
    seats = np.array([max(1, row.seats - row.filled) for row in vacancies], dtype=np.int64)
    places = list_places(found, seats, EACH)
    plain, fair = plain_lists(found, EACH), fair_lists(found, seats, each=EACH)
    best = max(plain.worth, 1)
    return FairPage(
        people=shown_count(len(people)),
        vacancies=len(vacancies),
        plain=_spread(context, plain, (seats, places), best),
        fair=_spread(context, fair, (seats, places), best),
        proven=_percent(context, fair.proven_share),
        nearly_best=fair.proven_share >= NEARLY_BEST,
        lines=tuple(
            VacancySpread(
                vacancy=vacancy_line(context, row),
                plain=shown_count(int(plain.per_vacancy[at])),
                fair=shown_count(int(fair.per_vacancy[at])),
            )
            for at, row in enumerate(vacancies)
        ),
    )


Numbers = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


def _spread(
    context: Context, made: Division, market_of: tuple[Numbers, Numbers], best: int
) -> Spread:
    told = fairness(made, *market_of)
    return Spread(
        reached=int((made.per_vacancy > 0).sum()),
        without=shown_count(int((made.per_seeker == 0).sum())),
        gini=f"{told.gini_per_seat:.2f}".replace(".", "," if context.language == "nl" else "."),
        worth=_percent(context, made.worth / best),
    )


def _percent(context: Context, share: float) -> str:
    tenths = f"{100 * share:.1f}"
    return tenths.replace(".", ",") if context.language == "nl" else tenths
