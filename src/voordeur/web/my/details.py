"""One's own details: how to be reached, and asking for what one cannot change alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from voordeur.domain.kernel.refusal import RefusedError
from voordeur.services import my, my_pages
from voordeur.services.context import Context
from voordeur.services.region import current_region
from voordeur.web.components import Crumb
from voordeur.web.my.entry import for_resident, shows_and_takes
from voordeur.web.my.forms import DetailsForm
from voordeur.web.my.words import home_crumb
from voordeur.web.refusals import sentence


@shows_and_takes
@for_resident
def details(request: HttpRequest, context: Context) -> HttpResponse:
    """Show the details the resident can change, and change them."""
    now = my.details_of(context)
    form = DetailsForm(
        request.POST if request.method == "POST" else None,
        region=current_region(),
        language=context.language,
        now=now,
    )
    if form.is_bound and form.is_valid():
        try:
            changed = my.correct_details(context, details=form.details)
        except RefusedError as refused:
            form.add_error(None, sentence(refused.refusal))
        else:
            _say(request, changed)
            return redirect("my:details")
    open_refs = my_pages.open_case_refs(context)
    return render(
        request,
        "my/details.html",
        {
            "form": form,
            "case_ref": open_refs[0] if open_refs else "",
            "crumbs": [home_crumb(), Crumb(_("Mijn gegevens"))],
        },
        status=422 if form.is_bound else 200,
    )


def _say(request: HttpRequest, changed: frozenset[str]) -> None:
    if not changed:
        messages.info(request, _("Er is niets veranderd."))
    elif "municipality" in changed:
        messages.success(request, _("Bewaard. Wie jou helpt, weet dat je verhuisd bent."))
    else:
        messages.success(request, _("Bewaard."))
