"""Addresses of this slice."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "desk"


def _soon(_request: HttpRequest) -> HttpResponse:
    """Hold the place until the page is there."""
    return HttpResponse("")


urlpatterns = [
    path("", _soon, name="start"),
    path("vandaag/", _soon, name="today"),
    path("dossiers/", _soon, name="cases"),
    path("overdrachten/", _soon, name="handovers"),
    path("partners/", _soon, name="partners"),
    path("team/", _soon, name="team"),
]
