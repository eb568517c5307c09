"""Handovers at the desk: offering one, answering one, the lists, a rejection, a move."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.services import handover, links
from voordeur.services.context import Context
from voordeur.services.handover_pages import HandoverPage, handover_lists, handover_page
from voordeur.services.offer_pages import OfferPage, Receiver, offer_page
from voordeur.services.rejections import rejected_to_contact
from voordeur.web import contexts, dates
from voordeur.web.components import Crumb, Fact, Stop, explanation
from voordeur.web.desk.handover_answering import (
    answer_forms,
    answered,
    lane_stops,
    letter_facts,
)
from voordeur.web.desk.handover_forms import (
    OTHER,
    LinkForm,
    OfferForm,
    WithdrawForm,
    introduction_words,
)
from voordeur.web.refusals import sentence

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


# ---- offering ----


@read_or_send
def offer(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the page on which a case is offered, with a preview of what the receiver gets."""
    context = contexts.professional(request)
    page = offer_page(context, ref=ref)
    if page.open_handover:
        messages.info(request, _("Deze overdracht loopt al."))
        return redirect("desk:handover", ref=page.open_handover)
    form = OfferForm(page, request.POST or None, initial=_first(page))
    if request.headers.get("HX-Request") == "true":
        return render(request, "desk/handover_preview.html", _preview(context, page, form))
    if request.method == "POST" and "bekijk" not in request.POST and form.is_valid():
        try:
            made = handover.offer(context, ref=ref, offer=form.offer())
        except RefusedError as error:
            _point_out(form, error)
        else:
            messages.success(request, _("De overdracht is aangeboden."))
            return redirect("desk:handover", ref=made)
    why = page.because and explanation(
        page.because, language=context.language, sources=page.sources, answers=_names(page)
    )
    values = {
        **_preview(context, page, form),
        "page": page,
        "form": form,
        "why": why,
        "stops": _stops_before(page, form.chosen()),
        "why_not": sentence(page.may) if not page.may else "",  # type: ignore[arg-type]
        "crumbs": [
            Crumb(page.who or _("Dossier"), _case_url(page.case_ref)),
            Crumb(_("Warme overdracht")),
        ],
    }
    return render(request, "desk/handover_offer.html", values)


def _first(page: OfferPage) -> Mapping[str, object]:
    """Return what the form starts with."""
    return {
        "kind": "move" if page.moved else "warm",
        "receiver": page.suggested[0].code if page.suggested else OTHER,
        "reason": page.suggested_reason,
        "fields_shared": sorted(page.proposed_fields),
        "introduction": "three_way",
        "meeting_day": page.suggested_introduction,
    }


def _names(page: OfferPage) -> dict[str, str]:
    return {one.code: one.name for one in (*page.suggested, *page.others)}


def _point_out(form: OfferForm, error: RefusedError) -> None:
    """Put a refusal with the field it is about."""
    said = sentence(error.refusal)
    match error.refusal.reason:
        case Reason.REASON_NEEDED if error.refusal.facts.get("field") == "deviation":
            form.add_error("deviation", said)
        case Reason.NO_CONSENT:
            form.add_error("resident_agrees", said)
        case _other:
            form.add_error(None, said)


def _preview(context: Context, page: OfferPage, form: OfferForm) -> dict[str, object]:
    """Return what the receiver will see, from what is on the form now."""
    given = form.data if form.is_bound else form.initial
    listed = form.data.getlist("fields_shared") if form.is_bound else given["fields_shared"]  # type: ignore[attr-defined]
    facts = [Fact(one.label, one.value) for one in page.fields if _shown(one.code, listed)]
    message = str(given.get("message", ""))
    if message and "question" in listed:
        facts.append(Fact(_("Wat al gebeurde, en de vraag"), message))
    facts.append(Fact(pgettext("moment", "Kennismaken"), _meeting(form, given)))
    hidden = [one.label.lower() for one in page.fields if not _shown(one.code, listed)]
    facts.append(Fact(_("Niet gedeeld"), ", ".join([*hidden, _("gezondheid")])))
    chosen = form.chosen()
    return {
        "preview": [fact for fact in facts if fact.value],
        "chosen": chosen,
        "receiver_name": chosen.name if chosen else _("de ontvanger"),
        "sender_name": page.sender_name,
        "ticked": set(listed),
        "today": context.today,
    }


