"""Bodies and decision routes as the register has them: the one place they are read from."""

from collections.abc import Mapping

from voordeur.domain.governance.routes import BODY, ROUTE, Body, Route, read_body, read_route
from voordeur.services import register
from voordeur.services.context import Context


def bodies(context: Context) -> Mapping[str, Body]:
    """Return every body in use, also one that no longer meets or does not meet yet, by code."""
    return {entry.code: read_body(entry) for entry in register.entries(context, BODY)}


def routes(context: Context) -> Mapping[str, Route]:
    """Return every decision route in use, by code."""
    return {entry.code: read_route(entry) for entry in register.entries(context, ROUTE)}
