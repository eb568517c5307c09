"""Does a pack fit itself? Every reference known, every name dated once, every answer one party."""

from collections.abc import Callable, Iterable

from voordeur.domain.region import routing_checks
from voordeur.domain.region.entries import (
    DatedName,
    FieldGroup,
    Location,
    Municipality,
    OrganisationKind,
    ReasonKind,
)
from voordeur.domain.region.model import Region
from voordeur.domain.region.objections import (
    Objection,
    Problems,
    dangling,
    english_missing,
    objection,
    unknown_sources,
)
from voordeur.domain.region.parsing.data import PackData
from voordeur.domain.region.parsing.register import register_problems
from voordeur.domain.region.parsing.whole import DEMO_LOCATIONS
from voordeur.domain.region.problems import PackProblem, Severity, errors_in, in_order
from voordeur.domain.rules.analysis import check_condition
from voordeur.domain.rules.reading import Path

REQUIRED_TERMS = (
    "handover_answer",
    "first_contact",
    "callback",
    "next_step_default",
    "introduction",
    "appointment_reminder",
)
"""Response terms the services ask for; each must hold for every organisation."""
REQUIRED_PHASES = ("new", "advice", "plan", "underway", "aftercare")
"""Phases of the caseload the services move a case through."""
REQUIRED_PURPOSES = (
    "guidance",
    "handover",
    "aftercare",
    "employer_service",
    "privacy_supervision",
)
"""Purposes the access door knows."""
REQUIRED_CHANNELS = ("website", "phone", "desk", "partner", "email")
"""Channels the services register."""


def checked(region: Region, data: PackData) -> Region | list[PackProblem]:
    """Return the region with its to-dos, or every error (and to-do) of a pack that does not fit."""
    found = check(region, data)
    if errors_in(found):
        return found
    return region.with_to_dos(tuple(found))


def check(region: Region, data: PackData) -> list[PackProblem]:
    """Return everything that does not fit, and everything still to be filled in."""
    return in_order(
        [
            data.problem(one.file, one.path, one.expected, found=one.found, severity=one.severity)
            for looking in CHECKS
            for one in looking(region, data)
        ]
        + register_problems(region.register, region.known(), data)
    )


def _region(region: Region, data: PackData) -> Problems:
    if "nl" not in region.languages:
        yield objection("region.yaml", ("languages",), "‘nl’ ontbreekt", "‘nl’ is missing")
    if not region.municipalities:
        yield objection(
            "municipalities.yaml",
            ("municipalities",),
            "verwacht: ten minste één gemeente",
            "expected at least one municipality",
        )
    for slug, municipality in region.municipalities.items():
        path = data.place_of("municipalities.yaml", "municipalities", slug, named="slug")
        yield from _municipality(region, municipality, path)


def _municipality(region: Region, municipality: Municipality, path: Path) -> Problems:
    file = "municipalities.yaml"
    if municipality.to_fill:
        yield _to_fill(file, path, municipality.name)
    sub_region = filter(None, [municipality.sub_region])
    yield from dangling(file, (*path, "sub_region"), sub_region, region.sub_regions)
    for role, organisation in municipality.parties.items():
        place = (*path, "parties", role)
        if not role.startswith("@"):
            yield objection(file, place, "een rol begint met @", "a role starts with @", found=role)
        yield from dangling(file, place, [organisation], region.organisations)


def _postcodes(region: Region, _data: PackData) -> Problems:
    if not region.postcodes:
        yield objection(
            "postcodes.csv",
            (),
            "nog invullen: postcodes (zonder kiest een bezoeker de gemeente)",
            "to fill in: postcodes (without them a visitor picks the municipality)",
            severity=Severity.TODO,
        )
    for place, pc4 in enumerate(region.outside):
        if pc4 in region.postcodes:
            yield objection(
                "neighbours.csv",
                ("rows", place),
                "deze postcode staat ook in postcodes.csv",
                "this postcode is also in postcodes.csv",
                found=pc4,
            )


def _organisations(region: Region, data: PackData) -> Problems:
    file = "organisations.yaml"
    for code, entry in region.organisations.items():
        path = data.place_of(file, "organisations", code)
        if entry.to_fill:
            yield _to_fill(file, path, entry.names[0].name.nl if entry.names else code)
        yield from dangling(
            file, (*path, "municipalities"), entry.municipalities, region.municipalities
        )
        yield from dangling(
            file, (*path, "sub_region"), filter(None, [entry.sub_region]), region.sub_regions
        )
        for key, other in (("predecessor", entry.predecessor), ("successor", entry.successor)):
            yield from dangling(file, (*path, key), filter(None, [other]), region.organisations)
        yield from _names(file, path, entry.names)


