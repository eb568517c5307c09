"""The region pack as people read it: what is loaded, what changes, who is who, and why a route."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from voordeur.domain.kernel.because import Source
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.kernel.text import Text
from voordeur.domain.region.entries import DatedName, OrganisationEntry
from voordeur.domain.region.model import PackProblem, Region, Severity
from voordeur.records.region.models import OrganisationRecord, PackVersionRecord
from voordeur.services.context import Context
from voordeur.services.offices import MANAGER, READERS_OF_THE_PACK, holds_office, require_office
from voordeur.services.ports import ports
from voordeur.services.region import (
    LoadReport,
    current_region,
    differences_with,
    digest_of,
    load_pack,
)
from voordeur.services.register_loading import load_register

MOST_BYTES = 8_000_000
MOST_SHOWN = 200
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A loaded state of the pack: when, by whom ('' for the installation itself)."""

    digest: str
    loaded_at: datetime
    loaded_by: str
    current: bool


@dataclass(frozen=True, slots=True)
class PackPage:
    """What is loaded now, what it holds, its history and its to-dos."""

    name: str
    version: str
    history: tuple[VersionLine, ...]
    counts: tuple[tuple[str, int], ...]
    to_dos: tuple[str, ...]
    may_load: bool


COUNTED: Mapping[str, Text] = {
    "municipalities": Text("gemeenten", "municipalities"),
    "postcodes": Text("postcodes", "postcodes"),
    "organisations": Text("partijen", "parties"),
    "services": Text("diensten", "services"),
    "locations": Text("spreekuurplekken", "consultation locations"),
    "target_groups": Text("doelgroepen", "target groups"),
    "routes": Text("regels voor wie leidt", "rules for who leads"),
    "sources": Text("bronnen", "sources"),
}
"""Parts of a region that are counted on its page."""


def pack(context: Context) -> PackPage:
    """Return what is loaded; raises NOT_FOUND without a role that may read the pack."""
    require_office(context, READERS_OF_THE_PACK)
    region = current_region()
    language = context.language
    rows = PackVersionRecord.objects.select_related("loaded_by").defer("documents")
    history = [
        VersionLine(
            row.digest, row.loaded_at, row.loaded_by.name if row.loaded_by else "", number == 0
        )
        for number, row in enumerate(rows.order_by("-id")[:20])
    ]
    return PackPage(
        name=region.name.in_language(language),
        version=region.version,
        history=tuple(history),
        counts=tuple(
            (label.in_language(language), len(getattr(region, part)))
            for part, label in COUNTED.items()
        ),
        to_dos=tuple(problem.sentence(language) for problem in region.to_dos),
        may_load=holds_office(context, MANAGER),
    )


def archive(context: Context) -> bytes:
    """Return the pack in force as a zip archive, to change and load again."""
    require_office(context, READERS_OF_THE_PACK)
    newest = PackVersionRecord.objects.order_by("-id").first()
    if newest is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return ports().pack_reader.write_archive(newest.documents)


# ---- Loading: what was shown is what is loaded ----


@dataclass(frozen=True, slots=True)
class PackCheck:
    """What an upload would do. ``digest`` is '' when it cannot be loaded.

    ``base`` is the digest of the pack it was compared with, '' when there was none.
    """

    digest: str
    name: str
    errors: tuple[str, ...]
    to_dos: tuple[str, ...]
    changes: tuple[str, ...]
    base: str = ""
    more_errors: int = 0
    more_changes: int = 0

    @property
    def same(self) -> bool:
        """Tell whether loading would change nothing."""
        return bool(self.digest) and not self.changes


def check_upload(context: Context, *, content: bytes) -> PackCheck:
    """Check an uploaded archive and show what would change; nothing is loaded yet.

    A good one is kept under its digest, for :func:`load_checked`. Raises ``RefusedError``:
    NOT_FOUND, TOO_LARGE.
    """
    require_office(context, MANAGER)
    if len(content) > MOST_BYTES:
        raise RefusedError(Refusal(Reason.TOO_LARGE, {"most": str(MOST_BYTES)}))
    reader = ports().pack_reader
    documents = reader.read_archive(content)
    if isinstance(documents, list):
        return _wrong(context, documents)
    parsed = reader.parse(documents)
    if isinstance(parsed, list):
        return _wrong(context, parsed)
    digest = digest_of(documents)
    ports().files.keep(_kept_as(digest), reader.write_archive(documents))
    return _right(context, digest, parsed)


def checked_before(context: Context, *, digest: str) -> PackCheck:
    """Return the check of an archive that was uploaded earlier; NOT_FOUND when it is gone."""
    require_office(context, MANAGER)
    parsed = ports().pack_reader.parse(_fetched(digest))
    if isinstance(parsed, list):
        return _wrong(context, parsed)
    return _right(context, digest, parsed)


