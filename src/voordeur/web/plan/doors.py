"""The parts of the plan pages, as tabs with their own addresses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.web.components import Tab

DOORS: tuple[tuple[str, str], ...] = (
    ("home", gettext_noop("Jaarplan")),
    ("agenda", gettext_noop("Agenda")),
    ("actions", gettext_noop("Doe-agenda")),
    ("projects", gettext_noop("Projecten")),
    ("milestones", gettext_noop("Mijlpalen")),
    ("tracks", gettext_noop("Sporen")),
    ("bottlenecks", gettext_noop("Knelpunten")),
)
"""Name of the page and what it is called."""


def tabs(here: str) -> list[Tab]:
    """Return the parts; ``here`` is the one that is open."""
    return [
        Tab(label=_(label), url=reverse(f"plan:{name}"), current=name == here)
        for name, label in DOORS
    ]


def show(
    request: HttpRequest, template: str, here: str, /, *, status: int = 200, **found: object
) -> HttpResponse:
    """Render a page of the plan with its tabs."""
    return render(request, f"plan/{template}.html", {"tabs": tabs(here), **found}, status=status)
