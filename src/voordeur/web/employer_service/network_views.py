"""Networks and themes on screen: who reaches employers, and what keeps coming back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.services import networks, theme_proposals
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.employer_service.forms import MemberForm
from voordeur.web.employer_service.frame import HIDDEN, home, reads_or_writes, status_of, taken
from voordeur.web.refusals import sentence

ACTS = {"benaderd": networks.approach, "doet-mee": networks.join, "stopt": networks.leave}


@require_safe
def network_list(request: HttpRequest) -> HttpResponse:
    """Show every network with who takes part."""
    page = networks.networks_page(contexts.professional(request))
    crumbs = (home(), Crumb(_("Netwerken")))
    return render(request, "wsp/networks.html", {"page": page, "crumbs": crumbs})


@reads_or_writes
def network(request: HttpRequest, code: str) -> HttpResponse:
    """Show one network, and write down that an employer was approached."""
    context = contexts.professional(request)
    page = networks.network_page(context, code=code)
    form = MemberForm(page.others, request.POST if request.method == "POST" else None)

    def add() -> None:
        networks.approach(context, network=code, employer=form.cleaned_data["employer"])

    if taken(form, add):
        messages.success(request, _("Vastgelegd."))
        return redirect("wsp:network", code)
    crumbs = (home(), Crumb(_("Netwerken"), reverse("wsp:networks")), Crumb(page.line.title))
    values = {"page": page, "form": form, "crumbs": crumbs}
    return render(request, "wsp/network.html", values, status=status_of(form))


@require_POST
def member(request: HttpRequest, code: str, employer: str, what: str) -> HttpResponse:
    """Write down that an employer takes part, or no longer."""
    context = contexts.professional(request)
    if what not in ACTS:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    ACTS[what](context, network=code, employer=employer)
    messages.success(request, _("Vastgelegd."))
    return redirect("wsp:network", code)


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """Show what keeps coming back, and what is at the regional table."""
    page = theme_proposals.themes_page(contexts.professional(request))
    crumbs = (home(), Crumb(_("Wat steeds terugkomt")))
    return render(request, "wsp/themes.html", {"page": page, "crumbs": crumbs})


@require_POST
def bring(request: HttpRequest, theme: str) -> HttpResponse:
    """Draft a proposal on a theme for the regional table."""
    try:
        ref = theme_proposals.bring_to_table(contexts.professional(request), theme=theme)
    except RefusedError as refused:
        if refused.refusal.reason in HIDDEN:
            raise
        messages.error(request, sentence(refused.refusal))
        return redirect("wsp:themes")
    messages.success(request, _("Het concept staat klaar, met wat er geteld is."))
    return redirect("decisions:proposal", ref)
