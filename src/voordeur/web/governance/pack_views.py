"""The region pack: what is loaded, loading another, the parties, the names and the routes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.services import pack_pages
from voordeur.web import contexts
from voordeur.web.governance.doors import show, show_as
from voordeur.web.governance.forms import PackForm
from voordeur.web.governance.paging import page_number
from voordeur.web.refusals import sentence

PARTIES_PER_PAGE = 25


@require_safe
def pack(request: HttpRequest) -> HttpResponse:
    """Show what is loaded, since when, by whom, and what must still be filled in."""
    context = contexts.professional(request)
    return show(request, context, "pack", page=pack_pages.pack(context), form=PackForm())


@require_http_methods(["POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Check an uploaded pack: what is wrong with it, or what it would change."""
    context = contexts.professional(request)
    page = pack_pages.pack(context)
    if not page.may_load:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    form = PackForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            # One byte too many is enough to know that it is too large.
            content = form.cleaned_data["pack"].read(pack_pages.MOST_BYTES + 1)
            checked = pack_pages.check_upload(context, content=content)
        except RefusedError as refused:
            if refused.refusal.reason is Reason.NOT_FOUND:
                raise
            form.add_error("pack", sentence(refused.refusal))
        else:
            if checked.digest:
                return redirect("governance:pack_load", digest=checked.digest)
            return show_as(request, context, "pack_check", "pack", status=422, checked=checked)
    return show(request, context, "pack", page=page, form=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest, digest: str) -> HttpResponse:
    """Show what a checked pack changes; load exactly that."""
    context = contexts.professional(request)
    refusal = ""
    if request.method == "POST":
        try:
            base = request.POST.get("base", "")
            report = pack_pages.load_checked(context, digest=digest, base=base)
        except RefusedError as refused:
            if refused.refusal.reason is Reason.NOT_FOUND:
                raise
            refusal = sentence(refused.refusal)
        else:
            _say_loaded(request, changed=report.changed)
            return redirect("governance:pack")
    checked = pack_pages.checked_before(context, digest=digest)
    status = 409 if refusal else 200
    found = {"checked": checked, "refusal": refusal}
    return show_as(request, context, "pack_check", "pack", status=status, **found)


def _say_loaded(request: HttpRequest, *, changed: bool) -> None:
    if changed:
        messages.success(request, _("Het regiopakket is geladen. Het geldt vanaf nu."))
    else:
        messages.info(request, _("Dit pakket was al geladen. Er is niets veranderd."))


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Return the pack in force as a zip file."""
    context = contexts.professional(request)
    response = HttpResponse(pack_pages.archive(context), content_type="application/zip")
    day = context.today.isoformat()
    response["Content-Disposition"] = f'attachment; filename="regiopakket-{day}.zip"'
    return response


@require_safe
def parties(request: HttpRequest) -> HttpResponse:
    """Show the register of parties; an old name finds the same party."""
    context = contexts.professional(request)
    search = request.GET.get("zoek", "")[:100]
    found = pack_pages.parties(context, search=search)
    lines = Paginator(found, PARTIES_PER_PAGE).get_page(page_number(request.GET))
    return show(request, context, "parties", lines=lines, search=search)


@require_safe
def names(request: HttpRequest) -> HttpResponse:
    """Show the names and brands of the region, old and new."""
    context = contexts.professional(request)
    return show(request, context, "names", lines=pack_pages.brands(context))


@require_safe
def routes(request: HttpRequest) -> HttpResponse:
    """Show the routing table in words, with its sources."""
    context = contexts.professional(request)
    return show(request, context, "routes", lines=pack_pages.routes(context))
