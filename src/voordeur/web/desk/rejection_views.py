"""A rejected benefit application, handed over at the desk in a minute."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.services import duplicates
from voordeur.services.context import Context
from voordeur.services.rejections import (
    HandedOver,
    RejectionChoices,
    hand_over_rejected,
    rejection_choices,
)
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.desk import once
from voordeur.web.desk.handover_views import read_or_send
from voordeur.web.desk.intake_views import NEW_CODES, SOMEBODY_ELSE, reason_words
from voordeur.web.desk.rejection_forms import RejectionForm
from voordeur.web.refusals import sentence

MOST_POSTCODE = 9


@read_or_send
def rejection(request: HttpRequest) -> HttpResponse:
    """Write down a rejection and offer the person on, in one go."""
    context = contexts.professional(request)
    choices = rejection_choices(context, postcode=request.POST.get("postcode", "")[:MOST_POSTCODE])
    if request.method != "POST":
        form = RejectionForm(choices, initial={"once": once.fresh(), "rejected_on": context.today})
        return _show(request, choices, form)
    before = once.done_already(request, request.POST.get("once", ""))
    if before:
        return redirect(before)
    form = RejectionForm(choices, request.POST)
    if not form.is_valid():
        return _show(request, choices, form, status=422)
    known = _known(request, context, form)
    if known:
        return _show(request, choices, form, known=known)
    chosen = request.POST.get("bekend", "")
    resident_ref = "" if chosen in {"", SOMEBODY_ELSE} else chosen[:20]
    try:
        made = hand_over_rejected(context, rejection=form.rejection(resident_ref=resident_ref))
    except RefusedError as error:
        if error.refusal.reason is Reason.NOT_FOUND:
            raise
        future = error.refusal.facts.get("field") == "rejected_on"
        said = _("Die dag moet nog komen.") if future else sentence(error.refusal)
        form.add_error("rejected_on" if future else None, said)
        return _show(request, choices, form, status=409)
    return _made(request, form, made)


def _known(
    request: HttpRequest, context: Context, form: RejectionForm
) -> tuple[duplicates.KnownPerson, ...]:
    if request.POST.get("bekend"):
        return ()
    return duplicates.known_people(context, person=form.person())


def _made(request: HttpRequest, form: RejectionForm, made: HandedOver) -> HttpResponse:
    if made.return_code:
        codes = {**request.session.get(NEW_CODES, {}), made.case_ref: made.return_code}
        request.session[NEW_CODES] = dict(list(codes.items())[-5:])
    url = reverse("desk:registered", args=[made.case_ref])
    if made.handover_ref:
        messages.success(request, _("De bewoner is warm overgedragen."))
        url = reverse("desk:handover", args=[made.handover_ref])
    once.remember(request, form.cleaned_data["once"], url)
    return redirect(url)


def _show(
    request: HttpRequest,
    choices: RejectionChoices,
    form: RejectionForm,
    *,
    known: tuple[duplicates.KnownPerson, ...] = (),
    status: int = 200,
) -> HttpResponse:
    people = [(one, ", ".join(reason_words()[reason] for reason in one.reasons)) for one in known]
    values = {
        "form": form,
        "choices": choices,
        "known": people,
        "somebody_else": SOMEBODY_ELSE,
        "crumbs": [
            Crumb(_("Overdrachten"), reverse("desk:handovers")),
            Crumb(_("Uitkering afgewezen")),
        ],
    }
    return render(request, "desk/rejection.html", values, status=status)
