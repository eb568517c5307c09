"""My own profile: what I can do, want and need in work."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from voordeur.services.context import Context
from voordeur.web.components import Crumb
from voordeur.web.my.entry import for_resident, shows, takes
from voordeur.web.my.words import home_crumb
from voordeur.web.profile import pages
from voordeur.web.profile.pages import Place


@shows
@for_resident
def profile(request: HttpRequest, context: Context) -> HttpResponse:
    """Show my profile."""
    return pages.show(request, context, _place())


@takes
@for_resident
def text(request: HttpRequest, context: Context) -> HttpResponse:
    """Show what my text names, to confirm."""
    return pages.read_text(request, context, _place())


@takes
@for_resident
def act(request: HttpRequest, context: Context) -> HttpResponse:
    """Change my profile."""
    return pages.act(request, context, _place())


def _place() -> Place:
    def crumbs(_who: str) -> tuple[Crumb, ...]:
        return (home_crumb(), Crumb(_("Mijn profiel")))

    return Place("my", "", crumbs)
