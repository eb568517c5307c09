"""How long what is known of a person is kept after the last case was closed."""

from datetime import date, timedelta

RETENTION_TERM = "retention"
"""The code under which a region can give its own term, in days."""
DEFAULT_DAYS = 730
"""Two years; a default, not from the sources."""


def keep_until(closed_on: date, days: int) -> date:
    """Return the first day on which what is known of a person may be forgotten."""
    return closed_on + timedelta(days=days)
