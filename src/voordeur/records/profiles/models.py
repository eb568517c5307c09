"""What a person brings to work: one profile, its practical side, and its lines."""

from django.db import models
from django.db.models import Q

ACCOUNT = "accounts.Account"
PARTS = ("skills", "experience", "education", "languages", "wishes")


class WorkProfileRecord(models.Model):
    """The profile of one person, whatever number of cases; forgotten with the person."""

    resident = models.OneToOneField(
        "residents.ResidentRecord", on_delete=models.PROTECT, related_name="+"
    )
    hours_least = models.PositiveSmallIntegerField(null=True)
    hours_most = models.PositiveSmallIntegerField(null=True)
    hours_now = models.PositiveSmallIntegerField(null=True)
    more_hours = models.BooleanField(default=False)
    """Works ``hours_now`` hours a week and wants more, up to ``hours_most`` in all."""
    days = models.JSONField(default=list)
    place = models.CharField(max_length=4, blank=True)
    """The four digits of the postcode to travel from."""
    mode = models.CharField(max_length=10, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    licences = models.JSONField(default=list)
    conditions = models.JSONField(default=list)
    sectors = models.JSONField(default=list)
    available_from = models.DateField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    """Empty when the person changed it."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "work_profile"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="work_profile_hours_in_order",
                condition=Q(hours_least__isnull=True)
                | Q(hours_most__isnull=True)
                | Q(hours_most__gte=models.F("hours_least")),
            ),
            models.CheckConstraint(
                name="work_profile_more_than_now",
                condition=Q(more_hours=False)
                | Q(
                    hours_now__isnull=False,
                    hours_most__isnull=False,
                    hours_most__gt=models.F("hours_now"),
                ),
            ),
        )


class ProfileLineRecord(models.Model):
    """One line of a profile; ``code`` points to the vocabulary, also when that dropped it."""

    ref = models.CharField(max_length=12, unique=True)
    profile = models.ForeignKey(WorkProfileRecord, on_delete=models.CASCADE, related_name="lines")
    part = models.CharField(max_length=10)
    code = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=240)
    """What it was called when it was told."""
    level = models.PositiveSmallIntegerField(null=True)
    evidence = models.CharField(max_length=10, blank=True)
    place = models.CharField(max_length=120, blank=True)
    from_year = models.PositiveSmallIntegerField(null=True)
    to_year = models.PositiveSmallIntegerField(null=True)
    degree = models.CharField(max_length=10, blank=True)
    finished = models.BooleanField(default=False)
    speaking = models.CharField(max_length=2, blank=True)
    writing = models.CharField(max_length=2, blank=True)
    told_on = models.DateField()
    by_resident = models.BooleanField()
    """Told by the person alone; otherwise together with a professional."""

    class Meta:
        db_table = "profile_line"
        ordering = ("part", "id")
        indexes = (models.Index(fields=("code", "part"), name="profile_line_code_part"),)
        constraints = (
            models.UniqueConstraint(
                fields=("profile", "part", "code"),
                condition=~Q(code="") & ~Q(part="experience"),
                name="profile_line_once",
            ),
            models.CheckConstraint(
                name="profile_line_known", condition=Q(part__in=PARTS) & ~Q(words="")
            ),
            models.CheckConstraint(
                name="profile_skill_has_level",
                condition=~Q(part="skills")
                | (Q(level__isnull=False, level__in=(1, 2, 3)) & ~Q(evidence="") & ~Q(code="")),
            ),
            models.CheckConstraint(
                name="profile_language_has_level",
                condition=~Q(part="languages") | (~Q(speaking="") & ~Q(code="")),
            ),
            models.CheckConstraint(
                name="profile_years_in_order",
                condition=Q(from_year__isnull=True)
                | Q(to_year__isnull=True)
                | Q(to_year__gte=models.F("from_year")),
            ),
        )
