"""A form counts once: a second press of the same button leads to what the first one did."""

import secrets

from django.http import HttpRequest

KEPT = "done_once"
MOST_KEPT = 30


def fresh() -> str:
    """Return a mark for a form that is about to be shown."""
    return secrets.token_urlsafe(12)


def done_already(request: HttpRequest, mark: str) -> str:
    """Return where the first press led to; '' when this is the first."""
    return str(dict(request.session.get(KEPT, [])).get(mark, "")) if mark else ""


def remember(request: HttpRequest, mark: str, url: str) -> None:
    """Remember where this form led to, for as long as the session lasts."""
    if mark:
        known = [pair for pair in request.session.get(KEPT, []) if pair[0] != mark]
        request.session[KEPT] = [*known, [mark[:40], url]][-MOST_KEPT:]
