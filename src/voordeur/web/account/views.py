"""My account: who I am here, for which organisations I may act, and for which I act now."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.organisations.membership import ROLE_LABELS
from voordeur.services.region import current_region
from voordeur.web import contexts


@dataclass(frozen=True, slots=True)
class Membership:
    """An organisation one may act for; ``now``: that is the one one acts for."""

    code: str
    name: str
    roles: str
    now: bool


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show the name, the organisations and the roles of whoever is logged in."""
    stands = contexts.standing(request)
    return render(
        request,
        "account/home.html",
        {
            "name": stands.name if stands else "",
            "email": request.user.email if request.user.is_authenticated else "",
            "memberships": _memberships(request),
        },
    )


def _memberships(request: HttpRequest) -> list[Membership]:
    stands = contexts.standing(request)
    if stands is None:
        return []
    region, language = current_region(), contexts.language()
    today = contexts.visitor(request).today
    now = stands.organisation(request.session.get(contexts.ACTING_FOR, ""))
    return [
        Membership(
            code,
            region.organisation_name(code, today, language)
            if code in region.organisations
            else code,
            ", ".join(ROLE_LABELS[role].in_language(language) for role in sorted(roles)),
            code == now,
        )
        for code, roles in stands.organisations.items()
    ]


@require_POST
@login_required
def act_for(request: HttpRequest) -> HttpResponse:
    """Act for another of one's organisations from now on, in this session."""
    stands = contexts.standing(request)
    wanted = request.POST.get("organisation", "")
    if stands is None or wanted not in stands.organisations:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    request.session[contexts.ACTING_FOR] = wanted
    name = next(one.name for one in _memberships(request) if one.code == wanted)
    messages.success(request, _("Je werkt nu voor %(party)s.") % {"party": name})
    return redirect("account:home")
