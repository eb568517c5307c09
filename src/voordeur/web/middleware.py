"""What holds for every page: nothing private is cached, sessions end, refusals become pages."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render, resolve_url

from voordeur.domain.kernel.refusal import RefusedError
from voordeur.web import contexts
from voordeur.web.refusals import refusal_page

Answer = Callable[[HttpRequest], HttpResponse]
_STARTED, _SEEN = "session_started", "session_seen"


def private_pages(get_response: Answer) -> Answer:
    """Forbid caches to keep any page, and browsers to tell others where somebody was."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=()")
        return response

    return middleware


def session_limits(get_response: Answer) -> Answer:
    """End a session after idleness or after its longest life, for professionals and residents."""

    def middleware(request: HttpRequest) -> HttpResponse:
        session = request.session
        if not request.user.is_authenticated and contexts.RESIDENT not in session:
            return get_response(request)
        moment = contexts.now().timestamp()
        started, seen = session.get(_STARTED, moment), session.get(_SEEN, moment)
        if _over(moment - seen, settings.SESSION_IDLE) or _over(
            moment - started, settings.SESSION_ABSOLUTE
        ):
            logout(request)  # who goes on, goes on as anybody: public pages stay public
            return get_response(request)
        session.setdefault(_STARTED, moment)
        if moment - seen >= 60 or _SEEN not in session:  # noqa: PLR2004  once a minute is enough
            session[_SEEN] = moment
        return get_response(request)

    return middleware


def _over(seconds: float, limit: timedelta) -> bool:
    return seconds > limit.total_seconds()


def second_factor(get_response: Answer) -> Answer:
    """Bring a professional without a second step to the page where it is set up."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if _must_set_up(request):
            return redirect(resolve_url("mfa_activate_totp"))
        return get_response(request)

    return middleware


def _must_set_up(request: HttpRequest) -> bool:
    if settings.DEMO or not request.user.is_authenticated:
        return False
    if request.path.startswith(("/account/", "/en/account/", "/static/", "/gezond")):
        return False
    from allauth.mfa.utils import is_mfa_enabled  # noqa: PLC0415 (needs the apps)

    return not is_mfa_enabled(request.user)


def plain_pages(get_response: Answer) -> Answer:
    """Give the empty answers to a wrong method or too large a request a page a person can read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code in PAGES and not getattr(response, "content", b"page"):
            page = render(request, PAGES[response.status_code], status=response.status_code)
            if "Allow" in response:
                page["Allow"] = response["Allow"]
            return page
        return response

    return middleware


NUL = "\0"
"""A sign no person types and no database keeps."""


def plain_words(get_response: Answer) -> Answer:
    """Refuse a sign no database can keep, in an address or a form, before anything reads it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if NUL in request.path:
            return render(request, "errors/404.html", status=404)
        if _holds_nul(request.GET) or (request.method == "POST" and _holds_nul(request.POST)):
            return render(request, "errors/400.html", status=400)
        return get_response(request)

    return middleware


def _holds_nul(values: QueryDict) -> bool:
    return any(NUL in name or NUL in "".join(found) for name, found in values.lists())


PAGES = {405: "errors/405.html", 413: "errors/413.html"}


class refusals:  # noqa: N801  named as the function it acts like
    """Turn a refusal that no view handled into a page a person can read."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a ``RefusedError``; leave any other exception alone."""
        if isinstance(exception, RefusedError):
            return refusal_page(request, exception.refusal)
        return None
