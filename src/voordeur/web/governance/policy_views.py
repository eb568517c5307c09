"""Positions of municipalities: what each decided, and recording a new decision."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.services import policies
from voordeur.services.policies import NewPosition
from voordeur.web import contexts
from voordeur.web.governance.doors import show
from voordeur.web.governance.forms import PositionForm
from voordeur.web.refusals import sentence

FIELDS = {
    Reason.DATE_IN_THE_PAST: "valid_from",
    Reason.REASON_NEEDED: "reason",
    Reason.CHANGED_MEANWHILE: "valid_from",
    Reason.INVALID_INPUT: "position",
}


@require_http_methods(["GET", "HEAD", "POST"])
def positions(request: HttpRequest) -> HttpResponse:
    """Show every municipality with its positions; record a new one."""
    context = contexts.professional(request)
    page = policies.positions(context)
    form = PositionForm(page.municipalities, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        new = NewPosition(
            municipality=chosen["municipality"],
            position=chosen["position"],
            valid_from=chosen["valid_from"],
            reason=chosen["reason"],
        )
        try:
            policies.take_position(context, new=new)
        except RefusedError as refused:
            if refused.refusal.reason not in FIELDS:
                raise
            form.add_error(FIELDS[refused.refusal.reason], _why(refused.refusal.reason, refused))
        else:
            messages.success(request, _("Het standpunt is vastgelegd. De regels volgen het."))
            return redirect("governance:policies")
    status = 422 if form.is_bound else 200
    return show(request, context, "policies", page=page, form=form, status=status)


def _why(reason: Reason, refused: RefusedError) -> str:
    if reason is Reason.CHANGED_MEANWHILE:
        return _("Op die dag begint al een standpunt van deze gemeente. Kies een andere dag.")
    if reason is Reason.INVALID_INPUT:
        return _("Dit standpunt kan niet voor deze gemeente: er is daar geen partij die dat doet.")
    return sentence(refused.refusal)
