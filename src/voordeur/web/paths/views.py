"""Pages of the sector paths for everybody: the map, a function, courses, and the way there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from voordeur.services import learning_places, path_pages, path_routes
from voordeur.services.learning_places import PlaceFilter
from voordeur.services.path_pages import LONGEST, CourseFilter
from voordeur.services.path_routes import RoutePage
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.paths.narrow_picture import narrow_picture
from voordeur.web.paths.wide_picture import wide_picture


def crumbs(*rest: Crumb) -> tuple[Crumb, ...]:
    """Return the way to a page of the paths."""
    front = Crumb(_("Voordeur"), reverse("front_door:home"))
    if not rest:
        return (front, Crumb(_("Paden")))
    return (front, Crumb(_("Paden"), reverse("paths:home")), *rest)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the sectors, and let somebody choose from where to where."""
    page = path_pages.home(contexts.visitor(request))
    return render(request, "paths/home.html", {"page": page, "crumbs": crumbs()})


@require_safe
def sector(request: HttpRequest, sector: str) -> HttpResponse:
    """Show one sector as a map, and as a list."""
    page = path_pages.sector(contexts.visitor(request), code=sector)
    parts = [
        {"part": one, "wide": wide_picture(one), "narrow": narrow_picture(one)}
        for one in page.branches
    ]
    values = {"page": page, "parts": parts, "crumbs": crumbs(Crumb(page.title))}
    return render(request, "paths/sector.html", values)


@require_safe
def job(request: HttpRequest, code: str) -> HttpResponse:
    """Show one function."""
    page = path_pages.job(contexts.visitor(request), code=code)
    there = reverse("paths:sector", args=[page.sector]) if page.sector else ""
    title = page.node.job.title
    way = crumbs(Crumb(page.sector_title, there), Crumb(title))
    return render(request, "paths/job.html", {"page": page, "crumbs": way})


@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """Show the courses that fit what is looked for."""
    read = request.GET
    chosen = CourseFilter(
        branch=read.get("branche", "")[:LONGEST],
        form=read.get("vorm", "")[:LONGEST],
        gives=read.get("bewijs", "")[:LONGEST],
        modular=read.get("delen") == "ja",
    )
    page = path_pages.courses(contexts.visitor(request), chosen=chosen)
    values = {"page": page, "crumbs": crumbs(Crumb(_("Opleidingen")))}
    return render(request, "paths/courses.html", values)


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Show learn-work places and internships, where there are fewest first."""
    read = request.GET
    chosen = PlaceFilter(
        sector=read.get("sector", "")[:LONGEST],
        level=read.get("niveau", "")[:LONGEST],
        kind=read.get("soort", "")[:LONGEST],
    )
    page = learning_places.places(contexts.visitor(request), chosen=chosen)
    values = {"page": page, "crumbs": crumbs(Crumb(_("Leerbanen en stages")))}
    return render(request, "paths/places.html", values)


@require_safe
def route(request: HttpRequest) -> HttpResponse:
    """Show the best ways from one function to another."""
    asked = path_routes.read_asked(request.GET)
    page = path_routes.route(contexts.visitor(request), asked=asked)
    values = {
        "page": page,
        "question": question_of(page),
        "crumbs": crumbs(Crumb(_("Van werk naar werk"))),
    }
    return render(request, "paths/route.html", values)


def question_of(page: RoutePage) -> str:
    """Return what somebody could ask a gids about these ways; '' when there is nothing to ask."""
    if page.goal is None or not page.start_title:
        return ""
    said = _("Nu werk ik als %(start)s. Ik wil werken als %(goal)s. Welke weg past bij mij?")
    return said % {"start": page.start_title, "goal": page.goal.title}
