"""Acts on appointments: book, move, cancel, wait for an earlier place, and settle afterwards."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from voordeur.domain.appointments.lifecycle import (
    AppointmentAction,
    AppointmentFacts,
    AppointmentParty,
    AppointmentState,
    Offer,
    may_act,
    may_book,
    may_cancel,
    may_move,
    may_settle,
)
from voordeur.domain.consent.grants import AccessAction, FieldGroup, LegalBasis
from voordeur.domain.kernel.actors import CASE_WORK_ROLES, ActorKind
from voordeur.domain.kernel.calendar import add_working_days
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.region.model import Region
from voordeur.records.appointments.models import AppointmentRecord, WaitingRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.records.references import new_reference
from voordeur.services import consent, front_door
from voordeur.services.access import NOT_FOUND, case_for_act, subjects_of
from voordeur.services.acts import Act, acting
from voordeur.services.appointment_letters import AppointmentNews, forget_reminder, tell
from voordeur.services.appointment_links import same_link, secret_of
from voordeur.services.audit import Subject
from voordeur.services.cases import owner_purpose, touch
from voordeur.services.consultation_hours import (
    HORIZON_DAYS,
    OfferedSlot,
    adjustments,
    offered_on,
    seats_left,
    seats_taken,
)
from voordeur.services.context import AMSTERDAM, Context
from voordeur.services.region import current_region

TALK = gettext_noop("Gesprek op het spreekuur")
NEW_MOMENT = gettext_noop("Nieuwe afspraak maken")
AFTER_NO_SHOW = gettext_noop("Contact opnemen na een gemiste afspraak")
AFTER_TALK = gettext_noop("Gesprek opschrijven en volgende stap kiezen")
SEEN_AT_PLACE = frozenset({FieldGroup.NAME, FieldGroup.CONTACT, FieldGroup.QUESTION})
"""What the organisation at the place may see of a case of another organisation."""
SOONEST_OFFER = timedelta(hours=2)
"""A place that comes free later than this is too late to offer to somebody who waits."""
EVENTS = {
    AppointmentState.BOOKED: "AppointmentBooked",
    AppointmentState.MOVED: "AppointmentMoved",
    AppointmentState.CANCELLED: "AppointmentCancelled",
    AppointmentState.ATTENDED: "AppointmentAttended",
    AppointmentState.NO_SHOW: "AppointmentMissed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """The moment somebody picked; ``kind``: in_person, phone or video."""

    location: str
    starts_at: datetime
    kind: str = "in_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """An appointment and the token of its own link.

    ``already``: the case had an appointment ahead, this one; nothing new was booked.
    """

    ref: str
    token: str
    already: bool = False


def book(context: Context, *, case_ref: str, booking: Booking) -> Booked:
    """Book a moment for a case, by somebody who works on it or its resident.

    Raises ``RefusedError``: NOT_FOUND, CASE_CLOSED, SLOT_UNKNOWN, SLOT_TAKEN, DATE_IN_THE_PAST.
    """
    with acting(context) as act:
        case = case_for_act(context, ref=case_ref, action=AccessAction.WORK)
        return _book(act, context, current_region(), case, booking)


def book_for_inquiry(
    context: Context, *, inquiry: str, contact: front_door.Contact | None, booking: Booking
) -> Booked:
    """Book a moment for a question at the public door, which becomes a case when it is none yet.

    Case and appointment are made together or not at all. One appointment ahead per question: a
    second booking gives the first one back. Raises ``RefusedError`` as :func:`book`, and
    INVALID_INPUT when a contact is needed.
    """
    with transaction.atomic():
        case = front_door.case_of(context, ref=inquiry, contact=contact)
        ahead = _ahead(context, case)
        if ahead is not None:
            return Booked(ref=ahead.ref, token=secret_of(ahead.ref), already=True)
        with acting(context) as act:
            return _book(act, context, current_region(), case, booking)


def _ahead(context: Context, case: CaseRecord) -> AppointmentRecord | None:
    return (
        AppointmentRecord.objects.filter(case=case, state="booked", starts_at__gt=context.now)
        .order_by("starts_at")
        .first()
    )


def _book(act: Act, context: Context, region: Region, case: CaseRecord, booking: Booking) -> Booked:
    if case.state != "open":
        raise RefusedError(Refusal(Reason.CASE_CLOSED))
    seats = _seats(context, region, booking)
    require(may_book(seats.offer, now=context.now))
    row = _take_seat(context, case, booking, seats)
    planned = _plan(context, case, row, TALK, _day(row.starts_at))
    _let_place_see(context, case, row.organisation_id)
    tell(act, context, region, row, AppointmentNews.BOOKED)
    _record(act, row, case, planned)
    return Booked(ref=row.ref, token=secret_of(row.ref))


@dataclass(frozen=True, slots=True)
class Seats:
    """An offered slot and the seats of it that are left."""

    offered: OfferedSlot
    left: tuple[int, ...]

    @property
    def offer(self) -> Offer:
        """What the rules need to know."""
        return Offer(self.offered.slot, len(self.left))


def _seats(context: Context, region: Region, booking: Booking) -> Seats:
    """Return the slot somebody picked; raises SLOT_UNKNOWN when nobody offers it."""
    location = region.locations.get(booking.location)
    day = _day(booking.starts_at)
    if location is None or (day - context.today).days >= HORIZON_DAYS:
        raise RefusedError(Refusal(Reason.SLOT_UNKNOWN))
    slots = offered_on(location, day, adjustments(context))
    found = next((offered for offered in slots if offered.slot.start == booking.starts_at), None)
    if found is None:
        raise RefusedError(Refusal(Reason.SLOT_UNKNOWN))
    return Seats(found, seats_left(booking.location, found, seats_taken(context, region)))


def _day(moment: datetime) -> date:
    return moment.astimezone(AMSTERDAM).date()


def _take_seat(
    context: Context,
    case: CaseRecord | None,
    booking: Booking,
    seats: Seats,
    *,
    sequence: int = 0,
) -> AppointmentRecord:
    """Write the first seat nobody else takes at this very moment; the database decides."""
    for seat in seats.left:
        ref = new_reference()
        try:
            with transaction.atomic():
                return AppointmentRecord.objects.create(
                    ref=ref,
                    location=booking.location,
                    organisation_id=seats.offered.hours.organisation,
                    starts_at=seats.offered.slot.start,
                    ends_at=seats.offered.slot.end,
                    seat=seat,
                    kind=booking.kind,
                    case=case,
                    resident_id=case.resident_id if case else None,
                    municipality=case.municipality if case else "",
                    target_group=case.target_group if case else "",
                    secret_hash=secret_of(ref, hashed=True),
                    booked_at=context.now,
                    sequence=sequence,
                )
        except IntegrityError:
            continue
    raise RefusedError(Refusal(Reason.SLOT_TAKEN))


def _plan(
    context: Context,
    case: CaseRecord | None,
    row: AppointmentRecord,
    step: str,
    day: date,
    **more: object,
) -> str:
    """Make this the next step of the case when the place's organisation is the one to move.

    Returns the new date, or '' when the case keeps its own next step.
    """
    if case is None or case.state != "open" or case.accountable_id != row.organisation_id:
        return ""
    touch(
        context,
        case,
        next_step=step,
        next_date=max(day, context.today),
        next_party="organisation",
        **more,
    )
    return max(day, context.today).isoformat()


def _let_place_see(context: Context, case: CaseRecord, organisation: str) -> None:
    """Let whoever receives the visitor know who comes; the visitor asked for this talk."""
    if organisation == case.accountable_id:
        return
    seen_by = {
        grant.organisation for grant in consent.grants_of_case(case.pk, context.now) if grant.live
    }
    if organisation in seen_by:
        return
    consent.give(
        consent.NewGrant(
            case_id=case.pk,
            organisation=organisation,
            purpose=owner_purpose(case),
            basis=LegalBasis.REQUEST,
            fields=SEEN_AT_PLACE,
            given_by=context.kind.value,
            valid_from=context.now,
        )
    )


def _record(
    act: Act,
    row: AppointmentRecord,
    case: CaseRecord | None,
    planned: str,
    **more: object,
) -> None:
    """Write the one event of the act; ``planned`` is the new next date of the case or ''."""
    payload: dict[str, object] = {
        "appointment": row.ref,
        "state": row.state,
        "location": row.location,
        "organisation": row.organisation_id,
        "starts_at": row.starts_at.isoformat(),
        **more,
    }
    if case is not None:
        payload["case"] = case.ref
    if planned:
        payload["next_date"] = planned
    subjects: tuple[Subject, ...] = subjects_of(case) if case else ()
    act.record(
        EVENTS[AppointmentState(row.state)],
        case_id=case.pk if case else None,
        subjects=subjects,
        payload=payload,
    )


def cancel(context: Context, *, ref: str, token: str = "") -> None:
    """Cancel an appointment before it starts; whoever waits for an earlier place is told.

    By the holder of its link (``token``), its resident, or the organisation of the place. Raises
    ``RefusedError``: NOT_FOUND, LINK_INVALID, APPOINTMENT_SETTLED, DATE_IN_THE_PAST.
    """
    region = current_region()
    with acting(context) as act:
        row, case = _to_change(context, ref, token)
        require(may_cancel(_facts(row), _party(context), now=context.now))
        _settle(context, row, AppointmentState.CANCELLED)
        term = add_working_days(context.today, region.term_days("callback", row.organisation_id))
        planned = _plan(context, case, row, NEW_MOMENT, term)
        _leave_waiting(row, "stopped")
        forget_reminder(row.ref)
        tell(act, context, region, row, AppointmentNews.CANCELLED)
        _offer_place(act, context, region, row)
        _record(act, row, case, planned)


def move(context: Context, *, ref: str, booking: Booking, token: str = "") -> Booked:
    """Move an appointment to another free moment; the old place comes free in the same act.

    Returns the appointment that takes its place. Raises ``RefusedError`` as :func:`cancel` and
    :func:`book`.
    """
    region = current_region()
    with acting(context) as act:
        row, case = _to_change(context, ref, token)
        require(may_act(_facts(row), AppointmentAction.MOVE, _party(context)))
        seats = _seats(context, region, booking)
        require(may_move(_facts(row), _party(context), seats.offer, now=context.now))
        fresh = _take_seat(context, case, booking, seats, sequence=row.sequence + 1)
        _settle(context, row, AppointmentState.MOVED, moved_to=fresh)
        planned = _plan(context, case, fresh, TALK, _day(fresh.starts_at))
        if case is not None:
            _let_place_see(context, case, fresh.organisation_id)
        _carry_waiting(row, fresh)
        forget_reminder(row.ref)
        tell(act, context, region, fresh, AppointmentNews.MOVED)
        _offer_place(act, context, region, row)
        _record(act, row, case, planned, moved_to=fresh.ref, to=fresh.starts_at.isoformat())
    return Booked(ref=fresh.ref, token=secret_of(fresh.ref))


def settle(context: Context, *, ref: str, state: AppointmentState, reason: str = "") -> None:
    """Write down that somebody came (ATTENDED) or did not (NO_SHOW), by the place's organisation.

    Coming counts as the first contact. Raises ``RefusedError``: NOT_FOUND, INVALID_INPUT,
    APPOINTMENT_SETTLED, APPOINTMENT_NOT_YET, ROLE_DOES_NOT_ALLOW.
    """
    actions = {
        AppointmentState.ATTENDED: AppointmentAction.ATTEND,
        AppointmentState.NO_SHOW: AppointmentAction.MISS,
    }
    if state not in actions:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "state"}))
    region = current_region()
    with acting(context) as act:
        row, case = _to_change(context, ref, "")
        require(may_settle(_facts(row), actions[state], _party(context), now=context.now))
        _settle(context, row, state)
        planned = _after(context, region, case, row)
        _leave_waiting(row, "stopped")
        _record(act, row, case, planned, reason=reason)


def _after(
    context: Context, region: Region, case: CaseRecord | None, row: AppointmentRecord
) -> str:
    if row.state == AppointmentState.NO_SHOW.value:
        term = region.term_days("callback", row.organisation_id)
        return _plan(context, case, row, AFTER_NO_SHOW, add_working_days(context.today, term))
    first = case is not None and case.first_contact_at is None
    more = {"first_contact_at": row.starts_at} if first else {}
    return _plan(context, case, row, AFTER_TALK, context.today, **more)


def _to_change(
    context: Context, ref: str, token: str
) -> tuple[AppointmentRecord, CaseRecord | None]:
    """Lock the case first, then the appointment, for whoever may change it."""
    case_id = AppointmentRecord.objects.filter(ref=ref).values_list("case_id", flat=True).first()
    case = (
        CaseRecord.objects.select_for_update(no_key=True).filter(pk=case_id).first()
        if case_id
        else None
    )
    row = AppointmentRecord.objects.select_for_update(no_key=True).filter(ref=ref).first()
    if row is None or not _may_touch(context, row, case, token):
        raise RefusedError(NOT_FOUND)
    return row, case


def _may_touch(
    context: Context, row: AppointmentRecord, case: CaseRecord | None, token: str
) -> bool:
    if token:
        return same_link(row, token)
    if context.kind is ActorKind.RESIDENT:
        return row.resident_id is not None and row.resident_id == context.resident_id
    if context.kind is not ActorKind.PROFESSIONAL or not context.has_role(*CASE_WORK_ROLES):
        return context.kind is ActorKind.SYSTEM
    if row.organisation_id == context.organisation:
        return True
    if case is None:
        return False
    case_for_act(context, ref=case.ref, action=AccessAction.WORK)
    return True


def _party(context: Context) -> AppointmentParty:
    organisation = context.kind in {ActorKind.PROFESSIONAL, ActorKind.SYSTEM}
    return AppointmentParty.ORGANISATION if organisation else AppointmentParty.RESIDENT


def _facts(row: AppointmentRecord) -> AppointmentFacts:
    return AppointmentFacts(AppointmentState(row.state), row.starts_at)


def _settle(
    context: Context,
    row: AppointmentRecord,
    state: AppointmentState,
    moved_to: AppointmentRecord | None = None,
) -> None:
    """Write the answer under a guard, so that of two answers exactly one counts."""
    written = AppointmentRecord.objects.filter(pk=row.pk, state="booked").update(
        state=state.value, answered_at=context.now, moved_to=moved_to, sequence=F("sequence") + 1
    )
    if written != 1:
        raise RefusedError(Refusal(Reason.APPOINTMENT_SETTLED))
    row.state, row.sequence = state.value, row.sequence + 1


def wait(context: Context, *, ref: str, token: str, waiting: bool) -> None:
    """Put somebody with an appointment on, or off, the list for an earlier place there.

    Raises ``RefusedError``: NOT_FOUND, APPOINTMENT_SETTLED, INVALID_INPUT without an address to
    write to.
    """
    with acting(context) as act:
        row, case = _to_change(context, ref, token)
        if row.state != AppointmentState.BOOKED.value:
            raise RefusedError(Refusal(Reason.APPOINTMENT_SETTLED, {"state": row.state}))
        if waiting:
            _start_waiting(context, row)
        else:
            _leave_waiting(row, "stopped")
        act.record(
            "WaitingStarted" if waiting else "WaitingStopped",
            case_id=case.pk if case else None,
            subjects=subjects_of(case) if case else (),
            payload={"appointment": row.ref, "location": row.location},
        )


def _start_waiting(context: Context, row: AppointmentRecord) -> None:
    if row.resident is None or not row.resident.email:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "email"}))
    if not WaitingRecord.objects.filter(appointment=row, state__in=("waiting", "offered")).exists():
        WaitingRecord.objects.create(
            ref=new_reference(),
            location=row.location,
            resident_id=row.resident_id,
            appointment=row,
            created_at=context.now,
        )


def _leave_waiting(row: AppointmentRecord, state: str) -> None:
    WaitingRecord.objects.filter(appointment=row, state__in=("waiting", "offered")).update(
        state=state
    )


def _carry_waiting(row: AppointmentRecord, fresh: AppointmentRecord) -> None:
    """Take the wait along to the new moment, unless it is the earlier place that was waited for."""
    if fresh.starts_at < row.starts_at:
        _leave_waiting(row, "placed")
    WaitingRecord.objects.filter(appointment=row, state__in=("waiting", "offered")).update(
        appointment=fresh, state="waiting"
    )


def _offer_place(act: Act, context: Context, region: Region, freed: AppointmentRecord) -> None:
    """Tell the first who waits that a place came free; whoever picks it first has it."""
    if freed.starts_at - context.now < SOONEST_OFFER:
        return
    first = (
        WaitingRecord.objects.select_related("appointment")
        .filter(
            location=freed.location,
            state="waiting",
            appointment__state="booked",
            appointment__starts_at__gt=freed.starts_at,
        )
        .order_by("id")
        .first()
    )
    if first is None or first.appointment is None:
        return
    WaitingRecord.objects.filter(pk=first.pk, state="waiting").update(state="offered")
    tell(act, context, region, first.appointment, AppointmentNews.PLACE_FREE, freed=freed)
