"""``voordeur governance``: what bodies met on, advised and decided out as files, and in again."""

import argparse
import sys
from pathlib import Path

from voordeur.cli.clock import context_of_now
from voordeur.cli.parsing import Subparsers
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.services import governance_files

WORDS = {
    Reason.NOT_EMPTY: "Nothing went in: this region has meetings or proposals of its own.",
    Reason.INVALID_INPUT: "Nothing went in: the files cannot be read or leave their route.",
}


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "governance", help="meetings, proposals and decisions as files", description=__doc__
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    leaving = actions.add_parser(
        "export",
        help="write meetings, proposals, papers and withdrawals",
        description="Write them as JSON in a folder governance; equal text for equal content.",
    )
    leaving.add_argument("place", type=Path, help="a new or empty directory")
    leaving.set_defaults(run=run_export)
    coming = actions.add_parser(
        "import",
        help="take such files into a region without any of its own",
        description="Take them in after the register: every step is walked again, in its order.",
    )
    coming.add_argument("place", type=Path, help="a directory with a folder governance")
    coming.set_defaults(run=run_import)


def run_export(chosen: argparse.Namespace) -> int:
    """Write the files; 1 when something stands there already."""
    place: Path = chosen.place
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        return _wrong(f"Something is here already; choose another place: {place}")
    documents = governance_files.export_governance(context_of_now())
    for name, text in documents.items():
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    print(f"Written: {len(documents)} files in {place}")
    return 0


def run_import(chosen: argparse.Namespace) -> int:
    """Take the files in, all or nothing; 1 with the reason when that cannot be."""
    place: Path = chosen.place
    try:
        documents = {
            name: (place / name).read_text(encoding="utf-8")
            for name in governance_files.FILES
            if (place / name).is_file()
        }
    except (OSError, UnicodeDecodeError):
        documents = {}
    if not documents:
        return _wrong(f"There is nothing readable here: {place}")
    try:
        taken = governance_files.take_governance(context_of_now(), documents=documents)
    except RefusedError as refused:
        return _wrong(WORDS.get(refused.refusal.reason, str(refused)))
    print(f"Taken in: {taken} proposals.")
    return 0


def _wrong(words: str) -> int:
    print(words, file=sys.stderr)
    return 1
