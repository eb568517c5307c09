"""Tracks of the work plan, bottlenecks with their consequences, and the phase-out of systems."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from voordeur.services import track_pages
from voordeur.web import contexts
from voordeur.web.plan.doors import show


@require_safe
def tracks(request: HttpRequest) -> HttpResponse:
    """Show the tracks with their points, and what is in and out of scope."""
    return show(
        request, "tracks", "tracks", page=track_pages.tracks_page(contexts.professional(request))
    )


@require_safe
def bottlenecks(request: HttpRequest) -> HttpResponse:
    """Show what is missing or sticks, what choices mean for partners, and good practice."""
    page = track_pages.bottlenecks_page(contexts.professional(request))
    return show(request, "bottlenecks", "bottlenecks", page=page)


@require_safe
def phase_out(request: HttpRequest) -> HttpResponse:
    """Show per party what the phase-out of systems changes."""
    effects = track_pages.system_effects(contexts.professional(request))
    return show(request, "phase_out", "bottlenecks", effects=effects)
