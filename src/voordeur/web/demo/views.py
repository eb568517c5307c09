"""Pages of the demo: who can log in, becoming somebody, and the kept mail."""

from itertools import groupby

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from voordeur.domain.organisations.membership import ROLE_LABELS
from voordeur.services import accounts, outbox
from voordeur.services.context import AMSTERDAM
from voordeur.services.region import current_region
from voordeur.web import contexts

RESIDENT_SLUG = "dagmar"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Show every persona of the demo, by organisation."""
    today = contexts.now().astimezone(AMSTERDAM).date()
    region = current_region()
    language = contexts.language()
    known = accounts.personas(today=today)
    groups = [
        {
            "organisation": region.organisation_name(code, today, language),
            "people": [
                {
                    "slug": one.slug,
                    "name": one.name,
                    "roles": ", ".join(
                        ROLE_LABELS[role].in_language(language) for role in one.roles
                    ),
                }
                for one in people
            ],
        }
        for code, people in groupby(
            sorted(known, key=lambda one: one.organisation), key=lambda one: one.organisation
        )
    ]
    resident = {"slug": RESIDENT_SLUG} if accounts.resident_persona() else None
    return render(request, "demo/choose.html", {"groups": groups, "resident": resident})


@csrf_exempt  # a fixed address to script against; it exists in demo mode only
@require_POST
def become(request: HttpRequest, slug: str) -> HttpResponse:
    """Log in as a persona and go to where that persona works, or lives."""
    resident_id = accounts.resident_persona() if slug == RESIDENT_SLUG else None
    if resident_id is not None:
        logout(request)
        request.session[contexts.RESIDENT] = resident_id
        return redirect("my:home")
    today = contexts.now().astimezone(AMSTERDAM).date()
    account = accounts.persona(slug, today=today)
    login(request, account, backend=BACKEND)
    return redirect("desk:start")


@require_safe
def kept_mail(request: HttpRequest) -> HttpResponse:
    """Show the newest mail that would have gone out."""
    return render(request, "demo/outbox.html", {"messages_kept": outbox.newest()})
