"""``voordeur prove``: run the proofs of a checkout; an installed package does not carry them."""

import argparse
import importlib.util
import subprocess
import sys

from voordeur.cli.parsing import Subparsers


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "prove", help="run the proofs (checkout only)", description=__doc__
    )
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="what ./run prove takes")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Hand everything to ``python -m tests.proofs`` and return its exit code."""
    if importlib.util.find_spec("tests.proofs") is None:
        print("The proofs come with the source code: use ./run prove there.", file=sys.stderr)
        return 1
    command = [sys.executable, "-m", "tests.proofs", *chosen.rest]
    return subprocess.run(command, check=False).returncode  # noqa: S603 (our own program)
