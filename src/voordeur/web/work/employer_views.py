"""Employers on screen: the list, one employer, what was said, and its vacancies."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voordeur.domain.kernel.refusal import Reason, RefusedError, require
from voordeur.services import (
    employer_plans,
    employers,
    networks,
    vacancies,
    vacancy_duties,
    work_pages,
)
from voordeur.services.context import Context
from voordeur.services.work_pages import EmployerFilter, EmployerPage
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.refusals import sentence
from voordeur.web.work.forms import EmployerForm, SiteForm, TalkForm, VacancyForm

HIDDEN = frozenset({Reason.NOT_FOUND, Reason.ROLE_DOES_NOT_ALLOW})
reads_or_writes = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def employer_list(request: HttpRequest) -> HttpResponse:
    """Show employers that fit, who must be called, and what keeps coming back."""

    def read(name: str) -> str:
        return request.GET.get(name, "")[:80]

    chosen = EmployerFilter(text=read("zoek"), sector=read("sector"), need=read("soort"))
    context = contexts.professional(request)
    page = work_pages.employers_page(context, chosen=chosen)
    look_back = employer_plans.to_look_back(context)
    values = {
        "page": page,
        "look_back": look_back,
        "duties": vacancy_duties.vacancy_duties(context),
    }
    return render(request, "work/employers.html", values)


@reads_or_writes
def new_employer(request: HttpRequest) -> HttpResponse:
    """Write an employer down."""
    context = contexts.professional(request)
    page = work_pages.employers_page(context, chosen=EmployerFilter())
    require(page.may_write)
    form = EmployerForm(page.sectors, request.POST if request.method == "POST" else None)
    done = taken(form, lambda: employers.open_employer(context, details=form.details()))
    if done:
        messages.success(request, _("De werkgever staat erin."))
        return redirect("work:employer", done)
    crumbs = (_home(), Crumb(_("Nieuwe werkgever")))
    values = {"form": form, "crumbs": crumbs, "title": _("Nieuwe werkgever")}
    return render(request, "work/form.html", values, status=status_of(form))


@reads_or_writes
def employer(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one employer, and take a line for the log."""
    context = contexts.professional(request)
    form = TalkForm(
        request.POST if request.method == "POST" else None, initial={"day": context.today}
    )
    if taken(form, lambda: employers.log_talk(context, ref=ref, talk=form.talk())):
        messages.success(request, _("Vastgelegd."))
        return redirect("work:employer", ref)
    return _shown(request, context, ref, form)


@reads_or_writes
def change_employer(request: HttpRequest, ref: str) -> HttpResponse:
    """Change what is known of an employer."""
    context = contexts.professional(request)
    page = work_pages.employer_page(context, ref=ref)
    require(page.may_write)
    sectors = work_pages.employers_page(context, chosen=EmployerFilter()).sectors
    start = {name: getattr(page.row, name) for name in EmployerForm.base_fields}
    typed = request.POST if request.method == "POST" else None
    form = EmployerForm(sectors, typed, initial=start)
    version = _number(request.POST.get("versie", ""), page.version)

    def change() -> str:
        employers.change_employer(context, ref=ref, details=form.details(), version=version)
        return ref

    if taken(form, change):
        messages.success(request, _("Gewijzigd."))
        return redirect("work:employer", ref)
    crumbs = (
        _home(),
        Crumb(page.line.name, reverse("work:employer", args=[ref])),
        Crumb(_("Wijzigen")),
    )
    values = {"form": form, "crumbs": crumbs, "title": _("Wijzig de werkgever"), "version": version}
    return render(request, "work/form.html", values, status=status_of(form))


@require_POST
def add_site(request: HttpRequest, ref: str) -> HttpResponse:
    """Add a place where an employer has work."""
    context = contexts.professional(request)
    form = SiteForm(request.POST)

    def add() -> str:
        employers.add_site(context, ref=ref, **form.cleaned_data)
        return ref

    if taken(form, add):
        messages.success(request, _("De vestiging staat erbij."))
        return redirect("work:employer", ref)
    return _shown(request, context, ref, TalkForm(initial={"day": context.today}), site=form)


@require_POST
def followed(request: HttpRequest, talk: str) -> HttpResponse:
    """Say that somebody came back to what was agreed."""
    employers.follow_up(contexts.professional(request), ref=talk)
    messages.success(request, _("Afgevinkt."))
    return redirect("work:employers")


@reads_or_writes
def new_vacancy(request: HttpRequest, ref: str) -> HttpResponse:
    """Open a vacancy of an employer."""
    context = contexts.professional(request)
    page = work_pages.employer_page(context, ref=ref)
    require(page.may_write)
    sectors = work_pages.employers_page(context, chosen=EmployerFilter()).sectors
    start = {"sector": page.row.sector, "postcode": page.row.postcode, "seats": 1}
    typed = request.POST if request.method == "POST" else None
    form = VacancyForm(sectors, typed, initial=start)
    done = taken(form, lambda: vacancies.open_vacancy(context, employer=ref, new=form.new()))
    if done:
        messages.success(request, _("De vacature is open."))
        return redirect("work:vacancy", done)
    crumbs = (
        _home(),
        Crumb(page.line.name, reverse("work:employer", args=[ref])),
        Crumb(_("Nieuwe vacature")),
    )
    values = {"form": form, "crumbs": crumbs, "title": _("Nieuwe vacature")}
    return render(request, "work/form.html", values, status=status_of(form))


def taken(form: forms.Form, act: Callable[[], str]) -> str:
    """Do the act when the form is good; returns what it made, '' when it is to be shown again."""
    if not form.is_bound or not form.is_valid():
        return ""
    try:
        return act()
    except RefusedError as refused:
        if refused.refusal.reason in HIDDEN:
            raise
        point_out(form, refused)
        return ""


def point_out(form: forms.Form, refused: RefusedError) -> None:
    """Show a refusal at the field it is about."""
    field = refused.refusal.facts.get("field", "")
    field = {"ends_on": "last_day"}.get(field, field)
    form.add_error(field if field in form.fields else None, sentence(refused.refusal))


def status_of(form: forms.Form) -> int:
    """Return the status of a page that shows a form (again)."""
    return 422 if form.is_bound else 200


def _home() -> Crumb:
    return Crumb(_("Werkgevers"), reverse("work:employers"))


def _number(typed: str, otherwise: int) -> int:
    digits = typed.isascii() and typed.isdigit() and len(typed) < len("1000000")
    return int(typed) if digits else otherwise


def _shown(
    request: HttpRequest,
    context: Context,
    ref: str,
    form: TalkForm,
    site: SiteForm | None = None,
) -> HttpResponse:
    page: EmployerPage = work_pages.employer_page(context, ref=ref)
    values: dict[str, Any] = {
        "page": page,
        "form": form,
        "site": site or SiteForm(prefix=None),
        "crumbs": (_home(), Crumb(page.line.name)),
        "member_of": networks.networks_of(context, employer=ref),
    }
    status = 422 if form.is_bound or (site is not None and site.is_bound) else 200
    return render(request, "work/employer.html", values, status=status)
