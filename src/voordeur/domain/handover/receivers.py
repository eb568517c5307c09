"""Choosing a receiver: how fast it usually answers, and who is next best after a refusal."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from statistics import median

from voordeur.domain.kernel.calendar import NO_DAYS, working_days_between

LEAST_ANSWERS = 5
"""Fewer answers than this say too little to call anything usual."""


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """One answered offer to a receiver, whatever the answer was."""

    offered_on: date
    answered_on: date


def usual_response_days(
    answers: Iterable[PastAnswer], closed: frozenset[date] = NO_DAYS
) -> int | None:
    """Return the median number of working days to an answer, rounded up.

    ``None`` when there are fewer than :data:`LEAST_ANSWERS`. Rounded up, so that the screen
    never promises more than what half of the senders got.
    """
    days = [working_days_between(past.offered_on, past.answered_on, closed) for past in answers]
    if len(days) < LEAST_ANSWERS:
        return None
    return -int(-median(days) // 1)


def next_best(ranked: Iterable[str], *, refusers: AbstractSet[str], sender: str) -> tuple[str, ...]:
    """Return the organisations left to propose, best first, each once.

    ``ranked`` is the routing answer; ``refusers`` returned or redirected this question before.
    """
    left = dict.fromkeys(code for code in ranked if code not in refusers and code != sender)
    return tuple(left)
