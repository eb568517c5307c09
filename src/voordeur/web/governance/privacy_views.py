"""For the privacy officer: the log, access requests, and how long data are kept."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voordeur.services import audit_search, privacy, retention
from voordeur.services.audit_search import PAGE, LogFilter
from voordeur.services.case_words import label_of, party_name
from voordeur.services.context import Context
from voordeur.services.region import current_region
from voordeur.web import contexts
from voordeur.web.governance.doors import show, show_as
from voordeur.web.governance.forms import LogForm, SearchForm
from voordeur.web.governance.paging import numbered, page_number
from voordeur.web.governance.words import deed, details


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Show the log: who saw or did what, for which purpose."""
    context = contexts.professional(request)
    page = audit_search.look(context, wanted=_wanted(context, request.GET))
    names = sorted(((name, deed(name)) for name in page.names), key=lambda pair: pair[1].casefold())
    region = current_region()
    lines = [
        {
            "line": line,
            "what": deed(line.name),
            "who": party_name(context, region, line.organisation),
            "purpose": label_of(context, region.purposes, line.purpose),
            "about": details(line.details),
        }
        for line in page.lines
    ]
    found = {
        "page": page,
        "lines": lines,
        "form": LogForm(_organisations(context), names, request.GET),
        "pages": numbered(page.total, page.page, PAGE),
    }
    return show(request, context, "log", **found)


def _wanted(context: Context, asked: QueryDict) -> LogFilter:
    form = LogForm(_organisations(context), [], asked)
    form.is_valid()
    return LogFilter(
        organisation=asked.get("organisatie", "")[:60],
        name=asked.get("naam", "")[:60],
        kind=asked.get("soort", "")[:4],
        start=form.day("van"),
        end=form.day("tot"),
        page=page_number(asked),
    )


def _organisations(context: Context) -> list[tuple[str, str]]:
    region = current_region()
    named = [(code, party_name(context, region, code)) for code in region.organisations]
    return sorted(named, key=lambda pair: pair[1].casefold())


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Recompute the chain of the log and say whether it is whole."""
    context = contexts.professional(request)
    report = audit_search.check(context)
    return show_as(request, context, "log_check", "log", report=report)


@require_http_methods(["GET", "HEAD", "POST"])
def access(request: HttpRequest) -> HttpResponse:
    """Find whom an access request is about; what is typed never stands in an address."""
    context = contexts.professional(request)
    privacy.find(context, search="")
    form = SearchForm(request.POST if request.method == "POST" else None)
    found = None
    if form.is_bound and form.is_valid():
        found = privacy.find(context, search=form.cleaned_data["search"])
    status = 422 if form.is_bound and form.errors else 200
    return show(request, context, "access", form=form, found=found, status=status)


@require_POST
def give(request: HttpRequest, ref: str) -> HttpResponse:
    """Give everything that is kept about a resident: to print, or for programs."""
    context = contexts.professional(request)
    copy = privacy.answer_access_request(context, ref=ref)
    if request.POST.get("vorm") != "json":
        return show_as(request, context, "access_copy", "access", copy=copy)
    content = json.dumps(copy.as_data(), ensure_ascii=False, indent=2)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="inzage-{ref}.json"'
    return response


@require_safe
def keeping(request: HttpRequest) -> HttpResponse:
    """Show the rule, and who would be forgotten now."""
    context = contexts.professional(request)
    page = retention.due(context)
    source = current_region().sources.get(page.rule.source.document)
    note = page.rule.source.note.in_language(context.language)
    title = source.title.in_language(context.language) if source and not note else note
    return show(request, context, "retention", page=page, source=title)


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Forget everybody who is due."""
    context = contexts.professional(request)
    report = retention.run(context)
    said = ngettext(
        "De gegevens van %(number)d persoon zijn verwijderd.",
        "De gegevens van %(number)d mensen zijn verwijderd.",
        report.forgotten + report.employers,
    )
    messages.success(request, said % {"number": report.forgotten + report.employers})
    if report.left:
        messages.info(request, _("Er wachten er nog meer. Doe het nog een keer."))
    return redirect("governance:retention")
