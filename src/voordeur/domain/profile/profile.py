"""The lines and the practical side of a profile, and what may be kept in it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict
from voordeur.domain.kernel.unseen import misleads
from voordeur.domain.profile.words import (
    CEFR,
    CONDITIONS,
    DAYS,
    EDUCATION,
    EVIDENCE,
    LANGUAGES,
    LEVELS,
    LICENCES,
    MODES,
)

LONGEST_WORDS = 120
FIRST_YEAR = 1940
MOST_HOURS, MOST_MINUTES = 60, 180
POSTCODE_DIGITS = 4


class ProfilePart(StrEnum):
    """The lists in a profile."""

    SKILLS = "skills"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    LANGUAGES = "languages"
    WISHES = "wishes"


MOST_LINES = {
    ProfilePart.SKILLS: 150,
    ProfilePart.EXPERIENCE: 40,
    ProfilePart.EDUCATION: 20,
    ProfilePart.LANGUAGES: 15,
    ProfilePart.WISHES: 15,
}
"""What fits in each list; beyond it nobody reads on and no match gets better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileLine:
    """One line of a list.

    ``code`` is of the vocabulary (skills, wishes, and experience where it is known) or a language;
    ``words`` what it is called. ``level`` and ``evidence`` are of a skill, ``degree`` of education,
    ``speaking`` and ``writing`` of a language (CEFR). A missing ``to_year`` means until now.
    """

    part: ProfilePart
    words: str
    code: str = ""
    level: int | None = None
    evidence: str = ""
    place: str = ""
    from_year: int | None = None
    to_year: int | None = None
    degree: str = ""
    finished: bool = False
    speaking: str = ""
    writing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Practical:
    """Hours, days, travel, licences, availability and what the work must offer.

    ``place`` is the four digits of a postcode to travel from. ``more_hours``: works ``hours_now``
    hours a week and wants more, up to ``hours_most`` in all.
    """

    hours_least: int | None = None
    hours_most: int | None = None
    days: tuple[str, ...] = ()
    place: str = ""
    mode: str = ""
    minutes: int | None = None
    licences: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    available_from: date | None = None
    sectors: tuple[str, ...] = field(default=())
    """Sectors of the region that interest the person."""
    hours_now: int | None = None
    more_hours: bool = False


def may_keep(line: ProfileLine, this_year: int) -> Verdict:
    """Judge one line: its words, years and choices."""
    wrong = _wrong_field(line, this_year)
    return Refusal(Reason.INVALID_INPUT, {"field": wrong}) if wrong else ALLOWED


def may_hold(part: ProfilePart, number: int) -> Verdict:
    """Judge how many lines a list would have."""
    if number > MOST_LINES[part]:
        facts = {"field": part.value, "most": str(MOST_LINES[part])}
        return Refusal(Reason.TOO_LARGE, facts)
    return ALLOWED


def _wrong_field(line: ProfileLine, this_year: int) -> str:
    checks = {
        "words": bool(line.words.strip())
        and len(line.words) <= 2 * LONGEST_WORDS
        and not misleads(line.words),
        "place": len(line.place) <= LONGEST_WORDS and not misleads(line.place),
        "from_year": _is_year(line.from_year, this_year),
        "to_year": _is_year(line.to_year, this_year)
        and (line.from_year is None or line.to_year is None or line.from_year <= line.to_year),
        **_choices(line),
    }
    return next((name for name, good in checks.items() if not good), "")


def _is_year(year: int | None, this_year: int) -> bool:
    return year is None or FIRST_YEAR <= year <= this_year


def _choices(line: ProfileLine) -> dict[str, bool]:
    match line.part:
        case ProfilePart.SKILLS:
            return {
                "code": bool(line.code),
                "level": line.level in LEVELS,
                "evidence": line.evidence in EVIDENCE,
            }
        case ProfilePart.EDUCATION:
            return {"degree": line.degree in EDUCATION}
        case ProfilePart.LANGUAGES:
            return {
                "code": line.code in LANGUAGES,
                "speaking": line.speaking in CEFR,
                "writing": line.writing in {"", *CEFR},
            }
        case ProfilePart.WISHES:
            return {"code": bool(line.code)}
        case ProfilePart.EXPERIENCE:
            return {}


def may_keep_practical(one: Practical, sectors: Collection[str]) -> Verdict:
    """Judge the practical side; ``sectors`` are those of the region."""
    checks = {
        "hours_least": _is_between(one.hours_least, MOST_HOURS),
        "hours_most": _is_between(one.hours_most, MOST_HOURS)
        and (one.hours_least or 0) <= (one.hours_most or MOST_HOURS),
        "hours_now": _is_between(one.hours_now, MOST_HOURS)
        and (one.hours_now is not None or not one.more_hours),
        "more_hours": not one.more_hours or extra_hours(one.hours_now, one.hours_most) > 0,
        "days": set(one.days) <= set(DAYS),
        "place": not one.place or (len(one.place) == POSTCODE_DIGITS and one.place.isdecimal()),
        "mode": one.mode in {"", *MODES},
        "minutes": _is_between(one.minutes, MOST_MINUTES),
        "licences": set(one.licences) <= set(LICENCES),
        "conditions": set(one.conditions) <= set(CONDITIONS),
        "sectors": set(one.sectors) <= set(sectors),
    }
    wrong = next((name for name, good in checks.items() if not good), "")
    return Refusal(Reason.INVALID_INPUT, {"field": wrong}) if wrong else ALLOWED


def extra_hours(now: int | None, wanted: int | None) -> int:
    """Return how many hours a week somebody wants beside those worked now; 0 when not known."""
    return max(0, (wanted or 0) - now) if now else 0


def _is_between(number: int | None, most: int) -> bool:
    return number is None or 1 <= number <= most
