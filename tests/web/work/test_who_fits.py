"""Who fits which work, on screen: with the reason, the gap, and for any pair."""

import re
from dataclasses import replace

import pytest
from django.test import Client

from tests.services.profiled import load_own_list, skill
from tests.services.working import Work, helper, work_room
from tests.web.decisions.decisions_world import browser, words
from tests.web.work.test_work_pages import LIST, consultant, guide, moment, read
from voordeur.records.matching.models import MatchListRecord
from voordeur.records.work.models import VacancyRecord
from voordeur.services import fair_division, matching, vacancies, work_profile

__all__ = ["consultant", "guide", "moment", "work_room"]
pytestmark = pytest.mark.django_db


@pytest.fixture(name="asking")
def vacancy_with_skills(work: Work) -> Work:
    load_own_list()
    new = helper(required=("own:wassen-kleden", "own:maaltijd-bereiden"), tasks=())
    vacancy = vacancies.open_vacancy(work.wim.context, employer=work.employer, new=new)
    alice = work.cast.alice.context
    lines = [skill("own:wassen-kleden")]
    work_profile.add_lines(alice, ref=work.case.ref, lines=lines, together=True)
    return replace(work, vacancy=vacancy)


def test_who_fits_stands_with_the_reason_and_is_suggested_from_there(
    asking: Work, alice: Client
) -> None:
    page = read(words(alice.get(f"{LIST}vacature/{asking.vacancy}/wie-past/")))
    assert "Gezocht bij 1 persoon van wie jullie het profiel mogen zien." in page
    assert "Past: " in page
    assert page.index("Past: ") < page.index("Nog te leren: ")
    assert "Dagmar Voorbeeld" in page
    because = {"because": "Je kunt mensen verzorgen."}
    alice.post(f"{LIST}bij/{asking.case.ref}/stel-voor/{asking.vacancy}/", because)
    again = read(words(alice.get(f"{LIST}vacature/{asking.vacancy}/wie-past/")))
    assert "Leg voor aan de persoon" not in again


def test_a_consultant_without_a_grant_sees_no_names_of_who_fits(asking: Work, wim: Client) -> None:
    page = words(wim.get(f"{LIST}vacature/{asking.vacancy}/wie-past/"))
    assert "Dagmar" not in page
    assert "Nog niemand past hier" in page


def test_what_fits_the_person_stands_first_at_the_case(asking: Work, alice: Client) -> None:
    address = f"{LIST}bij/{asking.case.ref}/"
    page = read(words(alice.get(address)))
    best = page[page.index("Wat het best past") : page.index("Zoek werk")]
    assert best.index("Nog te leren: ") < best.index("Leg voor aan de persoon")
    wrong = words(alice.post(f"{address}stel-voor/{asking.vacancy}/", {"because": ""}))
    assert "Leg voor aan de persoon" in wrong
    assert re.findall(r' id="([^"]+)"', wrong) == list(
        dict.fromkeys(re.findall(r' id="([^"]+)"', wrong))
    )


def test_any_pair_says_why_it_fits_or_what_stands_in_the_way(
    asking: Work, alice: Client, wim: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "MOST_WORK", 0)
    far = helper(title="Chauffeur", licences=("C",), required=(), tasks=())
    ref = vacancies.open_vacancy(asking.wim.context, employer=asking.employer, new=far)
    at_case = alice.get(f"{LIST}bij/{asking.case.ref}/").content.decode()
    links = re.findall(r'href="([^"]+/past/[^"]+)"', at_case)
    assert len(links) == 3
    told = [read(words(alice.get(one))) for one in links]
    assert sum("past nu niet Een rijbewijs of certificaat ontbreekt." in one for one in told) == 1
    assert sum("Nog te leren: " in one for one in told) == 1
    assert MatchListRecord.objects.filter(sort="work").count() == len(links)
    assert wim.get(links[0]).status_code == 404
    vacancies.pause_vacancy(asking.wim.context, ref=ref)
    closed = words(alice.get(f"{LIST}bij/{asking.case.ref}/past/{ref}/"))
    assert "Deze vacature is niet open" in closed


def test_a_vacancy_says_which_licence_it_asks(work: Work, wim: Client) -> None:
    said = {"title": "Chauffeur", "seats": "1", "hours_from": "12", "hours_to": "20"}
    address = f"{LIST}bedrijf/{work.employer}/vacature/"
    assert wim.post(address, {**said, "licences": ["raket"]}).status_code == 422
    wim.post(address, {**said, "licences": ["C", "vca"]})
    made = VacancyRecord.objects.get(title="Chauffeur")
    assert made.licences == ["C", "vca"]
    page = read(words(wim.get(f"{LIST}vacature/{made.ref}/")))
    assert "Welk rijbewijs of bewijs is nodig C (vrachtauto), VCA" in page
    change = wim.get(f"{LIST}vacature/{made.ref}/wijzig/").content.decode()
    assert len(re.findall(r'name="licences"[^>]*checked', change)) == 2


def test_words_nobody_knows_are_named_and_what_was_typed_stays(asking: Work, wim: Client) -> None:
    said = {"title": "Kok", "seats": "1", "hours_from": "12", "hours_to": "20"}
    address = f"{LIST}bedrijf/{asking.employer}/vacature/"
    strange = wim.post(address, {**said, "occupation_words": "zwafelaar"})
    assert strange.status_code == 422
    assert "Dit kennen we niet: zwafelaar." in words(strange)
    assert 'value="zwafelaar"' in words(strange)
    wim.post(address, {**said, "occupation_words": "kok"})
    assert VacancyRecord.objects.latest("id").occupation == "own:B07"
    assert VacancyRecord.objects.latest("id").required


@pytest.mark.parametrize(
    ("bar", "said", "not_said"),
    [(0.0, "Beter dan dit kan het samen bijna niet", "Zeker is:"), (2.0, "Zeker is:", "Beter dan")],
)
def test_a_division_is_praised_no_more_than_is_proven(
    asking: Work, monkeypatch: pytest.MonkeyPatch, bar: float, said: str, not_said: str
) -> None:
    monkeypatch.setattr(fair_division, "NEARLY_BEST", bar)
    page = read(words(browser(asking.cast.eva).get(f"{LIST}verdeling/")))
    assert said in page
    assert not_said not in page
    assert "Mensen voor wie er geen lijst is" in page
