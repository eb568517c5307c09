"""The toolbox on screen: search, one instrument, and what fits the person of a case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voordeur.services import toolbox_answers, toolbox_case, toolbox_compare, toolbox_pages
from voordeur.services.toolbox_case import FitLine
from voordeur.services.toolbox_pages import ToolFilter
from voordeur.web import contexts
from voordeur.web.components import Crumb, Explanation, Fact

MOST_ASKED = 60
"""Codes of instruments that are read from one address."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the instruments that fit what is looked for, by group."""

    def read(name: str) -> str:
        return request.GET.get(name, "")[: toolbox_pages.LONGEST_SEARCH]

    chosen = ToolFilter(
        text=read("zoek"),
        group=read("groep"),
        whom=read("voor"),
        municipality=read("gemeente"),
        sector=read("sector"),
        upskilling=read("leren"),
    )
    page = toolbox_pages.tools(contexts.professional(request), chosen=chosen)
    return render(request, "toolbox/home.html", {"page": page})


@require_safe
def tool(request: HttpRequest, code: str) -> HttpResponse:
    """Show one instrument."""
    page = toolbox_pages.tool(contexts.professional(request), code=code)
    crumbs = (Crumb(_("Gereedschapskist"), reverse("toolbox:home")), Crumb(page.line.title))
    return render(request, "toolbox/tool.html", {"page": page, "crumbs": crumbs})


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show two to four instruments side by side, also for the person of a case (``bij``)."""
    asked = [one[:80] for one in request.GET.getlist("i")[:MOST_ASKED]]
    ref = request.GET.get("bij", "")[:12]
    page = toolbox_compare.compare(contexts.professional(request), asked=asked, ref=ref)
    crumbs: tuple[Crumb, ...] = (
        Crumb(_("Gereedschapskist"), reverse("toolbox:home")),
        Crumb(_("Vergelijken")),
    )
    if page.ref:
        crumbs = (
            Crumb(page.who or _("Dossier"), reverse("desk:case", args=[page.ref])),
            Crumb(_("Gereedschapskist"), reverse("toolbox:case", args=[page.ref])),
            Crumb(_("Vergelijken")),
        )
    return render(request, "toolbox/compare.html", {"page": page, "crumbs": crumbs})


@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what fits the person of a case, and take answers; a wrong one is said, none is lost."""
    context = contexts.professional(request)
    wrong: tuple[str, ...] = ()
    loose = None
    if request.method == "POST":
        typed = {key: request.POST.get(key, "") for key in request.POST}
        done = toolbox_answers.answer(context, ref=ref, typed=typed)
        if done.kept and not done.wrong and not done.loose:
            messages.success(request, _("Bewaard. De lijst is bijgewerkt."))
            return redirect("toolbox:case", ref=ref)
        wrong, loose = done.wrong, done.loose
    page = toolbox_case.case_tools(context, ref=ref, loose=loose)
    crumbs = (
        Crumb(page.who or _("Dossier"), reverse("desk:case", args=[ref])),
        Crumb(_("Gereedschapskist")),
    )
    fitting = [{"line": one.line, "why": _why(one)} for one in page.fitting]
    found = {"page": page, "fitting": fitting, "crumbs": crumbs, "wrong": wrong}
    return render(request, "toolbox/case.html", found, status=422 if wrong else 200)


@require_POST
def not_used(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep why nothing of the toolbox was used."""
    context = contexts.professional(request)
    toolbox_case.tell_not_used(context, ref=ref, cause=request.POST.get("cause", "")[:12])
    messages.success(request, _("Dank je wel. Zo zien we wat er in de weg zit."))
    return redirect("toolbox:case", ref=ref)


def _why(one: FitLine) -> Explanation:
    """Return why an instrument fits: what is known, for whom it is, and where that stands."""
    return Explanation(
        facts=tuple(Fact(label, value) for label, value in one.facts),
        rule=one.rule or _("Dit instrument is voor iedereen."),
        source=one.source,
        note="" if one.line.verified else one.line.verified_words,
    )
