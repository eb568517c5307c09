"""The market as this process holds it: everybody with a profile, every open vacancy, kept up.

It is made once and then follows: what changed since the last look is put in again. Nothing of it
says who may see whom; the pages ask that apart.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from threading import RLock
from typing import TypeVar

import numpy as np
from django.db.models import Model, QuerySet
from numpy.typing import NDArray

from voordeur.domain.appointments.nearby import Point, distance_km
from voordeur.domain.matching.facts import MOST_LEVEL, Ask, Hours, SeekerFacts, VacancyFacts
from voordeur.domain.matching.fastest import fastest
from voordeur.domain.matching.index import MatchIndex
from voordeur.domain.matching.taxonomy import UNREACHABLE, Taxonomy, Travel
from voordeur.domain.matching.weights import Weights
from voordeur.domain.region.model import Region
from voordeur.records.profiles.models import WorkProfileRecord
from voordeur.records.skills.models import (
    ConceptRecord,
    RelatedRecord,
    RequirementRecord,
    VocabularyRecord,
)
from voordeur.records.work.models import VacancyRecord
from voordeur.services.match_weights import weights_on
from voordeur.services.region import current_region

NEAR_SKILL, NEAR_OCCUPATION = 128, 96
"""What a resembling skill, or an occupation of the same group, covers of another, in 255 parts."""
LEVEL_OF = {1: 128, 2: 204, 3: MOST_LEVEL}
"""Level of a profile (with help, on one's own, teaches others) in parts of 255."""
EDUCATION = {
    "none": 1,
    "primary": 1,
    "practical": 1,
    "vmbo": 2,
    "havo_vwo": 4,
    "mbo1": 1,
    "mbo2": 2,
    "mbo3": 3,
    "mbo4": 4,
    "hbo": 6,
    "wo": 7,
}
"""Levels of the European qualifications framework (NLQF)."""
CEFR = {"A1": 1, "A2": 2, "B1": 3, "B2": 4, "C1": 5, "C2": 6}
DUTCH = "nld"
SPEED = {"walk": (5, 0), "bike": (15, 2), "scooter": (25, 3), "transit": (28, 12), "car": (40, 5)}
"""Kilometres an hour as the crow flies becomes 1.3 times as far, and minutes to start and park."""
DETOUR_TENTHS = 13
MINUTES_OF_AN_HOUR = 60
Key = tuple[object, ...]
Row = TypeVar("Row", bound=Model)


@dataclass
class Kept:
    """What this process keeps: the index, and which version of everything is in it."""

    key: Key = ()
    weights: Weights | None = None
    index: MatchIndex | None = None
    seekers: dict[int, Key] = field(default_factory=dict)
    vacancies: dict[int, Key] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)


_kept = Kept()


@contextmanager
def market(today: date) -> Iterator[MatchIndex]:
    """Give the index of now: four queries to see what changed, and more only for what did.

    It scores with the weights that hold ``today``. Nobody else changes it inside the ``with``: an
    index is never searched while it is changed.
    """
    with _kept.lock:
        key, weights = _words_key(), weights_on(today)
        if _kept.index is None or (key, weights) != (_kept.key, _kept.weights):
            _kept.seekers, _kept.vacancies = {}, {}
            _kept.index = MatchIndex(
                (), (), weights=weights, taxonomy=_taxonomy(key), search=fastest()
            )
            _kept.key, _kept.weights = key, weights
        _follow_people(_kept.index)
        _follow_vacancies(_kept.index)
        yield _kept.index


def forget_market() -> None:
    """Let go of the index; the next look makes it again."""
    with _kept.lock:
        _kept.index = None


def _words_key() -> Key:
    return (
        current_region().code,
        len(current_region().postcodes),
        *VocabularyRecord.objects.order_by("id").values_list("pk", "digest"),
    )


def _follow_people(index: MatchIndex) -> None:
    now: dict[int, Key] = {
        pk: (ref, version)
        for pk, ref, version in WorkProfileRecord.objects.order_by().values_list(
            "pk", "resident__ref", "version"
        )
    }
    for gone in _kept.seekers.keys() - now.keys():
        index.remove_seeker(gone)
    changed = [pk for pk, key in now.items() if _kept.seekers.get(pk) != key]
    for row in _in_parts(WorkProfileRecord.objects.prefetch_related("lines"), changed):
        index.put_seeker(seeker_of(row))
    _kept.seekers = now


def _follow_vacancies(index: MatchIndex) -> None:
    open_ones = VacancyRecord.objects.filter(state="open").order_by()
    now: dict[int, Key] = {
        pk: (ref, version) for pk, ref, version in open_ones.values_list("pk", "ref", "version")
    }
    for gone in _kept.vacancies.keys() - now.keys():
        index.remove_vacancy(gone)
    changed = [pk for pk, key in now.items() if _kept.vacancies.get(pk) != key]
    for row in _in_parts(VacancyRecord.objects.all(), changed):
        index.put_vacancy(vacancy_of(row))
    _kept.vacancies = now


