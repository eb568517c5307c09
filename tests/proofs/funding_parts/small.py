"""Problems of a few people and a few cents, small enough to try everything."""

import random
from datetime import date

from voordeur.domain.funding.problem import (
    Alternative,
    Budget,
    Earmark,
    Person,
    Problem,
    Source,
    Step,
)
from voordeur.domain.kernel.period import Period

SPRING, SUMMER, WINTER = date(2026, 1, 1), date(2026, 7, 1), date(2027, 1, 1)


def small(seed: int) -> Problem:
    """Draw a problem with every rule in it now and then, payer order in half of them."""
    draw = random.Random(seed)
    sources = tuple(_source(draw, number, ordered=seed % 2 == 0) for number in range(3))
    people = tuple(_person(draw, number, sources) for number in range(3))
    return Problem(people=people, sources=sources, most_sources_per_step=draw.choice((1, 2, 2)))


def _source(draw: random.Random, number: int, *, ordered: bool) -> Source:
    halves = [Period(SPRING, SUMMER), Period(SUMMER, WINTER)]
    periods = draw.choice(([Period(SPRING, WINTER)], [Period(SPRING, WINTER)], halves, halves[:1]))
    earmark = (Earmark(code="m", groups=("focus",), share_permille=500),)
    before = tuple(f"f{one}" for one in range(number)) if ordered and draw.random() < 0.8 else ()
    return Source(
        code=f"f{number}",
        order=number,
        before=before,
        max_share_permille=draw.choice((500, 750, 1000, 1000)),
        max_person_cents=draw.choice((None, None, 3, 4)),
        min_claim_cents=draw.choice((0, 1, 2)),
        claim_cost_cents=draw.choice((0, 0, 1)),
        buffer_permille=draw.choice((0, 0, 200)),
        exhausted_below_cents=draw.choice((0, 0, 2)),
        budgets=tuple(
            Budget(
                code=f"f{number}-{place}",
                source=f"f{number}",
                period=period,
                available_cents=draw.randint(2, 9),
                earmarks=earmark if draw.random() < 0.25 else (),
            )
            for place, period in enumerate(periods)
        ),
    )


def _person(draw: random.Random, number: int, sources: tuple[Source, ...]) -> Person:
    steps = tuple(_step(draw, f"s{place}", sources) for place in range(draw.choice((1, 1, 2))))
    return Person(
        code=f"p{number}",
        weight=draw.randint(5, 20),
        steps=steps,
        group=draw.choice(("", "focus")),
    )


def _step(draw: random.Random, code: str, sources: tuple[Source, ...]) -> Step:
    ways = tuple(
        Alternative(
            code=f"a{place}",
            cost_cents=draw.randint(2, 5),
            start=draw.choice((SPRING, SUMMER)),
        )
        for place in range(draw.choice((1, 1, 1, 2)))
    )
    allowed = {one.code: () if draw.random() < 0.8 else ("town",) for one in sources}
    return Step(code=code, alternatives=ways, allowed=allowed)
