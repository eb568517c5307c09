"""Questions at the public front door, anonymous until somebody leaves contact details."""

from django.db import models


class InquiryRecord(models.Model):
    """A question asked online, with the answers given so far and a code to come back."""

    ref = models.CharField(max_length=12, unique=True)
    code_hash = models.CharField(max_length=128, unique=True)
    """Keyed hash of the come-back code, so that it can be looked up but not read."""
    door = models.CharField(max_length=30, blank=True)
    question = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    language = models.CharField(max_length=5, default="nl")
    answer_organisation = models.ForeignKey(
        "region.OrganisationRecord", null=True, on_delete=models.PROTECT, related_name="+"
    )
    answer_rule = models.CharField(max_length=80, blank=True)
    callback_wanted = models.BooleanField(default=False)
    case = models.ForeignKey(
        "cases.CaseRecord", null=True, on_delete=models.PROTECT, related_name="+"
    )
    via = models.CharField(max_length=60, blank=True)
    """The recruitment route of a campaign that brought somebody here, when its link said so."""
    draft = models.JSONField(default=dict)
    """What was typed in the contact form but not yet sent."""
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "inquiry"
        ordering = ("id",)
