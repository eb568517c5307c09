"""The best mixes of one person: order, distinctness, reasons, advice."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.funding.made import person, problem, source, step
from tests.proofs.funding_parts.brute import admissible
from tests.proofs.funding_parts.small import small
from voordeur.domain.funding.mixes import advised, best_mix, best_mixes
from voordeur.domain.funding.problem import PRICE_SCALE, alternative_of

ALICE = person("alice", step("1", 100, "first", "second", town=("municipality",)))
MADE = problem(
    (ALICE,), source("first", 60), source("second", 500, before=("first",)), source("town", 500)
)


def test_who_is_ahead_pays_all_there_is_before_the_next_one_pays() -> None:
    mix = best_mix(MADE, ALICE, rooms=MADE.rooms, prices={"first-26": 10})
    assert mix is not None
    assert {one.budget: one.amount_cents for one in mix.shares} == {"first-26": 60, "second-26": 40}


def test_every_source_says_why_it_pays_nothing() -> None:
    (mix,) = best_mixes(MADE, ALICE, rooms=MADE.rooms, prices={})
    told = {one.source: (one.cents, one.codes) for one in mix.reasons}
    assert told == {
        "first": (60, ()),
        "second": (40, ()),
        "town": (0, ("municipality",)),
    }


def test_an_empty_purse_is_the_reason_when_it_is_empty() -> None:
    alice = person("alice", step("1", 100, "a", "b"))
    made = problem((alice,), source("a", 0), source("b", 500))
    (mix,) = best_mixes(made, alice, rooms=made.rooms, prices={})
    assert [one.codes for one in mix.reasons] == [("used_up",), ()]


def test_three_mixes_are_distinct_and_the_cheapest_comes_first() -> None:
    alice = person("alice", step("1", 100, "a", "b", "c"))
    made = problem((alice,), *(source(code, 500) for code in "abc"))
    prices = {"a-26": 3, "b-26": 1, "c-26": 2}
    mixes = best_mixes(made, alice, rooms=made.rooms, prices=prices)
    assert [one.shares[0].budget for one in mixes] == ["b-26", "c-26"] or len(mixes) == 3
    assert [one.price for one in mixes] == sorted(one.price for one in mixes)
    assert len({one.served for one in mixes}) == len(mixes)


def test_without_enough_money_there_is_no_mix() -> None:
    made = problem((ALICE,), source("first", 60), source("second", 30, before=("first",)))
    assert best_mixes(made, ALICE, rooms=made.rooms, prices={}) == ()


def test_consent_and_money_that_would_be_lost_are_told() -> None:
    alice = person("alice", step("1", 100, "a"))
    made = problem((alice,), source("a", 500, needs_consent=True))
    mix = best_mix(made, alice, rooms=made.rooms, prices={})
    assert mix is not None
    assert (mix.needs_consent, mix.expiring_cents, mix.total_cents) == (("a",), 100, 100)


def test_the_advice_is_no_when_it_takes_more_than_the_person_weighs() -> None:
    alice = person("alice", step("1", 100, "a"), weight=1)
    made = problem((alice,), source("a", 500))
    cheap = best_mix(made, alice, rooms=made.rooms, prices={"a-26": PRICE_SCALE // 100})
    dear = best_mix(made, alice, rooms=made.rooms, prices={"a-26": PRICE_SCALE // 100 + 1})
    assert cheap is not None
    assert dear is not None
    assert advised(alice, cheap)
    assert not advised(alice, dear)


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_every_mix_is_admissible_for_an_independent_judge(seed: int) -> None:
    made = small(seed)
    for one in made.people:
        for mix in best_mixes(made, one, rooms=made.rooms, prices={}):
            lines = []
            for place, code in zip(one.steps, mix.served.alternatives, strict=True):
                way = alternative_of(place, code)
                assert way is not None
                split = {
                    made.budget_of[share.budget].source: share.amount_cents
                    for share in mix.shares
                    if share.step == place.code
                }
                lines.append((one, place, way, split))
            assert admissible(made, lines)
