"""Reading who there is: sources, organisations, services, brands, sectors, policies."""

from datetime import date

from voordeur.domain.region.entries import (
    Brand,
    NugPolicy,
    OrganisationEntry,
    OrganisationKind,
    PartnerService,
    Sector,
    SourceDocument,
)
from voordeur.domain.region.parsing.blocks import Block
from voordeur.domain.rules.reading import Path, Reader


def read_source_document(reader: Reader, data: object, path: Path) -> SourceDocument:
    """Read one document the pack rests on."""
    block = Block(
        reader,
        data,
        path,
        needed=("code", "title", "kind"),
        optional=("date", "registered_as", "licence", "note"),
    )
    return SourceDocument(
        code=block.code("code", "?"),
        title=block.text("title"),
        kind=block.code("kind"),
        date=reader.day(block.raw("date"), block.place("date")) if block.has("date") else None,
        registered_as=block.line("registered_as"),
        licence=block.line("licence"),
        note=block.text("note"),
    )


def read_organisation(reader: Reader, data: object, path: Path) -> OrganisationEntry:
    """Read one party."""
    block = Block(
        reader,
        data,
        path,
        needed=("code", "kind", "names", "description"),
        optional=(
            "aliases",
            "municipalities",
            "sub_region",
            "takes_handovers",
            "contact_role",
            "predecessor",
            "successor",
            "known_desk",
            "source",
            "to_fill",
        ),
    )
    return OrganisationEntry(
        code=block.code("code", "?"),
        kind=block.choice("kind", OrganisationKind, OrganisationKind.OTHER),
        names=block.names(),
        description=block.text("description"),
        aliases=block.lines("aliases"),
        municipalities=block.codes("municipalities"),
        sub_region=block.code("sub_region"),
        takes_handovers=block.flag("takes_handovers"),
        contact_role=block.text("contact_role"),
        predecessor=block.code("predecessor"),
        successor=block.code("successor"),
        known_desk=block.flag("known_desk"),
        source=block.source(),
        to_fill=block.flag("to_fill"),
    )


def read_service(reader: Reader, data: object, path: Path) -> PartnerService:
    """Read one service of a partner."""
    block = Block(
        reader,
        data,
        path,
        needed=(
            "code",
            "organisation",
            "name",
            "for_whom",
            "description",
            "fresh_days",
            "checked_on",
        ),
        optional=("conditions", "opening_times", "contact_role", "source"),
    )
    return PartnerService(
        code=block.code("code", "?"),
        organisation=block.code("organisation"),
        name=block.text("name"),
        for_whom=block.text("for_whom"),
        description=block.text("description"),
        conditions=block.condition("conditions"),
        opening_times=block.text("opening_times"),
        contact_role=block.text("contact_role"),
        fresh_days=block.number("fresh_days", 1),
        checked_on=reader.day(block.raw("checked_on"), block.place("checked_on")) or date.min,
        source=block.source(),
    )


def read_brand(reader: Reader, data: object, path: Path) -> Brand:
    """Read one brand with its names over time."""
    block = Block(
        reader, data, path, needed=("code", "names", "kind"), optional=("organisation", "source")
    )
    return Brand(
        code=block.code("code", "?"),
        names=block.names(),
        kind=block.code("kind"),
        organisation=block.code("organisation"),
        source=block.source(),
    )


def read_sector(reader: Reader, data: object, path: Path) -> Sector:
    """Read one sector."""
    block = Block(
        reader,
        data,
        path,
        needed=("code", "names"),
        optional=("aliases", "focus", "description", "source"),
    )
    return Sector(
        code=block.code("code", "?"),
        names=block.names(),
        aliases=block.lines("aliases"),
        focus=block.flag("focus"),
        description=block.text("description"),
        source=block.source(),
    )


def read_policy(reader: Reader, data: object, path: Path) -> NugPolicy:
    """Read one municipality's position on people who are not in view."""
    block = Block(
        reader,
        data,
        path,
        needed=("municipality", "position", "leading", "text"),
        optional=("valid", "source"),
    )
    position = block.code("position")
    if position not in NUG_POSITIONS:
        options = ", ".join(NUG_POSITIONS)
        reader.expected(
            block.place("position"),
            position,
            f"verwacht: een van {options}",
            f"expected one of {options}",
        )
    return NugPolicy(
        municipality=block.code("municipality", "?"),
        position=position,
        leading=block.code("leading"),
        text=block.text("text"),
        period=block.period(),
        source=block.source(),
    )


NUG_POSITIONS = ("undecided", "werkcentrum", "municipality")
"""The positions a municipality can take on people without a benefit who are not in view."""
