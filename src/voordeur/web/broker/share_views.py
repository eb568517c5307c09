"""Pages of who pays what: services and projects of a plan, and local money."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from voordeur.domain.kernel.refusal import Reason, RefusedError, require
from voordeur.domain.register.amounts import read_cents
from voordeur.domain.register.entry import LARGEST, LONGEST_TEXT
from voordeur.services import local_money, project_money
from voordeur.services.local_money import NewFund
from voordeur.web import contexts
from voordeur.web.broker.frame import crumbs, show
from voordeur.web.plain_form import PlainForm, day_input
from voordeur.web.refusals import sentence

LENGTH_OF_A_YEAR = len("2026")
LONGEST_PURPOSE = 2000
ALONE = ("none", "rejected")
"""Benefits of people whom no payer has to help; the form starts with them."""
HIDDEN = frozenset({Reason.NOT_FOUND, Reason.ROLE_DOES_NOT_ALLOW})
ONE_DAY = timedelta(days=1)


class FundForm(PlainForm):
    """Local money to open."""

    use_required_attribute = False

    title = forms.CharField(label=gettext_lazy("Naam"), max_length=LONGEST_TEXT)
    purpose = forms.CharField(
        label=gettext_lazy("Waarvoor"), max_length=LONGEST_PURPOSE, widget=forms.Textarea
    )
    who = forms.MultipleChoiceField(
        label=gettext_lazy("Voor wie"),
        help_text=gettext_lazy("Wat iemand antwoordt op de vraag naar een uitkering."),
        widget=forms.CheckboxSelectMultiple,
    )
    amount = forms.CharField(
        label=gettext_lazy("Bedrag"),
        help_text=gettext_lazy("In euro’s, zoals 1250 of 1.250,50."),
        max_length=20,
    )
    max_person = forms.CharField(
        label=gettext_lazy("Hooguit per persoon"), max_length=20, required=False
    )
    start = forms.DateField(label=gettext_lazy("Vanaf"), widget=day_input())
    last_day = forms.DateField(label=gettext_lazy("Tot en met"), widget=day_input())

    def __init__(self, *args: Any, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        english = get_language() == "en"
        people = local_money.people_to_choose()
        who = self.fields["who"]
        assert isinstance(who, forms.MultipleChoiceField)  # programmers wrote it above
        who.choices = [(code, (en or nl) if english else nl) for code, nl, en in people]
        who.initial = [code for code, _nl, _en in people if code in ALONE]

    def clean_amount(self) -> int:
        """Read the amount in euros as cents."""
        return _cents(str(self.cleaned_data["amount"]))

    def clean_max_person(self) -> int | None:
        """Read the ceiling in euros as cents; nothing means no ceiling."""
        typed = str(self.cleaned_data["max_person"]).strip()
        return _cents(typed) if typed else None

    def new(self) -> NewFund:
        """Return what was typed."""
        said = self.cleaned_data
        return NewFund(
            title=said["title"],
            purpose=said["purpose"],
            who=tuple(said["who"]),
            amount_cents=said["amount"],
            max_person_cents=said["max_person"],
            start=said["start"],
            end=said["last_day"] + ONE_DAY,
        )


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """Show per service and project the budget, who pays which part, and what it really cost."""
    context = contexts.professional(request)
    page = project_money.project_money(context, year=_year(request.GET.get("jaar", "")))
    return show(request, context, "projects", page=page)


@require_safe
def local(request: HttpRequest) -> HttpResponse:
    """Show local money, the actions it carries, and national packages."""
    context = contexts.professional(request)
    return show(request, context, "local", page=local_money.local_money(context))


@require_http_methods(["GET", "HEAD", "POST"])
def local_new(request: HttpRequest) -> HttpResponse:
    """Open local money of the own municipality."""
    context = contexts.professional(request)
    require(local_money.may_open_local_money(context))
    form = FundForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                code = local_money.open_local_money(context, fund=form.new())
            except RefusedError as refused:
                _point_out(form, refused)
                status = 409
            else:
                messages.success(request, _("Het geld is open. Gidsen kunnen het nu voorstellen."))
                return redirect("broker:purse", code)
    here = crumbs("local", _("Lokaal geld openen"))
    return show(request, context, "local_new", form=form, crumbs=here, status=status)


def _point_out(form: FundForm, refused: RefusedError) -> None:
    if refused.refusal.reason in HIDDEN:
        raise refused
    field = str(refused.refusal.facts.get("field", ""))
    form.add_error(field if field in form.fields else None, sentence(refused.refusal))


def _cents(typed: str) -> int:
    cents = read_cents(typed)
    if cents is None:
        raise forms.ValidationError(_("Dit is geen bedrag. Schrijf het als 1250 of 1.250,50."))
    if cents >= LARGEST:
        raise forms.ValidationError(_("Dit bedrag is te groot."))
    return cents


def _year(typed: str) -> int | None:
    digits = typed.isascii() and typed.isdigit() and len(typed) == LENGTH_OF_A_YEAR
    return int(typed) if digits else None
