"""Proof 'model': every interleaving of the handover protocol, explored over the domain's own rules.

Bounds (three organisations, a number of handovers, episodes, days and requests in flight) make it
finite; within them nothing is sampled or skipped. The control seeds mistakes in the rules, the
tables and the storage: each must be found, with the fewest steps that lead to it.
"""

from time import perf_counter

from tests.proofs import ProofLine
from tests.proofs.handover_model.bugs import BUGS, hunt
from tests.proofs.handover_model.protocol import Bounds, Protocol, ViolationError
from tests.proofs.handover_model.search import Explorer

MODES: dict[str, tuple[tuple[Bounds, int], tuple[Bounds, int]]] = {
    "quick": (
        (Bounds(offers=2, episodes=1, days=4, in_flight=2), 800_000),
        (Bounds(offers=1, episodes=1, days=2, in_flight=3), 150_000),
    ),
    "normal": (
        (Bounds(offers=2, episodes=2, days=5, in_flight=2), 2_000_000),
        (Bounds(offers=1, episodes=1, days=4, in_flight=3), 500_000),
    ),
    "long": (
        (Bounds(offers=3, episodes=2, days=4, in_flight=2), 4_000_000),
        (Bounds(offers=1, episodes=2, days=4, in_flight=3), 1_500_000),
    ),
}
"""Per mode two searches, deep and with three requests at once, and the fewest states of each."""
NAMES = ("model", "model-three-at-once")
LEAST_BUGS = 12


def run(mode: str, seed: int) -> list[ProofLine]:
    """Explore within the bounds of ``mode``; ``seed`` changes nothing: there is no chance in it."""
    started = perf_counter()
    found = [hunt(bug) for bug in BUGS]
    hunted = perf_counter() - started
    missed = [one.bug for one in found if one.violation is None]
    control = f"{len(found) - len(missed)} of {len(BUGS)} seeded bugs found"
    lines = []
    for name, (bounds, least) in zip(NAMES, MODES[mode], strict=True):
        started = perf_counter()
        states, transitions, violation = explore(bounds)
        outcome = violation or f"0 violations in {transitions:,} transitions"
        lines.append(
            ProofLine(
                name=name,
                figure=states,
                unit=f"distinct states, {outcome}",
                limit=least,
                ok=states >= least and violation is None,
                control=control,
                control_ok=not missed,
                seed=seed,
                seconds=round(perf_counter() - started, 1),
            )
        )
    bugs = ProofLine(
        name="model-bugs",
        figure=len(found) - len(missed),
        unit="seeded bugs found",
        limit=LEAST_BUGS,
        ok=not missed and len(found) >= LEAST_BUGS,
        control="; ".join(f"{one.bug}: {one.steps or 'no'} steps" for one in found),
        control_ok=not missed,
        seed=seed,
        seconds=round(hunted, 1),
    )
    return [*lines, bugs]


def explore(bounds: Bounds) -> tuple[int, int, str | None]:
    """Return the states and transitions of the real protocol, and the first violation if any."""
    explorer = Explorer(Protocol(), bounds)
    try:
        states = explorer.explore()
    except ViolationError as violation:
        return 0, 0, str(violation)
    return states, explorer.transitions, None
