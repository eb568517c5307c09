"""Accounts of professionals and their dated memberships of organisations."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; the e-mail address is the login name."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Account":
        """Make an active account; ``password=None`` makes one that cannot log in by password."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Find an account by its login name, whatever its capitals."""
        return self.get(email__iexact=username or "")


class Account(AbstractBaseUser):
    """A professional who can log in. What they may do comes from their memberships."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, blank=True)
    """A stable public handle; used for personas in demo mode."""
    language = models.CharField(max_length=2, default="nl")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(null=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        db_table = "account"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"account {self.pk}"

    def get_full_name(self) -> str:
        """Return the name a colleague reads."""
        return self.name

    def has_perm(self, _permission: str, _subject: object = None) -> bool:
        """Answer no: permissions come from grants and roles, never from Django's table."""
        return False

    def has_perms(self, _permissions: object, _subject: object = None) -> bool:
        """Answer no, for the same reason."""
        return False

    @property
    def is_staff(self) -> bool:
        """Nobody is: there is no admin site."""
        return False

    @property
    def is_superuser(self) -> bool:
        """Nobody is: no account passes the access door unseen."""
        return False


class MembershipRecord(models.Model):
    """An account belongs to an organisation with roles, during a period ``[start, end)``."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        "region.OrganisationRecord", on_delete=models.PROTECT, related_name="+"
    )
    roles = models.JSONField(default=list)
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "membership"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=Q(end_date__isnull=True) | Q(end_date__gt=F("start_date")),
            ),
        )


class AttemptRecord(models.Model):
    """How often something was tried in one window of time, under a name nobody can read back."""

    key = models.CharField(max_length=64, unique=True)
    number = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "attempt"


class CacheEntryRecord(models.Model):
    """A row of Django's database cache, in which the limits on logging in are counted."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "cache_entry"
