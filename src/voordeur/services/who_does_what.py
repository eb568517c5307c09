"""Who does what in the region, in plain words, found by any name: today's, old or short."""

import re
from dataclasses import dataclass
from datetime import date

from voordeur.domain.kernel.refusal import RefusedError
from voordeur.domain.region.model import OrganisationEntry, Region
from voordeur.services.access import NOT_FOUND
from voordeur.services.context import Context
from voordeur.services.region import current_region

LONGEST_SEARCH = 80
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class OldName:
    """A name a party no longer goes by; ``until`` is the first day it was called otherwise."""

    name: str
    until: date


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party on the list. ``asked`` is the other name by which it was found, or ''."""

    code: str
    name: str
    description: str
    municipalities: tuple[str, ...]
    old_names: tuple[OldName, ...]
    asked: str = ""


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service of a party; ``stale`` when nobody confirmed it in time."""

    name: str
    for_whom: str
    description: str
    opening_times: str
    contact_role: str
    checked_on: date
    stale: bool


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A location where this party can be met."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PartyPage:
    """Everything public about one party."""

    line: PartyLine
    contact_role: str
    note: str
    also_called: tuple[str, ...]
    became: tuple[str, str] | None
    """Code and name of the party it became or will become."""
    services: tuple[ServiceLine, ...]
    places: tuple[PlaceLine, ...]


def parties(context: Context, *, search: str = "") -> tuple[PartyLine, ...]:
    """Return the parties people can turn to, or those that go or went by ``search``."""
    region = current_region()
    text = search.strip()[:LONGEST_SEARCH]
    if not text:
        return tuple(
            _line(context, region, entry)
            for entry in region.organisations.values()
            if entry.known_desk or entry.takes_handovers
        )
    return tuple(
        _line(context, region, region.organisations[code], asked=text)
        for code in region.find_by_name(text)
    )


def _line(
    context: Context, region: Region, entry: OrganisationEntry, *, asked: str = ""
) -> PartyLine:
    language = context.language
    now = entry.name_on(context.today)
    name = now.name.in_language(language)
    other = bool(asked) and not set(_words(asked)) <= set(_words(f"{name} {now.name.nl}"))
    towns = (region.municipality(slug) for slug in entry.municipalities)
    return PartyLine(
        code=entry.code,
        name=name,
        description=entry.description.in_language(language),
        municipalities=tuple(town.name for town in towns if town),
        old_names=tuple(
            OldName(old.name.in_language(language), old.period.end)
            for old in entry.names
            if old.period.end is not None and old.period.end <= context.today
        ),
        asked=asked if other else "",
    )


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.casefold())


def party(context: Context, *, code: str) -> PartyPage:
    """Return one party with its services and places. Raises ``RefusedError`` (NOT_FOUND)."""
    region = current_region()
    entry = region.organisations.get(code)
    if entry is None:
        raise RefusedError(NOT_FOUND)
    language = context.language
    return PartyPage(
        line=_line(context, region, entry),
        contact_role=entry.contact_role.in_language(language),
        note=entry.name_on(context.today).note.in_language(language),
        also_called=entry.aliases,
        became=_became(context, region, entry),
        services=tuple(
            ServiceLine(
                name=service.name.in_language(language),
                for_whom=service.for_whom.in_language(language),
                description=service.description.in_language(language),
                opening_times=service.opening_times.in_language(language),
                contact_role=service.contact_role.in_language(language),
                checked_on=service.checked_on,
                stale=service.is_stale(context.today),
            )
            for service in region.services_of(code)
        ),
        places=tuple(
            PlaceLine(location.code, location.name.in_language(language))
            for location in region.locations.values()
            if any(hours.organisation == code for hours in location.hours)
        ),
    )


def _became(context: Context, region: Region, entry: OrganisationEntry) -> tuple[str, str] | None:
    if entry.successor not in region.organisations:
        return None
    name = region.organisation_name(entry.successor, context.today, context.language)
    return entry.successor, name
