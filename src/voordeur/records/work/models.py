"""Employers as accounts, the log of contact, vacancies, referrals of people, and placements."""

from django.db import models
from django.db.models import F, Q

ORGANISATION = "region.OrganisationRecord"
ACCOUNT = "accounts.Account"
CASE = "cases.CaseRecord"


class EmployerAccountRecord(models.Model):
    """An employer the region works with, once; questions at the door may belong to it."""

    ref = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=160)
    kvk_number = models.CharField(max_length=8, blank=True)
    sector = models.CharField(max_length=40, blank=True)
    municipality = models.CharField(max_length=40, blank=True)
    postcode = models.CharField(max_length=7, blank=True)
    need = models.CharField(max_length=10, blank=True)
    """One of the three kinds by need; '' when nobody said."""
    public = models.BooleanField(default=False)
    impact = models.BooleanField(default=False)
    """An entrepreneur with a social aim."""
    origin = models.CharField(max_length=80, blank=True)
    """Known only from vacancies that this source gave; nobody of the region works with it yet."""
    networks = models.CharField(max_length=200, blank=True)
    contact_name = models.CharField(max_length=160, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    manager = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "work_employer"
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                name="employer_once_per_kvk", fields=("kvk_number",), condition=~Q(kvk_number="")
            ),
        )


class EmployerSiteRecord(models.Model):
    """A place where an employer has work."""

    employer = models.ForeignKey(
        EmployerAccountRecord, on_delete=models.PROTECT, related_name="sites"
    )
    name = models.CharField(max_length=120)
    postcode = models.CharField(max_length=7, blank=True)
    municipality = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "work_site"
        ordering = ("id",)


class EmployerTalkRecord(models.Model):
    """One line of the log of contact: what it was about, what was agreed, when to come back."""

    ref = models.CharField(max_length=12, unique=True)
    employer = models.ForeignKey(
        EmployerAccountRecord, on_delete=models.PROTECT, related_name="talks"
    )
    sort = models.CharField(max_length=20)
    theme = models.CharField(max_length=12)
    day = models.DateField()
    about = models.TextField()
    agreed = models.TextField(blank=True)
    follow_up_on = models.DateField(null=True)
    followed_at = models.DateTimeField(null=True)
    organisation = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "work_talk"
        ordering = ("-day", "-id")
        indexes = (models.Index(name="work_talk_open", fields=("follow_up_on", "followed_at")),)
        constraints = (models.CheckConstraint(name="talk_has_words", condition=~Q(about="")),)


