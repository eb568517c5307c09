"""Who may come in: a resident with a session, everybody else is asked to log in."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from voordeur.services.context import Context
from voordeur.web import contexts

Rest = ParamSpec("Rest")
Page = Callable[Concatenate[HttpRequest, Context, Rest], HttpResponse]
View = Callable[..., HttpResponse]

shows = require_http_methods(["GET", "HEAD"])
shows_and_takes = require_http_methods(["GET", "HEAD", "POST"])
takes = require_POST


def for_resident(page: Page[Rest]) -> View:
    """Give a page the context of the resident; anybody else comes to the login page.

    That says nothing about the address: it is the same for what exists and what does not.
    """

    def view(request: HttpRequest, *args: Rest.args, **values: Rest.kwargs) -> HttpResponse:
        if contexts.RESIDENT not in request.session:
            return redirect("my:login")
        return page(request, contexts.resident(request), *args, **values)

    return update_wrapper(view, page)


def let_in(request: HttpRequest, resident_id: int) -> None:
    """Start the session of a resident; whatever was in an earlier one is gone."""
    logout(request)
    request.session.cycle_key()
    request.session[contexts.RESIDENT] = resident_id
