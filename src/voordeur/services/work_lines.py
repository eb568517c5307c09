"""Work that fits one person as a line: why, how far, at which level, and from whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from voordeur.domain.kernel.text import Text
from voordeur.domain.matching.index import MatchIndex
from voordeur.domain.matching.keeping import list_order
from voordeur.domain.matching.taxonomy import UNREACHABLE, Travel
from voordeur.domain.region.model import Region
from voordeur.domain.work.vacancies import KINDS
from voordeur.records.cases.models import CaseRecord
from voordeur.records.profiles.models import WorkProfileRecord
from voordeur.records.work.models import VacancyRecord
from voordeur.services.context import Context
from voordeur.services.match_facts import EDUCATION, SPEED
from voordeur.services.match_lists import kept_of, log_work
from voordeur.services.match_market import market
from voordeur.services.matching import Reasons, told_of
from voordeur.services.region import current_region
from voordeur.services.vacancy_words import here_still
from voordeur.services.work_pages import VacancyLine, vacancy_lines

MOST_LOOKED_AT = 200
"""So many of the best are looked at to choose lists from."""
USUAL_MODE = "transit"
"""How somebody travels who did not say."""
LEVEL_WORDS = {
    "none": Text("geen diploma nodig", "no diploma needed"),
    "mbo1": Text("mbo 1", "mbo 1"),
    "mbo2": Text("mbo 2", "mbo 2"),
    "mbo3": Text("mbo 3", "mbo 3"),
    "mbo4": Text("mbo 4", "mbo 4"),
    "hbo": Text("hbo", "hbo"),
    "wo": Text("universiteit", "university"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWork:
    """One vacancy for one person, by the number of their profile.

    ``minutes`` of travel, None when a place is not known or too far to tell. ``below``: at least
    two levels under the highest diploma of the person. ``kind`` is '' for an ordinary job.
    """

    person: int
    vacancy: VacancyLine
    reasons: Reasons
    kind: str
    level: str
    below: bool
    outside: bool
    minutes: int | None
    url: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Fitting:
    """A person with the open vacancies that fit, the best first."""

    profile: WorkProfileRecord
    rows: tuple[VacancyRecord, ...]


def fitting_for(
    context: Context, profiles: Sequence[WorkProfileRecord], most: int = MOST_LOOKED_AT
) -> tuple[Fitting, ...]:
    """Return for each person the open work that fits, the best first (three queries)."""
    with market(context.today) as index:
        best = {one.pk: _numbers(index, one.pk, most) for one in profiles}
    wanted = {number for numbers in best.values() for number in numbers}
    held = VacancyRecord.objects.select_related("employer").filter(pk__in=wanted)
    rows = {row.pk: row for row in here_still(context, held)}
    return tuple(
        Fitting(one, tuple(rows[number] for number in best[one.pk] if number in rows))
        for one in profiles
    )


def _numbers(index: MatchIndex, person: int, most: int) -> tuple[int, ...]:
    return tuple(number for number, _total in index.vacancies_for(person, most))


def work_lines(
    context: Context,
    chosen: Iterable[tuple[WorkProfileRecord, VacancyRecord]],
    *,
    case: CaseRecord | None = None,
) -> tuple[ShownWork, ...]:
    """Return each pair of a person and a vacancy as a line, with its reasons (a few queries).

    With ``case`` all lines are about its person: the list is kept first, to be made again. Who or
    what left the market meanwhile has no line.
    """
    pairs = list(chosen)
    if not pairs:
        return ()
    with market(context.today) as index:
        there = index.market
        pairs = [
            (profile, row)
            for profile, row in pairs
            if profile.pk in there.seekers and row.pk in there.vacancies
        ]
        scores = [index.explain(profile.pk, row.pk) for profile, row in pairs]
        travel = index.market.taxonomy.travel
        kept = kept_of(index, scores) if case is not None else {}
    if case is not None:
        best = sorted(scores, key=lambda one: list_order(one, one.vacancy))
        log_work(context, case=case, scores=best, kept=kept)
    highest = {profile.pk: level_of(profile) for profile, _row in pairs}
    region = current_region()
    lines = vacancy_lines(context, ((row, profile.place) for profile, row in pairs))
    told = zip(pairs, lines, told_of(context, scores), strict=True)
    return tuple(
        ShownWork(
            person=profile.pk,
            vacancy=line,
            reasons=reasons,
            kind="" if row.kind == "job" else _said(context, KINDS[row.kind]),
            level=_said(context, LEVEL_WORDS[row.level]) if row.level in LEVEL_WORDS else "",
            below=is_below(row.level, highest[profile.pk]),
            outside=is_outside(region, row),
            minutes=minutes_to(travel, profile, row),
            url=row.origin_url,
            until=row.expires_on,
        )
        for (profile, row), line, reasons in told
    )


def is_outside(region: Region, row: VacancyRecord) -> bool:
    """Tell whether the place of a vacancy is known and lies outside the region."""
    return bool(row.postcode) and region.municipality_of(row.postcode) is None


def level_of(profile: WorkProfileRecord) -> int | None:
    """Return the level (NLQF) of the highest finished Dutch diploma; lines may be read along."""
    degrees = [
        EDUCATION[one.degree]
        for one in profile.lines.all()
        if one.part == "education" and one.finished and one.degree in EDUCATION
    ]
    return max(degrees, default=None)


def is_below(level: str, highest: int | None) -> bool:
    """Tell whether work asks at least two levels less than somebody has."""
    return highest is not None and level in EDUCATION and EDUCATION[level] <= highest - 2


def minutes_to(travel: Travel, profile: WorkProfileRecord, row: VacancyRecord) -> int | None:
    """Return the minutes a person travels to a vacancy as the crow flies, with a detour."""
    start, end = travel.at.get(profile.place), travel.at.get(row.postcode[:4])
    mode = profile.mode if profile.mode in SPEED else USUAL_MODE
    if start is None or end is None or mode not in travel.minutes:
        return None
    minutes = travel.minutes[mode][start][end]
    return None if minutes == UNREACHABLE else minutes


def _said(context: Context, text: Text) -> str:
    return text.in_language(context.language)
