"""The command ``voordeur``: reads what was typed and hands it to the module of that subcommand."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

import django
from django.core.exceptions import ImproperlyConfigured

SUBCOMMANDS = (
    "serve",
    "worker",
    "migrate",
    "pack",
    "verify",
    "demo",
    "personas",
    "first_manager",
    "open_files",
    "register",
    "skills",
    "algorithms",
    "match_lists",
    "vacancies",
    "governance",
    "messages",
    "lifecycles",
    "reference",
    "schemas",
    "proofs",
)
"""Modules of this package, in the order of the help text."""


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line; docs/operations/cli.md is written from it.

    Django is set up before: the subcommands know services, and services know the records.
    """
    parser = argparse.ArgumentParser(
        prog="voordeur", description="One front door for questions about work, learning and staff."
    )
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in SUBCOMMANDS:
        importlib.import_module(f"voordeur.cli.{name}").register(subparsers)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 when it succeeded, 1 when it did not, 2 when it was typed wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voordeur.config.settings")
    try:
        django.setup()
    except (ImproperlyConfigured, RuntimeError) as wrong:
        print(f"Voordeur cannot start: {wrong}", file=sys.stderr)
        return 2
    chosen = build_parser().parse_args(arguments)
    return int(chosen.run(chosen))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
