"""Milestones of all tracks and projects on one line of time, and marking one as reached."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.services import milestone_pages, plan_acts, plan_calendar
from voordeur.services.register_acts import Rejected
from voordeur.web import contexts
from voordeur.web.plan.doors import show
from voordeur.web.plan.forms import ReachedForm
from voordeur.web.plan.timeline_picture import picture_of
from voordeur.web.refusals import sentence

CALENDAR = "text/calendar; charset=utf-8"
SOFT = frozenset({Reason.DAY_STILL_TO_COME, Reason.CHANGED_MEANWHILE})


@require_safe
def milestones(request: HttpRequest) -> HttpResponse:
    """Show the picture, what is late, critical or near, and every milestone in a table."""
    page = milestone_pages.milestone_page(contexts.professional(request))
    return show(request, "milestones", "milestones", page=page, picture=picture_of(page))


@require_http_methods(["GET", "HEAD", "POST"])
def reached(request: HttpRequest, code: str) -> HttpResponse:
    """Ask on which day a milestone was reached, and keep it."""
    context = contexts.professional(request)
    entry, version = plan_acts.entry_to_change(context, kind="milestone", code=code)
    start = {"day": context.today, "base": version}
    form = ReachedForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            done = plan_acts.reach_milestone(
                context,
                code=code,
                day=given["day"],
                base_version=given["base"],
                remark=given["remark"],
            )
        except RefusedError as refused:
            if refused.refusal.reason not in SOFT:
                raise
            form.add_error("day", sentence(refused.refusal))
        else:
            if not isinstance(done, Rejected):
                messages.success(request, _("De mijlpaal is gehaald."))
                return redirect("plan:milestones")
            form.add_error(None, done.problems[0].expected.in_language(context.language))
    status = 422 if form.is_bound else 200
    title = entry.title.in_language(context.language)
    return show(request, "reached", "milestones", form=form, title=title, status=status)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give the milestones ahead as a calendar to subscribe to; the address is the key."""
    content = plan_calendar.milestone_feed(contexts.visitor(request), token=token)
    return HttpResponse(content, content_type=CALENDAR)


@require_safe
def plan_feed(request: HttpRequest, token: str, year: int) -> HttpResponse:
    """Give the dates of a plan as a calendar to subscribe to; the address is the key."""
    content = plan_calendar.plan_feed(contexts.visitor(request), year=year, token=token)
    return HttpResponse(content, content_type=CALENDAR)
