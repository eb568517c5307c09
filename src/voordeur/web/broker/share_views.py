"""Pages of who pays what: services and projects of a plan, and local money."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from voordeur.services import project_money
from voordeur.web import contexts
from voordeur.web.broker.frame import show

LENGTH_OF_A_YEAR = len("2026")


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """Show per service and project the budget, who pays which part, and what it really cost."""
    context = contexts.professional(request)
    page = project_money.project_money(context, year=_year(request.GET.get("jaar", "")))
    return show(request, context, "projects", page=page)


def _year(typed: str) -> int | None:
    digits = typed.isascii() and typed.isdigit() and len(typed) == LENGTH_OF_A_YEAR
    return int(typed) if digits else None
