"""Writing an entry: a new one, a change, or a change under a proposal. What is typed stays."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.register.amounts import LONGEST_NUMBER
from voordeur.domain.register.entry import TAKEN_CODES, plain
from voordeur.domain.register.fields import Kind, Value
from voordeur.services import amending, entry_pages, register, register_acts, register_choices
from voordeur.services.context import Context
from voordeur.services.plan_line_pages import HistoryLine
from voordeur.services.proposals import LONGEST_TITLE
from voordeur.services.register import NEW, EntryPage
from voordeur.services.register_acts import Change, Recorded, Rejected
from voordeur.services.register_choices import Choosable
from voordeur.services.register_words import words
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.desk import once
from voordeur.web.refusals import sentence
from voordeur.web.register.forms import CODE, REASON, EntryForm
from voordeur.web.register.places import crumbs, proposal_url
from voordeur.web.register.starting import short_fields, start
from voordeur.web.register.typed import (
    Problem,
    Typed,
    control_of,
    data_of,
    numbers,
    rows_of,
    tidied,
    typed_of,
)

ADD, AWAY = "voeg-toe", "haal-weg"
"""The buttons that ask for one more block, and for one less."""
LONGEST_REF, LONGEST_SLUG, LONGEST_REASON = 12, 60, 2_000
BLOCK = "block"
"""Stands in for the controls of an empty block, so that it is seen."""
TO_PROPOSE = frozenset({Reason.NEEDS_AMENDMENT, Reason.DECISION_FIRST})
"""Refusals that a proposal answers."""
NOBODY_LOOKED = -1
"""The version of a form that does not say which version it began with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A form as it stands: of which entry, from which version, and what is wrong with it."""

    kind: Kind
    choosable: Choosable
    typed: Typed
    code: str = ""
    """Empty for a new entry."""
    title: str = ""
    version: int = NEW
    proposal: str = ""
    retired: bool = False
    problems: tuple[Problem, ...] = ()
    refusal: Refusal | None = None
    since: tuple[HistoryLine, ...] = ()
    """What others changed while this form was open."""
    only: tuple[str, ...] = ()


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a new entry; a link may have filled some of it in."""
    context = contexts.professional(request)
    known = register.kind_of(kind)
    require(register.may_write(context, known, None))
    choosable = register_choices.choosable(context, kind=known)
    typed = start(context, known, choosable, request.GET)
    writing = Writing(
        kind=known,
        choosable=choosable,
        typed=_with_first_blocks(known, typed),
        proposal=_proposal(request),
        only=tuple(short_fields(context, known)),
    )
    return _answer(request, context, writing)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Change an entry, from the version that is shown; or what already waits under a proposal."""
    context = contexts.professional(request)
    known = register.kind_of(kind)
    ref = _proposal(request)
    waiting = register.drafts(context, kind=kind, code=code) if ref else ()
    draft = next((one for one in waiting if one.proposal == ref), None)
    current = _current(context, kind, code, needed=draft is None)
    entry = draft.entry if draft is not None else current.entry if current is not None else None
    assert entry is not None  # one of both is there
    require(register.may_write(context, known, entry))
    choosable = register_choices.choosable(context, kind=known)
    writing = Writing(
        kind=known,
        choosable=choosable,
        typed={**typed_of(known, plain(known, entry)), REASON: [draft.reason if draft else ""]},
        code=code,
        title=entry.title.in_language(context.language),
        version=current.version if current is not None else NEW,
        proposal=ref,
        retired=current is not None and current.retired,
    )
    return _answer(request, context, writing)


def _current(context: Context, kind: str, code: str, *, needed: bool) -> EntryPage | None:
    try:
        return register.entry_page(context, kind=kind, code=code)
    except RefusedError:
        if needed:
            raise
        return None


def _proposal(request: HttpRequest) -> str:
    return request.GET.get("voorstel", "").replace("\x00", "")[:LONGEST_REF]


def _with_first_blocks(kind: Kind, typed: Typed) -> dict[str, list[str]]:
    """Return the form with one empty block where there must be one."""
    first = {f"{one.code}.0.{BLOCK}": [""] for one in kind.fields if one.rows and one.needed}
    return {**{name: list(held) for name, held in typed.items()}, **first}


def _answer(request: HttpRequest, context: Context, writing: Writing) -> HttpResponse:
    if request.method != "POST":
        return _page(request, context, writing, 200)
    typed = {name: held for name in request.POST if (held := request.POST.getlist(name))}
    added, away = request.POST.get(ADD, ""), request.POST.get(AWAY, "")
    if added in {one.code for one in rows_of(writing.kind)}:
        typed = tidied(writing.kind, typed, empty_too=True)
        typed[f"{added}.{len(numbers(typed, added))}.{BLOCK}"] = [""]
        return _page(request, context, replace(writing, typed=typed, version=_base(request)), 200)
    if away:
        typed = tidied(writing.kind, typed, empty_too=True, without=away)
        return _page(request, context, replace(writing, typed=typed, version=_base(request)), 200)
    return _save(request, context, replace(writing, typed=tidied(writing.kind, typed)))


def _base(request: HttpRequest) -> int:
    typed = request.POST.get("base", "")
    fine = typed.isascii() and typed.isdigit() and len(typed) < LONGEST_NUMBER
    return int(typed) if fine else NOBODY_LOOKED


def _save(request: HttpRequest, context: Context, writing: Writing) -> HttpResponse:
    mark = request.POST.get("once", "")
    before = once.done_already(request, mark)
    if before:
        return redirect(before)
    understood = data_of(_asked(writing), writing.typed)
    if understood.problems:
        return _page(
            request,
            context,
            replace(writing, problems=understood.problems, version=_base(request)),
            422,
        )
    asked = Change(
        kind=writing.kind.code,
        data=_whole(context, writing, understood.data),
        reason=_typed_line(request, REASON),
        base_version=_base(request) if writing.code else NEW,
    )
    try:
        ref, kept = _keep(request, context, writing, asked)
    except RefusedError as refused:
        if refused.refusal.reason is Reason.NOT_FOUND:
            raise
        return _refused(request, context, writing, refused.refusal)
    if isinstance(kept, Rejected):
        return _rejected(request, context, writing, kept)
    url = (
        proposal_url(ref) if ref else reverse("register:entry", args=[writing.kind.code, kept.code])
    )
    once.remember(request, mark, url)
    messages.success(request, _kept_words(writing, ref))
    return redirect(url)


def _asked(writing: Writing) -> Kind:
    """Return the kind with only the fields that are in the form."""
    if not writing.only:
        return writing.kind
    fields = tuple(one for one in writing.kind.fields if one.code in writing.only)
    return replace(writing.kind, fields=fields)


def _whole(context: Context, writing: Writing, data: dict[str, Value]) -> dict[str, Value]:
    """Return the data with its code, and with what the short form leaves out."""
    if writing.code:
        return {**data, "code": writing.code}
    left_out = data_of(writing.kind, start(context, writing.kind, writing.choosable, QueryDict()))
    first = left_out.data if writing.only else {}
    typed = next(iter(writing.typed.get(CODE, ())), "").strip()
    title = data["title"]["nl"] if isinstance(data["title"], dict) else ""
    wished = slugify(title)[:LONGEST_SLUG].strip("-") or writing.kind.code
    wished = f"{wished}-1" if wished in TAKEN_CODES else wished
    code = typed or register_choices.free_code(context, kind=writing.kind, wished=wished)
    return {**first, **data, "code": code}


def _keep(
    request: HttpRequest, context: Context, writing: Writing, asked: Change
) -> tuple[str, Recorded | Rejected]:
    """Keep it in the register, or as a change of a proposal; returns which one ('' for none)."""
    towards = request.POST.get("naar", "")
    if towards == "nieuw":
        title = asked.data["title"]
        name = str(title["nl"]) if isinstance(title, dict) else asked.kind
        return amending.begin(
            context,
            title=(_("Wijziging: %(title)s") % {"title": name})[:LONGEST_TITLE],
            route=_typed_line(request, "route"),
            change=asked,
        )
    ref = _typed_line(request, "voorstel") if towards == "voorstel" else writing.proposal
    if ref:
        return ref, register_acts.propose_change(context, proposal=ref, change=asked)
    return "", register_acts.record_entry(context, change=asked)


def _typed_line(request: HttpRequest, name: str) -> str:
    return (
        request.POST.get(name, "")
        .replace("\x00", "")
        .replace("\r\n", "\n")
        .strip()[:LONGEST_REASON]
    )


def _kept_words(writing: Writing, ref: str) -> str:
    if ref:
        return _("De wijziging staat klaar bij het voorstel. Ze geldt na het besluit.")
    return _("De wijziging is bewaard.") if writing.code else _("Dit staat nu in het register.")


def _rejected(
    request: HttpRequest, context: Context, writing: Writing, kept: Rejected
) -> HttpResponse:
    """Show at each field what does not fit."""
    form = _form(context, writing)
    problems = tuple(
        Problem(control_of(form.fields, one.path), words[:1].upper() + words[1:])
        for one in kept.problems
        for words in [one.expected.in_language(context.language)]
    )
    return _page(request, context, replace(writing, problems=problems, version=_base(request)), 422)


def _refused(
    request: HttpRequest, context: Context, writing: Writing, refusal: Refusal
) -> HttpResponse:
    """Say why it was not kept; what was typed stays, beside what others changed meanwhile."""
    writing = replace(writing, refusal=refusal)
    base = _base(request)
    match refusal.reason:
        case Reason.CHANGED_MEANWHILE if writing.code:
            page = entry_pages.read_entry(context, kind=writing.kind.code, code=writing.code)
            since = tuple(one for one in page.history if one.number > base)
            return _page(request, context, replace(writing, since=since), 422)
        case Reason.REASON_NEEDED:
            problem = Problem(REASON, sentence(refusal))
            shown = replace(writing, problems=(problem,), refusal=None, version=base)
            return _page(request, context, shown, 422)
        case _:
            return _page(request, context, replace(writing, version=base), 422)


def _form(context: Context, writing: Writing) -> EntryForm:
    return EntryForm(
        writing.kind,
        writing.choosable,
        writing.typed,
        language=context.language,
        problems=writing.problems,
        only=writing.only,
    )


def _page(request: HttpRequest, context: Context, writing: Writing, status: int) -> HttpResponse:
    said = words(context, {})
    kind, refusal = writing.kind, writing.refusal
    propose = refusal is not None and refusal.reason in TO_PROPOSE
    here = _("Wijzigen") if writing.code else _("Nieuw")
    entry_url = reverse("register:entry", args=[kind.code, writing.code]) if writing.code else ""
    steps = (Crumb(writing.title, entry_url), Crumb(here)) if writing.code else (Crumb(here),)
    found = {
        "writing": writing,
        "kind": kind,
        "name": said.say(kind.name),
        "explanation": said.say(kind.explanation),
        "form": _form(context, writing),
        "once": once.fresh(),
        "refused": sentence(refusal) if refusal is not None else "",
        "changed": refusal is not None and refusal.reason is Reason.CHANGED_MEANWHILE,
        "propose": propose,
        "drafts": amending.open_drafts(context) if propose else (),
        "routes": amending.routes(context, kind=kind.code) if propose else (),
        "proposal_url": proposal_url(writing.proposal) if writing.proposal else "",
        "back": entry_url or reverse("register:list", args=[kind.code]),
        "crumbs": crumbs(said, kind, *steps),
    }
    return render(request, "register/form.html", found, status=status)
