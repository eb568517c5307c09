"""Free moments at a location: whole, in order, and right in the nights the clock moves."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voordeur.domain.appointments.slots import (
    LOCAL_TIME,
    FreeSlot,
    Opening,
    Slot,
    free_slots,
    slots_on,
    wall_moment,
)
from voordeur.domain.kernel.calendar import national_holidays
from voordeur.domain.kernel.period import Period

TUESDAY = date(2026, 3, 3)
SUMMER_STARTS, SUMMER_ENDS = date(2026, 3, 29), date(2026, 10, 25)
MORNING = Opening(1, time(9), time(12))
TIMES = st.times(time(0), time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0))


def walls(slots: tuple[Slot, ...]) -> list[str]:
    return [slot.start.astimezone(LOCAL_TIME).strftime("%H:%M") for slot in slots]


def test_a_morning_in_slots_of_three_quarters_of_an_hour() -> None:
    slots = slots_on(TUESDAY, [MORNING], slot_minutes=45)
    assert walls(slots) == ["09:00", "09:45", "10:30", "11:15"]
    assert slots[0].start == datetime(2026, 3, 3, 8, tzinfo=UTC)


def test_the_same_hour_on_the_wall_is_another_moment_in_summer() -> None:
    summer = slots_on(date(2026, 7, 7), [MORNING], slot_minutes=60)
    assert summer[0].start == datetime(2026, 7, 7, 7, tzinfo=UTC)
    assert walls(summer)[0] == "09:00"


def test_a_rest_shorter_than_a_slot_is_not_offered() -> None:
    assert walls(slots_on(TUESDAY, [MORNING], slot_minutes=50)) == ["09:00", "09:50", "10:40"]


def test_no_slots_on_holidays_closed_days_other_weekdays_or_outside_the_period() -> None:
    easter_monday = date(2026, 4, 6)
    monday = Opening(0, time(9), time(12))
    assert slots_on(easter_monday, [monday], slot_minutes=60) == ()
    assert slots_on(TUESDAY, [MORNING], slot_minutes=60, closed=frozenset({TUESDAY})) == ()
    assert slots_on(TUESDAY, [monday], slot_minutes=60) == ()
    ended = Opening(1, time(9), time(12), Period(None, TUESDAY))
    starts = Opening(1, time(9), time(12), Period(TUESDAY, None))
    assert slots_on(TUESDAY, [ended], slot_minutes=60) == ()
    assert len(slots_on(TUESDAY, [starts], slot_minutes=60)) == 3


def test_two_openings_with_the_same_moment_give_it_once() -> None:
    late = Opening(1, time(11), time(13))
    assert walls(slots_on(TUESDAY, [late, MORNING], slot_minutes=60)) == [
        "09:00",
        "10:00",
        "11:00",
        "12:00",
    ]


def test_the_night_the_clock_goes_forward_has_an_hour_less() -> None:
    night = [Opening(6, time(1), time(4))]
    assert walls(slots_on(SUMMER_STARTS, night, slot_minutes=30)) == [
        "01:00",
        "01:30",
        "03:00",
        "03:30",
    ]


def test_the_night_the_clock_goes_back_has_an_hour_more() -> None:
    slots = slots_on(SUMMER_ENDS, [Opening(6, time(1), time(4))], slot_minutes=60)
    assert walls(slots) == ["01:00", "02:00", "02:00", "03:00"]
    assert len({slot.start for slot in slots}) == 4


def test_a_time_that_is_skipped_or_comes_twice_is_one_moment() -> None:
    assert wall_moment(SUMMER_STARTS, time(2, 30)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert wall_moment(SUMMER_ENDS, time(2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_slot_of_no_length_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one minute"):
        slots_on(TUESDAY, [MORNING], slot_minutes=0)
    assert len(slots_on(TUESDAY, [MORNING], slot_minutes=1)) == 180


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)) | st.sampled_from([SUMMER_STARTS, SUMMER_ENDS]),
    TIMES,
    TIMES,
    st.integers(5, 120),
)
def test_slots_of_an_opening_touch_and_stay_inside(
    day: date, start: time, end: time, minutes: int
) -> None:
    opening = Opening(day.weekday(), start, end)
    slots = slots_on(day, [opening], slot_minutes=minutes)
    opens, closes, length = (
        wall_moment(day, start),
        wall_moment(day, end),
        timedelta(minutes=minutes),
    )
    if day in national_holidays(day.year):
        assert slots == ()
        return
    assert all(slot.end - slot.start == length for slot in slots)
    assert all(one.end == other.start for one, other in pairwise(slots))
    assert all(opens <= slot.start and slot.end <= closes for slot in slots)
    last = slots[-1].end if slots else opens
    assert closes - last < length, "no whole slot is left out"


@given(st.lists(st.integers(0, 3), max_size=12), st.integers(0, 3), st.integers(-60, 200))
def test_free_is_what_is_ahead_and_not_full(taken: list[int], seats: int, minute: int) -> None:
    slots = slots_on(TUESDAY, [MORNING], slot_minutes=45)
    counted = Counter(slots[place].start for place in taken)
    now = slots[0].start + timedelta(minutes=minute)
    expected = tuple(
        FreeSlot(slot, seats - counted[slot.start])
        for slot in slots
        if slot.start > now and seats - counted[slot.start] > 0
    )
    assert free_slots(slots, seats=seats, taken=counted, now=now) == expected
