"""Data in and out: uploading, choosing columns, mending cells, taking in, and taking along."""

import re
from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.services import imports, open_files, register_loading
from voordeur.services.case_words import party_name
from voordeur.services.context import Context
from voordeur.services.imports import ImportPage, RowLine
from voordeur.services.offices import MANAGER, MOVERS_OF_DATA, holds_office, require_office
from voordeur.services.ports import TableProblem
from voordeur.services.region import current_region
from voordeur.web import contexts
from voordeur.web.components import Tab
from voordeur.web.governance import words
from voordeur.web.governance.doors import show, show_as
from voordeur.web.governance.forms import MappingForm, OrganisationForm, UploadForm
from voordeur.web.governance.paging import numbered, page_number
from voordeur.web.refusals import sentence
from voordeur.web.table_problems import table_problem

CELL = re.compile(r"c-(\d{1,4})-([a-z_]{1,30})")
ROW = re.compile(r"\d{1,4}")


@require_http_methods(["GET", "HEAD", "POST"])
def uploads(request: HttpRequest) -> HttpResponse:
    """Show one's imports; keep a new table."""
    context = contexts.professional(request)
    lines = imports.imports(context)
    form = UploadForm(_organisations(context))
    if request.method == "POST":
        form = UploadForm(_organisations(context), request.POST, request.FILES)
        begun = _begin(request, context, form) if form.is_valid() else None
        if begun:
            return redirect("governance:import", ref=begun)
    region = current_region()
    found = {
        "form": form,
        "lines": [
            (
                one,
                _(words.KINDS[one.kind]),
                _(words.IMPORT_STATES[one.state]),
                party_name(context, region, one.organisation),
            )
            for one in lines
        ],
    }
    return show(request, context, "imports", status=422 if form.is_bound else 200, **found)


def _begin(request: HttpRequest, context: Context, form: UploadForm) -> str:
    try:
        begun = imports.start(
            context,
            kind=form.cleaned_data["kind"],
            organisation=form.cleaned_data["organisation"],
            content=form.cleaned_data["table"].read(imports.MOST_BYTES + 1),
        )
    except RefusedError as refused:
        if refused.refusal.reason is Reason.NOT_FOUND:
            raise
        form.add_error("table", sentence(refused.refusal))
        return ""
    if isinstance(begun, TableProblem):
        form.add_error("table", table_problem(begun))
        return ""
    if begun.merged:
        messages.warning(
            request, _("Er zaten samengevoegde cellen in. Alleen de eerste cel telt; kijk ze na.")
        )
    return begun.ref


def _organisations(context: Context) -> list[tuple[str, str]]:
    """Return for whom one may move data: oneself first, all of them for a system manager."""
    require_office(context, MOVERS_OF_DATA)
    region = current_region()
    codes = [context.organisation]
    if context.has_role(Role.SYSTEM_MANAGER):
        codes += [code for code in region.organisations if code != context.organisation]
    return [(code, party_name(context, region, code)) for code in codes]


@require_safe
def one_import(request: HttpRequest, ref: str) -> HttpResponse:
    """Show an import where it stands: choosing columns, mending rows, or its result."""
    context = contexts.professional(request)
    shown = request.GET.get("toon", "")
    page = imports.page(context, ref=ref, shown=shown, number=page_number(request.GET))
    return _import_page(request, context, page)


def _import_page(
    request: HttpRequest,
    context: Context,
    page: ImportPage,
    form: MappingForm | None = None,
) -> HttpResponse:
    found: dict[str, object] = {
        "page": page,
        "kind": _(words.KINDS[page.kind]),
        "for_whom": party_name(context, current_region(), page.organisation),
        "counts": page.counts,
    }
    if page.state == "mapping":
        initial = {code: str(number) for code, number in page.mapping.items()}
        found["form"] = form or MappingForm(page.fields, _columns(page), initial=initial)
        status = 422 if form else 200
        return show_as(request, context, "import_columns", "imports", status=status, **found)
    if page.state != "mending":
        return show_as(request, context, "import_result", "imports", **found)
    used = [entry for entry in page.fields if entry.code in page.mapping]
    total = {"": page.counts["rows"], "look": _to_look_at(page)}.get(page.shown)
    found |= {
        "heads": [(entry.code, _(entry.label)) for entry in used],
        "rows": [_row(row) for row in page.rows],
        "pages": numbered(
            page.counts.get(page.shown, 0) if total is None else total, page.page, imports.PAGE
        ),
        "look": _to_look_at(page),
        "views": _views(page),
    }
    return show_as(request, context, "import_rows", "imports", **found)


def _to_look_at(page: ImportPage) -> int:
    return sum(page.counts[state] for state in imports.TO_LOOK_AT)


