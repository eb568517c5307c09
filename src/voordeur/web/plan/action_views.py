"""The doe-agenda: a list of actions with filters, and one action with its local versions."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from voordeur.services import action_pages
from voordeur.services.action_pages import ActionFilter
from voordeur.web import contexts, spreadsheets
from voordeur.web.components import Crumb
from voordeur.web.plan.doors import show

LONGEST = 80


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """Show the actions that fit the filters, or give them as a file that equals the screen."""
    context = contexts.professional(request)
    chosen = _filter(request.GET)
    form = request.GET.get("als", "")
    if form in {"xlsx", "csv"}:
        table = action_pages.actions_table(context, chosen=chosen)
        return spreadsheets.download(table, form=form, day=context.today)
    kept = request.GET.copy()
    kept.pop("als", None)
    page = action_pages.actions_page(context, chosen=chosen)
    return show(request, "actions", "actions", page=page, kept=kept.urlencode())


@require_safe
def action(request: HttpRequest, code: str) -> HttpResponse:
    """Show one action, and what municipalities make of it."""
    page = action_pages.action_page(contexts.professional(request), code=code)
    crumbs = (Crumb(_("Doe-agenda"), reverse("plan:actions")), Crumb(page.row.title))
    return show(request, "action", "actions", page=page, crumbs=crumbs)


def _filter(query: QueryDict) -> ActionFilter:
    def read(name: str) -> str:
        return query.get(name, "").replace("\x00", "")[:LONGEST]

    return ActionFilter(
        theme=read("thema"),
        scope=read("reikwijdte"),
        status=read("stand"),
        municipality=read("gemeente"),
    )
