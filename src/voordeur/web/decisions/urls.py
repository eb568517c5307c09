"""Addresses of the decisions; every page asks for a login first."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import URLPattern, path

from voordeur.web.decisions import (
    body_views,
    council_views,
    document_views,
    overview_views,
    reading_views,
)

app_name = "decisions"


def page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    """Return an address that only somebody who is logged in can open."""
    return path(route, login_required(view), name=name)


urlpatterns = [
    page("", overview_views.home, "home"),
    page("overleggen/", body_views.bodies, "bodies"),
    page("overleggen/<str:code>/", body_views.body, "body"),
    page("documenten/", document_views.documents, "documents"),
    page("tijdlijn/", reading_views.timeline, "timeline"),
    page("overeenkomsten/", reading_views.agreements, "agreements"),
    page("plichten/", reading_views.duties, "duties"),
    page("raden/", council_views.councils, "councils"),
    page("raad/<slug:municipality>/", council_views.council, "council"),
    page("toets/<str:code>/", reading_views.check, "check"),
]
