"""What of an offered case goes along, what is seen at once, and what only after the yes."""

from collections.abc import Set as AbstractSet

from voordeur.domain.consent.grants import FieldGroup

AFTER_YES: frozenset[FieldGroup] = frozenset(
    {FieldGroup.NOTES, FieldGroup.DOCUMENTS, FieldGroup.PROFILE}
)
"""Needed to go on with the work, not to decide whether to take it over."""


NEEDED_TO_MEET: frozenset[FieldGroup] = frozenset(
    {FieldGroup.NAME, FieldGroup.CONTACT, FieldGroup.RESIDENCE, FieldGroup.QUESTION}
)
"""Proposed in every offer: what is needed to meet and not to ask twice."""

NEEDED_TO_GO_ON: frozenset[FieldGroup] = frozenset(
    {FieldGroup.PLAN, FieldGroup.NOTES, FieldGroup.PROFILE}
)
"""What was agreed and written down: the course of things travels with the person."""


def proposed(
    filled: AbstractSet[FieldGroup], *, shareable: AbstractSet[FieldGroup], legal_task: bool
) -> frozenset[FieldGroup]:
    """Return what an offer shares unless its sender chooses otherwise.

    What was agreed and written goes along when there is any (``filled``) and the receiver has a
    legal task; to any other receiver it goes when the sender, with the resident's yes, says so.
    """
    further = NEEDED_TO_GO_ON & filled if legal_task else frozenset()
    return frozenset((NEEDED_TO_MEET | further) & shareable)


def seen_before_yes(shared: AbstractSet[FieldGroup]) -> frozenset[FieldGroup]:
    """Return what of the ``shared`` groups a receiver sees while the offer is open."""
    return frozenset(shared - AFTER_YES)
