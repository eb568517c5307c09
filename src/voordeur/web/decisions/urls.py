"""Addresses of the decisions; every page asks for a login first."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import URLPattern, path

from voordeur.web.decisions import (
    body_views,
    council_views,
    document_views,
    meeting_views,
    money_views,
    overview_views,
    proposal_views,
    reading_views,
)

app_name = "decisions"


def page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    """Return an address that only somebody who is logged in can open."""
    return path(route, login_required(view), name=name)


urlpatterns = [
    page("", overview_views.home, "home"),
    page("lijst/<slug:name>.<str:form>", overview_views.export, "export"),
    page("voorstel/nieuw/", proposal_views.new, "proposal_new"),
    page("voorstel/<str:ref>/", proposal_views.proposal, "proposal"),
    page("voorstel/<str:ref>/wijzigen/", proposal_views.change, "proposal_change"),
    page("voorstel/<str:ref>/indienen/", proposal_views.submit, "proposal_submit"),
    page("voorstel/<str:ref>/herzien/", proposal_views.revise, "proposal_revise"),
    page("voorstel/<str:ref>/intrekken/", proposal_views.withdraw, "proposal_withdraw"),
    page("voorstel/<str:ref>/jaarplan/", proposal_views.adopt, "proposal_adopt"),
    page("voorstel/<str:ref>/verwerken/", proposal_views.work_in, "proposal_work_in"),
    page("voorstel/<str:ref>/stap/<str:code>/", proposal_views.step, "proposal_step"),
    page("voorstel/<str:ref>/weg/<str:kind>/<str:code>/", proposal_views.drop, "proposal_drop"),
    page("vergaderingen/", meeting_views.overview, "meetings"),
    page("vergaderingen/vergaderingen.ics", meeting_views.calendar, "meetings_calendar"),
    page("vergaderingen/nieuw/", meeting_views.plan, "meeting_new"),
    page("vergaderingen/<str:ref>/", meeting_views.meeting, "meeting"),
    page("vergaderingen/<str:ref>/papier/", meeting_views.paper, "meeting_paper"),
    page("vergaderingen/<str:ref>/punt/", meeting_views.put, "meeting_item"),
    page("vergaderingen/<str:ref>/gehouden/", meeting_views.held, "meeting_held"),
    page("overleggen/", body_views.bodies, "bodies"),
    page("overleggen/<str:code>/", body_views.body, "body"),
    page("documenten/", document_views.documents, "documents"),
    page("documenten/nieuw/", document_views.bring, "document_new"),
    page("documenten/<str:ref>/bestand/", document_views.download, "document_download"),
    page("tijdlijn/", reading_views.timeline, "timeline"),
    page("overeenkomsten/", reading_views.agreements, "agreements"),
    page("plichten/", reading_views.duties, "duties"),
    page("raden/", council_views.councils, "councils"),
    page("raden/pakket/nieuw/", council_views.make, "package_new"),
    page("raden/pakket/<str:ref>/", council_views.package, "package"),
    page("raad/<slug:municipality>/", council_views.council, "council"),
    page("wsp-plan/", money_views.adoptions, "adoptions"),
    page("reserve/", money_views.reserve_view, "reserve"),
    page("toets/<str:code>/", reading_views.check, "check"),
]
