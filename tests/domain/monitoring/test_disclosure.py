"""No figure that is shown, alone or with others, gives a small count away."""

from itertools import product

import pytest

from voordeur.domain.monitoring.disclosure import (
    LEAST_SHOWN,
    Share,
    Side,
    shown_count,
    shown_median,
    shown_part,
    shown_share,
)

MOST = 60


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, None), (1, None), (9, None), (10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (102, 100)],
)
def test_small_counts_are_hidden_and_others_rounded(number: int, expected: int | None) -> None:
    assert shown_count(number) == expected


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(10, 20, 10), (11, 20, None), (9, 60, None), (50, 60, 50), (51, 60, None), (45, 40, None)],
)
def test_a_part_that_is_nearly_everybody_is_hidden_too(
    part: int, whole: int, expected: int | None
) -> None:
    assert shown_part(part, whole) == expected


def test_no_hidden_count_of_one_to_eight_follows_from_the_total_and_the_other_parts() -> None:
    """Every table of three parts with its total.

    At the outer ends of all roundings together a reader may conclude 'nobody', or 'just not ten';
    never a number in between.
    """
    possible: dict[tuple[int | None, ...], list[set[int]]] = {}
    for parts in product(range(33), repeat=3):
        shown = (*(shown_count(part) for part in parts), shown_count(sum(parts)))
        found = possible.setdefault(shown, [set(), set(), set()])
        for place, part in enumerate(parts):
            found[place].add(part)
    told = {
        frozenset(values)
        for shown, found in possible.items()
        for place, values in enumerate(found)
        if shown[place] is None and len(values) < 2
    }
    assert told <= {frozenset({0}), frozenset({9})}


def test_control_counts_that_are_only_hidden_do_follow_from_the_total() -> None:
    hidden = [part if part >= LEAST_SHOWN else None for part in (12, 4)]
    assert hidden == [12, None]
    assert 16 - 12 == 4


def test_a_share_never_gives_a_small_part_or_a_small_rest_away() -> None:
    possible: dict[tuple[int | None, Share | None], set[tuple[int, int]]] = {}
    for whole in range(MOST + 1):
        for part in range(whole + 1):
            shown = (shown_count(whole), shown_share(part, whole))
            possible.setdefault(shown, set()).add((part, whole - part))
    for found in possible.values():
        for small in (0, 1):
            if any(pair[small] < LEAST_SHOWN for pair in found):
                assert len({pair[small] for pair in found}) > 1


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (5, 19, None),
        (0, 0, None),
        (3, 40, Share(25, Side.BELOW)),
        (0, 40, Share(25, Side.BELOW)),
        (37, 40, Share(75, Side.ABOVE)),
        (40, 40, Share(75, Side.ABOVE)),
        (20, 40, Share(50)),
        (333, 1000, Share(34)),
    ],
)
def test_shares(part: int, whole: int, expected: Share | None) -> None:
    assert shown_share(part, whole) == expected


def test_a_median_needs_people_enough() -> None:
    assert shown_median([3] * 9) is None
    assert shown_median([1, 1, 1, 1, 2, 5, 9, 9, 9, 9]) == 2
