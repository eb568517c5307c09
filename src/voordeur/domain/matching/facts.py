"""What matching knows of a person and of a vacancy: codes, days and whole numbers, nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

MOST_LEVEL = 255
"""A skill or an experience mastered whole; 0 is not at all."""
MOST_IMPORTANCE = 3
MOST_CEFR = 6
"""Language levels A1 to C2 are 1 to 6; 0 is none."""
MOST_HOURS = 168
MOST_MINUTES = 254
MOST_EDUCATION = 8
"""Levels of the European qualifications framework, 1 to 8; 0 is none."""


class UnusableFactError(ValueError):
    """A fact outside its bounds: the sentence says which, what was given and what is possible."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours per week, from the least to the most somebody wants or offers."""

    least: int
    most: int

    def __post_init__(self) -> None:
        _within("hours per week", self.least, 0, MOST_HOURS)
        _within("hours per week", self.most, self.least, MOST_HOURS)


@dataclass(frozen=True, slots=True)
class Ask:
    """How much a vacancy needs a skill (importance 1 to 3) and which level is enough (1 to 255)."""

    importance: int = 1
    level: int = MOST_LEVEL

    def __post_init__(self) -> None:
        _within("importance", self.importance, 1, MOST_IMPORTANCE)
        _within("level asked", self.level, 1, MOST_LEVEL)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeekerFacts:
    """One person who looks for work; what is not known is empty or ``None`` and excludes nothing.

    ``skills`` and ``occupations`` give a level per code, ``reach`` the most minutes per way of
    travelling from ``place`` (PC4), ``groups`` the legal target groups the person belongs to: they
    open vacancies kept for such a group and never weigh in the order. ``needs`` are conditions of
    work the person cannot do without, ``focus`` the sectors of regional policy the person wants.
    """

    number: int
    skills: Mapping[str, int] = field(default_factory=dict)
    occupations: Mapping[str, int] = field(default_factory=dict)
    place: str = ""
    reach: Mapping[str, int] = field(default_factory=dict)
    hours: Hours | None = None
    education: int | None = None
    languages: Mapping[str, int] = field(default_factory=dict)
    licences: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    focus: frozenset[str] = frozenset()
    available: date | None = None

    def __post_init__(self) -> None:
        _number(self.number)
        _all_within("level of skill", self.skills, MOST_LEVEL)
        _all_within("level of occupation", self.occupations, MOST_LEVEL)
        _all_within("minutes by", self.reach, MOST_MINUTES)
        _all_within("level of language", self.languages, MOST_CEFR)
        _level(self.education)


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyFacts:
    """One vacancy; what is not asked is empty or ``None``.

    ``groups`` keeps the vacancy for people of one of these target groups; ``offers`` are
    conditions of work that are there; ``sector`` is its focus sector of regional policy, if any.
    """

    number: int
    required: Mapping[str, Ask] = field(default_factory=dict)
    preferred: Mapping[str, Ask] = field(default_factory=dict)
    occupation: str = ""
    place: str = ""
    hours: Hours | None = None
    education: int | None = None
    languages: Mapping[str, int] = field(default_factory=dict)
    licences: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    sector: str = ""
    start: date | None = None
    seats: int = 1

    def __post_init__(self) -> None:
        _number(self.number)
        _all_within("level of language", self.languages, MOST_CEFR)
        _level(self.education)
        _within("seats", self.seats, 1, 10_000)


def _number(number: int) -> None:
    _within("number", number, 0, 2**62)


def _level(education: int | None) -> None:
    if education is not None:
        _within("level of education", education, 0, MOST_EDUCATION)


def _all_within(what: str, levels: Mapping[str, int], most: int) -> None:
    for code, level in levels.items():
        if not 0 <= level <= most:
            _within(f"{what} '{code}'", level, 0, most)


def _within(what: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise UnusableFactError(f"{what} is {value}; it can be {least} to {most}")
