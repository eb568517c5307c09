"""``./run prove``: run proofs by name, print a table while they go, and write JSON."""

import argparse
import importlib
import json
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

from tests.proofs import ProofLine

PROOFS = (
    "model",
    "simulation",
    "races",
    "hostile-sql",
    "routing",
    "routes",
    "funding",
    "ledger",
    "matching",
)
Run = Callable[[str, int], list[ProofLine]]


def load(name: str) -> Run:
    """Return the ``run(mode, seed)`` of the proof with this name on the command line."""
    return importlib.import_module(f"tests.proofs.{name.replace('-', '_')}").run


def row(line: ProofLine) -> str:
    verdict = "ok" if line.ok else "NOT OK"
    control = "caught" if line.control_ok else "NOT CAUGHT"
    claim = f"{line.name:<28} {line.figure:>14,.10g} {line.unit:<22} limit {line.limit:>12,.10g}"
    return f"{claim}  {verdict:<7} control: {control} ({line.control})  {line.seconds:.1f} s"


def broken(name: str, seed: int, seconds: float) -> ProofLine:
    """A proof that fell over has proven nothing."""
    return ProofLine(
        name=name,
        figure=0,
        unit="the proof itself failed",
        limit=0,
        ok=False,
        control="not reached",
        control_ok=False,
        seed=seed,
        seconds=seconds,
    )


def run_one(name: str, mode: str, seed: int) -> list[ProofLine]:
    started = time.perf_counter()
    try:
        lines = load(name)(mode, seed)
    except Exception:  # noqa: BLE001 (one broken proof must not hide the others)
        traceback.print_exc()
        lines = []
    return lines or [broken(name, seed, time.perf_counter() - started)]


def run_all(names: Iterable[str], mode: str, seed: int) -> list[ProofLine]:
    chosen = list(names)
    found: list[ProofLine] = []
    for number, name in enumerate(chosen, start=1):
        print(f"[{number}/{len(chosen)}] {name} ({mode}, seed {seed}) …", file=sys.stderr)
        lines = run_one(name, mode, seed)
        for line in lines:
            print(row(line), flush=True)
        found += lines
    return found


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./run prove", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(PROOFS))
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", dest="mode", action="store_const", const="quick", default="quick")
    size.add_argument("--long", dest="mode", action="store_const", const="long")
    parser.add_argument("--seed", type=int, default=1, help="repeats a run (1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the lines here")
    chosen = parser.parse_args(arguments)
    unknown = [name for name in chosen.names if name not in PROOFS]
    if unknown:
        parser.error(f"no proof named {unknown[0]}; there are: {', '.join(PROOFS)}")
    lines = run_all(chosen.names or PROOFS, chosen.mode, chosen.seed)
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(line) for line in lines], indent=2) + "\n")
    good = all(line.ok and line.control_ok for line in lines)
    print(f"{len(lines)} lines, {'all good' if good else 'NOT GOOD'}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
