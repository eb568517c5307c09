"""Addresses of this slice."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "front_door"


def _soon(_request: HttpRequest) -> HttpResponse:
    """Hold the place until the page is there."""
    return HttpResponse("")


urlpatterns = [
    path("", _soon, name="home"),
    path("vraag/", _soon, name="ask"),
    path("spreekuren/", _soon, name="hours"),
    path("wie-doet-wat/", _soon, name="who"),
    path("jouw-gegevens/", _soon, name="privacy"),
    path("toegankelijkheid/", _soon, name="accessibility"),
]
