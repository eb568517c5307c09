"""People to keep in view for work: lists by what they need, and the chances of one person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.work.jobs_register import STATUSES, TOLD_BY
from voordeur.services import jobs_register, people_lists, work_chances
from voordeur.services.context import Context
from voordeur.web import contexts
from voordeur.web.components import Crumb, Tab
from voordeur.web.work.employer_views import HIDDEN, point_out
from voordeur.web.work.forms import RegisterStatusForm, choices


@require_safe
def chances(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what fits somebody: here, outside the region, more hours, and in the focus sectors."""
    page = work_chances.case_chances(contexts.professional(request), ref=ref)
    crumbs = (Crumb(_("Werk"), reverse("work:case", args=[ref])), Crumb(_("Kansen")))
    return render(request, "work/chances.html", {"page": page, "crumbs": crumbs})


@require_safe
def people(request: HttpRequest, which: str) -> HttpResponse:
    """Show a list of people with work that fits each."""
    page = people_lists.people_page(contexts.professional(request), which=which)
    values = {"page": page, "tabs": _tabs(page.lists, which)}
    return render(request, "work/people.html", values)


@require_safe
def agreement(request: HttpRequest) -> HttpResponse:
    """Show people of the jobs agreement."""
    return _agreement(request, contexts.professional(request))


@require_POST
def note_status(request: HttpRequest, ref: str) -> HttpResponse:
    """Note how somebody stands to the register of the jobs agreement."""
    context = contexts.professional(request)
    form = RegisterStatusForm(request.POST, auto_id=f"id_{ref}_%s")
    _fill(form)
    if form.is_valid():
        said = form.cleaned_data
        try:
            jobs_register.note_status(context, case=ref, **said)
        except RefusedError as refused:
            if refused.refusal.reason in HIDDEN:
                raise
            point_out(form, refused)
        else:
            return redirect("work:agreement")
    return _agreement(request, context, (ref, form))


def _agreement(
    request: HttpRequest, context: Context, typed: tuple[str, RegisterStatusForm] | None = None
) -> HttpResponse:
    page = jobs_register.agreement_page(context)
    if typed is not None and typed[0] not in {one.case for one in page.lines}:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    lines = []
    for one in page.lines:
        form = RegisterStatusForm(auto_id=f"id_{one.case}_%s", initial={"told_on": context.today})
        _fill(form)
        mine = typed is not None and typed[0] == one.case
        lines.append((one, typed[1] if typed is not None and mine else form, mine))
    values = {
        "page": page,
        "lines": lines,
        "typed": typed[1] if typed else None,
        "tabs": _tabs(page.lists, people_lists.AGREEMENT),
    }
    return render(request, "work/agreement.html", values, status=422 if typed else 200)


def _fill(form: RegisterStatusForm) -> None:
    form.offer(choices(STATUSES), choices(TOLD_BY))


def _tabs(lists: tuple[tuple[str, str], ...], which: str) -> tuple[Tab, ...]:
    return tuple(
        Tab(name, reverse("work:agreement"), current=code == which)
        if code == people_lists.AGREEMENT
        else Tab(name, reverse("work:people", args=[code]), current=code == which)
        for code, name in lists
    )
