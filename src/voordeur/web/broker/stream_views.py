"""Pages of the streams: where the money of a year went, and the lines behind any figure."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from voordeur.domain.funding.streams import Column
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.register.amounts import read_cents
from voordeur.services import ledger, money_path, money_streams
from voordeur.services.context import Context
from voordeur.services.money_path import PathPage
from voordeur.services.money_streams import Place, StreamFilter
from voordeur.web import contexts
from voordeur.web.broker.frame import crumbs, show
from voordeur.web.broker.stream_picture import stream_picture
from voordeur.web.plain_form import PlainForm
from voordeur.web.refusals import sentence

NAMES = {
    Column.SOURCE: "bron",
    Column.INSTRUMENT: "instrument",
    Column.GROUP: "groep",
    Column.OUTCOME: "uitkomst",
}
LONGEST = 80


@require_safe
def streams(request: HttpRequest) -> HttpResponse:
    """Show the streams of a year as a picture and as tables."""
    context = contexts.professional(request)
    page = money_streams.streams(context, year=_year(request.GET.get("jaar", "")))
    columns = [
        (name, [(one, _behind(page.year, one)) for one in places]) for name, places in page.columns
    ]
    return show(
        request, context, "streams", page=page, columns=columns, picture=stream_picture(page)
    )


@require_safe
def stream_lines(request: HttpRequest) -> HttpResponse:
    """Show the lines behind one figure."""
    context = contexts.professional(request)
    year = _year(request.GET.get("jaar", "")) or context.today.year
    held = {code: request.GET.get(name) for code, name in NAMES.items()}
    asked = StreamFilter(*(_short(held[column]) for column in Column))
    page = money_streams.lines(context, year=year, asked=asked)
    here = ", ".join(page.said) or _("Alles")
    return show(request, context, "stream_lines", page=page, crumbs=crumbs("streams", here))


class ReturnForm(PlainForm):
    """How much paid money comes back to which budget, and why."""

    use_required_attribute = False

    claim = forms.ChoiceField(label=gettext_lazy("Naar welk budget?"))
    amount = forms.CharField(
        label=gettext_lazy("Bedrag"),
        help_text=gettext_lazy("In euro’s, zoals 1250 of 1.250,50."),
        max_length=20,
    )
    reason = forms.CharField(
        label=gettext_lazy("Waarom?"),
        help_text=gettext_lazy("Zoals: creditnota 12. Schrijf geen naam."),
        max_length=60,
    )

    def __init__(self, page: PathPage, *args: Any, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        claim = self.fields["claim"]
        assert isinstance(claim, forms.ChoiceField)
        claim.choices = [(one.claim, one.title) for one in page.budgets if one.paid_cents]

    def clean_amount(self) -> int:
        """Read an amount in euros as cents."""
        cents = read_cents(str(self.cleaned_data["amount"]))
        if cents is None:
            raise forms.ValidationError(_("Dit is geen bedrag. Schrijf het als 1250 of 1.250,50."))
        return cents


@require_safe
def path(request: HttpRequest, step: str) -> HttpResponse:
    """Show the way of the money of one step, from budget to outcome and back to the plan."""
    context = contexts.professional(request)
    page = money_path.path(context, step=step)
    return _path(request, context, page, ReturnForm(page))


@require_POST
def bring_back(request: HttpRequest, step: str) -> HttpResponse:
    """Bring paid money of a step back to its budget."""
    context = contexts.professional(request)
    page = money_path.path(context, step=step)
    if not page.may_return:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    form = ReturnForm(page, request.POST)
    if not form.is_valid():
        return _path(request, context, page, form, status=422)
    said = form.cleaned_data
    try:
        ledger.return_money(
            context, claim=said["claim"], amount_cents=said["amount"], reason=said["reason"]
        )
    except RefusedError as refused:
        form.add_error("amount", sentence(refused.refusal))
        return _path(request, context, page, form, status=409)
    messages.success(request, _("Vastgelegd. Het geld staat weer in het budget."))
    return redirect("broker:path", step)


def _path(
    request: HttpRequest, context: Context, page: PathPage, form: ReturnForm, status: int = 200
) -> HttpResponse:
    paid = page.may_return and any(one.paid_cents for one in page.budgets)
    here = _("Stap %(ref)s") % {"ref": page.step}
    return show(
        request,
        context,
        "path",
        page=page,
        form=form if paid else None,
        crumbs=crumbs("streams", here),
        status=status,
    )


def _behind(year: int, one: Place) -> str:
    asked = {"jaar": year, NAMES[one.node.column]: one.node.code}
    return f"{reverse('broker:stream_lines')}?{urlencode(asked)}"


def _short(typed: str | None) -> str | None:
    return typed[:LONGEST] if typed is not None else None


def _year(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) == len("2026") else None
