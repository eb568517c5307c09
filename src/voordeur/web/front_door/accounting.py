"""Pages with which the region accounts for matching: how it works, and the algorithm register."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from voordeur.services import algorithms as register
from voordeur.services import match_weights
from voordeur.web import contexts
from voordeur.web.components import Crumb
from voordeur.web.front_door.pages import home_crumb


@require_safe
def how_matching(request: HttpRequest) -> HttpResponse:
    """Show in plain words how people and work are brought together, and who chose the weights."""
    page = match_weights.page(contexts.visitor(request))
    crumbs = [home_crumb(), Crumb(_("Hoe Voordeur mensen en werk bij elkaar zoekt"))]
    return render(request, "front_door/how_matching.html", {"page": page, "crumbs": crumbs})


@require_safe
def algorithms(request: HttpRequest) -> HttpResponse:
    """Show what is said of each algorithm, and what the region must still fill in."""
    found = register.records(contexts.visitor(request))
    crumbs = [home_crumb(), Crumb(_("Algoritmes"))]
    return render(request, "front_door/algorithms.html", {"found": found, "crumbs": crumbs})


@require_safe
def algorithms_file(request: HttpRequest) -> HttpResponse:
    """Give the same for programs, in the layout of the national register."""
    found = [one.fields for one in register.records(contexts.visitor(request))]
    content = json.dumps(found, ensure_ascii=False, indent=2)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="algoritmeregister.json"'
    return response