def _views(page: ImportPage) -> list[Tab]:
    place = reverse("governance:import", kwargs={"ref": page.ref})
    named = (
        ("look", _("Nakijken"), _to_look_at(page)),
        ("ready", _("Kan erin"), page.counts["ready"]),
        ("skipped", _("Overgeslagen"), page.counts["skipped"]),
        ("done", _("Opgenomen"), page.counts["done"]),
        ("", _("Alle rijen"), page.counts["rows"]),
    )
    return [
        Tab(label, f"{place}?toon={code}" if code else place, code == page.shown, number)
        for code, label, number in named
    ]


def _columns(page: ImportPage) -> list[tuple[str, str]]:
    named = []
    for number, (head, example) in enumerate(zip(page.columns, page.examples, strict=True)):
        name = head or _("Kolom %(number)d") % {"number": number + 1}
        named.append((str(number), f"{name} ({example[:40]})" if example else name))
    return named


def _row(row: RowLine) -> dict[str, object]:
    return {
        "row": row,
        "number": row.number + 1,
        "cells": [
            (cell, words.cell_problem(cell.problem) if cell.problem else "") for cell in row.cells
        ],
        "refusal": words.row_refusal(row.refused) if row.refused else "",
        "double_row": row.double[1:] if row.double.startswith("#") else "",
    }


@require_POST
def columns(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep which column holds what."""
    context = contexts.professional(request)
    page = imports.page(context, ref=ref)
    form = MappingForm(page.fields, _columns(page), request.POST)
    if not form.is_valid():
        return _import_page(request, context, page, form)
    imports.map_columns(context, ref=ref, mapping=form.mapping())
    return redirect(_place(ref, "look"))


@require_POST
def mend(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep what was mended on this page, and go on with what is left."""
    context = contexts.professional(request)
    typed = request.POST
    rows = [int(one) for one in typed.getlist("rij") if ROW.fullmatch(one)]
    skipped, kept = set(typed.getlist("overslaan")), set(typed.getlist("toch"))
    imports.mend(
        context,
        ref=ref,
        cells=_cells(typed),
        skip={number: str(number) in skipped for number in rows},
        keep={number: str(number) in kept for number in rows},
    )
    if typed.get("doe") == "opnemen":
        return take(request, ref)
    messages.success(request, _("Je verbeteringen zijn bewaard."))
    return redirect(_place(ref, typed.get("toon", "")))


def _cells(typed: QueryDict) -> Mapping[tuple[int, str], str]:
    found = {}
    for name in typed:
        match = CELL.fullmatch(name)
        if match:
            found[int(match[1]), match[2]] = str(typed[name])[:8_000]
    return found


@require_POST
def take(request: HttpRequest, ref: str) -> HttpResponse:
    """Take in the rows that are ready, some hundreds at a time."""
    context = contexts.professional(request)
    report = imports.run(context, ref=ref)
    said = ngettext(
        "%(number)d rij is opgenomen.", "%(number)d rijen zijn opgenomen.", report.taken
    )
    messages.success(request, said % {"number": report.taken})
    if report.refused:
        refused = ngettext(
            "%(number)d rij kon niet. Kijk waarom.",
            "%(number)d rijen konden niet. Kijk waarom.",
            report.refused,
        )
        messages.warning(request, refused % {"number": report.refused})
    return redirect(_place(ref, "" if report.finished else "look" if not report.left else "ready"))


@require_POST
def drop(request: HttpRequest, ref: str) -> HttpResponse:
    """Throw an import away."""
    imports.drop(contexts.professional(request), ref=ref)
    messages.success(request, _("De rest van deze import is weggegooid."))
    return redirect("governance:imports")


def _place(ref: str, shown: str) -> str:
    place = reverse("governance:import", kwargs={"ref": ref})
    return f"{place}?toon={shown}" if shown in {"look", "ready", "skipped", "done"} else place


@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """Explain what can be taken along; give it as a zip file."""
    context = contexts.professional(request)
    choices = _organisations(context)
    form = OrganisationForm(choices, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data["organisation"]
        try:
            taken = open_files.take_along(context, organisation=chosen)
        except RefusedError as refused:
            if refused.refusal.reason is not Reason.TOO_LARGE:
                raise
            form.add_error("organisation", sentence(refused.refusal))
        else:
            response = HttpResponse(taken.archive(), content_type="application/zip")
            name = f"voordeur-{chosen}-{context.today.isoformat()}.zip"
            response["Content-Disposition"] = f'attachment; filename="{name}"'
            return response
    status = 422 if form.is_bound else 200
    manager = holds_office(context, MANAGER)
    return show(request, context, "exports", form=form, manager=manager, status=status)


@require_safe
def register_files(request: HttpRequest) -> HttpResponse:
    """Give the whole register as files of a region pack; there is nothing of people in it."""
    context = contexts.professional(request)
    archive = register_loading.export_archive(context)
    response = HttpResponse(archive, content_type="application/zip")
    name = f"register-{context.today.isoformat()}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
