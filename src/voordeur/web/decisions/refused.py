"""What was typed, and a refusal that stands in the form beside the field it is about."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from django import forms
from django.http import HttpRequest, QueryDict

from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.web.refusals import sentence

HIDDEN = frozenset({Reason.NOT_FOUND, Reason.NO_GRANT})
Done = TypeVar("Done")


def attempt(
    form: forms.Form, act: Callable[[], Done], fields: Mapping[str, str] | None = None
) -> Done | None:
    """Do it and return what it gave; None when it was refused and ``form`` says why.

    ``fields`` maps what the service calls a field to what the form calls it. What may not be
    known to exist is raised on.
    """
    try:
        return act()
    except RefusedError as refused:
        if refused.refusal.reason in HIDDEN:
            raise
        facts = refused.refusal.facts
        named = facts.get("field") or next(iter(facts), "")
        place = (fields or {}).get(named, named)
        form.add_error(place if place in form.fields else None, sentence(refused.refusal))
        return None


def typed(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, also when it is nothing at all; None when a form is only shown."""
    return request.POST if request.method == "POST" else None
