"""What matching knows of people and vacancies, read for many at once.

A region has 25,000 profiles with half a million lines: rows come as plain values, and what says the
same for many people (hours, licences, a way of travelling) is made once and shared.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db.models import Model, QuerySet, TextField
from django.db.models.functions import Cast

from voordeur.domain.matching.facts import MOST_LEVEL, Ask, Hours, SeekerFacts, VacancyFacts
from voordeur.records.profiles.models import ProfileLineRecord, WorkProfileRecord
from voordeur.records.work.models import VacancyRecord

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
REQUIRED = Ask(importance=3, level=LEVEL_OF[2])
PREFERRED = Ask(importance=1, level=LEVEL_OF[2])
AT_ONCE, CHUNK = 500, 5_000
Row = TypeVar("Row", bound=Model)


def seekers(numbers: Sequence[int] | None = None) -> Iterator[SeekerFacts]:
    """Yield what is known of some people, or of everybody with a profile (five queries a part)."""
    for part in _parts(numbers):
        yield from _seekers(part)


def vacancies(numbers: Sequence[int] | None = None) -> Iterator[VacancyFacts]:
    """Yield what is known of some vacancies, or of all that are open (one query a part)."""
    for part in _parts(numbers):
        rows = VacancyRecord.objects.order_by("pk")
        rows = rows.filter(state="open") if part is None else rows.filter(pk__in=part)
        columns: tuple[str | Cast, ...] = (
            "pk", "occupation", "postcode", "hours_from", "hours_to", "level", "dutch", "sector",
            "starts_on", "seats", *_plain("required", "preferred", "licences", "offers"),
        )  # fmt: skip
        for pk, job, place, least, most, level, dutch, sector, start, seats, *lists in _values(
            rows, columns
        ):
            required, preferred, licences, offers = lists
            yield VacancyFacts(
                number=pk,
                required=dict.fromkeys(json.loads(required), REQUIRED),
                preferred=dict.fromkeys(json.loads(preferred), PREFERRED),
                occupation=job,
                place=place[:4],
                hours=_hours(least, most),
                education=EDUCATION.get(level),
                languages={DUTCH: CEFR[dutch]} if dutch in CEFR else {},
                licences=_codes(licences),
                offers=_codes(offers),
                sector=sector,
                start=start,
                seats=seats,
            )


def _seekers(part: Sequence[int] | None) -> Iterator[SeekerFacts]:
    profiles = WorkProfileRecord.objects.order_by("pk")
    lines = ProfileLineRecord.objects.order_by()
    if part is not None:
        profiles, lines = profiles.filter(pk__in=part), lines.filter(profile_id__in=part)
    said = _Said(lines)
    columns: tuple[str | Cast, ...] = (
        "pk", "place", "mode", "minutes", "hours_least", "hours_most", "available_from",
        *_plain("licences", "conditions", "sectors"),
    )  # fmt: skip
    for pk, place, mode, minutes, least, most, available, *lists in _values(profiles, columns):
        licences, conditions, sectors = lists
        yield SeekerFacts(
            number=pk,
            skills=said.skills.get(pk, {}),
            occupations=said.jobs.get(pk, {}),
            place=place,
            reach={mode: minutes} if mode in SPEED and minutes else {},
            hours=_hours(least or 0, most) if most else None,
            education=said.education.get(pk),
            languages=said.languages.get(pk, {}),
            licences=_codes(licences),
            needs=_codes(conditions),
            focus=_codes(sectors),
            available=available,
        )


class _Said:
    """What lines say, per profile; a school that was not finished says nothing."""

    def __init__(self, lines: QuerySet[ProfileLineRecord]) -> None:
        self.skills: defaultdict[int, dict[str, int]] = defaultdict(dict)
        self.jobs: defaultdict[int, dict[str, int]] = defaultdict(dict)
        self.languages: defaultdict[int, dict[str, int]] = defaultdict(dict)
        self.education: dict[int, int] = {}
        coded = lines.exclude(code="")
        columns = ("profile_id", "code", "level")
        for profile, code, level in _values(coded.filter(part="skills"), columns):
            self.skills[profile][code] = LEVEL_OF.get(level, MOST_LEVEL)
        work = coded.filter(part__in=("experience", "wishes"))
        for profile, code in _values(work, columns[:2]):
            self.jobs[profile][code] = MOST_LEVEL
        spoken = lines.filter(part="languages", speaking__in=list(CEFR))
        for profile, code, speaking in _values(spoken, (*columns[:2], "speaking")):
            self.languages[profile][code] = CEFR[speaking]
        schools = lines.filter(part="education", finished=True, degree__in=list(EDUCATION))
        for profile, degree in _values(schools, ("profile_id", "degree")):
            self.education[profile] = max(self.education.get(profile, 0), EDUCATION[degree])


def _parts(numbers: Sequence[int] | None) -> Iterator[Sequence[int] | None]:
    if numbers is None:
        yield None
        return
    for at in range(0, len(numbers), AT_ONCE):
        yield numbers[at : at + AT_ONCE]


def _plain(*names: str) -> tuple[Cast, ...]:
    """Ask lists as text: a text that was read before is not read again."""
    return tuple(Cast(name, TextField()) for name in names)


def _values(rows: QuerySet[Row], columns: Sequence[str | Cast]) -> Iterator[tuple[Any, ...]]:
    return rows.values_list(*columns).iterator(chunk_size=CHUNK)


@lru_cache(maxsize=4096)
def _codes(text: str) -> frozenset[str]:
    return frozenset(json.loads(text))


@lru_cache(maxsize=4096)
def _hours(least: int, most: int) -> Hours:
    return Hours(least, most)
