"""Pages for councils: for information, one per municipality, and the packages they get."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from voordeur.domain.kernel.refusal import require
from voordeur.services import check_pages, council_pages, packages, proposal_pages, register
from voordeur.services.offices import SECRETARIAT, may_by_office
from voordeur.services.packages import NewPackage
from voordeur.web import contexts
from voordeur.web.decisions.frame import crumbs, entry_url, new_entry_url, show
from voordeur.web.decisions.meeting_forms import PackageForm
from voordeur.web.decisions.reading_views import new_url
from voordeur.web.decisions.refused import attempt, typed

MOST_DECISIONS = 8


@require_safe
def councils(request: HttpRequest) -> HttpResponse:
    """Show every council, the packages, and the checks of local decisions."""
    context = contexts.professional(request)
    return show(
        request,
        "councils",
        councils=council_pages.councils(context),
        packages=packages.packages(context),
        checks=check_pages.checks(context),
        new_check_url=new_url(context, check_pages.CHECK),
        may_write=bool(may_by_office(context, SECRETARIAT)),
    )


@require_safe
def council(request: HttpRequest, municipality: str) -> HttpResponse:
    """Show what one council reads."""
    context = contexts.professional(request)
    page = council_pages.council_page(context, municipality=municipality)
    check_url = new_url(context, check_pages.CHECK) and new_entry_url(
        check_pages.CHECK, f"municipality={municipality}"
    )
    decided = [
        one for one in proposal_pages.settled_proposals(context) if one.state.value == "decided"
    ]
    return show(
        request,
        "council",
        page=page,
        council=page.council,
        today=context.today,
        decided=decided[:MOST_DECISIONS],
        packages=packages.packages(context)[:MOST_DECISIONS],
        changes=[(one, entry_url(one.kind, one.code)) for one in page.changes],
        versions=[(one, entry_url(one.kind, one.code)) for one in page.versions],
        local=[(one, entry_url(one.kind, one.code)) for one in page.local],
        focus=[(one, entry_url("focus_group", one.code)) for one in page.focus],
        new_check_url=check_url,
        crumbs=crumbs("councils", page.council.name),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Make an information package for the councils."""
    context = contexts.professional(request)
    require(may_by_office(context, SECRETARIAT))
    places = [(one.slug, one.name) for one in council_pages.councils(context)]
    settled = proposal_pages.settled_proposals(context)
    asked = {"day": context.today, "proposals": request.GET.getlist("voorstel")}
    form = PackageForm(places, settled, typed(request), initial=asked)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        package = NewPackage(
            title=said["title"],
            day=said["day"],
            summary=said["summary"],
            proposals=tuple(said.get("proposals", ())),
            local=form.local(),
        )
        ref = attempt(form, lambda: packages.make(context, package=package))
        if ref is not None:
            messages.success(request, _("Het pakket is klaar. Elke raad heeft een eigen pagina."))
            return redirect("decisions:package", ref=ref)
    status = 422 if form.is_bound else 200
    way = crumbs("councils", _("Nieuw informatiepakket"))
    return show(request, "package_form", form=form, crumbs=way, status=status)


@require_safe
def package(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a package as the council of one municipality reads it, as paper."""
    context = contexts.professional(request)
    places = council_pages.councils(context)
    asked = request.GET.get("raad", "")
    slug = asked if asked in {one.slug for one in places} else ""
    page = packages.package_page(context, ref=ref, municipality=slug)
    kinds = {kind for kind, _code in page.entries}
    known = register.entries_of(context, kinds) if kinds else {}
    found = {
        "page": page,
        "line": page.line,
        "councils": places,
        "slug": slug,
        "entries": [
            (known[key].title.in_language(context.language), entry_url(*key))
            for key in page.entries
            if key in known
        ],
    }
    return render(request, "decisions/package.html", found)
