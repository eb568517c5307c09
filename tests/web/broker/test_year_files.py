"""The money of a year as one file: both tables, how to read them, and no more than the screen."""

import csv
import io
import zipfile

import pytest
from django.test import Client

from tests.people import NOW, hire
from tests.services.purses import SYSTEM, claim, cost, post, purse
from tests.web.decisions.decisions_world import browser
from voordeur.domain.funding.ledger import Movement, Posting
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.web import contexts

pytestmark = pytest.mark.django_db
ADDRESS = "/geld/grootboek-2026.zip"


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture(name="carla")
def controller_browser(region: Region) -> Client:
    return browser(hire("Carla Proefpersoon", "gemeente-haarlem", Role.CONTROLLER))


def files(client: Client) -> dict[str, str]:
    found = client.get(ADDRESS)
    assert found["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(found.content)) as folder:
        return {name: folder.read(name).decode("utf-8-sig") for name in folder.namelist()}


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=";"))[1:]


def test_the_ledger_adds_up_to_the_budgets_beside_it(carla: Client) -> None:
    purse("a-2026", 50_000)
    one = claim(cost(20_000), "a-2026")
    post(SYSTEM, Posting(Movement.RESERVE, "a-2026", 20_000, one.ref), key="r")
    post(SYSTEM, Posting(Movement.COMMIT, "a-2026", 15_000, one.ref), key="c")
    found = files(carla)
    assert sorted(found) == ["README.txt", "budgetten 2026.csv", "grootboek 2026.csv"]
    (budget,) = rows(found["budgetten 2026.csv"])
    stands = dict(
        zip(("available", "reserved", "committed", "paid"), map(int, budget[8:12]), strict=True)
    )
    added = dict.fromkeys(stands, 0)
    for line in rows(found["grootboek 2026.csv"]):
        cents, leaves, reaches = int(line[2]), line[3], line[4]
        for account, sign in ((leaves, -1), (reaches, 1)):
            if account in added:
                added[account] += sign * cents
    assert (
        added == stands == {"available": 30_000, "reserved": 5_000, "committed": 15_000, "paid": 0}
    )
    assert sum(stands.values()) == int(budget[7]) == 50_000
    assert "in hele centen" in found["README.txt"]


def test_a_year_without_money_gives_empty_tables_and_an_unknown_form_nothing(
    carla: Client,
) -> None:
    purse("a-2026", 50_000)
    found = carla.get("/geld/grootboek-2019.zip")
    with zipfile.ZipFile(io.BytesIO(found.content)) as folder:
        assert all(
            not rows(folder.read(name).decode("utf-8-sig"))
            for name in folder.namelist()
            if name.endswith(".csv")
        )
    assert carla.get("/geld/grootboek-2026.exe").status_code == 404


def test_who_may_only_read_gets_no_file(region: Region) -> None:
    reader = browser(hire("Bea Proefpersoon", "gemeente-velsen", Role.BOARD_READER))
    assert reader.get("/geld/").status_code == 200
    assert reader.get(ADDRESS).status_code == 404
