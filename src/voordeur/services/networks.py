"""Business networks of the register with their members: who was approached, who takes part."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, Verdict, require
from voordeur.domain.register.entry import Entry
from voordeur.records.employer_service.models import NetworkMemberRecord
from voordeur.records.work.models import EmployerAccountRecord
from voordeur.services import register
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.employers import CONSULTANTS, locked_employer, require_reader
from voordeur.services.offices import may_by_office
from voordeur.services.register_words import Named, words

NETWORK = "network"
AROUND = (NETWORK, "focus_group")
RECENT_DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkLine:
    """One network: whom it reaches, how, and how many employers were approached and take part."""

    code: str
    title: str
    organisation: str
    region_part: str
    sectors: str
    reach: str
    channels: str
    focus_group: str
    approached: int
    members: int
    recent: int
    """Employers that came to take part in the last ninety days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """An employer in a network; ``mail`` tells whether an invitation can be mailed."""

    employer: str
    name: str
    approached_on: date
    joined_on: date | None
    left_on: date | None
    mail: bool

    @property
    def state(self) -> str:
        """Return 'member', 'left' or 'approached'."""
        if self.left_on is not None:
            return "left"
        return "member" if self.joined_on is not None else "approached"


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworksPage:
    """Every network, those for a focus group first."""

    lines: tuple[NetworkLine, ...]
    may_write: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPage:
    """One network with its members, and employers that could be approached."""

    line: NetworkLine
    members: tuple[MemberLine, ...]
    others: tuple[tuple[str, str], ...]
    may_write: Verdict


def approach(context: Context, *, network: str, employer: str) -> None:
    """Write down that an employer was asked to take part; once is enough.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, NOT_FOUND.
    """
    _told(context, network, employer, "EmployerApproached")


def join(context: Context, *, network: str, employer: str) -> None:
    """Write down that an employer takes part, also one that left before. Raises as above."""
    _told(context, network, employer, "EmployerJoinedNetwork")


def leave(context: Context, *, network: str, employer: str) -> None:
    """Write down that an employer takes part no longer.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, NOT_FOUND when it does not take part.
    """
    require(may_by_office(context, CONSULTANTS))
    with acting(context) as act:
        row = locked_employer(employer)
        taking_part = NetworkMemberRecord.objects.filter(
            network=network, employer=row, joined_on__isnull=False, left_on=None
        )
        if not taking_part.update(left_on=context.today):
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        act.record("EmployerLeftNetwork", payload={"network": network, "employer": employer})


def networks_page(context: Context) -> NetworksPage:
    """Return every network (three queries). Raises ``RefusedError`` (NOT_FOUND)."""
    require_reader(context)
    lines = network_lines(context)
    return NetworksPage(
        lines=tuple(sorted(lines, key=lambda one: not one.focus_group)),
        may_write=may_by_office(context, CONSULTANTS),
    )


def network_page(context: Context, *, code: str) -> NetworkPage:
    """Return one network (five queries). Raises ``RefusedError`` (NOT_FOUND)."""
    require_reader(context)
    line = next((one for one in network_lines(context) if one.code == code), None)
    if line is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    rows = NetworkMemberRecord.objects.select_related("employer").filter(network=code)
    members = tuple(_member(row) for row in rows)
    known = {one.employer for one in members}
    accounts = EmployerAccountRecord.objects.values_list("ref", "name")
    return NetworkPage(
        line=line,
        members=tuple(sorted(members, key=lambda one: (one.state != "member", one.name))),
        others=tuple((ref, name) for ref, name in accounts if ref not in known),
        may_write=may_by_office(context, CONSULTANTS),
    )


def network_lines(context: Context) -> tuple[NetworkLine, ...]:
    """Return every network with its numbers (two queries)."""
    held = register.entries_of(context, AROUND)
    said = words(context, held)
    recent = context.today - timedelta(days=RECENT_DAYS)
    live = Q(joined_on__isnull=False, left_on__isnull=True)
    counted = {
        code: (all_, members, new)
        for code, all_, members, new in NetworkMemberRecord.objects.order_by()
        .values("network")
        .annotate(
            all=Count("id"),
            members=Count("id", filter=live),
            new=Count("id", filter=live & Q(joined_on__gte=recent)),
        )
        .values_list("network", "all", "members", "new")
    }

    def line(entry: Entry) -> NetworkLine:
        approached, members, new = counted.get(entry.code, (0, 0, 0))
        return NetworkLine(
            code=entry.code,
            title=said.title(entry),
            organisation=said.organisation(entry.line("organisation")),
            region_part=", ".join(
                said.reference("@sub_region", one) for one in entry.codes("sub_regions")
            ),
            sectors=", ".join(said.reference("@sector", one) for one in entry.codes("sectors")),
            reach=said.say(entry.text("reach")),
            channels=said.say(entry.text("channels")),
            focus_group=said.reference("focus_group", entry.line("focus_group"))
            if entry.line("focus_group")
            else "",
            approached=approached,
            members=members,
            recent=new,
        )

    return tuple(line(one) for (kind, _code), one in held.items() if kind == NETWORK)


def networks_of(context: Context, *, employer: str) -> tuple[Named, ...]:
    """Return the networks an employer takes part in, by name (two queries)."""
    require_reader(context)
    rows = NetworkMemberRecord.objects.filter(
        employer__ref=employer, joined_on__isnull=False, left_on=None
    )
    said = words(context, register.entries_of(context, (NETWORK,)))
    return said.named(NETWORK, rows.order_by("network").values_list("network", flat=True))


def _told(context: Context, network: str, employer: str, name: str) -> None:
    require(may_by_office(context, CONSULTANTS))
    with acting(context) as act:
        register.find_entry(context, NETWORK, network)
        row = locked_employer(employer)
        joins = name == "EmployerJoinedNetwork"
        held, _made = NetworkMemberRecord.objects.get_or_create(
            network=network,
            employer=row,
            defaults={
                "approached_on": context.today,
                "organisation_id": context.organisation,
                "told_by_id": context.account_id,
            },
        )
        if joins and (held.joined_on is None or held.left_on is not None):
            NetworkMemberRecord.objects.filter(pk=held.pk).update(
                joined_on=context.today, left_on=None
            )
        act.record(name, payload={"network": network, "employer": employer})


def _member(row: NetworkMemberRecord) -> MemberLine:
    return MemberLine(
        employer=row.employer.ref,
        name=row.employer.name,
        approached_on=row.approached_on,
        joined_on=row.joined_on,
        left_on=row.left_on,
        mail=bool(row.employer.contact_email),
    )
