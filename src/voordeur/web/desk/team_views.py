"""Pages for whoever leads: the team's caseload, what is late, and the reach of the places."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voordeur.domain.kernel.actors import CASE_WORK_ROLES
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.services import caseload, reach
from voordeur.services.reach import NewHours
from voordeur.web import contexts
from voordeur.web.components import Bar, Tab
from voordeur.web.desk.forms import HandOutForm, HoursForm
from voordeur.web.desk.list_views import tell_done
from voordeur.web.refusals import sentence

NOBODY = "niemand"


def _tabs(current: str) -> tuple[Tab, ...]:
    pages = (
        (_("Team"), "desk:team"),
        (_("Plekken en bereik"), "desk:locations"),
        (_("Agenda"), "desk:agenda"),
    )
    return tuple(Tab(label, reverse(name), current=name == current) for label, name in pages)


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Show caseload per colleague and phase, late handovers, effectiveness next to legality."""
    context = contexts.professional(request)
    page = caseload.team(context)
    bars = [Bar(one.name or _("Van niemand"), one.open) for one in page.advisers if one.open]
    found = {
        "page": page,
        "tabs": _tabs("desk:team"),
        "bars": bars,
        "form": HandOutForm(caseload.colleagues(context)),
        "case_work": context.has_role(*CASE_WORK_ROLES),
    }
    return render(request, "desk/team.html", found)


@require_POST
def hand_out(request: HttpRequest) -> HttpResponse:
    """Spread the cases of somebody who leaves, or of nobody, over colleagues."""
    context = contexts.professional(request)
    caseload.require_lead(context)
    form = HandOutForm(caseload.colleagues(context), request.POST)
    leaver = request.POST.get("van", "")
    whole = leaver.isascii() and leaver.isdigit() and len(leaver) < 19  # noqa: PLR2004  an id
    if not form.is_valid() or not (leaver == NOBODY or whole):
        messages.error(request, _("Kies van wie, en kies een of meer collega’s."))
        return redirect("desk:team")
    try:
        done = caseload.hand_out(
            context,
            leaver_id=None if leaver == NOBODY else int(leaver),
            to=[int(one) for one in form.cleaned_data["to"]],
        )
    except RefusedError as error:
        messages.error(request, sentence(error.refusal))
        return redirect("desk:team")
    if not done.done and not done.refused:
        messages.info(request, _("Er was niets te verdelen."))
    tell_done(request, done)
    return redirect("desk:team")


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Show reach per place and whether access is equal."""
    context = contexts.professional(request)
    found = {"page": reach.reach(context), "tabs": _tabs("desk:locations")}
    return render(request, "desk/locations.html", found)


@require_http_methods(["GET", "HEAD", "POST"])
def adjust(request: HttpRequest, code: str) -> HttpResponse:
    """Scale the hours of a place up or down for a while."""
    context = contexts.professional(request)
    place = next((one for one in reach.reach(context).places if one.code == code), None)
    if place is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    form = HoursForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reach.adjust_hours(context, hours=NewHours(location=code, **form.cleaned_data))
        except RefusedError as error:
            field = error.refusal.facts.get("field")
            form.add_error(field if field in form.fields else None, sentence(error.refusal))
        else:
            messages.success(request, _("De spreekuren zijn aangepast."))
            return redirect("desk:locations")
    status = 422 if form.is_bound else 200
    return render(
        request, "desk/location_hours.html", {"form": form, "place": place}, status=status
    )
