"""Plan lines: one in the fixed scheme."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from voordeur.services import plan_line_pages
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.plan.doors import show


@require_safe
def line(request: HttpRequest, code: str) -> HttpResponse:
    """Show one plan line in the fixed scheme, with how it stands and its history."""
    page = plan_line_pages.line_page(contexts.professional(request), code=code)
    home = reverse("plan:plan", args=[page.year]) if page.year is not None else reverse("plan:home")
    crumbs = (Crumb(page.plan.name or _("Jaarplan"), home), Crumb(page.row.title))
    return show(request, "line", "home", page=page, crumbs=crumbs)
