"""What the employer service keeps beside the accounts: networks, gatherings, routes, plans."""

from django.db import models
from django.db.models import F, Q

ORGANISATION = "region.OrganisationRecord"
ACCOUNT = "accounts.Account"
CASE = "cases.CaseRecord"
EMPLOYER = "work.EmployerAccountRecord"


class NetworkMemberRecord(models.Model):
    """An employer in a network of the register: approached on a day, and taking part since one."""

    network = models.CharField(max_length=80)
    employer = models.ForeignKey(EMPLOYER, on_delete=models.PROTECT, related_name="+")
    approached_on = models.DateField()
    joined_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    organisation = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    told_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "employer_service_member"
        ordering = ("employer__name", "id")
        constraints = (
            models.UniqueConstraint(name="network_member_once", fields=("network", "employer")),
            models.CheckConstraint(
                name="network_member_in_order",
                condition=Q(left_on__isnull=True) | Q(joined_on__isnull=False),
            ),
        )


class GatheringRecord(models.Model):
    """Something to come together for: when, where or online, how many, and for whom.

    ``entry`` is the event or campaign of the register it carries out; ``taken`` the places given.
    """

    ref = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=160)
    about = models.TextField(blank=True)
    day = models.DateField()
    starts_at = models.TimeField(null=True)
    place = models.CharField(max_length=200)
    online = models.BooleanField(default=False)
    audience = models.CharField(max_length=10)
    sector = models.CharField(max_length=40, blank=True)
    entry_kind = models.CharField(max_length=20, blank=True)
    entry_code = models.CharField(max_length=80, blank=True)
    places = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, default="planned")
    held_at = models.DateTimeField(null=True)
    """When attendance was told."""
    organiser = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "employer_service_gathering"
        ordering = ("day", "id")
        constraints = (
            models.CheckConstraint(
                name="gathering_known",
                condition=Q(state__in=("planned", "held", "cancelled"))
                & Q(audience__in=("employers", "people", "both")),
            ),
            models.CheckConstraint(
                name="gathering_never_too_full", condition=Q(places__gte=1, taken__lte=F("places"))
            ),
        )


class InvitationRecord(models.Model):
    """That an employer was asked to a gathering; ``network`` is through which, '' when by hand."""

    gathering = models.ForeignKey(
        GatheringRecord, on_delete=models.PROTECT, related_name="invitations"
    )
    employer = models.ForeignKey(EMPLOYER, on_delete=models.PROTECT, related_name="+")
    network = models.CharField(max_length=80, blank=True)
    link_version = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField()
    by_mail = models.BooleanField(default=False)

    class Meta:
        db_table = "employer_service_invitation"
        ordering = ("employer__name", "id")
        constraints = (
            models.UniqueConstraint(name="invited_once", fields=("gathering", "employer")),
        )


class SignUpRecord(models.Model):
    """Who comes to a gathering: an employer with some people, or one person of a case.

    ``shared`` is what the organiser may read of a person, in words the person agreed to.
    ``asked_at`` gives the order of the waiting list.
    """

    ref = models.CharField(max_length=12, unique=True)
    gathering = models.ForeignKey(GatheringRecord, on_delete=models.PROTECT, related_name="signups")
    employer = models.ForeignKey(EMPLOYER, null=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(CASE, null=True, on_delete=models.PROTECT, related_name="+")
    people = models.PositiveSmallIntegerField(default=1)
    shared = models.TextField(blank=True)
    state = models.CharField(max_length=10)
    came = models.BooleanField(null=True)
    asked_at = models.DateTimeField()

    class Meta:
        db_table = "employer_service_signup"
        ordering = ("asked_at", "id")
        constraints = (
            models.CheckConstraint(
                name="signup_known",
                condition=Q(state__in=("in", "waiting", "cancelled"), people__gte=1),
            ),
            models.CheckConstraint(
                name="signup_of_one",
                condition=Q(employer__isnull=False, case__isnull=True)
                | Q(employer__isnull=True, case__isnull=False, people=1),
            ),
            models.UniqueConstraint(
                name="employer_signs_up_once",
                fields=("gathering", "employer"),
                condition=Q(employer__isnull=False),
            ),
            models.UniqueConstraint(
                name="person_signs_up_once",
                fields=("gathering", "case"),
                condition=Q(case__isnull=False),
            ),
        )


class GatheringTaskRecord(models.Model):
    """Something to do after a gathering, with a day."""

    ref = models.CharField(max_length=12, unique=True)
    gathering = models.ForeignKey(GatheringRecord, on_delete=models.PROTECT, related_name="tasks")
    what = models.CharField(max_length=200)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "employer_service_task"
        ordering = ("due_on", "id")


class ThemeProposalRecord(models.Model):
    """That a theme was brought to the regional table, and what was counted then."""

    theme = models.CharField(max_length=12)
    proposal = models.CharField(max_length=12, unique=True)
    employers = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "employer_service_theme"
        ordering = ("-id",)


class GroupRouteRecord(models.Model):
    """Help for staff threatened with dismissal: who agreed on what, and the code to join by."""

    ref = models.CharField(max_length=12, unique=True)
    employer = models.ForeignKey(EMPLOYER, on_delete=models.PROTECT, related_name="+")
    union = models.CharField(max_length=60)
    """The trade union: an organisation of the region pack."""
    staff = models.PositiveIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    """The first day after the route."""
    payer = models.CharField(max_length=12)
    agreement = models.TextField()
    organisation = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    """Whose guides walk along."""
    code = models.CharField(max_length=12, unique=True)
    employer_agreed_on = models.DateField(null=True)
    union_agreed_on = models.DateField(null=True)
    guide_agreed_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "employer_service_group"
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                name="group_route_sound",
                condition=Q(staff__gte=1, ends_on__gt=F("starts_on")) & ~Q(agreement=""),
            ),
        )


class GroupMemberRecord(models.Model):
    """A person who joined a group route by their own yes; the employer never sees who."""

    route = models.ForeignKey(GroupRouteRecord, on_delete=models.PROTECT, related_name="members")
    case = models.ForeignKey(CASE, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "employer_service_group_member"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(name="group_member_once", fields=("route", "case")),)


class EmployerPlanRecord(models.Model):
    """What was agreed with an employer on hiring and keeping people with a distance to work."""

    ref = models.CharField(max_length=12, unique=True)
    employer = models.ForeignKey(EMPLOYER, on_delete=models.PROTECT, related_name="+")
    goal = models.TextField()
    seats = models.PositiveSmallIntegerField(default=0)
    """Places the employer keeps for people with a distance to work."""
    instruments = models.JSONField(default=list)
    trainings = models.CharField(max_length=200, blank=True)
    look_back_on = models.DateField()
    looked_back_on = models.DateField(null=True)
    result = models.TextField(blank=True)
    organisation = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "employer_service_plan"
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                name="employer_plan_looked_back_with_words",
                condition=Q(looked_back_on__isnull=True, result="")
                | (Q(looked_back_on__isnull=False) & ~Q(result="")),
            ),
        )


class CompanyLinkRecord(models.Model):
    """The link of an employer to its own page; a higher version makes older links useless."""

    employer = models.OneToOneField(EMPLOYER, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField()
    live = models.BooleanField(default=True)

    class Meta:
        db_table = "employer_service_link"
        ordering = ("id",)
