"""The toolbox of the region: its data, what fits the person of a case, and what to ask next."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW, Cast
from tests.services.dossier import acts, registered
from voordeur.domain.region.model import Region
from voordeur.domain.rules.analysis import check_condition
from voordeur.domain.toolbox.instruments import characteristic_of, instrument_of
from voordeur.records.accounts.models import Account
from voordeur.records.cases.models import CaseRecord
from voordeur.records.toolbox.models import NotUsedRecord, ProfileRecord
from voordeur.services import register, register_loading, toolbox_answers, toolbox_case
from voordeur.services.context import Context, system_context
from voordeur.web import contexts

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture
def loaded(region: Region) -> None:
    register_loading.load_register(system_context(NOW))


@pytest.fixture
def case(cast: Cast, loaded: None) -> CaseRecord:
    return registered(cast.alice.context)


def browser(context: Context) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=context.account_id), backend=BACKEND)
    return client


def test_the_pack_holds_the_instruments_each_with_a_source(loaded: None, region: Region) -> None:
    system = system_context(NOW)
    held = {
        kind: register.entries(system, kind)
        for kind in ("instrument", "characteristic", "tariff", "trajectory_template")
    }
    counts = {kind: len(found) for kind, found in held.items()}
    assert counts == {
        "instrument": 51,
        "characteristic": 29,
        "tariff": 37,
        "trajectory_template": 7,
    }
    assert all(one.source.document in region.sources for found in held.values() for one in found)
    checked = Counter(one.line("verified") for one in held["instrument"])
    assert min(checked["verified"], checked["partly"], checked["not_verified"]) >= 1
    asked = [characteristic_of(one, at) for at, one in enumerate(held["characteristic"])]
    facts = [*region.facts.values(), *asked]
    wrong = [
        finding
        for one in held["instrument"]
        for finding in check_condition(instrument_of(one).condition, facts, rule=one.code)
    ]
    assert wrong == []


def test_an_old_name_finds_the_instrument_and_the_page_says_what_was_not_checked(
    cast: Cast, loaded: None
) -> None:
    page = browser(cast.alice.context)
    told = page.get("/gereedschap/?zoek=LKS").content.decode()
    assert "/gereedschap/instrument/loonkostensubsidie/" in told
    assert "/gereedschap/instrument/ips/" not in told
    one = page.get("/gereedschap/instrument/detachering/").content.decode()
    assert "niet nagekeken: vraag het na" in one
    assert page.get("/gereedschap/instrument/nothing/").status_code == 404
    assert page.get("/en/gereedschap/").status_code == 200
    assert "60 van 60 plekken vrij" in page.get("/gereedschap/").content.decode()


def test_local_instruments_stay_in_their_municipality(cast: Cast, loaded: None) -> None:
    page = browser(cast.alice.context)
    assert "elaunch" not in page.get("/gereedschap/?gemeente=haarlem").content.decode()
    assert "elaunch" in page.get("/gereedschap/?gemeente=velsen").content.decode()


def test_an_answer_makes_an_instrument_fit_and_is_an_event(cast: Cast, case: CaseRecord) -> None:
    before = toolbox_case.case_tools(cast.alice.context, ref=case.ref)
    assert "techniektuin" not in {one.line.code for one in before.fitting}
    done = toolbox_answers.answer(
        cast.alice.context, ref=case.ref, typed={"sector": "technology", "hours": "veel"}
    )
    assert done.kept == ("sector",)
    assert done.wrong == ("hours",)
    after = toolbox_case.case_tools(cast.alice.context, ref=case.ref)
    assert "techniektuin" in {one.line.code for one in after.fitting}
    against = {one.line.code: one.reasons for one in after.not_fitting}
    assert any("Techniek" in reason for reason in against["talent-naar-de-zorg"])
    assert acts(case)[-1] == "ProfileAnswered"


def test_the_best_question_is_one_that_open_instruments_wait_for(
    cast: Cast, case: CaseRecord
) -> None:
    page = toolbox_case.case_tools(cast.alice.context, ref=case.ref)
    assert 1 <= len(page.questions) <= toolbox_case.MOST_ASKED
    assert all(one.instruments >= 1 for one in page.questions)


def test_an_answer_on_health_counts_and_is_never_kept(cast: Cast, case: CaseRecord) -> None:
    page = browser(cast.alice.context)
    sent = {"ggz_treatment": "yes", "wants_work": "yes"}
    told = page.post(f"/gereedschap/bij/{case.ref}/", sent)
    assert told.status_code == 200
    fitting = told.content.decode().partition("Nog niet bekend")[0]
    assert "/gereedschap/instrument/ips/" in fitting
    assert ProfileRecord.objects.get(case=case).facts == {"wants_work": "yes"}


def test_charlie_sees_nothing_and_a_view_is_logged(cast: Cast, case: CaseRecord) -> None:
    address = f"/gereedschap/bij/{case.ref}/"
    assert browser(cast.charlie.context).get(address).status_code == 404
    assert browser(cast.charlie.context).post(address, {"sector": "care"}).status_code == 404
    assert not ProfileRecord.objects.exists()
    assert browser(cast.alice.context).get(address).status_code == 200


def test_why_nothing_was_used_is_one_press(cast: Cast, case: CaseRecord) -> None:
    page = browser(cast.alice.context)
    address = f"/gereedschap/bij/{case.ref}/niet-ingezet/"
    assert page.post(address, {"cause": "legality"}).status_code == 302
    assert page.post(address, {"cause": "nonsense"}).status_code < 500
    assert [one.cause for one in NotUsedRecord.objects.all()] == ["legality"]


def test_queries_of_the_list_stay_the_same(cast: Cast, loaded: None) -> None:
    page = browser(cast.alice.context)
    page.get("/gereedschap/")
    with CaptureQueriesContext(connection) as few:
        page.get("/gereedschap/?groep=basics")
    with CaptureQueriesContext(connection) as many:
        page.get("/gereedschap/")
    assert len(few) == len(many)


def test_a_page_not_checked_in_time_is_stale(loaded: None) -> None:
    one = instrument_of(register.find_entry(system_context(NOW), "instrument", "paskamer"))
    assert not one.is_stale(date(2026, 7, 13))
    assert one.is_stale(date(2026, 7, 14))
    assert one.left(3) is None
