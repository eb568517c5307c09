"""Calculators on screen: a few fields, and the outcome row by row; nothing is kept."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from voordeur.services import toolbox_sums
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.toolbox.forms import SUM_FORMS, sum_form


def _names() -> dict[str, tuple[str, str]]:
    return {
        toolbox_sums.WAGE: (
            _("Loonkostensubsidie"),
            _("Wat de gemeente een werkgever betaalt, ook met het vaste bedrag."),
        ),
        toolbox_sums.BENEFIT: (
            _("Loonkostenvoordeel"),
            _("Wat een werkgever van de Belastingdienst terugkrijgt."),
        ),
        toolbox_sums.SAVINGS: (
            _("Kosten en baten"),
            _("Wat een traject kost, en wat het bespaart en oplevert."),
        ),
        toolbox_sums.LEARNING: (
            _("Praktijkleren"),
            _("Wat een leerplek een werkgever hooguit oplevert."),
        ),
        toolbox_sums.COACH: (_("Jobcoach"), _("Hoeveel uren jobcoach UWV hooguit betaalt.")),
        toolbox_sums.TRIAL: (_("Proefplaatsing"), _("Tot welke dag een proefplaatsing kan duren.")),
    }


@require_safe
def sums(request: HttpRequest) -> HttpResponse:
    """Show what can be worked out."""
    contexts.professional(request)
    crumbs = (Crumb(_("Gereedschapskist"), reverse("toolbox:home")), Crumb(_("Rekenen")))
    values = {"crumbs": crumbs, "sums": [(code, *said) for code, said in _names().items()]}
    return render(request, "toolbox/sums.html", values)


@require_safe
def one(request: HttpRequest, name: str) -> HttpResponse:
    """Show one calculation; what cannot be read is said at its field."""
    context = contexts.professional(request)
    if name not in SUM_FORMS:
        raise Http404
    typed = {key: request.GET[key] for key in request.GET}
    form = sum_form(name, typed, context.today)
    page = None
    if form.is_valid():
        page = toolbox_sums.work_out(context, name=name, asked=form.asked())
    title, what = _names()[name]
    crumbs = (
        Crumb(_("Gereedschapskist"), reverse("toolbox:home")),
        Crumb(_("Rekenen"), reverse("toolbox:sums")),
        Crumb(title),
    )
    values = {
        "page": page,
        "form": form,
        "title": title,
        "what": what,
        "crumbs": crumbs,
        "example": not typed,
    }
    return render(request, "toolbox/sum.html", values, status=422 if form.errors else 200)
