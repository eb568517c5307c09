"""Employers and work on screen: what is said, what is kept, and who may read what."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, hire
from tests.services.working import CARE, JOB, Work, helper, work_room
from tests.web.decisions.decisions_world import browser, words
from voordeur.domain.kernel.actors import Role
from voordeur.domain.work.employers import RECURRING
from voordeur.records.audit.models import JournalRecord
from voordeur.records.work.models import (
    EmployerTalkRecord,
    PlacementCheckRecord,
    PlacementRecord,
    ReferralRecord,
    VacancyRecord,
)
from voordeur.services import (
    employers,
    placements,
    referral_letters,
    referrals,
    register_loading,
    vacancies,
    work_counts,
    work_pages,
)
from voordeur.services.context import system_context
from voordeur.services.employers import NewTalk
from voordeur.web import contexts, dates

__all__ = ["work_room"]
pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LIST = "/werkgevers/"


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture(name="wim")
def consultant(work: Work) -> Client:
    return browser(work.wim)


@pytest.fixture(name="alice")
def guide(work: Work) -> Client:
    return browser(work.cast.alice)


@pytest.fixture(name="dagmar")
def resident(work: Work) -> Client:
    client = Client()
    session = client.session
    session[contexts.RESIDENT] = work.case.resident_id
    session.save()
    return client


def read(page: str) -> str:
    """Return what can be read, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def row(ref: str) -> ReferralRecord:
    return ReferralRecord.objects.get(ref=ref)


# ---- Employers ----


def test_an_employer_is_found_by_its_kvk_number_with_what_was_said(work: Work, wim: Client) -> None:
    said = {"sort": "visit", "theme": "travel", "day": TODAY.isoformat()}
    page = f"{LIST}bedrijf/{work.employer}/"
    told = wim.post(page, {**said, "about": "De bus rijdt niet voor zes uur."}, follow=True)
    assert "De bus rijdt niet voor zes uur." in words(told)
    assert "Zorghuis De Duin" in words(wim.get(LIST, {"zoek": CARE.kvk_number}))
    assert "Zorghuis De Duin" not in words(wim.get(LIST, {"zoek": "12345678"}))


def test_a_talk_that_is_not_whole_keeps_what_was_typed(work: Work, wim: Client) -> None:
    said = {"sort": "other_conversation", "theme": "sickness", "day": TODAY.isoformat()}
    answer = wim.post(f"{LIST}bedrijf/{work.employer}/", {**said, "about": "Twee nachtdiensten."})
    assert answer.status_code == 422
    assert "Twee nachtdiensten." in words(answer)
    assert not EmployerTalkRecord.objects.exists()


def test_who_was_promised_a_call_stands_first_until_it_is_ticked_off(
    work: Work, wim: Client
) -> None:
    talk = NewTalk(
        sort="early_signal",
        theme="dismissal",
        day=TODAY,
        about="Orders vallen weg.",
        follow_up_on=TODAY + timedelta(days=7),
    )
    ref = employers.log_talk(work.wim.context, ref=work.employer, talk=talk)
    assert "Hier beloofden we terug te komen" in words(wim.get(LIST))
    wim.post(f"{LIST}contact/{ref}/klaar/")
    assert "Hier beloofden we terug te komen" not in words(wim.get(LIST))


def test_what_keeps_coming_back_is_for_the_regional_table(work: Work, wim: Client) -> None:
    for number in range(RECURRING):
        details = replace(CARE, name=f"Bedrijf {number}", kvk_number="")
        ref = employers.open_employer(work.wim.context, details=details)
        talk = NewTalk(sort="call", theme="housing", day=TODAY, about="Geen woning te vinden.")
        employers.log_talk(work.wim.context, ref=ref, talk=talk)
    page = read(words(wim.get(LIST)))
    assert "Wonen (3 werkgevers)" in page
    assert "Breng het naar de regionale tafel" in page


def test_a_guide_reads_vacancies_and_no_log_of_contact(work: Work, alice: Client) -> None:
    assert alice.get(LIST).status_code == 404
    assert alice.get(f"{LIST}bedrijf/{work.employer}/").status_code == 404
    assert "Helpende zorg" in words(alice.get(f"{LIST}vacatures/"))


def test_more_employers_and_vacancies_ask_no_more_queries(work: Work, wim: Client) -> None:
    pages = (LIST, f"{LIST}vacatures/", f"{LIST}bedrijf/{work.employer}/", f"{LIST}plaatsingen/")
    counts = []
    for _round in range(2):
        for page in pages:
            wim.get(page)
        counts.append([])
        for page in pages:
            with CaptureQueriesContext(connection) as asked:
                assert wim.get(page).status_code == 200
            counts[-1].append(len(asked))
        for number in range(4):
            details = replace(CARE, name=f"Bedrijf {number}", kvk_number="")
            ref = employers.open_employer(work.wim.context, details=details)
            for employer in (ref, work.employer):
                vacancies.open_vacancy(work.wim.context, employer=employer, new=helper())
    assert counts[0] == counts[1]


