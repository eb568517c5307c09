"""The one chained log: every act, and every view of personal data, in order."""

from django.db import models


class JournalRecord(models.Model):
    """One act or view. ``digest`` covers the row and the digest before it; rows never change."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=4)
    """'act' or 'view'."""
    name = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=20)
    account_id = models.BigIntegerField(null=True)
    organisation_id = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(max_length=30, blank=True)
    legal_basis = models.CharField(max_length=40, blank=True)
    case_id = models.BigIntegerField(null=True)
    payload = models.TextField()
    """Canonical JSON: ids, codes, dates and amounts; never personal text."""
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "journal"
        ordering = ("sequence",)
        indexes = (
            models.Index(fields=("case_id", "sequence"), name="journal_case"),
            models.Index(fields=("name", "sequence"), name="journal_name"),
        )


class JournalSubjectRecord(models.Model):
    """Which residents an entry is about, so that each can read who looked."""

    entry = models.ForeignKey(JournalRecord, on_delete=models.PROTECT, related_name="subjects")
    resident_id = models.BigIntegerField()
    case_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "journal_subject"
        indexes = (models.Index(fields=("resident_id", "entry"), name="journal_subject_resident"),)


class JournalHeadRecord(models.Model):
    """The single row that says where the chain ends; locked while an entry is added."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        db_table = "journal_head"
        constraints = (
            models.CheckConstraint(name="journal_head_single", condition=models.Q(id=1)),
        )
