"""Carrying a plan line over to another year: what goes along, and what must be said anew."""

import re
from collections.abc import Mapping

from voordeur.domain.register.amounts import AmountWord, QuantityWord
from voordeur.domain.register.entry import Entry
from voordeur.domain.register.fields import Value
from voordeur.domain.register.moments import read_moment

GOES_ALONG = (
    "level",
    "ambitions",
    "pillars",
    "pillars_derived",
    "areas",
    "areas_derived",
    "activity",
    "impact",
    "parties",
    "other_parties",
    "mandate",
    "larger",
    "rhythm",
    "sector",
)
"""Fields that stay as they are; the focus group is chosen anew each year."""
SAID_ANEW = ("results", "finances", "from", "until", "own_plan", "status", "focus_group")
_YEAR = re.compile(r"-20\d\d\Z")


def carried(line: Entry, *, plan: str, year: int) -> dict[str, Value]:
    """Return the plain data of ``line`` as a new line of another year's plan.

    Promises go along without their number, parts of the money without their amount: nobody
    promised either for the new year. An end that lies beyond the start of that year stays.
    """
    data: dict[str, Value] = {
        "code": f"{_YEAR.sub('', line.code)}-{year}",
        "title": {
            key: held for key, held in (("nl", line.title.nl), ("en", line.title.en)) if held
        },
        "plan": plan,
        "follows": line.code,
        "status": "to_start",
        **{key: line.values[key] for key in GOES_ALONG if key in line.values},
    }
    results = [_promise(row) for row in line.rows("results")]
    finances = [_part(row) for row in line.rows("finances")]
    until = line.moment("until")
    data |= {"results": results} if results else {}
    data |= {"finances": finances} if finances else {}
    first_day = read_moment(str(year))
    if until is not None and first_day is not None and until.last >= first_day.start:
        data["until"] = until.written
    return data


def _promise(row: Mapping[str, Value]) -> dict[str, Value]:
    kept = {key: row[key] for key in ("promise", "unit", "counted") if key in row}
    open_ = row.get("target") != QuantityWord.NONE
    return {**kept, "target": QuantityWord.TO_FOLLOW.value if open_ else QuantityWord.NONE.value}


def _part(row: Mapping[str, Value]) -> dict[str, Value]:
    kept = {key: row[key] for key in ("part", "funder", "origin") if key in row}
    word = row.get("amount_cents")
    stays = isinstance(word, str) and word in {AmountWord.IN_KIND, AmountWord.NONE_NEEDED}
    return {**kept, "amount_cents": word if stays else AmountWord.TO_BE_DETERMINED.value}
