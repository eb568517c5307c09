"""Knowledge to read: articles, the communication plan, trainings, staffing and networks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from voordeur.services import knowledge_pages, register
from voordeur.services.context import Context
from voordeur.web import contexts
from voordeur.web.components import Tab
from voordeur.web.register.views import LONGEST_WORDS

PARTS: tuple[tuple[str, str], ...] = (
    ("knowledge", gettext_noop("Kennisbank")),
    ("communication", gettext_noop("Communicatie")),
    ("trainings", gettext_noop("Trainingen")),
    ("staffing", gettext_noop("Bezetting")),
    ("connections", gettext_noop("Netwerken")),
)
"""Name of the page and what it is called."""


@require_safe
def knowledge(request: HttpRequest) -> HttpResponse:
    """Show articles per topic, or those that have the words asked for."""
    context = contexts.professional(request)
    asked = request.GET.get("zoek", "").replace("\x00", "").strip()[:LONGEST_WORDS]
    topics = knowledge_pages.topics(context, asked=asked)
    return _show(request, context, "knowledge", ("article",), topics=topics, asked=asked)


@require_safe
def communication(request: HttpRequest) -> HttpResponse:
    """Show who tells what to whom, under which name, and what campaigns reached."""
    context = contexts.professional(request)
    plan = knowledge_pages.communication(context)
    return _show(request, context, "communication", ("message", "campaign"), plan=plan)


@require_safe
def trainings(request: HttpRequest) -> HttpResponse:
    """Show what professionals learned, per organisation and role."""
    context = contexts.professional(request)
    found = knowledge_pages.trainings(context)
    return _show(request, context, "trainings", ("training",), organisations=found.items())


@require_safe
def staffing(request: HttpRequest) -> HttpResponse:
    """Show hours needed and filled, and what is done when short."""
    context = contexts.professional(request)
    found = knowledge_pages.staffing(context)
    return _show(request, context, "staffing", ("staffing",), lines=found)


@require_safe
def connections(request: HttpRequest) -> HttpResponse:
    """Show with whom the region works together."""
    context = contexts.professional(request)
    found = knowledge_pages.connections(context)
    return _show(request, context, "connections", ("connection",), sorts=found.items())


def _show(
    request: HttpRequest, context: Context, here: str, kinds: tuple[str, ...], /, **found: object
) -> HttpResponse:
    tabs = [
        Tab(label=_(label), url=reverse(f"register:{name}"), current=name == here)
        for name, label in PARTS
    ]
    may_add = {
        kind: bool(register.may_write(context, register.kind_of(kind), None)) for kind in kinds
    }
    values = {"tabs": tabs, "may_add": may_add, **found}
    return render(request, f"register/{here}.html", values)
