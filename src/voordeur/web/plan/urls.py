"""Addresses of agenda and plan; every page asks for a login first."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import URLPattern, path

from voordeur.web.plan import line_views, plan_views

app_name = "plan"


def _page(address: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    return path(address, login_required(view), name=name)


urlpatterns = [
    _page("", plan_views.home, "home"),
    _page("<int:year>/", plan_views.plan, "plan"),
    _page("regel/<str:code>/", line_views.line, "line"),
]
