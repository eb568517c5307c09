"""Addresses of the toolbox; every page asks for a login first."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import URLPattern, path

from voordeur.web.toolbox import shared_views, sum_views, training_views, views

app_name = "toolbox"


def _page(address: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    return path(address, login_required(view), name=name)


urlpatterns = [
    _page("", views.home, "home"),
    _page("bij/<str:ref>/", views.case, "case"),
    _page("bij/<str:ref>/niet-ingezet/", views.not_used, "not_used"),
    _page("bij/<str:ref>/anders/", shared_views.deviate, "deviate"),
    _page("bij/<str:ref>/anders/<str:deviation>/", shared_views.lesson, "lesson"),
    _page("bij/<str:ref>/uitkomst/<str:step>/", shared_views.aid, "aid"),
    _page("experimenten/", shared_views.experiments, "experiments"),
    _page("gebruik/", shared_views.use, "use"),
    _page("trainingen/", training_views.overview, "trainings"),
    _page("trainingen/<str:training>/boek/", training_views.book, "training_book"),
    _page("trainingen/<str:training>/afgelast/", training_views.cancel, "training_cancel"),
    _page(
        "trainingen/<str:training>/boek/<str:booking>/",
        training_views.cancel_booking,
        "training_booking",
    ),
    _page("instrument/<str:code>/", views.tool, "tool"),
    _page("vergelijk/", views.compare, "compare"),
    _page("rekenen/", sum_views.sums, "sums"),
    _page("rekenen/<str:name>/", sum_views.one, "sum"),
]
