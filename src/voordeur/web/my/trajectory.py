"""My trajectory: the steps to work, saying yes, asking for something else, saying something."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.services import my_pages, trajectories, trajectory_pages
from voordeur.services.context import Context
from voordeur.services.trajectory_pages import TrajectoryPage
from voordeur.web.components import Crumb
from voordeur.web.desk.trajectory_picture import picture_of
from voordeur.web.my.entry import for_resident, shows, takes
from voordeur.web.my.forms import MessageForm
from voordeur.web.my.words import home_crumb
from voordeur.web.refusals import sentence


@shows
@for_resident
def trajectory(request: HttpRequest, context: Context, ref: str) -> HttpResponse:
    """Show my trajectory, as far as it was laid before me."""
    return _show(request, context, _page(context, ref), MessageForm())


@takes
@for_resident
def agree(request: HttpRequest, context: Context, ref: str) -> HttpResponse:
    """Say yes to my trajectory."""
    page = _page(context, ref)
    try:
        trajectories.agree(context, ref=page.ref)
    except RefusedError as refused:
        messages.error(request, sentence(refused.refusal))
    else:
        messages.success(request, _("Je zei ja. We regelen nu de eerste stap."))
    return redirect("my:trajectory", ref)


@takes
@for_resident
def say(request: HttpRequest, context: Context, ref: str) -> HttpResponse:
    """Say something, or ask for another plan."""
    page = _page(context, ref)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _show(request, context, page, form, status=422)
    act = trajectories.ask_change if request.POST.get("doe") == "anders" else trajectories.comment
    try:
        act(context, ref=page.ref, text=form.cleaned_data["text"])
    except RefusedError as refused:
        form.add_error("text", sentence(refused.refusal))
        return _show(request, context, page, form, status=409)
    messages.success(request, _("Verstuurd. Wie je helpt, leest het."))
    return redirect("my:trajectory", ref)


def _page(context: Context, ref: str) -> TrajectoryPage:
    my_pages.case(context, ref=ref, part="trajectory")
    page = trajectory_pages.own_trajectory(context, case_ref=ref)
    if page is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return page


def _show(
    request: HttpRequest,
    context: Context,
    page: TrajectoryPage,
    form: MessageForm,
    status: int = 200,
) -> HttpResponse:
    crumbs = [home_crumb(), Crumb(_("Mijn traject"))]
    picture = picture_of(page.steps, context.today)
    values = {"page": page, "form": form, "crumbs": crumbs, "picture": picture}
    return render(request, "my/trajectory.html", values, status=status)
