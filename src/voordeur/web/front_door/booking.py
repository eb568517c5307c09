"""Coming by: places and hours, booking a free moment, and one's own appointment by its link."""

from datetime import UTC, date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.services import appointments, calendar_files, consultation_hours, front_door
from voordeur.services.appointment_pages import AppointmentPage, by_link
from voordeur.services.appointments import Booked, Booking
from voordeur.services.consultation_hours import FreeMoment, Place
from voordeur.services.context import AMSTERDAM, Context
from voordeur.services.region import current_region
from voordeur.web import contexts, dates
from voordeur.web.components import Crumb, Tab
from voordeur.web.front_door import visitors
from voordeur.web.front_door.contact import keeper_name
from voordeur.web.front_door.forms import POSTCODE, Asker, ReachForm, SlotForm
from voordeur.web.front_door.pages import home_crumb
from voordeur.web.front_door.words import day_of, day_tab, shown_place
from voordeur.web.refusals import sentence

CALENDAR = "text/calendar; charset=utf-8"
MOST_DAYS = 10
"""Days shown as tabs; the horizon of booking holds about as many opening days."""


@require_safe
def hours(request: HttpRequest) -> HttpResponse:
    """Show every place with its hours; the nearest first for whoever gives a postcode."""
    context = contexts.visitor(request)
    postcode = request.GET.get("postcode", "").strip()
    wrong = bool(postcode) and not POSTCODE.fullmatch(postcode)
    question = visitors.question_of(request, context)
    used = "" if wrong else postcode or (question.postcode if question else "")
    shown = [shown_place(one) for one in consultation_hours.places(context, postcode=used)]
    return render(
        request,
        "front_door/hours.html",
        {
            "places": [one for one in shown if one.hours],
            "later": [one for one in shown if not one.hours],
            "postcode": postcode[:8],
            "wrong_postcode": wrong,
            "crumbs": [home_crumb(), Crumb(_("Spreekuren"))],
        },
        status=422 if wrong else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, location: str) -> HttpResponse:
    """Show the free moments of one place, and book one."""
    context = contexts.visitor(request)
    place = consultation_hours.place(context, location=location)
    question = visitors.question_of(request, context)
    known = question is not None and bool(question.case_ref)
    data = request.POST if request.method == "POST" else None
    slots = SlotForm(data, moments=_choices(place.free))
    reach = None
    if not known:
        keeper = keeper_name(current_region(), context)
        reach = ReachForm(data, asker=Asker.of(question), keeper=keeper)
    complete = data is not None and slots.is_valid() & (reach is None or reach.is_valid())
    if complete:
        try:
            one = _booked(request, context, place, slots, reach)
        except RefusedError as refused:
            slots.add_error("moment", sentence(refused.refusal))
        else:
            messages.success(request, _booked_words(one))
            return redirect("front_door:appointment", one.ref, one.token)
    return _book_page(request, place, slots, reach)


def _booked_words(one: Booked) -> str:
    if one.already:
        return _("Je had al een afspraak. Dit is hij. Een andere tijd? Verzet hem hier.")
    return _("Je afspraak staat vast.")


def _booked(
    request: HttpRequest,
    context: Context,
    place: Place,
    slots: SlotForm,
    reach: ReachForm | None,
) -> Booked:
    ref = visitors.ref_of(request)
    if visitors.question_of(request, context) is None:
        ref = front_door.start(context, text=_("Ik wil graag langskomen voor een gesprek."))
        visitors.remember(request, ref)
    return appointments.book_for_inquiry(
        context,
        inquiry=ref,
        contact=reach.contact(language=contexts.language()) if reach else None,
        booking=_booking(place, slots),
    )


def _booking(place: Place, slots: SlotForm) -> Booking:
    moment = datetime.fromisoformat(slots.cleaned_data["moment"])
    return Booking(location=place.code, starts_at=moment.astimezone(UTC))


def _choices(moments: tuple[FreeMoment, ...]) -> list[tuple[str, str]]:
    return [(one.starts_at.isoformat(), dates.day_at_time(one.starts_at)) for one in moments]


def _local_day(moment: FreeMoment) -> date:
    return moment.starts_at.astimezone(AMSTERDAM).date()


def _tabs(request: HttpRequest, place: Place, slots: SlotForm) -> tuple[list[Tab], date | None]:
    """Return the days with something free, and the day shown now.

    The form's choices are narrowed to that day; a picked moment keeps its own day in view.
    """
    days = sorted({_local_day(one) for one in place.free})
    picked = str(slots.data.get("moment", "")) if slots.is_bound else ""
    asked = day_of(request.GET.get("dag", ""))
    of_pick = next((_local_day(o) for o in place.free if o.starts_at.isoformat() == picked), None)
    now = of_pick or (asked if asked in days else None) or (days[0] if days else None)
    tabs = [Tab(day_tab(day), f"?dag={day.isoformat()}", current=day == now) for day in days]
    return tabs[:MOST_DAYS], now


def _narrowed(slots: SlotForm, place: Place, day: date | None) -> None:
    slots.fields["moment"].choices = [  # type: ignore[attr-defined]
        (one.starts_at.isoformat(), dates.at_time(one.starts_at))
        for one in place.free
        if _local_day(one) == day
    ]


