"""Writing the register: a new entry, a change with its reason, and taking something out of use."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voordeur.domain.kernel.refusal import Reason, RefusedError, require
from voordeur.domain.register.entry import plain
from voordeur.domain.register.fields import MUNICIPALITY, FieldKind, Kind, Value
from voordeur.services import register, register_acts, register_lists
from voordeur.services.context import Context
from voordeur.services.register import NEW, EntryPage
from voordeur.services.register_acts import Change, Recorded, Rejected
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.refusals import sentence
from voordeur.web.register.entry_form import ADD, EntryForm
from voordeur.web.register.retire_form import RetireForm
from voordeur.web.register.views import Changed, changed

SOFT = frozenset(
    {
        Reason.CHANGED_MEANWHILE,
        Reason.NEEDS_AMENDMENT,
        Reason.DECISION_FIRST,
        Reason.ROLE_DOES_NOT_ALLOW,
        Reason.REASON_NEEDED,
        Reason.OWN_PLAN_NEEDED,
        Reason.STILL_USED,
    }
)
"""Refusals said on the form, with everything typed still there."""
LONGEST_REFERENCE = 12
LONGEST_BASE = 9
Done = Recorded | Rejected


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Show an empty form, filled in as far as the address says; keep what was filled in."""
    context = contexts.professional(request)
    known = register.kind_of(kind)
    require(register.may_write(context, known, None))
    form = _form(context, known, request, shown=_prefilled(context, known, request.GET), page=None)
    return _answer(context, request, known, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Show the form of an entry; keep a new version, or a change that waits for a decision."""
    context = contexts.professional(request)
    page = register.entry_page(context, kind=kind, code=code)
    require(register.may_write(context, page.kind, page.entry))
    shown = _waiting(page, _proposal(request)) or plain(page.kind, page.entry)
    form = _form(context, page.kind, request, shown=shown, page=page)
    return _answer(context, request, page.kind, form, page)


def _form(
    context: Context,
    kind: Kind,
    request: HttpRequest,
    *,
    shown: Mapping[str, Value],
    page: EntryPage | None,
) -> EntryForm:
    targets = {inner.target for one in kind.fields for inner in (one, *one.rows) if inner.target}
    options = register_lists.options(context, targets)
    data = request.POST if request.method == "POST" else None
    return EntryForm(kind, options, context.language, shown=shown, data=data, is_new=page is None)


def _answer(
    context: Context,
    request: HttpRequest,
    kind: Kind,
    form: EntryForm,
    page: EntryPage | None,
) -> HttpResponse:
    wants_block = bool(request.POST.get(ADD))
    needs_proposal = False
    if request.method == "POST" and not wants_block and form.is_valid():
        try:
            done = _keep(context, request, kind, form)
        except RefusedError as refused:
            if refused.refusal.reason not in SOFT:
                raise
            needs_proposal = refused.refusal.reason in {
                Reason.NEEDS_AMENDMENT,
                Reason.DECISION_FIRST,
            }
            form.add_error(None, sentence(refused.refusal))
        else:
            if isinstance(done, Recorded):
                return _kept(request, kind, done)
            form.tell(done.problems)
    failed = request.method == "POST" and not wants_block
    meanwhile = _meanwhile(context, request, page) if failed else []
    if wants_block:
        form.errors.clear()
    values = {
        "form": form,
        "kind": kind,
        "kind_name": kind.name.in_language(context.language),
        "explanation": kind.explanation.in_language(context.language),
        "page": page,
        "title": page.entry.title.in_language(context.language) if page else "",
        "base": str(page.version) if page and (meanwhile or not form.is_bound) else _base(request),
        "meanwhile": meanwhile,
        "proposal": _proposal(request),
        "needs_proposal": needs_proposal,
        "propose_url": _propose_url(kind, page),
        "add": ADD,
        "crumbs": _crumbs(context, kind, page),
    }
    return render(request, "register/form.html", values, status=422 if failed else 200)


def _keep(context: Context, request: HttpRequest, kind: Kind, form: EntryForm) -> Done:
    asked = Change(
        kind=kind.code,
        data=form.entry_data(),
        reason=form.cleaned_data.get("reason") or _("Toegevoegd"),
        base_version=_base(request),
    )
    proposal = _proposal(request)
    if proposal:
        return register_acts.propose_change(context, proposal=proposal, change=asked)
    return register_acts.record_entry(context, change=asked)


def _base(request: HttpRequest) -> int:
    """Return the version somebody looked at when the form was made."""
    typed = request.POST.get("base", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < LONGEST_BASE else NEW


def _meanwhile(
    context: Context, request: HttpRequest, page: EntryPage | None
) -> list[tuple[str, list[Changed]]]:
    """Return what others changed since: the reason and the differences, newest first."""
    if page is None or _base(request) == page.version:
        return []
    said = register_lists.words_for(context, [page.entry])
    return [
        (one.reason, changed(one.changes, said))
        for one in page.versions
        if one.number > _base(request)
    ]


def _kept(request: HttpRequest, kind: Kind, done: Recorded) -> HttpResponse:
    proposal = _proposal(request)
    if proposal:
        messages.success(
            request, _("De wijziging staat bij het voorstel. Na het besluit geldt die.")
        )
        return redirect(proposal_address(proposal))
    messages.success(request, _("Vastgelegd."))
    return redirect("register:entry", kind=kind.code, code=done.code)


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Ask why something goes out of use, and take it out of use."""
    context = contexts.professional(request)
    page = register.entry_page(context, kind=kind, code=code)
    require(register.may_write(context, page.kind, page.entry))
    form = RetireForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            register_acts.retire_entry(
                context,
                kind=kind,
                code=code,
                reason=form.cleaned_data["reason"],
                base_version=form.cleaned_data["base"],
            )
        except RefusedError as refused:
            if refused.refusal.reason not in SOFT:
                raise
            form.add_error(None, sentence(refused.refusal))
        else:
            messages.success(request, _("Dit is uit gebruik. De geschiedenis blijft."))
            return redirect("register:list", kind=kind)
    values = {
        "form": form,
        "page": page,
        "title": page.entry.title.in_language(context.language),
        "crumbs": _crumbs(context, page.kind, page),
    }
    return render(request, "register/retire.html", values, status=422 if form.is_bound else 200)


def _proposal(request: HttpRequest) -> str:
    asked = request.GET.get("voorstel", "")
    return asked if asked.isascii() and asked.isalnum() and len(asked) <= LONGEST_REFERENCE else ""


def _propose_url(kind: Kind, page: EntryPage | None) -> str:
    route = {"plan": "plan", "plan_line": "plan-amendment", "focus_group": "focus-groups"}
    asked = {"route": route.get(kind.code, "activity")}
    if page is not None:
        asked |= {"soort": kind.code, "code": page.entry.code}
    return f"{decisions_address()}voorstel/nieuw/?{urlencode(asked)}"


def decisions_address() -> str:
    """Return where the decisions are."""
    return reverse("decisions:home")


def proposal_address(ref: str) -> str:
    """Return the page of a proposal."""
    return f"{decisions_address()}voorstel/{ref}/"


def _waiting(page: EntryPage, proposal: str) -> dict[str, Value] | None:
    """Return the change that already waits under a proposal, to go on with."""
    found = next((one for one in page.drafts if one.proposal == proposal), None)
    return plain(page.kind, found.entry) if found is not None else None


def _prefilled(context: Context, kind: Kind, query: QueryDict) -> dict[str, Value]:
    """Return what the address fills in beforehand: known fields, and one's own organisation."""
    shown: dict[str, Value] = {}
    for one in kind.fields:
        typed = [value.replace("\x00", "")[:200] for value in query.getlist(one.code) if value]
        if not typed:
            continue
        if one.kind is FieldKind.REFERENCES:
            shown[one.code] = typed
        elif one.kind in {FieldKind.TEXT, FieldKind.PROSE}:
            shown[one.code] = {"nl": typed[0]}
        elif one.kind not in {FieldKind.ROWS, FieldKind.RULE, FieldKind.FLAG, FieldKind.DAY}:
            shown[one.code] = typed[0]
    if kind.own and kind.own not in shown:
        own = _own(context, kind)
        if own:
            several = kind.field(kind.own).kind is FieldKind.REFERENCES
            shown[kind.own] = [own] if several else own
    return shown


def _own(context: Context, kind: Kind) -> str:
    if kind.field(kind.own).target != MUNICIPALITY:
        return context.organisation
    return register.own_municipality(context)


def _crumbs(context: Context, kind: Kind, page: EntryPage | None) -> tuple[Crumb, ...]:
    plural = kind.plural.in_language(context.language)
    listed = Crumb(plural[:1].upper() + plural[1:], reverse("register:list", args=[kind.code]))
    start = Crumb(_("Register"), reverse("register:home"))
    if page is None:
        return (start, listed, Crumb(_("Nieuw")))
    title = page.entry.title.in_language(context.language)
    at = reverse("register:entry", args=[kind.code, page.entry.code])
    return (start, listed, Crumb(title, at), Crumb(_("Wijzigen")))
