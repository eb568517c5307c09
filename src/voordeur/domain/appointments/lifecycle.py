"""What may happen to an appointment, as one table, and the conditions of each act."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voordeur.domain.appointments.slots import Slot
from voordeur.domain.kernel.lifecycle import Transition, target_of
from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict


class AppointmentState(StrEnum):
    """Where an appointment stands; only ``booked`` lies ahead or waits for its result."""

    BOOKED = "booked"
    ATTENDED = "attended"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    MOVED = "moved"


class AppointmentAction(StrEnum):
    """An act on an appointment."""

    BOOK = "book"
    ATTEND = "attend"
    MISS = "miss"
    CANCEL = "cancel"
    MOVE = "move"


class AppointmentParty(StrEnum):
    """Who acts: the resident, also from a link without a login, or the organisation."""

    RESIDENT = "resident"
    ORGANISATION = "organisation"


AppointmentTransition = Transition[AppointmentState, AppointmentAction, AppointmentParty]

_BY_BOTH: tuple[tuple[AppointmentState | None, AppointmentAction, AppointmentState, str], ...] = (
    (None, AppointmentAction.BOOK, AppointmentState.BOOKED, "a slot ahead with a seat left"),
    (
        AppointmentState.BOOKED,
        AppointmentAction.CANCEL,
        AppointmentState.CANCELLED,
        "before it starts",
    ),
    (
        AppointmentState.BOOKED,
        AppointmentAction.MOVE,
        AppointmentState.MOVED,
        "before it starts, to another slot ahead with a seat left; that one is booked anew",
    ),
)
_BY_ORGANISATION: tuple[tuple[AppointmentAction, AppointmentState], ...] = (
    (AppointmentAction.ATTEND, AppointmentState.ATTENDED),
    (AppointmentAction.MISS, AppointmentState.NO_SHOW),
)

TRANSITIONS: tuple[AppointmentTransition, ...] = (
    *(
        AppointmentTransition(state, action, party, target, rule)
        for state, action, target, rule in _BY_BOTH
        for party in AppointmentParty
    ),
    *(
        AppointmentTransition(
            AppointmentState.BOOKED,
            action,
            AppointmentParty.ORGANISATION,
            target,
            "once it has started",
        )
        for action, target in _BY_ORGANISATION
    ),
)


@dataclass(frozen=True, slots=True)
class AppointmentFacts:
    """What the rules need to know of an appointment; ``starts_at`` in UTC."""

    state: AppointmentState
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """A slot somebody picked, and the seats left in it; ``slot`` is ``None`` when not offered."""

    slot: Slot | None
    seats_left: int = 0


def may_act(
    appointment: AppointmentFacts, action: AppointmentAction, party: AppointmentParty
) -> Verdict:
    """Judge state and party by the table alone, without the conditions of the act."""
    if target_of(TRANSITIONS, appointment.state, action, party) is not None:
        return ALLOWED
    if appointment.state is not AppointmentState.BOOKED:
        return Refusal(Reason.APPOINTMENT_SETTLED, {"state": appointment.state.value})
    return Refusal(Reason.ROLE_DOES_NOT_ALLOW, {"party": party.value})


def may_book(offer: Offer, *, now: datetime) -> Verdict:
    """Judge taking a seat in a slot."""
    if offer.slot is None:
        return Refusal(Reason.SLOT_UNKNOWN)
    if offer.slot.start <= now:
        return Refusal(Reason.DATE_IN_THE_PAST, {"starts_at": offer.slot.start.isoformat()})
    return ALLOWED if offer.seats_left > 0 else Refusal(Reason.SLOT_TAKEN)


def may_cancel(appointment: AppointmentFacts, party: AppointmentParty, *, now: datetime) -> Verdict:
    """Judge cancelling, by either side, until it starts."""
    verdict = may_act(appointment, AppointmentAction.CANCEL, party)
    return verdict and _lies_ahead(appointment, now)


def may_move(
    appointment: AppointmentFacts, party: AppointmentParty, offer: Offer, *, now: datetime
) -> Verdict:
    """Judge moving to another slot, until the booked one starts."""
    verdict = may_act(appointment, AppointmentAction.MOVE, party)
    verdict = verdict and _lies_ahead(appointment, now)
    return verdict and may_book(offer, now=now)


def may_settle(
    appointment: AppointmentFacts,
    action: AppointmentAction,
    party: AppointmentParty,
    *,
    now: datetime,
) -> Verdict:
    """Judge writing down that somebody came (attend) or did not (miss)."""
    verdict = may_act(appointment, action, party)
    if verdict and now < appointment.starts_at:
        return Refusal(Reason.APPOINTMENT_NOT_YET)
    return verdict


def _lies_ahead(appointment: AppointmentFacts, now: datetime) -> Verdict:
    """Judge that the appointment has not started."""
    if now < appointment.starts_at:
        return ALLOWED
    return Refusal(Reason.DATE_IN_THE_PAST, {"starts_at": appointment.starts_at.isoformat()})
