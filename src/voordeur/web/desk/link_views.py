"""Links for parties without accounts: who may hand rejected people over without logging in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from voordeur.domain.kernel.refusal import RefusedError
from voordeur.services import links
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.desk.handover_forms import OrganisationLinkForm
from voordeur.web.desk.handover_views import read_or_send
from voordeur.web.refusals import sentence


@read_or_send
def organisation_links(request: HttpRequest) -> HttpResponse:
    """Show the links one may make and end, and make one."""
    context = contexts.professional(request)
    known = links.organisation_links(context)
    form = OrganisationLinkForm(links.organisation_choices(context), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            links.make_organisation_link(context, organisation=form.cleaned_data["organisation"])
        except RefusedError as error:
            form.add_error(None, sentence(error.refusal))
        else:
            messages.success(request, _("De link is gemaakt. Een eerdere link werkt niet meer."))
            return redirect("desk:organisation_links")
    crumbs = [
        Crumb(_("Partners"), reverse("desk:partners")),
        Crumb(_("Links zonder account")),
    ]
    values = {"links": known, "form": form, "crumbs": crumbs}
    return render(request, "desk/handover_links.html", values)


@require_POST
def revoke(request: HttpRequest, ref: str) -> HttpResponse:
    """End a link now."""
    links.revoke_organisation_link(contexts.professional(request), ref=ref)
    messages.success(request, _("De link werkt niet meer."))
    return redirect("desk:organisation_links")
