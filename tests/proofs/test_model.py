"""The proof 'model' in small: the real protocol holds, and every seeded bug is found."""

import pytest

from tests.proofs.handover_model.bugs import BUGS, Bug, hunt
from tests.proofs.handover_model.protocol import Bounds, Protocol
from tests.proofs.handover_model.search import Explorer
from tests.proofs.model import explore, run

TINY = Bounds(offers=1, episodes=2, days=2, in_flight=2)
SMALL = Bounds(offers=2, episodes=2, days=4, in_flight=1)
MOST_STEPS = 12
"""The longest of the shortest ways to a bug: out and back, then a withdrawal long after."""


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_each_seeded_bug_is_found_in_few_steps(bug: Bug) -> None:
    found = hunt(bug)
    assert found.violation is not None
    assert 0 < found.steps <= MOST_STEPS


def test_the_protocol_itself_has_no_violation() -> None:
    assert hunt(Bug("none"), SMALL).violation is None


def test_the_search_counts_the_same_states_every_time() -> None:
    first, second = Explorer(Protocol(), TINY), Explorer(Protocol(), TINY)
    assert first.explore() == second.explore() > 5_000
    assert first.transitions == second.transitions > first.depth


@pytest.mark.slow
def test_the_quick_proof_is_green_and_says_what_it_saw() -> None:
    lines = run("quick", seed=1)
    assert [line.name for line in lines] == ["model", "model-three-at-once", "model-bugs"]
    assert all(line.ok and line.control_ok for line in lines)
    assert all(line.figure >= line.limit for line in lines)
    assert lines[-1].figure == len(BUGS) >= 12


def test_a_violation_is_named_instead_of_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    bug = next(bug for bug in BUGS if bug.name.startswith("guard: closing overlooks"))
    monkeypatch.setattr("tests.proofs.model.Protocol", lambda: bug.protocol)
    assert explore(SMALL) == (0, 0, "a closed case has an open handover")
