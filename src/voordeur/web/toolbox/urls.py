"""Addresses of the toolbox; every page asks for a login first."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import URLPattern, path

from voordeur.web.toolbox import sum_views, views

app_name = "toolbox"


def _page(address: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    return path(address, login_required(view), name=name)


urlpatterns = [
    _page("", views.home, "home"),
    _page("bij/<str:ref>/", views.case, "case"),
    _page("bij/<str:ref>/niet-ingezet/", views.not_used, "not_used"),
    _page("instrument/<str:code>/", views.tool, "tool"),
    _page("vergelijk/", views.compare, "compare"),
    _page("rekenen/", sum_views.sums, "sums"),
    _page("rekenen/<str:name>/", sum_views.one, "sum"),
]
