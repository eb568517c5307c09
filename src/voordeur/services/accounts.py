"""Who somebody is when they log in: memberships, roles, and personas in demo mode."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.period import Period
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.organisations.membership import Membership, roles_in
from voordeur.records.accounts.models import Account, MembershipRecord
from voordeur.records.region.models import OrganisationRecord
from voordeur.records.residents.models import ResidentRecord
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.ports import ports

RESIDENT_ADDRESS = "dagmar@voorbeeld.invalid"
"""The address of the one resident of the demo whom everybody can become."""


@dataclass(frozen=True, slots=True)
class Standing:
    """For which organisations an account may act today, with the roles in each."""

    account_id: int
    name: str
    organisations: Mapping[str, frozenset[Role]]

    def organisation(self, wanted: str = "") -> str:
        """Return the organisation to act for: the wanted one when allowed, else the first."""
        if wanted in self.organisations:
            return wanted
        return next(iter(self.organisations), "")


def standing_of(account_id: int, name: str, *, today: date) -> Standing:
    """Return what an account may act for today (one query)."""
    rows = MembershipRecord.objects.filter(account_id=account_id).order_by("id")
    memberships = [
        Membership(row.organisation_id, Role(role), Period(row.start_date, row.end_date))
        for row in rows
        for role in row.roles
    ]
    held = {
        membership.organisation: roles_in(memberships, membership.organisation, today)
        for membership in memberships
    }
    return Standing(account_id, name, {code: roles for code, roles in held.items() if roles})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """An account to make; without a password it can only be entered in demo mode."""

    email: str
    name: str
    organisation: str
    roles: frozenset[Role]
    password: str | None = None
    slug: str = ""


def make_account(context: Context, *, account: NewAccount) -> int:
    """Make an account with one membership; by a system manager, or when setting up.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, INVALID_INPUT for a known address.
    """
    if context.kind is not ActorKind.SYSTEM and not context.has_role(Role.SYSTEM_MANAGER):
        raise RefusedError(Refusal(Reason.ROLE_DOES_NOT_ALLOW))
    with acting(context) as act:
        row = write_account(context, account)
        act.record(
            "AccountMade",
            payload={
                "account": row.pk,
                "organisation": account.organisation,
                "roles": sorted(role.value for role in account.roles),
            },
        )
    return row.pk


def write_account(context: Context, account: NewAccount) -> Account:
    """Write an account with its first membership inside the caller's act.

    Raises ``RefusedError`` (INVALID_INPUT) for a known address, an unknown organisation, no role.
    """
    if Account.objects.filter(email__iexact=account.email.strip()).exists():
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "email"}))
    if not OrganisationRecord.objects.filter(code=account.organisation).exists():
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "organisation"}))
    if not account.roles:
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "roles"}))
    row = Account.objects.create_user(
        email=account.email.strip(),
        password=account.password,
        name=account.name.strip(),
        slug=account.slug,
        created_at=context.now,
    )
    MembershipRecord.objects.create(
        account=row,
        organisation_id=account.organisation,
        roles=sorted(role.value for role in account.roles),
        start_date=context.today,
    )
    return row


def acting_as(context: Context, *, email: str, organisation: str = "") -> Context:
    """Return the context of an account for the operator of the installation, who names it.

    Only for the command line: whoever can type there can read the database anyway, and the log
    must say for whom they worked. Acts for ``organisation`` when the account belongs to it, else
    for its first. Raises ``RefusedError`` (NOT_FOUND) for an unknown account or one without a role.
    """
    row = Account.objects.filter(email__iexact=email, is_active=True).first()
    stands = standing_of(row.pk, row.name, today=context.today) if row else None
    acting_for = stands.organisation(organisation) if stands else ""
    if context.kind is not ActorKind.SYSTEM or stands is None or not acting_for:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return Context(
        kind=ActorKind.PROFESSIONAL,
        now=context.now,
        organisation=acting_for,
        roles=stands.organisations[acting_for],
        account_id=stands.account_id,
    )


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody of the demo one can log in as."""

    slug: str
    name: str
    organisation: str
    roles: tuple[Role, ...]
    account_id: int


def personas(*, today: date) -> list[Persona]:
    """Return the personas of the demo; raises ``RefusedError`` (DEMO_ONLY) anywhere else."""
    if not ports().demo:
        raise RefusedError(Refusal(Reason.DEMO_ONLY))
    rows = MembershipRecord.objects.select_related("account").exclude(account__slug="")
    return [
        Persona(
            slug=row.account.slug,
            name=row.account.name,
            organisation=row.organisation_id,
            roles=tuple(Role(role) for role in row.roles),
            account_id=row.account_id,
        )
        for row in rows.filter(start_date__lte=today).order_by("account_id")
        if row.end_date is None or today < row.end_date
    ]


def resident_persona() -> int | None:
    """Return the resident of the demo one can become, when the demo was played; demo mode only."""
    if not ports().demo:
        raise RefusedError(Refusal(Reason.DEMO_ONLY))
    rows = ResidentRecord.objects.filter(email=RESIDENT_ADDRESS).order_by("id")
    return rows.values_list("id", flat=True).first()


def persona(slug: str, *, today: date) -> Account:
    """Return the account behind a persona; NOT_FOUND for any other slug or outside demo mode."""
    known = {one.slug: one for one in personas(today=today)}
    if slug not in known:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return Account.objects.get(pk=known[slug].account_id)
