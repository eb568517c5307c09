"""Entries of the register as they are now, every version they had, and changes not yet decided."""

from django.db import models
from django.db.models import Q

ACCOUNT = "accounts.Account"


class EntryRecord(models.Model):
    """One entry as it is now; ``body`` is the plain data of its newest version.

    ``parent`` is the code by which entries of a kind are grouped (a plan line by its plan);
    ``names`` every name it can be found by, in small letters.
    """

    kind = models.CharField(max_length=30)
    code = models.CharField(max_length=80)
    parent = models.CharField(max_length=80, blank=True)
    names = models.TextField()
    body = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    retired = models.BooleanField(default=False)
    """No longer in use; its history stays."""

    class Meta:
        db_table = "register_entry"
        ordering = ("kind", "id")
        constraints = (
            models.UniqueConstraint(fields=("kind", "code"), name="register_entry_one_per_code"),
            models.CheckConstraint(
                name="register_entry_is_named", condition=~Q(kind="") & ~Q(code="")
            ),
        )
        indexes = (models.Index(fields=("kind", "parent"), name="register_entry_group"),)


class EntryVersionRecord(models.Model):
    """What an entry said from a moment on, with the reason of the change; never changed itself."""

    entry = models.ForeignKey(EntryRecord, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    reason = models.TextField(blank=True)
    origin = models.CharField(max_length=10)
    """pack (read from the region pack), here (written on screen) or file (taken in)."""
    proposal = models.CharField(max_length=12, blank=True)
    """Reference of the proposal whose decision made this version."""
    retired = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "register_version"
        ordering = ("entry", "number")
        constraints = (
            models.UniqueConstraint(fields=("entry", "number"), name="register_version_once"),
            models.CheckConstraint(
                name="register_version_origin_known",
                condition=Q(origin__in=("pack", "here", "file")),
            ),
            models.CheckConstraint(
                name="register_change_has_reason",
                condition=Q(number=1) | ~Q(reason=""),
            ),
        )


class EntryDraftRecord(models.Model):
    """A change of an entry that waits for the decision on a proposal."""

    proposal = models.CharField(max_length=12)
    kind = models.CharField(max_length=30)
    code = models.CharField(max_length=80)
    base_version = models.PositiveIntegerField()
    """The version it started from; 0 for a new entry."""
    body = models.JSONField()
    reason = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "register_draft"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("proposal", "kind", "code"), name="register_draft_one_per_proposal"
            ),
            models.CheckConstraint(name="register_draft_has_reason", condition=~Q(reason="")),
        )