def _brands_and_sectors(region: Region, data: PackData) -> Problems:
    for code, brand in region.brands.items():
        path = data.place_of("brands.yaml", "brands", code)
        yield from dangling(
            "brands.yaml",
            (*path, "organisation"),
            filter(None, [brand.organisation]),
            region.organisations,
        )
        yield from _names("brands.yaml", path, brand.names)
    for code, sector in region.sectors.items():
        yield from _names(
            "sectors.yaml", data.place_of("sectors.yaml", "sectors", code), sector.names
        )


def _names(file: str, path: Path, names: tuple[DatedName, ...]) -> Problems:
    if not names:
        yield objection(
            file, (*path, "names"), "verwacht: ten minste één naam", "expected at least one name"
        )
    for place, name in enumerate(names):
        for earlier in names[:place]:
            if name.audience == earlier.audience and name.period.overlaps(earlier.period):
                yield objection(
                    file,
                    (*path, "names", place),
                    f"deze naam geldt tegelijk met ‘{earlier.name.nl}’; "
                    "laat de ene eindigen waar de andere begint",
                    f"this name holds together with ‘{earlier.name.in_language('en')}’; "
                    "let one end where the other starts",
                    found=name.name.nl,
                )


def _services(region: Region, data: PackData) -> Problems:
    file = "services.yaml"
    for code, service in region.services.items():
        path = data.place_of(file, "services", code)
        yield from dangling(
            file, (*path, "organisation"), [service.organisation], region.organisations
        )
        if service.fresh_days < 1:
            yield objection(
                file, (*path, "fresh_days"), "verwacht: 1 dag of meer", "expected 1 day or more"
            )
        if service.conditions is not None:
            for found in check_condition(service.conditions, region.facts.values(), rule=code):
                yield Objection(file, (*path, "conditions"), found.message)


def _locations(region: Region, data: PackData) -> Problems:
    for code, location in region.locations.items():
        path = data.place_of("locations.yaml", "locations", code)
        yield from dangling(
            "locations.yaml",
            (*path, "municipality"),
            filter(None, [location.municipality]),
            region.municipalities,
        )
        for place, hours in enumerate(location.hours):
            at: Path = (*path, "hours", place)
            file = "locations.yaml"
            if hours.invented:
                file, at = DEMO_LOCATIONS, data.place_of(DEMO_LOCATIONS, "locations", code)
            elif location.to_fill:
                yield objection(
                    file,
                    at,
                    "een plek die nog ingevuld moet worden heeft geen spreekuur",
                    "a place that is to be filled in has no hours",
                )
            yield from dangling(file, at, [hours.organisation], region.organisations)
        yield from _address(location, path)
        if location.seats < 1 or location.slot_minutes < 1:
            yield objection(
                "locations.yaml",
                path,
                "seats en slot_minutes zijn 1 of meer",
                "seats and slot_minutes are 1 or more",
            )


def _address(location: Location, path: Path) -> Problems:
    if location.to_fill and location.address:
        yield objection(
            "locations.yaml",
            (*path, "address"),
            "een plek met to_fill heeft geen adres; haal een van beide weg",
            "a place with to_fill has no address; remove one of the two",
        )
    elif location.to_fill:
        yield _to_fill("locations.yaml", path, location.code)
    elif not location.address:
        yield objection(
            "locations.yaml",
            path,
            "het adres ontbreekt; vul het in of schrijf to_fill: true",
            "the address is missing; fill it in or write to_fill: true",
        )


def _casework(region: Region, data: PackData) -> Problems:
    for kinds, present, file, key in (
        (REQUIRED_PHASES, region.phases, "casework.yaml", "phases"),
        (REQUIRED_CHANNELS, region.channels, "casework.yaml", "channels"),
        (REQUIRED_PURPOSES, region.purposes, "purposes.yaml", "purposes"),
        (tuple(FieldGroup), region.fields, "purposes.yaml", "fields"),
        (REQUIRED_TERMS, _general_terms(region), "terms.yaml", "terms"),
    ):
        for code in kinds:
            if code not in present:
                yield objection(file, (key,), f"‘{code}’ ontbreekt", f"‘{code}’ is missing")
    for kind in ReasonKind:
        if not region.reasons_for(kind):
            yield objection(
                "reasons.yaml",
                ("reasons",),
                f"er is geen reden voor ‘{kind}’",
                f"there is no reason for ‘{kind}’",
            )
    yield from _terms(region)
    yield from _outcomes(region, data)
    yield from _purposes(region, data)


def _general_terms(region: Region) -> set[str]:
    return {t.code for t in region.terms if not t.organisation and not t.organisation_kind}