def _in_parts(rows: QuerySet[Row], numbers: list[int]) -> Iterable[Row]:
    for at in range(0, len(numbers), 500):
        yield from rows.filter(pk__in=numbers[at : at + 500])


def seeker_of(row: WorkProfileRecord) -> SeekerFacts:
    """Return what matching knows of a profile; its lines were read along."""
    lines = list(row.lines.all())
    skills = {
        one.code: LEVEL_OF.get(one.level or 0, MOST_LEVEL)
        for one in lines
        if one.part == "skills" and one.code
    }
    jobs = {
        one.code: MOST_LEVEL for one in lines if one.part in {"experience", "wishes"} and one.code
    }
    degrees = [
        EDUCATION[one.degree]
        for one in lines
        if one.part == "education" and one.finished and one.degree in EDUCATION
    ]
    languages = {
        one.code: CEFR[one.speaking]
        for one in lines
        if one.part == "languages" and one.speaking in CEFR
    }
    hours = None
    if row.hours_most:
        hours = Hours(row.hours_least or 0, row.hours_most)
    return SeekerFacts(
        number=row.pk,
        skills=skills,
        occupations=jobs,
        place=row.place,
        reach={row.mode: row.minutes} if row.mode in SPEED and row.minutes else {},
        hours=hours,
        education=max(degrees, default=None),
        languages=languages,
        licences=frozenset(row.licences),
        needs=frozenset(row.conditions),
        focus=frozenset(row.sectors),
        available=row.available_from,
    )


def vacancy_of(row: VacancyRecord) -> VacancyFacts:
    """Return what matching knows of a vacancy."""
    return VacancyFacts(
        number=row.pk,
        required={code: Ask(importance=3, level=LEVEL_OF[2]) for code in row.required},
        preferred={code: Ask(importance=1, level=LEVEL_OF[2]) for code in row.preferred},
        occupation=row.occupation,
        place=row.postcode[:4],
        hours=Hours(row.hours_from, row.hours_to),
        education=EDUCATION.get(row.level),
        languages={DUTCH: CEFR[row.dutch]} if row.dutch in CEFR else {},
        licences=frozenset(row.licences),
        offers=frozenset(row.offers),
        sector=row.sector,
        start=row.starts_on,
        seats=row.seats,
    )


def _taxonomy(key: Key) -> Taxonomy:
    live = ConceptRecord.objects.filter(removed_in__isnull=True).order_by()
    kinds = list(live.values_list("pk", "code", "kind", "group"))
    codes = {pk: code for pk, code, _kind, _group in kinds}
    skills: dict[str, dict[str, int]] = {
        code: {} for _pk, code, kind, _group in kinds if kind == "skill"
    }
    for one, other in RelatedRecord.objects.order_by().values_list("one_id", "other_id"):
        first, second = codes.get(one, ""), codes.get(other, "")
        if first in skills and second in skills:
            skills[first][second] = skills[second][first] = NEAR_SKILL
    groups: dict[str, list[str]] = {}
    for _pk, code, kind, group in kinds:
        if kind == "occupation":
            groups.setdefault(group or code, []).append(code)
    occupations = {
        code: {other: NEAR_OCCUPATION for other in together if other != code}
        for together in groups.values()
        for code in together
    }
    return Taxonomy(
        version=hashlib.sha256(repr(key).encode()).hexdigest()[:12],
        skills=skills,
        occupations=occupations,
        travel=travel_in(current_region()),
    )


def travel_in(region: Region) -> Travel:
    """Return minutes between postcodes by each way of travelling, as far as a map can tell."""
    places = {code: Point(one.latitude, one.longitude) for code, one in region.outside.items()}
    places |= {code: Point(one.latitude, one.longitude) for code, one in region.postcodes.items()}
    names = sorted(places)
    points = [places[one] for one in names]
    kilometres = np.array([[distance_km(here, there) for there in points] for here in points])
    return Travel(
        places=names,
        minutes={
            mode: [row.tobytes() for row in _minutes(kilometres, speed, start)]
            for mode, (speed, start) in SPEED.items()
        },
    )


def _minutes(kilometres: NDArray[np.float64], speed: int, start: int) -> NDArray[np.uint8]:
    """Return whole minutes as one byte each; what takes longer is out of reach."""
    road = kilometres * DETOUR_TENTHS / 10
    minutes = start + np.floor(road * MINUTES_OF_AN_HOUR / speed)
    bytes_each: NDArray[np.uint8] = np.minimum(minutes, UNREACHABLE).astype(np.uint8)
    return bytes_each


def asked_by(occupation: str) -> Mapping[str, str]:
    """Return the skills an occupation asks with how much (essential, important, optional)."""
    rows = RequirementRecord.objects.filter(occupation__code=occupation, skill__removed_in=None)
    return dict(rows.order_by("id").values_list("skill__code", "importance"))
