"""What of an offered case the receiver sees at once, and what only after saying yes."""

from collections.abc import Set as AbstractSet

from voordeur.domain.consent.grants import FieldGroup

AFTER_YES: frozenset[FieldGroup] = frozenset({FieldGroup.NOTES, FieldGroup.DOCUMENTS})
"""Needed to go on with the work, not to decide whether to take it over."""


def seen_before_yes(shared: AbstractSet[FieldGroup]) -> frozenset[FieldGroup]:
    """Return what of the ``shared`` groups a receiver sees while the offer is open."""
    return frozenset(shared - AFTER_YES)
