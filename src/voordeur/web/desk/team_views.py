"""Pages for whoever leads: the team or the region, its places, and who is reached."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voordeur.domain.kernel.actors import CASE_WORK_ROLES
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.services import caseload, hours, reach, team
from voordeur.services.context import Context
from voordeur.services.hours import HoursPlace, NewHours
from voordeur.services.team import Overview
from voordeur.web import contexts
from voordeur.web.components import Crumb, Tab
from voordeur.web.desk.team_forms import HoursForm, MonthForm, ReassignForm, read_month
from voordeur.web.desk.team_words import (
    equal_rows,
    places_bars,
    query_of,
    result_facts,
    share_words,
    team_bars,
)
from voordeur.web.refusals import sentence


def _tabs(context: Context, current: str) -> tuple[Tab, ...]:
    pages = [(_("Team"), "desk:team"), (_("Plekken en bereik"), "desk:locations")]
    if context.has_role(*CASE_WORK_ROLES):
        pages.append((_("Agenda"), "desk:agenda"))
    return tuple(Tab(label, reverse(name), current=name == current) for label, name in pages)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show what a team or the region carries, what waits, and what came of it."""
    context = contexts.professional(request)
    page = team.overview(context)
    form = ReassignForm(page.team.advisers) if page.team else None
    return _overview_page(request, context, page, form)


def _overview_page(
    request: HttpRequest, context: Context, page: Overview, form: ReassignForm | None
) -> HttpResponse:
    found = {
        "page": page,
        "tabs": _tabs(context, "desk:team"),
        "form": form,
        "bars": team_bars(page.team) if page.team else (),
        "queues": [(one, query_of(one.filters)) for one in page.team.queues] if page.team else (),
        "team_results": result_facts(page.team.results) if page.team else None,
        "region_results": result_facts(page.region.results) if page.region else None,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "desk/team.html", found, status=status)


@require_POST
def reassign(request: HttpRequest) -> HttpResponse:
    """Move every open case of a colleague who leaves; all of them, or none with the reason."""
    context = contexts.professional(request)
    page = team.overview(context)
    if page.team is None:
        raise RefusedError(team.NOT_A_TEAM)
    form = ReassignForm(page.team.advisers, request.POST)
    if not form.is_valid():
        return _overview_page(request, context, page, form)
    try:
        moved = caseload.reassign(context, leaver_id=form.leaver_id(), to=form.taker_ids())
    except RefusedError as error:
        why = sentence(error.refusal)
        form.add_error(None, _("Er is niets verdeeld. %(why)s") % {"why": why})
        return _overview_page(request, context, page, form)
    text = ngettext(
        "%(number)d dossier heeft een nieuwe plek. Stappen en datums zijn gebleven.",
        "%(number)d dossiers hebben een nieuwe plek. Stappen en datums zijn gebleven.",
        moved,
    )
    messages.success(request, text % {"number": moved})
    return redirect("desk:team")


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Show reach per place and whether access is equal, for a month or a year."""
    context = contexts.professional(request)
    page = reach.reach(context, month=read_month(request.GET.get("maand", "")))
    found = {
        "page": page,
        "tabs": _tabs(context, "desk:locations"),
        "form": MonthForm(page.months, page.month),
        "bars": places_bars(page),
        "places": [(one, share_words(one.missed_share)) for one in page.places],
        "some_groups": any(one.municipalities or one.target_groups for one in page.places),
        "equal": (
            (_("Naar gemeente"), _("Gemeente"), equal_rows(page.per_municipality)),
            (_("Naar inkomen"), _("Uitkering"), equal_rows(page.per_benefit)),
        ),
    }
    return render(request, "desk/places.html", found)


@require_http_methods(["GET", "HEAD", "POST"])
def adjust(request: HttpRequest, code: str) -> HttpResponse:
    """Scale the hours of a place up or down for a while."""
    context = contexts.professional(request)
    place = hours.place_to_adjust(context, location=code)
    if request.method != "POST":
        return _hours_page(request, place, HoursForm(initial={"start_date": context.today}))
    form = HoursForm(request.POST)
    if not form.is_valid():
        return _hours_page(request, place, form)
    try:
        booked = hours.adjust(context, hours=NewHours(location=code, **form.cleaned_data))
    except RefusedError as error:
        if error.refusal.reason is Reason.NOT_FOUND:
            raise
        field = error.refusal.facts.get("field")
        form.add_error(field if field in form.fields else None, sentence(error.refusal))
        return _hours_page(request, place, form)
    _tell_hours(request, booked)
    return redirect("desk:locations")


def _tell_hours(request: HttpRequest, booked: int) -> None:
    messages.success(request, _("De spreekuren zijn aangepast."))
    if booked:
        text = ngettext(
            "Er staat nog %(number)d afspraak in deze periode. Die blijft staan.",
            "Er staan nog %(number)d afspraken in deze periode. Die blijven staan.",
            booked,
        )
        messages.info(request, text % {"number": booked})


def _hours_page(request: HttpRequest, place: HoursPlace, form: HoursForm) -> HttpResponse:
    crumbs = (
        Crumb(_("Plekken en bereik"), reverse("desk:locations")),
        Crumb(place.name),
    )
    found = {"form": form, "place": place, "crumbs": crumbs}
    return render(request, "desk/place_hours.html", found, status=422 if form.is_bound else 200)
