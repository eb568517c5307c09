"""Words of the front door: ready examples, doors, hours and distances as people say them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voordeur.domain.region.model import Region
from voordeur.services.consultation_hours import HoursLine, Place
from voordeur.web import contexts, dates

PICTURES = ("sun", "bars", "lattice", "panes", "eye")
"""The doors differ by their fanlight, in the order of the pack."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question people often ask: a door, with more that is clear at once."""

    code: str
    text: Promise
    door: str
    facts: Mapping[str, str] = field(default_factory=dict)


EXAMPLES: tuple[Example, ...] = (
    Example(
        "geen-uitkering",
        gettext_lazy("Ik kreeg geen uitkering. En nu?"),
        "find_work",
        {"benefit": "rejected"},
    ),
    Example("te-zwaar", gettext_lazy("Mijn baan wordt te zwaar"), "move_on", {"need": "work"}),
    Example("vak-leren", gettext_lazy("Ik wil een vak leren"), "learn"),
    Example(
        "personeel",
        gettext_lazy("Ik zoek personeel"),
        "employer",
        {"employer_need": "staff_vacancy"},
    ),
)


def example(code: str) -> Example | None:
    """Return the ready example with this code."""
    return next((one for one in EXAMPLES if one.code == code), None)


def region_text(region: Region, code: str, otherwise: str) -> str:
    """Return what the region itself wants to say, or our own words."""
    return region.text(code, contexts.language()) if code in region.texts else otherwise


@dataclass(frozen=True, slots=True)
class ShownHours:
    """Weekly hours in words."""

    when: str
    who: str
    walk_in: bool
    note: str
    next_day: date | None


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A location with its hours and distance in words."""

    place: Place
    hours: tuple[ShownHours, ...]
    distance: str

    @property
    def next_day(self) -> date | None:
        """The first day it is open."""
        days = [one.next_day for one in self.hours if one.next_day is not None]
        return min(days, default=None)


def shown_place(place: Place) -> ShownPlace:
    """Put a location in words."""
    return ShownPlace(
        place=place,
        hours=tuple(
            _hours(line) for line in sorted(place.hours, key=lambda one: str(one.next_day or "z"))
        ),
        distance=_distance(place.distance_km),
    )


def _hours(line: HoursLine) -> ShownHours:
    note = ""
    if line.invented:
        note = _("Verzonnen voor de demo.")
    elif line.presumed:
        note = _("Deze tijd moet de regio nog bevestigen.")
    weekday = str(WEEKDAYS[line.weekday])
    return ShownHours(
        when=_("Elke %(day)s van %(start)s tot %(end)s uur")
        % {
            "day": weekday if contexts.language() == "en" else weekday.lower(),
            "start": _clock(line.start),
            "end": _clock(line.end),
        },
        who=line.adviser_role or line.organisation,
        walk_in=line.walk_in,
        note=note,
        next_day=line.next_day,
    )


def _clock(written: str) -> str:
    hour, minutes = written.split(":")
    separator = ":" if contexts.language() == "en" else "."
    return f"{int(hour)}{separator}{minutes}"


def _distance(kilometres: float | None) -> str:
    if kilometres is None:
        return ""
    if kilometres < 2:  # noqa: PLR2004  nearer than a known middle of a town can say
        return _("bij jou in de buurt")
    return _("ongeveer %(number)d kilometer") % {"number": round(kilometres)}


def progress_words(number: int, candidates: int) -> str:
    """Say how far somebody is, without a number of questions that may change."""
    if candidates <= 2:  # noqa: PLR2004  one more answer decides
        way = _("Bijna klaar.")
    elif number <= 2:  # noqa: PLR2004  the first two questions
        way = _("Het zijn er meestal drie tot vijf.")
    else:
        way = _("We zijn op weg.")
    return _("Vraag %(number)d. %(way)s") % {"number": number, "way": way}


def day_of(text: str) -> date | None:
    """Return the day somebody asked for in an address, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def day_tab(moment: date) -> str:
    """Return a day as the label of a tab."""
    return dates.day(moment)
