"""Bodies as people read them: who meets at which level on a day, who sits there, who came before.

Rows GV-02, GV-04, GV-06 and GV-15.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from voordeur.domain.governance.balance import SeatFacts, balance_of
from voordeur.domain.kernel.refusal import RefusedError
from voordeur.domain.region.model import Region
from voordeur.domain.register.entry import Entry
from voordeur.domain.register.fields import Value
from voordeur.domain.register.kinds.choices import BODY_LEVELS
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.entry_words import (
    choice_label,
    label_of,
    source_words,
    title_of,
    words_of,
)
from voordeur.services.region import current_region

BODY, MANDATE, PILLAR = "body", "mandate", "pillar"


@dataclass(frozen=True, slots=True)
class BodyName:
    """A body by code, with its name and the days between which it met."""

    code: str
    name: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLine:
    """One seat: who, with which perspective and role; never a person."""

    organisation: str
    who: str
    perspective: str
    role: str
    sub_region: str
    unsure: bool


@dataclass(frozen=True, slots=True)
class ShareLine:
    """How many municipalities of a part of the region have a seat, of how many."""

    name: str
    seated: int
    municipalities: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceLine:
    """Seats per perspective, who is not heard, and the parts of the region."""

    perspectives: tuple[tuple[str, int], ...]
    unheard: tuple[str, ...]
    parts: tuple[ShareLine, ...]
    uneven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyLine:
    """A body on the map; ``meets`` tells whether it does so on the day of the map."""

    name: BodyName
    level: str
    reach: str
    remit: str
    seats: int
    seats_unknown: bool
    predecessors: tuple[BodyName, ...]
    successors: tuple[BodyName, ...]
    meets: bool


@dataclass(frozen=True, slots=True)
class LevelGroup:
    """The bodies of one level."""

    code: str
    label: str
    bodies: tuple[BodyLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateLine:
    """Which body steers a service on behalf of which other body."""

    code: str
    service: str
    principal: BodyName
    reports_to: BodyName
    rhythm: str
    source: str


@dataclass(frozen=True, slots=True)
class BodyMap:
    """Every body that meets on ``day``, by level; the others by name; and who steers what."""

    day: date
    groups: tuple[LevelGroup, ...]
    others: tuple[BodyLine, ...]
    mandates: tuple[MandateLine, ...]
    changes: tuple[date, ...]
    """Days on which a body began or ended, newest first: worth looking at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyPage:
    """One body with its seats and their balance."""

    line: BodyLine
    seats: tuple[SeatLine, ...]
    balance: BalanceLine
    quorum: int | None
    pillars: tuple[str, ...]
    pillars_unsure: tuple[str, ...]
    funded_by: str
    aliases: tuple[str, ...]
    mandates: tuple[MandateLine, ...]
    source: str


Bodies = Mapping[str, Entry]


def body_map(context: Context, *, day: date) -> BodyMap:
    """Return the bodies as they are on ``day`` (two queries, whatever their number)."""
    bodies = _bodies(context)
    lines = [(entry, _line(context, bodies, entry, day)) for entry in bodies.values()]
    groups = [
        LevelGroup(
            code,
            label.in_language(context.language),
            tuple(line for entry, line in lines if line.meets and entry.line("level") == code),
        )
        for code, label in BODY_LEVELS.items()
    ]
    borders = {
        border
        for entry in bodies.values()
        for border in (entry.valid.start, entry.valid.end)
        if border is not None
    }
    return BodyMap(
        day=day,
        groups=tuple(group for group in groups if group.bodies),
        others=tuple(line for _entry, line in lines if not line.meets),
        mandates=_mandates(context, bodies, day),
        changes=tuple(sorted(borders, reverse=True)),
    )


def body_page(context: Context, *, code: str, day: date) -> BodyPage:
    """Return one body as it is on ``day``. Raises ``RefusedError`` (NOT_FOUND)."""
    bodies = _bodies(context)
    entry = bodies.get(code)
    if entry is None:
        raise RefusedError(register.NOT_FOUND)
    region = current_region()
    pillars = {one.code: title_of(context, one) for one in register.entries(context, PILLAR)}
    return BodyPage(
        line=_line(context, bodies, entry, day),
        seats=tuple(_seat(context, region, row, day) for row in entry.rows("seats")),
        balance=_balance(context, region, entry),
        quorum=entry.number("quorum"),
        pillars=tuple(pillars.get(one, one) for one in entry.codes("pillars")),
        pillars_unsure=tuple(pillars.get(one, one) for one in entry.codes("pillars_unsure")),
        funded_by=words_of(context, entry, "funded_by"),
        aliases=entry.aliases,
        mandates=tuple(
            one
            for one in _mandates(context, bodies, day)
            if code in {one.principal.code, one.reports_to.code}
        ),
        source=source_words(context, region, entry),
    )


