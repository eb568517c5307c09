"""Small invented markets for the tests of matching, drawn by hypothesis."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from voordeur.domain.matching.facts import Ask, Hours, SeekerFacts, VacancyFacts
from voordeur.domain.matching.index import MatchIndex
from voordeur.domain.matching.search import Search
from voordeur.domain.matching.taxonomy import Taxonomy, Travel
from voordeur.domain.matching.weights import Weights

SKILLS = ("cook", "bake", "serve", "clean", "count", "drive")
UNKNOWN_SKILL = "not-in-the-vocabulary"
OCCUPATIONS = ("baker", "waiter", "driver")
PLACES = ("2011", "1970", "1944")
DAY = date(2026, 11, 2)

WEIGHTS = Weights(
    version="w1",
    owner="region",
    required=400,
    preferred=100,
    occupation=200,
    travel=100,
    hours=60,
    education=50,
    availability=50,
    focus=40,
)
TAXONOMY = Taxonomy(
    version="t1",
    skills={
        "cook": {"bake": 128, "serve": 40},
        "bake": {"cook": 100},
        "serve": {"clean": 60},
        "clean": {},
        "count": {},
        "drive": {},
    },
    occupations={"baker": {"waiter": 64}, "waiter": {"baker": 100, "driver": 30}, "driver": {}},
    rarity={"cook": 30, "drive": 7},
    travel=Travel(
        PLACES,
        {
            "bike": (bytes([5, 30, 60]), bytes([30, 5, 255]), bytes([60, 255, 5])),
            "car": (bytes([5, 15, 25]), bytes([15, 5, 254]), bytes([25, 40, 5])),
        },
    ),
)


def _levels(codes: tuple[str, ...], least: int, most: int) -> st.SearchStrategy[dict[str, int]]:
    return st.dictionaries(st.sampled_from(codes), st.integers(least, most), max_size=4)


def _some(codes: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(codes), max_size=2)


asks = st.dictionaries(
    st.sampled_from((*SKILLS, UNKNOWN_SKILL)),
    st.builds(Ask, st.integers(1, 3), st.sampled_from((1, 90, 255))),
    max_size=4,
)
hours = st.none() | st.tuples(st.integers(0, 40), st.integers(0, 40)).map(
    lambda pair: Hours(min(pair), max(pair))
)
days = st.none() | st.integers(-40, 40).map(lambda number: DAY + timedelta(number))
education = st.none() | st.integers(0, 8)
places = st.sampled_from((*PLACES, "9999", ""))
shared: dict[str, Any] = {
    "place": places,
    "hours": hours,
    "education": education,
    "languages": _levels(("nl", "en"), 0, 6),
    "licences": _some(("B", "C")),
    "groups": _some(("g1", "g2")),
}
seekers = st.builds(
    SeekerFacts,
    number=st.integers(0, 30),
    skills=_levels((*SKILLS, UNKNOWN_SKILL), 0, 255),
    occupations=_levels((*OCCUPATIONS, "wizard"), 0, 255),
    reach=_levels(("bike", "car", "rocket"), 0, 254),
    needs=_some(("quiet", "seated")),
    focus=_some(("care", "build")),
    available=days,
    **shared,
)
vacancies = st.builds(
    VacancyFacts,
    number=st.integers(0, 30),
    required=asks,
    preferred=asks,
    occupation=st.sampled_from((*OCCUPATIONS, "wizard", "")),
    offers=_some(("quiet", "seated")),
    sector=st.sampled_from(("care", "build", "")),
    start=days,
    seats=st.integers(1, 3),
    **shared,
)
many_seekers = st.lists(seekers, max_size=12)
many_vacancies = st.lists(vacancies, max_size=12)


def index_of(
    people: list[SeekerFacts], jobs: list[VacancyFacts], search: Search | None = None
) -> MatchIndex:
    return MatchIndex(people, jobs, weights=WEIGHTS, taxonomy=TAXONOMY, search=search)
