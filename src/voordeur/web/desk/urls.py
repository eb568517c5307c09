"""Addresses of the desk; every page asks for a login first."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import URLPattern, path

from voordeur.web.desk import (
    act_views,
    agenda_views,
    case_views,
    document_views,
    handover_urls,
    intake_views,
    list_views,
    mix_views,
    profile_views,
    team_views,
    trajectory_urls,
)

app_name = "desk"


def page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    """Return an address that only somebody who is logged in can open."""
    return path(route, login_required(view), name=name)


urlpatterns = [
    page("", list_views.start, "start"),
    page("vandaag/", list_views.today, "today"),
    page("dossiers/", list_views.cases, "cases"),
    page("dossiers/samen/", list_views.together, "cases_together"),
    page("dossiers/dossiers.<str:form>", list_views.export, "cases_export"),
    page("lijst/bewaren/", list_views.save_view, "view_save"),
    page("lijst/<str:ref>/", list_views.saved_view, "view"),
    page("lijst/<str:ref>/weg/", list_views.remove_view, "view_remove"),
    page("nieuw/", intake_views.register, "register"),
    page("nieuw/wie/", intake_views.guide, "register_guide"),
    page("dossier/<str:ref>/", case_views.case, "case"),
    page("dossier/<str:ref>/geregistreerd/", intake_views.registered, "registered"),
    page("dossier/<str:ref>/doe/<slug:act>/", act_views.act, "case_act"),
    page("dossier/<str:ref>/taak/<str:step>/klaar/", act_views.finish, "case_task_done"),
    page("dossier/<str:ref>/signaal/", act_views.take_signal, "case_signal_taken"),
    page("dossier/<str:ref>/stuk/<str:document>/", document_views.download, "case_document"),
    page("dossier/<str:ref>/traject/geld/", mix_views.mixes, "mixes"),
    page("dossier/<str:ref>/traject/geld/kies/", mix_views.choose, "mix_choose"),
    page("dossier/<str:ref>/traject/geld/terug/", mix_views.drop, "mix_drop"),
    page("dossier/<str:ref>/profiel/", profile_views.profile, "profile"),
    page("dossier/<str:ref>/profiel/tekst/", profile_views.text, "profile_text"),
    page("dossier/<str:ref>/profiel/doe/", profile_views.act, "profile_act"),
    page("team/", team_views.overview, "team"),
    page("team/verdelen/", team_views.reassign, "team_hand_out"),
    page("plekken/", team_views.places, "locations"),
    page("plekken/<slug:code>/uren/", team_views.adjust, "location_hours"),
    page("agenda/", agenda_views.agenda, "agenda"),
    page("agenda/<str:ref>/", agenda_views.settle, "agenda_settle"),
    *(
        path(str(one.pattern), login_required(one.callback), name=one.name)
        for one in (*handover_urls.urlpatterns, *trajectory_urls.urlpatterns)
    ),
]
