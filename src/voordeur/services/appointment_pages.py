"""What the holder of an appointment's link sees; the view is in the log before it is shown."""

from dataclasses import dataclass
from datetime import datetime

from voordeur.domain.appointments.lifecycle import (
    AppointmentFacts,
    AppointmentParty,
    AppointmentState,
    may_cancel,
)
from voordeur.domain.kernel.refusal import RefusedError
from voordeur.records.appointments.models import AppointmentRecord, WaitingRecord
from voordeur.services.access import NOT_FOUND
from voordeur.services.appointment_links import same_link, secret_of
from voordeur.services.audit import JournalEntry, Subject, record_view
from voordeur.services.context import Context
from voordeur.services.region import current_region


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentPage:
    """One appointment for its visitor. No name: whoever holds the link knows whose it is."""

    ref: str
    token: str
    state: AppointmentState
    location: str
    place: str
    address: str
    organisation: str
    starts_at: datetime
    ends_at: datetime
    changeable: bool
    waiting: bool
    can_wait: bool
    moved_to: tuple[str, str] | None = None
    """Reference and token of the appointment that took its place."""


def by_link(context: Context, *, ref: str, token: str) -> AppointmentPage:
    """Return the appointment of a link; a wrong token answers as an unknown appointment.

    Raises ``RefusedError`` (NOT_FOUND).
    """
    row = AppointmentRecord.objects.select_related("moved_to", "resident").filter(ref=ref).first()
    if row is None or not same_link(row, token):
        raise RefusedError(NOT_FOUND)
    record_view(context, _seen(row))
    waiting = WaitingRecord.objects.filter(
        appointment=row, state__in=("waiting", "offered")
    ).exists()
    return _page(context, row, token, waiting=waiting)


def _seen(row: AppointmentRecord) -> JournalEntry:
    subjects = (Subject(row.resident_id, row.case_id),) if row.resident_id is not None else ()
    return JournalEntry(
        kind="view",
        name="AppointmentSeen",
        payload={"appointment": row.ref},
        case_id=row.case_id,
        subjects=subjects,
        purpose="own_case",
    )


def _page(
    context: Context, row: AppointmentRecord, token: str, *, waiting: bool
) -> AppointmentPage:
    region = current_region()
    place = region.locations.get(row.location)
    facts = AppointmentFacts(AppointmentState(row.state), row.starts_at)
    moved = row.moved_to
    return AppointmentPage(
        ref=row.ref,
        token=token,
        state=facts.state,
        location=row.location,
        place=place.name.in_language(context.language) if place else row.location,
        address=place.address if place else "",
        organisation=region.organisation_name(row.organisation_id, context.today, context.language),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        changeable=bool(may_cancel(facts, AppointmentParty.RESIDENT, now=context.now)),
        waiting=waiting,
        can_wait=bool(row.resident and row.resident.email),
        moved_to=(moved.ref, secret_of(moved.ref)) if moved else None,
    )
