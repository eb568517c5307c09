"""Instruments side by side, and the filters that lead to them."""

import pytest

from tests.people import Cast
from tests.web.toolbox.conftest import Opens
from voordeur.records.cases.models import CaseRecord

pytestmark = pytest.mark.django_db
ADDRESS = "/gereedschap/vergelijk/"


def test_two_instruments_stand_side_by_side_and_say_where_they_differ(
    cast: Cast, loaded: None, opens: Opens
) -> None:
    told = opens(cast.alice.context).get(f"{ADDRESS}?i=jobcoach-uwv&i=jobcoach-gemeente")
    page = told.content.decode()
    assert told.status_code == 200
    assert page.count('scope="col" role="columnheader"') == 3
    assert "verschilt" in page
    assert "Past het bij deze persoon?" not in page


def test_one_instrument_or_none_asks_to_choose_and_five_show_four(
    cast: Cast, loaded: None, opens: Opens
) -> None:
    page = opens(cast.alice.context)
    for asked in ("", "?i=ips", "?i=ips&i=ips", "?i=nothing&i=ips", "?i=&bij="):
        told = page.get(ADDRESS + asked).content.decode()
        assert "Kies twee tot 4 instrumenten." in told
        assert "verschilt" not in told
    codes = ("ips", "detachering", "beschut-werk", "paskamer", "elaunch")
    five = "&".join(f"i={one}" for one in codes)
    told = page.get(f"{ADDRESS}?{five}").content.decode()
    assert told.count('scope="col" role="columnheader"') == 5
    assert "Dit zijn de eerste 4." in told


def test_beside_a_person_it_says_what_fits_and_charlie_finds_nothing(
    cast: Cast, case: CaseRecord, opens: Opens
) -> None:
    asked = f"{ADDRESS}?i=techniektuin&i=elaunch&bij={case.ref}"
    told = opens(cast.alice.context).get(asked).content.decode()
    assert "Past het bij deze persoon?" in told
    assert "Neem Techniektuin op in het traject" in told
    assert opens(cast.charlie.context).get(asked).status_code == 404


def test_a_sector_and_a_sort_of_upskilling_find_the_transfer_points(
    cast: Cast, loaded: None, opens: Opens
) -> None:
    page = opens(cast.alice.context)
    care = page.get("/gereedschap/?sector=care&leren=bridging").content.decode()
    assert "/instrument/transferpunt-zorg/" in care
    assert "/instrument/transferpunt-techniek/" not in care
    assert "/instrument/schakeltraject/" not in care
    technology = page.get("/gereedschap/?sector=technology").content.decode()
    assert "/instrument/techniektuin/" in technology
    assert "/instrument/transferpunt-techniek/" in technology
    assert page.get("/gereedschap/?leren=practical").content.decode().count("praktijkleren-") >= 3


def test_the_page_of_sheltered_work_says_who_does_what_where(
    cast: Cast, loaded: None, opens: Opens
) -> None:
    told = opens(cast.alice.context).get("/gereedschap/instrument/beschut-werk/").content.decode()
    rows = [line for line in told.split("<li>") if "zoekt de plek" in line]
    assert any("Pasmatch" in one and "Zuid-Kennemerland" in one for one in rows)
    assert any("IJmond Werkt!" in one and "(IJmond)" in one for one in rows)
    assert "geeft het advies of de indicatie" in told
