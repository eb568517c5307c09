"""Asking: one question at a time, then who helps and why; kept for later with a code."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.rules.facts import FactDefinition
from voordeur.services import front_door
from voordeur.services.consultation_hours import places
from voordeur.services.context import Context
from voordeur.services.front_door import Question, Told
from voordeur.services.region import current_region
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.front_door import explaining, visitors
from voordeur.web.front_door.forms import AskForm, CodeForm, FactForm
from voordeur.web.front_door.pages import doors, examples, home_crumb
from voordeur.web.front_door.words import example, progress_words, shown_place
from voordeur.web.refusals import sentence

PATH_DOORS = frozenset({"learn", "move_on"})
"""Doors of who may want to look at the sector paths first."""
UNKNOWN = "unknown"
"""Code of the value with which a fact itself says 'I do not know'."""


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Open with the box or the first question behind a door; kept from the first answer on."""
    context = contexts.visitor(request)
    if "question" in request.POST:
        return _start_in_own_words(request, context)
    source = request.POST if request.method == "POST" else request.GET
    via = source.get("via", "")
    ready = example(source.get("vaak", ""))
    door = ready.door if ready else source.get("deur", "")
    told = ready.facts if ready else {}
    shown = front_door.preview(context, told=told, door=door)
    if not shown.told:
        return _open_page(request, AskForm(), via=via)
    fact = shown.route.next_fact
    if request.method != "POST":
        if fact is None:
            return _open_page(request, AskForm(), via=via)
        hidden = {"deur": door, "vaak": _code(source), "via": via}
        return _question_page(request, shown, fact, hidden=hidden)
    return _first_answer(request, context, shown, told)


def _code(source: Mapping[str, str]) -> str:
    return source.get("vaak", "") if example(source.get("vaak", "")) else ""


def _open_page(
    request: HttpRequest, form: AskForm, *, status: int = 200, via: str = ""
) -> HttpResponse:
    values = {
        "via": via,
        "form": form,
        "doors": doors(),
        "examples": examples(),
        "kept": bool(visitors.ref_of(request)),
        "crumbs": [home_crumb(), Crumb(_("Stel je vraag"))],
    }
    return render(request, "front_door/ask.html", values, status=status)


def _start_in_own_words(request: HttpRequest, context: Context) -> HttpResponse:
    form = AskForm(request.POST)
    if not form.is_valid():
        return _open_page(request, form, status=422, via=request.POST.get("via", ""))
    via = request.POST.get("via", "")
    ref = front_door.start(context, text=form.cleaned_data["question"], via=via)
    visitors.remember(request, ref)
    return redirect("front_door:step")


def _first_answer(
    request: HttpRequest, context: Context, shown: Question, told: Mapping[str, str]
) -> HttpResponse:
    fact = current_region().facts.get(request.POST.get("fact", ""))
    if fact is None or fact.code in shown.told:
        return redirect("front_door:ask")
    form = FactForm(request.POST, fact=fact, language=contexts.language())
    skipped = "skip" in request.POST
    if not skipped and not form.is_valid():
        hidden = {"vaak": _code(request.POST)}
        hidden |= {name: request.POST.get(name, "") for name in ("deur", "via")}
        return _question_page(request, shown, fact, form=form, hidden=hidden)
    via = request.POST.get("via", "")
    ref = front_door.start(context, door=shown.door, told=told, via=via)
    visitors.remember(request, ref)
    front_door.tell(context, ref=ref, told=_told(form, fact, skipped=skipped))
    return redirect("front_door:step")


def _told(form: FactForm, fact: FactDefinition, *, skipped: bool) -> Told:
    return Told(fact=fact.code, value=None) if skipped else form.told


@require_safe
def step(request: HttpRequest) -> HttpResponse:
    """Show the question that decides most now, or go on to the answer."""
    context = contexts.visitor(request)
    question = visitors.question_of(request, context)
    if question is None:
        return redirect("front_door:ask")
    fact = question.route.next_fact
    if fact is None or question.case_ref:
        return redirect("front_door:answer")
    return _question_page(request, question, fact)


@require_http_methods(["GET", "HEAD", "POST"])
def step_fact(request: HttpRequest, fact: str) -> HttpResponse:
    """Show one question again, or remember its answer."""
    context = contexts.visitor(request)
    question = visitors.question_of(request, context)
    definition = current_region().facts.get(fact)
    if question is None:
        return redirect("front_door:ask")
    if definition is None or not definition.asked:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    if question.case_ref:
        return redirect("front_door:answer")
    if request.method != "POST":
        return _question_page(request, question, definition)
    form = FactForm(request.POST, fact=definition, language=contexts.language())
    skipped = "skip" in request.POST
    if not skipped and not form.is_valid():
        return _question_page(request, question, definition, form=form)
    front_door.tell(context, ref=question.ref, told=_told(form, definition, skipped=skipped))
    return redirect("front_door:step")


