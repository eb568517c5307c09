"""Appointments at consultation locations, and who waits for a place."""

from django.db import models
from django.db.models import F, Q


class AppointmentRecord(models.Model):
    """A booked consultation. One seat of one slot holds at most one booked appointment."""

    ref = models.CharField(max_length=12, unique=True)
    location = models.CharField(max_length=60)
    organisation = models.ForeignKey(
        "region.OrganisationRecord", on_delete=models.PROTECT, related_name="+"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seat = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, default="booked")
    kind = models.CharField(max_length=20, default="in_person")
    """in_person, phone or video."""
    case = models.ForeignKey(
        "cases.CaseRecord", null=True, on_delete=models.PROTECT, related_name="+"
    )
    resident = models.ForeignKey(
        "residents.ResidentRecord", null=True, on_delete=models.PROTECT, related_name="+"
    )
    municipality = models.CharField(max_length=40, blank=True)
    """Where the visitor lives; kept for the reach per location."""
    target_group = models.CharField(max_length=40, blank=True)
    moved_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64, blank=True)
    """Hash of the token in the visitor's own move/cancel link."""
    booked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    sequence = models.PositiveIntegerField(default=0)
    """Version number for calendar clients."""

    class Meta:
        db_table = "appointment"
        ordering = ("starts_at", "id")
        indexes = (
            models.Index(fields=("location", "starts_at"), name="appointment_slot"),
            models.Index(fields=("case",), name="appointment_case"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("location", "starts_at", "seat"),
                condition=Q(state="booked"),
                name="appointment_one_per_seat",
            ),
            models.CheckConstraint(
                name="appointment_state_known",
                condition=Q(state__in=("booked", "moved", "cancelled", "attended", "no_show")),
            ),
            models.CheckConstraint(
                name="appointment_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))
            ),
        )


class WaitingRecord(models.Model):
    """Somebody who wants an earlier place at a location."""

    ref = models.CharField(max_length=12, unique=True)
    location = models.CharField(max_length=60)
    resident = models.ForeignKey(
        "residents.ResidentRecord", null=True, on_delete=models.PROTECT, related_name="+"
    )
    appointment = models.ForeignKey(
        AppointmentRecord, null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=12, default="waiting")
    """waiting, offered, placed or stopped."""
    created_at = models.DateTimeField()

    class Meta:
        db_table = "appointment_waiting"
        ordering = ("id",)
