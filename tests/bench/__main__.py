"""``./run bench``: run measurements by name, print them as a table, and write JSON."""

import argparse
import importlib
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from tests.bench import BenchLine

BENCHES = ("pages", "matrix", "funding", "matching", "skills", "lists")
ON_REQUEST = ("national",)
"""Measurements of many minutes: only when they are named."""
COUNTRIES = ("small", "region", "country")


def row(line: BenchLine) -> str:
    ratio = f"{line.ratio:.2f} × {line.peer}" if line.ratio is not None else ""
    verdict = "ok" if line.ok else "NOT OK"
    figure = f"{line.value:>9.1f} {line.unit:<6} limit {line.limit:>7.5g}"
    return f"{line.name:<10} {line.what:<44} {figure}  {verdict}  {ratio}".rstrip()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join((*BENCHES, *ON_REQUEST)))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the lines here")
    parser.add_argument(
        "--size", choices=COUNTRIES, default="country", help="of 'national': how large (country)"
    )
    parser.add_argument(
        "--folder", type=Path, metavar="FOLDER", help="of 'national': kept, to go on after a stop"
    )
    chosen = parser.parse_args(arguments)
    known = (*BENCHES, *ON_REQUEST)
    unknown = [name for name in chosen.names if name not in known]
    if unknown:
        parser.error(f"no measurement named {unknown[0]}; there are: {', '.join(known)}")
    lines: list[BenchLine] = []
    for name in chosen.names or BENCHES:
        module = importlib.import_module(f"tests.bench.{name}")
        asked = {"size": chosen.size, "kept": chosen.folder} if name == "national" else {}
        found = module.run(**asked)
        for line in found:
            print(row(line), flush=True)
        lines += found
    if chosen.json:
        chosen.json.write_text(as_json(lines), encoding="utf-8")
    return 0 if lines and all(line.ok for line in lines) else 1


def as_json(lines: Iterable[BenchLine]) -> str:
    """Return measurements as JSON; a number of NumPy is written as the number it is."""
    told = [asdict(line) for line in lines]
    return json.dumps(told, indent=2, default=lambda number: number.item()) + "\n"


if __name__ == "__main__":
    sys.exit(main())
