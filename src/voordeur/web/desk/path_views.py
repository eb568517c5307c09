"""The sector paths at the desk: a way in the trajectory of somebody, and how paths are used."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.services import (
    learning_places,
    path_choosing,
    path_routes,
    path_use,
    trajectory_pages,
)
from voordeur.services.context import Context
from voordeur.services.path_choosing import ChosenWay
from voordeur.services.trajectory_pages import CaseTrajectory
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.refusals import sentence

HIDDEN = frozenset({Reason.NOT_FOUND, Reason.NO_GRANT})
LONGEST_DAY = 10
LONGEST_STEPS = 400


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def way(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the ways for the person of a case, and put the chosen one in the trajectory."""
    context = contexts.professional(request)
    found = trajectory_pages.case_trajectory(context, case_ref=ref)
    if request.method == "POST":
        wrong = _chosen(request, context, ref)
        if not wrong:
            said = _("De weg staat in het traject. Vul aan wat nog open is, zoals geld en dagen.")
            messages.success(request, said)
            return redirect("desk:trajectory", ref)
        return _page(request, context, found, wrong)
    return _page(request, context, found)


def _chosen(request: HttpRequest, context: Context, ref: str) -> str:
    """Put the pressed way in the trajectory; returns what stands in its way, '' when nothing."""
    day = _day(request.POST.get("begin", ""))
    if day is None:
        return _("Vul een dag in om te beginnen, zoals 2 maart 2026.")
    asked = path_routes.read_asked(request.POST)
    chosen = ChosenWay(
        start=asked.start,
        steps=tuple(request.POST.get("stappen", "")[:LONGEST_STEPS].split()),
        starts_on=day,
        traveller=asked.traveller,
    )
    try:
        path_choosing.choose_way(context, case_ref=ref, chosen=chosen)
    except RefusedError as refused:
        if refused.refusal.reason in HIDDEN:
            raise
        if refused.refusal.reason is Reason.INVALID_INPUT:
            return _("Deze weg is intussen veranderd. Hieronder staat hoe het nu kan.")
        return sentence(refused.refusal)
    return ""


def _page(
    request: HttpRequest, context: Context, found: CaseTrajectory, wrong: str = ""
) -> HttpResponse:
    source = request.POST if request.method == "POST" else request.GET
    page = path_routes.route(context, asked=path_routes.read_asked(source))
    name = found.brief.name or _("Naam niet gedeeld")
    ref = found.brief.ref
    values = {
        "page": page,
        "name": name,
        "ref": ref,
        "wrong": wrong,
        "begin": _day(source.get("begin", "")) or context.today,
        "crumbs": (
            Crumb(name, reverse("desk:case", args=[ref])),
            Crumb(_("Traject"), reverse("desk:trajectory", args=[ref])),
            Crumb(_("Een weg uit de paden")),
        ),
    }
    return render(request, "paths/choose.html", values, status=422 if wrong else 200)


def _day(typed: str) -> date | None:
    if len(typed) != LONGEST_DAY:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


@login_required
@require_safe
def use(request: HttpRequest) -> HttpResponse:
    """Show how the paths are used, beside the places to learn."""
    context = contexts.professional(request)
    values = {
        "page": path_use.use(context),
        "demand": learning_places.demand(context),
        "crumbs": (Crumb(_("Sectorpaden")),),
    }
    return render(request, "paths/use.html", values)
