"""The yearly plan on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from voordeur.services import plan_pages, register
from voordeur.web import contexts
from voordeur.web.plan.doors import show


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Go to the plan of this year, or the newest; say what to do when there is none."""
    context = contexts.professional(request)
    year = plan_pages.this_year(context)
    if year is None:
        may_write = bool(register.may_write(context, register.kind_of("plan"), None))
        return show(request, "no_plan", "home", may_write=may_write)
    return redirect("plan:plan", year=year)


@require_safe
def plan(request: HttpRequest, year: int) -> HttpResponse:
    """Show the plan of a year: what needs doing, the sheet, promises and how they stand."""
    page = plan_pages.plan_page(contexts.professional(request), year=year)
    return show(request, "plan", "home", page=page)
