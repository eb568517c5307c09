"""Addresses of the sector paths; open to everybody."""

from django.urls import path

from voordeur.web.paths import views

app_name = "paths"

urlpatterns = [
    path("", views.home, name="home"),
    path("route/", views.route, name="route"),
    path("opleidingen/", views.courses, name="courses"),
    path("leerplekken/", views.places, name="places"),
    path("functie/<slug:code>/", views.job, name="job"),
    path("<slug:sector>/", views.sector, name="sector"),
]
