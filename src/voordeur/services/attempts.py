"""Counting attempts, so that nobody can try codes until one fits."""

from dataclasses import dataclass

from django.core.cache import cache

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.services.context import Context


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` attempts of one sort in a window of ``minutes``, per key."""

    name: str
    most: int
    minutes: int = 15


def count(context: Context, *, limit: Limit, key: str) -> None:
    """Count one attempt for ``key``; raises TOO_MANY_ATTEMPTS when there were enough.

    Counts are kept in the cache of this process: with a code of 59 bits that is ample, and nothing
    about who tried is written down.
    """
    seconds = limit.minutes * 60
    window = int(context.now.timestamp()) // seconds
    name = f"attempts:{limit.name}:{key}:{window}"
    cache.add(name, 0, timeout=2 * seconds)
    if cache.incr(name) > limit.most:
        raise RefusedError(Refusal(Reason.TOO_MANY_ATTEMPTS))
