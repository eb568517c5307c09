"""Plans and counts on screen: yearly plans of services, needs of employers, plans per employer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voordeur.domain.kernel.refusal import RefusedError
from voordeur.domain.toolbox.trainings import BookingState
from voordeur.services import company_link, employer_needs, employer_plans, service_plans
from voordeur.services.employer_plans import EmployerPlans
from voordeur.services.trainings import book
from voordeur.web import contexts, spreadsheets
from voordeur.web.components import Crumb
from voordeur.web.employer_service.forms import PlanForm, TrainingForm
from voordeur.web.employer_service.frame import (
    HIDDEN,
    home,
    pressed,
    reads_or_writes,
    status_of,
    taken,
)
from voordeur.web.refusals import sentence

FILES = frozenset({"xlsx", "csv"})
PAPER = "druk"


@require_safe
def service_plan_list(request: HttpRequest) -> HttpResponse:
    """Show every yearly plan of a service."""
    lines = service_plans.plan_lines(contexts.professional(request))
    crumbs = (home(), Crumb(_("Jaarplannen")))
    return render(request, "wsp/service_plans.html", {"lines": lines, "crumbs": crumbs})


@require_safe
def service_plan(request: HttpRequest, code: str) -> HttpResponse:
    """Show one yearly plan per quarter, or give it as a file."""
    context = contexts.professional(request)
    form = request.GET.get("als", "")
    if form in FILES:
        table = service_plans.plan_table(context, code=code)
        return spreadsheets.download(table, form=form, day=context.today)
    page = service_plans.plan_page(context, code=code)
    crumbs = (home(), Crumb(_("Jaarplannen"), reverse("wsp:service_plans")), Crumb(page.line.title))
    values = {"page": page, "crumbs": crumbs, "today": context.today}
    name = "wsp/service_plan_print.html" if form == PAPER else "wsp/service_plan.html"
    return render(request, name, values)


@require_POST
def propose(request: HttpRequest, code: str) -> HttpResponse:
    """Draft the proposal by which a plan is adopted."""
    try:
        ref = service_plans.propose(contexts.professional(request), code=code)
    except RefusedError as refused:
        if refused.refusal.reason in HIDDEN:
            raise
        messages.error(request, sentence(refused.refusal))
        return redirect("wsp:service_plan", code)
    messages.success(request, _("Het concept staat klaar. Dien het in als het klopt."))
    return redirect("decisions:proposal", ref)


@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    """Show what employers need, or give it as a file."""
    context = contexts.professional(request)
    form = request.GET.get("als", "")
    if form in FILES:
        table = employer_needs.needs_table(context)
        return spreadsheets.download(table, form=form, day=context.today)
    page = employer_needs.needs_brief(context)
    crumbs = (home(), Crumb(_("Wat werkgevers nodig hebben")))
    name = "wsp/needs_print.html" if form == PAPER else "wsp/needs.html"
    return render(request, name, {"page": page, "crumbs": crumbs})


@require_safe
def advice(request: HttpRequest) -> HttpResponse:
    """Show advice for employers, to read together or to print."""
    lines = employer_plans.leaflets(contexts.professional(request))
    crumbs = (home(), Crumb(_("Advies voor werkgevers")))
    return render(request, "wsp/advice.html", {"lines": lines, "crumbs": crumbs})


@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """Show public employers with the places they keep."""
    lines = employer_plans.promising_employers(contexts.professional(request))
    values = {
        "lines": lines,
        "title": _("Overheden als werkgever"),
        "lead": _(
            "Welke overheden plekken hebben voor mensen met een afstand tot werk, en wat we met ze "
            "afspraken."
        ),
        "empty": _("Vink bij een werkgever aan dat het een overheid is."),
        "crumbs": (home(), Crumb(_("Overheden als werkgever"))),
    }
    return render(request, "wsp/promising.html", values)


@require_safe
def social(request: HttpRequest) -> HttpResponse:
    """Show entrepreneurs with a social aim, with the places they keep."""
    lines = employer_plans.promising_employers(contexts.professional(request), social=True)
    values = {
        "lines": lines,
        "title": _("Ondernemers met een sociaal doel"),
        "lead": _("Welke plekken zij hebben, welke hulp en training is afgesproken, en wanneer."),
        "empty": _("Vink bij een werkgever aan dat het een sociaal doel heeft."),
        "crumbs": (home(), Crumb(_("Ondernemers met een sociaal doel"))),
    }
    return render(request, "wsp/promising.html", values)


@reads_or_writes
def employer_plan(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what was agreed with an employer, and take a new plan."""
    context = contexts.professional(request)
    page = employer_plans.plans_of(context, employer=ref)
    form = PlanForm(page.instruments, request.POST if request.method == "POST" else None)

    def make() -> None:
        employer_plans.make_plan(context, employer=ref, new=form.new())

    if taken(form, make):
        messages.success(request, _("Vastgelegd."))
        return redirect("wsp:employer_plan", ref)
    return _plan_page(request, page, form, TrainingForm(page.coming))


@require_POST
def book_training(request: HttpRequest, ref: str) -> HttpResponse:
    """Book people of an employer for a training; it hears at once whether they are in or wait."""
    context = contexts.professional(request)
    page = employer_plans.plans_of(context, employer=ref)
    form = TrainingForm(page.coming, request.POST)
    states: list[BookingState] = []
    if taken(form, lambda: states.append(book(context, employer=ref, **form.cleaned_data))):
        if states == [BookingState.IN]:
            messages.success(request, _("Geboekt."))
        else:
            messages.warning(request, _("Er is niet genoeg plek. Ze staan op de wachtlijst."))
        return redirect("wsp:employer_plan", ref)
    return _plan_page(request, page, PlanForm(page.instruments), form)


def _plan_page(
    request: HttpRequest, page: EmployerPlans, form: PlanForm, training: TrainingForm
) -> HttpResponse:
    employer = Crumb(page.name, reverse("work:employer", args=[page.employer]))
    values = {
        "page": page,
        "form": form,
        "training": training,
        "typed": training if training.is_bound else form,
        "crumbs": (home(), employer, Crumb(_("Afspraken"))),
    }
    return render(request, "wsp/employer_plan.html", values, status=status_of(form, training))


@require_POST
def look_back(request: HttpRequest, ref: str, plan: str) -> HttpResponse:
    """Write down what came of a plan."""
    context = contexts.professional(request)
    pressed(
        request,
        lambda: employer_plans.look_back(context, ref=plan, result=request.POST.get("wat", "")),
        _("Vastgelegd."),
    )
    return redirect("wsp:employer_plan", ref)


@require_POST
def link(request: HttpRequest, ref: str, what: str) -> HttpResponse:
    """Send an employer the link to its own page, or stop that link."""
    context = contexts.professional(request)
    if what == "stop":
        pressed(
            request,
            lambda: company_link.stop_link(context, employer=ref),
            _("De link werkt niet meer."),
        )
    else:
        pressed(
            request,
            lambda: company_link.send_link(context, employer=ref),
            _("De link is gemaild. Oudere links werken niet meer."),
        )
    return redirect("work:employer", ref)
