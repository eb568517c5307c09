"""Amounts, numbers, days and moments as people type them, and back; never by way of a float."""

import re
from datetime import date

from voordeur.domain.register.amounts import LONGEST_NUMBER
from voordeur.domain.register.moments import MONTHS, read_moment

_SPACES = re.compile(r"\s+")
_WHOLE = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)\Z", re.ASCII)
_DAY = re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})\Z", re.ASCII)
_QUARTER = re.compile(r"(?:q|kwartaal )(?P<quarter>[1-4]) (?P<year>\d{4})\Z", re.ASCII)
_NAMED = re.compile(r"(?:(?P<day>\d{1,2}) )?(?P<month>[a-z]+) (?P<year>\d{4})\Z", re.ASCII)


def euros_of(cents: int) -> str:
    """Return cents as they stand in a form: '1250,50', or '1250' without cents."""
    whole, rest = divmod(cents, 100)
    return f"{whole},{rest:02d}" if rest else str(whole)


def whole_of(typed: str) -> int | None:
    """Return a whole number, also with points between the thousands; None when it is none."""
    plain = _SPACES.sub("", typed)
    if not _WHOLE.match(plain) or len(plain) > LONGEST_NUMBER or not plain.isascii():
        return None
    return int(plain.replace(".", ""))


def day_of(typed: str) -> str:
    """Return a day as it is kept: 31-12-2026 becomes 2026-12-31; '' when it is none."""
    found = _DAY.match(typed.strip())
    written = f"{found['year']}-{found['month']:0>2}-{found['day']:0>2}" if found else typed.strip()
    try:
        return date.fromisoformat(written).isoformat() if len(written) == len("2026-12-31") else ""
    except ValueError:
        return ""


def moment_of(typed: str) -> str:
    """Return a moment as it is kept: 'Q4 2024' becomes 2024-Q4, 'juni 2024' 2024-06; else ''."""
    words = _SPACES.sub(" ", typed.strip()).casefold()
    written = (day_of(words) if _DAY.match(words) else "") or _in_words(words) or words.upper()
    return written if read_moment(written) is not None else ""


def _in_words(words: str) -> str:
    if found := _QUARTER.match(words):
        return f"{found['year']}-Q{found['quarter']}"
    found = _NAMED.match(words)
    months = [name.casefold().split() for name in MONTHS.values()]
    place = next(
        (one.index(found["month"]) for one in months if found and found["month"] in one), -1
    )
    if found is None or place < 0:
        return ""
    day = f"-{found['day']:0>2}" if found["day"] else ""
    return f"{found['year']}-{place + 1:02d}{day}"
