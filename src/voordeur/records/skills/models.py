"""Vocabularies of work: what was loaded when, occupations and skills, how they hang together."""

from django.db import models
from django.db.models import Q

SOURCES = ("competentnl", "esco", "own", "sbi")
KINDS = ("occupation", "skill", "sector")


class VocabularyRecord(models.Model):
    """One loaded version of one source; never changed afterwards."""

    source = models.CharField(max_length=12)
    version = models.CharField(max_length=60)
    dated_on = models.DateField(null=True)
    """The day the source gives its delivery."""
    loaded_at = models.DateTimeField()
    counts = models.JSONField(default=dict)
    """How many of each part it held, and what it changed."""
    digest = models.CharField(max_length=64)
    """Of what is known of the source after loading: the same digest, the same words."""

    class Meta:
        db_table = "vocabulary"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="vocabulary_source_known", condition=Q(source__in=SOURCES) & ~Q(version="")
            ),
        )


class ConceptRecord(models.Model):
    """An occupation or a skill as it is now; ``removed_in`` when the source no longer has it."""

    source = models.CharField(max_length=12)
    code = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=10)
    label = models.CharField(max_length=200)
    search = models.TextField(blank=True)
    """Label and alternatives without case and accents, a space before every word, to search in.

    Before the long columns, so that a search does not read those.
    """
    alternatives = models.JSONField(default=list)
    group = models.CharField(max_length=200, blank=True)
    sort = models.CharField(max_length=20, blank=True)
    about = models.TextField(blank=True)
    removed_in = models.ForeignKey(
        VocabularyRecord, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "concept"
        ordering = ("label", "id")
        indexes = (
            models.Index(fields=("source", "kind"), name="concept_of_source"),
            models.Index(fields=("kind", "label"), name="concept_by_label"),
        )
        constraints = (
            models.CheckConstraint(
                name="concept_known",
                condition=Q(source__in=SOURCES, kind__in=KINDS) & ~Q(label="") & ~Q(code=""),
            ),
        )


class ConceptChangeRecord(models.Model):
    """What one version did to one concept: so that an older name is still found."""

    vocabulary = models.ForeignKey(
        VocabularyRecord, on_delete=models.PROTECT, related_name="changes"
    )
    concept = models.ForeignKey(ConceptRecord, on_delete=models.PROTECT, related_name="changes")
    change = models.CharField(max_length=10)
    label_before = models.CharField(max_length=200, blank=True)
    label_after = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "concept_change"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="concept_change_known", condition=Q(change__in=("added", "renamed", "removed"))
            ),
            models.UniqueConstraint(
                fields=("vocabulary", "concept"), name="concept_changes_once_per_version"
            ),
        )


class ConceptGroupRecord(models.Model):
    """A group of occupations (ISCO) or of skills."""

    source = models.CharField(max_length=12)
    kind = models.CharField(max_length=10)
    code = models.CharField(max_length=200)
    label = models.CharField(max_length=300)

    class Meta:
        db_table = "concept_group"
        ordering = ("code", "id")
        constraints = (
            models.UniqueConstraint(fields=("source", "kind", "code"), name="concept_group_once"),
            models.CheckConstraint(
                name="concept_group_known",
                condition=Q(source__in=SOURCES, kind__in=KINDS) & ~Q(label=""),
            ),
        )


class RequirementRecord(models.Model):
    """An occupation asks a skill, and how much."""

    occupation = models.ForeignKey(ConceptRecord, on_delete=models.PROTECT, related_name="asks")
    skill = models.ForeignKey(ConceptRecord, on_delete=models.PROTECT, related_name="asked_by")
    importance = models.CharField(max_length=10)

    class Meta:
        db_table = "requirement"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("occupation", "skill"), name="requirement_once"),
            models.CheckConstraint(
                name="requirement_importance_known",
                condition=Q(importance__in=("essential", "important", "optional")),
            ),
        )


class RelatedRecord(models.Model):
    """Two skills that resemble each other; the one with the smaller code first."""

    one = models.ForeignKey(ConceptRecord, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(ConceptRecord, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "related_skill"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("one", "other"), name="related_skill_once"),
            models.CheckConstraint(
                name="related_skill_another", condition=~Q(one=models.F("other"))
            ),
        )


class MappingRecord(models.Model):
    """What stands for a concept in another vocabulary, by its address there."""

    concept = models.ForeignKey(ConceptRecord, on_delete=models.PROTECT, related_name="mappings")
    target = models.CharField(max_length=200)
    match = models.CharField(max_length=6)

    class Meta:
        db_table = "concept_mapping"
        ordering = ("id",)
        indexes = (models.Index(fields=("target",), name="concept_mapping_target"),)
        constraints = (
            models.UniqueConstraint(fields=("concept", "target"), name="concept_mapping_once"),
            models.CheckConstraint(
                name="concept_mapping_match_known",
                condition=Q(match__in=("exact", "close", "broad", "narrow")),
            ),
        )
