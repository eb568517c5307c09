"""Pages of a trajectory in a case: building, ordering, following and ending it."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.trajectories.words import OUTCOMES
from voordeur.services import (
    continuity,
    step_orders,
    trajectories,
    trajectory_pages,
    trajectory_queue,
    trajectory_steps,
)
from voordeur.services.context import Context
from voordeur.services.trajectory_pages import CaseTrajectory, StepLine, TrajectoryPage
from voordeur.services.trajectory_queue import QueueFilter, QueuePage
from voordeur.web import contexts, spreadsheets
from voordeur.web.components import Crumb, Tab
from voordeur.web.desk.trajectory_forms import (
    DayForm,
    DraftForm,
    EndForm,
    PayerForm,
    ResultForm,
    SaidForm,
    StepForm,
    WordForm,
    YesForm,
    step_values,
)
from voordeur.web.desk.trajectory_picture import picture_of
from voordeur.web.desk.trajectory_starting import started
from voordeur.web.refusals import sentence

HIDDEN = frozenset({Reason.NOT_FOUND, Reason.NO_GRANT})
BUILDER = "desk:trajectory"
LONGEST_CODE = 80
LISTS: Mapping[str, str] = {
    "to_order": gettext_noop("Te bestellen"),
    "ordered": gettext_noop("Besteld"),
    "running": gettext_noop("Bezig"),
    "attendance": gettext_noop("Aanwezigheid invullen"),
    "finish": gettext_noop("Af te ronden"),
    "invoice": gettext_noop("Factuur verwacht"),
    "all": gettext_noop("Alles"),
}
shows_and_takes = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def trajectory(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the trajectory of a case, or how to start one."""
    context = contexts.professional(request)
    found = trajectory_pages.case_trajectory(context, case_ref=ref)
    return _builder(request, context, found)


@require_POST
def comment(request: HttpRequest, ref: str) -> HttpResponse:
    """Say something about the trajectory."""
    context = contexts.professional(request)
    found = trajectory_pages.case_trajectory(context, case_ref=ref)
    page = _page_of(found)
    form = WordForm(request.POST)
    if form.is_valid():
        try:
            trajectories.comment(context, ref=page.ref, text=form.cleaned_data["text"])
        except RefusedError as refused:
            _refused(form, refused)
        else:
            messages.success(request, _("Gezegd. De persoon leest het ook."))
            return redirect(f"{reverse(BUILDER, args=[ref])}#gezegd")
    return _builder(request, context, found, form)


def _builder(
    request: HttpRequest, context: Context, found: CaseTrajectory, form: WordForm | None = None
) -> HttpResponse:
    page = found.page
    values = {
        "found": found,
        "page": page,
        "name": found.brief.name or _("Naam niet gedeeld"),
        "picture": picture_of(page.steps, context.today) if page else None,
        "form": form or WordForm(),
        "day_form": DayForm(initial=DayForm.starting(context.today)),
        "crumbs": (*_crumbs(found), Crumb(_("Traject"))),
    }
    status = 422 if form else 200
    return render(request, "desk/trajectory/builder.html", values, status=status)


@shows_and_takes
def draft(request: HttpRequest, ref: str) -> HttpResponse:
    """Start building a trajectory."""
    context = contexts.professional(request)
    found = trajectory_pages.case_trajectory(context, case_ref=ref)
    offered = trajectory_pages.choosable(context)
    form = DraftForm(offered, request.POST or None)

    def perform() -> None:
        trajectories.draft(context, case_ref=ref, new=form.new())

    done = _form(request, found, form, _("Begin een traject"), perform)
    moved = done.status_code == HTTPStatus.FOUND
    return _with_instrument(request, "desk:trajectory_add_step", ref) if moved else done


