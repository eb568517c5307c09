"""Every state of an appointment by every act by either side, before and after it starts."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from voordeur.domain.appointments.lifecycle import (
    TRANSITIONS,
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
from voordeur.domain.appointments.slots import Slot
from voordeur.domain.kernel.lifecycle import final_states, known_states
from voordeur.domain.kernel.refusal import Reason, Refusal, Verdict

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
STARTS = (NOW - HOUR, NOW, NOW + HOUR)
AHEAD = Slot(NOW + HOUR, NOW + 2 * HOUR)
OFFERS = (
    Offer(None),
    Offer(Slot(NOW, NOW + HOUR), 1),
    Offer(AHEAD, 0),
    Offer(AHEAD, 1),
)

ALLOWED_BY_TABLE = {
    ("cancel", "resident"),
    ("cancel", "organisation"),
    ("move", "resident"),
    ("move", "organisation"),
    ("attend", "organisation"),
    ("miss", "organisation"),
}


def reason_of(verdict: Verdict) -> Reason | None:
    return verdict.reason if isinstance(verdict, Refusal) else None


def table_reason(
    state: AppointmentState, action: AppointmentAction, party: AppointmentParty
) -> Reason | None:
    if state is not AppointmentState.BOOKED:
        return Reason.APPOINTMENT_SETTLED
    return None if (action, party) in ALLOWED_BY_TABLE else Reason.ROLE_DOES_NOT_ALLOW


def book_reason(offer: Offer) -> Reason | None:
    if offer.slot is None:
        return Reason.SLOT_UNKNOWN
    if offer.slot.start <= NOW:
        return Reason.DATE_IN_THE_PAST
    return None if offer.seats_left else Reason.SLOT_TAKEN


@pytest.mark.parametrize("state", AppointmentState)
@pytest.mark.parametrize("action", AppointmentAction)
@pytest.mark.parametrize("party", AppointmentParty)
@pytest.mark.parametrize("starts_at", STARTS, ids=["over", "now", "ahead"])
def test_every_act_gets_the_verdict_of_the_rules(
    state: AppointmentState,
    action: AppointmentAction,
    party: AppointmentParty,
    starts_at: datetime,
) -> None:
    facts = AppointmentFacts(state, starts_at)
    by_table = table_reason(state, action, party)
    assert reason_of(may_act(facts, action, party)) == by_table
    if action is AppointmentAction.CANCEL:
        late = None if starts_at > NOW else Reason.DATE_IN_THE_PAST
        assert reason_of(may_cancel(facts, party, now=NOW)) == (by_table or late)
    if action in {AppointmentAction.ATTEND, AppointmentAction.MISS}:
        early = Reason.APPOINTMENT_NOT_YET if starts_at > NOW else None
        assert reason_of(may_settle(facts, action, party, now=NOW)) == (by_table or early)


@pytest.mark.parametrize("offer", OFFERS)
def test_only_a_seat_ahead_is_booked(offer: Offer) -> None:
    assert reason_of(may_book(offer, now=NOW)) == book_reason(offer)


@pytest.mark.parametrize(
    ("state", "starts_at", "offer"), list(product(AppointmentState, STARTS, OFFERS))
)
def test_moving_is_cancelling_and_booking_in_one(
    state: AppointmentState, starts_at: datetime, offer: Offer
) -> None:
    facts = AppointmentFacts(state, starts_at)
    verdict = may_move(facts, AppointmentParty.RESIDENT, offer, now=NOW)
    cancelled = may_cancel(facts, AppointmentParty.RESIDENT, now=NOW)
    assert reason_of(verdict) == (reason_of(cancelled) or book_reason(offer))


def test_every_state_but_booked_is_final_and_no_row_comes_twice() -> None:
    assert set(known_states(TRANSITIONS)) == set(AppointmentState)
    assert final_states(TRANSITIONS) == set(AppointmentState) - {AppointmentState.BOOKED}
    keys = [(row.state, row.action, row.party) for row in TRANSITIONS]
    assert len(keys) == len(set(keys))
