"""Lists of people and work as they were shown, one row a list."""

from django.db import models
from django.db.models import Q

ACCOUNT = "accounts.Account"
CASE = "cases.CaseRecord"
VACANCY = "work.VacancyRecord"


class MatchListRecord(models.Model):
    """One list as somebody saw it; only facts of people who are forgotten ever leave it.

    The line of the log with number ``entry`` says who looked and holds ``digest``. ``shown`` is a
    JSON list of [case or vacancy, number, score, possible] in the order shown. ``facts`` is
    compressed JSON of what the scores rest on, empty when all of it was forgotten.
    """

    entry = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    sort = models.CharField(max_length=6)
    actor_kind = models.CharField(max_length=20)
    organisation_id = models.CharField(max_length=60, blank=True)
    account = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    vacancy = models.ForeignKey(VACANCY, null=True, on_delete=models.PROTECT, related_name="+")
    """Whom the list was for when it names people."""
    case = models.ForeignKey(CASE, null=True, on_delete=models.PROTECT, related_name="+")
    """Whom the list was for when it names work."""
    weights_version = models.CharField(max_length=100)
    vocabulary_version = models.CharField(max_length=40)
    shown = models.TextField()
    facts = models.BinaryField()
    digest = models.CharField(max_length=64)
    forgotten = models.PositiveSmallIntegerField(default=0)
    """Of how many people the facts are gone."""

    class Meta:
        db_table = "match_list"
        ordering = ("-id",)
        indexes = (models.Index(name="match_list_seen_by", fields=("organisation_id", "at")),)
        constraints = (
            models.CheckConstraint(
                name="match_list_of_people_or_work",
                condition=Q(sort="people", vacancy__isnull=False, case__isnull=True)
                | Q(sort="work", vacancy__isnull=True, case__isnull=False),
            ),
        )
