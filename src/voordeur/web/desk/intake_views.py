"""Registering a question at a desk: questions that decide, a look whether somebody is known."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.domain.residents.duplicates import DuplicateReason
from voordeur.services import case_pages, duplicates, intake
from voordeur.services.cases import Registered, Registration
from voordeur.services.context import Context
from voordeur.services.intake import Guide
from voordeur.web import contexts
from voordeur.web.components import explanation
from voordeur.web.desk import once
from voordeur.web.desk.case_views import owner_facts
from voordeur.web.desk.intake_forms import RegisterForm, typed_facts
from voordeur.web.refusals import sentence

NEW_CODES = "new_codes"
SOMEBODY_ELSE = "iemand-anders"


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Show the form, ask on, check who is known, and register."""
    context = contexts.professional(request)
    if request.method != "POST":
        guided = _guide(context, QueryDict())
        form = RegisterForm(guided, language=context.language, initial={"once": once.fresh()})
        return _show(request, context, guided, form)
    before = once.done_already(request, request.POST.get("once", ""))
    if before:
        return redirect(before)
    guided = _guide(context, request.POST)
    form = RegisterForm(guided, request.POST, language=context.language)
    if request.POST.get("doe") == "verder":
        return _show(request, context, guided, _unjudged(form, guided, request.POST, context))
    if not form.is_valid():
        return _show(request, context, guided, form, status=422)
    return _register(request, context, guided, form)


def _unjudged(form: RegisterForm, guided: Guide, data: QueryDict, context: Context) -> RegisterForm:
    """Return the same form without complaints: somebody only asked for the next question."""
    typed = {name: data.get(name, "") for name in form.fields}
    return RegisterForm(guided, language=context.language, initial=typed)


@require_POST
def guide(request: HttpRequest) -> HttpResponse:
    """Answer the part of the page with questions and leading party, while somebody types."""
    context = contexts.professional(request)
    guided = _guide(context, request.POST)
    form = RegisterForm(guided, request.POST, language=context.language)
    shown = _unjudged(form, guided, request.POST, context)
    return render(request, "desk/register_guide.html", _words(context, guided, shown))


def _guide(context: Context, data: QueryDict) -> Guide:
    asker = "employer" if data.get("asker") == "employer" else "resident"
    year = data.get("birth_year", "")
    return intake.guide(
        context,
        asker=asker,
        answers=typed_facts(data),
        postcode=data.get("postcode", "")[:9] if asker == "resident" else "",
        birth_year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,  # noqa: PLR2004
    )


def _register(
    request: HttpRequest, context: Context, guided: Guide, form: RegisterForm
) -> HttpResponse:
    employer = guided.facts["asker"] == "employer"
    chosen = request.POST.get("bekend", "")
    if not employer and not chosen:
        known = duplicates.known_people(context, person=form.person())
        if known:
            return _show(request, context, guided, form, known=known)
    resident_ref = "" if chosen in {"", SOMEBODY_ELSE} or employer else chosen[:20]
    registration = Registration(
        question=form.cleaned_data["question"],
        channel=form.cleaned_data["channel"],
        situation=guided.facts,
        person=None if employer or resident_ref else form.person(),
        resident_ref=resident_ref,
        employer=form.employer() if employer else None,
        next_step=form.cleaned_data["next_step"],
        next_date=form.day(),
    )
    try:
        made = intake.register_at_desk(context, registration=registration)
    except RefusedError as error:
        if error.refusal.reason is Reason.NOT_FOUND and not resident_ref:
            raise
        date_wrong = error.refusal.reason is Reason.DATE_IN_THE_PAST
        form.add_error("next_date" if date_wrong else None, sentence(error.refusal))
        return _show(request, context, guided, form, status=409)
    return _made(request, form, made)


def _made(request: HttpRequest, form: RegisterForm, made: Registered) -> HttpResponse:
    url = reverse("desk:registered", args=[made.ref])
    codes = dict(request.session.get(NEW_CODES, {}))
    if made.return_code:
        codes[made.ref] = made.return_code
    request.session[NEW_CODES] = dict(list(codes.items())[-5:])
    once.remember(request, form.cleaned_data["once"], url)
    return redirect(url)


def _show(
    request: HttpRequest,
    context: Context,
    guided: Guide,
    form: RegisterForm,
    *,
    known: tuple[duplicates.KnownPerson, ...] = (),
    status: int = 200,
) -> HttpResponse:
    people = [(one, ", ".join(reason_words()[reason] for reason in one.reasons)) for one in known]
    found = _words(context, guided, form) | {"known": people, "somebody_else": SOMEBODY_ELSE}
    return render(request, "desk/register.html", found, status=status)


def _words(context: Context, guided: Guide, form: RegisterForm) -> dict[str, object]:
    return {
        "form": form,
        "guide": guided,
        "employer": guided.facts["asker"] == "employer",
        "ours": guided.organisation == context.organisation,
        "why": explanation(
            guided.because, language=context.language, sources=guided.sources, answers=guided.names
        )
        if guided.because
        else None,
    }


def reason_words() -> dict[DuplicateReason, str]:
    """Return what two registrations have in common, in words."""
    return {
        DuplicateReason.SAME_NAME: _("dezelfde naam"),
        DuplicateReason.SIMILAR_NAME: _("een naam die erop lijkt"),
        DuplicateReason.SAME_FAMILY_NAME: _("dezelfde achternaam"),
        DuplicateReason.SAME_BIRTH_YEAR: _("hetzelfde geboortejaar"),
        DuplicateReason.NEAR_BIRTH_YEAR: _("bijna hetzelfde geboortejaar"),
        DuplicateReason.SAME_POSTCODE: _("dezelfde postcode"),
        DuplicateReason.NEAR_POSTCODE: _("dezelfde buurt"),
        DuplicateReason.SAME_PHONE: _("hetzelfde telefoonnummer"),
        DuplicateReason.SAME_EMAIL: _("hetzelfde e-mailadres"),
    }


@require_safe
def registered(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what came of it: who leads and why, the code for the person, the next step."""
    context = contexts.professional(request)
    page = case_pages.page(context, ref=ref)
    brief = page.brief
    why = (
        explanation(
            page.because, language=context.language, sources=page.sources, answers=page.names
        )
        if page.because
        else None
    )
    found = {
        "page": page,
        "brief": brief,
        "owner": owner_facts(brief, context),
        "why": why,
        "code": dict(request.session.get(NEW_CODES, {})).get(ref, ""),
        "hand_over": brief.proposed and brief.proposed != brief.accountable,
    }
    return render(request, "desk/registered.html", found)
