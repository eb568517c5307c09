"""``voordeur vacancies``: vacancies from elsewhere, in from a table of their source."""

import argparse
import sys
from pathlib import Path

from voordeur.cli.clock import context_of_now
from voordeur.cli.parsing import Subparsers
from voordeur.domain.kernel.refusal import RefusedError
from voordeur.services import vacancy_imports
from voordeur.services.accounts import acting_as
from voordeur.services.ports import TableProblem
from voordeur.services.vacancy_imports import VacancyTable

MOST_SHOWN = 50


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "vacancies",
        help="vacancies from elsewhere, such as outside the region",
        description=__doc__,
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    coming = actions.add_parser(
        "import",
        help="take a table of vacancies in",
        description="Read a table (CSV or XLSX) and take its vacancies in, marked with their source"
        " and gone again on their day. The same file again changes nothing; a row that differs"
        " changes its vacancy. With a mistake nothing goes in, unless --partly."
        " What the columns are stands in docs/operations/vacancies.md.",
    )
    coming.add_argument("file", type=Path, help="the table")
    coming.add_argument("--origin", required=True, help="what the source is called on screen")
    coming.add_argument("--account", required=True, help="e-mail address of who imports it")
    coming.add_argument("--organisation", required=True, help="code of the organisation")
    coming.add_argument(
        "--check", action="store_true", help="only tell what would happen; nothing is written"
    )
    coming.add_argument("--partly", action="store_true", help="take the good rows in")
    coming.set_defaults(run=run_import)


def run_import(chosen: argparse.Namespace) -> int:
    """Tell what is wrong per row, and take the table in; 1 when something did not go in."""
    try:
        content = chosen.file.read_bytes()
    except OSError:
        return _wrong(f"This file cannot be read: {chosen.file}")
    try:
        actor = acting_as(context_of_now(), email=chosen.account, organisation=chosen.organisation)
        table = vacancy_imports.read_table(actor, origin=chosen.origin, content=content)
        if isinstance(table, TableProblem):
            return _wrong(f"This is not a table we can read: {table.value}")
        _tell(table)
        if table.problems and not chosen.partly:
            return _wrong("Nothing went in. Mend these rows, or add --partly.")
        if chosen.check:
            print("Nothing was written.")
            return 0
        taken = vacancy_imports.take_in(actor, table=table)
    except RefusedError as refused:
        lacking = refused.refusal.facts.get("lacking", "")
        more = f"; columns that lack: {lacking}" if lacking else ""
        return _wrong(f"This cannot be imported: {refused}{more}")
    print(f"Taken in: {taken.new} new, {taken.changed} changed, {taken.same} as they were.")
    return 1 if table.problems else 0


def _tell(table: VacancyTable) -> None:
    print(f"{table.origin}: {len(table.offered)} good rows, {table.past} whose day is past.")
    if table.not_understood:
        print(f"Words no vocabulary has, left out: {table.not_understood}")
    for one in table.problems[:MOST_SHOWN]:
        print(f"row {one.row}, {one.column}: {one.why}", file=sys.stderr)
    more = len(table.problems) - MOST_SHOWN
    if more > 0:
        print(f"and {more} more", file=sys.stderr)


def _wrong(words: str) -> int:
    print(words, file=sys.stderr)
    return 1
