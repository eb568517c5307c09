"""What a step costs and who can pay at most: cents or a word, and a word is never zero."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from voordeur.domain.paths.atlas import Atlas, Course, Step
from voordeur.domain.paths.obstacles import MONTHS_IN_A_YEAR
from voordeur.domain.register.amounts import Total, total_of

BY_YEAR = frozenset({"school_year", "year"})


@dataclass(frozen=True, slots=True)
class Paying:
    """A payer of a step: the most it pays in cents, or a word; ``ended`` tells it is over."""

    code: str
    most: int | str
    ended: bool


@dataclass(frozen=True, slots=True)
class StepMoney:
    """The tuition fee of a step, the cost of its courses, and who can pay."""

    fee: Total
    cost: Total
    payers: tuple[Paying, ...]


def money_of(atlas: Atlas, step: Step, today: date) -> StepMoney:
    """Return the money of a step; payers in the order in which they are proposed."""
    courses = [atlas.courses[code] for code in step.courses if code in atlas.courses]
    known = [atlas.payers[code] for code in step.payers if code in atlas.payers]
    years = years_in(step.months)
    return StepMoney(
        fee=total_of(_fee(one, step) for one in courses),
        cost=total_of(one.cost for one in courses),
        payers=tuple(
            Paying(
                one.code,
                one.most * (years if one.per in BY_YEAR else 1)
                if isinstance(one.most, int)
                else one.most,
                one.until is not None and one.until <= today,
            )
            for one in sorted(known, key=lambda one: (one.order, one.code))
        ),
    )


def years_in(months: int) -> int:
    """Return the school years that months touch, at least one."""
    return max(1, -(-months // MONTHS_IN_A_YEAR))


def together(parts: Iterable[Total]) -> Total:
    """Return totals as one; words stay words."""
    cents, known = 0, 0
    words: dict[str, int] = {}
    for one in parts:
        cents, known = cents + one.cents, known + one.known
        for word, times in one.words:
            words[word] = words.get(word, 0) + times
    return Total(cents, known, total_of(w for w, n in words.items() for _time in range(n)).words)


def _fee(course: Course, step: Step) -> int | str:
    if not isinstance(course.fee, int):
        return course.fee
    return course.fee * years_in(min(course.months, step.months))
