"""Profiles in the demo: the region's own list is loaded, and people tell what they can and want."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from voordeur.domain.consent.grants import FieldGroup, Purpose
from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import RefusedError
from voordeur.domain.profile.profile import Practical, ProfileLine, ProfilePart
from voordeur.records.cases.models import CaseRecord
from voordeur.services import sharing, vocabulary, work_profile
from voordeur.services.context import AMSTERDAM, Context, system_context
from voordeur.services.demo import people
from voordeur.services.demo.play import Stage
from voordeur.services.ports import ports
from voordeur.services.sharing import Sharing

MOST_PROFILES = 40
MORNING = 10
CONSULTANT = "joris"
"""Whose organisation helps employers."""
MOST_SHOWN = 24
"""People who let that organisation see their profile."""
WITH_DESK = frozenset(
    {FieldGroup.NAME, FieldGroup.CONTACT, FieldGroup.QUESTION, FieldGroup.PLAN, FieldGroup.PROFILE}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody invented tells: codes of the own list, and the practical side."""

    skills: tuple[tuple[str, int, str], ...]
    wishes: tuple[str, ...]
    work: tuple[tuple[str, int, int | None], ...]
    school: tuple[str, str]
    languages: tuple[tuple[str, str], ...]
    practical: Practical


SHOP = Told(
    skills=(
        ("klant-adviseren", 3, "work"),
        ("afrekenen", 3, "work"),
        ("inwerken", 2, "work"),
        ("luisteren", 2, "aid"),
        ("samenwerken", 3, "reference"),
        ("huishouden-doen", 2, "told"),
    ),
    wishes=("Z04", "Z03"),
    work=(("Winkelmedewerker", 2010, 2024),),
    school=("vmbo zorg en welzijn", "vmbo"),
    languages=(("nld", "C2"), ("eng", "A2")),
    practical=Practical(
        hours_least=20,
        hours_most=28,
        days=("mon", "tue", "thu", "fri"),
        place="1971",
        mode="bike",
        minutes=30,
        licences=("B",),
        conditions=("school_hours",),
        sectors=("care",),
    ),
)
OTHERS = (
    Told(
        skills=(
            ("orderpicken", 3, "work"),
            ("heftruck", 2, "diploma"),
            ("laden-lossen", 3, "work"),
            ("veilig-werken", 2, "diploma"),
            ("technisch-inzicht", 1, "aid"),
        ),
        wishes=("E03", "M08"),
        work=(("Magazijnmedewerker", 2018, 2025),),
        school=("mbo logistiek medewerker", "mbo2"),
        languages=(("nld", "C2"),),
        practical=Practical(
            hours_least=32,
            hours_most=40,
            days=("mon", "tue", "wed", "thu", "fri"),
            place="2023",
            mode="car",
            minutes=45,
            licences=("B", "forklift", "vca"),
            sectors=("technology",),
        ),
    ),
    Told(
        skills=(
            ("maaltijd-bereiden", 3, "work"),
            ("haccp", 2, "work"),
            ("methodisch-schoonmaken", 2, "work"),
            ("nederlands-werk", 1, "told"),
        ),
        wishes=("B07", "Z02"),
        work=(("Kok in een restaurant", 2015, 2022),),
        school=("middelbare school", "abroad"),
        languages=(("tir", "C2"), ("ara", "B2"), ("nld", "A2"), ("eng", "B1")),
        practical=Practical(
            hours_most=32,
            days=("mon", "tue", "wed", "thu", "fri", "sat"),
            place="2035",
            mode="transit",
            minutes=60,
            conditions=("language", "culture", "guidance"),
        ),
    ),
    Told(
        skills=(
            ("gegevens-invoeren", 3, "work"),
            ("office-gebruiken", 3, "work"),
            ("spreadsheet", 2, "diploma"),
            ("telefonisch-helpen", 2, "work"),
            ("privacy-bewaken", 2, "work"),
        ),
        wishes=("O07", "Z13", "I09"),
        work=(("Administratief medewerker", 2009, 2024),),
        school=("mbo secretarieel", "mbo4"),
        languages=(("nld", "C2"), ("eng", "B1")),
        practical=Practical(
            hours_least=8,
            hours_most=24,
            hours_now=12,
            more_hours=True,
            days=("mon", "tue", "wed"),
            place="2061",
            mode="bike",
            minutes=25,
            conditions=("quiet", "build_up"),
            sectors=("education", "care"),
        ),
    ),
    Told(
        skills=(
            ("kind-verzorgen", 2, "told"),
            ("spelen-begeleiden", 2, "told"),
            ("voorlezen-taal", 2, "practice"),
            ("eerste-hulp", 2, "diploma"),
        ),
        wishes=("O01", "O03"),
        work=(("Vrijwilliger op een basisschool", 2023, None),),
        school=("havo", "havo_vwo"),
        languages=(("pol", "C2"), ("nld", "B1"), ("eng", "B2")),
        practical=Practical(
            hours_least=12,
            hours_most=20,
            days=("mon", "tue", "thu"),
            place="1941",
            mode="bike",
            minutes=20,
            conditions=("school_hours", "language"),
            sectors=("education",),
        ),
    ),
)
SEEKERS = (
    Told(
        skills=(
            ("wassen-kleden", 3, "work"),
            ("zelfredzaamheid", 2, "work"),
            ("observeren-gezondheid", 2, "practice"),
            ("maaltijd-bereiden", 2, "told"),
        ),
        wishes=("Z04",),
        work=(("Thuiszorgmedewerker", 2016, 2025),),
        school=("mbo helpende zorg en welzijn", "mbo2"),
        languages=(("nld", "C2"),),
        practical=Practical(
            hours_least=16,
            hours_most=28,
            days=("mon", "tue", "wed", "fri"),
            place="2023",
            mode="bike",
            minutes=30,
            conditions=("school_hours",),
            sectors=("care",),
        ),
    ),
    Told(
        skills=(
            ("huishouden-doen", 3, "work"),
            ("wassen-kleden", 1, "told"),
            ("luisteren", 2, "reference"),
            ("voorraad-tellen", 2, "work"),
        ),
        wishes=("Z04", "B04"),
        work=(("Huishoudelijke hulp", 2012, 2024),),
        school=("vmbo", "vmbo"),
        languages=(("nld", "B2"), ("tur", "C2")),
        practical=Practical(
            hours_least=12,
            hours_most=24,
            days=("mon", "tue", "wed", "thu"),
            place="2015",
            mode="bike",
            minutes=30,
            sectors=("care",),
        ),
    ),
    Told(
        skills=(
            ("handgereedschap", 2, "work"),
            ("fysiek-werk", 3, "work"),
            ("werkplek-ordenen", 3, "work"),
            ("protocollen-volgen", 1, "told"),
        ),
        wishes=("M01", "E01"),
        work=(("Medewerker vulploeg", 2019, 2025),),
        school=("mbo 2 techniek", "mbo2"),
        languages=(("nld", "C1"),),
        practical=Practical(
            hours_least=24,
            hours_most=40,
            days=("mon", "tue", "wed", "thu", "fri"),
            place="1951",
            mode="transit",
            minutes=45,
            licences=("B",),
            sectors=("technology",),
        ),
    ),
)
"""Who is also helped by who helps employers."""


