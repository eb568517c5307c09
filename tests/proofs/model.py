"""Proof 'model': every interleaving of the handover protocol, explored over the domain's own rules.

Bounds (three organisations, a number of handovers, episodes, days and requests in flight) make it
finite; within them nothing is sampled or skipped. The control seeds mistakes in the rules, the
tables and the storage: each must be found, with the fewest steps that lead to it.
"""

from time import perf_counter

from tests.proofs import ProofLine
from tests.proofs.handover_model.bugs import BUGS, Found, hunt
from tests.proofs.handover_model.protocol import Bounds, Protocol, ViolationError
from tests.proofs.handover_model.search import Explorer

MODES: dict[str, tuple[Bounds, int]] = {
    "quick": (Bounds(offers=2, episodes=1, days=4, in_flight=2), 500_000),
    "normal": (Bounds(offers=2, episodes=2, days=5, in_flight=2), 2_000_000),
    "long": (Bounds(offers=3, episodes=2, days=4, in_flight=2), 4_000_000),
}
"""Per mode the bounds and the fewest states that count as having looked."""


def run(mode: str, seed: int) -> list[ProofLine]:
    """Explore within the bounds of ``mode``; ``seed`` changes nothing, there is no chance in it."""
    bounds, least = MODES[mode]
    started = perf_counter()
    explorer = Explorer(Protocol(), bounds)
    violations, states = 0, 0
    try:
        states = explorer.explore()
    except ViolationError:
        violations = 1
    explored = perf_counter()
    found = [hunt(bug) for bug in BUGS]
    missed = [one.bug for one in found if one.violation is None]
    control = f"{len(found) - len(missed)} of {len(BUGS)} seeded bugs found"
    return [
        ProofLine(
            name="model",
            figure=states,
            unit=f"distinct states ({explorer.transitions} transitions, {violations} violations)",
            limit=least,
            ok=states >= least and not violations,
            control=control,
            control_ok=not missed,
            seed=seed,
            seconds=round(explored - started, 1),
        ),
        ProofLine(
            name="model",
            figure=len(found) - len(missed),
            unit="seeded bugs found",
            limit=12,
            ok=not missed,
            control=steps_to(found),
            control_ok=not missed,
            seed=seed,
            seconds=round(perf_counter() - explored, 1),
        ),
    ]


def steps_to(found: list[Found]) -> str:
    """Say per bug how many steps the shortest way to its violation has."""
    return "; ".join(f"{one.bug}: {one.steps or 'not found'}" for one in found)
