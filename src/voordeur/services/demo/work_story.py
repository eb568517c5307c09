"""Employers and work in the demo: vacancies, talks, suggestions, and jobs that began."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import RefusedError
from voordeur.records.cases.models import CaseRecord
from voordeur.records.profiles.models import WorkProfileRecord
from voordeur.records.work.models import ReferralRecord
from voordeur.services import (
    employers,
    jobs_register,
    matching,
    placements,
    referrals,
    toolbox_answers,
    vacancies,
    vacancy_imports,
    vacancy_words,
)
from voordeur.services.context import AMSTERDAM, Context
from voordeur.services.demo.play import Stage
from voordeur.services.employers import EmployerDetails, NewTalk
from voordeur.services.placements import NewPlacement
from voordeur.services.vacancies import NewVacancy

NEEDED = ("joris", "alice")
MORNING = 11
OFFERS = (
    *("school_hours", "build_up", "fixed_tasks", "guidance", "fixed_hours"),
    *("language", "light", "culture", "quiet"),
)
MOST_SUGGESTED = 48
DAYS_ELSEWHERE = 365
KEPT_TRUE = (40, 60, 80, 96)
"""Percents of the stage at which most vacancies are checked."""
EMPLOYERS = (
    ("Zorghuis De Duin", "care", "2011", "growing", False),
    ("Thuiszorg Verzonnen", "care", "1971", "growing", False),
    ("Kinderopvang Proef", "care", "2034", "support", False),
    ("Basisschool Voorbeeld", "education", "1961", "growing", False),
    ("Machinefabriek Proef", "technology", "1951", "growing", False),
    ("Installateur Voorbeeld", "technology", "2031", "growing", False),
    ("Staal en Spant", "technology", "1948", "parting", False),
    ("Bakkerij Voorbeeld", "trade", "1941", "support", False),
    ("Supermarkt Verzonnen", "trade", "2024", "growing", False),
    ("Restaurant Proef", "hospitality", "2042", "support", False),
    ("Kwekerij Verzonnen", "services", "2121", "support", True),
    ("Fietsenmaker Sociaal", "services", "2015", "support", True),
)
"""Name, sector, postcode, need, social aim."""
WORK = (
    ("Helpende zorg", 3, 16, 28, ("eten rondbrengen", "bedden opmaken", "wassen en aankleden")),
    ("Huishoudelijke hulp", 2, 8, 24, ("schoonmaken", "was doen")),
    ("Groepshulp", 1, 20, 32, ("tafels dekken", "buiten spelen", "opruimen")),
    ("Onderwijsassistent", 2, 24, 36, ("lezen met kinderen", "klaarzetten")),
    ("Productiemedewerker", 4, 32, 40, ("machine vullen", "meten", "inpakken")),
    ("Leerling monteur", 2, 36, 40, ("leidingen leggen", "opmeten")),
    ("Lasser", 1, 40, 40, ("lassen", "nakijken")),
    ("Winkelhulp", 2, 12, 24, ("vakken vullen", "kassa", "koffie schenken")),
    ("Vakkenvuller", 5, 10, 20, ("vakken vullen", "karren ophalen")),
    ("Bediening", 2, 16, 32, ("bestellingen opnemen", "tafels dekken")),
    ("Kweker", 3, 16, 36, ("planten verpotten", "water geven")),
    ("Fietsenmaker", 1, 24, 36, ("banden plakken", "schoonmaken")),
)
OCCUPATIONS = {
    "Helpende zorg": "helpende zorg en welzijn",
    "Huishoudelijke hulp": "hulp bij het huishouden",
    "Groepshulp": "groepshulp kinderopvang",
    "Onderwijsassistent": "onderwijsassistent basisonderwijs",
    "Leerling monteur": "assistent-monteur installatietechniek",
    "Winkelhulp": "winkelmedewerker",
    "Bediening": "medewerker bediening",
}
"""What work is called in the region's own list, where that is not its title."""
LEARNING = (
    ("Leerbaan monteur", 5, "bbl", "mbo2", 2, 32, ()),
    ("Stage verpleegkunde", 0, "internship", "mbo4", 6, 24, ()),
    ("Talentenpool lassen en bouwen", 4, "bbl", "mbo2", 3, 36, (6, 5)),
)
"""What is learned, at which employer, kind, level, seats, hours, and employers that share it."""
FEW_HOURS = ("Hulp op kantoor", 11, 8, 12, ("post sorteren", "gegevens invoeren"))
"""Work beside another job: title, employer, hours, tasks."""
ELSEWHERE = (
    "nummer;titel;bedrijf;postcode;uren_van;uren_tot;sector;niveau;nederlands;beroep;adres;tot\n"
    "V1;Helpende in de stad;Zorg Elders;1012;16;32;care;;A2;helpende zorg en welzijn;"
    "https://elders.example.nl/V1;{until}\n"
    "V2;Magazijnmedewerker luchthaven;Vracht Elders;2132;24;40;logistics;;;;"
    "https://elders.example.nl/V2;{until}\n"
)
"""Invented vacancies of a neighbouring region."""
TALKS = (
    (0, "visit", "staff", "Zoekt drie mensen voor de ochtend.", "Vacature geopend.", None),
    (1, "call", "travel", "Cliënten wonen ver uit elkaar; een fiets is nodig.", "", None),
    (2, "call", "staff", "Vult uren lastig in.", "", None),
    (
        4,
        "advice",
        "learning",
        "Vraagt hoe leren en werken samengaat.",
        "Informatie gestuurd.",
        None,
    ),
    (
        6,
        "early_signal",
        "dismissal",
        "Orders lopen terug.",
        "Bellen over de mensen die weg moeten.",
        10,
    ),
    (
        7,
        "other_conversation",
        "sickness",
        "Twee mensen vallen uit in de nacht.",
        "Samen roosters bekijken.",
        14,
    ),
    (8, "call", "travel", "De bus rijdt niet voor zes uur.", "", None),
    (9, "visit", "travel", "Avonddienst eindigt na de laatste bus.", "", None),
)
"""Which employer, sort, theme, what was said, what was agreed, days until somebody comes back."""
NEWCOMER = frozenset({"language", "culture"})
"""What somebody needs in work who is noted as a status holder."""
REGISTER = (("registered", "uwv"), ("asked", "person"))
"""How two people stand to the register of the jobs agreement, and whose word it is."""
PEOPLE_SAY = ("yes", "yes", "travel", "yes", "", "yes", "hours", "yes", "not_now")
"""What people say in turn: yes, a reason for no, or nothing yet."""
EMPLOYERS_SAY = ("regular", "jobs_agreement", "skills", "meet", "", "learn_work", "language")
"""What employers say in turn: a job of this kind, a meeting, a reason for no, or nothing."""
JOBS = {"regular": 240, "jobs_agreement": 255, "learn_work": 320}
"""Kind of job → tenths of hours a week."""


