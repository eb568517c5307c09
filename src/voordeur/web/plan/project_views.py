"""Projects: the list, and one project on one page."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from voordeur.domain.register.catalogue import KINDS
from voordeur.services import project_pages, register
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.plan.doors import show


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """Show every project, first those that ask for attention."""
    context = contexts.professional(request)
    return show(
        request,
        "projects",
        "projects",
        rows=project_pages.projects(context),
        may_write=bool(register.may_write(context, KINDS["project"], None)),
    )


@require_safe
def project(request: HttpRequest, code: str) -> HttpResponse:
    """Show one project: goal, results, milestones, money, risks, reports and lessons."""
    page = project_pages.project_page(contexts.professional(request), code=code)
    crumbs = (Crumb(_("Projecten"), reverse("plan:projects")), Crumb(page.row.title))
    return show(request, "project", "projects", page=page, crumbs=crumbs)
