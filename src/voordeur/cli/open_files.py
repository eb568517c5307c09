"""``voordeur export`` and ``voordeur import``: the data of one organisation, out and in."""

import argparse
import sys
from pathlib import Path

from voordeur.cli.clock import context_of_now
from voordeur.cli.parsing import Subparsers
from voordeur.domain.kernel.refusal import RefusedError
from voordeur.services import imports, open_files
from voordeur.services.accounts import acting_as
from voordeur.services.context import Context
from voordeur.services.import_columns import KINDS
from voordeur.services.imports import ImportPage
from voordeur.services.ports import TableProblem


def register(subparsers: Subparsers) -> None:
    """Add the subcommands."""
    leaving = subparsers.add_parser(
        "export",
        help="take the data of an organisation along",
        description="Write the cases, residents and handovers of one organisation as open files.",
    )
    leaving.add_argument("directory", type=Path, help="a new or empty directory")
    leaving.set_defaults(run=run_export)
    coming = subparsers.add_parser(
        "import",
        help="bring people, appointments or partners in",
        description="Read a CSV or XLSX table. With a mistake in it nothing goes in: it waits on"
        " screen to be mended.",
    )
    coming.add_argument("kind", choices=sorted(KINDS), help="what the rows are")
    coming.add_argument("file", type=Path, help="the table; its first row names the columns")
    coming.add_argument("--partly", action="store_true", help="take in the rows that are right")
    coming.set_defaults(run=run_import)
    for parser in (leaving, coming):
        parser.add_argument("--account", required=True, metavar="EMAIL", help="who does this")
        parser.add_argument("--organisation", required=True, metavar="CODE", help="whose data")


def run_export(chosen: argparse.Namespace) -> int:
    """Write the files; 1 when the directory is not empty or it may not be done."""
    target: Path = chosen.directory
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        return _wrong(f"Something is here already; choose a new or empty directory: {target}")
    try:
        taken = open_files.take_along(_actor(chosen), organisation=chosen.organisation)
    except RefusedError as refused:
        return _wrong(f"This account may not export for {chosen.organisation}: {refused}")
    target.mkdir(parents=True, exist_ok=True)
    for name, content in taken.files.items():
        (target / name).write_bytes(content)
    print(f"Written: {len(taken.files)} files with {taken.cases} cases in {target}")
    return 0


def run_import(chosen: argparse.Namespace) -> int:
    """Take the table in, or say per cell what is wrong and where it can be mended."""
    try:
        content = chosen.file.read_bytes()
    except OSError:
        return _wrong(f"This file cannot be read: {chosen.file}")
    try:
        actor = _actor(chosen)
        begun = imports.start(
            actor, kind=chosen.kind, organisation=chosen.organisation, content=content
        )
        if isinstance(begun, TableProblem):
            return _wrong(f"This is not a table we can read: {begun.value}")
        return _take(actor, begun.ref, partly=chosen.partly)
    except RefusedError as refused:
        return _wrong(f"This cannot be imported: {refused}")


def _take(actor: Context, ref: str, *, partly: bool) -> int:
    page = imports.page(actor, ref=ref)
    lacking = [one.code for one in page.fields if one.needed and one.code not in page.mapping]
    if lacking:
        imports.drop(actor, ref=ref)
        return _wrong(f"No column is recognised for: {', '.join(lacking)}")
    imports.map_columns(actor, ref=ref, mapping=page.mapping)
    wrong = _print_problems(actor, ref)
    if wrong and not partly:
        return _wrong(f"{wrong} rows need somebody; nothing went in. Mend them: {_place(ref)}")
    taken = refused = 0
    report = None
    while report is None or report.left:
        report = imports.run(actor, ref=ref)
        taken, refused = taken + report.taken, refused + report.refused
        print(f"Taken in: {taken}, still to go: {report.left}", flush=True)
    if not report.finished:
        print(f"Left to mend: {wrong + refused} rows at {_place(ref)}")
    return 0 if report.finished else 1


def _print_problems(actor: Context, ref: str) -> int:
    """Print what is wrong, row by row without the words people typed; return how many rows."""
    first = imports.page(actor, ref=ref, shown="look")
    for number in range(1, first.pages + 1):
        page = imports.page(actor, ref=ref, shown="look", number=number)
        for line in _lines(page):
            print(line, file=sys.stderr)
    return sum(first.counts[state] for state in imports.TO_LOOK_AT)


def _lines(page: ImportPage) -> list[str]:
    return [
        f"row {row.number + 1}: "
        + ("; ".join(f"{c.field} {c.problem}" for c in row.cells if c.problem) or "known already?")
        for row in page.rows
    ]


def _place(ref: str) -> str:
    return f"/beheer/importeren/{ref}/"


def _actor(chosen: argparse.Namespace) -> Context:
    return acting_as(context_of_now(), email=chosen.account, organisation=chosen.organisation)


def _wrong(words: str) -> int:
    print(words, file=sys.stderr)
    return 1
