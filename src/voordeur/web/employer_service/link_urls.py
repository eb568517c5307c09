"""Addresses of an employer without an account."""

from django.urls import path

from voordeur.web.employer_service import link_views

app_name = "wsp_link"

urlpatterns = [
    path("bijeenkomst/<str:token>/", link_views.gathering, name="gathering"),
    path("bijeenkomst/<str:token>/agenda.ics", link_views.gathering_file, name="gathering_file"),
    path("bedrijf/<str:token>/", link_views.company, name="company"),
    path("van-werk-naar-werk/groep/", link_views.group, name="group"),
]
