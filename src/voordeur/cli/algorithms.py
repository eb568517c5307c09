"""``voordeur algorithms``: what is said of each algorithm, for the national algorithm register."""

import argparse
import json
import sys
from pathlib import Path

from voordeur.cli.clock import context_of_now
from voordeur.cli.parsing import Subparsers
from voordeur.services import algorithms


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "algorithms",
        help="what goes into the national algorithm register",
        description="Tell what is said of each algorithm and what the region must still fill in"
        " (register, kind 'algorithm'). With --json in the layout of the national register 1.0.",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the records to a new file")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Tell the records, or write them; 1 when the file cannot be written."""
    found = algorithms.records(context_of_now())
    for one in found:
        print(f"{one.name} ({one.code})")
        for label, value in one.shown if chosen.json is None else ():
            print(f"  {label}: {value}")
        for label in one.to_fill:
            print(f"  still to be filled in by the region: {label}")
    if chosen.json is None:
        return 0
    text = json.dumps([one.fields for one in found], ensure_ascii=False, indent=2)
    try:
        with chosen.json.open("x", encoding="utf-8") as file:
            file.write(text + "\n")
    except OSError as wrong:
        print(f"Not written: {chosen.json}: {wrong.strerror}", file=sys.stderr)
        return 1
    print(f"Written: {chosen.json}")
    return 0
