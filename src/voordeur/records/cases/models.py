"""The case file: state, entries, agreed steps, documents, closures and after-care."""

from django.db import models
from django.db.models import F, Q

ORGANISATION = "region.OrganisationRecord"
ACCOUNT = "accounts.Account"


class CaseRecord(models.Model):
    """One question of one resident or one employer.

    The columns say the promise: exactly one accountable organisation (NOT NULL), an open case has
    a next step and date, a closed one has an outcome. Triggers guard how they may change.
    """

    ref = models.CharField(max_length=12, unique=True)
    resident = models.ForeignKey(
        "residents.ResidentRecord", null=True, on_delete=models.PROTECT, related_name="+"
    )
    employer = models.ForeignKey(
        "employers.EmployerRecord", null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, default="open")
    episode = models.PositiveIntegerField(default=1)
    accountable = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    finally_responsible = models.ForeignKey(
        ORGANISATION, on_delete=models.PROTECT, related_name="+"
    )
    proposed = models.ForeignKey(
        ORGANISATION, null=True, on_delete=models.PROTECT, related_name="+"
    )
    """The leading party the routing table gives now; differs while a handover must follow."""
    proposed_rule = models.CharField(max_length=80, blank=True)
    adviser = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(max_length=20, default="new")
    question = models.TextField()
    channel = models.CharField(max_length=20)
    municipality = models.CharField(max_length=40, blank=True)
    situation = models.JSONField(default=dict)
    """Routing facts: fact code → value code (or number)."""
    target_group = models.CharField(max_length=40, blank=True)
    distance_class = models.CharField(max_length=40, blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    next_date = models.DateField(null=True)
    next_party = models.CharField(max_length=20, default="organisation")
    """Who has to move: 'organisation' or 'resident'."""
    rejected_on = models.DateField(null=True)
    """The day a benefit application was rejected, when that is where the case began."""
    first_contact_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    last_act_at = models.DateTimeField()
    accepted_handover = models.OneToOneField(
        "handover.HandoverRecord", null=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "case_file"
        ordering = ("id",)
        indexes = (
            models.Index(fields=("accountable", "state", "next_date"), name="case_work_list"),
            models.Index(fields=("adviser", "state"), name="case_adviser"),
            models.Index(fields=("resident",), name="case_resident"),
            models.Index(fields=("-last_act_at",), name="case_last_act"),
        )
        constraints = (
            models.CheckConstraint(
                name="case_state_known", condition=Q(state__in=("open", "closed"))
            ),
            models.CheckConstraint(
                name="case_open_has_next_step",
                condition=Q(state="closed") | (Q(next_date__isnull=False) & ~Q(next_step="")),
            ),
            models.CheckConstraint(
                name="case_closed_has_outcome",
                condition=(Q(state="closed") & Q(closed_at__isnull=False) & ~Q(outcome=""))
                | (Q(state="open") & Q(closed_at__isnull=True) & Q(outcome="")),
            ),
            models.CheckConstraint(
                name="case_one_subject",
                condition=(Q(resident__isnull=False) & Q(employer__isnull=True))
                | (Q(resident__isnull=True) & Q(employer__isnull=False)),
            ),
            models.CheckConstraint(
                name="case_next_party_known",
                condition=Q(next_party__in=("organisation", "resident")),
            ),
            models.CheckConstraint(name="case_episode_counts", condition=Q(episode__gte=1)),
        )


class ClosureRecord(models.Model):
    """How one episode of a case ended. Never changed, never removed."""

    case = models.ForeignKey(CaseRecord, on_delete=models.PROTECT, related_name="closures")
    episode = models.PositiveIntegerField()
    outcome = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    informed_by = models.CharField(max_length=20)
    """How the resident was told: phone, mail, in person, letter."""
    organisation = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    class Meta:
        db_table = "case_closure"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("case", "episode"), name="closure_one_per_episode"),
            models.CheckConstraint(name="closure_has_outcome", condition=~Q(outcome="")),
        )


class EntryRecord(models.Model):
    """Something said or done in a case: a note, an advice talk, a message, an attempt, a signal."""

    ref = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey(CaseRecord, on_delete=models.PROTECT, related_name="entries")
    episode = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=20)
    """note, advice_talk, outreach, signal, message_in, message_out, agreement, aftercare."""
    code = models.CharField(max_length=40, blank=True)
    """Result or sort, from the pack: 'reached', 'no_answer', 'debt', …"""
    text = models.TextField(blank=True)
    organisation = models.ForeignKey(
        ORGANISATION, null=True, on_delete=models.PROTECT, related_name="+"
    )
    author = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey(
        ORGANISATION, null=True, on_delete=models.PROTECT, related_name="+"
    )
    for_resident = models.BooleanField(default=False)
    happened_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "case_entry"
        ordering = ("id",)
        indexes = (models.Index(fields=("case", "happened_at"), name="entry_timeline"),)


class StepRecord(models.Model):
    """A step agreed with the resident: who does what before which day."""

    ref = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey(CaseRecord, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=200)
    by_resident = models.BooleanField(default=False)
    organisation = models.ForeignKey(
        ORGANISATION, null=True, on_delete=models.PROTECT, related_name="+"
    )
    due_date = models.DateField()
    done_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "case_step"
        ordering = ("due_date", "id")


class DocumentRecord(models.Model):
    """A file kept with a case; the bytes lie outside the web root under ``stored_as``."""

    ref = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey(CaseRecord, on_delete=models.PROTECT, related_name="documents")
    name = models.CharField(max_length=160)
    stored_as = models.CharField(max_length=64, unique=True)
    content_type = models.CharField(max_length=80)
    size_bytes = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    organisation = models.ForeignKey(
        ORGANISATION, null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        db_table = "case_document"
        ordering = ("id",)


class AftercareRecord(models.Model):
    """A day on which somebody asks how it goes after the outcome."""

    case = models.ForeignKey(CaseRecord, on_delete=models.PROTECT, related_name="aftercare")
    episode = models.PositiveIntegerField()
    due_date = models.DateField()
    done_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "case_aftercare"
        ordering = ("due_date", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("case", "episode", "due_date"), name="aftercare_one_per_day"
            ),
        )


class MoveRecord(models.Model):
    """The person moved: municipality, benefit, job or employer changed while the case went on."""

    case = models.ForeignKey(CaseRecord, on_delete=models.PROTECT, related_name="moves")
    changed = models.CharField(max_length=40)
    """Which fact changed: municipality, benefit, work, employer."""
    from_value = models.CharField(max_length=60, blank=True)
    to_value = models.CharField(max_length=60)
    start_date = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "case_move"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(name="move_changes", condition=~Q(from_value=F("to_value"))),
        )
