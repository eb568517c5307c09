"""Groups from work to work on screen: drawn up, agreed by three parties, and how they go."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.work.group_routes import RouteParty
from voordeur.services import group_routes
from voordeur.services.group_routes import NewGroupRoute
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.employer_service.forms import GroupRouteForm
from voordeur.web.employer_service.frame import home, pressed, reads_or_writes, status_of, taken


@reads_or_writes
def groups(request: HttpRequest) -> HttpResponse:
    """Show every group route, and take a new one."""
    context = contexts.professional(request)
    page = group_routes.groups_page(context)
    typed = request.POST if request.method == "POST" else None
    form = GroupRouteForm(page.employers, page.unions, typed)

    def draw_up() -> None:
        group_routes.draw_up(context, new=NewGroupRoute(**form.cleaned_data))

    if taken(form, draw_up):
        messages.success(request, _("De groep staat erin. Leg nu vast wie er tekende."))
        return redirect("wsp:groups")
    crumbs = (home(), Crumb(_("Van werk naar werk")))
    values = {"page": page, "form": form, "crumbs": crumbs, "today": context.today}
    return render(request, "wsp/groups.html", values, status=status_of(form))


@require_POST
def agree(request: HttpRequest, ref: str, party: str) -> HttpResponse:
    """Write down that a party agreed."""
    context = contexts.professional(request)
    if party not in set(RouteParty):
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    try:
        on = date.fromisoformat(request.POST.get("op", ""))
    except ValueError:
        on = context.today
    pressed(
        request,
        lambda: group_routes.agree(context, ref=ref, party=RouteParty(party), on=on),
        _("Vastgelegd."),
    )
    return redirect("wsp:groups")
