"""The command ``voordeur``: reads what was typed and hands it to the module of that subcommand."""

import argparse
import os
import sys
from collections.abc import Sequence

import django

from voordeur.cli import (
    demo,
    lifecycles,
    messages,
    migrate,
    proofs,
    reference,
    serve,
)

SUBCOMMANDS = (serve, migrate, demo, messages, lifecycles, reference, proofs)
WITHOUT_DATABASE = {"messages", "lifecycles", "reference", "serve", "prove"}


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line; docs/operations/cli.md is written from it."""
    parser = argparse.ArgumentParser(
        prog="voordeur", description="One front door for questions about work, learning and staff."
    )
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for module in SUBCOMMANDS:
        module.register(subparsers)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 when it succeeded, 1 when it did not, 2 when it was typed wrong."""
    chosen = build_parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voordeur.config.settings")
    if chosen.command not in WITHOUT_DATABASE:
        django.setup()
    return int(chosen.run(chosen))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
