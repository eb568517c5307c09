"""Working days in the Netherlands: what a term of a number of days means on the calendar."""

from datetime import date, timedelta
from functools import lru_cache

SATURDAY = 5
"""``date.weekday()`` of the first day of the weekend."""
SUNDAY = 6
FIRST_KINGS_DAY_YEAR = 2014
"""From this year the King's birthday (27 April) is kept; before, the Queen's (30 April)."""
ONE_DAY = timedelta(days=1)
NO_DAYS: frozenset[date] = frozenset()


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of a Gregorian ``year`` (Meeus, Jones and Butcher's method)."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, leap_rest = divmod(in_century, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - epact - leap_rest) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def birthday_of_the_head_of_state(year: int) -> date:
    """Return the day the royal birthday is kept: never on a Sunday, then the day before."""
    day = date(year, 4, 27) if year >= FIRST_KINGS_DAY_YEAR else date(year, 4, 30)
    return day - ONE_DAY if day.weekday() == SUNDAY else day


@lru_cache(maxsize=256)
def national_holidays(year: int) -> frozenset[date]:
    """Return the generally recognised holidays of ``year``.

    Source: Algemene termijnenwet, article 3: New Year's Day, Good Friday, Easter Monday, the
    royal birthday, 5 May, Ascension Day, Whit Monday, Christmas Day and the day after it.
    """
    easter = easter_sunday(year)
    movable = (easter + timedelta(days=shift) for shift in (-2, 1, 39, 50))
    fixed = (date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26))
    return frozenset((*movable, *fixed, birthday_of_the_head_of_state(year)))


def is_working_day(day: date, closed: frozenset[date] = NO_DAYS) -> bool:
    """Tell whether ``day`` is Monday to Friday, no national holiday and not in ``closed``.

    ``closed`` are days a region or an organisation adds itself, such as a bridging day.
    """
    return day.weekday() < SATURDAY and day not in closed and day not in national_holidays(day.year)


def add_working_days(day: date, count: int, closed: frozenset[date] = NO_DAYS) -> date:
    """Return the ``count``-th working day after ``day``; ``count`` 0 gives ``day`` itself.

    Raises ``ValueError`` for a negative ``count``: a term never runs backwards.
    """
    if count < 0:
        message = f"a term cannot be negative: {count}"
        raise ValueError(message)
    while count:
        day += ONE_DAY
        count -= is_working_day(day, closed)
    return day


def working_days_between(start: date, end: date, closed: frozenset[date] = NO_DAYS) -> int:
    """Count the working days after ``start`` up to and including ``end``; 0 when not later.

    The inverse of :func:`add_working_days`: ``working_days_between(d, add_working_days(d, n))``
    is ``n``.
    """
    days = max(0, (end - start).days)
    return sum(is_working_day(start + timedelta(days=n), closed) for n in range(1, days + 1))