def body_names(context: Context) -> Mapping[str, BodyName]:
    """Return every body in use by code, with its name of today."""
    bodies = _bodies(context)
    return {code: _name(context, entry, context.today) for code, entry in bodies.items()}


def _bodies(context: Context) -> Bodies:
    return {entry.code: entry for entry in register.entries(context, BODY)}


def _name(context: Context, entry: Entry, day: date) -> BodyName:
    return BodyName(entry.code, title_of(context, entry, day), entry.valid.start, entry.valid.end)


def _named(
    context: Context, bodies: Bodies, codes: Iterable[str], day: date
) -> tuple[BodyName, ...]:
    return tuple(
        _name(context, bodies[code], day) if code in bodies else BodyName(code, code)
        for code in codes
    )


def _line(context: Context, bodies: Bodies, entry: Entry, day: date) -> BodyLine:
    after = [one.code for one in bodies.values() if entry.code in one.codes("predecessors")]
    return BodyLine(
        name=_name(context, entry, day),
        level=label_of(context, entry, "level"),
        reach=words_of(context, entry, "reach"),
        remit=words_of(context, entry, "remit"),
        seats=len(entry.rows("seats")),
        seats_unknown=entry.flag("seats_unknown"),
        predecessors=_named(context, bodies, entry.codes("predecessors"), day),
        successors=_named(context, bodies, after, day),
        meets=day in entry.valid,
    )


def _seat(context: Context, region: Region, row: Mapping[str, Value], day: date) -> SeatLine:
    organisation = str(row.get("organisation", ""))
    label = row.get("label")
    said = label.get(context.language) or label.get("nl") if isinstance(label, Mapping) else ""
    name = region.organisation_name(organisation, day, context.language) if organisation else ""
    part = region.sub_regions.get(_sub_region(region, organisation))
    return SeatLine(
        organisation=name,
        who=str(said or ""),
        perspective=choice_label(
            context, BODY, "seats.perspective", str(row.get("perspective", ""))
        ),
        role=choice_label(context, BODY, "seats.role", str(row.get("role", ""))),
        sub_region=part.name if part else "",
        unsure=row.get("unsure") is True,
    )


def _municipality(region: Region, organisation: str) -> str:
    """Return the municipality (slug) whose own organisation this is; else empty."""
    for slug, place in region.municipalities.items():
        if place.parties.get("@municipality") == organisation:
            return slug
    return ""


def _sub_region(region: Region, organisation: str) -> str:
    place = region.municipalities.get(_municipality(region, organisation))
    return place.sub_region if place else ""


def _balance(context: Context, region: Region, entry: Entry) -> BalanceLine:
    seats = [
        SeatFacts(
            str(row.get("perspective", "")),
            _municipality(region, str(row.get("organisation", ""))),
        )
        for row in entry.rows("seats")
    ]
    parts = {
        code: [one.slug for one in region.municipalities.values() if one.sub_region == code]
        for code in region.sub_regions
    }
    found = balance_of(seats, parts)

    def label(code: str) -> str:
        return choice_label(context, BODY, "seats.perspective", code)

    return BalanceLine(
        perspectives=tuple((label(code), number) for code, number in found.perspectives),
        unheard=tuple(label(code) for code in found.unheard),
        parts=tuple(
            ShareLine(region.sub_regions[one.part].name, one.seated, one.municipalities)
            for one in found.parts
        ),
        uneven=found.uneven,
    )


def _mandates(context: Context, bodies: Bodies, day: date) -> tuple[MandateLine, ...]:
    region = current_region()
    entries: Sequence[Entry] = register.entries(context, MANDATE)
    return tuple(
        MandateLine(
            code=entry.code,
            service=region.organisation_name(entry.line("service"), day, context.language),
            principal=_named(context, bodies, [entry.line("principal")], day)[0],
            reports_to=_named(context, bodies, [entry.line("reports_to")], day)[0],
            rhythm=label_of(context, entry, "rhythm"),
            source=source_words(context, region, entry),
        )
        for entry in entries
        if day in entry.valid
    )
