"""Addresses of the employer service in Mijn Voordeur."""

from django.urls import path

from voordeur.web.employer_service import my_views

app_name = "wsp_my"

urlpatterns = [
    path("bijeenkomsten/", my_views.gatherings, name="gatherings"),
    path("bijeenkomsten/<str:ref>/agenda.ics", my_views.gathering_file, name="gathering_file"),
    path("bijeenkomsten/<str:ref>/ja/", my_views.yes, name="gathering_yes"),
    path("bijeenkomsten/<str:ref>/nee/", my_views.no, name="gathering_no"),
    path("groep/", my_views.groups, name="groups"),
    path("groep/<str:ref>/stop/", my_views.leave_group, name="leave_group"),
]
