"""``voordeur migrate``: bring the tables of the database to this release."""

import argparse

from django.core.management import call_command

from voordeur.cli.parsing import Subparsers


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "migrate", help="bring the database to this release", description=__doc__
    )
    parser.add_argument("--check", action="store_true", help="only say whether it is needed")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Migrate, or with ``--check`` return 1 when there is something to migrate."""
    try:
        call_command("migrate", interactive=False, verbosity=0, check_unapplied=chosen.check)
    except SystemExit as stopped:
        return int(stopped.code or 0)
    print("The database has the tables of this release.")
    return 0
