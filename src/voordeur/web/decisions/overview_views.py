"""The first page: what waits for whom, who decides what, and what was decided lately."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from voordeur.services import decision_timeline, proposal_pages, route_pages
from voordeur.services.offices import SECRETARIAT, may_by_office
from voordeur.web import contexts
from voordeur.web.decisions.frame import entry_url, show
from voordeur.web.decisions.lane_view import card
from voordeur.web.decisions.reading_views import new_url

MOST_DECISIONS = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for whom, late first; who advises, consents and decides; and decisions."""
    context = contexts.professional(request)
    waiting = proposal_pages.open_proposals(context)
    routes = route_pages.who_decides(context, day=context.today)
    settled = proposal_pages.settled_proposals(context)
    decisions = decision_timeline.events(context, sort="decision")
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
