"""Addresses of this slice."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "my"


def _soon(_request: HttpRequest) -> HttpResponse:
    """Hold the place until the page is there."""
    return HttpResponse("")


urlpatterns = [
    path("", _soon, name="home"),
    path("inloggen/", _soon, name="login"),
]
