"""Addresses of agenda and plan; every page asks for a login first."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import URLPattern, path

from voordeur.web.plan import (
    action_views,
    agenda_views,
    line_views,
    milestone_views,
    plan_views,
    project_views,
    track_views,
    year_views,
)

app_name = "plan"


def _page(address: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    return path(address, login_required(view), name=name)


urlpatterns = [
    _page("", plan_views.home, "home"),
    _page("<int:year>/", plan_views.plan, "plan"),
    _page("<int:year>/regels/", year_views.lines, "lines"),
    _page("<int:year>/verschil/", year_views.difference, "difference"),
    _page("<int:year>/kalender/", year_views.calendar, "calendar"),
    _page("mijlpalen/", milestone_views.milestones, "milestones"),
    _page("mijlpalen/<str:code>/gehaald/", milestone_views.reached, "reached"),
    path("agenda/<slug:token>/mijlpalen-regio.ics", milestone_views.feed, name="milestone_feed"),
    path("agenda/<slug:token>/plan-<int:year>.ics", milestone_views.plan_feed, name="plan_feed"),
    _page("regel/<str:code>/", line_views.line, "line"),
    _page("agenda/", agenda_views.agenda, "agenda"),
    _page("doe-agenda/", action_views.actions, "actions"),
    _page("doe-agenda/<str:code>/", action_views.action, "action"),
    _page("projecten/", project_views.projects, "projects"),
    _page("projecten/<str:code>/", project_views.project, "project"),
    _page("sporen/", track_views.tracks, "tracks"),
    _page("knelpunten/", track_views.bottlenecks, "bottlenecks"),
    _page("uitfasering/", track_views.phase_out, "phase_out"),
]
