"""A whole region's worth of invented people who look for work, and vacancies, on request.

Everybody goes through the same acts as anybody else, in portions that are kept as they are done: a
stop costs nothing, and the same seed tells the same people. Names, employers and questions say that
they are invented.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.profile.profile import Practical, ProfileLine, ProfilePart
from voordeur.domain.region.entries import Postcode
from voordeur.domain.region.model import Region
from voordeur.records.cases.models import CaseRecord
from voordeur.records.skills.models import ConceptRecord, RequirementRecord
from voordeur.records.work.models import EmployerAccountRecord, VacancyRecord
from voordeur.services import accounts, cases, employers, vacancies, work_profile
from voordeur.services.cases import Registration
from voordeur.services.context import Context
from voordeur.services.demo import people
from voordeur.services.demo.play import Progress
from voordeur.services.employers import EmployerDetails
from voordeur.services.people import PersonDetails
from voordeur.services.ports import ports
from voordeur.services.region import current_region
from voordeur.services.vacancies import NewVacancy

AT_ONCE = 100
GIDS, CONSULTANT = "alice", "joris"
WITH_GIDS = 60
"""Of a hundred people, how many the front door helps; the others the employers' desk."""
PER_EMPLOYER = 7
QUESTION = "Ik zoek werk dat bij mij past. (Verzonnen, om de regio op ware grootte te laten zien.)"
CONDITIONS = "Verzonnen vacature, om de regio op ware grootte te laten zien. Loon volgens de cao."
SCHOOL: Mapping[str, int] = {
    "vmbo": 15, "havo_vwo": 6, "mbo1": 6, "mbo2": 18, "mbo3": 20, "mbo4": 18, "hbo": 12, "wo": 5,
}  # fmt: skip
DUTCH: Mapping[str, int] = {"A2": 10, "B1": 15, "B2": 15, "C1": 15, "C2": 45}
OTHER_LANGUAGES = ("eng", "pol", "ara", "tir", "ukr", "tur", "ron", "spa")
TRAVEL: Mapping[str, tuple[int, tuple[int, ...]]] = {
    "bike": (40, (15, 20, 30, 45)),
    "transit": (25, (30, 45, 60)),
    "car": (35, (20, 30, 45, 60)),
}
HOURS = ((8, 16), (12, 20), (16, 24), (20, 28), (24, 32), (32, 36), (32, 40), (36, 40))
DAYS = ("mon", "tue", "wed", "thu", "fri")
NEEDS = ("school_hours", "build_up", "fixed_tasks", "guidance", "quiet", "light", "no_nights")
OFFERS = (*NEEDS, "fixed_hours", "language", "sitting")
LEVELS = ("", "none", "mbo1", "mbo2", "mbo3", "mbo4", "hbo")


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is made: people with a profile, and vacancies."""

    people: int
    vacancies: int


SCALES: Mapping[str, Scale] = {"small": Scale(200, 80), "region": Scale(25_000, 8_000)}


@dataclass(frozen=True, slots=True)
class Job:
    """An occupation of the region's own list, with the skills it asks by how much."""

    code: str
    label: str
    essential: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    region: Region
    jobs: tuple[Job, ...]
    skills: tuple[str, ...]
    places: tuple[Postcode, ...]
    sectors: tuple[str, ...]
    seed: int

    def random(self, what: str, number: int) -> Random:
        """Return the same chance for the same number, whatever was made before."""
        return Random(f"{self.seed} {what} {number}")  # noqa: S311 (repeatable, not secret)


