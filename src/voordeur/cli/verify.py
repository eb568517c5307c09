"""``voordeur verify``: check that what is remembered is whole and unchanged."""

import argparse
import sys

from voordeur.cli.parsing import Subparsers
from voordeur.services import verify

MOST_SHOWN = 50


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("verify", help="check log and tables", description=__doc__)
    parser.add_argument(
        "--anchor",
        metavar="NUMBER:DIGEST",
        type=_anchor,
        help="the end of the log as it was printed before and kept elsewhere",
    )
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print OK with the end of the log, or what differs and 1."""
    report = verify.verify(chosen.anchor)
    if not report.ok:
        for one in report.differences[:MOST_SHOWN]:
            print(one, file=sys.stderr)
        left = len(report.differences) - MOST_SHOWN
        if left > 0:
            print(f"and {left} more", file=sys.stderr)
        return 1
    print(f"OK: {report.lines} lines in the log.")
    print(
        f"Replayed: {report.cases} cases, {report.handovers} handovers and {report.proposals} "
        "proposals are as the log says."
    )
    print(f"Keep this elsewhere: {report.lines}:{report.digest}")
    return 0


def _anchor(text: str) -> tuple[int, str]:
    number, _, digest = text.partition(":")
    if not number.isdigit() or not digest:
        raise argparse.ArgumentTypeError("an anchor is written as NUMBER:DIGEST")
    return int(number), digest
