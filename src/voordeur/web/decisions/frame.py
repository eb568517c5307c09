"""How every page of the decisions begins: its parts, its crumbs, and the day one looks at."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voordeur.web.components import Crumb, Tab

PARTS: tuple[tuple[str, str], ...] = (
    ("home", gettext_noop("Besluiten")),
    ("meetings", gettext_noop("Vergaderingen")),
    ("bodies", gettext_noop("Overleggen")),
    ("documents", gettext_noop("Documenten")),
    ("timeline", gettext_noop("Tijdlijn")),
    ("agreements", gettext_noop("Overeenkomsten")),
    ("duties", gettext_noop("Plichten")),
    ("councils", gettext_noop("Raden")),
    ("adoptions", gettext_noop("WSP-plan")),
    ("reserve", gettext_noop("Reserve")),
)
"""Name of the page and what it is called."""

BEHIND: Mapping[str, str] = {
    "body": "bodies",
    "council": "councils",
    "check": "councils",
    "proposal": "home",
    "proposal_form": "home",
    "close_round": "home",
    "step": "home",
    "meeting": "meetings",
    "meeting_form": "meetings",
    "document_form": "documents",
    "package_form": "councils",
}
"""Pages that lie behind another part."""

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)


def tabs(here: str) -> list[Tab]:
    """Return the parts; ``here`` is the one that is open."""
    return [
        Tab(
            label=_(label), url=reverse(f"decisions:{name}"), current=name == BEHIND.get(here, here)
        )
        for name, label in PARTS
    ]


def show(request: HttpRequest, here: str, /, **found: object) -> HttpResponse:
    """Render the page ``here`` with the parts around it; ``status=`` answers other than 200."""
    return show_as(request, here, here, **found)


def show_as(request: HttpRequest, template: str, here: str, /, **found: object) -> HttpResponse:
    """Render a page that lies behind the part ``here``."""
    status = found.pop("status", 200)
    assert isinstance(status, int)  # programmers write it
    values = {"tabs": tabs(here), **found}
    return render(request, f"decisions/{template}.html", values, status=status)


def crumbs(part: str, here: str) -> tuple[Crumb, ...]:
    """Return the way to a page behind ``part``."""
    label = dict(PARTS)[part]
    return (Crumb(_(label), reverse(f"decisions:{part}")), Crumb(here))


def entry_url(kind: str, code: str) -> str:
    """Return the page of an entry in the register."""
    return f"{reverse('front_door:home')}register/{kind}/{code}/"


def change_url(kind: str, code: str, proposal: str) -> str:
    """Return the form in which a change of an entry is laid under a proposal."""
    return f"{entry_url(kind, code)}wijzigen/?voorstel={proposal}"


def new_entry_url(kind: str, query: str = "") -> str:
    """Return the form for a new entry of a kind."""
    address = f"{reverse('front_door:home')}register/{kind}/nieuw/"
    return f"{address}?{query}" if query else address


def day_asked(request: HttpRequest, today: date) -> date:
    """Return ``?op=2020-12-01``, or today for anything that is no day."""
    try:
        found = date.fromisoformat(request.GET.get("op", ""))
    except ValueError:
        return today
    return found if EARLIEST <= found < LATEST else today