def _book_page(
    request: HttpRequest, place: Place, slots: SlotForm, reach: ReachForm | None
) -> HttpResponse:
    wrong = bool(slots.errors) or bool(reach and reach.errors)
    tabs, day = _tabs(request, place, slots)
    _narrowed(slots, place, day)
    values = {
        "shown": shown_place(place),
        "slots": slots,
        "reach": reach,
        "tabs": tabs,
        "day": day,
        "crumbs": [
            home_crumb(),
            Crumb(_("Spreekuren"), reverse("front_door:hours")),
            Crumb(place.name),
        ],
    }
    return render(request, "front_door/book.html", values, status=422 if wrong else 200)


@require_safe
def appointment(request: HttpRequest, ref: str, token: str) -> HttpResponse:
    """Show one's own appointment, to whoever holds its link."""
    page = by_link(contexts.visitor(request), ref=ref, token=token)
    if page.moved_to is not None:
        return redirect("front_door:appointment", *page.moved_to)
    return _appointment_page(request, page)


def _appointment_page(request: HttpRequest, page: AppointmentPage) -> HttpResponse:
    values = {
        "page": page,
        "kept": bool(visitors.ref_of(request)),
        "crumbs": [home_crumb(), Crumb(_("Je afspraak"))],
    }
    return render(request, "front_door/appointment.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, ref: str, token: str) -> HttpResponse:
    """Choose another moment, at the same place or (``?plek=``) at another."""
    context = contexts.visitor(request)
    page = by_link(context, ref=ref, token=token)
    if page.moved_to is not None:
        return redirect("front_door:move", *page.moved_to)
    if not page.changeable:
        return redirect("front_door:appointment", ref, token)
    place = _place(context, request.GET.get("plek", "") or page.location)
    data = request.POST if request.method == "POST" else None
    slots = SlotForm(data, moments=_choices(place.free))
    if data is not None and slots.is_valid():
        try:
            one = appointments.move(context, ref=ref, token=token, booking=_booking(place, slots))
        except RefusedError as refused:
            slots.add_error("moment", sentence(refused.refusal))
        else:
            messages.success(request, _("Je afspraak is verzet."))
            return redirect("front_door:appointment", one.ref, one.token)
    tabs, day = _tabs(request, place, slots)
    _narrowed(slots, place, day)
    values = {
        "page": page,
        "shown": shown_place(place),
        "slots": slots,
        "tabs": tabs,
        "day": day,
        "crumbs": [
            home_crumb(),
            Crumb(_("Je afspraak"), reverse("front_door:appointment", args=[ref, token])),
            Crumb(_("Verzetten")),
        ],
    }
    status = 422 if slots.errors else 200
    return render(request, "front_door/move.html", values, status=status)


def _place(context: Context, code: str) -> Place:
    return consultation_hours.place(context, location=code)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, ref: str, token: str) -> HttpResponse:
    """Ask once more, then cancel."""
    context = contexts.visitor(request)
    page = by_link(context, ref=ref, token=token)
    if page.moved_to is not None:
        return redirect("front_door:cancel", *page.moved_to)
    if request.method == "POST":
        if page.changeable:
            _settled(request, context, page)
        return redirect("front_door:appointment", ref, token)
    if not page.changeable:
        return redirect("front_door:appointment", ref, token)
    values = {
        "page": page,
        "crumbs": [
            home_crumb(),
            Crumb(_("Je afspraak"), reverse("front_door:appointment", args=[ref, token])),
            Crumb(_("Afzeggen")),
        ],
    }
    return render(request, "front_door/cancel.html", values)


def _settled(request: HttpRequest, context: Context, page: AppointmentPage) -> None:
    try:
        appointments.cancel(context, ref=page.ref, token=page.token)
    except RefusedError as refused:
        messages.error(request, sentence(refused.refusal))
    else:
        messages.success(request, _("Je afspraak is afgezegd."))


@require_POST
def wait(request: HttpRequest, ref: str, token: str) -> HttpResponse:
    """Go on, or off, the list for an earlier place."""
    waiting = request.POST.get("wachten") == "ja"
    try:
        appointments.wait(contexts.visitor(request), ref=ref, token=token, waiting=waiting)
    except RefusedError as refused:
        if refused.refusal.reason is Reason.NOT_FOUND:
            raise
        messages.error(request, sentence(refused.refusal))
    else:
        messages.success(
            request,
            _("Komt er een eerdere plek vrij? Dan mailen we je.")
            if waiting
            else _("Je staat niet meer op de wachtlijst. Je afspraak blijft staan."),
        )
    return redirect("front_door:appointment", ref, token)


@require_safe
def calendar_file(request: HttpRequest, ref: str, token: str) -> HttpResponse:
    """Give the appointment for one's own calendar."""
    content = calendar_files.appointment_file(contexts.visitor(request), ref=ref, token=token)
    return HttpResponse(
        content,
        content_type=CALENDAR,
        headers={"Content-Disposition": 'attachment; filename="afspraak.ics"'},
    )


@require_safe
def location_feed(request: HttpRequest, location: str, token: str) -> HttpResponse:
    """Give what is booked at a place, for a calendar program that comes by every so often."""
    content = calendar_files.location_feed(
        contexts.visitor(request), location=location, token=token
    )
    return HttpResponse(content, content_type=CALENDAR)
