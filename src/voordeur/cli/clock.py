"""The one place where the command line reads the clock."""

from datetime import UTC, datetime

from voordeur.services.context import Context, system_context


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(tz=UTC)  # noqa: TID251 (this is that place)


def context_of_now() -> Context:
    """Return the context in which an operator's command acts."""
    return system_context(now())