def _shown(code: str, listed: list[str]) -> bool:
    return code in listed


def _meeting(form: OfferForm, given: Mapping[str, object]) -> str:
    words = introduction_words(str(given.get("introduction", "")))
    if not form.is_bound:
        return f"{words}, {dates.day(form.page.suggested_introduction)}"
    form.is_valid()  # reads the day, whatever else is still wrong
    meeting = form.meeting()
    if meeting is None:
        return words
    timed = form.cleaned_data.get("meeting_time")
    return f"{words}, {dates.day_at_time(meeting) if timed else dates.day(meeting)}"


def _stops_before(page: OfferPage, chosen: Receiver | None) -> tuple[Stop, ...]:
    name = chosen.name if chosen else _("De ander")
    stays = _("blijft verantwoordelijk tot er een ja is")
    if chosen:
        days = dates.working_days(chosen.term_days)
        stays = _("blijft verantwoordelijk, hooguit %(days)s zonder antwoord") % {"days": days}
    return (
        Stop(page.sender_name, _("nu: jij biedt aan"), "now_offered"),
        Stop(page.sender_name, stays, "offered"),
        Stop(name, _("zegt ja en neemt over"), "later"),
        Stop(
            name,
            _("eerste contact binnen %(days)s")
            % {"days": dates.working_days(page.first_contact_days)},
            "later",
        ),
    )


def _case_url(ref: str) -> str:
    return reverse("desk:case", kwargs={"ref": ref}) if ref else ""


# ---- one handover ----


@read_or_send
def one(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a handover to its sender or its receiver, and take the receiver's answer."""
    context = contexts.professional(request)
    page = handover_page(context, ref=ref)
    forms = answer_forms(page, request)
    said = answered(context, page, forms)
    if said:
        messages.info(request, said)
        return redirect("desk:handover", ref=ref)
    return _handover(request, page, {"answers": forms})


@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Take an offer back."""
    context = contexts.professional(request)
    page = handover_page(context, ref=ref)
    form = WithdrawForm(page, request.POST, prefix="terug")
    if form.is_valid():
        given = form.cleaned_data
        try:
            handover.withdraw(context, ref=ref, reason=given["reason"], note=given["note"])
        except RefusedError as error:
            form.add_error(None, sentence(error.refusal))
        else:
            messages.success(request, _("De overdracht is ingetrokken."))
            return redirect("desk:handover", ref=ref)
    return _handover(request, page, {"withdraw_form": form})


@require_POST
def send_link(request: HttpRequest, ref: str) -> HttpResponse:
    """Send the receiver a fresh link."""
    context = contexts.professional(request)
    page = handover_page(context, ref=ref)
    form = LinkForm(request.POST, prefix="link")
    if form.is_valid():
        try:
            links.send_link(context, ref=ref, email=form.cleaned_data["email"])
        except RefusedError as error:
            form.add_error(None, sentence(error.refusal))
        else:
            messages.success(request, _("Er is een nieuwe link verstuurd."))
            return redirect("desk:handover", ref=ref)
    return _handover(request, page, {"link_form": form})


def _handover(request: HttpRequest, page: HandoverPage, more: Mapping[str, object]) -> HttpResponse:
    values: dict[str, object] = {
        "page": page,
        "facts": letter_facts(page),
        "stops": lane_stops(page),
        "answers": answer_forms(page, request),
        "withdraw_form": WithdrawForm(page, prefix="terug"),
        "link_form": LinkForm(prefix="link", initial={"email": page.link_email}),
        "case_url": _case_url(page.case_ref),
        "crumbs": [
            Crumb(_("Overdrachten"), reverse("desk:handovers")),
            Crumb(page.who or _("Overdracht")),
        ],
        **more,
    }
    return render(request, "desk/handover.html", values)


# ---- lists ----


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Show what waits for us, what we wait for, what was answered, and how long people waited."""
    context = contexts.professional(request)
    values = {
        "lists": handover_lists(context),
        "rejected": rejected_to_contact(context),
        "may_make_links": links.may_make_links(context),
    }
    return render(request, "desk/handovers.html", values)
