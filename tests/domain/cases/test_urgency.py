"""Today shows overdue first, then today, then the coming week, then the rest."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from voordeur.domain.cases.urgency import UrgencyLevel, urgency

TODAY = date(2026, 3, 2)
DATES = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def test_the_levels_change_on_the_right_days() -> None:
    levels = {shift: urgency(TODAY + timedelta(days=shift), TODAY).level for shift in range(-2, 10)}
    assert levels[-2] == levels[-1] == UrgencyLevel.OVERDUE
    assert levels[0] == UrgencyLevel.TODAY
    assert {levels[shift] for shift in range(1, 8)} == {UrgencyLevel.SOON}
    assert levels[8] == levels[9] == UrgencyLevel.LATER


@given(st.lists(DATES))
def test_sorting_on_urgency_is_sorting_on_the_date(dates: list[date]) -> None:
    assert sorted(dates, key=lambda day: urgency(day, TODAY)) == sorted(dates)
