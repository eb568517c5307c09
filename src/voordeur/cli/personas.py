"""``voordeur personas``: who one can be in the demo."""

import argparse
import sys

from voordeur.cli.clock import context_of_now
from voordeur.cli.parsing import Subparsers
from voordeur.domain.kernel.refusal import RefusedError
from voordeur.services import accounts


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("personas", help="who one can be", description=__doc__)
    parser.set_defaults(run=run)


def run(_chosen: argparse.Namespace) -> int:
    """Print each persona of the demo with its address part, organisation and roles."""
    try:
        known = accounts.personas(today=context_of_now().today)
    except RefusedError:
        print("There are personas in demo mode only (VOORDEUR_DEMO=1).", file=sys.stderr)
        return 1
    for one in known:
        roles = ", ".join(role.value.replace("_", " ") for role in one.roles)
        print(f"  {one.slug:<24} {one.name:<28} {one.organisation}: {roles}")
    return 0
