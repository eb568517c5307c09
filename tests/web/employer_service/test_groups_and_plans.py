"""Groups from work to work, yearly plans, needs, plans per employer, and the page of a company."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from tests.people import NOW, hire
from tests.services.dossier import DAGMAR, registered
from tests.services.working import CARE, JOB, Work, helper, work_room
from tests.web.decisions.decisions_world import browser, words, write
from tests.web.work.test_work_pages import read
from voordeur.domain.kernel.actors import Role
from voordeur.domain.monitoring.disclosure import LEAST_SHOWN
from voordeur.domain.work.service_plan import Counted, split_of
from voordeur.records.audit.models import JournalRecord
from voordeur.records.employer_service.models import (
    CompanyLinkRecord,
    EmployerPlanRecord,
    GroupMemberRecord,
    GroupRouteRecord,
)
from voordeur.records.governance.models import ProposalRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.records.toolbox.models import BookingRecord
from voordeur.services import (
    company_link,
    employer_needs,
    employers,
    group_routes,
    placements,
    trainings,
    vacancies,
)
from voordeur.services.employers import NewTalk
from voordeur.services.trainings import NewTraining
from voordeur.web import contexts

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


@pytest.fixture(name="dagmar")
def resident(work: Work) -> Client:
    client = Client()
    session = client.session
    session[contexts.RESIDENT] = work.case.resident_id
    session.save()
    return client


def talked(work: Work, employer: str, theme: str = "staff", days: int = 0) -> None:
    talk = NewTalk(sort="call", theme=theme, day=TODAY - timedelta(days=days), about="Druk.")
    employers.log_talk(work.wim.context, ref=employer, talk=talk)


def company(work: Work, name: str, **more: object) -> str:
    details = replace(CARE, name=name, kvk_number="", **more)  # type: ignore[arg-type]
    return employers.open_employer(work.wim.context, details=details)


# ---- Groups ----


def drawn_up(work: Work, wim: Client, **changes: str) -> GroupRouteRecord:
    said = {
        "employer": work.employer,
        "union": "fnv",
        "staff": "40",
        "starts_on": TODAY.isoformat(),
        "last_day": (TODAY + timedelta(days=180)).isoformat(),
        "payer": "shared",
        "agreement": "Vier uur per week in werktijd.",
    }
    wim.post(f"{LIST}groepen/", {**said, **changes})
    return GroupRouteRecord.objects.latest("id")


def signed(wim: Client, made: GroupRouteRecord) -> None:
    for party in ("employer", "union", "guide"):
        wim.post(f"{LIST}groepen/{made.ref}/akkoord/{party}/", {"op": TODAY.isoformat()})


def test_nobody_joins_before_all_three_signed_and_then_by_their_own_yes(
    work: Work, wim: Client, dagmar: Client
) -> None:
    made = drawn_up(work, wim)
    mine = "/mijn/groep/"
    assert made.code not in words(wim.get(f"{LIST}groepen/"))
    assert "Nog niet iedereen heeft getekend" in words(dagmar.post(mine, {"code": made.code}))
    signed(wim, made)
    assert made.code in words(wim.get(f"{LIST}groepen/"))
    typed = f" {made.code[:5].lower()} {made.code[5:]} "
    door = words(Client().post("/link/van-werk-naar-werk/groep/", {"code": typed}))
    assert "Dit is de groep van Zorghuis De Duin." in door
    dagmar.post(mine, {"code": typed})
    dagmar.post(mine, {"code": typed})
    assert "je doet mee" in words(dagmar.get(mine))
    assert GroupMemberRecord.objects.count() == 1
    dagmar.post(f"{mine}{made.ref}/stop/")
    assert "je doet mee" not in words(dagmar.get(mine))
    assert JournalRecord.objects.filter(name="GroupRouteLeft").exists()


def test_a_wrong_code_is_refused_and_guessing_stops(work: Work, wim: Client) -> None:
    signed(wim, drawn_up(work, wim))
    page = "/link/van-werk-naar-werk/groep/"
    answers = [Client().post(page, {"code": f"ZZZZ{n}"}).status_code for n in range(12)]
    assert answers[0] == 422
    assert "Te vaak geprobeerd" in words(Client().post(page, {"code": "ZZZZX"}))


def test_the_employer_gets_no_number_that_is_about_one_person(work: Work, wim: Client) -> None:
    made = drawn_up(work, wim)
    signed(wim, made)
    GroupMemberRecord.objects.create(route=made, case=work.case, joined_at=NOW)
    page = "<dt>Mensen die meedoen</dt><dd>{}</dd>"
    assert page.format("–") in words(wim.get(f"{LIST}groepen/"))
    for number in range(LEAST_SHOWN - 1):
        person = replace(DAGMAR, name=f"Piet {number}", email=f"piet{number}@example.nl")
        case = registered(work.cast.alice.context, person=person)
        GroupMemberRecord.objects.create(route=made, case=case, joined_at=NOW)
    assert page.format(LEAST_SHOWN) in words(wim.get(f"{LIST}groepen/"))
    # Ten of twelve is nearly everybody: an employer would know of each that they joined.
    GroupRouteRecord.objects.update(staff=LEAST_SHOWN + 2)
    assert page.format("–") in words(wim.get(f"{LIST}groepen/"))


def test_who_tries_many_codes_learns_of_none_also_not_of_the_right_one(
    work: Work, wim: Client, dagmar: Client
) -> None:
    made = drawn_up(work, wim)
    signed(wim, made)
    for _attempt in range(group_routes.CODES.most):
        dagmar.post("/mijn/groep/", {"code": "FOUTFOUT22"})
    answer = dagmar.post("/mijn/groep/", {"code": made.code})
    assert answer.status_code in {409, 422, 429}
    assert not GroupMemberRecord.objects.exists()


def test_a_group_that_cannot_be_says_where(work: Work, wim: Client) -> None:
    for wrong in ({"last_day": (TODAY - timedelta(days=1)).isoformat()}, {"union": "uwv"}):
        said = {"employer": work.employer, "union": "fnv", "staff": "4", "payer": "union"}
        days = {"starts_on": TODAY.isoformat(), "last_day": TODAY.isoformat()}
        answer = wim.post(f"{LIST}groepen/", {**said, **days, "agreement": "Samen.", **wrong})
        assert answer.status_code == 422
    assert not GroupRouteRecord.objects.exists()
    with pytest.raises(Exception, match="not_found"):
        group_routes.join(work.wim.context, code="x")


# ---- Yearly plans ----


def planned_year() -> None:
    write(
        "route",
        "wsp-plan",
        "WSP-plan",
        subject={"nl": "Plan van het WSP"},
        steps=[{"code": "adopt", "act": "adoption", "organisations": ["uwv"], "when": "always"}],
    )
    promises = [{"measure": "contacts", "quarter": n, "number": 30} for n in (1, 2, 3, 4)]
    split = [{"part": "focus", "hours": 60}, {"part": "others", "hours": "to_follow"}]
    write(
        "service_plan",
        "wsp-2026",
        "Plan WSP",
        service="wsp",
        year=2026,
        promises=promises,
        split=split,
    )


def test_a_quarter_shows_what_was_promised_beside_what_was_counted(work: Work, wim: Client) -> None:
    planned_year()
    talked(work, work.employer)
    talked(work, company(work, "Bakker", sector="trade"))
    placements.place_directly(
        work.cast.alice.context,
        case=work.case.ref,
        employer=work.employer,
        new=replace(JOB, starts_on=TODAY),
    )
    address = f"{LIST}jaarplannen/wsp-2026/"
    page = read(words(wim.get(address)))
    assert "Contacten met werkgevers 2 (beloofd: 30) moet nog komen (beloofd: 30)" in page
    assert "2 (beloofd: 120)" in page
    assert "Plaatsingen – moet nog komen" in page
    assert "1 Contacten met werkgevers 1 1 50 %" in page
    assert "Focussectoren: uren per week: 60" in page
    assert "(beloofd: 30)" in words(wim.get(address, {"als": "druk"}))
    csv = wim.get(address, {"als": "csv"}).content.decode("utf-8-sig")
    assert "contacten met werkgevers;30;2;30;moet nog komen" in csv
    assert wim.get(address, {"als": "xlsx"}).content[:2] == b"PK"


def test_the_plan_goes_to_colleges_and_uwv_by_the_route_there_is(work: Work, wim: Client) -> None:
    planned_year()
    address = f"{LIST}jaarplannen/wsp-2026/voorstel/"
    wim.post(address)
    assert not ProposalRecord.objects.exists()
    pam = browser(hire("Pam Proefpersoon", "wsp", Role.PROGRAMME_TEAM))
    pam.post(address)
    made = ProposalRecord.objects.get()
    assert (made.route, made.entries) == ("wsp-plan", [["service_plan", "wsp-2026"]])
    assert "Plan WSP" in words(pam.get(f"{LIST}jaarplannen/wsp-2026/"))
    assert "ligt al bij de regionale tafel" in words(pam.post(address, follow=True))
    assert ProposalRecord.objects.count() == 1


def test_work_without_a_sector_counts_for_others() -> None:
    work = [Counted("contacts", 1, "care", 3), Counted("contacts", 1, "", 1)]
    split = split_of(work, frozenset({"care"}), measure="contacts", quarter=1)
    assert (split.focus, split.others, split.percent) == (3, 1, 75)
    assert split_of(work, frozenset(), measure="contacts", quarter=2).percent is None


# ---- Needs ----


def test_the_brief_counts_employers_and_lets_none_be_recognised(work: Work, wim: Client) -> None:
    shops = [company(work, f"Zaak {n}") for n in range(4)]
    for shop in shops:
        talked(work, shop, "housing")
    talked(work, shops[0], "housing", days=1)
    talked(work, shops[0], "language")
    for shop in shops[:3]:
        talked(work, shop, "housing", days=100)
    board = browser(hire("Bas Proefpersoon", "gemeente-velsen", Role.BOARD_READER))
    page = read(words(board.get(f"{LIST}behoeften/")))
    assert "Wonen 4 3 meer" in page
    assert "Taal op het werk – 0 –" in page
    assert "3 plekken wachten op iemand." in page
    assert "Zaak 0" not in page
    table = employer_needs.needs_table(work.wim.context)
    assert ("alle sectoren", "taal op het werk", "minder dan 3", 0) in table.rows
    assert "Taal op het werk" in words(board.get(f"{LIST}behoeften/", {"als": "druk"}))


# ---- Plans with an employer ----


def test_what_was_agreed_is_looked_back_on(
    work: Work, wim: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = company(work, "Gemeente Voorbeeld", public=True)
    page = f"{LIST}bedrijf/{town}/afspraken/"
    day = TODAY + timedelta(days=30)
    said = {"goal": "Vijf plekken in het groen.", "seats": "5", "look_back_on": day.isoformat()}
    early = {**said, "look_back_on": (TODAY - timedelta(days=1)).isoformat()}
    assert wim.post(page, early).status_code == 422
    wim.post(page, said)
    assert "Vijf plekken in het groen." in words(wim.get(page))
    public = read(words(wim.get(f"{LIST}overheden/")))
    assert "Gemeente Voorbeeld Haarlem 0 5 1 april 2026" in public
    assert "Zorghuis" not in public
    company(work, "Fietsen voor Elkaar", impact=True)
    social = words(wim.get(f"{LIST}sociaal-doel/"))
    assert "Fietsen voor Elkaar" in social
    assert "Gemeente Voorbeeld" not in social
    monkeypatch.setattr(contexts, "now", lambda: NOW + timedelta(days=30))
    wim = browser(work.wim)
    assert "Tijd om terug te kijken" in words(wim.get(LIST))
    plan = EmployerPlanRecord.objects.get().ref
    wim.post(f"{page}{plan}/terugkijken/", {"wat": "Vier mensen werken er nog."})
    assert "Tijd om terug te kijken" not in words(wim.get(LIST))
    assert "Vier mensen werken er nog." in words(wim.get(page))


def test_advice_stands_as_the_register_has_it(work: Work, wim: Client) -> None:
    write(
        "article", "houden", "Mensen houden", topic="employment", body={"nl": "Vraag wat zwaar is."}
    )
    write("article", "wet", "Een wet", topic="other", body={"nl": "Niet hier."})
    page = words(wim.get(f"{LIST}advies/"))
    assert "Vraag wat zwaar is." in page
    assert "Niet hier." not in page


# ---- Mijn bedrijf ----


def company_url(work: Work) -> str:
    link = CompanyLinkRecord.objects.get(employer__ref=work.employer)
    return f"/link/bedrijf/{company_link.token_of(link, today=TODAY)}/"


def test_a_company_sees_its_own_and_only_who_said_yes(work: Work, wim: Client) -> None:
    vacancies.open_vacancy(
        work.wim.context, employer=company(work, "Bakker Bos"), new=helper(title="Bakker")
    )
    wim.post(f"{LIST}bedrijf/{work.employer}/link/stuur/")
    assert OutboxRecord.objects.get(kind="company_link").recipient == CARE.contact_email
    page = company_url(work)
    work.suggested()
    before = words(Client().get(page))
    assert "Helpende zorg" in before
    assert "Nu wacht er niemand op uw antwoord." in before
    assert "Bakker" not in before


def test_who_takes_the_yes_back_is_gone_from_the_page_of_the_company(
    work: Work, wim: Client, dagmar: Client
) -> None:
    wim.post(f"{LIST}bedrijf/{work.employer}/link/stuur/")
    page = company_url(work)
    ref = work.introduced()
    assert "Dagmar, 06 00000000" in words(Client().get(page))
    assert JournalRecord.objects.filter(name="WorkSeenByEmployer").exists()
    dagmar.post(f"/mijn/vraag/{work.case.ref}/werk/{ref}/nee/", {"reason": "not_now"})
    assert "06 00000000" not in words(Client().get(page))


def test_a_training_is_seen_by_the_employer_it_was_booked_for_and_by_no_namesake(
    work: Work, wim: Client
) -> None:
    write(
        "instrument", "harrie", "HARRIE", group="employer", purpose={"nl": "Leren begeleiden."},
        whom="employer", scale="regional", verified="verified", group_least=2, group_most=4,
    )  # fmt: skip
    day = TODAY + timedelta(days=40)
    new = NewTraining(instrument="harrie", day=day, place="Haarlem", places=4)
    ref = trainings.plan_training(work.wim.context, new=new)
    wim.post(f"{LIST}bedrijf/{work.employer}/link/stuur/")
    trainings.book(work.wim.context, ref=ref, organisation=CARE.name, people=1)
    assert "HARRIE" not in words(Client().get(company_url(work)))
    book = f"{LIST}bedrijf/{work.employer}/training/"
    wrong = wim.post(book, {"ref": ref, "people": "5"})
    assert wrong.status_code == 422
    assert 'value="5"' in wrong.content.decode()
    assert wim.post(book, {"ref": "elders", "people": "1"}).status_code == 422
    for people in ("2", "3"):
        wim.post(book, {"ref": ref, "people": people})
    agreed = words(wim.get(f"{LIST}bedrijf/{work.employer}/afspraken/"))
    assert "Haarlem: 2 mensen" in agreed
    assert "Haarlem: 3 mensen" in agreed
    seen = words(Client().get(company_url(work)))
    assert "HARRIE" in seen
    assert BookingRecord.objects.filter(employer=None).count() == 1
    assert list(BookingRecord.objects.values_list("state", flat=True)) == ["in", "in", "waiting"]


def test_an_old_or_stopped_link_opens_nothing(
    work: Work, wim: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"{LIST}bedrijf/{work.employer}/link/"
    wim.post(f"{address}stuur/")
    first = company_url(work)
    wim.post(f"{address}stuur/")
    assert Client().get(first).status_code == 409
    second = company_url(work)
    assert Client().get(second).status_code == 200
    monkeypatch.setattr(contexts, "now", lambda: NOW + timedelta(days=company_link.DAYS_VALID))
    assert Client().get(second).status_code == 409
    monkeypatch.setattr(contexts, "now", lambda: NOW)
    work.introduced()
    page = Client().get(second).content.decode()
    (found,) = set(re.findall(r"/link/werk/[^\"]+/", page))
    mailed = OutboxRecord.objects.filter(kind="referral_link").latest("id").body
    (letter,) = re.findall(r"/link/werk/\S+/", mailed)
    assert [Client().get(one).status_code for one in (found, letter)] == [200, 200]
    wim.post(f"{address}stop/")
    assert Client().get(company_url(work)).status_code == 409
    assert [Client().get(one).status_code for one in (found, letter)] == [409, 200]
    assert Client().get("/link/bedrijf/x.y.z/").status_code == 409
    assert browser(work.cast.alice).post(f"{address}stuur/").status_code == 409