@dataclass
class _Told:
    """What exists so far: vacancies by number, and whom something was suggested to."""

    vacancies: list[str] = field(default_factory=list)
    employers: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    """Places to learn, and work of a few hours: nobody is suggested for them."""


def tell_of_work(stage: Stage) -> None:
    """Let it take place between the start and the end; without its people there is no story.

    Nothing here is left to chance, so that the rest of the demo is the same with or without it.
    """
    if not set(NEEDED) <= set(stage.personas):
        return
    told = _Told()
    stage.later(_moment(stage, 20), lambda moment: _open(_at(stage, "joris", moment), told))
    stage.later(_moment(stage, 45), lambda moment: _talk(_at(stage, "joris", moment), told))
    stage.later(_moment(stage, 50), lambda moment: _suggest(_at(stage, "alice", moment), told))
    stage.later(_moment(stage, 53), _answer)
    stage.later(_moment(stage, 56), lambda moment: _introduce(_at(stage, "joris", moment)))
    stage.later(_moment(stage, 62), lambda moment: _place(_at(stage, "joris", moment)))
    for percent in KEPT_TRUE:
        stage.later(
            _moment(stage, percent), lambda moment: _keep_true(_at(stage, "joris", moment), told)
        )
    stage.later(_moment(stage, 97), lambda moment: _suggest(_at(stage, "alice", moment), told))
    stage.later(_moment(stage, 98), lambda moment: _keep_in_view(_at(stage, "alice", moment)))


