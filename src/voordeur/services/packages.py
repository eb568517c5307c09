"""Information packages for councils: the same for all, with what is local per municipality."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from voordeur.domain.governance.proposals import ProposalState
from voordeur.domain.governance.words import STATES
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.register.checks import Key
from voordeur.records.governance.models import PackagePartRecord, PackageRecord, ProposalRecord
from voordeur.records.references import new_reference
from voordeur.records.register.models import EntryRecord
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.offices import SECRETARIAT, may_by_office
from voordeur.services.proposal_rows import NOT_FOUND
from voordeur.services.region import current_region
from voordeur.services.register import require_reader

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPackage:
    """A package: ``local`` holds the own words per municipality (slug)."""

    title: str
    day: date
    summary: str = ""
    proposals: tuple[str, ...] = ()
    entries: tuple[Key, ...] = ()
    local: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageLine:
    """A package in a list; its status is always 'for information'."""

    ref: str
    title: str
    day: date
    municipalities: tuple[str, ...]
    """Slugs of municipalities with a page of their own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageProposal:
    """A proposal in a package: what was decided, and when."""

    ref: str
    title: str
    state: ProposalState
    state_label: str
    settled_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagePage:
    """A package as the council of one municipality reads it ('' : the whole region)."""

    line: PackageLine
    summary: str
    municipality: str
    municipality_name: str
    local: str
    proposals: tuple[PackageProposal, ...]
    entries: tuple[Key, ...]


def make(context: Context, *, package: NewPackage) -> str:
    """Make a package; returns its reference.

    Raises ``RefusedError``: ROLE_DOES_NOT_ALLOW, INVALID_INPUT for a package without a title or
    about what is not there, or local words for a municipality that is not of the region.
    """
    require(may_by_office(context, SECRETARIAT))
    local = {slug: words.strip() for slug, words in package.local.items() if words.strip()}
    with acting(context) as act:
        proposals = list(ProposalRecord.objects.filter(ref__in=package.proposals))
        wrong = _wrong_field(package, local, proposals)
        if wrong:
            raise RefusedError(Refusal(Reason.INVALID_INPUT, {"field": wrong}))
        row = PackageRecord.objects.create(
            ref=new_reference(),
            title=package.title.strip(),
            day=package.day,
            summary=package.summary.strip(),
            entries=[list(key) for key in package.entries],
            organisation=context.organisation,
            made_at=context.now,
            made_by_id=context.account_id,
        )
        row.proposals.set(proposals)
        PackagePartRecord.objects.bulk_create(
            PackagePartRecord(package=row, municipality=slug, words=words)
            for slug, words in local.items()
        )
        told = {
            "package": row.ref,
            "day": row.day.isoformat(),
            "proposals": list(package.proposals),
            "municipalities": list(local),
        }
        act.record("PackageMade", payload=told)
    return row.ref


def packages(context: Context) -> tuple[PackageLine, ...]:
    """Return every package, newest first (two queries)."""
    require_reader(context)
    return tuple(map(_line, PackageRecord.objects.prefetch_related("parts")))


def package_page(context: Context, *, ref: str, municipality: str = "") -> PackagePage:
    """Return a package for one municipality. Raises ``RefusedError`` (NOT_FOUND)."""
    require_reader(context)
    row = PackageRecord.objects.prefetch_related("parts").filter(ref=ref).first()
    places = current_region().municipalities
    if row is None or (municipality and municipality not in places):
        raise RefusedError(NOT_FOUND)
    parts = {one.municipality: one.words for one in row.parts.all()}
    return PackagePage(
        line=_line(row),
        summary=row.summary,
        municipality=municipality,
        municipality_name=places[municipality].name if municipality else "",
        local=parts.get(municipality, ""),
        proposals=tuple(_proposal(context, one) for one in row.proposals.order_by("id")),
        entries=tuple((str(kind), str(code)) for kind, code in row.entries),
    )


def _wrong_field(
    package: NewPackage, local: Mapping[str, str], proposals: list[ProposalRecord]
) -> str:
    """Return the first field that cannot be kept, or nothing."""
    if not package.title.strip() or len(package.title) > LONGEST_TITLE:
        return "title"
    if not set(local) <= set(current_region().municipalities):
        return "local"
    if {one.ref for one in proposals} != set(package.proposals):
        return "proposals"
    kinds, codes = {key[0] for key in package.entries}, {key[1] for key in package.entries}
    rows = EntryRecord.objects.filter(kind__in=kinds, code__in=codes)
    there = set(rows.values_list("kind", "code"))
    return "" if set(package.entries) <= there else "entries"


def _line(row: PackageRecord) -> PackageLine:
    return PackageLine(
        ref=row.ref,
        title=row.title,
        day=row.day,
        municipalities=tuple(one.municipality for one in row.parts.all()),
    )


def _proposal(context: Context, row: ProposalRecord) -> PackageProposal:
    state = ProposalState(row.state)
    return PackageProposal(
        ref=row.ref,
        title=row.title,
        state=state,
        state_label=STATES[state].in_language(context.language),
        settled_on=row.settled_on,
    )
