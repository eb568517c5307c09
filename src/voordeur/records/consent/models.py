"""Grants: which organisation may see which fields of a case, for which purpose, until when."""

from django.db import models
from django.db.models import F, Q

ORGANISATION = "region.OrganisationRecord"


class GrantRecord(models.Model):
    """A live row here is the only thing that opens a case."""

    ref = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey("cases.CaseRecord", on_delete=models.PROTECT, related_name="grants")
    organisation = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=30)
    legal_basis = models.CharField(max_length=40)
    """consent, request, or the code of a legal task in the pack."""
    fields = models.JSONField(default=list)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    given_by = models.CharField(max_length=20)
    """resident, professional (recorded on the resident's word), handover or system."""
    handover = models.ForeignKey(
        "handover.HandoverRecord", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "case_grant"
        ordering = ("id",)
        indexes = (
            models.Index(fields=("case", "organisation"), name="grant_case_organisation"),
            models.Index(fields=("organisation", "purpose"), name="grant_organisation_purpose"),
        )
        constraints = (
            models.CheckConstraint(
                name="grant_ends_after_start",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(name="grant_has_purpose", condition=~Q(purpose="")),
            models.CheckConstraint(name="grant_has_basis", condition=~Q(legal_basis="")),
        )
