"""What the region learns together: use of the toolbox, deviations and their lessons."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.services import deviations, toolbox_answers, toolbox_use
from voordeur.services.deviations import CaseDeviations
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.refusals import sentence
from voordeur.web.toolbox.forms import DeviationForm, LessonForm

HIDDEN = frozenset({Reason.NOT_FOUND, Reason.NO_GRANT})
LONGEST_CODE = 80
shows_and_takes = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def use(request: HttpRequest) -> HttpResponse:
    """Show managers how often each partner uses the toolbox, and why not."""
    typed = request.GET.get("jaar", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == len("2026") else None
    page = toolbox_use.use_page(contexts.professional(request), year=year)
    return render(request, "toolbox/use.html", {"page": page, "crumbs": _crumbs(_("Gebruik"))})


@require_safe
def experiments(request: HttpRequest) -> HttpResponse:
    """Show what was tried in the region and what was learned."""
    sort = request.GET.get("soort", "")[:LONGEST_CODE]
    page = deviations.tried_page(contexts.professional(request), sort=sort)
    values = {"page": page, "crumbs": _crumbs(_("Experimenten"))}
    return render(request, "toolbox/experiments.html", values)


@shows_and_takes
def deviate(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the deviations of a case, and take a new one."""
    context = contexts.professional(request)
    page = deviations.case_deviations(context, ref=ref)
    initial = {
        "instrument": request.GET.get("instrument", "")[:LONGEST_CODE],
        "step": request.GET.get("stap", "")[:LONGEST_CODE],
    }
    typed = request.POST if request.method == "POST" else None
    form = DeviationForm(page, typed, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            deviations.deviate(context, ref=ref, new=form.new())
        except RefusedError as refused:
            _refused(form, refused)
        else:
            messages.success(request, _("Vastgelegd. Schrijf later op wat jullie leerden."))
            return redirect("toolbox:deviate", ref=ref)
    return _deviations(request, page, form)


@require_POST
def lesson(request: HttpRequest, ref: str, deviation: str) -> HttpResponse:
    """Take the lesson of a deviation; what was typed stays when it cannot be kept."""
    context = contexts.professional(request)
    form = LessonForm(request.POST, prefix=deviation)
    if form.is_valid():
        said = form.cleaned_data
        try:
            deviations.learn(
                context,
                ref=ref,
                deviation=deviation,
                state=said["state"],
                lesson=said["lesson"],
            )
        except RefusedError as refused:
            _refused(form, refused)
        else:
            messages.success(request, _("Bewaard. Iedereen in de regio kan ervan leren."))
            return redirect("toolbox:deviate", ref=ref)
    page = deviations.case_deviations(context, ref=ref)
    return _deviations(request, page, DeviationForm(page), (deviation, form))


@shows_and_takes
def aid(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Show the form for what an orientation aid showed, and take it into the profile."""
    context = contexts.professional(request)
    wrong: tuple[str, ...] = ()
    empty = False
    if request.method == "POST":
        typed = {key: request.POST.get(key, "") for key in request.POST}
        try:
            done = toolbox_answers.keep_result(context, ref=ref, step=step, typed=typed)
        except RefusedError as refused:
            if refused.refusal.reason is not Reason.INVALID_INPUT:
                raise
            empty = True
        else:
            wrong = done.wrong
            if not wrong:
                messages.success(request, _("De uitkomst staat in het profiel."))
                return redirect("toolbox:case", ref=ref)
    page = toolbox_answers.aid_page(context, ref=ref, step=step)
    chosen = {**page.chosen, **{key: request.POST[key] for key in request.POST}}
    questions = [(one, str(chosen.get(one.code, ""))) for one in page.questions]
    values = {
        "page": page,
        "questions": questions,
        "wrong": wrong,
        "empty": empty,
        "crumbs": _case_crumbs(ref, page.who, _("Uitkomst")),
    }
    return render(request, "toolbox/aid.html", values, status=422 if wrong or empty else 200)


def _deviations(
    request: HttpRequest,
    page: CaseDeviations,
    form: DeviationForm,
    typed: tuple[str, LessonForm] | None = None,
) -> HttpResponse:
    lines = [
        (one, typed[1] if typed and typed[0] == one.ref else LessonForm(prefix=one.ref))
        for one in page.lines
    ]
    wrong = bool(form.errors or (typed and typed[1].errors))
    values = {
        "page": page,
        "form": form,
        "lines": lines,
        "typed": typed[1] if typed else form,
        "crumbs": _case_crumbs(page.ref, page.who, _("Het anders doen")),
    }
    return render(request, "toolbox/deviations.html", values, status=422 if wrong else 200)


def _refused(form: Form, refused: RefusedError) -> None:
    if refused.refusal.reason in HIDDEN:
        raise refused
    field = refused.refusal.facts.get("field")
    form.add_error(field if field in form.fields else None, sentence(refused.refusal))


def _crumbs(title: str) -> tuple[Crumb, ...]:
    return (Crumb(_("Gereedschapskist"), reverse("toolbox:home")), Crumb(title))


def _case_crumbs(ref: str, who: str, title: str) -> tuple[Crumb, ...]:
    return (
        Crumb(who or _("Dossier"), reverse("desk:case", args=[ref])),
        Crumb(_("Gereedschapskist"), reverse("toolbox:case", args=[ref])),
        Crumb(title),
    )
