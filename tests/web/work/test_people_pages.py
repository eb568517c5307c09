"""The person's side of work on screen: chances, lists of people in view, and places to learn."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW
from tests.services.dossier import SITUATION, registered
from tests.services.profiled import load_own_list, skill
from tests.services.test_match_lists import newest
from tests.services.working import CARE, Work, helper, work_room
from tests.web.decisions.decisions_world import browser, words
from tests.web.work.test_work_pages import read
from voordeur.domain.profile.profile import Practical, ProfileLine, ProfilePart
from voordeur.records.residents.models import ResidentRecord
from voordeur.records.toolbox.models import ProfileRecord
from voordeur.records.work.models import RegisterStatusRecord, VacancyRecord
from voordeur.services import (
    employers,
    match_lists,
    people_lists,
    placements,
    register_loading,
    vacancies,
    vacancy_imports,
    work_profile,
)
from voordeur.services.context import system_context
from voordeur.services.people import PersonDetails
from voordeur.services.placements import NewPlacement
from voordeur.services.profile_rows import forget_profile
from voordeur.web import contexts

__all__ = ["work_room"]
pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LIST = "/werkgevers/"
ELSEWHERE = (
    "nummer;titel;bedrijf;postcode;uren_van;uren_tot;sector;adres;tot\n"
    "A1;Verzorgende aan de gracht;Grachthuis;1012;16;32;care;https://werk.example.nl/A1;2026-06-30\n"
)


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture(name="alice")
def guide(work: Work) -> Client:
    load_own_list()
    return browser(work.cast.alice)


@pytest.fixture(name="dagmar")
def resident(work: Work) -> Client:
    client = Client()
    session = client.session
    session[contexts.RESIDENT] = work.case.resident_id
    session.save()
    return client


@pytest.fixture
def register(work: Work) -> None:
    register_loading.load_register(system_context(NOW))


def open_work(work: Work, title: str, **more: Any) -> str:
    new = helper(title=title, tasks=(), **more)
    return vacancies.open_vacancy(work.wim.context, employer=work.employer, new=new)


def tell(work: Work, *lines: ProfileLine, **practical: Any) -> None:
    alice = work.cast.alice.context
    if lines:
        work_profile.add_lines(alice, ref=work.case.ref, lines=lines, together=True)
    told = Practical(place="1971", mode="transit", minutes=120, **practical)
    work_profile.keep_practical(alice, ref=work.case.ref, practical=told)


def take_in(work: Work, content: str = ELSEWHERE) -> None:
    wim = work.wim.context
    table = vacancy_imports.read_table(wim, origin="Regio A", content=content.encode())
    assert isinstance(table, vacancy_imports.VacancyTable)
    vacancy_imports.take_in(wim, table=table)


# ---- Chances of one person ----


def test_chances_are_first_what_fits_and_then_only_the_sectors_the_person_chose(
    work: Work, alice: Client, dagmar: Client, register: None
) -> None:
    open_work(work, "Monteur", sector="technology")
    zorghulp = ProfileLine(part=ProfilePart.EXPERIENCE, words="zorghulp", code="own:Z03")
    tell(work, skill(), zorghulp, sectors=("care",))
    case = f"{LIST}bij/{work.case.ref}/"
    assert f"{case}kansen/" in words(alice.get(case))
    for page in (
        read(words(alice.get(f"{case}kansen/"))),
        read(words(dagmar.get("/mijn/kansen/"))),
    ):
        fits, sector = page.index("Wat nu past in de regio"), page.index("Kansen in Zorg")
        assert fits < page.index("Monteur") < sector < page.index("De weg ernaartoe")
        assert "Van zorghulp naar" in page
        assert "Kansen in Technologie" not in page
        assert "Niet gekozen: Onderwijs, Technologie." in page
        assert match_lists.rebuilt(system_context(NOW), number=newest().pk).same
    tell(work, sectors=())
    page = read(words(alice.get(f"{case}kansen/")))
    assert "Kansen in" not in page
    assert "Dat hoeft ook niet. Niet gekozen: Zorg" in page
    assert browser(work.cast.charlie).get(f"{case}kansen/").status_code == 404


def test_work_outside_the_region_stands_apart_with_travel_time_and_the_figure_of_commuting(
    work: Work, alice: Client, dagmar: Client, register: None
) -> None:
    take_in(work)
    tell(work, skill())
    for client, address in (
        (alice, f"{LIST}bij/{work.case.ref}/kansen/"),
        (dagmar, "/mijn/kansen/"),
    ):
        page = read(words(client.get(address)))
        here, _mark, outside = page.partition("Buiten de regio")
        assert "Helpende zorg" in here
        assert "Verzorgende aan de gracht" not in here
        assert "werkt 54% buiten de regio (" in outside
        assert "in een stuk van 2020" in outside
        told = outside[outside.index("Verzorgende aan de gracht") :]
        assert told.index("minuten reizen") < told.index("Van elders: Regio A, tot 30 juni 2026")
    outside_work = VacancyRecord.objects.get(origin="Regio A")
    because = {"because": "Dit past."}
    suggest = f"{LIST}bij/{work.case.ref}/stel-voor/{outside_work.ref}/"
    answer = alice.post(suggest, because)
    assert answer.status_code == 422
    assert "Deze vacature komt van elders." in words(answer)


def test_who_wants_more_hours_is_listed_with_work_that_fits_beside_the_job(
    work: Work, alice: Client, dagmar: Client
) -> None:
    open_work(work, "Te grote baan", hours_from=24, hours_to=36)
    said = {"doe": "praktisch", "hours_most": "28", "more_hours": "on"}
    answer = dagmar.post("/mijn/profiel/doe/", said)
    assert answer.status_code == 422
    assert "Wil je meer uren? Vul in hoeveel je nu werkt." in words(answer)
    dagmar.post("/mijn/profiel/doe/", {**said, "hours_now": "12"})
    assert "werkt nu 12 uur en wil 16 uur erbij" in words(dagmar.get("/mijn/profiel/"))
    page = read(words(alice.get(f"{LIST}mensen/meer-uren/")))
    assert "Wil erbij 16 uur per week" in page
    assert "Helpende zorg" in page
    assert "Te grote baan" not in page
    assert "Naast de baan van nu: 16 uren erbij" in words(dagmar.get("/mijn/kansen/"))
    other = read(words(browser(work.cast.charlie).get(f"{LIST}mensen/meer-uren/")))
    assert "Er staat nu niemand op deze lijst" in other


# ---- People in view ----


def test_young_people_just_out_of_work_see_technology_first_and_others_are_not_listed(
    work: Work, alice: Client
) -> None:
    open_work(work, "Leerling monteur", sector="technology")
    tell(work, skill())
    page = f"{LIST}mensen/jong-ontslagen/"
    work.case.situation = {**SITUATION, "benefit": "ww", "age": 22}
    work.case.save()
    told = read(words(alice.get(page)))
    assert "WW, aangemeld op 02-03-2026" in told
    assert told.index("Leerling monteur") < told.index("Helpende zorg")
    assert "Werk in techniek staat vooraan" in told
    for other in ({"age": 27}, {"age": 15}, {"benefit": "bijstand"}, {"work": "working"}):
        work.case.situation = {**SITUATION, "benefit": "ww", "age": 22, **other}
        work.case.save()
        assert "Er staat nu niemand op deze lijst" in words(alice.get(page))
    work.case.situation = {**SITUATION, "age": 22}
    work.case.save()
    ended = NewPlacement(kind="regular", hours_tenths=240, starts_on=TODAY - timedelta(days=200))
    alice_context = work.cast.alice.context
    ref = placements.place_directly(
        alice_context, case=work.case.ref, employer=work.employer, new=ended
    )
    placements.end_placement(
        alice_context, ref=ref, ends_on=TODAY - timedelta(days=10), reason="dismissed"
    )
    assert "baan stopte op 20-02-2026" in words(alice.get(page))


def test_status_holders_are_shown_with_education_and_language_beside_the_level_of_the_work(
    work: Work, alice: Client
) -> None:
    open_work(work, "Inpakker", level="mbo1", offers=("language",))
    open_work(work, "Verpleegkundige", level="hbo", offers=("language",))
    degree = ProfileLine(
        part=ProfilePart.EDUCATION, words="verpleegkunde", degree="hbo", finished=True
    )
    abroad = replace(degree, words="Bachelor in Damascus", degree="abroad")
    dutch = ProfileLine(part=ProfilePart.LANGUAGES, words="nld", code="nld", speaking="B1")
    tell(work, skill(), degree, abroad, dutch, conditions=("language",))
    page = f"{LIST}mensen/statushouders/"
    assert "Er staat nu niemand op deze lijst" in words(alice.get(page))
    ProfileRecord.objects.create(
        case=work.case, facts={"background": "status_holder"}, changed_at=NOW
    )
    told = read(words(alice.get(page)))
    assert "hbo of ad, Bachelor in Damascus (in een ander land; laat het niveau waarderen)" in told
    assert "Nederlands B1" in told
    assert "hulp bij de taal op het werk" in told
    level = told.index("Verpleegkundige")
    assert level < told.index("Inpakker") < told.index("onder het niveau van de opleiding")


def test_people_of_the_jobs_agreement_are_in_view_with_status_job_and_how_it_lasts(
    work: Work, alice: Client
) -> None:
    ProfileRecord.objects.create(
        case=work.case, facts={"register_banenafspraak": "yes"}, changed_at=NOW
    )
    page = f"{LIST}mensen/banenafspraak/"
    assert "(volgens de vragen van het gereedschap, 2 maart 2026)" in words(alice.get(page))
    note = f"{LIST}bij/{work.case.ref}/doelgroepregister/"
    said = {"status": "registered", "told_by": "uwv", "told_on": TODAY.isoformat()}
    assert alice.post(note, said).status_code == 302
    later = {**said, "told_on": (TODAY + timedelta(days=1)).isoformat()}
    assert alice.post(note, later).status_code == 422
    older = {**said, "status": "asked", "told_on": (TODAY - timedelta(days=9)).isoformat()}
    assert alice.post(note, older).status_code == 422
    job = NewPlacement(
        kind="jobs_agreement", hours_tenths=255, starts_on=TODAY - timedelta(days=100)
    )
    alice_context = work.cast.alice.context
    ref = placements.place_directly(
        alice_context, case=work.case.ref, employer=work.employer, new=job
    )
    assert "na 3 maanden nog niet gevraagd" in words(alice.get(page))
    placements.tell_check(alice_context, ref=ref, months=3, still_there=True)
    told = read(words(alice.get(page)))
    assert "staat in het register (volgens UWV, 2 maart 2026)" in told
    assert "Na 3 maanden: nog aan het werk" in told
    assert "telt als een baan van 25,5 uur" in told
    charlie = browser(work.cast.charlie)
    assert "Zorghuis" not in words(charlie.get(page))
    assert charlie.post(note, said).status_code == 404
    assert work.case.resident_id is not None
    forget_profile(work.case.resident_id)
    assert not RegisterStatusRecord.objects.exists()


# ---- Places to learn ----


def test_places_to_learn_are_public_scarce_first_and_shared_by_companies(
    work: Work, client: Client
) -> None:
    wim = browser(work.wim)
    pool = employers.open_employer(
        work.wim.context, details=replace(CARE, name="Staal en Zoon", kvk_number="")
    )
    said = {"title": "Stage verpleging", "seats": "9", "hours_from": "24", "hours_to": "32"}
    form = f"{LIST}bedrijf/{work.employer}/vacature/"
    wim.post(form, {**said, "kind": "internship", "sector": "care", "level": "mbo4"})
    shared = {**said, "title": "Talentenpool lassen", "seats": "2", "kind": "bbl"}
    assert wim.post(form, {**shared, "partner_words": "Niemand bv"}).status_code == 422
    wim.post(form, {**shared, "partner_words": "staal en zoon", "sector": "technology"})
    page = read(words(client.get("/paden/leerplekken/")))
    assert page.index("Talentenpool lassen") < page.index("Stage verpleging")
    assert "Zorghuis De Duin, Staal en Zoon delen deze plek" in page
    assert "schaars: nog 2 plekken van dit soort" in page
    assert "Helpende zorg" not in page
    filtered = words(client.get("/paden/leerplekken/", {"sector": "care", "niveau": "mbo4"}))
    assert "Stage verpleging" in filtered
    assert "Talentenpool" not in filtered
    assert VacancyRecord.objects.get(kind="bbl").partners.get().ref == pool


def test_schools_see_which_skills_employers_ask_in_vain(
    work: Work, alice: Client, register: None
) -> None:
    open_work(work, "Wassen", seats=7, required=("own:wassen-kleden",))
    open_work(work, "Zeldzaam", seats=4, required=("own:zwafelen",))
    for number in range(12):
        person = ResidentRecord.objects.create(
            ref=f"R{number}", name="Iemand", created_at=NOW, updated_at=NOW
        )
        context = replace(work.dagmar, resident_id=person.pk)
        work_profile.add_lines(context, lines=[skill("own:maaltijd-bereiden")])
    open_work(work, "Koken", seats=9, required=("own:maaltijd-bereiden",))
    page = read(words(alice.get("/werk/paden/")))
    asked = page[page.index("Waar werkgevers naar zoeken") :]
    assert asked.index("own:zwafelen 4 –") < asked.index("wassen en aankleden 7 –")
    assert "maaltijd" not in asked.partition("Een streepje")[0].replace("Opleiding", "")


def test_more_people_in_view_ask_no_more_queries(work: Work, alice: Client) -> None:
    own = [f"{LIST}mensen/{one}/" for one in people_lists.TITLES]
    counts = []
    for number in range(2):
        for more in range(1 + 3 * number):
            in_view(work, f"Voorbeeld {number}{more}")
        for page in own:
            alice.get(page)
        counts.append([])
        for page in own:
            with CaptureQueriesContext(connection) as asked:
                told = words(alice.get(page))
            assert told.count("Voorbeeld ") >= 1 + 3 * number
            counts[-1].append(len(asked))
    assert counts[0] == counts[1]


def in_view(work: Work, name: str) -> None:
    """Register somebody who is on every list."""
    alice = work.cast.alice.context
    person = PersonDetails(name=name, email=f"{name[-2:]}@example.nl")
    situation = {**SITUATION, "benefit": "ww", "age": 20}
    case = registered(alice, person=person, situation=situation)
    told = Practical(hours_most=28, hours_now=8, more_hours=True)
    work_profile.keep_practical(alice, ref=case.ref, practical=told)
    facts = {"background": "status_holder", "register_banenafspraak": "yes"}
    ProfileRecord.objects.create(case=case, facts=facts, changed_at=NOW)
    job = NewPlacement(kind="jobs_agreement", hours_tenths=80, starts_on=TODAY)
    placements.place_directly(alice, case=case.ref, employer=work.employer, new=job)