def load_checked(context: Context, *, digest: str, base: str) -> LoadReport:
    """Load the archive whose changes were shown, over the pack they were compared with.

    Loading it twice is the same as once. Raises ``RefusedError``: NOT_FOUND when it is gone,
    CHANGED_MEANWHILE when another pack was loaded since, PACK_INVALID.
    """
    require_office(context, MANAGER)
    now = _digest_in_force()
    if now == digest:
        return LoadReport(changed=False, digest=digest)
    if now != base:
        raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))
    report = load_pack(context, documents=_fetched(digest))
    load_register(context)
    ports().files.remove(_kept_as(digest))
    return report


def _fetched(digest: str) -> Mapping[str, str]:
    if not _DIGEST.fullmatch(digest):
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    try:
        documents = ports().pack_reader.read_archive(ports().files.fetch(_kept_as(digest)))
    except FileNotFoundError as error:
        raise RefusedError(Refusal(Reason.NOT_FOUND)) from error
    if isinstance(documents, list) or digest_of(documents) != digest:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return documents


def _digest_in_force() -> str:
    rows = PackVersionRecord.objects.order_by("-id").values_list("digest", flat=True)
    return rows.first() or ""


def _kept_as(digest: str) -> str:
    return f"pack{digest}"


def _wrong(context: Context, problems: list[PackProblem]) -> PackCheck:
    errors = [one.sentence(context.language) for one in problems if _is_error(one)]
    to_dos = [one.sentence(context.language) for one in problems if not _is_error(one)]
    return PackCheck(
        digest="",
        name="",
        errors=tuple(errors[:MOST_SHOWN]),
        to_dos=tuple(to_dos[:MOST_SHOWN]),
        changes=(),
        more_errors=max(0, len(errors) - MOST_SHOWN),
    )


def _is_error(problem: PackProblem) -> bool:
    return problem.severity is Severity.ERROR


def _right(context: Context, digest: str, parsed: Region) -> PackCheck:
    changes = [one.sentence(context.language) for one in differences_with(parsed)]
    return PackCheck(
        digest=digest,
        name=parsed.name.in_language(context.language),
        errors=(),
        to_dos=tuple(one.sentence(context.language) for one in parsed.to_dos[:MOST_SHOWN]),
        changes=tuple(changes[:MOST_SHOWN]),
        base=_digest_in_force(),
        more_changes=max(0, len(changes) - MOST_SHOWN),
    )


# ---- Who is who, and why a route ----


@dataclass(frozen=True, slots=True)
class NameLine:
    """A name with the days it is used and for whom ('' for everybody)."""

    name: str
    start: date | None
    end: date | None
    audience: str
    note: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLine:
    """A partner of the region, once, whatever it was called."""

    code: str
    name: str
    kind: str
    sub_region: str
    municipalities: tuple[str, ...]
    roles: tuple[str, ...]
    takes_handovers: bool
    contact_email: str
    names: tuple[NameLine, ...]
    aliases: tuple[str, ...]
    became: str
    source: str


