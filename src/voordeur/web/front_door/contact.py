"""Leaving contact details: sent once, kept for later when somebody wants that."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from voordeur.domain.kernel.refusal import RefusedError
from voordeur.domain.region.model import Region
from voordeur.services import front_door
from voordeur.services.context import Context
from voordeur.services.front_door import Question
from voordeur.services.region import current_region
from voordeur.services.routing import front_door_of
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.front_door import visitors
from voordeur.web.front_door.asking import code_page
from voordeur.web.front_door.forms import Asker, ContactForm
from voordeur.web.front_door.pages import home_crumb
from voordeur.web.refusals import sentence

DRAFT_FIELDS = (
    "text",
    "company",
    "name",
    "phone",
    "email",
    "postcode",
    "channel",
    "language",
    "call_back",
)
LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English"}


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Ask how to reach somebody, and make the question a case when they send it."""
    context = contexts.visitor(request)
    question = visitors.question_of(request, context)
    if question is None:
        if request.method != "POST":
            return redirect("front_door:ask")
        question = _kept_anew(request, context)
    if request.method != "POST":
        if question.case_ref:
            return redirect("front_door:done")
        return _page(
            request, question, _form(question, context, initial=_initial(request, question))
        )
    if "later" in request.POST:
        draft = {name: request.POST.get(name, "") for name in DRAFT_FIELDS}
        code = front_door.save_draft(context, ref=question.ref, draft=draft)
        return code_page(request, code, draft=True)
    return _sent(request, context, question)


def _kept_anew(request: HttpRequest, context: Context) -> Question:
    """Start over for somebody whose session ended while typing, so that nothing typed is lost."""
    ref = front_door.start(context)
    visitors.remember(request, ref)
    return front_door.question(context, ref=ref)


def _sent(request: HttpRequest, context: Context, question: Question) -> HttpResponse:
    form = _form(question, context, data=request.POST)
    if not form.is_valid():
        return _page(request, question, form, status=422)
    try:
        left = front_door.leave_contact(
            context, ref=question.ref, contact=form.contact(language=contexts.language())
        )
    except RefusedError as refused:
        form.add_error(None, sentence(refused.refusal))
        return _page(request, question, form, status=409)
    return _done_page(request, context, question, code=left.code)


def _initial(request: HttpRequest, question: Question) -> Mapping[str, object]:
    wished = {"call_back": "bel" in request.GET, "language": contexts.language()}
    kept = {name: text for name, text in question.draft.items() if name in DRAFT_FIELDS}
    return {"text": question.text, "agency": "no", **wished, **kept}


def _form(
    question: Question,
    context: Context,
    *,
    data: object = None,
    initial: Mapping[str, object] | None = None,
) -> ContactForm:
    region = current_region()
    language = contexts.language()
    agency = front_door.benefit_agency(region, question.told, on=context.today)
    return ContactForm(
        data,
        asker=Asker.of(question),
        keeper=keeper_name(region, context),
        channels=[
            (channel.code, channel.label.in_language(language))
            for channel in region.channels.values()
            if channel.for_reply
        ],
        languages=[(code, LANGUAGE_NAMES.get(code, code)) for code in region.languages],
        agency=region.organisation_name(agency, context.today, language) if agency else "",
        initial=initial,
    )


def keeper_name(region: Region, context: Context) -> str:
    """Return what the keeper of the door is called today."""
    return region.organisation_name(front_door_of(region), context.today, contexts.language())


def _page(
    request: HttpRequest, question: Question, form: ContactForm, status: int = 200
) -> HttpResponse:
    values = {
        "form": form,
        "question": question,
        "crumbs": [home_crumb(), Crumb(_("Laat je gegevens achter"))],
    }
    return render(request, "front_door/contact.html", values, status=status)


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Show who has the question and what comes next, to whoever asked it."""
    context = contexts.visitor(request)
    question = visitors.question_of(request, context)
    if question is None or not question.case_ref:
        return redirect("front_door:ask")
    return _done_page(request, context, question, code="")


def _done_page(
    request: HttpRequest, context: Context, question: Question, *, code: str
) -> HttpResponse:
    region = current_region()
    language = contexts.language()
    shown = front_door.progress(context, ref=question.ref)
    if shown is None:
        return redirect("front_door:ask")

    def name(organisation: str) -> str:
        return region.organisation_name(organisation, context.today, language)

    values = {
        "progress": shown,
        "next_step": _(shown.next_step) if shown.next_step else "",
        "organisation": name(shown.organisation),
        "offered_to": name(shown.offered_to) if shown.offered_to else "",
        "code": code,
        "crumbs": [home_crumb(), Crumb(_("We hebben je vraag"))],
    }
    return render(request, "front_door/done.html", values)
