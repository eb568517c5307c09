"""Searching occupations and skills, and one of them with what hangs together with it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from voordeur.services import skill_pages
from voordeur.services.skill_index import LONGEST_SEARCH
from voordeur.web import contexts
from voordeur.web.components import Crumb


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what fits the typed words; without words how to begin and what is loaded."""
    page = skill_pages.found(
        contexts.professional(request),
        text=request.GET.get("zoek", "")[:LONGEST_SEARCH],
        kind=request.GET.get("soort", "")[:12],
    )
    return render(request, "skills/home.html", {"page": page})


@require_safe
def options(request: HttpRequest) -> HttpResponse:
    """Give the names that fit what is typed so far, for the list under a search field."""
    page = skill_pages.found(
        contexts.professional(request), text=request.GET.get("zoek", "")[:LONGEST_SEARCH]
    )
    return render(request, "skills/options.html", {"page": page})


@require_safe
def concept(request: HttpRequest, number: int) -> HttpResponse:
    """Show one occupation or skill."""
    page = skill_pages.concept(contexts.professional(request), number=number)
    crumbs = (Crumb(_("Beroepen en vaardigheden"), reverse("skills:home")), Crumb(page.label))
    return render(request, "skills/concept.html", {"page": page, "crumbs": crumbs})
