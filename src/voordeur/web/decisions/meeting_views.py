"""Meetings: planned, with an agenda that prints as a paper, and held with who was there."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voordeur.domain.kernel.refusal import require
from voordeur.services import (
    board_documents,
    body_pages,
    meeting_pages,
    meetings,
    proposal_pages,
)
from voordeur.services.context import Context
from voordeur.services.meetings import AgendaLine, MeetingPage, NewAgendaItem, NewMeeting
from voordeur.services.offices import SECRETARIAT, SECRETARY, may_by_office
from voordeur.web import contexts
from voordeur.web.decisions.frame import crumbs, entry_url, show
from voordeur.web.decisions.meeting_forms import AgendaItemForm, HeldForm, MeetingForm
from voordeur.web.decisions.refused import attempt, typed

CALENDAR = "text/calendar; charset=utf-8"


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show meetings that come, soonest first, and those that were."""
    context = contexts.professional(request)
    body = request.GET.get("overleg", "")
    found = meetings.meetings(context, body=body)
    coming = [one for one in found if one.day >= context.today and not one.held]
    coming_refs = {one.ref for one in coming}
    bodies = body_pages.body_names(context)
    return show(
        request,
        "meetings",
        coming=coming[::-1],
        past=[one for one in found if one.ref not in coming_refs],
        body=body,
        bodies=sorted(bodies.values(), key=lambda one: one.name),
        may_write=bool(may_by_office(context, SECRETARIAT)),
    )


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Give every meeting as a calendar file."""
    content = meeting_pages.meeting_calendar(contexts.professional(request))
    response = HttpResponse(content, content_type=CALENDAR)
    response["Content-Disposition"] = 'attachment; filename="vergaderingen.ics"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a meeting of a body."""
    context = contexts.professional(request)
    require(may_by_office(context, SECRETARIAT))
    bodies = [(one.code, one.name) for one in body_pages.body_names(context).values()]
    asked = {"body": request.GET.get("overleg", "")}
    form = MeetingForm(bodies, typed(request), initial=asked)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        meeting = NewMeeting(
            body=said["body"],
            day=said["day"],
            place=said["place"],
            starts_at=said["starts_at"].strftime("%H:%M") if said["starts_at"] else "",
        )
        ref = attempt(form, lambda: meetings.plan(context, meeting=meeting), {"body": "day"})
        if ref is not None:
            messages.success(request, _("De vergadering is gepland. Zet er punten op."))
            return redirect("decisions:meeting", ref=ref)
    status = 422 if form.is_bound else 200
    way = crumbs("meetings", _("Vergadering plannen"))
    return show(request, "meeting_form", form=form, crumbs=way, status=status)


@require_safe
def meeting(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one meeting: agenda, papers, milestones that come near, and what was decided."""
    return _meeting(request, contexts.professional(request), ref)


@require_safe
def paper(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a meeting as the paper that goes round."""
    context = contexts.professional(request)
    page = meetings.meeting_page(context, ref=ref)
    found = _around(context, page)
    return render(request, "decisions/meeting_paper.html", {"today": context.today, **found})


@require_POST
def put(request: HttpRequest, ref: str) -> HttpResponse:
    """Put a point on the agenda; what was typed stays when it cannot be."""
    context = contexts.professional(request)
    form = AgendaItemForm(proposal_pages.open_proposals(context), request.POST)
    if form.is_valid():
        said = form.cleaned_data
        item = NewAgendaItem(
            title=said["title"], explanation=said["explanation"], proposal=said["proposal"]
        )
        if attempt(form, lambda: meetings.put_on_agenda(context, ref=ref, item=item)) is not None:
            messages.success(request, _("Het punt staat op de agenda."))
            return redirect("decisions:meeting", ref=ref)
    return _meeting(request, context, ref, item_form=form)


@require_POST
def held(request: HttpRequest, ref: str) -> HttpResponse:
    """Record that a meeting took place, with how many were present."""
    context = contexts.professional(request)
    form = HeldForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data

        def record() -> bool:
            meetings.record_held(
                context, ref=ref, present=said["present"], conclusions=said["conclusions"]
            )
            return True

        if attempt(form, record) is not None:
            messages.success(request, _("Vastgelegd dat de vergadering er was."))
            return redirect("decisions:meeting", ref=ref)
    return _meeting(request, context, ref, held_form=form)


def _meeting(
    request: HttpRequest,
    context: Context,
    ref: str,
    *,
    item_form: forms.Form | None = None,
    held_form: forms.Form | None = None,
) -> HttpResponse:
    page = meetings.meeting_page(context, ref=ref)
    line = page.line
    open_to_write = bool(page.may_write) and not line.held
    if not open_to_write and (item_form or held_form):
        _refuse_quietly(page)
    fresh_item = None
    if open_to_write:
        fresh_item = item_form or AgendaItemForm(proposal_pages.open_proposals(context))
    may_hold = open_to_write and line.day <= context.today
    return show(
        request,
        "meeting",
        **_around(context, page),
        item_form=fresh_item,
        held_form=(held_form or HeldForm()) if may_hold or held_form else None,
        refused=item_form or held_form,
        may_write=bool(page.may_write),
        may_record=bool(may_by_office(context, SECRETARY)),
        document_url=f"{reverse('decisions:document_new')}?vergadering={ref}",
        crumbs=crumbs("meetings", line.body_name),
        status=422 if item_form or held_form else 200,
    )


def _refuse_quietly(page: MeetingPage) -> None:
    """Send away whoever may not write at all; a meeting that was held is told in the form."""
    require(page.may_write)


def _around(context: Context, page: MeetingPage) -> dict[str, object]:
    return {
        "page": page,
        "line": page.line,
        "items": [(one, _item_url(one)) for one in page.items],
        "documents": board_documents.documents_of(context, meeting=page.line.ref),
        "milestones": [
            (one, entry_url(meeting_pages.MILESTONE, one.code))
            for one in meeting_pages.milestones_near(context, day=page.line.day)
        ],
    }


def _item_url(item: AgendaLine) -> str:
    if item.proposal:
        return reverse("decisions:proposal", args=[item.proposal])
    return entry_url(*item.entry) if item.entry else ""
