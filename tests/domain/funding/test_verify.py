"""The verifier in whole cents agrees with an obvious judge, and knows who is out of turn."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.funding.made import person, problem, source, step
from tests.proofs.funding_parts.brute import admissible
from tests.proofs.funding_parts.small import small
from voordeur.domain.funding.problem import Plan, Served, Share
from voordeur.domain.funding.verify import Broken, mix_violations, plan_violations


def _served(code: str, **cents: int) -> Served:
    shares = tuple(
        Share(person=code, step="1", budget=f"{one}-26", amount_cents=amount)
        for one, amount in cents.items()
    )
    return Served(person=code, alternatives=("a",), shares=shares)


def test_a_cent_that_could_move_to_the_front_is_out_of_turn() -> None:
    alice = person("alice", step("1", 100, "first", "second"))
    made = problem((alice,), source("first", 60), source("second", 500, before=("first",)))
    assert mix_violations(made, _served("alice", first=60, second=40), made.rooms) == ()
    (wrong,) = mix_violations(made, _served("alice", first=59, second=41), made.rooms)
    assert (wrong.code, wrong.source, wrong.cents) == (Broken.PAYER_ORDER, "first", 1)


def test_a_full_step_is_no_reason_to_leave_out_who_goes_first() -> None:
    alice = person("alice", step("1", 100, "first", "second"))
    made = problem((alice,), source("first", 60), source("second", 500, before=("first",)), most=1)
    (wrong,) = mix_violations(made, _served("alice", second=100), made.rooms)
    assert wrong.code == Broken.PAYER_ORDER


def test_who_started_and_is_dropped_keeps_burdening_the_purse() -> None:
    paid = (Share(person="alice", step="1", budget="a-26", amount_cents=60),)
    alice = person("alice", step("1", 60, "a"), locked=paid, started=True)
    bob = person("bob", step("1", 50, "a"))
    made = problem((alice, bob), source("a", 100))
    plan = Plan(served=(_served("bob", a=50),), value=100, bound=200, dropped=("alice",))
    (wrong,) = plan_violations(made, plan)
    assert (wrong.code, wrong.cents) == (Broken.BUDGET, 10)


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 10**6), draw=st.data())
def test_the_verifier_says_what_an_obvious_judge_says(seed: int, draw: st.DataObject) -> None:
    made = small(seed)
    served, lines = [], []
    for one in made.people[: draw.draw(st.integers(1, 3))]:
        shares, codes = [], []
        for place in one.steps:
            way = draw.draw(st.sampled_from(place.alternatives))
            payers = [
                s for s in made.sources if not place.allowed[s.code] and s.budget_at(way.start)
            ]
            split: dict[str, int] = {}
            need = way.cost_cents
            for payer in draw.draw(st.permutations(payers))[: made.most_sources_per_step]:
                cents = draw.draw(st.integers(1, need)) if need else 0
                if cents:
                    split[payer.code] = cents
                    need -= cents
            if need and split:
                split[next(iter(split))] += need
            if not split:
                return
            codes.append(way.code)
            lines.append((one, place, way, split))
            for code, cents in split.items():
                budget = made.source_of[code].budget_at(way.start)
                assert budget is not None
                share = Share(
                    person=one.code, step=place.code, budget=budget.code, amount_cents=cents
                )
                shares.append(share)
        served.append(Served(person=one.code, alternatives=tuple(codes), shares=tuple(shares)))
    value = sum(made.person_of[one.person].weight for one in served)
    plan = Plan(served=tuple(served), value=value, bound=value)
    assert admissible(made, lines) == (plan_violations(made, plan) == ())
