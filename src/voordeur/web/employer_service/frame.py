"""What pages of the employer service share: the way back, forms again, refusals in words."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.web.components import Crumb
from voordeur.web.refusals import sentence

HIDDEN = frozenset({Reason.NOT_FOUND, Reason.ROLE_DOES_NOT_ALLOW})
reads_or_writes = require_http_methods(["GET", "HEAD", "POST"])


def taken(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do the act when the form is good; False when it is to be shown again."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except RefusedError as refused:
        if refused.refusal.reason in HIDDEN:
            raise
        field = refused.refusal.facts.get("field", "")
        form.add_error(field if field in form.fields else None, sentence(refused.refusal))
        return False
    return True


def pressed(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do the act of a button and say so, or say why it was refused."""
    try:
        act()
    except RefusedError as refused:
        if refused.refusal.reason in HIDDEN:
            raise
        messages.error(request, sentence(refused.refusal))
        return False
    if done:
        messages.success(request, done)
    return True


def calendar_file(content: bytes) -> HttpResponse:
    """Return a calendar file as a download."""
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="bijeenkomst.ics"'},
    )


def status_of(*shown: forms.Form) -> int:
    """Return the status of a page that shows forms (again)."""
    return 422 if any(one.is_bound for one in shown) else 200


def home() -> Crumb:
    """Return the way back to the list of employers."""
    return Crumb(_("Werkgevers"), reverse("work:employers"))


def whole(typed: str, otherwise: int) -> int:
    """Return a number that was typed, or another when it is none."""
    digits = typed.isascii() and typed.isdigit() and len(typed) < len("1000000")
    return int(typed) if digits else otherwise