class VacancyRecord(models.Model):
    """Work that waits for somebody: seats, hours, place, and what it asks.

    ``required`` and ``preferred`` are lists of skill codes, ``tasks`` a list of short texts.
    """

    ref = models.CharField(max_length=12, unique=True)
    employer = models.ForeignKey(
        EmployerAccountRecord, on_delete=models.PROTECT, related_name="vacancies"
    )
    partners = models.ManyToManyField(
        EmployerAccountRecord, db_table="work_vacancy_partner", related_name="+"
    )
    """Employers that share the place, such as in a talent pool or a carousel of trainees."""
    kind = models.CharField(max_length=20, default="job")
    title = models.CharField(max_length=160)
    occupation = models.CharField(max_length=80, blank=True)
    sector = models.CharField(max_length=40, blank=True)
    seats = models.PositiveSmallIntegerField()
    filled = models.PositiveSmallIntegerField(default=0)
    hours_from = models.PositiveSmallIntegerField()
    hours_to = models.PositiveSmallIntegerField()
    postcode = models.CharField(max_length=7, blank=True)
    municipality = models.CharField(max_length=40, blank=True)
    level = models.CharField(max_length=20, blank=True)
    dutch = models.CharField(max_length=2, blank=True)
    """The level of Dutch it needs (CEFR); '' when none was said."""
    required = models.JSONField(default=list)
    preferred = models.JSONField(default=list)
    licences = models.JSONField(default=list)
    offers = models.JSONField(default=list)
    """Conditions of work that are there, for who needs them."""
    tasks = models.JSONField(default=list)
    conditions = models.TextField(blank=True)
    room = models.BooleanField(default=False)
    """Whether there is room for somebody with a distance to work."""
    starts_on = models.DateField(null=True)
    carved_from = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="carved"
    )
    origin = models.CharField(max_length=80, blank=True)
    """The source outside Voordeur it comes from; '' is our own."""
    origin_code = models.CharField(max_length=80, blank=True)
    """What that source calls it."""
    origin_url = models.CharField(max_length=300, blank=True)
    expires_on = models.DateField(null=True)
    """The first day it is not there any more."""
    state = models.CharField(max_length=10, default="open")
    fresh_until = models.DateField()
    end_reason = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "work_vacancy"
        ordering = ("-id",)
        indexes = (models.Index(name="work_vacancy_state", fields=("state", "sector")),)
        constraints = (
            models.CheckConstraint(
                name="vacancy_state_known",
                condition=Q(state__in=("open", "paused", "filled", "withdrawn")),
            ),
            models.CheckConstraint(
                name="vacancy_seats_hold", condition=Q(seats__gte=1, filled__lte=F("seats"))
            ),
            models.CheckConstraint(
                name="vacancy_hours_in_order",
                condition=Q(hours_from__gte=1, hours_to__gte=F("hours_from")),
            ),
            models.UniqueConstraint(
                name="vacancy_once_per_origin",
                fields=("origin", "origin_code"),
                condition=~Q(origin=""),
            ),
            models.CheckConstraint(
                name="vacancy_from_elsewhere_expires",
                condition=Q(origin="") | (~Q(origin_code="") & Q(expires_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="vacancy_full_is_filled",
                condition=~Q(state="open", filled=F("seats")),
            ),
        )


class ReferralRecord(models.Model):
    """One person for one vacancy. The employer sees ``shared`` and only after the person's yes."""

    ref = models.CharField(max_length=12, unique=True)
    vacancy = models.ForeignKey(VacancyRecord, on_delete=models.PROTECT, related_name="referrals")
    case = models.ForeignKey(CASE, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="suggested")
    because = models.TextField()
    """Why it fits, in words the person reads."""
    shared = models.TextField(blank=True)
    """What the employer may read, in words the person agreed to."""
    reason = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    organisation = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    suggested_at = models.DateTimeField()
    suggested_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    said_yes_at = models.DateTimeField(null=True)
    introduced_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    """When the employer first answered."""
    link_version = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "work_referral"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                name="referral_once",
                fields=("vacancy", "case"),
                condition=Q(state__in=("suggested", "interested", "introduced", "meeting")),
            ),
            models.CheckConstraint(
                name="referral_state_known",
                condition=Q(
                    state__in=(
                        "suggested",
                        "interested",
                        "introduced",
                        "meeting",
                        "placed",
                        "declined",
                        "rejected",
                        "ended",
                    )
                ),
            ),
            models.CheckConstraint(
                name="referral_shown_after_a_yes",
                condition=~Q(state__in=("interested", "introduced", "meeting", "placed"))
                | Q(said_yes_at__isnull=False),
            ),
        )


class PlacementRecord(models.Model):
    """A job of a person at an employer; ``ends_on`` is the first day without it."""

    ref = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey(CASE, on_delete=models.PROTECT, related_name="+")
    employer = models.ForeignKey(
        EmployerAccountRecord, on_delete=models.PROTECT, related_name="placements"
    )
    vacancy = models.ForeignKey(
        VacancyRecord, null=True, on_delete=models.PROTECT, related_name="placements"
    )
    referral = models.OneToOneField(
        ReferralRecord, null=True, on_delete=models.PROTECT, related_name="placement"
    )
    kind = models.CharField(max_length=20)
    sector = models.CharField(max_length=40, blank=True)
    hours_tenths = models.PositiveSmallIntegerField()
    support = models.JSONField(default=list)
    """Instruments of the toolbox that support it, such as a wage subsidy."""
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=20, blank=True)
    organisation = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "work_placement"
        ordering = ("-starts_on", "-id")
        constraints = (
            models.CheckConstraint(
                name="placement_days_in_order",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
            ),
            models.CheckConstraint(
                name="placement_hours_of_a_week",
                condition=Q(hours_tenths__gte=1, hours_tenths__lte=600),
            ),
        )


class RegisterStatusRecord(models.Model):
    """Whether somebody stands in the register of the jobs agreement, as somebody said on a day."""

    resident = models.OneToOneField(
        "residents.ResidentRecord", on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=20)
    told_by = models.CharField(max_length=20)
    told_on = models.DateField()
    organisation = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "work_register_status"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="register_status_is_told", condition=~Q(status="") & ~Q(told_by="")
            ),
        )


class PlacementCheckRecord(models.Model):
    """A day to ask how it goes, and what the answer was."""

    placement = models.ForeignKey(PlacementRecord, on_delete=models.PROTECT, related_name="checks")
    months = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    asked_on = models.DateField(null=True)
    still_there = models.BooleanField(null=True)

    class Meta:
        db_table = "work_placement_check"
        ordering = ("due_on", "id")
        constraints = (
            models.UniqueConstraint(name="check_once", fields=("placement", "months")),
            models.CheckConstraint(
                name="check_asked_is_answered",
                condition=Q(asked_on__isnull=True, still_there__isnull=True)
                | Q(asked_on__isnull=False, still_there__isnull=False),
            ),
        )
