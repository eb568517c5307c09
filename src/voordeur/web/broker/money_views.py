"""Pages of the money itself: the year, one budget with its entries, invoices, and the export."""

import io
import zipfile
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.register.amounts import read_cents
from voordeur.services import budgets, invoices, money_export, money_pages
from voordeur.services.invoices import LONGEST_NUMBER, LONGEST_SUPPLIER, NewInvoice
from voordeur.services.money_export import YearFiles
from voordeur.services.register_words import euros
from voordeur.web import contexts, spreadsheets
from voordeur.web.broker.burn_down import burn_down
from voordeur.web.broker.frame import crumbs, show
from voordeur.web.plain_form import PlainForm, day_input
from voordeur.web.refusals import sentence

HIDDEN = frozenset({Reason.NOT_FOUND, Reason.ROLE_DOES_NOT_ALLOW})
FIELDS = {"step": "step", "supplier": "supplier", "number": "number", "day": "day"}


class InvoiceForm(PlainForm):
    """An invoice as it came in."""

    use_required_attribute = False

    step = forms.CharField(
        label=gettext_lazy("Kenmerk van de stap"),
        help_text=gettext_lazy("Het staat op de bestelling, zoals AB3DE5FGHJ."),
        max_length=12,
    )
    supplier = forms.CharField(label=gettext_lazy("Van wie"), max_length=LONGEST_SUPPLIER)
    number = forms.CharField(label=gettext_lazy("Factuurnummer"), max_length=LONGEST_NUMBER)
    day = forms.DateField(label=gettext_lazy("Factuurdatum"), widget=day_input())
    amount = forms.CharField(
        label=gettext_lazy("Bedrag"),
        help_text=gettext_lazy("In euro’s, zoals 1250 of 1.250,50."),
        max_length=20,
    )

    def clean_amount(self) -> int:
        """Read an amount in euros as cents."""
        cents = read_cents(str(self.cleaned_data["amount"]))
        if cents is None:
            raise forms.ValidationError(_("Dit is geen bedrag. Schrijf het als 1250 of 1.250,50."))
        return cents

    def new(self) -> NewInvoice:
        """Return what was typed."""
        said = dict(self.cleaned_data)
        return NewInvoice(amount_cents=said.pop("amount"), **said)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the money of a year."""
    context = contexts.professional(request)
    page = money_pages.overview(context, year=_year(request.GET.get("jaar", "")))
    return show(request, context, "overview", page=page)


@require_POST
def take_over(request: HttpRequest) -> HttpResponse:
    """Open the budgets of the register that have an amount."""
    context = contexts.professional(request)
    try:
        opened = budgets.open_budgets(context)
    except RefusedError as refused:
        if refused.refusal.reason in HIDDEN:
            raise
        messages.error(request, sentence(refused.refusal))
    else:
        numbers = {"new": len(opened.new), "changed": len(opened.changed)}
        messages.success(request, _("Nieuw geopend: %(new)d. Aangepast: %(changed)d.") % numbers)
        for code, cents in opened.short:
            said = {"code": code, "amount": euros(cents, context.language)}
            words = _(
                "%(code)s kan niet zo laag worden: er is %(amount)s meer toegezegd. "
                "Wat vrij was, is eruit gehaald."
            )
            messages.warning(request, words % said)
    return redirect("broker:overview")


@require_safe
def purse(request: HttpRequest, code: str) -> HttpResponse:
    """Show one budget: what is left, how it goes, and every entry behind it."""
    context = contexts.professional(request)
    page = money_pages.purse_page(context, code=code, movement=request.GET.get("beweging", ""))
    return show(
        request,
        context,
        "purse",
        page=page,
        picture=burn_down(page),
        crumbs=crumbs("overview", page.row.title),
    )


@require_safe
def purse_export(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the entries of one budget as a file, as they are filtered on its page."""
    context = contexts.professional(request)
    if form not in {"xlsx", "csv"}:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    movement = request.GET.get("beweging", "")
    table = money_pages.purse_export(context, code=code, movement=movement)
    return spreadsheets.download(table, form=form, day=context.today)


@require_safe
def export(request: HttpRequest, year: int, form: str) -> HttpResponse:
    """Give every movement of a year as a file."""
    context = contexts.professional(request)
    if form == "zip":
        return _zipped(money_export.year_files(context, year=year), year)
    if form not in {"xlsx", "csv"}:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    table = money_pages.export(context, year=year)
    return spreadsheets.download(table, form=form, day=context.today)


@require_http_methods(["GET", "HEAD", "POST"])
def invoice_queue(request: HttpRequest) -> HttpResponse:
    """Show invoices, and take a new one in."""
    context = contexts.professional(request)
    page = invoices.invoices(context)
    form = InvoiceForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                invoices.register_invoice(context, invoice=form.new())
            except RefusedError as refused:
                _point_out(form, refused)
                status = 409
            else:
                messages.success(request, _("De factuur staat klaar om te betalen."))
                return redirect("broker:invoices")
    return show(request, context, "invoices", page=page, form=form, status=status)


@require_POST
def invoice_act(request: HttpRequest, ref: str) -> HttpResponse:
    """Pay an invoice, or send it back with a reason."""
    context = contexts.professional(request)
    reason = request.POST.get("reden", "")
    try:
        if request.POST.get("doe") == "terug":
            invoices.reject_invoice(context, ref=ref, reason=reason)
        else:
            invoices.pay_invoice(context, ref=ref)
    except RefusedError as refused:
        if refused.refusal.reason in HIDDEN:
            raise
        messages.error(request, sentence(refused.refusal))
    else:
        messages.success(request, _("Vastgelegd."))
    return redirect("broker:invoices")


def _zipped(files: YearFiles, year: int) -> HttpResponse:
    """Return both tables and the text that explains them as one file."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("README.txt", files.readme)
        for table in (files.ledger, files.budgets):
            folder.writestr(f"{table.name}.csv", spreadsheets.comma_separated(table))
    response = HttpResponse(kept.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="geld-{year}.zip"'
    return response


def _point_out(form: forms.Form, refused: RefusedError) -> None:
    if refused.refusal.reason in HIDDEN:
        raise refused
    field: Any = refused.refusal.facts.get("field")
    said = sentence(refused.refusal)
    if field == "step":
        said = _("Deze stap kennen we niet. Kijk op de bestelling.")
    form.add_error(FIELDS.get(field), said)


def _year(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) == len("2026") else None