def fill_market(
    *, now: datetime, scale: Scale, seed: int, progress: Progress | None = None
) -> Counter[str]:
    """Make what is not there yet of a scale; returns how many of each were made.

    Raises ``RefusedError``: DEMO_ONLY outside demo mode, NOT_FOUND before the demo was played.
    """
    if not ports().demo:
        raise RefusedError(Refusal(Reason.DEMO_ONLY))
    told = _told(seed)
    gids, consultant = _personas(now)
    counts: Counter[str] = Counter()
    before = CaseRecord.objects.filter(question=QUESTION).count()
    earlier = VacancyRecord.objects.filter(conditions=CONDITIONS).count()
    whole = scale.people + scale.vacancies

    def person(number: int) -> None:
        mine = told.random("desk", number).randrange(100) < WITH_GIDS
        _person(gids if mine else consultant, told, number)
        counts["people"] += 1

    def work(number: int) -> None:
        _vacancy(consultant, told, number)
        counts["vacancies"] += 1

    _in_portions(range(before, scale.people), person, 0, whole, progress)
    _in_portions(range(earlier, scale.vacancies), work, scale.people, whole, progress)
    return counts


def _in_portions(
    numbers: range,
    make: Callable[[int], None],
    ready: int,
    whole: int,
    progress: Progress | None,
) -> None:
    for first in range(numbers.start, numbers.stop, AT_ONCE):
        last = min(first + AT_ONCE, numbers.stop)
        with transaction.atomic():
            for number in range(first, last):
                make(number)
        if progress:
            progress(ready + last, whole)


def _told(seed: int) -> _Told:
    region = current_region()
    asks: dict[str, dict[str, list[str]]] = {}
    rows = RequirementRecord.objects.filter(occupation__source="own", skill__removed_in=None)
    for job, skill, importance in rows.order_by("id").values_list(
        "occupation__code", "skill__code", "importance"
    ):
        asks.setdefault(job, {}).setdefault(importance, []).append(skill)
    live = ConceptRecord.objects.filter(source="own", removed_in=None).order_by("code")
    jobs = tuple(
        Job(
            code,
            label,
            tuple(asks[code].get("essential", ())),
            (*asks[code].get("important", ()), *asks[code].get("optional", ())),
        )
        for code, label in live.filter(kind="occupation").values_list("code", "label")
        if code in asks
    )
    skills = tuple(live.filter(kind="skill").values_list("code", flat=True))
    if not jobs or not skills:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    places = tuple(region.postcodes[code] for code in sorted(region.postcodes))
    return _Told(region, jobs, skills, places, tuple(sorted(region.sectors)), seed)


def _personas(now: datetime) -> tuple[Context, Context]:
    known = {one.slug: one for one in accounts.personas(today=now.date())}
    if not {GIDS, CONSULTANT} <= known.keys():
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    gids, consultant = (
        Context(
            kind=ActorKind.PROFESSIONAL,
            now=now,
            organisation=known[slug].organisation,
            roles=frozenset(known[slug].roles),
            account_id=known[slug].account_id,
        )
        for slug in (GIDS, CONSULTANT)
    )
    return gids, consultant


def _person(worker: Context, told: _Told, number: int) -> None:
    random = told.random("person", number)
    place = random.choice(told.places)
    registered = cases.register(
        worker,
        registration=Registration(
            question=QUESTION,
            channel="desk",
            situation={
                "asker": "resident",
                "work": "no_work",
                "benefit": "none",
                "need": "work",
                "municipality": place.municipality,
            },
            person=PersonDetails(
                name=f"{people.invented_name(random)} {number + 1}",
                birth_year=worker.now.year - random.randint(18, 66),
                postcode=place.pc4,
                municipality=place.municipality,
            ),
            adviser_id=worker.account_id,
            next_date=worker.today + timedelta(days=random.randint(5, 60)),
        ),
    )
    ref = registered.ref
    work_profile.add_lines(worker, ref=ref, lines=_lines(told, random), together=True)
    work_profile.keep_practical(worker, ref=ref, practical=_practical(told, random, place.pc4))


