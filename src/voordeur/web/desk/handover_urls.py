"""Addresses of handovers and partners, within the desk, which asks for a login first."""

from django.urls import path

from voordeur.web.desk import (
    handover_views,
    link_views,
    partner_views,
    rejection_views,
)

urlpatterns = [
    path("overdrachten/", handover_views.lists, name="handovers"),
    path("overdrachten/links/", link_views.organisation_links, name="organisation_links"),
    path("overdrachten/links/<str:ref>/weg/", link_views.revoke, name="organisation_link_revoke"),
    path("overdracht/<str:ref>/", handover_views.one, name="handover"),
    path("overdracht/<str:ref>/intrekken/", handover_views.withdraw, name="handover_withdraw"),
    path("overdracht/<str:ref>/link/", handover_views.send_link, name="handover_link"),
    path("dossier/<str:ref>/overdragen/", handover_views.offer, name="offer"),
    path("dossier/<str:ref>/wat-past/", partner_views.fitting, name="fitting"),
    path("afwijzing/", rejection_views.rejection, name="rejection"),
    path("partners/", partner_views.directory, name="partners"),
    path("partners/<slug:code>/", partner_views.one, name="partner"),
    path("partners/<slug:code>/klopt/", partner_views.confirm, name="partner_confirm"),
]
