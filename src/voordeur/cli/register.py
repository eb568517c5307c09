"""``voordeur register``: the whole register out as files, and in from files."""

import argparse
import sys
from pathlib import Path

from voordeur.cli.clock import context_of_now
from voordeur.cli.parsing import Subparsers
from voordeur.domain.region.problems import PackProblem
from voordeur.domain.rules.reading import shown_path
from voordeur.services import register_loading
from voordeur.services.ports import ports
from voordeur.services.register_loading import RegisterReport

MOST_SHOWN = 50
"""Problems told one by one; more do not help."""


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("register", help="the register as files", description=__doc__)
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    leaving = actions.add_parser(
        "export",
        help="write every entry in use as files of a region pack",
        description="Write every entry in use as YAML, a file per kind; the same text each time.",
    )
    leaving.add_argument("place", type=Path, help="a new or empty directory, or a new .zip file")
    leaving.set_defaults(run=run_export)
    coming = actions.add_parser(
        "import",
        help="take entries in from such files",
        description="Take entries in: what is new is added, what differs gets a new version, the"
        " rest stays. With a mistake in any file nothing goes in.",
    )
    coming.add_argument("place", type=Path, help="a directory with a folder register, or a .zip")
    coming.set_defaults(run=run_import)


def run_export(chosen: argparse.Namespace) -> int:
    """Write the files; 1 when something stands there already."""
    place: Path = chosen.place
    archive = place.suffix == ".zip"
    taken = place.exists() and (archive or not place.is_dir() or any(place.iterdir()))
    if taken:
        return _wrong(f"Something is here already; choose another place: {place}")
    documents = register_loading.export_register(context_of_now())
    if archive:
        place.write_bytes(ports().pack_reader.write_archive(documents))
    else:
        for name, text in documents.items():
            file = place / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    print(f"Written: {len(documents)} files in {place}")
    return 0


def run_import(chosen: argparse.Namespace) -> int:
    """Take the files in, or tell everything that is wrong with them."""
    try:
        documents = _documents(chosen.place)
    except OSError:
        return _wrong(f"There is nothing readable here: {chosen.place}")
    found = (
        documents
        if isinstance(documents, list)
        else register_loading.take_register(context_of_now(), documents=documents)
    )
    if isinstance(found, RegisterReport):
        print(f"Taken in: {len(found.added)} new, {len(found.changed)} changed.")
        return 0
    for problem in found[:MOST_SHOWN]:
        print(_told(problem), file=sys.stderr)
    return _wrong(f"Nothing went in: {len(found)} things are wrong.")


def _documents(place: Path) -> dict[str, str] | list[PackProblem]:
    reader = ports().pack_reader
    if place.is_dir():
        found = reader.read_directory(str(place))
    else:
        read = reader.read_archive(place.read_bytes())
        if isinstance(read, list):
            return read
        found = read
    kept = {name: text for name, text in found.items() if name.startswith("register/")}
    if not kept:
        raise FileNotFoundError(place)
    return kept


def _told(problem: register_loading.Trouble) -> str:
    if isinstance(problem, PackProblem):
        return problem.sentence("en")
    where = f"register/{problem.kind}.yaml, {problem.code}, {shown_path(problem.path)}"
    return f"{where}: {problem.expected.in_language('en')}"


def _wrong(words: str) -> int:
    print(words, file=sys.stderr)
    return 1
