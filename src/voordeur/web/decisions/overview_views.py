"""The first page: what waits for whom, who decides what, and what was decided lately."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from voordeur.services import register, route_pages
from voordeur.web import contexts
from voordeur.web.decisions.frame import entry_url, new_entry_url, show


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show who advises, consents and decides, per subject."""
    context = contexts.professional(request)
    routes = route_pages.who_decides(context, day=context.today)
    kind = register.kind_of(route_pages.ROUTE)
    return show(
        request,
        "home",
        routes=[(one, entry_url("route", one.code)) for one in routes],
        new_route_url=new_entry_url("route") if register.may_write(context, kind, None) else "",
    )
