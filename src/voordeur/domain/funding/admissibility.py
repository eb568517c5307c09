"""Why a source cannot pay a step, as codes of rules and facts."""

from collections.abc import Mapping
from enum import StrEnum

from voordeur.domain.funding.problem import Alternative, Person, Source, Step, accounts_of


class Obstacle(StrEnum):
    """Why a source that is allowed by its rules still cannot pay a step."""

    NOT_JUDGED = "not_judged"
    NO_PURSE = "no_purse"
    """It has no purse in whose period the step starts."""
    TOO_SMALL = "too_small"
    """The most it may pay is less than the least that can be claimed."""
    USED_UP = "used_up"
    EARMARKED = "earmarked"
    """What is left of its purse is meant for other people."""
    PERSON_CEILING = "person_ceiling"
    PAYS_LATER = "pays_later"
    """Another source goes first and still has money."""
    DEARER = "dearer"
    """It could pay, and others do at a lower price for people who come later."""


def why_not(step: Step, alternative: Alternative, source: Source) -> tuple[str, ...]:
    """Return why ``source`` may never pay this step, empty if it may: rules, then terms."""
    told = step.allowed.get(source.code, (Obstacle.NOT_JUDGED.value,))
    if told:
        return told
    if source.budget_at(alternative.start) is None:
        return (Obstacle.NO_PURSE.value,)
    if source.limit_cents(alternative.cost_cents) < max(source.min_claim_cents, 1):
        return (Obstacle.TOO_SMALL.value,)
    return ()


def why_not_now(
    person: Person,
    alternative: Alternative,
    source: Source,
    *,
    rooms: Mapping[str, int],
    paid_cents: int,
) -> tuple[str, ...]:
    """Return why a source that may pay has no money for this step now, empty if it has.

    ``paid_cents`` is what the source already pays of other steps of this person.
    """
    budget = source.budget_at(alternative.start)
    if budget is None:
        return (Obstacle.NO_PURSE.value,)
    needed = max(source.min_claim_cents, 1) + source.claim_cost_cents
    purse, *ceilings = accounts_of(budget, person.group)
    if rooms[purse] < needed:
        return (Obstacle.USED_UP.value,)
    if any(rooms[one] < needed for one in ceilings):
        return (Obstacle.EARMARKED.value,)
    ceiling = source.max_person_cents
    if ceiling is not None and ceiling - paid_cents < max(source.min_claim_cents, 1):
        return (Obstacle.PERSON_CEILING.value,)
    return ()
