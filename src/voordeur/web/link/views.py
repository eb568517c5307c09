"""Pages behind a signed link: what was shared and an answer, or a rejection handed over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voordeur.domain.kernel.refusal import RefusedError
from voordeur.services import links
from voordeur.services.handover_pages import handover_page
from voordeur.services.links import HandoverLink, LinkState
from voordeur.services.rejections import (
    RejectionChoices,
    hand_over_rejected,
    rejection_choices,
)
from voordeur.web import contexts
from voordeur.web.desk import once
from voordeur.web.desk.handover_answering import (
    answer_forms,
    answered,
    lane_stops,
    letter_facts,
)
from voordeur.web.desk.rejection_forms import RejectionForm
from voordeur.web.refusals import sentence

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


@read_or_send
def handover(request: HttpRequest, token: str) -> HttpResponse:
    """Show the holder of a link what was shared, and take the answer."""
    found = links.follow(contexts.visitor(request), token=token)
    if found.state is LinkState.EXPIRED:
        return render(request, "link/expired.html", {"link": found, "token": token}, status=410)
    context = contexts.link_holder(found.organisation, found.handover)
    page = handover_page(context, ref=found.handover)
    forms = answer_forms(page, request)
    said = answered(context, page, forms)
    if said:
        messages.info(request, said)
        return redirect("link:handover", token=token)
    values = {
        "page": page,
        "token": token,
        "answers": forms,
        "facts": letter_facts(page),
        "stops": lane_stops(page),
    }
    return render(request, "link/handover.html", values)


@require_POST
def send_again(request: HttpRequest, token: str) -> HttpResponse:
    """Send a fresh link to the address of the first one."""
    visitor = contexts.visitor(request)
    found: HandoverLink = links.follow(visitor, token=token)
    values: dict[str, object] = {"link": found, "token": token}
    try:
        links.send_again(visitor, token=token)
    except RefusedError as error:
        values["refused"] = sentence(error.refusal)
        return render(request, "link/expired.html", values, status=409)
    return render(request, "link/expired.html", {**values, "sent": True})


@read_or_send
def rejection(request: HttpRequest, token: str) -> HttpResponse:
    """Hand somebody over whose application was rejected, by a party without accounts."""
    context = links.follow_organisation(contexts.visitor(request), token=token)
    choices = rejection_choices(context, postcode=request.POST.get("postcode", "")[:9])
    if request.method != "POST":
        first = {"once": once.fresh(), "rejected_on": context.today}
        return _rejection(request, choices, RejectionForm(choices, initial=first))
    before = once.done_already(request, request.POST.get("once", ""))
    if before:
        return _done(request, choices, code="")
    form = RejectionForm(choices, request.POST)
    if not form.is_valid():
        return _rejection(request, choices, form, status=422)
    try:
        made = hand_over_rejected(context, rejection=form.rejection())
    except RefusedError as error:
        future = error.refusal.facts.get("field") == "rejected_on"
        said = _("Die dag moet nog komen.") if future else sentence(error.refusal)
        form.add_error("rejected_on" if future else None, said)
        return _rejection(request, choices, form, status=409)
    once.remember(request, form.cleaned_data["once"], request.path)
    return _done(request, choices, code=made.return_code)


def _done(request: HttpRequest, choices: RejectionChoices, *, code: str) -> HttpResponse:
    return render(request, "link/rejection_done.html", {"choices": choices, "code": code})


def _rejection(
    request: HttpRequest, choices: RejectionChoices, form: RejectionForm, *, status: int = 200
) -> HttpResponse:
    return render(request, "link/rejection.html", {"choices": choices, "form": form}, status=status)
