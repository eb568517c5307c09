"""From the plain data of every file to one region, or everything that could not be read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from voordeur.domain.kernel.text import Text
from voordeur.domain.region.entries import Location, Municipality, NugPolicy, Postcode
from voordeur.domain.region.model import Region
from voordeur.domain.region.parsing import casework, parties, places, routing
from voordeur.domain.region.parsing.blocks import Block
from voordeur.domain.region.parsing.data import PackData
from voordeur.domain.region.parsing.register import read_register
from voordeur.domain.region.problems import PackProblem
from voordeur.domain.rules.reading import Path, Reader

T = TypeVar("T")
ReadItem = Callable[[Reader, object, Path], T]

YAML_FILES = (
    "region.yaml",
    "sources.yaml",
    "municipalities.yaml",
    "organisations.yaml",
    "services.yaml",
    "locations.yaml",
    "facts.yaml",
    "routing.yaml",
    "doors.yaml",
    "target_groups.yaml",
    "sectors.yaml",
    "terms.yaml",
    "outcomes.yaml",
    "reasons.yaml",
    "purposes.yaml",
    "policies.yaml",
    "brands.yaml",
    "casework.yaml",
    "texts.yaml",
)
"""The files every pack has."""
CSV_FILES = ("postcodes.csv", "neighbours.csv")
"""Tables of postcodes: of the region (may still be empty) and around it (may be absent)."""
DEMO_LOCATIONS = "demo/locations.yaml"
"""The overlay with invented hours; it is read in the demonstration only."""
PACK_FORMAT = 1
"""The version of the format of a pack, written in region.yaml."""


@dataclass
class Files:
    """The files with one reader each, so that every mistake keeps its file."""

    data: PackData
    readers: dict[str, Reader] = field(default_factory=dict)

    def reader(self, file: str) -> Reader:
        """Return the reader that collects the mistakes in ``file``."""
        return self.readers.setdefault(file, Reader())

    def several(
        self, file: str, key: str, read: ReadItem[T], *, named: str = "code"
    ) -> tuple[T, ...]:
        """Read the list ``key`` of ``file``; every ``named`` once. Absent or empty is empty."""
        reader = self.reader(file)
        items = self.data.at(file, (key,))
        if not items:
            return ()
        result = reader.items(items, (key,), lambda item, path: read(reader, item, path))
        if named:
            reader.no_doubles((str(getattr(entry, named)) for entry in result), (key,))
        return result

    def by_code(
        self, file: str, key: str, read: ReadItem[T], *, named: str = "code"
    ) -> dict[str, T]:
        """Read a list as a mapping from code to entry."""
        return {
            str(getattr(entry, named)): entry
            for entry in self.several(file, key, read, named=named)
        }

    def problems(self) -> list[PackProblem]:
        """Return every mistake with its file and line."""
        return [
            self.data.placed(file, problem)
            for file, reader in self.readers.items()
            for problem in reader.problems
        ]


def parse_region(data: PackData) -> Region | list[PackProblem]:
    """Return the region the files describe, or every place that could not be read.

    Whether the parts fit each other is the question of ``checks``.
    """
    missing = [
        data.problem(file, (), Text("dit bestand ontbreekt", "this file is missing"))
        for file in YAML_FILES
        if file not in data.documents
    ]
    if missing:
        return missing
    files = Files(data)
    register, unreadable = read_register(data)
    region = replace(_region(files), register=register)
    return [*files.problems(), *unreadable] or region


def _heading(files: Files) -> Block:
    reader = files.reader("region.yaml")
    block = Block(
        reader,
        files.data.documents["region.yaml"],
        (),
        needed=("format", "code", "name", "languages"),
        optional=("am_code", "version", "contact", "sub_regions"),
    )
    if block.raw("format") != PACK_FORMAT:
        found = block.raw("format")
        reader.expected(("format",), found, f"verwacht: {PACK_FORMAT}", f"expected {PACK_FORMAT}")
    return block


def _region(files: Files) -> Region:
    block = _heading(files)
    municipalities = files.by_code(
        "municipalities.yaml", "municipalities", places.read_municipality, named="slug"
    )
    files.reader("municipalities.yaml").no_doubles(
        (municipality.code for municipality in municipalities.values()), ("municipalities",)
    )
    facts = routing.read_facts(
        files.reader("facts.yaml"),
        files.data.at("facts.yaml", ("facts",)),
        ("facts",),
        municipalities.values(),
    )
    table, routes = routing.read_routing(
        files.reader("routing.yaml"), files.data.at("routing.yaml", ("rules",)), ("rules",), facts
    )
    needed = files.several("routing.yaml", "needed", routing.read_needed_point, named="number")
    return Region(
        code=block.code("code", "?"),
        am_code=block.code("am_code"),
        name=block.text("name"),
        languages=block.codes("languages"),
        contact=block.text("contact"),
        version=block.line("version"),
        sub_regions=files.by_code("region.yaml", "sub_regions", places.read_sub_region),
        sources=files.by_code("sources.yaml", "sources", parties.read_source_document),
        municipalities=municipalities,
        facts={fact.code: fact for fact in facts},
        routing=table,
        routes=routes,
        needed={point.number: point for point in needed},
        postcodes=_postcodes(files, municipalities),
        outside=files.by_code("neighbours.csv", "rows", places.read_outside_place, named="pc4"),
        locations=_locations(files),
        doors=files.by_code("doors.yaml", "doors", places.read_door),
        organisations=files.by_code(
            "organisations.yaml", "organisations", parties.read_organisation
        ),
        services=files.by_code("services.yaml", "services", parties.read_service),
        sectors=files.by_code("sectors.yaml", "sectors", parties.read_sector),
        brands=files.by_code("brands.yaml", "brands", parties.read_brand),
        policies=_policies(files),
        target_groups=files.by_code(
            "target_groups.yaml", "target_groups", casework.read_target_group
        ),
        benefit_kinds=files.by_code(
            "target_groups.yaml", "benefit_kinds", casework.read_benefit_kind
        ),
        distance_classes=files.by_code(
            "target_groups.yaml", "distance_classes", casework.read_distance_class
        ),
        terms=files.several("terms.yaml", "terms", casework.read_term, named=""),
        outcomes=files.by_code("outcomes.yaml", "outcomes", casework.read_outcome),
        reasons=files.by_code("reasons.yaml", "reasons", casework.read_reason),
        purposes=files.by_code("purposes.yaml", "purposes", casework.read_purpose),
        fields={
            casework.PROFILE.code: casework.PROFILE,
            **files.by_code("purposes.yaml", "fields", casework.read_field),
        },
        phases=files.by_code("casework.yaml", "phases", casework.read_phase),
        channels=files.by_code("casework.yaml", "channels", casework.read_channel),
        texts=_texts(files),
    )


def _postcodes(files: Files, municipalities: Mapping[str, Municipality]) -> dict[str, Postcode]:
    slugs = {municipality.code: municipality.slug for municipality in municipalities.values()}

    def read(reader: Reader, item: object, path: Path) -> Postcode:
        return places.read_postcode(reader, item, path, slugs)

    return files.by_code("postcodes.csv", "rows", read, named="pc4")


def _locations(files: Files) -> dict[str, Location]:
    locations = files.by_code("locations.yaml", "locations", places.read_location)
    overlay = files.data.at(DEMO_LOCATIONS, ("locations",))
    if overlay is None:
        return locations
    return places.with_demo_hours(files.reader(DEMO_LOCATIONS), locations, overlay, ("locations",))


def _policies(files: Files) -> dict[str, tuple[NugPolicy, ...]]:
    policies: dict[str, tuple[NugPolicy, ...]] = {}
    for policy in files.several("policies.yaml", "nug", parties.read_policy, named=""):
        policies[policy.municipality] = (*policies.get(policy.municipality, ()), policy)
    return policies


def _texts(files: Files) -> dict[str, Text]:
    reader = files.reader("texts.yaml")
    block = Block(reader, files.data.documents["texts.yaml"], (), needed=("texts",))
    return block.map("texts", reader.text)
