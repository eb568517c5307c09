"""Bodies and decision routes as the register has them: the one place they are read from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from voordeur.domain.governance.routes import BODY, ROUTE, Body, Route, read_body, read_route
from voordeur.domain.region.model import Region
from voordeur.domain.register.entry import Entry
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.region import current_region


def bodies(context: Context) -> Mapping[str, Body]:
    """Return every body in use, also one that no longer meets or does not meet yet, by code."""
    return {entry.code: read_body(entry) for entry in register.entries(context, BODY)}


def routes(context: Context) -> Mapping[str, Route]:
    """Return every decision route in use, by code."""
    return {entry.code: read_route(entry) for entry in register.entries(context, ROUTE)}


@dataclass(frozen=True, slots=True)
class Known:
    """Bodies and routes with the names people know them by, read at once (two queries)."""

    bodies: Mapping[str, Body]
    routes: Mapping[str, Route]
    entries: Mapping[str, Entry]
    region: Region

    def body_name(self, code: str, context: Context, on: date | None = None) -> str:
        """Return what a body is called, by the name of a day (today); unknown stays its code."""
        entry = self.entries.get(code)
        if entry is None:
            return code
        return entry.title_on(on or context.today).in_language(context.language)

    def organisation(self, code: str, context: Context, on: date | None = None) -> str:
        """Return what an organisation is called; unknown stays its code."""
        if code not in self.region.organisations:
            return code
        return self.region.organisation_name(code, on or context.today, context.language)


def known(context: Context) -> Known:
    """Return what reads of governance need to call things by their names."""
    found = register.entries_of(context, (BODY, ROUTE))
    return Known(
        bodies={code: read_body(one) for (kind, code), one in found.items() if kind == BODY},
        routes={code: read_route(one) for (kind, code), one in found.items() if kind == ROUTE},
        entries={code: one for (kind, code), one in found.items() if kind == BODY},
        region=current_region(),
    )
