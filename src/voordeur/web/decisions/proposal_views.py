"""Proposals: drawn up, on their way, and what was said about them."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError, require
from voordeur.domain.register.checks import Key
from voordeur.services import (
    board_documents,
    drafting_pages,
    proposal_changes,
    proposal_pages,
    proposals,
    register_acts,
)
from voordeur.services.context import Context
from voordeur.services.offices import SECRETARIAT, SECRETARY, may_by_office
from voordeur.services.proposal_pages import ProposalPage
from voordeur.services.register_acts import Rejected
from voordeur.services.register_words import euros
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.decisions.frame import change_url, crumbs, entry_url, new_entry_url, show
from voordeur.web.decisions.lane_view import stages_of, waits_for
from voordeur.web.decisions.proposal_forms import (
    AdoptionForm,
    ProposalForm,
    ReasonForm,
    StepForm,
    filled_in,
)
from voordeur.web.decisions.refused import HIDDEN, attempt, typed
from voordeur.web.desk import once
from voordeur.web.refusals import sentence

MOST_ENTRIES = 20
FIELDS = {"amount_cents": "amount", "touches": "touches_reason"}
"""What the services call a field → what the form calls it."""


@require_safe
def proposal(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a proposal: its lane, what it changes, and what this reader can do."""
    context = contexts.professional(request)
    page = proposal_pages.proposal_page(context, ref=ref)
    line = page.line
    changes = proposal_changes.changes_of(context, ref=ref)
    may_draft = bool(page.may_change)
    plans = proposal_changes.draft_plans(context) if may_draft else ()
    return show(
        request,
        "proposal",
        page=page,
        line=line,
        stages=stages_of(line.steps, runs=line.state.value == "submitted"),
        waits=waits_for(line),
        rounds=[(one, stages_of(one.steps, runs=False)) for one in page.rounds],
        changes=[(one, entry_url(one.kind, one.code)) for one in changes],
        about=[
            (title, entry_url(*key), change_url(*key, ref) if may_draft else "")
            for key, title in proposal_changes.entries_about(context, page=page)
        ],
        amendable=[
            (title, change_url("plan_line", code, ref))
            for code, title in (proposal_changes.amendable_lines(context) if may_draft else ())
        ],
        amount=euros(line.amount_cents, context.language) if line.amount_cents else "",
        new_line_url=new_entry_url("plan_line", f"voorstel={ref}"),
        adoption=AdoptionForm(plans) if plans else None,
        documents=board_documents.documents_of(context, proposal=ref),
        may_submit=bool(page.may_submit),
        may_draft=may_draft,
        may_record=bool(page.may_record),
        may_revise=bool(page.may_revise),
        may_withdraw=bool(page.may_withdraw),
        may_work_changes_in=bool(page.may_work_changes_in),
        crumbs=crumbs("home", line.title),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Draw a proposal up; what was typed stays when it cannot be kept."""
    context = contexts.professional(request)
    require(may_by_office(context, SECRETARIAT))
    choices = drafting_pages.drafting_choices(context)
    entries = _entries(request)
    asked = {"once": once.fresh(), "route": request.GET.get("route", "")}
    form = ProposalForm(choices, typed(request), initial=asked)
    if request.method == "POST":
        before = once.done_already(request, request.POST.get("once", ""))
        if before:
            return redirect(before)
        if form.is_valid():
            content = form.content(entries)
            ref = attempt(form, lambda: proposals.draft(context, content=content), FIELDS)
            if ref is not None:
                url = reverse("decisions:proposal", args=[ref])
                once.remember(request, form.cleaned_data["once"], url)
                messages.success(request, _("Het voorstel staat klaar als concept."))
                return redirect(url)
    return _form_page(request, form, _("Nieuw voorstel"), crumbs("home", _("Nieuw voorstel")))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Change a draft; when somebody else changed it meanwhile, say so and keep what was typed."""
    context = contexts.professional(request)
    page = proposal_pages.proposal_page(context, ref=ref)
    require(page.may_change)
    choices = drafting_pages.drafting_choices(context)
    seen = drafting_pages.fingerprint(page)
    form = ProposalForm(choices, typed(request), initial={**filled_in(page), "seen": seen})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["seen"] != seen:
            form.add_error(None, sentence(Refusal(Reason.CHANGED_MEANWHILE)))
            form.data = {
                **request.POST.dict(),
                "seen": seen,
                "parties": form.cleaned_data["parties"],
            }
        elif attempt(form, lambda: _change(context, ref, form, page), FIELDS) is not None:
            messages.success(request, _("Het voorstel is gewijzigd."))
            return redirect("decisions:proposal", ref=ref)
    return _form_page(request, form, _("Voorstel wijzigen"), _way(page, _("Wijzigen")), page=page)


def _change(context: Context, ref: str, form: ProposalForm, page: ProposalPage) -> bool:
    proposals.change(context, ref=ref, content=form.content(page.entries))
    return True


@require_POST
def submit(request: HttpRequest, ref: str) -> HttpResponse:
    """Send a draft on its way."""
    context = contexts.professional(request)
    proposal_pages.proposal_page(context, ref=ref)
    return _do(
        request,
        ref,
        lambda: proposals.submit(context, ref=ref),
        _("Het voorstel is ingediend. De eerste stap is aan zet."),
    )


@require_POST
def work_in(request: HttpRequest, ref: str) -> HttpResponse:
    """Bring the changes of a proposal that was adopted with changes into force."""
    context = contexts.professional(request)
    proposal_pages.proposal_page(context, ref=ref)
    return _do(
        request,
        ref,
        lambda: proposals.work_changes_in(context, ref=ref),
        _("De wijzigingen gelden nu."),
    )


@require_POST
def adopt(request: HttpRequest, ref: str) -> HttpResponse:
    """Let the decision on this proposal adopt a yearly plan."""
    context = contexts.professional(request)
    require(proposal_pages.proposal_page(context, ref=ref).may_change)
    form = AdoptionForm(proposal_changes.draft_plans(context), request.POST)
    if not form.is_valid():
        messages.error(request, _("Kies een jaarplan en schrijf een korte toelichting."))
        return redirect("decisions:proposal", ref=ref)
    said = form.cleaned_data
    return _do(
        request,
        ref,
        lambda: proposal_changes.propose_adoption(
            context, proposal=ref, plan=said["plan"], reason=said["reason"]
        ),
        _("Met het besluit op dit voorstel wordt het jaarplan vastgesteld."),
    )


@require_POST
def drop(request: HttpRequest, ref: str, kind: str, code: str) -> HttpResponse:
    """Take a change out of a draft."""
    context = contexts.professional(request)
    require(proposal_pages.proposal_page(context, ref=ref).may_change)
    return _do(
        request,
        ref,
        lambda: register_acts.drop_change(context, proposal=ref, kind=kind, code=code),
        _("De wijziging is uit het voorstel gehaald."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a running proposal back to the drawing table, with a reason."""
    return _close_round(request, ref, revising=True)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """End a proposal that was not decided, with a reason."""
    return _close_round(request, ref, revising=False)


def _close_round(request: HttpRequest, ref: str, *, revising: bool) -> HttpResponse:
    context = contexts.professional(request)
    page = proposal_pages.proposal_page(context, ref=ref)
    require(page.may_revise if revising else page.may_withdraw)
    form = ReasonForm(typed(request))
    title = _("Voorstel herzien") if revising else _("Voorstel intrekken")
    if request.method == "POST" and form.is_valid():
        act = proposals.revise if revising else proposals.withdraw
        reason = form.cleaned_data["reason"]

        def closed() -> bool:
            act(context, ref=ref, reason=reason)
            return True

        if attempt(form, closed) is not None:
            messages.success(
                request,
                _("Het voorstel is terug als concept. Wat er gezegd is, blijft staan.")
                if revising
                else _("Het voorstel is ingetrokken."),
            )
            return redirect("decisions:proposal", ref=ref)
    status = 422 if form.is_bound else 200
    return show(
        request,
        "close_round",
        form=form,
        title=title,
        revising=revising,
        line=page.line,
        crumbs=_way(page, title),
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, ref: str, code: str) -> HttpResponse:
    """Record what was said in a step; out of turn it says what is missing, and keeps the words."""
    context = contexts.professional(request)
    sent = request.POST if request.method == "POST" else request.GET
    organisation = sent.get("organisatie", "")
    found = drafting_pages.step_page(context, ref=ref, code=code, organisation=organisation)
    page = proposal_pages.proposal_page(context, ref=ref)
    require(may_by_office(context, SECRETARY))
    form = StepForm(found, typed(request), initial={"on": context.today})
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        answer = form.answer(code, organisation)
        try:
            proposals.record_step(context, ref=ref, answer=answer)
        except RefusedError as refused:
            if refused.refusal.reason in HIDDEN:
                raise
            status = 409
            _explain(form, refused.refusal, found)
        else:
            messages.success(request, _("Vastgelegd: %(who)s.") % {"who": found.step.name})
            return redirect("decisions:proposal", ref=ref)
    return show(
        request,
        "step",
        found=found,
        form=form,
        step=found.step,
        line=found.line,
        organisation=organisation,
        crumbs=_way(page, found.step.name),
        status=status,
    )


def _explain(form: forms.Form, refusal: Refusal, found: drafting_pages.StepPage) -> None:
    """Say why it cannot be recorded, beside the field it is about; with what is missing."""
    place = {
        Reason.NO_QUORUM: "present",
        Reason.DAY_STILL_TO_COME: "on",
        Reason.DAYS_OUT_OF_ORDER: "on",
        Reason.BODY_NOT_IN_FORCE: "on",
        Reason.REASON_NEEDED: "note",
    }.get(refusal.reason, refusal.facts.get("field", ""))
    words = sentence(refusal)
    if refusal.reason in {Reason.OUT_OF_ORDER, Reason.STEP_REFUSED} and found.step.missing:
        missing = "; ".join(found.step.missing)
        words = _("Dit kan nog niet: %(missing)s.") % {"missing": missing}
    form.add_error(place if place in form.fields else None, words)


def _form_page(
    request: HttpRequest,
    form: ProposalForm,
    title: str,
    way: tuple[Crumb, ...],
    *,
    page: ProposalPage | None = None,
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return show(
        request,
        "proposal_form",
        form=form,
        title=title,
        crumbs=way,
        back=reverse("decisions:proposal", args=[page.line.ref]) if page else "",
        status=status,
    )


def _way(page: ProposalPage, here: str) -> tuple[Crumb, ...]:
    first, _last = crumbs("home", "")
    url = reverse("decisions:proposal", args=[page.line.ref])
    return (first, Crumb(page.line.title, url), Crumb(here))


def _entries(request: HttpRequest) -> tuple[Key, ...]:
    """Return what the proposal is about, from ``?soort=plan&code=plan-2026``."""
    pairs = zip(request.GET.getlist("soort"), request.GET.getlist("code"), strict=False)
    return tuple((kind, code) for kind, code in pairs if kind and code)[:MOST_ENTRIES]


def _do(request: HttpRequest, ref: str, act: Callable[[], object], said: str) -> HttpResponse:
    """Do something with a proposal and come back to it; a refusal is told there."""
    try:
        done = act()
    except RefusedError as refused:
        if refused.refusal.reason in HIDDEN:
            raise
        messages.error(request, sentence(refused.refusal))
    else:
        if isinstance(done, Rejected):
            language = contexts.language()
            for one in done.problems:
                messages.error(request, one.expected.in_language(language))
        else:
            messages.success(request, said)
    return redirect("decisions:proposal", ref=ref)
