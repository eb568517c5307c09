"""Gatherings on screen: plan, invite, who comes, and what is to be done after."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.services import gathering_pages, gatherings, sign_ups
from voordeur.services.context import Context
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.employer_service.forms import (
    EmployerSignUpForm,
    GatheringForm,
    PersonForm,
    TaskForm,
)
from voordeur.web.employer_service.frame import (
    home,
    pressed,
    reads_or_writes,
    status_of,
    taken,
    whole,
)


@require_safe
def gathering_list(request: HttpRequest) -> HttpResponse:
    """Show gatherings to come, earlier ones, and what is still to be done."""
    page = gathering_pages.gatherings_page(contexts.professional(request))
    return render(
        request, "wsp/gatherings.html", {"page": page, "crumbs": (home(), _first(last=True))}
    )


@reads_or_writes
def new(request: HttpRequest) -> HttpResponse:
    """Plan a gathering."""
    context = contexts.professional(request)
    require(gathering_pages.gatherings_page(context).may_write)
    form = _form(context, request)
    made: list[str] = []
    if taken(form, lambda: made.append(gatherings.plan_gathering(context, new=form.new()))):
        messages.success(request, _("De bijeenkomst staat erin. Nodig nu mensen uit."))
        return redirect("wsp:gathering", made[0])
    values = {
        "form": form,
        "crumbs": (home(), _first(), Crumb(_("Nieuwe bijeenkomst"))),
        "title": _("Nieuwe bijeenkomst"),
    }
    return render(request, "work/form.html", values, status=status_of(form))


@reads_or_writes
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Change a gathering."""
    context = contexts.professional(request)
    page = gathering_pages.gathering_page(context, ref=ref)
    if not page.manages:
        raise RefusedError(Refusal(Reason.ROLE_DOES_NOT_ALLOW))
    start = {name: getattr(page.row, name, "") for name in GatheringForm.base_fields}
    start["entry"] = f"{page.entry[0]}:{page.entry[1]}" if page.entry else ""
    form = _form(context, request, start)
    version = whole(request.POST.get("versie", ""), page.version)

    def act() -> None:
        gatherings.change_gathering(context, ref=ref, new=form.new(), version=version)

    if taken(form, act):
        messages.success(request, _("Gewijzigd."))
        return redirect("wsp:gathering", ref)
    values = {
        "form": form,
        "crumbs": (
            home(),
            _first(),
            Crumb(page.line.title, reverse("wsp:gathering", args=[ref])),
            Crumb(_("Wijzigen")),
        ),
        "title": _("Wijzig de bijeenkomst"),
        "version": version,
    }
    return render(request, "work/form.html", values, status=status_of(form))


@reads_or_writes
def gathering(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one gathering; forms of it come back here when something is not right."""
    context = contexts.professional(request)
    page = gathering_pages.gathering_page(context, ref=ref)
    asked = request.POST.get("doe", "") if request.method == "POST" else ""

    def typed(name: str) -> dict[str, object]:
        return {"data": request.POST if asked == name else None}

    forms: dict[str, Form] = {
        "taak": TaskForm(**typed("taak")),
        "bedrijf": EmployerSignUpForm(page.employers, **typed("bedrijf")),
        "persoon": PersonForm(**typed("persoon")),
    }
    acts: dict[str, Callable[[], object]] = {
        "taak": lambda: gatherings.add_task(context, ref=ref, **forms["taak"].cleaned_data),
        "bedrijf": lambda: sign_ups.sign_up_employer(
            context, ref=ref, **forms["bedrijf"].cleaned_data
        ),
        "persoon": lambda: gatherings.invite_person(
            context, ref=ref, **forms["persoon"].cleaned_data
        ),
    }
    if asked in forms and taken(forms[asked], acts[asked]):
        messages.success(request, _("Vastgelegd."))
        return redirect("wsp:gathering", ref)
    values = {
        "page": page,
        "forms": forms,
        "wrong": forms.get(asked),
        "crumbs": (home(), _first(), Crumb(page.line.title)),
    }
    return render(request, "wsp/gathering.html", values, status=422 if asked else 200)


@require_POST
def act(request: HttpRequest, ref: str, what: str) -> HttpResponse:
    """Do what a button of a gathering says."""
    context = contexts.professional(request)
    chosen = request.POST.get("wie", "")[:80]
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "netwerk": (
            lambda: _invited(request, gatherings.invite_network(context, ref=ref, network=chosen)),
            "",
        ),
        "nodig-uit": (
            lambda: gatherings.invite_employer(context, ref=ref, employer=chosen),
            _("De uitnodiging is weg."),
        ),
        "afmelden": (
            lambda: sign_ups.cancel_sign_up(context, ref=ref, signup=chosen),
            _("Afgemeld. Wie wachtte, krijgt de plek."),
        ),
        "aanwezig": (
            lambda: gatherings.tell_attendance(context, ref=ref, came=request.POST.getlist("kwam")),
            _("Vastgelegd wie er was."),
        ),
        "klaar": (
            lambda: gatherings.finish_task(context, ref=ref, task=chosen),
            _("Afgevinkt."),
        ),
        "gaat-niet-door": (
            lambda: gatherings.call_off(context, ref=ref),
            _("De bijeenkomst gaat niet door. Werkgevers krijgen een mail."),
        ),
    }
    if what not in acts:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    do, said = acts[what]
    pressed(request, do, said)
    return redirect("wsp:gathering", ref)


def _invited(request: HttpRequest, number: int) -> None:
    said = ngettext("%(n)d werkgever is uitgenodigd.", "%(n)d werkgevers zijn uitgenodigd.", number)
    messages.success(request, said % {"n": number})


def _form(
    context: Context, request: HttpRequest, start: dict[str, object] | None = None
) -> GatheringForm:
    typed = request.POST if request.method == "POST" else None
    sectors = gathering_pages.sector_choices(context)
    entries = gathering_pages.entry_choices(context)
    return GatheringForm(sectors, entries, typed, initial=start or {"places": 25})


def _first(*, last: bool = False) -> Crumb:
    return Crumb(_("Bijeenkomsten"), "" if last else reverse("wsp:gatherings"))
