"""The picture of the steps over time: every name of a month fits in it."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from voordeur.domain.trajectories.lifecycle import StepState
from voordeur.web.desk.trajectory_picture import LABEL, WIDTH, picture_of

START = date(2026, 10, 15)


def lines(days: int) -> Any:
    return [
        SimpleNamespace(
            what="Cursus",
            state=StepState.PLANNED,
            state_label="gepland",
            starts_on=START,
            ends_on=START + timedelta(days=days),
        )
    ]


@pytest.mark.parametrize("days", [0, 20, 47, 48, 200, 2_000])
def test_the_name_of_every_month_fits(days: int) -> None:
    picture = picture_of(lines(days), START)
    assert picture is not None
    assert picture.months
    assert all(x + LABEL <= WIDTH for x, _day in picture.months)
    assert all(bar.x + bar.width <= WIDTH for bar in picture.bars)


def test_without_days_there_is_no_picture() -> None:
    assert picture_of([], START) is None