def _lines(told: _Told, random: Random) -> Sequence[ProfileLine]:
    main, other = random.choice(told.jobs), random.choice(told.jobs)
    own = [*_some(random, main.essential, 85), *_some(random, main.others, 60)]
    own += [*_some(random, other.essential, 40), *random.sample(told.skills, 3)]
    languages = [("nld", _drawn(random, DUTCH))]
    if random.random() < 0.5:  # noqa: PLR2004 (half of the people)
        languages.append((random.choice(OTHER_LANGUAGES), random.choice(("A2", "B1", "C2"))))
    start = random.randint(2004, 2022)
    return [
        *(
            ProfileLine(
                part=ProfilePart.SKILLS,
                words="",
                code=code,
                level=random.choice((1, 2, 2, 3)),
                evidence=random.choice(("told", "work", "work", "diploma", "reference")),
            )
            for code in dict.fromkeys(own)
        ),
        *(
            ProfileLine(part=ProfilePart.WISHES, words="", code=code)
            for code in dict.fromkeys((main.code, other.code))
        ),
        ProfileLine(
            part=ProfilePart.EXPERIENCE,
            words=main.label,
            code=main.code,
            from_year=start,
            to_year=start + random.randint(1, 3),
        ),
        ProfileLine(
            part=ProfilePart.EDUCATION,
            words="verzonnen opleiding",
            degree=_drawn(random, SCHOOL),
            finished=True,
        ),
        *(
            ProfileLine(part=ProfilePart.LANGUAGES, words="", code=code, speaking=level)
            for code, level in languages
        ),
    ]


def _practical(told: _Told, random: Random, place: str) -> Practical:
    mode = _drawn(random, {name: share for name, (share, _) in TRAVEL.items()})
    least, most = random.choice(HOURS)
    return Practical(
        hours_least=least,
        hours_most=most,
        days=DAYS[: random.randint(3, 5)],
        place=place,
        mode=mode,
        minutes=random.choice(TRAVEL[mode][1]),
        licences=tuple(_some(random, ("B", "forklift", "vca"), 30)),
        conditions=tuple(_some(random, NEEDS, 5)),
        sectors=tuple(_some(random, told.sectors, 15)),
    )


def _vacancy(consultant: Context, told: _Told, number: int) -> None:
    random = told.random("vacancy", number)
    job = random.choice(told.jobs)
    least, most = random.choice(HOURS)
    asked = [*_some(random, job.essential, 80), *_some(random, job.others, 25)]
    new = NewVacancy(
        title=f"{job.label[:1].upper()}{job.label[1:]}",
        seats=random.choice((1, 1, 1, 2, 3)),
        hours_from=least,
        hours_to=most,
        occupation=job.code,
        sector=random.choice(told.sectors),
        postcode=random.choice(told.places).pc4,
        level=random.choice(LEVELS),
        dutch=random.choice(("", "", "A2", "B1", "B2")),
        required=tuple(asked or job.essential[:1]),
        preferred=tuple(_some(random, job.others, 25)),
        licences=tuple(_some(random, ("B",), 15)),
        offers=tuple(_some(random, OFFERS, 50)),
        conditions=CONDITIONS,
    )
    vacancies.open_vacancy(consultant, employer=_employer(consultant, told, number), new=new)


def _employer(consultant: Context, told: _Told, number: int) -> str:
    at = number // PER_EMPLOYER
    name = f"Verzonnen werkgever {at + 1:04}"
    known = EmployerAccountRecord.objects.filter(name=name).values_list("ref", flat=True).first()
    if known is not None:
        return known
    random = told.random("employer", at)
    details = EmployerDetails(
        name=name,
        sector=random.choice(told.sectors),
        postcode=random.choice(told.places).pc4,
        need="growing",
    )
    return employers.open_employer(consultant, details=details)


def _some(random: Random, codes: Sequence[str], of_a_hundred: int) -> list[str]:
    return [one for one in codes if random.randrange(100) < of_a_hundred]


def _drawn(random: Random, shares: Mapping[str, int]) -> str:
    return random.choices(list(shares), weights=list(shares.values()))[0]
