"""Searching occupations and skills on screen, also without a script."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import Cast
from tests.services.profiled import COOK, load_own_list
from tests.web.toolbox.conftest import Opens
from voordeur.records.skills.models import ConceptRecord

pytestmark = pytest.mark.django_db
ADDRESS = "/vaardigheden/"


def test_a_professional_searches_and_opens_an_occupation(cast: Cast, opens: Opens) -> None:
    page = opens(cast.alice.context)
    assert "Er is nog niets geladen" in page.get(ADDRESS).content.decode()
    load_own_list()
    first = page.get(ADDRESS).content.decode()
    assert "75 beroepen, 199 vaardigheden" in first
    assert 'hx-select="#gevonden"' in first
    found = page.get(f"{ADDRESS}?zoek=ober&soort=occupation").content.decode()
    assert "medewerker bediening" in found
    assert "ook: ober" in found
    number = ConceptRecord.objects.get(code=COOK).pk
    one = page.get(f"{ADDRESS}{number}/").content.decode()
    assert "maaltijden bereiden" in one
    assert "Vaardigheden die dit beroep vraagt" in one
    assert page.get(f"{ADDRESS}{number + 10_000}/").status_code == 404


def test_names_come_while_typing_and_a_long_search_does_no_harm(cast: Cast, opens: Opens) -> None:
    load_own_list()
    page = opens(cast.alice.context)
    told = page.get(f"{ADDRESS}woorden/?zoek=heft").content.decode()
    assert '<option value="heftruckchauffeur">' in told
    assert "<html" not in told
    for asked in ("x" * 1500, "%25", "'%22<b>", "é"):
        answer = page.get(f"{ADDRESS}?zoek={asked}")
        assert answer.status_code == 200
        assert (
            "<b>" not in answer.content.decode().partition('id="gevonden"')[2].partition("<h2")[0]
        )


def test_a_sector_says_what_it_is_and_how_it_is_also_called(cast: Cast, opens: Opens) -> None:
    told = opens(cast.alice.context).get(f"{ADDRESS}?zoek=ict").content.decode()
    assert "Technologie" in told
    assert "Ook wel: Techniek, ICT" in told


def test_more_results_ask_no_more_queries(cast: Cast, opens: Opens) -> None:
    load_own_list()
    page = opens(cast.alice.context)

    def count(asked: str) -> tuple[int, int]:
        page.get(f"{ADDRESS}?zoek={asked}")
        with CaptureQueriesContext(connection) as held:
            told = page.get(f"{ADDRESS}?zoek={asked}").content.decode()
        return len(held), told.count("/vaardigheden/")

    few, many = count("heftruckchauffeur"), count("ma")
    assert many[1] > few[1] + 10
    assert many[0] == few[0]
