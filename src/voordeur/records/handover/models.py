"""Warm handovers: offered, answered, and escalated when nobody answers."""

from django.db import models
from django.db.models import F, Q

ORGANISATION = "region.OrganisationRecord"
ACCOUNT = "accounts.Account"


class HandoverRecord(models.Model):
    """An offer of a case by its accountable organisation to another.

    The sender stays accountable until ``state`` becomes 'accepted'; a database trigger then moves
    accountability, so that no code path can accept without moving or move without accepting.
    """

    ref = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey("cases.CaseRecord", on_delete=models.PROTECT, related_name="+")
    episode = models.PositiveIntegerField()
    sender = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default="offered")
    kind = models.CharField(max_length=20, default="warm")
    """warm, benefit_rejection or move."""
    reason = models.CharField(max_length=40)
    message = models.TextField(blank=True)
    """What was done and what is asked; the resident reads it too."""
    shared_fields = models.JSONField(default=list)
    introduction = models.CharField(max_length=20, default="call")
    introduction_at = models.DateTimeField(null=True)
    rule = models.CharField(max_length=80, blank=True)
    deviation = models.TextField(blank=True)
    """Why the sender chose another receiver than the routing table."""
    term_days = models.PositiveSmallIntegerField()
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    reminder_on = models.DateField()
    due_on = models.DateField()
    escalate_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    answer_reason = models.CharField(max_length=40, blank=True)
    answer_note = models.TextField(blank=True)
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """The handover this one continues after a redirect."""
    link_email = models.EmailField(blank=True)
    link_version = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "handover"
        ordering = ("id",)
        indexes = (
            models.Index(fields=("receiver", "state", "due_on"), name="handover_inbox"),
            models.Index(fields=("sender", "state", "due_on"), name="handover_outbox"),
            models.Index(fields=("case", "id"), name="handover_case"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("case",), condition=Q(state="offered"), name="handover_one_open_per_case"
            ),
            models.CheckConstraint(
                name="handover_state_known",
                condition=Q(
                    state__in=("offered", "accepted", "returned", "redirected", "withdrawn")
                ),
            ),
            models.CheckConstraint(
                name="handover_answer_is_dated",
                condition=(Q(state="offered") & Q(answered_at__isnull=True))
                | (~Q(state="offered") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(name="handover_two_parties", condition=~Q(sender=F("receiver"))),
            models.CheckConstraint(
                name="handover_dates_in_order",
                condition=Q(due_on__gte=F("reminder_on")) & Q(escalate_on__gte=F("due_on")),
            ),
            models.CheckConstraint(
                name="handover_no_without_reason",
                condition=Q(state__in=("offered", "accepted")) | ~Q(answer_reason=""),
            ),
        )


class EscalationRecord(models.Model):
    """A reminder (level 0) or escalation (level 1, 2) that went out; at most one per level."""

    handover = models.ForeignKey(
        HandoverRecord, on_delete=models.PROTECT, related_name="escalations"
    )
    level = models.PositiveSmallIntegerField()
    to_role = models.CharField(max_length=40)
    raised_at = models.DateTimeField()

    class Meta:
        db_table = "handover_escalation"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("handover", "level"), name="escalation_once_per_level"),
        )


class OrganisationLinkRecord(models.Model):
    """A signed link with which a party without accounts hands rejected applicants over."""

    ref = models.CharField(max_length=12, unique=True)
    organisation = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    ends_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "organisation_link"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("organisation",),
                condition=Q(revoked_at__isnull=True),
                name="organisation_link_one_in_use",
            ),
        )
