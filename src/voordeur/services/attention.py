"""What needs attention behind the scenes: counts per door, for whoever may open that door."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max

from voordeur.domain.region.model import Region
from voordeur.records.accounts.models import Account
from voordeur.records.cases.models import CaseRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.records.region.models import OrganisationRecord
from voordeur.records.residents.models import ResidentRecord
from voordeur.records.worklists.models import ImportRecord, ServiceCheckRecord
from voordeur.services.context import Context
from voordeur.services.offices import (
    ANYBODY,
    MANAGER,
    MOVERS_OF_DATA,
    PRIVACY,
    READERS_OF_THE_PACK,
    holds_office,
    require_office,
)
from voordeur.services.region import current_region
from voordeur.services.retention import FORGOTTEN


@dataclass(frozen=True, slots=True)
class StaleService:
    """A service nobody confirmed within its freshness duty."""

    code: str
    name: str
    organisation: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two or more registrations that share an e-mail address or a phone number."""

    shared: str
    """'email' or 'phone'."""
    residents: tuple[str, ...]
    """References."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """What somebody is needed for; None: not for this reader."""

    failed_messages: int | None = None
    leavers_cases: int | None = None
    to_dos: int | None = None
    without_address: int | None = None
    """Organisations that take handovers and have no mail address."""
    stale: tuple[StaleService, ...] | None = None
    duplicates: tuple[Duplicate, ...] | None = None
    unfinished_imports: int | None = None


def attention(context: Context) -> Attention:
    """Return what needs somebody; raises NOT_FOUND for whoever has no governance role."""
    require_office(context, ANYBODY)
    region = current_region()
    manager = holds_office(context, MANAGER)
    reader = holds_office(context, READERS_OF_THE_PACK)
    return Attention(
        failed_messages=_failed() if manager else None,
        leavers_cases=_leavers_cases() if manager else None,
        to_dos=len(region.to_dos) if reader else None,
        without_address=_without_address() if manager else None,
        stale=_stale(context, region) if reader else None,
        duplicates=_duplicates() if holds_office(context, PRIVACY) else None,
        unfinished_imports=_imports(context) if holds_office(context, MOVERS_OF_DATA) else None,
    )


def _failed() -> int:
    return OutboxRecord.objects.filter(state="failed").count()


def _leavers_cases() -> int:
    gone = Account.objects.filter(is_active=False)
    return CaseRecord.objects.filter(state="open", adviser__in=gone).count()


def _without_address() -> int:
    return OrganisationRecord.objects.filter(
        in_pack=True, takes_handovers=True, contact_email=""
    ).count()


def _stale(context: Context, region: Region) -> tuple[StaleService, ...]:
    checked = dict(
        ServiceCheckRecord.objects.order_by()
        .values_list("service")
        .annotate(newest=Max("checked_at"))
    )
    found = []
    for service in region.services.values():
        moment = checked.get(service.code)
        confirmed = context.at(moment).today if moment else service.checked_on
        day = max(confirmed, service.checked_on)
        if (context.today - day).days > service.fresh_days:
            owner = region.organisation_name(service.organisation, context.today, context.language)
            name = service.name.in_language(context.language)
            found.append(StaleService(service.code, name, owner, day))
    return tuple(sorted(found, key=lambda one: (one.checked_on, one.code)))


def _duplicates() -> tuple[Duplicate, ...]:
    """Return who shares an address or a number: two queries each, at most twenty of each."""
    found: list[Duplicate] = []
    known = ResidentRecord.objects.exclude(name=FORGOTTEN).order_by()
    for column in ("email", "phone"):
        filled = known.exclude(**{column: ""})
        shared = filled.values(column).annotate(number=Count("pk")).filter(number__gt=1)
        values = [row[column] for row in shared.order_by("-number", column)[:20]]
        groups: dict[str, list[str]] = {value: [] for value in values}
        rows = filled.filter(**{f"{column}__in": values}).order_by("pk")
        for value, ref in rows.values_list(column, "ref"):
            groups[value].append(ref)
        found += [Duplicate(column, tuple(refs)) for refs in groups.values()]
    return tuple(found)


def _imports(context: Context) -> int:
    return ImportRecord.objects.filter(
        owner_id=context.account_id, state__in=("mapping", "mending")
    ).count()