# ---- Vacancies ----


def test_a_vacancy_is_opened_on_screen_and_split(work: Work, wim: Client) -> None:
    said = {"title": "Gastvrouw", "seats": "2", "hours_from": "12", "hours_to": "20"}
    tasks = "koffie schenken\ntafels dekken"
    address = f"{LIST}bedrijf/{work.employer}/vacature/"
    page = words(wim.post(address, {**said, "tasks": tasks}, follow=True))
    assert "2 van 2 plekken vrij" in page
    made = VacancyRecord.objects.latest("id")
    split = {**said, "title": "Koffie", "taken": ["koffie schenken"]}
    told = words(wim.post(f"{LIST}vacature/{made.ref}/splits/", split, follow=True))
    assert "Gemaakt uit:" in told
    assert VacancyRecord.objects.get(ref=made.ref).tasks == ["tafels dekken"]


@pytest.mark.parametrize(
    "wrong",
    [{"seats": "0"}, {"hours_from": "40", "hours_to": "20"}, {"title": ""}, {"seats": "veel"}],
)
def test_a_vacancy_that_cannot_be_says_where(
    work: Work, wim: Client, wrong: dict[str, str]
) -> None:
    said = {"title": "Gastvrouw", "seats": "2", "hours_from": "12", "hours_to": "20", **wrong}
    answer = wim.post(f"{LIST}bedrijf/{work.employer}/vacature/", said)
    assert answer.status_code == 422
    assert VacancyRecord.objects.count() == 1


def test_search_goes_by_words_hours_and_distance(work: Work, alice: Client) -> None:
    def found(**asked: str) -> bool:
        return "Helpende zorg" in words(alice.get(f"{LIST}vacatures/", asked))

    assert found(zoek="helpende", uren="20", postcode="2011", km="5", ruimte="ja")
    assert not found(zoek="lasser")
    assert not found(uren="36")
    assert not found(postcode="1971", km="3")
    assert found(postcode="1971", km="30")
    assert found(uren="x", km="-1", postcode="zzzz")


