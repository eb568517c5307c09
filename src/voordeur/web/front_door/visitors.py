"""Who this visitor is to us: a question in the session, nothing else."""

from django.http import HttpRequest

from voordeur.domain.kernel.refusal import RefusedError
from voordeur.services import front_door
from voordeur.services.context import Context
from voordeur.services.front_door import Question

INQUIRY = "inquiry"
"""Session key: the reference of the question this visitor asked."""


def remember(request: HttpRequest, ref: str) -> None:
    """Let the session hold a question; a fresh session key, so that nobody can plant one."""
    request.session.cycle_key()
    request.session[INQUIRY] = ref


def forget(request: HttpRequest) -> None:
    """Take the question off this device; it stays where the code leads to."""
    request.session.pop(INQUIRY, None)
    request.session.cycle_key()


def ref_of(request: HttpRequest) -> str:
    """Return the reference of this visitor's question, or ''."""
    return str(request.session.get(INQUIRY, ""))


def question_of(request: HttpRequest, context: Context) -> Question | None:
    """Return this visitor's question, if there is one."""
    ref = ref_of(request)
    if not ref:
        return None
    try:
        return front_door.question(context, ref=ref)
    except RefusedError:
        return None


def name_of(request: HttpRequest) -> str:
    """Return what tells this visitor apart while counting wrong codes: the session, no address."""
    if request.session.session_key is None:
        request.session.create()
    return str(request.session.session_key)