def _terms(region: Region) -> Problems:
    kinds = {entry.kind.value for entry in region.organisations.values()}
    for place, term in enumerate(region.terms):
        path: Path = ("terms", place)
        yield from dangling(
            "terms.yaml",
            (*path, "organisation"),
            filter(None, [term.organisation]),
            region.organisations,
        )
        yield from dangling(
            "terms.yaml",
            (*path, "organisation_kind"),
            filter(None, [term.organisation_kind]),
            kinds,
        )
        for earlier in region.terms[:place]:
            same = (term.code, term.organisation, term.organisation_kind) == (
                earlier.code,
                earlier.organisation,
                earlier.organisation_kind,
            )
            if same and term.period.overlaps(earlier.period):
                yield objection(
                    "terms.yaml",
                    path,
                    "deze termijn staat er al voor dezelfde tijd",
                    "this term is there already for the same time",
                    found=term.code,
                )


def _outcomes(region: Region, data: PackData) -> Problems:
    if not region.outcomes:
        yield objection(
            "outcomes.yaml",
            ("outcomes",),
            "verwacht: ten minste één afsluiting",
            "expected at least one outcome",
        )
    for code, outcome in region.outcomes.items():
        if outcome.asks_aftercare != bool(outcome.aftercare_months):
            yield objection(
                "outcomes.yaml",
                data.place_of("outcomes.yaml", "outcomes", code),
                "asks_aftercare: true en aftercare_months horen bij elkaar",
                "asks_aftercare: true and aftercare_months go together",
                found=code,
            )


def _purposes(region: Region, data: PackData) -> Problems:
    kinds = {kind.value for kind in OrganisationKind}
    for code, purpose in region.purposes.items():
        path = data.place_of("purposes.yaml", "purposes", code)
        yield from dangling("purposes.yaml", (*path, "legal_bases"), purpose.legal_bases, kinds)
        for kind, basis in purpose.legal_bases.items():
            yield from dangling(
                "purposes.yaml", (*path, "legal_bases", kind, "law"), [basis.law], region.sources
            )


def _policies(region: Region, data: PackData) -> Problems:
    file = "policies.yaml"
    yield from dangling(file, ("nug",), region.policies, region.municipalities)
    for slug in region.municipalities:
        policies = region.policies.get(slug, ())
        path = data.place_of(file, "nug", slug, named="municipality")
        if not policies:
            yield objection(
                file,
                ("nug",),
                "nog invullen: het standpunt van deze gemeente; tot die tijd leidt het Werkcentrum",
                "to fill in: the position of this municipality; until then the Werkcentrum leads",
                found=slug,
                severity=Severity.TODO,
            )
        yield from dangling(
            file, (*path, "leading"), [p.leading for p in policies], region.organisations
        )
        for place, policy in enumerate(policies):
            if any(policy.period.overlaps(earlier.period) for earlier in policies[:place]):
                yield objection(
                    file,
                    path,
                    "twee standpunten voor dezelfde tijd",
                    "two positions for the same time",
                    found=slug,
                )


def _target_groups(region: Region, data: PackData) -> Problems:
    file = "target_groups.yaml"
    for code, group in region.target_groups.items():
        path = data.place_of(file, "target_groups", code)
        yield from dangling(
            file, (*path, "parent"), filter(None, [group.parent]), region.target_groups
        )
        ages = (group.age_from, group.age_below)
        if ages[0] is not None and ages[1] is not None and ages[1] <= ages[0]:
            yield objection(
                file,
                (*path, "age_below"),
                "verwacht: hoger dan age_from",
                "expected more than age_from",
                found=str(ages[1]),
            )
        if group.when is not None:
            for found in check_condition(group.when, region.facts.values(), rule=code):
                yield Objection(file, (*path, "when"), found.message)
    for code, benefit in region.benefit_kinds.items():
        if benefit.payer and not benefit.payer.startswith("@"):
            yield from dangling(
                file,
                (*data.place_of(file, "benefit_kinds", code), "payer"),
                [benefit.payer],
                region.organisations,
            )


def _to_fill(file: str, path: Path, name: str) -> Objection:
    return objection(
        file,
        path,
        "nog invullen door de regio (to_fill)",
        "still to be filled in by the region (to_fill)",
        found=name,
        severity=Severity.TODO,
    )


CHECKS: Iterable[Callable[[Region, PackData], Problems]] = (
    english_missing,
    unknown_sources,
    _region,
    _postcodes,
    _organisations,
    _brands_and_sectors,
    _services,
    _locations,
    _casework,
    _policies,
    _target_groups,
    routing_checks.check_routing,
)
"""Every check, in the order people fill a pack."""
