"""Pages of the streams: where the money of a year went, and the lines behind any figure."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from voordeur.domain.funding.streams import Column
from voordeur.services import money_path, money_streams
from voordeur.services.money_streams import Place, StreamFilter
from voordeur.web import contexts
from voordeur.web.broker.frame import crumbs, show
from voordeur.web.broker.stream_picture import stream_picture

NAMES = {
    Column.SOURCE: "bron",
    Column.INSTRUMENT: "instrument",
    Column.GROUP: "groep",
    Column.OUTCOME: "uitkomst",
}
LONGEST = 80


@require_safe
def streams(request: HttpRequest) -> HttpResponse:
    """Show the streams of a year as a picture and as tables."""
    context = contexts.professional(request)
    page = money_streams.streams(context, year=_year(request.GET.get("jaar", "")))
    columns = [
        (name, [(one, _behind(page.year, one)) for one in places]) for name, places in page.columns
    ]
    return show(
        request, context, "streams", page=page, columns=columns, picture=stream_picture(page)
    )


@require_safe
def stream_lines(request: HttpRequest) -> HttpResponse:
    """Show the lines behind one figure."""
    context = contexts.professional(request)
    year = _year(request.GET.get("jaar", "")) or context.today.year
    held = {code: request.GET.get(name) for code, name in NAMES.items()}
    asked = StreamFilter(*(_short(held[column]) for column in Column))
    page = money_streams.lines(context, year=year, asked=asked)
    here = ", ".join(page.said) or _("Alles")
    return show(request, context, "stream_lines", page=page, crumbs=crumbs("streams", here))


@require_safe
def path(request: HttpRequest, step: str) -> HttpResponse:
    """Show the way of the money of one step, from budget to outcome and back to the plan."""
    context = contexts.professional(request)
    page = money_path.path(context, step=step)
    here = _("Stap %(ref)s") % {"ref": page.step}
    return show(request, context, "path", page=page, crumbs=crumbs("streams", here))


def _behind(year: int, one: Place) -> str:
    asked = {"jaar": year, NAMES[one.node.column]: one.node.code}
    return f"{reverse('broker:stream_lines')}?{urlencode(asked)}"


def _short(typed: str | None) -> str | None:
    return typed[:LONGEST] if typed is not None else None


def _year(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) == len("2026") else None
