"""Everything about oneself, to read, to print and to take along as a file."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from voordeur.services import my_copy
from voordeur.services.context import Context
from voordeur.web.my.entry import for_resident, shows


@shows
@for_resident
def copy(request: HttpRequest, context: Context) -> HttpResponse:
    """Show everything on one page made to be printed."""
    return render(request, "my/copy.html", {"copy": my_copy.whole_copy(context)})


@shows
@for_resident
def copy_file(_request: HttpRequest, context: Context) -> HttpResponse:
    """Hand the same over as a file for programs."""
    written = json.dumps(my_copy.whole_copy(context).as_data(), ensure_ascii=False, indent=2)
    return HttpResponse(
        written,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="mijn-voordeur.json"'},
    )
