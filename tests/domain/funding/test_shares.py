"""Who pays what, compared: words are never zero, and each ambition has its own money."""

import pytest

from voordeur.domain.funding.shares import by_part, differs, off_rule, over
from voordeur.domain.register.amounts import total_of

SCALES = (("rmt", "regional"), ("velsen", "local"), ("state", "national"), ("fund", "private"))


def test_shares_of_one_part_stand_together_in_the_order_of_the_plan() -> None:
    shares = (("staff", 1), ("place", 2), ("staff", 3))
    assert by_part(shares) == (("staff", (1, 3)), ("place", (2,)))


@pytest.mark.parametrize(
    ("planned", "divided", "answer"),
    [
        ([100], [60, 40], False),
        ([100], [60, 41], True),
        ([100], [60, "in_kind"], False),
        (["to_be_determined"], [60], False),
        ([], [60], False),
    ],
)
def test_sums_differ_only_when_both_are_known(
    planned: list[int | str], divided: list[int | str], *, answer: bool
) -> None:
    assert differs(total_of(planned), total_of(divided)) is answer


def test_more_than_planned_is_over_and_a_word_is_no_limit() -> None:
    assert over(total_of([100]), 101)
    assert not over(total_of([100]), 100)
    assert not over(total_of(["in_kind"]), 101)
    assert not over(total_of([100, "to_be_determined"]), 101)


@pytest.mark.parametrize(
    ("ambition", "answer"), [("regional", ("velsen",)), ("local", ("rmt",)), ("", ())]
)
def test_money_of_the_other_scale_is_told_and_national_and_private_may_join(
    ambition: str, answer: tuple[str, ...]
) -> None:
    assert off_rule(ambition, (*SCALES, *SCALES)) == answer
