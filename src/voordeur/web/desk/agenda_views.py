"""The agenda: who comes today at which place, and writing down whether they came."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voordeur.domain.appointments.lifecycle import AppointmentState
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.services import agendas, appointments
from voordeur.services.case_forms import act_choices
from voordeur.web import contexts
from voordeur.web.refusals import sentence

FURTHEST = timedelta(days=400)


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """Show the appointments of one day, per place."""
    context = contexts.professional(request)
    day = _day(request.GET.get("dag", ""), context.today)
    page = agendas.agenda(context, day=day)
    found = {
        "page": page,
        "previous": (day - timedelta(days=1)).isoformat(),
        "next": (day + timedelta(days=1)).isoformat(),
        "today": day == context.today,
        "reasons": act_choices(context).no_show_reasons,
    }
    return render(request, "desk/agenda.html", found)


def _day(typed: str, today: date) -> date:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return today
    return day if abs(day - today) <= FURTHEST else today


@require_POST
def settle(request: HttpRequest, ref: str) -> HttpResponse:
    """Write down whether somebody came."""
    context = contexts.professional(request)
    came = request.POST.get("kwam") == "ja"
    state = AppointmentState.ATTENDED if came else AppointmentState.NO_SHOW
    known = act_choices(context).no_show_reasons
    reason = request.POST.get("reden", "")
    try:
        appointments.settle(
            context, ref=ref, state=state, reason="" if came or reason not in known else reason
        )
    except RefusedError as error:
        if error.refusal.reason is Reason.NOT_FOUND:
            raise
        messages.error(request, sentence(error.refusal))
    else:
        messages.success(request, _("Vastgelegd."))
    case = request.POST.get("dossier", "")
    if case.isalnum() and len(case) <= 12:  # noqa: PLR2004  as long as a reference
        return redirect("desk:case", ref=case)
    day = _day(request.POST.get("dag", ""), context.today)
    return redirect(f"{reverse('desk:agenda')}?dag={day.isoformat()}")
