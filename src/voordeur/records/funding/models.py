"""Mixes that were chosen for trajectories, and what the owners of the money said."""

from django.db import models
from django.db.models import Q

ORGANISATION = "region.OrganisationRecord"
ACCOUNT = "accounts.Account"


class MixRecord(models.Model):
    """One way to pay a trajectory, chosen by a person. Its money is reserved while it waits.

    ``because`` holds codes and amounts: per share why, per other source why not, the runner-up and
    what would change it. ``legality`` and ``effectiveness`` are the two short sentences.
    """

    ref = models.CharField(max_length=12, unique=True)
    trajectory = models.ForeignKey(
        "trajectories.TrajectoryRecord", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, default="asked")
    total_cents = models.BigIntegerField()
    because = models.JSONField(default=dict)
    legality = models.TextField()
    effectiveness = models.TextField()
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    answer_due_on = models.DateField()
    """After this day a mix without every yes expires and its money returns."""
    settled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "mix"
        ordering = ("-id",)
        indexes = (models.Index(fields=("state", "answer_due_on"), name="mix_by_state"),)
        constraints = (
            models.CheckConstraint(
                name="mix_state_known",
                condition=Q(
                    state__in=("asked", "agreed", "refused", "expired", "withdrawn", "replaced")
                ),
            ),
            models.CheckConstraint(name="mix_is_positive", condition=Q(total_cents__gt=0)),
            models.CheckConstraint(
                name="mix_says_why", condition=~Q(legality="") & ~Q(effectiveness="")
            ),
            models.UniqueConstraint(
                fields=("trajectory",),
                condition=Q(state__in=("asked", "agreed")),
                name="mix_one_live_per_trajectory",
            ),
        )


class MixConsentRecord(models.Model):
    """What the owner of the money of one source says of its part of a mix."""

    mix = models.ForeignKey(MixRecord, on_delete=models.PROTECT, related_name="consents")
    source = models.CharField(max_length=80)
    owner = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    amount_cents = models.BigIntegerField()
    state = models.CharField(max_length=10, default="asked")
    reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "mix_consent"
        ordering = ("mix", "id")
        indexes = (models.Index(fields=("owner", "state"), name="mix_consent_inbox"),)
        constraints = (
            models.UniqueConstraint(fields=("mix", "source"), name="mix_consent_once"),
            models.CheckConstraint(
                name="mix_consent_state_known",
                condition=Q(state="asked", answered_at__isnull=True)
                | Q(state="not_needed")
                | Q(state__in=("given", "refused", "withdrawn"), answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="mix_consent_no_has_reason",
                condition=~Q(state__in=("refused", "withdrawn")) | ~Q(reason=""),
            ),
        )
