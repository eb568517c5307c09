"""Board documents: found by number or words, brought in safely, and taken along."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from voordeur.services import paper_pages
from voordeur.web import contexts
from voordeur.web.decisions.frame import entry_url, show
from voordeur.web.decisions.reading_views import new_url


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
        new_url=new_url(context, paper_pages.PAPER),
    )
