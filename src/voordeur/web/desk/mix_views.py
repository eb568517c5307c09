"""The money side of a trajectory: choosing a mix, and taking it back."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.services import broker
from voordeur.services.broker import Choice
from voordeur.services.mix_pages import MixPanel, mix_page
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.refusals import sentence

HIDDEN = frozenset({Reason.NOT_FOUND, Reason.NO_GRANT, Reason.ROLE_DOES_NOT_ALLOW})


@require_safe
def mixes(request: HttpRequest, ref: str) -> HttpResponse:
    """Show who can pay the trajectory of a case, or who pays it."""
    context = contexts.professional(request)
    return _show(request, mix_page(context, ref=ref))


@require_POST
def choose(request: HttpRequest, ref: str) -> HttpResponse:
    """Choose a mix; when it changed meanwhile the new ones are shown, and the words stay."""
    context = contexts.professional(request)
    page = mix_page(context, ref=ref)
    said = {name: request.POST.get(name, "") for name in ("key", "legality", "effectiveness")}
    try:
        broker.choose_mix(context, trajectory=page.trajectory, choice=Choice(**said))
    except RefusedError as refused:
        if refused.refusal.reason in HIDDEN:
            raise
        typed = replace(page, legality=said["legality"], effectiveness=said["effectiveness"])
        return _show(request, typed, refusal=_why(refused))
    messages.success(request, _("Gekozen. Het geld is gereserveerd."))
    return redirect("desk:mixes", ref=ref)


@require_POST
def drop(request: HttpRequest, ref: str) -> HttpResponse:
    """Take the chosen mix back."""
    context = contexts.professional(request)
    page = mix_page(context, ref=ref)
    try:
        broker.drop_mix(context, trajectory=page.trajectory, mix=request.POST.get("mix", ""))
    except RefusedError as refused:
        if refused.refusal.reason in HIDDEN:
            raise
        messages.error(request, sentence(refused.refusal))
    else:
        messages.success(request, _("Teruggenomen. Kies opnieuw wie dit betaalt."))
    return redirect("desk:mixes", ref=ref)


def _why(refused: RefusedError) -> str:
    if refused.refusal.reason is Reason.REASON_NEEDED:
        return _("Schrijf bij allebei de vragen een korte zin.")
    return sentence(refused.refusal)


def _show(request: HttpRequest, page: MixPanel, refusal: str = "") -> HttpResponse:
    crumbs = (
        Crumb(_("Dossier"), reverse("desk:case", args=[page.case_ref])),
        Crumb(_("Wie betaalt het traject")),
    )
    values = {"money": page, "crumbs": crumbs, "refusal": refusal}
    status = 409 if refusal else 200
    return render(request, "desk/trajectory/money.html", values, status=status)
