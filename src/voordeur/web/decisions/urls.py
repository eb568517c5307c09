"""Addresses of the decisions; every page asks for a login first."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import URLPattern, path

from voordeur.web.decisions import body_views, overview_views

app_name = "decisions"


def page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    """Return an address that only somebody who is logged in can open."""
    return path(route, login_required(view), name=name)


urlpatterns = [
    page("", overview_views.home, "home"),
    page("overleggen/", body_views.bodies, "bodies"),
    page("overleggen/<str:code>/", body_views.body, "body"),
]
