"""Moments as policy papers write them: a day, a month, a quarter or a year."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from voordeur.domain.kernel.text import Text

_FORM = re.compile(
    r"(?P<year>20\d\d|19\d\d)(?:-(?:Q(?P<quarter>[1-4])|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?\Z"
)
MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A stretch of days known by one name: ``start`` belongs to it, ``end`` does not.

    ``written`` is how it stands in a file: 2024, 2024-Q4, 2024-06 or 2024-06-03.
    """

    start: date
    end: date
    written: str

    @property
    def last(self) -> date:
        """The last day that belongs to it: what is promised by then must be there."""
        return self.end - timedelta(days=1)

    @property
    def quarter(self) -> int | None:
        """The number of the quarter, when it is one."""
        return int(self.written[-1]) if "Q" in self.written else None

    def label(self) -> Text:
        """Return the moment in words: 'vierde kwartaal' is written as people say it, Q4 2024."""
        if self.quarter is not None:
            return Text(f"Q{self.quarter} {self.start.year}", f"Q{self.quarter} {self.start.year}")
        match self.written.count("-"):
            case 0:
                return Text(self.written, self.written)
            case 1:
                return Text(*(f"{self._month(one)} {self.start.year}" for one in ("nl", "en")))
            case _:
                day = self.start.day
                return Text(
                    *(f"{day} {self._month(one)} {self.start.year}" for one in ("nl", "en"))
                )

    def _month(self, language: str) -> str:
        return MONTHS[language].split()[self.start.month - 1]


def read_moment(written: str) -> Moment | None:
    """Return the moment behind ``written``, or None when it is none."""
    found = _FORM.match(written.strip())
    if found is None:
        return None
    year = int(found["year"])
    try:
        if found["quarter"]:
            first = 3 * int(found["quarter"]) - 2
            return Moment(date(year, first, 1), _month_end(year, first + 2), written.strip())
        if found["day"]:
            day = date(year, int(found["month"]), int(found["day"]))
            return Moment(day, day + timedelta(days=1), written.strip())
        if found["month"]:
            month = int(found["month"])
            return Moment(date(year, month, 1), _month_end(year, month), written.strip())
    except ValueError:
        return None
    return Moment(date(year, 1, 1), date(year + 1, 1, 1), written.strip())


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1]) + timedelta(days=1)
