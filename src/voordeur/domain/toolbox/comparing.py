"""Comparing instruments side by side: which fields, and how many at once."""

from collections.abc import Sequence

LEAST_COMPARED, MOST_COMPARED = 2, 4

COMPARED = (
    "group",
    "purpose",
    "whom",
    "who",
    "conditions",
    "decider",
    "provider",
    "cost",
    "cost_words",
    "weeks",
    "duration_words",
    "places",
    "scale",
    "municipalities",
    "sources",
    "verified",
)
"""Fields of an instrument that are laid side by side, in this order."""


def to_compare(asked: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return the codes that can be compared: known, each once, the first :data:`MOST_COMPARED`."""
    return tuple(code for code in dict.fromkeys(asked) if code in known)[:MOST_COMPARED]
