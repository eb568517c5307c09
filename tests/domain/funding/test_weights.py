"""What a person weighs by policy."""

import pytest

from voordeur.domain.funding.weights import Policy, weight_of


def _weight(policy: Policy, cost: int) -> int:
    return weight_of(
        policy, groups=("focus",), sector="care", cost_cents=cost, mean_cost_cents=10_000
    )


def test_points_add_up_whatever_it_costs() -> None:
    policy = Policy(group_points={"focus": 5}, sector_points={"care": 3})
    assert _weight(policy, 100) == _weight(policy, 10**6) == 1_800


def test_with_four_quarters_a_euro_counts_the_same_for_everybody() -> None:
    policy = Policy(cost_quarters=4)
    assert _weight(policy, 20_000) == 2 * _weight(policy, 10_000) == 2_000


def test_with_two_quarters_the_weight_grows_with_the_root() -> None:
    assert _weight(Policy(cost_quarters=2), 40_000) == 2_000


def test_a_weight_is_never_nothing() -> None:
    assert _weight(Policy(cost_quarters=4), 0) == 1


def test_cost_counts_from_nothing_to_four_quarters() -> None:
    with pytest.raises(ValueError, match="0 to 4"):
        Policy(cost_quarters=5)
