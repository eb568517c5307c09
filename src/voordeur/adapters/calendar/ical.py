"""Writes calendar files (RFC 5545) with the time zone they speak of."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from voordeur.services.ports import CalendarEvent, CalendarFile

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PRODUCT = "-//Voordeur//Voordeur//NL"


class IcalendarWriter:
    """Meets the need for calendar files with the icalendar package."""

    def write(self, file: CalendarFile) -> bytes:
        """Return ``file`` as the bytes of an .ics file."""
        calendar = Calendar()
        calendar.add("prodid", PRODUCT)
        calendar.add("version", "2.0")
        calendar.add("method", file.method)
        if file.name:
            calendar.add("x-wr-calname", file.name)
        calendar.add_component(_time_zone())
        for event in file.events:
            calendar.add_component(_event(event))
        return bytes(calendar.to_ical())


def _event(event: CalendarEvent) -> Event:
    written = Event()
    written.add("uid", event.uid)
    written.add("sequence", event.sequence)
    written.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    written.add("dtstamp", event.stamped_at.astimezone(UTC))
    for name, moment in (("dtstart", event.starts_at), ("dtend", event.ends_at)):
        local = moment.astimezone(AMSTERDAM)
        written.add(name, local.date() if event.all_day else local)
    written.add("summary", event.summary)
    for name, text in (
        ("location", event.place),
        ("description", event.description),
        ("url", event.url),
    ):
        if text:
            written.add(name, text)
    return written


WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)
FIRST_SUMMER = datetime(1996, 3, 31, 2)  # noqa: DTZ001  the format asks for the clock on the wall
FIRST_WINTER = datetime(1996, 10, 27, 3)  # noqa: DTZ001  the same


def _time_zone() -> Timezone:
    """Describe Europe/Amsterdam by rule (Directive 2000/84/EC); a list of years would run out."""
    zone = Timezone()
    zone.add("tzid", "Europe/Amsterdam")
    summer, winter = TimezoneDaylight(), TimezoneStandard()
    for part, name, first, month, before, after in (
        (summer, "CEST", FIRST_SUMMER, 3, WINTER, SUMMER),
        (winter, "CET", FIRST_WINTER, 10, SUMMER, WINTER),
    ):
        part.add("tzname", name)
        part.add("dtstart", first)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone
