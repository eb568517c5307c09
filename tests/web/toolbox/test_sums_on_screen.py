"""The calculators: rows with the amount of the chosen day, and sentences for what is wrong."""

import pytest

from tests.people import Cast
from tests.web.toolbox.conftest import Opens
from voordeur.services import toolbox_sums

pytestmark = pytest.mark.django_db


def test_the_subsidy_counts_with_the_wage_of_its_day(
    cast: Cast, loaded: None, opens: Opens
) -> None:
    page = opens(cast.alice.context)
    address = "/gereedschap/rekenen/loonkostensubsidie/?uren=36&loonwaarde=60&dag="
    now = page.get(f"{address}2026-03-01").content.decode()
    assert "€ 1.224,30" in now
    assert "Geldt vanaf 1 januari 2026." in now
    before = page.get(f"{address}2025-12-31").content.decode()
    assert "€ 1.224,30" not in before
    assert "€ 14,40" in before


def test_without_a_wage_value_the_flat_rate_counts(cast: Cast, loaded: None, opens: Opens) -> None:
    address = "/gereedschap/rekenen/loonkostensubsidie/?uren=36&dag=2026-03-01"
    told = opens(cast.alice.context).get(address).content.decode()
    assert "€ 9.182,22" in told
    assert "6 maanden" in told


def test_costs_and_benefits_show_the_amounts_with_their_source(
    cast: Cast, loaded: None, opens: Opens
) -> None:
    asked = "?maanden=12&kosten=5.000&samenleving=on&dag=2026-03-01"
    told = opens(cast.alice.context).get(f"/gereedschap/rekenen/kosten-en-baten/{asked}")
    page = told.content.decode()
    for amount in ("€ 14.000", "€ 2.900", "€ 5.000", "€ 16.900", "4 maanden"):
        assert amount in page
    assert page.count("Geldt vanaf") >= 3


def test_a_loss_is_written_with_a_sign(cast: Cast, loaded: None, opens: Opens) -> None:
    asked = "?maanden=1&kosten=2000&dag=2026-03-01"
    told = opens(cast.alice.context).get(f"/gereedschap/rekenen/kosten-en-baten/{asked}")
    assert "− € 591,67" in told.content.decode()


@pytest.mark.parametrize("name", toolbox_sums.SUMS)
def test_every_calculator_opens_with_an_example_and_survives_nonsense(
    cast: Cast, loaded: None, opens: Opens, name: str
) -> None:
    page = opens(cast.alice.context)
    address = f"/gereedschap/rekenen/{name}/"
    told = page.get(address)
    assert told.status_code == 200
    assert "Dit is een voorbeeld." in told.content.decode()
    assert page.get(f"/en{address}").status_code == 200
    for typed in (
        "dag=9999-12-31&uren=24&weken=9&maanden=9&kosten=9&soort=disabled",
        "dag=later&uren=NaN&weken=-1&maanden=x&kosten=een&soort=other&loonwaarde=101",
        "dag=2026-02-31&uren=1e9&weken=99&maanden=999&kosten=1,234&soort=",
        "dag=&uren=Infinity",
    ):
        assert page.get(f"{address}?{typed}").status_code == 422


def test_a_day_without_an_amount_is_no_zero(cast: Cast, loaded: None, opens: Opens) -> None:
    address = "/gereedschap/rekenen/loonkostensubsidie/?uren=36&dag=2001-01-01"
    told = opens(cast.alice.context).get(address)
    assert told.status_code == 200
    assert "Voor deze dag is er geen bedrag" in told.content.decode()


def test_another_calculator_does_not_exist(cast: Cast, loaded: None, opens: Opens) -> None:
    page = opens(cast.alice.context)
    assert page.get("/gereedschap/rekenen/loterij/").status_code == 404
    assert "kosten-en-baten" in page.get("/gereedschap/rekenen/").content.decode()
    told = page.get("/gereedschap/instrument/loonkostensubsidie/").content.decode()
    assert "/gereedschap/rekenen/loonkostensubsidie/" in told
