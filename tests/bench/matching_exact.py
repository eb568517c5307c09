"""The best division there is, by another exact solver, in a process of its own.

``python -m tests.bench.matching_exact FILE`` reads candidates, places and offers each, and prints
the sum of worth that min-cost flow reaches.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voordeur.domain.matching.division import Candidates

ROOT = Path(__file__).resolve().parents[2]


def best_worth(found: Candidates, places: NDArray[Any], each: int) -> int:
    """Return the most that any division of these candidates reaches."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "candidates.npz")
        np.savez(
            file,
            owner=found.owner,
            vacancy=found.vacancy,
            worth=found.worth,
            places=places,
            people=len(found.seekers),
            each=each,
        )
        command = [sys.executable, "-m", "tests.bench.matching_exact", str(file)]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return int(done.stdout)


def main(file: str) -> None:
    from ortools.graph.python import min_cost_flow

    given = np.load(file)
    people, places = int(given["people"]), given["places"].astype(np.int64)
    jobs, each = len(places), int(given["each"])
    source, sink = people + jobs, people + jobs + 1
    flow = min_cost_flow.SimpleMinCostFlow()
    add = flow.add_arcs_with_capacity_and_unit_cost
    pairs = len(given["worth"])
    add(given["owner"], people + given["vacancy"], np.ones(pairs, np.int64), -given["worth"])
    nothing = np.zeros(people + jobs, np.int64)
    add(np.full(people, source), np.arange(people), np.full(people, each), nothing[:people])
    add(people + np.arange(jobs), np.full(jobs, sink), places, nothing[:jobs])
    add(np.array([source]), np.array([sink]), np.array([people * each]), np.array([0]))
    supplies = np.zeros(sink + 1, np.int64)
    supplies[[source, sink]] = people * each, -people * each
    flow.set_nodes_supplies(np.arange(sink + 1), supplies)
    assert flow.solve() == flow.OPTIMAL
    print(-flow.optimal_cost())


if __name__ == "__main__":
    main(sys.argv[1])
