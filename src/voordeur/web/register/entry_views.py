"""One entry of any kind: reading it with its history, and taking it out of use."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.register.fields import FieldKind
from voordeur.services import entry_pages, register_acts
from voordeur.services.entry_pages import EntryReading, Part, Pointer
from voordeur.services.register_words import words
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.refusals import sentence
from voordeur.web.register.places import address_of, crumbs, own_page

LONG = frozenset({FieldKind.PROSE, FieldKind.ROWS})
"""What gets a part of the page of its own; the rest stands in short beside it."""


@require_safe
def entry(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Show one entry: every field, how it was called, what changed and what waits."""
    context = contexts.professional(request)
    reading = entry_pages.read_entry(context, kind=kind, code=code)
    said = words(context, {})
    found = {
        "reading": reading,
        "kind": reading.page.kind,
        "entry": reading.page.entry,
        "long": [_shown(one) for one in reading.parts if one.kind in LONG],
        "short": [_shown(one) for one in reading.parts if one.kind not in LONG],
        "used_by": [(one, _links(one.pointers)) for one in reading.used_by],
        "own_page": own_page(kind, code),
        "crumbs": crumbs(said, reading.page.kind, Crumb(reading.title)),
    }
    return render(request, "register/entry.html", found)


def _shown(
    part: Part,
) -> tuple[Part, list[tuple[str, str]], list[list[tuple[Part | None, list[tuple[str, str]]]]]]:
    """Return a part with the addresses of what it points to, also in its blocks."""
    blocks = [
        [(inner, _links(inner.pointers) if inner else []) for inner in block]
        for block in part.blocks
    ]
    return part, _links(part.pointers), blocks


def _links(pointers: tuple[Pointer, ...]) -> list[tuple[str, str]]:
    return [(one.name, address_of(one.target, one.code)) for one in pointers]


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Take an entry out of use, with the reason; its history stays."""
    context = contexts.professional(request)
    reading = entry_pages.read_entry(context, kind=kind, code=code)
    if not reading.page.may_write:
        raise RefusedError(Refusal(Reason.ROLE_DOES_NOT_ALLOW, {"kind": kind}))
    reason, wrong = request.POST.get("reason", "").strip(), ""
    if request.method == "POST":
        wrong = _retire(request, reading, reason)
        if not wrong:
            messages.success(
                request, _("Dit is niet meer in gebruik. De geschiedenis blijft staan.")
            )
            return redirect("register:entry", kind=kind, code=code)
    said = words(context, {})
    here = reverse("register:entry", args=[kind, code])
    found = {
        "reading": reading,
        "kind": reading.page.kind,
        "reason": reason,
        "wrong": wrong,
        "used_by": [(one, _links(one.pointers)) for one in reading.used_by],
        "back": here,
        "crumbs": crumbs(
            said, reading.page.kind, Crumb(reading.title, here), Crumb(_("Uit gebruik"))
        ),
    }
    return render(request, "register/retire.html", found, status=422 if wrong else 200)


def _retire(request: HttpRequest, reading: EntryReading, reason: str) -> str:
    """Take it out of use; return what is wrong, '' when it is done."""
    typed = request.POST.get("base", "")
    try:
        register_acts.retire_entry(
            contexts.professional(request),
            kind=reading.page.kind.code,
            code=reading.page.entry.code,
            reason=reason.replace("\x00", ""),
            base_version=int(typed) if typed.isascii() and typed[:9].isdigit() else -1,
        )
    except RefusedError as refused:
        return sentence(refused.refusal)
    return ""
