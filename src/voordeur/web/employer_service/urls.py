"""Addresses of the employer service for professionals; every page asks for a login first."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import URLPattern, path

from voordeur.web.employer_service import (
    gathering_views,
    group_views,
    network_views,
    plan_views,
)

app_name = "wsp"


def page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    """Return an address that only somebody who is logged in can open."""
    return path(route, login_required(view), name=name)


urlpatterns = [
    page("netwerken/", network_views.network_list, "networks"),
    page("netwerken/<str:code>/", network_views.network, "network"),
    page("netwerken/<str:code>/<str:employer>/<slug:what>/", network_views.member, "member"),
    page("themas/", network_views.themes, "themes"),
    page("themas/<slug:theme>/naar-tafel/", network_views.bring, "bring"),
    page("bijeenkomsten/", gathering_views.gathering_list, "gatherings"),
    page("bijeenkomsten/nieuw/", gathering_views.new, "new_gathering"),
    page("bijeenkomst/<str:ref>/", gathering_views.gathering, "gathering"),
    page("bijeenkomst/<str:ref>/wijzig/", gathering_views.change, "change_gathering"),
    page("bijeenkomst/<str:ref>/doe/<slug:what>/", gathering_views.act, "gathering_act"),
    page("groepen/", group_views.groups, "groups"),
    page("groepen/<str:ref>/akkoord/<slug:party>/", group_views.agree, "group_agree"),
    page("jaarplannen/", plan_views.service_plan_list, "service_plans"),
    page("jaarplannen/<str:code>/", plan_views.service_plan, "service_plan"),
    page("jaarplannen/<str:code>/voorstel/", plan_views.propose, "propose"),
    page("behoeften/", plan_views.needs, "needs"),
    page("advies/", plan_views.advice, "advice"),
    page("overheden/", plan_views.public, "public"),
    page("sociaal-doel/", plan_views.social, "social"),
    page("bedrijf/<str:ref>/afspraken/", plan_views.employer_plan, "employer_plan"),
    page("bedrijf/<str:ref>/afspraken/<str:plan>/terugkijken/", plan_views.look_back, "look_back"),
    page("bedrijf/<str:ref>/training/", plan_views.book_training, "book_training"),
    page("bedrijf/<str:ref>/link/<slug:what>/", plan_views.link, "company_link"),
]
