"""What a web process does once, beside its first visitors, so that nobody waits for it."""

import logging
from threading import Thread

from django.db import DatabaseError, connection

from voordeur.services.context import system_context
from voordeur.services.match_market import warm_up
from voordeur.web import contexts

log = logging.getLogger(__name__)


def warm_up_beside() -> None:
    """Start laying out what the first search needs; the process answers meanwhile."""
    Thread(target=warm_up_here, name="warm-up", daemon=True).start()


def warm_up_here() -> None:
    """Lay it out; a database that is not ready yet is no failure: the first search tries again."""
    try:
        warm_up(system_context(contexts.now()))
    except (DatabaseError, LookupError) as problem:
        log.warning("nothing was laid out beforehand: %s", type(problem).__name__)
    finally:
        connection.close()
