"""Error pages: what happened, what is kept, and what to do now."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(  # the name of the second argument is Django's
    request: HttpRequest,
    exception: Exception | None = None,
) -> HttpResponse:
    """Answer a request that cannot be read, or one that holds more than a page can take."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return render(request, "errors/413.html", status=413)
    return render(request, "errors/400.html", status=400)


def not_found(  # the name of the second argument is Django's
    request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001
) -> HttpResponse:
    """Answer what is not there, and what is not for this person, alike."""
    return render(request, "errors/404.html", status=404)


def forbidden(  # the name of the second argument is Django's
    request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001
) -> HttpResponse:
    """Answer what is forbidden exactly as what is not there."""
    return render(request, "errors/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours, without asking the database anything."""
    return render(request, "errors/500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer a form that was open too long; what was typed stays in the browser."""
    return render(request, "errors/csrf.html", status=403)
