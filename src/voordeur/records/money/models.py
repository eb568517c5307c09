"""Budgets, what costs money, who pays which part, and the ledger in which every cent moves once."""

from django.db import models
from django.db.models import F, Q

ORGANISATION = "region.OrganisationRecord"
ACCOUNT = "accounts.Account"


class BudgetRecord(models.Model):
    """One purse: a funding source in a period. Its balances follow from the ledger alone.

    Triggers add every entry to these columns; nothing else can write them, none falls below zero,
    and ``allotted`` is always what is available, reserved, committed and paid together.
    """

    code = models.CharField(max_length=80, unique=True)
    """Code of the entry of kind 'budget' in the register."""
    source = models.CharField(max_length=80)
    """Code of the entry of kind 'funding_source'."""
    sort = models.CharField(max_length=10)
    owner = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    cashier = models.ForeignKey(ORGANISATION, null=True, on_delete=models.PROTECT, related_name="+")
    start_date = models.DateField()
    end_date = models.DateField()
    """The first day it may no longer be spent."""
    origin = models.CharField(max_length=24, blank=True)
    """For the reserve: where the money came from."""
    friction = models.BooleanField(default=False)
    allotted_cents = models.BigIntegerField(default=0)
    available_cents = models.BigIntegerField(default=0)
    reserved_cents = models.BigIntegerField(default=0)
    committed_cents = models.BigIntegerField(default=0)
    paid_cents = models.BigIntegerField(default=0)
    last_entry = models.BigIntegerField(default=0)
    """The newest entry in the balances; a change without a new entry is refused."""

    class Meta:
        db_table = "budget"
        ordering = ("code",)
        indexes = (models.Index(fields=("source", "start_date"), name="budget_of_source"),)
        constraints = (
            models.CheckConstraint(
                name="budget_sort_known",
                condition=Q(sort__in=("work", "staff", "reserve", "national")),
            ),
            models.CheckConstraint(
                name="budget_period_in_order", condition=Q(end_date__gt=F("start_date"))
            ),
            models.CheckConstraint(
                name="budget_never_below_zero",
                condition=Q(
                    available_cents__gte=0,
                    reserved_cents__gte=0,
                    committed_cents__gte=0,
                    paid_cents__gte=0,
                ),
            ),
            models.CheckConstraint(
                name="budget_adds_up",
                condition=Q(
                    allotted_cents=F("available_cents")
                    + F("reserved_cents")
                    + F("committed_cents")
                    + F("paid_cents")
                ),
            ),
        )


class CostRecord(models.Model):
    """Something that costs money, once: a step of a trajectory, or a part of a project.

    The claims on it never add up to more than ``amount_cents`` (a trigger): one cost is not claimed
    twice.
    """

    ref = models.CharField(max_length=12, unique=True)
    step = models.OneToOneField(
        "trajectories.TrajectoryStepRecord", null=True, on_delete=models.PROTECT, related_name="+"
    )
    project = models.CharField(max_length=80, blank=True)
    """Code of a project or plan line when it is no step of a person."""
    what = models.CharField(max_length=200, blank=True)
    amount_cents = models.BigIntegerField()
    due_on = models.DateField()
    """The day the money is needed; decides which budgets may pay."""
    claimed_cents = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "cost"
        ordering = ("id",)
        indexes = (models.Index(fields=("project",), name="cost_of_project"),)
        constraints = (
            models.CheckConstraint(
                name="cost_has_one_subject",
                condition=(Q(step__isnull=False, project=""))
                | (Q(step__isnull=True) & ~Q(project="")),
            ),
            models.CheckConstraint(name="cost_is_positive", condition=Q(amount_cents__gt=0)),
            models.CheckConstraint(
                name="cost_claimed_once",
                condition=Q(claimed_cents__gte=0, claimed_cents__lte=F("amount_cents")),
            ),
        )


class ClaimRecord(models.Model):
    """The part of a cost that one budget pays; its balances follow from the ledger."""

    ref = models.CharField(max_length=12, unique=True)
    cost = models.ForeignKey(CostRecord, on_delete=models.PROTECT, related_name="claims")
    budget = models.ForeignKey(BudgetRecord, on_delete=models.PROTECT, related_name="claims")
    reserved_cents = models.BigIntegerField(default=0)
    committed_cents = models.BigIntegerField(default=0)
    paid_cents = models.BigIntegerField(default=0)
    decision = models.CharField(max_length=12, blank=True)
    """Reference of the mix or proposal by which it was claimed."""
    made_at = models.DateTimeField()
    last_entry = models.BigIntegerField(default=0)

    class Meta:
        db_table = "claim"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("cost", "budget"), name="claim_once_per_budget"),
            models.CheckConstraint(
                name="claim_never_below_zero",
                condition=Q(reserved_cents__gte=0, committed_cents__gte=0, paid_cents__gte=0),
            ),
        )


