"""Addresses of handovers and partners, within the desk."""

from django.urls import path

from voordeur.web.desk import handover_views as views

urlpatterns = [
    path("overdrachten/", views.lists, name="handovers"),
    path("overdracht/<slug:ref>/", views.one, name="handover"),
    path("overdracht/<slug:ref>/intrekken/", views.withdraw, name="handover_withdraw"),
    path("overdracht/<slug:ref>/link/", views.send_link, name="handover_link"),
    path("dossier/<slug:ref>/overdragen/", views.offer, name="offer"),
]
