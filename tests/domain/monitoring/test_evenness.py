"""Built-in unfairness is seen, chance is not called unfair, and few people stay unseen."""

import random

from voordeur.domain.monitoring.disclosure import Side
from voordeur.domain.monitoring.evenness import Experience, Measure, compared, stands_out

OLD, YOUNG = "50 en ouder", "jonger dan 50"


def market(seed: int, *, unfair: bool) -> list[tuple[str, Experience]]:
    """Draw 240 people on 40 lists of 30, the first of which are placed more; old ones last."""
    drawn = random.Random(seed)
    people = [(OLD if number % 3 == 0 else YOUNG) for number in range(240)]
    places: dict[int, list[int]] = {number: [] for number in range(240)}
    for _each in range(40):
        listed = drawn.sample(range(240), 30)
        if unfair:
            listed.sort(key=lambda number: people[number] == OLD)
        for place, number in enumerate(listed, 1):
            places[number].append(place)
    return [
        (
            group,
            Experience(
                places=tuple(places[number]),
                introduced=min(places[number], default=99) <= 4,
                placed=min(places[number], default=99) <= 2,
            ),
        )
        for number, group in enumerate(people)
    ]


def seen(people: list[tuple[str, Experience]]) -> dict[tuple[str, Measure], Side]:
    return {
        (line.group, one.measure): one.stands_out
        for line in compared(people)
        for one in line.outcomes
        if one.stands_out is not None
    }


def test_a_list_that_puts_the_old_last_is_seen_in_places_and_in_work() -> None:
    found = seen(market(1, unfair=True))
    assert found[OLD, Measure.FIRST] is Side.BELOW
    assert found[OLD, Measure.PLACED] is Side.BELOW
    assert found[YOUNG, Measure.FIRST] is Side.ABOVE
    lines = {line.group: line.median_place or 0 for line in compared(market(1, unfair=True))}
    assert lines[OLD] > lines[YOUNG]


def test_the_same_people_shuffled_over_the_groups_do_not_stand_out() -> None:
    """The control: what is seen above hangs on the group and on nothing else."""
    unfair = market(1, unfair=True)
    alarms = 0
    for seed in range(50):
        groups = [group for group, _one in unfair]
        random.Random(seed).shuffle(groups)
        alarms += bool(seen([(g, one) for g, (_g, one) in zip(groups, unfair, strict=True)]))
    assert alarms <= 2
    assert not seen(market(2, unfair=False))


def test_of_few_people_nothing_is_told() -> None:
    people = [("groot", Experience(places=(1,)))] * 60 + [("klein", Experience(placed=True))] * 9
    large, small = compared(people, always=["klein"])
    assert (small.people, small.outcomes, small.median_place) == (None, (), None)
    assert large.people == 60
    assert all(one.stands_out is None for one in large.outcomes)


def test_what_may_only_be_counted_is_only_counted() -> None:
    people = [("a", Experience(places=(1,), placed=True))] * 40 + [("b", Experience())] * 40
    counted = compared(people, counts_only=True)
    told = [one for line in counted for one in line.outcomes]
    assert all(one.share is None and one.stands_out is None for one in told)
    assert {one.count for one in told} == {None}
    half = [("a", Experience(placed=number % 2 == 0)) for number in range(40)]
    placed = [one for one in compared(half, counts_only=True)[0].outcomes if one.count]
    assert [(one.measure, one.count) for one in placed] == [(Measure.PLACED, 20)]
    assert [line.median_place for line in counted] == [None, None]
    assert seen(people)


def test_a_difference_counts_when_it_is_no_chance_and_no_trifle() -> None:
    assert stands_out(10, 100, 50, 100) is Side.BELOW
    assert stands_out(50, 100, 10, 100) is Side.ABOVE
    assert stands_out(40, 100, 50, 100) is None
    assert stands_out(9_000, 10_000, 9_500, 10_000) is None
    assert stands_out(0, 19, 100, 100) is None
    assert stands_out(0, 100, 0, 100) is None


def test_a_line_never_tells_that_somebody_is_in_it() -> None:
    alone = [("groot", Experience())] * 20 + [("ziek", Experience())]
    assert [line.group for line in compared(alone)] == ["groot"]
    with_her = compared(alone, always=["groot", "ziek"])
    without = compared(alone[:-1], always=["groot", "ziek"])
    assert with_her == without
    assert [line.group for line in with_her] == ["groot", "ziek"]


def test_nearly_everybody_of_a_group_is_a_small_count_too() -> None:
    people = [("a", Experience(places=(1,)))] * 12 + [("b", Experience())] * 40
    first, _second = compared(people)
    assert first.median_place is None
    assert [one.count for one in first.outcomes] == [None] * len(Measure)