def _question_page(
    request: HttpRequest,
    question: Question,
    fact: FactDefinition,
    *,
    form: FactForm | None = None,
    hidden: Mapping[str, str] | None = None,
) -> HttpResponse:
    language = contexts.language()
    told = str(question.told.get(fact.code, ""))
    shown = form or FactForm(fact=fact, language=language, told=told)
    values = {
        "form": shown,
        "fact": fact.code,
        "title": fact.question.in_language(language) or fact.label.in_language(language),
        "help": fact.help.in_language(language),
        "residence": "postcode" in shown.fields,
        "can_skip": not any(value.code == UNKNOWN for value in fact.values),
        "progress": progress_words(question.number, len(question.route.candidates)),
        "action": reverse("front_door:ask")
        if hidden is not None
        else reverse("front_door:step_fact", args=[fact.code]),
        "hidden": {**(hidden or {}), "fact": fact.code},
        "previous": _previous(question, fact.code),
        "paths_url": reverse("paths:home") if question.door in PATH_DOORS else "",
        "told": explaining.told(current_region(), question, language=language),
        "kept": bool(question.ref),
        "crumbs": [home_crumb(), Crumb(_("Je vraag"))],
    }
    status = 422 if shown.errors else 200
    return render(request, "front_door/question.html", values, status=status)


def _previous(question: Question, fact: str) -> str:
    """Return where 'back' leads: the question before this one, else where it began."""
    door = current_region().doors.get(question.door)
    given = [code for code in question.told if not door or code not in door.facts]
    before = given[: given.index(fact)] if fact in given else given
    if before and question.ref:
        return reverse("front_door:step_fact", args=[before[-1]])
    return reverse("front_door:home")


@require_safe
def answer(request: HttpRequest) -> HttpResponse:
    """Show who helps and why, where to come by, and what to do now."""
    context = contexts.visitor(request)
    question = visitors.question_of(request, context)
    if question is None:
        return redirect("front_door:ask")
    if question.route.next_fact is not None and not question.case_ref:
        return redirect("front_door:step")
    language = contexts.language()
    shown = explaining.answer(current_region(), question, today=context.today, language=language)
    near = [shown_place(one) for one in places(context, postcode=question.postcode, most_free=1)]
    values = {
        "question": question,
        "answer": shown,
        "near": [one for one in near if one.hours][:3],
        "crumbs": [home_crumb(), Crumb(_("Wie je helpt"))],
    }
    return render(request, "front_door/answer.html", values)


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Give a code to come back with. It is on this page only; asking again gives another."""
    context = contexts.visitor(request)
    question = visitors.question_of(request, context)
    if question is None:
        return redirect("front_door:ask")
    code = front_door.keep(context, ref=question.ref)
    return code_page(request, code, draft=False)


def code_page(request: HttpRequest, code: str, *, draft: bool) -> HttpResponse:
    """Show a fresh code, once."""
    values = {
        "code": code,
        "draft": draft,
        "crumbs": [home_crumb(), Crumb(_("Je code"))],
    }
    return render(request, "front_door/code.html", values)


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Take the question off this device, for whoever shares it."""
    visitors.forget(request)
    return redirect("front_door:home")


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Come back with a code."""
    form = CodeForm(request.POST or None)
    crumbs = [home_crumb(), Crumb(_("Verder met je vraag"))]
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _resumed(request, form)
            except RefusedError as refused:
                status = 429 if refused.refusal.reason is Reason.TOO_MANY_ATTEMPTS else 422
                form.add_error("code", _not_resumed(refused.refusal))
    values = {"form": form, "crumbs": crumbs}
    return render(request, "front_door/resume.html", values, status=status)


def _resumed(request: HttpRequest, form: CodeForm) -> HttpResponse:
    context = contexts.visitor(request)
    ref = front_door.resume(
        context, code=form.cleaned_data["code"], visitor=visitors.name_of(request)
    )
    visitors.remember(request, ref)
    question = front_door.question(context, ref=ref)
    if question.case_ref:
        return redirect("front_door:done")
    return redirect("front_door:contact" if question.draft else "front_door:step")


def _not_resumed(refusal: Refusal) -> str:
    if refusal.reason is Reason.NOT_FOUND:
        return _("Deze code kennen we niet. Kijk of elke letter klopt, of stel je vraag opnieuw.")
    if refusal.reason is Reason.LINK_EXPIRED:
        return _("Deze code is verlopen. Je vraag is niet meer bewaard. Stel hem gerust opnieuw.")
    return sentence(refusal)
