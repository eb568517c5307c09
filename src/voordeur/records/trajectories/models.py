"""Trajectories of a person: steps, their order, attendance, what was said, and agreements."""

from django.db import models
from django.db.models import Q

ORGANISATION = "region.OrganisationRecord"
ACCOUNT = "accounts.Account"
LIVE = ("draft", "proposed", "agreed", "running", "paused")
ENDED = ("finished", "stopped")


class TrajectoryRecord(models.Model):
    """The way of one person to work: a goal and steps; it ends by an outcome, never by a date.

    It belongs to the case and so travels with it; ``payer`` is who answers for the money now.
    """

    ref = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey("cases.CaseRecord", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="draft")
    goal = models.CharField(max_length=200)
    level_start = models.PositiveSmallIntegerField(null=True)
    """Where the person stands at the start, 1 (far from work) to 6 (at work)."""
    level_goal = models.PositiveSmallIntegerField(null=True)
    level_end = models.PositiveSmallIntegerField(null=True)
    template = models.CharField(max_length=80, blank=True)
    payer = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    plan_line = models.CharField(max_length=80, blank=True)
    """The line of the yearly plan its results count for."""
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    """When the person said yes."""
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "trajectory"
        ordering = ("id",)
        indexes = (
            models.Index(fields=("case", "state"), name="trajectory_of_case"),
            models.Index(fields=("state", "id"), name="trajectory_by_state"),
        )
        constraints = (
            models.CheckConstraint(
                name="trajectory_state_known", condition=Q(state__in=(*LIVE, *ENDED))
            ),
            models.CheckConstraint(
                name="trajectory_ended_has_outcome",
                condition=(Q(state__in=ENDED, ended_at__isnull=False) & ~Q(outcome=""))
                | Q(state__in=LIVE, ended_at__isnull=True, outcome=""),
            ),
            models.CheckConstraint(
                name="trajectory_runs_after_yes",
                condition=Q(state__in=("draft", "proposed", "stopped"))
                | Q(agreed_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("case",), condition=Q(state__in=LIVE), name="trajectory_one_live_per_case"
            ),
        )


class TrajectoryStepRecord(models.Model):
    """One step: what, with which instrument, by whom, when, and at what cost.

    ``cost_cents`` is NULL when a word stands in its place (``cost_word``, an ``AmountWord``).
    """

    ref = models.CharField(max_length=12, unique=True)
    trajectory = models.ForeignKey(TrajectoryRecord, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default="planned")
    what = models.CharField(max_length=200)
    goal = models.CharField(max_length=200, blank=True)
    instrument = models.CharField(max_length=80, blank=True)
    """Code of an instrument of the toolbox."""
    provider = models.ForeignKey(
        ORGANISATION, null=True, on_delete=models.PROTECT, related_name="+"
    )
    provider_name = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    cost_cents = models.BigIntegerField(null=True)
    cost_word = models.CharField(max_length=20, blank=True)
    level_before = models.PositiveSmallIntegerField(null=True)
    level_after = models.PositiveSmallIntegerField(null=True)
    ordered_on = models.DateField(null=True)
    finished_on = models.DateField(null=True)
    result = models.CharField(max_length=40, blank=True)
    certificate = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "trajectory_step"
        ordering = ("trajectory", "position", "id")
        constraints = (
            models.CheckConstraint(
                name="trajectory_step_state_known",
                condition=Q(state__in=("planned", "ordered", "running", "finished", "cancelled")),
            ),
            models.CheckConstraint(
                name="trajectory_step_cost_or_word",
                condition=(Q(cost_cents__gt=0, cost_word=""))
                | (Q(cost_cents__isnull=True) & ~Q(cost_word="")),
            ),
            models.CheckConstraint(
                name="trajectory_step_dates_in_order",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="trajectory_step_finished_has_result",
                condition=~Q(state="finished") | (Q(finished_on__isnull=False) & ~Q(result="")),
            ),
        )


class StepOrderRecord(models.Model):
    """One step waits for another of the same trajectory."""

    step = models.ForeignKey(TrajectoryStepRecord, on_delete=models.PROTECT, related_name="waits")
    after = models.ForeignKey(TrajectoryStepRecord, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "trajectory_step_order"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("step", "after"), name="step_order_once"),
            models.CheckConstraint(
                name="step_waits_for_another", condition=~Q(step=models.F("after"))
            ),
        )


class TrajectoryWordRecord(models.Model):
    """Something said about a trajectory, by the person or a professional, readable by both."""

    ref = models.CharField(max_length=12, unique=True)
    trajectory = models.ForeignKey(TrajectoryRecord, on_delete=models.PROTECT, related_name="words")
    text = models.TextField()
    by_resident = models.BooleanField()
    organisation = models.ForeignKey(
        ORGANISATION, null=True, on_delete=models.PROTECT, related_name="+"
    )
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "trajectory_word"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(name="trajectory_word_says_something", condition=~Q(text="")),
        )


class AttendanceRecord(models.Model):
    """Whether the person was there on a day of a step; the last word of a day counts."""

    step = models.ForeignKey(
        TrajectoryStepRecord, on_delete=models.PROTECT, related_name="attendance"
    )
    day = models.DateField()
    state = models.CharField(max_length=8)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "trajectory_attendance"
        ordering = ("step", "day")
        constraints = (
            models.UniqueConstraint(fields=("step", "day"), name="attendance_once_a_day"),
            models.CheckConstraint(
                name="attendance_known", condition=Q(state__in=("present", "excused", "absent"))
            ),
        )


class ContinuityRecord(models.Model):
    """Who pays on after a change, agreed by that organisation, so that nobody starts again.

    ``for_organisation`` was finally responsible when it was asked. Kind 'moves': that organisation
    takes over; 'stays': the payer until now goes on; 'follows': all money goes along by itself.
    """

    ref = models.CharField(max_length=12, unique=True)
    trajectory = models.ForeignKey(
        TrajectoryRecord, on_delete=models.PROTECT, related_name="agreements"
    )
    kind = models.CharField(max_length=8)
    payer = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    for_organisation = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    state = models.CharField(max_length=8, default="asked")
    note = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "trajectory_continuity"
        ordering = ("id",)
        indexes = (models.Index(fields=("payer", "state"), name="continuity_inbox"),)
        constraints = (
            models.CheckConstraint(
                name="continuity_known",
                condition=Q(kind__in=("moves", "stays", "follows")) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="continuity_answered_is_whole",
                condition=Q(state="asked", answered_at__isnull=True)
                | Q(state="accepted", answered_at__isnull=False)
                | (Q(state="refused", answered_at__isnull=False) & ~Q(note="")),
            ),
            models.UniqueConstraint(
                fields=("trajectory",),
                condition=Q(state="asked"),
                name="continuity_one_question_at_a_time",
            ),
        )
