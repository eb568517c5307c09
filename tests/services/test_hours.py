"""Consultation hours up and down: whoever leads there may, and visitors see it at once."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.people import Cast, Person, hire
from tests.services.dossier import day_after, refused
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.records.appointments.models import AppointmentRecord
from voordeur.records.audit.models import JournalRecord
from voordeur.records.worklists.models import HoursAdjustmentRecord
from voordeur.services import appointments, consultation_hours, front_door, hours
from voordeur.services.appointments import Booking
from voordeur.services.context import visitor_context

PLACE = "beverwijk-wijk-aan-duin"


@pytest.fixture
def nora(cast: Cast) -> Person:
    return hire("Nora Proefpersoon", "werkcentrum", Role.COORDINATOR)


def changed(person: Person, **values: Any) -> int:
    standard: dict[str, Any] = {
        "location": PLACE,
        "start_date": day_after(person.context, 0),
        "end_date": day_after(person.context, 8),
        "seats": 4,
        "reason": "Veel nieuwe vragen",
    }
    return hours.adjust(person.context, hours=hours.NewHours(**standard | values))


def seats(person: Person) -> list[int]:
    """Return how many seats visitors see per moment: in the first week, and after it."""
    visitor = visitor_context(person.context.now)
    place = consultation_hours.place(visitor, location=PLACE)
    first = [one for one in place.free if one.starts_at.date() < day_after(person.context, 8)]
    return [len(first), *sorted({one.seats_left for one in first})]


def book(person: Person, moment: datetime) -> None:
    visitor = visitor_context(person.context.now)
    appointments.book_for_inquiry(
        visitor,
        inquiry=front_door.start(visitor, text="Ik wil praten", door="find_work"),
        contact=front_door.Contact(name="Dagmar Voorbeeld", email="dagmar@voorbeeld.example"),
        booking=Booking(location=PLACE, starts_at=moment),
    )


def test_more_seats_are_seen_at_the_door_and_fewer_too(nora: Person) -> None:
    moments, ordinary = seats(nora)
    changed(nora, seats=ordinary + 3)
    assert seats(nora) == [moments, ordinary + 3]
    changed(nora, seats=1, reason="Een collega is weg")
    assert seats(nora) == [moments, 1]
    changed(nora, seats=0, reason="Verbouwing")
    assert seats(nora) == [0]
    changed(nora, seats=ordinary, reason="Toch open")
    assert seats(nora) == [moments, ordinary]


def test_only_the_days_of_the_period_change(nora: Person) -> None:
    visitor = visitor_context(nora.context.now)
    before = consultation_hours.place(visitor, location=PLACE).free
    end = day_after(nora.context, 8)
    changed(nora, seats=0)
    after = consultation_hours.place(visitor, location=PLACE).free
    assert after == tuple(one for one in before if one.starts_at.date() >= end)
    assert after


def test_what_was_booked_stays_and_is_counted(nora: Person) -> None:
    visitor = visitor_context(nora.context.now)
    moment = consultation_hours.place(visitor, location=PLACE).free[0].starts_at
    book(nora, moment)
    assert changed(nora, seats=0) == 1
    assert AppointmentRecord.objects.get().state == "booked"
    with pytest.raises(RefusedError):
        book(nora, moment + timedelta(minutes=30))
    later = day_after(nora.context, 8)
    assert changed(nora, seats=0, start_date=later, end_date=later + timedelta(days=1)) == 0


def test_a_change_is_one_event_with_codes_and_days_only(nora: Person) -> None:
    changed(nora)
    [event] = JournalRecord.objects.filter(name="HoursAdjusted")
    assert PLACE in event.payload
    assert "Veel nieuwe vragen" not in event.payload


def test_the_same_change_twice_is_one(nora: Person) -> None:
    changed(nora)
    changed(nora)
    assert HoursAdjustmentRecord.objects.count() == 1
    changed(nora, seats=0)
    changed(nora)
    assert [row.seats for row in HoursAdjustmentRecord.objects.order_by("id")] == [4, 0, 4]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"seats": 51}, Reason.INVALID_INPUT),
        ({"seats": -1}, Reason.INVALID_INPUT),
        ({"reason": " "}, Reason.REASON_NEEDED),
        ({"shift": (-1, 3)}, Reason.DATE_IN_THE_PAST),
        ({"shift": (3, 3)}, Reason.INVALID_INPUT),
        ({"shift": (3, 2)}, Reason.INVALID_INPUT),
        ({"shift": (3, 400)}, Reason.INVALID_INPUT),
        ({"shift": (800, 801)}, Reason.INVALID_INPUT),
        ({"location": "nergens"}, Reason.NOT_FOUND),
        ({"location": "beverwijk-stadhuis"}, Reason.NOT_FOUND),
    ],
)
def test_what_makes_no_sense_is_refused(nora: Person, values: Any, reason: Reason) -> None:
    start, end = values.pop("shift", (1, 8))
    days = {
        "start_date": day_after(nora.context, start),
        "end_date": day_after(nora.context, end),
    }
    with refused(reason):
        changed(nora, **days, **values)
    assert not HoursAdjustmentRecord.objects.exists()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("organisation", ["werkcentrum", "gemeente-velsen"])
def test_the_regions_leads_scale_everywhere_a_team_lead_only_where_the_team_sits(
    cast: Cast, role: Role, organisation: str
) -> None:
    person = hire("Pim Proefpersoon", organisation, role)
    may = role is Role.COORDINATOR or (role is Role.TEAM_LEAD and organisation == "werkcentrum")
    if may:
        assert changed(person) == 0
        assert hours.place_to_adjust(person.context, location=PLACE).changes[0].seats == 4
        return
    with refused(Reason.NOT_FOUND):
        changed(person)
    with refused(Reason.NOT_FOUND):
        hours.place_to_adjust(person.context, location=PLACE)


def test_changes_that_are_over_are_no_longer_shown(nora: Person) -> None:
    changed(nora)
    assert set(hours.changes_ahead(nora.context)) == {PLACE}
    assert hours.changes_ahead(nora.context.at(nora.context.now + timedelta(days=8))) == {}
