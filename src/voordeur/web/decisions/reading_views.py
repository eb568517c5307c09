"""What is agreed, what the law asks, what happened when, and documents by their number."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from voordeur.services import (
    agreement_pages,
    check_pages,
    decision_timeline,
    duty_pages,
    register,
)
from voordeur.services.context import Context
from voordeur.services.decision_timeline import EventLine
from voordeur.web import contexts
from voordeur.web.components import Moment
from voordeur.web.decisions.frame import crumbs, entry_url, new_entry_url, show


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """Show what was decided or begun, by year; of one body or one sort when asked."""
    context = contexts.professional(request)
    body, sort = request.GET.get("overleg", ""), request.GET.get("soort", "")
    found = decision_timeline.timeline(context, body=body, sort=sort)
    return show(
        request,
        "timeline",
        found=found,
        years=[(one.year, [_moment(event) for event in one.events]) for one in found.years],
        body=body,
        sort=sort,
        new_url=new_url(context, decision_timeline.EVENT),
    )


def _moment(event: EventLine) -> Moment:
    parts = [
        event.description,
        event.follow_up and f"→ {event.follow_up}",
    ]
    who = ", ".join(one.name for one in event.bodies)
    said = [event.sort_label, who, event.document, event.source]
    return Moment(
        title=event.title,
        when_text=event.when,
        text="\n".join(one for one in parts if one),
        by=" · ".join(one for one in said if one),
        url=reverse("decisions:proposal", args=[event.proposal])
        if event.proposal
        else entry_url(decision_timeline.EVENT, event.code),
        url_label=_("Bekijk het voorstel") if event.proposal else _("Bekijk in het register"),
    )


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """Show letters of intent and agreements."""
    context = contexts.professional(request)
    found = agreement_pages.agreements(context)
    kind = agreement_pages.AGREEMENT
    return show(
        request,
        "agreements",
        agreements=[(one, entry_url(kind, one.code)) for one in found],
        new_url=new_url(context, kind),
    )


@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """Show legal duties, laws, efforts, scenarios and connections."""
    context = contexts.professional(request)
    page = duty_pages.duty_page(context)
    return show(
        request,
        "duties",
        page=page,
        duties=[(one, entry_url("duty", one.code)) for one in page.duties],
        laws=[(one, entry_url("law", one.code)) for one in page.laws],
        efforts=[(one, entry_url("effort", one.code)) for one in page.efforts],
        scenarios=[(one, entry_url("scenario", one.code)) for one in page.scenarios],
        connections=[(one, entry_url("connection", one.code)) for one in page.connections],
        new_urls={kind: new_url(context, kind) for kind in ("duty", "law", "effort", "scenario")},
    )


@require_safe
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Show the labour-market check of a local decision."""
    context = contexts.professional(request)
    page = check_pages.check_page(context, code=code)
    return show(
        request,
        "check",
        page=page,
        line=page.line,
        lines=[(title, entry_url("plan_line", one)) for one, title in page.lines],
        entry_url=entry_url(check_pages.CHECK, code),
        crumbs=crumbs("councils", page.line.title),
    )


def new_url(context: Context, kind: str) -> str:
    """Return the form for a new entry of a kind, when this reader may write one."""
    may = register.may_write(context, register.kind_of(kind), None)
    return new_entry_url(kind) if may else ""
