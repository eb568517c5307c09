"""The pages of agenda and plan: what they say first, what they never say, and how they grow."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, Cast, hire
from tests.services.dossier import registered
from tests.services.planned import PLAN, line, planned, write
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.records.accounts.models import Account
from voordeur.services.context import Context
from voordeur.web import contexts
from voordeur.web.templatetags.plan import how_long

pytestmark = pytest.mark.django_db
PAGES = ("/plan/2026/", "/plan/regel/line-1/")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture
def pim(region: Region) -> Context:
    context = hire("Pim Proefpersoon", "werkcentrum", Role.PROGRAMME_TEAM).context
    planned(context)
    return context


def browser(context: Context) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=context.account_id), backend=BACKEND)
    return client


@pytest.fixture
def page(pim: Context) -> Client:
    return browser(pim)


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(answer.content.decode().split())


def test_the_plan_says_first_what_needs_doing(page: Client) -> None:
    said = read(page, "/plan/2026/")
    assert "Van 1 regel volgt het doel nog" in said
    assert "Van 1 regel is het geld nog niet duidelijk" in said
    assert "1 mijlpaal is te laat" in said
    assert "Aan 1 ambitie werkt geen enkele regel" in said
    assert said.index("Eerst dit") < said.index("Het plan op één blad")


def test_the_sheet_shows_gaps_with_a_link_and_says_what_is_derived(page: Client) -> None:
    said = read(page, "/plan/2026/")
    assert "1 vak zonder planregel" in said
    assert "/register/plan_line/nieuw/?plan=plan-2026&amp;pillars=pillar-2&amp;areas=area-2" in said
    assert "afgeleid, niet officieel" in said
    assert "Hoort bij geen ambitie" in said


def test_words_that_are_no_number_are_never_zero(page: Client) -> None:
    said = read(page, "/plan/2026/")
    assert "nog te bepalen" in said
    assert "€ 0" not in said
    assert "€ 12.500" in said


def test_results_are_counted_from_the_work(page: Client, cast: Cast) -> None:
    for number in range(12):
        assert ("minder dan 10 geteld" in read(page, "/plan/regel/line-2/")) == (number < 10)
        registered(cast.alice.context)
    for address in ("/plan/regel/line-2/", "/plan/2026/"):
        assert 'ongeveer <span class="vd-number">10</span> geteld' in read(page, address)
        assert "zo gaat geen getal over één mens" in read(page, address)


def test_a_result_about_no_resident_is_the_number_it_is(pim: Context, page: Client) -> None:
    results = [{"promise": {"nl": "Beurzen"}, "target": 2, "counted": {"events": ["MeetingHeld"]}}]
    write(pim, "plan_line", "line-5", **line("line-5", results=results))
    assert '<span class="vd-number">0</span> geteld' in read(page, "/plan/regel/line-5/")


def queries(client: Client, address: str) -> int:
    """Count what a page asks the database, without the bookkeeping of sessions."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return len([one for one in captured if not re.search(r"session|SAVEPOINT", one["sql"])])


def test_queries_of_the_plan_stay_the_same_however_many_lines(pim: Context, page: Client) -> None:
    page.get(PAGES[0])  # the first page of a session asks a little more
    few = [queries(page, address) for address in PAGES]
    for number in range(20):
        write(pim, "plan_line", f"more-{number}", **line(f"more-{number}"))
    assert [queries(page, address) for address in PAGES] == few


def test_a_reader_sees_the_plan_and_no_button_to_change_it(pim: Context) -> None:
    reader = browser(hire("Bas Proefpersoon", "gemeente-velsen", Role.BOARD_READER).context)
    assert "Nieuwe planregel" not in read(reader, "/plan/2026/")
    assert "Pas deze regel aan" not in read(reader, "/plan/regel/line-1/")
    assert "Nieuwe planregel" in read(browser(pim), "/plan/2026/")


def test_a_year_without_a_plan_is_not_there(page: Client) -> None:
    for address in ("/plan/1999/", "/plan/99999999999999999999/", "/plan/regel/nergens/"):
        assert page.get(address).status_code == 404


def test_without_any_plan_the_page_says_what_to_do(region: Region) -> None:
    pim = hire("Pim Proefpersoon", "werkcentrum", Role.PROGRAMME_TEAM).context
    assert "Er is nog geen jaarplan" in read(browser(pim), "/plan/")


def test_the_home_of_the_plan_is_the_plan_of_this_year(page: Client) -> None:
    assert page.get("/plan/")["Location"] == "/plan/2026/"


def test_history_of_a_line_is_told_in_words(pim: Context, page: Client) -> None:
    changed = line("line-1", status="done", plan=PLAN)
    write(pim, "plan_line", "line-1", **changed, base_version=1, reason="Alles is klaar.")
    said = read(page, "/plan/regel/line-1/")
    assert "Alles is klaar." in said
    assert '<del class="vd-keep">loopt</del>' in said
    assert '<ins class="vd-keep">klaar</ins>' in said


def test_what_is_counted_without_a_number_promised_says_what_it_counts(
    pim: Context, page: Client
) -> None:
    counted = {"events": ["CaseRegistered"]}
    promise = {"promise": {"nl": "Hulp"}, "target": "no_number", "unit": {"nl": "vragen"}}
    results = [{**promise, "counted": counted}]
    write(pim, "plan_line", "line-4", **line("line-4", results=results))
    said = read(page, "/plan/regel/line-4/")
    assert "minder dan 10 vragen, geteld" in said
    assert "geen getal vragen" not in said


def test_what_more_lacks_is_one_step_away(pim: Context, page: Client) -> None:
    for number in range(4):
        write(pim, "plan_line", f"more-{number}", **line(f"more-{number}", results=[]))
    said = read(page, "/plan/2026/")
    assert '<a class="nl-link" href="/plan/2026/regels/?ontbreekt=goal">en 2 andere</a>' in said
    listed = read(page, "/plan/2026/regels/?ontbreekt=goal")
    assert "5 van 7 regels" in listed
    assert '<a class="nl-link" href="/plan/mijlpalen/">' in said


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, "1 dag"), (93, "93 dagen"), (94, "ruim 3 maanden"), (1427, "ruim 3 jaar")],
)
def test_how_late_something_is_is_said_as_people_do(days: int, said: str) -> None:
    assert how_long(days) == said


def test_how_a_result_is_counted_is_told_without_the_names_of_events(
    pim: Context, page: Client
) -> None:
    promise = {"promise": {"nl": "Werk"}, "target": 40, "counted": {"events": ["PlacementMade"]}}
    write(pim, "plan_line", "line-6", **line("line-6", results=[promise]))
    said = read(page, "/register/plan_line/line-6/")
    assert "Werk begonnen" in said
    assert "PlacementMade" not in said
