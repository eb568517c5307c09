"""Doing something with a case: one page per act; what was typed stays when it cannot be done."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voordeur.domain.kernel.calendar import add_working_days
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.services import case_forms, case_pages, caseload, cases, consultation_hours, sharing
from voordeur.services.case_forms import if_unchanged
from voordeur.services.case_pages import Brief
from voordeur.services.case_timeline import TimelineLine
from voordeur.services.context import Context
from voordeur.web import contexts, dates
from voordeur.web.components import Crumb
from voordeur.web.desk import once
from voordeur.web.desk.act_forms import ActForm, Setting
from voordeur.web.desk.acts import ACTS, ActPage
from voordeur.web.refusals import sentence

HIDDEN = {Reason.NOT_FOUND, Reason.NO_GRANT}


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, ref: str, act: str) -> HttpResponse:
    """Show the form of an act, or do it; a refusal is shown in the form with everything kept."""
    page = ACTS.get(act)
    if page is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    context = contexts.professional(request)
    brief = case_pages.brief(context, ref=ref, part=f"act_{act}")
    setting = _setting(context, brief, act)
    if request.method != "POST":
        form = page.form(setting, initial={"seen": brief.version, "once": once.fresh()})
        return _show(request, page, brief, form)
    before = once.done_already(request, request.POST.get("once", ""))
    if before:
        return redirect(before)
    form = page.form(setting, request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, page, brief, form, status=422)
    return _perform(request, context, brief, page, form)


def _perform(
    request: HttpRequest, context: Context, brief: Brief, page: ActPage, form: ActForm
) -> HttpResponse:
    seen = form.cleaned_data.get("seen") if page.guarded else None
    try:
        said = if_unchanged(
            context, ref=brief.ref, seen=seen, act=lambda: page.perform(context, brief.ref, form)
        )
    except RefusedError as error:
        if error.refusal.reason in HIDDEN and not brief.actions:
            raise
        return _refused(request, context, brief=brief, page=page, form=form, refusal=error.refusal)
    messages.success(request, said or _("Vastgelegd."))
    url = reverse("desk:case", args=[brief.ref])
    if not case_forms.still_seen(context, ref=brief.ref):
        url = reverse("desk:cases")
    if page.then and brief.ours:
        url = reverse("desk:case_act", args=[brief.ref, page.then])
    once.remember(request, form.cleaned_data.get("once", ""), url)
    return redirect(url)


def _refused(
    request: HttpRequest,
    context: Context,
    *,
    brief: Brief,
    page: ActPage,
    form: ActForm,
    refusal: Refusal,
) -> HttpResponse:
    """Show why not, in the form; when somebody was first, also what is new since then."""
    field = refusal.facts.get("field")
    form.add_error(field if field in form.fields else None, sentence(refusal))
    news: tuple[TimelineLine, ...] = ()
    if refusal.reason is Reason.CHANGED_MEANWHILE:
        form.data = {**form.data, "seen": str(brief.version)}
        news = case_forms.news_since(context, ref=brief.ref, since=_opened_at(request, brief))
    return _show(request, page, brief, form, status=409, news=news)


def _opened_at(request: HttpRequest, brief: Brief) -> datetime:
    """Return when the form was opened, as the form says; the last act when it says nonsense."""
    try:
        moment = datetime.fromisoformat(request.POST.get("opened", ""))
    except ValueError:
        return brief.opened_at
    return moment if moment.tzinfo else brief.opened_at


def _show(
    request: HttpRequest,
    page: ActPage,
    brief: Brief,
    form: ActForm,
    *,
    status: int = 200,
    news: tuple[TimelineLine, ...] = (),
) -> HttpResponse:
    name = brief.name or _("Naam niet gedeeld")
    title = _(page.title)
    found = {
        "brief": brief,
        "form": form,
        "title": title,
        "name": name,
        "news": news,
        "opened": request.POST.get("opened") or brief.last_act_at.isoformat(),
        "why_not": "" if page.offered(brief) else _why_not(page, brief),
        "files": page.form.__name__ == "DocumentForm",
        "crumbs": (
            Crumb(_("Dossiers"), reverse("desk:cases")),
            Crumb(name, reverse("desk:case", args=[brief.ref])),
            Crumb(title),
        ),
    }
    return render(request, "desk/act.html", found, status=status)


def _why_not(page: ActPage, brief: Brief) -> str:
    """Return why the act cannot be done now, as the button's reason."""
    if page.action not in brief.actions:
        return sentence(Refusal(Reason.ROLE_DOES_NOT_ALLOW))
    if page.state not in {"", brief.state}:
        closed = brief.state == "closed"
        return sentence(Refusal(Reason.CASE_CLOSED if closed else Reason.CASE_OPEN))
    return sentence(Refusal(Reason.NOT_ACCOUNTABLE))


def _setting(context: Context, brief: Brief, act: str) -> Setting:
    choices = case_forms.act_choices(context, own="" if act == "signaal" else context.organisation)
    return Setting(
        brief=brief,
        choices=choices,
        colleagues=caseload.colleagues(context) if act == "collega" else (),
        moments=_moments(context) if act == "afspraak" else (),
        aftercare=case_forms.aftercare_days(context, ref=brief.ref) if act == "nazorg" else (),
        stoppable=case_forms.stoppable(context, ref=brief.ref) if act == "stoppen" else (),
        today=context.today,
        suggested_date=add_working_days(context.today, choices.next_default_days),
        language=context.language,
    )


MOST_MOMENTS = 40


def _moments(context: Context) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            f"{place.code}|{free.starts_at.isoformat()}",
            f"{place.name}, {dates.day_at_time(free.starts_at)}",
        )
        for place in consultation_hours.places(context, most_free=MOST_MOMENTS)
        for free in place.free
    )


@require_POST
def finish(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Tick off a task."""
    context = contexts.professional(request)
    try:
        cases.finish_step(context, ref=ref, step_ref=step)
    except RefusedError as error:
        if error.refusal.reason in HIDDEN:
            raise
        messages.error(request, sentence(error.refusal))
    return redirect("desk:case", ref=ref)


@require_POST
def take_signal(request: HttpRequest, ref: str) -> HttpResponse:
    """Say that a signal was picked up."""
    sharing.take_signal(contexts.professional(request), ref=ref)
    messages.success(request, _("Opgepakt. De ander ziet dat ook."))
    return redirect("desk:case", ref=ref)
