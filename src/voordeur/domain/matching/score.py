"""The definition of a score: one person and one vacancy, in plain whole numbers, with every reason.

Whatever is faster gives exactly this. The parts add up to the total, and the order of adding does
not matter because every number is whole.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from voordeur.domain.matching.facts import MOST_LEVEL, SeekerFacts, VacancyFacts
from voordeur.domain.matching.grounds import NO, Ground, Rule, rules
from voordeur.domain.matching.taxonomy import Shares, Taxonomy
from voordeur.domain.matching.weights import UNIT, Part, Weights

SKILL_PARTS = (Part.REQUIRED, Part.PREFERRED)


class Asked(NamedTuple):
    """A skill a vacancy asks: every level of 255 gives ``quota`` units, until ``level`` is met."""

    code: str
    part: Part
    level: int
    quota: int


class SkillFit(NamedTuple):
    """How far the person meets one asked skill, and through which own skill (empty: not at all)."""

    code: str
    part: Part
    level: int
    asked_level: int
    through: str
    points: int
    most: int

    @property
    def is_missing(self) -> bool:
        """Tell whether the person has nothing near this skill."""
        return not self.through


class PartScore(NamedTuple):
    """The points of one part and the most that part can give."""

    part: Part
    points: int
    most: int


class No(NamedTuple):
    """A ground that says no, with what the vacancy asks and what the person has."""

    ground: Ground
    asked: Hashable
    has: Hashable


@dataclass(frozen=True, slots=True)
class MatchScore:
    """A score with its explanation.

    ``total`` is the sum of ``parts``; it orders people only when nothing says no. ``not_known``
    names grounds about which one of both said nothing: they exclude nobody and earn nothing.
    ``unknown_codes`` are skills and occupations this version of the vocabulary does not know; they
    count for neither side.
    """

    seeker: int
    vacancy: int
    parts: tuple[PartScore, ...]
    nos: tuple[No, ...]
    skills: tuple[SkillFit, ...]
    occupation_through: str
    not_known: tuple[Ground, ...]
    unknown_codes: tuple[str, ...]
    weights_version: str
    taxonomy_version: str

    @property
    def total(self) -> int:
        """Return the score in units of 1/16,320 point."""
        return sum(part.points for part in self.parts)

    @property
    def points(self) -> int:
        """Return the score in whole points of 1000, rounded down."""
        return self.total // UNIT

    @property
    def is_possible(self) -> bool:
        """Tell whether no ground says no."""
        return not self.nos

    @property
    def fits(self) -> tuple[SkillFit, ...]:
        """Return the skills that the person brings, those that matter most first."""
        found = (one for one in self.skills if not one.is_missing)
        return tuple(sorted(found, key=lambda one: (-one.points, one.code)))

    @property
    def missing(self) -> tuple[SkillFit, ...]:
        """Return the skills with a gap, the largest gap first."""
        found = (one for one in self.skills if one.level < one.asked_level)
        return tuple(sorted(found, key=lambda one: (one.points - one.most, one.code)))


def score(
    seeker: SeekerFacts, vacancy: VacancyFacts, weights: Weights, taxonomy: Taxonomy
) -> MatchScore:
    """Return how well a person fits a vacancy, part by part, and what says no."""
    return explained(seeker, vacancy, weights, taxonomy, rules(weights, taxonomy))


def explained(
    seeker: SeekerFacts,
    vacancy: VacancyFacts,
    weights: Weights,
    taxonomy: Taxonomy,
    grounds: tuple[Rule, ...],
) -> MatchScore:
    """Return the same as :func:`score` with the grounds already made."""
    asked = asked_skills(vacancy, weights, taxonomy)
    own = owned(seeker.skills, taxonomy.skills)
    skills = tuple([_fit(own, one) for one in asked])
    level, through = 0, ""
    if vacancy.occupation in taxonomy.occupations:
        jobs = owned(seeker.occupations, taxonomy.occupations)
        level, through = covered(jobs, vacancy.occupation)
    points = {
        Part.REQUIRED: _sum(skills, Part.REQUIRED),
        Part.PREFERRED: _sum(skills, Part.PREFERRED),
        Part.OCCUPATION: level * (weights.units(Part.OCCUPATION) // MOST_LEVEL),
    }
    nos = []
    for rule in grounds:
        has, asks = rule.of_seeker(seeker), rule.of_vacancy(vacancy)
        value = rule.judge(has, asks)
        if value == NO:
            nos.append(No(rule.ground, asked=asks, has=has))
        if rule.part:
            points[rule.part] = max(value, 0)
    most = {part: weights.units(part) for part in Part}
    kinds = {one.part for one in asked}
    most.update(_shared_out([part for part in SKILL_PARTS if part in kinds], weights))
    return MatchScore(
        seeker=seeker.number,
        vacancy=vacancy.number,
        parts=tuple([PartScore(part, points[part], most[part]) for part in Part]),
        nos=tuple(nos),
        skills=skills,
        occupation_through=through,
        not_known=not_known(seeker, vacancy, taxonomy),
        unknown_codes=unknown_codes(seeker, vacancy, taxonomy),
        weights_version=weights.version,
        taxonomy_version=taxonomy.version,
    )


def why_not(
    seeker: SeekerFacts, vacancy: VacancyFacts, weights: Weights, taxonomy: Taxonomy
) -> tuple[No, ...]:
    """Return what stands between this person and this vacancy; empty when nothing does."""
    return score(seeker, vacancy, weights, taxonomy).nos


def asked_skills(vacancy: VacancyFacts, weights: Weights, taxonomy: Taxonomy) -> tuple[Asked, ...]:
    """Divide the points of skills over what is asked, by importance and rarity, rounded down.

    Only codes the vocabulary knows count; what is required is not also preferred. When nothing is
    preferred, what is required gets the points of both, and the other way around.
    """
    known = taxonomy.skills
    required = {code: ask for code, ask in vacancy.required.items() if code in known}
    preferred = {
        code: ask
        for code, ask in vacancy.preferred.items()
        if code in known and code not in required
    }
    kinds = [(Part.REQUIRED, required), (Part.PREFERRED, preferred)]
    most = _shared_out([part for part, asks in kinds if asks], weights)
    rarity_of = taxonomy.rarity_of
    found: list[Asked] = []
    for part, asks in kinds:
        shares = [ask.importance * rarity_of(code) for code, ask in asks.items()]
        whole, units = sum(shares), most[part]
        for (code, ask), share in zip(asks.items(), shares, strict=True):
            found.append(Asked(code, part, ask.level, units * share // (whole * ask.level)))
    return tuple(found)


def owned(levels: Mapping[str, int], shares: Shares) -> list[tuple[str, int, Mapping[str, int]]]:
    """Return the known codes somebody has, in order, with the level and what they cover."""
    return [(code, levels[code], shares[code]) for code in sorted(levels) if code in shares]


def covered(own: list[tuple[str, int, Mapping[str, int]]], asked: str) -> tuple[int, str]:
    """Return how far own codes cover a known asked one (0 to 255), and which does it best."""
    best, through = 0, ""
    for code, has, near in own:
        if code == asked:
            level = has
        elif (share := near.get(asked)) is not None:
            level = share * has // MOST_LEVEL
        else:
            continue
        if level > best:
            best, through = level, code
    return best, through


def not_known(seeker: SeekerFacts, vacancy: VacancyFacts, taxonomy: Taxonomy) -> tuple[Ground, ...]:
    """Return the grounds about which one of both says nothing usable."""
    travel = taxonomy.travel
    silent = {
        Ground.TRAVEL: not (
            {seeker.place, vacancy.place} <= travel.at.keys()
            and seeker.reach.keys() & travel.minutes
        ),
        Ground.HOURS: seeker.hours is None or vacancy.hours is None,
        Ground.EDUCATION: seeker.education is None or vacancy.education is None,
        Ground.AVAILABILITY: seeker.available is None or vacancy.start is None,
    }
    return tuple(ground for ground, is_silent in silent.items() if is_silent)


def unknown_codes(
    seeker: SeekerFacts, vacancy: VacancyFacts, taxonomy: Taxonomy
) -> tuple[str, ...]:
    """Return skills and occupations that this version of the vocabulary does not know."""
    skills = {*seeker.skills, *vacancy.required, *vacancy.preferred}
    jobs = {*seeker.occupations, vacancy.occupation}
    return (
        *sorted([code for code in skills if code not in taxonomy.skills]),
        *sorted([code for code in jobs if code and code not in taxonomy.occupations]),
    )


def _fit(own: list[tuple[str, int, Mapping[str, int]]], one: Asked) -> SkillFit:
    level, through = covered(own, one.code)
    return SkillFit(
        code=one.code,
        part=one.part,
        level=level,
        asked_level=one.level,
        through=through,
        points=one.quota * min(level, one.level),
        most=one.quota * one.level,
    )


def _sum(skills: tuple[SkillFit, ...], part: Part) -> int:
    return sum([one.points for one in skills if one.part is part])


def _shared_out(parts: list[Part], weights: Weights) -> Mapping[Part, int]:
    """Return the units of both kinds of skills; a kind not asked leaves them to the other."""
    if len(parts) == 1:
        together = sum(weights.units(part) for part in SKILL_PARTS)
        return {part: together if part in parts else 0 for part in SKILL_PARTS}
    return {part: weights.units(part) for part in SKILL_PARTS}
