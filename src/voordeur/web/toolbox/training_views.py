"""Trainings for employers on screen: what comes, who is in, who waits."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.toolbox.trainings import BookingState
from voordeur.services import trainings
from voordeur.services.context import Context
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.refusals import sentence
from voordeur.web.toolbox.forms import BookingForm, TrainingForm

HERE = "toolbox:trainings"


@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """Show the trainings, and plan one."""
    context = contexts.professional(request)
    page = trainings.trainings_page(context)
    form = TrainingForm(page, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            trainings.plan_training(context, new=form.new())
        except RefusedError as refused:
            _refused(form, refused)
        else:
            messages.success(request, _("Gepland. Boek nu wie er komt."))
            return redirect(HERE)
    return _shown(request, context, form)


@require_POST
def book(request: HttpRequest, training: str) -> HttpResponse:
    """Book a group; it hears at once whether it is in or waits."""
    context = contexts.professional(request)
    form = BookingForm(request.POST, prefix=training)
    if form.is_valid():
        said = form.cleaned_data
        try:
            state = trainings.book(context, ref=training, **said)
        except RefusedError as refused:
            _refused(form, refused)
        else:
            if state is BookingState.IN:
                messages.success(request, _("Geboekt."))
            else:
                messages.warning(request, _("Er is niet genoeg plek. Ze staan op de wachtlijst."))
            return redirect(HERE)
    return _shown(request, context, None, (training, form))


@require_POST
def cancel_booking(request: HttpRequest, training: str, booking: str) -> HttpResponse:
    """Take a group out; who waits and fits comes in."""

    def perform(context: Context) -> str:
        came_in = trainings.cancel_booking(context, ref=training, booking=booking)
        if not came_in:
            return _("Afgezegd.")
        return ngettext(
            "Afgezegd. %(count)d groep komt van de wachtlijst.",
            "Afgezegd. %(count)d groepen komen van de wachtlijst.",
            came_in,
        ) % {"count": came_in}

    return _pressed(request, perform)


@require_POST
def cancel(request: HttpRequest, training: str) -> HttpResponse:
    """Call a training off."""

    def perform(context: Context) -> str:
        trainings.cancel_training(context, ref=training)
        return _("Deze training gaat niet door. Laat het de bedrijven weten.")

    return _pressed(request, perform)


def _pressed(request: HttpRequest, perform: Callable[[Context], str]) -> HttpResponse:
    try:
        said = perform(contexts.professional(request))
    except RefusedError as refused:
        if refused.refusal.reason is Reason.NOT_FOUND:
            raise
        messages.error(request, sentence(refused.refusal))
    else:
        messages.success(request, said)
    return redirect(HERE)


def _shown(
    request: HttpRequest,
    context: Context,
    form: TrainingForm | None,
    typed: tuple[str, BookingForm] | None = None,
) -> HttpResponse:
    page = trainings.trainings_page(context)
    if typed and typed[0] not in {one.ref for one in (*page.coming, *page.over)}:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    coming = [
        (one, typed[1] if typed and typed[0] == one.ref else BookingForm(prefix=one.ref))
        for one in page.coming
    ]
    wrong = bool(typed or (form and form.errors))
    values = {
        "page": page,
        "coming": coming,
        "form": form or TrainingForm(page),
        "typed": typed[1] if typed else form,
        "crumbs": (Crumb(_("Gereedschapskist"), reverse("toolbox:home")), Crumb(_("Trainingen"))),
    }
    return render(request, "toolbox/trainings.html", values, status=422 if wrong else 200)


def _refused(form: Form, refused: RefusedError) -> None:
    if refused.refusal.reason is Reason.NOT_FOUND:
        raise refused
    field = refused.refusal.facts.get("field")
    form.add_error(field if field in form.fields else None, sentence(refused.refusal))
