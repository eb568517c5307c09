"""Earmarked money: whoever it is not meant for gets what is left, and a reason, never the rest."""

import pytest

from tests.brokered import Room, purse_room, standing
from tests.services.test_broker import paying

__all__ = ["purse_room"]
pytestmark = pytest.mark.django_db


def marked(room: Room, permille: int) -> None:
    """Make 1,000 euros of which a part is meant for people with a WW benefit."""
    mark = {"code": "ww", "label": {"nl": "WW"}, "when": "benefit: ww", "permille": permille}
    room.source("marked", earmarks=[mark])
    room.budget("marked-2026", "marked", 100_000)


def test_money_meant_for_others_does_not_pay_and_says_why(room: Room) -> None:
    marked(room, 1_000)
    found = room.proposed(room.trajectory(10_000))
    assert found.offers == ()
    assert found.others["marked"] == ("earmarked",)
    assert standing("marked-2026")["available"] == 100_000


def test_money_pays_whom_it_is_meant_for(room: Room) -> None:
    marked(room, 1_000)
    assert paying(room.proposed(room.trajectory(10_000, benefit="ww"))) == {"marked": 10_000}


@pytest.mark.parametrize(("cents", "pays"), [(40_000, True), (40_001, False)])
def test_what_is_not_earmarked_pays_anybody_to_the_cent(room: Room, cents: int, pays: bool) -> None:
    marked(room, 600)
    assert bool(room.proposed(room.trajectory(cents)).offers) is pays
