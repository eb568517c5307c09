"""Coming in and leaving: a mailed link, then the code somebody wrote down."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.services import resident_login
from voordeur.web import contexts
from voordeur.web.my.entry import let_in, shows, shows_and_takes, takes
from voordeur.web.my.forms import CodeForm, LoginForm
from voordeur.web.refusals import sentence


@shows_and_takes
def login(request: HttpRequest) -> HttpResponse:
    """Ask for an address and mail a link to it; the answer is the same for every address."""
    if contexts.RESIDENT in request.session and request.method != "POST":
        return redirect("my:home")
    form = LoginForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            resident_login.ask(contexts.visitor(request), email=form.cleaned_data["email"])
        except RefusedError as refused:
            form.add_error(None, sentence(refused.refusal))
            status = 429
        else:
            return redirect("my:sent")
    wrong = 422 if form.is_bound and status == 200 else status  # noqa: PLR2004  as HTTP counts
    return render(request, "my/login.html", {"form": form}, status=wrong)


@shows
def sent(request: HttpRequest) -> HttpResponse:
    """Say what happens now, whether the address is known or not."""
    return render(request, "my/sent.html", {"minutes": resident_login.LINK_MINUTES})


@shows_and_takes
def code(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the holder of a link for their own code, and let them in."""
    context = contexts.visitor(request)
    try:
        resident_login.check_link(context, token=token)
    except RefusedError as refused:
        return _used_up(request, refused)
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            resident = resident_login.come_in(context, token=token, code=form.cleaned_data["code"])
        except RefusedError as refused:
            if refused.refusal.reason in {Reason.LINK_EXPIRED, Reason.LINK_INVALID}:
                return _used_up(request, refused)
            form.add_error("code", _said(refused))
            status = 429 if refused.refusal.reason is Reason.TOO_MANY_ATTEMPTS else 422
        else:
            let_in(request, resident)
            return redirect("my:home")
    return render(request, "my/code.html", {"form": form}, status=status)


def _said(refused: RefusedError) -> str:
    if refused.refusal.reason is Reason.INVALID_INPUT:
        return _("Deze code klopt niet. Kijk goed naar de letters en cijfers.")
    return sentence(refused.refusal)


def _used_up(request: HttpRequest, refused: RefusedError) -> HttpResponse:
    """Say politely why a link does not work any more, with the way to a new one."""
    used = refused.refusal.facts.get("used") == "yes"
    again = _("Deze link is al gebruikt. Vraag een nieuwe aan.")
    words = again if used else sentence(refused.refusal)
    status = 410 if refused.refusal.reason is Reason.LINK_EXPIRED else 404
    return render(request, "my/link_over.html", {"sentence": words}, status=status)


@takes
def leave(request: HttpRequest) -> HttpResponse:
    """Log out; nothing of the session stays."""
    logout(request)
    messages.success(request, _("Je bent uitgelogd."))
    return redirect("front_door:home")
