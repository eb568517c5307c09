"""Working days: holidays as the law lists them, and terms that add up."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voordeur.domain.kernel.calendar import (
    add_working_days,
    easter_sunday,
    is_working_day,
    national_holidays,
    working_days_between,
)

DAYS = st.dates(date(2000, 1, 1), date(2080, 12, 31))

EASTERS = [
    date(1954, 4, 18),
    date(1981, 4, 19),
    date(2000, 4, 23),
    date(2008, 3, 23),
    date(2019, 4, 21),
    date(2024, 3, 31),
    date(2025, 4, 20),
    date(2026, 4, 5),
    date(2027, 3, 28),
    date(2038, 4, 25),
]


@pytest.mark.parametrize("easter", EASTERS, ids=str)
def test_easter_falls_where_the_almanac_says(easter: date) -> None:
    assert easter_sunday(easter.year) == easter


@given(st.integers(1583, 4000))
def test_easter_is_a_sunday_from_22_march_to_25_april(year: int) -> None:
    easter = easter_sunday(year)
    assert easter.weekday() == 6
    assert date(year, 3, 22) <= easter <= date(year, 4, 25)


def test_the_holidays_of_2026_are_those_of_the_law() -> None:
    assert sorted(national_holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 4, 27),
        date(2026, 5, 5),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 12, 25),
        date(2026, 12, 26),
    ]


def test_the_royal_birthday_is_never_kept_on_a_sunday() -> None:
    assert date(2025, 4, 26) in national_holidays(2025)
    assert date(2025, 4, 27) not in national_holidays(2025)
    assert date(2014, 4, 26) in national_holidays(2014)
    assert date(2013, 4, 30) in national_holidays(2013)
    assert date(2006, 4, 29) in national_holidays(2006)


def test_a_term_steps_over_weekends_holidays_and_closed_days() -> None:
    thursday = date(2026, 4, 2)
    assert add_working_days(thursday, 1) == date(2026, 4, 7)
    closed = frozenset({date(2026, 4, 7)})
    assert add_working_days(thursday, 1, closed) == date(2026, 4, 8)
    assert working_days_between(thursday, date(2026, 4, 8), closed) == 1


def test_a_negative_term_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 4, 2), -1)


@given(DAYS, st.integers(0, 60))
def test_counting_undoes_adding(day: date, count: int) -> None:
    end = add_working_days(day, count)
    assert working_days_between(day, end) == count
    assert count == 0 or is_working_day(end)


@given(DAYS, st.integers(0, 20), st.integers(0, 20))
def test_two_terms_in_a_row_are_one_long_term(day: date, first: int, second: int) -> None:
    assert add_working_days(add_working_days(day, first), second) == add_working_days(
        day, first + second
    )


@given(DAYS, st.integers(0, 90))
def test_counting_is_the_obvious_count(start: date, days: int) -> None:
    end = start + timedelta(days=days)
    counted, day = 0, start
    while day < end:
        day += timedelta(days=1)
        weekend = day.weekday() in (5, 6)
        counted += not weekend and day not in national_holidays(day.year)
    assert working_days_between(start, end) == counted


def test_nothing_lies_between_a_day_and_an_earlier_one() -> None:
    assert working_days_between(date(2026, 3, 10), date(2026, 3, 2)) == 0
