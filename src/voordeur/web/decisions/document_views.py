"""Board documents: found by number or words, brought in safely, and taken along."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from voordeur.domain.kernel.refusal import Reason, RefusedError, require
from voordeur.services import board_documents, paper_pages
from voordeur.services.board_documents import BoardDocumentLine, NewBoardDocument
from voordeur.services.context import Context
from voordeur.services.documents import MOST_BYTES
from voordeur.services.offices import SECRETARIAT, may_by_office
from voordeur.services.paper_pages import bare
from voordeur.web import contexts
from voordeur.web.decisions.frame import crumbs, entry_url, show
from voordeur.web.decisions.meeting_forms import DocumentForm
from voordeur.web.decisions.reading_views import new_url
from voordeur.web.decisions.refused import HIDDEN, typed
from voordeur.web.refusals import sentence

FIELDS = {
    Reason.NUMBER_TAKEN: "number",
    Reason.TOO_LARGE: "document",
    Reason.KIND_NOT_ALLOWED: "document",
}


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """Show the documents with these words or this number."""
    context = contexts.professional(request)
    asked = request.GET.get("zoek", "")[: paper_pages.LONGEST_QUESTION]
    found = paper_pages.papers(context, words=asked)
    return show(
        request,
        "documents",
        asked=asked,
        papers=[(one, entry_url(paper_pages.PAPER, one.code)) for one in found],
        files=_files(context, asked),
        new_url=new_url(context, paper_pages.PAPER),
        may_write=bool(may_by_office(context, SECRETARIAT)),
    )


def _files(context: Context, asked: str) -> list[BoardDocumentLine]:
    """Return the files with this number or all of these words in their title."""
    return [
        one
        for one in board_documents.documents_of(context)
        if (bare(asked) and bare(asked) in bare(one.number))
        or all(word in one.title.casefold() for word in asked.casefold().split())
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Keep a file; its kind is read from its bytes, whatever it is called."""
    context = contexts.professional(request)
    require(may_by_office(context, SECRETARIAT))
    proposal = request.GET.get("voorstel", "")
    meeting = request.GET.get("vergadering", "")
    form = DocumentForm(typed(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        document = NewBoardDocument(
            title=said["title"],
            number=said["number"],
            name=said["document"].name,
            content=said["document"].read(MOST_BYTES + 1),
            proposal=proposal,
            meeting=meeting,
        )
        try:
            board_documents.register(context, document=document)
        except RefusedError as refused:
            if refused.refusal.reason in HIDDEN:
                raise
            named = FIELDS.get(refused.refusal.reason, refused.refusal.facts.get("field", ""))
            form.add_error(named if named in form.fields else None, sentence(refused.refusal))
        else:
            messages.success(request, _("Het document is bewaard."))
            return redirect(_back(proposal, meeting))
    status = 422 if form.is_bound else 200
    way = crumbs("documents", _("Document toevoegen"))
    return show(request, "document_form", form=form, crumbs=way, status=status)


def _back(proposal: str, meeting: str) -> str:
    if proposal:
        return reverse("decisions:proposal", args=[proposal])
    if meeting:
        return reverse("decisions:meeting", args=[meeting])
    return reverse("decisions:documents")


@require_safe
def download(request: HttpRequest, ref: str) -> HttpResponse:
    """Give one document, in a sandbox, under its own safe name; no cache keeps it."""
    kept = board_documents.fetch(contexts.professional(request), ref=ref)
    response = HttpResponse(kept.content, content_type=kept.content_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=kept.name
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
