"""Pages with lists: today, all cases, saved views, and what is done with several cases at once."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from voordeur.domain.kernel.actors import CASE_WORK_ROLES, Role
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.services import caseload, employers, saved_views, vacancy_duties, worklists
from voordeur.services.caseload import Done
from voordeur.services.context import Context
from voordeur.services.exports import cases_table
from voordeur.services.worklists import MINE, PAGE_ROWS
from voordeur.web import contexts
from voordeur.web.components import Tab
from voordeur.web.desk.filters import FilterForm, kept, read_filter
from voordeur.web.desk.forms import TogetherForm, ViewForm
from voordeur.web.refusals import sentence
from voordeur.web.spreadsheets import download

LEAD_ROLES = frozenset({Role.COORDINATOR, Role.PROGRAMME_TEAM})


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Go to the first page this role has."""
    context = contexts.professional(request)
    if context.has_role(*CASE_WORK_ROLES):
        return redirect("desk:today")
    if context.has_role(*LEAD_ROLES):
        return redirect("desk:team")
    if context.has_role(Role.SYSTEM_MANAGER, Role.PRIVACY_OFFICER):
        return redirect("governance:home")
    return redirect("desk:partners")


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Show what needs this person today."""
    context = contexts.professional(request)
    filters = read_filter(request.GET, whose=MINE)
    page = worklists.today(context, filters=filters)
    people = caseload.colleagues(context)
    found = {
        "page": page,
        "pages": numbered(page.total, page.page),
        "form": FilterForm(page.choices, people, filters),
        "together": TogetherForm(people),
        "groups": [
            (name, title, page.groups[name], page.counts[name])
            for name, title in _group_titles().items()
            if page.groups[name]
        ],
        "tabs": _tabs(context, "desk:today", request.GET.urlencode()),
        "kept": kept(request.GET),
        "list_name": "today",
        "shown": sum(len(lines) for lines in page.groups.values()),
        "vacancies_waiting": vacancy_duties.how_many(context),
        "calls_late": employers.calls_late(context),
    }
    return render(request, "desk/today.html", found)


def _group_titles() -> dict[str, tuple[str, str]]:
    return {
        "overdue": (_("Te laat"), _("de oudste eerst")),
        "today": (_("Vandaag"), _("afspraken eerst")),
        "silence": (
            _("Stil bij een ander"),
            _("wij blijven verantwoordelijk tot zij ja zeggen"),
        ),
    }


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Show the cases of this organisation, filtered and ordered."""
    context = contexts.professional(request)
    filters = read_filter(request.GET)
    page = worklists.cases(context, filters=filters)
    people = caseload.colleagues(context)
    found = {
        "page": page,
        "pages": numbered(page.total, page.page),
        "form": FilterForm(page.choices, people, filters),
        "together": TogetherForm(people),
        "view_form": ViewForm(),
        "tabs": _tabs(context, "desk:cases", request.GET.urlencode()),
        "kept": kept(request.GET),
        "list_name": "cases",
        "own_views": [one for one in saved_views.saved_views(context) if one.own],
        "lead": context.has_role(Role.TEAM_LEAD),
    }
    return render(request, "desk/cases.html", found)


def numbered(total: int, page: int) -> "Page[int]":
    """Return which page of how many this is, for the pagination; the rows are read elsewhere."""
    return Paginator(range(total), PAGE_ROWS).page(page)


def _tabs(context: Context, current: str, query: str) -> tuple[Tab, ...]:
    """Return Today, all cases and mine, and every saved view."""
    fixed = [
        (_("Vandaag"), reverse("desk:today"), "desk:today", ""),
        (_("Alle dossiers"), reverse("desk:cases"), "desk:cases", ""),
        (_("Mijn dossiers"), reverse("desk:cases"), "desk:cases", f"wie={context.account_id}"),
    ]
    views = [
        (one.name, reverse(f"desk:{one.list_name}"), f"desk:{one.list_name}", one.query)
        for one in saved_views.saved_views(context)
    ]
    here = saved_views.clean_query(query)
    return tuple(
        Tab(
            label=label,
            url=f"{url}?{own}" if own else url,
            current=name == current and saved_views.clean_query(own) == here,
        )
        for label, url, name, own in (*fixed, *views)
    )


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """Give the filtered list as a file: the same rows and columns as on screen, all pages."""
    if form not in {"xlsx", "csv"}:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    context = contexts.professional(request)
    table = cases_table(context, filters=read_filter(request.GET))
    return download(table, form=form, day=context.today)


