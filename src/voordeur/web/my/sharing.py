"""Deciding who sees what: stopping and starting again, each after one quiet page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from voordeur.domain.kernel.refusal import RefusedError
from voordeur.services import consent_choices, my_pages
from voordeur.services.context import Context
from voordeur.web.components import Crumb
from voordeur.web.my.entry import for_resident, shows_and_takes
from voordeur.web.my.words import home_crumb
from voordeur.web.refusals import sentence


@shows_and_takes
@for_resident
def stop(request: HttpRequest, context: Context, grant: str) -> HttpResponse:
    """Say what stopping means, and stop."""
    page = my_pages.shared_page(context, grant_ref=grant)
    if request.method == "POST":
        try:
            consent_choices.stop_sharing(context, grant_ref=grant)
        except RefusedError as refused:
            messages.warning(request, sentence(refused.refusal))
        else:
            messages.success(
                request,
                _("Gestopt. %(party)s kan je gegevens niet meer openen.")
                % {"party": page.line.organisation},
            )
        return redirect("my:home")
    crumbs = [home_crumb(), Crumb(_("Stop met delen"))]
    return render(request, "my/stop.html", {"page": page, "line": page.line, "crumbs": crumbs})


@shows_and_takes
@for_resident
def again(request: HttpRequest, context: Context, grant: str) -> HttpResponse:
    """Say what sharing again means, and share again."""
    page = my_pages.shared_page(context, grant_ref=grant)
    if request.method == "POST":
        try:
            consent_choices.share_again(context, grant_ref=grant)
        except RefusedError as refused:
            messages.warning(request, sentence(refused.refusal))
        else:
            messages.success(
                request,
                _("%(party)s mag weer meekijken. Je kunt dit altijd stoppen.")
                % {"party": page.line.organisation},
            )
        return redirect("my:home")
    crumbs = [home_crumb(), Crumb(_("Toch delen"))]
    return render(request, "my/again.html", {"page": page, "line": page.line, "crumbs": crumbs})
