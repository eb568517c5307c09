"""Addresses of the register; every page asks for a login first."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from voordeur.web.register import entry_views, form_views, knowledge_views, views

app_name = "register"


class KindCode(StringConverter):
    """The code of a kind of entry."""

    regex = "[a-z_]{2,30}"


class EntryCode(StringConverter):
    """The code of an entry."""

    regex = "[A-Za-z0-9_.@-]{1,80}"


register_converter(KindCode, "kind")
register_converter(EntryCode, "entry")


def page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    """Return an address that only somebody who is logged in can open."""
    return path(route, login_required(view), name=name)


urlpatterns = [
    page("", views.home, "home"),
    page("zoeken/", views.search, "search"),
    page("kennis/", knowledge_views.knowledge, "knowledge"),
    page("kennis/communicatie/", knowledge_views.communication, "communication"),
    page("kennis/trainingen/", knowledge_views.trainings, "trainings"),
    page("kennis/bezetting/", knowledge_views.staffing, "staffing"),
    page("kennis/netwerken/", knowledge_views.connections, "connections"),
    page("<kind:kind>/", views.entries, "list"),
    page("<kind:kind>/nieuw/", form_views.new, "new"),
    page("<kind:kind>/<entry:code>/", entry_views.entry, "entry"),
    page("<kind:kind>/<entry:code>/wijzigen/", form_views.change, "change"),
    page("<kind:kind>/<entry:code>/uit-gebruik/", entry_views.retire, "retire"),
]
