"""Proposals and what bodies said of them; meetings, documents, packages and withdrawals."""

from django.db import models
from django.db.models import F, Q

ACCOUNT = "accounts.Account"
DECIDED = ("decided", "rejected", "withdrawn")
BLOCKS = ("refused", "rejected", "held")


class ProposalRecord(models.Model):
    """A proposal on its route. Once it runs, nothing it says changes but by a new round.

    ``entries`` are pairs of kind and code of the register; ``content_digest`` covers the changes
    of the register that were laid before the bodies.
    """

    ref = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    route = models.CharField(max_length=80)
    parties = models.JSONField(default=list)
    entries = models.JSONField(default=list)
    amount_cents = models.BigIntegerField(null=True)
    """What it asks of the reserve."""
    touches = models.BooleanField()
    touches_default = models.BooleanField()
    touches_reason = models.TextField(blank=True)
    state = models.CharField(max_length=12, default="drafted")
    round = models.PositiveSmallIntegerField(default=1)
    organisation = models.CharField(max_length=60, blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    content_digest = models.CharField(max_length=64, blank=True)
    settled_on = models.DateField(null=True)
    applied_at = models.DateTimeField(null=True)
    """When its changes of the register came into force."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "proposal"
        ordering = ("id",)
        indexes = (models.Index(fields=("state", "id"), name="proposal_by_state"),)
        constraints = (
            models.CheckConstraint(
                name="proposal_state_known",
                condition=Q(state__in=("drafted", "submitted", *DECIDED)),
            ),
            models.CheckConstraint(
                name="proposal_settled_is_dated",
                condition=(Q(state__in=DECIDED) & Q(settled_on__isnull=False))
                | (~Q(state__in=DECIDED) & Q(settled_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="proposal_submitted_is_dated",
                condition=Q(state__in=("drafted", "withdrawn")) | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_touches_otherwise_has_reason",
                condition=Q(touches=F("touches_default")) | ~Q(touches_reason=""),
            ),
            models.CheckConstraint(
                name="proposal_amount_is_positive",
                condition=Q(amount_cents__isnull=True) | Q(amount_cents__gt=0),
            ),
            models.CheckConstraint(
                name="proposal_reserve_has_amount",
                condition=~Q(route="reserve") | Q(amount_cents__isnull=False),
            ),
        )


class ProposalStepRecord(models.Model):
    """Somebody who must answer in a round: a body, or one organisation of a step; once.

    ``position`` is the stage of the step: a row becomes given only when every row of the same
    round with a lower position was given, and none of those refused or held.
    """

    proposal = models.ForeignKey(ProposalRecord, on_delete=models.PROTECT, related_name="steps")
    round = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=80)
    act = models.CharField(max_length=12)
    body = models.CharField(max_length=80, blank=True)
    organisation = models.CharField(max_length=60, blank=True)
    term_days = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=8, default="awaiting")
    outcome = models.CharField(max_length=24, blank=True)
    given_on = models.DateField(null=True)
    given_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(
        "MeetingRecord", null=True, on_delete=models.PROTECT, related_name="steps"
    )
    present = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(blank=True)
    objections = models.JSONField(default=list)
    """Pairs of organisation and words; empty means consensus."""

    class Meta:
        db_table = "proposal_step"
        ordering = ("proposal", "round", "position", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("proposal", "round", "code", "organisation"),
                name="proposal_step_once_per_round",
            ),
            models.CheckConstraint(
                name="proposal_step_act_known",
                condition=Q(act__in=("advice", "consent", "adoption", "decision", "information")),
            ),
            models.CheckConstraint(
                name="proposal_step_given_is_whole",
                condition=(
                    Q(state="awaiting", outcome="", given_on__isnull=True, given_at__isnull=True)
                    | (
                        Q(state="given", given_on__isnull=False, given_at__isnull=False)
                        & ~Q(outcome="")
                    )
                ),
            ),
            models.CheckConstraint(
                name="proposal_step_outcome_fits",
                condition=Q(outcome="")
                | Q(act="advice", outcome__in=("positive", "positive_with_remarks", "negative"))
                | Q(act="consent", outcome__in=("given", "refused"))
                | Q(act="adoption", outcome__in=("adopted", "refused"))
                | Q(act="decision", outcome__in=("adopted", "adopted_changed", "rejected", "held"))
                | Q(act="information", outcome="informed"),
            ),
            models.CheckConstraint(
                name="proposal_step_no_has_reason",
                condition=~Q(outcome__in=BLOCKS) | ~Q(note=""),
            ),
            models.CheckConstraint(
                name="proposal_step_has_party", condition=~Q(body="") | ~Q(organisation="")
            ),
        )


class RoundEndRecord(models.Model):
    """Why a round ended before a decision: taken back to be revised, or withdrawn."""

    proposal = models.ForeignKey(ProposalRecord, on_delete=models.PROTECT, related_name="endings")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    reason = models.TextField()
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "proposal_round_end"
        ordering = ("proposal", "round")
        constraints = (
            models.UniqueConstraint(fields=("proposal", "round"), name="round_ends_once"),
            models.CheckConstraint(
                name="round_end_known",
                condition=Q(kind__in=("revised", "withdrawn")) & ~Q(reason=""),
            ),
        )


class MeetingRecord(models.Model):
    """A meeting of a body: planned, and then held with how many were present."""

    ref = models.CharField(max_length=12, unique=True)
    body = models.CharField(max_length=80)
    day = models.DateField()
    starts_at = models.CharField(max_length=5, blank=True)
    place = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, default="planned")
    present = models.PositiveSmallIntegerField(null=True)
    conclusions = models.TextField(blank=True)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "meeting"
        ordering = ("-day", "-id")
        indexes = (models.Index(fields=("body", "day"), name="meeting_of_body"),)
        constraints = (
            models.CheckConstraint(
                name="meeting_state_known",
                condition=Q(state="planned", present__isnull=True) | Q(state="held"),
            ),
        )


class BoardDocumentRecord(models.Model):
    """A board document with its registration number; the bytes lie outside the web root.

    ``number_key`` is the number in small letters without spaces, so that one number is one paper.
    """

    ref = models.CharField(max_length=12, unique=True)
    number = models.CharField(max_length=40, blank=True)
    number_key = models.CharField(max_length=40, null=True, unique=True)  # noqa: DJ001 NULL is 'no number', as often as needed
    title = models.CharField(max_length=200)
    name = models.CharField(max_length=160)
    stored_as = models.CharField(max_length=64, unique=True)
    content_type = models.CharField(max_length=80)
    size_bytes = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    proposal = models.ForeignKey(
        ProposalRecord, null=True, on_delete=models.PROTECT, related_name="documents"
    )
    meeting = models.ForeignKey(
        MeetingRecord, null=True, on_delete=models.PROTECT, related_name="documents"
    )
    entry_kind = models.CharField(max_length=30, blank=True)
    entry_code = models.CharField(max_length=80, blank=True)
    organisation = models.CharField(max_length=60, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "board_document"
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("entry_kind", "entry_code"), name="board_document_of_entry"),
        )
        constraints = (
            models.CheckConstraint(
                name="board_document_entry_is_whole",
                condition=Q(entry_kind="", entry_code="") | (~Q(entry_kind="") & ~Q(entry_code="")),
            ),
        )


class AgendaItemRecord(models.Model):
    """A point on the agenda of a meeting."""

    meeting = models.ForeignKey(MeetingRecord, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    explanation = models.TextField(blank=True)
    proposal = models.ForeignKey(
        ProposalRecord, null=True, on_delete=models.PROTECT, related_name="+"
    )
    entry_kind = models.CharField(max_length=30, blank=True)
    entry_code = models.CharField(max_length=80, blank=True)
    document = models.ForeignKey(
        BoardDocumentRecord, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "agenda_item"
        ordering = ("meeting", "number")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "number"), name="agenda_item_numbered"),
        )


class PackageRecord(models.Model):
    """An information package for councils; always 'for information'."""

    ref = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=200)
    day = models.DateField()
    summary = models.TextField(blank=True)
    status = models.CharField(max_length=16, default="for_information")
    proposals = models.ManyToManyField(
        ProposalRecord, related_name="+", db_table="package_proposal"
    )
    entries = models.JSONField(default=list)
    organisation = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "package"
        ordering = ("-day", "-id")
        constraints = (
            models.CheckConstraint(
                name="package_only_informs", condition=Q(status="for_information")
            ),
        )


class PackagePartRecord(models.Model):
    """What a package says to the council of one municipality."""

    package = models.ForeignKey(PackageRecord, on_delete=models.PROTECT, related_name="parts")
    municipality = models.CharField(max_length=40)
    words = models.TextField()

    class Meta:
        db_table = "package_part"
        ordering = ("package", "id")
        constraints = (
            models.UniqueConstraint(fields=("package", "municipality"), name="package_part_once"),
        )


class ReserveWithdrawalRecord(models.Model):
    """An amount taken out of the reserve on a decision."""

    ref = models.CharField(max_length=12, unique=True)
    proposal = models.ForeignKey(
        ProposalRecord, on_delete=models.PROTECT, related_name="withdrawals"
    )
    amount_cents = models.BigIntegerField()
    purpose = models.TextField()
    day = models.DateField()
    organisation = models.CharField(max_length=60, blank=True)
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "reserve_withdrawal"
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                name="withdrawal_is_positive_with_purpose",
                condition=Q(amount_cents__gt=0) & ~Q(purpose=""),
            ),
        )
