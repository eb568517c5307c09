"""The doors of the governance pages: which ones this reader has, and the way every page starts."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.kernel.actors import Role
from voordeur.services.context import Context
from voordeur.services.offices import (
    ANYBODY,
    LIST_READERS,
    MANAGER,
    MOVERS_OF_DATA,
    PRIVACY,
    READERS_OF_THE_PACK,
    holds_office,
)
from voordeur.web.components import Tab

DOORS: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("home", gettext_noop("Overzicht"), ANYBODY),
    ("pack", gettext_noop("Regiopakket"), READERS_OF_THE_PACK),
    ("parties", gettext_noop("Partijen"), READERS_OF_THE_PACK),
    ("policies", gettext_noop("Standpunten"), READERS_OF_THE_PACK),
    ("people", gettext_noop("Mensen met toegang"), MANAGER),
    ("messages", gettext_noop("Berichten"), MANAGER),
    ("log", gettext_noop("Logboek"), PRIVACY),
    ("access", gettext_noop("Inzage"), PRIVACY),
    ("retention", gettext_noop("Bewaren"), PRIVACY),
    ("lists", gettext_noop("Getoonde lijsten"), LIST_READERS),
    ("fairness", gettext_noop("Eerlijke kansen"), LIST_READERS),
    ("imports", gettext_noop("Importeren"), MOVERS_OF_DATA),
    ("exports", gettext_noop("Exporteren"), MOVERS_OF_DATA),
)
"""Name of the page, what it is called, and who has it."""

PARTS: Mapping[str, str] = {"names": "pack", "routes": "pack", "list": "lists"}
"""Pages that lie behind the door of another one."""


def tabs(context: Context, here: str) -> list[Tab]:
    """Return the doors this reader has; ``here`` is the one that is open."""
    return [
        Tab(
            label=_(label), url=reverse(f"governance:{name}"), current=name == PARTS.get(here, here)
        )
        for name, label, roles in DOORS
        if holds_office(context, roles)
    ]


def show(request: HttpRequest, context: Context, here: str, /, **found: object) -> HttpResponse:
    """Render the page ``here`` with its doors around it; ``status=`` answers other than 200."""
    return show_as(request, context, here, here, **found)


def show_as(
    request: HttpRequest, context: Context, template: str, here: str, /, **found: object
) -> HttpResponse:
    """Render a page that lies behind the door ``here``."""
    status = found.pop("status", 200)
    assert isinstance(status, int)  # programmers write it
    values = {"tabs": tabs(context, here), **found}
    return render(request, f"governance/{template}.html", values, status=status)
