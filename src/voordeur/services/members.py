"""People with access: accounts and their dated memberships, made and ended by a system manager."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.organisations.membership import ROLE_LABELS
from voordeur.domain.region.model import Region
from voordeur.records.accounts.models import Account, MembershipRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.records.region.models import OrganisationRecord
from voordeur.services.accounts import NewAccount, write_account
from voordeur.services.acts import Act, Message, acting
from voordeur.services.context import Context
from voordeur.services.offices import MANAGER, require_office
from voordeur.services.ports import ports
from voordeur.services.region import current_region

MOST_SHOWN = 500
_SUBJECT = gettext_noop("Je toegang tot Voordeur")
_BODY = gettext_noop(
    "Hallo,\n\nEr is een account voor je gemaakt in Voordeur. Kies je wachtwoord met deze link:\n"
    "%(link)s\n\nDe link werkt één keer en drie dagen lang. Daarna vraag je een nieuwe aan.\n\n"
    "Voordeur"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipLine:
    """A membership as a manager reads it; ``state``: current, coming or ended."""

    id: int
    organisation: str
    organisation_name: str
    roles: tuple[str, ...]
    role_names: tuple[str, ...]
    start_date: date
    end_date: date | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """Somebody with an account and what they may do today."""

    id: int
    name: str
    email: str
    active: bool
    can_log_in: bool
    """A password was chosen."""
    memberships: tuple[MembershipLine, ...]
    open_cases: int
    """Open cases this colleague is the adviser of."""

    @property
    def without_place(self) -> bool:
        """Tell whether nothing is left that this account may do today or later."""
        return not self.active or all(one.state == "ended" for one in self.memberships)


@dataclass(frozen=True, slots=True)
class LeftCase:
    """An open case whose adviser leaves: it must get another one."""

    ref: str
    organisation_name: str
    next_date: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage:
    """One account, what happens to its cases, and what a manager may choose from."""

    account: AccountLine
    left_cases: tuple[LeftCase, ...]
    organisations: tuple[tuple[str, str], ...]
    is_me: bool


def accounts(context: Context, *, organisation: str = "", search: str = "") -> list[AccountLine]:
    """Return the accounts, those of one organisation or with words in name or address (3 queries).

    Raises ``RefusedError`` (NOT_FOUND) for anybody but a system manager.
    """
    require_office(context, MANAGER)
    rows = Account.objects.order_by("name", "id")
    if organisation:
        rows = rows.filter(memberships__organisation=organisation).distinct()
    for word in search.split()[:5]:
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return _lines(context, current_region(), list(rows[:MOST_SHOWN]))


def account(context: Context, *, account_id: int) -> AccountPage:
    """Return one account with its memberships and open cases; NOT_FOUND when there is none."""
    require_office(context, MANAGER)
    region = current_region()
    row = Account.objects.filter(pk=account_id).first()
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    cases = CaseRecord.objects.filter(adviser_id=account_id, state="open").order_by("next_date")
    return AccountPage(
        account=_lines(context, region, [row])[0],
        left_cases=tuple(
            LeftCase(case.ref, _name(context, region, case.accountable_id), case.next_date)
            for case in cases[:MOST_SHOWN]
        ),
        organisations=organisations(context),
        is_me=account_id == context.account_id,
    )


def organisations(context: Context) -> tuple[tuple[str, str], ...]:
    """Return the organisations somebody can belong to: code and name, by name (NOT_FOUND)."""
    require_office(context, MANAGER)
    region = current_region()
    named = ((code, _name(context, region, code)) for code in region.organisations)
    return tuple(sorted(named, key=lambda pair: pair[1].casefold()))


def _name(context: Context, region: Region, code: str) -> str:
    if code not in region.organisations:
        return code
    return region.organisation_name(code, context.today, context.language)


def _lines(context: Context, region: Region, rows: list[Account]) -> list[AccountLine]:
    identities = [row.pk for row in rows]
    held: dict[int, list[MembershipRecord]] = {}
    memberships = MembershipRecord.objects.filter(account_id__in=identities)
    for membership in memberships.order_by("-start_date", "-id"):
        held.setdefault(membership.account_id, []).append(membership)
    counted = (
        CaseRecord.objects.filter(adviser_id__in=identities, state="open")
        .order_by()
        .values_list("adviser_id")
        .annotate(number=Count("pk"))
    )
    cases = dict(counted)
    return [
        AccountLine(
            id=row.pk,
            name=row.name,
            email=row.email,
            active=row.is_active,
            can_log_in=row.has_usable_password(),
            memberships=tuple(
                _membership(context, region, one) for one in held.get(row.pk, ()) if one.roles
            ),
            open_cases=cases.get(row.pk, 0),
        )
        for row in rows
    ]


def _membership(context: Context, region: Region, row: MembershipRecord) -> MembershipLine:
    if row.end_date is not None and row.end_date <= context.today:
        state = "ended"
    else:
        state = "coming" if row.start_date > context.today else "current"
    roles = [Role(role) for role in row.roles]
    return MembershipLine(
        id=row.pk,
        organisation=row.organisation_id,
        organisation_name=_name(context, region, row.organisation_id),
        roles=tuple(role.value for role in roles),
        role_names=tuple(ROLE_LABELS[role].in_language(context.language) for role in roles),
        start_date=row.start_date,
        end_date=row.end_date,
        state=state,
    )


# ---- Acts ----


def invite(context: Context, *, new: NewAccount) -> int:
    """Make an account without a password and mail a link, for one use, to choose one.

    Raises ``RefusedError``: NOT_FOUND, INVALID_INPUT for a known address, an unknown organisation
    or no role.
    """
    require_office(context, MANAGER)
    with acting(context) as act:
        row = write_account(context, new)
        _send_link(act, context, row)
        act.record(
            "AccountMade",
            payload={
                "account": row.pk,
                "organisation": new.organisation,
                "roles": _codes(new.roles),
            },
        )
    return row.pk


def invite_first_manager(context: Context, *, new: NewAccount) -> int:
    """Make the account of the very first system manager, for who set the installation up.

    Asked again for the same address before a password was chosen, it mails a fresh link. Raises
    ``RefusedError``: ROLE_DOES_NOT_ALLOW when there is a system manager who can log in or waits for
    a link at another address, INVALID_INPUT for a known address or an unknown organisation.
    """
    with transaction.atomic():
        managers = _managers(context.today)
        if not managers:
            return invite(context, new=new)
        first = managers[0]
        same = first.email.lower() == new.email.strip().lower()
        if len(managers) > 1 or not same or first.has_usable_password():
            raise RefusedError(Refusal(Reason.ROLE_DOES_NOT_ALLOW, {"role": "system_manager"}))
        send_link(context, account_id=first.pk)
        return first.pk


def send_link(context: Context, *, account_id: int) -> None:
    """Mail a fresh link to choose a password; the earlier ones stop once it is used."""
    require_office(context, MANAGER)
    with acting(context) as act:
        row = _locked(account_id)
        if not row.is_active:
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "account"}))
        _send_link(act, context, row)
        act.record("AccountLinkSent", payload={"account": row.pk})


def _send_link(act: Act, context: Context, row: Account) -> None:
    language = "en" if row.language == "en" else "nl"
    with translation.override(language):
        place = reverse(
            "account_reset_password_from_key",
            kwargs={
                "uidb36": user_pk_to_url_str(row),
                "key": default_token_generator.make_token(row),
            },
        )
        link = ports().public_address + place
        act.send(
            Message(
                key=f"login-link:{row.pk}:{context.now.isoformat()}",
                kind="login_link",
                recipient=row.email,
                language=language,
                subject=_(_SUBJECT),
                body=_(_BODY) % {"link": link},
            )
        )


def join(
    context: Context,
    *,
    account_id: int,
    organisation: str,
    roles: Iterable[Role],
    start_date: date | None = None,
) -> None:
    """Let an account belong to an organisation from a day, or change its roles there from then.

    Earlier roles in the same organisation end on that day; they stay readable. Raises
    ``RefusedError``: NOT_FOUND, INVALID_INPUT, DATE_IN_THE_PAST, ROLE_DOES_NOT_ALLOW when nobody
    would be left to manage the system.
    """
    require_office(context, MANAGER)
    day, wanted = start_date or context.today, frozenset(roles)
    if not wanted or not OrganisationRecord.objects.filter(code=organisation).exists():
        raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": "organisation"}))
    if day < context.today:
        raise RefusedError(Refusal(Reason.DATE_IN_THE_PAST))
    with acting(context) as act:
        row = _locked(account_id)
        _end_those(_running(row, day).filter(organisation=organisation), day)
        MembershipRecord.objects.create(
            account=row, organisation_id=organisation, roles=_codes(wanted), start_date=day
        )
        _require_a_manager_left(day)
        act.record(
            "MembershipGiven",
            payload={
                "account": row.pk,
                "organisation": organisation,
                "roles": _codes(wanted),
                "start_date": day.isoformat(),
            },
        )


def leave(context: Context, *, membership_id: int, end_date: date | None = None) -> int:
    """End a membership: ``end_date`` is the first day without it; without one, at once.

    Returns the account. Raises ``RefusedError`` as :func:`join`.
    """
    require_office(context, MANAGER)
    day = end_date or context.today
    if day < context.today:
        raise RefusedError(Refusal(Reason.DATE_IN_THE_PAST))
    with acting(context) as act:
        rows = MembershipRecord.objects.select_for_update(no_key=True)
        row = rows.filter(pk=membership_id).first()
        if row is None or (row.end_date is not None and row.end_date <= context.today):
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        _end_those(MembershipRecord.objects.filter(pk=row.pk), day)
        _require_a_manager_left(day)
        act.record(
            "MembershipEnded",
            payload={
                "account": row.account_id,
                "organisation": row.organisation_id,
                "end_date": day.isoformat(),
            },
        )
    return row.account_id


def deactivate(context: Context, *, account_id: int) -> None:
    """Close an account: its sessions end at once and its password no longer works.

    Raises ``RefusedError``: NOT_FOUND, ROLE_DOES_NOT_ALLOW for oneself or the last manager.
    """
    require_office(context, MANAGER)
    if account_id == context.account_id:
        raise RefusedError(Refusal(Reason.ROLE_DOES_NOT_ALLOW))
    with acting(context) as act:
        row = _locked(account_id)
        Account.objects.filter(pk=row.pk).update(is_active=False)
        _require_a_manager_left(context.today)
        ended = _end_sessions(row.pk)
        act.record("AccountDeactivated", payload={"account": row.pk, "sessions": ended})


def reactivate(context: Context, *, account_id: int) -> None:
    """Open a closed account again; memberships are as they were left."""
    require_office(context, MANAGER)
    with acting(context) as act:
        row = _locked(account_id)
        Account.objects.filter(pk=row.pk).update(is_active=True)
        act.record("AccountReactivated", payload={"account": row.pk})


def _locked(account_id: int) -> Account:
    row = Account.objects.select_for_update(no_key=True).filter(pk=account_id).first()
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return row


def _codes(roles: Iterable[Role]) -> list[str]:
    return sorted(role.value for role in roles)


def _running(row: Account, day: date) -> QuerySet[MembershipRecord]:
    return MembershipRecord.objects.filter(account=row).filter(
        Q(end_date__isnull=True) | Q(end_date__gt=day)
    )


def _end_those(rows: QuerySet[MembershipRecord], day: date) -> None:
    """End memberships on ``day``; one that starts that day or later never holds."""
    rows.filter(start_date__lt=day).update(end_date=day)
    rows.filter(start_date__gte=day).update(roles=[])


def _managers(day: date) -> list[Account]:
    """Return who may manage the system on ``day``."""
    held = MembershipRecord.objects.filter(account__is_active=True, start_date__lte=day).filter(
        Q(end_date__isnull=True) | Q(end_date__gt=day)
    )
    found = {
        row.account_id: row.account
        for row in held.select_related("account").order_by("id")
        if Role.SYSTEM_MANAGER.value in row.roles
    }
    return list(found.values())


def _require_a_manager_left(day: date) -> None:
    if not _managers(day):
        raise RefusedError(Refusal(Reason.ROLE_DOES_NOT_ALLOW, {"role": "system_manager"}))


def _end_sessions(account_id: int) -> int:
    sessions = list(UserSession.objects.filter(user_id=account_id))
    for session in sessions:
        session.end()
    return len(sessions)
