"""The lines of a year as a list, what changed in its plan, and how the next plan comes about."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.services import line_lists, plan_acts, plan_calendar, plan_differences
from voordeur.services.line_lists import LineFilter
from voordeur.services.register_acts import Rejected
from voordeur.web import contexts, spreadsheets
from voordeur.web.components import Crumb
from voordeur.web.plan.doors import show
from voordeur.web.plan.forms import CarryForm
from voordeur.web.refusals import sentence

LONGEST = 80
LOOKED_BACK = timedelta(days=90)
SOFT = frozenset(
    {Reason.CHANGED_MEANWHILE, Reason.NEEDS_AMENDMENT, Reason.NOT_FOUND, Reason.REASON_NEEDED}
)


@require_safe
def lines(request: HttpRequest, year: int) -> HttpResponse:
    """Show the lines that fit the filters, or give them as a file that equals the screen."""
    context = contexts.professional(request)
    chosen = _filter(request.GET)
    form = request.GET.get("als", "")
    if form in {"xlsx", "csv"}:
        table = line_lists.lines_table(context, year=year, filters=chosen)
        return spreadsheets.download(table, form=form, day=context.today)
    page = line_lists.line_list(context, year=year, filters=chosen)
    kept = request.GET.copy()
    kept.pop("als", None)
    lacks = [(lack.value, words) for lack, words in line_lists.lack_names().items()]
    return show(
        request,
        "lines",
        "home",
        page=page,
        chosen=chosen,
        lacks=lacks,
        kept=kept.urlencode(),
        crumbs=_way(year, _("Planregels")),
    )


def _filter(query: QueryDict) -> LineFilter:
    def read(name: str) -> str:
        return query.get(name, "").replace("\x00", "").strip()[:LONGEST]

    return LineFilter(
        search=read("zoek"),
        level=read("niveau"),
        pillar=read("pijler"),
        area=read("gebied"),
        status=read("stand"),
        lack=read("ontbreekt"),
        order=read("volgorde"),
    )


@require_safe
def difference(request: HttpRequest, year: int) -> HttpResponse:
    """Show what changed in a plan between two days, or with a proposal that waits."""
    context = contexts.professional(request)
    proposal = request.GET.get("voorstel", "")
    if proposal.isascii() and proposal.isalnum() and len(proposal) < LONGEST:
        page = plan_differences.of_proposal(context, year=year, proposal=proposal)
    else:
        until = _day(request.GET.get("tot", "")) or context.today
        since = _day(request.GET.get("van", "")) or until - LOOKED_BACK
        page = plan_differences.between(context, year=year, since=since, until=until)
    return show(request, "difference", "home", page=page, crumbs=_way(year, _("Wat veranderde")))


def _day(typed: str) -> date | None:
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if date(1990, 1, 1) <= found <= date(2100, 1, 1) else None


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, year: int) -> HttpResponse:
    """Show how the next plan comes about; begin it, and let lines go along."""
    context = contexts.professional(request)
    page = plan_calendar.calendar_page(context, year=year)
    carries = request.method == "POST" and request.POST.get("doe") == "meenemen"
    form = CarryForm(page.lines, request.POST if carries else None)
    try:
        if request.method == "POST" and not carries:
            plan_acts.start_plan(context, year=page.year)
            messages.success(request, _("Het concept is begonnen. Kies nu welke regels meegaan."))
            return redirect("plan:calendar", year=year)
        if form.is_bound and form.is_valid():
            done = plan_acts.carry_over(
                context,
                year=page.year,
                lines=form.cleaned_data["lines"],
                reason=form.cleaned_data["reason"],
            )
            if not isinstance(done, Rejected):
                messages.success(request, _("De regels staan in het nieuwe plan."))
                return redirect("plan:plan", year=page.year)
            form.add_error(None, done.problems[0].expected.in_language(context.language))
    except RefusedError as refused:
        if not carries or refused.refusal.reason not in SOFT:
            raise
        form.add_error(None, sentence(refused.refusal))
    status = 422 if form.is_bound else 200
    crumbs = _way(year, _("Het volgende plan"))
    return show(request, "calendar", "home", page=page, form=form, crumbs=crumbs, status=status)


def _way(year: int, here: str) -> tuple[Crumb, ...]:
    plan = _("Jaarplan %(year)s") % {"year": year}
    return (Crumb(plan, reverse("plan:plan", args=[year])), Crumb(here))
