"""Addresses of employers, vacancies and placements; every page asks for a login first."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import URLPattern, path

from voordeur.web.work import case_views, employer_views, people_views, vacancy_views

app_name = "work"


def page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    """Return an address that only somebody who is logged in can open."""
    return path(route, login_required(view), name=name)


urlpatterns = [
    page("", employer_views.employer_list, "employers"),
    page("nieuw/", employer_views.new_employer, "new_employer"),
    page("bedrijf/<str:ref>/", employer_views.employer, "employer"),
    page("bedrijf/<str:ref>/wijzig/", employer_views.change_employer, "change_employer"),
    page("bedrijf/<str:ref>/vestiging/", employer_views.add_site, "add_site"),
    page("bedrijf/<str:ref>/vacature/", employer_views.new_vacancy, "new_vacancy"),
    page("contact/<str:talk>/klaar/", employer_views.followed, "followed"),
    page("vacatures/", vacancy_views.vacancy_list, "vacancies"),
    page("vacature/<str:ref>/", vacancy_views.vacancy, "vacancy"),
    page("vacature/<str:ref>/wie-past/", vacancy_views.candidates, "candidates"),
    page("vacature/<str:ref>/wijzig/", vacancy_views.change, "change_vacancy"),
    page("vacature/<str:ref>/splits/", vacancy_views.split, "split_vacancy"),
    page("vacature/<str:ref>/doe/<slug:what>/", vacancy_views.act, "vacancy_act"),
    page("voorstel/<str:ref>/<slug:what>/", vacancy_views.referral, "referral"),
    page("bij/<str:ref>/", case_views.case_work, "case"),
    page("bij/<str:ref>/past/<str:vacancy>/", case_views.pair, "pair"),
    page("bij/<str:ref>/kansen/", people_views.chances, "chances"),
    page("bij/<str:ref>/doelgroepregister/", people_views.note_status, "register_status"),
    page("mensen/banenafspraak/", people_views.agreement, "agreement"),
    page("mensen/<slug:which>/", people_views.people, "people"),
    page("bij/<str:ref>/stel-voor/<str:vacancy>/", case_views.suggest, "suggest"),
    page("bij/<str:ref>/baan/", case_views.place, "place"),
    page("bij/<str:ref>/baan/<str:placement>/einde/", case_views.end, "end_placement"),
    page("bij/<str:ref>/baan/<str:placement>/na/<int:months>/", case_views.check, "check"),
    page("verdeling/", case_views.division, "division"),
    page("plaatsingen/", case_views.counts, "placements"),
]
