"""The inbox of who is asked to pay on for a trajectory that came along with somebody."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.services import continuity
from voordeur.services.context import Context
from voordeur.services.offices import BUDGET_OWNER, require_office
from voordeur.web import contexts
from voordeur.web.plain_form import PlainForm
from voordeur.web.refusals import sentence

INBOX = "desk:trajectory_payers"


class AnswerForm(PlainForm):
    """What to say with a yes, and why when it is a no."""

    use_required_attribute = False

    note = forms.CharField(
        label=gettext_lazy("Opmerking, of waarom niet"),
        help_text=gettext_lazy("Bij een nee is dit nodig. Schrijf geen naam."),
        max_length=continuity.LONGEST_REASON,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


@require_safe
def payers(request: HttpRequest) -> HttpResponse:
    """Show which trajectories ask the reader's organisation to pay on."""
    context = contexts.professional(request)
    require_office(context, BUDGET_OWNER)
    return _shown(request, context)


@require_POST
def answer(request: HttpRequest, agreement: str) -> HttpResponse:
    """Say yes or no for one's organisation; what was typed stays when it is refused."""
    context = contexts.professional(request)
    require_office(context, BUDGET_OWNER)
    said = request.POST.get("doe", "")
    if said not in {"ja", "nee"}:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    form = AnswerForm(request.POST, prefix=agreement)
    if not form.is_valid():
        return _shown(request, context, agreement, form, status=422)
    try:
        note = form.cleaned_data["note"]
        continuity.answer(context, agreement=agreement, yes=said == "ja", note=note)
    except RefusedError as refused:
        if refused.refusal.reason is Reason.NOT_FOUND:
            raise
        form.add_error("note", sentence(refused.refusal))
        return _shown(request, context, agreement, form, status=409)
    messages.success(request, _("Vastgelegd. De gids ziet jullie antwoord bij het traject."))
    return redirect(INBOX)


def _shown(
    request: HttpRequest,
    context: Context,
    answered: str = "",
    form: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    asked = continuity.inbox(context)
    forms_of = [
        (one, form if form and one.ref == answered else AnswerForm(prefix=one.ref)) for one in asked
    ]
    still_asked = any(one.ref == answered for one in asked)
    values = {
        "asked": forms_of,
        "form": form if still_asked else None,
        "gone": form if form and not still_asked else None,
    }
    return render(request, "desk/trajectory/payers.html", values, status=status)
