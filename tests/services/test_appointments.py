"""Consultation hours: one seat, one visitor; moved, cancelled, waited for, settled."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from voordeur.domain.appointments.lifecycle import AppointmentState
from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.records.appointments.models import AppointmentRecord, WaitingRecord
from voordeur.records.audit.models import JournalRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.records.consent.models import GrantRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.records.worklists.models import HoursAdjustmentRecord
from voordeur.services import (
    appointment_links,
    appointment_pages,
    appointments,
    calendar_files,
    consultation_hours,
    front_door,
)
from voordeur.services.appointments import Booked, Booking
from voordeur.services.cases import Registration, register
from voordeur.services.context import Context, system_context, visitor_context
from voordeur.services.people import PersonDetails
from voordeur.services.ports import ports
from voordeur.services.region import load_pack

NOW = datetime(2026, 3, 17, 9, 0, tzinfo=UTC)
VISITOR = visitor_context(NOW)
PLACE = "beverwijk-wijk-aan-duin"
ALICE = Context(
    kind=ActorKind.PROFESSIONAL,
    now=NOW,
    organisation="werkcentrum",
    roles=frozenset({Role.GIDS}),
)
CHARLIE = Context(
    kind=ActorKind.PROFESSIONAL,
    now=NOW,
    organisation="gemeente-heemstede",
    roles=frozenset({Role.PARTNER_PROFESSIONAL}),
)


@pytest.fixture(autouse=True)
def region(db: Any) -> None:
    documents = ports().pack_reader.read_directory(ports().region_directory)
    load_pack(system_context(NOW), documents=documents)


def contact(name: str = "Dagmar Voorbeeld") -> front_door.Contact:
    address = f"{name.split(maxsplit=1)[0].lower()}@voorbeeld.example"
    return front_door.Contact(name=name, email=address)


def free(number: int = 0) -> datetime:
    return consultation_hours.place(VISITOR, location=PLACE).free[number].starts_at


def inquiry() -> str:
    return front_door.start(VISITOR, text="Ik wil praten", door="find_work")


def booked(starts_at: datetime | None = None, name: str = "Dagmar Voorbeeld") -> Booked:
    return appointments.book_for_inquiry(
        VISITOR,
        inquiry=inquiry(),
        contact=contact(name),
        booking=Booking(location=PLACE, starts_at=starts_at or free()),
    )


def record(one: Booked) -> AppointmentRecord:
    return AppointmentRecord.objects.select_related("case").get(ref=one.ref)


def case_of(one: Booked) -> CaseRecord:
    case = record(one).case
    assert case is not None
    return case


def refused(reason: Reason) -> Any:
    return pytest.raises(RefusedError, match=f"^{reason.value}$")


def last_event() -> str:
    return JournalRecord.objects.filter(kind="act").order_by("-sequence")[0].name


def test_places_to_fill_have_no_address_and_demo_hours_are_marked() -> None:
    shown = {place.code: place for place in consultation_hours.places(VISITOR)}
    assert len(shown) == 7
    assert shown["place-3"].to_fill
    assert shown["place-3"].address == ""
    assert all(hours.invented for hours in shown["place-3"].hours)
    assert not shown["beverwijk-stadhuis"].bookable
    assert any(hours.presumed for hours in shown[PLACE].hours)


def test_the_nearest_place_comes_first() -> None:
    near = consultation_hours.places(VISITOR, postcode="1949")
    distances = [place.distance_km for place in near if place.hours]
    assert None not in distances
    assert distances == sorted(distances, key=lambda distance: distance or 0)
    assert near[0].municipality == "Beverwijk"
    assert consultation_hours.places(VISITOR, postcode="2101")[0].municipality != "Beverwijk"
    assert consultation_hours.places(VISITOR, postcode="9999")[0].distance_km is None


def test_the_number_of_queries_does_not_grow_with_bookings() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            consultation_hours.places(VISITOR)
        return len(seen)

    booked()
    one = queries()
    for number in range(20):
        booked(name=f"Piet{number} Steekproef")
    assert AppointmentRecord.objects.count() == 21
    assert queries() == one


def test_booking_makes_the_case_and_its_next_step() -> None:
    moment = free()
    one = booked(moment)
    case = case_of(one)
    assert (case.next_step, case.next_date) == (appointments.TALK, moment.date())
    assert case.resident is not None
    assert last_event() == "AppointmentBooked"
    kinds = set(OutboxRecord.objects.values_list("kind", flat=True))
    assert {"appointment_booked", "appointment_reminder"} <= kinds
    reminder = OutboxRecord.objects.get(kind="appointment_reminder")
    assert reminder.next_attempt_at < moment
    assert one.token in reminder.body


def test_a_second_booking_for_the_same_question_gives_the_first_back() -> None:
    question, moment = inquiry(), free()
    first, second = (
        appointments.book_for_inquiry(
            VISITOR,
            inquiry=question,
            contact=contact(),
            booking=Booking(location=PLACE, starts_at=at),
        )
        for at in (moment, free(3))
    )
    assert (second.ref, second.already) == (first.ref, True)
    assert AppointmentRecord.objects.count() == 1
    assert CaseRecord.objects.count() == 1


def test_the_seats_of_a_slot_run_out_and_nothing_is_half_made() -> None:
    moment = free()
    booked(moment)
    booked(moment, "Piet Steekproef")
    assert moment not in {
        one.starts_at for one in consultation_hours.place(VISITOR, location=PLACE).free
    }
    before = CaseRecord.objects.count()
    with refused(Reason.SLOT_TAKEN):
        booked(moment, "Ola Proefska")
    assert CaseRecord.objects.count() == before


def test_the_database_decides_when_two_look_at_the_same_seat(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moment = free()
    booked(moment)
    booked(moment, "Piet Steekproef")
    monkeypatch.setattr(appointments, "seats_taken", lambda *_: {})
    with refused(Reason.SLOT_TAKEN):
        booked(moment, "Ola Proefska")
    assert AppointmentRecord.objects.filter(starts_at=moment).count() == 2


@pytest.mark.parametrize(
    ("location", "shift", "reason"),
    [
        ("nowhere", timedelta(), Reason.SLOT_UNKNOWN),
        (PLACE, timedelta(minutes=7), Reason.SLOT_UNKNOWN),
        (PLACE, timedelta(days=700), Reason.SLOT_UNKNOWN),
        (PLACE, timedelta(days=-7), Reason.DATE_IN_THE_PAST),
        ("beverwijk-stadhuis", timedelta(), Reason.SLOT_UNKNOWN),
    ],
)
def test_only_offered_moments_ahead_can_be_booked(
    location: str, shift: timedelta, reason: Reason
) -> None:
    thursday = datetime(2026, 3, 19, 12, 0, tzinfo=UTC)
    with refused(reason):
        appointments.book_for_inquiry(
            VISITOR,
            inquiry=inquiry(),
            contact=contact(),
            booking=Booking(location=location, starts_at=thursday + shift),
        )
    assert CaseRecord.objects.count() == 0


def test_hours_can_be_scaled_down_to_nothing_and_up() -> None:
    day = free().date()
    for seats, expected in ((0, 0), (5, 5)):
        HoursAdjustmentRecord.objects.create(
            location=PLACE,
            start_date=day,
            end_date=day + timedelta(days=1),
            seats=seats,
            reason="druk",
            recorded_at=NOW,
        )
        moments = consultation_hours.place(VISITOR, location=PLACE).free
        left = {one.seats_left for one in moments if one.starts_at.date() == day}
        assert left == ({expected} if expected else set())


def test_no_hours_on_a_holiday() -> None:
    good_friday_and_easter_monday = {date(2026, 4, 3), date(2026, 4, 6)}
    at = visitor_context(datetime(2026, 3, 30, 7, 0, tzinfo=UTC))
    for place in consultation_hours.places(at, most_free=1000):
        assert not good_friday_and_easter_monday & {one.starts_at.date() for one in place.free}


def test_moving_keeps_the_case_going_and_frees_the_old_moment() -> None:
    first, later = free(), free(6)
    one = booked(first)
    other = appointments.move(
        VISITOR, ref=one.ref, token=one.token, booking=Booking(location=PLACE, starts_at=later)
    )
    old, new = record(one), record(other)
    assert (old.state, old.moved_to_id, new.state) == ("moved", new.pk, "booked")
    assert case_of(other).next_date == later.date()
    assert first in {
        one.starts_at for one in consultation_hours.place(VISITOR, location=PLACE).free
    }
    reminders = OutboxRecord.objects.filter(kind="appointment_reminder")
    assert [reminder.dedupe_key for reminder in reminders] == [f"appointment-reminder:{new.ref}"]
    page = appointment_pages.by_link(VISITOR, ref=one.ref, token=one.token)
    assert page.moved_to == (other.ref, other.token)
    assert last_event() == "AppointmentMoved"


def test_moving_to_a_full_moment_changes_nothing() -> None:
    one, full = booked(free()), free(4)
    booked(full, "Piet Steekproef")
    booked(full, "Ola Proefska")
    with refused(Reason.SLOT_TAKEN):
        appointments.move(
            VISITOR, ref=one.ref, token=one.token, booking=Booking(location=PLACE, starts_at=full)
        )
    assert record(one).state == "booked"


def test_cancelling_plans_a_new_moment_and_takes_the_reminder_back() -> None:
    one = booked()
    appointments.cancel(VISITOR, ref=one.ref, token=one.token)
    case = case_of(one)
    assert case.next_step == appointments.NEW_MOMENT
    assert case.next_date == date(2026, 3, 19)
    assert not OutboxRecord.objects.filter(kind="appointment_reminder").exists()
    for act in (
        lambda: appointments.cancel(VISITOR, ref=one.ref, token=one.token),
        lambda: appointments.move(
            VISITOR,
            ref=one.ref,
            token=one.token,
            booking=Booking(location=PLACE, starts_at=free()),
        ),
    ):
        with refused(Reason.APPOINTMENT_SETTLED):
            act()


def test_too_late_to_cancel() -> None:
    one = booked()
    late = VISITOR.at(record(one).starts_at)
    with refused(Reason.DATE_IN_THE_PAST):
        appointments.cancel(late, ref=one.ref, token=one.token)


@pytest.mark.parametrize("token", ["", "x", "0" * 32, "é" * 900])
def test_a_wrong_link_opens_and_changes_nothing(token: str) -> None:
    one = booked()
    for act in (appointment_pages.by_link, appointments.cancel, calendar_files.appointment_file):
        with refused(Reason.NOT_FOUND):
            act(VISITOR, ref=one.ref, token=token)
        with refused(Reason.NOT_FOUND):
            act(VISITOR, ref="0000000000", token=one.token)
    other = booked(name="Piet Steekproef")
    with refused(Reason.NOT_FOUND):
        appointments.cancel(VISITOR, ref=one.ref, token=other.token)
    assert record(one).state == "booked"


def test_the_token_is_kept_as_a_hash() -> None:
    one = booked()
    assert one.token not in record(one).secret_hash
    assert len(one.token) == 32


def test_whoever_waits_first_hears_first_of_an_earlier_place() -> None:
    early, late = free(), free(6)
    gone = booked(early)
    dagmar = booked(late)
    piet = booked(late, "Piet Steekproef")
    for one in (dagmar, piet, dagmar):
        appointments.wait(VISITOR, ref=one.ref, token=one.token, waiting=True)
    assert WaitingRecord.objects.count() == 2
    appointments.cancel(VISITOR, ref=gone.ref, token=gone.token)
    letter = OutboxRecord.objects.get(kind="appointment_place_free")
    assert letter.recipient == "dagmar@voorbeeld.example"
    assert "/verzetten/" in letter.body
    appointments.move(
        VISITOR,
        ref=dagmar.ref,
        token=dagmar.token,
        booking=Booking(location=PLACE, starts_at=early),
    )
    states = WaitingRecord.objects.values_list("state", flat=True)
    assert list(states) == ["placed", "waiting"]


def test_waiting_stops_and_needs_an_address() -> None:
    one = booked()
    appointments.wait(VISITOR, ref=one.ref, token=one.token, waiting=True)
    appointments.wait(VISITOR, ref=one.ref, token=one.token, waiting=False)
    assert WaitingRecord.objects.get().state == "stopped"
    by_phone = appointments.book_for_inquiry(
        VISITOR,
        inquiry=inquiry(),
        contact=front_door.Contact(name="Ola Proefska", phone="0000000000"),
        booking=Booking(location=PLACE, starts_at=free(2)),
    )
    with refused(Reason.INVALID_INPUT):
        appointments.wait(VISITOR, ref=by_phone.ref, token=by_phone.token, waiting=True)


def test_the_desk_writes_down_who_came() -> None:
    one = booked()
    with refused(Reason.APPOINTMENT_NOT_YET):
        appointments.settle(ALICE, ref=one.ref, state=AppointmentState.ATTENDED)
    during = record(one).starts_at + timedelta(minutes=20)
    appointments.settle(ALICE.at(during), ref=one.ref, state=AppointmentState.ATTENDED)
    case = case_of(one)
    assert (case.next_step, case.first_contact_at) == (
        appointments.AFTER_TALK,
        record(one).starts_at,
    )
    assert last_event() == "AppointmentAttended"
    with refused(Reason.APPOINTMENT_SETTLED):
        appointments.settle(ALICE.at(during), ref=one.ref, state=AppointmentState.NO_SHOW)


def test_a_missed_appointment_is_followed_up() -> None:
    one = booked()
    after = record(one).ends_at
    appointments.settle(
        ALICE.at(after), ref=one.ref, state=AppointmentState.NO_SHOW, reason="forgotten"
    )
    case = case_of(one)
    assert case.next_step == appointments.AFTER_NO_SHOW
    assert case.next_date is not None
    assert case.next_date > after.date()
    assert last_event() == "AppointmentMissed"


def test_charlie_cannot_settle_cancel_or_move_what_is_not_theirs() -> None:
    one = booked()
    charlie = CHARLIE.at(record(one).ends_at)
    with refused(Reason.NOT_FOUND):
        appointments.settle(charlie, ref=one.ref, state=AppointmentState.ATTENDED)
    with refused(Reason.NOT_FOUND):
        appointments.cancel(CHARLIE, ref=one.ref)
    with refused(Reason.NOT_FOUND):
        appointments.book(
            CHARLIE,
            case_ref=case_of(one).ref,
            booking=Booking(location=PLACE, starts_at=free(2)),
        )


def test_a_case_of_a_partner_keeps_its_own_next_step_and_the_place_may_know_who_comes() -> None:
    bob = Context(
        kind=ActorKind.PROFESSIONAL,
        now=NOW,
        organisation="gemeente-velsen",
        roles=frozenset({Role.PARTNER_PROFESSIONAL}),
    )
    made = register(
        bob,
        registration=Registration(
            question="Werk", channel="desk", person=PersonDetails(name="Piet Steekproef")
        ),
    )
    before = CaseRecord.objects.get(ref=made.ref)
    appointments.book(bob, case_ref=made.ref, booking=Booking(location=PLACE, starts_at=free()))
    after = CaseRecord.objects.get(ref=made.ref)
    assert (after.next_step, after.next_date) == (before.next_step, before.next_date)
    grant = GrantRecord.objects.get(case=after, organisation="werkcentrum")
    assert sorted(grant.fields) == ["contact", "name", "question"]


def test_the_calendar_file_follows_moving_and_cancelling() -> None:
    def event(one: Booked) -> Any:
        raw = calendar_files.appointment_file(VISITOR, ref=one.ref, token=one.token)
        assert b"TZID=Europe/Amsterdam" in raw
        assert b"Dagmar" not in raw
        calendar = Calendar.from_ical(raw)
        return calendar, next(iter(calendar.walk("VEVENT")))

    one = booked()
    _, first = event(one)
    assert first.decoded("dtstart") == record(one).starts_at
    other = appointments.move(
        VISITOR, ref=one.ref, token=one.token, booking=Booking(location=PLACE, starts_at=free(4))
    )
    _, moved = event(other)
    _, by_old_link = event(one)
    assert moved["UID"] == first["UID"] == by_old_link["UID"]
    assert moved["SEQUENCE"] == first["SEQUENCE"] + 1
    assert by_old_link.decoded("dtstart") == moved.decoded("dtstart")
    appointments.cancel(VISITOR, ref=other.ref, token=other.token)
    calendar, cancelled = event(other)
    assert (calendar["METHOD"], cancelled["STATUS"]) == ("CANCEL", "CANCELLED")
    assert cancelled["UID"] == first["UID"]
    assert cancelled["SEQUENCE"] > moved["SEQUENCE"]


def test_a_location_can_be_subscribed_to_without_names() -> None:
    booked()
    booked(name="Piet Steekproef")
    token = appointment_links.feed_token(PLACE)
    raw = calendar_files.location_feed(VISITOR, location=PLACE, token=token)
    assert raw.count(b"BEGIN:VEVENT") == 2
    assert b"Piet" not in raw
    for location, wrong in ((PLACE, "x"), ("nowhere", token), ("place-3", token), (PLACE, "é")):
        with refused(Reason.NOT_FOUND):
            calendar_files.location_feed(VISITOR, location=location, token=wrong)


def test_seeing_an_appointment_is_in_the_log() -> None:
    one = booked()
    appointment_pages.by_link(VISITOR, ref=one.ref, token=one.token)
    seen = JournalRecord.objects.get(name="AppointmentSeen")
    assert seen.case_id == record(one).case_id
