"""The calendar in which next year's plan is made, every last quarter (catalogue row AG-02)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from voordeur.domain.kernel.calendar import add_working_days, is_working_day, working_days_between
from voordeur.domain.kernel.text import Text
from voordeur.domain.register.entry import Entry, text_of

REMINDED_DAYS = 10
"""Working days before a date on which it starts to be shown as near."""


class Near(StrEnum):
    """How near a date is."""

    PAST = "past"
    NOW = "now"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One date: what happens, who does it, and how near it is in working days."""

    day: date
    what: Text
    who: Text
    near: Near
    working_days: int


USUAL = (
    (
        9,
        1,
        Text(
            "Knelpunten en ambities zonder activiteit ophalen",
            "Collect bottlenecks and ambitions without an activity",
        ),
        Text("programmateam", "programme team"),
    ),
    (
        10,
        1,
        Text("Concept van het plan maken", "Make the draft of the plan"),
        Text("programmateam", "programme team"),
    ),
    (
        10,
        20,
        Text(
            "Projectplannen en eigen plannen van diensten inleveren",
            "Hand in project plans and services’ own plans",
        ),
        Text("projectleiders en diensten", "project leaders and services"),
    ),
    (
        11,
        1,
        Text("Advies over het plan", "Advice on the plan"),
        Text("Adviesgroep", "advisory group"),
    ),
    (
        11,
        15,
        Text(
            "Instemming waar dienstverlening van UWV of gemeenten verandert",
            "Consent where services of UWV or municipalities change",
        ),
        Text("Keten MT", "chain management"),
    ),
    (
        12,
        10,
        Text("Besluit over het plan", "Decision on the plan"),
        Text("Regionaal Beraad", "regional board"),
    ),
    (
        12,
        20,
        Text(
            "Plan naar de gemeenteraden, ter kennisgeving",
            "Plan to the municipal councils, for information",
        ),
        Text("secretaris", "secretary"),
    ),
)
"""Month, day, what and who, in the year before the plan; a plan can have dates of its own."""


def usual_days(year: int) -> list[dict[str, object]]:
    """Return the dates on which the plan of ``year`` is usually made, as its calendar keeps them.

    A date that is no working day moves to the next one.
    """
    return [
        {
            "day": _working(date(year - 1, month, day)).isoformat(),
            "what": {"nl": what.nl, "en": what.en},
            "who": {"nl": who.nl, "en": who.en},
        }
        for month, day, what, who in USUAL
    ]


def _working(day: date) -> date:
    return day if is_working_day(day) else add_working_days(day, 1)


def calendar_of(plan: Entry, today: date) -> tuple[CalendarDay, ...]:
    """Return the dates of a plan in order, each with how near it is."""
    rows = plan.rows("calendar")
    found = [
        _placed(date.fromisoformat(str(row["day"])), row.get("what"), row.get("who"), today)
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: one.day))


def _placed(day: date, what: object, who: object, today: date) -> CalendarDay:
    ahead = working_days_between(today, day) if day >= today else 0
    if day < today:
        near = Near.PAST
    elif day == today:
        near = Near.NOW
    else:
        near = Near.SOON if ahead <= REMINDED_DAYS else Near.LATER
    return CalendarDay(day, text_of(what), text_of(who), near, ahead)


def reminders(days: Iterable[CalendarDay]) -> tuple[CalendarDay, ...]:
    """Return the dates that ask for attention now."""
    return tuple(one for one in days if one.near in {Near.NOW, Near.SOON})


def begins_on(plans: Sequence[Entry], today: date) -> int | None:
    """Return the year whose plan has to be begun now: from September, when there is none yet."""
    years = {plan.number("year") for plan in plans}
    ahead = (today + timedelta(days=122)).year
    return ahead if ahead > today.year and ahead not in years else None
