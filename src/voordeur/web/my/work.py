"""Work that was suggested to me: saying yes with what the employer may read, or saying no."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.services import my_work, referrals, work_chances
from voordeur.services.context import Context
from voordeur.web.components import Crumb
from voordeur.web.my.entry import for_resident, shows, takes
from voordeur.web.my.forms import WorkNoForm, WorkYesForm
from voordeur.web.my.words import home_crumb
from voordeur.web.refusals import sentence


@shows
@for_resident
def work(request: HttpRequest, context: Context, ref: str) -> HttpResponse:
    """Show work that was suggested, and my jobs."""
    return _show(request, context, ref)


@shows
@for_resident
def chances(request: HttpRequest, context: Context) -> HttpResponse:
    """Show what fits my profile: here, outside the region, more hours, and sectors I chose."""
    page = work_chances.own_chances(context)
    crumbs = [home_crumb(), Crumb(_("Mijn kansen op werk"))]
    return render(request, "my/chances.html", {"page": page, "crumbs": crumbs})


@takes
@for_resident
def yes(request: HttpRequest, context: Context, ref: str, referral: str) -> HttpResponse:
    """Say yes, with what the employer may read."""
    form = WorkYesForm(request.POST, auto_id=f"ja_{referral}_%s")
    if form.is_valid():
        try:
            _mine(context, ref, referral)
            referrals.say_yes(context, ref=referral, shared=form.cleaned_data["shared"])
        except RefusedError as refused:
            _point_out(form, refused)
        else:
            messages.success(request, _("Je zei ja. We vragen de werkgever om kennis te maken."))
            return redirect("my:work", ref)
    return _show(request, context, ref, (referral, form, None))


@takes
@for_resident
def no(request: HttpRequest, context: Context, ref: str, referral: str) -> HttpResponse:
    """Say no, with a reason; nothing is lost by it."""
    form = WorkNoForm(my_work.reasons(context), request.POST, auto_id=f"nee_{referral}_%s")
    if form.is_valid():
        said = form.cleaned_data
        try:
            _mine(context, ref, referral)
            referrals.say_no(context, ref=referral, reason=said["reason"], note=said["note"])
        except RefusedError as refused:
            _point_out(form, refused)
        else:
            messages.success(request, _("Je zei nee. Wie je helpt, zoekt verder."))
            return redirect("my:work", ref)
    return _show(request, context, ref, (referral, None, form))


def _mine(context: Context, ref: str, referral: str) -> None:
    """Refuse what belongs to another question of mine, or of somebody else."""
    if referral not in {one.referral.ref for one in my_work.work(context, ref=ref).suggested}:
        raise RefusedError(Refusal(Reason.NOT_FOUND))


def _point_out(form: Form, refused: RefusedError) -> None:
    if refused.refusal.reason is Reason.NOT_FOUND:
        raise refused
    field = refused.refusal.facts.get("field", "")
    form.add_error(field if field in form.fields else None, sentence(refused.refusal))


def _show(
    request: HttpRequest,
    context: Context,
    ref: str,
    typed: tuple[str, WorkYesForm | None, WorkNoForm | None] | None = None,
) -> HttpResponse:
    page = my_work.work(context, ref=ref)
    lines = []
    for one in page.suggested:
        own = one.referral.ref
        good = typed[1] if typed and typed[0] == own else None
        bad = typed[2] if typed and typed[0] == own else None
        start = {"shared": page.first_words}
        yes_form = good or WorkYesForm(initial=start, auto_id=f"ja_{own}_%s")
        no_form = bad or WorkNoForm(my_work.reasons(context), auto_id=f"nee_{own}_%s")
        lines.append((one, yes_form, no_form))
    values = {
        "page": page,
        "lines": lines,
        "ref": ref,
        "typed": next((one for one in (typed or ())[1:] if one is not None), None),
        "crumbs": [home_crumb(), Crumb(_("Werk voor jou"))],
    }
    return render(request, "my/work.html", values, status=422 if typed else 200)
