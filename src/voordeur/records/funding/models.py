"""Mixes chosen for trajectories, what owners of money said, plans for many people, and prices."""

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
    reminded_at = models.DateTimeField(null=True)
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


class BatchPlanRecord(models.Model):
    """One time the money was divided over everybody who waits: what was asked and what came out.

    ``policy`` and ``result`` hold codes, references and amounts. A plan is advice: adopting it
    makes mixes, whose owners still say yes or no.
    """

    ref = models.CharField(max_length=12, unique=True)
    state = models.CharField(max_length=10, default="waiting")
    policy = models.JSONField(default=dict)
    problem_digest = models.CharField(max_length=64, blank=True)
    people = models.PositiveIntegerField(default=0)
    done_permille = models.PositiveSmallIntegerField(default=0)
    value = models.BigIntegerField(default=0)
    bound = models.BigIntegerField(default=0)
    milliseconds = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=60)
    finished_at = models.DateTimeField(null=True)
    adopted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "batch_plan"
        ordering = ("-id",)
        indexes = (models.Index(fields=("state", "id"), name="batch_plan_by_state"),)
        constraints = (
            models.CheckConstraint(
                name="batch_plan_state_known",
                condition=Q(state__in=("waiting", "running", "done", "failed")),
            ),
            models.CheckConstraint(
                name="batch_plan_done_has_moment",
                condition=Q(state__in=("waiting", "running"), finished_at__isnull=True)
                | Q(state__in=("done", "failed"), finished_at__isnull=False),
            ),
            models.CheckConstraint(
                name="batch_plan_adopted_when_done",
                condition=Q(adopted_at__isnull=True) | Q(state="done"),
            ),
        )


class PlanChoiceRecord(models.Model):
    """Which way of dividing was chosen for a plan, and why; the newest counts."""

    plan = models.ForeignKey(BatchPlanRecord, on_delete=models.PROTECT, related_name="choices")
    exponent = models.PositiveIntegerField()
    reason = models.TextField()
    organisation = models.CharField(max_length=60)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "batch_plan_choice"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(name="plan_choice_has_reason", condition=~Q(reason="")),
        )


class PlanAdoptionRecord(models.Model):
    """Somebody in a plan that was taken over; ``made`` tells whether their mix still fitted."""

    plan = models.ForeignKey(BatchPlanRecord, on_delete=models.PROTECT, related_name="adoptions")
    trajectory = models.CharField(max_length=12)
    made = models.BooleanField()
    adopted_at = models.DateTimeField()

    class Meta:
        db_table = "batch_plan_adoption"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("plan", "trajectory"), name="plan_adopted_once"),
        )


class PriceRecord(models.Model):
    """What a euro of a source is worth to those who come later, as reckoned on a day.

    ``permille`` 1000 means: as scarce as money can be; 0: there is enough of it.
    """

    source = models.CharField(max_length=80)
    day = models.DateField()
    permille = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "source_price"
        ordering = ("source", "day")
        constraints = (
            models.UniqueConstraint(fields=("source", "day"), name="source_price_once_a_day"),
        )
