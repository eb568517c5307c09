"""Pages for councils: for information, one per municipality."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from voordeur.services import check_pages, council_pages
from voordeur.web import contexts
from voordeur.web.decisions.frame import crumbs, entry_url, new_entry_url, show
from voordeur.web.decisions.reading_views import new_url


@require_safe
def councils(request: HttpRequest) -> HttpResponse:
    """Show every council, and the checks of local decisions."""
    context = contexts.professional(request)
    return show(
        request,
        "councils",
        councils=council_pages.councils(context),
        checks=check_pages.checks(context),
        new_check_url=new_url(context, check_pages.CHECK),
    )


@require_safe
def council(request: HttpRequest, municipality: str) -> HttpResponse:
    """Show what one council reads."""
    context = contexts.professional(request)
    page = council_pages.council_page(context, municipality=municipality)
    check_url = new_url(context, check_pages.CHECK) and new_entry_url(
        check_pages.CHECK, f"municipality={municipality}"
    )
    return show(
        request,
        "council",
        page=page,
        council=page.council,
        today=context.today,
        changes=[(one, entry_url(one.kind, one.code)) for one in page.changes],
        versions=[(one, entry_url(one.kind, one.code)) for one in page.versions],
        local=[(one, entry_url(one.kind, one.code)) for one in page.local],
        focus=[(one, entry_url("focus_group", one.code)) for one in page.focus],
        new_check_url=check_url,
        crumbs=crumbs("councils", page.council.name),
    )
