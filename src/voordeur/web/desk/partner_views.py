"""Partners at the desk: search, one party with its services, and what somebody qualifies for."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voordeur.services import links, partners
from voordeur.web import contexts
from voordeur.web.components import Crumb


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Show the parties, found by any name they go or went by, or by what they offer."""
    context = contexts.professional(request)
    search = request.GET.get("zoek", "").replace("\x00", "")[: partners.LONGEST_SEARCH]
    values = {
        "partners": partners.partners(context, search=search),
        "search": search,
        "may_make_links": links.may_make_links(context),
    }
    return render(request, "desk/partners.html", values)


@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show one party with its services."""
    context = contexts.professional(request)
    page = partners.partner(context, code=code)
    crumbs = [Crumb(_("Partners"), reverse("desk:partners")), Crumb(page.party.line.name)]
    return render(request, "desk/partner.html", {"page": page, "crumbs": crumbs})


@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Say that what stands about one's own service is still right."""
    context = contexts.professional(request)
    partners.confirm(context, service=request.POST.get("dienst", "")[:80])
    messages.success(request, _("Dank je wel. Iedereen ziet nu dat dit klopt."))
    return redirect("desk:partner", code=code)


@require_safe
def fitting(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what the person of a case would qualify for."""
    context = contexts.professional(request)
    page = partners.fitting_services(context, ref=ref)
    crumbs = [
        Crumb(page.who or _("Dossier"), reverse("desk:case", args=[ref])),
        Crumb(_("Wat past er?")),
    ]
    return render(request, "desk/partner_fitting.html", {"page": page, "crumbs": crumbs})
