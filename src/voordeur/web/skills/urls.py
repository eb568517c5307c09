"""Addresses of occupations and skills; every page asks for a login first."""

from django.contrib.auth.decorators import login_required
from django.urls import path

from voordeur.web.skills import views

app_name = "skills"

urlpatterns = [
    path("", login_required(views.home), name="home"),
    path("woorden/", login_required(views.options), name="options"),
    path("<int:number>/", login_required(views.concept), name="concept"),
]