def _at(stage: Stage, who: str, moment: datetime) -> Context:
    return stage.personas[who].at(moment)


def _moment(stage: Stage, percent: int) -> datetime:
    local = (stage.start + (stage.end - stage.start) * percent // 100).astimezone(AMSTERDAM)
    return local.replace(hour=MORNING, minute=0, second=0, microsecond=0)


def _open(joris: Context, told: _Told) -> None:
    for at, (name, sector, postcode, need, impact) in enumerate(EMPLOYERS):
        slug = name.lower().replace(" ", "-")
        details = EmployerDetails(
            name=name,
            sector=sector,
            postcode=postcode,
            need=need,
            impact=impact,
            contact_name="Noor Verzonnen",
            contact_email=f"personeel@{slug}.example.nl",
        )
        ref = employers.open_employer(joris, details=details)
        told.employers.append(ref)
        title, seats, least, most, tasks = WORK[at]
        read = vacancy_words.read(
            occupation=OCCUPATIONS.get(title, title), required="", preferred=""
        )
        new = NewVacancy(
            occupation=read.occupation,
            required=read.required,
            offers=tuple(OFFERS) if need == "support" else OFFERS[:3],
            title=title,
            seats=seats,
            hours_from=least,
            hours_to=most,
            sector=sector,
            postcode=postcode,
            tasks=tasks,
            conditions="Loon volgens de cao. Je wordt ingewerkt.",
            room=need == "support",
        )
        told.vacancies.append(vacancies.open_vacancy(joris, employer=ref, new=new))
    _open_learning(joris, told)
    _open_few_hours(joris, told)
    until = joris.today + timedelta(days=DAYS_ELSEWHERE)
    content = ELSEWHERE.format(until=until.isoformat()).encode()
    table = vacancy_imports.read_table(joris, origin="Regio Voorbeeld", content=content)
    if isinstance(table, vacancy_imports.VacancyTable):
        vacancy_imports.take_in(joris, table=table)


def _open_learning(joris: Context, told: _Told) -> None:
    for title, at, kind, level, seats, hours, shared in LEARNING:
        _name, sector, postcode, _need, _impact = EMPLOYERS[at]
        new = NewVacancy(
            title=title,
            kind=kind,
            level=level,
            seats=seats,
            hours_from=hours,
            hours_to=hours,
            sector=sector,
            postcode=postcode,
            partners=tuple(told.employers[other] for other in shared),
        )
        told.others.append(vacancies.open_vacancy(joris, employer=told.employers[at], new=new))


def _open_few_hours(joris: Context, told: _Told) -> None:
    title, at, least, most, tasks = FEW_HOURS
    _name, sector, postcode, _need, _impact = EMPLOYERS[at]
    read = vacancy_words.read(occupation="administratief medewerker", required="", preferred="")
    new = NewVacancy(
        title=title,
        seats=1,
        occupation=read.occupation,
        required=read.required,
        offers=OFFERS,
        hours_from=least,
        hours_to=most,
        sector=sector,
        postcode=postcode,
        tasks=tasks,
        room=True,
    )
    told.others.append(vacancies.open_vacancy(joris, employer=told.employers[at], new=new))


def _talk(joris: Context, told: _Told) -> None:
    for at, sort, theme, about, agreed, days in TALKS:
        back = joris.today + timedelta(days=days) if days is not None else None
        talk = NewTalk(
            sort=sort, theme=theme, day=joris.today, about=about, agreed=agreed, follow_up_on=back
        )
        employers.log_talk(joris, ref=told.employers[at], talk=talk)


def _suggest(alice: Context, told: _Told) -> None:
    busy = set(
        ReferralRecord.objects.exclude(state="suggested").values_list("case__ref", flat=True)
    )
    free = [one for one in _open_cases(alice) if one not in busy]
    for vacancy in told.vacancies:
        matching.candidates(alice, vacancy=vacancy)
    for at, case in enumerate(free[:MOST_SUGGESTED]):
        vacancy = told.vacancies[at % len(told.vacancies)]
        because = "De uren en de plek passen bij wat je vertelde."
        with suppress(RefusedError):  # a vacancy that is full or not fresh takes nobody
            referrals.suggest(alice, vacancy=vacancy, case=case, because=because)


def _answer(moment: datetime) -> None:
    """Let two of three people say yes, as they would in Mijn Voordeur."""
    rows = ReferralRecord.objects.select_related("case").filter(state="suggested").order_by("id")
    for at, row in enumerate(rows):
        person = Context(
            kind=ActorKind.RESIDENT, now=moment, resident_id=row.case.resident_id, language="nl"
        )
        said = PEOPLE_SAY[at % len(PEOPLE_SAY)]
        if said == "yes":
            shared = "Ik wil graag kennismaken. Bel mij op 06 00000000."
            referrals.say_yes(person, ref=row.ref, shared=shared)
        elif said:
            referrals.say_no(person, ref=row.ref, reason=said)


def _introduce(joris: Context) -> None:
    for row in ReferralRecord.objects.filter(state="interested").order_by("id"):
        with suppress(RefusedError):  # the employer has enough people to look at
            referrals.introduce(joris, ref=row.ref)


def _place(joris: Context) -> None:
    """Let employers answer: a meeting, a job, a no with a reason; some stay silent."""
    rows = ReferralRecord.objects.filter(state="introduced").order_by("id")
    for at, row in enumerate(rows):
        answer = EMPLOYERS_SAY[at % len(EMPLOYERS_SAY)]
        if answer in JOBS:
            referrals.invite(joris, ref=row.ref)
            _begin(joris, row.ref, answer)
        elif answer == "meet":
            referrals.invite(joris, ref=row.ref)
        elif answer:
            referrals.reject(joris, ref=row.ref, reason=answer)


def _begin(joris: Context, ref: str, kind: str) -> None:
    starts_on = joris.today + timedelta(days=7)
    job = NewPlacement(kind=kind, hours_tenths=JOBS[kind], starts_on=starts_on)
    with suppress(RefusedError):  # the last seat went to somebody else
        placements.place_referral(joris, ref=ref, new=job)


def _keep_true(joris: Context, told: _Told) -> None:
    for ref in (*told.vacancies[:-2], *told.others):
        with suppress(RefusedError):  # it is filled
            vacancies.confirm_vacancy(joris, ref=ref)


def _keep_in_view(alice: Context) -> None:
    """Note who came as a status holder, and how two others stand to the jobs agreement."""
    profiles = WorkProfileRecord.objects.order_by("id")
    needs = [(one.resident_id, set(one.conditions)) for one in profiles]
    newcomers = {who for who, held in needs if held >= NEWCOMER}
    others = {who for who, held in needs if held and who not in newcomers}
    for case in _cases_of(alice, newcomers):
        toolbox_answers.answer(alice, ref=case, typed={"background": "status_holder"})
    for case, (status, by) in zip(_cases_of(alice, others), REGISTER, strict=False):
        jobs_register.note_status(alice, case=case, status=status, told_by=by, told_on=alice.today)


def _cases_of(alice: Context, residents: Iterable[int]) -> Iterable[str]:
    rows = CaseRecord.objects.filter(state="open", accountable_id=alice.organisation)
    found = rows.filter(resident_id__in=list(residents)).order_by("id")
    return list(found.values_list("ref", flat=True))


def _open_cases(alice: Context) -> Iterable[str]:
    rows = CaseRecord.objects.filter(state="open", accountable_id=alice.organisation)
    return rows.filter(resident__isnull=False).order_by("id").values_list("ref", flat=True)
