"""Who may still come: last year's people, corrected by how many and who came this year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from voordeur.domain.funding.problem import Person

PRIOR = 20
"""Last year counts like this many people where it comes to how many there will be."""
TRUST = 40
"""Last year counts like this many people where it comes to who they are."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody and the day they came or are expected."""

    person: Person
    day: date


def expected_people(
    last_year: Sequence[Arrival], seen: Sequence[Arrival], *, today: date, end: date
) -> tuple[Person, ...]:
    """Return the people to expect from ``today`` until ``end``.

    ``last_year`` holds the people of last year with their days moved to this year. When more or
    fewer came than by now last year, the rest is expected to follow. The more people were seen,
    the more the expected ones look like them; their steps keep their distance to the day they come.
    """
    to_come = [one for one in last_year if one.day >= today]
    by_now = len(last_year) - len(to_come)
    count = round(len(to_come) * (len(seen) + PRIOR) / (by_now + PRIOR))
    like_seen = count * len(seen) // (len(seen) + TRUST)
    return (
        *_spread(seen, like_seen, today, end, name="seen"),
        *_spread(to_come, count - like_seen, today, end, name="last"),
    )


def _spread(
    pool: Sequence[Arrival], count: int, today: date, end: date, *, name: str
) -> Iterator[Person]:
    """Take ``count`` people evenly from the pool, coming evenly over the days that are left."""
    days = max((end - today).days, 1)
    for place in range(count if pool else 0):
        one = pool[place * len(pool) // count]
        day = today + timedelta(days=place * days // count)
        yield _moved(one, day, f"{name}-{place}")


def _moved(arrival: Arrival, day: date, code: str) -> Person:
    later = day - arrival.day
    steps = tuple(
        replace(
            step,
            alternatives=tuple(replace(way, start=way.start + later) for way in step.alternatives),
        )
        for step in arrival.person.steps
    )
    return replace(arrival.person, code=code, steps=steps, locked=(), started=False)
