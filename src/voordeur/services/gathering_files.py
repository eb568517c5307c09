"""The calendar file of a gathering, for an invited employer and for a person."""

from datetime import datetime, time, timedelta

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.work.gatherings import FOR_PEOPLE
from voordeur.records.employer_service.models import GatheringRecord
from voordeur.services.context import AMSTERDAM, Context
from voordeur.services.gathering_letters import read_token
from voordeur.services.my_door import resident_row
from voordeur.services.ports import CalendarEvent, CalendarFile, ports

DOMAIN = "voordeur"
LASTS = timedelta(hours=2)
"""The length in a calendar; a gathering says when it begins, not when it ends."""


def link_file(context: Context, *, token: str) -> bytes:
    """Return the .ics for an invited employer. Raises ``RefusedError`` (LINK_INVALID)."""
    return _file(context, read_token(context, token=token).gathering)


def own_file(context: Context, *, ref: str) -> bytes:
    """Return the .ics for a person. Raises ``RefusedError`` (NOT_FOUND)."""
    resident_row(context)
    row = GatheringRecord.objects.filter(ref=ref, audience__in=FOR_PEOPLE).first()
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return _file(context, row)


def _file(context: Context, row: GatheringRecord) -> bytes:
    starts_at = datetime.combine(row.day, row.starts_at or time.min, tzinfo=AMSTERDAM)
    off = row.state == "cancelled"
    event = CalendarEvent(
        uid=f"{row.ref}@{DOMAIN}",
        sequence=row.version + off,
        starts_at=starts_at,
        ends_at=starts_at + (LASTS if row.starts_at else timedelta(days=1)),
        stamped_at=context.now,
        summary=row.title,
        place=row.place,
        cancelled=off,
        all_day=row.starts_at is None,
    )
    method = "CANCEL" if off else "PUBLISH"
    return ports().calendar.write(CalendarFile(method=method, events=(event,)))
