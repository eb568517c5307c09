"""Work at a case, and placements: what to suggest, how it goes, jobs that count."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voordeur.domain.kernel.refusal import RefusedError
from voordeur.services import (
    fair_division,
    match_pair,
    placements,
    referrals,
    wage_support,
    work_counts,
    work_of_case,
)
from voordeur.services.context import Context
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.refusals import sentence
from voordeur.web.work.employer_views import HIDDEN, point_out, reads_or_writes, status_of, taken
from voordeur.web.work.forms import EndForm, PlacementForm, SuggestForm
from voordeur.web.work.vacancy_views import asked

MOST_BEST = 5
Typed = tuple[str, SuggestForm]
"""A vacancy, and what was typed wrong about it."""


@require_safe
def case_work(request: HttpRequest, ref: str) -> HttpResponse:
    """Show work that may suit the person of a case."""
    return _shown(request, contexts.professional(request), ref)


@require_safe
def pair(request: HttpRequest, ref: str, vacancy: str) -> HttpResponse:
    """Show why this person fits a vacancy, or what stands in the way."""
    page = match_pair.pair(contexts.professional(request), case=ref, vacancy=vacancy)
    form, _open = _form(vacancy, "pair", None)
    crumbs = (
        Crumb(page.name or page.ref, reverse("desk:case", args=[ref])),
        Crumb(_("Werk"), reverse("work:case", args=[ref])),
        Crumb(page.vacancy.title),
    )
    return render(request, "work/pair.html", {"page": page, "form": form, "crumbs": crumbs})


@require_POST
def suggest(request: HttpRequest, ref: str, vacancy: str) -> HttpResponse:
    """Lay a vacancy before the person."""
    context = contexts.professional(request)
    form = SuggestForm(request.POST)
    if form.is_valid():
        because = form.cleaned_data["because"]
        try:
            referrals.suggest(context, vacancy=vacancy, case=ref, because=because)
        except RefusedError as refused:
            if refused.refusal.reason in HIDDEN:
                raise
            point_out(form, refused)
        else:
            messages.success(request, _("Voorgelegd. De persoon zegt zelf ja of nee."))
            return redirect("work:case", ref)
    return _shown(request, context, ref, (vacancy, form))


@reads_or_writes
def place(request: HttpRequest, ref: str) -> HttpResponse:
    """Record a job that was found without a vacancy of ours."""
    context = contexts.professional(request)
    typed = request.POST if request.method == "POST" else None
    form = PlacementForm(wage_support.wage_support(context), typed)
    employers = work_counts.employer_choices(context, case=ref)
    chosen = request.POST.get("employer", "")

    def record() -> str:
        return placements.place_directly(context, case=ref, employer=chosen, new=form.new())

    if taken(form, record):
        messages.success(request, _("De baan staat erin. Na drie maanden vragen we hoe het gaat."))
        return redirect("work:case", ref)
    values = {
        "form": form,
        "employers": employers,
        "chosen": chosen,
        "crumbs": (Crumb(_("Werk"), reverse("work:case", args=[ref])), Crumb(_("Baan gevonden"))),
        "title": _("Baan gevonden"),
    }
    return render(request, "work/form.html", values, status=status_of(form))


@reads_or_writes
def end(request: HttpRequest, ref: str, placement: str) -> HttpResponse:
    """Say that a job ended."""
    context = contexts.professional(request)
    form = EndForm(request.POST if request.method == "POST" else None)

    def end_it() -> str:
        said = form.cleaned_data
        ends_on = type(said["last_day"]).fromordinal(said["last_day"].toordinal() + 1)
        placements.end_placement(context, ref=placement, ends_on=ends_on, reason=said["reason"])
        return placement

    if taken(form, end_it):
        messages.success(request, _("Vastgelegd."))
        return redirect("work:case", ref)
    work_counts.employer_choices(context, case=ref)
    values = {
        "form": form,
        "crumbs": (Crumb(_("Werk"), reverse("work:case", args=[ref])), Crumb(_("Werk gestopt"))),
        "title": _("Werk gestopt"),
    }
    return render(request, "work/form.html", values, status=status_of(form))


@require_POST
def check(request: HttpRequest, ref: str, placement: str, months: int) -> HttpResponse:
    """Write down how it goes after some months."""
    context = contexts.professional(request)
    there = request.POST.get("nog") == "ja"
    try:
        placements.tell_check(context, ref=placement, months=months, still_there=there)
    except RefusedError as refused:
        if refused.refusal.reason in HIDDEN:
            raise
        messages.error(request, sentence(refused.refusal))
    else:
        messages.success(request, _("Vastgelegd."))
    return redirect("work:case", ref)


@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """Show placements in numbers: kinds, sectors, what lasted, and jobs of the agreement."""
    page = work_counts.counts(contexts.professional(request))
    return render(request, "work/placements.html", {"page": page})


@require_safe
def division(request: HttpRequest) -> HttpResponse:
    """Show everybody's own list beside a fair division."""
    page = fair_division.fair_page(contexts.professional(request))
    crumbs = (Crumb(_("Vacatures"), reverse("work:vacancies")), Crumb(_("Eerlijk verdelen")))
    return render(request, "work/division.html", {"page": page, "crumbs": crumbs})


def _form(ref: str, name: str, typed: Typed | None) -> tuple[SuggestForm, bool]:
    """Return the form to suggest a vacancy, and whether it stands open with what was typed."""
    if typed and typed[0] == ref:
        return typed[1], True
    return SuggestForm(auto_id=f"{name}_{ref}_%s"), False


def _shown(
    request: HttpRequest,
    context: Context,
    ref: str,
    typed: Typed | None = None,
) -> HttpResponse:
    page = work_of_case.case_work(context, ref=ref, chosen=asked(request))
    best = page.matches.fitting[:MOST_BEST]
    among_best = typed and typed[0] in {one.vacancy.ref for one in best}
    suggestions = [
        (one, *_form(one.ref, "id", None if among_best else typed)) for one in page.vacancies.lines
    ]
    crumbs = (Crumb(page.name or page.ref, reverse("desk:case", args=[ref])), Crumb(_("Werk")))
    values = {
        "page": page,
        "best": [(one, *_form(one.vacancy.ref, "best", typed)) for one in best],
        "suggestions": suggestions,
        "crumbs": crumbs,
        "typed": typed[1] if typed else None,
    }
    return render(request, "work/case.html", values, status=422 if typed else 200)
