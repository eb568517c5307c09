"""The first page: what waits for whom, who decides what, and what was decided lately."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from voordeur.domain.kernel.refusal import RefusedError
from voordeur.services import (
    decision_tables,
    decision_timeline,
    proposal_pages,
    register,
    route_pages,
)
from voordeur.services.offices import SECRETARIAT, may_by_office
from voordeur.web import contexts
from voordeur.web.decisions.frame import entry_url, show
from voordeur.web.decisions.lane_view import card
from voordeur.web.decisions.reading_views import new_url
from voordeur.web.spreadsheets import download

MOST_DECISIONS = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for whom, late first; who advises, consents and decides; and decisions."""
    context = contexts.professional(request)
    waiting = proposal_pages.open_proposals(context)
    routes = route_pages.who_decides(context, day=context.today)
    settled = proposal_pages.settled_proposals(context)
    dated = decision_timeline.events(context, sort="decision")
    decisions = [one for one in dated if not one.proposal]
    return show(
        request,
        "home",
        cards=[card(one) for one in sorted(waiting, key=lambda one: not one.late)],
        late=sum(one.late for one in waiting),
        settled=settled[:MOST_DECISIONS],
        decisions=[(one, entry_url("event", one.code)) for one in decisions[: MOST_DECISIONS - 3]],
        may_draft=bool(may_by_office(context, SECRETARIAT)),
        routes=[(one, entry_url("route", one.code)) for one in routes],
        new_route_url=new_url(context, route_pages.ROUTE),
    )


@require_safe
def export(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """Give one of the lists as a file."""
    if form not in {"xlsx", "csv"}:
        raise RefusedError(register.NOT_FOUND)
    context = contexts.professional(request)
    table = decision_tables.table_of(context, name=name)
    return download(table, form=form, day=context.today)
