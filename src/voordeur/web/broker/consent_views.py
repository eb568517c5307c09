"""The inbox of who owns money: yes, no with a reason, and a yes taken back."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.services import consent_pages, consents
from voordeur.web import contexts
from voordeur.web.broker.frame import crumbs, show
from voordeur.web.plain_form import PlainForm
from voordeur.web.refusals import sentence


class ReasonForm(PlainForm):
    """Why somebody says no, or takes a yes back."""

    reason = forms.CharField(
        label=gettext_lazy("Reden"),
        help_text=gettext_lazy("De gids leest dit. Schrijf geen naam van een bewoner."),
        max_length=consents.LONGEST,
        widget=forms.Textarea({"rows": 3}),
    )


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what waits for an answer of the own organisation."""
    context = contexts.professional(request)
    return show(request, context, "consents", page=consent_pages.inbox(context))


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, ref: str, source: str) -> HttpResponse:
    """Show one consent; sent, it is a no with a reason, or a yes taken back."""
    context = contexts.professional(request)
    asked = consent_pages.consent_page(context, mix=ref, source=source)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        act = consents.withdraw_consent if asked.state == "given" else consents.refuse_consent
        try:
            act(context, mix=ref, source=source, reason=reason)
        except RefusedError as refused:
            _point_out(form, refused)
        else:
            messages.success(request, _("Vastgelegd. De gids krijgt bericht."))
            return redirect("broker:consents")
    return show(
        request,
        context,
        "consent",
        asked=asked,
        form=form,
        withdrawing=asked.state == "given",
        crumbs=crumbs("consents", asked.source_title),
        status=422 if form.is_bound else 200,
    )


@require_POST
def give(request: HttpRequest, ref: str, source: str) -> HttpResponse:
    """Say yes."""
    context = contexts.professional(request)
    return _do(
        request,
        lambda: consents.give_consent(context, mix=ref, source=source),
        _("Je ja staat vast. De gids krijgt bericht als iedereen ja heeft gezegd."),
    )


def _do(request: HttpRequest, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except RefusedError as refused:
        if refused.refusal.reason is Reason.NOT_FOUND:
            raise
        messages.error(request, sentence(refused.refusal))
    else:
        messages.success(request, said)
    return redirect("broker:consents")


def _point_out(form: forms.Form, refused: RefusedError) -> None:
    if refused.refusal.reason is Reason.NOT_FOUND:
        raise refused
    needed = refused.refusal.reason is Reason.REASON_NEEDED
    form.add_error("reason" if needed else None, sentence(refused.refusal))
