"""How every page of this slice begins: the parts somebody may open, and the crumbs."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.domain.kernel.actors import Role
from voordeur.services.batch_plans import PLANNERS
from voordeur.services.context import Context
from voordeur.services.money_pages import READERS
from voordeur.services.offices import BACK_OFFICE, BUDGET_OWNER
from voordeur.web.components import Crumb, Tab

PARTS: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("overview", gettext_noop("Budgetten"), READERS),
    ("streams", gettext_noop("Stroom"), READERS),
    ("plans", gettext_noop("Plannen"), PLANNERS),
    ("scenarios", gettext_noop("Scenario’s"), PLANNERS),
    ("invoices", gettext_noop("Facturen"), BACK_OFFICE),
    ("payments", gettext_noop("Betalingen"), BACK_OFFICE),
    ("subsidies", gettext_noop("Subsidies"), READERS),
    ("reserve", gettext_noop("Reserve"), READERS),
    ("projects", gettext_noop("Projecten"), READERS),
    ("local", gettext_noop("Lokaal geld"), READERS),
    ("consents", gettext_noop("Toestemmingen"), BUDGET_OWNER),
)
"""Name of the page, what it is called, and who may open it."""
BEHIND: Mapping[str, str] = {
    "consent": "consents",
    "plan": "plans",
    "purse": "overview",
    "stream_lines": "streams",
    "local_new": "local",
    "path": "streams",
}


def tabs(context: Context, here: str) -> list[Tab]:
    """Return the parts this person may open; ``here`` is the one that is open."""
    behind = BEHIND.get(here, here)
    return [
        Tab(label=_(label), url=reverse(f"broker:{name}"), current=name == behind)
        for name, label, roles in PARTS
        if context.has_role(*roles)
    ]


def show(request: HttpRequest, context: Context, here: str, /, **found: object) -> HttpResponse:
    """Render the page ``here`` with the parts around it.

    ``status=`` answers other than 200; ``part=`` tells which part is open when it is another.
    """
    status, part = found.pop("status", 200), found.pop("part", here)
    assert isinstance(status, int)  # programmers write it
    values = {"tabs": tabs(context, str(part)), **found}
    return render(request, f"broker/{here}.html", values, status=status)


def crumbs(part: str, here: str) -> tuple[Crumb, ...]:
    """Return the way to a page behind ``part``."""
    label = next(label for name, label, _roles in PARTS if name == part)
    return (Crumb(_(label), reverse(f"broker:{part}")), Crumb(here))