class LedgerEntryRecord(models.Model):
    """One movement of money between two accounts of one budget. Only added, never changed.

    Double entry: what leaves ``from_account`` arrives in ``to_account``. ``key`` names the effect,
    so that it happens once.
    """

    budget = models.ForeignKey(BudgetRecord, on_delete=models.PROTECT, related_name="entries")
    claim = models.ForeignKey(
        ClaimRecord, null=True, on_delete=models.PROTECT, related_name="entries"
    )
    movement = models.CharField(max_length=10)
    from_account = models.CharField(max_length=10)
    to_account = models.CharField(max_length=10)
    amount_cents = models.BigIntegerField()
    day = models.DateField()
    key = models.CharField(max_length=80, unique=True)
    decision = models.CharField(max_length=60, blank=True)
    """Reference of the decision, mix, order or invoice behind it."""
    withdrawal = models.ForeignKey(
        "governance.ReserveWithdrawalRecord",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "ledger_entry"
        ordering = ("id",)
        indexes = (
            models.Index(fields=("budget", "day"), name="ledger_of_budget"),
            models.Index(fields=("claim",), name="ledger_of_claim"),
        )
        constraints = (
            models.CheckConstraint(name="ledger_is_positive", condition=Q(amount_cents__gt=0)),
            models.CheckConstraint(
                name="ledger_movement_known",
                condition=Q(movement="allot", from_account="outside", to_account="available")
                | Q(movement="cut", from_account="available", to_account="outside")
                | Q(movement="reserve", from_account="available", to_account="reserved")
                | Q(movement="release", from_account="reserved", to_account="available")
                | Q(movement="commit", from_account="reserved", to_account="committed")
                | Q(movement="uncommit", from_account="committed", to_account="available")
                | Q(movement="pay", from_account="committed", to_account="paid")
                | Q(movement="return", from_account="paid", to_account="available"),
            ),
            models.CheckConstraint(
                name="ledger_claim_fits",
                condition=Q(movement__in=("allot", "cut"), claim__isnull=True)
                | (~Q(movement__in=("allot", "cut")) & Q(claim__isnull=False)),
            ),
        )


class InvoiceRecord(models.Model):
    """An invoice for an ordered step: registered, then paid once or rejected with a reason.

    ``supplier_key`` and ``number_key`` are both in small letters without spaces, so that one
    invoice comes in once.
    """

    ref = models.CharField(max_length=12, unique=True)
    step = models.ForeignKey(
        "trajectories.TrajectoryStepRecord", on_delete=models.PROTECT, related_name="+"
    )
    supplier = models.CharField(max_length=120)
    supplier_key = models.CharField(max_length=120)
    number = models.CharField(max_length=40)
    number_key = models.CharField(max_length=40)
    day = models.DateField()
    amount_cents = models.BigIntegerField()
    state = models.CharField(max_length=10, default="registered")
    note = models.TextField(blank=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(
        ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "invoice"
        ordering = ("-id",)
        indexes = (models.Index(fields=("state", "day"), name="invoice_by_state"),)
        constraints = (
            models.UniqueConstraint(fields=("supplier_key", "number_key"), name="invoice_once"),
            models.CheckConstraint(name="invoice_is_positive", condition=Q(amount_cents__gt=0)),
            models.CheckConstraint(
                name="invoice_settled_is_whole",
                condition=Q(state="registered", settled_at__isnull=True)
                | Q(state="paid", settled_at__isnull=False)
                | (Q(state="rejected", settled_at__isnull=False) & ~Q(note="")),
            ),
        )


class PaymentRecord(models.Model):
    """A payment as the bank or the cashier wrote it; it belongs to one invoice at most.

    ``key`` names the line for ever, so that a file that comes in twice changes nothing.
    """

    ref = models.CharField(max_length=12, unique=True)
    key = models.CharField(max_length=64, unique=True)
    day = models.DateField()
    amount_cents = models.BigIntegerField()
    text = models.CharField(max_length=140, blank=True)
    state = models.CharField(max_length=10, default="open")
    invoice = models.OneToOneField(
        InvoiceRecord, null=True, on_delete=models.PROTECT, related_name="payment"
    )
    note = models.TextField(blank=True)
    imported_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "payment"
        ordering = ("-id",)
        indexes = (models.Index(fields=("state", "day"), name="payment_by_state"),)
        constraints = (
            models.CheckConstraint(name="payment_is_positive", condition=Q(amount_cents__gt=0)),
            models.CheckConstraint(
                name="payment_settled_is_whole",
                condition=Q(state="open", settled_at__isnull=True, invoice__isnull=True)
                | Q(state="matched", settled_at__isnull=False, invoice__isnull=False)
                | (Q(state="aside", settled_at__isnull=False, invoice__isnull=True) & ~Q(note="")),
            ),
        )
