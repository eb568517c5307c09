"""The multi-year agenda: aim, framework, focus groups and end picture."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from voordeur.services import agenda_pages
from voordeur.web import contexts
from voordeur.web.plan.doors import show

LONGEST_CODE = 80


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """Show the agenda that runs, or the one asked for with ``?agenda=``."""
    code = request.GET.get("agenda", "").replace("\x00", "")[:LONGEST_CODE]
    page = agenda_pages.agenda_page(contexts.professional(request), code=code)
    return show(request, "agenda", "agenda", page=page)
