"""The profile of the person of a case, for whom a grant lets see it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.profile import pages
from voordeur.web.profile.pages import Place


@require_safe
def profile(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the profile."""
    return pages.show(request, contexts.professional(request), _place(ref))


@require_POST
def text(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what a pasted text names, to look at together."""
    return pages.read_text(request, contexts.professional(request), _place(ref))


@require_POST
def act(request: HttpRequest, ref: str) -> HttpResponse:
    """Change the profile together with the person."""
    return pages.act(request, contexts.professional(request), _place(ref))


def _place(ref: str) -> Place:
    def crumbs(who: str) -> tuple[Crumb, ...]:
        return (
            Crumb(_("Dossiers"), reverse("desk:cases")),
            Crumb(who or _("Dossier"), reverse("desk:case", args=[ref])),
            Crumb(_("Profiel")),
        )

    return Place("desk", ref, crumbs)
