"""Saved, shareable views of lists; imports waiting to be mended; duty levels of locations."""

from django.db import models


class SavedViewRecord(models.Model):
    """A list with its filters under a name, for one account or shared with the organisation."""

    ref = models.CharField(max_length=12, unique=True)
    list_name = models.CharField(max_length=30)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)
    owner = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "region.OrganisationRecord", on_delete=models.PROTECT, related_name="+"
    )
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "saved_view"
        ordering = ("name", "id")


class ImportRecord(models.Model):
    """An uploaded table on its way in: mapping, rows and errors per cell, mended on screen."""

    ref = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=20)
    organisation = models.ForeignKey(
        "region.OrganisationRecord", on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    state = models.CharField(max_length=12, default="mapping")
    """mapping, mending, done or dropped."""
    result = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "import_batch"
        ordering = ("-id",)


class ServiceCheckRecord(models.Model):
    """A partner confirmed that what we say about its service is still right."""

    service = models.CharField(max_length=80)
    checked_at = models.DateTimeField()
    account = models.ForeignKey(
        "accounts.Account", null=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "service_check"
        ordering = ("id",)


class HoursAdjustmentRecord(models.Model):
    """Extra, fewer or no consultation hours at a location on a day or during a period."""

    location = models.CharField(max_length=60)
    start_date = models.DateField()
    end_date = models.DateField()
    seats = models.PositiveSmallIntegerField()
    """Seats per slot in the period; 0 closes the location."""
    reason = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    account = models.ForeignKey(
        "accounts.Account", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "hours_adjustment"
        ordering = ("location", "start_date", "id")
        constraints = (
            models.CheckConstraint(
                name="hours_adjustment_ends_after_start",
                condition=models.Q(end_date__gt=models.F("start_date")),
            ),
        )