@dataclass(frozen=True, slots=True)
class BrandLine:
    """A brand or name with its dates and audience."""

    code: str
    kind: str
    organisation: str
    names: tuple[NameLine, ...]
    source: str


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A rule of the routing table: who leads, in words, and where that is written."""

    code: str
    text: str
    leading: str
    finally_responsible: str
    target_group: str
    source: str
    start: date | None
    end: date | None


def parties(context: Context, *, search: str = "", kind: str = "") -> tuple[PartyLine, ...]:
    """Return the register of parties; old names and aliases find the same party (1 query)."""
    require_office(context, READERS_OF_THE_PACK)
    region = current_region()
    addresses = dict(OrganisationRecord.objects.values_list("code", "contact_email"))
    found = region.find_by_name(search) if search.strip() else tuple(region.organisations)
    chosen = (region.organisations[code] for code in found)
    return tuple(
        _party(context, region, entry, addresses.get(entry.code, ""))
        for entry in chosen
        if not kind or entry.kind == kind
    )


def _party(
    context: Context, region: Region, entry: OrganisationEntry, contact_email: str
) -> PartyLine:
    language = context.language
    places = [region.municipalities[slug].name for slug in entry.municipalities]
    part = region.sub_regions.get(entry.sub_region)
    follower = entry.successor if entry.successor in region.organisations else ""
    return PartyLine(
        code=entry.code,
        name=region.organisation_name(entry.code, context.today, language),
        kind=KINDS.get(entry.kind, Text(entry.kind)).in_language(language),
        sub_region=part.name if part else "",
        municipalities=tuple(places),
        roles=tuple(_roles(region, entry, language)),
        takes_handovers=entry.takes_handovers,
        contact_email=contact_email,
        names=_names(context, entry.names),
        aliases=entry.aliases,
        became=region.organisation_name(follower, context.today, language) if follower else "",
        source=_source(region, entry.source, language),
    )


def _roles(region: Region, entry: OrganisationEntry, language: str) -> list[str]:
    """Return what the party does in the region: its services, and its place in municipalities."""
    services = [one.name.in_language(language) for one in region.services_of(entry.code)]
    words = ROLE_WORDS
    held = {
        words[role].in_language(language)
        for place in region.municipalities.values()
        for role, code in place.parties.items()
        if code == entry.code and role in words
    }
    return [*sorted(held), *services]


def brands(context: Context) -> tuple[BrandLine, ...]:
    """Return the names and brands the region uses, old and new (CM-01)."""
    require_office(context, READERS_OF_THE_PACK)
    region = current_region()
    return tuple(
        BrandLine(
            code=brand.code,
            kind=BRAND_KINDS.get(brand.kind, Text(brand.kind)).in_language(context.language),
            organisation=region.organisation_name(
                brand.organisation, context.today, context.language
            )
            if brand.organisation
            else "",
            names=_names(context, brand.names),
            source=_source(region, brand.source, context.language),
        )
        for brand in region.brands.values()
    )


def routes(context: Context) -> tuple[RouteLine, ...]:
    """Return the routing table in words, in its own order."""
    require_office(context, READERS_OF_THE_PACK)
    region = current_region()
    language = context.language
    lines = []
    for rule in region.routing.rules:
        route = region.routes.get(rule.code)
        group = region.target_groups.get(route.target_group) if route else None
        lines.append(
            RouteLine(
                code=rule.code,
                text=rule.text.in_language(language),
                leading=_answer(context, region, rule.answer),
                finally_responsible=_answer(context, region, route.final) if route else "",
                target_group=group.label.in_language(language) if group else "",
                source=_source(region, rule.source, language),
                start=rule.valid.start,
                end=rule.valid.end,
            )
        )
    return tuple(lines)


def _answer(context: Context, region: Region, answer: str) -> str:
    if answer in region.organisations:
        return region.organisation_name(answer, context.today, context.language)
    return ROLE_WORDS.get(answer, Text(answer)).in_language(context.language)


def _names(context: Context, names: tuple[DatedName, ...]) -> tuple[NameLine, ...]:
    return tuple(
        NameLine(
            name=one.name.in_language(context.language),
            start=one.period.start,
            end=one.period.end,
            audience=AUDIENCES.get(one.audience, Text(one.audience)).in_language(context.language),
            note=one.note.in_language(context.language),
            current=context.today in one.period,
        )
        for one in names
    )


def _source(region: Region, source: Source, language: str) -> str:
    document = region.sources.get(source.document)
    title = document.title.in_language(language) if document else source.document
    note = source.note.in_language(language)
    parts = [note if source.document == "default" and note else title, source.section]
    return ", ".join(part for part in parts if part)


ROLE_WORDS: Mapping[str, Text] = {
    "@municipality": Text("De gemeente waar iemand woont", "The municipality somebody lives in"),
    "@participation_company": Text(
        "Het participatiebedrijf van die gemeente", "The participation company there"
    ),
    "@nug": Text("Wie de gemeente kiest (NUG-beleid)", "Whom the municipality chose (NUG policy)"),
}
"""Routing answers that are a role."""

AUDIENCES: Mapping[str, Text] = {
    "": Text("iedereen", "everybody"),
    "residents": Text("inwoners", "residents"),
    "employers": Text("werkgevers", "employers"),
    "professionals": Text("professionals", "professionals"),
}
"""For whom a name is meant."""

KINDS: Mapping[str, Text] = {
    "municipality": Text("gemeente", "municipality"),
    "uwv": Text("UWV", "UWV"),
    "werkcentrum": Text("Werkcentrum", "Werkcentrum"),
    "participation_company": Text("participatiebedrijf", "participation company"),
    "reintegration_partner": Text("re-integratiepartner", "reintegration partner"),
    "wsp": Text("werkgeversservice", "employer service"),
    "leerwerkloket": Text("Leerwerkloket", "Leerwerkloket"),
    "doorstroompunt": Text("Doorstroompunt", "Doorstroompunt"),
    "school": Text("school", "school"),
    "union": Text("vakbond", "trade union"),
    "employer_organisation": Text("werkgeversorganisatie", "employers’ organisation"),
    "care": Text("zorg en welzijn", "care and welfare"),
    "network": Text("netwerk", "network"),
    "government": Text("overheid", "government"),
    "governing_body": Text("bestuur", "governing body"),
    "fund": Text("fonds", "fund"),
    "other": Text("anders", "other"),
}
"""Kinds of parties, as people say them."""

BRAND_KINDS: Mapping[str, Text] = {
    "service": Text("dienst", "service"),
    "project": Text("project", "project"),
    "pillar": Text("pijler", "pillar"),
    "fund": Text("fonds", "fund"),
    "role": Text("functie", "role"),
    "body": Text("overleg", "body"),
    "campaign": Text("campagne", "campaign"),
}
"""What a name stands for."""