def test_the_nearest_come_first_and_all_are_counted_however_many_are_shown(
    work: Work, alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title, postcode in (("Kok", "1971 AA"), ("Bakker", "2012 AA"), ("Elders", "")):
        new = helper(title=title, postcode=postcode)
        vacancies.open_vacancy(work.wim.context, employer=work.employer, new=new)
    near = read(words(alice.get(f"{LIST}vacatures/", {"postcode": "1971"})))
    places = [near.index(one) for one in ("Kok", "Helpende zorg", "Bakker", "Elders")]
    assert places[0] == min(places)
    assert places[3] == max(places)
    monkeypatch.setattr(work_pages, "MOST_SHOWN", 2)
    cut = read(words(alice.get(f"{LIST}vacatures/", {"postcode": "1971"})))
    assert "4 open vacatures" in cut
    assert "Kok" in cut
    assert "Elders" not in cut


# ---- Referrals ----


def test_from_a_suggestion_to_a_job_on_screen(
    work: Work, alice: Client, dagmar: Client, wim: Client
) -> None:
    """The gids suggests, the person says yes, the consultant introduces, the employer answers."""
    because = {"because": "Je werkte met ouderen."}
    alice.post(f"{LIST}bij/{work.case.ref}/stel-voor/{work.vacancy}/", because)
    mine = f"/mijn/vraag/{work.case.ref}/werk/"
    assert "Er is werk dat bij je kan passen" in words(dagmar.get("/mijn/"))
    assert "Je werkte met ouderen." in words(dagmar.get(mine))
    ref = ReferralRecord.objects.get().ref
    dagmar.post(f"{mine}{ref}/ja/", {"shared": "Dagmar, 06 00000000"})
    assert "Dagmar, 06 00000000" in words(wim.get(f"{LIST}vacature/{work.vacancy}/"))
    wim.post(f"{LIST}voorstel/{ref}/voorstellen/")
    token = referral_letters.token_of(row(ref), today=TODAY)
    employer = Client()
    assert "Dagmar, 06 00000000" in words(employer.get(f"/link/werk/{token}/"))
    assert JournalRecord.objects.filter(name="WorkSeenByEmployer").exists()
    employer.post(f"/link/werk/{token}/", {"doe": "ja"})
    assert row(ref).state == "meeting"
    job = {"kind": "regular", "hours": "24", "starts_on": JOB.starts_on.isoformat()}
    wim.post(f"{LIST}voorstel/{ref}/baan/", job)
    assert PlacementRecord.objects.get().hours_tenths == 240
    assert "Je banen" in words(dagmar.get(mine))
    page = read(words(alice.get(f"{LIST}bij/{work.case.ref}/")))
    assert "24 uur per week, vanaf 9 maart 2026" in page


def test_before_the_yes_the_consultant_sees_no_more_than_that_somebody_was_asked(
    work: Work, wim: Client
) -> None:
    ref = work.suggested()
    page = read(words(wim.get(f"{LIST}vacature/{work.vacancy}/")))
    assert "1 persoon is gevraagd en heeft nog niet geantwoord." in page
    assert "Je werkte eerder met ouderen" not in page
    assert work.case.ref not in page
    assert wim.post(f"{LIST}voorstel/{ref}/voorstellen/").status_code == 404


def test_a_no_of_the_person_stops_the_link_at_once(work: Work, dagmar: Client) -> None:
    ref = work.introduced()
    token = referral_letters.token_of(row(ref), today=TODAY)
    said = {"reason": "not_now", "note": "Eerst mijn diploma."}
    dagmar.post(f"/mijn/vraag/{work.case.ref}/werk/{ref}/nee/", said)
    assert row(ref).state == "declined"
    answer = Client().get(f"/link/werk/{token}/")
    assert answer.status_code == 409
    assert "06 00000000" not in words(answer)


def test_a_no_of_the_employer_tells_what_could_be_next(work: Work, alice: Client) -> None:
    ref = work.introduced()
    token = referral_letters.token_of(row(ref), today=TODAY)
    employer = Client()
    page = f"/link/werk/{token}/"
    assert employer.post(page, {"doe": "nee", "reason": "x"}).status_code == 422
    told = employer.post(page, {"doe": "nee", "reason": "skills"}, follow=True)
    assert "06 00000000" not in words(told)
    at_case = words(alice.get(f"{LIST}bij/{work.case.ref}/"))
    assert "Kijk welke training dit gat dicht, of vraag een proefplaatsing." in at_case


def test_another_person_cannot_answer_for_dagmar(work: Work) -> None:
    ref = work.suggested()
    stranger = browser(work.cast.charlie)
    mine = f"/mijn/vraag/{work.case.ref}/werk/{ref}/ja/"
    assert stranger.post(mine, {"shared": "x"}).status_code == 302
    assert row(ref).state == "suggested"


def test_charlie_finds_no_work_of_a_case_that_was_not_shared(work: Work) -> None:
    charlie = browser(work.cast.charlie)
    assert charlie.get(f"{LIST}bij/{work.case.ref}/").status_code == 404


# ---- Placements ----


def test_counts_say_nothing_about_one_person(work: Work, wim: Client) -> None:
    job = replace(JOB, kind="jobs_agreement", hours_tenths=255, starts_on=TODAY)
    for _number in range(3):
        placements.place_directly(
            work.cast.alice.context, case=work.case.ref, employer=work.employer, new=job
        )
    page = read(words(wim.get(f"{LIST}plaatsingen/")))
    assert "– banen van 25,5 uur lopen vandaag." in page
    assert "3 banen lijken door twee partners verteld" in page
    assert "Baan van de banenafspraak –" in page
    assert "Beschut werk –" in page, "a line that is there does not tell that somebody is"
    rows = work_counts._rows({"b": 9, "a": 1, "": 3, "c": 12}, {"a": "A", "b": "B", "c": "C"})
    assert [(one.label, one.count) for one in rows] == [("C", 10), ("A", None), ("B", None)]


def test_how_it_goes_is_asked_on_the_page_of_the_case(
    work: Work, alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    placements.place_directly(
        work.cast.alice.context, case=work.case.ref, employer=work.employer, new=JOB
    )
    address = f"{LIST}bij/{work.case.ref}/"
    first = min(one.due_on for one in PlacementCheckRecord.objects.all())
    before = words(browser(work.cast.alice).get(address))
    assert f"Op {dates.day_year(first)} vragen we hoe het gaat." in before
    later = NOW + timedelta(days=120)
    monkeypatch.setattr(contexts, "now", lambda: later)
    assert "vragen we hoe het gaat" not in words(alice.get(address))
    assert "Werkt deze persoon hier na 3 maanden nog?" in words(alice.get(address))
    ref = PlacementRecord.objects.get().ref
    alice.post(f"{address}baan/{ref}/na/3/", {"nog": "ja"})
    assert "nog aan het werk" in words(alice.get(address))


def test_a_job_found_elsewhere_is_recorded_at_the_case(work: Work, alice: Client) -> None:
    address = f"{LIST}bij/{work.case.ref}/baan/"
    job = {"kind": "trial", "hours": "12,5", "starts_on": TODAY.isoformat()}
    wrong = alice.post(address, {**job, "hours": "veel", "employer": work.employer})
    assert wrong.status_code == 422
    for slip in ({"starts_on": "1900-01-01"}, {"starts_on": "9999-12-31"}):
        assert alice.post(address, {**job, **slip, "employer": work.employer}).status_code == 422
    never = {**job, "last_day": "9999-12-31", "employer": work.employer}
    assert "Klopt dit jaar?" in words(alice.post(address, never))
    alice.post(address, {**job, "employer": work.employer})
    made = PlacementRecord.objects.get()
    assert (made.kind, made.hours_tenths) == ("trial", 125)
    end = {"last_day": (TODAY + timedelta(days=30)).isoformat(), "reason": "other_job"}
    alice.post(f"{address}{made.ref}/einde/", end)
    made.refresh_from_db()
    assert made.ends_on == TODAY + timedelta(days=31)


def test_a_board_reader_finds_no_counts_of_people(work: Work) -> None:
    reader = browser(hire("Bas Proefpersoon", "gemeente-velsen", Role.BOARD_READER))
    assert reader.get(f"{LIST}plaatsingen/").status_code == 404


def test_what_waits_for_the_consultant_stands_on_the_first_pages(work: Work, wim: Client) -> None:
    ref = work.suggested()
    assert "Niemand wacht op jou." in words(wim.get("/werk/vandaag/"))
    referrals.say_yes(work.dagmar, ref=ref, shared="Dagmar, 06 00000000")
    page = read(words(wim.get(LIST)))
    assert "1 persoon zei ja, stel die voor aan de werkgever" in page
    today = read(words(wim.get("/werk/vandaag/")))
    assert "1 vacature wacht op jullie" in today
    assert "Niemand wacht op jou." not in today


def test_a_suggestion_is_taken_back_with_a_reason(work: Work, alice: Client) -> None:
    ref = work.suggested()
    page = f"{LIST}voorstel/{ref}/stop/?dossier"
    assert page.partition("?")[0] in words(alice.get(f"{LIST}bij/{work.case.ref}/"))
    assert "Helpende zorg bij Zorghuis De Duin." in words(alice.get(page))
    assert alice.post(page, {"note": ""}).status_code == 422
    assert row(ref).state == "suggested"
    alice.post(page, {"note": "De werkgever vulde het zelf in."})
    assert row(ref).state == "ended"


def test_how_somebody_said_yes_is_asked_for_from_the_start(work: Work, alice: Client) -> None:
    page = f"{LIST}voorstel/{work.suggested()}/ja/?dossier"
    assert "(hoeft niet)" not in words(alice.get(page))


def test_hours_the_wrong_way_round_say_so(work: Work, wim: Client) -> None:
    said = {"title": "Gastvrouw", "seats": "1", "hours_from": "24", "hours_to": "16"}
    answer = wim.post(f"{LIST}bedrijf/{work.employer}/vacature/", said)
    assert answer.status_code == 422
    assert "Dit is minder dan het minste aantal uren." in words(answer)


def test_when_all_seats_are_taken_nobody_is_asked_for_a_yes(
    work: Work, wim: Client, dagmar: Client
) -> None:
    work.suggested()
    mine = f"/mijn/vraag/{work.case.ref}/werk/"
    assert "Ja, stel mij voor" in words(dagmar.get(mine))
    VacancyRecord.objects.filter(ref=work.vacancy).update(state="filled", filled=3)
    page = read(words(dagmar.get(mine)))
    assert "Ja, stel mij voor" not in page
    assert "alle plekken zijn bezet" in page
    shown = words(wim.get(f"{LIST}vacature/{work.vacancy}/"))
    assert "Open weer" not in shown


def test_who_may_see_no_profile_reads_why_the_list_is_empty(work: Work, wim: Client) -> None:
    assert "Jullie zien nu van niemand het profiel." in words(
        wim.get(f"{LIST}vacature/{work.vacancy}/wie-past/")
    )


def test_help_with_the_wage_is_written_down_with_the_job(work: Work, wim: Client) -> None:
    page = f"{LIST}voorstel/{work.introduced()}/baan/"
    assert "Hulp bij het loon" not in words(wim.get(page))
    register_loading.load_register(system_context(NOW))
    assert "Hulp bij het loon" in words(wim.get(page))
    job = {"kind": "regular", "hours": "24", "starts_on": JOB.starts_on.isoformat()}
    assert wim.post(page, {**job, "support": ["zomaar"]}).status_code == 422
    wim.post(page, {**job, "support": ["loonkostensubsidie"]})
    assert PlacementRecord.objects.get().support == ["loonkostensubsidie"]