@shows_and_takes
def add_step(request: HttpRequest, ref: str) -> HttpResponse:
    """Put a step in; an instrument of the toolbox fills in what it knows."""
    context = contexts.professional(request)
    found = trajectory_pages.case_trajectory(context, case_ref=ref)
    if found.may_draft and request.method != "POST" and request.GET.get("instrument"):
        return _with_instrument(request, "desk:trajectory_draft", ref)
    page = _page_of(found)
    offered = trajectory_pages.choosable(context)
    initial = started(
        context, request.GET.get("instrument", "")[:LONGEST_CODE], found.brief.municipality
    )
    form = StepForm(offered, _others(page), request.POST or None, initial=initial)

    def perform() -> None:
        trajectory_steps.add_step(context, ref=page.ref, step=form.new())

    return _form(request, found, form, _("Voeg een stap toe"), perform)


@shows_and_takes
def change_step(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Change a step that is only planned."""
    context = contexts.professional(request)
    found = trajectory_pages.case_trajectory(context, case_ref=ref)
    page = _page_of(found)
    line = _step_of(page, step)
    offered = trajectory_pages.choosable(context)
    others = _others(page, without=step)
    form = StepForm(offered, others, request.POST or None, initial=step_values(line))

    def perform() -> None:
        trajectory_steps.change_step(context, ref=page.ref, step_ref=step, step=form.new())

    return _form(request, found, form, _("Verander deze stap"), perform)


@shows_and_takes
def finish_step(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Write down how a step ended."""
    context = contexts.professional(request)
    found = trajectory_pages.case_trajectory(context, case_ref=ref)
    page = _page_of(found)
    _step_of(page, step)
    form = ResultForm(trajectory_pages.choosable(context), request.POST or None)

    def perform() -> None:
        result = form.result_of()
        trajectory_steps.finish_step(context, ref=page.ref, step_ref=step, result=result)

    return _form(request, found, form, _("Deze stap is klaar"), perform)


@shows_and_takes
def agree(request: HttpRequest, ref: str) -> HttpResponse:
    """Write down that the person said yes in a talk."""
    context = contexts.professional(request)
    found = trajectory_pages.case_trajectory(context, case_ref=ref)
    page = _page_of(found)
    form = YesForm(request.POST or None)

    def perform() -> None:
        trajectories.agree(context, ref=page.ref, how=form.cleaned_data["how"])

    return _form(request, found, form, _("De persoon zei ja"), perform)


@shows_and_takes
def end(request: HttpRequest, ref: str) -> HttpResponse:
    """Finish a trajectory by its outcome, or stop it and say why."""
    context = contexts.professional(request)
    found = trajectory_pages.case_trajectory(context, case_ref=ref)
    page = _page_of(found)
    form = EndForm(trajectory_pages.choosable(context), request.POST or None)

    def perform() -> None:
        outcome = form.cleaned_data["outcome"]
        if outcome in OUTCOMES:
            trajectories.finish(context, ref=page.ref, outcome=outcome, level_end=form.level())
        else:
            trajectories.stop(context, ref=page.ref, outcome=outcome)

    return _form(request, found, form, _("Sluit het traject af"), perform)


@shows_and_takes
def payer(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask who pays on after somebody moved or changed work."""
    context = contexts.professional(request)
    found = trajectory_pages.case_trajectory(context, case_ref=ref)
    page = _page_of(found)
    form = PayerForm(page, found.brief.finally_responsible_name, request.POST or None)

    def perform() -> None:
        said = form.cleaned_data
        continuity.ask(context, ref=page.ref, kind=said["kind"], reason=said["reason"])

    return _form(request, found, form, _("Wie betaalt verder?"), perform)


@shows_and_takes
def payer_said(request: HttpRequest, ref: str) -> HttpResponse:
    """Note what a payer said that cannot answer in Voordeur."""
    context = contexts.professional(request)
    found = trajectory_pages.case_trajectory(context, case_ref=ref)
    page = _page_of(found)
    if page.asked is None or not page.silent_payer:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    asked = page.asked.ref
    form = SaidForm(request.POST or None)

    def perform() -> None:
        said = form.cleaned_data
        yes = said["answer"] == "ja"
        continuity.record_said(context, agreement=asked, yes=yes, said_by=said["said_by"])

    return _form(request, found, form, _("Wat zei de betaler?"), perform)


StepAct = Callable[[Context, str, str], None]
STEP_ACTS: Mapping[str, tuple[StepAct, str]] = {
    "bestel": (
        lambda context, ref, step: step_orders.order_step(context, ref=ref, step_ref=step),
        gettext_noop("Besteld. Het geld ligt nu vast voor deze stap."),
    ),
    "begin": (
        lambda context, ref, step: trajectory_steps.start_step(context, ref=ref, step_ref=step),
        gettext_noop("Deze stap is begonnen."),
    ),
    "vervalt": (
        lambda context, ref, step: trajectory_steps.cancel_step(context, ref=ref, step_ref=step),
        gettext_noop("Deze stap gaat niet door. Geld dat niet betaald was, is weer vrij."),
    ),
    "omhoog": (
        lambda context, ref, step: trajectory_steps.move_step(
            context, ref=ref, step_ref=step, up=True
        ),
        gettext_noop("Verplaatst."),
    ),
    "omlaag": (
        lambda context, ref, step: trajectory_steps.move_step(
            context, ref=ref, step_ref=step, up=False
        ),
        gettext_noop("Verplaatst."),
    ),
}
ACTS: Mapping[str, tuple[Callable[[Context, str], None], str]] = {
    "voorleggen": (
        lambda context, ref: trajectories.propose(context, ref=ref),
        gettext_noop("Voorgelegd. De persoon ziet het in Mijn Voordeur."),
    ),
    "pauze": (
        lambda context, ref: trajectories.pause(context, ref=ref),
        gettext_noop("Het traject staat even stil."),
    ),
    "verder": (
        lambda context, ref: trajectories.resume(context, ref=ref),
        gettext_noop("Het traject gaat verder."),
    ),
}


@require_POST
def step_act(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Do something with a step in one press."""
    context = contexts.professional(request)
    page = _page_of(trajectory_pages.case_trajectory(context, case_ref=ref))
    act, said = _known(STEP_ACTS, request)
    return _pressed(request, ref, lambda: act(context, page.ref, step), said)


@require_POST
def whole_act(request: HttpRequest, ref: str) -> HttpResponse:
    """Do something with the whole trajectory in one press."""
    context = contexts.professional(request)
    page = _page_of(trajectory_pages.case_trajectory(context, case_ref=ref))
    act, said = _known(ACTS, request)
    return _pressed(request, ref, lambda: act(context, page.ref), said)


@require_POST
def attend(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Write down whether the person was there on a day."""
    context = contexts.professional(request)
    page = _page_of(trajectory_pages.case_trajectory(context, case_ref=ref))
    form = DayForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(one) for held in form.errors.values() for one in held))
        return redirect(BUILDER, ref)
    said = form.cleaned_data

    def perform() -> None:
        trajectory_steps.record_attendance(
            context, ref=page.ref, step_ref=step, day=said["day"], state=said["state"]
        )

    return _pressed(request, ref, perform, gettext_noop("Vastgelegd."))


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show what the back office must order and follow, or give it as a file."""
    context = contexts.professional(request)
    said = request.GET
    chosen = QueueFilter(
        queue=said.get("lijst", "to_order"),
        provider=said.get("uitvoerder", "").replace("\x00", "")[:LONGEST_CODE],
        late=said.get("laat") == "ja",
    )
    if (form := said.get("als", "")) in {"xlsx", "csv"}:
        table = trajectory_queue.queue_table(context, chosen=chosen)
        return spreadsheets.download(table, form=form, day=context.today)
    kept = said.copy()
    kept.pop("als", None)
    kept["lijst"] = chosen.queue
    page = trajectory_queue.queue(context, chosen=chosen)
    values = {"page": page, "kept": kept.urlencode(), "lists": _lists(page)}
    return render(request, "desk/trajectory/queue.html", values)


def _lists(page: QueuePage) -> list[Tab]:
    """Return the lists one may choose, with how many steps stand in each."""
    return [
        Tab(
            label=_(words),
            url=f"?lijst={code}",
            current=code == page.chosen.queue,
            count=page.counts[code],
        )
        for code, words in LISTS.items()
    ]


@require_POST
def queue_act(request: HttpRequest, step: str) -> HttpResponse:
    """Order or start a step from the queue."""
    context = contexts.professional(request)
    acts = {"bestel": trajectory_queue.order, "begin": trajectory_queue.start}
    act = acts.get(request.POST.get("doe", ""))
    if act is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    try:
        act(context, step=step)
    except RefusedError as refused:
        if refused.refusal.reason in HIDDEN:
            raise
        messages.error(request, sentence(refused.refusal))
    else:
        messages.success(request, _("Vastgelegd."))
    return redirect("desk:trajectory_queue")


# ---- shared ----


def _form(
    request: HttpRequest,
    found: CaseTrajectory,
    form: forms.Form,
    title: str,
    perform: Callable[[], None],
) -> HttpResponse:
    ref = found.brief.ref
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                perform()
            except RefusedError as refused:
                if refused.refusal.reason in HIDDEN:
                    raise
                _refused(form, refused)
                status = 409
            else:
                messages.success(request, _("Vastgelegd."))
                return redirect(BUILDER, ref)
    values = {
        "form": form,
        "title": title,
        "brief": found.brief,
        "page": found.page,
        "crumbs": (
            *_crumbs(found),
            Crumb(_("Traject"), reverse(BUILDER, args=[ref])),
            Crumb(title),
        ),
    }
    return render(request, "desk/trajectory/form.html", values, status=status)


def _with_instrument(request: HttpRequest, name: str, ref: str) -> HttpResponse:
    """Go on with the instrument that was chosen; without one to the trajectory."""
    chosen = request.GET.get("instrument", "")[:LONGEST_CODE]
    if not chosen:
        return redirect(BUILDER, ref)
    return redirect(f"{reverse(name, args=[ref])}?{urlencode({'instrument': chosen})}")


def _pressed(
    request: HttpRequest, ref: str, perform: Callable[[], None], said: str
) -> HttpResponse:
    try:
        perform()
    except RefusedError as refused:
        if refused.refusal.reason in HIDDEN:
            raise
        messages.error(request, sentence(refused.refusal))
    else:
        messages.success(request, _(said))
    return redirect(BUILDER, ref)


def _refused(form: forms.Form, refused: RefusedError) -> None:
    if refused.refusal.reason in HIDDEN:
        raise refused
    field = {"cost_cents": "cost"}.get(
        refused.refusal.facts.get("field", ""), refused.refusal.facts.get("field")
    )
    form.add_error(field if field in form.fields else None, sentence(refused.refusal))


def _known(acts: Mapping[str, tuple[Any, str]], request: HttpRequest) -> tuple[Any, str]:
    found = acts.get(request.POST.get("doe", ""))
    if found is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return found


def _page_of(found: CaseTrajectory) -> TrajectoryPage:
    if found.page is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return found.page


def _step_of(page: TrajectoryPage, step: str) -> StepLine:
    line = next((one for one in page.steps if one.ref == step), None)
    if line is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return line


def _others(page: TrajectoryPage, without: str = "") -> dict[str, str]:
    return {one.ref: one.what for one in page.steps if one.ref != without and one.open}


def _crumbs(found: CaseTrajectory) -> tuple[Crumb, ...]:
    name = found.brief.name or _("Naam niet gedeeld")
    case = reverse("desk:case", args=[found.brief.ref])
    return (Crumb(_("Dossiers"), reverse("desk:cases")), Crumb(name, case))
