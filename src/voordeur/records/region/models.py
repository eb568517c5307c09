"""Loaded pack versions, organisations as rows to point at, and dated local policy positions."""

from django.db import models


class PackVersionRecord(models.Model):
    """One loaded state of the region pack; the newest row is in force, older ones stay."""

    digest = models.CharField(max_length=64)
    region_code = models.CharField(max_length=40)
    documents = models.JSONField()
    """The pack's files as read: file name → text."""
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(
        "accounts.Account", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "pack_version"
        ordering = ("id",)


class OrganisationRecord(models.Model):
    """An organisation of the region, known by its pack code for ever; names live in the pack."""

    code = models.CharField(max_length=60, primary_key=True)
    kind = models.CharField(max_length=40)
    takes_handovers = models.BooleanField(default=False)
    in_pack = models.BooleanField(default=True)
    contact_email = models.EmailField(blank=True)

    class Meta:
        db_table = "organisation"
        ordering = ("code",)


class PolicyPositionRecord(models.Model):
    """A position a municipality takes (for example on NUG), from a date, with its reason."""

    municipality = models.CharField(max_length=40)
    topic = models.CharField(max_length=40)
    position = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    valid_from = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        "accounts.Account", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "policy_position"
        ordering = ("municipality", "topic", "valid_from", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("municipality", "topic", "valid_from"), name="policy_position_one_per_day"
            ),
        )
