"""The address of the page being made: its request, and its query string with changes."""

from django.http import HttpRequest
from django.template import Context


def request_of(context: Context) -> HttpRequest | None:
    """Return the request the page is made for, if there is one."""
    request = context.get("request")
    return request if isinstance(request, HttpRequest) else None


def query(request: HttpRequest | None, **changes: str | int | None) -> str:
    """Return the query string of this page with ``changes``; ``None`` takes a name away."""
    values = request.GET.copy() if request else HttpRequest().GET.copy()
    for name, value in changes.items():
        values.pop(name, None)
        if value is not None:
            values[name] = str(value)
    return "?" + values.urlencode()
