"""The market as this process holds it: everybody with a profile, every open vacancy, kept up.

It is made once and then follows: what changed since the last look is put in again. Nothing of it
says who may see whom; the pages ask that apart.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from threading import RLock

import numpy as np
from numpy.typing import NDArray

from voordeur.domain.appointments.nearby import EARTH_RADIUS_KM, Point
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
from voordeur.services import match_facts
from voordeur.services.context import Context
from voordeur.services.match_facts import CHUNK, SPEED
from voordeur.services.match_weights import weights_on
from voordeur.services.region import current_region

NEAR_SKILL, NEAR_OCCUPATION = 128, 96
"""What a resembling skill, or an occupation of the same group, covers of another, in 255 parts."""
DETOUR_TENTHS = 13
MINUTES_OF_AN_HOUR = 60
Key = tuple[object, ...]


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
    """Give the index of now: five queries to see what changed, and more only for what did.

    It scores with the weights that hold ``today``. Nobody else changes it inside the ``with``: an
    index is never searched while it is changed.
    """
    with _kept.lock:
        key, weights = _words_key(), weights_on(today)
        if _kept.index is None or (key, weights) != (_kept.key, _kept.weights):
            _kept.index, _kept.key = None, ()
            _kept.index = _make(key, weights)
            _kept.key, _kept.weights = key, weights
        else:
            _follow(_kept.index)
        yield _kept.index


def warm_up(context: Context) -> None:
    """Make the index and search it once each way, so that the first who asks does not wait.

    At the size of a region that is one to two seconds. Raises ``LookupError`` when no region pack
    is loaded.
    """
    with market(context.today) as index:
        for number in list(_kept.vacancies)[:1]:
            index.seekers_for(number, 1)
        for number in list(_kept.seekers)[:1]:
            index.vacancies_for(number, 1)


def forget_market() -> None:
    """Let go of the index; the next look makes it again."""
    with _kept.lock:
        _kept.index = None


def _words_key() -> Key:
    region = current_region()
    return (
        region.code,
        len(region.postcodes),
        *VocabularyRecord.objects.order_by("id").values_list("pk", "digest"),
    )


def _people_now() -> dict[int, Key]:
    rows = WorkProfileRecord.objects.order_by().values_list("pk", "resident__ref", "version")
    return {pk: (ref, version) for pk, ref, version in rows.iterator(chunk_size=CHUNK)}


def _work_now() -> dict[int, Key]:
    rows = VacancyRecord.objects.filter(state="open").order_by()
    return {pk: (ref, version) for pk, ref, version in rows.values_list("pk", "ref", "version")}


def _make(key: Key, weights: Weights) -> MatchIndex:
    """Make the index of everybody at once: many times faster than one by one.

    What was there is noted before it is read: who changes in between is read again at the next
    look, and never taken for known.
    """
    _kept.seekers, _kept.vacancies = _people_now(), _work_now()
    index = MatchIndex(
        (one for one in match_facts.seekers() if one.number in _kept.seekers),
        (one for one in match_facts.vacancies() if one.number in _kept.vacancies),
        weights=weights,
        taxonomy=_taxonomy(key),
        search=fastest(),
    )
    _kept.seekers = _only(_kept.seekers, index.market.seekers.slot_of)
    _kept.vacancies = _only(_kept.vacancies, index.market.vacancies.slot_of)
    return index


def _only(noted: Mapping[int, Key], held: Mapping[int, int]) -> dict[int, Key]:
    return {number: key for number, key in noted.items() if number in held}


def _follow(index: MatchIndex) -> None:
    """Put in what changed since the last look, and take out what has gone."""
    people, work = _people_now(), _work_now()
    for gone in _kept.seekers.keys() - people.keys():
        index.remove_seeker(gone)
    for gone in _kept.vacancies.keys() - work.keys():
        index.remove_vacancy(gone)
    for seeker in match_facts.seekers(_changed(people, _kept.seekers)):
        index.put_seeker(seeker)
    for vacancy in match_facts.vacancies(_changed(work, _kept.vacancies)):
        index.put_vacancy(vacancy)
    _kept.seekers = _only(people, index.market.seekers.slot_of)
    _kept.vacancies = _only(work, index.market.vacancies.slot_of)


def _changed(now: Mapping[int, Key], before: Mapping[int, Key]) -> list[int]:
    return [number for number, key in now.items() if before.get(number) != key]


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
    kilometres = _distances([places[one] for one in names])
    return Travel(
        places=names,
        minutes={
            mode: [row.tobytes() for row in _minutes(kilometres, speed, start)]
            for mode, (speed, start) in SPEED.items()
        },
    )


def _distances(points: Sequence[Point]) -> NDArray[np.float64]:
    """Return what :func:`distance_km` gives between all points, in kilometres."""
    latitude, longitude = np.radians([(one.latitude, one.longitude) for one in points]).T
    up, along = latitude - latitude[:, None], longitude - longitude[:, None]
    half = (
        np.sin(up / 2) ** 2 + np.cos(latitude[:, None]) * np.cos(latitude) * np.sin(along / 2) ** 2
    )
    kilometres: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half))
    return kilometres


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
