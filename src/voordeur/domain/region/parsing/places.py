"""Reading where things are: municipalities, postcodes, consultation locations, doors."""

from collections.abc import Mapping
from dataclasses import replace

from voordeur.domain.region.entries import (
    DEFAULT_SOURCE,
    DEMO_SOURCE,
    Door,
    Location,
    Municipality,
    OpeningHours,
    OutsidePlace,
    Postcode,
    SubRegion,
)
from voordeur.domain.region.parsing.blocks import Block
from voordeur.domain.rules.reading import Path, Reader

POSTCODE_COLUMNS = (
    "pc4",
    "place",
    "municipality",
    "municipality_code",
    "sub_region",
    "latitude",
    "longitude",
    "source",
)
"""The columns of postcodes.csv and neighbours.csv."""


def read_sub_region(reader: Reader, data: object, path: Path) -> SubRegion:
    """Read one sub-region."""
    block = Block(reader, data, path, needed=("code", "name"))
    return SubRegion(block.code("code", "?"), block.line("name"))


def read_municipality(reader: Reader, data: object, path: Path) -> Municipality:
    """Read one municipality."""
    block = Block(
        reader,
        data,
        path,
        needed=("code", "slug", "name", "parties"),
        optional=("sub_region", "roles", "source", "to_fill"),
    )
    return Municipality(
        code=block.code("code", "?"),
        slug=block.code("slug", "?"),
        name=block.line("name"),
        sub_region=block.code("sub_region"),
        parties=block.map("parties", reader.code),
        roles=block.each("roles", reader.text),
        source=block.source(),
        to_fill=block.flag("to_fill"),
    )


def read_postcode(reader: Reader, data: object, path: Path, slugs: Mapping[str, str]) -> Postcode:
    """Read one row of postcodes.csv; ``slugs`` maps CBS codes to slugs."""
    block = Block(reader, data, path, needed=POSTCODE_COLUMNS)
    code = block.line("municipality_code")
    if code not in slugs:
        reader.expected(
            block.place("municipality_code"),
            code,
            "deze gemeente staat niet in municipalities.yaml",
            "this municipality is not in municipalities.yaml",
        )
    return Postcode(
        pc4=_pc4(block),
        place=block.line("place"),
        municipality=slugs.get(code, "?"),
        latitude=_degrees(block, "latitude"),
        longitude=_degrees(block, "longitude"),
    )


def read_outside_place(reader: Reader, data: object, path: Path) -> OutsidePlace:
    """Read one row of neighbours.csv; there the column sub_region holds the other region."""
    block = Block(reader, data, path, needed=POSTCODE_COLUMNS)
    return OutsidePlace(
        pc4=_pc4(block),
        place=block.line("place"),
        municipality=block.line("municipality"),
        municipality_code=block.line("municipality_code"),
        region=block.line("sub_region"),
        latitude=_degrees(block, "latitude"),
        longitude=_degrees(block, "longitude"),
    )


def read_location(reader: Reader, data: object, path: Path) -> Location:
    """Read one consultation location."""
    block = Block(
        reader,
        data,
        path,
        needed=("code", "name"),
        optional=(
            "to_fill",
            "address",
            "municipality",
            "hours",
            "slot_minutes",
            "seats",
            "description",
            "source",
        ),
    )
    return Location(
        code=block.code("code", "?"),
        name=block.text("name"),
        to_fill=block.flag("to_fill"),
        address=block.line("address"),
        municipality=block.code("municipality"),
        hours=block.each("hours", lambda item, place: _hours(reader, item, place)),
        slot_minutes=block.number("slot_minutes", 30),
        seats=block.number("seats", 1),
        description=block.text("description"),
        source=block.source(),
    )


