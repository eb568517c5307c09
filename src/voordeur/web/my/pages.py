"""The first page of Mijn Voordeur, and who looked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from voordeur.services import my_pages, my_work
from voordeur.services.context import Context
from voordeur.services.region import current_region
from voordeur.web.components import Crumb
from voordeur.web.my.entry import for_resident, shows
from voordeur.web.my.words import home_crumb, shown_case


@shows
@for_resident
def home(request: HttpRequest, context: Context) -> HttpResponse:
    """Show what is asked of me, who helps me, who sees what, who looked and my appointments."""
    page = my_pages.home(context)
    region = current_region()
    turn = next((case.ref for case in page.open_cases if case.my_turn), "")
    shown = [shown_case(region, context, case, needed=case.ref == turn) for case in page.open_cases]
    return render(
        request,
        "my/home.html",
        {
            "page": page,
            "first_name": page.name.split()[0] if page.name.split() else page.name,
            "cases": shown,
            "shared": [line for line in page.shared if line.state != "ended"],
            "earlier": [line for line in page.shared if line.state == "ended"],
            "several": len(page.open_cases) + len(page.closed_cases) > 1,
        },
    )


@shows
@for_resident
def log(request: HttpRequest, context: Context) -> HttpResponse:
    """Show who looked and what was done, per day."""
    page = my_pages.log(context)
    crumbs = [home_crumb(), Crumb(_("Wie keek in mijn gegevens?"))]
    return render(request, "my/log.html", {"log": page, "crumbs": crumbs})


@shows
@for_resident
def lists(request: HttpRequest, context: Context) -> HttpResponse:
    """Show on which lists of people and work I was, and at which place."""
    found = my_work.lists(context)
    crumbs = [home_crumb(), Crumb(_("Op welke lijsten stond ik?"))]
    return render(request, "my/lists.html", {"lists": found, "crumbs": crumbs})
