"""The page of payments: a file of the bank in, and each payment beside its invoice."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from voordeur.domain.funding.bank import BadLine, LineProblem, NoMatch
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.services import payments
from voordeur.services.context import Context
from voordeur.services.payments import Imported, MissingColumns
from voordeur.services.ports import TableProblem
from voordeur.web import contexts
from voordeur.web.broker.frame import show
from voordeur.web.plain_form import PlainForm
from voordeur.web.refusals import sentence
from voordeur.web.table_problems import table_problem

HIDDEN = frozenset({Reason.NOT_FOUND, Reason.ROLE_DOES_NOT_ALLOW})
HERE = "broker:payments"
COLUMNS = {
    "day": gettext_noop("Datum"),
    "amount": gettext_noop("Bedrag"),
    "text": gettext_noop("Omschrijving"),
}
BAD = {
    LineProblem.NO_DAY: gettext_noop("regel %(number)d: ‘%(said)s’ is geen datum"),
    LineProblem.NO_AMOUNT: gettext_noop("regel %(number)d: ‘%(said)s’ is geen bedrag"),
    LineProblem.INCOMING: gettext_noop("regel %(number)d: dit geld kwam binnen (%(said)s)"),
}
WHY = {
    NoMatch.NO_INVOICE: gettext_noop("In de omschrijving staat geen factuurnummer dat we kennen."),
    NoMatch.OTHER_AMOUNT: gettext_noop("Het nummer klopt, het bedrag niet."),
    NoMatch.MORE_THAN_ONE: gettext_noop("Er passen meer facturen."),
}
MOST_TOLD = 8


class PaymentFileForm(PlainForm):
    """A file of payments."""

    use_required_attribute = False

    table = forms.FileField(
        label=gettext_lazy("Bestand"),
        help_text=gettext_lazy(
            "CSV of Excel (xlsx) met de kolommen Datum, Bedrag en Omschrijving. Hoogstens 10 MB."
        ),
        widget=forms.ClearableFileInput({"accept": ".csv,.xlsx,.txt"}),
        max_length=200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def payment_list(request: HttpRequest) -> HttpResponse:
    """Show payments beside invoices, and take a file in."""
    context = contexts.professional(request)
    page = payments.payments(context)
    form = PaymentFileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["table"]
        if upload.size > payments.MOST_BYTES:
            form.add_error("table", _("Dit bestand is te groot. Het mag hoogstens 10 MB zijn."))
        elif _taken_in(request, context, form, upload.read()):
            return redirect(HERE)
    waiting = [(one, _(WHY[one.problem]) if one.problem else "") for one in page.waiting]
    status = 422 if form.is_bound else 200
    return show(request, context, "payments", page=page, waiting=waiting, form=form, status=status)


@require_POST
def match_all(request: HttpRequest) -> HttpResponse:
    """Match everything that fits to the cent."""
    number = payments.match_all(contexts.professional(request))
    said = ngettext("%(n)d betaling is gekoppeld.", "%(n)d betalingen zijn gekoppeld.", number)
    messages.success(request, said % {"n": number})
    return redirect(HERE)


@require_POST
def payment_act(request: HttpRequest, ref: str) -> HttpResponse:
    """Match one payment by hand, or put it aside with a reason."""
    context = contexts.professional(request)
    try:
        if request.POST.get("doe") == "opzij":
            payments.put_aside(context, payment=ref, reason=request.POST.get("reden", ""))
        else:
            payments.match_payment(context, payment=ref, invoice=request.POST.get("factuur", ""))
    except RefusedError as refused:
        if refused.refusal.reason in HIDDEN:
            raise
        messages.error(request, _why(refused))
    else:
        messages.success(request, _("Vastgelegd."))
    return redirect(HERE)


def _taken_in(
    request: HttpRequest, context: Context, form: PaymentFileForm, content: bytes
) -> bool:
    found = payments.import_payments(context, content=content)
    if isinstance(found, Imported):
        messages.success(request, _summary(found))
        if found.bad:
            messages.warning(request, _left_out(found.bad))
        return True
    if isinstance(found, TableProblem):
        form.add_error("table", table_problem(found))
    elif isinstance(found, MissingColumns):
        names = {
            "missing": ", ".join(_(COLUMNS[one]) for one in found.missing),
            "heads": ", ".join(found.heads)[:200],
        }
        words = _("Deze kolommen ontbreken: %(missing)s. In het bestand staan: %(heads)s.")
        form.add_error("table", words % names)
    return False


def _summary(found: Imported) -> str:
    numbers = {"new": found.new, "known": found.known}
    return _("Nieuw: %(new)d. Al bekend en niet nog een keer opgenomen: %(known)d.") % numbers


def _left_out(bad: tuple[BadLine, ...]) -> str:
    told = "; ".join(
        _(BAD[one.problem]) % {"number": one.number, "said": one.said} for one in bad[:MOST_TOLD]
    )
    said = ngettext(
        "%(n)d regel is overgeslagen: %(told)s.",
        "%(n)d regels zijn overgeslagen: %(told)s.",
        len(bad),
    )
    return said % {"n": len(bad), "told": told}


def _why(refused: RefusedError) -> str:
    if refused.refusal.reason is Reason.INVALID_INPUT:
        return _("Het bedrag van de betaling is niet dat van de factuur. Er is niets gekoppeld.")
    return sentence(refused.refusal)