@require_POST
def together(request: HttpRequest) -> HttpResponse:
    """Do one thing with every ticked case, and come back to the same list."""
    context = contexts.professional(request)
    worklists.require_case_work(context)
    people = caseload.colleagues(context)
    form = TogetherForm(people, data=request.POST)
    refs = request.POST.getlist("kies")
    if not refs:
        messages.warning(request, _("Kies eerst een of meer regels."))
    elif not form.is_valid():
        messages.error(request, _("Kies een dag vanaf vandaag, of een collega."))
    else:
        _do_together(request, context, form, refs)
    return redirect(_back(request))


def _do_together(
    request: HttpRequest, context: Context, form: TogetherForm, refs: list[str]
) -> None:
    try:
        if request.POST.get("doe") == "collega":
            done = caseload.give_many(context, refs=refs, adviser_id=form.adviser_id())
        else:
            done = caseload.plan_many(context, refs=refs, next_date=form.day())
    except RefusedError as error:
        messages.error(request, sentence(error.refusal))
        return
    tell_done(request, done)


def tell_done(request: HttpRequest, done: Done) -> None:
    """Say how many went well, and why the others did not."""
    if done.done:
        text = ngettext("%(n)d dossier bijgewerkt.", "%(n)d dossiers bijgewerkt.", done.done)
        messages.success(request, text % {"n": done.done})
    for reason in dict.fromkeys(reason for _ref, reason in done.refused):
        number = sum(one is reason for _ref, one in done.refused)
        text = ngettext("%(n)d dossier niet: %(why)s", "%(n)d dossiers niet: %(why)s", number)
        messages.warning(request, text % {"n": number, "why": sentence(Refusal(reason))})


def _back(request: HttpRequest) -> str:
    """Return the list somebody came from, with its filters; only ever one of our own lists."""
    name = "desk:today" if request.POST.get("lijst") == "today" else "desk:cases"
    query = request.POST.get("filters", "")[:1000]
    return f"{reverse(name)}?{query}" if query.isprintable() and query else reverse(name)


@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the list on screen under a name."""
    context = contexts.professional(request)
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Geef de lijst een naam van hooguit 60 tekens."))
        return redirect(_back(request))
    try:
        ref = saved_views.save_view(
            context,
            list_name="today" if request.POST.get("lijst") == "today" else "cases",
            name=form.cleaned_data["name"],
            query=request.POST.get("filters", ""),
            shared=form.cleaned_data["shared"],
        )
    except RefusedError as error:
        if error.refusal.reason is Reason.NOT_FOUND:
            raise
        messages.error(request, sentence(error.refusal))
        return redirect(_back(request))
    messages.success(request, _("De lijst is bewaard."))
    return redirect("desk:view", ref=ref)


@require_safe
def saved_view(request: HttpRequest, ref: str) -> HttpResponse:
    """Go to a saved list; the address can be shared with colleagues when the list is shared."""
    view = saved_views.saved_view(contexts.professional(request), ref=ref)
    query = urlencode({"lijst": view.ref})
    return redirect(f"{reverse(f'desk:{view.list_name}')}?{view.query}&{query}")


@require_POST
def remove_view(request: HttpRequest, ref: str) -> HttpResponse:
    """Forget a saved list."""
    saved_views.remove_view(contexts.professional(request), ref=ref)
    messages.success(request, _("De lijst is weg. De dossiers staan er nog."))
    return redirect("desk:cases")