def tell_of_profiles(stage: Stage) -> None:
    """Load the own list at the start and let people tell near the end; without a list, nothing.

    Nothing here is left to chance, so that the rest of the demo is the same with or without it.
    """
    if not _load_list(stage):
        return
    local = (stage.start + (stage.end - stage.start) * 97 // 100).astimezone(AMSTERDAM)
    morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    stage.later(morning, lambda moment: _tell(stage, moment))


def _load_list(stage: Stage) -> bool:
    system = system_context(stage.start)
    try:
        report = vocabulary.look(
            system, directory=f"{ports().region_directory}/skills", source="own"
        )
    except OSError:
        return False
    if report.problems:
        return False
    vocabulary.load(system, report=report)
    return True


def _tell(stage: Stage, moment: datetime) -> None:
    rows = CaseRecord.objects.filter(state="open", resident__isnull=False)
    told = shown = 0
    for case in rows.select_related("resident").order_by("id"):
        if case.resident is not None and case.resident.name == people.RESIDENT_NAME:
            mine = Context(
                kind=ActorKind.RESIDENT, now=moment, resident_id=case.resident_id, language="nl"
            )
            _keep(stage, mine, "", SHOP)
            continue
        worker = stage.worker(case.accountable_id, moment, same_for=case.ref)
        if worker is None:
            continue
        if told < MOST_PROFILES:
            _keep(stage, worker, case.ref, OTHERS[told % len(OTHERS)])
            told += 1
        elif shown < MOST_SHOWN:
            shown += _show(stage, worker, case.ref, _seeker(shown))


def _seeker(number: int) -> Told:
    """Return what somebody tells; one in three leaves a skill out, another leaves two out."""
    told = SEEKERS[number % len(SEEKERS)]
    left_out = number // len(SEEKERS) % len(SEEKERS)
    return replace(told, skills=told.skills[: len(told.skills) - left_out])


def _show(stage: Stage, worker: Context, ref: str, told: Told) -> bool:
    """Let somebody who agrees be seen by who helps employers; tells whether they are."""
    desk = stage.personas.get(CONSULTANT)
    if desk is None or desk.organisation == worker.organisation:
        return False
    if not _keep(stage, worker, ref, told):
        return False
    shared = Sharing(
        organisation=desk.organisation,
        purpose=Purpose.EMPLOYER_SERVICE,
        fields=WITH_DESK,
        resident_agrees=True,
    )
    try:
        sharing.share_case(worker, ref=ref, sharing=shared)
    except RefusedError:  # the pack does not share these for employers
        return False
    stage.counts["profiles_shown"] += 1
    return True


def _keep(stage: Stage, context: Context, ref: str, told: Told) -> bool:
    try:
        work_profile.add_lines(context, ref=ref, lines=_lines(told), together=True)
        work_profile.keep_practical(context, ref=ref, practical=told.practical)
    except RefusedError:  # the profile is not shared with who works on this case
        stage.counts["profiles_not_shared"] += 1
        return False
    stage.counts["profiles"] += 1
    return True


def _lines(told: Told) -> Sequence[ProfileLine]:
    words, degree = told.school
    return [
        *(
            ProfileLine(
                part=ProfilePart.SKILLS,
                words="",
                code=f"own:{code}",
                level=level,
                evidence=rests_on,
            )
            for code, level, rests_on in told.skills
        ),
        *(
            ProfileLine(part=ProfilePart.WISHES, words="", code=f"own:{code}")
            for code in told.wishes
        ),
        *(
            ProfileLine(part=ProfilePart.EXPERIENCE, words=what, from_year=start, to_year=end)
            for what, start, end in told.work
        ),
        ProfileLine(part=ProfilePart.EDUCATION, words=words, degree=degree, finished=True),
        *(
            ProfileLine(part=ProfilePart.LANGUAGES, words="", code=code, speaking=level)
            for code, level in told.languages
        ),
    ]
