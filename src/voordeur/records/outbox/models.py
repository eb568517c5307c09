"""What must leave the house after a commit, kept until it has arrived."""

from django.db import models


class OutboxRecord(models.Model):
    """One message to send. ``dedupe_key`` makes sending it twice impossible to write down."""

    dedupe_key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=40)
    recipient = models.CharField(max_length=254)
    language = models.CharField(max_length=5, default="nl")
    subject = models.CharField(max_length=160)
    """Never holds personal data."""
    body = models.TextField()
    state = models.CharField(max_length=10, default="queued")
    """queued, sent or failed (given up, shown to the system manager)."""
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)
    case_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "outbox"
        ordering = ("id",)
        indexes = (models.Index(fields=("state", "next_attempt_at"), name="outbox_due"),)
