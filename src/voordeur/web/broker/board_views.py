"""Pages of subsidies, costs to divide and own hours, and of the reserve by where it came from."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from voordeur.services import money_boards
from voordeur.web import contexts
from voordeur.web.broker.frame import show

CALENDAR = "text/calendar; charset=utf-8"


@require_safe
def subsidies(request: HttpRequest) -> HttpResponse:
    """Show subsidies with their dates, scenarios side by side, and hours of own people."""
    context = contexts.professional(request)
    return show(request, context, "subsidies", board=money_boards.board(context))


@require_safe
def subsidy_calendar(request: HttpRequest) -> HttpResponse:
    """Give the dates ahead as a calendar file."""
    content = money_boards.calendar(contexts.professional(request))
    headers = {"Content-Disposition": 'attachment; filename="subsidies.ics"'}
    return HttpResponse(content, content_type=CALENDAR, headers=headers)


@require_safe
def reserve(request: HttpRequest) -> HttpResponse:
    """Show the parts of the reserve, and what was taken out on which decision."""
    context = contexts.professional(request)
    return show(request, context, "reserve", page=money_boards.reserve_board(context))
