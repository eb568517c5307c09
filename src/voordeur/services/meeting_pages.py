"""What stands around a meeting: milestones that come near, and meetings as a calendar."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from voordeur.domain.register.entry import Entry
from voordeur.services import register
from voordeur.services.context import AMSTERDAM, Context
from voordeur.services.entry_words import moment_words, title_of
from voordeur.services.meetings import MeetingLine, meetings
from voordeur.services.ports import CalendarEvent, CalendarFile, ports

MILESTONE = "milestone"
MOST_MILESTONES = 8
AHEAD = timedelta(days=270)
FIRST_HOUR, USUAL_HOURS = time(9), timedelta(hours=2)
"""What stands in a calendar for a meeting whose hour is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneLine:
    """A milestone that is not reached; ``late`` when its time has gone by."""

    code: str
    title: str
    planned: str
    critical: bool
    late: bool


def milestones_near(context: Context, *, day: date) -> tuple[MilestoneLine, ...]:
    """Return the milestones that were not reached and fall before or soon after ``day``."""
    near = [
        (moment, entry)
        for entry in register.entries(context, MILESTONE)
        if not entry.line("realised")
        and (moment := entry.moment("planned")) is not None
        and moment.start <= day + AHEAD
    ]
    near.sort(key=lambda pair: pair[0].last)
    return tuple(
        _milestone(context, entry, late=moment.last < context.today)
        for moment, entry in near[:MOST_MILESTONES]
    )


def _milestone(context: Context, entry: Entry, *, late: bool) -> MilestoneLine:
    return MilestoneLine(
        code=entry.code,
        title=title_of(context, entry),
        planned=moment_words(context, entry, "planned"),
        critical=entry.flag("critical"),
        late=late,
    )


def meeting_calendar(context: Context) -> bytes:
    """Return every meeting as one calendar file."""
    events = tuple(_event(context, one) for one in meetings(context))
    name = _("Vergaderingen")
    return ports().calendar.write(CalendarFile(method="PUBLISH", events=events, name=name))


def _event(context: Context, line: MeetingLine) -> CalendarEvent:
    start = time.fromisoformat(line.starts_at) if line.starts_at else FIRST_HOUR
    begins = datetime.combine(line.day, start, tzinfo=AMSTERDAM)
    return CalendarEvent(
        uid=f"{line.ref}-meeting@voordeur",
        sequence=0,
        starts_at=begins,
        ends_at=begins + USUAL_HOURS,
        stamped_at=context.now,
        summary=line.body_name,
        place=line.place,
        description="" if line.starts_at else _("De tijd is nog niet bekend."),
    )
