"""The toolbox: what was asked of a person, why nothing was used, what was tried, trainings."""

from django.db import models
from django.db.models import Q

ACCOUNT = "accounts.Account"


class ProfileRecord(models.Model):
    """What is known of the situation of a case for the toolbox, besides the routing facts.

    ``facts`` is a mapping of characteristic to answer; the row is the newest state.
    """

    case = models.OneToOneField("cases.CaseRecord", on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)
    evidence = models.JSONField(default=dict)
    """What a fact rests on besides the person's own word: fact → instrument, step and day."""
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "toolbox_profile"
        ordering = ("id",)


class NotUsedRecord(models.Model):
    """Why nothing of the toolbox was used for a case: one of three causes, or another."""

    case = models.ForeignKey("cases.CaseRecord", on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=60)
    cause = models.CharField(max_length=12)
    instrument = models.CharField(max_length=80, blank=True)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "toolbox_not_used"
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                name="not_used_cause_known",
                condition=Q(cause__in=("unfamiliar", "legality", "caseload", "other")),
            ),
        )


class DeviationRecord(models.Model):
    """Where an adviser left the usual way for one case: why, and later what was learned.

    Everybody who works in the region reads reason and lesson; nobody else sees of which case.
    """

    ref = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey("cases.CaseRecord", on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey(
        "trajectories.TrajectoryStepRecord", null=True, on_delete=models.PROTECT, related_name="+"
    )
    sort = models.CharField(max_length=10)
    instrument = models.CharField(max_length=80, blank=True)
    organisation = models.CharField(max_length=60)
    reason = models.TextField()
    lesson = models.TextField(blank=True)
    state = models.CharField(max_length=8, default="running")
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "toolbox_deviation"
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                name="deviation_known",
                condition=Q(sort__in=("deviation", "experiment", "secondment")) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="deviation_ends_with_a_lesson",
                condition=Q(state="running", ended_at__isnull=True, lesson="")
                | (Q(state__in=("finished", "stopped"), ended_at__isnull=False) & ~Q(lesson="")),
            ),
        )


class TrainingRecord(models.Model):
    """A training for employers on one day, with a number of places that is never passed.

    ``booked`` counts the people of its bookings that are in; those who wait are not counted.
    """

    ref = models.CharField(max_length=12, unique=True)
    instrument = models.CharField(max_length=80)
    organisation = models.CharField(max_length=60)
    day = models.DateField()
    place = models.CharField(max_length=120)
    places = models.PositiveSmallIntegerField()
    least = models.PositiveSmallIntegerField()
    """With fewer people it had better not go on."""
    booked = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=9, default="planned")
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "toolbox_training"
        ordering = ("day", "id")
        constraints = (
            models.CheckConstraint(
                name="training_state_known", condition=Q(state__in=("planned", "cancelled"))
            ),
            models.CheckConstraint(
                name="training_never_too_full", condition=Q(booked__lte=models.F("places"))
            ),
            models.CheckConstraint(
                name="training_has_places",
                condition=Q(places__gte=1, least__gte=1, least__lte=models.F("places")),
            ),
        )


class BookingRecord(models.Model):
    """People of one organisation who come to a training, or wait for a place: only how many."""

    ref = models.CharField(max_length=12, unique=True)
    training = models.ForeignKey(TrainingRecord, on_delete=models.PROTECT, related_name="bookings")
    organisation_name = models.CharField(max_length=120)
    employer = models.ForeignKey(
        "work.EmployerAccountRecord", null=True, on_delete=models.PROTECT, related_name="+"
    )
    """The account of the organisation, when it has one: its own page shows the booking."""
    people = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9)
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "toolbox_booking"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="booking_known",
                condition=Q(state__in=("in", "waiting", "cancelled"), people__gte=1)
                & ~Q(organisation_name=""),
            ),
        )
