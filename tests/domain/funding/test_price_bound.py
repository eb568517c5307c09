"""Any prices prove a bound, and no plan exceeds it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.proofs.funding_parts.brute import best_value
from tests.proofs.funding_parts.small import small
from voordeur.domain.funding.price_bound import Proof, bound_of
from voordeur.domain.funding.problem import PRICE_SCALE


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 10**6), draw=st.data())
def test_no_prices_prove_less_than_the_best_plan(seed: int, draw: st.DataObject) -> None:
    made = small(seed)
    some = st.integers(0, 8 * PRICE_SCALE)
    proof = Proof(
        prices={account: draw.draw(some) for account in made.rooms},
        ceilings={(p.code, s.code): draw.draw(some) for p in made.people for s in made.sources},
    )
    assert bound_of(made, proof) >= best_value(made)


def test_without_prices_everybody_counts_who_could_be_paid_at_all() -> None:
    made = small(4)
    assert bound_of(made, Proof(prices={})) <= sum(one.weight for one in made.people)
