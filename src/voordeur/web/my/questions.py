"""One question of the resident: what happened, messages, own steps, coming back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from voordeur.domain.kernel.refusal import RefusedError
from voordeur.services import my, my_pages, resident_login
from voordeur.services.context import Context
from voordeur.services.region import current_region
from voordeur.web.components import Crumb
from voordeur.web.my.entry import for_resident, shows_and_takes, takes
from voordeur.web.my.forms import MessageForm
from voordeur.web.my.words import home_crumb, shown_case, story
from voordeur.web.refusals import sentence


@shows_and_takes
@for_resident
def question(request: HttpRequest, context: Context, ref: str) -> HttpResponse:
    """Show one question with its story, and take a message about it."""
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            my.write_message(context, ref=ref, text=form.cleaned_data["text"])
        except RefusedError as refused:
            form.add_error("text", sentence(refused.refusal))
        else:
            messages.success(request, _("Je bericht is verstuurd."))
            return redirect("my:question", ref)
    return _page(request, context, ref, form)


def _page(request: HttpRequest, context: Context, ref: str, form: MessageForm) -> HttpResponse:
    case = my_pages.case(context, ref=ref, part="question")
    return render(
        request,
        "my/question.html",
        {
            "shown": shown_case(current_region(), context, case),
            "case": case,
            "story": story(case),
            "form": form,
            "crumbs": [home_crumb(), Crumb(_("Mijn vraag"))],
        },
        status=422 if form.is_bound else 200,
    )


@takes
@for_resident
def done(request: HttpRequest, context: Context, ref: str) -> HttpResponse:
    """Say in one press that what was asked is done."""
    case = my_pages.case(context, ref=ref, part="question")
    if case.my_turn:
        words = _("Gedaan: %(step)s") % {"step": case.next_step}
        my.write_message(context, ref=ref, text=words)
        messages.success(
            request, _("Doorgegeven. %(party)s is nu aan zet.") % {"party": case.leading}
        )
    return redirect("my:home")


@takes
@for_resident
def finish(request: HttpRequest, context: Context, ref: str, step: str) -> HttpResponse:
    """Tick off a step of one's own."""
    my.finish_own_step(context, ref=ref, step_ref=step)
    messages.success(request, _("Goed zo. Deze stap staat op klaar."))
    return redirect("my:home")


@takes
@for_resident
def come_back(request: HttpRequest, context: Context, ref: str) -> HttpResponse:
    """Open a closed question again, with words of what is needed now."""
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            my.come_back(context, ref=ref, text=form.cleaned_data["text"])
        except RefusedError as refused:
            form.add_error("text", sentence(refused.refusal))
        else:
            messages.success(request, _("Welkom terug. Je vraag is weer open."))
            return redirect("my:question", ref)
    return _page(request, context, ref, form)


@takes
@for_resident
def new_code(request: HttpRequest, context: Context, ref: str) -> HttpResponse:
    """Make a new personal code and show it this once."""
    code = resident_login.renew_code(context, ref=ref)
    crumbs = [home_crumb(), Crumb(_("Nieuwe code"))]
    return render(request, "my/new_code.html", {"code": code, "crumbs": crumbs})
