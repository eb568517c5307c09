"""What needs attention, and the messages that did not arrive."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from voordeur.services import attention, undelivered
from voordeur.web import contexts
from voordeur.web.governance.doors import show
from voordeur.web.governance.words import message_kind


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what needs somebody behind the scenes."""
    context = contexts.professional(request)
    return show(request, context, "home", found=attention.attention(context))


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the messages that were given up."""
    context = contexts.professional(request)
    page = undelivered.outbox(context)
    lines = [(one, message_kind(one.kind)) for one in page.failed]
    return show(request, context, "messages", page=page, lines=lines)


@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    """Try the ticked messages again, or all of them."""
    context = contexts.professional(request)
    ticked = [int(one) for one in request.POST.getlist("kies") if one.isascii() and one.isdigit()]
    chosen = [] if request.POST.get("doe") == "alles" else ticked[:1000]
    if not chosen and request.POST.get("doe") != "alles":
        return redirect("governance:messages")
    number = undelivered.retry(context, messages=chosen)
    said = ngettext(
        "%(number)d bericht gaat opnieuw de deur uit.",
        "%(number)d berichten gaan opnieuw de deur uit.",
        number,
    )
    messages.success(request, said % {"number": number})
    return redirect("governance:messages")