def with_demo_hours(
    reader: Reader, locations: Mapping[str, Location], data: object, path: Path
) -> dict[str, Location]:
    """Return ``locations`` with the invented hours of the demo, each marked as invented."""
    result = dict(locations)
    for place, item in enumerate(data if isinstance(data, list) else ()):
        here: Path = (*path, place)
        block = Block(reader, item, here, needed=("code", "hours"), optional=DEMO_KEYS)
        code = block.code("code")
        if code not in result:
            reader.expected(
                block.place("code"),
                code,
                "deze plek staat niet in locations.yaml",
                "not in locations.yaml",
            )
            continue
        hours = block.each("hours", lambda entry, spot: _hours(reader, entry, spot))
        known = result[code]
        result[code] = replace(
            known,
            name=block.text("name") if block.has("name") else known.name,
            municipality=block.code("municipality", known.municipality),
            hours=known.hours + tuple(replace(hour, source=DEMO_SOURCE) for hour in hours),
            seats=block.number("seats", known.seats),
            slot_minutes=block.number("slot_minutes", known.slot_minutes),
        )
    return result


DEMO_KEYS = ("name", "municipality", "seats", "slot_minutes")
"""What the overlay may say of a place beside its hours; an address is never among it."""


def read_door(reader: Reader, data: object, path: Path) -> Door:
    """Read one door of the home page."""
    block = Block(reader, data, path, needed=("code", "title", "lead"), optional=("facts",))
    return Door(
        code=block.code("code", "?"),
        title=block.text("title"),
        lead=block.text("lead"),
        facts=block.map("facts", reader.code),
        order=int(path[-1]),
    )


def _hours(reader: Reader, data: object, path: Path) -> OpeningHours:
    block = Block(
        reader,
        data,
        path,
        needed=("weekday", "start", "end", "organisation", "adviser_role"),
        optional=("valid", "walk_in", "source"),
    )
    weekday = block.code("weekday")
    if weekday not in WEEKDAYS:
        days = ", ".join(WEEKDAYS)
        reader.expected(
            block.place("weekday"), weekday, f"verwacht: een van {days}", f"expected one of {days}"
        )
    start, end = _time(block, "start"), _time(block, "end")
    if start >= end:
        reader.expected(
            block.place("end"),
            end,
            "verwacht: een tijd na ‘start’",
            "expected a time after ‘start’",
        )
    return OpeningHours(
        weekday=WEEKDAYS.index(weekday) if weekday in WEEKDAYS else 0,
        start=start,
        end=end,
        organisation=block.code("organisation"),
        adviser_role=block.text("adviser_role"),
        period=block.period(),
        walk_in=block.flag("walk_in"),
        source=block.source() if block.has("source") else DEFAULT_SOURCE,
    )


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""Weekdays as a pack writes them; the position is the number (Monday is 0)."""


def _time(block: Block, key: str) -> str:
    value = block.line(key)
    hours, colon, minutes = value.partition(":")
    digits = f"{hours}{minutes}"
    good = bool(colon) and len(hours) == len(minutes) == 2 and digits.isascii() and digits.isdigit()  # noqa: PLR2004 - two digits
    if not good or not (int(hours) < HOURS_IN_DAY and int(minutes) < MINUTES_IN_HOUR):
        block.reader.expected(
            block.place(key), value, "verwacht: een tijd als 09:30", "expected a time such as 09:30"
        )
    return value


HOURS_IN_DAY = 24
MINUTES_IN_HOUR = 60


def _pc4(block: Block) -> str:
    value = block.line("pc4")
    if not (len(value) == PC4_DIGITS and value.isascii() and value.isdigit() and value[0] != "0"):
        block.reader.expected(
            block.place("pc4"),
            value,
            "verwacht: vier cijfers, zoals 2011",
            "expected four digits, such as 2011",
        )
    return value


PC4_DIGITS = 4


def _degrees(block: Block, key: str) -> float:
    low, high = BOUNDS[key]
    value = block.line(key)
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not low <= number <= high:
        block.reader.expected(
            block.place(key),
            value,
            f"verwacht: graden tussen {low} en {high}, met een punt",
            f"expected degrees between {low} and {high}, with a point",
        )
        return low
    return number


BOUNDS = {"latitude": (50.7, 53.7), "longitude": (3.2, 7.3)}
"""The Netherlands in degrees (WGS 84)."""
