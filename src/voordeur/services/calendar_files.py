"""Calendar files: an appointment for its visitor, the bookings at a location to subscribe to."""

import hmac
from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from voordeur.domain.kernel.refusal import RefusedError
from voordeur.domain.region.model import Region
from voordeur.records.appointments.models import AppointmentRecord
from voordeur.services.access import NOT_FOUND
from voordeur.services.appointment_links import address_of, feed_token, same_link
from voordeur.services.context import Context
from voordeur.services.ports import CalendarEvent, CalendarFile, ports
from voordeur.services.region import current_region

DOMAIN = "voordeur"
KEPT_IN_FEED = timedelta(days=31)
"""How long a past appointment stays in a subscribed calendar."""


def appointment_file(context: Context, *, ref: str, token: str) -> bytes:
    """Return the .ics of an appointment; a cancelled or moved one takes the old entry away.

    Raises ``RefusedError`` (NOT_FOUND) for a wrong link.
    """
    row = AppointmentRecord.objects.filter(ref=ref).first()
    if row is None or not same_link(row, token):
        raise RefusedError(NOT_FOUND)
    region = current_region()
    cancelled = row.state == "cancelled"
    event = _event(context, region, _newest(row), uid_of(row), cancelled=cancelled)
    method = "CANCEL" if cancelled else "PUBLISH"
    return ports().calendar.write(CalendarFile(method=method, events=(event,)))


def _newest(row: AppointmentRecord) -> AppointmentRecord:
    """Return the appointment a moved one became, so that an old link still gives the right file."""
    while row.moved_to is not None:
        row = row.moved_to
    return row


def uid_of(row: AppointmentRecord) -> str:
    """Return the calendar's own name for an appointment; moving keeps it.

    One query per earlier move; most appointments never move.
    """
    first = row
    while first.sequence > 0:
        earlier = AppointmentRecord.objects.filter(moved_to=first).first()
        if earlier is None:
            break
        first = earlier
    return f"{first.ref}@{DOMAIN}"


def _event(
    context: Context, region: Region, row: AppointmentRecord, uid: str, *, cancelled: bool
) -> CalendarEvent:
    place = region.locations.get(row.location)
    name = place.name.in_language(context.language) if place else row.location
    with translation.override("en" if context.language == "en" else "nl"):
        summary = _("Gesprek over werk en leren")
        description = _("Verzetten of afzeggen: %(link)s") % {
            "link": address_of(row.ref, context.language)
        }
    return CalendarEvent(
        uid=uid,
        sequence=row.sequence,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        stamped_at=row.answered_at or row.booked_at,
        summary=summary,
        place=", ".join(part for part in (name, place.address if place else "") if part),
        description=description,
        url=address_of(row.ref, context.language),
        cancelled=cancelled,
    )


def location_feed(context: Context, *, location: str, token: str) -> bytes:
    """Return what is booked at a location as a calendar to subscribe to; times only, no names.

    Raises ``RefusedError`` (NOT_FOUND) for a wrong address.
    """
    region = current_region()
    entry = region.locations.get(location)
    if entry is None or not hmac.compare_digest(token.encode(), feed_token(location).encode()):
        raise RefusedError(NOT_FOUND)
    rows = AppointmentRecord.objects.filter(
        location=location, state="booked", starts_at__gt=context.now - KEPT_IN_FEED
    ).order_by("starts_at", "seat")
    place = entry.name.in_language(context.language)
    events = tuple(_busy(row.ref, row.starts_at, row.ends_at, row.booked_at) for row in rows)
    return ports().calendar.write(CalendarFile(method="PUBLISH", name=place, events=events))


def _busy(ref: str, starts_at: datetime, ends_at: datetime, booked_at: datetime) -> CalendarEvent:
    return CalendarEvent(
        uid=f"{ref}-place@{DOMAIN}",
        sequence=0,
        starts_at=starts_at,
        ends_at=ends_at,
        stamped_at=booked_at,
        summary=_("Afspraak %(ref)s") % {"ref": ref},
    )
