"""Learn-work places and internships for everybody, and which skills employers ask in vain."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.kernel.text import Text
from voordeur.domain.monitoring.disclosure import shown_count
from voordeur.domain.region.model import Region
from voordeur.domain.work.vacancies import KINDS, LEARNING
from voordeur.records.profiles.models import ProfileLineRecord
from voordeur.records.work.models import VacancyRecord
from voordeur.services.context import Context
from voordeur.services.path_book import courses_by_skill, open_book
from voordeur.services.profile_pages import sector_names
from voordeur.services.region import current_region
from voordeur.services.skill_index import names_of
from voordeur.services.vacancy_words import here_still
from voordeur.services.work_lines import LEVEL_WORDS

MOST_SHOWN = 200
MOST_SKILLS = 25
BATCH = 500
LONGEST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFilter:
    """What is looked for among places to learn; '' is everything."""

    sector: str = ""
    level: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """A place to learn at work. ``employers``: more than one share it, such as a talent pool."""

    title: str
    kind: str
    employers: tuple[str, ...]
    sector: str
    level: str
    place: str
    hours: str
    free: int
    around: int
    """Free places of the same kind, sector and level together: few is scarce."""
    starts_on: date | None
    origin: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesPage:
    """Places to learn, where there are fewest first, and what one can choose."""

    lines: tuple[PlaceLine, ...]
    found: int
    chosen: PlaceFilter
    sectors: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillDemand:
    """A skill employers ask: free seats, people who have it (None: too few to tell), courses."""

    skill: str
    seats: int
    people: int | None
    courses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandPage:
    """What employers ask that too few people have, most wanted first, those without a course."""

    lines: tuple[SkillDemand, ...]
    without_course: int
    seats: int
    on: date


def places(context: Context, *, chosen: PlaceFilter) -> PlacesPage:
    """Return places to learn for anybody (two queries); only what is open and true today."""
    rows = list(
        here_still(context, VacancyRecord.objects.select_related("employer"))
        .filter(kind__in=LEARNING, fresh_until__gt=context.today)
        .prefetch_related("partners")
        .order_by("-id")
    )
    around: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        around[row.kind, row.sector, row.level] += row.seats - row.filled
    fitting = [row for row in rows if _fits(row, chosen)]
    fitting.sort(key=lambda row: (around[row.kind, row.sector, row.level], row.title, row.pk))
    region = current_region()
    names = sector_names(context)
    said = {code: text.in_language(context.language) for code, text in names.items()}
    return PlacesPage(
        lines=tuple(
            _line(context, region, row, around[row.kind, row.sector, row.level])
            for row in fitting[:MOST_SHOWN]
        ),
        found=len(fitting),
        chosen=chosen,
        sectors=tuple(said.items()),
        levels=_choices(context, LEVEL_WORDS),
        kinds=tuple(one for one in _choices(context, KINDS) if one[0] in LEARNING),
    )


def _fits(row: VacancyRecord, chosen: PlaceFilter) -> bool:
    return (
        chosen.sector in {"", row.sector}
        and chosen.level in {"", row.level}
        and chosen.kind in {"", row.kind}
    )


def _choices(context: Context, known: Mapping[str, Text]) -> tuple[tuple[str, str], ...]:
    return tuple((code, text.in_language(context.language)) for code, text in known.items())


def _line(context: Context, region: Region, row: VacancyRecord, around: int) -> PlaceLine:
    here, outside = region.municipality_of(row.postcode), region.outside_place(row.postcode)
    same = row.hours_from == row.hours_to
    return PlaceLine(
        title=row.title,
        kind=KINDS[row.kind].in_language(context.language),
        employers=(row.employer.name, *(one.name for one in row.partners.all())),
        sector=_sector(context, region, row.sector),
        level=LEVEL_WORDS[row.level].in_language(context.language) if row.level else "",
        place=here.name if here is not None else outside.place if outside is not None else "",
        hours=str(row.hours_from) if same else f"{row.hours_from}–{row.hours_to}",
        free=row.seats - row.filled,
        around=around,
        starts_on=row.starts_on,
        origin=row.origin,
        url=row.origin_url,
    )


def _sector(context: Context, region: Region, code: str) -> str:
    known = region.sectors.get(code)
    return known.names[-1].name.in_language(context.language) if known is not None else ""


def demand(context: Context) -> DemandPage:
    """Return the skills employers ask most beside who has them and where they are learned.

    Seats are of employers and exact; people are counted with the rule for small counts. Raises
    ``RefusedError`` (NOT_FOUND) for anybody but a professional. Five queries.
    """
    if context.kind is not ActorKind.PROFESSIONAL:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    asked: Counter[str] = Counter()
    for required, seats, filled in here_still(context, VacancyRecord.objects.all()).values_list(
        "required", "seats", "filled"
    ):
        for code in dict.fromkeys(required):
            asked[code] += seats - filled
    have = _people_with(asked)
    courses = courses_by_skill(open_book(context))
    names = names_of(asked)
    # Who counts below the small-count limit counts as nobody, so that no list tells that number.
    short = [code for code, seats in asked.items() if seats > (shown_count(have[code]) or 0)]
    short.sort(key=lambda code: (-asked[code], code))
    lines = [
        SkillDemand(
            skill=names[code].label if code in names else code,
            seats=asked[code],
            people=shown_count(have[code]),
            courses=tuple(sorted(courses.get(code, ()))),
        )
        for code in short
    ]
    lines.sort(key=lambda one: bool(one.courses))
    return DemandPage(
        lines=tuple(lines[:MOST_SKILLS]),
        without_course=sum(not one.courses for one in lines),
        seats=sum(one.seats for one in lines),
        on=context.today,
    )


def _people_with(codes: Iterable[str]) -> Counter[str]:
    """Return how many people have each of these skills; a profile holds a skill once."""
    wanted = sorted(codes)
    rows = ProfileLineRecord.objects.filter(part="skills").order_by()
    found: Counter[str] = Counter()
    for start in range(0, len(wanted), BATCH):
        some = rows.filter(code__in=wanted[start : start + BATCH])
        found.update(dict(some.values_list("code").annotate(Count("id"))))
    return found
