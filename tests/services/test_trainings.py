"""Trainings for employers: places are never passed, whatever statement comes."""

import pytest
from django.db import IntegrityError, transaction

from tests.people import NOW, Cast, hire
from tests.services.dossier import away, day_after, refused
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason
from voordeur.domain.region.model import Region
from voordeur.domain.toolbox.trainings import BookingState
from voordeur.records.audit.models import JournalRecord
from voordeur.records.toolbox.models import BookingRecord, TrainingRecord
from voordeur.services import register_loading, trainings
from voordeur.services.context import Context, system_context
from voordeur.services.trainings import NewTraining

pytestmark = pytest.mark.django_db


@pytest.fixture
def wim(region: Region) -> Context:
    register_loading.load_register(system_context(NOW))
    return hire("Wim Proefpersoon", "wsp", Role.WSP_CONSULTANT).context


def planned(context: Context, places: int = 12, instrument: str = "harrie-training") -> str:
    new = NewTraining(
        instrument=instrument, day=day_after(context, 30), place="Bij de bakker", places=places
    )
    return trainings.plan_training(context, new=new)


def test_a_full_training_makes_a_group_wait_and_a_cancellation_lets_it_in(wim: Context) -> None:
    ref = planned(wim)
    first = trainings.book(wim, ref=ref, organisation="Bakkerij", people=10)
    second = trainings.book(wim, ref=ref, organisation="Slagerij", people=4)
    third = trainings.book(wim, ref=ref, organisation="Kapper", people=2)
    assert (first, second, third) == (BookingState.IN, BookingState.WAITING, BookingState.IN)
    row = TrainingRecord.objects.get(ref=ref)
    assert row.booked == 12
    booking = BookingRecord.objects.get(organisation_name="Bakkerij").ref
    assert trainings.cancel_booking(wim, ref=ref, booking=booking) == 1
    row.refresh_from_db()
    assert row.booked == 6
    assert BookingRecord.objects.get(organisation_name="Slagerij").state == "in"
    assert not any("akker" in str(one) for one in JournalRecord.objects.values_list("payload"))


def test_the_database_itself_refuses_one_person_too_many(wim: Context) -> None:
    ref = planned(wim, places=6)
    trainings.book(wim, ref=ref, organisation="Bakkerij", people=6)
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingRecord.objects.filter(ref=ref).update(booked=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingRecord.objects.filter(ref=ref).update(places=5, least=1)


def test_three_trainings_in_a_company_fit_and_a_fourth_does_not(wim: Context) -> None:
    refs = [planned(wim, places=6) for _number in range(3)]
    with refused(Reason.NO_PLACES_LEFT):
        planned(wim, places=6)
    trainings.cancel_training(wim, ref=refs[0])
    assert planned(wim, places=6)


def test_a_group_of_six_to_twelve_and_nothing_else(wim: Context) -> None:
    for places in (0, 5, 13):
        with refused(Reason.INVALID_INPUT):
            planned(wim, places=places)
    with refused(Reason.INVALID_INPUT):
        planned(wim, instrument="ips")
    ref = planned(wim, places=6)
    for people in (0, 7):
        with refused(Reason.INVALID_INPUT):
            trainings.book(wim, ref=ref, organisation="Bakkerij", people=people)
    with refused(Reason.INVALID_INPUT):
        trainings.book(wim, ref=ref, organisation="  ", people=1)


def test_after_the_day_or_when_called_off_nothing_can_be_booked(wim: Context) -> None:
    ref, off = planned(wim), planned(wim)
    trainings.cancel_training(wim, ref=off)
    for context, training in ((away(wim, 40), ref), (wim, off)):
        with refused(Reason.TRAINING_OVER):
            trainings.book(context, ref=training, organisation="Bakkerij", people=1)
    with refused(Reason.DATE_IN_THE_PAST):
        trainings.plan_training(
            wim,
            new=NewTraining(
                instrument="harrie-training", day=day_after(wim, -1), place="Hier", places=6
            ),
        )


def test_a_guide_reads_and_does_not_book(wim: Context, cast: Cast) -> None:
    ref = planned(wim)
    with refused(Reason.ROLE_DOES_NOT_ALLOW):
        trainings.book(cast.alice.context, ref=ref, organisation="Bakkerij", people=1)
    page = trainings.trainings_page(cast.alice.context)
    assert [one.short for one in page.coming] == [6]
    assert not page.may_write
    assert not page.coming[0].may_change


def test_a_booking_put_in_by_hand_does_not_pass_the_places_either(wim: Context) -> None:
    ref = planned(wim, places=6)
    trainings.book(wim, ref=ref, organisation="Bakkerij", people=6)
    trainings.book(wim, ref=ref, organisation="Slagerij", people=1)
    training = TrainingRecord.objects.get(ref=ref)
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingRecord.objects.filter(organisation_name="Slagerij").update(state="in")
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingRecord.objects.create(
            ref="BYHAND",
            training=training,
            organisation_name="Kapper",
            people=1,
            state="in",
            booked_at=NOW,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingRecord.objects.filter(ref=ref).update(booked=0, places=5, least=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingRecord.objects.filter(organisation_name="Bakkerij").delete()
    assert sorted(BookingRecord.objects.values_list("state", flat=True)) == ["in", "waiting"]


def test_who_cancelled_does_not_come_back_by_hand(wim: Context) -> None:
    ref = planned(wim)
    trainings.book(wim, ref=ref, organisation="Bakkerij", people=2)
    booking = BookingRecord.objects.get()
    trainings.cancel_booking(wim, ref=ref, booking=booking.ref)
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingRecord.objects.update(state="in")
    trainings.cancel_training(wim, ref=ref)
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingRecord.objects.update(state="planned")
