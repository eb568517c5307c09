"""Pages of plans for everybody who waits, and of scenarios with less money."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.services import batch_pages, batch_plans
from voordeur.services.batch_pages import PlanPage, PlansPage
from voordeur.services.batch_plans import EVERY_SOURCE, LONGEST, SCENARIO
from voordeur.services.broker import Choice
from voordeur.services.context import Context
from voordeur.web import contexts
from voordeur.web.broker.frame import crumbs, show
from voordeur.web.plain_form import PlainForm
from voordeur.web.refusals import sentence

HIDDEN = frozenset({Reason.NOT_FOUND, Reason.ROLE_DOES_NOT_ALLOW})


class ScenarioForm(PlainForm):
    """How much less of which source."""

    use_required_attribute = False

    source = forms.ChoiceField(label=gettext_lazy("Uit welke bron komt minder?"))
    percent = forms.IntegerField(
        label=gettext_lazy("Hoeveel procent minder?"),
        help_text=gettext_lazy("Een heel getal, zoals 10."),
        min_value=1,
        max_value=batch_plans.MOST_PERCENT,
        initial=10,
    )

    def __init__(self, page: PlansPage, *args: Any, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)
        source.choices = [(EVERY_SOURCE, _("Elke bron")), *page.sources]


class WayForm(PlainForm):
    """Which way of dividing is chosen, and why."""

    use_required_attribute = False

    way = forms.ChoiceField(label=gettext_lazy("Welke verdeling?"), widget=forms.RadioSelect())
    reason = forms.CharField(
        label=gettext_lazy("Waarom deze?"),
        help_text=gettext_lazy("Zoals: het bestuur besloot dit op 3 maart. Schrijf geen naam."),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, page: PlanPage, *args: Any, **values: Any) -> None:  # noqa: ANN401 - as Django's form takes them
        super().__init__(*args, **values)
        way = self.fields["way"]
        assert isinstance(way, forms.ChoiceField)
        way.choices = [(str(one.exponent), one.title) for one in page.ways]


class AdoptForm(PlainForm):
    """Why what is planned is lawful and why it works, once for everybody in the plan."""

    use_required_attribute = False

    legality = forms.CharField(
        label=gettext_lazy("Waarom mag het?"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2}),
    )
    effectiveness = forms.CharField(
        label=gettext_lazy("Waarom werkt het?"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def plans(request: HttpRequest) -> HttpResponse:
    """Show the plans that were made, and ask for a new one."""
    context = contexts.professional(request)
    if request.method == "POST":
        ref = batch_plans.ask_plan(context)
        messages.success(request, _("Het plan wordt uitgerekend."))
        return redirect("broker:plan", ref)
    return show(request, context, "plans", page=batch_pages.plans(context))


@require_http_methods(["GET", "HEAD", "POST"])
def scenarios(request: HttpRequest) -> HttpResponse:
    """Show scenarios, and ask for a new one."""
    context = contexts.professional(request)
    page = batch_pages.plans(context, kind=SCENARIO)
    form = ScenarioForm(page, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        ref = batch_plans.ask_scenario(context, **form.cleaned_data)
        messages.success(request, _("Het scenario wordt uitgerekend. Er verandert niets aan geld."))
        return redirect("broker:plan", ref)
    status = 422 if form.is_bound else 200
    return show(request, context, "scenarios", page=page, form=form, status=status)


@require_safe
def plan(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one plan or scenario."""
    context = contexts.professional(request)
    return _shown(request, context, batch_pages.plan_page(context, ref=ref))


@require_POST
def choose_way(request: HttpRequest, ref: str) -> HttpResponse:
    """Record which way of dividing was chosen, and why."""
    context = contexts.professional(request)
    page = batch_pages.plan_page(context, ref=ref)
    form = WayForm(page, request.POST)
    if not form.is_valid():
        return _shown(request, context, page, way_form=form, status=422)
    said = form.cleaned_data
    try:
        batch_plans.choose_way(context, ref=ref, exponent=int(said["way"]), reason=said["reason"])
    except RefusedError as refused:
        _point_out(form, refused)
        return _shown(request, context, page, way_form=form, status=409)
    messages.success(request, _("De keuze is vastgelegd."))
    return redirect("broker:plan", ref)


@require_POST
def adopt(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a plan over: mixes are made, and the owners of the money are asked."""
    context = contexts.professional(request)
    page = batch_pages.plan_page(context, ref=ref)
    form = AdoptForm(request.POST)
    if not form.is_valid():
        return _shown(request, context, page, adopt_form=form, status=422)
    choice = Choice(key="", **form.cleaned_data)
    try:
        done = batch_plans.adopt(context, ref=ref, choice=choice)
    except RefusedError as refused:
        _point_out(form, refused)
        return _shown(request, context, page, adopt_form=form, status=409)
    numbers = {"made": done.made, "stale": done.stale, "left": done.left}
    said = _("Voor %(made)d mensen is geld gereserveerd. Paste niet meer: %(stale)d.") % numbers
    if done.left:
        said = f"{said} {_('Nog te doen: %(left)d. Druk nog een keer.') % numbers}"
    messages.success(request, said)
    return redirect("broker:plan", ref)


def _point_out(form: forms.Form, refused: RefusedError) -> None:
    if refused.refusal.reason in HIDDEN:
        raise refused
    form.add_error(None, sentence(refused.refusal))


def _shown(
    request: HttpRequest, context: Context, page: PlanPage, *, status: int = 200, **found: object
) -> HttpResponse:
    part = "scenarios" if page.kind == SCENARIO else "plans"
    values = {"way_form": WayForm(page), "adopt_form": AdoptForm(), **found}
    here = page.row.what
    return show(
        request,
        context,
        "plan",
        page=page,
        part=part,
        crumbs=crumbs(part, here),
        status=status,
        **values,
    )
