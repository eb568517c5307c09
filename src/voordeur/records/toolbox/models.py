"""What was asked of a person for the toolbox, why nothing was used, and what was tried."""

from django.db import models
from django.db.models import Q

ACCOUNT = "accounts.Account"


class ProfileRecord(models.Model):
    """What is known of the situation of a case for the toolbox, besides the routing facts.

    ``facts`` is a mapping of characteristic to answer; the row is the newest state.
    """

    case = models.OneToOneField("cases.CaseRecord", on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)
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
