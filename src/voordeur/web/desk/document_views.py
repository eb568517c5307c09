"""Documents of a case as downloads that a browser keeps and never runs."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from voordeur.services import documents
from voordeur.web import contexts


@require_safe
def download(request: HttpRequest, ref: str, document: str) -> HttpResponse:
    """Give one document, in a sandbox, under its own safe name; no cache keeps it."""
    context = contexts.professional(request)
    kept = documents.document(context, ref=ref, document_ref=document)
    response = HttpResponse(kept.content, content_type=kept.content_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=kept.name
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
